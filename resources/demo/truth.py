"""What really happened, added up from the script's own events and never read back from the files it wrote."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from datetime import date

from resources.demo.brand import CHANNELS, Brand, money, months

MONEY_LINES = (
    "gross_sales",
    "discounts",
    "refunds",
    "shipping_income",
    "cogs",
    "channel_costs",
    "marketing",
    "channel_operating_cost",
    "unclassified",
)
COUNTS = ("units", "orders", "missing_cost_units")
_LEVELS = {
    "net_sales": ("gross_sales", "discounts", "refunds", "shipping_income"),
    "cm1": ("net_sales", "cogs"),
    "cm2": ("cm1", "channel_costs"),
    "cm3": ("cm2", "marketing"),
    "cm4": ("cm3", "channel_operating_cost"),
}
_SHOWN = ("net_sales", "cogs", "cm1", "cm2", "cm3", "channel_operating_cost", "cm4", "units", "orders")

_CONVENTIONS = [
    "Integers in cents of USD; costs, discounts and refunds are negative; orders and units are counts.",
    "Sales on the day placed (Amazon: posted-date), refunds on the refund's own day; days as the export writes them.",
    "Out: cancelled and voided orders, gift cards sold, tips, tax, the order with source sell-on-amazon, reserves.",
    "Promotion/Shipping of Amazon lowers shipping_income; Promotion/Principal is a discount.",
    "A Shopify refund counts without the tax it gives back: refund x taxes / total of the order is tax.",
    "Amazon: commission, FBA, inbound, chargeback and storage are channel_costs, advertising is marketing.",
    "Amazon: the subscription is channel_operating_cost; the advertising report is a cross-check and not counted.",
    "Landed cost on the day of the sale, newest known; a bundle costs what is in it; a unit without cost counts 0.",
    "Nothing returned goes back to stock; units are not lowered by refunds.",
    "CAD at the newest rate of rates.csv not after the day; every amount in CAD is whole at that rate.",
    "Expenses lie wholly inside the nine months; `shared` is the total that belongs to no channel.",
]


class Truth:
    """The figures by channel, month and line, and the cases worth a test of their own."""

    def __init__(self, brand: Brand) -> None:
        self._brand = brand
        self._figures: Counter[tuple[str, str, str]] = Counter()
        self.shared: Counter[str] = Counter()
        self.missing_cost: Counter[str] = Counter()
        self.cases: dict[str, object] = {}

    def add(self, channel: str, line: str, day: date, amount: int) -> None:
        """Add an amount to a line of a channel on a day; costs are negative."""
        self._figures[channel, f"{day:%Y-%m}", line] += amount

    def sold(self, channel: str, sku: str, day: date, quantity: int) -> None:
        """Count units sold and what they cost."""
        self.add(channel, "units", day, quantity)
        cost = self._brand.cost(sku, day)
        if cost is None:
            self.add(channel, "missing_cost_units", day, quantity)
            self.missing_cost[sku] += quantity
        else:
            self.add(channel, "cogs", day, -cost * quantity)

    def statement(self, channel: str, month: str = "") -> dict[str, int]:
        """Give all lines and levels of a channel, for one month or the whole time."""
        lines = {
            line: sum(
                amount
                for (of, when, name), amount in self._figures.items()
                if (of, name) == (channel, line) and month in {"", when}
            )
            for line in (*MONEY_LINES, *COUNTS)
        }
        for level, parts in _LEVELS.items():
            lines[level] = sum(lines[part] for part in parts)
        return lines

    def as_json(self) -> str:
        """Write everything as JSON, always in the same order."""
        names = [f"{first:%Y-%m}" for first, _ in months()]
        return json.dumps(
            {
                "conventions": _CONVENTIONS,
                "currency": "USD",
                "channels": {channel: self.statement(channel) for channel in CHANNELS},
                "months": {channel: {name: self.statement(channel, name) for name in names} for channel in CHANNELS},
                "shared": sum(self.shared.values()),
                "shared_by_driver": dict(sorted(self.shared.items())),
                "missing_cost_units": dict(sorted(self.missing_cost.items())),
                "cases": self.cases,
            },
            indent=1,
            ensure_ascii=False,
        )

    def table(self) -> Iterator[str]:
        """Write the figures of every channel as lines of text."""
        statements = {channel: self.statement(channel) for channel in CHANNELS}
        total = {line: sum(one[line] for one in statements.values()) for line in _SHOWN}
        yield f"{'':14}" + "".join(f"{line.replace('channel_operating_cost', 'operating'):>13}" for line in _SHOWN)
        for name, lines in [*statements.items(), ("All channels", total)]:
            yield f"{name:14}" + "".join(
                f"{lines[line] if line in COUNTS else money(lines[line]):>13}" for line in _SHOWN
            )
        yield f"Shared operating cost {money(sum(self.shared.values()))}"
