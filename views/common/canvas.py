"""The drawing area of a chart: a pyqtgraph plot in our theme, with labels laid out in pixels."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

import pyqtgraph as pg
from PySide6.QtCore import QPointF, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import QBrush, QColor, QFont, QFontMetricsF, QPainter, QPen
from PySide6.QtWidgets import QGraphicsSimpleTextItem, QSizePolicy, QVBoxLayout, QWidget

from models.domain.charts import Point, Series
from views.common.fonts import ui_font
from views.common.placing import Box
from views.common.theme import Look

SMALL = 11


@dataclass(frozen=True)
class Mark:
    """A figure on the canvas that can be hovered and pressed: its place in data coordinates, or around a point."""

    series: Series
    point: Point
    rect: QRectF
    radius: float = 0.0


@dataclass(frozen=True)
class Margins:
    """Room around the figures, in pixels."""

    left: float = 0
    top: float = 0
    right: float = 0
    bottom: float = 0


class Canvas(QWidget):
    """Holds a plot that is neither panned nor zoomed; drawings add items and a `relabel` that runs on each resize."""

    hovered = Signal(object)
    pressed = Signal(object)

    def __init__(self, look: Look) -> None:
        super().__init__()
        self.look = look
        self.marks: list[Mark] = []
        self._labels: list[QGraphicsSimpleTextItem] = []
        self._relabel: Callable[[], None] = lambda: None
        self.plot = pg.PlotWidget(background=look.theme.surface)
        self.plot.setMinimumHeight(120)
        # A plot asks for 480 pixels; whoever shows it decides how high it is.
        self.plot.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Ignored)
        self.plot.setRenderHint(QPainter.RenderHint.Antialiasing)
        self.view = self.plot.getViewBox()
        self.view.setMouseEnabled(x=False, y=False)
        self.view.setMenuEnabled(False)
        self.view.setDefaultPadding(0)
        self.plot.getPlotItem().hideButtons()
        self.plot.setMouseTracking(True)
        self.plot.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.plot.scene().sigMouseMoved.connect(self._moved)
        self.plot.scene().sigMouseClicked.connect(self._clicked)
        # The axes take their room only when they are painted; the labels follow once that has settled.
        self._settle = QTimer(self)
        self._settle.setSingleShot(True)
        self._settle.setInterval(0)
        self._settle.timeout.connect(self.lay_out)
        self.view.sigTransformChanged.connect(lambda _view: self._settle.start())
        self.view.sigResized.connect(lambda _view: self._settle.start())
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.plot)

    def clear(self) -> None:
        """Take everything off."""
        self._drop_labels()
        self.plot.getPlotItem().clear()
        self.plot.setBackground(self.look.theme.surface)
        self.marks = []
        self._relabel = lambda: None

    def on_layout(self, relabel: Callable[[], None]) -> None:
        """Say how labels are laid out, now and after each change of size."""
        self._relabel = relabel

    def labels(self) -> list[QGraphicsSimpleTextItem]:
        """Give the labels as they stand."""
        return list(self._labels)

    def lay_out(self) -> None:
        """Lay the labels out for the size there is."""
        self._drop_labels()
        if self.frame().width > 40:
            self._relabel()

    def _drop_labels(self) -> None:
        for item in self._labels:
            if item.scene() is not None:
                item.scene().removeItem(item)
        self._labels = []

    # Setting up

    def fit(self, x: tuple[float, float], y: tuple[float, float], margins: Margins) -> None:
        """Bring a range into view with margins in pixels around it, so that labels have their room at every size."""
        frame = self.frame()
        wide = max(20.0, frame.width - margins.left - margins.right)
        high = max(20.0, frame.height - margins.top - margins.bottom)
        across, up = ((x[1] - x[0]) or 1.0) / wide, ((y[1] - y[0]) or 1.0) / high
        wanted = [
            [x[0] - margins.left * across, x[1] + margins.right * across],
            [y[0] - margins.bottom * up, y[1] + margins.top * up],
        ]
        now = self.view.viewRange()
        off = [abs(a - b) for pair, other in zip(now, wanted, strict=True) for a, b in zip(pair, other, strict=True)]
        if max(off[:2]) > across / 10 or max(off[2:]) > up / 10:
            self.view.setRange(xRange=wanted[0], yRange=wanted[1], padding=0, disableAutoRange=True)

    def axes(self, *, left: list[tuple[Decimal, str]] | None, bottom: list[tuple[Decimal, str]] | None) -> None:
        """Set the ticks with their words; None hides an axis."""
        theme = self.look.theme
        for side, ticks in (("left", left), ("bottom", bottom)):
            axis = self.plot.getAxis(side)
            axis.setVisible(ticks is not None)
            if ticks is None:
                continue
            axis.setPen(QPen(Qt.PenStyle.NoPen))
            axis.setTickPen(QPen(Qt.PenStyle.NoPen))
            axis.setTextPen(QColor(theme.faint))
            axis.setStyle(
                tickAlpha=0, tickFont=ui_font(SMALL), tickLength=0, tickTextOffset=7, hideOverlappingLabels=False
            )
            axis.setTicks([[(float(value), words) for value, words in ticks]])

    def name_bottom(self, words: str) -> None:
        """Write the title of the bottom axis under it."""
        axis = self.plot.getAxis("bottom")
        axis.enableAutoSIPrefix(False)
        axis.setLabel(words or None, color=self.look.theme.quiet, **{"font-size": f"{SMALL}px"})
        axis.showLabel(bool(words))

    def grid(self, values: list[Decimal], *, vertical: bool = False) -> None:
        """Draw hardly visible lines."""
        pen = pg.mkPen(self.look.theme.grid, width=1)
        for value in values:
            self.plot.addItem(pg.InfiniteLine(pos=float(value), angle=90 if vertical else 0, pen=pen))

    def baseline(self) -> None:
        """Draw the line of zero, a little stronger."""
        self.plot.addItem(pg.InfiniteLine(pos=0, angle=0, pen=pg.mkPen(self.look.theme.control_line, width=1)))

    # Drawing

    def bars(self, x: list[float], low: list[float], high: list[float], *, width: float, colours: list[QColor]) -> None:
        """Draw bars between two heights."""
        pens = [QPen(Qt.PenStyle.NoPen)] * len(x)
        item = pg.BarGraphItem(
            x=x,
            y0=low,
            height=[top - bottom for bottom, top in zip(low, high, strict=True)],
            width=width,
            brushes=[QBrush(colour) for colour in colours],
            pens=pens,
        )
        self.plot.addItem(item)

    def line(self, x: list[float], y: list[float], *, colour: QColor, width: float = 2.0, dashed: bool = False) -> None:
        """Draw a line through points."""
        style = Qt.PenStyle.DashLine if dashed else Qt.PenStyle.SolidLine
        pen = pg.mkPen(colour, width=width, style=style)
        if dashed:
            pen.setDashPattern([3, 3])
        self.plot.addItem(pg.PlotDataItem(x, y, pen=pen, antialias=True))

    def dots(self, x: list[float], y: list[float], *, sizes: list[float], colours: list[QColor]) -> None:
        """Draw discs of sizes in pixels, ringed in the ground's colour so that they part where they touch."""
        ring = pg.mkPen(self.look.theme.surface, width=1)
        brushes = [QBrush(colour) for colour in colours]
        # Without the cache discs are drawn as shapes, so that they stay sharp in an SVG.
        item = pg.ScatterPlotItem(x=x, y=y, size=sizes, brush=brushes, pen=ring, antialias=True, useCache=False)
        self.plot.addItem(item)

    # Labels in pixels

    def frame(self) -> Box:
        """Give the drawing area in pixels of the scene."""
        rect = self.view.sceneBoundingRect()
        return Box(rect.left(), rect.top(), rect.width(), rect.height())

    def pixel(self, x: float, y: float) -> QPointF:
        """Give the pixel of a place in data coordinates."""
        return self.view.mapViewToScene(QPointF(x, y))  # type: ignore[no-any-return]  # pyqtgraph ships no types

    def size_of(self, words: str, font: QFont) -> tuple[float, float]:
        """Measure words."""
        metrics = QFontMetricsF(font)
        lines = words.split("\n")
        return max(metrics.horizontalAdvance(line) for line in lines), metrics.height() * len(lines)

    def write(self, words: str, *, left: float, top: float, font: QFont, colour: str) -> None:
        """Write words at a pixel of the scene."""
        item = QGraphicsSimpleTextItem(words)
        item.setFont(font)
        item.setBrush(QBrush(QColor(colour)))
        item.setPos(left, top)
        item.setZValue(100)
        self.plot.scene().addItem(item)
        self._labels.append(item)

    def centred(self, words: str, *, x: float, top: float, font: QFont, colour: str) -> None:
        """Write lines centred on a pixel column."""
        for line in words.split("\n"):
            width, height = self.size_of(line, font)
            self.write(line, left=x - width / 2, top=top, font=font, colour=colour)
            top += height

    # Pointer

    def mark_at(self, scene_point: QPointF) -> Mark | None:
        """Find the figure at a pixel; of several the smallest."""
        found: list[tuple[float, Mark]] = []
        for mark in self.marks:
            if mark.radius:
                away = self.pixel(mark.rect.x(), mark.rect.y()) - scene_point
                distance = (away.x() ** 2 + away.y() ** 2) ** 0.5
                if distance <= max(mark.radius, 7):
                    found.append((distance, mark))
            elif mark.rect.contains(self.view.mapSceneToView(scene_point)):
                found.append((mark.rect.width() * mark.rect.height(), mark))
        return min(found, key=lambda pair: pair[0])[1] if found else None

    def _moved(self, scene_point: QPointF) -> None:
        mark = self.mark_at(scene_point)
        self.plot.setCursor(
            Qt.CursorShape.PointingHandCursor
            if mark is not None and (mark.point.key is not None or mark.series.key is not None)
            else Qt.CursorShape.ArrowCursor
        )
        self.hovered.emit(mark)

    def _clicked(self, event: pg.GraphicsScene.mouseEvents.MouseClickEvent) -> None:
        mark = self.mark_at(event.scenePos())
        if mark is not None:
            self.pressed.emit(mark)
