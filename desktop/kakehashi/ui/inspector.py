"""The selected item in full, to be edited: at the right of a page, hidden and shown with Ctrl+I.

A form is made once for a kind and shows one item after another, so that going through a table stays quick.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QMouseEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from kakehashi.plan.fields import plain
from kakehashi.plan.item import Item, RawItem
from kakehashi.plan.kinds import CHAPTER_OF
from kakehashi.plan.naming import name_of
from kakehashi.plan.plan import Plan
from kakehashi.ui.button import Button
from kakehashi.ui.editor import Editor
from kakehashi.ui.fields.field_editor import breakable
from kakehashi.ui.fields.form import Form
from kakehashi.ui.fields.hanging import Agreements, Comments, UsedBy
from kakehashi.ui.fields.place import ItemPlace
from kakehashi.ui.grounds import ground, hairline
from kakehashi.ui.item_findings import ItemFindings
from kakehashi.ui.labels import PlainLabel, label, show
from kakehashi.ui.look import Look
from kakehashi.ui.values import Reader
from kakehashi.words import shown

if TYPE_CHECKING:  # checks are not loaded before the first paint
    from kakehashi.checks.check import Finding

LEAST, WIDTH, MOST = 258, 300, 360
_GRIP = 6
_KEPT = "inspector.width"
_MOST_FORMS = 8  # kept for when their kind is selected again


class Inspector(QScrollArea):
    """Name, open checks, fields, agreements, who refers to it, comments, and what can be done with it."""

    gone_to = Signal(str, str)  # a chapter, an item in it
    widened = Signal()

    def __init__(self, look: Look, editor: Editor, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look, self._editor = look, editor
        self._plan: Plan | None = None
        self._item = ""
        self._forms: dict[str, Form] = {}
        self.setAccessibleName(look.say("ui.inspector"))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFixedWidth(kept_width(editor, look))
        self._make_parts()
        self._lay_out()
        self._grip = Grip(look, self)
        self._show_parts(of_item=False)

    @property
    def form(self) -> Form | None:
        """The form of the item that is shown."""
        item = self._plan.get(self._item) if self._plan is not None else None
        return self._forms.get(item.kind) if item is not None else None

    def show_item(self, plan: Plan, item: Item | None, findings: Sequence[Finding]) -> None:
        """Show an item of a plan, and the findings that name it; what is being typed stays with its item."""
        if item is None or item.id != self._item:
            self._finish()
            self.verticalScrollBar().setValue(0)
        self._plan, self._item = plan, item.id if item is not None else ""
        self._show_parts(of_item=item is not None)
        if item is None:
            self._name.setText(self._look.say("ui.inspector_empty"))
            return
        self._name.setText(shown(name_of(plan, item), self._look.language))
        self.findings.show_findings(findings, item.id)
        if isinstance(item, RawItem):
            self._show_raw(item)
            return
        say = self._look.say
        chapter = say(f"chapter.{CHAPTER_OF[item.kind]}")
        self._kind.setText(say("ui.path").join((chapter, say(f"kind.{item.kind}"))))
        place = ItemPlace(self._editor, Reader(plan, self._look.language), item)
        self._show_form(place)
        for part in (self.agreements, self.used_by, self.comments):
            part.show_place(place)
        self._show_actions(item)

    def show_field(self, field: str) -> None:
        """Put the keyboard into a field of the item, once it is laid out."""
        QTimer.singleShot(0, self, lambda: self._focus(field))

    def _focus(self, field: str) -> None:
        editor = self.form.focus(field) if self.form is not None else None
        if editor is not None:
            self.ensureWidgetVisible(editor)

    def widen(self, width: int) -> None:
        """As wide as that, within bounds; on other pages too."""
        self._editor.kept[_KEPT] = min(max(width, LEAST), MOST)
        self.setFixedWidth(self._editor.kept[_KEPT])
        self.widened.emit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._grip.setGeometry(0, 0, _GRIP, self.height())

    def _make_parts(self) -> None:
        look, say = self._look, self._look.say
        self._sheet = sheet = QWidget()
        ground(sheet, look, "surface")
        self._kind = _broken(label(look, "", 11.5, token="text2", parent=sheet))
        self._name = _broken(label(look, "", 13.5, 700, parent=sheet))
        self._raw = _broken(label(look, "", 12.5, parent=sheet))
        self.findings = ItemFindings(look, self._editor, sheet)
        self._form_place = QVBoxLayout()
        self.agreements = Agreements(look, sheet)
        self.used_by = UsedBy(look, sheet)
        self.comments = Comments(look, sheet)
        for part in (self.agreements, self.used_by, self.comments):
            part.gone_to.connect(self._go_to)
        self.duplicate = Button(look, say("ui.inspector.duplicate"), size=12, parent=sheet)
        self.remove = Button(look, say("ui.inspector.remove"), size=12, parent=sheet)
        self.duplicate.clicked.connect(lambda: self._duplicate())
        self.remove.clicked.connect(lambda: self._remove())
        self._line = hairline(look, "border", sheet)

    def _lay_out(self) -> None:
        rows = QVBoxLayout(self._sheet)
        rows.setContentsMargins(16, 12, 14, 16)
        rows.setSpacing(8)
        head = QVBoxLayout()
        head.setSpacing(1)
        head.addWidget(self._kind)
        head.addWidget(self._name)
        rows.addLayout(head)
        rows.addWidget(self.findings)
        rows.addWidget(self._raw)
        rows.addLayout(self._form_place)
        rows.addWidget(self.agreements)
        rows.addWidget(self._line)
        rows.addWidget(self.used_by)
        rows.addWidget(self.comments)
        actions = QHBoxLayout()
        actions.setSpacing(8)
        actions.addWidget(self.duplicate)
        actions.addWidget(self.remove)
        actions.addStretch(1)
        rows.addLayout(actions)
        rows.addStretch(1)
        self.setWidget(self._sheet)

    def _show_parts(self, *, of_item: bool) -> None:
        """Show the parts of an item, or only the sentence that none is selected."""
        show(self._raw, visible=False)
        for part in (self._kind, self._line, self.comments, self.duplicate, self.remove):
            show(part, of_item)
        if not of_item:
            for each in (self.findings, self.agreements, self.used_by, *self._forms.values()):
                show(each, visible=False)

    def _show_form(self, place: ItemPlace) -> None:
        kind = place.item.kind
        form = self._forms.pop(kind, None)
        if form is None:
            form = Form(self._look, type(place.item), parent=self._sheet)
            form.gone_to.connect(self._go_to)
            self._form_place.addWidget(form)
        self._forms[kind] = form  # the last is the newest
        if len(self._forms) > _MOST_FORMS:
            old = self._forms.pop(next(iter(self._forms)))
            self._form_place.removeWidget(old)
            old.deleteLater()
        form.show_place(place)
        for each in self._forms.values():
            show(each, each is form)

    def _show_raw(self, item: RawItem) -> None:
        """An item of a plugin that isn't here: what it holds, to be read."""
        say = self._look.say
        self._show_parts(of_item=False)
        show(self._kind, visible=True)
        show(self._raw, visible=True)
        self._kind.setText(item.kind)
        pairs = [say("ui.pair", name=name, value=str(plain(value))) for name, value in item.fields.items()]
        self._raw.setText(breakable("\n".join([say("ui.inspector.raw", kind=item.kind), "", *pairs])))

    def _show_actions(self, item: Item) -> None:
        say, read_only = self._look.say, self._editor.read_only
        once = item.ONCE_FOR is not None
        self.duplicate.setEnabled(not read_only and not once)
        self.remove.setEnabled(not read_only)
        why = say("ui.read_only") if read_only else ""
        self.duplicate.setToolTip(why or (say("ui.inspector.once") if once else ""))
        self.remove.setToolTip(why or say("ui.inspector.remove_help"))

    def _finish(self) -> None:
        """Give over what is typed, before another item is shown."""
        form = self.form
        if form is not None:
            form.finish()
        self.agreements.close_form()
        self.comments.rows.close_form()

    def _go_to(self, item_id: str) -> None:
        item = self._plan.get(item_id) if self._plan is not None else None
        if item is not None and item.kind in CHAPTER_OF:
            self.gone_to.emit(CHAPTER_OF[item.kind], item.id)

    def _duplicate(self) -> None:
        for made in self._editor.duplicate((self._item,)):
            self._go_to(made)

    def _remove(self) -> None:
        self._editor.remove(self._item)


