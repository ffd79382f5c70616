"""What promotions bring to pack: the usual sales of their days and what they add, against what places pack a day."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from math import ceil
from typing import NamedTuple

from sqlalchemy.orm import Session

from app.queries.conflict_facts.handling import PackingPlaces, packing_places
from app.queries.conflict_facts.promotion import plans_of
from app.queries.conflict_facts.promotion_grounds import Grounds
from app.queries.place_facts import limits, limits_on
from app.queries.places import places
from models.domain.allocation.facts import ChannelFacts
from models.domain.conflicts.work import Workload
from models.domain.period import Period
from models.domain.promotions.overlap import shared_days
from models.domain.promotions.promotion import Promotion
from models.domain.promotions.stock_cover import needed


class _Sales(NamedTuple):
    """Units a day, and what the `told` ones contribute together, in minor units of the ledger's currency."""

    units: Fraction = Fraction(0)
    worth: Fraction = Fraction(0)
    told: Fraction = Fraction(0)

    def and_of(self, units: Fraction, one: ChannelFacts) -> _Sales:
        """Add units of a channel."""
        if one.leaves is None:
            return self._replace(units=self.units + units)
        return self.plus(_Sales(units, units * max(one.leaves, 0), units))

    def plus(self, other: _Sales, days: int = 1) -> _Sales:
        """Add what others sell on so many days."""
        return _Sales(self.units + other.units * days, self.worth + other.worth * days, self.told + other.told * days)


class _Lifted(NamedTuple):
    """What a promotion sells a day beyond the usual at some places, in its days ahead."""

    code: str
    days: Period
    more: _Sales


def promoted_work(session: Session, of: Grounds) -> Iterator[Workload]:
    """Give what is to be packed while each promotion runs, at places that have a limit of it.

    Promotions that share days add up there. Limits are those of the promotion's first day.
    """
    limited = limits(session)
    if not limited:
        return
    every = places(session)
    for first in sorted({of.days_of(one.promotion).first for one in of.ahead}):
        for here in packing_places(every, limits_on(limited, first)):
            lifted = [one for one in _lifted(of, here) if one.more.units]
            for one in lifted:
                if one.days.first == first:
                    yield _work(of, here, one, lifted)


def _lifted(of: Grounds, here: PackingPlaces) -> Iterator[_Lifted]:
    for planned in of.ahead:
        yield _Lifted(planned.promotion.code, of.days_of(planned.promotion), _more(of, here, planned.promotion))


def _more(of: Grounds, here: PackingPlaces, promotion: Promotion) -> _Sales:
    total = _Sales()
    for listing, plan in plans_of(of, promotion):
        facts = of.skus.get(listing.sku)
        for one in facts.channels if facts is not None else ():
            if one.name == listing.channel and here.serve(one):
                total = total.and_of(needed(plan, plan.days.days) / plan.days.days - listing.rate, one)
    return total


def _work(of: Grounds, here: PackingPlaces, meant: _Lifted, lifted: list[_Lifted]) -> Workload:
    usual, channels, days = _Sales(), set(), meant.days
    for sku in of.skus.values():
        for one in sku.channels:
            if one.rate and here.serve(one):
                usual = usual.and_of(one.rate, one)
                channels.add(one.name)
    total = alone = _Sales().plus(usual, days.days)
    codes = [meant.code]
    for other in lifted:
        shared = shared_days(days, other.days)
        if shared is not None:
            codes.append(other.code)
            total = total.plus(other.more, shared.days)
    told = (here.name, "pack", days, tuple(sorted(channels)), of.currency, ceil(total.units), here.units * days.days)
    each = total.worth / total.told if total.told else None
    return Workload(*told, each, tuple(dict.fromkeys(codes)), ceil(alone.units))
