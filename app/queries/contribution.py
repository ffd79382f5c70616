"""What each channel, SKU, month or week contributes; the one query that every screen, sheet and file shows."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy import ColumnElement, exists, func, select
from sqlalchemy.orm import Session

from app.columns import Column, Kind, Row
from app.errors import MissingRates
from app.ledger.rates import base_currency
from app.ledger.sums import Step, sums_of_steps
from app.queries.own_skus import orders_by_sku, own_codes, stands_for
from models.domain.accounts import ACCOUNTS, SALES, Driver
from models.domain.catalog import SHARED
from models.domain.contribution.statement import (
    STACK,
    TITLES,
    By,
    Figures,
    Statement,
    StatementRow,
    allocate_shared,
    figures_of,
    shared_pools,
    total_of,
    with_shared,
    with_shares,
)
from models.domain.money import Money
from models.domain.period import Grain, Period, steps_of
from models.domain.postings import Fact
from models.tables import Batch, Channel, Document, Posting, Sku, SourceFile

NO_SKU = "(no SKU)"
UNCOSTED_UNITS, UNCOSTED_SALES = "Units without cost", "Sales without cost"
# Stock, catalogue, costs and rates are snapshots: they do not say how far the figures reach.
# What is traded is known as far as files speak of it; a bill may speak of a year to come.
TRADE_FACTS = (Fact.SALES, Fact.REFUNDS, Fact.FEES, Fact.ADS, Fact.SETTLEMENT)
MONEY_FACTS = (*TRADE_FACTS, Fact.EXPENSES)


@dataclass
class Sums:
    """Sums by account, with units and orders, while a row is added up."""

    accounts: dict[str, int]
    units: int = 0
    orders: int = 0

    def add(self, account: str, amount: int, units: int, orders: int) -> None:
        """Add what one account brought."""
        self.accounts[account] = self.accounts.get(account, 0) + amount
        self.orders += orders
        if account == SALES:
            self.units += units

    def figures(self) -> Figures:
        """Sum the accounts into lines."""
        return figures_of(self.accounts, self.units, self.orders)


def statement(session: Session, period: Period, by: By, *, channels: frozenset[int] | None = None) -> Statement:
    """Add up the postings in force over a period, of some channels or of all (None).

    Refuses a sum over a currency without a rate. Shared cost is split over channels only: SKUs, months and weeks of
    some channels carry none of it. A channel's shares are of all channels, shown or not.
    """
    currency = base_currency(session)
    rows = _rows(session, period, by, channels)
    everything = total_of(row.figures for row in rows)
    if by is By.CHANNEL and channels is not None:
        rows = [row for row in rows if row.channel_id in channels]
    total = total_of(row.figures for row in rows)
    if by is By.SKU:
        total = replace(total, orders=_orders(session, period, channels))
    label = "All channels" if by is By.CHANNEL and channels is None else "Total"
    whole = with_shares([StatementRow("", label, total)], everything)[0]
    return Statement(tuple(with_shares(rows, everything)), whole, currency, by.value)


def _rows(session: Session, period: Period, by: By, channels: frozenset[int] | None) -> list[StatementRow]:
    match by:
        case By.CHANNEL:
            return _channel_rows(session, period)
        case By.SKU:
            return _sku_rows(session, period, channels)
        case By.MONTH:
            return _time_rows(session, period, Grain.MONTH, channels)
        case By.WEEK:
            return _time_rows(session, period, Grain.WEEK, channels)


def sums_by_step(
    session: Session, steps: Mapping[Step, Period]
) -> Iterator[tuple[int | None, str, Step, int, int, int]]:
    """Give (channel, account, step, amount, units, orders) of every step that has postings; counts are of sales only.

    Steps lie one after the other. Refuses a sum over a currency without a rate.
    """
    spans = list(steps.values())
    refuse_without_rates(session, Period(spans[0].first, spans[-1].last))
    for channel_id in (None, *session.scalars(select(Channel.id).order_by(Channel.id))):
        for account in ACCOUNTS:
            for step, amount, units, orders in sums_of_steps(session, channel_id, account, steps):
                yield channel_id, account, step, amount, units, orders


def refuse_without_rates(session: Session, period: Period) -> None:
    """Refuse a sum over postings that have no amount in the ledger's currency."""
    # Asked first, of an index over these alone: counting them beside the sums takes as long as a sum of its own.
    untranslated = select(Posting.id).where(Posting.in_force == 1, Posting.base_minor.is_(None), *_within(period))
    if session.execute(untranslated.limit(1)).first() is not None:
        raise missing_rates(session, period)


