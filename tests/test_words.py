"""Looking a text up in the compiled catalogue gives what the standard library reads there."""

from __future__ import annotations

import re
from gettext import GNUTranslations
from pathlib import Path
from string import Formatter

import pytest

from kakehashi.words import LANGUAGES, LOCALE, Language, _Catalogue, known, listed, text


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_text_is_found_where_it_stands(language: Language) -> None:
    path = Path(LOCALE, language, "LC_MESSAGES", "kakehashi.mo")
    with path.open("rb") as file:
        whole = GNUTranslations(file)._catalog  # type: ignore[attr-defined]
    catalogue = _Catalogue(path.read_bytes())
    assert len(whole) > 1000
    assert {each: catalogue.find(each) for each in whole if each} == {k: v for k, v in whole.items() if k}
    for missing in ("!", "ui", "ui.overview ", "zzz", "通"):
        assert catalogue.find(missing) is None
        assert not known(missing, language)
        with pytest.raises(KeyError):
            text(missing, language)


def test_a_catalogue_without_texts() -> None:
    assert _Catalogue(bytes(28)).find("ui.overview") is None


def test_english_has_one_kind_of_quotation_mark() -> None:
    whole = "".join(path.read_text("utf-8") for path in Path(LOCALE, "en").glob("*.po"))
    assert not {"“", "”"} & set(whole)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_refusal_that_speaks_of_the_log_names_it(language: Language) -> None:
    for path in Path(LOCALE, language).glob("*.po"):
        for key, words in re.findall(r'msgid "(error\.[^"]+)"\nmsgstr "(.*)"', path.read_text("utf-8")):
            assert "{log}" in words or not re.search(r"the log\b|ログ[にを（]", words), key


@pytest.mark.parametrize(
    ("language", "parts", "said"),
    [
        ("ja", ["事例", "動画"], "事例、動画"),
        ("ja", ["止まったら直す。", "感情0"], "止まったら直す、感情0"),
        ("ja", ["止まったら直す。どこも同じ。", "感情0"], "止まったら直す。どこも同じ／感情0"),
        ("ja", ["展示会（6月、11月）", "事例。"], "展示会（6月、11月）／事例。"),
        ("en", ["a case", "a film"], "a case, a film"),
        ("en", ["Nagi Contact Co., Ltd.", "Linden"], "Nagi Contact Co., Ltd.; Linden"),
        ("en", ["It stops.", "It is mended."], "It stops; It is mended."),
        ("en", ["cases, films", "talks"], "cases, films; talks"),
        ("en", [], ""),
        ("ja", ["事例。"], "事例。"),
    ],
)
def test_texts_in_one_line_stay_apart(language: Language, parts: list[str], said: str) -> None:
    assert listed(parts, language) == said


SEVERAL = re.compile(r"\{\w+:[^{}|]*\|(?:\w+ )*?(\w+s|companies|copies)\b[^{}]*\}")
NEVER_ONE = {
    # said of two or more only
    "declaration.changes.heaviest",
    "declaration.organization.several_posts",
    "error.cli.ambiguous",
    "error.value.two_named",
    "evidence.doubt.several",
    "evidence.rule.wide",
    "step.fill_more",
    # limits of ours, and how many times more
    "declaration.summary.factor",
    "error.excel.text_too_long",
    "error.installing.too_much",
    "forecast.limit.factor",
}


def test_one_thing_is_never_several_in_english() -> None:
    """Whatever noun the catalogue has for one and for several goes with the number before it."""
    said = dict(
        re.findall(
            r'msgid "([^"]+)"\nmsgstr "(.*)"',
            "".join(path.read_text("utf-8") for path in Path(LOCALE, "en").glob("*.po")),
        )
    )
    nouns = {noun for each in said.values() for noun in SEVERAL.findall(each)}
    assert {"rows", "months", "companies", "changes"} < nouns
    of_one = re.compile(rf"(?<![\w.,])1 (?:(?!has )[a-z]+ )?(?:{'|'.join(sorted(nouns))})\b")
    wrong = []
    for key in said.keys() - NEVER_ONE:
        values = {name.split(".")[0]: 1 for _, name, _, _ in Formatter().parse(said[key]) if name}
        if of_one.search(text(key, "en", **values)):
            wrong.append(text(key, "en", **values))
    assert wrong == []


@pytest.mark.parametrize(
    ("count", "said"), [(0, "0 rows"), (1, "1 row"), (2, "2 rows"), (1001, "1,001 rows")]
)
def test_a_word_goes_with_its_number(count: int, said: str) -> None:
    assert text("ui.data.rows_read", "en", count=count) == said
    assert text("ui.data.rows_read", "ja", count=count) == f"{count:,}行"
