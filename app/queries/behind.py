"""The postings behind one figure of the statement: what is listed adds up to the figure, to the cent."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from fractions import Fraction

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.ledger.rates import base_currency
from app.queries.contribution import NO_SKU, missing_rates, shared_split
from app.queries.postings import PostingRow, Wanted, postings
from models.domain.accounts import SALES, SHARED_ACCOUNTS, Driver, Line, accounts_of
from models.domain.contribution.statement import LEVELS, STACK, By
from models.domain.money import Money
from models.domain.period import Period, month_end
from models.tables import Channel

UNITS, ORDERS = "units", "orders"


@dataclass(frozen=True)
class StatementCell:
    """One figure of the statement: a line, level, "units" or "orders" of a row (or of the total, key "")."""

    by: By
    name: str
    period: Period
    key: str = ""
    label: str = ""
    channels: frozenset[int] | None = None

    @property
    def days(self) -> Period:
        """The days that the figure is of: those of its month or week that lie within the period."""
        return days_of(self.key, self.period) if self.by in {By.MONTH, By.WEEK} and self.key else self.period


@dataclass(frozen=True)
class SharedPart:
    """What a figure holds of a pool of shared cost, which is split by a driver."""

    driver: Driver
    pool: Money
    part: Money


@dataclass(frozen=True)
class Behind:
    """The postings behind a figure; a shared cost is listed with the part of it that the figure holds."""

    cell: StatementCell
    rows: tuple[PostingRow, ...]
    figure: Money | int
    shared: tuple[SharedPart, ...] = ()


def behind(session: Session, cell: StatementCell) -> Behind:
    """List the postings behind a figure."""
    wanted = _wanted(session, cell)
    match cell.name:
        case "units":
            rows = [row for row in postings(session, replace(wanted, accounts=(SALES,))) if row.units]
            return Behind(cell, tuple(rows), sum(row.units for row in rows))
        case "orders" if cell.by is By.SKU and cell.key:
            rows = _one_for_each_order(postings(session, replace(wanted, accounts=(SALES,))))
            return Behind(cell, tuple(rows), len(rows))
        case "orders":
            rows = postings(session, replace(wanted, counting=True))
            return Behind(cell, tuple(rows), sum(row.orders for row in rows))
        case _:
            return _amounts(session, cell, wanted)


def lines_of(name: str) -> tuple[Line, ...]:
    """Give the lines a line or level is made of: a level is everything above it."""
    if name not in LEVELS:
        return (Line(name),)
    return tuple(Line(above) for above in STACK[: STACK.index(name)] if above not in LEVELS)


def _amounts(session: Session, cell: StatementCell, wanted: Wanted) -> Behind:
    accounts = tuple(code for line in lines_of(cell.name) for code in accounts_of(line))
    parts: list[SharedPart] = []
    rows: list[PostingRow] = []
    if cell.by is By.CHANNEL and cell.key != "shared":
        accounts = tuple(code for code in accounts if code not in SHARED_ACCOUNTS.values())
        if Line.SHARED_OPERATING_COST in lines_of(cell.name):
            parts, rows = _shared(session, cell)
    if accounts:
        rows = [*postings(session, replace(wanted, accounts=accounts)), *rows]
    if any(row.base is None for row in rows):
        raise missing_rates(session, cell.days)
    total = sum(row.base.minor for row in rows if row.base is not None)
    return Behind(cell, tuple(rows), Money(total, base_currency(session)), tuple(parts))


def _wanted(session: Session, cell: StatementCell) -> Wanted:
    match cell.by:
        case By.CHANNEL if cell.key == "shared":
            return Wanted(cell.period)
        case By.CHANNEL if cell.key:
            return Wanted(cell.period, channel_id=int(cell.key))
        case By.CHANNEL:
            return Wanted(cell.period, channels=cell.channels or frozenset(session.scalars(select(Channel.id))))
        case By.SKU if cell.key:
            return Wanted(cell.period, sku="" if cell.key == NO_SKU else cell.key, channels=cell.channels)
        case _:
            return Wanted(cell.days, channels=cell.channels)


def days_of(step: str, within: Period) -> Period:
    """Give the days of a month ("2026-03") or ISO week ("2026-W11") that lie within a period."""
    year, part = step.split("-")
    if part.startswith("W"):
        first = date.fromisocalendar(int(year), int(part[1:]), 1)
        last = first + timedelta(days=6)
    else:
        first = date(int(year), int(part), 1)
        last = month_end(first)
    return Period(max(first, within.first), min(last, within.last))


def _one_for_each_order(rows: Sequence[PostingRow]) -> list[PostingRow]:
    """Keep the first of some lines of each order, as the statement counts orders of a SKU."""
    first: dict[tuple[str, str], PostingRow] = {}
    for row in rows:
        first.setdefault((row.channel, row.order), row)
    return list(first.values())


def _shared(session: Session, cell: StatementCell) -> tuple[list[SharedPart], list[PostingRow]]:
    """List shared cost with the part of each posting that the channels of a cell carry."""
    currency = base_currency(session)
    parts, rows = [], []
    for pool in shared_split(session, cell.period):
        if cell.key:
            part = pool.parts[int(cell.key)]
        else:
            part = sum(amount for key, amount in pool.parts.items() if cell.channels is None or key in cell.channels)
        whole = postings(session, Wanted(cell.period, accounts=(SHARED_ACCOUNTS[pool.driver],)))
        held = portions([row.base.minor for row in whole if row.base is not None], part)
        rows += [replace(row, base=Money(amount, currency)) for row, amount in zip(whole, held, strict=True)]
        parts.append(SharedPart(pool.driver, Money(pool.amount, currency), Money(part, currency)))
    return parts, rows


def portions(amounts: Sequence[int], part: int) -> list[int]:
    """Cut amounts down so that they add up to `part` of their sum, by largest remainder; the sum is not zero."""
    exact = [Fraction(amount * part, sum(amounts)) for amount in amounts]
    cut = [value.numerator // value.denominator for value in exact]
    by_remainder = sorted(range(len(cut)), key=lambda index: (cut[index] - exact[index], index))
    for index in by_remainder[: part - sum(cut)]:
        cut[index] += 1
    return cut
