"""The sample plan, built the way people build theirs: starter, imports, findings, targets, editions, changes.

    build(Path("sample.kakehashi"), "ja", app_version=VERSION)

No plan is frozen here: what it holds stands in the starter `templates/sample`, what its data say in the
made-up world. Days and persons are those of the story (docs/sample.md). The same call gives the same plan,
ids included; only the rows of its history have ids of their own.
"""

from __future__ import annotations

from collections.abc import Mapping
from importlib.resources import files
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from uuid import NAMESPACE_URL, uuid5

import msgspec

from kakehashi.evidence.adoption import adopt
from kakehashi.evidence.findings import Asking, finding
from kakehashi.evidence.import_job import Choices
from kakehashi.evidence.importing import import_table
from kakehashi.extension.exporting import Cancelled
from kakehashi.extension.reading import rows_of
from kakehashi.extension.starters import starter_from
from kakehashi.open_plan import OpenPlan
from kakehashi.plan.basis import About
from kakehashi.plan.changes import Change, adding, at_end, joined, removing, setting
from kakehashi.plan.item import derived_id
from kakehashi.plan.kinds import agreement_of
from kakehashi.plan.metrics import Metric
from kakehashi.plan.organization import Department
from kakehashi.plan.plan import Plan
from kakehashi.plan.review import Approval, Decision
from kakehashi.plan.simulation import FunnelStep, OpeningPipeline
from kakehashi.plan.starter import plan_from
from kakehashi.plan.targets import Segment
from kakehashi.progress import Progress, Quiet
from kakehashi.sample.accounts import looked_at
from kakehashi.sample.delivering import delivered, next_months
from kakehashi.sample.publishing import published
from kakehashi.sample.quarter import quarter
from kakehashi.sample.revising import revised, revisions
from kakehashi.sample.story import STORY, item_called, people
from kakehashi.sample.targets import required, targets
from kakehashi.sample.turning import stopped
from kakehashi.sample.world import SEED, STYLES, write_world
from kakehashi.storage.folders import evidence_folder
from kakehashi.words import Language

FIRST_MONTH = "2027-04"
ADOPTED = ("funnel", "spend", "coverage", "won_profile")
ASLEEP = {"lead": 2, "follow": 4, "opportunity": 3, "valid": 6}
"""Who has stood at a step for longer, in months, is no longer counted on when the plan begins."""


class Desk:
    """The open plan, its story's clock, and who sits before it. Each edit takes a minute."""

    def __init__(self, language: Language) -> None:
        self.language = language
        self.day, self.minute = "", 0
        self.numbers = count(1)
        self.plan: OpenPlan

    def clock(self) -> str:
        """The time of the story."""
        self.minute += 1
        return f"{self.day}T{9 + self.minute // 60:02d}:{self.minute % 60:02d}:00"

    def make_id(self) -> str:
        """The next id; the same for the same place in the story."""
        return derived_id("sample", str(SEED), str(next(self.numbers)))

    def sit(self, person: str, day: str) -> str:
        """From now on this person works, on this day. The name, in the plan's language."""
        if day != self.day:
            self.day, self.minute = day, 0
        name = people()[person][self.language]
        if hasattr(self, "plan"):
            self.plan.hand_to(name)
        return name


def build(
    out: Path,
    language: Language,
    *,
    app_version: str,
    exports: Path | None = None,
    progress: Progress | None = None,
) -> None:
    """Make the sample plan; the exports of its company's systems are left in the folder `exports`, if named.

    Raises PlanError when there is a file already, or it cannot be written; Cancelled. Then no plan is left.
    """
    tell = progress or Quiet()
    desk = Desk(language)
    _begin(desk, out, app_version)
    try:
        _build(desk, exports, app_version, tell)
    except BaseException:
        desk.plan.close()
        out.unlink(missing_ok=True)
        raise
    desk.plan.close()


