"""Why a channel gets its number of a SKU: the numbers it went in with, the steps, and what each reason changes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from app.queries.allocation import Book, outcomes
from app.queries.allocation_facts import Facts
from models.domain.allocation.awards import Units
from models.domain.allocation.explanation import Step, steps_of
from models.domain.allocation.explanation import units as in_units
from models.domain.allocation.facts import Override
from models.domain.allocation.fixed import steps_of_fixed
from models.domain.allocation.outcome import Outcome, free_of
from models.domain.allocation.without import Without, without_each
from models.domain.rules import Kind, Rule


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
        missed = steps_of_fixed(planned, outcome.fixed, outcome.short, channel)
        return Why(channel, outcome.units(channel), numbers, (step, *missed), ())
    found, free = outcome.found, free_of(planned)
    without = tuple(without_each(found, free, planned.ladder, code=channel))
    return Why(channel, outcome.units(channel), numbers, steps_of(found, channel), without)


@dataclass(frozen=True)
class WithoutRule:
    """What a channel would get if one rule of the set were not there, and what it has because of it."""

    rule: Rule[Kind]
    units: int
    effect: int


def without_each_rule(
    facts: Facts, rules_by: Book, fixed: Sequence[Override], *, sku: str, channel: str
) -> list[WithoutRule]:
    """Plan a SKU again without each rule that is meant for it, on whichever channel; those without effect stay out."""
    alone = facts.only(sku)
    (one,) = alone.skus
    names = ["", *(known.name for known in one.channels)]
    meant = [
        rule
        for rule in rules_by.rules
        if rule.holds_on(facts.day)
        and any(rule.scope.covers(sku=sku, category=one.category, brand=one.brand, channel=name) for name in names)
    ]

    def units_by(rules: Sequence[Rule[Kind]]) -> int:
        ((_, outcome),) = outcomes(alone, replace(rules_by, rules=tuple(rules)), fixed)
        return outcome.units(channel).all

    now = units_by(rules_by.rules)
    found = []
    for left_out in meant:
        units = units_by([rule for rule in rules_by.rules if rule is not left_out])
        if units != now:
            found.append(WithoutRule(left_out, units, now - units))
    return found
