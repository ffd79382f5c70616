"""The one-page read on paper: black on white, drawn from the same rows and columns as the screen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from PySide6.QtCore import QPointF, QRectF, QSize, QSizeF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QImage, QPainter, QPen

from app.columns import Column, Kind
from app.queries.charts import shares
from app.queries.compared import tells
from app.queries.overview import COLUMNS, ChannelRead, Overview, told_once
from models.domain.charts import ChartData
from views.common.canvas import Canvas
from views.common.drawing import draw
from views.common.fonts import paper_font
from views.common.rows_model import NUMBERS
from views.common.text import Text
from views.common.theme import Choice, Look, load_theme
from views.common.tiles import Figure
from views.common.uncosted import missing_cost
from views.overview import figures

WIDE, HIGH = 1060.0, 730.0
_INK, _GREY, _LINE = QColor("#000000"), QColor("#444444"), QColor("#999999")
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_ROW, _TITLES, _GAP, _LEAST_CHART = 17.0, 42.0, 12.0, 150.0
_BRAND, _NAME, _SAID = 15.0, 28.0, 13  # the head: how high its lines are, and the size of its sentence
_INSET, _NOTE_AT, _NOTE = 9.0, 43.0, 9  # of a tile
_WIDEST_NAME = 190.0
_BEFORE = ("Net sales before", "CM4 before")
_SLACK = 2.0  # a printer measures words a little wider than the screen
_WRAPPED = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop) | int(Qt.TextFlag.TextWordWrap)
_SHARP = 2  # some 200 dots an inch on A4
_LEVELS = (
    "CM1 = net sales − cost of goods. CM2 = CM1 − channel costs. CM3 = CM2 − marketing. "
    "CM4 = CM3 − the channel’s own operating cost. Cost to revenue = share of operating cost over share of revenue."
)


@dataclass(frozen=True)
class Sheet:
    """Everything that stands on the page; `brand` is the name of the ledger."""

    brand: str
    read: Overview
    channel: ChannelRead
    text: Text
    today: date

    @property
    def title(self) -> str:
        """What the file is called inside."""
        return f"{self.brand}: contribution by channel"

    def paint(self, painter: QPainter, page: QRectF) -> None:
        """Draw the whole page into a rectangle; long lists are drawn smaller, never on a second page."""
        scale = min(page.width() / WIDE, page.height() / max(HIGH, self._height()))
        painter.save()
        painter.translate(page.topLeft())
        painter.scale(scale, scale)
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.LosslessImageRendering)
        wide, high = page.width() / scale, page.height() / scale
        top = self._head(painter, wide)
        top = self._tiles(painter, wide, top)
        top = _Grid(self.text, self.read, wide).paint(painter, top)
        top = self._gaps(painter, wide, top + 6)
        self._charts(painter, wide, top + _GAP, high - 22)
        _write(painter, QRectF(0, high - 14, wide, 14), _LEVELS, font=paper_font(8), colour=_GREY)
        painter.restore()

    def _height(self) -> float:
        """Measure all but the charts on the narrowest page, where words need the most lines."""
        head = _BRAND + _NAME + _high(self._sentence, _SAID, WIDE) + 8
        tiles = _NOTE_AT + self._notes_high(figures.tiles(self.read, self.text, self.today), WIDE) + _GAP
        gaps = sum(_high(said, 9, WIDE) for said in self._gap_words)
        return head + tiles + _TITLES + _ROW * (len(self.read.channels) + 1) + 2 + 6 + gaps + 22

    @property
    def _sentence(self) -> str:
        return f"{self.read.sentence}."

    def _head(self, painter: QPainter, wide: float) -> float:
        read, text = self.read, self.text
        days = f"{text.day(read.period.first)} to {text.day(read.period.last)}"
        against = ""
        if read.against is not None:
            against = f", before: {text.day(read.against.first)} to {text.day(read.against.last)}"
        about = f"{days}{against} · {read.current.currency} · printed {text.day(self.today)}"
        taken = QFontMetricsF(paper_font(10)).horizontalAdvance(about) + _GAP
        _write(painter, QRectF(0, 0, wide - taken, _BRAND), self.brand, font=_bold(11))
        _write(painter, QRectF(0, 0, wide, _BRAND), about, font=paper_font(10), colour=_GREY, side=_RIGHT)
        _write(painter, QRectF(0, _BRAND, wide, _NAME), "Contribution by channel", font=_bold(20))
        return _paragraph(painter, QPointF(0, _BRAND + _NAME), self._sentence, size=_SAID, wide=wide) + 8

    def _tiles(self, painter: QPainter, wide: float, top: float) -> float:
        found = figures.tiles(self.read, self.text, self.today)
        each = (wide - _GAP * (len(found) - 1)) / len(found)
        high = _NOTE_AT + self._notes_high(found, wide)
        for place, figure in enumerate(found):
            self._tile(painter, QRectF(place * (each + _GAP), top, each, high), figure)
        return top + high + _GAP

    def _notes_high(self, found: Sequence[Figure], wide: float) -> float:
        """Measure the highest note of the tiles, and the room below it."""
        each = (wide - _GAP * (len(found) - 1)) / len(found)
        return max(_high(figure.note, _NOTE, each - 2 * _INSET) for figure in found) + 7

    def _tile(self, painter: QPainter, rect: QRectF, figure: Figure) -> None:
        painter.setPen(QPen(_LINE, 0.7))
        painter.drawRoundedRect(rect, 4, 4)
        left, wide = rect.left() + _INSET, rect.width() - 2 * _INSET
        _write(painter, QRectF(left, rect.top() + 5, wide, 13), figure.name, font=paper_font(_NOTE), colour=_GREY)
        sizes = (
            size for size in range(19, 8, -1) if QFontMetricsF(_bold(size)).horizontalAdvance(figure.figure) <= wide
        )
        big = _bold(next(sizes, 8))
        _write(painter, QRectF(left, rect.top() + 18, wide, 25), figure.figure, font=big)
        _paragraph(painter, QPointF(left, rect.top() + _NOTE_AT), figure.note, size=_NOTE, wide=wide, colour=_GREY)

    @property
    def _gap_words(self) -> list[str]:
        read, text = self.read, self.text
        words = (told_once(read), missing_cost(read.missing_cost, text), figures.unclassified(read, text))
        return [said.replace("**", "") for said in words if said]

    def _gaps(self, painter: QPainter, wide: float, top: float) -> float:
        for said in self._gap_words:
            top = _paragraph(painter, QPointF(0, top), said, size=9, wide=wide)
        return top

    def _charts(self, painter: QPainter, wide: float, top: float, bottom: float) -> None:
        if bottom - top < _LEAST_CHART:
            return
        half = (wide - _GAP) / 2
        look = Look(load_theme("light"), Choice.LIGHT)
        charts = (figures.fall(self.channel, self.text), shares(self.read.current))
        for place, data in enumerate(charts):
            if data.series:
                self._chart(painter, QRectF(place * (half + _GAP), top, half, bottom - top), data, look)

    def _chart(self, painter: QPainter, rect: QRectF, data: ChartData, look: Look) -> None:
        _write(painter, QRectF(rect.left(), rect.top(), rect.width(), 16), data.title, font=_bold(11))
        below = QRectF(rect.left(), rect.top() + 16, rect.width(), 14)
        _write(painter, below, data.caption, font=paper_font(9), colour=_GREY)
        room = rect.adjusted(0, 34, 0, 0)
        painter.drawImage(room, picture(data, room.size().toSize(), look=look, text=self.text))


def picture(data: ChartData, size: QSize, *, look: Look, text: Text) -> QImage:
    """Draw a chart as a picture that is sharp on paper; a plot counts in pixels, so a printer's finer ones upset it."""
    canvas = Canvas(look)
    canvas.resize(size)
    draw(canvas, data, text)
    # Axes take their room when they are painted; only then do the labels know their places.
    canvas.grab()
    canvas.lay_out()
    image = QImage(size * _SHARP, QImage.Format.Format_RGB32)
    image.setDevicePixelRatio(_SHARP)
    image.fill(Qt.GlobalColor.white)
    painter = QPainter(image)
    painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.TextAntialiasing)
    canvas.plot.scene().render(painter, QRectF(QPointF(), QSizeF(size)), QRectF(canvas.plot.viewport().rect()))
    painter.end()
    canvas.deleteLater()
    return image


