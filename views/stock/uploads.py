"""Uploads: what each channel would be sent now, what changed, what was sent, and what the channel reported after it."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import Any, ClassVar

from app.actions.uploads import save_stock_file
from app.columns import Column
from app.exporting.stock_upload import stock_file
from app.importing.source_table import source_table
from app.paths import safe_name
from app.queries.catalog import ChannelRow
from app.queries.uploads import (
    CHANGE_COLUMNS,
    EXPOSURE_COLUMNS,
    LEFT_OUT_COLUMNS,
    UploadPlan,
    change_columns,
    line_columns,
)
from app.queries.uploads_board import UploadBoard, upload_board
from app.queries.uploads_sent import DIFFERENCE_COLUMNS, FILE_COLUMNS
from models.domain.uploads import Layout
from views.common.day_edit import today
from views.common.dialogs import choose_save
from views.common.page import Page
from views.common.paint import Paint
from views.common.parts import Button
from views.common.section import Section
from views.common.segments import Segments
from views.common.states import EmptyState, Notice
from views.common.theme import Tone
from views.stock.upload_words import explained, row_key, uploads_sentence, why_empty

_TABS = (
    ("send", "To send", Tone.NEUTRAL),
    ("changes", "Changes", Tone.ACCENT),
    ("out", "Left out", Tone.NEUTRAL),
    ("exposure", "Oversold", Tone.CRITICAL),
    ("differences", "Not as sent", Tone.ATTENTION),
    ("files", "Sent files", Tone.NEUTRAL),
)
_KINDS = {
    Layout.SHOPIFY: "Shopify inventory (*.csv)",
    Layout.AMAZON: "Amazon inventory loader (*.txt)",
    Layout.TABLE: "Table (*.csv)",
}
_PAINTS = {
    "SKU": Paint(bold=True),
    "Name": Paint(quiet=True),
    "To send": Paint(bold=True),
    "Change": Paint(tone=lambda row: Tone.ATTENTION if row.now is None else None),
    "What": Paint(quiet=True),
    "Oversold": Paint(bold=True, tone=lambda _row: Tone.CRITICAL),
    "Found": Paint(why=lambda _row: "The report does not list it."),
    "Off by": Paint(bold=True, tone=lambda _row: Tone.ATTENTION),
    "By": Paint(quiet=True),
    "Layout": Paint(quiet=True),
}


class UploadsSection(Section):
    """A channel at a time: its lines, the changes against its last file, and its files."""

    KEY: ClassVar[str] = "uploads"
    WORDS: ClassVar[str] = "Uploads"
    HINT: ClassVar[str] = "Filter SKUs"

    def __init__(self, page: Page) -> None:
        super().__init__(page)
        self._board = UploadBoard(())
        self.channels = Segments(self.look, [])
        self.column.insertWidget(0, self.channels)
        self.looks = Notice(self.look, closable=False)
        self.column.addWidget(self.looks)
        self.chips.chosen.connect(lambda _key: self._show_tab())
        self.save_button = self.button("Save file", "download", self.save, primary=True)
        self._made_for: object = None
        self.empty = self._empty("send")
        self._make_table(line_columns(Layout.TABLE), "send")

    @property
    def offered(self) -> Sequence[ChannelRow]:
        """The channels to choose from."""
        return self._board.channels

    def refresh(self) -> None:
        """Ask the ledger for the files of the channel in view."""
        self.table.loading()
        chosen = self._board.chosen
        query = partial(upload_board, channel_id=chosen.id if chosen else None, day=today())
        self.page.ask(query, self._show, about=self.KEY)

    def show_channel(self, channel_id: int) -> None:
        """Show another channel."""
        self.page.inspector.hide()
        self.table.loading()
        self.page.ask(partial(upload_board, channel_id=channel_id, day=today()), self._show, about=self.KEY)

    def _show(self, found: UploadBoard) -> None:
        others = [row.id for row in found.channels] != [row.id for row in self._board.channels]
        self._board = found
        if others:
            self._offer(found)
        self._show_looks()
        self.save_button.setAccessibleName(f"Save the file for {found.chosen.name}" if found.chosen else "Save file")
        self.save_button.setEnabled(bool(found.plan and found.plan.lines))
        self.chips.set_tabs(
            [
                (key, words, self.text.units(len(self._rows_of(key)), zero=None), tone)
                for key, words, tone in self._tabs()
            ]
        )
        self.chips.setVisible(bool(found.channels))
        self._show_tab()
        self.said.emit(uploads_sentence(found, self.text))

    def _tabs(self) -> list[tuple[str, str, Tone]]:
        """Give the tabs; one without rows has no colour."""
        return [(key, words, tone if self._rows_of(key) else Tone.NEUTRAL) for key, words, tone in _TABS]

    def _offer(self, found: UploadBoard) -> None:
        """Make the choice of channels anew."""
        self.column.removeWidget(self.channels)
        self.channels.hide()
        self.channels.deleteLater()
        self.channels = Segments(self.look, [(str(row.id), row.name) for row in found.channels])
        if found.chosen is not None:
            self.channels.choose(str(found.chosen.id))
        self.channels.chosen.connect(lambda key: self.show_channel(int(key)))
        self.column.insertWidget(0, self.channels)

    def _show_looks(self) -> None:
        """Show the first thing that needs a look, and the way to the others."""
        looks = self._board.plan.looks if self._board.plan else ()
        if not looks:
            self.looks.hide()
            return
        button = f"Show all {len(looks)}" if len(looks) > 1 else "Show"
        self.looks.say(looks[0], Tone.ATTENTION, button=button, run=self.explain_looks)

    def explain_looks(self) -> None:
        """Show everything that needs a look in the inspector."""
        plan = self._board.plan
        if plan is not None:
            self.page.inspector.explain("Worth a look", f"before the file for {plan.channel} is made")
            for number, look in enumerate(plan.looks, start=1):
                self.page.inspector.step(str(number), look)
            run = partial(self.page.go.emit, "allocation", None)
            self.page.inspector.add(Button(self.look, "Go to the allocation", icon="list-checks", run=run))

    def _rows_of(self, key: str) -> Sequence[Any]:
        plan = self._board.plan
        match key:
            case "files":
                return self._board.files
            case "differences":
                return self._board.compared.differences
            case _ if plan is None:
                return ()
            case "send":
                return plan.lines
            case "changes":
                # Of a first file everything is new, which says nothing.
                return plan.changes if plan.last else ()
            case "out":
                return plan.left_out
            case _:
                return plan.exposures

    def _columns_of(self, key: str) -> Sequence[Column[Any]]:
        plan = self._board.plan
        match key:
            case "changes":
                return change_columns(plan.layout) if plan else CHANGE_COLUMNS
            case "out":
                return LEFT_OUT_COLUMNS
            case "exposure":
                return EXPOSURE_COLUMNS
            case "differences":
                return DIFFERENCE_COLUMNS
            case "files":
                return [column for column in FILE_COLUMNS if column.title != "Channel"]
            case _:
                return line_columns(plan.layout if plan else Layout.TABLE)

    def _show_tab(self) -> None:
        """Show the rows of the chosen tab; the table is made anew where its columns change."""
        key = self.chips.current() or "send"
        made = self._columns_of(key)
        wanted = (key, [column.title for column in made])
        if wanted != self._made_for:
            old = self.table
            self.column.removeWidget(old)
            old.hide()
            old.deleteLater()
            self._make_table(made, key)
            self.table.filter(old.model.needle)
            if self.page.isAncestorOf(self) and self.isVisible():
                self.page.setFocusProxy(self.table)
            self._made_for = wanted
        self.empty = self._empty(key)
        self.table.set_empty(self.empty)
        self.table.show_rows(self._rows_of(key))

    def _make_table(self, made: Sequence[Column[Any]], key: str) -> None:
        titles = {column.title for column in made}
        paints = {title: paint for title, paint in _PAINTS.items() if title in titles}
        self.make_table(made, paints, row_key, name=f"{self.KEY}.{key}.{len(made)}")

    def _empty(self, key: str) -> EmptyState:
        title, why, button, page = why_empty(self._board, key)
        run = partial(self.page.go.emit, page, None) if page else None
        return EmptyState(self.look, title=title, why=why, button=button, icon="file-spreadsheet", run=run)

    def explain(self, row: Any) -> None:  # noqa: ANN401 -- a row of one of the tabs
        """Tell how a line came about, or what a file was."""
        heading, subheading, steps, pairs = explained(row, self.text)
        inspector = self.page.inspector
        inspector.explain(heading, subheading)
        for number, step in enumerate(steps, start=1):
            inspector.step(str(number), step)
        if pairs:
            inspector.pairs(pairs)

    def save(self) -> None:
        """Ask for a file and save the quantities of the channel in view to it."""
        plan = self._board.plan
        if plan is None or not plan.lines:
            return
        choose_save(
            self.page,
            self.page.desk.memory,
            title=f"Save the file for {plan.channel}",
            name=f"{safe_name(plan.channel)} stock {today().isoformat()}{plan.suffix}",
            kinds=[_KINDS[plan.layout]],
            then=partial(self.write, plan),
        )

    def write(self, plan: UploadPlan, path: Path) -> None:
        """Write the file as a job, and say where it is and what to do with it."""
        action = partial(save_stock_file, channel_id=plan.channel_id, path=path, write=_written)
        job = self.page.runner.job(action, f"Save {path.name}")
        job.refused.connect(self.page.fail)
        job.done.connect(lambda _: self._told(plan, path))

    def _told(self, plan: UploadPlan, path: Path) -> None:
        words = f"The file for {plan.channel} is in **{path}** and recorded as sent. If you do not upload it, undo it."
        self.page.notice.say(words, Tone.POSITIVE)


def _written(session: Any, plan: UploadPlan) -> bytes:  # noqa: ANN401 -- views know no session
    return stock_file(plan, partial(source_table, session))
