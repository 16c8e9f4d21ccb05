"""Documents built by hand from blocks: a board paper in two languages, and one full of any given texts."""

from __future__ import annotations

import json
from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path
from typing import Literal

import msgspec

from kakehashi.api import (
    Block,
    Cell,
    Chapter,
    Chart,
    Column,
    Document,
    KeyFigure,
    KeyFigures,
    Picture,
    Prose,
    Row,
    Scene,
    Table,
)
from kakehashi.drawing.scene import Group, Label, Line, Paint, Rect, Shape

Style = Literal["", "subtotal", "total", "note"]
MONTHS = tuple(f"2027-{m:02}" for m in range(4, 13)) + tuple(f"2028-{m:02}" for m in range(1, 4))

WORDS: dict[str, dict[str, str]] = json.loads(Path(__file__).with_name("words.json").read_text("utf-8"))

CODES = ("promotion", "outsourcing", "production", "it", "reserve", "training")


def number(value: float | str | None, tone: Literal["", "good", "warn", "bad"] = "") -> Cell:
    """A cell with a number; None = unset, 'n/a' = not available."""
    if value is None:
        return Cell(missing="unset")
    if value == "n/a":
        return Cell(missing="not_available")
    return Cell(number=Decimal(str(value)), tone=tone)


def word(value: str) -> Cell:
    return Cell(value=value)


def board_paper(language: str, *, edition: int | None = 3) -> Document:
    """The plan of the pictures of the design, as executives would get it."""
    words = WORDS[language]
    return Document(
        plan="0f8e3b1a-0000-4000-8000-000000000001",
        title=words["title"],
        company=words["company"],
        department=words["department"],
        author=words["author"],
        language=language,
        audience="executives",
        audience_title=words["audience"],
        confidential_mark=words["mark"],
        edition=edition,
        edition_title=words["draft"] if edition is None else words["edition"],
        date="2027-08-20",
        hash="7c1e90ab4d52" + "0" * 52,
        history_row="row",
        unit=words["unit"],
        currency="JPY",
        fiscal_start=4,
        chapters=(
            _summary(words, language),
            _budget(words, language),
            _organization(words),
            Chapter(
                "risks",
                words["risks"],
                (Prose("risks.list", items=tuple(words["risk_items"].split("\n"))),),
            ),
        ),
        app_version="0.1.0",
    )


def _scale(language: str) -> float:
    return 1 if language == "ja" else 0.01


def _summary(words: dict[str, str], language: str) -> Chapter:
    scale, digits = _scale(language), 0 if language == "ja" else 1
    figures = [
        ("goal", 30000, "48社、平均 625" if language == "ja" else "48 customers at 6.3"),
        ("outlook", 29100, "10回に8回 21,790–38,850" if language == "ja" else "8 of 10 cases 217.9–388.5"),
        ("year_budget", 5790, "枠 6,000、実績 1,908" if language == "ja" else "cap 60.0, actual 19.1"),
        ("per_win", 123, "5,790 ÷ 47社" if language == "ja" else "57.9 ÷ 47"),
    ]
    titles = words["ask"].split("|")
    kinds: tuple[Literal["long_text", "text", "date"], ...] = ("long_text", "text", "date", "long_text")
    columns = tuple(
        Column(f"c{n}", title, kind) for n, (title, kind) in enumerate(zip(titles, kinds, strict=True))
    )
    rows = tuple(
        Row(f"r{n}", tuple(word(part) for part in line.split("|")))
        for n, line in enumerate(words["asks"].split("\n"))
    )
    return Chapter(
        "summary",
        words["summary"],
        (
            Prose("summary.lead", words["conclusion"], (words["lead"],), lead=True),
            KeyFigures(
                "summary.figures",
                tuple(
                    KeyFigure(words[key], number(value * scale), "money", words["money"], digits, comparison)
                    for key, value, comparison in figures
                ),
            ),
            Table("summary.decisions", words["decisions"], columns, rows),
        ),
        words["vision"],
    )


def _budget(words: dict[str, str], language: str) -> Chapter:
    return Chapter(
        "budget",
        words["budget"],
        (
            _by_category(words, language),
            _chart(words),
            by_month(words, language),
            _assumptions(words),
            _model(words),
        ),
        words["budget_sentence"],
    )


