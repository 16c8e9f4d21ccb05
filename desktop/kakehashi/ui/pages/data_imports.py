"""What was imported: each import with its rows, to be taken out as a whole; and the way to a new one."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from kakehashi.evidence.workspace import Import, list_imports
from kakehashi.progress import Progress
from kakehashi.storage.folders import evidence_folder
from kakehashi.ui.button import Button
from kakehashi.ui.drop_area import DropArea
from kakehashi.ui.editor import Editor
from kakehashi.ui.labels import label
from kakehashi.ui.look import Look
from kakehashi.ui.pages.data_aside import number_of, save_aside, table_title
from kakehashi.ui.pages.data_origin import Origin, of_file
from kakehashi.ui.pages.data_source_form import SourceForm
from kakehashi.ui.pages.data_source_row import OfferedHere, SourceRow, offered_here
from kakehashi.ui.pages.data_wizard import ImportWizard
from kakehashi.ui.rows import Row
from kakehashi.ui.rows_panel import RowsPanel
from kakehashi.ui.session import Session, State
from kakehashi.ui.while_there import while_there
from kakehashi.words import day

_SURE = {
    "remove": ("ui.data.sure.remove", "ui.data.sure_words.remove"),
    "delete": ("ui.data.sure.delete", "ui.data.sure_words.delete"),
}
"""What cannot be taken back: the button that does it, and what it does."""


class DataImports(QStackedWidget):
    """See `views`: the list, or the wizard over it."""

    view_wanted = Signal(str)

    def __init__(self, look: Look, editor: Editor, session: Session) -> None:
        super().__init__()
        self._look, self._editor, self._session = look, editor, session
        self._imports: tuple[Import, ...] | None = None
        self._chosen = ""
        self._sure = ""
        self.wizard: ImportWizard | None = None
        self.form: SourceForm | None = None
        self.sources = SourceRow(look)
        self.sources.asked.connect(self.open_source)
        say = look.say
        self.drop = DropArea(
            look, say("ui.data.drop"), say("ui.data.drop_words"), say("ui.data.choose_file"), self
        )
        self.drop.dropped.connect(self.open_file)
        self.drop.asked.connect(self._ask_for_file)
        self.list = RowsPanel(look, say("ui.data.imports"))
        self.list.chosen.connect(self.choose)
        self.save_aside = Button(look, say("ui.data.save_aside"))
        self.remove = Button(look, say("ui.data.remove"))
        self.delete_all = Button(look, say("ui.data.delete_all"))
        self.really = Button(look, "")
        self.keep = Button(look, say("ui.data.keep"))
        self.words = label(look, "", 12.5, token="text2")
        self.words.setWordWrap(True)
        self._connect()
        self._lay_out()

    def _connect(self) -> None:
        self.save_aside.clicked.connect(self._save_aside)
        self.remove.clicked.connect(lambda: self._ask_if_sure("remove"))
        self.delete_all.clicked.connect(lambda: self._ask_if_sure("delete"))
        self.keep.clicked.connect(lambda: self._ask_if_sure(""))
        self.really.clicked.connect(self._do_it)

    def _lay_out(self) -> None:
        acts = QHBoxLayout()
        acts.setSpacing(8)
        for button in (self.save_aside, self.remove, self.really, self.keep):
            acts.addWidget(button)
        acts.addWidget(self.words, 1)
        acts.addWidget(self.delete_all)
        sheet = QWidget()
        rows = QVBoxLayout(sheet)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(12)
        rows.addWidget(self.drop)
        rows.addWidget(self.sources)
        rows.addWidget(self.list, 1)
        rows.addLayout(acts)
        self.addWidget(sheet)

    @property
    def workspace(self) -> Path:
        """Where the evidence of this plan lies."""
        return evidence_folder(self._editor.plan.uuid)

    def show_state(self, _state: State) -> None:
        """See `views`. Edits of the plan change nothing here."""
        if self._imports is None:
            self.list.show_sentence(self._look.say("ui.working"))
            self._show_acts()
            self.read_again()

    def read_again(self) -> None:
        """Look into the evidence once more."""
        workspace = self.workspace
        self._editor.jobs.run(
            self._look.say("ui.data.looking"),
            lambda _progress: (list_imports(workspace), offered_here(workspace)),
            while_there(self, self._looked),
        )

    def open_file(self, path: Path) -> None:
        """Begin the import of a file."""
        self._open(of_file(path))

    def open_source(self, called: str, title: str) -> None:
        """Show the settings of a source, by its key or the name under which it is saved."""
        self._close(self.form)
        self.form = SourceForm(self._look, self._editor, self.workspace, called, title)
        self.form.left.connect(self._back)
        self.form.chosen.connect(self._open)
        self.addWidget(self.form)
        self.setCurrentWidget(self.form)

    def _close(self, page: QWidget | None) -> None:
        if isinstance(page, ImportWizard):
            page.let_go()
        if page is not None:
            self.removeWidget(page)
            page.deleteLater()

    def _open(self, origin: Origin) -> None:
        self._close(self.wizard)
        self.wizard = ImportWizard(self._look, self._editor, self.workspace, origin)
        self.wizard.left.connect(self._back)
        self.wizard.loaded.connect(self.read_again)
        self.wizard.findings_wanted.connect(lambda: self.view_wanted.emit("data_findings"))
        self.addWidget(self.wizard)
        self.setCurrentWidget(self.wizard)

    def choose(self, import_id: str) -> None:
        """Make an import the one that the buttons are about."""
        self._chosen, self._sure = import_id, ""
        self._show_acts()

    def _back(self) -> None:
        """To the list. What was read of a source is let go of with its pages."""
        self._close(self.wizard)
        self._close(self.form)
        self.wizard = self.form = None
        self.setCurrentIndex(0)
        self.drop.button.setFocus()

    def _looked(self, found: tuple[tuple[Import, ...], tuple[OfferedHere, ...]]) -> None:
        imports, sources = found
        self.sources.show_sources(sources)
        self._show(imports)

    def _show(self, imports: tuple[Import, ...]) -> None:
        self._imports = imports
        if self._chosen not in {each.id for each in imports}:
            self._chosen = imports[-1].id if imports else ""
        self._sure = ""
        if imports:
            self.list.show_rows(tuple(self._row(each) for each in reversed(imports)))
            self.list.set_note(self._look.say("ui.data.imports_count", count=len(imports)))
        else:
            self.list.show_sentence(self._look.say("ui.data.no_imports"))
        self._show_acts()

    def _row(self, one: Import) -> Row:
        say, language = self._look.say, self._look.language
        rows = say(
            "ui.data.rows",
            read=number_of(one.read),
            loaded=number_of(one.loaded),
            aside=number_of(one.set_aside),
        )
        notes = [day(one.imported_on, language), rows]
        if one.repaired:
            notes.append(say("ui.data.repaired", count=number_of(one.repaired)))
        if one.superseded:
            notes.append(say("ui.data.superseded", count=number_of(one.superseded)))
        return Row(
            key=one.id,
            head=say("ui.data.import_line", table=table_title(self._look, one.table), name=one.name),
            note=say("ui.between").join(notes),
            side=one.sha256[:12],
            side_is="remark",
            mark="note" if one.set_aside else "good",
            spoken_mark="",
        )

    def _show_acts(self) -> None:
        one = self._now()
        sure = bool(self._sure)
        if one is not None:
            self.list.mark_current(one.id)
        self.save_aside.setVisible(bool(one and one.set_aside) and not sure)
        self.remove.setVisible(one is not None and not sure)
        self.delete_all.setVisible(bool(self._imports) and not sure)
        self.really.setVisible(sure)
        self.keep.setVisible(sure)
        name = one.name if one is not None else ""
        if self._sure:
            act, words = _SURE[self._sure]
            self.really.say(self._look.say(act))
            self.words.setText(self._look.say(words, name=name))
        else:
            self.words.setText(self._look.say("ui.data.about", name=name) if one is not None else "")

    def _now(self) -> Import | None:
        return next((each for each in self._imports or () if each.id == self._chosen), None)

    def _ask_if_sure(self, about: str) -> None:
        self._sure = about
        self._show_acts()
        (self.keep if about else self.remove).setFocus()

    def _do_it(self) -> None:
        from kakehashi.evidence.replacing import remove_import
        from kakehashi.evidence.workspace import delete_workspace
        from kakehashi.extension.saved_sources import forget_all_secrets

        workspace, one, uuid = self.workspace, self._now(), self._editor.plan.uuid
        guarded = while_there(self, lambda _gone: self.read_again())
        if self._sure == "delete":

            def delete(_progress: Progress) -> None:
                forget_all_secrets(workspace, uuid)
                delete_workspace(workspace)

            self._editor.jobs.run(self._look.say("ui.data.deleting"), delete, guarded)
        elif one is not None:
            self._editor.jobs.run(
                self._look.say("ui.data.removing", name=one.name),
                lambda _progress: remove_import(workspace, one.id),
                guarded,
            )
        self._sure = ""
        self._show_acts()

    def _ask_for_file(self) -> None:
        chosen, _ = QFileDialog.getOpenFileName(
            self, self._look.say("ui.data.choose_title"), "", self._look.say("ui.data.file_kinds")
        )
        if chosen:
            self.open_file(Path(chosen))

    def _save_aside(self) -> None:
        one = self._now()
        if one is not None:
            save_aside(self, self._look, self._editor, self.workspace, one.id, one.name)


def view(look: Look, editor: Editor, session: Session) -> QWidget:
    """See `data.VIEWS`."""
    return DataImports(look, editor, session)