def _within(period: Period) -> tuple[ColumnElement[bool], ...]:
    return (Posting.day >= period.first.isoformat(), Posting.day <= period.last.isoformat())


def missing_rates(session: Session, period: Period) -> MissingRates:
    """Say which currencies lack a rate on which days."""
    rows = session.execute(
        select(Posting.currency, func.min(Posting.day), func.max(Posting.day), func.count(Posting.day.distinct()))
        .where(Posting.in_force == 1, Posting.base_minor.is_(None), *_within(period))
        .group_by(Posting.currency)
        .order_by(Posting.currency)
    )
    base = base_currency(session)
    days = "; ".join(
        f"{currency} on {first}" if count == 1 else f"{currency} on {count} days from {first} to {last}"
        for currency, first, last, count in rows
    )
    return MissingRates(
        f"There is no rate into {base} for {days}. No figure is shown, because the sum would be wrong. "
        "Add the rates in Catalogue → Rates or import a rates table (day, currency, rate, into)."
    )


def _channel_sums(session: Session, period: Period) -> dict[int | None, Sums]:
    sums: dict[int | None, Sums] = {}
    for channel_id, account, _, amount, units, orders in sums_by_step(session, {"": period}):
        sums.setdefault(channel_id, Sums({})).add(account, amount, units, orders)
    return sums


def _channel_rows(session: Session, period: Period) -> list[StatementRow]:
    sums = _channel_sums(session, period)
    shared = sums.pop(None, Sums({}))
    shown = _shown_channels(session, sums)
    figures = [sums.get(channel_id, Sums({})).figures() for channel_id, _, _ in shown]
    parts = allocate_shared(figures, shared_pools(shared.accounts))
    rows = [
        StatementRow(str(channel_id), name, with_shared(one, part), channel_id, colour)
        for (channel_id, name, colour), one, part in zip(shown, figures, parts, strict=True)
    ]
    if not shown and shared.accounts:
        rows.append(StatementRow("shared", SHARED, shared.figures()))
    return rows


def _shown_channels(session: Session, sums: Mapping[int | None, Sums]) -> list[tuple[int, str, str]]:
    channels = session.execute(select(Channel.id, Channel.name, Channel.colour, Channel.active).order_by(Channel.id))
    return [(key, name, colour) for key, name, colour, active in channels if active or key in sums]


@dataclass(frozen=True)
class SharedPool:
    """Shared operating cost that is split by one driver: all of it, and the part of each channel."""

    driver: Driver
    amount: int
    parts: Mapping[int, int]


def shared_split(session: Session, period: Period) -> list[SharedPool]:
    """Split the shared operating cost of a period over the channels, pool by pool, as the statement does."""
    sums = _channel_sums(session, period)
    shared = sums.pop(None, Sums({}))
    shown = _shown_channels(session, sums)
    figures = [sums.get(channel_id, Sums({})).figures() for channel_id, _, _ in shown]
    ids = [channel_id for channel_id, _, _ in shown]
    return [
        SharedPool(driver, amount, dict(zip(ids, allocate_shared(figures, {driver: amount}), strict=True)))
        for driver, amount in shared_pools(shared.accounts).items()
    ]


def _orders(session: Session, period: Period, channels: frozenset[int] | None) -> int:
    """Count orders once each, however many SKUs they hold."""
    query = select(func.sum(Posting.orders)).where(Posting.in_force == 1, *_within(period), *_of(channels))
    return session.execute(query).scalar() or 0


def _of(channels: frozenset[int] | None) -> tuple[ColumnElement[bool], ...]:
    return () if channels is None else (Posting.channel_id.in_(sorted(channels)),)


