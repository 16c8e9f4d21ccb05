"""How far measuring has come: the level now and aimed at, the answers behind it, what is in the way."""

from __future__ import annotations

from kakehashi.declaration.blocks import Cell, Column, Row, Table
from kakehashi.declaration.cells import Tone, words
from kakehashi.declaration.context import Context
from kakehashi.declaration.item_table import value_words
from kakehashi.plan.basis import LEVELS, QUESTIONS, Maturity, assessed_level
from kakehashi.plan.fields import describe

_OBSTACLES = ("undefined_numbers", "missing_environment", "missing_courage")


def maturity_sentence(context: Context, maturity: Maturity) -> str:
    """The level today, what the answers prove where that is less, and what is aimed at by when."""
    now = context.choice("Maturity.level", maturity.level)
    said = [context.say("declaration.basis.level", level=now)]
    proved = assessed_level(maturity)
    if not proved:
        said.append(context.say("declaration.basis.nothing_proved"))
    elif LEVELS.index(proved) < LEVELS.index(maturity.level):
        said.append(context.say("declaration.basis.proved", level=context.choice("Maturity.level", proved)))
    if maturity.aims_at and maturity.aims_at != maturity.level:
        level, month = context.choice("Maturity.aims_at", maturity.aims_at), context.month(maturity.aims_by)
        message = "declaration.basis.aims_by" if month else "declaration.basis.aims_at"
        said.append(context.say(message, level=level, month=month))
    return context.sentences(said)


def maturity_tables(context: Context, maturity: Maturity) -> list[Table]:
    """What follows from the assessment, and in full detail its answers level by level."""
    found = [_steps(context, maturity)]
    if context.full:
        found.append(_answers(context, maturity))
    return found


def _answers(context: Context, maturity: Maturity) -> Table:
    aim = maturity.aims_at or maturity.level
    wanted = LEVELS[: LEVELS.index(aim) + 1] if aim else ()
    rows = [
        Row(
            id=question,
            item=maturity.id,
            cells=(
                words(context.choice("Maturity.level", level)),
                words(context.field(f"Maturity.{question}")),
                _answer(context, question, getattr(maturity, question), wanted=level in wanted),
            ),
        )
        for level, questions in QUESTIONS.items()
        for question in questions
    ]
    return Table(
        key="basis.answers",
        title=context.say("declaration.basis.answers"),
        columns=(
            context.column("level", "Metric.level", "choice", width=20),
            context.column("question", "declaration.column.what", width=40),
            Column(key="answer", title=context.say("declaration.basis.answer"), kind="choice", width=12),
        ),
        rows=tuple(rows),
    )


def _answer(context: Context, question: str, answer: str, *, wanted: bool) -> Cell:
    """The answer; marked where the level aimed at needs a yes."""
    tone: Tone = "warn" if wanted and answer != "yes" else ""
    return Cell(value=context.choice(f"Maturity.{question}", answer), tone=tone)


def _steps(context: Context, maturity: Maturity) -> Table:
    """What is in the way, what is measured first, the next step, and when it is looked at again."""
    fields = ("level", "aims_at", "aims_by", *_OBSTACLES, "obstacles", "starts_with", "next_step",
              "assessed_on", "assessed_by", "next_look")  # fmt: skip
    described = describe(Maturity)
    rows = []
    for name in fields:
        value = getattr(maturity, name)
        said = value_words(context, described[name], value)
        if said:
            tone: Tone = "warn" if name in _OBSTACLES and value == "serious" else ""
            label = words(context.field(f"Maturity.{name}"))
            rows.append(Row(id=name, item=maturity.id, cells=(label, Cell(value=said, tone=tone))))
    return Table(
        key="basis.maturity",
        title=context.say("declaration.basis.maturity"),
        columns=(
            context.column("what", "declaration.column.what", width=22),
            context.column("value", "declaration.column.value", "long_text", width=60),
        ),
        rows=tuple(rows),
    )
