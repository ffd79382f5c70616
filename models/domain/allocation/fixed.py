"""What numbers that people fixed leave undone: rungs that they keep from being filled, and the units unmet for them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from models.domain.allocation.claimant import Claimant
from models.domain.allocation.explanation import Step, unmet_step
from models.domain.allocation.levels import MOST, Levels, aims_of, levels_of
from models.domain.allocation.planning import Planned
from models.domain.allocation.unmet import Cause, Unmet, unmet_of

NEVER = MOST + 1  # a supply that no SKU has


def filled_from(planned: Planned, free: Iterable[Levels]) -> list[int]:
    """Give the supply from which each rung is filled, fixed numbers first; `NEVER` where one is fixed too low for it.

    `free` are the levels of the channels whose number nobody fixed.
    """
    needed, first = [0] * len(planned.ladder.rungs), 0
    for claimant, levels in _fixed(planned):
        wanted = planned.wanted[claimant.code]
        for rung, due in enumerate(levels.reached):
            needed[rung] = max(needed[rung], (first + due if due <= wanted else NEVER) if due else 0)
        first += wanted
    shared = [sum(reached) for reached in zip(*[levels.reached for levels in free], strict=True)] or [0] * len(needed)
    return [max(own, first + rest if rest else 0) for own, rest in zip(needed, shared, strict=True)]


def unmet_of_fixed(planned: Planned, fixed: Mapping[str, int]) -> Iterator[Unmet]:
    """Tell the units between what channels get of their fixed numbers and their largest goals.

    What the supply lacks of a fixed number is unmet for the supply; what the number leaves of a goal that the ladder
    could have met is unmet for the override.
    """
    for claimant, levels in _fixed(planned):
        wanted, got = planned.wanted[claimant.code], fixed[claimant.code]
        if got < wanted:
            yield Unmet(claimant.code, Cause.SUPPLY, wanted - got)
        for one in unmet_of(claimant, levels, units=wanted, short_rung=None):
            yield one._replace(cause=Cause.OVERRIDE) if one.cause is Cause.SUPPLY else one


def steps_of_fixed(planned: Planned, fixed: Mapping[str, int], unmet: Iterable[Unmet], code: str) -> Iterator[Step]:
    """Tell rung by rung what a channel misses of what it is due, since its number is fixed, and what is unmet then."""
    levels = next(levels for claimant, levels in _fixed(planned) if claimant.code == code)
    for number, rung in enumerate(planned.ladder.rungs):
        due = levels.reached[number] - levels.before(number)
        missed = levels.reached[number] - max(fixed[code], levels.before(number))
        if missed > 0 and levels.reached[number] <= MOST:
            said = f"Rung {number + 1}, {rung.name}, {code} misses {missed} of the {due} it is due."
            yield Step(number + 1, rung.share_by, said)
    yield from (unmet_step(one) for one in unmet if one.claimant == code)


def _fixed(planned: Planned) -> Iterator[tuple[Claimant, Levels]]:
    """Give the channels whose number is fixed in the order in which they are served, each with what it is due."""
    if not planned.wanted:
        return
    aims = aims_of(planned.ladder)
    for one in sorted(planned.claimants, key=lambda one: (one.priority, one.code)):
        if one.code in planned.wanted:
            yield one, levels_of(one, aims)
