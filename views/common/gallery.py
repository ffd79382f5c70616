"""Shows every part with sample figures: `python -m views.common.gallery OUT.png [--theme dark] [--sheet parts]`."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar, cast

from PySide6.QtCore import QPoint, QTimer
from PySide6.QtGui import QImage, QPainter
from PySide6.QtWidgets import QApplication, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from app.columns import Column, Kind
from models.domain.charts import ChartData, ChartKind, Point, Ray, Role, Series
from models.domain.money import Money
from views.common.chart import Chart
from views.common.desk import Desk
from views.common.drop_zone import DropZone
from views.common.form import Field, FieldKind, Form
from views.common.memory import NoMemory
from views.common.navigation import Navigation, Place
from views.common.page import Page
from views.common.paint import Paint
from views.common.palette import Entry, Palette
from views.common.parts import Button, Card, Chip, EmptyState, Notice, label
from views.common.pickers import ChannelPicker, ComparisonPicker, PeriodPicker
from views.common.runner import Runner
from views.common.segments import ChipTabs, Segments
from views.common.text import Text
from views.common.theme import Look, Tone, apply_theme
from views.common.tiles import Figure, Tiles

if TYPE_CHECKING:
    from app.ledger.ledger import Ledger


@dataclass(frozen=True)
class Sample:
    """A channel with invented figures."""

    name: str
    colour: str
    sales: int
    cm1: int
    cm4: int
    revenue: str
    cost: str
    conflicts: str
    tone: Tone
    age: int | None

    def money(self, major: int) -> Money:
        """Make an amount of it."""
        return Money(major * 100, "USD")


SAMPLES = (
    Sample("Amazon", "#E69F00", 54210, 31870, 9880, "0.52", "0.20", "2 · 1,240", Tone.ATTENTION, 2),
    Sample("Wholesale", "#009E73", 34400, 18920, 13250, "0.33", "0.20", "1 · 880", Tone.ATTENTION, 1),
    Sample("Etsy", "#CC79A7", 5210, 3040, 1410, "0.05", "0.06", "", Tone.NEUTRAL, 2),
    Sample("Retail", "#56B4E9", 5320, 2880, 1790, "0.05", "0.04", "1 · 160", Tone.ATTENTION, None),
    Sample("Shopify", "#0072B2", 5180, 3530, -5690, "0.05", "0.50", "3 · 2,310", Tone.CRITICAL, 2),
)
TOTAL = Sample("All channels", "", 104320, 60240, 20640, "1", "1", "7 · 4,590", Tone.NEUTRAL, None)

COLUMNS: tuple[Column[Sample], ...] = (
    Column("Channel", lambda row: row.name),
    Column("Net sales", lambda row: row.money(row.sales), Kind.MONEY, total=True),
    Column("CM1", lambda row: row.money(row.cm1), Kind.MONEY, total=True),
    Column("CM4", lambda row: row.money(row.cm4), Kind.MONEY, total=True),
    Column("Share of revenue", lambda row: Decimal(row.revenue), Kind.BAR),
    Column("Share of operating cost", lambda row: Decimal(row.cost), Kind.BAR),
    Column("Cost to revenue", lambda row: Decimal(row.cost) / Decimal(row.revenue), Kind.RATIO),
    Column("Conflicts count · $", lambda row: row.conflicts, Kind.CHIP),
    Column("Returned units", lambda row: 0 if row.name == "Etsy" else row.sales // 1000, Kind.UNITS, total=True),
    Column("Source age days", lambda row: row.age, Kind.COUNT, hint="No file was imported for this channel yet."),
)
PAINTS = {
    "Channel": Paint(swatch=lambda row: row.colour),
    "Net sales": Paint(cents=False),
    "CM1": Paint(cents=False),
    "CM4": Paint(cents=False, bold=True, tone=lambda row: Tone.CRITICAL if row.cm4 < 0 else None),
    "Share of revenue": Paint(bar=lambda row: row.colour),
    "Cost to revenue": Paint(tone=lambda row: Tone.CRITICAL if row.name == "Shopify" else None),
    "Conflicts count · $": Paint(tone=lambda row: row.tone),
    "Source age days": Paint(quiet=True),
}
PLACES = (
    Place("overview", "Overview", "layout-dashboard", "Ctrl+1"),
    Place("imports", "Imports", "inbox", "Ctrl+2"),
    Place("contribution", "Contribution", "chart-column", "Ctrl+3"),
    Place("stock", "Stock", "boxes", "Ctrl+4"),
    Place("catalogue", "Catalogue", "book-open", "Ctrl+5"),
    Place("history", "History", "history", "Ctrl+6"),
    Place("preferences", "Preferences", "settings", "Ctrl+,", below=True),
)


def waterfall() -> ChartData:
    """Make the chart of one channel's steps."""
    steps = (("Product cost", -1650), ("Channel cost", -1240), ("Marketing", -1550))
    points = (
        Point("Net sales", Decimal(5180), role=Role.LEVEL, colour="#0072B2", key="net_sales"),
        *(Point(name, Decimal(amount), key=name) for name, amount in steps),
        Point("CM3", Decimal(740), role=Role.LEVEL, colour="#0072B2"),
        Point("Operating cost", Decimal(-6430)),
        Point("CM4", Decimal(-5690), role=Role.LEVEL, colour="critical"),
    )
    title = "Shopify keeps 740 before its operating cost and loses 5,690 after it"
    return ChartData(ChartKind.WATERFALL, title, "Net sales to CM4, 4 weeks, USD", "USD", (Series("Shopify", points),))


