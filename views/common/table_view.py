"""The grid inside a table: keys as in a spreadsheet, and a first column that stays in sight."""

from __future__ import annotations

from itertools import groupby

from PySide6.QtCore import QEvent, QItemSelection, QItemSelectionModel, QModelIndex, QRect, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QAbstractScrollArea, QTableView, QWidget

from views.common.cells import CellDelegate
from views.common.header import Header
from views.common.rows_model import Index, RowsModel
from views.common.theme import Look

ROW_HEIGHT = 29  # 28 and the line between two rows
_LINE = 15
_Action, _Flag = QAbstractItemView.CursorAction, QItemSelectionModel.SelectionFlag
_MOVES: dict[int, QAbstractItemView.CursorAction] = {
    Qt.Key.Key_Up: _Action.MoveUp,
    Qt.Key.Key_Down: _Action.MoveDown,
    Qt.Key.Key_Left: _Action.MoveLeft,
    Qt.Key.Key_Right: _Action.MoveRight,
    Qt.Key.Key_Home: _Action.MoveHome,
    Qt.Key.Key_End: _Action.MoveEnd,
    Qt.Key.Key_PageUp: _Action.MovePageUp,
    Qt.Key.Key_PageDown: _Action.MovePageDown,
}


class Grid(QTableView):
    """A view of a `RowsModel`; tells what the person asks for and leaves the answer to others."""

    drill_asked = Signal()
    inspect_asked = Signal()
    resized = Signal()
    lines_changed = Signal()

    def __init__(self, look: Look, model: RowsModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.rows_model = model
        self.painter_of_cells = CellDelegate(look, model, self)
        self.titles = Header(look, model, self)
        self.setHorizontalHeader(self.titles)
        self.setModel(model)
        self.setItemDelegate(self.painter_of_cells)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setCornerButtonEnabled(False)
        self.setMouseTracking(False)
        self.setTabKeyNavigation(False)
        self.setFrameShape(QTableView.Shape.NoFrame)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectItems)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizeAdjustPolicy(QAbstractScrollArea.SizeAdjustPolicy.AdjustToContents)
        self.setEditTriggers(QAbstractItemView.EditTrigger.EditKeyPressed | QAbstractItemView.EditTrigger.AnyKeyPressed)
        rows = self.verticalHeader()
        rows.hide()
        rows.setSectionResizeMode(rows.ResizeMode.Fixed)
        rows.setMinimumSectionSize(20)
        rows.setDefaultSectionSize(ROW_HEIGHT)
        self.doubleClicked.connect(lambda _index: self.drill_asked.emit())
        # Where rows change places or others come, Qt moves the cursor without a word about it.
        model.layoutChanged.connect(self._mark_current)
        model.modelReset.connect(self._mark_current)

    @property
    def row_height(self) -> int:
        """How high each row is."""
        return self.verticalHeader().defaultSectionSize()

    def set_lines(self, lines: int) -> None:
        """Give every row the height of so many lines; the row that was chosen stays in sight."""
        height = ROW_HEIGHT + _LINE * (lines - 1)
        if height != self.row_height:
            self.verticalHeader().setDefaultSectionSize(height)
            self.lines_changed.emit()
            self.show_row()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter drills, Space inspects, Home and End go along the row, with Ctrl to the corners; Shift selects."""
        match event.key():
            case key if key in _MOVES and event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
                self._reach(_MOVES[key], event.modifiers())
            case Qt.Key.Key_Return | Qt.Key.Key_Enter if self.state() != QAbstractItemView.State.EditingState:
                self.drill_asked.emit()
            case Qt.Key.Key_Space:
                self.inspect_asked.emit()
            case Qt.Key.Key_Tab | Qt.Key.Key_Backtab:
                event.ignore()
            case _:
                super().keyPressEvent(event)

    def selectionCommand(self, index: Index, event: QEvent | None = None) -> QItemSelectionModel.SelectionFlag:
        """Select the cell that Ctrl leads to; Qt would leave the selection where it was, for choosing single cells."""
        if isinstance(event, QKeyEvent) and event.key() in _MOVES:
            return _Flag.ClearAndSelect
        return super().selectionCommand(index, event)

    def _reach(self, action: QAbstractItemView.CursorAction, modifiers: Qt.KeyboardModifier) -> None:
        """Move the cursor, and select all from where the selection began up to it.

        Qt selects what lies between two pixels, which is another cell where the table scrolls on the way.
        """
        start, there = self._began(), self.moveCursor(action, modifiers)
        if start.isValid() and there.isValid():
            chosen = self.selectionModel()
            chosen.setCurrentIndex(there, _Flag.NoUpdate)
            chosen.select(self._between(start, there), _Flag.ClearAndSelect)

    def _began(self) -> QModelIndex:
        """Give the cell where the selection began: the corner across from the cursor, if it is one rectangle."""
        current, found = self.currentIndex(), self.selectionModel().selection()
        parts = [found.at(place) for place in range(found.count())]
        if not parts or not found.contains(current):
            return current
        top, bottom = min(part.top() for part in parts), max(part.bottom() for part in parts)
        left, right = min(part.left() for part in parts), max(part.right() for part in parts)
        shown = sum(not self.isColumnHidden(column) for column in range(left, right + 1))
        whole = sum(part.width() * part.height() for part in parts) == shown * (bottom - top + 1)
        if not whole or current.row() not in {top, bottom} or current.column() not in {left, right}:
            return current
        return self.model().index(top + bottom - current.row(), left + right - current.column())

    def _between(self, one: QModelIndex, other: QModelIndex) -> QItemSelection:
        """Give the rectangle between two cells, without columns that are hidden."""
        top, bottom = sorted((one.row(), other.row()))
        left, right = sorted((one.column(), other.column()))
        chosen, model = QItemSelection(), self.model()
        for hidden, found in groupby(range(left, right + 1), self.isColumnHidden):
            columns = list(found)
            if not hidden:
                chosen.select(model.index(top, columns[0]), model.index(bottom, columns[-1]))
        return chosen

    def currentChanged(self, current: Index, previous: Index) -> None:
        """Repaint the two rows whose tint changes."""
        super().currentChanged(current, previous)
        self._mark(current)
        for row in {current.row(), previous.row()}:
            top = self.rowViewportPosition(row)
            self.viewport().update(QRect(0, top, self.viewport().width(), self.row_height))

    def _mark_current(self) -> None:
        """Tint the row of the cursor where it stands now, and no other."""
        self._mark(self.currentIndex())
        self.viewport().update()

    def _mark(self, current: Index) -> None:
        self.painter_of_cells.current_row = current.row() if current.isValid() else -1

    def show_row(self) -> None:
        """Bring the row that was chosen into sight where it stands now; columns stay where they are."""
        current, bar = self.currentIndex(), self.horizontalScrollBar()
        if current.isValid() and self.selectionModel().isSelected(current):
            across = bar.value()
            self.scrollTo(current)
            bar.setValue(across)

    def scrollTo(
        self, index: Index, hint: QAbstractItemView.ScrollHint = QAbstractItemView.ScrollHint.EnsureVisible
    ) -> None:
        """Bring a cell into sight, and out from under the pinned column, beside which no column stays cut."""
        super().scrollTo(index, hint)
        pinned = self.columnWidth(self.pinned_column())
        left = self.columnViewportPosition(index.column())
        bar = self.horizontalScrollBar()
        if index.column() == self.pinned_column() or not bar.value():
            return
        if left < pinned:
            bar.setValue(bar.value() - (pinned - left))
        elif (right := self._cut_at(pinned)) <= left:
            bar.setValue(bar.value() + right - pinned)

    def _cut_at(self, pinned: int) -> int:
        """Give where the column ends that the pinned one lies over; where it covers none, its own width."""
        column = self.columnAt(pinned)
        left = self.columnViewportPosition(column)
        return left + self.columnWidth(column) if column >= 0 and left < pinned else pinned

    def pinned_column(self) -> int:
        """Give the column that stays in sight: the first one shown."""
        header = self.horizontalHeader()
        shown = (header.logicalIndex(place) for place in range(header.count()))
        return next((column for column in shown if not header.isSectionHidden(column)), 0)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Tell that there is more or less room, and keep the row of the cursor in sight where it was."""
        super().resizeEvent(event)
        self.resized.emit()
        current = self.currentIndex()
        if current.isValid() and -self.row_height < self.rowViewportPosition(current.row()) < event.oldSize().height():
            self.show_row()

    def go_to(self, index: QModelIndex) -> None:
        """Make a cell the current one and the only one selected."""
        self.selectionModel().setCurrentIndex(index, QItemSelectionModel.SelectionFlag.ClearAndSelect)


