"""Which place serves the demand for a SKU on a channel, and who has promised what from there."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from app.queries.demand import DemandRow
from app.queries.places import PlaceRow
from models.domain.demand import Demand, together


@dataclass(frozen=True)
class Routed:
    """The place by channel that a person chose for a SKU, and the one that is recommended."""

    chosen: Mapping[int, int] = field(default_factory=dict)
    recommended: Mapping[int, int] = field(default_factory=dict)


@dataclass
class Served:
    """The demand for a SKU that one place serves: units a day by channel, and the demand of all of them together.

    `named` says whether a channel is served from here because of what it is or what was chosen, and not only because
    some of the units lie here.
    """

    rates: dict[str, Fraction] = field(default_factory=dict)
    parts: list[Demand] = field(default_factory=list)
    named: bool = False

    @property
    def demand(self) -> Demand:
        """The demand of all channels."""
        return together(self.parts)


def served(
    rows: Iterable[DemandRow], places: Sequence[PlaceRow], stock: Mapping[int, int], routed: Routed
) -> dict[int, Served]:
    """Give the demand for one SKU by the id of the place that serves it.

    What a person chose decides. Else a channel with stock in a place of its own is served from there, another one from
    the recommended place; and without a recommendation, from all that serve every channel, by what lies there.
    """
    found: dict[int, Served] = {}
    for row in rows:
        own = next((place.id for place in places if place.channel_id == row.channel_id and place.id in stock), None)
        only = routed.chosen.get(row.channel_id, own or routed.recommended.get(row.channel_id))
        shares = {only: Fraction(1)} if only is not None else _shares(places, stock)
        for place, share in shares.items():
            here = found.setdefault(place, Served())
            here.rates[row.channel] = here.rates.get(row.channel, Fraction(0)) + row.demand.rate * share
            here.parts.append(Demand(row.demand.rate * share, row.demand.variance * share, row.demand.weeks))
            here.named |= only is not None
    return found


def _shares(places: Sequence[PlaceRow], stock: Mapping[int, int]) -> dict[int, Fraction]:
    """Share demand out among the places that serve every channel; where nothing lies, the first one has it all."""
    pool = [place.id for place in places if place.allocatable]
    units = {place: max(0, stock.get(place, 0)) for place in pool}
    total = sum(units.values())
    if not total:
        return {place: Fraction(1) for place in pool[:1]}
    return {place: Fraction(held, total) for place, held in units.items() if held}


def free(stock: Mapping[int, int], owed: int, places: Sequence[PlaceRow]) -> dict[int, int]:
    """Take what was promised from the places that serve every channel, where most lies first; give what is free.

    What they cannot cover is owed by the first of them: its free units are below 0.
    """
    left = dict(stock)
    pool = sorted((place.id for place in places if place.allocatable), key=lambda place: -left.get(place, 0))
    for place in pool:
        taken = min(owed, max(0, left.get(place, 0)))
        if taken:
            left[place] -= taken
            owed -= taken
    if owed and pool:
        left[pool[0]] = left.get(pool[0], 0) - owed
    return left
