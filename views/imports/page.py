"""Imports: every file that was brought in, its undo, and the look at files before they are imported."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Any, ClassVar

from PySide6.QtWidgets import QStackedWidget, QWidget

from app.actions.imports import consequences, undo_import
from app.errors import UserError
from app.importing.looking import export_titles, kept_file, save_template, template_titles
from app.importing.new_channels import made_sentence
from app.queries.batches import BatchRow, batches
from models.domain.words import listed
from views.common.desk import Desk
from views.common.dialogs import choose_files, choose_save
from views.common.drop_button import DropButton
from views.common.focus import has_focus_within, in_tab_order
from views.common.page import Page
from views.common.parts import Button
from views.common.runner import Job
from views.common.sentences import count, in_window
from views.common.states import EmptyState
from views.common.theme import Tone
from views.imports.batch_list import BatchList
from views.imports.entries import Entry, State, read
from views.imports.looks import Looks, rows_coming
from views.imports.preview import PreviewView
from views.imports.undo_sheet import undo_sheet

_NOTHING_NEW = (
    "No row of what is ready adds anything. It can be kept all the same: an order that it leaves out, "
    "such as one that was cancelled meanwhile, counts no more."
)
_TEMPLATE_KINDS = ("Excel workbook (*.xlsx)", "CSV (*.csv)")


class ImportsPage(Page):
    """The list of imports, and in its place the preview while files are looked at."""

    NAME: ClassVar[str] = "imports"
    TITLE: ClassVar[str] = "Imports"
    ICON: ClassVar[str] = "inbox"
    HELP: ClassVar[str] = "import-files"
    TOPICS: ClassVar[frozenset[str]] = frozenset({"imports", "contribution"})  # a rate may come that a file lacks

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.looks = Looks(desk.runner, self)
        self.list = BatchList(self)
        self.preview = PreviewView(self, self.looks)
        self._stack = QStackedWidget()
        for view in (self.list, self.preview):
            self._stack.addWidget(view)
            view.files.connect(self.bring)
        self.body.addWidget(self._stack, 1)
        self._make_bar_buttons()
        self.list.undo_asked.connect(self.ask_undo)
        self.list.again_asked.connect(self.import_again)
        self.preview.moved.connect(self._say_look)
        self.preview.wanted.connect(self.show_this)
        self.looks.refused.connect(self._not_found)
        self.looks.finished.connect(self._finished)
        self._rows: list[BatchRow] = []
        self._awaited: set[int | None] = set()
        self._is_read = False
        self._wanted: int | None = None
        self._show_mode()

    @property
    def front(self) -> QWidget:
        """The list of imports."""
        return self.list.table

    def refresh(self) -> None:
        """Read the imports."""
        self.list.table.loading()
        today = self.today()
        self.ask(
            lambda session: (batches(session, today=today), export_titles(), template_titles()), self._show_batches
        )

    def show_this(self, what: object) -> None:
        """Look at files, or go to an import by its number; None asks which files."""
        match what:
            case int() as batch_id:
                self.back_to_list()
                self._wanted = None if self.list.show_batch(batch_id) else batch_id
            case list() | None:
                self.bring(what)
            case _:
                pass

    def bring(self, paths: list[Path] | None) -> None:
        """Look at files; None asks which."""
        if self.looks.importing:
            self.notice.say("Files are being imported. Wait until that has ended, or cancel it.", Tone.ATTENTION)
        elif paths is None:
            choose_files(self, self.desk.memory, title="Choose exports to import", then=self.bring)
        else:
            self.notice.hide()
            self.looks.begin(paths)
            self._stack.setCurrentWidget(self.preview)
            self._show_mode()
            self.preview.list.setFocus()

    def bring_in(self) -> None:
        """Import what is ready, but for what is read once more for a day that was typed; one that is none is told."""
        if not self.preview.panel.questions.settle() or self.looks.busy:
            return
        self.inspector.hide()
        self._keep_focus()
        self.looks.bring_in()
        self._say_look()

    def back_to_list(self) -> None:
        """Leave the look; an import that runs goes on, and comes into the list when it has ended."""
        if self.looks.importing:
            return
        has_focus = has_focus_within(self)
        self.looks.leave()
        self.inspector.hide()
        self._stack.setCurrentWidget(self.list)
        self._show_mode()
        self._say_list()
        if has_focus:
            self.to_front()

    def import_again(self, row: BatchRow) -> None:
        """Look at the stored file of an import that was undone."""

        def found(kept: Any) -> None:  # noqa: ANN401 -- a file and its choices
            self.inspector.hide()
            self.looks.begin_with([kept])
            self._stack.setCurrentWidget(self.preview)
            self._show_mode()

        self.ask(partial(kept_file, file_id=row.file_id), found, about="stored file")

    def ask_undo(self, row: BatchRow) -> Job:
        """Find out what an undo would move, and ask with that."""
        job = self.runner.job(partial(consequences, batch_id=row.id), f"Trying the undo of {row.file}")
        job.refused.connect(self.fail)
        job.done.connect(lambda moves: undo_sheet(self.desk, self, row, moves, then=lambda: self.undo(row)))
        return job

    def undo(self, row: BatchRow) -> None:
        """Take an import out of force."""
        job = self.runner.job(partial(undo_import, batch_id=row.id), f"Undoing the import of {row.file}")
        job.refused.connect(self.fail)
        job.done.connect(lambda _done: self._undone(row))

    # Inside

    def _make_bar_buttons(self) -> None:
        look = self.look
        self.back = Button(look, "All imports", icon="arrow-left", quiet=True, run=self.back_to_list)
        self.templates = DropButton(look, "Save a template…", icon="file-spreadsheet")
        self.search = self.search_in(self.list.table, "Filter imports")
        self.choose = Button(look, "Import files", icon="inbox", primary=True, run=lambda: self.bring(None))
        self.stop = Button(look, "Cancel", run=self._cancel)
        self.import_button = Button(look, "Import", icon="check", primary=True, run=self.bring_in)
        self.import_button.setEnabled(False)
        self.left(self.back)
        self.right(self.templates, self.choose, self.stop, self.import_button)
        bar = (self.back, self.search, self.templates, self.choose, self.stop, self.import_button)
        in_tab_order(self, *bar)

    def _show_mode(self) -> None:
        looking = self._stack.currentWidget() is self.preview
        for widget in (self.back, self.stop, self.import_button):
            widget.setVisible(looking)
        for other in (self.templates, self.search, self.choose):
            other.setVisible(not looking)

    def _keep_focus(self) -> None:
        """Keep the focus in the look when the button that has it goes out of use; Qt would hand it to the window."""
        if has_focus_within(self):
            self.preview.list.setFocus()

    def _cancel(self) -> None:
        if self.looks.importing:
            self._keep_focus()
            self.stop.setEnabled(False)
            self.looks.cancel()
        else:
            self.back_to_list()

    def _say_look(self) -> None:
        """Write the read and the main button for the files that are looked at."""
        if self._stack.currentWidget() is not self.preview:
            return
        looks = self.looks
        self.say(read(looks.entries))
        ready = looks.ready()
        done = sum(entry.state is State.IMPORTED for entry in looks.entries)
        self.back.setEnabled(not looks.importing)
        self.preview.zone.setEnabled(not looks.importing)
        self.import_button.setEnabled(bool(ready) and not looks.importing and not looks.busy)
        if looks.importing:
            self.import_button.setText(f"Importing {done + 1} of {done + 1 + len(ready)}")
            return
        self.stop.setEnabled(True)
        self.import_button.setText(self._button_words(ready))
        nothing = bool(ready) and not sum(rows_coming(ready))
        self.import_button.setToolTip(_NOTHING_NEW if nothing else "")

    def _button_words(self, ready: list[Entry]) -> str:
        if not ready:
            return "Nothing to import"
        coming = rows_coming(ready)
        files = count(len(ready), "file")
        if not sum(coming):
            return f"Import {files} without new rows"
        most = "up to " if any(entry.is_at_most for entry in ready) else ""
        return f"Import {f'{files}: ' if len(ready) > 1 else ''}{most}{self._rows_said(*coming)}"

    def _rows_said(self, new: int, changed: int) -> str:
        """Count rows in words: "2 new rows", "1 new and 3 changed rows"."""
        told = [(number, kind) for number, kind in ((new, "new"), (changed, "changed")) if number]
        last = told[-1][0] if told else 0
        said = listed([f"{self.text.units(number)} {kind}" for number, kind in told]) or "no new"
        return f"{said} row{'' if last == 1 else 's'}"

    def _finished(self) -> None:
        """Say what was imported; the list comes back unless a file still needs a person."""
        self.stop.setEnabled(True)
        self._say_look()
        entries = self.looks.entries
        done = [entry for entry in entries if entry.state is State.IMPORTED]
        stopped = self.looks.was_stopped
        sentence = f"**{count(len(done), 'file')} imported:** {self._rows_said(*rows_coming(done))}."
        self._awaited = {entry.batch_id for entry in done}
        left = len(entries) - len(done)
        if stopped:
            rest = "it" if left == 1 else f"the other {left} files" if done else f"the {left} files"
            sentence = " ".join(filter(None, ("Stopped.", sentence if done else "", f"Nothing was written of {rest}.")))
        made = made_sentence([name for entry in done for name in entry.made])
        sentence = f"{sentence} {made}." if made else sentence
        if left == 0:
            self.back_to_list()
        self._say_look()
        self.notice.tell(sentence, Tone.ATTENTION if stopped else Tone.POSITIVE)

    def _not_found(self, error: UserError) -> None:
        self.back_to_list()
        self.notice.say(in_window(str(error)))

    def _undone(self, row: BatchRow) -> None:
        self.notice.tell(f"**The import of {row.file} is undone.** Its file stays here and can be imported again.")

    def _show_batches(self, found: Any) -> None:  # noqa: ANN401 -- three answers at once
        self._rows, titles, templates = found
        self._is_read, self._awaited = True, set()
        self.list.exports.update(titles)
        self.preview.exports.update(titles)
        self._fill_templates(templates)
        self.list.show_rows(self._rows)
        self.looks.follow(self._rows)
        if self._wanted is not None:
            self.list.show_batch(self._wanted)
            self._wanted = None
        self.list.table.set_empty(
            EmptyState(
                self.look,
                title="No file was imported yet",
                why="Drop the exports of your channels anywhere on this window: orders, settlements, payments, "
                "advertising, stock, or Channelbook's own tables. Nothing is written until you import.",
                button="Choose files",
                run=lambda: self.bring(None),
            )
        )
        self._say_list()

    def _say_list(self) -> None:
        """Write the read of the list, once all that was imported is in it."""
        behind = self._awaited - {row.id for row in self._rows}
        if self._stack.currentWidget() is not self.list or not self._is_read or behind:
            return
        standing = [row for row in self._rows if row.active]
        needs = sum(row.state == "needs a look" for row in standing)
        rows = sum(row.rows for row in standing)
        rows_said = count(rows, "row", written=self.text.units(rows, zero="0"))
        said = f"**{count(len(standing), 'file')}** with {rows_said} in force"
        undone = len(self._rows) - len(standing)
        said += f", {undone} undone" if undone else ""
        said += f"; **{needs} to look at.**" if needs else "."
        self.say(said if self._rows else "Nothing was imported yet.")

    def _fill_templates(self, templates: dict[str, str]) -> None:
        menu = self.templates.menu()
        menu.clear()
        for code, title in templates.items():
            menu.addAction(title).triggered.connect(partial(self._save_template, code))

    def _save_template(self, code: str, _checked: bool = False) -> None:  # noqa: FBT001, FBT002 -- a signal's bool
        choose_save(
            self,
            self.desk.memory,
            title="Save a template",
            name=f"{code}.xlsx",
            kinds=_TEMPLATE_KINDS,
            then=partial(self._write_template, code),
        )

    def _write_template(self, code: str, path: Path) -> None:
        job = self.runner.job(lambda _ledger, _progress: save_template(code, path), "Writing the template")
        job.refused.connect(self.fail)
        job.done.connect(lambda _path: self.notice.say(f"The template is saved as {path}.", Tone.POSITIVE))
