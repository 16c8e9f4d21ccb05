"""A document: an edition (or today's draft) told to one audience in one language."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import msgspec

from kakehashi.declaration.audience import Audience, Told
from kakehashi.declaration.blocks import (
    Block,
    Cell,
    Chapter,
    Document,
    KeyFigures,
    Prose,
    Row,
    Table,
)
from kakehashi.declaration.change_list import kinds_shown
from kakehashi.declaration.change_marks import changes_note, with_changes_marked
from kakehashi.declaration.chapters import CHAPTERS
from kakehashi.declaration.chapters.changes import KEY as CHANGES
from kakehashi.declaration.confidential import redacted
from kakehashi.declaration.context import ChapterMaker, Context
from kakehashi.declaration.dates import dates
from kakehashi.declaration.edition import Edition, content_hash, plan_of, results_of
from kakehashi.declaration.evaluation import Sheet
from kakehashi.declaration.part_of_partner import part_of
from kakehashi.declaration.results import Results, worked_out
from kakehashi.plan.fields import describe
from kakehashi.plan.formula import Call, Expression, Number, Operation, references_in
from kakehashi.plan.organization import Department
from kakehashi.plan.plan import Plan
from kakehashi.words import Language


class Draft(msgspec.Struct, frozen=True, kw_only=True):
    """Today's plan, not declared: `date` and `history_row` of its last edit, `hash` of its state."""

    plan: Plan
    results: Results
    date: str
    history_row: str
    hash: str
    app_version: str


class _Frozen(msgspec.Struct, frozen=True, kw_only=True):
    """Either of them, opened."""

    plan: Plan
    results: Results
    date: str
    hash: str
    app_version: str
    history_row: str
    edition: int | None


def document(
    source: Edition | Draft,
    audience: Audience,
    language: Language,
    *,
    history_row: str = "",
    before: Edition | None = None,
    parameter: str = "",
    chapters: Mapping[str, ChapterMaker] = CHAPTERS,
) -> Document:
    """The document. `history_row` is the last row that an edition holds (a draft brings its own); `before`
    is the edition before this one, from which changes are told; `parameter` is the id of the one that it is
    made for, where the audience is one of many (a partner, a department).

    The same arguments give the same document. `chapters` may hold more than the built-in ones; one that no
    audience asks for is not made, one that an audience asks for and nobody makes is left out.
    """
    opened = _opened(source, history_row)
    context = _context(opened, audience, language, parameter)
    if before is not None:
        earlier = _context(_opened(before, ""), audience, language, parameter)
        context = msgspec.structs.replace(context, earlier=earlier)
    made = _all_made(context, chapters)
    told_first = _foreword(context)
    told_ones = with_changes_marked(context, tuple(worked_through(context, made, chapters)))
    return _cover(context, opened, (*told_first, *told_ones))


def _context(opened: _Frozen, audience: Audience, language: Language, parameter: str) -> Context:
    """What the chapters are made from. For a partner everything is their part, the figures too."""
    whole, results = opened.plan, opened.results
    plan = redacted(whole, audience)
    if audience.parameter == "partner":
        whole = plan = part_of(plan, parameter)
        results = worked_out(plan)
    return Context(
        whole=whole,
        plan=plan,
        results=results,
        audience=audience,
        language=language,
        parameter=parameter,
        edition=opened.edition,
        date=opened.date,
    )


def _foreword(context: Context) -> tuple[Chapter, ...]:
    """The first words to this audience, where there are any."""
    said = context.typed(context.audience.foreword).strip()
    if not said:
        return ()
    paragraphs = tuple(line.strip() for line in said.splitlines() if line.strip())
    block = Prose(key="foreword.words", paragraphs=paragraphs)
    return (Chapter(key="foreword", title=context.say("declaration.foreword"), blocks=(block,)),)


