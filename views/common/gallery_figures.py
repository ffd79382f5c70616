"""Invented figures for the gallery."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from app.columns import Column, Kind
from models.domain.charts import ChartData, ChartKind, Point, Ray, Role, Series
from models.domain.money import Money
from views.common.navigation import Place
from views.common.paint import Paint
from views.common.theme import Tone


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
    steps = (("Cost of goods", -1650), ("Channel cost", -1240), ("Marketing", -1550))
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
