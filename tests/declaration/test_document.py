"""What holds for every document: languages, structure, bytes, words, pictures."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.declaration.plans import CURIOUS, EVERYTHING, draft, rich_plan, starter_plan, told
from tests.declaration.test_confidentiality_law import sample
from tests.drawing.faults import colliding_labels, overflows, repeated_ids
from tests.plan.drawn import plans

from kakehashi.declaration.audience import AUDIENCES, Audience, Told
from kakehashi.declaration.blocks import (
    Block,
    Cell,
    Chart,
    Document,
    KeyFigures,
    Picture,
    Prose,
    Table,
    tables,
)
from kakehashi.declaration.document import document
from kakehashi.declaration.evaluation import Circular, Sheet, evaluated
from kakehashi.plan.basis import About
from kakehashi.plan.formula import Reference, references_in
from kakehashi.plan.organization import Partner
from kakehashi.plan.plan import Plan
from kakehashi.words import LANGUAGES, Language

pytestmark = pytest.mark.once

ALL = (*AUDIENCES.values(), EVERYTHING, CURIOUS)
by_key = pytest.mark.parametrize("audience", ALL, ids=lambda each: each.key)


def blocks(found: Document) -> Iterator[Block]:
    for chapter in found.chapters:
        yield from chapter.blocks


@by_key
@pytest.mark.parametrize("seed", range(12))
def test_both_languages_hold_the_same_figures(audience: Audience, seed: int) -> None:
    _same_figures(starter_plan() if seed == 0 else rich_plan(seed), audience)


def _same_figures(plan: Plan, audience: Audience) -> None:
    source = draft(plan)
    japanese, english = (document(source, audience, language) for language in ("ja", "en"))
    assert [chapter.key for chapter in japanese.chapters] == [chapter.key for chapter in english.chapters]
    assert [shape(block) for block in blocks(japanese)] == [shape(block) for block in blocks(english)]
    for one, other in zip(cells(japanese), cells(english), strict=True):
        assert figure_of(one) == figure_of(other)
        assert same(one.number, other.number, japanese.unit_size, english.unit_size)


def shape(block: Block) -> Any:
    """The structure of a block, without its words."""
    if isinstance(block, Table):
        columns = [(column.key, column.kind, column.closed) for column in block.columns]
        rows = [(row.id, row.item, row.style, row.mark) for row in block.rows]
        return block.key, block.role, columns, rows
    if isinstance(block, Chart):
        return block.key, block.table, block.series, block.categories
    if isinstance(block, KeyFigures):
        return block.key, [figure.key for figure in block.figures]
    if isinstance(block, Prose):
        return block.key, len(block.paragraphs), len(block.items)
    return block.key, block.table


def cells(found: Document) -> Iterator[Cell]:
    for block in blocks(found):
        if isinstance(block, Table):
            for row in block.rows:
                yield from row.cells
        elif isinstance(block, KeyFigures):
            yield from (figure.cell for figure in block.figures)


def figure_of(cell: Cell) -> Any:
    references = list(references_in(cell.expression)) if cell.expression is not None else None
    return cell.assumption, cell.name, cell.tone, cell.missing, references, cell.kind


def same(one: Decimal | None, other: Decimal | None, size: int, other_size: int) -> bool:
    """Equal, or equal in full units: English shows ¥ M where Japanese shows 万円."""
    if one is None or other is None:
        return one is other
    return one == other or abs(one * size - other * other_size) <= abs(one * size) * Decimal("1e-25")


def test_english_has_no_ten_thousands() -> None:
    japanese, english = told(starter_plan(), EVERYTHING, "ja"), told(starter_plan(), EVERYTHING, "en")
    assert (japanese.unit, japanese.unit_size) == ("万円（税抜）", 10_000)
    assert (english.unit, english.unit_size) == ("¥ M (excl. tax)", 1_000_000)


@by_key
@given(plan=plans(), language=st.sampled_from(LANGUAGES))
@settings(max_examples=40, deadline=None)
def test_any_plan_can_be_told(audience: Audience, plan: Plan, language: Language) -> None:
    found = told(plan, audience, language)
    assert [chapter.key for chapter in found.chapters] == [each.chapter for each in audience.chapters]
    sound(found)


@by_key
@pytest.mark.parametrize("seed", range(20))
def test_a_rich_plan_is_told_soundly(audience: Audience, seed: int) -> None:
    sound(told(rich_plan(seed), audience, LANGUAGES[seed % 2]))


def sound(found: Document) -> None:
    """No empty blocks, no key twice, nothing that leads out of the document, values as evaluated."""
    every = list(blocks(found))
    assert len({block.key for block in every}) == len(every)
    for chapter in found.chapters:
        assert chapter.blocks or chapter.sentence
        assert chapter.title
    for block in every:
        full(block, tables(found))
    values = evaluated(found)
    for table in tables(found).values():
        keys = [column.key for column in table.columns]
        assert len(set(keys)) == len(keys)
        assert len({row.id for row in table.rows}) == len(table.rows)
        for row in table.rows:
            for key, cell in zip(keys, row.cells, strict=True):
                if cell.expression is not None:
                    assert (values[table.key, row.id, key] is None) == (cell.number is None)
                    assert (cell.number is None) == bool(cell.missing)


_LEFT_EMPTY = {
    ("approval.approvers", "person"),  # signed by hand
    ("approval.approvers", "seal"),
    ("review.matrix", "low"),  # its columns are the places that risks may have
}


@pytest.mark.parametrize("audience", AUDIENCES.values(), ids=lambda each: each.key)
def test_no_column_of_the_sample_is_empty(audience: Audience) -> None:
    plan = sample("ja")
    partner = plan.items(Partner)[0].id
    found = document(draft(plan), audience, "ja", parameter=partner if audience.parameter else "")
    empty = {
        (table.key, column.key)
        for table in tables(found).values()
        for at, column in enumerate(table.columns)
        if all(_is_blank(row.cells[at]) for row in table.rows)
    }
    assert empty <= _LEFT_EMPTY


def _is_blank(cell: Cell) -> bool:
    return not cell.value and cell.number is None and cell.expression is None


def full(block: Block, found: dict[str, Table]) -> None:
    match block:
        case Table():
            assert block.rows
            assert block.title
            assert any(cell.value or cell.number is not None for row in block.rows for cell in row.cells)
        case Prose():
            assert block.paragraphs or block.items
        case KeyFigures():
            assert block.figures
        case Chart() | Picture():
            assert block.scene.shapes
            assert block.title
            assert len(block.description) > len(block.title) or block.description.endswith(("。", "."))
            assert block.scene.description == block.description
            assert not block.table or block.table in found
            if isinstance(block, Chart):
                rows = {row.id for row in found[block.table].rows}
                columns = {column.key for column in found[block.table].columns}
                assert set(block.series) <= rows
                assert set(block.categories) <= columns


@by_key
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_same_document_has_the_same_bytes(audience: Audience, language: Language) -> None:
    plan = starter_plan(closed="2027-07")
    turned = Plan(plan.uuid, reversed(list(plan)))
    found = told(plan, audience, language)
    raw = msgspec.json.encode(found)
    assert msgspec.json.encode(told(turned, audience, language)) == raw
    assert msgspec.json.decode(raw, type=Document) == found


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_text_of_a_picture_leaves_its_box(language: Language) -> None:
    for plan in (starter_plan(), starter_plan(closed="2027-07"), *(rich_plan(seed) for seed in range(6))):
        for block in blocks(told(plan, EVERYTHING, language)):
            if isinstance(block, (Chart, Picture)):
                assert not overflows(block.scene), block.key
                assert not repeated_ids(block.scene), block.key


def test_pictures_of_the_starter_can_be_read() -> None:
    for language in LANGUAGES:
        for block in blocks(told(starter_plan(), AUDIENCES["executives"], language)):
            if isinstance(block, (Chart, Picture)):
                assert not colliding_labels(block.scene), (language, block.key)


def test_what_is_missing_is_said_in_one_sentence() -> None:
    found = told(Plan("empty"), EVERYTHING)
    sentences = {chapter.key: chapter.sentence for chapter in found.chapters}
    assert sentences["budget"] == "予算は、まだ入力されていません。"
    assert sentences["organization"] == "体制は、まだ入力されていません。"
    assert sentences["metrics"] == "指標は、まだ入力されていません。"
    assert sentences["simulation"] == "リードから受注までのステップが、まだ入力されていません。"
    assert found.title == "マーケティング計画"


def test_a_draft_says_that_it_is_one_and_how_old() -> None:
    found = told(starter_plan(), AUDIENCES["finance"])
    assert (found.edition, found.edition_title, found.date) == (None, "案", "2027-03-01")
    assert (found.history_row, found.hash) == ("0102", "c0ffee")
    assert found.department == "マーケティング部"
    assert found.confidential_mark == "社外秘"


def test_texts_that_stay_in_another_language_are_announced() -> None:
    plan = starter_plan("ja")
    assert told(plan, EVERYTHING, "en").language_note == ""  # the starter brings both languages
    about = msgspec.structs.replace(plan.only(About), company="ツムギ計測株式会社")
    typed = plan.with_items({about.id: about})
    assert told(typed, EVERYTHING, "ja").language_note == ""
    note = told(typed, EVERYTHING, "en").language_note
    assert "Japanese" in note
    assert told(typed, EVERYTHING, "en").company == "ツムギ計測株式会社"


def test_an_expression_that_leads_to_another_chapter_becomes_its_value() -> None:
    plan = starter_plan()
    alone = msgspec.structs.replace(EVERYTHING, chapters=(Told("summary"),))
    whole, part = told(plan, EVERYTHING), told(plan, alone)
    table = tables(part)["budget.categories"]
    for row, other in zip(table.rows, tables(whole)["budget.categories"].rows, strict=True):
        for cell, same_cell in zip(row.cells, other.cells, strict=True):
            assert cell.number == same_cell.number
            for reference in references_in(cell.expression) if cell.expression is not None else ():
                assert reference.target[0] in tables(part)


def test_a_circle_of_expressions_is_our_mistake() -> None:
    found = told(starter_plan(), EVERYTHING)
    here = tables(found)["budget.frame"]
    row = here.rows[0]
    circle = Cell(expression=Reference((here.key, row.id, "amount")))
    broken = msgspec.structs.replace(
        here, rows=(msgspec.structs.replace(row, cells=(row.cells[0], circle)), *here.rows[1:])
    )
    with pytest.raises(Circular):
        Sheet({here.key: broken}).value((here.key, row.id, "amount"))
