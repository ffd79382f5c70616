"""Why a channel gets its number of a SKU: the numbers it went in with, the steps, and what each reason changes."""

from __future__ import annotations

from dataclasses import dataclass

from models.domain.allocation.awards import Units
from models.domain.allocation.explanation import Step, steps_of
from models.domain.allocation.explanation import units as in_units
from models.domain.allocation.outcome import Outcome, free_of
from models.domain.allocation.without import Without, without_each


@dataclass(frozen=True)
class Why:
    """The reasons for one number: `numbers` come from rules and facts, `steps` from the ladder."""

    channel: str
    units: Units
    numbers: tuple[str, ...]
    steps: tuple[Step, ...]
    without: tuple[Without, ...]

    def sentences(self) -> list[str]:
        """Say it line by line."""
        moved = [one for one in self.without if one.effect]
        return [
            *(f"{number}." for number in self.numbers),
            *(step.sentence for step in self.steps),
            *(f"Without {one.what}: {one.units} ({-one.effect:+d})." for one in moved),
        ]


def why(outcome: Outcome, channel: str) -> Why:
    """Explain the number of a channel, working it out again without each of its reasons."""
    planned = outcome.planned
    numbers = (*planned.reasons_of(""), *planned.reasons_of(channel))
    if channel in planned.wanted:
        got, wanted = outcome.fixed.get(channel, 0), planned.wanted[channel]
        short = "" if got == wanted else f" of the {wanted} it was fixed at, since there are no more"
        step = Step(0, None, f"A person fixed this number: {channel} gets {in_units(got)}{short}.", got)
        return Why(channel, outcome.units(channel), numbers, (step,), ())
    found, free = outcome.found, free_of(planned)
    without = tuple(without_each(found, free, planned.ladder, code=channel))
    return Why(channel, outcome.units(channel), numbers, steps_of(found, channel), without)
