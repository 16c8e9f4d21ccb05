"""What a reader will get: a light look at the document, the whole of it in the browser, and its files."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import msgspec
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QVBoxLayout, QWidget

from kakehashi.declaration.audience import Audience
from kakehashi.declaration.own_audiences import audiences_of
from kakehashi.plan.naming import name_of
from kakehashi.plan.plan import Plan
from kakehashi.storage.settings import change_settings, read_settings
from kakehashi.ui.button import Button
from kakehashi.ui.choice_box import ChoiceBox
from kakehashi.ui.documents import DRAFT, Wish, figures, made, said_figure, withheld, written
from kakehashi.ui.editor import Editor
from kakehashi.ui.jobs import Said
from kakehashi.ui.labels import label
from kakehashi.ui.look import Look
from kakehashi.ui.picture_menu import Act, open_menu
from kakehashi.ui.rows import Row
from kakehashi.ui.rows_panel import RowsPanel
from kakehashi.ui.session import Session, State
from kakehashi.ui.show_file import show_file
from kakehashi.ui.while_there import while_there
from kakehashi.words import ALL_LANGUAGES, Message, PlanError, in_language, shown, text

if TYPE_CHECKING:
    from kakehashi.declaration.blocks import Document
    from kakehashi.extension.manifest import OfferedExporter
    from kakehashi.extension.plugins import Offered

    Exporter = Offered[OfferedExporter]

_KINDS = {"partner": "Partner", "department": "Department"}
_BROWSER = "html"
_AT_HAND = ("excel", "html")
"""Formats with a button of their own; the others stand in a menu, however many plugins bring."""
_NOT_IN_NAMES = '\\/:*?"<>|'

_drafts: TemporaryDirectory[str] | None = None


class DeclareDocuments(QWidget):
    """See `views`."""

    def __init__(self, look: Look, editor: Editor, session: Session) -> None:
        super().__init__()
        self._look, self._editor, self._session = look, editor, session
        self._audiences: Mapping[str, Audience] = {}
        self._shown: tuple[Wish, Plan] | None = None
        self._document: Document | None = None
        say = look.say
        self.audience = ChoiceBox(look, say("ui.declare.for"), self)
        self.parameter = ChoiceBox(look, say("ui.declare.for_one"), self)
        self.language = ChoiceBox(look, say("ui.declare.language"), self)
        self.edition = ChoiceBox(look, say("ui.declare.which"), self)
        for box in (self.audience, self.parameter, self.language, self.edition):
            box.currentIndexChanged.connect(self._chosen)
        self._parameter_label = label(look, say("ui.declare.for_one"), 11.5, token="text2")
        self.contents = RowsPanel(look, say("ui.declare.contents"), self)
        self.figures = RowsPanel(look, say("ui.declare.figures"), self)
        self.withheld = RowsPanel(look, say("ui.declare.withheld"), self)
        self.to_browser = Button(look, say("ui.declare.to_browser"), "primary")
        self.to_browser.clicked.connect(self._open_in_browser)
        self.exports: dict[str, Button] = {}
        self.others: dict[str, Exporter] = {}
        self.to_others = Button(look, say("ui.declare.other_formats"), icon="down", parent=self)
        self.to_others.setLayoutDirection(Qt.LayoutDirection.RightToLeft)  # the arrow stands behind the words
        self.to_others.clicked.connect(self._open_others)
        self.to_others.hide()
        self._acts = QHBoxLayout()
        self.missing = label(look, "", 12.5, token="warn", parent=self)
        self.missing.setWordWrap(True)
        self._lay_out()

    def _add_exports(self, exporters: Mapping[str, Exporter]) -> None:
        """A button for each common format and one for all others, once the plugins are loaded."""
        if self.exports:
            return
        for key in filter(exporters.__contains__, _AT_HAND):
            button = Button(self._look, self._export_words(exporters[key]))
            button.clicked.connect(lambda _checked=False, exporter=exporters[key]: self._export(exporter))
            self._acts.insertWidget(self._acts.count() - 2, button)
            self.exports[key] = button
        self.others = {key: exporter for key, exporter in exporters.items() if key not in _AT_HAND}
        self.to_others.setVisible(bool(self.others))

    def _export_words(self, exporter: Exporter) -> str:
        title = in_language(exporter.offer.title, self._look.language)
        return self._look.say("ui.declare.export_to", format=title)

    def _open_others(self) -> None:
        acts = [
            Act(self._export_words(exporter), partial(self._export, exporter))
            for exporter in self.others.values()
        ]
        open_menu(self, acts, self.to_others.mapToGlobal(self.to_others.rect().bottomLeft() + QPoint(0, 2)))

    def _lay_out(self) -> None:
        say = self._look.say
        boxes = QHBoxLayout()
        boxes.setSpacing(14)
        for title, box, wide in (
            (label(self._look, say("ui.declare.for"), 11.5, token="text2"), self.audience, 3),
            (self._parameter_label, self.parameter, 3),
            (label(self._look, say("ui.declare.language"), 11.5, token="text2"), self.language, 2),
            (label(self._look, say("ui.declare.which"), 11.5, token="text2"), self.edition, 2),
        ):
            column = QVBoxLayout()
            column.setSpacing(2)
            column.addWidget(title)
            column.addWidget(box)
            boxes.addLayout(column, wide)
        self._acts.setSpacing(8)
        self._acts.addWidget(self.to_browser)
        self._acts.addWidget(self.to_others)
        self._acts.addStretch(1)
        right = QVBoxLayout()
        right.setSpacing(14)
        right.addWidget(self.figures, 3)
        right.addWidget(self.withheld, 2)
        across = QHBoxLayout()
        across.setSpacing(14)
        across.addWidget(self.contents, 3)
        across.addLayout(right, 2)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(12)
        rows.addLayout(boxes)
        rows.addLayout(self._acts)
        rows.addWidget(self.missing)
        rows.addLayout(across, 1)

    def show_state(self, state: State) -> None:
        """See `views`."""
        language = self._look.language
        self._audiences = audiences_of(state.plan)
        called = {key: each.called(language) for key, each in self._audiences.items()}
        now = self.audience.key if self.audience.key in called else next(iter(called))
        self.audience.show_choices(called, now)
        languages: dict[str, str] = {each: text("ui.own_name", each) for each in ALL_LANGUAGES}
        self.language.show_choices(languages, self.language.key or language)
        say = self._look.say
        numbers = {str(DRAFT): say("ui.declare.draft_now")}
        for each in reversed(self._session.opened.editions()):
            numbers[str(each.number)] = say("ui.declare.edition_number", number=each.number)
        self.edition.show_choices(numbers, self.edition.key if self.edition.key in numbers else str(DRAFT))
        self._show_parameters(state.plan)
        self._look_at()

    def choose_edition(self, number: int) -> None:
        """Documents of this edition."""
        self.edition.choose(str(number))

    @property
    def wish(self) -> Wish | None:
        """The document that is chosen; None while the one it is made for is missing."""
        audience = self._audiences.get(self.audience.key)
        if audience is None or (audience.parameter and not self.parameter.key):
            return None
        return Wish(
            audience=audience.key,
            parameter=self.parameter.key if audience.parameter else "",
            language=self.language.key,  # type: ignore[arg-type]  # the keys are ALL_LANGUAGES
            edition=int(self.edition.key),
        )

    def _chosen(self) -> None:
        self._show_parameters(self._editor.plan)
        self._look_at()

    def _show_parameters(self, plan: Plan) -> None:
        """Of whom: only where the audience is one of many."""
        audience = self._audiences[self.audience.key]
        needed = bool(audience.parameter)
        self.parameter.setVisible(needed)
        self._parameter_label.setVisible(needed)
        self.missing.hide()
        if not needed:
            return
        kind = _KINDS[audience.parameter]
        names = {each.id: shown(name_of(plan, each), self._look.language) for each in plan.of_kind(kind)}
        now = self.parameter.key if self.parameter.key in names else next(iter(names), "")
        self.parameter.show_choices(names, now)
        if not names:
            said = self._look.say("ui.declare.no_partner", kind=Message(f"kind.{kind}"))
            self.missing.setText(said)
            self.missing.show()

    def _look_at(self) -> None:
        """Make the document that is chosen and show what it holds, unless that is shown already."""
        wish, plan = self.wish, self._editor.plan
        for button in (self.to_browser, *self.exports.values(), self.to_others):
            button.setEnabled(wish is not None)
        self._show_withheld()
        if wish is None or self._shown == (wish, plan):
            return
        self._shown, self._document = (wish, plan), None
        self.contents.show_sentence(self._look.say("ui.declare.preparing"))
        self.figures.show_sentence(self._look.say("ui.declare.preparing"))
        path = self._session.state.path

        def work(_progress: object) -> tuple[Document, Mapping[str, Exporter]]:
            from kakehashi.extension.plugins import exporters

            return made(path, wish), exporters()

        def done(found: tuple[Document, Mapping[str, Exporter]]) -> None:
            document, exporters = found
            self._add_exports(exporters)
            if self._shown is not None and self._shown[0] == wish:
                self._show_document(document)

        self._editor.jobs.run(
            self._look.say("ui.declare.preparing"),
            work,
            while_there(self, done),
            self._could_not,
        )

    def _could_not(self, _error: PlanError) -> None:
        self.contents.show_sentence(self._look.say("ui.declare.cannot_preview"))
        self.figures.show_sentence(self._look.say("ui.declare.no_figures"))

    def _show_document(self, document: Document) -> None:
        self._document = document
        self.contents.show_rows(
            tuple(
                Row(key=chapter.key, head=chapter.title, note=chapter.sentence, number=str(at))
                for at, chapter in enumerate(document.chapters, 1)
            )
        )
        self.contents.set_note(
            self._look.say("ui.between").join((document.edition_title, document.audience_title))
        )
        found = figures(document)
        if not found:
            self.figures.show_sentence(self._look.say("ui.declare.no_figures"))
            return
        self.figures.show_rows(
            tuple(
                Row(
                    key=each.key,
                    head=said_figure(each, self._look.language),
                    note=self._look.say("ui.between").join(filter(None, (each.label, each.comparison))),
                    note_first=True,
                )
                for each in found
            )
        )

    def _show_withheld(self) -> None:
        say = self._look.say
        hidden = withheld(self._audiences[self.audience.key])
        if not hidden:
            self.withheld.show_sentence(say("ui.declare.withholds_nothing"))
            return
        rows = []
        for kind, titles in hidden:
            fields = say("ui.comma").join(map(say, titles))
            rows.append(Row(key=kind, head=fields, note=say(f"kind.{kind}"), note_first=True))
        self.withheld.show_rows(tuple(rows))
        self.withheld.set_note(say("ui.declare.withheld_count", count=sum(len(each) for _, each in hidden)))

    def _open_in_browser(self) -> None:
        from kakehashi.extension.plugins import exporters

        global _drafts
        if _drafts is None:
            _drafts = TemporaryDirectory(prefix="kakehashi-")  # gone when the program ends
        exporter = exporters()[_BROWSER]
        self._write(exporter, Path(_drafts.name) / f"draft{exporter.offer.suffix}", opens=True)

    def _export(self, exporter: Exporter) -> None:
        """Ask where to, beginning with the folder of last time."""
        say, path = self._look.say, self._session.state.path
        title = in_language(exporter.offer.title, self._look.language)
        kinds = say("ui.declare.kind_of_file", format=title, pattern=f"*{exporter.offer.suffix}")
        known = Path(read_settings().export_folder or path.parent)
        folder = known if known.is_dir() else path.parent
        proposed = folder / (self._file_name() + exporter.offer.suffix)
        chosen, _ = QFileDialog.getSaveFileName(self, say("ui.declare.save_as"), str(proposed), kinds)
        if not chosen:
            return
        target = Path(chosen)
        if target.suffix.lower() != exporter.offer.suffix:
            target = target.with_name(target.name + exporter.offer.suffix)
        if target.parent != folder:
            change_settings(lambda each: msgspec.structs.replace(each, export_folder=str(target.parent)))
        self._write(exporter, target, opens=False)

    def _file_name(self) -> str:
        said = self._look.say(
            "ui.declare.file_name",
            title=self._session.state.path.stem,
            edition=self.edition.currentText(),
            audience=self.audience.currentText(),
        )
        return "".join("-" if each in _NOT_IN_NAMES else each for each in said)

    def _write(self, exporter: Exporter, target: Path, *, opens: bool) -> None:
        wish, path, say = self.wish, self._session.state.path, self._look.say
        if wish is None:
            return

        def done(file: Path) -> Said | None:
            if opens:
                show_file(file)
                return None
            exported = Message("ui.declare.exported", {"name": file.name})
            return Said(exported, "ui.declare.show_file", lambda: show_file(file))

        self._editor.jobs.run(
            say("ui.declare.exporting", name=target.name),
            lambda progress: written(path, wish, exporter, target, progress),
            done,
        )


def view(look: Look, editor: Editor, session: Session) -> QWidget:
    """See `declare.VIEWS`."""
    return DeclareDocuments(look, editor, session)
