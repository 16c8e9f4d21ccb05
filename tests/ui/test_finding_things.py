"""What Ctrl+K finds and in which order."""

from __future__ import annotations

import pytest
from tests.ui import plans

from kakehashi.open_plan import OpenPlan
from kakehashi.ui.finding_things import Thing, commands, folded, found, items, pages_and_views


@pytest.fixture(scope="module")
def things(tmp_path_factory: pytest.TempPathFactory) -> tuple[Thing, ...]:
    path = plans.starter(tmp_path_factory.mktemp("plan") / "p.kakehashi", "ja")
    opened = OpenPlan.open(path, person="", clock=str, read_only=True)
    plan = opened.plan
    opened.close()
    return (
        *pages_and_views("ja"),
        *commands("ja", [("undo", "ui.command.undo", "Ctrl+Z")]),
        *items(plan, "ja"),
    )


@pytest.mark.parametrize(
    ("typed", "title"),
    [
        ("体制", "体制"),
        ("organization", "体制"),  # in the other language
        ("ＫＧＩ", "KGI・KPI"),
        ("こんてんつ", "コンテンツ"),
        ("元に戻す", "元に戻す"),
        ("undo", "元に戻す"),
        ("フォローリード数", "フォローリード数"),
    ],
)
def test_the_best_comes_first(things: tuple[Thing, ...], typed: str, title: str) -> None:
    assert found(things, typed)[0].title == title


def test_every_word_must_be_there_and_kind_and_chapter_help(things: tuple[Thing, ...]) -> None:
    assert {thing.sort for thing in found(things, "指標 リード")} == {"item"}
    assert found(things, "リード 存在しない言葉") == []


def test_letters_in_their_order_are_the_last_to_count(things: tuple[Thing, ...]) -> None:
    ranked = [thing.title for thing in found(things, "bdgt")]
    assert "施策・予算" not in ranked  # its English name begins with another word
    assert "予算枠" in ranked


def test_nothing_typed_shows_where_one_can_go(things: tuple[Thing, ...]) -> None:
    assert {thing.sort for thing in found(things, " ")} == {"page", "command"}


def test_every_item_of_a_chapter_is_found_by_its_name(things: tuple[Thing, ...]) -> None:
    for thing in things:
        if thing.sort == "item" and len(thing.title) > 3:
            same = [each for each in found(things, thing.title) if each.title == thing.title]
            assert same, thing.title


def test_case_width_and_kana_do_not_matter() -> None:
    assert folded("ｷｬﾝﾍﾟｰﾝ ＡＢＣ") == folded("きゃんぺーん abc")
