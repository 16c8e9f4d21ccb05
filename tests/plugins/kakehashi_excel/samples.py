"""Documents made by hand from blocks, covering what an exporter may meet."""

# ruff: noqa: E501  texts in two languages stand side by side

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any, NamedTuple

import msgspec

from kakehashi.api import (
    Block,
    Call,
    Cell,
    Chapter,
    Chart,
    Column,
    Document,
    Expression,
    KeyFigure,
    KeyFigures,
    Number,
    Operation,
    Picture,
    Prose,
    Reference,
    Row,
    Scene,
    Table,
    evaluated,
)
from kakehashi.drawing.scene import Label, Paint, Rect
from kakehashi_excel.text import LIMIT

MONTHS = tuple(f"{2027 + (at + 3) // 12}-{(at + 3) % 12 + 1:02}" for at in range(12))
CLOSED = 3


class Made(NamedTuple):
    """A document and its workbook."""

    document: Document
    path: Path


def words(value: str) -> Cell:
    return Cell(value=value)


def figure(value: object, **options: Any) -> Cell:
    return Cell(number=Decimal(str(value)), **options)


def ref(block: str, row: str, column: str) -> Reference:
    return Reference((block, row, column))


def constant(value: object) -> Number:
    return Number(Decimal(str(value)))


def call(name: str, *arguments: Expression) -> Call:
    return Call(name, arguments)


def formula(expression: Expression, **options: Any) -> Cell:
    return Cell(expression=expression, **options)


def over(left: Expression, right: Expression) -> Operation:
    return Operation("/", left, right)


def times(left: Expression, right: Expression) -> Operation:
    return Operation("*", left, right)


def document(language: str, chapters: Iterable[Chapter], **options: Any) -> Document:
    """A document of these chapters, its cells with the values that their expressions give."""
    japanese = language == "ja"
    facts: dict[str, Any] = {
        "plan": "5f6d1c1e-6a0e-4d42-9a53-0a3a4bd0f001",
        "title": "2027年度 マーケティング計画" if japanese else "Marketing plan, fiscal 2027",
        "company": "ツムギ計測株式会社" if japanese else "Tsumugi Instruments",
        "department": "マーケティング本部" if japanese else "Marketing",
        "author": "宮原 葵" if japanese else "Aoi Miyahara",
        "language": language,
        "audience": "finance",
        "audience_title": "経理・財務向け" if japanese else "For finance",
        "confidential_mark": "社外秘" if japanese else "Confidential",
        "edition": 3,
        "edition_title": "第3版" if japanese else "Edition 3",
        "date": "2027-08-20",
        "hash": "7c1e90ab4d52" + "0" * 52,
        "history_row": "ab12cd34ef56ab12cd34",
        "unit": "万円（税抜）" if japanese else "¥ M, excluding tax",
        "currency": "JPY",
        "fiscal_start": 4,
        "language_note": "" if japanese else "Texts typed in Japanese stay in Japanese.",
        "app_version": "0.1.0",
    }
    made = Document(chapters=tuple(chapters), **{**facts, **options})
    return with_values(made)


def with_values(made: Document) -> Document:
    """The document with each expression's value put into its cell, as the app does."""
    values = evaluated(made)

    def valued(table: Table) -> Table:
        rows = []
        for row in table.rows:
            cells = [
                msgspec.structs.replace(cell, number=values[table.key, row.id, column.key])
                if cell.expression is not None
                else cell
                for cell, column in zip(row.cells, table.columns, strict=True)
            ]
            rows.append(msgspec.structs.replace(row, cells=tuple(cells)))
        return msgspec.structs.replace(table, rows=tuple(rows))

    chapters = tuple(
        msgspec.structs.replace(
            chapter, blocks=tuple(valued(b) if isinstance(b, Table) else b for b in chapter.blocks)
        )
        for chapter in made.chapters
    )
    return msgspec.structs.replace(made, chapters=chapters)