def _build(desk: Desk, exports: Path | None, app_version: str, tell: Progress) -> None:
    if exports is None:
        with TemporaryDirectory() as folder:
            _take_in(desk, Path(folder), tell)
    else:
        _take_in(desk, exports, tell)
    _first_edition(desk, app_version, tell)
    _first_quarter(desk, tell)
    _second_edition(desk, app_version, tell)


def _told(tell: Progress, done: int, message: str = "") -> None:
    """Tell how far it is of twelve steps. Raises Cancelled where nobody waits any more."""
    if tell.cancelled:
        raise Cancelled("error.cancelled")
    tell(done, 12, message)


# March and April: the plan, the data, the first edition --------------------------------------------------


def _begin(desk: Desk, out: Path, app_version: str) -> None:
    name = desk.sit("cmo", "2027-03-15")
    starter = starter_from(files("kakehashi_templates") / "sample", "tsumugi")
    uuid = str(uuid5(NAMESPACE_URL, f"kakehashi:sample:{SEED}:{desk.language}"))
    items = plan_from(
        starter, language=desk.language, first_month=FIRST_MONTH, uuid=uuid, new_id=desk.make_id
    )
    named = tuple(
        msgspec.structs.replace(item, company=STORY["company"]) if isinstance(item, About) else item
        for item in items
    )
    desk.plan = OpenPlan.create(out, uuid, named, person=name, clock=desk.clock, app_version=app_version)


def _take_in(desk: Desk, folder: Path, tell: Progress) -> None:
    """What the company's systems hold, and what it says, into the plan."""
    name = desk.sit("planning", "2027-04-01")
    write_world(folder, SEED, desk.language, FIRST_MONTH)
    workspace = evidence_folder(desk.plan.plan.uuid)
    for place, (table, style) in enumerate(STYLES.items()):
        _told(tell, place, style.file)
        path = folder / style.file
        choices = Choices(repeats="first" if table == "contract" else None)  # the older record of a contract
        import_table(
            workspace, rows_of(None, path), name=style.file, table=table, choices=choices, when=desk.day
        )
    for key in ADOPTED:
        _told(tell, 8)
        needed = {str(step.marks): each for step, each in required(desk.plan.plan)}
        found = finding(workspace, key, desk.day, Asking(plan=desk.plan.plan, needed=needed))
        taken = adopt(desk.plan.plan, found, person=name, date=desk.day, make_id=desk.make_id)
        desk.plan.apply(taken.change, taken.words)
    profile = item_called(desk.plan.plan, Segment, STORY["segment"]["name"])
    said = {"describes": STORY["segment"]["describes"], "share_of_goal": "0"}
    for field, value in said.items():
        desk.plan.apply(setting(desk.plan.plan, profile.id, field, value))
    desk.sit("sales", "2027-04-02")
    desk.plan.apply(_without_sleepers(desk))


def _without_sleepers(desk: Desk) -> Change:
    """What sales goes through by hand: entries that nobody has touched for long are not counted on."""
    plan = desk.plan.plan
    marks = {step.id: step.marks for step in plan.items(FunnelStep)}
    old = [
        each.id
        for each in plan.items(OpeningPipeline)
        if each.age > ASLEEP.get(marks.get(each.step or "", ""), 120)
    ]
    return removing(plan, *old)


def _first_edition(desk: Desk, app_version: str, tell: Progress) -> None:
    _told(tell, 8)
    desk.sit("planning", "2027-04-05")
    desk.plan.apply(targets(desk.plan.plan))
    desk.sit("cmo", "2027-04-07")
    first = desk.plan.declare(app_version=app_version, note=STORY["note_1"][desk.language])
    _approve(desk, first.number, first.hash)


