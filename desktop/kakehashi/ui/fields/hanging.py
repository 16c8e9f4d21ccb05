"""What hangs on an item and is shown with it: agreements of departments, comments, who refers to it."""

from __future__ import annotations

from heapq import nsmallest

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from kakehashi.plan.changes import at_end
from kakehashi.plan.fields import describe
from kakehashi.plan.item import Item
from kakehashi.plan.kinds import KINDS, agreement_of
from kakehashi.plan.metrics import Agreement
from kakehashi.plan.naming import name_of
from kakehashi.plan.review import Comment
from kakehashi.ui.button import Button
from kakehashi.ui.fields.controls import TypedText
from kakehashi.ui.fields.elided_button import ElidedButton
from kakehashi.ui.fields.opened_rows import Line, OpenedRows
from kakehashi.ui.fields.place import AbsentPlace, ItemPlace
from kakehashi.ui.labels import label, show
from kakehashi.ui.look import Look
from kakehashi.words import day, in_language, shown, text

_MOST_USES, _ALL_USES = 8, 100
_SHOWN_APART = frozenset({"Agreement", "Comment"})
_RANK = {kind: at for at, kind in enumerate(KINDS) if kind not in _SHOWN_APART}


class Agreements(OpenedRows):
    """A line for each department that has to agree, with the mark of what it said."""

    def __init__(self, look: Look, parent: QWidget) -> None:
        title = look.say("ui.inspector.agreements")
        super().__init__(look, Agreement, ("item", "department"), title, parent)

    def show_place(self, place: ItemPlace) -> None:
        """Show the agreements on an item, asked for or given."""
        lines = tuple(self._line(place, each) for each in _agreements(place))
        show(self, bool(lines))
        self.show_lines(lines)

    def _line(self, place: ItemPlace, found: Agreement) -> Line:
        language = place.reader.language
        parts = [place.reader.name(found.department)]
        parts.append(text(f"choice.Agreement.state.{found.state}", language))
        parts.append(in_language(found.by, language))
        if found.date:
            parts.append(day(found.date, language))
        known = found.id in place.plan
        edited = (ItemPlace if known else AbsentPlace)(place.editor, place.reader, found)
        return Line("\u2002".join(filter(None, parts)), edited, found.state)


def _agreements(place: ItemPlace) -> tuple[Agreement, ...]:
    """Those of the plan, and an open one for each department that shares the item but was not asked yet."""
    plan, item = place.plan, place.item
    found = [each for each in plan.items(Agreement) if each.item == item.id]
    there = {each.department for each in found}
    for department in getattr(item, "shared_by", ()):
        if department not in there and department in plan:
            found.append(
                Agreement(
                    id=agreement_of(item.id, department),
                    position=at_end(plan, "Agreement"),
                    item=item.id,
                    department=department,
                )
            )
    return tuple(found)


class Comments(QWidget):
    """What readers say about an item, and a place to say something."""

    gone_to = Signal(str)

    def __init__(self, look: Look, parent: QWidget) -> None:
        super().__init__(parent)
        self._look = look
        self._place: ItemPlace | None = None
        say = look.say
        self.rows = OpenedRows(look, Comment, ("item", "chapter"), say("ui.inspector.comments"), self)
        self.rows.gone_to.connect(self.gone_to)
        self.words = TypedText(look, say("ui.inspector.comment"), self)
        self.words.setPlaceholderText(say("ui.inspector.comment"))
        self.button = Button(look, say("ui.inspector.add_comment"), size=12, parent=self)
        self.words.textChanged.connect(self._enable)
        self.button.clicked.connect(lambda: self._add())
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(6)
        whole.addWidget(self.rows)
        whole.addWidget(self.words)
        whole.addWidget(self.button)
        self._enable()

    def show_place(self, place: ItemPlace) -> None:
        """Show the comments on an item; what is being written goes with its item."""
        if self._place is not None and self._place.subject != place.subject:
            self.words.setPlainText("")
        self._place = place
        found = [
            place.plan.item(source)
            for source, field in place.plan.referrers(place.item.id)
            if field == "item" and place.plan.item(source).kind == "Comment"
        ]
        self.rows.show_lines(tuple(self._line(place, each) for each in found if isinstance(each, Comment)))
        show(self.words, not place.editor.read_only)
        self._enable()

    def _line(self, place: ItemPlace, comment: Comment) -> Line:
        language = place.reader.language
        parts = [place.reader.name(comment.department), in_language(comment.author, language)]
        if comment.date:
            parts.append(day(comment.date, language))
        parts.append(text(f"choice.Comment.type.{comment.type}", language))
        if comment.state != "open":
            parts.append(text(f"choice.Comment.state.{comment.state}", language))
        head = " ".join(filter(None, parts))
        said = text("ui.pair", language, name=head, value=in_language(comment.text, language))
        return Line(said, ItemPlace(place.editor, place.reader, comment))

    def _enable(self) -> None:
        show(self.button, bool(self.words.toPlainText().strip()))

    def _add(self) -> None:
        words = self.words.toPlainText().strip()
        if self._place is None or not words:
            return
        typist = self._place.editor.typist
        self.words.setPlainText("")
        self._place.editor.add(
            "Comment", item=self._place.item.id, text=words, author=typist.person, date=typist.date
        )