def changed(made: Document, target: tuple[str, str, str], number: Decimal | None) -> Document:
    """The document after one figure was changed in the plan."""

    def edit(block: Block) -> Block:
        if not isinstance(block, Table) or block.key != target[0]:
            return block
        at = [column.key for column in block.columns].index(target[2])
        rows = [
            msgspec.structs.replace(
                row, cells=(*row.cells[:at], _with(row.cells[at], number), *row.cells[at + 1 :])
            )
            if row.id == target[1]
            else row
            for row in block.rows
        ]
        return msgspec.structs.replace(block, rows=tuple(rows))

    chapters = tuple(
        msgspec.structs.replace(chapter, blocks=tuple(map(edit, chapter.blocks))) for chapter in made.chapters
    )
    return with_values(msgspec.structs.replace(made, chapters=chapters))


def _with(cell: Cell, number: Decimal | None) -> Cell:
    return msgspec.structs.replace(cell, number=number, missing="unset" if number is None else "")


# ---- a whole plan


CATEGORIES: Mapping[str, tuple[str, str, str]] = {
    "c1": ("promotion", "広告宣伝・販売促進", "Promotion & advertising"),
    "c2": ("outsourcing", "外注・業務委託", "Outsourcing"),
    "c3": ("production", "制作", "Production"),
    "c4": ("it", "ITインフラ", "IT infrastructure"),
    "c5": ("reserve", "予備費", "Reserve"),
    "c6": ("other", "採用広報", "Employer branding"),
}


def plan(language: str) -> Document:
    """Chapters of every kind of block, with inputs, a model and formulas across tables."""
    return document(
        language, [_summary(language), _budget(language), _organization(language), _forecast(language)]
    )


def _say(language: str, japanese: str, english: str) -> str:
    return japanese if language == "ja" else english


def _month(language: str, key: str) -> str:
    number = int(key[5:])
    names = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
    return f"{number}月" if language == "ja" else names[number - 1]


def _summary(language: str) -> Chapter:
    unit = _say(language, "万円", "¥ M")
    size = 10_000 if language == "ja" else 1_000_000
    digits = 0 if language == "ja" else 1
    total = ref("budget.lines", "all", "total")
    figures = (
        KeyFigure(_say(language, "目標(KGI) 新規受注額", "Goal: new orders"), figure(30_000 if size == 10_000 else 300), "money", unit, digits, _say(language, "48社、平均 625万円", "48 customers, ¥6.25 M each"), key="goal"),
        KeyFigure(_say(language, "年間予算", "Budget for the year"), formula(over(total, constant(size))), "money", unit, digits, _say(language, "枠 6,000、実績 1,908", "Frame 60.0, spent 19.1"), key="budget"),
        KeyFigure(_say(language, "受注率", "Win rate"), formula(ref("model.rates", "won", "rate"), tone="warn"), "rate", "", 1, _say(language, "自社の実績、338件", "Own data, 338 opportunities"), key="rate"),
        KeyFigure(_say(language, "1件あたりの予算", "Budget per deal"), Cell(missing="not_available", value=_say(language, "受注がまだありません。", "No deal has been won yet.")), "money", unit, digits, "", key="cac"),
    )  # fmt: skip
    return Chapter(
        key="summary",
        title=_say(language, "要約", "Summary"),
        sentence=_say(
            language,
            "このままでは新規受注額は中央値 26,690万円で、目標 30,000万円に届く確率は 31%です。総枠 6,000万円を変えずに、導入事例と商談資料へ重点を移すことで、確率を 45%に上げます。",
            "As it stands, new orders reach ¥266.9 M at the median, and the goal of ¥300 M is met in 31 % of cases. Moving money to case studies and sales material raises this to 45 % within the same frame.",
        ),
        blocks=(
            KeyFigures("summary.figures", figures),
            Prose(
                "summary.lead",
                paragraphs=(
                    _say(language, "3件の決裁をお願いします。" * 6, "We ask you for three decisions. " * 6),
                ),
                lead=True,
            ),
            Prose(
                "summary.prose",
                heading=_say(language, "なぜ今か", "Why now"),
                paragraphs=(
                    _say(
                        language,
                        "工場の保全担当は、設備が止まってから初めて計測器の更新を考えます。止まる前に相談される会社になるには、点検の現場で読まれる資料が要ります。" * 3,
                        "Plant maintenance thinks of new instruments only once a line has stopped. To be asked before, we need material that is read where inspections happen. " * 3,
                    ),
                    _say(language, "短い段落。", "A short paragraph."),
                ),
                items=(
                    _say(language, "導入事例を10本作る", "Write ten case studies"),
                    _say(language, "展示会の名刺に2営業日以内に連絡し、営業へ渡す条件を満たしたものだけを渡す。" * 3, "Follow up every card from the fair within two working days, and hand over only those that meet the conditions. " * 3),
                ),
            ),
            _decisions(language),
        ),
    )  # fmt: skip


