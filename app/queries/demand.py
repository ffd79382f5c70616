"""What each SKU sells a day on each channel, from the ledger's weeks with stock; a bundle counts as what it holds."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.columns import Column, Kind
from app.queries.bundles import contents
from app.queries.contribution import MONEY_FACTS, own_codes
from app.queries.outages import outages
from models.domain.accounts import SALES
from models.domain.demand import WEEKS, Demand, History, demand, left_out, window
from models.domain.period import Period, week_start
from models.tables import Batch, Channel, Document, Posting, Sku, SourceFile

Pair = tuple[int, str]  # a channel's id and a SKU
_DAYS = 7
_HUNDREDTH = Decimal("0.01")


@dataclass(frozen=True)
class DemandRow:
    """The demand for one SKU on one channel, and the units it sold in the weeks that were looked at."""

    sku: str
    title: str
    channel_id: int
    channel: str
    colour: str
    units: int
    demand: Demand

    @property
    def rate(self) -> Decimal:
        """Units a day, to the hundredth."""
        return _hundredths(self.demand.rate)

    @property
    def deviation(self) -> Decimal:
        """The standard deviation of a day, to the hundredth of a unit."""
        return _hundredths(self.demand.deviation)

    @property
    def left_out(self) -> str:
        """The weeks that were left out, by reason."""
        counted = Counter(reason.value for reason in self.demand.left_out.values())
        return ", ".join(f"{number} {reason}" for reason, number in counted.items())


def _hundredths(exact: Fraction) -> Decimal:
    return (Decimal(exact.numerator) / exact.denominator).quantize(_HUNDREDTH)


def demands(session: Session, *, today: date, weeks: int = WEEKS) -> list[DemandRow]:
    """Measure the demand of every SKU that a channel has ever sold, over the last whole weeks before `today`."""
    mondays = window(today, weeks)
    period = Period(mondays[0], mondays[-1] + timedelta(days=_DAYS - 1))
    sold = _sold(session, period)
    firsts = _first_sales(session)
    known = known_days(session)
    empty = outages(session)
    titles: dict[str, str] = dict(session.execute(select(Sku.code, Sku.title)).all())
    channels = {row.id: row for row in session.execute(select(Channel.id, Channel.name, Channel.colour))}
    rows = []
    for channel_id, sku in sorted(firsts, key=lambda pair: (pair[1], pair[0])):
        first = firsts[channel_id, sku]
        history = History(known.get(channel_id) or Period(first, first), first, empty.days(channel_id, sku, period))
        by_week = sold.get((channel_id, sku), {})
        found = demand(mondays, by_week, left_out(mondays, history))
        channel = channels[channel_id]
        units = sum(by_week.values())
        rows.append(DemandRow(sku, titles.get(sku, ""), channel_id, channel.name, channel.colour, units, found))
    return rows


def _sold(session: Session, period: Period) -> Mapping[Pair, dict[date, int]]:
    """Add up the units sold by channel, SKU and week."""
    rows = session.execute(
        select(Posting.channel_id, Posting.sku, Posting.day, func.sum(Posting.quantity))
        .where(Posting.in_force == 1, Posting.sku != "", Posting.account == SALES)
        .where(Posting.day >= period.first.isoformat(), Posting.day <= period.last.isoformat())
        .group_by(Posting.channel_id, Posting.sku, Posting.day)
    )
    sold: dict[Pair, dict[date, int]] = {}
    for pair, day, units in _as_components(session, rows):
        weeks = sold.setdefault(pair, {})
        monday = week_start(date.fromisoformat(day))
        weeks[monday] = weeks.get(monday, 0) + units
    return sold


def _first_sales(session: Session) -> dict[Pair, date]:
    """Find the day on which each channel first sold each SKU."""
    rows = session.execute(
        select(Posting.channel_id, Posting.sku, func.min(Posting.day), 1)
        .where(Posting.in_force == 1, Posting.sku != "", Posting.account == SALES)
        .group_by(Posting.channel_id, Posting.sku)
    )
    firsts: dict[Pair, date] = {}
    for pair, day, _ in _as_components(session, rows):
        first = date.fromisoformat(day)
        firsts[pair] = min(first, firsts.get(pair, first))
    return firsts


def _as_components(
    session: Session, rows: Iterable[tuple[int | None, str, str, int]]
) -> Iterator[tuple[Pair, str, int]]:
    """Give rows of units by listing as rows by SKU, a bundle as what it holds; listings without a SKU are left out."""
    codes, holds = own_codes(session), contents(session)
    for channel_id, listing, day, units in rows:
        sku = codes.get((channel_id, listing))
        if channel_id is None or sku is None:
            continue
        for component, quantity in holds.get(sku, {sku: 1}).items():
            yield (channel_id, component), day, units * quantity


def known_days(session: Session) -> dict[int, Period]:
    """Give the days that the imports of each channel's money speak of."""
    spoken = select(Document.batch_id, Document.channel_id).where(Document.fact.in_(MONEY_FACTS)).distinct().subquery()
    rows = session.execute(
        select(spoken.c.channel_id, func.min(SourceFile.first_day), func.max(SourceFile.last_day))
        .select_from(spoken)
        .join(Batch, Batch.id == spoken.c.batch_id)
        .join(SourceFile, SourceFile.id == Batch.source_file_id)
        .where(Batch.active == 1, SourceFile.first_day != "", spoken.c.channel_id.is_not(None))
        .group_by(spoken.c.channel_id)
    )
    return {channel_id: Period(date.fromisoformat(first), date.fromisoformat(last)) for channel_id, first, last in rows}


COLUMNS: tuple[Column[DemandRow], ...] = (
    Column("SKU", lambda row: row.sku, Kind.CODE),
    Column("Name", lambda row: row.title),
    Column("Channel", lambda row: row.channel),
    Column("Units a day", lambda row: row.rate, Kind.UNITS, hint="From the weeks used alone"),
    Column("Units sold", lambda row: row.units, Kind.UNITS, hint="In all the weeks that were looked at", total=True),
    Column("Weeks used", lambda row: row.demand.weeks, Kind.COUNT),
    Column("Weeks left out", lambda row: row.left_out, hint="A week without stock says nothing about demand"),
)
