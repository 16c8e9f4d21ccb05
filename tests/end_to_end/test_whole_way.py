"""The whole way on a real CRM export: import, adopt, forecast, declare, export, and the figures hold."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from tests.plugins.kakehashi_excel.recalculation import (
    compare,
    counted,
    places_of,
    recalculate,
    set_value,
    strip_cached,
)
from tests.plugins.kakehashi_html.browser import fonts, opened, running

from kakehashi.cli.main import run
from kakehashi.declaration.audience import AUDIENCES
from kakehashi.declaration.blocks import Document, tables
from kakehashi.open_plan import OpenPlan
from kakehashi.rounding import rounded


@pytest.fixture
def command(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Any:
    monkeypatch.setenv("KAKEHASHI_LANGUAGE", "en")
    monkeypatch.setenv("KAKEHASHI_NOW", "2027-04-01T09:00:00")
    monkeypatch.setenv("KAKEHASHI_PERSON", "白石")

    def call(*arguments: object, code: int = 0) -> Any:
        capsys.readouterr()
        ended = run([str(each) for each in arguments])
        said = capsys.readouterr()
        assert ended == code, said.out + said.err
        return json.loads(said.out) if "--json" in arguments else said.out

    return call


@pytest.fixture
def plan(tmp_path: Path, command: Any) -> Path:
    path = tmp_path / "plan.kakehashi"
    command("new", path, "--language", "ja", "--first-month", "2027-04", "--company", "ツムギ計測株式会社")
    return path


def document(plan: Path, audience: str, language: Any, **which: Any) -> Document:
    opened_plan = OpenPlan.open(plan, person="x", clock=lambda: "2027-04-01T09:00:00", read_only=True)
    try:
        return opened_plan.document(AUDIENCES[audience], language, app_version="0.1.0", **which)
    finally:
        opened_plan.close()


def exported(command: Any, plan: Path, audience: str, language: str, suffix: str) -> Path:
    target = plan.with_name(f"{audience}-{language}.{suffix}")
    command("export", plan, target, "--audience", audience, "--language", language)
    return target


def test_a_crm_export_becomes_a_declared_plan(
    data: Path, plan: Path, command: Any, soffice: Path, chromium: Path
) -> None:
    pipeline = data / "maven-crm-sales" / "sales_pipeline.csv"
    loaded = command("import", plan, pipeline, "--table", "opportunity", "--json")
    counts = {name: loaded[name] for name in ("read", "loaded", "set_aside", "won", "lost", "open")}
    assert counts == {
        "read": 8800, "loaded": 8800, "set_aside": 0, "won": 4238, "lost": 2473, "open": 2089,
    }  # fmt: skip
    assert loaded["won_amount"] == "10005534"
    command("adopt", plan, "funnel")
    steps = command("show", plan, "--kind", "FunnelStep", "--json")["items"]
    rate = next(step["fields"]["rate"] for step in steps if step["fields"]["marks"] == "opportunity")
    assert Decimal(rate["value"]) == rounded(Decimal(4238) / (4238 + 2473), 9)
    assert rate["passport"]["sample_size"] == 6711
    forecast = command("forecast", plan, "--json")
    assert Decimal(forecast["economics"]["won"]) > 0
    command("check", plan)
    assert command("declare", plan, "--json")["number"] == 1

    for language in ("ja", "en"):
        book = exported(command, plan, "finance", language, "xlsx")
        told = document(plan, "finance", language)
        assert told.edition == 1
        values = recalculate(strip_cached(book), soffice)
        assert compare(told, book, values) == []
        _holds_the_forecast(told, book, values, forecast)
        page = exported(command, plan, "executives", language, "html")
        with running(chromium) as browser, opened(browser, page) as seen:
            headings = seen.page.eval_on_selector_all("h2", "all => all.map(each => each.textContent)")
            assert seen.events == []
            chapters = [chapter.title for chapter in document(plan, "executives", language).chapters]
            assert [title for title in chapters if not any(title in each for each in headings)] == []
            if language == "ja":
                assert any("CJK JP" in family for family in fonts(seen.page, "h1"))


def _holds_the_forecast(told: Document, book: Path, values: Any, forecast: dict[str, Any]) -> None:
    """The recalculated workbook shows what `forecast --json` says."""
    table = tables(told)["simulation.economics"]
    column = next(each for each in table.columns if each.key == "value")
    places = places_of(book)
    held = 0
    for row in table.rows:
        expected = forecast["economics"].get(row.id)
        if expected is None:
            continue
        sheet, address = places[table.key, row.id, column.key]
        shown = values[sheet][address].value
        assert shown == pytest.approx(float(expected), rel=1e-9), row.id
        held += 1
    assert held >= 8


@pytest.mark.parametrize(
    ("language", "audience"),
    [
        ("ja", "finance"),
        pytest.param("ja", "executives", marks=pytest.mark.slow),
        pytest.param("en", "finance", marks=pytest.mark.slow),
        pytest.param("en", "executives", marks=pytest.mark.slow),
    ],
)
def test_the_workbook_calculates_what_the_app_says(
    plan: Path, command: Any, soffice: Path, audience: str, language: str
) -> None:
    command("declare", plan)
    book = exported(command, plan, audience, language, "xlsx")
    told = document(plan, audience, language)
    assert counted(told) > 200
    assert compare(told, book) == [], "cached values"
    assert compare(told, book, recalculate(strip_cached(book), soffice)) == []


def test_changing_a_rate_in_the_workbook_and_in_the_plan_gives_the_same(
    plan: Path, command: Any, soffice: Path
) -> None:
    book = exported(command, plan, "finance", "ja", "xlsx")
    before = document(plan, "finance", "ja")
    target = next(
        (table.key, row.id, column.key)
        for table in tables(before).values()
        for row in table.rows
        for cell, column in zip(row.cells, table.columns, strict=True)
        if cell.name == "rate_opportunity_valid"
    )
    changed = set_value(book, target, 0.6)
    command("set", plan, "FunnelStep:商談", "rate", "60%")
    after = document(plan, "finance", "ja", draft=True)
    values = recalculate(changed, soffice)
    assert compare(after, book, values) == []
    assert compare(before, book, values) != [], "the figures moved"


def test_a_planted_wrong_value_is_seen(plan: Path, command: Any, soffice: Path) -> None:
    book = exported(command, plan, "finance", "en", "xlsx")
    told = document(plan, "finance", "en")
    target = ("budget.lines", tables(told)["budget.lines"].rows[0].id, "2027-06")
    values = recalculate(set_value(book, target, 123_456_789), soffice)
    assert compare(told, book, values) != []


def test_both_languages_hold_the_same_stored_values(plan: Path, command: Any) -> None:
    command("declare", plan)
    for audience, reader in AUDIENCES.items():
        if reader.parameter:
            continue
        in_japanese, in_english = (document(plan, audience, language) for language in ("ja", "en"))
        ours, theirs = _numbers(in_japanese), _numbers(in_english)
        assert ours.keys() == theirs.keys()
        units = Decimal(in_japanese.unit_size), Decimal(in_english.unit_size)
        different = [key for key in ours if not _same(ours[key], theirs[key], units)]
        assert different == []
        compared = sum(number is not None for number, _ in ours.values())
        assert compared > (200 if audience in ("executives", "finance", "marketing") else 0), audience


def _numbers(told: Document) -> dict[tuple[str, str, str], tuple[Decimal | None, bool]]:
    """Every number, and whether it is money (which may stand in the language's display unit)."""
    return {
        (table.key, row.id, column.key): (cell.number, (cell.kind or column.kind) == "money")
        for table in tables(told).values()
        for row in table.rows
        for cell, column in zip(row.cells, table.columns, strict=True)
    }


def _same(ours: tuple[Decimal | None, bool], theirs: tuple[Decimal | None, bool], units: Any) -> bool:
    (one, money), (other, _) = ours, theirs
    if one is None or other is None:
        return one is other
    if rounded(one, 9) == rounded(other, 9):
        return True
    return money and rounded(one * units[0], 3) == rounded(other * units[1], 3)


def test_exporting_again_gives_the_same_bytes(plan: Path, command: Any) -> None:
    command("declare", plan)
    for suffix in ("xlsx", "html"):
        first = exported(command, plan, "executives", "ja", suffix).read_bytes()
        assert exported(command, plan, "executives", "ja", suffix).read_bytes() == first


def test_an_old_edition_stays_as_it_was_and_a_draft_says_so(plan: Path, command: Any) -> None:
    command("declare", plan)
    first = exported(command, plan, "executives", "en", "html").read_bytes()
    command("set", plan, "FunnelStep:商談", "rate", "60%")
    draft = exported(command, plan, "executives", "en", "html").read_text(encoding="utf-8")
    assert "Draft" in draft
    target = plan.with_name("old.html")
    command("export", plan, target, "--audience", "executives", "--language", "en", "--edition", "1")
    assert target.read_bytes() == first
    command("export", plan, target, "--audience", "executives", "--language", "en", "--edition", "2", code=3)
    assert target.read_bytes() == first
    command("export", plan, target, "--audience", "nobody", "--language", "en", code=2)
    command("export", plan, plan.with_name("plan.doc"), "--audience", "finance", "--language", "en", code=3)
