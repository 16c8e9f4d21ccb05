"""Cases of the checks of journey: a plan where it fires, the nearest where it does not."""

from __future__ import annotations

from decimal import Decimal

from kakehashi.plan.basis import About
from kakehashi.plan.budget import BudgetLine, Measure
from kakehashi.plan.content import ContentAsset
from kakehashi.plan.item import Item
from kakehashi.plan.journey import Cell, CustomerVoice, Journey, Lane, Stage
from kakehashi.plan.kinds import only_id
from kakehashi.plan.personas import IndividualPersona

ABOUT = About(id=only_id("About"), first_month="2027-04", months=12)
STAGE = Stage(id="s", name="比較・検討", part="comparing")
DECIDING = Stage(id="s", name="稟議・決定", part="deciding")
QUESTION = Lane(id="q", name="問い", journey="j", holds="question")
PAIN = Lane(id="p", name="課題", journey="j", holds="pain")
EMOTION = Lane(id="e", name="感情", journey="j", holds="emotion")
FAILURE = Lane(id="f", name="不備", journey="j", holds="failure")
JOURNEY = Journey(id="j", persona="i")
PERSON = IndividualPersona(id="i", name="佐藤課長")
ASKED = (STAGE, QUESTION, Cell(id="c", stage="s", lane="q", text="うまくいった例はあるか"))
STORY = CustomerVoice(id="v", customer="東西部品", stage="s", sort="story", permission="named")


def gap(*measures: str, content: tuple[str, ...] = ()) -> tuple[Item, ...]:
    return (
        ABOUT,
        STAGE,
        PAIN,
        Cell(id="c", stage="s", lane="p", text="比較に2週間", measures=measures, content=content),
        Measure(id="m"),
        BudgetLine(id="b", measure="m", planned={"2027-06": Decimal(1)}),
        BudgetLine(id="late", measure="n", planned={"2029-06": Decimal(1)}),
    )


def low(stage: str, *measures: str) -> tuple[Item, ...]:
    return (
        JOURNEY,
        PERSON,
        STAGE,
        Stage(id="t", name="導入"),
        EMOTION,
        PAIN,
        Cell(id="c", stage="s", lane="e", emotion=-2),
        Cell(id="d", stage="t", lane="e", emotion=-1),
        Cell(id="x", stage=stage, lane="p", measures=measures),
    )


CASES: list[tuple[str, list[Item], list[Item]]] = [
    ("question_unanswered", [*ASKED], [*ASKED, ContentAsset(id="a", stage="s")]),
    ("question_unanswered", [*ASKED, ContentAsset(id="a", stage="s", state="retire")], [STAGE, QUESTION]),
    ("question_unanswered", [*ASKED, Measure(id="m", stage="t")], [*ASKED, Measure(id="m", stage="s")]),
    ("question_unanswered", [*ASKED, ContentAsset(id="a")], [*ASKED, ContentAsset(id="a", answers=("c",))]),
    (
        "question_unanswered",
        [*ASKED, PAIN, Cell(id="d", stage="s", lane="p")],
        [*ASKED, PAIN, Cell(id="d", stage="s", lane="p", measures=("m",))],
    ),
    ("gap_without_money", [*gap()], [*gap("m")]),
    ("gap_without_money", [*gap("n")], [*gap("n", "m")]),
    (
        "gap_without_money",
        [*gap(content=("a",)), ContentAsset(id="a", cost=Decimal(0), due="2027-06-01")],
        [*gap(content=("a",)), ContentAsset(id="a", cost=Decimal(1), due="2027-06-01")],
    ),
    ("low_point_without_measure", [*low("s")], [*low("s", "m")]),
    ("low_point_without_measure", [*low("t", "m")], [*low("s", "m")]),
    (
        "low_point_without_measure",
        [STAGE, EMOTION, Cell(id="c", stage="s", lane="e", emotion=-1)],
        [STAGE, EMOTION, Cell(id="c", stage="s", lane="e", emotion=0)],
    ),
    ("decision_without_proof", [DECIDING], [STAGE]),
    (
        "decision_without_proof",
        [DECIDING, CustomerVoice(id="v", stage="s", sort="story", permission="internal")],
        [DECIDING, STORY],
    ),
    (
        "decision_without_proof",
        [DECIDING, CustomerVoice(id="v", stage="s", sort="complaint", permission="named")],
        [
            DECIDING,
            CustomerVoice(id="v", stage="t", sort="outcome", permission="anonymous"),
            ContentAsset(id="a", stage="s", voices=("v",)),
        ],
    ),
    (
        "failure_without_owner",
        [FAILURE, Cell(id="c", lane="f", text="引き継ぎで二度聞かれる")],
        [FAILURE, Cell(id="c", lane="f", text="引き継ぎで二度聞かれる", owner="r")],
    ),
    (
        "complaint_without_answer",
        [CustomerVoice(id="v", sort="complaint", told_to=("d",))],
        [CustomerVoice(id="v", sort="complaint", told_to=("d",), done="画面を直した")],
    ),
    (
        "to_be_without_as_is",
        [Journey(id="t", state="to_be", persona="i"), PERSON],
        [Journey(id="t", state="to_be", persona="i"), JOURNEY],
    ),
    ("stage_without_part", [Stage(id="s"), STORY], [STAGE, STORY]),
    ("stage_without_part", [Stage(id="s"), ContentAsset(id="a")], [Stage(id="s")]),
]
