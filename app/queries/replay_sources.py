"""Where the past of an allocation lies in the ledger: sales, counts, receipts and promises, each in one select."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.errors import UserError
from app.queries.commitments import CommitmentState, commitments
from app.queries.counted_stock import Owner, counted_stock
from app.queries.freshness import known_days
from app.queries.inbound import InboundState, inbound
from app.queries.names import Names, names_in
from app.queries.outages import Outages
from models.domain.accounts import SALES
from models.domain.allocation.claimant import OrderLine
from models.domain.allocation.promise import Receipt
from models.domain.period import Period, week_start
from models.domain.replay.past import WEEK, PastLine, PastReceipt
from models.tables import Channel, Location, Posting

Pair = tuple[int, str]  # a channel's id and a SKU
_DAY = timedelta(days=1)
_GONE = frozenset({CommitmentState.CANCELLED, CommitmentState.OVERRULED})
_NEVER_CAME = frozenset({InboundState.CANCELLED, InboundState.OVERRULED})


@dataclass
class Sources:
    """All that a replay reads, for every SKU; `undated` counts the order lines without a last day, left out."""

    mondays: tuple[date, ...]
    stock: Outages
    counts: Mapping[tuple[Owner, str], Mapping[date, int]]
    known: Mapping[int, Period]
    sold: dict[Pair, dict[date, int]] = field(default_factory=dict)
    received: dict[tuple[Owner, str], dict[date, int]] = field(default_factory=dict)
    receipts: dict[str, list[PastReceipt]] = field(default_factory=dict)
    lines: dict[str, list[PastLine]] = field(default_factory=dict)
    undated: int = 0

    @property
    def period(self) -> Period:
        """The days of all weeks."""
        return Period(self.mondays[0], self.mondays[-1] + WEEK - _DAY)


def sources(session: Session) -> Sources:
    """Read the past of all SKUs in the whole weeks that the ledger knows."""
    names = names_in(session)
    stock = counted_stock(session, names)
    known = known_days(session)
    found = Sources(_mondays(known.values()), Outages(stock), stock, known)
    rows = session.execute(
        select(Posting.channel_id, Posting.sku, Posting.day, func.sum(Posting.quantity))
        .where(Posting.in_force == 1, Posting.sku != "", Posting.account == SALES)
        .group_by(Posting.channel_id, Posting.sku, Posting.day)
    )
    for channel_id, listing, day, units in rows:
        code = names.own.get((channel_id, listing))
        if channel_id is not None and code is not None:
            for sku, quantity in names.inside(code).items():
                days = found.sold.setdefault((channel_id, sku), {})
                on = date.fromisoformat(day)
                days[on] = days.get(on, 0) + units * quantity
    _add_inbound(session, found)
    _add_lines(session, found, names)
    return found


def _mondays(known: Collection[Period]) -> tuple[date, ...]:
    monday = week_start(min(days.first for days in known) + WEEK - _DAY) if known else None
    last = max((days.last for days in known), default=date.min)
    if monday is None or monday + WEEK - _DAY > last:
        raise UserError("No whole week of sales is known yet. Nothing was replayed. Import the sales of your channels.")
    weeks = ((last + _DAY) - monday).days // WEEK.days
    return tuple(monday + number * WEEK for number in range(weeks))


def _add_inbound(session: Session, found: Sources) -> None:
    """Add what arrived by whose stock it became, and what the places that all share were waiting for."""
    owners: dict[str, tuple[bool, int | None]] = {
        name.casefold(): (bool(allocatable), channel_id)
        for name, allocatable, channel_id in session.execute(
            select(Location.name, Location.allocatable, Location.channel_id)
        )
    }
    for row in inbound(session, today=found.period.last):
        shared, owner = owners.get(row.location.casefold(), (True, None))
        if row.state in _NEVER_CAME or not (shared or owner):
            continue
        if row.received and row.received_on is not None:
            days = found.received.setdefault((None if shared else owner, row.sku), {})
            days[row.received_on] = days.get(row.received_on, 0) + row.received
        if shared and row.expected is not None:
            receipt = PastReceipt(Receipt(row.expected, row.quantity), row.ordered, row.received_on)
            found.receipts.setdefault(row.sku, []).append(receipt)


def _add_lines(session: Session, found: Sources, names: Names) -> None:
    """Add the order lines, shipped since or not; a bundle is asked for as what it holds."""
    channels: dict[int, str] = dict(session.execute(select(Channel.id, Channel.name)).all())
    for row in commitments(session, today=found.period.last):
        if row.state in _GONE or row.ship_by is None:
            found.undated += row.state not in _GONE
            continue
        code = names.own.get((row.channel_id, row.sku), row.sku)
        name = f"{row.reference} #{row.id}"
        for sku, quantity in names.inside(code).items():
            line = OrderLine(name, row.quantity * quantity, row.ship_by, row.fill)
            found.lines.setdefault(sku, []).append(PastLine(channels[row.channel_id], line, row.ship_from))


def by_week(days: Mapping[date, int], mondays: tuple[date, ...]) -> list[int]:
    """Add up units by week; days outside the weeks are left out."""
    weeks = [0] * len(mondays)
    for day, units in days.items():
        number = (day - mondays[0]).days // WEEK.days
        if 0 <= number < len(weeks):
            weeks[number] += units
    return weeks


def counts_by_week(
    counted: Mapping[date, int],
    sold: Sequence[Mapping[date, int]],
    received: Mapping[date, int],
    mondays: tuple[date, ...],
) -> dict[int, int]:
    """Move every count to the end of its week, by what was sold and what is known to have arrived in between.

    A count before the first week stands before it; the first one after the last week is moved back to its end, unless
    there is one in that week. `counted` holds at the end of its day.
    """
    ends = {number: monday - _DAY for number, monday in enumerate((*mondays, mondays[-1] + WEEK))}
    last = max(ends)
    newest: dict[int, date] = {}
    for day in sorted(counted):
        number = max(0, (day - mondays[0]).days // WEEK.days + 1)
        if number <= last or last not in newest:
            newest[min(number, last)] = day
    found = {}
    for number, day in newest.items():
        end = ends[number]
        first, final, sign = (day + _DAY, end, 1) if day <= end else (end + _DAY, day, -1)
        net = _within(received, first, final) - sum(max(0, _within(one, first, final)) for one in sold)
        found[number] = max(0, counted[day] + sign * net)
    return found


def _within(days: Mapping[date, int], first: date, last: date) -> int:
    return sum([days.get(first + number * _DAY, 0) for number in range((last - first).days + 1)])
