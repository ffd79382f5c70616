"""The grid of SKUs by channels: a table that is made anew when the channels are others."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.queries.allocation_board import Board, grid_columns
from app.queries.allocation_groups import GridRow, GroupBy, GroupRow, group_key, grouped
from app.queries.allocation_plan import PlanRow
from models.domain.allocation.tiers import Tier
from views.allocation.words import TONES, unweighed_words
from views.common.focus import has_focus_within
from views.common.page import Page
from views.common.paint import Paint
from views.common.table import Table
from views.common.theme import Tone


class PlanGrid(QWidget):
    """Shows a `Board`; `edited` carries row, channel and what was typed, `opened` asks why of the current cell.

    `by` brings rows together by category or tier; Enter on a row of sums shuts or opens its group.
    """

    edited = Signal(object, str, str)
    opened = Signal()
    moved = Signal()

    def __init__(self, page: Page) -> None:
        super().__init__()
        self._page = page
        self._board: Board | None = None
        self._rows: Sequence[PlanRow] = ()
        self._channels: tuple[str, ...] = ()
        self._colours: Mapping[str, str] = {}
        self._needle = ""
        self._shut: frozenset[str] = frozenset()
        self.by = GroupBy.NOTHING
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self.table = self._make(())

    def show_rows(self, board: Board, rows: Sequence[PlanRow]) -> None:
        """Show rows of a board; the cursor stays on its cell."""
        self._board, self._rows = board, rows
        colours = {name: board.colours.get(name, "neutral") for name in board.plan.channels}
        if (board.plan.channels, colours) != (self._channels, self._colours):
            self._channels, self._colours = board.plan.channels, colours
            old = self.table
            had_focus = has_focus_within(old)
            self.table = self._make(self._channels)
            self._column.removeWidget(old)
            old.hide()
            old.deleteLater()
            if had_focus:
                self.table.setFocus()
        self._show()

    def group(self, by: GroupBy) -> None:
        """Bring rows together by something else; all groups are open."""
        self.by, self._shut = by, frozenset()
        self._show()

    def toggle(self, head: GroupRow) -> None:
        """Shut a group, so that only its sums are shown, or open it."""
        self._shut ^= {head.key}
        self._show()

    def filter(self, needle: str) -> None:
        """Show only rows that hold every typed word; while something is typed there are no groups."""
        had = bool(self._needle.split())
        self._needle = needle
        if self.by is not GroupBy.NOTHING and had != bool(needle.split()):
            self._show()
        self.table.filter(needle)

    def row(self) -> PlanRow | None:
        """Give the SKU under the cursor; None on a row of sums."""
        found = self.table.current()
        return found if isinstance(found, PlanRow) else None

    def head(self) -> GroupRow | None:
        """Give the row of sums under the cursor."""
        found = self.table.current()
        return found if isinstance(found, GroupRow) else None

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
        return self.table.go_to_key(("", sku), column=titles.index(channel) if channel else None)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Let Tab go from cell to cell as in a spreadsheet; at the end of a row it leaves the table."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            by = {Qt.Key.Key_Tab: 1, Qt.Key.Key_Backtab: -1}.get(Qt.Key(event.key()), 0)
            if by and self._step(by):
                return True
        return super().eventFilter(watched, event)

    # Inside

    def _show(self) -> None:
        by = GroupBy.NOTHING if self._needle.split() else self.by
        count = len(self._rows)
        written = self._page.text.units(count, zero="0")
        rows: Sequence[GridRow] = grouped(self._rows, by, self._shut)
        self.table.show_rows(rows, label=f"{written} {'SKU' if count == 1 else 'SKUs'}")

    def _step(self, by: int) -> bool:
        """Go to the next column that is shown; False at the end of the row."""
        grid = self.table.grid
        index, header = grid.currentIndex(), grid.horizontalHeader()
        place = header.visualIndex(index.column()) + by if index.isValid() else -1
        while 0 <= place < header.count():
            column = header.logicalIndex(place)
            if not grid.isColumnHidden(column):
                grid.go_to(self.table.model.index(index.row(), column))
                return True
            place += by
        return False

    def _make(self, channels: tuple[str, ...]) -> Table:
        columns = grid_columns(channels)
        table = self._page.make_table(columns, paints=self._paints(channels), row_key=_key)
        table.model.group = self._group_of
        at_stake = next(place for place, column in enumerate(columns) if column.title == "At stake")
        table.model.order_by([(at_stake, True)])
        table.filter(self._needle)
        table.selected.connect(self._page.status)
        table.export_requested.connect(lambda form: self._page.export_requested.emit(table, form))
        table.inspected.connect(lambda _row, _title: self.opened.emit())
        table.drilled.connect(lambda _row, _title: self.opened.emit())
        table.current_changed.connect(lambda _row: self.moved.emit())
        table.grid.installEventFilter(self)
        table.grid.resized.connect(lambda: table.grid.scrollTo(table.grid.currentIndex()))
        self._column.addWidget(table, 1)
        self.setFocusProxy(table)
        return table

    def _group_of(self, row: GridRow) -> tuple[object, bool]:
        if isinstance(row, GroupRow):
            return row.key, True
        return group_key(row, self.by), False

    def _paints(self, channels: Sequence[str]) -> dict[str, Paint]:
        fixed = {
            "SKU": Paint(bold=True, tint=_ground),
            "Name": Paint(quiet=True, tint=_ground),
            "Category": Paint(quiet=True, hidden=True, tint=_ground),
            "Tier": Paint(tone=lambda row: TONES[row.tier], tint=_ground),
            "Days": Paint(quiet=True, hidden=True, tint=_ground),
            "Unmet": Paint(tint=_ground, tip=self._tip),
            "Unassigned": Paint(quiet=True, tint=_ground),
            "Buffer": Paint(quiet=True, tint=_ground),
            "Pool": Paint(bold=True, tint=_ground),
            "At stake": Paint(cents=False, tint=_ground, tip=self._tip),
        }
        return fixed | {name: self._channel_paint(name) for name in channels}

    def _channel_paint(self, name: str) -> Paint:
        return Paint(
            tint=partial(_tint, name),
            tone=lambda row: Tone.ACCENT if self._is_fixed(row, name) else None,
            note=lambda row: "fixed" if self._is_fixed(row, name) else "",
            edit=self._edit(name),
            mark=self._colours.get(name, "neutral"),
        )

    def _tip(self, row: GridRow) -> str:
        return "" if isinstance(row, GroupRow) else unweighed_words(row, self._page.text)

    def _edit(self, name: str) -> Callable[[GridRow, str], None]:
        return lambda row, typed: self.edited.emit(row, name, typed)

    def _is_fixed(self, row: GridRow, name: str) -> bool:
        return self._board is not None and (row.sku, name) in self._board.fixed


def _key(row: GridRow) -> tuple[str, str]:
    return (row.key, "") if isinstance(row, GroupRow) else ("", row.sku)


def _ground(row: GridRow) -> Tone | None:
    return Tone.NEUTRAL if isinstance(row, GroupRow) else None


def _tint(name: str, row: GridRow) -> Tone | None:
    if isinstance(row, GroupRow):
        return Tone.NEUTRAL
    return None if row.tier is Tier.GREEN or name not in row.units else TONES[row.tier]
