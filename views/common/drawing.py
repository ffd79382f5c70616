"""Draws each kind of chart onto a canvas. Figures become floats here, for pixels and nothing else."""

from __future__ import annotations

from math import sqrt

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF

from models.domain.charts import ChartData, ChartKind, Point, Role, Series
from views.common.canvas import SMALL, Canvas, Margins, Mark
from views.common.curves import draw_curves
from views.common.fonts import TABLE, medium, semibold, ui_font
from views.common.labelling import colour_of, figure, inside, names_at_right, room_for
from views.common.placing import Box, beside, nice_ticks, rooms, thin_out, wrapped
from views.common.text import Text

_STEP = 0.66
_LEAST, _MOST = 9.0, 32.0


def draw(canvas: Canvas, data: ChartData, text: Text) -> None:
    """Draw a chart in place of what was there."""
    canvas.clear()
    if any(series.points for series in data.series):
        match data.kind:
            case ChartKind.WATERFALL:
                _waterfall(canvas, data, text)
            case ChartKind.SCATTER:
                _scatter(canvas, data, text)
            case ChartKind.STACKED_BARS:
                _stacked(canvas, data, text)
            case ChartKind.LINES:
                _lines(canvas, data, text)
            case ChartKind.CURVES:
                draw_curves(canvas, data, text)
    canvas.lay_out()


# Waterfall


def steps(points: tuple[Point, ...]) -> list[tuple[float, float]]:
    """Give the two ends of each step: levels stand on zero, changes start where the step before ended."""
    ends: list[tuple[float, float]] = []
    at = 0.0
    for point in points:
        value = float(point.y)
        start = 0.0 if point.role is Role.LEVEL else at
        at = value if point.role is Role.LEVEL else at + value
        ends.append((start, at))
    return ends


def _join(canvas: Canvas, ends: list[tuple[float, float]]) -> None:
    """Draw a line from the end of each step of a waterfall to the next step."""
    colour = QColor(canvas.look.theme.control_line)
    for number, (_, at) in enumerate(ends[:-1]):
        canvas.line([number + _STEP / 2, number + 1 - _STEP / 2], [at, at], colour=colour, width=1)


def _waterfall(canvas: Canvas, data: ChartData, text: Text) -> None:
    series = data.series[0]
    ends = steps(series.points)
    low, high = min(min(pair) for pair in ends), max(max(pair) for pair in ends)
    low, high = min(low, 0.0), max(high, 0.0)
    count = len(series.points)
    canvas.axes(left=None, bottom=None)
    canvas.baseline()
    canvas.bars(
        [float(number) for number in range(count)],
        [min(pair) for pair in ends],
        [max(pair) for pair in ends],
        width=_STEP,
        colours=[colour_of(canvas, series, point) for point in series.points],
    )
    _join(canvas, ends)
    for number, (point, (start, end)) in enumerate(zip(series.points, ends, strict=True)):
        bottom = min(start, end)
        thin = max(abs(end - start), (high - low) / 25)
        canvas.marks.append(Mark(series, point, QRectF(number - _STEP / 2, bottom, _STEP, thin)))

    def relabel() -> None:
        theme, bold, small = canvas.look.theme, semibold(TABLE), ui_font(SMALL)
        metrics = QFontMetricsF(small)
        margins = Margins(top=20, bottom=20 + 2 * metrics.height() + 6)
        canvas.fit((-0.5, count - 0.5), (low, high), margins)
        step = canvas.frame().width / count
        foot = canvas.frame().top + canvas.frame().height - 2 * metrics.height() - 2
        zero = canvas.pixel(0.0, 0.0).y()
        names, foot_font = _names_of_steps([point.label for point in series.points], step=step)
        for number, (point, (start, end)) in enumerate(zip(series.points, ends, strict=True)):
            above = end >= start
            edge = canvas.pixel(number, max(start, end) if above else min(start, end))
            words = figure(point.y, data.unit, text)
            height = canvas.size_of(words, bold)[1]
            top = edge.y() - 18 if above else edge.y() + 2
            if top < zero < top + height:
                # The line of zero would go through the figure.
                top = zero - height - 1 if above else zero + 2
            canvas.centred(words, x=edge.x(), top=top, font=bold, colour=theme.text)
            canvas.centred(names[number], x=edge.x(), top=foot, font=foot_font, colour=theme.quiet)

    canvas.on_layout(relabel)


