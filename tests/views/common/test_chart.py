"""Charts: where things are drawn, what the pointer finds, pictures and the table."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
import shiboken6
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QImage, QPainter
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from models.domain.charts import ChartData, ChartKind, Here, Point, Role, Series, Zone
from models.domain.money import Money
from views.common.canvas import Canvas
from views.common.chart import Chart
from views.common.drawing import stacks, steps
from views.common.gallery_figures import scatter, waterfall, weeks
from views.common.placing import Box, beside, nice_ticks, rooms, spread, thin_out, wrapped
from views.common.text import Text
from views.common.theme import Choice, Look


@pytest.fixture
def chart(look: Look, text: Text, qtbot: QtBot) -> Iterator[Chart]:
    """Show an empty chart."""
    made = Chart(look, text)
    qtbot.addWidget(made)
    made.resize(620, 420)
    made.show()
    qtbot.waitExposed(made)
    yield made
    made.canvas.clear()


def settle(qtbot: QtBot, chart: Chart) -> None:
    """Let axes and labels take their room: each may move the other, until nothing moves any more."""
    qtbot.wait(30)
    stood: list[QRectF] | None = None
    for _ in range(10):
        chart.grab()
        qtbot.wait(10)
        stands = [label.sceneBoundingRect() for label in chart.canvas.labels()]
        if stands == stood:
            return
        stood = stands


def words(chart: Chart) -> list[str]:
    """Give the labels on the canvas."""
    return [item.text() for item in chart.canvas.labels()]


def test_that_levels_stand_on_zero_and_changes_on_the_step_before() -> None:
    points = (
        Point("Net sales", Decimal(100), role=Role.LEVEL),
        Point("Cost", Decimal(-30)),
        Point("More", Decimal(5)),
        Point("CM", Decimal(75), role=Role.LEVEL),
        Point("Operating", Decimal(-90)),
    )
    assert steps(points) == [(0, 100), (100, 70), (70, 75), (0, 75), (75, -15)]


def test_that_gains_pile_up_and_losses_pile_down() -> None:
    one = Series("a", (Point("W1", Decimal(5)), Point("W2", Decimal(-1))))
    two = Series("b", (Point("W1", Decimal(2)), Point("W2", Decimal(3))))
    three = Series("c", (Point("W1", Decimal(-4)), Point("W2", Decimal(-2))))
    assert stacks((one, two, three)) == [[(0, 5), (0, -1)], [(5, 7), (0, 3)], [(0, -4), (-1, -3)]]


def test_that_ticks_are_few_round_and_cover_the_figures() -> None:
    assert nice_ticks(0, 104320) == [Decimal(tick) for tick in (0, 50000, 100000, 150000)]
    assert nice_ticks(-6430, 5180) == [Decimal(tick) for tick in (-10000, -5000, 0, 5000, 10000)]
    assert nice_ticks(0, 0.56, about=3) == [Decimal("0.0"), Decimal("0.2"), Decimal("0.4"), Decimal("0.6")]


@given(st.floats(-1e9, 1e9), st.floats(0.001, 1e9))
def test_that_ticks_always_cover_the_range_with_a_handful(low: float, width: float) -> None:
    ticks = nice_ticks(low, low + width)
    assert float(ticks[0]) <= low + width * 0.01
    assert float(ticks[-1]) >= low + width * 0.99
    assert 2 <= len(ticks) <= 8


def test_that_labels_of_neighbours_do_not_overlap() -> None:
    frame = Box(0, 0, 500, 300)
    points = [Box(100, 200, 10, 10), Box(100, 208, 10, 10), Box(300, 100, 20, 20)]
    placed = beside(points, [(40, 15), (45, 15), (60, 15)], frame)
    for number, box in enumerate(placed):
        assert box.outside(frame) == pytest.approx(0)
        assert all(box.overlap(other) == 0 for other in placed[number + 1 :])


@given(st.lists(st.floats(0, 200), min_size=1, max_size=7))
def test_that_names_at_the_right_are_moved_apart_in_their_order(wanted: list[float]) -> None:
    placed = spread(wanted, height=16, low=0, high=300)
    in_order = sorted(placed)
    assert all(below - above >= 15.99 for above, below in pairwise(in_order))
    assert in_order[0] >= -0.01
    assert in_order[-1] <= 284.01


def test_that_labels_that_do_not_fit_are_thinned_out_or_wrapped() -> None:
    assert thin_out(10, room=1000, each=50) == 1
    assert thin_out(52, room=500, each=40) == 5
    assert wrapped("Operating cost", width=50, advance=[60, 30]) == "Operating\ncost"
    assert wrapped("CM3", width=5, advance=[30]) == "CM3"


def test_that_a_label_between_short_ones_has_the_room_that_they_leave() -> None:
    assert rooms([50, 50, 20, 50, 20], step=48, gap=2) == [46, 46, 46, 72, 46]
    assert rooms([90], step=48, gap=2) == [46]
    assert rooms([90, 90], step=48, gap=2) == [46, 46]


@pytest.mark.parametrize("data", [waterfall(), scatter(), weeks(ChartKind.STACKED_BARS), weeks(ChartKind.LINES)])
def test_that_every_kind_is_drawn_in_light_and_dark_at_any_size(chart: Chart, data: ChartData, qtbot: QtBot) -> None:
    chart.show_data(data)
    for choice in (Choice.DARK, Choice.LIGHT):
        chart._look.choose(choice)  # noqa: SLF001 -- the look the chart was made with
        for width, height in ((260, 240), (900, 600)):
            chart.resize(width, height)
            settle(qtbot, chart)
            assert words(chart)


def test_that_a_waterfall_says_every_amount_and_every_step(chart: Chart, qtbot: QtBot) -> None:
    chart.show_data(waterfall())
    settle(qtbot, chart)
    said = " ".join(words(chart))
    for amount in ("5,180", "−1,650", "−1,240", "−1,550", "740", "−6,430", "−5,690"):
        assert amount in said
    for point in waterfall().series[0].points:
        assert all(word in said for word in point.label.split(" "))


def test_that_the_steps_of_a_narrow_waterfall_are_named_in_full(chart: Chart, qtbot: QtBot) -> None:
    names = ("Net sales", "Cost of goods", "Channel costs", "Marketing", "CM3", "Operating cost", "CM4", "Shared cost")
    points = tuple(Point(name, Decimal(10)) for name in (*names, "Result"))
    chart.show_data(replace(waterfall(), series=(replace(waterfall().series[0], points=points),)))
    chart.resize(460, 240)
    settle(qtbot, chart)
    assert {"Marketing", "Operating", "Channel"} <= set(words(chart))


@pytest.mark.parametrize("height", range(220, 420, 20))
def test_that_the_line_of_zero_goes_through_no_figure(chart: Chart, qtbot: QtBot, height: int) -> None:
    chart.show_data(waterfall())
    chart.resize(600, height)
    settle(qtbot, chart)
    zero = chart.canvas.pixel(0, 0).y()
    boxes = [label.sceneBoundingRect() for label in chart.canvas.labels()]
    assert not [box for box in boxes if box.top() < zero < box.bottom()]


def test_that_the_pointer_finds_a_bar_and_a_press_drills_to_its_key(chart: Chart, qtbot: QtBot) -> None:
    chart.show_data(waterfall())
    settle(qtbot, chart)
    place = chart.canvas.pixel(0, 2000)
    mark = chart.canvas.mark_at(place)
    assert mark is not None
    assert chart.describe(mark) == "Shopify, Net sales: 5,180.00 USD"
    viewport = chart.canvas.plot.viewport()
    spot = chart.canvas.plot.mapFromScene(place)
    drilled: list[object] = []
    chart.drilled.connect(drilled.append)

    def pressed() -> bool:
        """Press once more, too late for a double press: what takes a busy machine half a second is a drag."""
        QTest.mouseMove(viewport, spot)
        QTest.mouseClick(viewport, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, spot)
        if not drilled:
            qtbot.wait(QApplication.doubleClickInterval() + 50)
        return bool(drilled)

    qtbot.waitUntil(pressed)
    assert drilled[0] == "net_sales"
    assert chart.canvas.mark_at(chart.canvas.pixel(3, -4000)) is None


def test_that_the_pointer_finds_a_disc_with_both_figures(chart: Chart, qtbot: QtBot) -> None:
    chart.show_data(scatter())
    settle(qtbot, chart)
    mark = chart.canvas.mark_at(chart.canvas.pixel(0.52, 0.20) + QPointF(4, 0))
    assert mark is not None
    said = chart.describe(mark)
    assert said.startswith("Amazon")
    assert "share of revenue: 52.00" in said


def test_that_the_table_it_was_drawn_from_is_one_click_away(chart: Chart, qtbot: QtBot) -> None:
    chart.show_data(weeks(ChartKind.STACKED_BARS))
    chart.toggle_table()
    table = chart.table
    assert table is not None
    assert table.isVisible()
    assert len(table.shown_rows()) == 5 * 13
    assert isinstance(table.model.value(0, 2), Money)
    chart.show_data(waterfall())
    assert chart.table is not None
    assert len(chart.table.shown_rows()) == 7
    chart.toggle_table()
    assert chart.canvas.isVisible()
    settle(qtbot, chart)


def test_that_a_chart_draws_by_itself_once_what_draws_is_loaded(look: Look, text: Text, qtbot: QtBot) -> None:
    made = Chart(look, text)
    qtbot.addWidget(made)
    with qtbot.waitSignal(made.drawn, timeout=10_000):
        made.show_data(waterfall())
        assert made.findChildren(Canvas) == []
    assert len(made.findChildren(Canvas)) == 1
    assert made.canvas.marks


def test_that_a_chart_that_is_gone_before_it_was_drawn_is_no_accident(look: Look, text: Text, qtbot: QtBot) -> None:
    made = Chart(look, text)
    made.show_data(waterfall())
    made.deleteLater()
    qtbot.wait(100)
    assert not shiboken6.isValid(made)


def test_that_pictures_are_saved_sharp_and_as_lines(chart: Chart, qtbot: QtBot, tmp_path: Path) -> None:
    chart.show_data(scatter())
    settle(qtbot, chart)
    chart.save_png(tmp_path / "chart.png")
    chart.save_svg(tmp_path / "chart.svg")
    picture = QImage(str(tmp_path / "chart.png"))
    assert picture.width() >= 2 * chart.canvas.width()
    drawn = (tmp_path / "chart.svg").read_text(encoding="utf-8")
    assert "Amazon" in drawn
    assert "Shopify: 5" in drawn
    assert "<image" not in drawn


def curves() -> ChartData:
    """Make a chart of lines over a lower axis of figures, with a zone and a mark."""
    pairs = ((0, 10), (50, 90), (100, 40))
    lines = tuple(
        Series(name, tuple(Point(name, Decimal(y + more), x=Decimal(x)) for x, y in pairs), colour)
        for name, more, colour in (("Amazon", 0, "#E69F00"), ("Etsy", 30, "#CC79A7"))
    )
    zones, marks = (Zone("dead zone", Decimal(60), Decimal(80), "#56B4E9"),), (Here("now 30", Decimal(30)),)
    return ChartData(ChartKind.CURVES, "Units", "Units over supply", "", lines, zones=zones, marks=marks)


def painted(drawing: Path, size: QSize) -> QImage:
    """Draw an SVG at a size as a viewer of drawings does that knows the font, which Qt does not find in a list."""
    image = QImage(size, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.white)
    with QPainter(image) as painter:
        QSvgRenderer(drawing.read_bytes().replace(b", sans-serif", b"")).render(painter)
    return image


def extent(picture: QImage, colour: str) -> tuple[int, ...]:
    """Give the first and last column and row of the pixels that are of a colour."""
    plain = picture.convertToFormat(QImage.Format.Format_RGB888)
    rows = np.frombuffer(plain.constBits(), np.uint8).reshape(plain.height(), plain.bytesPerLine())
    pixels = rows[:, : 3 * plain.width()].reshape(plain.height(), plain.width(), 3).astype(int)
    wanted = [int(colour[place : place + 2], 16) for place in (1, 3, 5)]
    down, across = np.nonzero(np.abs(pixels - wanted).max(axis=2) < 12)
    return int(across.min()), int(across.max()), int(down.min()), int(down.max())


@pytest.mark.parametrize(
    "data", [waterfall(), scatter(), weeks(ChartKind.STACKED_BARS), weeks(ChartKind.LINES), curves()]
)
def test_that_a_drawing_has_its_figures_where_the_picture_has_them(
    chart: Chart, data: ChartData, qtbot: QtBot, tmp_path: Path
) -> None:
    chart.show_data(data)
    settle(qtbot, chart)
    chart.save_png(tmp_path / "chart.png")
    chart.save_svg(tmp_path / "chart.svg")
    picture = QImage(str(tmp_path / "chart.png"))
    drawing = painted(tmp_path / "chart.svg", picture.size())
    points = [point.colour for series in data.series for point in series.points]
    colours = {*points, *(series.colour for series in data.series), *(zone.colour for zone in data.zones)}
    told = [colour for colour in sorted(colours) if colour.startswith("#")]
    assert told
    for colour in told:
        assert extent(drawing, colour) == pytest.approx(extent(picture, colour), abs=4), colour


def test_that_the_words_of_an_axis_stand_at_their_figures_in_a_drawing(
    chart: Chart, qtbot: QtBot, tmp_path: Path
) -> None:
    chart.show_data(weeks(ChartKind.STACKED_BARS))
    settle(qtbot, chart)
    chart.save_svg(tmp_path / "chart.svg")
    places: dict[str, float] = {}
    for group in (tmp_path / "chart.svg").read_text(encoding="utf-8").split("<g "):
        scale, down = (
            re.findall(r"matrix\((?:[^,]+,){3}([^,]+),[^,]+,([^)]+)\)", group)[0] if "matrix" in group else (1, 0)
        )
        for y, words in re.findall(r'<text[^>]* y="([\d.]+)"[^>]*>([^<]*)<', group):
            places[words] = float(y) * float(scale) + float(down)
    drawn = places["0"] - places["5,000"]
    assert drawn == pytest.approx(chart.canvas.pixel(0, 0).y() - chart.canvas.pixel(0, 5000).y(), abs=1)


@pytest.mark.parametrize(
    "data", [waterfall(), scatter(), weeks(ChartKind.STACKED_BARS), weeks(ChartKind.LINES), curves()]
)
def test_that_nothing_in_a_drawing_is_scaled_so_that_lines_are_as_thin_in_every_program(
    chart: Chart, data: ChartData, qtbot: QtBot, tmp_path: Path
) -> None:
    chart.show_data(data)
    settle(qtbot, chart)
    chart.save_svg(tmp_path / "chart.svg")
    written = (tmp_path / "chart.svg").read_text(encoding="utf-8")
    assert set(re.findall(r"matrix\(([^,]+,[^,]+,[^,]+,[^,]+)", written)) == {"1,0,0,1"}


def test_that_a_picture_that_cannot_be_written_is_told(chart: Chart, tmp_path: Path) -> None:
    chart.show_data(scatter())
    for save in (chart.save_png, chart.save_svg):
        with pytest.raises(OSError, match="nowhere"):
            save(tmp_path / "nowhere" / "chart.png")


def test_that_a_chart_without_figures_is_empty_and_no_accident(chart: Chart, qtbot: QtBot) -> None:
    chart.show_data(waterfall())
    for kind in ChartKind:
        chart.show_data(ChartData(kind, "Nothing yet", "", "USD", (Series("", ()),)))
        settle(qtbot, chart)
        assert words(chart) == []


def test_that_a_single_figure_of_zero_can_be_drawn(chart: Chart, qtbot: QtBot) -> None:
    for kind in ChartKind:
        point = Point("W1", Decimal(0), x=Decimal(0), size=Decimal(0), role=Role.LEVEL)
        chart.show_data(ChartData(kind, "Zero", "", "USD", (Series("Etsy", (point,)),)))
        settle(qtbot, chart)
        assert words(chart)


def test_that_names_of_bars_without_figures_stand_above_the_axis(chart: Chart, qtbot: QtBot) -> None:
    weeks_told = [(Point("W1", Decimal(height)), Point("W2", Decimal(0))) for height in (40, 10, 5)]
    series = tuple(Series(name, points) for name, points in zip(("High", "Medium", "Low"), weeks_told, strict=True))
    chart.show_data(ChartData(ChartKind.STACKED_BARS, "By week", "", "USD", series))
    settle(qtbot, chart)
    names = [item for item in chart.canvas.labels() if item.text() in {"High", "Medium", "Low"}]
    bottoms = sorted(item.sceneBoundingRect().bottom() for item in names)
    assert len(names) == 3
    assert bottoms[-1] <= chart.canvas.pixel(0, 0).y()
    assert all(below - above >= 10 for above, below in pairwise(bottoms))
