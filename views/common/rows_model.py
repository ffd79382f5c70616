"""The one item model: any rows, shown by declared columns, sorted and filtered without a proxy."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import IntEnum
from math import inf
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, QTimer, Signal

from app.columns import Cell, Column, Kind
from models.domain.money import Money
from views.common.paint import PLAIN, Paint
from views.common.sorting import Group, Haystack, SortKeys, Steps, in_groups, ordered
from views.common.text import ZERO, Text

Index = QModelIndex | QPersistentModelIndex
NUMBERS = frozenset({Kind.MONEY, Kind.UNITS, Kind.COUNT, Kind.PERCENT, Kind.RATIO, Kind.DAY, Kind.TIME})
_SAMPLE = 500
_AT_ONCE = 5000  # rows that are arranged before the call returns
_TURN = 0.008  # seconds of work before keys are answered


class Role(IntEnum):
    """What the model gives beside Qt's own roles."""

    SORT = Qt.ItemDataRole.UserRole + 1
    ROW = Qt.ItemDataRole.UserRole + 2
    VALUE = Qt.ItemDataRole.UserRole + 3


@dataclass(frozen=True)
class Arranged:
    """Rows with what they are sorted and filtered by: `order` are all positions, `shown` those that match."""

    rows: Sequence[Any] = ()
    total: Any = None
    sort: tuple[tuple[int, bool], ...] = ()
    order: Sequence[int] = ()
    needle: str = ""
    shown: Sequence[int] = ()


