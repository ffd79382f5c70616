"""Conflicts of a price with what was agreed or is lawful: MAP, parity, wholesale ladder, reference prices (B2)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from models.domain.conflicts.conflict import Conflict, Family, Kind, Severity, Stake, channel, promotion, sku
from models.domain.conflicts.factors import a_day, money, number, part, times
from models.domain.conflicts.policy import (
    MinimumAdvertised,
    Tier,
    below_map,
    inversions,
    part_below,
    retailer_margin,
    undercut,
)
from models.domain.conflicts.setting import NONE_SOLD, WHOLE, Setting, product, worth
from models.domain.words import amount, counted, figure, listed, percent

MAP_BREACH = Kind(
    "MAP_BREACH", Family.PRICE, Severity.HIGH, "Advertised below MAP", "Raise the advertised price to MAP or exempt it"
)
PARITY_GAP = Kind(
    "PARITY_GAP",
    Family.PRICE,
    Severity.HIGH,
    "Cheaper elsewhere",
    "Bring the landed prices together, or accept that the offer is not featured",
)
WHOLESALE_UNDERCUT = Kind(
    "WHOLESALE_UNDERCUT",
    Family.PRICE,
    Severity.HIGH,
    "Retailers are undercut",
    "Raise the public price, or lower what retailers pay",
)
# What helps where a promotion makes the price.
_OFFER_LESS = "Offer less, or take the SKU out of the promotion"
_OR_TRADE = "Offer less, take the SKU out of the promotion, or lower what retailers pay"
TIER_INVERSION = Kind(
    "TIER_INVERSION",
    Family.PRICE,
    Severity.MEDIUM,
    "More costs more for each",
    "Lower the price of the larger quantity",
)
REFERENCE_PRICE = Kind(
    "REFERENCE_PRICE",
    Family.PRICE,
    Severity.HIGH,
    "Reduction from a price that was not the lowest",
    "Announce the reduction from the lowest price of the 30 days before",
)


@dataclass(frozen=True)
class Advertised:
    """An advertised effective price and its MAP, in minor units of `currency`, and what retailers have on order.

    `in_cart` is the price in the cart where it differs; `orders` are the open wholesale orders of the SKU in the
    ledger's currency, of which `claim` (basis points) may be claimed.
    """

    sku: str
    channel: str
    since: date
    currency: str
    price: int
    minimum: MinimumAdvertised
    orders: int
    claim: int = 1000
    in_cart: int | None = None


@dataclass(frozen=True)
class LandedPrices:
    """The landed public price of a SKU on a channel that compares, and on the others, all in `currency`.

    `expected` is what a unit contributes here, None where that is not known, `daily` the units a day; `share` (basis
    points) of them are lost with the featured offer; `tolerance` is in basis points.
    """

    sku: str
    channel: str
    currency: str
    landed: int
    elsewhere: tuple[tuple[str, int], ...]
    expected: Fraction | int | None
    daily: Fraction | int
    tolerance: int = 100
    share: int = 8000
    promotions: tuple[str, ...] = ()
    first: date | None = None


@dataclass(frozen=True)
class RetailedPrice:
    """The lowest public price of a SKU against what a retailer pays, in `currency`; he needs `margin` basis points.

    `units` are those that the wholesale channel sells in the days ahead, `expected` is what it contributes a unit, in
    `told_in`, None where it is not known. It is lost once, so that `others`, the prices of further channels that are
    too low as well, add nothing. Where `promotions` make the prices, `first` is the day from which on they do.
    """

    sku: str
    channel: str
    wholesale: str
    currency: str
    price: int
    cost: int
    units: Fraction | int
    expected: Fraction | int | None
    told_in: str
    margin: int = 4000
    others: tuple[tuple[str, int], ...] = ()
    promotions: tuple[str, ...] = ()
    first: date | None = None


@dataclass(frozen=True)
class Ladder:
    """The wholesale tiers or the packs of a SKU on a channel, in minor units of `currency`."""

    sku: str
    channel: str
    currency: str
    tiers: tuple[Tier, ...]


@dataclass(frozen=True)
class Announced:
    """A price of a promotion, the price it is said to have been, and the lowest of the 30 days before, if known."""

    sku: str
    was: int
    price: int
    lowest: int | None


@dataclass(frozen=True)
class Announcement:
    """The reductions that a promotion announces on a channel; `lawful_reference` says whether the EU's rule applies."""

    promotion: str
    channel: str
    first: date
    currency: str
    prices: tuple[Announced, ...]
    lawful_reference: bool = True


def map_breaches(facts: Sequence[Advertised], setting: Setting) -> Iterator[Conflict]:
    """Find the prices below a MAP; what is on order of a SKU may be claimed once, whatever channels are below."""
    counted = claimed_today(facts, setting)
    for fact in facts:
        yield from map_breach(fact, setting, counted.get(fact.sku, fact.channel))


