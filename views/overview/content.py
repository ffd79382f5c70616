"""What stands on the Overview under its bar: figures, gaps, the table of channels, two charts."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QAbstractScrollArea, QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from app.queries.charts import shares
from app.queries.compared import tells
from app.queries.overview import COLUMNS, ChannelRead, Overview, told_once
from views.common.chart import Chart
from views.common.labels import label
from views.common.loading import in_turns
from views.common.page import Page
from views.common.states import Notice
from views.common.theme import Tone
from views.common.tiles import Tiles
from views.common.uncosted import missing_cost
from views.overview import figures, looks

_PAINT = 30  # milliseconds for the figures to be painted before the charts are begun


class Content(QScrollArea):
    """Shows an `Overview`; scrolls where the window is too low for the charts.

    `opened` carries a channel's read, the name of a line or level and whether it is of the period compared with.
    """

    opened = Signal(object, str, bool)
    inspected = Signal(object)
    costs_asked = Signal()

    def __init__(self, page: Page, *, today: Callable[[], date]) -> None:
        super().__init__()
        look, text = page.look, page.text
        self._page = page
        self._text, self._today = text, today
        self.read: Overview | None = None
        self._coming: Overview | None = None
        self._drawn: ChannelRead | None = None
        self._charts = False
        self.tiles = Tiles(look)
        self.missing_cost, self.unclassified = Notice(look, text), Notice(look, text)
        self.table = page.add_table(page.make_table(COLUMNS, paints=looks.AT_FIRST, row_key=lambda read: read.row.key))
        self.table.fit_height()
        self.table.grid.setSizeAdjustPolicy(QAbstractScrollArea.SizeAdjustPolicy.AdjustToContents)
        self.once = label(role="faint", wrap=True)
        self.fall, self.shares = Chart(look, text), Chart(look, text)
        self._lay_out()
        self.table.hide()
        self.once.hide()
        self.hide()
        self.table.drilled.connect(self._drilled)
        self.table.inspected.connect(lambda read, _title: self.inspected.emit(read))
        self.table.current_changed.connect(lambda _read: self._draw_fall())
        # The charts follow once the figures are painted, one after the other, so that keys are answered between them.
        self.fall.drawn.connect(lambda: in_turns(self, self._draw_shares))
        self.fall.drilled.connect(lambda name: self.opened.emit(self.channel(), str(name), False))
        self.shares.drilled.connect(lambda channel: self.table.go_to_key(str(channel)))

    def channel(self) -> ChannelRead | None:
        """Give the channel under the cursor, or the total of all."""
        current: ChannelRead | None = self.table.current()
        return current or (self.read.total if self.read is not None else None)

    def show_read(self, read: Overview) -> None:
        """Show new figures; the cursor stays on its channel. The first ones come in two turns of the event loop."""
        first, self._coming = self.read is None, read
        self._show_tiles(read)
        if first:
            in_turns(self, self._show_table)
        else:
            self._show_table()

    def forget(self) -> None:
        """Take the figures away: the ledger has none for the days that are chosen."""
        self.read, self._coming, self._drawn = None, None, None
        self.table.show_rows([])
        self.table.hide()
        self.once.hide()
        self.hide()

    def _show_tiles(self, read: Overview) -> None:
        self.tiles.set_figures(figures.tiles(read, self._text, self._today()))
        self._say(self.missing_cost, missing_cost(read.missing_cost, self._text), "Set costs", self.costs_asked.emit)
        self._say(
            self.unclassified,
            figures.unclassified(read, self._text),
            "Open them",
            lambda: self.opened.emit(read.total, "unclassified", False),
        )
        self._gaps.setVisible(not self.missing_cost.isHidden() or not self.unclassified.isHidden())
        self.show()

    def _show_table(self) -> None:
        first, read = self.read is None, self._coming
        if read is None:
            return
        self.read = read
        self._dress_table(read)
        self.table.show_rows(read.channels, read.total)
        if first and read.channels:
            self.table.go_to(min(read.channels, key=lambda one: one.row.figures.cm4))
        self.table.show()
        self._page.follow_front()
        self.once.setText(told_once(read))
        self.once.setVisible(bool(self.once.text()))
        if first:
            QTimer.singleShot(_PAINT, self, self._begin_charts)
        elif self._charts:
            self._draw_fall()
            self._draw_shares()

    def _dress_table(self, read: Overview) -> None:
        """Give amounts the room they need, and show the other period and conflicts only where there is any."""
        model = self.table.model
        paints = looks.paints(self._newest, read, self._text)
        model.paints = tuple(paints[column.title] for column in model.columns)
        compared = read.before is not None and tells(read.before.total.figures)
        shown = {"CM4 before": compared} | dict.fromkeys(("Conflicts", "At stake"), read.looked)
        for number, column in enumerate(model.columns):
            if column.title in shown:
                self.table.grid.setColumnHidden(number, not shown[column.title])

    def _say(self, notice: Notice, words: str, button: str, run: Callable[[], object]) -> None:
        notice.setVisible(bool(words))
        if words:
            notice.say(words, Tone.ATTENTION, button=button, run=run)

    def _begin_charts(self) -> None:
        self._charts = True
        self._draw_fall()
        if self.read is not None:
            chart = shares(self.read.current)
            self.shares.set_heading(chart.title, chart.caption)  # an answer by itself, before it is drawn

    def _draw_fall(self) -> None:
        channel = self.channel() if self._charts else None
        if channel is not None and channel != self._drawn:
            self._drawn = channel
            self.fall.show_data(figures.fall(channel, self._text))

    def _draw_shares(self) -> None:
        chart = None if self.read is None else shares(self.read.current)
        if chart is not None and chart.series:
            self.shares.show_data(chart)
        self.shares.setVisible(chart is not None and bool(chart.series))

    def _drilled(self, read: ChannelRead, title: str) -> None:
        name, before = looks.level_of(title)
        self.opened.emit(read, name, before)

    def _newest(self) -> date | None:
        days = [one.last_day for one in self.read.channels if one.last_day] if self.read is not None else []
        return max(days, default=None)

    def _lay_out(self) -> None:
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        holder = QWidget()
        holder.setProperty("clear", True)
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        self._gaps = QWidget()
        gaps, charts = QHBoxLayout(self._gaps), QHBoxLayout()
        gaps.setContentsMargins(0, 0, 0, 0)
        for row, widgets in ((gaps, (self.missing_cost, self.unclassified)), (charts, (self.fall, self.shares))):
            row.setSpacing(12)
            for widget in widgets:
                row.addWidget(widget, 1)
        column.addWidget(self.tiles)
        column.addWidget(self._gaps)
        column.addWidget(self.table)
        column.addWidget(self.once)
        column.addLayout(charts, 1)
        self.setWidget(holder)