def _decisions(language: str) -> Table:
    columns = (
        Column("what", _say(language, "決めていただきたいこと", "Decision asked"), "long_text", width=40),
        Column("who", _say(language, "決裁", "By whom"), width=12),
        Column("until", _say(language, "期限", "Until"), "date"),
        Column("from", _say(language, "開始月", "From"), "month"),
        Column("else", _say(language, "見送った場合", "Otherwise"), "long_text", width=34),
    )
    rows = [
        Row(
            f"d{at}",
            (
                words(_say(language, f"制作費の枠を 1,000 から 1,06{at} に上げる（予備費 200 → 140、総枠 6,000 は不変）", f"Raise the production cap from 1,000 to 1,06{at} (reserve 200 to 140, total unchanged)")),
                words(_say(language, "経営会議", "Board")),
                Cell(value=f"2027-08-{at + 20}"),
                Cell(value="2027-10"),
                words(_say(language, "製品サイトの改修を縮小、見積依頼率は 1.2% のまま", "Smaller site rework; quote requests stay at 1.2 %")),
            ),
            item=f"item-decision-{at}",
        )
        for at in range(3)
    ]  # fmt: skip
    return Table("summary.decisions", _say(language, "決裁事項", "Decisions asked"), columns, tuple(rows))


def _lines(language: str) -> Table:
    rows = []
    for at, (key, (code, japanese, english)) in enumerate(CATEGORIES.items()):
        for number in range(3):
            if code == "reserve" and number:
                continue
            cells = []
            for month in range(12):
                if code == "reserve" or (month + at + number) % 4 == 3:
                    cells.append(Cell(missing="unset", assumption=True))
                elif (month + at) % 5 == 4:
                    cells.append(figure(0, assumption=True))
                else:
                    cells.append(figure(((month * 7 + at * 3 + number) % 11 + 2) * 123_400, assumption=True))
            row = f"{key}.l{number}"
            names = (
                words(_say(language, japanese, english)),
                words(f"{_say(language, '施策', 'Measure')} {at}-{number}"),
            )
            total = formula(call("sum", *(ref("budget.lines", row, month) for month in MONTHS)))
            rows.append(
                Row(
                    row,
                    (*names, words(_say(language, "固定", "Fixed")), *cells, total),
                    item=f"item-{row}",
                    mark=code,
                )
            )
    totals = (
        formula(call("sum", *(ref("budget.lines", row.id, column) for row in rows)))
        for column in (*MONTHS, "total")
    )
    rows.append(Row("all", (words(_say(language, "合計", "Total")), Cell(), Cell(), *totals), style="total"))
    return Table(
        "budget.lines",
        _say(language, "予算明細", "Budget lines"),
        (
            Column("category", _say(language, "区分", "Category"), "choice", choices=tuple(_say(language, j, e) for _, j, e in CATEGORIES.values())),
            Column("name", _say(language, "施策", "Measure")),
            Column("kind", _say(language, "変動・固定", "Kind"), "choice", choices=(_say(language, "変動", "Variable"), _say(language, "固定", "Fixed"))),
            *(Column(month, _month(language, month), "money", closed=at < CLOSED) for at, month in enumerate(MONTHS)),
            Column("total", _say(language, "年計", "Year"), "money", strong_left=True),
        ),
        tuple(rows),
        unit=_say(language, "円（税抜）", "¥, excluding tax"),
        role="input",
    )  # fmt: skip


