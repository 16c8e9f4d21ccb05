"""The window at work, against a bare Qt widget that does the same: a key in a grid, a change of page.

A key: in a grid of 5,000 budget lines x 36 months of an open plan file, a digit opens a cell, another one is
typed, Enter puts the value into the plan and goes down. Each key is timed until the grid is painted, at the
pace of a quick typist; the 95th percentile of all keys counts. The file is written right after the paint (the
value is checked before it); results worked out beside the window that arrive with a key are in it. The floor
is a bare QTableView over a table model of the same size that keeps what is typed in a dict: no plan, no file,
Qt's own cells; measured while nothing is worked out.

A page: in the main window with a plan of 20,000 items, from one page to another until it is painted: every
page of the window, at the first visit (which makes it) and at two later ones; the 95th percentile of all
visits counts. The window is started as a person starts it and at rest: results are there, modules are loaded.
What a page leaves for right after the paint (the inspector, pictures and trees that are drawn beside the
window) is measured by itself: the longest piece in one go, against 50 ms, below which nobody feels it. The
floor is a bare QWidget page, made anew, with a table of as many rows and fifteen labels, in a window of the
same size.

Both are measured by the CPU time of the window's thread: what other programs do meanwhile is not in it.
Both sides run in turn in one process on Qt's offscreen platform, so that a busy machine is busy for both.
"""

from __future__ import annotations

import os
import statistics
import time
from collections.abc import Callable
from decimal import Decimal
from functools import partial
from pathlib import Path
from typing import Any

from tests.benchmarks.large_plan import large_plan
from tests.benchmarks.timing import Ratio

from kakehashi.open_plan import OpenPlan
from kakehashi.plan.basis import About
from kakehashi.plan.budget import BudgetCategory, BudgetLine
from kakehashi.plan.item import Item
from kakehashi.plan.kinds import only_id
from kakehashi.plan.months import months_from
from kakehashi.plan.plan import Plan
from kakehashi.plan.position import spread
from kakehashi.storage.plan_file import PlanFile

ROWS, MONTHS = 5_000, months_from("2027-04", 36)
BLOCKS, ENTRIES = 5, 8
PACE, BARE_PACE = 120, 20  # ms between two keys; the bare view has nothing to do meanwhile
VISITS, AT_ONCE = 3, 0.05  # of each page; s


def measure(folder: Path) -> list[Ratio]:
    """Keystroke to paint, and page switch."""
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    return [_keys(folder / "lines.kakehashi"), *_pages(folder / "many.kakehashi")]


def _opened(path: Path, plan: Plan) -> Callable[[bool], OpenPlan]:
    PlanFile.create(path, plan.uuid, plan, app_version="0", at="2027-04-01T09:00:00").close()
    return lambda read_only: OpenPlan.open(
        path, person="", clock=lambda: "2027-05-01T09:00:00", read_only=read_only
    )


def _lines() -> Plan:
    keys = spread(ROWS)
    items: list[Item] = [About(id=only_id("About"), months=36, first_month=MONTHS[0])]
    items += [BudgetCategory(id=f"c{n}", name=f"区分{n}", position=keys[n]) for n in range(4)]
    items += [
        BudgetLine(
            id=f"b{n}",
            position=keys[n],
            name=f"ウェビナー配信費 {n}",
            category=f"c{n % 4}",
            planned={month: Decimal(100_000 + 10_000 * (n % 90)) for month in MONTHS},
        )
        for n in range(ROWS)
    ]
    return Plan("lines", items)


def _keys(path: Path) -> Ratio:
    from PySide6.QtWidgets import QTableView

    from kakehashi.ui.application import Program, Wanted, application

    app = application()
    program = Program(app, Wanted(file=path, opener=lambda _p, ro: opener(ro), language="ja", theme="light"))
    opener = _opened(path, _lines())
    program.start()
    window: Any = program.window
    grid = _grid(window)
    bare = QTableView()
    bare.setModel(_bare_model(ROWS, len(MONTHS) + 1, bare))
    bare.resize(grid.size())
    bare.show()
    mine: list[float] = []
    theirs: list[float] = []
    for block in range(BLOCKS + 1):
        _be_quiet(window)
        for view, times, pace in ((bare, theirs, BARE_PACE), (grid, mine, PACE)):
            cells = [(10 * block + n, 2 + block % 6) for n in range(ENTRIES)]
            found = [each for cell in cells for each in _entered(view, *cell, pace)]
            times += found if block else []
    program.finish()
    window.close()
    bare.close()
    return Ratio(
        "keystroke to paint, p95, 5,000 rows x 36 months / bare QTableView",
        _p95(mine),
        _p95(theirs),
        bound=3.0,
    )


def _grid(window: Any) -> Any:
    """The grid of months as the window's page."""
    from kakehashi.plan.pasting import Column
    from kakehashi.ui.grid import SHEET_ROW, Grid
    from kakehashi.ui.grid_cells import GridColumn, GridRow
    from kakehashi.ui.grid_model import GridModel

    class Months(GridModel):
        def show_state(self, state: Any) -> None:
            lines = state.plan.items(BudgetLine)
            rows = [GridRow(key=each.id, item=each.id, kind="BudgetLine") for each in lines]
            columns = [GridColumn(key="name", title="施策", column=Column("name"), width=180)]
            columns += [
                GridColumn(key=month, title=month, column=Column("planned", month), right=True, width=60)
                for month in MONTHS
            ]
            self.show(state.plan, rows, columns)

    window.furnish()
    window.go_to("budget")
    look, editor = window._look, window.editor
    grid = Grid(look, editor, Months(look, editor), "予算", row_height=SHEET_ROW)
    page = window.page
    page._views_made["BudgetLine"] = grid  # the page shows it as the view of that kind
    page._body.addWidget(grid)
    page.choose_view("BudgetLine")
    return grid


