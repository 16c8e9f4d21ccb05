"""A plan with decisions, asks, requests, agreements, risks and answers, for the chapters that tell them."""

from __future__ import annotations

from decimal import Decimal

from tests.declaration.plans import starter_plan

from kakehashi.plan.direction import Stakeholder
from kakehashi.plan.item import Item
from kakehashi.plan.kinds import agreement_of
from kakehashi.plan.metrics import Agreement, Metric
from kakehashi.plan.organization import Department, Role
from kakehashi.plan.plan import Plan
from kakehashi.plan.review import Approval, Ask, Comment, Decision, Question, Risk
from kakehashi.plan.work import BlueprintEntry, Request


def department(plan: Plan, function: str) -> Department:
    return next(each for each in plan.items(Department) if each.function == function)


def only(plan: Plan, *kinds: type[Item]) -> Plan:
    """The plan without the items of these kinds."""
    return plan.with_items({item.id: None for kind in kinds for item in plan.items(kind)})


def answering_plan() -> Plan:
    """The starter's plan, in which sales and finance have something on their table and product nothing."""
    plan = only(starter_plan(), Agreement, Approval, Ask, Comment, Decision, Question, Request, Risk)
    plan = only(plan, BlueprintEntry, Stakeholder)
    sales, finance, it = (department(plan, function).id for function in ("sales", "finance", "it"))
    marketing = next(each.id for each in plan.items(Department) if each.function == "marketing")
    kgi = plan.items(Metric)[0].id
    items: list[Item] = [
        Role(id="staff", title="担当", department=marketing, fte=Decimal(2), position="zz"),
        Stakeholder(id="tamura", person="田村", department=sales),
        Decision(
            id="d1", what="条件を変えるか", asked_of="tamura", by="2027-06-30", if_no="別々の数字になる"
        ),
        Decision(id="d2", what="予算枠", asked_of=finance, by="2027-04-08", answer="yes"),
        Ask(
            id="a1",
            what="すり合わせ会への参加",
            department=sales,
            amount=Decimal(6),
            counted_in="時間／月",
            start="2027-04",
            end="2028-03",
            gives_back="条件に反映されます",
            answer="with_condition",
            condition="60分以内",
        ),
        Ask(id="a2", what="締め日の連絡", department=finance, type="data"),
        Agreement(
            id=agreement_of(kgi, sales), item=kgi, department=sales, state="objected", remark="定義が違う"
        ),
        Agreement(id=agreement_of(kgi, finance), item=kgi, department=finance, state="agreed"),
        Request(id="r1", what="一覧がほしい", asked_by=sales, moscow="must", effort=Decimal(1), position="a"),
        Request(id="r2", what="全面刷新", asked_by=it, moscow="could", effort=Decimal(500), position="b"),
        Request(
            id="r3",
            what="名刺の再入力",
            asked_by=sales,
            moscow="wont",
            declined_because="自動で入るため",
            effort=Decimal(1),
            position="c",
        ),
        Risk(id="k1", name="低い", likelihood="low", effect="low", remedy="見る", position="a"),
        Risk(id="k2", name="重い", likelihood="high", effect="high", remedy="備える", position="b"),
        Risk(id="k3", name="中くらい", likelihood="medium", effect="medium", position="c"),
        Risk(id="k4", name="少し重い", likelihood="medium", effect="high", position="d"),
        Risk(id="k5", name="終わった", likelihood="high", effect="high", state="closed", position="e"),
        Question(id="q1", question="なぜ今か", department=sales, answer="損失が増えたため"),
        Question(id="q2", question="いくらか", department=finance),
        Comment(id="c1", text="定義を直してほしい", department=sales, state="open"),
        Approval(
            id="p1", department=finance, person="宮原", decision="approve", date="2027-04-01", edition=1
        ),
        Approval(
            id="p2",
            department=finance,
            person="宮原",
            decision="with_condition",
            condition="検収月で計上",
            date="2027-07-08",
            edition=2,
        ),
        BlueprintEntry(id="b1", deliverable="導入事例1本", month="2027-04", owner="staff"),
        BlueprintEntry(id="b2", deliverable="来年の話", month="2028-03", owner="staff"),
    ]
    return plan.with_items({item.id: item for item in items})