def scatter() -> ChartData:
    """Make the chart of revenue share against cost share."""
    points = tuple(
        Point(
            row.name,
            Decimal(row.cost),
            x=Decimal(row.revenue),
            size=Decimal(row.sales),
            colour=row.colour,
            key=row.name,
        )
        for row in SAMPLES
    )
    return ChartData(
        ChartKind.SCATTER,
        "Shopify: 5 % of revenue at 50 % of operating cost",
        "Share of operating cost (up) against share of revenue (across); size = net sales",
        "%",
        (Series("", points),),
        x_title="share of revenue",
        y_title="share of operating cost",
        rays=(Ray(Decimal(1)), Ray(Decimal(3), "3× revenue share", "critical")),
    )


def weeks(kind: ChartKind) -> ChartData:
    """Make a chart by week and channel."""
    series = tuple(
        Series(
            row.name,
            tuple(
                Point(f"W{week}", Decimal(row.cm4 * (80 + week * 7 % 40) // 400), key=(row.name, week))
                for week in range(18, 31)
            ),
            colour=row.colour,
        )
        for row in SAMPLES
    )
    return ChartData(kind, "Wholesale carries most weeks", "Contribution (CM4) by week, USD", "USD", series)


class SamplePage(Page):
    """A page with tiles, a table, two charts and an inspector."""

    NAME: ClassVar[str] = "overview"
    TITLE: ClassVar[str] = "Overview"

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        look = self.look
        period = PeriodPicker(look, desk.text, desk.memory, today=date(2026, 11, 2))
        channels = ChannelPicker(look)
        channels.offer([(number, row.name, row.colour) for number, row in enumerate(SAMPLES)])
        self.left(period, ComparisonPicker(look), channels)
        tiles = Tiles(look)
        tiles.set_figures(
            [
                Figure("Net sales", "104,320", "+6.1 % on last 4 weeks", exact="104,320.11 USD", key="net_sales"),
                Figure("Contribution (CM4)", "20,640", "−3.4 %, 19.8 % of net sales"),
                Figure("Units", "4,912", "+4.0 %"),
                Figure("Money at stake", "4,590", "7 conflicts, 2 before Friday"),
                Figure("Oldest source", "9 d", "Retail: sales table due 2 d ago"),
            ]
        )
        self.body.addWidget(tiles)
        self.channels = self.add_table(self.table(COLUMNS, paints=PAINTS), 0)
        charts = QHBoxLayout()
        charts.setSpacing(12)
        for data in (waterfall(), scatter()):
            chart = Chart(look, self.text)
            chart.show_data(data)
            charts.addWidget(chart, 1)
        self.body.addLayout(charts, 1)
        self.search_in(self.channels, "Filter channels")
        self.right(
            Button(look, "Print", icon="printer"),
            Button(look, "Excel", icon="file-spreadsheet"),
            Button(look, "Import files", icon="inbox", primary=True),
        )

    def refresh(self) -> None:
        """Show the sample figures."""
        self.say(
            "4 of 5 channels contribute. **Shopify brings 5 % of revenue at 50 % of operating cost**; "
            "Amazon’s margin fell 1.8 points on higher FBA fees."
        )
        self.channels.show_rows(SAMPLES, TOTAL)
        self.channels.fit_height()
        self.channels.go_to(SAMPLES[-1])

    def explain(self) -> None:
        """Open the inspector with sample reasons."""
        self.inspector.explain("Why Shopify loses 5,690", "Last 4 weeks · against the 4 weeks before")
        self.inspector.step("1", "Net sales", "412 orders, 5 returned", "5,180.00")
        self.inspector.step("2", "Product cost", "Landed cost valid from 2026-06-01", "−1,650.00")
        self.inspector.step("3", "Operating cost", "Agency, apps, 31 hours", "−6,430.00")
        self.inspector.pairs([("Name", "#1058"), ("Lineitem sku", "JR-0102"), ("Total", "129.90")], mark=["Total"])


class _NoLedger:
    """Answers nothing."""

    @contextmanager
    def read(self) -> Iterator[None]:
        yield None


def page_sheet(look: Look, text: Text, runner: Runner) -> QWidget:
    """Make the sheet that looks like the window."""
    memory = NoMemory()
    sheet = QWidget()
    row = QHBoxLayout(sheet)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(0)
    navigation = Navigation(look, PLACES, memory)
    navigation.go("overview")
    navigation.set_count("imports", "3")
    row.addWidget(navigation)
    page = SamplePage(Desk(runner, look, text, memory))
    page.setObjectName("page")
    row.addWidget(page, 1)
    return sheet


def parts_sheet(look: Look, text: Text, runner: Runner) -> QWidget:
    """Make the sheet with the smaller parts."""
    sheet = QWidget()
    grid = QGridLayout(sheet)
    grid.setContentsMargins(24, 20, 24, 20)
    grid.setSpacing(12)
    grid.addWidget(_controls(look), 0, 0)
    grid.addWidget(_form(look, text), 0, 1, 2, 1)
    for place, kind in enumerate((ChartKind.STACKED_BARS, ChartKind.LINES)):
        chart = Chart(look, text)
        chart.show_data(weeks(kind))
        grid.addWidget(chart, 2, place)
    table = Chart(look, text)
    table.show_data(scatter())
    table.toggle_table()
    grid.addWidget(table, 1, 2)
    empty = Card()
    empty.body.addWidget(
        EmptyState(
            look,
            title="No file was imported yet",
            why="Drop the exports of your channels anywhere on this window. Nothing is written until you import.",
            button="Choose files",
        )
    )
    grid.addWidget(empty, 0, 2)
    palette = Palette(look, [Entry(place.title, "Page", lambda: None, place.shortcut, place.icon) for place in PLACES], sheet)
    palette.find("con")
    grid.addWidget(_still(palette), 2, 2)
    grid.addWidget(DropZone(look), 1, 0)
    for column in range(3):
        grid.setColumnStretch(column, 1)
    return sheet


def _still(dialog: QWidget) -> QWidget:
    """Take a picture of a window that stands alone, to lay it into the sheet."""
    made = label("")
    dialog.resize(460, 300)
    made.setPixmap(dialog.grab())
    return made


def _controls(look: Look) -> Card:
    card = Card("Parts", "Every state that a page may show")
    tabs = ChipTabs(look)
    tabs.set_tabs(
        [
            ("new", "New", "2,314", Tone.NEUTRAL),
            ("changed", "Changed", "41", Tone.NEUTRAL),
            ("out", "Left out on purpose", "7", Tone.NEUTRAL),
            ("unread", "Cannot be read", "2", Tone.CRITICAL),
        ]
    )
    chips = QHBoxLayout()
    for tone in Tone:
        chips.addWidget(Chip(look, tone.value, tone, icon="circle-check" if tone is Tone.POSITIVE else ""))
    chips.addStretch(1)
    buttons = QHBoxLayout()
    off = Button(look, "Undo import", icon="undo-2")
    off.setEnabled(False)
    for button in (Button(look, "Import 3 files", icon="check", primary=True), Button(look, "Cancel"), off):
        buttons.addWidget(button)
    buttons.addStretch(1)
    wrong, stale = Notice(look), Notice(look, closable=False)
    card.body.addWidget(wrong)
    card.body.addWidget(stale)
    wrong.say(
        "**Row 1,847, column amount: “7.82115E+12” is not an amount.** It looks as if the row had been opened and "
        "saved in Excel. The other 2,598 rows can be imported."
    )
    stale.say("2 costs are missing: 1,240.00 USD of sales carry none.", Tone.ATTENTION, button="Set costs")
    card.body.addWidget(Segments(look, [("channel", "By channel"), ("sku", "By SKU"), ("month", "By month")]))
    card.body.addWidget(tabs)
    card.body.addLayout(chips)
    card.body.addLayout(buttons)
    card.body.addStretch(1)
    return card


def _form(look: Look, text: Text) -> Card:
    card = Card("Cost of JR-0102", "Smoked tea 250 g")
    form = Form(
        look,
        text,
        [
            Field("cost", "Landed cost for each unit", FieldKind.MONEY, currency="USD", required=True),
            Field("from", "Valid from", FieldKind.DAY, start=date(2026, 6, 1)),
            Field("share", "Share of freight", FieldKind.PERCENT, hint="Of the invoice of the forwarder"),
            Field("driver", "Split by", FieldKind.CHOICE, choices=(("net_sales", "Net sales"), ("orders", "Orders"))),
            Field("note", "Note"),
            Field("keep", "Keep the old cost for returns", FieldKind.SWITCH, start=True),
        ],
        save="Save cost",
    )
    form.fill({"cost": Money(1240, "USD"), "share": Decimal("0.045")})
    line = cast("Any", form.editor("share"))
    line.setText("4,5x")
    line.textEdited.emit("4,5x")
    holder = QVBoxLayout()
    holder.addWidget(form)
    card.body.addLayout(holder)
    card.body.addStretch(1)
    return card


def render(widget: QWidget, out: Path, *, scale: float) -> None:
    """Save a picture of a widget."""
    image = QImage(widget.size() * scale, QImage.Format.Format_ARGB32_Premultiplied)
    image.setDevicePixelRatio(scale)
    image.fill(widget.palette().window().color())
    painter = QPainter(image)
    widget.render(painter, QPoint(0, 0))
    painter.end()
    image.save(str(out))


def main() -> int:
    """Draw one sheet into a file."""
    parser = argparse.ArgumentParser(description="Draw the parts that pages share.")
    parser.add_argument("out", type=Path)
    parser.add_argument("--theme", choices=("light", "dark"), default="light")
    parser.add_argument("--sheet", choices=("page", "inspector", "parts"), default="page")
    parser.add_argument("--size", default="1440x900")
    parser.add_argument("--scale", type=float, default=1.0)
    chosen = parser.parse_args()
    application = QApplication(sys.argv[:1])
    look = apply_theme(application, chosen.theme)
    text = Text.for_choice("point")
    runner = Runner(cast("Ledger", _NoLedger()))
    sheet = (parts_sheet if chosen.sheet == "parts" else page_sheet)(look, text, runner)
    sheet.resize(*(int(edge) for edge in chosen.size.split("x")))
    sheet.show()
    page = sheet.findChild(SamplePage)
    if isinstance(page, SamplePage) and chosen.sheet == "inspector":
        QTimer.singleShot(100, page.explain)
    QTimer.singleShot(700, application.quit)
    application.exec()
    render(sheet, chosen.out, scale=chosen.scale)
    runner.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