def _bare_model(rows: int, columns: int, parent: Any) -> Any:
    from PySide6.QtCore import QAbstractTableModel, QModelIndex, Qt

    class Bare(QAbstractTableModel):
        def __init__(self) -> None:
            super().__init__(parent)
            self.kept: dict[tuple[int, int], str] = {}

        def rowCount(self, _parent: Any = QModelIndex()) -> int:  # noqa: B008
            return rows

        def columnCount(self, _parent: Any = QModelIndex()) -> int:  # noqa: B008
            return columns

        def flags(self, index: Any) -> Any:
            return super().flags(index) | Qt.ItemFlag.ItemIsEditable

        def data(self, index: Any, role: int = 0) -> Any:
            if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.EditRole):
                place = (index.row(), index.column())
                return self.kept.get(place) or f"{10 + (place[0] + place[1]) % 90}"
            return None

        def setData(self, index: Any, value: Any, role: int = 2) -> bool:
            self.kept[index.row(), index.column()] = str(value)
            self.dataChanged.emit(index, index)
            return True

    return Bare()


def _be_quiet(window: Any) -> None:
    """Wait until nothing is worked out beside the window."""
    from PySide6.QtTest import QTest

    session = window._session
    QTest.qWait(50)
    while session._worker is not None or session._idle.isActive():
        QTest.qWait(50)


def _entered(view: Any, row: int, column: int, pace: int) -> list[float]:
    """A digit, another digit, Enter: seconds of each until painted."""
    from PySide6.QtCore import Qt
    from PySide6.QtTest import QTest
    from PySide6.QtWidgets import QLineEdit

    view.setCurrentIndex(view.model().index(row, column))
    view.setFocus()
    found = []
    for key in (Qt.Key.Key_4, Qt.Key.Key_2, Qt.Key.Key_Return):
        target = view.viewport().findChild(QLineEdit) or view
        start = time.thread_time()
        QTest.keyClick(target, key)
        _painted(view)
        found.append(time.thread_time() - start)
        QTest.qWait(pace)
    return found


def _painted(view: Any) -> None:
    """Let Qt paint what is to be painted: its paints are posted events."""
    from PySide6.QtWidgets import QApplication

    QApplication.sendPostedEvents()
    view.viewport().repaint(0, 0, 1, 1)


def _p95(times: list[float]) -> float:
    return statistics.quantiles(times, n=20)[-1]


def _pages(path: Path) -> list[Ratio]:
    from kakehashi.ui.application import Program, Wanted, application
    from kakehashi.ui.chapter_words import ABOUT
    from kakehashi.ui.views import OVERVIEW, OWN_PAGES

    opener = _opened(path, large_plan())
    program = Program(
        application(), Wanted(file=path, opener=lambda _p, ro: opener(ro), language="ja", theme="light")
    )
    program.start()
    window: Any = program.window
    _be_at_rest(program)
    floor = _BarePages(window.size())
    mine: list[float] = []
    theirs: list[float] = []
    late: list[float] = []
    _until_painted(floor.switch)
    for page in (*ABOUT, *OWN_PAGES, OVERVIEW) * VISITS:
        _be_quiet(window)
        theirs.append(_until_painted(floor.switch))
        mine.append(_until_painted(partial(window.go_to, page)))
        late.append(_longest_piece())
    program.finish()
    window.close()
    floor.window.close()
    return [
        Ratio("page switch, 20,000 items, p95 / bare QWidget page", _p95(mine), _p95(theirs), bound=3.0),
        Ratio("longest piece of work after the paint of a page / 50 ms", max(late), AT_ONCE, bound=1.0),
    ]


def _be_at_rest(program: Any) -> None:
    """Wait until the window is complete and has loaded what its pages are made of."""
    from PySide6.QtTest import QTest

    window: Any = program.window
    while program._beforehand is None or program._beforehand.isActive():
        QTest.qWait(50)
    _be_quiet(window)


def _until_painted(work: Callable[[], object]) -> float:
    """CPU seconds of this thread until what the work asks for is painted: Qt's paints are posted events."""
    from PySide6.QtWidgets import QApplication

    start = time.thread_time()
    work()
    QApplication.sendPostedEvents()
    return time.thread_time() - start


def _longest_piece() -> float:
    """CPU seconds of the longest stretch in which no event came through, until the page has its rest."""
    from PySide6.QtCore import QCoreApplication, QEvent

    found, end = 0.0, time.perf_counter() + 0.2
    while time.perf_counter() < end:
        start = time.thread_time()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
        QCoreApplication.processEvents()
        found = max(found, time.thread_time() - start)
        time.sleep(0.002)
    return found


class _BarePages:
    """A window whose page is a table with labels above it, made anew at each switch."""

    def __init__(self, size: Any) -> None:
        from PySide6.QtWidgets import QMainWindow

        self.window = QMainWindow()
        self.window.resize(size)
        self.window.show()

    def switch(self) -> None:
        """Another page."""
        from PySide6.QtWidgets import QLabel, QTableView, QVBoxLayout, QWidget

        page = QWidget()
        rows = QVBoxLayout(page)
        for number in range(15):
            rows.addWidget(QLabel(f"施策 {number}"))
        table = QTableView()
        table.setModel(_bare_model(5_000, 12, table))
        rows.addWidget(table, 1)
        self.window.setCentralWidget(page)
