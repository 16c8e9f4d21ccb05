"""The chapter measurement: where figures come from, tools and what they hold, rules, weekly checks."""

from __future__ import annotations

from decimal import Decimal

from tests.declaration.chapter_plans import keys, picture, plan_of, table, texts, told_chapter

from kakehashi.drawing.scene import Group, Rect, walk
from kakehashi.plan.formula import Number
from kakehashi.plan.item import Item
from kakehashi.plan.measurement import (
    CheckResult,
    DataFlow,
    NurtureFlow,
    OperationRule,
    Tool,
    ToolFunction,
    WeeklyCheck,
)
from kakehashi.plan.metrics import Metric

CRM = Tool(id="crm", name="CRM", personal_data="Names", monthly_cost=Decimal(20000))
MA = Tool(id="ma", name="Mailer", state="planned", position="b")
LEADS = Metric(id="leads", name="Leads")
DEALS = Metric(id="deals", name="Deals", position="b")
FLOW = DataFlow(id="f", source="crm", source_field="Lead.Created", metric="leads", how="export")


def chapter(*items: Item, detail: str = "full"):
    return told_chapter(plan_of(*items), "measurement", detail)  # type: ignore[arg-type]


def test_the_sentence_says_tools_metrics_without_a_flow_and_where_personal_data_is():
    said = chapter(CRM, MA, LEADS, DEALS, FLOW).sentence
    assert "2 tools" in said
    assert "1 of 2 metrics" in said
    assert "without a data flow: Deals" in said
    assert "held in: CRM" in said


def test_of_many_metrics_without_a_flow_the_sentence_names_a_dozen_and_counts_the_rest():
    many = [Metric(id=f"m{n}", name=f"M{n}", position=f"a{n:02}") for n in range(1, 16)]
    found = chapter(CRM, *many)
    assert "M11, M12, 3 more." in found.sentence
    assert "M15" in picture(found, "measurement.map").scene.description


def test_a_metric_that_a_formula_works_out_lacks_no_flow():
    rate = Metric(id="rate", name="Rate", formula=Number(Decimal(1)), position="c")
    found = chapter(CRM, LEADS, rate, FLOW)
    assert "without" not in found.sentence
    assert "node:rate" not in {shape.id for shape in walk(picture(found, "measurement.map").scene.shapes)}


def test_the_picture_shows_tools_flows_and_gaps():
    scene = picture(chapter(CRM, MA, LEADS, DEALS, FLOW), "measurement.map").scene
    boxes = {s.id: s for s in walk(scene.shapes) if isinstance(s, Rect)}
    assert boxes["box:deals"].paint.stroke == "warn"
    assert boxes["box:ma"].paint.dash
    assert "tag-box:crm" in boxes
    assert "tag-box:ma" not in boxes


def test_several_flows_between_the_same_two_are_one_line_with_all_of_them_in_its_title():
    other = DataFlow(id="g", source="crm", source_field="Lead.Status", metric="leads", position="b")
    scene = picture(chapter(CRM, LEADS, FLOW, other), "measurement.map").scene
    (line,) = (s for s in walk(scene.shapes) if isinstance(s, Group) and s.kind == "flow")
    assert "Lead.Created" in line.title
    assert "Lead.Status" in line.title
    assert any("2 flows" in getattr(shape, "text", "") for shape in line.shapes)


def test_a_share_kept_below_what_was_aimed_at_is_marked():
    rules = [
        OperationRule(id=str(kept), name=str(kept), share_kept=Decimal(kept), share_aimed=Decimal("0.9"))
        for kept in ("0.8", "0.95")
    ]
    found = table(chapter(*rules), "measurement.rules")
    at = [column.key for column in found.columns].index("share_kept")
    assert [row.cells[at].tone for row in found.rows] == ["warn", ""]


def test_weeks_of_checks_are_columns_the_last_ones_only():
    days = ("05-03", "05-10", "05-17", "05-24", "05-31", "06-07", "06-14")
    results = tuple(
        CheckResult(
            week=f"2027-{day}",
            value=day[-2:],
            verdict="bad" if day == "05-31" else "good",
            note="late" if day == "05-31" else "",
        )
        for day in days
    )
    found = table(chapter(WeeklyCheck(id="w", name="Calls", results=results)), "measurement.checks")
    weeks = [column.key for column in found.columns if column.key.startswith("2027")]
    assert weeks == [f"2027-{day}" for day in days[1:]]
    (row,) = found.rows
    cells = {column.key: cell for column, cell in zip(found.columns, row.cells, strict=True)}
    assert cells["2027-05-10"].tone == "good"
    assert cells["2027-05-31"].tone == "warn"
    assert cells["2027-05-31"].value != "31"
    assert cells["note"].value == "late"


def test_functions_stand_by_what_becomes_of_them():
    tool = Tool(
        id="ma",
        name="Mailer",
        functions=(
            ToolFunction(function="mail"),
            ToolFunction(name="Scoring", state="planned"),
            ToolFunction(function="pages", state="not_used"),
        ),
    )
    assert texts(table(chapter(tool), "measurement.functions")) == [["Mailer", "mail", "Scoring", "pages"]]


def test_each_level_of_detail_tells_more():
    items = (CRM, LEADS, FLOW, OperationRule(id="o", name="Log"), NurtureFlow(id="n", name="Mails"))
    headline, normal, full = (keys(chapter(*items, detail=each)) for each in ("headline", "normal", "full"))
    assert headline == ["measurement.map", "measurement.tools", "measurement.rules"]
    assert set(headline) < set(normal) < set(full)
    assert {"measurement.safety", "measurement.nurture"} <= set(full)


def test_an_empty_chapter_says_so():
    found = chapter()
    assert found.blocks == ()
    assert found.sentence
