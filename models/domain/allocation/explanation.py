"""Why a channel gets its number: the steps of the ladder in sentences."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from models.domain.allocation.awards import Allocation, Blocked, Hold
from models.domain.allocation.ladder import ShareBy
from models.domain.allocation.levels import MOST
from models.domain.allocation.unmet import Cause, Unmet

IN_WORDS = {
    ShareBy.PRIORITY: "in order of priority",
    ShareBy.EDD: "earliest due date first",
    ShareBy.EQUAL: "the same units for each",
    ShareBy.EQUAL_LOSS: "the same units short for each",
    ShareBy.PRORATA: "the same share of each claim",
    ShareBy.SHARE: "by agreed percentages",
    ShareBy.COVER: "fewest days of cover first",
    ShareBy.CONTRIBUTION: "largest expected contribution first",
}
BECAUSE = {
    Cause.SUPPLY: "the supply does not reach that far",
    Cause.LOWER_RUNG: "due in a lower rung than the one where the supply ends",
    Cause.MOQ: "fewer than the MOQ",
    Cause.CAP: "above the cap",
    Cause.LOT: "no whole case",
    Cause.DISABLED: "the channel is switched off",
    Cause.OVERRIDE: "a person fixed fewer",
}


@dataclass(frozen=True)
class Step:
    """One reason in a sentence, and the units it gives; `rung` counts from 1 and is 0 where no rung is at work."""

    rung: int
    rule: ShareBy | None
    sentence: str
    effect: int = 0


def steps_of(found: Allocation, code: str) -> tuple[Step, ...]:
    """Tell rung by rung what a channel was due and what it got, then what is unmet and what was worked around."""
    rungs = [step for number in range(len(found.ladder.rungs)) for step in _in_rung(found, code, number)]
    unmet = [unmet_step(one) for one in found.unmet if one.claimant == code]
    remarks = [Step(0, None, f"{one.sentence}.") for one in found.exceptions if one.claimant == code]
    return (*rungs, *unmet, *remarks)


def unmet_step(one: Unmet) -> Step:
    """Say why units are unmet."""
    return Step(0, None, f"{units(one.units)} unmet: {BECAUSE[one.cause]}.")


def units(count: int) -> str:
    """Write a number of units."""
    return f"{count} unit{'' if count == 1 else 's'}"


def blocked_sentence(blocked: Blocked) -> str:
    """Say which lot did not fit."""
    return (
        f"{blocked.claimant} waits in rung {blocked.rung} for a lot of {blocked.lot}: "
        f"{units(blocked.left)} left, {blocked.missing} missing."
    )


def _in_rung(found: Allocation, code: str, number: int) -> Iterator[Step]:
    rung = found.ladder.rungs[number]
    head = f"Rung {number + 1}, {rung.name}, {IN_WORDS[rung.share_by]}"
    firm, lent = (_awarded(found, code, number + 1, kind) for kind in Hold)
    yield Step(number + 1, rung.share_by, f"{head}: {_granted(found, code, number, firm)}.", firm)
    if found.blocked is not None and found.blocked.rung == number + 1:
        yield Step(number + 1, None, blocked_sentence(found.blocked))
    if lent and found.blocked is not None:
        until = f"until the lot of {found.blocked.lot} that {found.blocked.claimant} waits for fits"
        yield Step(number + 1, rung.share_by, f"{head}: {units(lent)} on loan, {until}.", lent)


def _awarded(found: Allocation, code: str, rung: int, kind: Hold) -> int:
    return sum(award.units for award in found.awards if (award.claimant, award.rung, award.kind) == (code, rung, kind))


def _granted(found: Allocation, code: str, number: int, got: int) -> str:
    levels = found.levels[code]
    due = levels.reached[number] - levels.before(number)
    if not due:
        return f"{code} is due nothing more than the {levels.before(number)} it has from the rungs before"
    if found.short_rung is None or number < found.short_rung:
        return f"{code} gets all {units(due)} it is due, {levels.reached[number]} by now"
    if number > found.short_rung and due > MOST:
        return f"{code} is due as many as there are, but the supply ends in rung {found.short_rung + 1}"
    if number > found.short_rung:
        more = "as many as there are" if due > MOST else f"{due} more"
        return f"{code} is due {more}, but the supply ends in rung {found.short_rung + 1}"
    if due > MOST:
        return f"{code} gets {units(got)} of as many as there are; the supply ends in this rung"
    return f"{code} gets {got} of the {units(due)} it is due; the supply ends in this rung"
