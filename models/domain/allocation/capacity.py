"""A capacity that several SKUs share (cubic feet, units packed in a day), split among what they need of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from models.domain.allocation.awards import Allocation, Blocked
from models.domain.allocation.claimant import Claimant
from models.domain.allocation.engine import allocate
from models.domain.allocation.ladder import Goal, Ladder, Rung, ShareBy

TOP_UPS = 3


@dataclass(frozen=True)
class Need:
    """Units that need capacity: `volume` for each, in whole parts of the capacity's unit."""

    code: str
    units: int
    volume: int
    lot: int = 1
    moq: int = 0
    priority: int = 1


@dataclass(frozen=True)
class Split:
    """The units that find room; the blocked lot is counted in capacity."""

    units: Mapping[str, int]
    used: int
    unused: int
    blocked: Blocked | None


@dataclass(frozen=True)
class SkuCase:
    """One SKU to be allocated, and the volume of a unit in every channel that uses the capacity."""

    sku: str
    supply: int
    claimants: tuple[Claimant, ...]
    volumes: Mapping[str, int]


@dataclass(frozen=True)
class CapacityPlan:
    """Every SKU allocated within the capacity, and the caps by SKU and channel that keep it there."""

    allocations: Mapping[str, Allocation]
    caps: Mapping[tuple[str, str], int]
    used: int
    unused: int


def split_capacity(capacity: int, needs: Sequence[Need], *, share_by: ShareBy = ShareBy.PRORATA) -> Split:
    """Share a capacity among needs by a rule that looks at claims: priority, equal, equal loss or prorata."""
    free = {need.code: need.units for need in needs if not need.volume}
    bound = [need for need in needs if need.volume]
    shared = allocate(capacity, [_claimant(need) for need in bound], Ladder((Rung(Goal.TARGET, share_by),)))
    units = free | {need.code: shared.units[need.code].all // need.volume for need in bound}
    return Split(units, capacity - shared.unassigned, shared.unassigned, shared.blocked)


def allocate_within(
    capacity: int, cases: Sequence[SkuCase], ladder: Ladder, *, share_by: ShareBy = ShareBy.PRORATA
) -> CapacityPlan:
    """Allocate SKUs that share a capacity in two passes, and fill what is then unused in up to three more.

    The first pass knows no capacity; what it gives is what every SKU and channel needs of it. Their split caps the
    second pass.
    """
    wanted = _plan(capacity, cases, ladder, {})
    if wanted.unused >= 0:
        return wanted
    plan = _plan(capacity, cases, ladder, _caps(capacity, cases, wanted, _nothing(cases), share_by))
    for _ in range(TOP_UPS):
        more = _topped_up(plan, cases, ladder, wanted, share_by)
        if not plan.used < more.used <= capacity:
            break
        plan = more
    return plan


def _claimant(need: Need) -> Claimant:
    return Claimant(
        need.code,
        need.priority,
        lot=need.lot * need.volume,
        moq=need.moq * need.volume,
        target=need.units * need.volume,
    )


def _plan(capacity: int, cases: Iterable[SkuCase], ladder: Ladder, caps: Mapping[tuple[str, str], int]) -> CapacityPlan:
    allocations = {}
    used = 0
    for case in cases:
        capped = [_capped(one, caps.get((case.sku, one.code))) for one in case.claimants]
        found = allocations[case.sku] = allocate(case.supply, capped, ladder)
        used += sum(found.units[code].all * volume for code, volume in case.volumes.items())
    return CapacityPlan(allocations, caps, used, capacity - used)


def _capped(claimant: Claimant, cap: int | None) -> Claimant:
    if cap is None:
        return claimant
    return claimant._replace(cap=cap if claimant.cap is None else min(cap, claimant.cap))


def _topped_up(
    plan: CapacityPlan, cases: Sequence[SkuCase], ladder: Ladder, wanted: CapacityPlan, share_by: ShareBy
) -> CapacityPlan:
    """Split what is unused among what is still wanted."""
    caps = _caps(plan.unused, cases, wanted, _units(plan, cases), share_by)
    raised = {place: max(cap, plan.caps[place]) for place, cap in caps.items()}
    return _plan(plan.used + plan.unused, cases, ladder, raised)


def _caps(
    capacity: int,
    cases: Sequence[SkuCase],
    wanted: CapacityPlan,
    held: Mapping[tuple[str, str], int],
    share_by: ShareBy,
) -> dict[tuple[str, str], int]:
    """Cap every SKU and channel at what it holds and what the split of a capacity adds to that."""
    goals = _units(wanted, cases)
    needs = [
        Need(
            f"{number}/{one.code}",
            max(0, goals[case.sku, one.code] - held[case.sku, one.code]),
            case.volumes[one.code],
            one.lot,
            0 if held[case.sku, one.code] else one.least,
            one.priority,
        )
        for number, case in enumerate(cases)
        for one in case.claimants
        if one.code in case.volumes
    ]
    split = split_capacity(capacity, needs, share_by=share_by)
    places = [(case.sku, one.code) for case in cases for one in case.claimants if one.code in case.volumes]
    return {place: held[place] + split.units[need.code] for place, need in zip(places, needs, strict=True)}


def _units(plan: CapacityPlan, cases: Iterable[SkuCase]) -> dict[tuple[str, str], int]:
    return {(case.sku, code): plan.allocations[case.sku].units[code].all for case in cases for code in case.volumes}


def _nothing(cases: Iterable[SkuCase]) -> dict[tuple[str, str], int]:
    return {(case.sku, code): 0 for case in cases for code in case.volumes}
