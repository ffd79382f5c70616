"""What lies in the brand's own places at each month's end."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from resources.demo.brand import SHORT_SKU, Brand, months
from resources.demo.draw import Draw
from resources.demo.layout import comma_line, write_lines

STOCK = "location,sku,date,on_hand,available,committed,unavailable,incoming"
LOCATIONS = ("Troy warehouse", "Hudson 3PL")

# The 3PL keeps what the shop sells fast; it has never seen the rest.
_NOT_AT_3PL = frozenset({"JR-0141", "JR-0154", "JR-0160", "JR-0190", "JR-0191"})


@dataclass(frozen=True)
class Count:
    """What lies in a place at the end of a day."""

    on_hand: int
    committed: int
    unavailable: int
    incoming: int

    @property
    def available(self) -> int:
        """Give what can still be sold."""
        return self.on_hand - self.committed - self.unavailable


def count(sku: str, location: str, day: date) -> Count | None:
    """Count a SKU, or say None where it is not kept; the bottle is gone at the end of August and September."""
    own = location == LOCATIONS[0]
    if not own and sku in _NOT_AT_3PL:
        return None
    if sku == SHORT_SKU and day.month in {8, 9}:
        return Count(0, 0, 0, 480 if own and day.month == 9 else 0)
    draw = Draw(f"stock {sku} {location} {day}")
    on_hand = draw.between(60, 420) if own else draw.between(15, 120)
    incoming = draw.pick((0, 0, 0, 120, 240)) if own else 0
    return Count(on_hand, draw.between(0, 9), draw.pick((0, 0, 0, 1, 2)), incoming)


def write_stock(folder: Path, brand: Brand) -> None:
    """Write the counts at each month's end but the last, which the shop's own export gives."""
    lines = [STOCK]
    for _, day in months()[:-1]:
        for location in LOCATIONS:
            for product in brand.products:
                there = count(product.sku, location, day)
                if there is None:
                    continue
                numbers = (there.on_hand, there.available, there.committed, there.unavailable)
                # The 3PL does not say what is on its way: blank is unknown, not nothing.
                incoming = str(there.incoming) if location == LOCATIONS[0] else ""
                lines.append(comma_line([location, product.sku, str(day), *map(str, numbers), incoming]))
    write_lines(folder / "stock.csv", lines)
