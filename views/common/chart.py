"""A chart on a card: title and subtitle, the drawing, exact figures under the pointer, pictures and its table."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QBuffer, QPoint, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QContextMenuEvent, QCursor, QImage, QPainter, QPicture
from PySide6.QtSvg import QSvgGenerator
from PySide6.QtWidgets import QHBoxLayout, QMenu, QStackedWidget, QToolTip

from app.columns import Cell, Column, Kind
from models.domain.charts import ChartData, ChartKind, ChartRow
from models.domain.money import Money, minor_units
from views.common.fonts import BODY, TABLE, semibold, ui_font
from views.common.icons import icon
from views.common.loading import load
from views.common.parts import Button, Card
from views.common.table import Table
from views.common.text import Text
from views.common.theme import Look

if TYPE_CHECKING:
    from views.common.canvas import Canvas, Mark

_DRAWING = "views.common.drawing"
_MARGIN, _HEAD = 16, 52


class Chart(Card):
    """Draws `ChartData`; `drilled` carries the key of the figure that was pressed.

    What draws is loaded on a thread when the first data comes, and `drawn` tells of the first drawing: figures in
    tables do not wait for charts.
    """

    drilled = Signal(object)
    drawn = Signal()
    export_requested = Signal(object, str)
    save_requested = Signal(str)

    def __init__(self, look: Look, text: Text) -> None:
        super().__init__("")
        self._look, self._text = look, text
        self.data: ChartData | None = None
        self._canvas: Canvas | None = None
        self._asked = self._begun = self._told = False
        self._stack = QStackedWidget()
        self._table: Table | None = None
        self._switch = Button(look, "", icon="table-2", flat=True, run=self.toggle_table)
        self._switch.setFixedSize(28, 26)
        self._more = Button(look, "", icon="download", flat=True)
        self._more.setFixedSize(28, 26)
        self._more.setToolTip("Save this chart")
        self._more.setAccessibleName("Save this chart")
        self._more.clicked.connect(lambda _checked: self._menu(QCursor.pos()))
        corner = QHBoxLayout()
        corner.setSpacing(2)
        self.body.removeItem(self.head)
        self.head.setParent(None)
        corner.addLayout(self.head, 1)
        corner.addWidget(self._switch, 0, Qt.AlignmentFlag.AlignTop)
        corner.addWidget(self._more, 0, Qt.AlignmentFlag.AlignTop)
        self.body.addLayout(corner)
        self.body.addWidget(self._stack, 1)
        self.setMinimumHeight(240)
        look.changed.connect(self._redraw)
        self._name_switch()

    def show_data(self, data: ChartData) -> None:
        """Draw a chart in place of the one before."""
        self.data = data
        self.set_heading(data.title, data.caption)
        if not self._asked:
            self._asked = True
            load(_DRAWING, self, self._make_canvas, self._begin)
        self._redraw()
        if self._table is not None:
            self._stack.removeWidget(self._table)
            self._table.deleteLater()
            self._table = None
            self.toggle_table()

    def toggle_table(self) -> None:
        """Show the table the chart was drawn from, or the chart again."""
        if self._table is None and self.data is not None:
            self._table = Table(self._look, self._text, chart_columns(self.data))
            self._table.setProperty("card", False)
            self._table.export_requested.connect(lambda form: self.export_requested.emit(self._table, form))
            self._table.show_rows(self.data.rows())
            self._stack.addWidget(self._table)
            self._stack.setCurrentWidget(self._table)
        elif self._table is not None:
            self._stack.setCurrentWidget(self.canvas)
            self._stack.removeWidget(self._table)
            self._table.deleteLater()
            self._table = None
        self._name_switch()

    @property
    def canvas(self) -> Canvas:
        """The drawing area; made and drawn at once for who cannot wait."""
        canvas = self._make_canvas()
        self._begin()
        return canvas

    @property
    def table(self) -> Table | None:
        """The table, while it is shown."""
        return self._table

    def describe(self, mark: Mark) -> str:
        """Write the exact figures of a mark."""
        from views.common.labelling import figure

        data = self.data
        if data is None:
            return ""
        name = (
            mark.point.label
            if mark.series.name in {"", mark.point.label}
            else f"{mark.series.name}, {mark.point.label}"
        )
        if data.kind is not ChartKind.SCATTER or mark.point.x is None:
            return f"{name}: {figure(mark.point.y, data.unit, self._text, exact=True)}"
        across = figure(mark.point.x, data.unit, self._text, exact=True)
        up = figure(mark.point.y, data.unit, self._text, exact=True)
        return f"{name}\n{data.x_title or 'across'}: {across}\n{data.y_title or 'up'}: {up}"

    # Pictures

    def save_png(self, path: Path, *, scale: int = 2) -> None:
        """Save as a picture, sharp at twice the size; raises OSError where it cannot be written."""
        size = self._picture_size()
        image = QImage(size * scale, QImage.Format.Format_ARGB32_Premultiplied)
        image.setDevicePixelRatio(scale)
        image.fill(QColor(self._look.theme.surface))
        painter = QPainter(image)
        self._paint(painter, size)
        painter.end()
        if not image.save(str(path)):
            raise OSError(f"{path} cannot be written")

    def save_svg(self, path: Path) -> None:
        """Save as lines and letters that scale; raises OSError where it cannot be written."""
        from views.common.plain_svg import plain

        size, drawn = self._picture_size(), QBuffer()
        generator = QSvgGenerator()
        generator.setOutputDevice(drawn)
        generator.setSize(size)
        generator.setViewBox(QRect(QPoint(0, 0), size))
        # Bars and axes are kept as pictures by what draws them, and Qt draws a picture larger or smaller on a device of
        # other dots an inch.
        generator.setResolution(QPicture().logicalDpiX())
        generator.setTitle(self.data.title if self.data is not None else "")
        painter = QPainter(generator)
        painter.fillRect(QRect(QPoint(0, 0), size), QColor(self._look.theme.surface))
        self._paint(painter, size)
        painter.end()
        path.write_bytes(plain(bytes(drawn.data().data())))

    def _picture_size(self) -> QSize:
        shown = self.canvas.size()
        return QSize(max(320, shown.width()) + 2 * _MARGIN, max(200, shown.height()) + _HEAD + 2 * _MARGIN)

    def _paint(self, painter: QPainter, size: QSize) -> None:
        theme, data = self._look.theme, self.data
        if data is None:
            return
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.TextAntialiasing)
        painter.setFont(semibold(BODY))
        painter.setPen(QColor(theme.text))
        painter.drawText(QPoint(_MARGIN, _MARGIN + 14), data.title)
        painter.setFont(ui_font(TABLE))
        painter.setPen(QColor(theme.quiet))
        painter.drawText(QPoint(_MARGIN, _MARGIN + 33), data.caption)
        target = QRectF(_MARGIN, _HEAD + _MARGIN / 2, size.width() - 2 * _MARGIN, size.height() - _HEAD - _MARGIN)
        scene = self.canvas.plot.scene()
        scene.render(painter, target, QRectF(self.canvas.plot.viewport().rect()))

    # Inside

    def _make_canvas(self) -> Canvas:
        from views.common.canvas import Canvas

        if self._canvas is not None:
            return self._canvas
        canvas = self._canvas = Canvas(self._look)
        canvas.hovered.connect(self._hover)
        canvas.pressed.connect(self._pressed)
        self._stack.insertWidget(0, canvas)
        if self._table is None:
            self._stack.setCurrentWidget(canvas)
        return canvas

    def _begin(self) -> None:
        """Draw from now on."""
        if not self._begun:
            self._begun = True
            self._redraw()

    def _redraw(self) -> None:
        if self.data is None or self._canvas is None or not self._begun:
            return
        from views.common.drawing import draw

        self._canvas.setAccessibleName(f"{self.data.title}. {self.data.caption}")
        draw(self._canvas, self.data, self._text)
        if not self._told:
            self._told = True
            self.drawn.emit()

    def _hover(self, mark: Mark | None) -> None:
        QToolTip.showText(QCursor.pos(), self.describe(mark) if mark is not None else "", self.canvas)

    def _pressed(self, mark: Mark) -> None:
        key = mark.point.key if mark.point.key is not None else mark.series.key
        if key is not None:
            self.drilled.emit(key)

    def _name_switch(self) -> None:
        shown = self._table is not None
        self._switch.setIcon(icon(self._look, "chart-column" if shown else "table-2"))
        words = "Show the chart" if shown else "Show the table it was drawn from"
        self._switch.setToolTip(words)
        self._switch.setAccessibleName(words)

    def _menu(self, place: QPoint) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        choices: tuple[tuple[str, str, Callable[[], object]], ...] = (
            ("Save as PNG…", "image", lambda: self.save_requested.emit("png")),
            ("Save as SVG…", "image", lambda: self.save_requested.emit("svg")),
            ("Show the chart" if self._table is not None else "Show the table", "table-2", self.toggle_table),
        )
        for words, name, run in choices:
            menu.addAction(icon(self._look, name), words).triggered.connect(lambda _checked, run=run: run())
        menu.popup(place)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Offer pictures and the table."""
        self._menu(event.globalPos())


def chart_columns(data: ChartData) -> tuple[Column[ChartRow], ...]:
    """Give the columns of the table a chart was drawn from."""
    across_too = data.kind in {ChartKind.SCATTER, ChartKind.CURVES}
    kind = Kind.PERCENT if data.unit == "%" else Kind.MONEY if len(data.unit) == 3 else Kind.RATIO
    if data.kind is ChartKind.CURVES and kind is Kind.RATIO:
        kind = Kind.UNITS

    def cell(value: Decimal | None) -> Cell:
        if value is not None and kind is Kind.MONEY:
            return Money(minor_units(value, data.unit), data.unit)
        return value

    across = (Column[ChartRow](data.x_title or "Across", lambda row: cell(row.x), kind),)
    named = (Column[ChartRow]("Series", lambda row: row.series),)
    return (
        *(named if any(series.name for series in data.series) else ()),
        Column[ChartRow]("Label", lambda row: row.label),
        *(across if across_too else ()),
        Column[ChartRow](data.y_title or "Figure", lambda row: cell(row.y), kind),
    )