class PinnedColumn(Grid):
    """A second view of the first column, laid over the grid while that is scrolled to the right."""

    def __init__(self, look: Look, grid: Grid) -> None:
        super().__init__(look, grid.rows_model, grid)
        self._grid = grid
        self.setObjectName("pinned")
        self.setSelectionModel(grid.selectionModel())
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setFocusProxy(grid)
        grid.verticalScrollBar().valueChanged.connect(self.verticalScrollBar().setValue)
        self.verticalScrollBar().valueChanged.connect(grid.verticalScrollBar().setValue)
        grid.horizontalScrollBar().valueChanged.connect(lambda _value: self.follow())
        grid.horizontalHeader().sectionResized.connect(lambda *_: self.follow())
        grid.resized.connect(self.follow)
        grid.lines_changed.connect(self.follow)
        self.titles.sort_asked.connect(grid.titles.sort_asked)
        self.doubleClicked.connect(lambda _index: grid.drill_asked.emit())
        self.hide()

    def follow(self) -> None:
        """Lie over the first column, as wide as it is, if the grid is scrolled away from it."""
        scrolled = self._grid.horizontalScrollBar().value() > 0
        self.setVisible(scrolled)
        if not scrolled:
            return
        pinned = self._grid.pinned_column()
        for column in range(self.rows_model.columnCount()):
            self.setColumnHidden(column, column != pinned)
        width = self._grid.columnWidth(pinned)
        self.setColumnWidth(pinned, width)
        self.titles.two_lines = self._grid.titles.two_lines
        self.titles.setFixedHeight(self._grid.titles.height())
        self.verticalHeader().setDefaultSectionSize(self._grid.row_height)
        self.setGeometry(0, 0, width, self._grid.viewport().height() + self._grid.titles.height())
        self.verticalScrollBar().setValue(self._grid.verticalScrollBar().value())
        self.raise_()
