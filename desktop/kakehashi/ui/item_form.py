"""The one item of a kind as a form: what is not sound in it, then every field, in two columns."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from kakehashi.plan.item import Item
from kakehashi.plan.kinds import CHAPTER_OF
from kakehashi.ui.editor import Editor
from kakehashi.ui.fields.form import Form
from kakehashi.ui.fields.place import ItemPlace
from kakehashi.ui.grounds import ground
from kakehashi.ui.item_findings import ItemFindings
from kakehashi.ui.look import Look
from kakehashi.ui.session import State
from kakehashi.ui.values import Reader

_WIDEST = 980


class ItemForm(QScrollArea):
    """See `views`. `gone_to` asks for a chapter and an item that a field refers to."""

    gone_to = Signal(str, str)

    def __init__(self, look: Look, editor: Editor, kind: type[Item], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look, self._editor, self._kind = look, editor, kind
        self._state: State | None = None
        self.setAccessibleName(look.say(f"kind.{kind.__name__}"))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.viewport().setAutoFillBackground(False)
        self.findings = ItemFindings(look, editor)
        self.form = Form(look, kind, broad=True)
        self.form.gone_to.connect(self._go_to)
        self._lay_out()

    def show_state(self, state: State) -> None:
        """Show the item of a plan; what is being typed, focus and scroll position stay."""
        self._state = state
        item = state.plan.only(self._kind)
        found = state.worked.findings if state.worked is not None else None
        self.findings.show_findings(found or (), item.id)
        self.form.show_place(ItemPlace(self._editor, Reader(state.plan, self._look.language), item))

    def show_field(self, field: str) -> None:
        """Put the keyboard into a field, once it is laid out."""
        QTimer.singleShot(0, self, lambda: self._focus(field))

    def _focus(self, field: str) -> None:
        editor = self.form.focus(field)
        if editor is not None:
            self.ensureWidgetVisible(editor)

    def _lay_out(self) -> None:
        sheet = QFrame()
        sheet.setObjectName("panel")
        ground(sheet, self._look, "surface")
        rows = QVBoxLayout(sheet)
        rows.setContentsMargins(20, 16, 20, 18)
        rows.setSpacing(12)
        rows.addWidget(self.findings)
        rows.addWidget(self.form)
        sheet.setMaximumWidth(_WIDEST)
        holder = QWidget()
        holder.setAutoFillBackground(False)
        across = QHBoxLayout()
        across.addWidget(sheet, 1)
        across.addStretch(0)
        whole = QVBoxLayout(holder)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addLayout(across)
        whole.addStretch(1)
        self.setWidget(holder)
        holder.setAutoFillBackground(False)

    def _go_to(self, item_id: str) -> None:
        item = self._state.plan.get(item_id) if self._state is not None else None
        if item is not None and item.kind in CHAPTER_OF:
            self.gone_to.emit(CHAPTER_OF[item.kind], item.id)
