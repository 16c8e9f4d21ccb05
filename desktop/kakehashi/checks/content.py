"""Checks of content: it answers a question, leads on, may be used, and is there when it is needed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from kakehashi.checks.check import Check, Facts, Found, Repair, item_check, lacking, reading
from kakehashi.plan.budget import BudgetCategory, Measure
from kakehashi.plan.changes import setting
from kakehashi.plan.content import ContentAsset, ConversionPoint
from kakehashi.plan.journey import PERMITTED, Cell, CustomerVoice, Lane, Stage
from kakehashi.plan.money import cost_month
from kakehashi.plan.naming import name_of
from kakehashi.plan.plan import Plan
from kakehashi.plan.telling import day_words, month_words
from kakehashi.words import Message

ABOUT_US = ("product", "company")
TO_MAKE = ("needed", "in_production")


def _answers_nothing(facts: Facts) -> Iterator[Found]:
    plan = facts.plan
    lanes = {lane.id for lane in plan.items(Lane) if lane.holds == "question"}
    asked = any(cell.lane in lanes and cell.text for cell in plan.items(Cell))
    silent = [each for each in plan.items(ContentAsset) if each.state != "retire" and not each.answers]
    if silent and not asked:
        yield Found(None, {"count": len(silent)}, sentence="no_questions")
        return
    for asset in silent:
        yield Found(asset.id, {"item": name_of(plan, asset)}, sentence="asset")


def _only_about_us(facts: Facts) -> Iterator[Found]:
    plan = facts.plan
    viewpoints: defaultdict[str | None, set[str]] = defaultdict(set)
    for asset in plan.items(ContentAsset):
        if asset.state != "retire":
            viewpoints[asset.stage].add(asset.viewpoint)
    for stage in plan.items(Stage):
        here = viewpoints.get(stage.id)
        if stage.part == "before" and here and here.issubset(ABOUT_US):
            yield Found(stage.id, {"item": name_of(plan, stage)})


def _not_permitted(facts: Facts, asset: ContentAsset) -> Iterator[Found]:
    plan = facts.plan
    voices = [found for each in asset.voices if (found := plan.find(CustomerVoice, each)) is not None]
    refused = [voice for voice in voices if voice.permission not in PERMITTED]
    if asset.state == "retire" or not refused:
        return
    gone = {voice.id for voice in refused}
    left = [voice for voice in asset.voices if voice not in gone]
    repair = Repair(Message("repair.take_out_voices"), setting(plan, asset.id, "voices", left))
    values = {"item": name_of(plan, asset), "voice": name_of(plan, refused[0])}
    yield Found(asset.id, values, repair)


def _late_for_measure(facts: Facts, asset: ContentAsset) -> Iterator[Found]:
    measure = facts.plan.find(Measure, asset.measure)
    if asset.state not in TO_MAKE or measure is None or not asset.due or not measure.start:
        return
    if asset.due[:7] > measure.start:
        values = {
            "due": day_words(asset.due),
            "start": month_words(measure.start),
            "measure": name_of(facts.plan, measure),
        }
        yield Found(asset.id, {"item": name_of(facts.plan, asset), **values})


def _waits_for_later(facts: Facts, asset: ContentAsset) -> Iterator[Found]:
    plan = facts.plan
    if asset.state not in TO_MAKE or not asset.due:
        return
    awaited = (plan.find(ContentAsset, each) for each in asset.depends_on)
    late = [
        (each.due, each)
        for each in awaited
        if each is not None and each.state in TO_MAKE and each.due and each.due > asset.due
    ]
    if late:
        due, other = max(late, key=lambda pair: pair[0])
        repair = Repair(
            Message("repair.due_with_other", {"due": day_words(due)}), setting(plan, asset.id, "due", due)
        )
        days = {"due": day_words(asset.due), "later": day_words(due)}
        yield Found(asset.id, {"item": name_of(plan, asset), "other": name_of(plan, other), **days}, repair)


def _circles(facts: Facts) -> Iterator[Found]:
    """Content that waits for other content which waits for it: one finding for each that closes a circle."""
    plan = facts.plan
    for closing, back in _closing(plan).items():
        asset = plan.item(closing)
        assert isinstance(asset, ContentAsset)
        left = [each for each in asset.depends_on if each not in back]
        other = name_of(plan, plan.get(back[0]))
        repair = Repair(
            Message("repair.clear_dependence", {"other": other}),
            setting(plan, asset.id, "depends_on", left),
        )
        yield Found(asset.id, {"item": name_of(plan, asset), "other": other}, repair)


def _closing(plan: Plan) -> dict[str, list[str]]:
    """Item -> those on the way to it that it depends on; every item and dependence is looked at once."""
    found: dict[str, list[str]] = {}
    done: set[str] = set()
    for start in plan.items(ContentAsset):
        if start.id in done:
            continue
        way: dict[str, Iterator[str]] = {start.id: iter(start.depends_on)}
        while way:
            at = next(reversed(way))
            target = next(way[at], None)
            if target is None:
                del way[at]
                done.add(at)
            elif target in way:
                found.setdefault(at, []).append(target)
            elif target not in done and (asset := plan.find(ContentAsset, target)) is not None:
                way[target] = iter(asset.depends_on)
    return found


def _cost_unplaced(facts: Facts, asset: ContentAsset) -> Iterator[Found]:
    """The budget carries the cost in the month of `due` or `start`, under the category."""
    plan = facts.plan
    values = {"item": name_of(plan, asset)}
    if not asset.cost:
        return
    if not cost_month(asset):
        yield Found(asset.id, values, sentence="month")
    elif asset.category is None:
        production = next((each for each in plan.items(BudgetCategory) if each.code == "production"), None)
        repair = None
        if production is not None:
            words = Message("repair.choose_category", {"category": name_of(plan, production)})
            repair = Repair(words, setting(plan, asset.id, "category", production.id))
        yield Found(asset.id, values, repair, sentence="category")


CHECKS: tuple[Check, ...] = (
    Check(
        id="content_in_a_circle",
        severity="error",
        chapter="content",
        reads=reading(ContentAsset),
        run=_circles,
    ),
    item_check("content_waits_for_later", "error", "content", ContentAsset, _waits_for_later),
    lacking(
        "content_starts_after_due",
        "error",
        "content",
        ContentAsset,
        lambda asset: asset.start and asset.due and asset.start > asset.due,
    ),
    item_check("content_late_for_measure", "warning", "content", ContentAsset, _late_for_measure),
    item_check("voice_without_permission", "warning", "content", ContentAsset, _not_permitted),
    Check(
        id="content_answers_nothing",
        severity="warning",
        chapter="content",
        reads=reading(ContentAsset, Lane, Cell),
        run=_answers_nothing,
    ),
    Check(
        id="early_content_about_us",
        severity="warning",
        chapter="content",
        reads=reading(ContentAsset, Stage),
        run=_only_about_us,
    ),
    item_check(
        "content_cost_unplaced",
        "warning",
        "content",
        ContentAsset,
        _cost_unplaced,
        reads=(BudgetCategory,),
    ),
    lacking(
        "published_without_link",
        "warning",
        "content",
        ContentAsset,
        lambda asset: asset.state == "published" and not asset.link,
    ),
    lacking(
        "conversion_without_metric", "warning", "content", ConversionPoint, lambda point: point.metric is None
    ),
    lacking(
        "content_leads_nowhere",
        "hint",
        "content",
        ContentAsset,
        lambda asset: asset.next is None and asset.state != "retire" and asset.purpose != "use",
    ),
    lacking(
        "content_in_production_unplanned",
        "warning",
        "content",
        ContentAsset,
        lambda asset: asset.state == "in_production" and (asset.owner is None or asset.due is None),
    ),
)
