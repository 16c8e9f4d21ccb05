"""The sample's workbooks for all audiences: what they say, and what they show once recalculated.

All of them are recalculated in one run of LibreOffice, as they are and after somebody has typed other
assumptions into them; the same assumptions are put into the plan.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from itertools import product
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import msgspec
import openpyxl
import pytest
from tests.declaration import plans
from tests.declaration.test_confidentiality_law import sample
from tests.plugins.kakehashi_excel import recalculation
from tests.plugins.kakehashi_excel.samples import Made, Told, texts_of

from kakehashi.api import Document, Picture, tables
from kakehashi.declaration.audience import AUDIENCES
from kakehashi.declaration.document import document
from kakehashi.plan.budget import BudgetLine
from kakehashi.plan.metrics import Metric
from kakehashi.plan.organization import Partner
from kakehashi.plan.plan import Plan
from kakehashi.plan.simulation import Economics, FunnelStep
from kakehashi.words import LANGUAGES, Language
from kakehashi_excel import Excel, Settings, manifest
from kakehashi_excel.text import one_line, restored

pytestmark = pytest.mark.once

Key = tuple[str, Language]
KEYS: tuple[Key, ...] = tuple(product(AUDIENCES, LANGUAGES))
DAILY: frozenset[Key] = frozenset({("executives", "ja"), ("finance", "en")})
"""Each audience in one language; the others run in `make soak`."""

MONTH = "2027-09"
EDITED: tuple[Key, ...] = (
    *product(("finance", "marketing"), LANGUAGES),
    *product(("executives", "sales", "it"), ("ja",)),
)

# What somebody types: the cell of a table (by its row, None = any) and the figure.
TYPED: Mapping[str, tuple[str, Decimal]] = {
    "simulation.rates": ("rate", Decimal("0.37")),
    "budget.lines": (MONTH, Decimal(1_234_500)),
    "simulation.terms": ("value", Decimal(7_100_000)),
    "metrics.values": (MONTH, Decimal(77)),
}


def some(keys: Iterable[Key]) -> list[Any]:
    return [key if key in DAILY else pytest.param(key, marks=pytest.mark.slow) for key in keys]


class Calculated(msgspec.Struct, frozen=True):
    """What LibreOffice calculates: of the workbook as it was written, and of the edited one."""

    path: Path
    after: Document | None
    edited: Path | None


@pytest.fixture(scope="module")
def wanted(request: pytest.FixtureRequest) -> frozenset[Key]:
    """Those that a test of this run asks for."""
    here = [item for item in request.session.items if item.path == request.path]
    return frozenset(item.callspec.params["key"] for item in here if hasattr(item, "callspec"))


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory, wanted: frozenset[Key]) -> Mapping[Key, Made]:
    """They, and marketing's, which hold everything."""
    folder = tmp_path_factory.mktemp("sample")
    every = wanted | {("marketing", language) for _, language in wanted}
    return {key: _written(key, folder) for key in KEYS if key in every}


@pytest.fixture(scope="module")
def calculated(
    written: Mapping[Key, Made],
    wanted: frozenset[Key],
    tmp_path_factory: pytest.TempPathFactory,
    soffice: Path,
) -> Mapping[Key, Calculated]:
    out = tmp_path_factory.mktemp("calculated")
    edits = {key: _edited(*written[key], key) for key in EDITED if key in wanted}
    stripped = {key: recalculation.strip_cached(made.path) for key, made in written.items() if key in wanted}
    books = [*stripped.values(), *(path for _, path in edits.values())]
    recalculation.all_converted(books, soffice, out, "xlsx")
    found = {}
    for key, path in stripped.items():
        after, edited = edits.get(key, (None, None))
        found[key] = Calculated(out / path.name, after, edited and out / edited.name)
    return found


def _told(plan: Plan, key: Key) -> Document:
    audience = AUDIENCES[key[0]]
    parameter = plan.items(Partner)[0].id if audience.parameter else ""
    return document(plans.draft(plan), audience, key[1], parameter=parameter)


def _written(key: Key, folder: Path) -> Made:
    told, path = _told(sample(key[1]), key), folder / f"{key[0]}-{key[1]}.xlsx"
    Excel().export(told, Settings(), path, Told())
    return Made(told, path)