def _audience_title(context: Context) -> str:
    """What the audience is called, and for whom of it the document is made."""
    audience = context.audience
    called = audience.called(context.language)
    name = context.named(context.parameter) if audience.parameter else ""
    if not name:
        return called
    if context.typed(audience.name):
        return context.say("declaration.made_for.named", audience=called, name=name)
    return context.say(f"declaration.made_for.{audience.parameter}", name=name)


def _opened(source: Edition | Draft, history_row: str) -> _Frozen:
    if isinstance(source, Draft):
        return _Frozen(
            plan=source.plan,
            results=source.results,
            date=source.date,
            hash=source.hash,
            app_version=source.app_version,
            history_row=source.history_row,
            edition=None,
        )
    return _Frozen(
        plan=plan_of(source),
        results=results_of(source),
        date=source.date,
        hash=content_hash(source),
        app_version=source.app_version,
        history_row=history_row,
        edition=source.number,
    )


def _all_made(context: Context, chapters: Mapping[str, ChapterMaker]) -> list[Chapter]:
    """The chapters of the audience in their order. The changes come to it last: they are of what is shown."""
    wanted = [told for told in context.audience.chapters if told.chapter in chapters]
    made = {told: _made(context, told, chapters) for told in wanted if told.chapter != CHANGES}
    shows = kinds_shown(context.plan, filter(None, made.values()))
    knowing = msgspec.structs.replace(context, shows=shows)
    found = (made[told] if told in made else _made(knowing, told, chapters) for told in wanted)
    return [chapter for chapter in found if chapter is not None]


def _made(context: Context, told: Told, chapters: Mapping[str, ChapterMaker]) -> Chapter | None:
    return chapters[told.chapter](msgspec.structs.replace(context, detail=told.detail))


def _cover(context: Context, opened: _Frozen, chapters: tuple[Chapter, ...]) -> Document:
    about, audience = context.about, context.audience
    edition = opened.edition
    return Document(
        plan=opened.plan.uuid,
        title=context.typed(about.title) or context.say("declaration.untitled"),
        company=context.typed(about.company),
        department=_department(context),
        author=context.typed(about.author),
        language=context.language,
        audience=audience.key,
        audience_title=_audience_title(context),
        parameter=context.parameter if audience.parameter else "",
        confidential_mark=context.say("declaration.confidential_mark"),
        edition=edition,
        edition_title=context.say("declaration.draft")
        if edition is None
        else context.say("declaration.edition", number=edition),
        date=opened.date,
        hash=opened.hash,
        history_row=opened.history_row,
        unit=context.unit.title,
        currency=about.currency,
        fiscal_start=about.fiscal_start,
        chapters=chapters,
        language_note=_language_note(context),
        changes_note=changes_note(context, chapters),
        app_version=opened.app_version,
        unit_size=context.unit.size,
        dates=dates(context, chapters),
    )


def _department(context: Context) -> str:
    """Whose plan it is: the marketing department."""
    departments = context.plan.items(Department)
    return next((context.named(each.id) for each in departments if each.function == "marketing"), "")


def _language_note(context: Context) -> str:
    """That typed texts stay as typed, when the plan is written in another language than the document."""
    written = context.about.language
    if written == context.language or not any(_typed_texts(context.plan)):
        return ""
    return context.say("declaration.language_note", language=context.choice("About.language", written))


def _typed_texts(plan: Plan) -> Iterator[bool]:
    for item in plan:
        for name, described in describe(type(item)).items():
            if described.field.shape in ("text", "long_text"):
                value = getattr(item, name)
                yield isinstance(value, str) and bool(value)


def worked_through(
    context: Context, chapters: list[Chapter], makers: Mapping[str, ChapterMaker]
) -> Iterator[Chapter]:
    """The chapters with the values of their expressions put in.

    An expression that leads out of the document (to a table of a chapter that this audience doesn't get)
    becomes its value.
    """
    inside = {
        block.key: block for chapter in chapters for block in chapter.blocks if isinstance(block, Table)
    }
    sheet = Sheet({**_support(context, inside, makers), **inside})
    for chapter in chapters:
        blocks = tuple(_worked_through(block, sheet, inside) for block in chapter.blocks)
        yield msgspec.structs.replace(chapter, blocks=blocks)


