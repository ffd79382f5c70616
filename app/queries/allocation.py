"""Who gets which units of every SKU: under the rules that hold, a draft, or an older version."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from sqlalchemy.orm import Session

from app.errors import UserError
from app.queries.allocation_case import read_ladder
from app.queries.allocation_facts import Facts, load_facts
from app.queries.case_json import written_ladder
from app.queries.json_fields import Fields
from app.queries.overrides import overrides
from app.queries.rules import ALLOCATION, RulesOf, State, digest_of, draft_of, published, version_named
from models.domain.allocation.facts import Override, SkuFacts
from models.domain.allocation.ladder import STANDARD, Ladder
from models.domain.allocation.outcome import Outcome, broken_in, problems_in, share_out, unheeded
from models.domain.allocation.planning import Planned, planned
from models.domain.allocation.room import within_rooms
from models.domain.rules import Kind, Rule, Rules

DRAFT = State.DRAFT.value
PRESET = "preset Standard (no rules are published yet)"


@dataclass(frozen=True)
class Book:
    """The rules and the ladder that an allocation goes by; without a version the preset Standard holds."""

    id: int | None
    title: str
    ladder: Ladder
    rules: tuple[Rule[Kind], ...] = ()

    @property
    def digest(self) -> str:
        """Hash what the rules and the ladder say."""
        return digest_of(self.rules, settings_of(self.ladder))


def settings_of(ladder: Ladder) -> dict[str, Any]:
    """Write what holds for a whole set of allocation rules."""
    return {"ladder": written_ladder(ladder), "ladder_name": ladder.name, "demand_days": ladder.demand_days}


def ladder_of(settings: Mapping[str, Any]) -> Ladder:
    """Read the ladder out of the settings of a set."""
    problems: list[str] = []
    fields = Fields(settings, "", problems)
    ladder = read_ladder(fields)
    days, name = fields.units("demand_days", ladder.demand_days), fields.text("ladder_name")
    if problems:
        raise UserError(f"The ladder of these rules cannot be read: {'; '.join(problems)}.")
    return _the_same(Ladder(ladder.rungs, name, days))


@lru_cache(maxsize=16)
def _the_same(ladder: Ladder) -> Ladder:
    """Give the first of all equal ladders: what is known of it is then found, SKU by SKU, without comparing rungs."""
    return ladder


def book(session: Session, name: str | None = None) -> Book:
    """Give the rules that hold, or by name the draft or a published version."""
    found = published(session, ALLOCATION) if name is None else version_named(session, ALLOCATION, name)
    return Book(None, PRESET, STANDARD) if found is None else book_of(found)


def book_of(found: RulesOf) -> Book:
    """Make a version ready to allocate by."""
    return Book(found.version.id, found.version.title, ladder_of(found.version.settings), found.rules)


def draft_book(session: Session) -> Book | None:
    """Give the rules of the draft, if there is one."""
    found = draft_of(session, ALLOCATION)
    return None if found is None else book_of(found)


def outcomes(
    facts: Facts, rules_by: Book, fixed: Sequence[Override] = (), *, supply: int | None = None
) -> Iterator[tuple[SkuFacts, Outcome]]:
    """Share out every SKU; refuses rules that cannot be followed for one of them."""
    rules = Rules(rules_by.rules, facts.day)
    by_sku: dict[str, list[Override]] = {}
    for one in fixed:
        by_sku.setdefault(one.sku, []).append(one)

    def made(sku: SkuFacts) -> Planned:
        plan = planned(sku, rules, rules_by.ladder, by_sku.get(sku.sku, ()))
        if plan.claimants and (problems := problems_in(plan)):
            told = "; ".join(str(problem) for problem in problems)
            raise UserError(f"{sku.sku} cannot be allocated by {rules_by.title}: {told}. Nothing was allocated.")
        return plan

    plans: Iterable[Planned] = map(made, facts.skus)
    if facts.rooms:
        # What a place has room for is split among all SKUs at their own supply, also where one is looked at alone.
        plans = within_rooms([made(one) for one in (*facts.skus, *facts.others)], facts.rooms)
    for sku, plan in zip(facts.skus, plans, strict=False):
        yield sku, share_out(plan, supply)


def allocations(
    session: Session, *, day: date, version: str | None = None, sku: str = "", supply: int | None = None
) -> list[Outcome]:
    """Share out all SKUs or one, by the rules that hold or others, at today's supply or another; stores nothing."""
    facts = load_facts(session, day, sku=sku)
    if sku and not facts.skus:
        raise UserError(f"Nothing is known of a SKU “{sku}” that could be allocated. Nothing was allocated.")
    found = outcomes(facts, book(session, version), overrides(session, day=day), supply=supply)
    return [outcome for _, outcome in found]


def broken_assertions(session: Session, rules_by: Book, *, day: date) -> list[str]:
    """Say which assertions of a set do not hold at today's supply, or are for nothing that there is."""
    facts = load_facts(session, day)
    rules = Rules(rules_by.rules, day)
    broken = [
        one.sentence
        for sku, outcome in outcomes(facts, rules_by, overrides(session, day=day))
        for one in broken_in(sku, outcome, rules)
    ]
    return [*broken, *unheeded([one for one in rules_by.rules if one.holds_on(day)], facts.skus)]
