"""The contribution statement: the levels from gross sales to the result, and shared cost split by its drivers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from enum import StrEnum

from models.domain.accounts import ACCOUNTS, DRIVER_OF, Driver, Line, accounts_of
from models.domain.money import split


class By(StrEnum):
    """What a row of the statement stands for."""

    CHANNEL = "channel"
    SKU = "sku"
    MONTH = "month"
    WEEK = "week"


@dataclass(frozen=True)
class Figures:
    """The lines of one row of the statement in minor units of the ledger's currency; costs are negative.

    Levels are those of contribution accounting (CM1 after cost of goods, CM2 after channel cost, CM3 after marketing,
    CM4 after the channel's own operating cost); `unclassified` stands beside them and is part of none. Units that
    were sold without a landed cost, and their sales, are counted where asked for: nothing was taken off for them.
    """

    lines: Mapping[Line, int] = field(default_factory=dict)
    units: int = 0
    orders: int = 0
    uncosted_units: int = 0
    uncosted_sales: int = 0

    def line(self, line: Line) -> int:
        """Give the amount of a line."""
        return self.lines.get(line, 0)

    @property
    def net_sales(self) -> int:
        """Gross sales less discounts and refunds, with shipping income."""
        return sum(self.line(line) for line in _NET_SALES)

    @property
    def cm1(self) -> int:
        """Net sales less cost of goods sold."""
        return self.net_sales + self.line(Line.COGS)

    @property
    def cm2(self) -> int:
        """CM1 less channel, payment and fulfilment costs."""
        return self.cm1 + self.line(Line.CHANNEL_COSTS)

    @property
    def cm3(self) -> int:
        """CM2 less marketing."""
        return self.cm2 + self.line(Line.MARKETING)

    @property
    def cm4(self) -> int:
        """CM3 less the channel's own operating cost."""
        return self.cm3 + self.line(Line.CHANNEL_OPERATING_COST)

    @property
    def result(self) -> int:
        """CM4 less shared operating cost."""
        return self.cm4 + self.line(Line.SHARED_OPERATING_COST)

    @property
    def operating_cost(self) -> int:
        """Own and shared operating cost together, negative."""
        return self.line(Line.CHANNEL_OPERATING_COST) + self.line(Line.SHARED_OPERATING_COST)

    def amount(self, name: str) -> int:
        """Give a line or level by its name in files, such as "gross_sales" or "cm2"."""
        if name in LEVELS:
            return int(getattr(self, name))
        return self.line(Line(name))

    def __add__(self, other: Figures) -> Figures:
        lines = {line: self.line(line) + other.line(line) for line in Line}
        return Figures(
            lines,
            self.units + other.units,
            self.orders + other.orders,
            self.uncosted_units + other.uncosted_units,
            self.uncosted_sales + other.uncosted_sales,
        )


_NET_SALES = (Line.GROSS_SALES, Line.DISCOUNTS, Line.REFUNDS, Line.SHIPPING_INCOME)
# The accounts whose sum is CM2.
CM2_ACCOUNTS = tuple(code for line in (*_NET_SALES, Line.COGS, Line.CHANNEL_COSTS) for code in accounts_of(line))
LEVELS = ("net_sales", "cm1", "cm2", "cm3", "cm4", "result")
# The stack from top to bottom, lines and levels, as it is always shown.
STACK = (
    "gross_sales",
    "discounts",
    "refunds",
    "shipping_income",
    "net_sales",
    "cogs",
    "cm1",
    "channel_costs",
    "cm2",
    "marketing",
    "cm3",
    "channel_operating_cost",
    "cm4",
    "shared_operating_cost",
    "result",
    "unclassified",
)
TITLES = {
    "gross_sales": "Gross sales",
    "discounts": "Discounts",
    "refunds": "Refunds",
    "shipping_income": "Shipping income",
    "net_sales": "Net sales",
    "cogs": "Cost of goods",
    "cm1": "CM1",
    "channel_costs": "Channel costs",
    "cm2": "CM2",
    "marketing": "Marketing",
    "cm3": "CM3",
    "channel_operating_cost": "Channel operating cost",
    "cm4": "CM4",
    "shared_operating_cost": "Shared operating cost",
    "result": "Result",
    "unclassified": "Unclassified",
}


@dataclass(frozen=True)
class StatementRow:
    """One row: a channel, SKU, month or week, with its figures and its shares of revenue and of operating cost."""

    key: str
    label: str
    figures: Figures
    channel_id: int | None = None
    colour: str = ""
    share_of_revenue: Decimal | None = None
    share_of_operating_cost: Decimal | None = None

    @property
    def name(self) -> str:
        """What its label says beside its key: the name of a SKU, or nothing."""
        return self.label.removeprefix(self.key).strip() if self.key else ""

    @property
    def ratio(self) -> Decimal | None:
        """Cost intensity: share of operating cost over share of revenue; 10 is "5 % of revenue at 50 % of cost"."""
        if not self.share_of_revenue or self.share_of_operating_cost is None:
            return None
        return self.share_of_operating_cost / self.share_of_revenue


@dataclass(frozen=True)
class Statement:
    """A statement over a period: rows and their total, all in one currency."""

    rows: tuple[StatementRow, ...]
    total: StatementRow
    currency: str
    by: str

    def row(self, key: str) -> StatementRow | None:
        """Give the row with this key."""
        return next((row for row in self.rows if row.key == key), None)


def shared_pools(accounts: Mapping[str, int]) -> dict[Driver, int]:
    """Give the shared cost to split by each driver from sums by account."""
    return {driver: accounts.get(code, 0) for code, driver in DRIVER_OF.items() if accounts.get(code, 0)}


def allocate_shared(figures: Sequence[Figures], pools: Mapping[Driver, int]) -> list[int]:
    """Split shared cost over channels by each pool's driver, to the minor unit; the parts add up to the pools.

    A channel with negative net sales weighs nothing; where no channel has any of the driver, the split is equal.
    """
    shares = [0] * len(figures)
    for driver, pool in pools.items():
        for index, part in enumerate(split(pool, [_weight(one, driver) for one in figures])):
            shares[index] += part
    return shares


def _weight(figures: Figures, driver: Driver) -> int:
    match driver:
        case Driver.NET_SALES:
            return max(figures.net_sales, 0)
        case Driver.ORDERS:
            return figures.orders
        case Driver.EQUAL:
            return 1


def figures_of(accounts: Mapping[str, int], units: int = 0, orders: int = 0) -> Figures:
    """Sum amounts by account into the lines they belong to; accounts off the P&L fall away."""
    lines: dict[Line, int] = {}
    for code, amount in accounts.items():
        line = ACCOUNTS[code].line
        if line is not None:
            lines[line] = lines.get(line, 0) + amount
    return Figures(lines, units, orders)


def with_shared(figures: Figures, shared: int) -> Figures:
    """Put a share of the shared operating cost into a channel's figures."""
    return replace(figures, lines={**figures.lines, Line.SHARED_OPERATING_COST: shared})


def with_uncosted(statement: Statement, sold: Mapping[str, tuple[int, int]]) -> Statement:
    """Set units sold without a landed cost, and their sales, beside the rows by their keys and beside the total."""

    def told(row: StatementRow, units: int, sales: int) -> StatementRow:
        return replace(row, figures=replace(row.figures, uncosted_units=units, uncosted_sales=sales))

    rows = tuple(told(row, *sold.get(row.key, (0, 0))) for row in statement.rows)
    units, sales = (sum(one[place] for one in sold.values()) for place in (0, 1))
    return replace(statement, rows=rows, total=told(statement.total, units, sales))


def total_of(figures: Iterable[Figures]) -> Figures:
    """Add up figures."""
    whole = Figures()
    for one in figures:
        whole += one
    return whole


def with_shares(rows: Sequence[StatementRow], total: Figures) -> list[StatementRow]:
    """Give every row its share of revenue and of operating cost."""
    return [
        StatementRow(
            row.key,
            row.label,
            row.figures,
            row.channel_id,
            row.colour,
            _share(row.figures.net_sales, total.net_sales),
            _share(row.figures.operating_cost, total.operating_cost),
        )
        for row in rows
    ]


def _share(part: int, whole: int) -> Decimal | None:
    return Decimal(part) / Decimal(whole) if whole else None
