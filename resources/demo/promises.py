"""What is on its way to the brand's places, and what shops have ordered for the gift season."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from resources.demo.brand import HARBOR, LAST_DAY, SHORT_SKU, WHOLESALE, Brand
from resources.demo.layout import comma_line, write_lines
from resources.demo.planning import SUPPLIERS
from resources.demo.stock import LOCATIONS, count

INBOUND = "reference,sku,quantity,expected,location,received,received_on,ordered,supplier"
COMMITMENTS = "channel,reference,line,sku,quantity,ship_by,ship_from,shipped,fill"

# Ordered in spring, arrived three weeks late: the autumn without the bottle.
_LATE_IN_AUTUMN = ("PO-2607", SHORT_SKU, 480, date(2026, 9, 21), 480, date(2026, 10, 12), date(2026, 6, 15))
_BOTTLES_AGAIN = "PO-2611"


@dataclass(frozen=True)
class Promise:
    """A line that a channel has ordered: how much of what, and when it ships."""

    channel: str
    reference: str
    sku: str
    quantity: int
    ship_from: date
    ship_by: date
    shipped: int = 0
    fill: str = "partial"


# The bottle is asked for more than the 420 that the brand's places have.
_PROMISES = (
    Promise(WHOLESALE, "SO-3101", SHORT_SKU, 240, date(2026, 11, 23), date(2026, 12, 4), fill="full"),
    Promise(WHOLESALE, "SO-3101", "JR-0160", 36, date(2026, 11, 23), date(2026, 12, 4)),
    Promise(WHOLESALE, "SO-3104", SHORT_SKU, 96, date(2026, 11, 16), date(2026, 12, 11)),
    Promise(WHOLESALE, "SO-3104", "JR-0115", 72, date(2026, 11, 16), date(2026, 12, 11), shipped=24),
    Promise(WHOLESALE, "SO-3097", "JR-0171", 120, date(2026, 10, 12), date(2026, 10, 30), shipped=120),
    Promise(HARBOR, "HR-PO-8812", SHORT_SKU, 144, date(2026, 12, 1), date(2026, 12, 15)),
    Promise(HARBOR, "HR-PO-8812", "JR-0101", 60, date(2026, 12, 1), date(2026, 12, 15)),
    Promise(HARBOR, "HR-PO-8812", "JR-0172", 48, date(2026, 12, 1), date(2026, 12, 15)),
    Promise(HARBOR, "HR-PO-8790", "JR-0110", 90, date(2026, 10, 26), date(2026, 11, 13), shipped=66),
)


def write_inbound(folder: Path, brand: Brand) -> None:
    """Write the purchase orders: what the shop's inventory calls incoming is on its way, the bottles of it late."""
    reference, sku, quantity, expected, received, arrived, ordered = _LATE_IN_AUTUMN
    supplier = SUPPLIERS[brand.product(sku).category]
    days = (str(received), str(arrived), str(ordered))
    lines = [INBOUND, comma_line([reference, sku, str(quantity), str(expected), LOCATIONS[0], *days, supplier])]
    suppliers = list(dict.fromkeys(SUPPLIERS.values()))
    for product in brand.products:
        there = count(product.sku, LOCATIONS[0], LAST_DAY)
        if product.components or there is None or not there.incoming:
            continue
        supplier = SUPPLIERS[product.category]
        number = _BOTTLES_AGAIN if product.sku == SHORT_SKU else f"PO-26{12 + suppliers.index(supplier)}"
        late = product.sku == SHORT_SKU
        expected = date(2026, 11, 9) if late else date(2026, 12, 7) + timedelta(days=7 * suppliers.index(supplier))
        ordered = expected - timedelta(days=70)
        cells = [number, product.sku, str(there.incoming), str(expected), LOCATIONS[0], "0", "", str(ordered)]
        lines.append(comma_line([*cells, supplier]))
    write_lines(folder / "inbound.csv", lines)


def write_commitments(folder: Path) -> None:
    """Write the order lines of wholesale and of the retail partner with their ship windows.

    The name comes after that of the expenses, which make the channels in the brand's own order.
    """
    lines = [COMMITMENTS]
    numbers: dict[str, int] = {}
    for promise in _PROMISES:
        numbers[promise.reference] = numbers.get(promise.reference, 0) + 1
        cells = [promise.channel, promise.reference, str(numbers[promise.reference]), promise.sku]
        window = [str(promise.ship_by), str(promise.ship_from)]
        lines.append(comma_line([*cells, str(promise.quantity), *window, str(promise.shipped), promise.fill]))
    write_lines(folder / "promised_orders.csv", lines)
