"""The one item model: any rows, shown by declared columns, sorted and filtered without a proxy."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from enum import IntEnum
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, QTimer

from app.columns import Cell, Column, Kind
from models.domain.money import Money
from views.common.paint import PLAIN, Paint
from views.common.sorting import Haystack, SortKeys, ordered
from views.common.text import Text

Index = QModelIndex | QPersistentModelIndex
NUMBERS = frozenset({Kind.MONEY, Kind.UNITS, Kind.COUNT, Kind.PERCENT, Kind.RATIO, Kind.DAY, Kind.TIME})
_SAMPLE = 500


class Role(IntEnum):
    """What the model gives beside Qt's own roles."""

    SORT = Qt.ItemDataRole.UserRole + 1
    ROW = Qt.ItemDataRole.UserRole + 2
    VALUE = Qt.ItemDataRole.UserRole + 3


class RowsModel(QAbstractTableModel):
    """Rows (frozen dataclasses) and columns; sorting and filtering only reorder a list of positions."""

    def __init__(
        self,
        columns: Sequence[Column[Any]],
        text: Text,
        *,
        paints: Mapping[str, Paint] | None = None,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self.columns = tuple(columns)
        self.paints = tuple((paints or {}).get(column.title, PLAIN) for column in columns)
        self.text = text
        self._rows: Sequence[Any] = ()
        self._order: Sequence[int] = ()
        self._total: Any = None
        self._sums: dict[int, Cell] = {}
        self._sort: tuple[tuple[int, bool], ...] = ()
        self._keys = SortKeys(self.columns)
        self._hay = Haystack(self.columns)
        self._currencies: tuple[str, ...] = ("",) * len(self.columns)
        self._warm = QTimer(self)
        self._warm.setInterval(0)
        self._warm.timeout.connect(self._warm_up)

    # What a page gives and asks

    def show(self, rows: Sequence[Any], total: Any = None) -> None:  # noqa: ANN401 -- a row of any query
        """Put new rows in place of the old ones; sorting and filter stay; `total` is a row of the same kind."""
        # All that a column could fail at is made before the model says that it changes.
        keys, hay = SortKeys(self.columns), Haystack(self.columns, rows)
        order = ordered(hay.matching(self._hay.needle), self._sort, keys, rows)
        currencies = tuple(self._currency(number, rows) for number in range(len(self.columns)))
        self.beginResetModel()
        self._rows, self._total, self._order = rows, total, order
        self._keys, self._hay, self._currencies = keys, hay, currencies
        self._sums.clear()
        self.endResetModel()
        self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, max(0, len(self.columns) - 1))
        self._warm.start()

    def order_by(self, sort: Sequence[tuple[int, bool]]) -> None:
        """Sort by columns, the first one leading; each is (column, descending)."""
        self._sort = tuple(sort)
        self.layoutAboutToBeChanged.emit()
        kept = self.persistentIndexList()
        at = [(self._order[index.row()], index.column()) for index in kept]
        self._order = ordered(self._hay.found, self._sort, self._keys, self._rows)
        if kept:
            position = dict(zip(self._order, range(len(self._order)), strict=True))
            moved = [self.index(position[row], column) for row, column in at]
            self.changePersistentIndexList(kept, moved)
        self.layoutChanged.emit()

    @property
    def sorting(self) -> tuple[tuple[int, bool], ...]:
        """The columns it is sorted by."""
        return self._sort

    def filter(self, needle: str) -> None:
        """Show only rows in which every typed word occurs."""
        if needle.casefold().split() == self._hay.needle.casefold().split():
            return
        self.beginResetModel()
        self._sums.clear()
        self._order = ordered(self._hay.matching(needle), self._sort, self._keys, self._rows)
        self.endResetModel()

    @property
    def needle(self) -> str:
        """What is filtered for."""
        return self._hay.needle

    def row(self, position: int) -> Any:  # noqa: ANN401 -- a row of any query
        """Give the row that stands at a position."""
        return self._rows[self._order[position]]

    def rows(self) -> list[Any]:
        """Give the rows as they stand, sorted and filtered."""
        return [self._rows[number] for number in self._order]

    def count_all(self) -> int:
        """Count the rows, shown or filtered out."""
        return len(self._rows)

    def value(self, position: int, column: int) -> Cell:
        """Give the native value of a cell."""
        return self.columns[column].value(self.row(position))

    def written(self, value: Cell, column: int) -> str:
        """Write a value of a column as it stands on screen; money in another currency than the header's is marked."""
        shown = self.text.cell(value, self.columns[column].kind, cents=self.paints[column].cents)
        if isinstance(value, Money) and value.currency != self._currencies[column] and value.minor:
            return f"{shown} {value.currency}"
        return shown

    def title(self, column: int) -> str:
        """Give the header of a column, with the currency that its amounts share."""
        return " ".join(filter(None, (self.columns[column].title, self._currencies[column])))

    # Totals

    def has_totals(self) -> bool:
        """Tell whether there is a totals row."""
        return bool(self._rows) and (self._total is not None or any(column.total for column in self.columns))

    def total(self, column: int) -> Cell:
        """Give the total of a column: from the row that came with the rows, else the sum over what is shown."""
        if self._total is not None and not self._hay.needle:
            value_of_row = self.columns[column].value(self._total)
            return "" if value_of_row is None else value_of_row
        if not self.columns[column].total:
            return ""
        if column not in self._sums:
            value = self.columns[column].value
            # As found and not as sorted: a sum is the same in any order, and rows are quicker to reach in their own.
            self._sums[column] = add_up([value(self._rows[number]) for number in self._hay.found])
        return self._sums[column]

    def total_row(self) -> Any:  # noqa: ANN401 -- a row of any query
        """Give the totals row that came with the rows, if it stands for what is shown."""
        return None if self._hay.needle else self._total

    def _currency(self, number: int, rows: Sequence[Any]) -> str:
        if self.columns[number].kind is not Kind.MONEY:
            return ""
        value = self.columns[number].value
        # A sample is enough: an amount in another currency is marked in its cell.
        for row in rows[:_SAMPLE]:
            money = value(row)
            if isinstance(money, Money):
                return money.currency
        return ""

    def _warm_up(self) -> None:
        """Prepare the filter in small slices, so that the first typed letter does not wait for it."""
        if not self._hay.grow():
            self._warm.stop()

    # Qt's side

    def rowCount(self, parent: Index | None = None) -> int:
        """Count the rows shown."""
        return 0 if parent is not None and parent.isValid() else len(self._order)

    def columnCount(self, parent: Index | None = None) -> int:
        """Count the columns."""
        return 0 if parent is not None and parent.isValid() else len(self.columns)

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Allow selecting, and editing where the column says so."""
        flags = super().flags(index)
        if not index.isValid():
            return flags
        flags |= Qt.ItemFlag.ItemNeverHasChildren
        if self.paints[index.column()].edit is not None:
            flags |= Qt.ItemFlag.ItemIsEditable
        return flags

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:  # noqa: ANN401 -- Qt's variant
        """Give a cell in one of its roles."""
        if not index.isValid():
            return None
        position, column = index.row(), index.column()
        match role:
            case Qt.ItemDataRole.DisplayRole | Qt.ItemDataRole.AccessibleTextRole:
                return self.written(self.value(position, column), column)
            case Qt.ItemDataRole.EditRole:
                return self.text.exact(self.value(position, column))
            case Qt.ItemDataRole.TextAlignmentRole:
                return int(alignment(self.columns[column].kind))
            case Qt.ItemDataRole.ToolTipRole:
                return self._tooltip(position, column)
            case Role.SORT:
                return self._keys.key(self.value(position, column))
            case Role.VALUE:
                return self.value(position, column)
            case Role.ROW:
                return self.row(position)
            case _:
                return None

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:  # noqa: ANN401 -- Qt's variant
        """Hand what was typed to the column's `edit`; the new value comes back with the next rows."""
        edit = self.paints[index.column()].edit
        if role != Qt.ItemDataRole.EditRole or edit is None:
            return False
        if str(value) != self.data(index, Qt.ItemDataRole.EditRole):
            edit(self.row(index.row()), str(value))
        return True

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:  # noqa: ANN401 -- Qt's variant
        """Give the title or the hint of a column."""
        if orientation is not Qt.Orientation.Horizontal or not 0 <= section < len(self.columns):
            return None
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return self.title(section)
            case Qt.ItemDataRole.ToolTipRole:
                return self.columns[section].hint or None
            case Qt.ItemDataRole.TextAlignmentRole:
                return int(alignment(self.columns[section].kind))
            case _:
                return None

    def _tooltip(self, position: int, column: int) -> str | None:
        value = self.value(position, column)
        why = self.paints[column].why
        if value is None:
            return why(self.row(position)) if why is not None else self.columns[column].hint or "Not known"
        full = self.text.full(value, self.columns[column].kind)
        return full if full != self.written(value, column) else None


def alignment(kind: Kind) -> Qt.AlignmentFlag:
    """Numbers stand right, text left."""
    side = Qt.AlignmentFlag.AlignRight if kind in NUMBERS else Qt.AlignmentFlag.AlignLeft
    return side | Qt.AlignmentFlag.AlignVCenter


def add_up(values: Sequence[Cell]) -> Cell:
    """Add numbers or amounts of one currency; None when they are of several, so that no wrong sum is shown."""
    amounts = [value for value in values if isinstance(value, Money)]
    if not amounts:
        return sum([value for value in values if isinstance(value, int)])
    if len({amount.currency for amount in amounts}) > 1:
        return None
    return Money(sum([amount.minor for amount in amounts]), amounts[0].currency)
