"""The statement: rows by channel, SKU, month or week; the whole stack, or levels beside the other period."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import QEvent, QObject, Signal
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from app.columns import Column
from app.queries.behind import StatementCell
from app.queries.charts import waterfall
from app.queries.compared import NAME_OF, Compared, ComparedRow, level_columns, stack_columns
from app.queries.contribution import UNCOSTED_SALES, UNCOSTED_UNITS
from models.domain.charts import ChartData
from models.domain.contribution.statement import TITLES, By
from views.common.chart import Chart
from views.common.page import Page
from views.common.segments import Segments
from views.common.table import Table
from views.common.table_view import ROW_HEIGHT
from views.contribution.paints import paints
from views.contribution.words import kept

_BY = ((By.CHANNEL, "By channel"), (By.SKU, "By SKU"), (By.MONTH, "By month"), (By.WEEK, "By week"))

_UNCOSTED = frozenset({UNCOSTED_UNITS, UNCOSTED_SALES})
_LEAST_HIGH, _AROUND_ROWS = 150, 72  # the header in two lines, the scroll bar, the frame


class StatementView(QWidget):
    """Shows a `Compared` and two charts; `opened` carries a `StatementCell`, `inspected` a `ComparedRow`."""

    by_chosen = Signal()
    opened = Signal(object)
    inspected = Signal(object)
    current_changed = Signal(object)

    def __init__(self, page: Page) -> None:
        super().__init__()
        self._page = page
        self.channels: frozenset[int] | None = None
        self._needle = ""
        self._drawn: ComparedRow | None = None
        self._tables: dict[tuple[str, ...], Table] = {}
        self.found: Compared | None = None
        self.table: Table | None = None
        self.kinds = Segments(page.look, [(by.value, words) for by, words in _BY])
        self.forms = Segments(page.look, [("stack", "Full stack"), ("levels", "Levels and comparison")])
        self.weeks, self.fall = Chart(page.look, page.text), Chart(page.look, page.text)
        self._lay_out()
        self.hide()
        self.kinds.chosen.connect(lambda _key: self.by_chosen.emit())
        self.forms.chosen.connect(lambda _key: self._show_rows())
        self.weeks.drilled.connect(self._open_week)
        self.fall.drilled.connect(self._open_step)

    @property
    def by(self) -> By:
        """What a row stands for."""
        return By(self.kinds.current())

    def show_statement(self, found: Compared, channels: frozenset[int] | None) -> None:
        """Show a statement; the cursor stays on its row."""
        self.found, self.channels = found, channels
        self._show_rows()
        self.show()

    def forget(self) -> None:
        """Take the figures away: the ledger has none for the days that are chosen."""
        self.found, self._drawn = None, None
        if self.table is not None:
            self.table.show_rows([])
        self.hide()

    def show_weeks(self, weeks: ChartData) -> None:
        """Draw contribution by week."""
        self.weeks.setVisible(bool(weeks.series))
        if weeks.series:
            self.weeks.show_data(weeks)

    def filter(self, needle: str) -> None:
        """Show only rows in which every typed word occurs."""
        self._needle = needle
        if self.table is not None:
            self.table.filter(needle)

    def row(self) -> ComparedRow | None:
        """Give the row under the cursor, or the total."""
        current: ComparedRow | None = self.table.current() if self.table is not None else None
        return current or (self.found.total if self.found is not None else None)

    def cell(self, row: ComparedRow, title: str) -> StatementCell | None:
        """Say which figure stands in a cell; the name of a row stands for its result."""
        found = self.found
        if found is None:
            return None
        name, before = NAME_OF.get(title, ("result", False))
        by = By(found.current.by)
        if not before or found.against is None:
            return StatementCell(by, name, found.period, row.row.key, row.row.label, self.channels)
        label = f"{row.row.label} before"
        return StatementCell(by, name, found.against, row.before_key, label, self.channels)

    def _open(self, row: ComparedRow, title: str) -> None:
        cell = self.cell(row, title)
        if cell is not None:
            self.opened.emit(cell)

    def _open_step(self, key: object) -> None:
        row = self.row()
        if row is not None:
            self._open(row, TITLES[str(key)])

    def _open_week(self, key: object) -> None:
        match key:
            case (int() as channel_id, str() as week) if self.found is not None:
                drawn = self.weeks.data.series if self.weeks.data is not None else ()
                names = [series.name for series in drawn if series.key == channel_id]
                label = ", ".join((*names, week))
                period = self.found.period
                self.opened.emit(StatementCell(By.WEEK, "cm4", period, week, label, frozenset({channel_id})))
            case _:
                pass

    def _show_rows(self) -> None:
        found = self.found
        if found is None:
            return
        table = self._put(By(found.current.by), self.forms.current(), against=found.has_before)
        kinds = paints(table.model.columns, found, self._page.text)
        table.model.paints = tuple(kinds[column.title] for column in table.model.columns)
        table.show_rows(found.rows, found.total)
        table.setMaximumHeight(_AROUND_ROWS + ROW_HEIGHT * (len(found.rows) + 1))
        if table.current() is None and found.rows:
            table.go_to(found.rows[0])
        self._offer_uncosted(found)
        self._draw_fall()

    def _offer_uncosted(self, found: Compared) -> None:
        """Show the columns of what was sold without a landed cost only where anything was."""
        if self.table is not None:
            for number, column in enumerate(self.table.model.columns):
                if column.title in _UNCOSTED:
                    self.table.grid.setColumnHidden(number, not found.missing_cost.units)

    def _put(self, by: By, form: str, *, against: bool) -> Table:
        """Put the table with these columns in place of the one before; each is made once."""
        before = self.table
        columns: Sequence[Column[ComparedRow]] = (
            stack_columns(by) if form == "stack" else level_columns(by, against=against)
        )
        shape = tuple(column.title for column in columns)
        made = self._tables.get(shape)
        if made is None:
            made = self._tables[shape] = self._make_table(columns, f"contribution {by} {form}")
        if made is not before:
            self.table = made
            made.filter(self._needle)
            made.show()
            if before is not None:
                focused = before.grid.hasFocus()
                before.hide()
                if focused:
                    made.grid.setFocus()
        return made

    def _make_table(self, columns: Sequence[Column[ComparedRow]], name: str) -> Table:
        made = self._page.make_table(columns, name=name, row_key=lambda row: row.row.key)
        self._place.addWidget(made, 1)
        self.forms.before(made.grid)
        # As high as its rows where there is room; the charts below keep theirs.
        made.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Ignored)
        made.setMinimumHeight(_LEAST_HIGH)
        made.selected.connect(self._page.status)
        made.export_requested.connect(lambda kind: self._page.export_requested.emit(made, kind))
        made.drilled.connect(self._open)
        made.inspected.connect(lambda row, _title: self.inspected.emit(row))
        made.current_changed.connect(self._moved)
        made.totals.installEventFilter(self)
        return made

    def _moved(self, row: ComparedRow | None) -> None:
        self._draw_fall()
        self.current_changed.emit(row)

    def _draw_fall(self) -> None:
        row = self.row()
        if row is None or row == self._drawn:
            return
        self._drawn = row
        data = waterfall(row.row, row.currency)
        self.fall.show_data(replace(data, title=kept(row, self._page.text)))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Open a figure of the totals row by a double click."""
        if isinstance(event, QMouseEvent) and event.type() == QEvent.Type.MouseButtonDblClick:
            table, found = self.table, self.found
            if table is not None and found is not None and watched is table.totals:
                column = table.grid.horizontalHeader().logicalIndexAt(int(event.position().x()))
                if column >= 0:
                    self._open(found.total, table.model.columns[column].title)
                    return True
        return super().eventFilter(watched, event)

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        choices, self._place, charts = QHBoxLayout(), QVBoxLayout(), QHBoxLayout()
        choices.addWidget(self.kinds)
        choices.addStretch(1)
        choices.addWidget(self.forms)
        column.addLayout(choices)
        column.addLayout(self._place, 3)
        charts.setSpacing(12)
        for chart in (self.weeks, self.fall):
            charts.addWidget(chart, 1)
        column.addLayout(charts, 2)