def _broken(found: PlainLabel) -> PlainLabel:
    """A label that breaks, and whose text can be copied."""
    found.setWordWrap(True)
    found.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    return found


def kept_width(editor: Editor, look: Look) -> int:
    """How broad the inspector is on each page, px; broader for larger texts."""
    return editor.kept.get(_KEPT, min(look.scaled(WIDTH), MOST))


class Aside(QWidget):
    """The place of the inspector on a page; the inspector is made when it is first asked for."""

    gone_to = Signal(str, str)

    def __init__(self, look: Look, editor: Editor, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look, self._editor = look, editor
        self._made: Inspector | None = None
        ground(self, look, "surface")
        self._rows = QVBoxLayout(self)
        self._rows.setContentsMargins(0, 0, 0, 0)
        self._fit()
        self.hide()

    @property
    def inspector(self) -> Inspector:
        """What stands here."""
        if self._made is None:
            self._made = Inspector(self._look, self._editor, self)
            self._made.gone_to.connect(self.gone_to)
            self._made.widened.connect(self._fit)
            self._rows.addWidget(self._made)
            self._made.show()
            self._rows.activate()  # what is shown in it next breaks its lines at this width
        return self._made

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._fit()  # perhaps it is broader since, on another page

    def _fit(self) -> None:
        wide = kept_width(self._editor, self._look)
        if self.width() != wide or self.minimumWidth() != wide:
            self.setFixedWidth(wide)
        if self._made is not None and self._made.width() != wide:
            self._made.setFixedWidth(wide)


class Grip(QWidget):
    """The left edge of the inspector: drag it for another width."""

    def __init__(self, look: Look, inspector: Inspector) -> None:
        super().__init__(inspector)
        self._inspector = inspector
        self._from = QPoint()
        self._wide = 0
        self.setCursor(Qt.CursorShape.SplitHCursor)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setAccessibleName(look.say("ui.inspector.width"))
        self.setToolTip(look.say("ui.inspector.width"))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._from, self._wide = event.globalPosition().toPoint(), self._inspector.width()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        by = self._from.x() - event.globalPosition().toPoint().x()
        self._inspector.widen(self._wide + by)
