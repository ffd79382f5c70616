"""A planned SKU shared out: fixed numbers first, the rest by the engine; what is unmet then and what it is worth."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from models.domain.allocation.awards import Allocation, Units
from models.domain.allocation.checking import Problem, check, errors
from models.domain.allocation.claimant import Claimant
from models.domain.allocation.curve import POINTS, Curve, Point, bands, point_of, useful_supply
from models.domain.allocation.engine import allocate
from models.domain.allocation.facts import SkuFacts
from models.domain.allocation.fixed import filled_from, unmet_of_fixed
from models.domain.allocation.planning import Planned
from models.domain.allocation.prepared import Prepared
from models.domain.allocation.rules import NeverBelow
from models.domain.allocation.tiers import Tier, tier_of
from models.domain.allocation.unmet import Unmet
from models.domain.rules import Rule, Rules

OVERRIDE = "override"


@dataclass(frozen=True)
class Outcome:
    """Who gets what of a planned SKU; `fixed` are the numbers that people fixed, as far as the supply reached."""

    planned: Planned
    supply: int
    fixed: Mapping[str, int]
    found: Allocation

    @property
    def unassigned(self) -> int:
        """Units that nobody gets."""
        return self.found.unassigned

    def units(self, channel: str) -> Units:
        """Give the units of a channel; a fixed number is firm."""
        if channel in self.fixed:
            return Units(self.fixed[channel])
        return self.found.units.get(channel, Units())

    @cached_property
    def short(self) -> tuple[Unmet, ...]:
        """The unmet units of all channels by cause, those whose number people fixed included."""
        return (*self.found.unmet, *unmet_of_fixed(self.planned, self.fixed)) if self.fixed else self.found.unmet

    def unmet(self, channel: str) -> int:
        """Count the units between what a channel gets and its largest goal."""
        return sum(one.units for one in self.short if one.claimant == channel)

    @property
    def tier(self) -> Tier:
        """How tight supply is; a number fixed below what its channel is promised or guaranteed leaves its rung open."""
        if not self.fixed:
            return self.found.tier
        ladder = self.planned.ladder
        rung = bisect_right(filled_from(self.planned, self.found.levels.values()), self.supply)
        return tier_of(ladder, rung if rung < len(ladder.rungs) else None)

    @property
    def unweighed(self) -> dict[str, int]:
        """The unmet units that count nothing at stake, by channel: no sale tells what one of them contributes."""
        return {name: units for name in self.planned.unweighed if (units := self.unmet(name))}

    @property
    def at_stake(self) -> int:
        """Add up the contribution of all unmet units, in minor units; a channel that loses money counts as 0."""
        return sum(self.unmet(one.code) * max(0, one.contribution or 0) for one in self.planned.claimants)


def share_out(planned: Planned, supply: int | None = None) -> Outcome:
    """Share out a planned SKU, at another supply than its own if one is given."""
    units = planned.supply.to_share if supply is None else supply
    fixed, left = fixed_first(planned, units)
    return Outcome(planned, units, fixed, allocate(left, free_of(planned), planned.ladder))


def fixed_first(planned: Planned, supply: int) -> tuple[dict[str, int], int]:
    """Give the numbers that people fixed as far as a supply reaches, by priority, and the units that are left."""
    fixed, left = {}, supply
    ranked = sorted(planned.claimants, key=lambda one: (one.priority, one.code)) if planned.wanted else ()
    for name in [one.code for one in ranked if one.code in planned.wanted]:
        fixed[name] = min(left, planned.wanted[name])
        left -= fixed[name]
    return fixed, left


def curve_of(planned: Planned, *, points: int = POINTS) -> Curve:
    """Share a planned SKU out at supplies from 0 to all that can be used; fixed numbers come first at each of them."""
    prepared = Prepared(free_of(planned), planned.ladder)
    ranked = sorted(planned.claimants, key=lambda one: (one.priority, one.code))
    fixed = {one.code: planned.wanted[one.code] for one in ranked if one.code in planned.wanted}
    first = sum(fixed.values())
    top = max(useful_supply(prepared) + first, planned.supply.to_share)
    tiers = bands(planned.ladder, filled_from(planned, prepared.levels))
    steps = max(1, min(points - 1, top))
    found = []
    for supply in sorted({*[top * number // steps for number in range(steps + 1)], planned.supply.to_share}):
        left, units = supply, {}
        for name, wanted in fixed.items():
            units[name] = Units(min(left, wanted))
            left -= units[name].firm
        point = point_of(prepared, left)
        units |= dict(zip([one.code for one in prepared.ranked], point.units, strict=True))
        tier = next(band.tier for band in reversed(tiers) if band.first <= supply)
        found.append(Point(supply, tuple([units[one.code] for one in ranked]), point.unassigned, tier))
    return Curve(tuple([one.code for one in ranked]), tuple(found), tiers)


def free_of(planned: Planned) -> list[Claimant]:
    """Give the claimants whose number nobody fixed."""
    return [one for one in planned.claimants if one.code not in planned.wanted]


def problems_in(planned: Planned) -> list[Problem]:
    """List what stops a planned SKU from being shared out."""
    return errors(check(planned.supply.to_share, planned.claimants, planned.ladder))


@dataclass(frozen=True)
class Broken:
    """An assertion that an outcome does not keep."""

    rule: Rule[NeverBelow]
    sku: str
    units: int
    sentence: str


def broken_in(facts: SkuFacts, outcome: Outcome, rules: Rules) -> Iterator[Broken]:
    """Check what must never be undercut: firm units and those in place; no more is asked for than there is to share."""
    for channel in facts.channels:
        names = {"sku": facts.sku, "category": facts.category, "brand": facts.brand, "channel": channel.name}
        found = rules.winner(NeverBelow, **names)
        if found is None:
            continue
        held = channel.positioned + outcome.units(channel.name).firm
        if held < min(found.rule.what.units, channel.positioned + outcome.supply):
            said = f"{channel.name} would have {held} of {facts.sku}, never below {found.rule.what.units} is asserted"
            yield Broken(found.rule, facts.sku, held, f"{said} ({found.rule.scope.words()})")


def unheeded(rules: Iterable[Rule[Any]], skus: Iterable[SkuFacts]) -> list[str]:
    """Name assertions that are for what there is not: a SKU on none of their channels, or a channel without them."""
    there = [(one, channel.name) for one in skus for channel in one.channels]
    found = []
    for rule in rules:
        if not isinstance(rule.what, NeverBelow):
            continue
        meant = [
            (one.sku, name)
            for one, name in there
            if rule.scope.covers(sku=one.sku, category=one.category, brand=one.brand, channel=name)
        ]
        codes, channels = {sku for sku, _ in meant}, {name for _, name in meant}
        if not meant:
            found.append(f"{rule.sentence()}: there is no such SKU on that channel")
            continue
        missing = [f"{sku} is on none of these channels" for sku in rule.scope.skus if sku not in codes]
        missing += [f"{name} has none of these SKUs" for name in rule.scope.channels if name not in channels]
        found += [f"{rule.sentence()}: {words}" for words in missing]
    return found
