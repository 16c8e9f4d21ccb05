"""The assumptions of a forecast, at the left: each a slider with its range, its source and a type-in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QScrollArea, QVBoxLayout, QWidget

from kakehashi.forecast.what_if import LEADS, Assumption
from kakehashi.plan.amounts import display_unit
from kakehashi.plan.basis import About
from kakehashi.plan.item import Figure
from kakehashi.plan.plan import Plan
from kakehashi.plan.reading_values import folded, read_value
from kakehashi.plan.telling import period_words
from kakehashi.plan.values import BadValue
from kakehashi.ui.grounds import ground, hairline
from kakehashi.ui.labels import label
from kakehashi.ui.look import Look
from kakehashi.ui.marked_line import MarkedLine
from kakehashi.ui.slider import RangeSlider
from kakehashi.words import Message, number

_EDIT = 74  # px
_MONEY_MORE = 1  # a deal is small beside the display unit: one digit more


class AssumptionRow(QWidget):
    """One assumption. `moved(key, value)` follows every step of the slider and whatever is typed."""

    moved = Signal(str, object)

    def __init__(self, look: Look, assumption: Assumption, plan: Plan, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self._plan, self._assumption = plan, assumption
        self._name = look.say(assumption.name)
        self._money = display_unit(plan.only(About), look.language)
        self.value = assumption.value
        self.title = label(look, self._name, 13, parent=self)
        self.edit = _Typed(look, look.say("ui.simulation.typed", name=self._name), self)
        self.unit = label(look, self._unit(), 11, token="text2", parent=self)
        self.slider = RangeSlider(look, self._name, self)
        self.source = MarkedLine(look, self)
        self.range = label(look, "", 11, token="text2", parent=self)
        self.slider.moved.connect(self._slid)
        self.edit.typed.connect(self._typed)
        self.edit.given_up.connect(self._show_value)
        self._lay_out()
        self.show_assumption(assumption, plan, assumption.value)

    def show_assumption(self, assumption: Assumption, plan: Plan, value: Decimal) -> None:
        """The assumption of a plan as it is now, and the value that is tried."""
        self._plan, self._assumption = plan, assumption
        figure = assumption.figure
        self.slider.set_reach(assumption.least, assumption.most, assumption.step)
        self.slider.set_planned(assumption.value, figure.low, figure.high)
        self.range.setText(self._range(figure))
        self.set_value(value)

    def set_value(self, value: Decimal) -> None:
        """Stand at this value; nobody is told."""
        self.value = value
        self.slider.set_exact(value)
        self._show_value()

    def _lay_out(self) -> None:
        rows = QVBoxLayout(self)
        rows.setContentsMargins(16, 7, 14, 7)
        rows.setSpacing(1)
        above, below = QHBoxLayout(), QHBoxLayout()
        above.setSpacing(4)
        self.title.setWordWrap(True)
        above.addWidget(self.title, 1)
        above.addWidget(self.edit)
        above.addWidget(self.unit)
        below.setSpacing(8)
        below.addWidget(self.source, 1)
        below.addWidget(self.range, 0, Qt.AlignmentFlag.AlignTop)
        rows.addLayout(above)
        rows.addWidget(self.slider)
        rows.addLayout(below)

    def _slid(self, value: Decimal) -> None:
        self.value = value
        self._show_value()
        self.moved.emit(self._assumption.key, value)

    def _typed(self, words: str) -> None:
        """What was typed, in the unit beside it; what is wrong with it stands below, the words stay."""
        if words == self._shown(self.value):
            self._show_value()
            return
        described, language = self._assumption.described, self._look.language
        if self._assumption.unit == "rate" and not folded(words).endswith("%"):
            words = f"{words}%" if words.strip() else ""
        try:
            found = read_value(described, words, self._plan, language, money=self._money.size)
        except BadValue as error:
            self.source.show_line(self._look.say(error.problem), "bad", "bad")
            return
        value = self._assumption.value if found is None else Decimal(found)
        self.set_value(value)
        self.moved.emit(self._assumption.key, value)

    def _show_value(self) -> None:
        self.edit.setText(self._shown(self.value))
        self.slider.setAccessibleDescription(f"{self._shown(self.value)} {self.unit.text()}")
        planned = self._assumption.value
        if self.value != planned:
            said = self._look.say("ui.simulation.in_plan", value=f"{self._shown(planned)}{self._glued()}")
            self.source.show_line(said, "text", None)
            return
        self._show_source(self._assumption.figure)

    def _show_source(self, figure: Figure) -> None:
        look, passport = self._look, figure.passport
        if self._assumption.key == LEADS:
            self.source.show_line(look.say("ui.simulation.by_measure"), "text2", None)
        elif passport is None:
            self.source.show_line(look.say("ui.no_passport"), "warn", "warn")
        else:
            parts = [look.say(f"choice.Passport.origin.{passport.origin}")]
            if passport.sample_size is not None:
                parts.append(look.say("ui.sample", count=number(Decimal(passport.sample_size))))
            self.source.show_line(look.say("ui.comma").join(parts), "text2", None)
            if passport.source:
                where = Message(
                    "ui.simulation.source",
                    {"source": passport.source, "period": period_words(passport.period)},
                )
                self.source.setToolTip(look.say(where).strip())

    def _range(self, figure: Figure) -> str:
        if figure.low is None or figure.high is None:
            return ""
        return f"{self._shown(figure.low)}–{self._shown(figure.high)}{self._glued()}"

    def _shown(self, value: Decimal) -> str:
        match self._assumption.unit:
            case "money":
                more = _MONEY_MORE if self._money.size > 1 else 0
                return number(value / self._money.size, self._money.digits + more)
            case "rate":
                return number(value * 100, 0 if self._assumption.key == LEADS else 1)
        return number(value, 1)

    def _unit(self) -> str:
        unit = self._assumption.unit
        return self._money.name if unit == "money" else self._look.say(f"unit.{unit}")

    def _glued(self) -> str:
        """What stands behind a figure in a sentence; money is said in the unit beside the slider."""
        match self._assumption.unit:
            case "money":
                return ""
            case "rate":
                return self._unit()
        return self._look.say("ui.with_unit", value="", unit=self._unit())


class _Typed(QLineEdit):
    """A figure to be typed over; Enter or leaving takes it, Esc gives it up."""

    typed = Signal(str)
    given_up = Signal()

    def __init__(self, look: Look, name: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setFont(look.font(15))
        self.setObjectName("field")
        self.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.setFixedWidth(look.scaled(_EDIT))
        self.editingFinished.connect(lambda: self.typed.emit(self.text()))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.given_up.emit()
            self.selectAll()
        else:
            super().keyPressEvent(event)


class AssumptionList(QScrollArea):
    """All rows, to scroll. `moved(key, value)` as of a row."""

    moved = Signal(str, object)

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self.rows: dict[str, AssumptionRow] = {}
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName(look.say("ui.simulation.assumptions"))
        self.viewport().setAutoFillBackground(False)

    def show_assumptions(
        self, found: Sequence[Assumption], plan: Plan, values: Mapping[str, Decimal]
    ) -> None:
        """These assumptions and what is tried of them; rows that are there already keep their focus."""
        if [each.key for each in found] != list(self.rows) or self.widget() is None:
            self._rebuild(found, plan)
        for each in found:
            self.rows[each.key].show_assumption(each, plan, values.get(each.key, each.value))

    def _rebuild(self, found: Sequence[Assumption], plan: Plan) -> None:
        sheet = QWidget()
        ground(sheet, self._look, "surface")
        column = QVBoxLayout(sheet)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self.rows = {}
        for each in found:
            row = AssumptionRow(self._look, each, plan, sheet)
            row.moved.connect(self.moved)
            self.rows[each.key] = row
            column.addWidget(row)
            column.addWidget(hairline(self._look, "line", sheet))
        hint = label(self._look, self._look.say("ui.simulation.hint"), 11.5, token="text2", parent=sheet)
        hint.setWordWrap(True)
        hint.setContentsMargins(16, 10, 14, 10)
        column.addWidget(hint)
        column.addStretch(1)
        self.setWidget(sheet)