def claimed_today(facts: Iterable[Advertised], setting: Setting) -> Mapping[str, str]:
    """Give the channel at which the open orders of each SKU count by the prices that are advertised now."""
    return claimed_at((fact.sku, fact.channel, _below(fact, setting)) for fact in facts)


def map_breach(fact: Advertised, setting: Setting, counted: str = "") -> Iterator[Conflict]:
    """Find an advertised price below a MAP that is active and not exempt today.

    `counted` is the channel at which the open orders of the SKU count, where that is another.
    """
    found = _below(fact, setting)
    if found is None:
        return
    price, least = found
    sentence = (
        f"{fact.sku} on {fact.channel} is advertised at {amount(price, fact.currency)}, "
        f"MAP is {amount(least, fact.currency)}"
    )
    yield setting.conflict(
        MAP_BREACH,
        (sku(fact.sku), channel(fact.channel)),
        sentence=sentence,
        stake=claimed(fact.orders, fact.claim, setting, "" if counted == fact.channel else counted),
        channels=(fact.channel,),
        window=fact.since,
    )


def _below(fact: Advertised, setting: Setting) -> tuple[int, int] | None:
    return below_map(fact.minimum, fact.price, day=max(setting.today, fact.since), in_cart=fact.in_cart)


def claimed_at(breaches: Iterable[tuple[str, str, tuple[int, int] | None]]) -> Mapping[str, str]:
    """Give where the open orders of each SKU count: at the price that is furthest below its MAP.

    A breach is a SKU, where it is, and the price with the MAP, None where none is below.
    """
    worst: dict[str, tuple[Fraction, str]] = {}
    for code, where, found in breaches:
        if found is not None:
            one = (Fraction(*found), where)
            worst[code] = min(worst.get(code, one), one)
    return {code: where for code, (_, where) in worst.items()}


def claimed(orders: int, claim: int, setting: Setting, counted: str = "") -> Stake:
    """Give what retailers may claim of their open orders in the ledger's currency, a part in basis points.

    Nothing where the same orders are counted elsewhere.
    """
    said = f"{amount(orders, setting.currency)} of open wholesale orders"
    if counted:
        return setting.without_money(f"{said} are counted once, with {counted}")
    return setting.stake(Fraction(orders * claim, WHOLE), setting.currency, f"{said} × {percent(claim)}")


def parity_gaps(facts: Sequence[LandedPrices], setting: Setting) -> Iterator[Conflict]:
    """Find prices that are lower elsewhere; a featured offer is lost once, to the price of today before a promotion."""
    today = {(fact.sku, fact.channel): name for fact in facts if not fact.promotions and (name := _cheaper(fact))}
    for fact in facts:
        yield from parity_gap(fact, setting, today.get((fact.sku, fact.channel), "") if fact.promotions else "")


def _cheaper(fact: LandedPrices) -> str:
    """Name the channel with the lowest landed price, where it is lower than here by more than the tolerance."""
    others = [(landed, name) for name, landed in fact.elsewhere if name != fact.channel]
    return min(others)[1] if others and undercut(fact.landed, min(others)[0], fact.tolerance) else ""


def parity_gap(fact: LandedPrices, setting: Setting, counted: str = "") -> Iterator[Conflict]:
    """Find a landed price elsewhere that is lower than here by more than the tolerance; the lowest is named.

    `counted` names the channel to whose price of today the featured offer is lost already.
    """
    name = _cheaper(fact)
    if not name:
        return
    landed = dict(fact.elsewhere)[name]
    gap = figure(part_below(fact.landed, landed) * 100)
    sentence = (
        f"{fact.sku} costs {amount(landed, fact.currency)} on {name}{_with(fact)} and "
        f"{amount(fact.landed, fact.currency)} on {fact.channel}, {gap} % less"
    )
    what = f"the featured offer of {fact.sku} on {fact.channel}"
    yield setting.conflict(
        PARITY_GAP,
        (sku(fact.sku), channel(fact.channel), channel(name), *map(promotion, sorted(fact.promotions))),
        sentence=sentence,
        stake=_lost_today(what, counted, setting) if counted else _featured(fact, setting),
        channels=(fact.channel,),
        window=fact.first,
        between=True,
        advice=_OFFER_LESS if fact.promotions else "",
    )


def _featured(fact: LandedPrices, setting: Setting) -> Stake:
    each = money(max(fact.expected or 0, 0), fact.currency)
    units = Fraction(fact.daily) * setting.days * fact.share / WHOLE
    featured = part(fact.share, "featured")
    formula = times(fact.currency, a_day(fact.daily), number(setting.days, "day"), featured, each)
    return setting.earning(units, fact.expected, fact.currency, fact.sku, formula)


def _with(fact: LandedPrices | RetailedPrice) -> str:
    """Say which promotions make a price."""
    return f" with {listed(fact.promotions)}" if fact.promotions else ""


def _lost_today(what: str, counted: str, setting: Setting) -> Stake:
    """Say that what a promotion puts at stake counts with the price of today already."""
    return setting.without_money(f"{what} is counted once, with the price of today on {counted}")


