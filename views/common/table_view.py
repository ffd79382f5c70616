"""The grid inside a table: keys as in a spreadsheet, and a first column that stays in sight."""

from __future__ import annotations

from PySide6.QtCore import QItemSelectionModel, QModelIndex, QRect, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QAbstractScrollArea, QTableView, QWidget

from views.common.cells import CellDelegate
from views.common.header import Header
from views.common.rows_model import Index, RowsModel
from views.common.theme import Look

ROW_HEIGHT = 29  # 28 and the line between two rows
_LINE = 15


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
        """Enter drills, Space inspects, Home and End go along the row, with Ctrl to the corners."""
        match event.key():
            case Qt.Key.Key_Return | Qt.Key.Key_Enter if self.state() != QAbstractItemView.State.EditingState:
                self.drill_asked.emit()
            case Qt.Key.Key_Space:
                self.inspect_asked.emit()
            case Qt.Key.Key_Tab | Qt.Key.Key_Backtab:
                event.ignore()
            case _:
                super().keyPressEvent(event)

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
