"""The widths of a table's columns: measured, spread over the room there is, or set by hand."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from app.columns import Kind
from views.common.cells import CellPainter
from views.common.table_view import Grid

_SAMPLE = 60
_WIDEST = 340


class Widths(QObject):
    """Gives each column what it needs and shares out what is left; a width set by hand stays."""

    changed_by_hand = Signal()

    def __init__(self, grid: Grid) -> None:
        super().__init__(grid)
        self._grid = grid
        self._natural: list[int] = []
        self._by_hand: dict[str, int] = {}
        self._busy = False
        grid.titles.sectionResized.connect(self._resized)

    def fit(self) -> None:
        """Measure titles and a sample of the rows."""
        model = self._grid.rows_model
        cells = CellPainter(self._grid.painter_of_cells.look, model)
        sample = [model.row(position) for position in range(min(_SAMPLE, model.rowCount()))]
        total = model.total_row()
        self._natural = []
        for number, column in enumerate(model.columns):
            wanted = [cells.width_of(column.value(row), number, row) for row in sample]
            if total is not None:
                wanted.append(cells.width_of(column.value(total), number, total) + 4)
            elif column.total:
                wanted.append(max(wanted, default=0) + 14)
            widest = max([self._grid.titles.natural_width(number), *wanted])
            self._natural.append(model.paints[number].width or min(_WIDEST, widest + 4))
        self.spread()

    def spread(self) -> None:
        """Share out the room that is left over the columns nobody set by hand."""
        if self._busy or not self._natural:
            return
        model, grid = self._grid.rows_model, self._grid
        shown = [number for number in range(model.columnCount()) if not grid.isColumnHidden(number)]
        wanted = {number: self._by_hand.get(model.columns[number].title, self._natural[number]) for number in shown}
        free = [number for number in shown if model.columns[number].title not in self._by_hand]
        room = grid.viewport().width() - sum(wanted.values())
        self._shorten(wanted, free, lacking=-room)
        if room > 0 and free:
            weight = sum(wanted[number] for number in free)
            for number in free[:-1]:
                extra = room * wanted[number] // weight
                weight -= wanted[number]
                room -= extra
                wanted[number] += extra
            wanted[free[-1]] += room
        before = grid.viewport().width()
        self._busy = True
        for number, width in wanted.items():
            grid.setColumnWidth(number, width)
        self._busy = False
        grid.titles.measure()
        if grid.viewport().width() > before:
            # A scroll bar went away because of the new widths: there is more room than was shared out.
            self.spread()

    def _shorten(self, wanted: dict[int, int], free: list[int], *, lacking: int) -> None:
        """Cut long texts short where that alone brings every column into view: a figure out of sight is worse."""
        columns, paints = self._grid.rows_model.columns, self._grid.rows_model.paints
        long = {number: wanted[number] - paints[number].least for number in free if columns[number].kind is Kind.TEXT}
        spare = {number: room for number, room in long.items() if room > 0}
        if not 0 < lacking <= sum(spare.values()):
            return
        weight = sum(spare.values())
        for number, room in spare.items():
            less = -(-lacking * room // weight)
            weight -= room
            lacking -= less
            wanted[number] -= less

    def needed(self) -> list[int]:
        """Give the width that each column asks for, in their order."""
        return list(self._natural)

    def by_hand(self) -> dict[str, int]:
        """Give the widths set by hand, by title."""
        return dict(self._by_hand)

    def restore(self, widths: dict[str, int]) -> None:
        """Take up remembered widths."""
        self._by_hand = {str(title): int(width) for title, width in widths.items()}
        self.spread()

    def forget(self) -> None:
        """Measure all columns again."""
        self._by_hand.clear()
        self.fit()

    def _resized(self, column: int, _old: int, new: int) -> None:
        if self._busy or new == 0 or not self._natural:
            return
        self._by_hand[self._grid.rows_model.columns[column].title] = new
        self._grid.titles.measure()
        self.changed_by_hand.emit()
