"""Room that SKUs share at the places of channels: a limit is split in two passes, and caps what each SKU is given."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from math import lcm
from typing import NamedTuple

from models.domain.allocation.capacity import TOP_UPS, Need, split_capacity
from models.domain.allocation.claimant import Claimant
from models.domain.allocation.explanation import units as in_units
from models.domain.allocation.outcome import Outcome, share_out
from models.domain.allocation.planning import Planned
from models.domain.allocation.ruled import Reason
from models.domain.cases import cases_up


class Room(NamedTuple):
    """What is left of one limit of a channel's places, in whole parts, and what each SKU takes of it.

    `takes` are parts by SKU for a unit, or for a case where `by_case`; a SKU that is not in it takes none.
    """

    channel: str
    what: str
    left: int
    takes: Mapping[str, int]
    by_case: bool = False


@dataclass
class _Use:
    """A room; by the place of a SKU among the plans its claimant, what a unit takes, what is asked and what fits."""

    room: Room
    left: int
    claimants: dict[int, Claimant]
    takes: dict[int, int]
    asked: dict[int, int] = field(default_factory=dict)
    fits: dict[int, int] = field(default_factory=dict)

    def units(self, found: Mapping[int, Outcome]) -> dict[int, int]:
        """Give the units that an allocation sends there."""
        return {place: found[place].units(self.room.channel).all for place in self.takes}

    def used(self, found: Mapping[int, Outcome]) -> int:
        """Add up the parts that an allocation takes."""
        return sum(units * self.takes[place] for place, units in self.units(found).items())

    def ask(self, found: Mapping[int, Outcome]) -> bool:
        """Note what an allocation asks for beyond what was asked before, and say whether it is more."""
        asked = {place: max(units, self.asked.get(place, 0)) for place, units in self.units(found).items()}
        before, self.asked = self.asked, asked
        return asked != before

    def promised(self, place: int) -> int:
        """Give the units asked for that are promised, and so stand whether they fit or not."""
        return min(self.asked[place], _promise(self.claimants[place]))

    @property
    def overfull(self) -> bool:
        """Whether what is promised alone does not fit."""
        return sum(self.promised(place) * take for place, take in self.takes.items()) > self.left

    def split(self, held: Mapping[int, int]) -> None:
        """Split what is left beside what is held or promised, in proportion to what more is asked for."""
        first = {place: max(held.get(place, 0), self.promised(place)) for place in self.claimants}
        room = self.left - sum(units * self.takes[place] for place, units in first.items())
        needs = [
            Need(
                str(place),
                max(0, self.asked[place] - first[place]),
                self.takes[place],
                one.lot,
                0 if first[place] else one.least,
                one.priority,
            )
            for place, one in self.claimants.items()
        ]
        found = split_capacity(max(0, room), needs).units
        self.fits = {place: first[place] + found[str(place)] for place in self.claimants}


def within_rooms(plans: Sequence[Planned], rooms: Iterable[Room]) -> list[Planned]:
    """Cap plans at what the places of their channels have room for, and say so in their reasons.

    The first pass knows no room. Where it needs more than there is, the room is split among the SKUs and caps the
    second pass; up to three more fill what is then unused (A3, as `allocate_within`). A promise is never cut.
    """
    uses = [use for room in rooms if (use := _use(room, plans)).takes]
    places = sorted({place for use in uses for place in use.takes})
    wanted = {place: share_out(plans[place]) for place in places}
    for use in uses:
        use.left -= sum(wanted[place].fixed.get(use.room.channel, 0) * take for place, take in _fixed(use, plans))
    short: list[_Use] = []
    found = wanted
    # Units that one channel has no room for may go to another, whose places then are too small as well, or for more.
    while more := [use for use in uses if use.used(found) > use.left and use.ask(found)]:
        for use in more:
            use.split({})
        short += [use for use in more if use not in short]
        found = _again(plans, wanted, short)
    for _ in range(TOP_UPS if short else 0):
        topped = _topped_up(plans, wanted, short, found)
        if topped is None:
            break
        found = topped
    return [found[place].planned if place in found else plan for place, plan in enumerate(plans)]


def _promise(one: Claimant) -> int:
    """Give what a promise comes to in whole cases, and no less than the MOQ."""
    return max(cases_up(one.committed, one.lot), one.least) if one.committed else 0


def _use(room: Room, plans: Sequence[Planned]) -> _Use:
    """Find who takes of a room; where cases are counted, a part is made so small that a unit takes whole ones."""
    claimants = {
        place: one
        for place, plan in enumerate(plans)
        if room.takes.get(plan.sku)
        for one in plan.claimants
        if one.code == room.channel
    }
    parts = lcm(*[one.lot for one in claimants.values()]) if room.by_case else 1
    takes = {
        place: room.takes[plans[place].sku] * (parts // one.lot if room.by_case else 1)
        for place, one in claimants.items()
    }
    return _Use(room, max(0, room.left) * parts, claimants, takes)


def _fixed(use: _Use, plans: Sequence[Planned]) -> list[tuple[int, int]]:
    """Take the SKUs out whose number a person fixed, and give what a unit of each takes."""
    places = [place for place in use.takes if use.room.channel in plans[place].wanted]
    for place in places:
        del use.claimants[place]
    return [(place, use.takes.pop(place)) for place in places]


def _again(plans: Sequence[Planned], wanted: Mapping[int, Outcome], short: Sequence[_Use]) -> dict[int, Outcome]:
    """Share every SKU out again that does not get all it asks for of some room."""
    cut = {place for use in short for place, units in use.fits.items() if units < use.asked[place]}
    return {
        place: share_out(_capped(plans[place], place, short)) if place in cut else outcome
        for place, outcome in wanted.items()
    }


def _topped_up(
    plans: Sequence[Planned], wanted: Mapping[int, Outcome], short: Sequence[_Use], found: Mapping[int, Outcome]
) -> dict[int, Outcome] | None:
    """Split what is unused among what is still wanted; None where that brings nothing or goes too far."""
    before = [(use.used(found), use.fits) for use in short]
    for use, (_, fits) in zip(short, before, strict=True):
        use.split(use.units(found))
        use.fits = {place: max(units, fits[place]) for place, units in use.fits.items()}
    again = _again(plans, wanted, short)
    now = [use.used(again) for use in short]
    fit = all(one <= max(use.left, used) for one, use, (used, _) in zip(now, short, before, strict=True))
    if fit and sum(now) > sum(used for used, _ in before):
        return again
    for use, (_, fits) in zip(short, before, strict=True):
        use.fits = fits
    return None


def _capped(plan: Planned, place: int, short: Iterable[_Use]) -> Planned:
    """Cap the channels of a SKU at what fits, never below what is promised, with the reason of every cut."""
    claimants = {one.code: one for one in plan.claimants}
    reasons = []
    for use in short:
        if place not in use.fits:
            continue
        name, fits, asked = use.room.channel, use.fits[place], use.asked[place]
        one = claimants[name]
        cap = max(fits, _promise(one))
        claimants[name] = one._replace(cap=cap if one.cap is None else min(cap, one.cap))
        if fits < asked:
            said = f"has room for {fits} of {in_units(asked)}, {asked - fits} are cut"
            if use.overfull and use.promised(place):
                said = (
                    f"has no room for all that is promised; the promise stands, {in_units(asked - fits)} beside it cut"
                )
            reasons.append(Reason(name, "cap", cap, f"{use.room.what} {said}"))
    return replace(
        plan,
        claimants=tuple([claimants[one.code] for one in plan.claimants]),
        limited=tuple([reason.sentence for reason in reasons]),
        reasons=(*plan.reasons, *reasons),
    )
