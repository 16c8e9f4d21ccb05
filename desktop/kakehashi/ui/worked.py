"""What is worked out of a plan beside the window: forecast, checks, next steps, changes since the edition.

No Qt here.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, TypeVar

import msgspec

from kakehashi.open_plan import Told
from kakehashi.plan.changes import Patch
from kakehashi.plan.plan import Plan
from kakehashi.storage.plan_file import HistoryRow
from kakehashi.words import Message

if TYPE_CHECKING:  # none is loaded before the first paint
    from kakehashi.checks.check import Finding
    from kakehashi.forecast.results import Forecast
    from kakehashi.plan.completeness import Completeness, Step

log = logging.getLogger(__name__)
T = TypeVar("T")


class Change(msgspec.Struct, frozen=True):
    """One changed value since the edition: its sentence, who wrote it last and when ('' = not known)."""

    words: Message
    item: str
    person: str = ""
    at: str = ""


class Worked(msgspec.Struct, frozen=True, kw_only=True):
    """The results for `plan`. None = it could not be worked out; the log says why."""

    plan: Plan
    forecast: Forecast | None
    findings: tuple[Finding, ...] | None
    steps: tuple[Step, ...] | None
    changes: tuple[Change, ...] | None
    completeness: Mapping[str, Completeness] | None = None
    by_chapter: Mapping[str, tuple[Finding, ...]] | None = None  # the findings

    def findings_of(self, chapter: str) -> tuple[Finding, ...]:
        """Those of a chapter."""
        if self.by_chapter is None:
            return tuple(each for each in self.findings or () if each.chapter == chapter)
        return self.by_chapter.get(chapter, ())


def work_out(
    plan: Plan, edition: bytes | None, rows: Sequence[Told], others: Sequence[Finding] = ()
) -> Worked:
    """All of it. `edition`: content of the newest edition; `rows`: the edits since then (without one: the
    last edits), newest first; `others`: what plugins found last, shown until they have looked again."""
    findings = _guarded("checks", lambda: _findings(plan, others))
    _guarded("what pages ask for", lambda: _ask_ahead(plan))
    return Worked(
        plan=plan,
        forecast=_guarded("forecast", lambda: _forecast(plan)),
        findings=findings,
        steps=_guarded("next steps", lambda: _steps(plan, findings or ())),
        changes=_guarded("changes", lambda: changes_since(plan, edition, rows)),
        completeness=_guarded("completeness", lambda: _completeness(plan)),
        by_chapter=_by_chapter(findings or ()),
    )


def _by_chapter(findings: Sequence[Finding]) -> Mapping[str, tuple[Finding, ...]]:
    found: dict[str, list[Finding]] = {}
    for each in findings:
        found.setdefault(each.chapter, []).append(each)
    return {chapter: tuple(here) for chapter, here in found.items()}


def _ask_ahead(plan: Plan) -> None:
    """What the plan works out once and keeps: pages find it there."""
    from kakehashi.plan.budget_sums import budget_sheet

    budget_sheet(plan, "planned")
    plan.reverse_index()


def _forecast(plan: Plan) -> Forecast:
    from kakehashi.forecast.forecast import forecast

    return forecast(plan)


def with_plugins(worked: Worked) -> Worked:
    """The same with what the checks of plugins find; they may take their time."""
    from kakehashi.checks.run import in_order, is_foreign
    from kakehashi.extension.plan_checks import foreign_findings

    if worked.findings is None:
        return worked
    plan, before = worked.plan, others_in(worked)
    others = _guarded("checks of plugins", lambda: foreign_findings(plan))
    if others is None or set(map(repr, others)) == set(map(repr, before)):
        return worked
    own = (each for each in worked.findings if not is_foreign(each))
    findings = in_order(plan, (*own, *others))
    steps = _guarded("next steps", lambda: _steps(plan, findings))
    by_chapter = _by_chapter(findings)
    return msgspec.structs.replace(worked, findings=findings, steps=steps, by_chapter=by_chapter)


def others_in(worked: Worked | None) -> tuple[Finding, ...]:
    """What plugins found."""
    from kakehashi.checks.run import is_foreign

    found = worked.findings if worked is not None else None
    return tuple(each for each in found or () if is_foreign(each))


def _findings(plan: Plan, others: Sequence[Finding]) -> tuple[Finding, ...]:
    from kakehashi.checks.run import in_order, run_checks

    found = run_checks(plan)
    still = [each for each in others if each.item is None or each.item in plan]
    return in_order(plan, (*found, *still)) if still else found


def _steps(plan: Plan, findings: tuple[Finding, ...]) -> tuple[Step, ...]:
    from kakehashi.plan.completeness import next_steps

    return next_steps(plan, findings)


def _completeness(plan: Plan) -> Mapping[str, Completeness]:
    from kakehashi.plan.completeness import completeness

    return completeness(plan)


def _guarded(what: str, run: Callable[[], T]) -> T | None:
    """The border: one part that fails must not take the others along."""
    try:
        return run()
    except Exception:
        log.exception("working out %s", what)
        return None


def changes_since(plan: Plan, edition: bytes | None, rows: Sequence[Told]) -> tuple[Change, ...]:
    """What turns the edition into the plan, the newest first; without an edition, the edits themselves."""
    if edition is None:
        return _edits(rows)
    from kakehashi.declaration.edition import from_bytes, plan_of
    from kakehashi.plan.changes import difference
    from kakehashi.plan.telling import tell, worth_telling

    before = plan_of(from_bytes(edition))
    last = _last_written(rows)
    found: list[tuple[int, Change]] = []
    for patch in worth_telling(difference(before, plan), before, plan):
        row = last.get(_place(patch)) or last.get((patch.item, "", None))
        seq, person, at = (row.seq, row.person, row.at) if row is not None else (0, "", "")
        found += [(seq, Change(each, patch.item, person, at)) for each in tell((patch,), before, plan)]
    found.sort(key=lambda pair: -pair[0])
    return tuple(change for _, change in found)


def _edits(rows: Sequence[Told]) -> tuple[Change, ...]:
    """The edits that stand, newest first: neither one that was taken back nor the taking back."""
    undone = {told.row.undoes for told in rows}
    return tuple(
        Change(words, told.row.patches[0].item, told.row.person, told.row.at)
        for told in rows
        if told.row.undoes is None and told.row.id not in undone and told.row.patches
        for words in told.words
    )


def _last_written(rows: Sequence[Told]) -> Mapping[tuple[str, str, str | None], HistoryRow]:
    """Item, field and key -> the newest row that wrote it; ('' = any field of the item)."""
    found: dict[tuple[str, str, str | None], HistoryRow] = {}
    for told in rows:
        for patch in told.row.patches:
            found.setdefault(_place(patch), told.row)
            found.setdefault((patch.item, "", None), told.row)
    return found


def _place(patch: Patch) -> tuple[str, str, str | None]:
    return patch.item, patch.field, patch.key