def _names_of_steps(names: list[str], *, step: float) -> tuple[list[str], QFont]:
    """Break names in two and write them smaller where they must be; cut is only what would touch a neighbour then."""
    font = ui_font(SMALL)
    broken, widths = _broken(names, QFontMetricsF(font), width=step - 4)
    if max(widths) > step - 4:
        font = ui_font(SMALL - 1)
        broken, widths = _broken(names, QFontMetricsF(font), width=step - 4)
    metrics, cut = QFontMetricsF(font), Qt.TextElideMode.ElideRight
    most = rooms(widths, step=step, gap=3)
    return [
        "\n".join(metrics.elidedText(line, cut, room) for line in lines)
        for lines, room in zip(broken, most, strict=True)
    ], font


def _broken(names: list[str], metrics: QFontMetricsF, *, width: float) -> tuple[list[list[str]], list[float]]:
    """Break names into lines, and measure the longest line of each."""
    lines = []
    for name in names:
        advance = [metrics.horizontalAdvance(f"{word} ") for word in name.split(" ")]
        lines.append(wrapped(name, width=width, advance=advance).split("\n"))
    return lines, [max(metrics.horizontalAdvance(line) for line in one) for one in lines]


# Scatter


def _scatter(canvas: Canvas, data: ChartData, text: Text) -> None:
    pairs = [(series, point) for series in data.series for point in series.points]
    xs, ys = [float(point.x or 0) for _, point in pairs], [float(point.y) for _, point in pairs]
    x_ticks = nice_ticks(min(0.0, *xs), max(xs) * 1.08, about=3)
    y_ticks = nice_ticks(min(0.0, *ys), max(ys) * 1.08, about=3)
    if data.rays:
        # Rays are read as slopes, so both axes share one scale.
        ends = max(x_ticks[-1], y_ticks[-1])
        x_ticks = y_ticks = nice_ticks(float(min(x_ticks[0], y_ticks[0])), float(ends), about=3)
    canvas.axes(
        left=[(value, figure(value, data.unit, text)) for value in y_ticks],
        bottom=[(value, figure(value, data.unit, text)) for value in x_ticks],
    )
    canvas.grid(x_ticks, vertical=True)
    canvas.grid(y_ticks)
    x_end, y_end = float(x_ticks[-1]), float(y_ticks[-1])
    for ray in data.rays:
        slope = float(ray.slope)
        x, y = (x_end, x_end * slope) if x_end * slope <= y_end else (y_end / slope, y_end)
        canvas.line([0, x], [0, y], colour=canvas.look.theme.colour(ray.colour), width=1, dashed=True)
    most = max((float(point.size or 0) for _, point in pairs), default=0.0)
    sizes = [
        max(_LEAST, _MOST * sqrt(max(0.0, float(point.size)) / most)) if point.size is not None and most else 13.0
        for _, point in pairs
    ]
    canvas.dots(xs, ys, sizes=sizes, colours=[colour_of(canvas, series, point) for series, point in pairs])
    for (series, point), x, y, size in zip(pairs, xs, ys, sizes, strict=True):
        canvas.marks.append(Mark(series, point, QRectF(x, y, 0, 0), radius=size / 2))
    canvas.name_bottom(data.x_title)

    def relabel() -> None:
        canvas.fit((float(x_ticks[0]), x_end), (float(y_ticks[0]), y_end), Margins(top=8, right=22, bottom=10))
        theme, font, small = canvas.look.theme, medium(TABLE), ui_font(SMALL)
        spots = [canvas.pixel(x, y) for x, y in zip(xs, ys, strict=True)]
        discs = [
            Box(spot.x() - size / 2, spot.y() - size / 2, size, size) for spot, size in zip(spots, sizes, strict=True)
        ]
        names = [canvas.size_of(point.label, font) for _, point in pairs]
        for (_, point), box in zip(pairs, beside(discs, names, canvas.frame()), strict=True):
            canvas.write(point.label, left=box.left, top=box.top, font=font, colour=theme.text)
        for ray in data.rays:
            slope = float(ray.slope)
            steep = x_end * slope > y_end
            end = canvas.pixel(y_end / slope if steep else x_end, y_end if steep else x_end * slope)
            width, height = canvas.size_of(ray.label, small)
            left, top = (end.x() + 6, end.y() + 1) if steep else (end.x() - width - 6, end.y() - height - 2)
            canvas.write(ray.label, left=left, top=top, font=small, colour=theme.colour(ray.colour).name())

    canvas.on_layout(relabel)