def _edited(told: Document, path: Path, key: Key) -> tuple[Document, Path]:
    """The document and the workbook after the same edits."""
    plan, typed, changed = sample(key[1]), {}, {}
    live = "simulation.model" in tables(told)  # elsewhere what is forecast is told by its value
    for table, (column, value) in TYPED.items():
        if (found := tables(told).get(table)) is None or not (live or table == "metrics.values"):
            continue
        at = [each.key for each in found.columns].index(column)
        row = next(row for row in found.rows if row.cells[at].assumption and row.id != "gross_margin")
        typed[table, row.id, column] = float(value)
        assert row.item is not None
        changed[row.item] = _with(plan, row.item, value)
    assert typed
    return _told(plan.with_items(changed), key), recalculation.set_values(path, typed)


def _with(plan: Plan, item: str, value: Decimal) -> Any:
    """An item with the figure in the field that the cell shows."""
    replace = msgspec.structs.replace
    match plan.get(item):
        case FunnelStep() as step:
            return replace(step, rate=replace(step.rate, value=value))
        case BudgetLine() as line:
            return replace(line, planned={**line.planned, MONTH: value})
        case Economics() as economics:
            return replace(economics, deal_value=replace(economics.deal_value, value=value))
        case Metric() as metric:
            return replace(metric, target={**metric.target, MONTH: value})
        case other:
            raise AssertionError(other)


@pytest.mark.parametrize("key", some(KEYS))
def test_recalculated_it_shows_what_the_app_says(
    key: Key, written: Mapping[Key, Made], calculated: Mapping[Key, Calculated]
) -> None:
    here = written[key]
    assert recalculation.compare(here.document, here.path) == []
    assert recalculation.compare(here.document, here.path, _values(calculated[key].path)) == []


@pytest.mark.parametrize("key", some(EDITED))
def test_a_change_in_the_workbook_and_in_the_plan_agree(
    key: Key, written: Mapping[Key, Made], calculated: Mapping[Key, Calculated]
) -> None:
    here, there = written[key], calculated[key]
    assert there.after is not None
    assert there.edited is not None
    values = _values(there.edited)
    assert recalculation.compare(there.after, here.path, values) == []
    assert recalculation.compare(here.document, here.path, values) != []


def _values(path: Path) -> Any:
    return openpyxl.load_workbook(path, data_only=True)


@pytest.mark.parametrize("key", some(KEYS))
def test_every_text_and_picture_is_in_the_file_and_nothing_else(
    key: Key, written: Mapping[Key, Made]
) -> None:
    here = written[key]
    workbook = openpyxl.load_workbook(here.path)
    said = "\n".join(_strings(workbook))
    own = set(_texts(here.document))
    assert [text for text in own if text not in said] == []
    pictures = [each for c in here.document.chapters for each in c.blocks if isinstance(each, Picture)]
    alts = recalculation.alternative_texts(here.path)
    assert [each.key for each in pictures if one_line(each.description or each.title) not in alts] == []
    with ZipFile(here.path) as archive:
        assert sum(name.startswith("xl/media/") for name in archive.namelist()) == len(pictures)
    whole = _encoded(here.document)
    others = {text for text in _texts(written["marketing", key[1]].document) if len(text) > 12}
    assert [text for text in others if text in said and _encoded(text)[1:-1] not in whole] == []


def _encoded(value: object) -> str:
    return msgspec.json.encode(value).decode()


@pytest.mark.parametrize("key", some(KEYS))
def test_the_manifest_tells_of_every_table_and_key_figure(key: Key, written: Mapping[Key, Made]) -> None:
    here = written[key]
    sent = manifest.read(openpyxl.load_workbook(here.path, read_only=True))
    figures = {b.key for c in here.document.chapters for b in c.blocks if hasattr(b, "figures")}
    assert {block["block"] for block in sent["blocks"]} == {*tables(here.document), *figures}
    rows = {
        block["block"]: [row["id"] for row in block["rows"]] for block in sent["blocks"] if "rows" in block
    }
    assert rows == {table: [row.id for row in found.rows] for table, found in tables(here.document).items()}


def _texts(told: Document) -> Iterator[str]:
    for chapter in told.chapters:
        yield from (text for text in (chapter.title, chapter.sentence) if text)
        for block in chapter.blocks:
            yield from texts_of(block)


def _strings(workbook: Any) -> Iterator[str]:
    for sheet in workbook:
        if sheet.title != "kakehashi":
            for row in sheet.iter_rows():
                yield from (restored(cell.value) for cell in row if isinstance(cell.value, str))
