"""The supply curve: what every channel would get at every supply, and where the tiers change."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from models.domain.allocation.awards import Units
from models.domain.allocation.engine import share
from models.domain.allocation.ladder import Ladder
from models.domain.allocation.levels import MOST
from models.domain.allocation.prepared import Prepared
from models.domain.allocation.tiers import Tier, tier_of

POINTS = 200


@dataclass(frozen=True)
class Point:
    """The units of every channel at one supply, in the order of the curve's codes."""

    supply: int
    units: tuple[Units, ...]
    unassigned: int
    tier: Tier


@dataclass(frozen=True)
class Band:
    """The supplies, first and last included, that have the same tier; the last band has no end."""

    tier: Tier
    first: int
    last: int | None


@dataclass(frozen=True)
class Curve:
    """Points from no supply to all that can be used, and the bands of tiers."""

    codes: tuple[str, ...]
    points: tuple[Point, ...]
    bands: tuple[Band, ...]


def supply_curve(prepared: Prepared, *, points: int = POINTS, upto: int | None = None) -> Curve:
    """Allocate supplies at even steps from 0 to `upto`, which is what all channels together can take unless given."""
    top = useful_supply(prepared) if upto is None else upto
    steps = max(1, min(points - 1, top))
    supplies = [top * number // steps for number in range(steps + 1)] if top else [0]
    return Curve(
        tuple([claimant.code for claimant in prepared.ranked]),
        tuple([point_of(prepared, supply) for supply in supplies]),
        bands(prepared.ladder, prepared.filled_at),
    )


def useful_supply(prepared: Prepared) -> int:
    """Add up the last levels of all channels; one without a cap counts with twice its highest other level."""
    return sum(_top(list(levels.reached)) for levels in prepared.levels)


def bands(ladder: Ladder, filled_at: Sequence[int]) -> tuple[Band, ...]:
    """Tell from which to which supply each tier lasts, by the supply from which each rung is filled."""
    found: list[Band] = []
    first = 0
    for number, filled in enumerate(filled_at):
        if filled > first:
            found.append(Band(tier_of(ladder, number), first, filled - 1 if filled <= MOST else None))
            first = filled
        if first > MOST:
            break
    if not found or found[-1].last is not None:
        found.append(Band(tier_of(ladder, None), first, None))
    return tuple(_joined(found))


def point_of(prepared: Prepared, supply: int) -> Point:
    """Share one supply out."""
    shares = share(prepared, supply)
    units = tuple([Units(firm, loan) for firm, loan in zip(shares.firm, shares.loan, strict=True)])
    return Point(supply, units, shares.unassigned, tier_of(prepared.ladder, shares.rung))


def _top(reached: list[int]) -> int:
    limited = [level for level in reached if level <= MOST]
    return max(limited, default=0) if len(limited) == len(reached) else 2 * max([1, *limited])


def _joined(found: list[Band]) -> list[Band]:
    joined: list[Band] = []
    for band in found:
        if joined and joined[-1].tier is band.tier:
            joined[-1] = Band(band.tier, joined[-1].first, band.last)
        else:
            joined.append(band)
    return joined