def columns_on_paper(read: Overview) -> list[Column[ChannelRead]]:
    """Give the columns that anything stands in."""
    compared = read.before is not None and tells(read.before.total.figures)
    empty = {*(() if read.looked else ("Conflicts", "At stake")), *(() if compared else _BEFORE)}
    return [column for column in COLUMNS if column.title not in empty]


class _Grid:
    """The table on paper."""

    def __init__(self, text: Text, read: Overview, wide: float) -> None:
        self._text, self._read = text, read
        self._columns = columns_on_paper(read)
        self._size = 10
        self._widths = self._measured()
        total = sum(self._widths)
        if total > wide:
            self._size = max(6, int(self._size * wide / total))
            self._widths = self._measured()
            total = sum(self._widths)
        self._widths = [width * wide / total for width in self._widths]

    def paint(self, painter: QPainter, top: float) -> float:
        """Draw titles, rows and total; gives where it ends."""
        plain, bold = paper_font(self._size), _bold(self._size)
        self._row(painter, top, _TITLES, [self._title(column) for column in self._columns], font=plain)
        top += _TITLES
        _rule(painter, top, sum(self._widths))
        for read in self._read.channels:
            self._row(painter, top, _ROW, self._cells(read), font=plain)
            top += _ROW
            _rule(painter, top, sum(self._widths), faint=True)
        self._row(painter, top, _ROW + 2, self._cells(self._read.total), font=bold)
        _rule(painter, top, sum(self._widths))
        return top + _ROW + 2

    def _title(self, column: Column[ChannelRead]) -> str:
        return f"{column.title} {self._read.current.currency}" if column.kind is Kind.MONEY else column.title

    def _cells(self, read: ChannelRead) -> list[str]:
        return [
            "" if (value := column.value(read)) is None else self._text.cell(value, column.kind, cents=False)
            for column in self._columns
        ]

    def _measured(self) -> list[float]:
        metrics = QFontMetricsF(_bold(self._size))
        rows = [self._cells(read) for read in (*self._read.channels, self._read.total)]
        widths = []
        for place, column in enumerate(self._columns):
            words = [*self._title(column).split(" "), *(row[place] for row in rows)]
            widths.append(max(metrics.horizontalAdvance(word) for word in words) + 12)
        return [min(widths[0], _WIDEST_NAME), *widths[1:]]

    def _row(self, painter: QPainter, top: float, high: float, cells: Sequence[str], *, font: QFont) -> None:
        left = 0.0
        for column, width, words in zip(self._columns, self._widths, cells, strict=True):
            right = column.kind in NUMBERS or column.kind is Kind.BAR
            rect = QRectF(left + 3, top, width - 6, high)
            if column is self._columns[0]:
                _write(painter, rect, words, font=font)
            else:
                painter.setFont(font)
                painter.setPen(_INK)
                painter.drawText(rect, int(_RIGHT if right else _LEFT) | int(Qt.TextFlag.TextWordWrap), words)
            left += width


