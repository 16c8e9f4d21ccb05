"""Targets and actuals of the metrics as a sheet: two rows a metric, a column a month, the year, the trend."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from kakehashi.drawing.scene import Scene
from kakehashi.drawing.sparkline import Sparkline, sparkline
from kakehashi.plan.metric_months import SIDES, MetricMonths, MetricSheet, Side, from_data, metric_sheet
from kakehashi.plan.metrics import Metric
from kakehashi.plan.naming import name_of
from kakehashi.plan.pasting import Column
from kakehashi.ui.amounts import bare_of_metric
from kakehashi.ui.editor import Editor
from kakehashi.ui.grid_cells import Cell, GridColumn, GridRow, Tone
from kakehashi.ui.grid_model import GridModel
from kakehashi.ui.look import Look
from kakehashi.ui.session import State
from kakehashi.words import MISSING, Message, in_language, month, number, shown

NAME, WHICH, YEAR, REACHED, TREND = "name", "which", "year", "reached", "trend"
_NAME_MOST, _MONTHS = 320, 940  # px of the names at most, of what stands beside them
_NAME_WIDTH, _WHICH_WIDTH, _MONTH_WIDTH, _YEAR_WIDTH, TREND_WIDTH = 150, 62, 52, 68, 72


class MetricModel(GridModel):
    """See the module. Actuals that were taken from data are read-only."""

    sortable = False

    def __init__(self, look: Look, editor: Editor) -> None:
        super().__init__(look, editor)
        self.sheet: MetricSheet | None = None
        self.name_width = _NAME_WIDTH
        self._by_id: Mapping[str, MetricMonths] = {}
        self._trends: dict[str, tuple[MetricMonths, Scene]] = {}

    def show_state(self, state: State) -> None:
        sheet = self.sheet = metric_sheet(state.plan)
        self._by_id = {each.metric.id: each for each in sheet.metrics}
        rows = [
            GridRow(key=f"{each.metric.id}:{side}", item=each.metric.id, kind="Metric")
            for each in sheet.metrics
            for side in SIDES
        ]
        self.show(state.plan, rows, self._columns(sheet))

    def _columns(self, sheet: MetricSheet) -> list[GridColumn]:
        say, language = self.look.say, self.look.language
        closed = self.editor.plan.only(type(self.reader.about)).closed_through
        found = [
            GridColumn(key=NAME, title=say("kind.Metric"), column=Column("name"), width=self.name_width),
            GridColumn(key=WHICH, title="", width=_WHICH_WIDTH),
        ]
        for each in sheet.months:
            is_closed, whole = closed is not None and each <= closed, month(each, language)
            found.append(
                GridColumn(
                    key=each,
                    title=month(each, language, year=False),
                    column=Column("target", each),
                    right=True,
                    help=say("ui.budget.closed_month", month=whole) if is_closed else whole,
                    width=_MONTH_WIDTH,
                    closed=is_closed,
                )
            )
        found += [
            GridColumn(key=YEAR, title=say("ui.metrics.year"), right=True, width=_YEAR_WIDTH, strong=True),
            GridColumn(key=REACHED, title=say("ui.metrics.reached"), right=True, width=62),
            GridColumn(key=TREND, title=say("ui.metrics.trend"), width=TREND_WIDTH),
        ]
        return found

    # Cells -----------------------------------------------------------------------------------------------

    def side(self, row: GridRow) -> Side:
        """Whether a row holds targets or actuals."""
        return "actual" if row.key.endswith(":actual") else "target"

    def cell(self, row: GridRow, column: GridColumn) -> Cell | None:
        side = self.side(row)
        if column.key == NAME:
            return Cell(row.item, Column("name")) if side == "target" else None
        if column.column is None or self._taken(row, column) is not None:
            return None
        return Cell(row.item, Column(side, column.key))

    def text(self, row: GridRow, column: GridColumn) -> str:
        found, side, say = self._by_id[row.item], self.side(row), self.look.say
        match column.key:
            case "name":
                return self._name(found.metric) if side == "target" else self._unit(found.metric)
            case "which":
                return say(f"declaration.which.{side}")
            case "year":
                return self._figure(found.metric, found.year[side])
            case "reached":
                reached = found.reached
                return "" if side == "target" or reached is None else number(reached * 100, 1)
            case "trend":
                return ""
        series = found.target if side == "target" else found.actual
        return self._figure(found.metric, series.get(column.key))

    def said(self, row: GridRow, column: GridColumn) -> str:
        return "" if column.key == TREND else super().said(row, column)

    def tone(self, row: GridRow, column: GridColumn) -> Tone:
        found, side = self._by_id[row.item], self.side(row)
        if column.key == REACHED:
            return "warn" if found.alarm and side == "actual" else ""
        if side == "actual" and column.key in found.alarms:
            return "warn"
        quiet = column.key == WHICH or (column.key == NAME and side == "actual")
        worked_out = side == "actual" and column.key in found.worked_out
        return "quiet" if quiet or worked_out or (side == "target" and column.right) else ""

    def why_not(self, row: GridRow, column: GridColumn) -> str:
        taken = self._taken(row, column)
        if taken is not None:
            return self.look.say("ui.metrics.from_data", source=taken)
        if column.key in (NAME, WHICH, TREND, REACHED):
            return self.trend_words(row.item)
        return super().why_not(row, column)

    def trend_words(self, metric: str) -> str:
        """What is reached to date, and of which threshold, in a sentence."""
        found, sheet = self._by_id[metric], self.sheet
        assert sheet is not None
        if found.reached is None or not sheet.dated:
            return self.look.say("ui.metrics.nothing_reached")
        values: dict[str, object] = {
            "month": month(sheet.dated[-1], self.look.language),
            "reached": number(found.reached * 100, 1),
        }
        if found.metric.alarm is None:
            return self.look.say("ui.metrics.reached_until", **values)
        alarm = number(found.metric.alarm * 100, None)
        return self.look.say("ui.metrics.reached_alarm", **values, alarm=alarm)

    def trend(self, at: int) -> Scene | None:
        """The sparkline of the metric in a row; drawn anew only where its months are others."""
        if not 0 <= at < len(self.rows) or self.sheet is None:
            return None
        found = self._by_id[self.rows[at].item]
        known = self._trends.get(found.metric.id)
        if known is None or known[0] != found:
            months = self.sheet.months
            scene = sparkline(
                Sparkline(
                    key=f"trend:{found.metric.id}",
                    target=tuple(found.target.get(each) for each in months),
                    actual=tuple(found.actual.get(each) for each in months),
                )
            )
            known = self._trends[found.metric.id] = (found, scene)
        return known[1]

    # Words -----------------------------------------------------------------------------------------------

    def _taken(self, row: GridRow, column: GridColumn) -> str | None:
        """Where an actual comes from that was taken from data; None for one that can be typed."""
        if column.column is None:
            return None
        passport = from_data(self._by_id[row.item].metric, self.side(row), column.key)
        if passport is None:
            return None
        origin = Message(f"choice.Passport.origin.{passport.origin}")
        return in_language(passport.source, self.look.language) or self.look.say(origin)

    def _name(self, metric: Metric) -> str:
        return shown(name_of(self.plan, metric), self.look.language)

    def _unit(self, metric: Metric) -> str:
        """'万円・合計': in what it is counted, and how months come together."""
        unit = self.unit.name if metric.unit == "money" else "%" if metric.unit == "rate" else ""
        if not unit:
            unit = self.look.say(f"unit.{metric.unit}")
        rule = self.look.say(f"choice.Metric.combines.{metric.combines}")
        return self.look.say("ui.metrics.unit_and_rule", unit=unit, rule=rule)

    def _figure(self, metric: Metric, value: Decimal | None) -> str:
        if value is None:
            return ""
        if not value:
            return MISSING
        return bare_of_metric(value, metric, self.unit).removesuffix("%")


def name_width(room: int) -> int:
    """How broad the names of rows are in a sheet of months that has so many px."""
    return min(max(_NAME_WIDTH, room - _MONTHS), _NAME_MOST)
