"""The timeline as it is drawn: rows of bars over days, of which only what is in view is painted, with a cursor."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

from PySide6.QtCore import QPoint, QPointF, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import (
    QAccessible,
    QAccessibleEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import QAbstractScrollArea

from app.queries.promotion_board import Bar
from models.domain.period import Period
from views.common.text import Text
from views.common.theme import Look
from views.promotions.lanes import Row, in_order, nearest_beside, span_of
from views.promotions.painting import HEAD, NAMES, ROW, Painter, View
from views.promotions.scale import ZOOMS, Scale

_EDGE = 7
_SETTLE = 450  # milliseconds after the last key until a moved bar is saved


class BarsCanvas(QAbstractScrollArea):
    """Rows of bars over days; `moved` carries a bar and its new days, `opened` and `current_changed` a bar.

    `stopped` says in words why a bar does not move as far as it was asked to, or not at all; `viewed` that other days
    or bars may be in view.

    `planned` are the days at which the bar under the cursor is shown while it is being moved.
    """

    moved = Signal(object, object)
    stopped = Signal(str)
    opened = Signal(object)
    current_changed = Signal(object)
    zoomed = Signal(float)
    viewed = Signal()

    def __init__(self, look: Look, text: Text, today: date) -> None:
        super().__init__()
        self.look, self.text, self.today = look, text, today
        self.rows: list[Row] = []
        self.scale = Scale(span_of([], today), month_first=text.month_first)
        self.current: Bar | None = None
        self.planned: Period | None = None
        self._placed = False
        self._settle = QTimer(self)
        self._settle.setSingleShot(True)
        self._settle.setInterval(_SETTLE)
        self._settle.timeout.connect(self.commit)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName("Timeline of promotions")
        self.setProperty("card", True)
        self.setProperty("pressed", True)
        self.viewport().setMouseTracking(True)
        self.horizontalScrollBar().valueChanged.connect(self.viewport().update)
        self.horizontalScrollBar().valueChanged.connect(self.viewed)
        self.verticalScrollBar().valueChanged.connect(self.viewport().update)
        look.changed.connect(self.viewport().update)

    # What a section uses

    def show_rows(self, rows: Sequence[Row]) -> None:
        """Show rows; the bar under the cursor and the days in view stay."""
        left = self.scale.day(self.horizontalScrollBar().value())
        self.rows, self.planned = list(rows), None
        self.scale = replace(self.scale, span=span_of(rows, self.today))
        self._fit()
        if self._placed:
            self.horizontalScrollBar().setValue(round(self.scale.x(left)))
        elif self.viewport().width() > NAMES:
            self.go_to_today()
            self._placed = True
        kept = self.current
        self.current = self.bar_of(kept.planned.code, kept.channel) if kept is not None else None
        if self.hasFocus():
            self.put_cursor()
        self._tell()
        self.viewed.emit()
        self.viewport().update()

    def put_cursor(self) -> None:
        """Put the cursor, where it is on no bar, on one in view or the nearest to it; the days in view stay."""
        if self.current is None:
            days = self._days_seen()
            bar = next((row.within(days)[0] for row in self.rows if row.within(days)), None) or self.beside_view()
            if bar is not None:
                self._go(bar)

    def beside_view(self) -> Bar | None:
        """Give the bar nearest to the days in view; None where one of them is in view, or where there is none."""
        return nearest_beside(self.rows, self._days_seen())

    def bar_of(self, code: str, channel: str = "") -> Bar | None:
        """Find a bar by the code of its promotion, on a channel or on the first that has it."""
        return next(
            (bar for _, bar in in_order(self.rows) if bar.planned.code == code and channel in {"", bar.channel}), None
        )

    def go_to(self, bar: Bar) -> None:
        """Put the cursor on a bar and bring it into view."""
        self.commit()
        self._reveal(bar)
        self._go(bar)

    def go_to_today(self) -> None:
        """Bring today to a third of the width."""
        room = self.viewport().width() - NAMES
        self.horizontalScrollBar().setValue(round(self.scale.x(self.today) - room / 3))

    def zoom_to(self, name: str) -> None:
        """Make days as wide as a step of the zoom says: day, week, month or quarter."""
        self._zoom(ZOOMS[name] / self.scale.per_day, (self.viewport().width() + NAMES) / 2)

    def commit(self) -> None:
        """Save where the bar under the cursor was moved to by keys."""
        self._settle.stop()
        if self.planned is not None and self.current is not None:
            planned, self.planned = self.planned, None
            if planned != self.current.days:
                self.moved.emit(self.current, planned)
            self.viewport().update()

    def rect_of(self, bar: Bar) -> QRectF:
        """Give the pixels of a bar in the viewport, where it is planned to be if it is being moved."""
        number = next(number for number, one in in_order(self.rows) if one.key == bar.key)
        return self._rect(number, bar)

    def sentence(self, bar: Bar) -> str:
        """Say everything about a bar, for people who cannot see it."""
        days = self.planned if self.planned is not None and self.is_current(bar) else bar.days
        until = "until it is stopped" if bar.planned.is_open else f"to {self.text.day(days.last)}"
        found = [f"{bar.words} on {bar.channel}, {self.text.day(days.first)} {until}"]
        if bar.planned.source:
            found.append(f"imported from {bar.planned.source}")
        if bar.collisions:
            others = {code for one in bar.collisions for code in one.codes} - {bar.planned.code}
            accepted = "" if bar.open_collisions else ", accepted"
            found.append(f"collides with {', '.join(sorted(others))}{accepted}")
        return "; ".join(found)

    def is_current(self, bar: Bar) -> bool:
        """Say whether a bar is under the cursor."""
        return self.current is not None and self.current.key == bar.key

    def _moves(self, bar: Bar) -> bool:
        """Say whether a bar is of the promotion under the cursor: on all its channels it moves as one."""
        return self.current is not None and self.current.planned.rule.number == bar.planned.rule.number

    def bar_at(self, point: QPointF) -> tuple[Bar, str] | None:
        """Find the bar at a pixel, and its end if that is near: "first", "last" or ""."""
        if point.x() < NAMES or point.y() < HEAD:
            return None
        number = int(point.y() - HEAD + self.verticalScrollBar().value()) // ROW
        if not 0 <= number < len(self.rows):
            return None
        for bar in self.rows[number].within(self._days_in_view()):
            rect = self._rect(number, bar).adjusted(-2, 0, 2, 0)
            if rect.contains(point):
                edge = min(float(_EDGE), rect.width() / 4)
                at_start, at_end = point.x() - rect.left() <= edge, rect.right() - point.x() <= edge
                return bar, "first" if at_start else "last" if at_end and not bar.planned.is_open else ""
        return None

    # Painting

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the rows and days in view."""
        painter = QPainter(self.viewport())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        left, down = self.horizontalScrollBar().value(), self.verticalScrollBar().value()
        top = down // ROW
        count = self.viewport().height() // ROW + 2
        shown = list(enumerate(self.rows))[top : top + count]
        view = View(self.viewport().rect(), left, down, self.scale, self.today, self.is_current)
        Painter(view, self.look.theme, painter).paint(shown, self._days_in_view(), self._rect)
        painter.end()

    def _days_in_view(self) -> Period:
        """Give the days to be painted, which reach a day beyond those seen."""
        days, day = self._days_seen(), timedelta(days=1)
        return Period(days.first - day, days.last + day)

    def _days_seen(self) -> Period:
        left, room = self.horizontalScrollBar().value(), max(1, self.viewport().width() - NAMES)
        return Period(self.scale.day(left), self.scale.day(left + room))

    def _rect(self, number: int, bar: Bar) -> QRectF:
        days = self.planned if self.planned is not None and self._moves(bar) else bar.days
        left = NAMES + self.scale.x(max(days.first, self.scale.span.first)) - self.horizontalScrollBar().value()
        last = min(days.last, self.scale.span.last)
        width = self.scale.x(last) + self.scale.per_day - self.scale.x(max(days.first, self.scale.span.first))
        return QRectF(left, HEAD + number * ROW - self.verticalScrollBar().value() + 4, max(width, 5.0), ROW - 8)

    # Inside

    def _go(self, bar: Bar) -> None:
        self.current = bar
        self._tell()
        self.current_changed.emit(bar)
        self.viewport().update()

    def _zoom(self, factor: float, x: float) -> None:
        """Make days wider or narrower around a pixel, under which the same day stays."""
        bar = self.horizontalScrollBar()
        days = (bar.value() + x - NAMES) / self.scale.per_day
        self.scale = self.scale.zoomed(factor)
        self._fit()
        bar.setValue(round(days * self.scale.per_day - (x - NAMES)))
        self.zoomed.emit(self.scale.per_day)
        self.viewport().update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit the scroll bars, and show today when there is room for the first time."""
        super().resizeEvent(event)
        self._fit()
        if not self._placed and self.rows:
            self.go_to_today()
            self._placed = True
        self.viewed.emit()

    def _fit(self) -> None:
        size = self.viewport().size()
        across, down = self.horizontalScrollBar(), self.verticalScrollBar()
        across.setRange(0, max(0, self.scale.width - (size.width() - NAMES)))
        across.setPageStep(max(1, size.width() - NAMES))
        across.setSingleStep(max(8, round(self.scale.per_day)))
        down.setRange(0, max(0, len(self.rows) * ROW - (size.height() - HEAD)))
        down.setPageStep(max(1, size.height() - HEAD))
        down.setSingleStep(ROW)

    def _reveal(self, bar: Bar) -> None:
        rect, across, down = self.rect_of(bar), self.horizontalScrollBar(), self.verticalScrollBar()
        room = QPoint(self.viewport().width(), self.viewport().height())
        if rect.left() < NAMES or rect.left() > room.x() - 40:
            across.setValue(across.value() + round(rect.left() - NAMES - 60))
        if rect.top() < HEAD:
            down.setValue(down.value() - round(HEAD - rect.top()) - 4)
        elif rect.bottom() > room.y():
            down.setValue(down.value() + round(rect.bottom() - room.y()) + 4)

    def _tell(self) -> None:
        """Tell a screen reader what is under the cursor."""
        words = self.sentence(self.current) if self.current is not None else "No promotion is selected"
        if words != self.accessibleDescription():
            self.setAccessibleDescription(words)
            QAccessible.updateAccessibility(QAccessibleEvent(self, QAccessible.Event.DescriptionChanged))
