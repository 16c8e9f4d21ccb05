"""The sample's documents in Traditional Chinese: what we say is Chinese, what was typed stands as typed."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest
from babel.messages.pofile import read_po
from openpyxl import load_workbook

from kakehashi import words
from kakehashi.cli.main import run
from kakehashi.declaration.audience import AUDIENCES, Audience
from kakehashi.declaration.blocks import Document
from kakehashi.open_plan import OpenPlan
from kakehashi.plan.organization import Department, Partner

pytestmark = pytest.mark.once

LOCALE = Path(words.LOCALE)
KANA = re.compile(r"[\u3040-\u30ff]")
KEYS = {"id", "key", "type", "kind", "what"}  # fields of a document that nobody reads
HEADINGS = {"title", "heading", "label", "unit", "sentence", "note", "audience_title"}
LABEL = "text"  # of a picture: may be one line of several that a typed text takes


@pytest.fixture(scope="module")
def plan(sample_file: Callable[[str], Path]) -> Iterator[OpenPlan]:
    opened = OpenPlan.open(sample_file("ja"), person="x", clock=lambda: "2027-07-12T09:00:00", read_only=True)
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def typed(plan: OpenPlan) -> set[str]:
    return {text for item in plan.plan for _, text in told(msgspec.to_builtins(item))}


@pytest.fixture(scope="module")
def ours() -> dict[str, dict[str, str]]:
    """What the catalogues say whole, without a value, by language."""
    found: dict[str, dict[str, str]] = {}
    for language in words.ALL_LANGUAGES:
        said = found[language] = {}
        for area in (LOCALE / language).glob("*.po"):
            with area.open("rb") as file:
                said.update((str(each.id), str(each.string)) for each in read_po(file) if each.id)
    return found


def told(value: Any, name: str = "") -> Iterator[tuple[str, str]]:
    """Every text with the name of the field in which it stands."""
    if isinstance(value, str):
        yield name, value
    elif isinstance(value, dict):
        for key, inner in value.items():
            yield from told(inner, str(key))
    elif isinstance(value, (list, tuple)):
        for inner in value:
            yield from told(inner, name)


def document(plan: OpenPlan, audience: Audience, language: words.Language) -> Document:
    kind = {"partner": Partner, "department": Department}.get(audience.parameter)
    parameter = "" if kind is None else plan.plan.items(kind)[0].id
    return plan.document(audience, language, app_version="1", parameter=parameter)


@pytest.mark.parametrize(
    "audience",
    [
        each if each.key in ("executives", "marketing") else pytest.param(each, marks=pytest.mark.slow)
        for each in AUDIENCES.values()
    ],
    ids=AUDIENCES.keys(),
)
def test_titles_and_fixed_words_are_those_of_the_chinese_catalogue(
    plan: OpenPlan, typed: set[str], ours: dict[str, dict[str, str]], audience: Audience
) -> None:
    chinese, lines = set(ours["zh_TW"].values()), "\n".join(typed)
    foreign = {
        said: key
        for language in words.LANGUAGES
        for key, said in ours[language].items()
        if said not in chinese
    }
    found = [
        (name, said)
        for name, said in told(msgspec.to_builtins(document(plan, audience, "zh_TW")))
        if name not in KEYS and said not in typed and not (name == LABEL and said in lines)
    ]
    assert not {said: foreign[said] for _, said in found if said in foreign}
    assert not {said for name, said in found if name in HEADINGS and KANA.search(said)}
    assert len({said for _, said in found} & chinese) > 20


def test_the_cover_says_that_typed_texts_stand_as_typed(plan: OpenPlan) -> None:
    made = document(plan, AUDIENCES["executives"], "zh_TW")
    assert made.confidential_mark == "機密"
    assert made.edition_title in ("草案", "第 2 版")
    assert made.unit == "萬日圓（未稅）"
    assert "日文" in made.language_note
    assert not KANA.search(made.language_note)


def test_exports_in_chinese_open(sample_file: Callable[[str], Path], tmp_path: Path) -> None:
    path = sample_file("ja")
    page, book = tmp_path / "plan.html", tmp_path / "plan.xlsx"
    for out in (page, book):
        assert run(["export", str(path), str(out), "--audience", "executives", "--language", "zh_TW"]) == 0
    html = page.read_text(encoding="utf-8")
    assert '<html lang="zh-Hant-TW"' in html
    assert "Noto Sans CJK TC" in html
    assert "CJK JP" not in html
    workbook = load_workbook(book)
    assert workbook.sheetnames[0] == "封面"
    cells = [
        cell for sheet in workbook for row in sheet.iter_rows() for cell in row if cell.value is not None
    ]
    assert {cell.font.name for cell in cells} == {"Microsoft JhengHei UI"}
    assert any(cell.number_format == 'yyyy"年"m"月"' for cell in cells)