class UsedBy(QWidget):
    """Links to the items that refer to this one."""

    gone_to = Signal(str)

    def __init__(self, look: Look, parent: QWidget) -> None:
        super().__init__(parent)
        self._look = look
        self._place: ItemPlace | None = None
        self._most = _MOST_USES
        self._targets: tuple[str, ...] = ()
        self.links: list[ElidedButton] = []
        self._title = label(look, "", 12.5, 700, parent=self)
        self.more = Button(look, "", "flat", size=11.5, parent=self)
        self.more.clicked.connect(lambda: self._show_all())
        self._rows = QVBoxLayout(self)
        self._rows.setContentsMargins(0, 0, 0, 0)
        self._rows.setSpacing(0)
        self._rows.addWidget(self._title)
        self._rows.addWidget(self.more)

    def show_place(self, place: ItemPlace) -> None:
        """Show who refers to an item, kind by kind."""
        if self._place is None or self._place.subject != place.subject:
            self._most = _MOST_USES
        self._place = place
        uses, count = _uses(place, self._most)
        show(self, bool(uses))
        self._title.setText(self._look.say("ui.inspector.used_by", count=count))
        self._targets = tuple(item.id for item, _ in uses)
        while len(self.links) < len(self._targets):
            self._make(len(self.links))
        for at, link in enumerate(self.links):
            show(link, at < len(self._targets))
            if at < len(self._targets):
                self._put(link, place, *uses[at])
        left = count - len(self._targets)
        self.more.say(self._look.say("ui.inspector.more_uses", count=left) if left else "")
        show(self.more, bool(left))

    def _show_all(self) -> None:
        self._most = _ALL_USES
        if self._place is not None:
            self.show_place(self._place)

    def _make(self, at: int) -> None:
        link = ElidedButton(self._look, "link", self, 12)
        link.clicked.connect(lambda: self.gone_to.emit(self._targets[at]))
        self.links.append(link)
        self._rows.insertWidget(at + 1, link)

    def _put(self, link: ElidedButton, place: ItemPlace, item: Item, field: str) -> None:
        say = self._look.say
        described = describe(type(item)).get(field)
        title = say(described.title) if described is not None else say("field.envelope.parent")
        name = shown(name_of(place.plan, item), self._look.language)
        said = say("ui.inspector.use", kind=say(f"kind.{item.kind}"), name=name, field=title)
        link.show_words(said)
        link.setToolTip(said)


def _uses(place: ItemPlace, most: int) -> tuple[list[tuple[Item, str]], int]:
    """The first items that refer to an item, with the field, in the order of chapters and of the items; how
    many there are."""
    plan = place.plan
    uses = [(plan.item(source), field) for source, field in plan.reverse_index().get(place.item.id, ())]
    uses = [(item, field) for item, field in uses if item.kind in _RANK]
    first = nsmallest(most, uses, key=lambda use: (_RANK[use[0].kind], use[0].position, use[0].id, use[1]))
    return first, len(uses)