def _budget(language: str) -> Chapter:
    lines = _lines(language)
    size = 10_000 if language == "ja" else 1_000_000
    digits = 0 if language == "ja" else 1
    rows = []
    for key, (code, japanese, english) in CATEGORIES.items():
        own = [row.id for row in lines.rows if row.id.startswith(key)]
        months = [
            formula(
                over(call("sum", *(ref("budget.lines", row, month) for row in own)), constant(size)),
                missing="unset",
            )
            for month in MONTHS
        ]
        halves = [
            formula(call("sum", *(ref("budget.by_month", key, month) for month in half)))
            for half in (MONTHS[:6], MONTHS[6:], MONTHS)
        ]
        cells = (*months[:6], halves[0], *months[6:], halves[1], halves[2])
        rows.append(
            Row(
                key,
                (words(_say(language, japanese, english)), *cells),
                item=f"item-{key}",
                mark=code,
                style="subtotal",
            )
        )
        for row in own:
            name = next(each for each in lines.rows if each.id == row).cells[1].value or ""
            month_cells = [
                formula(over(ref("budget.lines", row, month), constant(size)), missing="unset")
                for month in MONTHS
            ]
            sums = [
                formula(call("sum", *(ref("budget.by_month", row, month) for month in half)))
                for half in (MONTHS[:6], MONTHS[6:], MONTHS)
            ]
            rows.append(
                Row(
                    row,
                    (words(name), *month_cells[:6], sums[0], *month_cells[6:], sums[1], sums[2]),
                    item=f"item-{row}",
                    level=1,
                )
            )
    keys = (*MONTHS[:6], "h1", *MONTHS[6:], "h2", "year")
    totals = [
        formula(call("sum", *(ref("budget.by_month", c, column) for c in CATEGORIES))) for column in keys
    ]
    rows.append(Row("all", (words(_say(language, "合計", "Total")), *totals), style="total"))
    first = _say(language, "上期", "First half")
    columns = [Column("name", _say(language, "区分", "Category"), width=28)]
    for key in keys:
        if key in MONTHS:
            at = MONTHS.index(key)
            columns.append(
                Column(key, _month(language, key), "money", digits, group=first if at < 6 else _say(language, "下期", "Second half"), closed=at < CLOSED)
            )  # fmt: skip
        else:
            title = {
                "h1": _say(language, "上期計", "H1"),
                "h2": _say(language, "下期計", "H2"),
                "year": _say(language, "年計", "Year"),
            }[key]
            columns.append(Column(key, title, "money", digits, strong_left=key == "year"))  # fmt: skip
    unit = _say(language, "万円（税抜）", "¥ M, excluding tax")
    table = Table(
        "budget.by_month",
        _say(language, "月別予算", "Budget by month"),
        tuple(columns),
        tuple(rows),
        unit=unit,
        note=_say(
            language, "体制から来る費用を含む。", "Includes the cost that follows from the organization."
        ),
        source=_say(language, "出典: 予算明細", "Source: budget lines"),
    )
    chart = Chart(
        "budget.bars",
        _say(language, "月別・区分別の予算", "Budget by month and category"),
        "column_stacked",
        "budget.by_month",
        tuple(CATEGORIES),
        MONTHS,
        scene("budget.bars"),
        _say(
            language, "月別の積み上げ棒グラフ。最大は6月。", "Stacked columns by month; June is the largest."
        ),
        unit,
    )
    return Chapter(
        "budget",
        _say(language, "施策・予算", "Measures and budget"),
        (_categories(language, size, digits, unit), chart, table, lines, _caps(language)),
        _say(language, "年間の予算は枠に収まっています。", "The budget of the year is within its frame."),
    )


