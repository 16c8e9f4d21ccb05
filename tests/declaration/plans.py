"""Plans for the declaration: the starter, and drawn ones with people, money, metrics and scenarios."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from functools import cache
from itertools import count
from random import Random

import msgspec
from tests.forecast.plans import drawn_plan, figure

from kakehashi.declaration.audience import Audience, Detail, Told
from kakehashi.declaration.blocks import Chapter, Document, Picture, Table, tables
from kakehashi.declaration.document import Draft, document
from kakehashi.declaration.results import worked_out
from kakehashi.extension.starters import starter_named
from kakehashi.plan.basis import About
from kakehashi.plan.budget import BudgetCategory, BudgetFrame, BudgetLine, Criterion, Measure
from kakehashi.plan.content import ContentAsset
from kakehashi.plan.direction import GuidePoint, Outcome
from kakehashi.plan.item import Item, RawItem, Series
from kakehashi.plan.kinds import agreement_of, budget_line_of, only_id
from kakehashi.plan.measurement import Tool
from kakehashi.plan.metrics import Agreement, Metric
from kakehashi.plan.money import budget_rows, plan_months
from kakehashi.plan.organization import Capacity, Department, Partner, Role
from kakehashi.plan.plan import Plan
from kakehashi.plan.simulation import Goal, Override, Scenario
from kakehashi.plan.starter import plan_from
from kakehashi.words import Language, in_language

CHAPTERS = (
    "summary",
    "approval",
    "basis",
    "direction",
    "metrics",
    "simulation",
    "budget",
    "organization",
    "work",
    "review",
    "changes",
    "asks",
)

# Who gets every chapter in full: seeing all, and with everything confidential hidden.
EVERYTHING = Audience(
    key="everything",
    title="audience.finance",
    chapters=tuple(Told(chapter, "full") for chapter in CHAPTERS),
    sees=("*",),
)
CURIOUS = msgspec.structs.replace(EVERYTHING, key="curious", sees=())


@cache
def starter_plan(language: Language = "ja", closed: str | None = None) -> Plan:
    """The starter's plan from April 2027 on; with closed months it has actuals too."""
    numbers = count()
    starter = starter_named("b2b-saas")
    made = plan_from(
        starter,
        language=language,
        first_month="2027-04",
        uuid="starter",
        new_id=lambda: f"item{next(numbers):04d}",
    )
    plan = Plan("starter", made)
    return plan if closed is None else _with_spent_tools(_with_actuals(plan, closed, Random(1)), closed)


def answered(plan: Plan, states: Mapping[str, str]) -> Plan:
    """The plan with the answers of departments on metrics: 'name of metric・department' -> state."""
    found = {
        f"{in_language(metric.name, 'ja')}・{in_language(department.name, 'ja')}": agreement
        for agreement in plan.items(Agreement)
        if (metric := plan.find(Metric, agreement.item)) is not None
        and (department := plan.find(Department, agreement.department)) is not None
    }
    return plan.with_items(
        {found[name].id: msgspec.structs.replace(found[name], state=state) for name, state in states.items()}
    )


def _with_spent_tools(plan: Plan, closed: str) -> Plan:
    """What was spent on tools stands on the lines of their pairs."""
    lines = [
        BudgetLine(id=budget_line_of(row.source), source=row.source, actual=spent, committed=spent)
        for row in budget_rows(plan)
        if plan.find(Tool, row.source) is not None
        and (spent := {month: value for month, value in row.planned.items() if month <= closed})
    ]
    return plan.with_items({line.id: line for line in lines})


def rich_plan(seed: int) -> Plan:
    """A drawn plan of the forecast's tests with all that the other chapters tell."""
    rng = Random(seed)
    plan = drawn_plan(seed)
    months = plan_months(plan)
    about = msgspec.structs.replace(
        plan.only(About),
        title={"ja": "計画", "en": "Plan"},
        company="見本株式会社",
        fiscal_start=rng.choice([1, 4, 10]),
        display_unit=rng.choice(["1", "1000", "10000", "1000000"]),
        currency=rng.choice(["JPY", "USD", "TWD"]),
        tax=rng.choice(["excluded", "included"]),
    )
    items: list[Item] = [about, *_people(rng, months), *_direction(), *_metrics(rng, plan, months)]
    items += _frame(rng)
    items += _content_and_tools(Random(seed), months)
    items += _scenarios(rng, plan)
    items.append(RawItem(id="foreign", name_of_kind="FromAPlugin", fields={"secret": "かくし"}))
    plan = plan.with_items({item.id: item for item in items})
    return _with_actuals(plan, rng.choice(months), rng) if rng.random() < 0.6 else plan


