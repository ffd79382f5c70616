"""What each SKU sells a day on each channel, from the ledger's weeks with stock; a bundle as what it takes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from operator import add
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.columns import Column, Kind
from app.ledger.unit_sums import units_sold
from app.queries.freshness import known_days
from app.queries.names import Names, names_in
from app.queries.outages import Outages, outages
from models.domain.demand import WEEKS, Demand, History, LeftOut, Weekly, left_out, window
from models.domain.making import made
from models.domain.period import Period, week_start
from models.tables import Channel, Sku

Pair = tuple[int, str]  # a channel's id and a SKU
_TO_SUNDAY = timedelta(days=6)
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


def demands(session: Session, *, today: date, weeks: int = WEEKS, names: Names | None = None) -> list[DemandRow]:
    """Measure the demand of every SKU that a channel has ever sold, over the last whole weeks before `today`."""
    titles: dict[str, str] = dict(session.execute(select(Sku.code, Sku.title)).all())
    channels = {
        row.id: (row.name, row.colour) for row in session.execute(select(Channel.id, Channel.name, Channel.colour))
    }
    read = sorted(weekly_demand(session, today=today, weeks=weeks, names=names), key=lambda one: (one[0][1], one[0][0]))
    return [
        DemandRow(sku, titles.get(sku, ""), channel_id, *channels[channel_id], sum(units), found.demand)
        for (channel_id, sku), units, found in read
    ]


def weekly_demand(
    session: Session,
    *,
    today: date,
    weeks: int = WEEKS,
    names: Names | None = None,
    only: Collection[str] | None = None,
    out: Outages | None = None,
    spoken: Mapping[int, Period] | None = None,
) -> Iterator[tuple[Pair, tuple[int, ...], Weekly]]:
    """Give the units of every week, and the demand, of every channel and SKU that it has ever sold.

    With `only` of listings that their channel calls so. What was read before is not read again: the days `out` of
    stock, and those that the imports of each channel have `spoken` of.
    """
    mondays = window(today, weeks)
    period = Period(mondays[0], mondays[-1] + _TO_SUNDAY)
    told = names or names_in(session)
    judged = _Judged(mondays, known_days(session) if spoken is None else spoken)
    empty = (out or outages(session, told)).within(period)
    for pair, (began, units) in _sold(session, mondays, told, only).items():
        channel_id, sku = pair
        without, used = judged.weeks(channel_id, began, empty(channel_id, sku))
        yield pair, units, made(Weekly, (tuple([units[week] for week in used]) if without else units, without))


class _Weeks(NamedTuple):
    """The weeks that are left out, and the places of the others in the window."""

    without: Mapping[date, LeftOut]
    used: tuple[int, ...]


class _Judged:
    """The weeks that are left out, judged once for all SKUs of a channel of which the same is known."""

    def __init__(self, mondays: Sequence[date], known: Mapping[int, Period]) -> None:
        self._mondays = mondays
        self._known = known
        # A sale of the first week or from before it leaves out nothing.
        self._start = (mondays[0] + _TO_SUNDAY).isoformat()
        self._found: dict[tuple[int, str, frozenset[date]], _Weeks] = {}
        self._weeks_of: dict[frozenset[date], frozenset[date]] = {}
        self._of_weeks: dict[tuple[int, date | None, frozenset[date]], _Weeks] = {}

    def weeks(self, channel_id: int, began: str, empty: frozenset[date]) -> _Weeks:
        """Tell the weeks of a SKU that say nothing, by the day that it began to sell and those it was out of stock.

        Of all that began to sell before the window the same is told.
        """
        key = (channel_id, began if began > self._start or channel_id not in self._known else "", empty)
        found = self._found.get(key)
        if found is None:
            found = self._found[key] = self._judged(channel_id, key[1], date.fromisoformat(began), empty)
        return found

    def _judged(self, channel_id: int, within: str, first: date, empty: frozenset[date]) -> _Weeks:
        """Judge the weeks, once for all days of the same weeks."""
        weeks = self._weeks_of.get(empty)
        if weeks is None:
            weeks = self._weeks_of[empty] = frozenset(map(week_start, empty))
        key = (channel_id, week_start(first) if within else None, weeks)
        found = self._of_weeks.get(key)
        if found is None:
            without = left_out(
                self._mondays, History(self._known.get(channel_id) or Period(first, first), first, weeks)
            )
            used = tuple([place for place, monday in enumerate(self._mondays) if monday not in without])
            found = self._of_weeks[key] = _Weeks(without, used)
        return found


def _sold(
    session: Session, mondays: Sequence[date], names: Names, only: Collection[str] | None
) -> Mapping[Pair, tuple[str, tuple[int, ...]]]:
    """Give the day on which each channel first sold each SKU, and its units by week; a bundle counts as what it takes.

    The day is as the ledger writes it, which sorts like a date.
    """
    sold: dict[Pair, tuple[str, tuple[int, ...]]] = {}
    own, drawn = names.own, names.drawn
    weeks = [Period(monday, monday + _TO_SUNDAY) for monday in mondays]
    for channel_id, listing, first, units in units_sold(session, weeks, only=only):
        sku = own.get((channel_id, listing))
        if sku is None:
            continue
        inside = drawn.get(sku)
        for component, quantity in inside.items() if inside else ((sku, 1),):
            pair = (channel_id, component)
            counts = units if quantity == 1 else tuple([count * quantity for count in units])
            before = sold.get(pair)
            if before is None:
                sold[pair] = (first, counts)
            else:
                sold[pair] = (min(first, before[0]), tuple(map(add, before[1], counts)))
    return sold


COLUMNS: tuple[Column[DemandRow], ...] = (
    Column("SKU", lambda row: row.sku, Kind.CODE),
    Column("Name", lambda row: row.title),
    Column("Channel", lambda row: row.channel),
    Column("Units a day", lambda row: row.rate, Kind.UNITS, hint="From the weeks used alone"),
    Column("Units sold", lambda row: row.units, Kind.UNITS, hint="In all the weeks that were looked at", total=True),
    Column("Weeks used", lambda row: row.demand.weeks, Kind.COUNT),
    Column("Weeks left out", lambda row: row.left_out, hint="A week without stock says nothing about demand"),
)