def _categories(language: str, size: int, digits: int, unit: str) -> Table:
    key = "budget.categories"
    rows = []
    for category, (code, japanese, english) in CATEGORIES.items():
        rows.append(
            Row(
                category,
                (
                    words(_say(language, japanese, english)),
                    formula(ref("budget.by_month", category, "year"), tone="bad" if code == "production" else ""),
                    formula(over(ref(key, category, "plan"), ref(key, "all", "plan"))),
                    formula(over(ref("budget.caps", "cap", "amount"), constant(size * 5)), tone="warn" if code == "it" else "")
                    if code != "other"
                    else Cell(missing="not_available", value=_say(language, "枠が決まっていません。", "No cap has been set.")),
                    formula(Operation("-", ref(key, category, "cap"), ref(key, category, "plan"))),
                ),
                item=f"item-{category}",
                mark=code,
            )
        )  # fmt: skip
    totals = [
        formula(call("sum", *(ref(key, category, column) for category in CATEGORIES)))
        for column in ("plan", "share", "cap", "left")
    ]
    rows.append(Row("all", (words(_say(language, "合計", "Total")), *totals), style="total"))
    return Table(
        key,
        _say(language, "区分別の予算", "Budget by category"),
        (
            Column("name", _say(language, "区分", "Category"), width=28),
            Column("plan", _say(language, "年間計画", "Plan for the year"), "money", digits),
            Column("share", _say(language, "構成比", "Share"), "rate", 1),
            Column("cap", _say(language, "枠", "Cap"), "money", digits),
            Column("left", _say(language, "残", "Left"), "money", digits),
        ),
        tuple(rows),
        unit=unit,
    )


def _caps(language: str) -> Table:
    return Table(
        "budget.caps",
        _say(language, "予算枠", "Caps"),
        (
            Column("name", _say(language, "枠", "Cap")),
            Column("amount", _say(language, "金額", "Amount"), "money"),
        ),
        (
            Row("cap", (words(_say(language, "総枠", "Total")), figure(60_000_000, assumption=True, name="cap_total")), item="item-frame"),
            Row("reserve", (words(_say(language, "予備費", "Reserve")), Cell(missing="unset", assumption=True, name="cap_reserve")), item="item-frame"),
        ),
        unit=_say(language, "円（税抜）", "¥, excluding tax"),
        role="input",
    )  # fmt: skip


def _organization(language: str) -> Chapter:
    title = _say(language, "体制図", "Organization chart")
    roles = [
        (
            _say(language, "マーケティング部長", "Head of marketing"),
            _say(language, "宮原 葵", "Aoi Miyahara"),
            "1.0",
        ),
        (_say(language, "コンテンツ編集・導入事例担当", "Editor, case studies"), "", "0.5"),
        (_say(language, "広告運用（外注）", "Advertising (outsourced)"), "Studio Michi", "0.25"),
    ]
    duty = _say(
        language,
        "年間計画の立案、予算の管理、営業との引き渡し条件の合意。" * 3,
        "Plans the year, keeps the budget, agrees the hand-off with sales. " * 3,
    )
    rows = [
        Row(f"r{at}", (words(name), words(person) if person else Cell(missing="unset"), figure(effort), words(duty)), item=f"item-role-{at}")
        for at, (name, person, effort) in enumerate(roles)
    ]  # fmt: skip
    table = Table(
        "organization.roles",
        _say(language, "役割", "Roles"),
        (
            Column("title", _say(language, "役割", "Role")),
            Column("person", _say(language, "担当", "Person")),
            Column("fte", _say(language, "工数（人）", "Effort (FTE)"), "number", 2),
            Column("duty", _say(language, "責任", "Responsibility"), "long_text"),
        ),
        tuple(rows),
    )
    picture = Picture(
        "organization.chart", title, scene("org", 1500, 620), _say(language, "3つの役割の図。", "Chart of three roles."), table.key, wide=True
    )  # fmt: skip
    return Chapter("organization", _say(language, "体制", "Organization"), (picture, table))


