"""The past of every SKU as a replay needs it, and how much of it is known rather than worked back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy.orm import Session

from app.errors import UserError
from app.queries.allocation_facts import load_facts
from app.queries.counted_stock import Owner
from app.queries.replay_sources import Pair, Sources, by_week, counts_by_week, sources
from models.domain.allocation.facts import SkuFacts
from models.domain.demand import History, LeftOut, left_out
from models.domain.period import Period
from models.domain.replay.grounds import Grounds
from models.domain.replay.past import WEEK, ChannelPast, PastWeek, SkuPast
from models.domain.replay.place import Place, worked_back
from models.domain.replay.wanted import known_rates, wanted_units

_DAY = timedelta(days=1)
A_YEAR = 52  # weeks


@dataclass(frozen=True)
class Pasts:
    """The SKUs that sold in some weeks, the weeks' Mondays, and what all this rests on."""

    mondays: tuple[date, ...]
    skus: tuple[SkuPast, ...]
    grounds: Grounds


def load_pasts(
    session: Session, *, first: date | None = None, last: date | None = None, sku: str = "", weeks: int = A_YEAR
) -> Pasts:
    """Read the past of all SKUs or one in the whole weeks between two days; without a first day the last `weeks`."""
    read = sources(session)
    start, end = _chosen(read.mondays, first, last, weeks)
    facts = load_facts(session, read.mondays[end - 1] + WEEK, sku=sku)
    grounds, found = Grounds(undated=read.undated), []
    for one in facts.skus:
        part = _past(read, one, facts.channels).part(start, end)
        if any(week.wanted for channel in part.channels for week in channel.weeks):
            found.append(part)
            grounds.add(part)
    if not found:
        what = f"No channel asked for {sku} in these weeks" if sku else "No channel sold anything in these weeks"
        raise UserError(f"{what}. Nothing was replayed.")
    return Pasts(read.mondays[start:end], tuple(found), grounds)


def _chosen(mondays: tuple[date, ...], first: date | None, last: date | None, weeks: int) -> tuple[int, int]:
    """Give the numbers of the first week and of the one after the last that lie between two days."""
    end = sum(last is None or monday + WEEK <= last + _DAY for monday in mondays)
    start = max(0, end - weeks) if first is None else sum(monday < first for monday in mondays)
    if start >= end:
        known = f"{mondays[0]} to {mondays[-1] + WEEK - _DAY}"
        raise UserError(f"There is no whole week between these days. Nothing was replayed. Known are {known}.")
    return start, end


def _past(read: Sources, facts: SkuFacts, ids: Mapping[str, int]) -> SkuPast:
    sku, channels, drawn = facts.sku, [], []
    for one in facts.channels:
        pair = ids[one.name], sku
        days, weeks = read.sold.get(pair, {}), _weeks(read, pair)
        counts = read.counts.get(pair)
        own = None if counts is None else _place(read, pair, counts, [days])
        if own is None:
            drawn.append(days)
        # A channel that sold took part, also if it is closed today.
        took_part = one.active or any(week.sold for week in weeks)
        channels.append(ChannelPast(one._replace(active=took_part), weeks, own))
    pool = _place(read, (None, sku), read.counts.get((None, sku), {}), drawn)
    lines, receipts = read.lines.get(sku, ()), read.receipts.get(sku, ())
    return SkuPast(facts, read.mondays, pool, tuple(channels), tuple(lines), tuple(receipts))


def _weeks(read: Sources, pair: Pair) -> tuple[PastWeek, ...]:
    """Say what the weeks of a SKU on a channel tell about demand."""
    channel_id, sku = pair
    days = read.sold.get(pair, {})
    first = min(days, default=None)
    start = first or read.mondays[0]
    history = History(
        read.known.get(channel_id) or Period(start, start), first, read.stock.days(channel_id, sku, read.period)
    )
    without = left_out(read.mondays, history)
    net = by_week(days, read.mondays)
    out = [without.get(monday) is LeftOut.NO_STOCK for monday in read.mondays]
    known = known_rates(net, [monday not in without for monday in read.mondays])
    wanted = wanted_units(net, known.rates, out)
    return tuple(
        [
            PastWeek(max(0, net[week]), wanted[week], known.rates[week], out[week], week in known.later)
            for week in range(len(net))
        ]
    )


def _place(
    read: Sources, whose: tuple[Owner, str], counts: Mapping[date, int], sold: Sequence[Mapping[date, int]]
) -> Place:
    arrived = read.received.get(whose, {})
    weeks = [[max(0, units) for units in by_week(one, read.mondays)] for one in sold]
    went = [sum(units) for units in zip(*weeks, strict=True)] or [0] * len(read.mondays)
    return worked_back(counts_by_week(counts, sold, arrived, read.mondays), went, by_week(arrived, read.mondays))