def _rule(painter: QPainter, top: float, wide: float, *, faint: bool = False) -> None:
    painter.setPen(QPen(_LINE, 0.4 if faint else 1.0))
    painter.drawLine(0, int(top), int(wide), int(top))


def _bold(size: int) -> QFont:
    return paper_font(size, QFont.Weight.DemiBold)


def _high(words: str, size: int, wide: float) -> float:
    """Measure words in as many lines as they need."""
    room = QRectF(0, 0, wide - _SLACK, 10_000)
    return QFontMetricsF(paper_font(size)).boundingRect(room, _WRAPPED, words).height() + 3


def _paragraph(
    painter: QPainter, place: QPointF, words: str, *, size: int, wide: float, colour: QColor = _INK
) -> float:
    """Write words in as many lines as they need; gives where they end."""
    high = _high(words, size, wide)
    painter.setFont(paper_font(size))
    painter.setPen(colour)
    painter.drawText(QRectF(place.x(), place.y(), wide, high), _WRAPPED, words)
    return place.y() + high


def _write(
    painter: QPainter, rect: QRectF, words: str, *, font: QFont, colour: QColor = _INK, side: Qt.AlignmentFlag = _LEFT
) -> None:
    painter.setFont(font)
    painter.setPen(colour)
    shown = QFontMetricsF(font).elidedText(words, Qt.TextElideMode.ElideRight, rect.width())
    painter.drawText(rect, int(side), shown)
