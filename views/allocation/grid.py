"""The grid of SKUs by channels: a table that is made anew when the channels are others."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.queries.allocation_board import Board, grid_columns
from app.queries.allocation_plan import PlanRow
from models.domain.allocation.tiers import Tier
from views.allocation.words import TONES
from views.common.page import Page
from views.common.paint import Paint
from views.common.table import Table
from views.common.theme import Tone


class PlanGrid(QWidget):
    """Shows a `Board`; `edited` carries row, channel and what was typed, `opened` asks why of the current cell."""

    edited = Signal(object, str, str)
    opened = Signal()
    moved = Signal()

    def __init__(self, page: Page) -> None:
        super().__init__()
        self._page = page
        self._board: Board | None = None
        self._channels: tuple[str, ...] = ()
        self._needle = ""
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self.table = self._make(())

    def show_rows(self, board: Board, rows: Sequence[PlanRow]) -> None:
        """Show rows of a board; the cursor stays on its cell."""
        self._board = board
        if board.plan.channels != self._channels:
            self._channels = board.plan.channels
            old = self.table
            self.table = self._make(self._channels)
            self._column.removeWidget(old)
            old.hide()
            old.deleteLater()
        count = len(rows)
        written = self._page.text.units(count, zero="0")
        self.table.show_rows(rows, label=f"{written} {'SKU' if count == 1 else 'SKUs'}")

    def filter(self, needle: str) -> None:
        """Show only rows that hold every typed word."""
        self._needle = needle
        self.table.filter(needle)

    def row(self) -> PlanRow | None:
        """Give the row under the cursor."""
        found: PlanRow | None = self.table.current()
        return found

    def channel(self) -> str:
        """Give the channel of the column under the cursor, or nothing where the SKU is not on it."""
        row, index = self.row(), self.table.grid.currentIndex()
        if row is None or not index.isValid():
            return ""
        title = self.table.model.columns[index.column()].title
        return title if title in row.units else ""

    def place(self, sku: str, channel: str = "") -> bool:
        """Put the cursor on a cell."""
        titles = [column.title for column in self.table.model.columns]
        return self.table.go_to_key(sku, column=titles.index(channel) if channel else None)

    def _make(self, channels: tuple[str, ...]) -> Table:
        columns = grid_columns(channels)
        table = self._page.make_table(columns, paints=self._paints(channels), row_key=lambda row: row.sku)
        at_stake = next(place for place, column in enumerate(columns) if column.title == "At stake")
        table.model.order_by([(at_stake, True)])
        table.filter(self._needle)
        table.selected.connect(self._page.status)
        table.export_requested.connect(lambda form: self._page.export_requested.emit(table, form))
        table.inspected.connect(lambda _row, _title: self.opened.emit())
        table.drilled.connect(lambda _row, _title: self.opened.emit())
        table.current_changed.connect(lambda _row: self.moved.emit())
        self._column.addWidget(table, 1)
        self.setFocusProxy(table)
        return table

    def _paints(self, channels: Sequence[str]) -> dict[str, Paint]:
        fixed = {
            "SKU": Paint(bold=True),
            "Name": Paint(quiet=True),
            "Category": Paint(quiet=True, hidden=True),
            "Tier": Paint(tone=lambda row: TONES[row.tier]),
            "Days": Paint(quiet=True, hidden=True),
            "Unassigned": Paint(quiet=True),
            "Buffer": Paint(quiet=True),
            "Pool": Paint(bold=True),
            "Unmet": Paint(quiet=True, hidden=True),
            "At stake": Paint(cents=False),
        }
        return fixed | {name: self._channel_paint(name) for name in channels}

    def _channel_paint(self, name: str) -> Paint:
        return Paint(
            tint=partial(_tint, name),
            tone=lambda row: Tone.ACCENT if self._is_fixed(row, name) else None,
            note=lambda row: "fixed" if self._is_fixed(row, name) else "",
            edit=self._edit(name),
        )

    def _edit(self, name: str) -> Callable[[PlanRow, str], None]:
        return lambda row, typed: self.edited.emit(row, name, typed)

    def _is_fixed(self, row: PlanRow, name: str) -> bool:
        return self._board is not None and (row.sku, name) in self._board.fixed


def _tint(name: str, row: PlanRow) -> Tone | None:
    return None if row.tier is Tier.GREEN or name not in row.units else TONES[row.tier]
