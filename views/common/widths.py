"""The widths of a table's columns: measured, spread over the room there is, or set by hand."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from PySide6.QtCore import QObject, Signal

from app.columns import Cell, Kind
from models.domain.money import Money
from views.common.cells import CellPainter
from views.common.rows_model import NUMBERS
from views.common.table_view import Grid

_SAMPLE = 60
_WIDEST = 340
_BLANK = 40  # what a column of texts without any keeps at the least
_FEW = 2000  # rows of which each is asked whether it says anything, and which has the longest figure
_SHORT = {Kind.TEXT: 120, Kind.CHIP: 120, Kind.CODE: _WIDEST}  # to how little words are cut; codes tell rows apart
_ONE_DIGIT = 9
_TURNS = 3  # widths may bring a scroll bar or take it away, which leaves other room than was shared out


class Widths(QObject):
    """Gives each column what it needs and shares out what is left; a width set by hand stays."""

    changed_by_hand = Signal()

    def __init__(self, grid: Grid) -> None:
        super().__init__(grid)
        self._grid = grid
        self._natural: list[int] = []
        self._least: list[int] = []  # with titles in two lines
        self._longest_words: dict[int, int] = {}  # of columns whose words may go on in a second line
        self._by_hand: dict[str, int] = {}
        self._busy = False
        grid.titles.sectionResized.connect(self._resized)

    def fit(self) -> None:
        """Measure titles and a sample of the rows."""
        model = self._grid.rows_model
        cells = CellPainter(self._grid.painter_of_cells.look, model)
        sample = [model.row(position) for position in range(min(_SAMPLE, model.rowCount()))]
        known = model.short or model.total_row() is not None  # sums of long lists come later
        self._natural, self._least = [], []
        for number, column in enumerate(model.columns):
            measured = [*sample, *self._longest(number)]
            wanted = [cells.width_of(column.value(row), number, row) for row in measured]
            if known:
                wanted.append(cells.width_of_total(model.total(number), number))
            elif column.total:
                wanted.append(max(wanted, default=0) + 14)
            least, asked = self._grid.titles.least_width(number), model.paints[number].width
            for widths, title in ((self._natural, self._grid.titles.natural_width(number)), (self._least, least)):
                widths.append(max(asked, least) if asked else min(_WIDEST, max([title, *wanted]) + 4))
            if asked and column.kind is Kind.BAR:  # what is asked for a bar is its least; it tells more when longer
                self._natural[-1] = max([asked, least, *wanted])
        wrapped = [number for number, paint in enumerate(model.paints) if paint.wrap]
        rows = model.rows() if model.rowCount() <= _FEW else sample
        self._longest_words = {
            number: max((cells.width_of(model.columns[number].value(row), number, row) for row in rows), default=0)
            for number in wrapped
        }
        self.spread()

    def spread(self) -> None:
        """Share out the room that is left over the columns nobody set by hand."""
        if self._busy or not self._natural:
            return
        self._busy = True
        for _ in range(_TURNS):
            room = self._grid.viewport().width()
            self._share_out(room)
            self._measure()
            if self._grid.viewport().width() == room:
                break
        self._busy = False

    def _share_out(self, width: int) -> None:
        model, grid = self._grid.rows_model, self._grid
        shown = [number for number in range(model.columnCount()) if not grid.isColumnHidden(number)]
        wanted = {number: self._by_hand.get(model.columns[number].title, self._natural[number]) for number in shown}
        free = [number for number in shown if model.columns[number].title not in self._by_hand]
        room = width - sum(wanted.values())
        self._make_room(wanted, free, lacking=-room)
        if room > 0 and free:
            weight = sum(wanted[number] for number in free)
            for number in free[:-1]:
                extra = room * wanted[number] // weight
                weight -= wanted[number]
                room -= extra
                wanted[number] += extra
            wanted[free[-1]] += room
        for number, one in wanted.items():
            grid.setColumnWidth(number, one)

    def _make_room(self, wanted: dict[int, int], free: list[int], *, lacking: int) -> None:
        """Break titles in two, then cut long texts short, at last the titles of texts that are blank in every row.

        Nothing is cut but where that brings every column into view.
        """
        if lacking <= 0:
            return
        columns, paints = self._grid.rows_model.columns, self._grid.rows_model.paints
        least = {number: paints[number].least or _SHORT.get(columns[number].kind, 0) for number in free}
        whole = {number: min(wanted[number], self._least[number]) for number in free}
        texts = [number for number in free if columns[number].kind in _SHORT]
        blank = [number for number in texts if self._is_blank(number)]
        ways = [
            {number: wanted[number] - whole[number] for number in free},
            {number: whole[number] - least[number] for number in texts if number not in blank},
            {number: whole[number] - _BLANK for number in blank},
        ]
        ways = [{number: room for number, room in way.items() if room > 0} for way in ways]
        if lacking > sum(room for way in ways for room in way.values()):
            ways = ways[:1]
        for way in ways:
            lacking -= _narrowed(wanted, way, by=lacking)

    def _measure(self) -> None:
        """Decide between one and two lines, of titles and of rows, for the widths there are."""
        grid = self._grid
        grid.titles.measure()
        tight = (0 < grid.columnWidth(number) < words for number, words in self._longest_words.items())
        grid.set_lines(2 if any(tight) else 1)

    def _longest(self, number: int) -> list[Any]:
        """Give the rows whose figure is the longest below the sample: a figure that is cut tells a wrong one."""
        model = self._grid.rows_model
        column = model.columns[number]
        if column.kind not in NUMBERS or not _SAMPLE < model.rowCount() <= _FEW:
            return []
        figures = [(length, row) for row in model.rows() if (length := _length(column.value(row))) is not None]
        return [pick(figures, key=lambda one: one[0])[1] for pick in (min, max)] if figures else []

    def _is_blank(self, number: int) -> bool:
        """Tell whether a column says nothing in any row; of very many rows nobody asks."""
        model = self._grid.rows_model
        value = model.columns[number].value
        return model.rowCount() <= _FEW and not any(value(row) for row in model.rows())

    def needed(self) -> list[int]:
        """Give the width that each column asks for, in their order."""
        return list(self._natural)

    def least(self) -> list[int]:
        """Give the width at which each column is still whole, with its title in two lines."""
        return list(self._least)

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

    def _resized(self, column: int, old: int, new: int) -> None:
        # A column that comes or goes has no width before or after, which nobody set by hand.
        if self._busy or 0 in (old, new) or not self._natural:
            return
        self._by_hand[self._grid.rows_model.columns[column].title] = new
        self._measure()
        self.changed_by_hand.emit()


def _length(value: Cell) -> Decimal | None:
    """Give what grows with the length of a figure: its size, or of a day how many of its parts have two digits."""
    match value:
        case Money():
            return Decimal(value.minor)
        case date():
            return Decimal((value.month > _ONE_DIGIT) + (value.day > _ONE_DIGIT))
        case int() | Decimal():
            return Decimal(value)
        case _:
            return None


def _narrowed(wanted: dict[int, int], most: dict[int, int], *, by: int) -> int:
    """Take so much off some columns, or the most there is, from each by its own share; gives how much that was."""
    weight = sum(most.values())
    left = taken = min(by, weight)
    for number, room in most.items():
        less = -(-left * room // weight)
        weight -= room
        left -= less
        wanted[number] -= less
    return taken
