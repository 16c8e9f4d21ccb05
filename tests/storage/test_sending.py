"""A copy to give away holds nothing confidential, no history and no trace of the evidence, in no byte."""

from __future__ import annotations

import hashlib
from decimal import Decimal
from pathlib import Path

import pytest
from tests.storage.test_samples import reopen

from kakehashi.open_plan import OpenPlan
from kakehashi.plan.basis import About
from kakehashi.plan.budget import BudgetFrame, BudgetLine, Measure
from kakehashi.plan.changes import adding, setting
from kakehashi.plan.item import Figure, Item, Passport, RawItem
from kakehashi.plan.kinds import only_id
from kakehashi.plan.organization import Partner, Role
from kakehashi.plan.review import FindingRecord, FindingSource
from kakehashi.plan.simulation import Override, Scenario
from kakehashi.storage.errors import AlreadyThere

SECRETS = (7_654_321, 6_543_217, 5_432_176, 4_321_765)
SOURCE = FindingSource(
    table="lead", name="crm-secret.csv", sha256="ab" * 32, rows=12, imported_on="2027-04-01"
)
ITEMS: tuple[Item, ...] = (
    About(id=only_id("About"), title="計画"),
    Partner(id="partner", name="制作会社", monthly_fee=Decimal(SECRETS[0])),
    Role(id="role", title="リーダー", monthly_cost=Decimal(SECRETS[1]), person="白石"),
    BudgetFrame(id=only_id("BudgetFrame"), revenue=Decimal(SECRETS[2]), total=Decimal(1000)),
    BudgetLine(id="line", source="partner", committed={"2027-04": Decimal(SECRETS[3])}, name="制作"),
    BudgetLine(id="open", name="展示会", committed={"2027-04": Decimal(12)}),
    Scenario(
        id="s",
        overrides=(
            Override(item="partner", field="monthly_fee", value=str(SECRETS[0])),
            Override(item="open", field="planned", key="2027-04", value="5"),
        ),
    ),
    FindingRecord(id="record", finding="funnel", sources=(SOURCE,), columns=("a",), rows=(("1",),)),
    Measure(
        id="m",
        name="メール",
        own_rates={
            "x": Figure(value=Decimal("0.5"), passport=Passport(finding="record", extra={"secretly": 1}))
        },
        extra={"from_a_plugin": "unknown-secret"},
    ),
    RawItem(id="raw", name_of_kind="Other", fields={"salary": "unknown-secret"}),
)


@pytest.fixture
def planned(tmp_path: Path) -> OpenPlan:
    opened = OpenPlan.create(
        tmp_path / "p.kakehashi", "u", ITEMS, person="秘密の人", clock=lambda: "2027-04-01", app_version="0"
    )
    opened.apply(setting(opened.plan, "m", "name", "old-secret-name"))
    opened.apply(setting(opened.plan, "m", "name", "ウェビナー"))
    opened.apply(adding(Measure(id="new")))
    opened._file.attach(hashlib.sha256(b"attached-secret").hexdigest(), b"attached-secret")
    opened.declare(app_version="0")
    return opened


def test_a_copy_to_send(planned: OpenPlan, tmp_path: Path) -> None:
    before = planned.plan
    out = tmp_path / "copy.kakehashi"
    left_out = planned.send_copy(out, app_version="0")
    planned.close()
    raw = out.read_bytes()
    for secret in (*map(str, SECRETS), "秘密の人", "crm-secret", "ab" * 32, "secret"):
        assert secret.encode() not in raw, secret
    copy = reopen(out)
    assert copy.plan.uuid == before.uuid
    assert {item.id for item in before} - {item.id for item in copy.plan} == {"raw"}
    assert copy.plan.item("open") == before.item("open")
    assert copy.plan.item("line").name == "制作"
    assert copy.plan.item("record").rows == (("1",),)
    assert [each.field for each in copy.plan.item("s").overrides] == ["planned"]
    assert copy.plan.item("m").own_rates["x"].passport == Passport(finding="record")
    assert copy.history() == []
    assert copy.editions() == []
    assert (left_out.history, left_out.editions, left_out.attachments) == (3, 1, 1)
    assert (left_out.confidential, left_out.sources, left_out.unknown) == (5, 1, 3)
    copy.apply(setting(copy.plan, "m", "name", "x"))
    assert copy.declare(app_version="0").number == 2, "numbers go on where the plan's were"
    copy.whole_check()
    copy.close()


def test_a_copy_never_overwrites(planned: OpenPlan, tmp_path: Path) -> None:
    with pytest.raises(AlreadyThere):
        planned.send_copy(planned.path, app_version="0")
    planned.close()
