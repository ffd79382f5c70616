"""What drawings of charts share: figures in words, ticks, colours, and names beside the last figure."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from PySide6.QtGui import QColor, QFontMetricsF

from models.domain.charts import Point, Series
from models.domain.money import exponent
from views.common.canvas import Canvas
from views.common.fonts import TABLE, ui_font
from views.common.placing import spread
from views.common.text import Text


def figure(value: Decimal, unit: str, text: Text, *, exact: bool = False) -> str:
    """Write a figure of a chart: percent, or a number without decimals unless `exact`."""
    if unit == "%":
        return text.percent(
            value, decimals=2 if exact else 0 if value * 100 == (value * 100).to_integral_value() else 1, zero=None
        )
    if not exact:
        return text.number(value, 0)
    decimals = exponent(unit) if len(unit) == 3 else 0
    return f"{text.number(value, decimals)} {unit}".strip()


def colour_of(canvas: Canvas, series: Series, point: Point | None = None) -> QColor:
    """Give the colour of a point, by default that of its series."""
    key = (point.colour if point is not None else "") or series.colour or "neutral"
    return canvas.look.theme.colour(key)


def inside(ticks: list[Decimal], low: float, high: float) -> list[Decimal]:
    """Keep the ticks that lie within the figures, so that no room is spent on empty steps."""
    slack = (high - low) * 0.02
    return [tick for tick in ticks if low - slack <= float(tick) <= high + slack]


def room_for(series: Sequence[Series]) -> float:
    """Measure the room that the names at the right need."""
    metrics = QFontMetricsF(ui_font(TABLE))
    return max((metrics.horizontalAdvance(one.name) for one in series), default=0.0) + 28


def names_at_right(canvas: Canvas, series: list[Series], *, x: float, at: list[float], foot: float) -> None:
    """Name series beside their last figure, moved apart where they would touch, with a swatch of their colour.

    None of them goes below the figure at the foot of the chart, where its axis is.
    """
    theme, font = canvas.look.theme, ui_font(TABLE)
    height = QFontMetricsF(font).height()
    wanted = [canvas.pixel(0, value).y() - height / 2 for value in at]
    tops = spread(wanted, height=height, low=canvas.frame().top, high=canvas.pixel(0, foot).y())
    left = canvas.pixel(x, 0).x() + 8
    for one, top in zip(series, tops, strict=True):
        canvas.write("■", left=left, top=top, font=ui_font(9), colour=colour_of(canvas, one).name())
        canvas.write(one.name, left=left + 13, top=top - 1, font=font, colour=theme.text)
