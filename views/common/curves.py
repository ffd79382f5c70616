"""Draws lines over a lower axis of figures, such as units against supply, over shaded zones."""

from __future__ import annotations

from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor

from models.domain.charts import ChartData
from views.common.canvas import SMALL, Canvas, Margins, Mark
from views.common.fonts import medium
from views.common.labelling import colour_of, figure, inside, names_at_right, room_for
from views.common.placing import nice_ticks
from views.common.text import Text


def draw_curves(canvas: Canvas, data: ChartData, text: Text) -> None:
    """Draw lines over a lower axis of figures, over shaded zones, with one place marked."""
    drawn = [series for series in data.series if series.points]
    x_end = max([float(series.points[-1].x or 0) for series in drawn])
    high = max([float(point.y) for series in drawn for point in series.points]) or 1.0
    ticks = inside(nice_ticks(0, high, about=3), 0, high)
    across = inside(nice_ticks(0, x_end, about=3), 0, x_end)
    canvas.axes(
        left=[(value, figure(value, data.unit, text)) for value in ticks],
        bottom=[(value, figure(value, data.unit, text)) for value in across],
    )
    theme = canvas.look.theme
    for zone in data.zones:
        start, end = float(zone.start), min(x_end, float(zone.end))
        canvas.bars([(start + end) / 2], [0.0], [high], width=end - start, colours=[theme.colour(zone.colour)])
    canvas.grid([value for value in ticks if value])
    canvas.baseline()
    for series in drawn:
        xs, ys = [float(point.x or 0) for point in series.points], [float(point.y) for point in series.points]
        canvas.line(xs, ys, colour=colour_of(canvas, series))
        for point, x, y in zip(series.points, xs, ys, strict=True):
            canvas.marks.append(Mark(series, point, QRectF(x, y, 0, 0), radius=6))
    if data.here is not None:
        at = float(data.here.x)
        canvas.line([at, at], [0, high], colour=QColor(theme.text), width=1, dashed=True)

    def relabel() -> None:
        canvas.fit((0, x_end), (0, high), Margins(left=2, top=20, right=room_for(drawn), bottom=2))
        names_at_right(canvas, drawn, x=x_end, at=[float(series.points[-1].y) for series in drawn])
        if data.here is not None:
            font, top = medium(SMALL), canvas.pixel(float(data.here.x), high)
            width, height = canvas.size_of(data.here.label, font)
            left = max(canvas.frame().left, min(top.x() - width / 2, canvas.pixel(x_end, 0).x() - width))
            canvas.write(data.here.label, left=left, top=top.y() - height - 2, font=font, colour=theme.text)

    canvas.on_layout(relabel)