class RowsModel(QAbstractTableModel):
    """Rows (frozen dataclasses) and columns; sorting and filtering only reorder a list of positions.

    Short lists are arranged at once. Long ones keep standing as they are until the new arrangement is `ready`; it is
    made in turns of the event loop. `arriving` comes before rows are replaced, by new ones or by those that a filter
    leaves. With a `group`, rows stay below the head of their group however they are sorted; the heads are sorted by
    their own values.
    """

    arriving = Signal()
    ready = Signal(bool)

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
        self.group: Group | None = None
        self.paints = tuple((paints or {}).get(column.title, PLAIN) for column in columns)
        self.text = text
        self._now = Arranged()
        self._next: Arranged | None = None  # new rows that are still being arranged
        self._sort: tuple[tuple[int, bool], ...] = ()
        self._needle = ""
        self._keys, self._hay = SortKeys(self.columns), Haystack(self.columns, written=text.days_in)
        self._sums: dict[int, Cell] = {}
        self._partly: dict[int, bool] = {}  # of sums
        self._currencies: tuple[str, ...] = ("",) * len(self.columns)
        self._work: Steps[None] | None = None
        self._turns = QTimer(self)
        self._turns.setInterval(0)
        self._turns.timeout.connect(self._turn)

    # What a page gives and asks

    def show(self, rows: Sequence[Any], total: Any = None) -> None:  # noqa: ANN401 -- a row of any query
        """Put new rows in place of the old ones; sorting and filter stay; `total` is a row of the same kind."""
        self._next = Arranged(rows, total, order=range(len(rows)))
        self._keys, self._hay = SortKeys(self.columns, rows), Haystack(self.columns, rows, written=self.text.days_in)
        self._arrange()

    def order_by(self, sort: Sequence[tuple[int, bool]]) -> None:
        """Sort by columns, the first one leading; each is (column, descending)."""
        self._sort = tuple(sort)
        self._arrange()

    @property
    def sorting(self) -> tuple[tuple[int, bool], ...]:
        """The columns it is sorted by, or is about to be."""
        return self._sort

    def filter(self, needle: str) -> None:
        """Show only rows in which every typed word occurs."""
        if needle.casefold().split() != self._needle.casefold().split():
            self._needle = needle
            self._arrange()

    @property
    def needle(self) -> str:
        """What is filtered for, or is about to be."""
        return self._needle

    @property
    def short(self) -> bool:
        """Whether the rows are so few that all is done with them at once."""
        return len((self._next or self._now).rows) <= _AT_ONCE

    @property
    def busy(self) -> bool:
        """Whether rows are still being arranged."""
        return self._work is not None

    @property
    def arrangement(self) -> object:
        """What stands for the rows in their order: another object as soon as either changes."""
        return self._now

    def row(self, position: int) -> Any:  # noqa: ANN401 -- a row of any query
        """Give the row that stands at a position."""
        return self._now.rows[self._now.shown[position]]

    def rows(self) -> list[Any]:
        """Give the rows as they stand, sorted and filtered."""
        return [self._now.rows[number] for number in self._now.shown]

    def number(self, position: int) -> int:
        """Tell which of all rows stands at a position, however they are sorted and filtered."""
        return self._now.shown[position]

    def find(self, key: object, key_of: Callable[[Any], object], *, near: int = -1) -> int:
        """Give the position of the row with a key, -1 if it is not shown; `near` is the number that it had before.

        Rows that only a filter or a sort arranged anew keep their number, so that long lists need not be gone through.
        """
        rows = self._now.rows
        if not (0 <= near < len(rows) and key_of(rows[near]) == key):
            near = next((number for number, row in enumerate(rows) if key_of(row) == key), -1)
        try:
            return self._now.shown.index(near)
        except ValueError:
            return -1

    def count_all(self) -> int:
        """Count the rows, shown or filtered out."""
        return len(self._now.rows)

    def value(self, position: int, column: int) -> Cell:
        """Give the native value of a cell."""
        return self.columns[column].value(self.row(position))

    def written(self, value: Cell, column: int) -> str:
        """Write a value of a column as it stands on screen; money in another currency than the header's is marked."""
        said = self.columns[column]
        if value is None and not said.absent:
            return ""
        zero = None if said.zeros else ZERO
        shown = self.text.cell(value, said.kind, cents=self.paints[column].cents, zero=zero)
        if isinstance(value, Money) and value.currency != self._currencies[column] and (value.minor or said.zeros):
            return f"{shown} {value.currency}"
        return shown

    def title(self, column: int) -> str:
        """Give the header of a column, with the currency that its amounts share."""
        return " ".join(filter(None, (self.columns[column].title, self._currencies[column])))

    # Totals

    def has_totals(self) -> bool:
        """Tell whether there is a totals row."""
        now = self._now
        return bool(now.rows) and (now.total is not None or any(column.total for column in self.columns))

    def total(self, column: int) -> Cell:
        """Give the total of a column: from the row that came with the rows, else the sum over what is shown, if any."""
        now = self._now
        if now.total is not None and not now.needle:
            value_of_row = self.columns[column].value(now.total)
            return "" if value_of_row is None else value_of_row
        if not self.columns[column].total or self.columns[column].apart:
            return ""
        if column not in self._sums:
            value = self.columns[column].value
            # A sum is the same in any order, and rows are quicker to reach in their own.
            rows = now.rows if len(now.shown) == len(now.rows) else self.rows()
            group = self.group
            heads = [row for row in rows if group(row)[1]] if group is not None else []
            rows = heads or rows  # the heads hold the sums of their groups
            values = [value(row) for row in rows]
            # A sum of what is not known at all is not known either, and no nothing.
            self._sums[column] = "" if values and all(one is None for one in values) else add_up(values)
        return self._sums[column]

    def is_partly(self, column: int, row: Any = None) -> bool:  # noqa: ANN401 -- a row of any query
        """Tell whether a known figure leaves something out: that of a row, or a sum over what is shown (None)."""
        partly = self.paints[column].partly
        if partly is None or row is not None:
            return partly is not None and partly(row)
        if column not in self._partly:
            self._partly[column] = any(partly(one) for one in self.rows())
        return self._partly[column]

    def total_row(self) -> Any:  # noqa: ANN401 -- a row of any query
        """Give the totals row that came with the rows, if it stands for what is shown."""
        return None if self._now.needle else self._now.total

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

    # Arranging

    def _arrange(self) -> None:
        """Begin anew with what is wanted now; what was under way is dropped."""
        self._work = self._steps()
        self._turns.start()
        self._go_on(inf if self.short else time.perf_counter() + _TURN)

    def _turn(self) -> None:
        """Work for a few milliseconds, then let keys be answered; at the end prepare the first filter."""
        if self._work is not None:
            self._go_on(time.perf_counter() + _TURN)
        elif not self._hay.grow():
            self._turns.stop()

    def _go_on(self, until: float) -> None:
        work = self._work
        while work is not None and self._work is work and time.perf_counter() < until:
            if next(work, work) is work and self._work is work:
                self._work = None

    def _steps(self) -> Steps[None]:
        base = self._next or self._now
        order = base.order
        if base.sort != self._sort:
            order = yield from ordered(len(base.rows), self._sort, self._keys)
            if self.group is not None:
                order = in_groups(order, base.rows, self.group)
        shown = yield from self._hay.matching(self._needle, order)
        made = replace(base, sort=self._sort, order=order, needle=self._needle, shown=shown)
        if self._next is None and made.needle == self._now.needle:
            self._reorder(made)
        else:
            self._replace(made)

    def _reorder(self, made: Arranged) -> None:
        self.layoutAboutToBeChanged.emit()
        kept = self.persistentIndexList()
        at = [(self._now.shown[index.row()], index.column()) for index in kept]
        self._now = made
        if kept:
            position = dict(zip(made.shown, range(len(made.shown)), strict=True))
            self.changePersistentIndexList(kept, [self.index(position[row], column) for row, column in at])
        self.layoutChanged.emit()
        self.ready.emit(False)

    def _replace(self, made: Arranged) -> None:
        fresh, self._next = self._next is not None, None
        # All that a column could fail at is made before the model says that it changes.
        currencies = tuple(self._currency(number, made.rows) for number in range(len(self.columns)))
        self.arriving.emit()
        self.beginResetModel()
        self._now, self._currencies = made, currencies
        self._sums.clear()
        self._partly.clear()
        self.endResetModel()
        if fresh:
            self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, max(0, len(self.columns) - 1))
        self.ready.emit(fresh)

    # Qt's side

    def rowCount(self, parent: Index | None = None) -> int:
        """Count the rows shown."""
        return 0 if parent is not None and parent.isValid() else len(self._now.shown)

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
        full, tip = self.text.full(value, self.columns[column].kind), self.paints[column].tip
        told = [full if full != self.written(value, column) else "", tip(self.row(position)) if tip is not None else ""]
        return "\n".join(filter(None, told)) or None


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
