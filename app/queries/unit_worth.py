"""What a unit of each SKU leaves on each channel after product and channel cost: the one answer of all planning."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction

from sqlalchemy.orm import Session

from app.ledger.unit_sums import earned
from app.queries.names import Names, names_in
from models.domain.period import Period

Pair = tuple[int, str]  # a channel's id and a SKU
_A_YEAR = timedelta(days=363)


@dataclass(frozen=True)
class Earned:
    """The CM2 in minor units of the ledger's currency that some units, at least one, have brought in."""

    minor: int
    units: int

    @property
    def each(self) -> Fraction:
        """The contribution of one unit."""
        return Fraction(self.minor, self.units)


def unit_worth(session: Session, *, today: date, names: Names | None = None) -> dict[Pair, Earned]:
    """Add up the CM2 of the last 52 weeks by channel and SKU, where any unit was sold; bundles stay apart.

    A SKU of which a posting has no rate is not known on that channel: a sum without it would be wrong.
    """
    own = (names or names_in(session)).own
    sums: dict[Pair, tuple[int, int]] = {}
    unknown: set[Pair] = set()
    for channel_id, listing, minor, units, untranslated in earned(session, Period(today - _A_YEAR, today)):
        sku = own.get((channel_id, listing))
        if sku is None:
            continue
        pair = (channel_id, sku)
        if untranslated:
            unknown.add(pair)
        before = sums.get(pair)
        sums[pair] = (minor or 0, units) if before is None else (before[0] + (minor or 0), before[1] + units)
    return {pair: Earned(*found) for pair, found in sums.items() if found[1] > 0 and pair not in unknown}


def over_channels(worth: Mapping[Pair, Earned]) -> dict[str, Earned]:
    """Add up what units brought in over the channels that sold them, by SKU."""
    found: dict[str, Earned] = {}
    for (_, sku), one in worth.items():
        before = found.get(sku)
        found[sku] = one if before is None else Earned(before.minor + one.minor, before.units + one.units)
    return found
