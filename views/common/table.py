"""The table of every page: pinned first column, header and totals, sorting, filter, chooser, copy, states."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from PySide6.QtCore import QItemSelection, Qt, QTimer, Signal
from PySide6.QtGui import QAction, QContextMenuEvent, QGuiApplication, QKeySequence
from PySide6.QtWidgets import QFrame, QMenu, QScrollBar, QStackedLayout, QVBoxLayout, QWidget

from app.columns import Column
from views.common.column_choice import ColumnChoice
from views.common.copying import as_table, summary
from views.common.focus import has_focus_within
from views.common.icons import icon
from views.common.memory import Memory, NoMemory
from views.common.paint import Paint
from views.common.rows_model import RowsModel
from views.common.states import EmptyState, ThinBar
from views.common.table_view import ROW_HEIGHT, Grid, PinnedColumn
from views.common.text import Text
from views.common.theme import Look
from views.common.totals_bar import TotalsBar

_SCROLL_BAR = 10


class Table(QFrame):
    """Shows rows of any query by their declared columns.

    `drilled` (Enter, double click) and `inspected` (Space) carry the row and the title of the column;
    `current_changed` the row the cursor is on, or None; `selected` the words for the status bar;
    `export_requested` "csv" or "xlsx"; rows and columns for it are `shown_rows()` and `shown_columns()`.
    """

    drilled = Signal(object, str)
    inspected = Signal(object, str)
    current_changed = Signal(object)
    selected = Signal(str)
    export_requested = Signal(str)

    def __init__(
        self,
        look: Look,
        text: Text,
        columns: Sequence[Column[Any]],
        *,
        name: str = "",
        paints: Mapping[str, Paint] | None = None,
        memory: Memory | None = None,
        row_key: Callable[[Any], object] | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._look = look
        self.setProperty("card", True)
        self.model = RowsModel(columns, text, paints=paints, parent=self)
        # What is made in its place is dressed once; what moves is dressed again, with all that is in it.
        self._filled = QWidget(self)
        self.grid = Grid(look, self.model, self._filled)
        self.grid.setAccessibleName(name or "Table")
        self._pinned: PinnedColumn | None = None
        self.totals = TotalsBar(look, self.grid, self._filled)
        self.thin_bar = ThinBar(look, self)
        self._empty = EmptyState(look, title="Nothing here yet")
        self._sideways = QScrollBar(Qt.Orientation.Horizontal, self._filled)
        self._sideways.setFixedHeight(_SCROLL_BAR)
        self._row_key = row_key or (lambda row: row)
        self.column_choice = ColumnChoice(self.grid, memory or NoMemory(), name)
        self._fits = False
        self._single_total = ""
        self._answered = False
        self._kept: tuple[object, int, int] | None = None  # key, column and number of the row
        self._note = QTimer(self)
        self._note.setSingleShot(True)
        self._note.setInterval(60)
        self._lay_out()
        self._connect()

    # For pages

    def show_rows(self, rows: Sequence[Any], total: Any = None, *, label: str = "") -> None:  # noqa: ANN401 -- a row of any query
        """Show rows; the cursor stays on the same row if it is still there."""
        self._single_total = label
        self._answered = True
        self.model.show(rows, total)

    def filter(self, needle: str) -> None:
        """Show only rows that hold every typed word."""
        self.model.filter(needle)

    def go_to(self, row: Any, *, column: int | None = None) -> bool:  # noqa: ANN401 -- a row of any query
        """Put the cursor on a row; False if it is not shown."""
        return self.go_to_key(self._row_key(row), column=column)

    def go_to_key(self, key: object, *, column: int | None = None, near: int = -1) -> bool:
        """Put the cursor on the row with a key (see `row_key`); False if it is not shown."""
        position = self.model.find(key, self._row_key, near=near)
        if position >= 0:
            at = self.grid.pinned_column() if column is None else column
            self.grid.go_to(self.model.index(position, at))
        return position >= 0

    def loading(self) -> None:
        """Let a thin bar move while the old rows stay; it shows itself after 300 ms.

        Before the first answer nobody knows whether there is anything, so the empty state waits too.
        """
        self.thin_bar.start()
        if not self._answered:
            self._stack.setCurrentIndex(0)

    def set_empty(self, empty: EmptyState) -> None:
        """Say what would be here, why it is not, and offer one button."""
        self._stack.removeWidget(self._empty)
        self._empty.deleteLater()
        self._empty = empty
        self._stack.addWidget(empty)
        self._settle()

    @property
    def front(self) -> QWidget:
        """What has the focus here: the rows, or what stands for them."""
        return self._empty if self._stack.currentWidget() is self._empty else self.grid

    def current(self) -> Any:  # noqa: ANN401 -- a row of any query
        """Give the row under the cursor, or None."""
        index = self.grid.currentIndex()
        return self.model.row(index.row()) if index.isValid() else None

    def shown_rows(self) -> list[Any]:
        """Give the rows as they stand, sorted and filtered."""
        return self.model.rows()

    def shown_columns(self) -> list[Column[Any]]:
        """Give the columns that are not hidden."""
        return [column for number, column in enumerate(self.model.columns) if not self.grid.isColumnHidden(number)]

    def selected_rows(self) -> list[Any]:
        """Give the rows of the selected cells, each once, in order."""
        positions = {row for rows, _ in self._ranges() for row in rows}
        return [self.model.row(position) for position in sorted(positions)]

    def copy_selection(self) -> None:
        """Copy the selected cells without titles."""
        self.copy()

    def copy(self, *, titles: bool = False) -> None:
        """Copy the selected cells with their exact values."""
        indexes = self.grid.selectionModel().selectedIndexes()
        if indexes:
            QGuiApplication.clipboard().setText(as_table(self.model, indexes, titles=titles))

    # Inside

    def _lay_out(self) -> None:
        inner = QVBoxLayout(self._filled)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.setSpacing(0)
        inner.addWidget(self.grid, 0)
        inner.addWidget(self.totals)
        inner.addStretch(1)
        inner.addWidget(self._sideways)
        self._stack = QStackedLayout()
        self._stack.addWidget(self._filled)
        self._stack.addWidget(self._empty)
        outer = self._outer = QVBoxLayout(self)
        outer.setContentsMargins(1, 3, 1, 1)
        outer.setSpacing(0)
        outer.addWidget(self.thin_bar)
        outer.addLayout(self._stack)
        self.setFocusProxy(self.grid)

    def _connect(self) -> None:
        grid = self.grid
        bar = grid.horizontalScrollBar()
        bar.rangeChanged.connect(self._sideways_range)
        bar.valueChanged.connect(self._sideways.setValue)
        bar.valueChanged.connect(self._pin)
        self._sideways.valueChanged.connect(bar.setValue)
        self._sideways.hide()
        self.model.arriving.connect(self._keep_cursor)
        self.model.ready.connect(self._arranged)
        grid.titles.sort_asked.connect(self.sort)
        grid.drill_asked.connect(lambda: self._emit(self.drilled))
        grid.inspect_asked.connect(lambda: self._emit(self.inspected))
        grid.resized.connect(self.column_choice.widths.spread)
        grid.selectionModel().currentChanged.connect(lambda *_: self.current_changed.emit(self.current()))
        grid.selectionModel().selectionChanged.connect(self._selection_changed)
        self._note.timeout.connect(self._say_selection)
        self._look.changed.connect(self.update)
        grid.titles.geometriesChanged.connect(self._settle_height)
        grid.lines_changed.connect(self._settle_height)
        copy = QAction("Copy", self)
        copy.setShortcut(QKeySequence.StandardKey.Copy)
        copy.triggered.connect(self.copy_selection)
        with_titles = QAction("Copy with titles", self)
        with_titles.setShortcut(QKeySequence("Ctrl+Shift+C"))
        with_titles.triggered.connect(lambda: self.copy(titles=True))
        csv = QAction("Save as CSV…", self)
        csv.triggered.connect(lambda: self.export_requested.emit("csv"))
        xlsx = QAction("Save as Excel workbook…", self)
        xlsx.setShortcut(QKeySequence("Ctrl+E"))
        xlsx.triggered.connect(lambda: self.export_requested.emit("xlsx"))
        for action, name in ((copy, "copy"), (with_titles, "copy"), (csv, "file-text"), (xlsx, "file-spreadsheet")):
            action.setIcon(icon(self._look, name))
            action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            self.addAction(action)

    def sort(self, column: int, add: bool = False) -> None:  # noqa: FBT001, FBT002 -- receives a signal's bool
        """Sort by a column, the other way when it leads already; with `add` it becomes a further key."""
        now = list(self.model.sorting)
        known = dict(now)
        number = bool(self.model.columns[column].total)
        descending = not known[column] if column in known else number
        if add:
            fresh = [(key, descending if key == column else way) for key, way in now]
            self.model.order_by(fresh if column in known else [*now, (column, descending)])
        else:
            self.model.order_by([(column, descending)])
        self.grid.titles.viewport().update()

    def _keep_cursor(self) -> None:
        """Note which row the cursor is on, before other rows come or a filter leaves others."""
        index, self._kept = self.grid.currentIndex(), None
        if not index.isValid():
            return
        at, row = self.model.number(index.row()), self.model.row(index.row())
        self._kept = (self._row_key(row), index.column(), at)

    def _arranged(self, fresh: bool) -> None:  # noqa: FBT001 -- receives a signal's bool
        """Take up rows that now stand: new ones, or those that are left by a filter."""
        kept, self._kept = self._kept, None
        if fresh:
            self.thin_bar.stop()
            self.column_choice.widths.fit()
        self._settle()
        if kept is not None:
            key, column, near = kept
            self.go_to_key(key, column=column, near=near)
        self.grid.show_row()

    def _emit(self, signal: Any) -> None:  # noqa: ANN401 -- a bound signal has no public type
        index = self.grid.currentIndex()
        if index.isValid():
            signal.emit(self.model.row(index.row()), self.model.columns[index.column()].title)

    def _selection_changed(self, _new: QItemSelection, _old: QItemSelection) -> None:
        self._note.start()

    def _say_selection(self) -> None:
        self.selected.emit(summary(self.model, self._ranges()))

    def _ranges(self) -> list[tuple[range, range]]:
        """Give the selected rectangles as rows and columns; a range knows its size without a list of its cells."""
        found = self.grid.selectionModel().selection()
        parts = [found.at(place) for place in range(found.count())]
        return [(range(part.top(), part.bottom() + 1), range(part.left(), part.right() + 1)) for part in parts]

    def _settle(self) -> None:
        """Show the rows or the empty state, and keep the totals close under the last row."""
        empty = self.model.rowCount() == 0
        searching = empty and bool(self.model.needle)
        focused = has_focus_within(self)
        self._stack.setCurrentIndex(1 if empty and not searching else 0)
        if focused and not has_focus_within(self.front):
            self.front.setFocus()
        count = self.model.rowCount()
        plain = f"{self.model.text.units(count)} {'row' if count == 1 else 'rows'}"
        self.totals.set_label("No row fits" if searching else self._single_total or plain)
        self.totals.refresh()
        self._settle_height()

    def _settle_height(self) -> None:
        header = self.grid.titles.sizeHint().height()
        each = self.grid.row_height
        self.grid.setMaximumHeight(header + each * min(self.model.rowCount(), 100_000) + 1)
        self.grid.setMinimumHeight(min(header + each, self.grid.maximumHeight()))
        if self._fits:
            rows = each * self.model.rowCount() + (ROW_HEIGHT if self.model.has_totals() else 0)
            margins = self._outer.contentsMargins()
            frame = self.height() - self.contentsRect().height()
            sideways = _SCROLL_BAR if self._sideways.isVisibleTo(self) else 0
            around = sideways + margins.top() + margins.bottom() + frame + self.thin_bar.height() + 1
            self.setFixedHeight(header + rows + around)

    def fit_height(self) -> None:
        """Keep the table as high as its rows, for a page that shows other things below it."""
        self._fits = True
        self._settle_height()

    def _pin(self, scrolled: int) -> None:
        """Make the pinned column once the grid is scrolled for the first time; from then on it follows by itself."""
        if scrolled and self._pinned is None:
            self._pinned = PinnedColumn(self._look, self.grid)
            self._pinned.follow()

    def _sideways_range(self, low: int, high: int) -> None:
        self._sideways.setRange(low, high)
        self._sideways.setPageStep(self.grid.viewport().width())
        if self._sideways.isVisibleTo(self) != (high > low):
            self._sideways.setVisible(high > low)
            self._settle_height()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Offer copying and saving over the rows, and the columns over the header."""
        over_header = self.grid.titles.rect().contains(self.grid.titles.mapFromGlobal(event.globalPos()))
        menu = self.column_choice.menu(self) if over_header else QMenu(self)
        if not over_header:
            menu.addActions(self.actions())
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(event.globalPos())
