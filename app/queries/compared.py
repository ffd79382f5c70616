"""The statement beside the one of another period, row by row, with the columns that show both."""

from __future__ import annotations

from dataclasses import dataclass, replace

from sqlalchemy.orm import Session

from app.columns import Column, Kind
from app.queries.contribution import UNCOSTED_SALES, UNCOSTED_UNITS, heads, orders_apart, statement
from app.queries.uncosted import MissingCost, beside, sold_uncosted, summed
from models.domain.accounts import Line
from models.domain.contribution.statement import LEVELS, STACK, TITLES, By, Figures, Statement, StatementRow
from models.domain.money import Money
from models.domain.period import Grain, Period, steps_of


def tells(figures: Figures | None) -> bool:
    """Tell figures from a row of nothing."""
    return figures is not None and bool(any(figures.lines.values()) or figures.units or figures.orders)


@dataclass(frozen=True)
class ComparedRow:
    """A row of the statement and what it was in the other period; `before_key` names its row there."""

    row: StatementRow
    before: Figures | None
    currency: str
    before_key: str = ""

    @property
    def tells(self) -> bool:
        """Whether anything was sold or spent, now or before; gift cards sold, say, stand on no line."""
        return any(
            figures.lines or figures.units or figures.orders for figures in (self.row.figures, self.before or Figures())
        )

    def money(self, name: str) -> Money:
        """Give a line or level."""
        return Money(self.row.figures.amount(name), self.currency)

    def money_before(self, name: str) -> Money | None:
        """Give a line or level of the other period."""
        return None if self.before is None else Money(self.before.amount(name), self.currency)


@dataclass(frozen=True)
class Compared:
    """A statement with another one beside it."""

    current: Statement
    rows: tuple[ComparedRow, ...]
    total: ComparedRow
    period: Period
    against: Period | None
    missing_cost: MissingCost

    @property
    def has_before(self) -> bool:
        """Whether there is anything in the other period."""
        return tells(self.total.before)


def compared(
    session: Session, period: Period, against: Period | None, by: By, *, channels: frozenset[int] | None = None
) -> Compared:
    """Read the statement of a period and set the one of another period beside it.

    Channels and SKUs meet by name, and what only the other period knows is listed too; months and weeks meet in order.
    """
    current = statement(session, period, by, channels=channels)
    sold = sold_uncosted(session, period, channels)
    current = beside(current, sold)
    earlier = statement(session, against, by, channels=channels) if against is not None else None
    if earlier is None or against is None:
        rows = [ComparedRow(row, None, current.currency) for row in current.rows]
    elif by in {By.MONTH, By.WEEK}:
        rows = _in_order(current, earlier, period, against)
    else:
        rows = _by_name(current, earlier)
    rows = [row for row in rows if row.tells]
    total = ComparedRow(current.total, earlier.total.figures if earlier else None, current.currency)
    return Compared(current, tuple(rows), total, period, against, summed(sold, current.currency))


def _by_name(current: Statement, earlier: Statement) -> list[ComparedRow]:
    known = {row.key: row.figures for row in earlier.rows}
    rows = [ComparedRow(row, known.get(row.key, Figures()), current.currency, row.key) for row in current.rows]
    here = {row.key for row in current.rows}
    gone = [row for row in earlier.rows if row.key not in here]
    return rows + [
        ComparedRow(replace(row, figures=Figures(), share_of_revenue=None), row.figures, current.currency, row.key)
        for row in gone
    ]


def _in_order(current: Statement, earlier: Statement, period: Period, against: Period) -> list[ComparedRow]:
    grain = Grain(current.by)
    known = {row.key: row.figures for row in earlier.rows}
    partner = dict(zip(steps_of(period, grain), steps_of(against, grain), strict=False))
    rows = []
    for row in current.rows:
        key = partner.get(row.key, "")
        rows.append(ComparedRow(row, known.get(key, Figures()) if key else None, current.currency, key))
    return rows


def _money(name: str) -> Column[ComparedRow]:
    if name == Line.COGS:
        return Column(TITLES[name], _cost_of_goods, Kind.MONEY, total=True)
    return Column(TITLES[name], lambda row: row.money(name), Kind.MONEY, total=True)


def _cost_of_goods(row: ComparedRow) -> Money | None:
    """Give the cost of goods; of what was sold without any it is not known."""
    return None if row.row.figures.uncosted_units and not row.row.figures.line(Line.COGS) else row.money(Line.COGS)


def _before(name: str) -> Column[ComparedRow]:
    title = f"{TITLES[name]} before"
    return Column(title, lambda row: row.money_before(name), Kind.MONEY, hint="In the period compared with", total=True)


def _heads(by: By) -> tuple[Column[ComparedRow], ...]:
    return heads(by, lambda row: row.row)


def _counts(by: By) -> tuple[Column[ComparedRow], ...]:
    apart = orders_apart(by)
    return (
        Column("Units", lambda row: row.row.figures.units, Kind.UNITS, total=True),
        Column("Orders", lambda row: row.row.figures.orders, Kind.COUNT, total=True, apart=apart),
        Column(UNCOSTED_UNITS, lambda row: row.row.figures.uncosted_units, Kind.UNITS, total=True),
        Column(UNCOSTED_SALES, lambda row: Money(row.row.figures.uncosted_sales, row.currency), Kind.MONEY, total=True),
    )


def stack_columns(by: By) -> tuple[Column[ComparedRow], ...]:
    """Declare the whole stack: every line and level from gross sales to the result."""
    return (*_heads(by), *(_money(name) for name in STACK), *_counts(by))


def level_columns(by: By, *, against: bool) -> tuple[Column[ComparedRow], ...]:
    """Declare the levels alone, each beside the one of the period compared with."""
    pairs = [(_money(name), _before(name)) if against else (_money(name),) for name in LEVELS]
    return (*_heads(by), *(column for pair in pairs for column in pair), _money("unclassified"), *_counts(by))


# The line or level behind each column, and whether it is of the period compared with.
NAME_OF: dict[str, tuple[str, bool]] = {
    **{TITLES[name]: (name, False) for name in STACK},
    **{f"{TITLES[name]} before": (name, True) for name in LEVELS},
    "Units": ("units", False),
    "Orders": ("orders", False),
    UNCOSTED_UNITS: ("units", False),
    UNCOSTED_SALES: ("gross_sales", False),
}