def _by_category(words: dict[str, str], language: str) -> Table:
    scale, digits = _scale(language), 0 if language == "ja" else 1
    titles = words["columns"].split("|")
    columns = (
        Column("name", words["category"]),
        *(
            Column(f"c{n}", title, "rate" if n in (3, 6) else "money", 1 if n in (3, 6) else digits)
            for n, title in enumerate(titles)
        ),
    )
    figures: list[tuple[float | str | None, ...]] = [
        (1220, 1440, 2660, 0.459, 2700, 40, 0.353),
        (645, 645, 1290, 0.223, 1300, 10, 0.31),
        (610, 450, 1060, 0.183, 1000, -60, 0.291),
        (390, 390, 780, 0.135, 800, 20, 0.333),
        (0, 0, 0, 0, 200, 200, "n/a"),
        (None, None, None, None, None, None, None),
        (2865, 2925, 5790, 1, 6000, 210, 0.33),
    ]
    names = (*words["categories"].split("|"), words["total"])
    rows = []
    for n, (name, values) in enumerate(zip(names, figures, strict=True)):
        cells = [
            number(value if m in (3, 6) or not isinstance(value, (int, float)) else value * scale)
            for m, value in enumerate(values)
        ]
        if n == 2:
            cells[5] = msgspec.structs.replace(cells[5], tone="bad")
        if n == 1:
            cells[6] = msgspec.structs.replace(cells[6], tone="warn")
        if n == 3:
            cells[6] = msgspec.structs.replace(cells[6], tone="good")
        style: Style = "total" if n == 6 else ""
        rows.append(Row(f"r{n}", (word(name), *cells), mark=CODES[n] if n < 6 else "", style=style))
    return Table(
        "budget.categories",
        words["by_category"],
        columns,
        tuple(rows),
        unit=words["unit"],
        note=words["note"],
        source=words["source"],
    )


def by_month(words: dict[str, str], language: str, times: int = 1) -> Table:
    """The month grid: closed months, halves as groups, category subtotals; `times` as many rows."""
    scale, digits = _scale(language), 0 if language == "ja" else 1
    columns = (
        Column("name", words["measure"]),
        *(
            Column(
                month,
                title,
                "money",
                digits,
                closed=n < 4,
                group=words["first"] if n < 6 else words["second"],
            )
            for n, (month, title) in enumerate(zip(MONTHS, words["months"].split(" "), strict=True))
        ),
        Column("year", words["year"], "money", digits, strong_left=True),
    )
    measures = words["measures"].split("|")
    categories = words["categories"].split("|")
    rows = []
    for n in range(len(measures) * times):
        values = [((n * 37 + m * 53) % 12) * 10 for m in range(12)]
        if n % 6 in (0, 2, 3, 5):
            code = (0, None, 1, 2, None, 3)[n % 6] or 0
            rows.append(_month_row(f"s{n}", categories[code], values, scale, CODES[code], "subtotal"))
        name = measures[n % len(measures)] + (f" {n}" if times > 1 else "")
        rows.append(_month_row(f"r{n}", name, values, scale, "", "", 1))
    rows.append(_month_row("total", words["total"], [330 + n * 17 for n in range(12)], scale, "", "total"))
    return Table("budget.months", words["by_month"], columns, tuple(rows), unit=words["unit"])


def _month_row(
    name: str, title: str, values: list[int], scale: float, mark: str, style: Style, level: int = 0
) -> Row:
    cells = tuple(number(value * scale) for value in (*values, sum(values)))
    return Row(name, (word(title), *cells), item=name, style=style, level=level, mark=mark)


def _assumptions(words: dict[str, str]) -> Table:
    item, value, source = words["assumption"].split("|")
    columns = (Column("name", item), Column("value", value, "number"), Column("source", source))
    rows = (
        Row(
            "rate",
            (
                word("受注率"),
                Cell(number=Decimal("0.25"), kind="rate", digits=1, assumption=True),
                word("338"),
            ),
        ),
        Row("cap", (word("枠"), Cell(number=Decimal(60000000), assumption=True), word("稟議 2027-014"))),
    )
    return Table("budget.assumptions", words["assumptions"], columns, rows, unit="円", role="input")


