"""What a set of rules asserts ("Wholesale never below 40 of a SKU"), and whether it holds at today's supply."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from app.errors import UserError
from app.queries.allocation import Book, outcomes
from app.queries.allocation_facts import load_facts
from app.queries.overrides import overrides
from models.domain.allocation.outcome import broken_in, unheeded
from models.domain.allocation.rules import NeverBelow
from models.domain.rules import Rules


@dataclass(frozen=True)
class Assertion:
    """One assertion by the number of its rule; without `broken` sentences it holds."""

    rule: int
    broken: tuple[str, ...]

    @property
    def holds(self) -> bool:
        """Whether nothing breaks it."""
        return not self.broken


def assertions(session: Session, rules_by: Book, *, day: date) -> Mapping[int, Assertion]:
    """Check every assertion of a set that is in force on a day, by the number of its rule.

    Where the set cannot be followed at all, each of them is broken by that.
    """
    said = [rule for rule in rules_by.rules if isinstance(rule.what, NeverBelow) and rule.holds_on(day)]
    if not said:
        return {}
    facts = load_facts(session, day)
    rules = Rules(rules_by.rules, day)
    broken: dict[int, list[str]] = {rule.number: unheeded([rule], facts.skus) for rule in said}
    try:
        for sku, outcome in outcomes(facts, rules_by, overrides(session, day=day)):
            for one in broken_in(sku, outcome, rules):
                broken[one.rule.number].append(one.sentence)
    except UserError as error:
        return {rule.number: Assertion(rule.number, (str(error).removesuffix("."),)) for rule in said}
    return {number: Assertion(number, tuple(sentences)) for number, sentences in broken.items()}