def wholesale_undercuts(facts: Sequence[RetailedPrice], setting: Setting) -> Iterator[Conflict]:
    """Find prices that undercut retailers; what a SKU contributes there is lost once, today before in a promotion."""
    today = {(fact.sku, fact.wholesale): fact.channel for fact in facts if not fact.promotions and _too_low(fact)}
    for fact in facts:
        counted = today.get((fact.sku, fact.wholesale), "") if fact.promotions else ""
        yield from wholesale_undercut(fact, setting, counted)


def _too_low(fact: RetailedPrice) -> bool:
    return fact.price * (WHOLE - fact.margin) < fact.cost * WHOLE


def wholesale_undercut(fact: RetailedPrice, setting: Setting, counted_at: str = "") -> Iterator[Conflict]:
    """Find a public price that leaves a retailer less than his margin: price < cost / (1 − margin).

    `counted_at` names the channel with whose price of today it counts already.
    """
    if not _too_low(fact):
        return
    left = figure(retailer_margin(fact.price, fact.cost) * 100)
    sentence = (
        f"{fact.sku} at {amount(fact.price, fact.currency)} on {fact.channel}{_with(fact)} leaves retailers of "
        f"{fact.wholesale}, who pay {amount(fact.cost, fact.currency)}, a margin of {left} %; "
        f"{percent(fact.margin)} are agreed"
    )
    if fact.others:
        named = ", ".join(f"{amount(price, fact.currency)} on {name}" for name, price in fact.others)
        sentence += f"; too low as well: {named}"
    what = f"what {fact.sku} contributes on {fact.wholesale}"
    public = [channel(name) for name, _ in fact.others]
    yield setting.conflict(
        WHOLESALE_UNDERCUT,
        (
            *(sku(fact.sku), channel(fact.channel), *public, channel(fact.wholesale)),
            *map(promotion, sorted(fact.promotions)),
        ),
        sentence=sentence,
        stake=_lost_today(what, counted_at, setting) if counted_at else _of_trade(fact, setting),
        channels=(fact.wholesale,),
        window=fact.first,
        between=True,
        advice=_OR_TRADE if fact.promotions else "",
    )


def _of_trade(fact: RetailedPrice, setting: Setting) -> Stake:
    each = product(fact.units, max(fact.expected or 0, 0), fact.told_in)
    formula = f"{each}, the contribution of {fact.sku} on {fact.wholesale} in {counted(setting.days, 'day')}"
    return setting.earning(fact.units, fact.expected, fact.told_in, fact.sku, formula)


def tier_inversion(fact: Ladder, setting: Setting) -> Iterator[Conflict]:
    """Find steps at which a unit costs more than at a smaller quantity, compared as exact fractions."""
    found = inversions(fact.tiers)
    if not found:
        return
    sold = [one for one in found if one.tier.units]
    total = sum((one.difference * one.tier.units for one in sold), Fraction(0))
    formula = " + ".join(
        times(fact.currency, number(one.tier.units, "unit"), money(one.difference, fact.currency), terms=len(sold))
        for one in sold
    )
    steps = ", ".join(
        f"{worth(one.tier.unit_price, fact.currency)} at {one.tier.quantity} against "
        f"{worth(one.smaller.unit_price, fact.currency)} at {one.smaller.quantity}"
        for one in found
    )
    yield setting.conflict(
        TIER_INVERSION,
        (sku(fact.sku), channel(fact.channel)),
        sentence=f"A unit of {fact.sku} on {fact.channel} costs more in quantity: {steps}",
        stake=setting.stake(total, fact.currency, formula) if sold else setting.without_money(NONE_SOLD),
        channels=(fact.channel,),
    )


def reference_price(fact: Announcement, setting: Setting) -> Iterator[Conflict]:
    """Find announced reductions from more than the lowest price of the 30 days before, where the EU's rule applies."""
    wrong = [one for one in fact.prices if one.lowest is not None and one.was > one.lowest]
    if not wrong or not fact.lawful_reference:
        return
    said = "; ".join(_reduction(one, fact.currency) for one in wrong)
    yield setting.conflict(
        REFERENCE_PRICE,
        (promotion(fact.promotion), channel(fact.channel)),
        sentence=f"{fact.promotion} on {fact.channel} announces {said}",
        stake=setting.without_money(f"{counted(len(wrong), 'SKU')}; a legal matter, no money at stake"),
        channels=(fact.channel,),
        window=fact.first,
    )


def _reduction(one: Announced, currency: str) -> str:
    lowest = one.lowest if one.lowest is not None else one.was
    claim, lawful = part_below(one.was, one.price), part_below(lowest, one.price)
    return (
        f"{one.sku} from {amount(one.was, currency)} to {amount(one.price, currency)} ({figure(-claim * 100)} %), "
        f"lawful is from {amount(lowest, currency)} ({figure(-lawful * 100)} %)"
    )