def _people(rng: Random, months: tuple[str, ...]) -> list[Item]:
    departments: list[Item] = [
        Department(id="mkt", name={"ja": "マーケ", "en": "Marketing"}, function="marketing"),
        Department(id="sls", name="営業", short_name="営", function="sales"),
        Department(id="fin", name="経理", function="finance"),
    ]
    categories = ["promotion", "production", "it", None, "gone"]
    roles: list[Item] = [
        Role(
            id=f"role{n}",
            title={"ja": f"役割{n}", "en": f"Role {n}"},
            person=rng.choice(["", "佐藤"]),
            department=rng.choice(["mkt", "sls", None]),
            reports_to=rng.choice([None, "role0", f"role{max(0, n - 1)}"]) if n else None,
            employment=rng.choice(["in_house", "concurrent", "outsourced", "open"]),
            partner=rng.choice([None, None, "partner0"]),
            fte=rng.choice([None, Decimal("0.5"), Decimal(1)]),
            monthly_cost=rng.choice([None, Decimal(rng.randint(1, 900) * 1000)]),
            category=rng.choice(categories),
            start=rng.choice([None, months[len(months) // 2]]),
            end=rng.choice([None, months[-1]]),
        )
        for n in range(rng.randint(0, 7))
    ]
    partners: list[Item] = [
        Partner(
            id=f"partner{n}",
            name={"ja": f"会社{n}", "en": f"Company {n}"},
            category=rng.choice(categories),
            monthly_fee=rng.choice([None, Decimal(rng.randint(1, 900) * 1000)]),
            start=rng.choice([None, months[1]]),
        )
        for n in range(rng.randint(0, 4))
    ]
    lines: list[Item] = [
        BudgetLine(
            id=budget_line_of(source.id),
            source=source.id,
            committed={months[0]: Decimal(rng.randint(1, 99) * 1000)},
            actual={months[0]: Decimal(rng.randint(1, 99) * 1000)},
        )
        for source in (*roles, *partners)
        if rng.random() < 0.3
    ]
    capacity = Capacity(id="cap2", department="sls", work="提案", amount=figure(4))
    return [*departments, *roles, *partners, *lines, capacity]


def _content_and_tools(rng: Random, months: tuple[str, ...]) -> list[Item]:
    """Further sources of budget rows; some of the content is made by partners and roles."""
    categories = ["promotion", "production", "it", None, "gone"]
    assets: list[Item] = [
        ContentAsset(
            id=f"asset{n}",
            title={"ja": f"事例{n}", "en": f"Case {n}"},
            owner=rng.choice([None, "partner0", "role0"]),
            cost=rng.choice([None, Decimal(rng.randint(1, 900) * 1000)]),
            category=rng.choice(categories),
            due=rng.choice([None, f"{rng.choice(months)}-15"]),
        )
        for n in range(rng.randint(0, 3))
    ]
    tools: list[Item] = [
        Tool(
            id=f"tool{n}",
            name={"ja": f"ツール{n}", "en": f"Tool {n}"},
            monthly_cost=rng.choice([None, Decimal(rng.randint(1, 90) * 1000)]),
            initial_cost=rng.choice([None, Decimal(rng.randint(1, 90) * 1000)]),
            category=rng.choice(categories),
            start=rng.choice([None, rng.choice(months)]),
        )
        for n in range(rng.randint(0, 3))
    ]
    lines: list[Item] = [
        BudgetLine(id=budget_line_of(source.id), source=source.id, actual={months[0]: Decimal(12_000)})
        for source in (*assets, *tools)
        if rng.random() < 0.3
    ]
    return [*assets, *tools, *lines]


def _frame(rng: Random) -> list[Item]:
    frame = BudgetFrame(
        id=only_id("BudgetFrame"),
        total=rng.choice([None, Decimal(rng.randint(1, 100) * 1_000_000)]),
        caps={"promotion": Decimal(rng.randint(1, 50) * 1_000_000), "it": Decimal(2_000_000)},
        reserve=rng.choice([None, Decimal(500_000)]),
        revenue=Decimal(900_000_000),
    )
    it = BudgetCategory(id="it", name="IT", code="it", position="b")
    loose = BudgetLine(id="loose", name="区分のない明細", planned={"2027-04": Decimal(12_345)})
    return [frame, it, loose] if rng.random() < 0.8 else [it]


def _direction() -> list[Item]:
    return [
        GuidePoint(id="guide", sentence={"ja": "相談が先に来る。", "en": "They ask us first."}),
        Outcome(id="outcome", sentence="成果", metric="kgi", ends_at=Decimal(5), by="2027-12"),
    ]


def _metrics(rng: Random, plan: Plan, months: tuple[str, ...]) -> list[Item]:
    def series(most: int) -> Series:
        return {month: Decimal(rng.randint(1, most)) for month in months if rng.random() < 0.8}

    step = next(iter(plan.of_kind("FunnelStep"))).id
    found: list[Item] = [
        Metric(
            id="kgi",
            name={"ja": "受注額", "en": "Orders"},
            role="kgi",
            unit="money",
            follows="revenue",
            target=series(90_000_000),
        ),
        Metric(
            id="deals", name="件数", follows="won", leads_to="kgi", target=series(50), alarm=Decimal("0.9")
        ),
        Metric(
            id="valid", name="商談", follows="step", follows_step=step, leads_to="deals", target=series(500)
        ),
        Metric(
            id="rate",
            name="率",
            unit="rate",
            combines="ratio",
            formula="{deals} / {valid}",
            leads_to="deals",
            target={months[0]: Decimal("0.2")},
        ),
        Metric(id="circle", name="輪", unit="rate", combines="ratio", formula="{circle2} * 2"),
        Metric(id="circle2", name="輪2", unit="rate", combines="ratio", formula="{circle} / 2"),
        Metric(id="broken", name="式", combines="ratio", formula="{deals} +"),
        Metric(id="cac", name="CAC", unit="money", follows="cac", combines="last", better="down"),
        Metric(id="cpl", name="CPL", unit="money", follows="cost_per_lead", combines="last", better="down"),
        Metric(id="mean", name="平均", combines="average", target=series(9)),
        Goal(id="goal", metric=rng.choice(["kgi", "deals", "rate", None]), by=rng.choice([months[-1], None])),
    ]
    for metric in ("kgi", "deals", "rate"):
        key = agreement_of(metric, "sls")
        found.append(
            Agreement(id=key, item=metric, department="sls", state=rng.choice(["agreed", "objected"]))
        )
    measure = next(iter(plan.items(Measure)))
    found.append(
        msgspec.structs.replace(
            measure,
            moves=("deals",),
            stop=(Criterion(metric="rate", threshold=Decimal("0.1"), decide_on=months[-1]),),
        )
    )
    return found


def _scenarios(rng: Random, plan: Plan) -> list[Item]:
    steps = [step.id for step in plan.of_kind("FunnelStep")]
    return [
        Scenario(id="base", name="基本", base=True),
        Scenario(
            id="low",
            name={"ja": "慎重", "en": "Cautious"},
            triggers="受注率が下がる",
            overrides=(
                Override(item=rng.choice(steps), field="rate", value="0.1"),
                Override(item="staff", field="monthly_cost", value="777777"),
                Override(item=only_id("Economics"), field="gross_margin", value="0.111"),
                Override(item="nobody", field="rate", value="0.1"),
            ),
        ),
    ]


def _with_actuals(plan: Plan, closed: str, rng: Random) -> Plan:
    """The plan with these months closed, and actuals in them."""
    months = [month for month in plan_months(plan) if month <= closed]
    changed: dict[str, Item | None] = {}
    about = plan.only(About)
    changed[about.id] = msgspec.structs.replace(about, closed_through=closed)
    for line in plan.items(BudgetLine):
        actual = {month: Decimal(rng.randint(0, 900_000)) for month in months if rng.random() < 0.8}
        changed[line.id] = msgspec.structs.replace(line, actual=actual, committed=actual)
    for metric in plan.items(Metric):
        if metric.id != "rate" and metric.combines != "ratio":
            actual = {month: Decimal(rng.randint(1, 500)) for month in months}
            changed[metric.id] = msgspec.structs.replace(metric, actual=actual)
    return plan.with_items(changed)


def draft(plan: Plan) -> Draft:
    """Today's plan, dated by nothing but these words."""
    return Draft(
        plan=plan,
        results=worked_out(plan),
        date="2027-03-01",
        history_row="0102",
        hash="c0ffee",
        app_version="0.1.0",
    )


def told(plan: Plan, audience: Audience, language: Language = "ja") -> Document:
    """The draft's document."""
    return document(draft(plan), audience, language)


def reading(chapter: str, detail: Detail, audience: Audience = EVERYTHING) -> Audience:
    """Who gets one chapter only, in this detail."""
    return msgspec.structs.replace(audience, chapters=(Told(chapter, detail),))


def only_chapter(found: Document) -> Chapter:
    """The chapter of a document that has one."""
    (chapter,) = found.chapters
    return chapter


def pictures(found: Document) -> list[Picture]:
    """All pictures of a document."""
    return [block for chapter in found.chapters for block in chapter.blocks if isinstance(block, Picture)]


def table(found: Document, key: str) -> Table:
    return tables(found)[key]


def number(found: Document, key: str, row: str, column: str) -> Decimal | None:
    """The value of a cell."""
    here = table(found, key)
    at = [each.key for each in here.columns].index(column)
    return next(each for each in here.rows if each.id == row).cells[at].number
