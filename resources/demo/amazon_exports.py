"""Amazon's own files: a settlement every fortnight, and what lies in its warehouses."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path

from resources.demo.amazon_orders import Entry
from resources.demo.brand import AMAZON, FIRST_DAY, LAST_DAY, SHORT_SKU, Brand, Product, money, share
from resources.demo.draw import Draw
from resources.demo.layout import header, tab_line, write_lines
from resources.demo.prices import amazon_price
from resources.demo.truth import Truth

SETTLEMENT = header(
    "settlement-id|settlement-start-date|settlement-end-date|deposit-date|total-amount|currency|transaction-type|order-id|"
    "merchant-order-id|adjustment-id|shipment-id|marketplace-name|amount-type|amount-description|amount|fulfillment-id|"
    "posted-date|posted-date-time|order-item-code|merchant-order-item-id|merchant-adjustment-item-id|sku|"
    "quantity-purchased|promotion-id"
)
INVENTORY = header(
    "sku|fnsku|asin|product-name|condition|your-price|mfn-listing-exists|mfn-fulfillable-quantity|afn-listing-exists|"
    "afn-warehouse-quantity|afn-fulfillable-quantity|afn-unsellable-quantity|afn-reserved-quantity|afn-total-quantity|"
    "per-unit-volume|afn-inbound-working-quantity|afn-inbound-shipped-quantity|afn-inbound-receiving-quantity|"
    "afn-researching-quantity|afn-reserved-future-supply|afn-future-supply-buyable"
)

_FIRST_NUMBER = 28_471_003_921
# The account was opened on 1 February, so its first period is a week; each later one is a fortnight.
_FIRST_END = date(2026, 2, 7)


@dataclass(frozen=True)
class Settlement:
    """One period of the account; all amounts together are the deposit."""

    number: str
    start: datetime
    end: datetime
    entries: tuple[Entry, ...]

    @property
    def total(self) -> int:
        """Give the deposit."""
        return sum(entry.amount for entry in self.entries)

    @property
    def name(self) -> str:
        """Give the name of its file."""
        return f"settlement_{self.end:%Y-%m-%d}.txt"


def settlements(entries: Sequence[Entry]) -> list[Settlement]:
    """Cut the entries into periods; each keeps a reserve back, which the next one pays."""
    draw = Draw("settlements")
    result: list[Settlement] = []
    start, kept = datetime.combine(FIRST_DAY, time(0, 0, 7)), 0
    last = _FIRST_END
    while last <= LAST_DAY:
        end = datetime.combine(last, time(23, 58, draw.between(10, 59)))
        inside = [entry for entry in entries if start <= entry.moment < end]
        reserve = share(sum(entry.amount for entry in inside), draw.between(900, 2100))
        if kept:
            inside.insert(0, _reserve(start, "Previous Reserve Amount Balance", kept))
        inside.append(_reserve(end, "Current Reserve Amount", -reserve))
        result.append(Settlement(str(_FIRST_NUMBER + 7_321_604 * len(result)), start, end, tuple(inside)))
        start, kept, last = end, reserve, last + timedelta(days=14)
    return result


def note_settlements(truth: Truth, periods: Sequence[Settlement]) -> None:
    """Keep what each file must add up to, and how many rows have a twin."""
    truth.cases["amazon_deposits"] = {period.name: period.total for period in periods}
    truth.cases["amazon_rows"] = sum(len(period.entries) for period in periods)
    truth.cases["amazon_surplus_twin_rows"] = sum(
        number - 1 for period in periods for number in Counter(period.entries).values()
    )


def write_settlements(folder: Path, periods: Sequence[Settlement]) -> None:
    """Write each period to a file of its own."""
    for period in periods:
        rows = [_summary(period), *(_row(period.number, entry) for entry in period.entries)]
        write_lines(folder / period.name, [tab_line(SETTLEMENT), *(tab_line(row) for row in rows)])


def write_fba_inventory(folder: Path, brand: Brand) -> None:
    """Write what lies in Amazon's warehouses on the last day."""
    rows = [_inventory_row(product) for product in brand.products if product.weights[AMAZON]]
    write_lines(folder / f"fba_inventory_{LAST_DAY}.txt", [tab_line(INVENTORY), *(tab_line(row) for row in rows)])


def _reserve(moment: datetime, description: str, amount: int) -> Entry:
    return Entry(moment, "other-transaction", "other-transaction", description, amount)


def _stamp(moment: datetime) -> str:
    return f"{moment:%Y-%m-%d %H:%M:%S} UTC"


def _summary(period: Settlement) -> Iterator[str]:
    dates = [_stamp(period.start), _stamp(period.end), _stamp(period.end + timedelta(days=2))]
    return iter([period.number, *dates, money(period.total), "USD", *[""] * 18])


def _row(number: str, entry: Entry) -> Iterator[str]:
    sold = bool(entry.order)
    # Advertising alone has its day as a full moment: so it is in Amazon's own files.
    iso = entry.kind == "Cost of Advertising"
    cells = {
        "settlement-id": number,
        "transaction-type": entry.transaction,
        "order-id": entry.order,
        "merchant-order-id": entry.order,
        "adjustment-id": entry.adjustment,
        "shipment-id": entry.shipment,
        "marketplace-name": "Amazon.com" if sold else "",
        "amount-type": entry.kind,
        "amount-description": entry.description,
        "amount": money(entry.amount),
        "fulfillment-id": entry.fulfilment if sold else "",
        "posted-date": f"{entry.moment:%Y-%m-%dT%H:%M:%S}+00:00" if iso else f"{entry.moment:%Y-%m-%d}",
        "posted-date-time": _stamp(entry.moment),
        "order-item-code": entry.item,
        "merchant-adjustment-item-id": entry.adjusted_item,
        "sku": entry.sku,
        "quantity-purchased": str(entry.quantity) if entry.quantity else "",
        "promotion-id": entry.promotion,
    }
    return (cells.get(name, "") for name in SETTLEMENT)


def _inventory_row(product: Product) -> list[str]:
    draw = Draw(f"fba {product.sku}")
    sellable = draw.between(25, 60) if product.sku == SHORT_SKU else draw.between(80, 460)
    unsellable, reserved, coming = draw.between(0, 5), draw.between(3, 24), draw.pick((0, 0, 120, 240))
    there = sellable + unsellable + reserved
    name = f'Juniper & Rye {product.name} (3" label)' if product.sku == "JR-0110" else f"Juniper & Rye {product.name}"
    names = [product.sku, f"X00{product.sku[3:]}JRY", product.asin, name, "New", money(amazon_price(product))]
    numbers = [there, sellable, unsellable, reserved, there + coming]
    return [*names, "No", "", "Yes", *map(str, numbers), "0.06", "0", str(coming), "0", "0", "0", "0"]
