"""Facts of prices: what does not earn its target, what cannot be checked, and what is live at another price."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, time
from fractions import Fraction

from sqlalchemy.orm import Session

from app.queries.conflict_facts.agreed import advertised, ladders, landed, retailed
from app.queries.conflict_facts.asked import Asked, Prices, prices_asked
from app.queries.conflict_facts.known import Known
from app.queries.prices import NO_LISTING
from app.queries.unit_economics import FEE_SCHEDULE
from models.domain.conflicts.checks import Book
from models.domain.conflicts.price import DeadZone, LivePrice, PricedListing, UncheckedChannel
from models.domain.pricing.curve import Curve


def price_facts(session: Session, known: Known) -> Book:
    """Gather the facts of prices; of listings that nothing can be wrong with there are none."""
    prices = prices_asked(session, known)
    every = [one for (sku, _), one in prices.asked.items() if known.only is None or sku in known.only]
    whole = known.prices.unscheduled
    return Book(
        prices=tuple([fact for one in every if (fact := _priced(known, one, whole)) is not None]),
        unchecked=tuple(_unchecked(known, prices)) if known.only is None else (),
        live=tuple([_live(known, one) for one in prices.drifted if known.looks_at(one.price.sku)]),
        advertised=tuple(advertised(known, prices)),
        landed=tuple(landed(known, prices)),
        retailed=tuple(retailed(known, prices)),
        ladders=tuple(ladders(known, prices)),
    )


def _priced(known: Known, one: Asked, unscheduled: frozenset[str]) -> PricedListing | None:
    """Hold a price against its costs: only one that falls short, lies in a dead zone or cannot be checked is a fact."""
    curve = one.curve
    if curve is None:
        # What nobody governs lacks nothing, and what is not listed yet is not sold.
        if one.price.amount is None or NO_LISTING in one.price.economics.missing or _with_channel(one, unscheduled):
            return None
        return _fact(known, one, None, missing=_missing(one))
    earns = (one.live is None and one.price.priced.earns) or curve.admissible(one.amount)
    if earns and not curve.below_an_edge(one.amount):
        return None
    net = curve.lines(one.amount).net
    return _fact(
        known,
        one,
        _expected(curve, one.amount),
        target=max(Fraction(curve.target.absolute), curve.target.margin * net),
        zones=_zones(curve, one),
    )


def _fact(
    known: Known,
    one: Asked,
    expected: Fraction | None,
    *,
    target: Fraction = Fraction(0),
    zones: tuple[DeadZone, ...] = (),
    missing: tuple[str, ...] = (),
) -> PricedListing:
    price, units = one.price, known.units_ahead(*one.key)
    return PricedListing(
        *(price.sku, price.channel, one.since, price.currency, one.amount, units, expected, target),
        floor=None if expected is None else price.floor,
        zones=zones,
        missing=missing,
    )


def _expected(curve: Curve, price: int) -> Fraction:
    return Fraction(curve.earned(price), curve.scale)


def _zones(curve: Curve, one: Asked) -> tuple[DeadZone, ...]:
    floor = one.price.economics.floor
    if floor is None or not curve.below_an_edge(one.amount):
        return ()
    return tuple([DeadZone(zone.first - 1, zone.last, _expected(curve, zone.first - 1)) for zone in floor.dead_zones])


def _missing(one: Asked) -> tuple[str, ...]:
    known = one.price.economics
    return known.missing or (f"fees in {one.price.currency}",)


def _with_channel(one: Asked, unscheduled: frozenset[str]) -> bool:
    """Say whether a price is told of with its channel, no price of which can be checked."""
    return one.price.channel in unscheduled and one.price.currency == one.price.economics.currency


def _unchecked(known: Known, prices: Prices) -> Iterator[UncheckedChannel]:
    """Tell of the channels of which nobody has typed what they charge: one fact each, not one of every listing."""
    for channel in sorted(known.prices.unscheduled):
        here = [
            one
            for one in prices.asked.values()
            if one.price.channel == channel
            and one.price.amount is not None
            and one.price.currency == one.price.economics.currency
            and NO_LISTING not in one.price.economics.missing
        ]
        if here:
            revenue = sum((one.amount * known.units_ahead(*one.key) for one in here), Fraction(0))
            yield UncheckedChannel(channel, here[0].price.currency, len(here), revenue, (FEE_SCHEDULE,))


def _live(known: Known, one: Asked) -> LivePrice:
    """Give a live price that is not the book's; it counts as live until a newer file tells otherwise."""
    price, seen = one.price, one.live
    if seen is None or price.amount is None:
        raise ValueError(f"{price.sku} on {price.channel} is live at no other price")
    since, now = datetime.combine(seen.since, time.min), datetime.combine(known.day, time.min)
    units = known.units_ahead(*one.key)
    return LivePrice(price.sku, price.channel, price.currency, price.amount, seen.price, since, now, units)
