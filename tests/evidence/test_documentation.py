"""docs/import.md is right: its example loads, and it names every field that there is."""

from __future__ import annotations

import re
from decimal import Decimal
from pathlib import Path

import pytest

from kakehashi.evidence.importing import import_table
from kakehashi.evidence.profile import Profile
from kakehashi.evidence.source import DelimitedFile
from kakehashi.evidence.tables import TABLES

PAGE = Path(__file__).resolve().parents[2] / "docs" / "import.md"
pytestmark = pytest.mark.skipif(not PAGE.exists(), reason="runs in the checkout only")


def test_the_example_of_a_profile_loads(tmp_path: Path) -> None:
    (example,) = re.findall(r"```json\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.S)
    profile, data = tmp_path / "profile.json", tmp_path / "deals.csv"
    profile.write_text(example, encoding="utf-8")
    data.write_text(
        "Deal no.;Opened;Finished;Value;Came from;Status;Remark\n"
        "1;03/04/2026;05/06/2026;1.200,50;Web;Signed;a\n"
        "2;03/04/2026;06/06/2026;900;Fair;Rejected;b\n"
        "3;03/04/2026;-;n/a;-;Talking;c\n",
        encoding="utf-8",
    )
    result = import_table(
        tmp_path / "evidence",
        DelimitedFile(data),
        name="deals.csv",
        table="opportunity",
        profile=profile,
        when="2027-04-01",
    )
    assert (result.loaded, result.won, result.lost, result.open) == (3, 1, 1, 1)
    assert result.won_amount == Decimal("1200.5")


def test_every_field_of_tables_and_profiles_is_named() -> None:
    said = PAGE.read_text(encoding="utf-8")
    for table in TABLES.values():
        row = re.search(rf"^\| `{table.name}` \|.*$", said, re.M)
        assert row is not None
        assert not [field.name for field in table.fields if not re.search(rf"\b{field.name}\b", row[0])]
    assert not [name for name in Profile.__struct_fields__ if f"`{name}`" not in said]
