"""A person's changes to a mapping, and which table a file is likely to be."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from kakehashi.evidence.profile import OutcomeRule, Profile
from kakehashi.evidence.remapping import always, assigned, field_of, likely_table, meaning, told_by

PROFILE = Profile(
    table="opportunity",
    key="ID",
    columns={"金額": "amount", "区分": ("kind", "product")},
    values={"kind": {"新規": "new"}},
    constants={"currency": "JPY"},
    outcome=OutcomeRule(column="段階", values={"受注": "won"}),
)


def test_a_column_is_one_field_and_a_field_one_column() -> None:
    assert field_of(PROFILE, "ID") == "opportunity_id"
    moved = assigned(PROFILE, "総額", "amount")
    assert moved.fields() == {"opportunity_id": "ID", "amount": "総額", "kind": "区分", "product": "区分"}
    assert field_of(moved, "金額") == ""


def test_a_column_that_is_kept_as_it_is_takes_its_values_along() -> None:
    kept = assigned(PROFILE, "区分", "")
    assert set(kept.fields()) == {"opportunity_id", "amount"}
    assert kept.values == {}
    assert kept.outcome == PROFILE.outcome


def test_another_column_may_be_the_key() -> None:
    other = assigned(PROFILE, "番号", "opportunity_id")
    assert other.fields()["opportunity_id"] == "番号"
    assert field_of(other, "ID") == ""


def test_a_column_takes_the_place_of_a_constant() -> None:
    assert assigned(PROFILE, "通貨", "currency").constants == {}
    assert assigned(PROFILE, "番号", "name").constants == {"currency": "JPY"}


def test_how_rows_went_is_told_by_a_column_its_values_or_always() -> None:
    lost = meaning(PROFILE, "失注", "lost")
    assert lost.outcome is not None
    assert lost.outcome.values == {"受注": "won", "失注": "lost"}
    taken_back = meaning(lost, "受注", "")
    assert taken_back.outcome is not None
    assert taken_back.outcome.values == {"失注": "lost"}
    assert told_by(lost, "状態").outcome == OutcomeRule(column="状態")
    assert always(lost, "won").outcome == OutcomeRule(always="won")
    assert meaning(always(lost, "won"), "失注", "lost") == always(lost, "won")


@pytest.mark.parametrize(
    ("file", "table"),
    [
        ("maven-crm-sales/sales_pipeline.csv", "opportunity"),
        ("salesforce-data-export/Opportunity.csv", "opportunity"),
        ("x-education-leads/Lead Scoring.csv", "lead"),
        ("olist-marketing-funnel/olist_marketing_qualified_leads_dataset.csv", "lead"),
        ("ad-platform-seeds/google_ads_campaign_stats_data.csv", "spend"),
        ("saas-pipeline-and-spend/opportunities.csv", "opportunity"),
        ("saas-pipeline-and-spend/marketing_spend.csv", "spend"),
        ("saas-pipeline-and-spend/accounts.csv", "company"),
    ],
)
def test_real_files_are_taken_for_what_they_are(data: Path, file: str, table: str) -> None:
    with (data / file).open(encoding="utf-8-sig", newline="") as rows:
        assert likely_table(next(csv.reader(rows))) == table
