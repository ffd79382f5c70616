"""Conflicts of one listing's price: below the floor, at a loss, in a dead zone, without cost, or not the live one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from fractions import Fraction

from models.domain.conflicts.conflict import Conflict, Entity, Family, Kind, Severity, channel, sku
from models.domain.conflicts.setting import Setting, product, worth
from models.domain.words import amount, counted

BELOW_FLOOR = Kind(
    "PRICE_BELOW_FLOOR", Family.PRICE, Severity.HIGH, "Price below the floor", "Raise the price to the floor"
)
LOSS = Kind("PRICE_LOSS", Family.PRICE, Severity.CRITICAL, "Sold at a loss", "Raise the price to the floor or stop")
DEAD_ZONE = Kind(
    "PRICE_DEAD_ZONE",
    Family.PRICE,
    Severity.MEDIUM,
    "Price in a dead zone",
    "Lower the price to the edge, or raise it beyond the zone",
)
MISSING_COST = Kind(
    "PRICE_MISSING_COST", Family.PRICE, Severity.MEDIUM, "Price that cannot be checked", "Type what is missing"
)
MISMATCH = Kind(
    "PRICE_MISMATCH",
    Family.PRICE,
    Severity.MEDIUM,
    "Live price is not the governed one",
    "Send the price file to the channel, or change the price book",
)

_LIVE_TOLERANCE = 1
_LIVE_FOR = timedelta(hours=24)


@dataclass(frozen=True)
class DeadZone:
    """Prices above an edge, to the last one, that earn less than the edge, at which a unit contributes `expected`."""

    edge: int
    last: int
    expected: Fraction | int

    def holds(self, price: int) -> bool:
        """Say whether a price is inside; the edge itself is not."""
        return self.edge < price <= self.last


@dataclass(frozen=True)
class PricedListing:
    """The effective price of a SKU on a channel in minor units of `currency`, since when, and what a unit contributes.

    `expected` is E at the price, `target` what it must reach there, in minor units that may have parts; E is None where
    something is `missing`. `units` are those expected in the days ahead. `floor` is the price to go to, where known.
    `since` is None where nothing says since when.
    """

    sku: str
    channel: str
    since: date | None
    currency: str
    price: int
    units: Fraction | int
    expected: Fraction | int | None
    target: Fraction | int = 0
    floor: int | None = None
    zones: tuple[DeadZone, ...] = ()
    missing: tuple[str, ...] = ()


@dataclass(frozen=True)
class UncheckedChannel:
    """A channel of which no price can be checked, as `missing` holds for all of it: how many, and their revenue.

    `revenue` is that of the units expected in the days ahead at these prices, in minor units of `currency`.
    """

    channel: str
    currency: str
    prices: int
    revenue: Fraction | int
    missing: tuple[str, ...]


@dataclass(frozen=True)
class LivePrice:
    """A governed price and the one that the newest export shows, when they were first and last seen to differ."""

    sku: str
    channel: str
    currency: str
    governed: int
    live: int
    since: datetime
    seen: datetime
    units: Fraction | int


def price_below_floor(fact: PricedListing, setting: Setting) -> Iterator[Conflict]:
    """Find a price that earns something and less than its target: 0 ≤ E < target."""
    if fact.expected is None or not 0 <= fact.expected < fact.target:
        return
    short = fact.target - fact.expected
    stake = setting.selling(fact.units, short, fact.currency)
    sentence = (
        f"{_asked(fact)} earns {_money(fact, fact.expected)} a unit, {_money(fact, fact.target)} are the target"
        f"{_floor(fact)}"
    )
    yield setting.conflict(
        BELOW_FLOOR, _listing(fact), sentence=sentence, stake=stake, channels=(fact.channel,), window=fact.since
    )


def price_loss(fact: PricedListing, setting: Setting) -> Iterator[Conflict]:
    """Find a price at which a unit loses money: E < 0; what is missing to the target is said beside it."""
    if fact.expected is None or fact.expected >= 0:
        return
    formula = product(fact.units, -fact.expected, fact.currency)
    if fact.target > 0:
        formula += f" lost; to the target another {product(fact.units, fact.target, fact.currency)}"
    stake = setting.selling(fact.units, -fact.expected, fact.currency, formula)
    sentence = f"{_asked(fact)} loses {_money(fact, -fact.expected)} a unit{_floor(fact)}"
    yield setting.conflict(
        LOSS, _listing(fact), sentence=sentence, stake=stake, channels=(fact.channel,), window=fact.since
    )


def price_dead_zone(fact: PricedListing, setting: Setting) -> Iterator[Conflict]:
    """Find a price inside a dead zone: it asks more than the edge and earns less."""
    zone = next((zone for zone in fact.zones if zone.holds(fact.price)), None)
    if zone is None or fact.expected is None:
        return
    less = zone.expected - fact.expected
    stake = setting.selling(fact.units, less, fact.currency)
    sentence = (
        f"{_asked(fact)} earns {_money(fact, less)} a unit less than {_money(fact, zone.edge)} would; "
        f"the dead zone ends at {_money(fact, zone.last)}"
    )
    yield setting.conflict(
        DEAD_ZONE, _listing(fact), sentence=sentence, stake=stake, channels=(fact.channel,), window=fact.since
    )


def price_missing_cost(fact: PricedListing, setting: Setting) -> Iterator[Conflict]:
    """Find a price whose contribution is not known, since its cost or its fee schedule is missing on the day."""
    if fact.expected is not None:
        return
    formula = f"{product(fact.units, fact.price, fact.currency)} of revenue that cannot be checked"
    stake = setting.selling(fact.units, fact.price, fact.currency, formula)
    sentence = f"{_asked(fact)} cannot be checked: no {' and no '.join(fact.missing) or 'cost'}"
    yield setting.conflict(
        MISSING_COST, _listing(fact), sentence=sentence, stake=stake, channels=(fact.channel,), window=fact.since
    )


def prices_missing_cost(fact: UncheckedChannel, setting: Setting) -> Iterator[Conflict]:
    """Find a channel of which no price can be checked: one conflict, since one thing mends it."""
    formula = f"{worth(fact.revenue, fact.currency)} of revenue that cannot be checked"
    sentence = (
        f"{counted(fact.prices, 'price')} on {fact.channel} cannot be checked: no {' and no '.join(fact.missing)}"
    )
    stake = setting.stake(fact.revenue, fact.currency, formula)
    yield setting.conflict(
        MISSING_COST, (channel(fact.channel),), sentence=sentence, stake=stake, channels=(fact.channel,)
    )


def price_mismatch(fact: LivePrice, setting: Setting) -> Iterator[Conflict]:
    """Find a live price that has differed from the governed one by more than a minor unit for more than 24 hours."""
    apart = abs(fact.live - fact.governed)
    if apart <= _LIVE_TOLERANCE or fact.seen - fact.since <= _LIVE_FOR:
        return
    stake = setting.selling(fact.units, apart, fact.currency)
    sentence = (
        f"{fact.sku} on {fact.channel} is live at {amount(fact.live, fact.currency)}, "
        f"the book says {amount(fact.governed, fact.currency)}, since {fact.since.date()}"
    )
    yield setting.conflict(
        MISMATCH,
        (sku(fact.sku), channel(fact.channel)),
        sentence=sentence,
        stake=stake,
        channels=(fact.channel,),
        window=fact.since.date(),
    )


def _listing(fact: PricedListing) -> tuple[Entity, ...]:
    return sku(fact.sku), channel(fact.channel)


def _asked(fact: PricedListing) -> str:
    return f"{fact.sku} on {fact.channel} at {amount(fact.price, fact.currency)}"


def _floor(fact: PricedListing) -> str:
    return "" if fact.floor is None else f"; the floor is {amount(fact.floor, fact.currency)}"


def _money(fact: PricedListing, minor: Fraction | int) -> str:
    return amount(minor, fact.currency)
