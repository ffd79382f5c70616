"""The brand's own tables: sales, landed costs, expenses, rates and bundles."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path

from resources.demo.brand import (
    AMAZON,
    COST_CHANGE,
    COST_CHANGE_KNOWN,
    ETSY,
    FIRST_DAY,
    HARBOR,
    LAST_DAY,
    SHOPIFY,
    WHOLESALE,
    Brand,
    money,
    months,
)
from resources.demo.draw import Draw
from resources.demo.layout import comma_line, write_lines
from resources.demo.sales import RATES, SaleLine
from resources.demo.truth import Truth
from resources.demo.workbook import Cell, write_workbook

SALES = "channel,date,document,line,sku,title,quantity,unit_price,discount,shipping,tax,fee,kind,currency,customer"
COSTS = "sku,valid_from,cost,currency,known_since,note"
EXPENSES = "channel,first_day,last_day,amount,currency,category,driver,document,note"
RATE_TABLE = "day,currency,rate,into,source"
BUNDLES = "sku,component,quantity"

# Channel, category, driver, cents a month, and how much of that may come or go from month to month, and for what.
_MONTHLY = (
    (SHOPIFY, "operating", "", 158_000, 0, "Growth agency retainer"),
    (SHOPIFY, "operating", "", 38_400, 1_800, "Shop plan and apps"),
    (SHOPIFY, "operating", "", 73_000, 8_000, "Hours spent on the shop"),
    (SHOPIFY, "fulfilment", "", 40_500, 3_500, "Hudson 3PL: pick, pack and postage"),
    (SHOPIFY, "packaging", "", 4_600, 900, "Boxes and tissue"),
    (SHOPIFY, "payment", "", 480, 140, "PayPal fees"),
    (AMAZON, "operating", "", 7_900, 0, "Repricing and listing tool"),
    (AMAZON, "operating", "", 56_000, 8_000, "Hours spent on Amazon"),
    (ETSY, "advertising", "", 8_600, 1_200, "Etsy Ads"),
    (ETSY, "fulfilment", "", 19_000, 2_000, "Postage"),
    (ETSY, "packaging", "", 2_900, 500, "Mailers"),
    (ETSY, "operating", "", 17_500, 2_500, "Hours spent on Etsy"),
    (WHOLESALE, "fulfilment", "", 44_000, 5_000, "Freight to shops"),
    (WHOLESALE, "coop", "", 26_000, 4_000, "Shelf talkers and fair samples"),
    (WHOLESALE, "operating", "", 12_000, 0, "Ordering portal"),
    (WHOLESALE, "operating", "", 59_000, 7_000, "Hours spent on wholesale"),
    (HARBOR, "storage", "", 2_400, 0, "Cage at the partner's depot"),
    (HARBOR, "operating", "", 3_500, 0, "EDI connection"),
    (HARBOR, "operating", "", 13_500, 2_000, "Hours spent on Harbor Retail"),
    ("", "operating", "net_sales", 46_000, 3_000, "Warehouse rent and insurance"),
    ("", "operating", "orders", 34_000, 4_000, "Customer service"),
    ("", "operating", "equal", 42_000, 0, "Bookkeeping and software"),
)

_LINES = {
    "operating": "channel_operating_cost",
    "advertising": "marketing",
    "affiliate": "marketing",
    "coop": "marketing",
    "fulfilment": "channel_costs",
    "storage": "channel_costs",
    "packaging": "channel_costs",
    "payment": "channel_costs",
}


@dataclass(frozen=True)
class Expense:
    """One bill: whose it is, for which days, how much, and what kind."""

    channel: str
    first: date
    last: date
    amount: int
    category: str
    driver: str
    note: str


def expenses() -> list[Expense]:
    """Make the bills of nine months, and two that cover more than a month."""
    draw = Draw("expenses")
    bills = [
        Expense(channel, first, last, amount + draw.between(-swing, swing), category, driver, note)
        for first, last in months()
        for channel, category, driver, amount, swing, note in _MONTHLY
    ]
    bills.append(Expense(WHOLESALE, date(2026, 8, 1), LAST_DAY, 55_200, "coop", "", "Autumn trade fair"))
    bills.append(Expense("", FIRST_DAY, LAST_DAY, 81_900, "operating", "net_sales", "Product liability insurance"))
    return bills


def book_expenses(truth: Truth, bills: Sequence[Expense]) -> None:
    """Add the bills to what really happened; one over several months counts a day at a time."""
    for bill in bills:
        if not bill.channel:
            truth.shared[bill.driver] -= bill.amount
            continue
        for day, amount in _by_day(bill):
            truth.add(bill.channel, _LINES[bill.category], day, -amount)


def _by_day(bill: Expense) -> Iterator[tuple[date, int]]:
    """Spread a bill evenly; the cents that are left go to the first days."""
    count = (bill.last - bill.first).days + 1
    each, left = divmod(bill.amount, count)
    for number in range(count):
        yield date.fromordinal(bill.first.toordinal() + number), each + (number < left)


def write_sales(path: Path, lines: Sequence[SaleLine]) -> None:
    """Write sales as the own table, as CSV or as a workbook with real numbers and days."""
    rows = [_sale_cells(line) for line in lines]
    if path.suffix == ".xlsx":
        write_workbook(path, [SALES.split(","), *rows], sheet="sales", day_format="yyyy-mm-dd")
        return
    write_lines(path, [SALES, *(comma_line("" if cell is None else str(cell) for cell in row) for row in rows)])


def _sale_cells(line: SaleLine) -> list[Cell]:
    return [
        line.channel, line.day, line.document, line.line, line.product.sku, line.product.name, line.quantity,
        Decimal(money(line.unit_price)), _amount(line.discount), _amount(line.shipping), _amount(line.tax),
        _amount(line.fee), line.kind, line.currency, line.customer,
    ]  # fmt: skip


def _amount(cents: int) -> Decimal | None:
    return Decimal(money(cents)) if cents else None


def write_costs(folder: Path, brand: Brand) -> None:
    """Write the landed costs: from the first day, and those that changed in June and were learned three weeks late."""
    lines = [COSTS]
    for product in brand.products:
        if product.cost is not None:
            lines.append(
                comma_line([product.sku, str(FIRST_DAY), money(product.cost), "USD", "", "Standard landed cost"])
            )
        if product.later_cost is not None:
            cells = [
                str(COST_CHANGE),
                money(product.later_cost),
                "USD",
                str(COST_CHANGE_KNOWN),
                "Freight and duty, May",
            ]
            lines.append(comma_line([product.sku, *cells]))
    write_lines(folder / "costs.csv", lines)


def write_expenses(folder: Path, bills: Sequence[Expense]) -> None:
    """Write the bills."""
    lines = [EXPENSES]
    for number, bill in enumerate(bills, 1):
        days = [str(bill.first), str(bill.last)]
        document = f"EXP-{number:04d}"
        cells = [bill.channel, *days, money(bill.amount), "USD", bill.category, bill.driver, document, bill.note]
        lines.append(comma_line(cells))
    write_lines(folder / "expenses.csv", lines)


def write_rates(folder: Path) -> None:
    """Write the rate each month's Canadian invoices are booked at."""
    rows = [f"2026-{month:02d}-01,CAD,0.{rate},USD,monthly book rate" for month, rate in RATES.items()]
    write_lines(folder / "rates.csv", [RATE_TABLE, *rows])


def write_bundles(folder: Path, brand: Brand) -> None:
    """Write what is in each bundle."""
    rows = [f"{product.sku},{component},1" for product in brand.products for component in product.components]
    write_lines(folder / "bundles.csv", [BUNDLES, *rows])
