"""Files looked at before they are imported: the list at the left, what was found of one at the right."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.importing.looking import row_of_import, row_of_preview
from app.importing.preview import Choices
from app.importing.shown_rows import ShownRow
from app.importing.source_row import SourceRow
from app.queries.batches import RemarkRow, remarks
from views.common.drop_zone import DropZone
from views.common.fonts import TABLE, semibold
from views.common.labels import label
from views.common.page import Page
from views.common.sentences import count, in_window
from views.common.theme import Tone
from views.imports.entries import Entry, State
from views.imports.file_list import FileList
from views.imports.looked_panel import LookedPanel
from views.imports.looks import Looks

_LIST_WIDTH = 256


class PreviewView(QWidget):
    """Shows a look; `files` asks to choose more of them."""

    files = Signal(object)
    moved = Signal()
    wanted = Signal(int)

    def __init__(self, page: Page, looks: Looks) -> None:
        super().__init__()
        self._page, self._looks = page, looks
        self.exports: dict[str, str] = {}
        self.zone = DropZone(page.look)
        self.zone.setFixedHeight(104)
        self.list = FileList(page.look, page.text)
        self.panel = LookedPanel(page)
        left = QVBoxLayout()
        left.setSpacing(12)
        left.addWidget(self.zone)
        left.addWidget(self.list, 1)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(12)
        holder = QWidget()
        holder.setLayout(left)
        holder.setFixedWidth(_LIST_WIDTH)
        left.setContentsMargins(0, 0, 0, 0)
        row.addWidget(holder)
        row.addWidget(self.panel, 1)
        self.zone.dropped.connect(self.files)
        self.zone.pressed.connect(lambda: self.files.emit(None))
        self.list.chosen.connect(self._chosen)
        self.panel.questions.changed.connect(self._say)
        self.panel.inspected.connect(self.explain)
        looks.listed.connect(self._listed)
        looks.moved.connect(self._moved)

    def current(self) -> Entry | None:
        """Give the file in view."""
        return self.list.current()

    def explain(self, row: ShownRow) -> None:
        """Open the inspector on a row: what it becomes, and the row of the file beside its header."""
        entry = self.current()
        if entry is None:
            return
        inspector = self._page.inspector
        inspector.explain(f"Row {self._page.text.units(row.row)}", f"{entry.file.name} · {row.verdict}")
        if row.reason:
            inspector.line(in_window(row.reason))
        if row.becomes:
            pairs = [("Becomes", row.becomes)]
            if row.amount is not None:
                pairs.append(("Amount", self._page.text.money(row.amount, zero=None, code=True)))
            inspector.pairs(pairs)
        column = row.column
        if entry.looked is not None:
            seen = entry.looked.seen
            job = self._page.runner.job(lambda _ledger, _progress: row_of_preview(seen, row.row))
            job.done.connect(lambda found: self._show_row(found, column))
            job.refused.connect(lambda error: inspector.line(in_window(str(error))))
        elif entry.batch_id is not None:
            stored = partial(row_of_import, batch_id=entry.batch_id, row=row.row)
            self._page.ask(stored, lambda found: self._show_row(found, column), about="row")

    def _show_row(self, found: SourceRow, column: str) -> None:
        inspector = self._page.inspector
        if not inspector.isVisible():
            return
        inspector.line("As it stands in the file", quiet=True)
        for cell in found.cells:
            if column and cell.header == column:
                inspector.add(label(f"{cell.header}: {cell.text}", font=semibold(TABLE), role="wrong", wrap=True))
        shown = [(cell.header, cell.text) for cell in found.cells if cell.text or cell.header == column]
        inspector.pairs(shown, mark=[column])
        empty = len(found.cells) - len(shown)
        if empty:
            inspector.line(f"{empty} more columns are empty in this row.", quiet=True)

    def _listed(self) -> None:
        before = self.current()
        self.list.put(self._looks.entries)
        if before is not None and before in self._looks.entries:
            self.list.go_to(before)
        self.moved.emit()

    def _moved(self, entry: Entry) -> None:
        self.list.model.tell(entry)
        if entry is self.current():
            self._show(entry)
        self.moved.emit()

    def _chosen(self, entry: Entry) -> None:
        self._page.inspector.hide()
        self._looks.want(entry)
        self._show(entry)

    def _show(self, entry: Entry) -> None:
        self.panel.show_entry(entry, self.exports)
        notice = self.panel.notice
        match entry.state:
            case State.STOPPED if not self._looks.importing:
                again = partial(self._looks.say, entry, entry.choices)
                notice.say("Stopped; nothing of this file was written.", button="Read it again", run=again)
            case State.IMPORTED if entry.batch_id is not None and entry.summary is not None:
                rows = count(entry.summary.coming, "row", written=self._page.text.units(entry.summary.coming, zero="0"))
                show = partial(self.wanted.emit, entry.batch_id)
                notice.say(f"**Imported:** {rows} new or changed.", Tone.POSITIVE, button="Show the import", run=show)
                self._ask_remarks(entry, entry.batch_id)
            case State.UNDONE if entry.batch_id is not None:
                show = partial(self.wanted.emit, entry.batch_id)
                notice.say("Imported, and undone since.", Tone.ACCENT, button="Show the import", run=show)
            case _:
                pass

    def _ask_remarks(self, entry: Entry, batch_id: int) -> None:
        """List what was said of the rows of a file that is imported, as far as it is still so."""

        def show(found: list[RemarkRow]) -> None:
            if entry is self.current() and entry.state is State.IMPORTED:
                self.panel.show_remarks(found)

        self._page.ask(partial(remarks, batch_id=batch_id, today=self._page.today()), show, about="remarks")

    def _say(self, choices: Choices) -> None:
        entry = self.current()
        if entry is not None:
            self._looks.say(entry, choices)
