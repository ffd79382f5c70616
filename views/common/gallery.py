"""Shows every part with sample figures: `python -m views.common.gallery OUT.png [--theme dark] [--sheet parts]`."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any, ClassVar, cast

from PySide6.QtCore import QPoint, QTimer
from PySide6.QtGui import QImage, QPainter
from PySide6.QtWidgets import QApplication, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from models.domain.charts import ChartKind
from models.domain.money import Money
from views.common.channel_picker import ChannelPicker
from views.common.chart import Chart
from views.common.desk import Desk
from views.common.drop_zone import DropZone
from views.common.form import Form
from views.common.form_field import Field, FieldKind
from views.common.gallery_figures import COLUMNS, PAINTS, PLACES, SAMPLES, TOTAL, scatter, waterfall, weeks
from views.common.labels import label
from views.common.memory import NoMemory
from views.common.navigation import Navigation
from views.common.page import Page
from views.common.palette import Entry, Palette
from views.common.parts import Button, Card, Chip
from views.common.period_picker import ComparisonPicker, PeriodPicker
from views.common.runner import Runner
from views.common.segments import ChipTabs, Segments
from views.common.states import EmptyState, Notice
from views.common.text import Text
from views.common.theme import Look, Tone, apply_theme
from views.common.tiles import Figure, Tiles


class SamplePage(Page):
    """A page with tiles, a table, two charts and an inspector."""

    NAME: ClassVar[str] = "overview"
    TITLE: ClassVar[str] = "Overview"

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        look = self.look
        period = PeriodPicker(look, desk.text, desk.memory, today=lambda: date(2026, 11, 2))
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
        self.channels = self.add_table(self.make_table(COLUMNS, paints=PAINTS), 0)
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
        self.inspector.step("2", "Cost of goods", "Landed cost valid from 2026-06-01", "−1,650.00")
        self.inspector.step("3", "Operating cost", "Agency, apps, 31 hours", "−6,430.00")
        self.inspector.pairs([("Name", "#1058"), ("Lineitem sku", "JR-0102"), ("Total", "129.90")], mark=["Total"])


class _NoLedger:
    """Answers nothing."""

    @contextmanager
    def read(self) -> Iterator[None]:
        yield None


def page_sheet(desk: Desk) -> QWidget:
    """Make the sheet that looks like the window."""
    sheet = QWidget()
    row = QHBoxLayout(sheet)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(0)
    navigation = Navigation(desk.look, PLACES, desk.memory)
    navigation.go("overview")
    navigation.set_count("imports", "3")
    row.addWidget(navigation)
    page = SamplePage(desk)
    page.setObjectName("page")
    row.addWidget(page, 1)
    return sheet


def parts_sheet(desk: Desk) -> QWidget:
    """Make the sheet with the smaller parts."""
    look, text = desk.look, desk.text
    sheet = QWidget()
    grid = QGridLayout(sheet)
    grid.setContentsMargins(24, 20, 24, 20)
    grid.setSpacing(12)
    grid.addWidget(_controls(look, text), 0, 0)
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
    palette = Palette(
        look, [Entry(place.title, "Page", lambda: None, place.shortcut, place.icon) for place in PLACES], sheet
    )
    palette.look_for("con")
    grid.addWidget(_still(palette), 2, 2)
    grid.addWidget(DropZone(look), 1, 0)
    for column in range(3):
        grid.setColumnStretch(column, 1)
    return sheet


def _still(dialog: QWidget) -> QWidget:
    """Take a picture of a window that stands alone, to lay it into the sheet."""
    made = label("")
    dialog.setFixedSize(440, 300)
    made.setPixmap(dialog.grab())
    return made


def _controls(look: Look, text: Text) -> Card:
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
    wrong, stale = Notice(look, text), Notice(look, text, closable=False)
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
            Field("from", "Valid from", FieldKind.DAY, required=True, start=date(2026, 6, 1)),
            Field("share", "Share of freight", FieldKind.PERCENT, hint="Of the invoice of the forwarder"),
            Field("driver", "Split by", FieldKind.CHOICE, choices=(("net_sales", "Net sales"), ("orders", "Orders"))),
            Field("note", "Note"),
            Field("keep", "Keep the old cost for returns", FieldKind.SWITCH, start=True),
        ],
        today=lambda: date(2026, 11, 2),
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
    runner = Runner(cast("Any", _NoLedger()))
    sheet = (parts_sheet if chosen.sheet == "parts" else page_sheet)(Desk(runner, look, text, NoMemory()))
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