def _model(words: dict[str, str]) -> Table:
    columns = (
        Column("name", words["measure"]),
        *(Column(month, month, "number", 1) for month in MONTHS),
    )
    rows = tuple(
        Row(f"r{n}", (word(f"{words['measure']} {n}"), *(number(n * 1234567 + 0.5 * m) for m in range(12))))
        for n in range(40)
    )
    return Table("budget.model", words["model"], columns, rows, role="model")


def _chart(words: dict[str, str]) -> Chart:
    shapes: list[Shape] = [Line("axis", 40, 220, 660, 220, Paint(stroke="strong", line=1))]
    for n, month in enumerate(words["months"].split(" ")):
        tall = 40 + (n * 71) % 150
        x = 48 + n * 51.0
        paint = Paint(fill="budget-promotion")
        shapes.append(
            Group(
                f"bar-{n}",
                (Rect(f"rect-{n}", x, 220 - tall, 34, tall, paint, 1),),
                "bar",
                title=f"{month} {tall}",
            )
        )
        shapes.append(Label(f"label-{n}", x + 17, 236, month, 11, 48, fill="text2", anchor="middle"))
    scene = Scene(key="chart", width=680, height=250, shapes=tuple(shapes))
    return Chart(
        "budget.chart",
        words["chart"],
        "column",
        "budget.months",
        ("total",),
        MONTHS,
        scene,
        words["chart_description"],
        unit=words["unit"],
    )


def _organization(words: dict[str, str]) -> Chapter:
    shapes: list[Shape] = []
    for n, name in enumerate(words["measures"].split("|")):
        x, y = 20 + (n % 3) * 340.0, 30 + (n // 3) * 110.0
        edge = Paint(fill="surface", stroke="role-in-house", line=1.3)
        shapes.append(
            Group(
                f"role-{n}",
                (
                    Rect(f"card-{n}", x, y, 300, 80, edge, 5),
                    Label(f"name-{n}", x + 16, y + 34, name, 13, 270, weight=700),
                    Label(f"kind-{n}", x + 16, y + 56, words["organization"], 11, 270, fill="text2"),
                ),
                "role",
            )
        )
    scene = Scene(key="org", width=1040, height=260, shapes=tuple(shapes))
    picture = Picture("organization.chart", words["picture"], scene, words["picture_description"], wide=True)
    blocks: tuple[Block, ...] = (picture, Prose("organization.text", "", (words["note"],)))
    return Chapter("organization", words["organization"], blocks)


def hostile(texts: Sequence[str], language: str = "ja") -> Document:
    """Every text in every text field of a chapter of its own; the first ones in the document's fields too."""
    outer = [texts[n % len(texts)] for n in range(9)]
    return msgspec.structs.replace(
        board_paper(language),
        title=outer[0],
        company=outer[1],
        department=outer[2],
        author=outer[3],
        audience_title=outer[4],
        confidential_mark=outer[5],
        edition_title=outer[6],
        unit=outer[7],
        language_note=outer[8],
        chapters=tuple(_hostile_chapter(n, text) for n, text in enumerate(texts)),
    )


def _hostile_chapter(n: int, text: str) -> Chapter:
    key = f"{n}{text}"
    scene = Scene(
        key=key,
        width=200,
        height=40,
        shapes=(Group(text, (Label(text, 0, 20, text, 11, 200),), text, title=text, item=text),),
        title=text,
        description=text,
    )
    columns = (
        Column("a", text),
        Column("b", text, "number", group=text),
        Column("c", text, "month", group=text),
    )
    cells = (word(text), Cell(value=text, missing="not_available"), Cell(value=text, tone="bad"))
    table = Table(f"{key}t", text, columns, (Row(text, cells, item=text, mark=text),), text, text, text)
    figure = KeyFigure(text, word(text), "text", text, 0, text)
    return Chapter(
        key,
        text,
        (
            Prose(f"{key}p", text, (text,), (text,)),
            KeyFigures(f"{key}k", (figure,), text),
            table,
            Picture(f"{key}s", text, scene, text, table=f"{key}t"),
            Chart(f"{key}c", text, "line", f"{key}t", (text,), ("b",), scene, text, text),
            Table(f"{key}i", text, columns, (Row(text, cells),), text, text, text, role="input"),
        ),
        text,
    )
