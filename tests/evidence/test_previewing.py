"""An import tried out shows what importing does, and leaves nothing behind."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest

from kakehashi.evidence.answering import answered, option_of, read_so
from kakehashi.evidence.import_job import Choices
from kakehashi.evidence.importing import import_table
from kakehashi.evidence.previewing import Preview, preview
from kakehashi.evidence.profile import OutcomeRule
from kakehashi.evidence.workspace import list_imports
from kakehashi.extension.reading import rows_of

DEALS = """商談ID,取引先名,フェーズ,金額,作成日
A1,㈱北信精工,受注,"6,200,000",2027/4/12
A2,タテヤマ樹脂,失注,"1,000,000",2027/4/14
A3,豊岡プレス,商談中,,2027/4/15
,名無し,商談中,5,2027/4/16
A5,アサギリ,商談中,5,いつか
"""


def tried(folder: Path, text: str, table: str = "opportunity", **more: object) -> Preview:
    path = folder / "deals.csv"
    path.write_text(text, encoding="utf-8")
    return preview(
        folder / "evidence", rows_of(None, path), name=path.name, table=table, when="2027-08-01", **more
    )


def test_a_preview_is_what_the_import_gives_and_keeps_nothing(tmp_path: Path) -> None:
    seen = tried(tmp_path, DEALS)
    assert seen.question is None
    assert seen.problem is None
    assert not (tmp_path / "evidence" / "evidence.duckdb").exists()
    assert list_imports(tmp_path / "evidence") == ()
    result = import_table(
        tmp_path / "evidence",
        rows_of(None, tmp_path / "deals.csv"),
        name="deals.csv",
        table="opportunity",
        profile=seen.profile,
        when="2027-08-01",
    )
    assert seen.result is not None
    for name in ("read", "loaded", "set_aside", "reasons", "won", "lost", "open", "won_amount"):
        assert getattr(seen.result, name) == getattr(result, name), name
    assert result.read == 5
    assert result.loaded == 3
    assert seen.columns == ("商談ID", "取引先名", "フェーズ", "金額", "作成日")
    assert seen.rows[0] == ("A1", "㈱北信精工", "受注", "6,200,000", "2027/4/12")
    assert [row.source_row for row in seen.aside] == [5, 6]
    assert len(seen.loaded) == 3
    assert seen.loaded[0][seen.fields.index("outcome")] == "won"
    assert seen.values["フェーズ"] == {"商談中": 3, "受注": 1, "失注": 1}


def test_a_preview_beside_imports_leaves_them_as_they_are(tmp_path: Path) -> None:
    tried(tmp_path, DEALS)
    import_table(
        tmp_path / "evidence",
        rows_of(None, tmp_path / "deals.csv"),
        name="deals.csv",
        table="opportunity",
        when="2027-08-01",
    )
    before = list_imports(tmp_path / "evidence")
    again = tried(tmp_path, DEALS.replace("A3", "A9"))
    assert again.result is not None
    assert again.result.replaced
    assert list_imports(tmp_path / "evidence") == before


def test_stages_that_say_nothing_are_asked_with_what_is_known(tmp_path: Path) -> None:
    seen = tried(tmp_path, DEALS.replace("商談中", "失効済み終了"))
    assert seen.question is not None
    assert option_of(seen.question) == "--profile"
    assert seen.profile is not None
    assert seen.profile.outcome is not None
    assert seen.profile.outcome.values == {"受注": "won", "失注": "lost"}
    rule = OutcomeRule(column="フェーズ", values={**seen.profile.outcome.values, "失効済み終了": "open"})
    done = tried(
        tmp_path,
        DEALS.replace("商談中", "失効済み終了"),
        profile=msgspec.structs.replace(seen.profile, outcome=rule),
    )
    assert done.result is not None
    assert done.result.open == 1


def test_a_missing_key_is_asked_beside_what_is_proposed(tmp_path: Path) -> None:
    seen = tried(tmp_path, DEALS.replace("商談ID", "記号"))
    assert seen.question is not None
    assert {each.field for each in seen.applied} >= {"company_name", "amount"}
    assert seen.rows
    assert seen.result is None


@pytest.mark.parametrize(("order", "day"), [("dmy", "2027-05-04"), ("mdy", "2027-04-05")])
def test_the_answer_to_a_question_is_a_choice(tmp_path: Path, order: str, day: str) -> None:
    text = "\n".join([*DEALS.splitlines()[:1], "A1,X,受注,5,04/05/2027", "A2,Y,失注,5,04/05/2027", ""])
    seen = tried(tmp_path, text)
    assert seen.question is not None
    assert option_of(seen.question) == "--date-order"
    done = tried(tmp_path, text, choices=answered(Choices(), seen.question, order))
    assert str(done.loaded[0][done.fields.index("created_on")]) == day


def test_how_a_file_is_read_can_be_overruled(tmp_path: Path) -> None:
    seen = tried(tmp_path, DEALS.replace(",", ";"), choices=read_so(Choices(), header_rows=(2,)))
    assert seen.columns[0] == "A1"
