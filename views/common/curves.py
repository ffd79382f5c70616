"""Draws lines over a lower axis of figures, such as units against supply, over shaded zones."""

from __future__ import annotations

from decimal import Decimal

from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor

from models.domain.charts import ChartData, Here, Series
from models.domain.money import exponent
from views.common.canvas import SMALL, Canvas, Margins, Mark
from views.common.fonts import medium
from views.common.labelling import colour_of, figure, inside, names_at_right, room_for
from views.common.placing import nice_ticks
from views.common.text import Text

_ROW = 17  # pixels of a line of labels above the lines


def draw_curves(canvas: Canvas, data: ChartData, text: Text) -> None:
    """Draw lines over a lower axis of figures, over shaded zones, with places marked."""
    drawn = [series for series in data.series if series.points]
    x_start, x_end = _extent(data, drawn)
    heights = [float(point.y) for series in drawn for point in series.points]
    low, high = min(0.0, *heights), max(heights) or 1.0
    ticks = inside(nice_ticks(low, high, about=3), low, high)
    across = inside(nice_ticks(x_start, x_end, about=3), x_start, x_end)
    canvas.axes(left=_worded(ticks, data.unit, text), bottom=_worded(across, data.unit, text))
    theme = canvas.look.theme
    for zone in data.zones:
        start, end = max(x_start, float(zone.start)), min(x_end, float(zone.end))
        canvas.bars([(start + end) / 2], [low], [high], width=end - start, colours=[theme.colour(zone.colour)])
    canvas.grid([value for value in ticks if value])
    canvas.baseline()
    for series in drawn:
        xs, ys = [float(point.x or 0) for point in series.points], [float(point.y) for point in series.points]
        canvas.line(xs, ys, colour=colour_of(canvas, series))
        for point, x, y in zip(series.points, xs, ys, strict=True):
            canvas.marks.append(Mark(series, point, QRectF(x, y, 0, 0), radius=6))
    for mark in data.marks:
        at = float(mark.x)
        canvas.line([at, at], [low, high], colour=QColor(theme.text), width=1, dashed=True)

    def relabel() -> None:
        rows = _rows(canvas, data.marks, x_end)
        top = 3 + _ROW * (1 + max(rows, default=0))
        canvas.fit((x_start, x_end), (low, high), Margins(left=2, top=top, right=room_for(drawn), bottom=2))
        names_at_right(canvas, drawn, x=x_end, at=[float(series.points[-1].y) for series in drawn], foot=low)
        for mark, row in zip(data.marks, _rows(canvas, data.marks, x_end), strict=True):
            left, height = _left(canvas, mark, x_end), canvas.size_of(mark.label, medium(SMALL))[1]
            place = canvas.pixel(float(mark.x), high).y() - height - 2 - _ROW * row
            canvas.write(mark.label, left=left, top=place, font=medium(SMALL), colour=theme.text)

    canvas.on_layout(relabel)


def _extent(data: ChartData, drawn: list[Series]) -> tuple[float, float]:
    """Give the ends of the lower axis: from zero for plain figures, from the first one for amounts."""
    places = [float(point.x or 0) for series in drawn for point in series.points]
    return min(places) if data.unit else 0.0, max(places)


def _worded(ticks: list[Decimal], unit: str, text: Text) -> list[tuple[Decimal, str]]:
    """Write ticks, amounts with all decimals where one of them is no whole number."""
    whole = all(tick == tick.to_integral_value() for tick in ticks)
    if whole or len(unit) != 3:
        return [(tick, figure(tick, unit, text)) for tick in ticks]
    return [(tick, text.number(tick, exponent(unit))) for tick in ticks]


def _left(canvas: Canvas, mark: Here, x_end: float) -> float:
    width = canvas.size_of(mark.label, medium(SMALL))[0]
    middle = canvas.pixel(float(mark.x), 0).x() - width / 2
    return max(canvas.frame().left, min(middle, canvas.pixel(x_end, 0).x() - width))


def _rows(canvas: Canvas, marks: tuple[Here, ...], x_end: float) -> list[int]:
    """Give each label a row above the lines: the lowest in which it touches no other."""
    taken: list[list[tuple[float, float]]] = []
    rows = []
    for mark in marks:
        left = _left(canvas, mark, x_end)
        right = left + canvas.size_of(mark.label, medium(SMALL))[0] + 8
        row = next(
            (number for number, held in enumerate(taken) if all(right <= start or left >= end for start, end in held)),
            len(taken),
        )
        if row == len(taken):
            taken.append([])
        taken[row].append((left, right))
        rows.append(row)
    return rows
