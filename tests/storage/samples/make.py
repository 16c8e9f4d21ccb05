"""Writes the sample of the present schema: `python -m tests.storage.samples.make`, once for each new schema.

A sample is never written again: it stands for the files that people have.
"""

from __future__ import annotations

import hashlib
import tempfile
from decimal import Decimal
from pathlib import Path

import msgspec

from kakehashi.open_plan import OpenPlan
from kakehashi.plan.basis import About
from kakehashi.plan.budget import BudgetCategory, BudgetLine, Criterion, Measure
from kakehashi.plan.changes import adding, joined, plain_fields, removing, setting
from kakehashi.plan.item import Figure, Item, Passport, RawItem
from kakehashi.plan.kinds import only_id
from kakehashi.plan.organization import Partner, Role
from kakehashi.plan.review import FindingRecord, FindingSource
from kakehashi.plan.simulation import FunnelStep
from kakehashi.storage.plan_file import SCHEMA
from kakehashi.words import Message

HERE = Path(__file__).parent

ITEMS: tuple[Item, ...] = (
    About(id=only_id("About"), title="年間計画 2027", company="株式会社ツムギ計測", first_month="2027-04"),
    BudgetCategory(id="category", name={"ja": "販促・広告", "en": "Promotion"}, code="promotion"),
    BudgetLine(id="line", name="展示会", category="category", planned={"2027-04": Decimal("1200000")}),
    Role(id="role", title="リーダー", person="白石 春子", monthly_cost=Decimal(800_000)),
    Partner(id="partner", name="制作会社", monthly_fee=Decimal(300_000), owner="role"),
    FunnelStep(
        id="step",
        name="有効商談",
        rate=Figure(
            value=Decimal("0.25"),
            low=Decimal("0.1"),
            passport=Passport(origin="measured", finding="record", by="白石 春子"),
            was=Figure(value=Decimal("0.2"), passport=Passport(origin="borrowed", source="調査")),
        ),
    ),
    Measure(
        id="measure",
        name="ウェビナー",
        position="a1",
        expected={"2027-06": Decimal(30)},
        stop=(Criterion(threshold=Decimal(5), decide_on="2027-07-01"),),
    ),
    FindingRecord(
        id="record",
        finding="funnel",
        columns=("step", "rate"),
        rows=(("有効商談", "0.25"),),
        sources=(
            FindingSource(table="lead", name="crm.csv", sha256="0" * 64, rows=12, imported_on="2027-04-01"),
        ),
    ),
    RawItem(id="raw", name_of_kind="FromAPlugin", fields={"weight": "3", "deep": {"er": [1, None]}}),
)


def make(path: Path) -> None:
    """A plan with edits of every sort: one cell, several, an addition, a removal, undo, redo, an edition."""
    times = iter(f"2027-04-01T09:{minute:02d}:00" for minute in range(60))
    opened = OpenPlan.create(
        path, "5a3b6c1e", ITEMS, person="白石 春子", clock=lambda: next(times), app_version="0.1.0"
    )
    opened.apply(setting(opened.plan, "measure", "expected", "45", "2027-06"))
    opened.apply(adding(Measure(id="mail", name="メール", position="a2")), Message("change.yes"))
    opened.undo()
    opened.redo()
    opened.declare(app_version="0.1.0", note="役員会")
    several = [setting(opened.plan, "line", "planned", str(n), f"2027-{n:02d}") for n in range(5, 9)]
    opened.apply(joined(several))
    opened.apply(removing(opened.plan, "mail"))
    opened.undo()
    opened._file.attach(hashlib.sha256(b"logo").hexdigest(), b"logo")
    path.with_suffix(".json").write_bytes(
        msgspec.json.format(
            msgspec.json.encode({each.id: [each.kind, plain_fields(each)] for each in opened.plan}), indent=1
        )
    )
    opened.close()


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        made = Path(folder) / f"schema-{SCHEMA:04d}.kakehashi"
        make(made)
        for written in (made, made.with_suffix(".json")):
            (HERE / written.name).write_bytes(written.read_bytes())