def _support(
    context: Context, inside: Mapping[str, Table], makers: Mapping[str, ChapterMaker]
) -> dict[str, Table]:
    """Tables of chapters that aren't told but are referred to; made in full, for their values only."""
    found: dict[str, Table] = {}
    waiting = list(inside.values())
    while waiting:
        wanted = _referred_to(waiting) - found.keys() - inside.keys()
        waiting = []
        for chapter in sorted({key.partition(".")[0] for key in wanted} & makers.keys()):
            made = _made(context, Told(chapter, "full"), makers)
            tables = [block for block in (made.blocks if made else ()) if isinstance(block, Table)]
            fresh = [table for table in tables if table.key not in found and table.key not in inside]
            found.update({table.key: table for table in fresh})
            waiting += fresh
    return found


def _referred_to(tables: list[Table]) -> set[str]:
    return {
        reference.target[0]
        for table in tables
        for row in table.rows
        for cell in row.cells
        if cell.expression is not None
        for reference in references_in(cell.expression)
    }


def _worked_through(block: Block, sheet: Sheet, inside: Mapping[str, Table]) -> Block:
    if isinstance(block, Table):
        columns = [column.key for column in block.columns]
        rows = tuple(_row(block.key, row, columns, sheet, inside) for row in block.rows)
        return msgspec.structs.replace(block, rows=rows)
    if isinstance(block, KeyFigures):
        figures = tuple(
            msgspec.structs.replace(each, cell=_figure_cell(each.cell, sheet, inside))
            for each in block.figures
        )
        return msgspec.structs.replace(block, figures=figures)
    return block


def _row(table: str, row: Row, columns: list[str], sheet: Sheet, inside: Mapping[str, Table]) -> Row:
    if all(cell.expression is None for cell in row.cells):
        return row
    cells = tuple(
        cell if cell.expression is None else _filled(cell, sheet, (table, row.id, key), inside)
        for key, cell in zip(columns, row.cells, strict=True)
    )
    return msgspec.structs.replace(row, cells=cells)


def _filled(cell: Cell, sheet: Sheet, at: tuple[str, ...], inside: Mapping[str, Table]) -> Cell:
    """A value of the stored results stays; any other is what the expression gives."""
    found = cell if cell.number is not None else _valued(cell, sheet.value(at))
    return _inside_only(found, inside)


def _figure_cell(cell: Cell, sheet: Sheet, inside: Mapping[str, Table]) -> Cell:
    if cell.expression is None:
        return cell
    found = cell if cell.number is not None else _valued(cell, sheet.of(cell.expression))
    return _inside_only(found, inside)


def _valued(cell: Cell, value: object) -> Cell:
    """The cell with its value. Sums of what isn't set are not set; a ratio can't be worked out."""
    if value is not None:
        return msgspec.structs.replace(cell, number=value, missing="")
    ratio = cell.expression is not None and _divides(cell.expression)
    return msgspec.structs.replace(cell, missing=cell.missing or ("not_available" if ratio else "unset"))


def _divides(expression: Expression) -> bool:
    """Whether it divides by anything but a plain number (the display unit)."""
    match expression:
        case Operation(op="/", left=left, right=right):
            return not isinstance(right, Number) or _divides(left)
        case Operation(left=left, right=right):
            return _divides(left) or _divides(right)
        case Call(arguments=arguments):
            return any(map(_divides, arguments))
    return False


def _inside_only(cell: Cell, inside: Mapping[str, Table]) -> Cell:
    expression = cell.expression
    if expression is None or all(each.target[0] in inside for each in references_in(expression)):
        return cell
    return msgspec.structs.replace(cell, expression=None)