def _forecast(language: str) -> Chapter:
    rates = Table(
        "model.rates",
        _say(language, "転換率（前提）", "Rates (assumptions)"),
        (
            Column("name", _say(language, "段階", "Step")),
            Column("rate", _say(language, "値", "Value"), "rate", 1),
            Column("lag", _say(language, "遅れ（月）", "Lag (months)"), "number", 1),
        ),
        (
            Row("valid", (words(_say(language, "有効商談", "Valid")), figure("0.42", assumption=True, name="rate_valid"), figure(1)), item="step-1"),
            Row("won", (words(_say(language, "受注", "Won")), figure("0.275", assumption=True, name="win rate"), figure(2)), item="step-2"),
            Row("value", (words(_say(language, "平均単価", "Deal value")), figure(6_250_000, assumption=True, name="受注単価", kind="money", digits=0), Cell()), item="economics"),
        ),
        role="input",
    )  # fmt: skip
    model, key = [], "model.funnel"
    leads = [figure(40 + at * 3, assumption=True) for at in range(12)]
    model.append(Row("leads", (words(_say(language, "リード", "Leads")), *leads)))
    for step, before, lag in (("valid", "leads", 1), ("won", "valid", 2)):
        cells = []
        for at in range(12):
            weights = [(max(at - lag - 1, -1), "0.25"), (at - lag, "0.75")]
            parts = [times(ref(key, before, MONTHS[n]), constant(w)) for n, w in weights if n >= 0]
            if parts:
                cells.append(formula(times(call("sum", *parts), ref("model.rates", step, "rate"))))
            else:
                cells.append(Cell(missing="not_available"))
        model.append(
            Row(
                step,
                (words(_say(language, {"valid": "有効商談", "won": "受注"}[step], step.title())), *cells),
            )
        )
    value = [formula(times(ref(key, "won", month), ref("model.rates", "value", "rate"))) for month in MONTHS]
    model.append(Row("revenue", (words(_say(language, "受注額", "Revenue")), *value), style="total"))
    funnel = Table(
        key,
        _say(language, "予測モデル", "Forecast model"),
        (Column("name", _say(language, "段階", "Step")), *(Column(m, _month(language, m), "number", 1) for m in MONTHS)),
        tuple(model),
        role="model",
    )  # fmt: skip
    chart = Chart(
        "forecast.line",
        _say(language, "商談と受注の見込み", "Expected opportunities and deals"),
        "line",
        key,
        ("leads", "valid", "won"),
        MONTHS,
        scene("forecast.line"),
        _say(language, "折れ線グラフ。", "Line chart."),
        _say(language, "件", "count"),
    )
    bars = Chart(
        "forecast.bar",
        _say(language, "3月の段階別", "Steps in March"),
        "bar",
        key,
        ("leads", "valid"),
        (MONTHS[-2], MONTHS[-1]),
        scene("forecast.bar"),
        _say(language, "横棒グラフ。", "Bar chart."),
    )
    shown = Table(
        "forecast.summary",
        _say(language, "見込み", "Expected"),
        (
            Column("name", _say(language, "指標", "Metric")),
            Column("value", _say(language, "値", "Value"), "number", 1),
            Column("note", _say(language, "根拠", "Source"), "long_text"),
        ),
        (
            Row("won", (words(_say(language, "受注数", "Deals won")), formula(call("sum", *(ref(key, "won", m) for m in MONTHS))), words("CRM"))),
            Row("revenue", (words(_say(language, "受注額", "Revenue")), formula(call("sum", *(ref(key, "revenue", m) for m in MONTHS)), kind="money", digits=0), words(_say(language, "円", "¥")))),
            Row("cac", (words("CAC"), formula(over(ref("budget.lines", "all", "total"), ref("forecast.summary", "won", "value")), kind="money", digits=0), Cell())),
        ),
    )  # fmt: skip
    return Chapter(
        "simulation", _say(language, "シミュレーション", "Simulation"), (shown, chart, bars, rates, funnel)
    )


