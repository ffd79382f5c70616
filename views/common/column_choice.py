"""Which columns of a table are shown and how wide they are, remembered between starts."""

from __future__ import annotations

import json

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QMenu, QWidget

from views.common.memory import Memory
from views.common.table_view import Grid
from views.common.widths import Widths


class ColumnChoice(QObject):
    """Hides and shows columns, makes the menu for it, and keeps widths and hidden columns by the table's name."""

    def __init__(self, grid: Grid, memory: Memory, name: str) -> None:
        super().__init__(grid)
        self._grid = grid
        self._memory = memory
        self._key = f"table:{name}" if name else ""
        self.widths = Widths(grid)
        self.widths.changed_by_hand.connect(self._remember)
        self._restore()

    def hide(self, column: int, *, hidden: bool) -> None:
        """Hide or show a column."""
        self._grid.setColumnHidden(column, hidden)
        self.widths.spread()
        self._remember()

    def menu(self, parent: QWidget) -> QMenu:
        """Make the menu that chooses the columns."""
        model = self._grid.rows_model
        menu = QMenu(parent)
        for number in range(model.columnCount()):
            action = menu.addAction(model.title(number))
            action.setCheckable(True)
            action.setChecked(not self._grid.isColumnHidden(number))
            action.setEnabled(number != self._grid.pinned_column())
            action.toggled.connect(lambda on, number=number: self.hide(number, hidden=not on))
        menu.addSeparator()
        menu.addAction("Reset columns").triggered.connect(lambda _checked: self.reset())
        return menu

    def reset(self) -> None:
        """Show every column in its own width again."""
        for number, paint in enumerate(self._grid.rows_model.paints):
            self._grid.setColumnHidden(number, paint.hidden)
        self.widths.forget()
        self._remember()

    def _remember(self) -> None:
        if not self._key:
            return
        columns = enumerate(self._grid.rows_model.columns)
        hidden = [column.title for number, column in columns if self._grid.isColumnHidden(number)]
        self._memory.set(self._key, json.dumps({"widths": self.widths.by_hand(), "hidden": hidden}))

    def _restore(self) -> None:
        kept = self._memory.get(self._key) if self._key else None
        try:
            known = json.loads(kept or "{}")
            hidden, widths = set(known.get("hidden", ())), dict(known.get("widths", {}))
            self.widths.restore(widths)
        except (ValueError, TypeError, AttributeError):
            # What another version kept, or a damaged note, is not worth a word: the columns stand as declared.
            kept, hidden = None, set()
        model = self._grid.rows_model
        for number, column in enumerate(model.columns):
            away = column.title in hidden if kept else model.paints[number].hidden
            self._grid.setColumnHidden(number, away and number > 0)