def _sku_rows(session: Session, period: Period, only: frozenset[int] | None) -> list[StatementRow]:
    refuse_without_rates(session, period)
    names = own_codes(session)
    titles = dict(session.execute(select(Sku.code, Sku.title)).all())
    query = (
        select(
            Posting.channel_id,
            Posting.sku,
            Posting.account,
            func.sum(Posting.base_minor),
            func.sum(Posting.quantity),
        )
        .where(Posting.in_force == 1, *_within(period), *_of(only))
        .group_by(Posting.channel_id, Posting.sku, Posting.account)
    )
    sums: dict[str, Sums] = {}
    for channel_id, listing, account, amount, units in session.execute(query):
        code = stands_for(names, channel_id, listing) or NO_SKU
        sums.setdefault(code, Sums({})).add(account, amount or 0, units, 0)
    sold = (Posting.in_force == 1, Posting.account == SALES, *_within(period), *_of(only))
    for code, orders in orders_by_sku(session, sold, names).items():
        sums[code or NO_SKU].orders = orders
    return [
        StatementRow(code, f"{code} {titles.get(code, '')}".strip(), sums[code].figures())
        for code in sorted(sums, key=lambda code: (code == NO_SKU, code))
    ]


def _time_rows(session: Session, period: Period, grain: Grain, only: frozenset[int] | None) -> list[StatementRow]:
    sums: dict[str, Sums] = {}
    for channel_id, account, step, amount, units, orders in sums_by_step(session, steps_of(period, grain)):
        if only is None or channel_id in only:
            sums.setdefault(step, Sums({})).add(account, amount, units, orders)
    return [StatementRow(step, step, sums[step].figures()) for step in sorted(sums)]


def known_period(session: Session, facts: Collection[Fact] = MONEY_FACTS) -> Period | None:
    """Give the days that imports of such facts speak of, or None where there are none; snapshots have no period."""
    tells_of_money = exists().where(Document.batch_id == Batch.id, Document.fact.in_(facts))
    first, last = session.execute(
        select(func.min(SourceFile.first_day), func.max(SourceFile.last_day))
        .join(Batch, Batch.source_file_id == SourceFile.id)
        .where(Batch.active == 1, SourceFile.first_day != "", tells_of_money)
    ).one()
    return Period(date.fromisoformat(first), date.fromisoformat(last)) if first else None


def heads(by: By, of: Callable[[Row], StatementRow]) -> tuple[Column[Row], ...]:
    """Declare the columns that name a row: of a SKU its code and, apart, its name."""
    match by:
        case By.SKU:
            return (
                Column("SKU", lambda row: of(row).key or of(row).label, Kind.CODE),
                Column("Name", lambda row: of(row).name),
            )
        case By.CHANNEL:
            return (Column("Channel", lambda row: of(row).label),)
        case By.MONTH | By.WEEK:
            return (Column(by.value.title(), lambda row: of(row).label, Kind.CODE),)


def orders_apart(by: By) -> str:
    """Say why orders of rows do not add up to those of the total; empty where they do."""
    return "an order with several SKUs counts at each of them and once in the total" if by is By.SKU else ""


def columns(currency: str, by: By) -> tuple[Column[StatementRow], ...]:
    """Declare the columns of a statement for the table, the CSV and the sheet."""

    def money(name: str) -> Column[StatementRow]:
        return Column(TITLES[name], lambda row: Money(row.figures.amount(name), currency), Kind.MONEY, total=True)

    return (
        *heads(by, lambda row: row),
        *(money(name) for name in STACK),
        Column("Units", lambda row: row.figures.units, Kind.UNITS, total=True),
        Column("Orders", lambda row: row.figures.orders, Kind.COUNT, total=True, apart=orders_apart(by)),
        Column(UNCOSTED_UNITS, lambda row: row.figures.uncosted_units, Kind.UNITS, total=True),
        Column(UNCOSTED_SALES, lambda row: Money(row.figures.uncosted_sales, currency), Kind.MONEY, total=True),
    )