def scene(key: str, width: float = 640, height: float = 300) -> Scene:
    """A picture with a frame and a word in two scripts."""
    return Scene(
        key=key,
        width=width,
        height=height,
        title=key,
        description=key,
        shapes=(
            Rect("frame", 1, 1, width - 2, height - 2, Paint(fill="raised", stroke="strong")),
            Label("word", 30, 60, "体制図 Organization", 24, width - 60),
        ),
    )


class Told:
    """A `Progress` that remembers; cancelled after so many steps."""

    def __init__(self, cancel_after: int | None = None) -> None:
        self.steps: list[tuple[int, int, str]] = []
        self._cancel_after = cancel_after

    def __call__(self, done: int, total: int, message: str = "") -> None:
        self.steps.append((done, total, message))

    @property
    def cancelled(self) -> bool:
        return self._cancel_after is not None and len(self.steps) >= self._cancel_after


def texts_of(block: Any) -> list[str]:
    """Every text that a block shows in a cell."""
    if isinstance(block, Chart):
        return []
    if isinstance(block, Picture):
        return [block.title]
    plain = msgspec.to_builtins(block)
    names = ("title", "heading", "paragraphs", "items", "note", "source", "label", "comparison", "group")

    def walk(value: Any, name: str) -> list[str]:
        if isinstance(value, dict):
            absent = value.get("missing") == "not_available"
            return [
                text
                for key, each in value.items()
                if not (absent and key == "value")
                for text in walk(each, key)
            ]
        if isinstance(value, list | tuple):
            return [text for each in value for text in walk(each, name)]
        wanted = name in names or (name == "value" and not re.fullmatch(r"\d{4}-\d\d(-\d\d)?", str(value)))
        return [value] if wanted and isinstance(value, str) and value else []

    return walk(plain, "")


AWKWARD = [
    *(
        "=1+1",
        "+1",
        "-1",
        "@SUM(1)",
        "#N/A",
        "#DIV/0!",
        "TRUE",
        "1e5",
        "2027-04-01",
        "'quoted",
        "0123",
        "1,000",
    ),
    *("a\r\nb", "a\rb", "a\nb", "\t x ", " lead", "trail ", "\n", " "),
    *("_x000D_", "_x0041_x0042_", "_x0041\x01", "__x0001_", "_X000D_", "_x000d_", "_x005F_", "_x_"),
    *(
        "\x00",
        "\x1f",
        "\x7f",
        "\x85",
        "\u2028",
        "\ufeff",
        "\ufffe\uffff",
        "\ud800",
        "😀" * 50,
        "&[Page]",
        "]]>",
    ),
    *("<b>&amp;</b>", "x" * LIMIT),
]
"""Texts that a spreadsheet would make something else of."""


def hostile_texts(data: Path) -> list[str]:
    """Public lists of strings that break programs, and our own."""
    folder = data / "hostile-text"
    listed = json.loads((folder / "blns.json").read_text(encoding="utf-8"))
    files = ("blns.txt", "csv-payload.txt", "xss-payload-list.txt")
    lines = [line for name in files for line in (folder / name).read_text(encoding="utf-8").split("\n")]
    return [text for text in [*listed, *lines, *AWKWARD] if text]