# Stacked bars


def stacks(series: tuple[Series, ...]) -> list[list[tuple[float, float]]]:
    """Give for each series the two ends of its bars: gains pile up over zero, losses under it."""
    count = max((len(one.points) for one in series), default=0)
    up, down = [0.0] * count, [0.0] * count
    made: list[list[tuple[float, float]]] = []
    for one in series:
        ends: list[tuple[float, float]] = []
        for number, point in enumerate(one.points):
            pile = up if point.y >= 0 else down
            ends.append((pile[number], pile[number] + float(point.y)))
            pile[number] += float(point.y)
        made.append(ends)
    return made


def _stacked(canvas: Canvas, data: ChartData, text: Text) -> None:
    ends = stacks(data.series)
    flat = [edge for one in ends for pair in one for edge in pair]
    low, high = min(0.0, *flat), max(0.0, *flat)
    ticks = inside(nice_ticks(low, high), low, high)
    count = max(len(one.points) for one in data.series)
    canvas.axes(left=[(value, figure(value, data.unit, text)) for value in ticks], bottom=None)
    canvas.grid([value for value in ticks if value])
    for series, pairs in zip(data.series, ends, strict=True):
        canvas.bars(
            [float(number) for number in range(len(pairs))],
            [min(pair) for pair in pairs],
            [max(pair) for pair in pairs],
            width=0.72,
            colours=[colour_of(canvas, series, point) for point in series.points],
        )
        for number, (point, pair) in enumerate(zip(series.points, pairs, strict=True)):
            rect = QRectF(number - 0.36, min(pair), 0.72, abs(pair[1] - pair[0]))
            canvas.marks.append(Mark(series, point, rect))
    canvas.baseline()

    def relabel() -> None:
        canvas.fit((-0.5, count - 0.5), (low, high), Margins(left=4, top=8, right=room_for(data.series), bottom=22))
        _bottom_labels(canvas, [point.label for point in data.series[0].points])
        last = [(one[-1][0] + one[-1][1]) / 2 for one in ends if one]
        names_at_right(canvas, [one for one in data.series if one.points], x=count - 0.5, at=last, foot=low)

    canvas.on_layout(relabel)


def _bottom_labels(canvas: Canvas, names: list[str]) -> None:
    """Write every label that has room under its place."""
    theme, small = canvas.look.theme, ui_font(SMALL)
    frame = canvas.frame()
    widest = max((canvas.size_of(name, small)[0] for name in names), default=0.0)
    along = canvas.pixel(len(names) - 1, 0).x() - canvas.pixel(0, 0).x()
    every = thin_out(len(names), room=along + widest, each=widest + 10)
    for number, name in enumerate(names):
        if (len(names) - 1 - number) % every == 0:
            canvas.centred(
                name, x=canvas.pixel(number, 0).x(), top=frame.top + frame.height - 16, font=small, colour=theme.quiet
            )


# Lines


def _lines(canvas: Canvas, data: ChartData, text: Text) -> None:
    values = [float(point.y) for series in data.series for point in series.points]
    low, high = min(0.0, *values), max(values)
    ticks = inside(nice_ticks(low, high), low, high)
    count = max(len(series.points) for series in data.series)
    canvas.axes(left=[(value, figure(value, data.unit, text)) for value in ticks], bottom=None)
    canvas.grid([value for value in ticks if value])
    canvas.baseline()
    drawn = [series for series in data.series if series.points]
    for series in drawn:
        ys = [float(point.y) for point in series.points]
        canvas.line([float(number) for number in range(len(ys))], ys, colour=colour_of(canvas, series))
        for number, (point, y) in enumerate(zip(series.points, ys, strict=True)):
            canvas.marks.append(Mark(series, point, QRectF(number, y, 0, 0), radius=8))

    def relabel() -> None:
        canvas.fit((0, count - 1), (low, high), Margins(left=14, top=8, right=room_for(drawn), bottom=24))
        _bottom_labels(canvas, [point.label for point in drawn[0].points])
        names_at_right(canvas, drawn, x=count - 1, at=[float(series.points[-1].y) for series in drawn], foot=low)

    canvas.on_layout(relabel)
