"""What the timeline looks like: the head with its marks, lanes by channel, bars, collisions and today."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import NamedTuple

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPainterPath, QPen, QPolygonF

from app.queries.promotion_board import Bar
from models.domain.period import Period
from views.common.fonts import TABLE, medium, semibold, ui_font
from views.common.theme import Theme
from views.promotions.lanes import Row
from views.promotions.scale import Scale

NAMES, HEAD, ROW = 148, 46, 34
_SMALL = 11
_PAD, _LEAST_WORDS = 7.0, 18.0
_ROUND = 7.0  # inside the frame of a card
_LEFT = int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft)


class View(NamedTuple):
    """What is in view: a size, how far it is scrolled (pixels), days as wide as a scale has them, and today."""

    size: QRect
    left: int
    top: int
    scale: Scale
    today: date
    is_current: Callable[[Bar], bool]


class Painter:
    """Paints one view once."""

    def __init__(self, view: View, theme: Theme, painter: QPainter) -> None:
        self._view, self._theme, self._painter = view, theme, painter
        self._size = view.size
        self._bar_font = medium(TABLE)
        self._bar_metrics = QFontMetricsF(self._bar_font)

    def paint(self, rows: Sequence[tuple[int, Row]], days: Period, rect_of: Callable[[int, Bar], QRectF]) -> None:
        """Paint rows with their numbers, over days."""
        self._painter.fillRect(self._size, QColor(self._theme.surface))
        self._painter.save()
        self._painter.setClipRect(self._size.adjusted(NAMES, HEAD, 0, 0))
        self._grid(days)
        self._lines(rows)
        for number, row in rows:
            bars = row.within(days)
            rects = [rect_of(number, bar) for bar in bars]
            free = [*(rect.left() for rect in rects[1:]), float(self._size.width())]
            for bar, rect, until in zip(bars, rects, free, strict=False):
                self._bar(rect, bar, row, until)
        self._today()
        self._painter.restore()
        self._names(rows)
        self._head(days)
        self._corners()

    # The ground

    def _x(self, day_x: float) -> float:
        return NAMES + day_x - self._view.left

    def _y(self, number: int) -> float:
        return HEAD + number * ROW - self._view.top

    def _grid(self, days: Period) -> None:
        self._painter.setPen(QPen(QColor(self._theme.grid), 1))
        for mark in self._view.scale.lower(days):
            if mark.line:
                x = round(self._x(self._view.scale.x(mark.day))) + 0.5
                self._painter.drawLine(QPointF(x, HEAD), QPointF(x, self._size.height()))

    def _lines(self, rows: Sequence[tuple[int, Row]]) -> None:
        self._painter.setPen(QPen(QColor(self._theme.line), 1))
        for number, row in rows:
            if row.heads:
                y = round(self._y(number)) + 0.5
                self._painter.drawLine(QPointF(0, y), QPointF(self._size.width(), y))

    def _names(self, rows: Sequence[tuple[int, Row]]) -> None:
        painter, theme = self._painter, self._theme
        painter.save()
        painter.setClipRect(0, HEAD, NAMES, self._size.height())
        painter.fillRect(0, HEAD, NAMES, self._size.height(), QColor(theme.surface))
        painter.setFont(medium(TABLE))
        metrics = QFontMetricsF(medium(TABLE))
        for number, row in rows:
            if not row.heads:
                continue
            top = self._y(number)
            painter.setPen(QPen(QColor(theme.line), 1))
            painter.drawLine(QPointF(0, round(top) + 0.5), QPointF(NAMES, round(top) + 0.5))
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.colour(row.colour))
            painter.drawRoundedRect(QRectF(12, top + ROW / 2 - 4, 8, 8), 2, 2)
            painter.setPen(QColor(theme.text))
            words = metrics.elidedText(row.channel, Qt.TextElideMode.ElideRight, NAMES - 40)
            painter.drawText(QRectF(28, top, NAMES - 36, ROW), _LEFT, words)
        painter.setPen(QPen(QColor(theme.line), 1))
        painter.drawLine(QPointF(NAMES - 0.5, HEAD), QPointF(NAMES - 0.5, self._size.height()))
        painter.restore()

    def _head(self, days: Period) -> None:
        painter, theme, scale = self._painter, self._theme, self._view.scale
        painter.save()
        painter.setClipRect(0, 0, self._size.width(), HEAD)
        painter.fillRect(0, 0, self._size.width(), HEAD, QColor(theme.raised))
        painter.setPen(QPen(QColor(theme.line), 1))
        painter.drawLine(QPointF(0, HEAD - 0.5), QPointF(self._size.width(), HEAD - 0.5))
        painter.setPen(QColor(theme.quiet))
        painter.setFont(medium(TABLE))
        painter.drawText(QRectF(12, 0, NAMES - 16, HEAD), _LEFT, "Channel")
        painter.setClipRect(NAMES, 0, self._size.width() - NAMES, HEAD)
        metrics = QFontMetricsF(semibold(TABLE))
        painter.setFont(semibold(TABLE))
        painter.setPen(QColor(theme.text))
        # The month at the left end stays in sight until the next one pushes it out.
        marks = [(self._x(scale.x(mark.day)), mark.words) for mark in scale.upper(days)]
        for number, (x, words) in enumerate(marks):
            end = marks[number + 1][0] if number + 1 < len(marks) else float(self._size.width())
            width = metrics.horizontalAdvance(words)
            left = min(max(x, NAMES), end - width - 14)
            if left + 6 >= NAMES:
                painter.drawText(QRectF(left + 6, 2, width + 4, HEAD / 2 - 2), _LEFT, words)
        painter.setFont(ui_font(_SMALL))
        painter.setPen(QColor(theme.quiet))
        metrics = QFontMetricsF(ui_font(_SMALL))
        for mark in scale.lower(days):
            left = self._x(scale.x(mark.day)) + 6
            if left + metrics.horizontalAdvance(mark.words) <= self._size.width():
                painter.drawText(QRectF(left, HEAD / 2, 90, HEAD / 2 - 2), _LEFT, mark.words)
        painter.restore()

    def _today(self) -> None:
        x = round(self._x(self._view.scale.x(self._view.today) + self._view.scale.per_day / 2)) + 0.5
        self._painter.setPen(QPen(QColor(self._theme.accent), 1.5))
        self._painter.drawLine(QPointF(x, HEAD), QPointF(x, self._size.height()))

    # Bars

    def _bar(self, rect: QRectF, bar: Bar, row: Row, until: float) -> None:
        """Paint a bar, beside which nothing else stands before a place."""
        painter, theme = self._painter, self._theme
        colour = theme.colour(row.colour)
        fill = QColor(colour)
        ended = bar.days.last < self._view.today
        fill.setAlpha(28 if ended else 46)
        current = self._view.is_current(bar)
        style = Qt.PenStyle.SolidLine if bar.planned.typed else Qt.PenStyle.DashLine
        painter.setPen(QPen(QColor(theme.accent) if current else colour, 2 if current else 1, style))
        painter.setBrush(fill)
        painter.drawRoundedRect(rect, 5, 5)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour)
        painter.drawRoundedRect(QRectF(rect.left(), rect.top(), 4, rect.height()), 2, 2)
        self._shared(rect, bar)
        left = max(rect.left(), NAMES) + _PAD + 2
        marked = self._marker(left, rect, bar) if bar.collisions else 0.0
        inside = QRectF(left + marked, rect.top(), rect.right() - left - marked - _PAD, rect.height())
        self._words(inside, bar.words, QColor(theme.quiet if ended else theme.text), until)

    def _words(self, inside: QRectF, words: str, colour: QColor, until: float) -> None:
        """Write in a bar what it is; in one that is too short, beside it, where there is room for all of it."""
        wanted = self._bar_metrics.horizontalAdvance(words)
        beside = QRectF(inside.right() + 2 * _PAD, inside.top(), wanted + 1, inside.height())
        place = beside if wanted > inside.width() and beside.right() < until and inside.right() > NAMES else inside
        if place.width() > _LEAST_WORDS:
            self._painter.setFont(self._bar_font)
            self._painter.setPen(colour)
            fitted = self._bar_metrics.elidedText(words, Qt.TextElideMode.ElideRight, place.width())
            self._painter.drawText(place, _LEFT, fitted)

    def _corners(self) -> None:
        """Round the corners of the head off as those of a card."""
        edge = QPainterPath()
        whole = QRectF(self._size)
        edge.addRect(whole.adjusted(0, 0, 0, -HEAD))
        round_one = QPainterPath()
        round_one.addRoundedRect(whole.adjusted(0, 0, 0, _ROUND), _ROUND, _ROUND)
        self._painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._painter.fillPath(edge.subtracted(round_one), QColor(self._theme.window))

    def _shared(self, rect: QRectF, bar: Bar) -> None:
        """Underline the days that collide."""
        scale = self._view.scale
        for one in bar.collisions:
            colour = self._theme.quiet if one.accepted is not None else self._theme.critical
            first, last = one.overlap.days.first, min(one.overlap.days.last, scale.span.last)
            left = max(self._x(scale.x(first)), rect.left())
            right = min(self._x(scale.x(last) + scale.per_day), rect.right())
            if right > left:
                self._painter.fillRect(QRectF(left, rect.bottom() - 3, right - left, 3), QColor(colour))

    def _marker(self, left: float, rect: QRectF, bar: Bar) -> float:
        """Draw a triangle with an exclamation mark, and give the room that it takes."""
        painter, theme = self._painter, self._theme
        if rect.width() < 18:
            return 0.0
        middle = rect.center().y() - 1
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(theme.critical if bar.open_collisions else theme.quiet))
        top, foot = middle - 6, middle + 6
        painter.drawPolygon(QPolygonF([QPointF(left + 7, top), QPointF(left + 14, foot), QPointF(left, foot)]))
        painter.setPen(QPen(QColor(theme.surface), 1.6))
        painter.drawLine(QPointF(left + 7, middle - 2), QPointF(left + 7, middle + 2))
        painter.drawPoint(QPointF(left + 7, middle + 4.4))
        return 18.0