def _approve(desk: Desk, edition: int, sealed: str) -> None:
    """What the departments decided on an edition, and when its condition was met, each on its own day."""
    plan = desk.plan.plan
    met: list[tuple[str, Mapping[str, Any]]] = []
    for told in STORY["approvals"]:
        if told["edition"] != edition:
            continue
        name = desk.sit(told["person"], told["date"])
        approval = Approval(
            id=desk.make_id(),
            position=at_end(desk.plan.plan, "Approval"),
            department=item_called(plan, Department, told["department"]).id,
            person=name,
            decision=told["decision"],
            condition=told.get("condition", ""),
            date=told["date"],
            edition=edition,
            edition_hash=sealed,
        )
        desk.plan.apply(adding(approval))
        if "met" in told:
            met.append((approval.id, told))
    for approval_id, told in met:
        desk.sit(told["person"], told["met"])
        desk.plan.apply(setting(desk.plan.plan, approval_id, "condition_met_on", told["met"]))


# April to July: what came of it, what was changed, the second edition ------------------------------------


def _first_quarter(desk: Desk, tell: Progress) -> None:
    """Actual figures at the close of each month, and what was agreed meanwhile."""
    _told(tell, 9)
    for told in STORY["decisions"]:
        name = desk.sit(told["person"], told["date"])
        desk.plan.apply(_decided(desk.plan.plan, told, name))
    _close(desk, "2027-04", "2027-05-12")
    _revise(desk, "2027-05-13", "2027-06-06")
    _close(desk, "2027-05", "2027-06-07")
    for told in STORY["agreements"]:
        name = desk.sit(told["person"], told["date"])
        desk.plan.apply(_agreed(desk, told, name))
    _told(tell, 10)
    _close(desk, "2027-06", "2027-07-07")


def _close(desk: Desk, month: str, day: str) -> None:
    desk.sit("planning", day)
    desk.plan.apply(quarter(desk.plan.plan, month))
    desk.plan.apply(delivered(desk.plan.plan, month))
    desk.plan.apply(published(desk.plan.plan, month))
    about = desk.plan.plan.only(About)
    desk.plan.apply(setting(desk.plan.plan, about.id, "closed_through", month))


def _revise(desk: Desk, first: str, last: str) -> None:
    for told in revisions(first, last):
        desk.sit(told["person"], told["date"])
        desk.plan.apply(revised(desk.plan.plan, told))


def _second_edition(desk: Desk, app_version: str, tell: Progress) -> None:
    _told(tell, 11)
    _revise(desk, "2027-07-07", "2027-07-07")
    told = STORY["raised"]
    desk.sit(told["person"], told["date"])
    renewals = item_called(desk.plan.plan, Metric, told["metric"])
    for month, value in told["target"].items():
        desk.plan.apply(setting(desk.plan.plan, renewals.id, "target", value, month))
    desk.sit("sales", "2027-07-07")
    desk.plan.apply(looked_at(desk.plan.plan))
    desk.sit("demand", "2027-07-08")
    desk.plan.apply(stopped(desk.plan.plan))
    _revise(desk, "2027-07-08", "2027-07-08")
    desk.sit("cmo", "2027-07-08")
    desk.plan.apply(targets(desk.plan.plan))
    desk.plan.apply(next_months(desk.plan.plan, desk.make_id))
    second = desk.plan.declare(app_version=app_version, note=STORY["note_2"][desk.language])
    _approve(desk, second.number, second.hash)


def _decided(plan: Plan, told: Mapping[str, Any], name: str) -> Change:
    """What was asked of somebody, and is decided."""
    decision = item_called(plan, Decision, told["what"])
    given = {
        "answer": told["answer"],
        "condition": told.get("condition", ""),
        "decided_on": told["date"],
        "decided_by": name,
    }
    return joined(setting(plan, decision.id, field, value) for field, value in given.items())


def _agreed(desk: Desk, told: Mapping[str, Any], name: str) -> Change:
    """A department's agreement with a metric, given at last."""
    plan = desk.plan.plan
    metric = item_called(plan, Metric, told["metric"])
    department = item_called(plan, Department, told["department"])
    agreement = plan.item(agreement_of(metric.id, department.id))
    given = {"state": "agreed", "by": name, "date": told["date"], "remark": told["remark"]}
    return joined(setting(plan, agreement.id, field, value) for field, value in given.items())
