"""Facts of cover: how long stock lasts against the lead time, and stock that lasts longer than it should."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from app.queries.conflict_facts.known import SHARED, Known, measured, worth
from app.queries.positions import Position
from models.domain.allocation.facts import ChannelFacts, SkuFacts
from models.domain.allocation.rules import DaysOfCover
from models.domain.conflicts.stock import Coverage, KeptStock, lasts_beyond
from models.domain.cover import Arrival, cover
from models.domain.money import add_up, half_up
from models.domain.rules import Rules
from models.domain.stock import SkuPlanning

EVERYWHERE = "all places"


def coverage(known: Known) -> Iterator[Coverage]:
    """Give the stock of every SKU at all places with what arrives before it is gone, against its lead time."""
    owed: dict[str, int] = {}
    for row in known.order_lines:
        for code, quantity in known.names.inside(row.sku).items():
            owed[code] = owed.get(code, 0) + row.open * quantity
    for sku in known.skus:
        lead = known.plans.get(sku.sku, SkuPlanning()).lead_days
        if lead is None:
            continue
        selling = [one for one in sku.channels if one.active and measured(one)]
        rate = add_up([one.rate for one in selling])
        if not rate:
            continue
        lying = sku.on_hand - sku.promised + sum(one.positioned for one in sku.channels) - owed.get(sku.sku, 0)
        arrivals = [Arrival(one.day, one.units) for one in sku.receipts]
        found = cover(known.day, max(0, lying), rate, arrivals)
        units = found.on_hand + sum(one.units for one in found.in_time)
        names = tuple([one.name for one in selling if one.rate])
        late, overdue = sum(one.units for one in found.late), known.overdue.get(sku.sku, 0)
        yield Coverage(
            sku.sku, EVERYWHERE, names, known.currency, units, rate, lead, worth(selling), late=late, overdue=overdue
        )


def kept_stock(known: Known) -> Iterator[KeptStock]:
    """Give the stock of every SKU that is shared, or lies with a channel, and lasts beyond the most days of cover."""
    rules = Rules(known.rules.rules, known.day)
    lying: dict[str, list[Position]] = {}
    for position in known.lying:
        if known.looks_at(position.sku):
            lying.setdefault(position.sku, []).append(position)
    for sku in known.skus:
        here = lying.get(sku.sku, ())
        pool = [each for each in here if each.owner is None]
        others = [one for one in sku.channels if not one.positioned]
        yield from _kept(known, sku, SHARED, pool, others, known.terms.most_cover)
        for one in sku.channels if len(others) < len(sku.channels) else ():
            if not one.positioned:
                continue
            own = [each for each in here if each.owner is not None and each.place.channel == one.name]
            found = rules.winner(DaysOfCover, sku=sku.sku, category=sku.category, brand=sku.brand, channel=one.name)
            most = found.rule.what.most if found is not None and found.rule.what.most else known.terms.most_cover
            places = " and ".join(sorted({each.place.name for each in own}))
            yield from _kept(known, sku, places, own, [one], most)


def _kept(
    known: Known, sku: SkuFacts, place: str, here: list[Position], channels: list[ChannelFacts], most: int
) -> Iterator[KeptStock]:
    """Give the stock at some places that serve some channels, where anybody has measured what these sell."""
    units = sum([max(0, one.units or 0) for one in here])
    # Where nobody has measured what is sold the rate is 0.
    rate = add_up([one.rate for one in channels])
    if units <= 0 or not lasts_beyond(units, rate, most):
        return
    selling = [one for one in channels if measured(one)]
    if not selling:
        return
    volume = known.plans.get(sku.sku, SkuPlanning()).volume
    costly = () if known.storage.free else here
    exact = sum(
        [max(0, one.units or 0) * known.storage.of_unit(sku.sku, one.place.id, volume) for one in costly], Fraction(0)
    )
    names = tuple([one.name for one in selling])
    untold = known.storage.lacks_cost(sku.sku)
    yield KeptStock(sku.sku, place, names, known.currency, units, rate, most, half_up(exact), uncosted=untold)
