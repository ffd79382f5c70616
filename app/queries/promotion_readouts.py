"""What ended promotions brought, naive and honest side by side (B5), from the units sold before, in and after them."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.columns import Column, Kind
from app.queries.conflict_facts.listing import Listing
from app.queries.governed_price import one_each
from app.queries.names import names_in
from app.queries.prices import price_list
from app.queries.promotions import promotions
from models.domain.accounts import SALES
from models.domain.catalog import ChannelKind
from models.domain.money import Money, half_up, split
from models.domain.period import Period
from models.domain.promotions.overlap import shared_days
from models.domain.promotions.promotion import Promotion
from models.domain.promotions.readout import Outcome, Readout, Taken, Verdict, dip_window, read_out
from models.domain.promotions.stacking import in_sequence
from models.domain.readback.baseline import BLOCK, Baseline, Control, baseline
from models.tables import Channel, Posting

WEEKS_BEFORE = 13
_BACK = timedelta(days=365)
_WHOLE = 10_000
Key = tuple[str, str]  # a SKU and the name of a channel


@dataclass(frozen=True)
class ReadoutRow:
    """What one promotion brought on one channel; `readout` is None where costs or fees are missing, as `lack` says."""

    promotion: Promotion
    channel: str
    currency: str
    actual: int
    baseline: Baseline
    outcome: Outcome | None
    readout: Readout | None
    lack: str = ""

    def money(self, minor: int | None) -> Money | None:
        """Give an amount with its currency."""
        return None if minor is None else Money(minor, self.currency)

    @property
    def verdict(self) -> str:
        """What can be said of it."""
        return self.readout.verdict.value if self.readout is not None else Verdict.CANNOT_TELL.value


def readouts(session: Session, *, day: date) -> list[ReadoutRow]:
    """Read out every promotion that ended within a year before a day, the latest first, channel by channel."""
    every = promotions(session)
    ended = [one for one in every if day - _BACK <= one.days.last < day]
    if not ended:
        return []
    sold = _sold(session, min(one.days.first for one in ended) - timedelta(days=BLOCK * WEEKS_BEFORE), day)
    kinds = {name: ChannelKind(kind) for name, kind in session.execute(select(Channel.name, Channel.kind))}
    found: list[ReadoutRow] = []
    for one in sorted(ended, key=lambda one: (one.days.last, one.code), reverse=True):
        prices = one_each(price_list(session, day=one.days.first, skus=one.skus or None))
        listings = {(row.sku, row.channel): Listing(row, kinds[row.channel]) for row in prices}
        found += _Reading(one, every, listings, sold, day).rows()
    return found


class _Sold:
    """Units sold by SKU, channel and day."""

    def __init__(self, units: Mapping[Key, Mapping[date, int]]) -> None:
        self._units = units

    def on(self, channel: str) -> set[str]:
        """Name the SKUs that a channel has sold."""
        return {sku for sku, one in self._units if one == channel}

    def channels(self) -> list[str]:
        """Name the channels that have sold anything."""
        return sorted({channel for _, channel in self._units})

    def within(self, skus: Collection[str], channel: str, days: Period) -> int:
        """Count the units of SKUs on a channel in some days."""
        return sum(
            units
            for sku in skus
            for day, units in self._units.get((sku, channel), {}).items()
            if days.first <= day <= days.last
        )


def _sold(session: Session, first: date, last: date) -> _Sold:
    """Read the units sold since a day; a bundle counts as itself, since its price is its own."""
    names = names_in(session)
    rows = session.execute(
        select(Posting.channel_id, Channel.name, Posting.sku, Posting.day, func.sum(Posting.quantity))
        .join(Channel, Channel.id == Posting.channel_id)
        .where(Posting.in_force == 1, Posting.account == SALES, Posting.sku != "")
        .where(Posting.day >= first.isoformat(), Posting.day < last.isoformat())
        .group_by(Posting.channel_id, Posting.sku, Posting.day)
    )
    found: dict[Key, dict[date, int]] = {}
    for channel_id, channel, code, day, units in rows:
        days = found.setdefault((names.own.get((channel_id, code), code), channel), {})
        on = date.fromisoformat(day)
        days[on] = days.get(on, 0) + units
    return _Sold(found)


class _Reading:
    """One promotion being read out."""

    def __init__(
        self,
        promotion: Promotion,
        every: Sequence[Promotion],
        listings: Mapping[Key, Listing],
        sold: _Sold,
        today: date,
    ) -> None:
        self._one, self._every, self._listings, self._sold = promotion, every, listings, sold
        self._trade = {channel for (_, channel), one in listings.items() if one.kind is ChannelKind.WHOLESALE}
        first = promotion.days.first
        self._before = [
            Period(first - timedelta(days=BLOCK * number), first - timedelta(days=BLOCK * (number - 1) + 1))
            for number in range(WEEKS_BEFORE, 0, -1)
        ]
        after = dip_window(promotion.days)
        yesterday = today - timedelta(days=1)
        self._after = Period(after.first, min(after.last, yesterday)) if after.first <= yesterday else None

    def rows(self) -> Iterator[ReadoutRow]:
        """Read every channel out on which it sold anything or could have."""
        channels = [one for one in self._sold.channels() if not self._one.channels or one in self._one.channels]
        skus = {one: sorted(self._skus(one)) for one in channels}
        units = [self._sold.within(skus[one], one, self._one.days) for one in channels]
        fixed = split(self._one.fixed + self._one.ads, units)
        for channel, actual, cost in zip(channels, units, fixed, strict=True):
            if skus[channel]:
                yield self._row(channel, skus[channel], actual, cost)

    def _skus(self, channel: str) -> set[str]:
        return {sku for sku in self._sold.on(channel) if self._one.covers(sku, channel)}

    def _row(self, channel: str, skus: Sequence[str], actual: int, fixed: int) -> ReadoutRow:
        known = self._baseline(skus, channel, self._one.days)
        listings = [self._listings[sku, channel] for sku in skus if (sku, channel) in self._listings]
        currency = listings[0].currency if listings else self._one.currency
        lacking = [one.sku for one in listings if one.curve is None] or ([] if listings else list(skus))
        if lacking:
            lack = f"what a unit of {', '.join(lacking[:3])} earns is not known"
            return ReadoutRow(self._one, channel, currency, actual, known, None, None, lack)
        weights = {one.sku: self._sold.within([one.sku], channel, self._one.days) for one in listings}
        promoted = _weighted(listings, weights, lambda one: in_sequence(one.quote, (self._one,)).quote.price)
        usual = _weighted(listings, weights, lambda one: one.quote.price)
        discount = sum(in_sequence(one.quote, (self._one,)).discount * weights[one.sku] for one in listings)
        outcome = Outcome(
            actual,
            known.units,
            promoted,
            usual,
            self._dip(skus, channel),
            tuple(self._taken(skus, channel)),
            fixed,
            0,
            half_up(Fraction(discount * self._one.funded, _WHOLE)),
            known.low,
            known.high,
        )
        return ReadoutRow(self._one, channel, currency, actual, known, outcome, read_out(outcome))

    def _baseline(self, skus: Sequence[str], channel: str, days: Period) -> Baseline:
        """Give what SKUs of a channel would have sold, by its other SKUs that were not promoted meanwhile."""
        blocks = _blocks(days)
        before = [self._sold.within(skus, channel, block) for block in self._before]
        others = sorted(self._sold.on(channel) - set(skus) - self._promoted(channel, days))
        control = Control(
            tuple([self._sold.within(others, channel, block) for block in self._before]),
            tuple([self._sold.within(others, channel, block) for block in blocks]),
        )
        return baseline(before, [block.days for block in blocks], [control])

    def _promoted(self, channel: str, days: Period) -> set[str]:
        """Name the SKUs of a channel that any promotion was for, in the weeks before or meanwhile."""
        seen = Period(self._before[0].first, days.last)
        running = [one for one in self._every if shared_days(one.days, seen)]
        return {sku for sku in self._sold.on(channel) if any(one.covers(sku, channel) for one in running)}

    def _dip(self, skus: Sequence[str], channel: str) -> Fraction:
        """Give what was sold less in the days after it than would have been."""
        if self._after is None:
            return Fraction(0)
        expected = self._baseline(skus, channel, self._after).units
        return max(Fraction(0), expected - self._sold.within(skus, channel, self._after))

    def _taken(self, skus: Sequence[str], channel: str) -> Iterator[Taken]:
        """Give what other channels sold less of the same SKUs meanwhile, where it was not promoted.

        Only what is below the range of their own baseline counts: channels fall and rise by chance as well. Wholesale
        is left out, since it orders by the pallet.
        """
        for other in self._sold.channels():
            same = [sku for sku in skus if (sku, other) in self._listings and not self._one.covers(sku, other)]
            if other == channel or other in self._trade or not same:
                continue
            listings = [self._listings[sku, other] for sku in same]
            expected = self._baseline(same, other, self._one.days)
            sold = self._sold.within(same, other, self._one.days)
            lost = expected.units - sold
            below = expected.low is not None and sold < expected.low
            if below and all(one.curve is not None for one in listings):
                weights = {sku: self._sold.within([sku], other, self._before[0]) for sku in same}
                yield Taken(other, lost, _weighted(listings, weights, lambda one: one.quote.price))


def _blocks(days: Period) -> list[Period]:
    """Cut days into blocks of seven from the first on; the last may be shorter."""
    starts = range(0, days.days, BLOCK)
    firsts = [days.first + timedelta(days=number) for number in starts]
    return [Period(first, min(first + timedelta(days=BLOCK - 1), days.last)) for first in firsts]


def _weighted(listings: Iterable[Listing], weights: Mapping[str, int], price: Callable[[Listing], int]) -> Fraction:
    """Give what a unit contributes on average over listings at their prices, by units sold; alike where none were."""
    told = []
    for one in listings:
        earned = one.curve.earned(price(one)) if one.curve is not None else 0
        told.append((weights[one.sku], Fraction(earned, one.curve.scale if one.curve is not None else 1)))
    total = sum(weight for weight, _ in told)
    if not total:
        return sum((each for _, each in told), Fraction(0)) / len(told)
    return sum((weight * each for weight, each in told), Fraction(0)) / total


def _share(part: Fraction | None) -> Decimal | None:
    return None if part is None else round(Decimal(part.numerator) / part.denominator, 4)


COLUMNS: tuple[Column[ReadoutRow], ...] = (
    Column("Promotion", lambda row: row.promotion.code),
    Column("Channel", lambda row: row.channel),
    Column("Verdict", lambda row: row.verdict, Kind.CHIP),
    Column("First day", lambda row: row.promotion.days.first, Kind.DAY),
    Column("Last day", lambda row: row.promotion.days.last, Kind.DAY),
    Column("Sold", lambda row: row.actual, Kind.UNITS),
    Column(
        "Baseline", lambda row: half_up(row.baseline.units), Kind.UNITS, hint="What would have been sold without it"
    ),
    Column("Naive", lambda row: row.money(row.readout.naive if row.readout else None), Kind.MONEY),
    Column("Honest", lambda row: row.money(row.readout.honest if row.readout else None), Kind.MONEY),
    Column("Uplift", lambda row: _share(row.readout.achieved if row.readout else None), Kind.PERCENT),
    Column("Break-even", lambda row: _share(row.readout.break_even if row.readout else None), Kind.PERCENT),
)
