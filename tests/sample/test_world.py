"""The files of the made-up world: same bytes for a seed, dirt as told, names as people write them."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from kakehashi.sample.exports import opportunity_id
from kakehashi.sample.history import contracts
from kakehashi.sample.names import OFFICE, check_digit
from kakehashi.sample.wording import Wording, data
from kakehashi.sample.world import SEED, STYLES, World, make_world, write_world

TITLE_LINES = 3


@pytest.fixture(scope="module")
def japanese() -> World:
    return make_world()


@pytest.fixture(scope="module")
def english() -> World:
    return make_world(language="en")


def text(world: World, table: str) -> str:
    try:
        return world.files[table].decode("utf-8-sig")
    except UnicodeDecodeError:
        return world.files[table].decode("cp932")


def rows(world: World, table: str) -> list[dict[str, str]]:
    """The rows of a file that have as many cells as its header."""
    lines = list(csv.reader(io.StringIO(text(world, table), newline="")))
    header, *found = lines[TITLE_LINES:] if table == "company" else lines
    return [dict(zip(header, row, strict=True)) for row in found if len(row) == len(header)]


def column(world: World, table: str, at: int) -> list[str]:
    return [list(row.values())[at] for row in rows(world, table)]


# ---- the same for a seed


def test_the_same_seed_gives_the_same_bytes(japanese: World, tmp_path: Path) -> None:
    written = write_world(tmp_path / "again")
    other = make_world(seed=7)
    for table, style in STYLES.items():
        assert (tmp_path / "again" / style.file).read_bytes() == japanese.files[table]
        assert written.files[table] == japanese.files[table]
        assert other.files[table] != japanese.files[table]


def test_languages_tell_of_the_same_world(japanese: World, english: World) -> None:
    assert japanese.history == english.history
    assert japanese.rows == english.rows
    assert japanese.planted == english.planted
    assert japanese.spent == english.spent
    for table, rule in (("lead", 8), ("contract", 5)):
        assert column(japanese, table, rule)[:50] == column(english, table, rule)[:50]


def test_the_months_end_before_the_first_month_of_the_plan() -> None:
    world = make_world(first_month="2026-10")
    told = world.history
    assert date.fromordinal(told.first) == date(2024, 10, 1)
    assert date.fromordinal(told.last) == date(2026, 9, 30)
    days = [lead.created for lead in told.leads] + [deal.created for deal in told.deals]
    assert all(told.first <= day <= told.last for day in days)
    shows = Counter(
        date.fromordinal(lead.created).month for lead in told.leads if lead.source == "trade_show"
    )
    assert {month for month, _ in shows.most_common(2)} == {6, 11}


def test_nothing_ends_before_it_begins(japanese: World) -> None:
    for deal in japanese.history.deals:
        days = [day for day in (deal.created, deal.valid, deal.ended) if day is not None]
        assert days == sorted(days)
        assert all(date.fromordinal(day).weekday() < 5 for day in days)
    for lead in japanese.history.leads:
        days = [day for day in (lead.created, lead.handed, lead.accepted, lead.ended) if day is not None]
        assert days == sorted(days)


# ---- dirt


def test_files_hold_what_they_are_said_to_hold(japanese: World, english: World) -> None:
    for world in (japanese, english):
        for table in STYLES:
            lines = text(world, table).splitlines()
            above = 1 + (TITLE_LINES if table == "company" else 0)
            assert len(lines) - above == world.rows[table] + sum(world.planted[table].values())
    assert 5_000 < sum(japanese.rows.values()) < 14_000


# ---- names


def test_corporate_numbers_have_the_right_check_digit(japanese: World) -> None:
    assert check_digit("000012050002") == "7"  # that of the National Tax Agency itself: 7000012050002
    numbers = [number for number in column(japanese, "company", 2) if number]
    assert len(numbers) > 0.85 * japanese.rows["company"]
    for number in numbers:
        assert re.fullmatch(rf"[1-9]{OFFICE}0[123]\d{{6}}", number)
        assert number[0] == check_digit(number[1:])


def test_companies_are_written_as_people_write_them(japanese: World, english: World) -> None:
    names = column(japanese, "lead", 1) + column(japanese, "opportunity", 2)
    whole = "\n".join(names)
    for form in ("株式会社", "(株)", "（株）", "㈱", "有限会社", "(有)", "㈲", "合同会社", "(同)"):
        assert form in whole, form
    assert re.search(r"^株式会社\S", whole, re.M)
    assert re.search(r"\S株式会社$", whole, re.M)
    assert re.search("[ｱ-ﾝ]", whole)
    for old, new in data("names")["written"].items():
        assert old in whole, old
        assert new in whole, new
    assert any(name.endswith(Wording("ja").branches[0]) for name in names)
    assert any(not re.search(r"会社|[(（]|[㈱㈲]", name) for name in names)
    assert not re.search(r"[ぁ-んァ-ン一-龥]", "\n".join(text(english, table) for table in STYLES))


def test_addresses_are_nobodys(japanese: World) -> None:
    mails = [mail for mail in column(japanese, "lead", 5) if mail]
    free = [mail for mail in mails if not mail.endswith(".example")]
    assert 0.03 < len(free) / len(mails) < 0.08
    assert all(".sample" in mail for mail in free)
    assert all(domain.endswith(".example") for domain in column(japanese, "company", 7) if domain)


def test_rows_say_which_company_they_are_about(japanese: World) -> None:
    listed = set(column(japanese, "company", 0))
    leads = japanese.companies["lead"]
    strangers = sum(company is None for company in leads.values()) / len(leads)
    assert strangers == pytest.approx(japanese.truth.from_stranger, abs=0.02)
    assert {company for company in leads.values() if company} <= listed
    by_domain = {
        row["ドメイン"]: row["企業ID"]
        for row in rows(japanese, "company")
        if row["ドメイン"] and row["企業ID"]
    }
    for row in rows(japanese, "lead"):
        domain = row["メールアドレス"].partition("@")[2]
        if domain in by_domain and row["リードID"] in leads and re.fullmatch(r"T0\d{3}", by_domain[domain]):
            assert leads[row["リードID"]] is not None


def test_leads_and_deals_belong_together(japanese: World) -> None:
    deals = set(column(japanese, "opportunity", 0))
    converted = {deal for deal in column(japanese, "lead", 14) if deal}
    assert len(converted) > 100
    assert converted <= deals
    assert {deal for deal in column(japanese, "activity", 2) if deal} <= deals


def test_contracts_are_about_what_was_sold(japanese: World) -> None:
    """A renewal is about the product it renews, a contract of a deal about what was offered."""
    offered = dict(zip(column(japanese, "opportunity", 0), column(japanese, "opportunity", 14), strict=True))
    told = contracts(SEED, japanese.history, japanese.truth)
    product = {row["契約番号"]: row["商品"] for row in rows(japanese, "contract")}
    by_deal: dict[int, set[str]] = {}
    for each in told:
        if each.deal is not None:
            by_deal.setdefault(each.deal, set()).add(product[f"K-{each.number + 1_001}"])
    assert len(by_deal) > 40
    for deal, sold in by_deal.items():
        assert sold == {offered[opportunity_id(deal)]}


def test_encodings_are_those_of_real_systems(japanese: World) -> None:
    assert japanese.files["lead"].startswith(b"\xef\xbb\xbf")
    with pytest.raises(UnicodeDecodeError):
        japanese.files["opportunity"].decode()
    assert re.search(r'"\\[\d,]+"', text(japanese, "opportunity"))  # the yen sign of CP932
    for table in STYLES:
        assert japanese.files[table].count(b"\n") == japanese.files[table].count(b"\r\n")


# ---- the story


def test_two_people_in_sales_log_badly(japanese: World) -> None:
    told = japanese.history
    lost = [deal for deal in told.deals if deal.stage == "lost"]
    silent = Counter(deal.owner.name for deal in lost if deal.silent)
    assert {name for name, _ in silent.most_common(2)} == {"otani", "nakanishi"}
    asleep = Counter(deal.owner.name for deal in told.deals if deal.asleep)
    assert {name for name, _ in asleep.most_common(2)} == {"otani", "nakanishi"}


def test_a_bought_list_brings_nothing_and_costs_money(japanese: World) -> None:
    assert japanese.spent["bought_list"] > 1_500_000
    bought = [lead for lead in japanese.history.leads if lead.source == "bought_list"]
    assert len(bought) > 100
    assert not any(lead.deal for lead in bought)


def test_a_small_source_converts_best(japanese: World) -> None:
    rates = {source: japanese.truth.rate("opportunity", source) for source in ("referral", "trade_show")}
    assert rates["referral"] > 3 * rates["trade_show"]
    came = Counter(lead.source for lead in japanese.history.leads)
    assert came["referral"] < 0.03 * came.total()
