"""The answer to an allocation case, as a dictionary that becomes JSON."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from app.queries.allocation_case import Case
from models.domain.allocation.award_key import key_of
from models.domain.allocation.awards import Allocation, Award
from models.domain.allocation.claimant import Claimant
from models.domain.allocation.engine import allocate
from models.domain.allocation.levels import MOST
from models.domain.allocation.listing import publish
from models.domain.allocation.promise import backward_promise, look_ahead_promise, period_promise
from models.domain.allocation.unmet import Unmet
from models.domain.allocation.without import explain
from models.domain.allocation.worth import expected_contribution
from models.domain.money import half_up, major

Answer = dict[str, Any]
_WHOLE = 100


def answer_case(case: Case, *, explained: bool = False, time_limit: int | None = None) -> Answer:
    """Allocate a case and answer everything it asks; explained, also why each channel gets its number.

    `time_limit` is the milliseconds that the solver has for one plan, if not those of the product.
    """
    found = allocate(case.supply, case.claimants, case.ladder)
    answer = answer_of(found, case.claimants)
    answer["warnings"] = [{"field": problem.field, "message": problem.message} for problem in case.warnings]
    if any(one.demand is not None and one.contribution is not None for one in case.claimants):
        answer["contribution"] = _worth(case, found)
    if case.listings:
        listed = publish(case.supply, {code: units.all for code, units in found.units.items()}, case.listings)
        answer["published"] = dict(listed.units)
    if case.periods is not None:
        answer["promise"] = {
            "period": period_promise(*case.periods),
            "backward": backward_promise(*case.periods),
            "look_ahead": look_ahead_promise(*case.periods),
        }
    if explained:
        answer["explanation"] = {one.code: _explained(case, one.code) for one in case.claimants}
        if all(one.demand is not None and one.contribution is not None for one in case.claimants):
            answer["policy"] = _policy(case, found, time_limit)
    return answer


def answer_of(found: Allocation, claimants: tuple[Claimant, ...]) -> Answer:
    """Write an allocation down."""
    by_code = {one.code: one for one in claimants}
    return {
        "supply": found.supply,
        "awards": [_award(award, by_code[award.claimant], found) for award in found.awards],
        "units": {code: {"firm": units.firm, "loan": units.loan} for code, units in found.units.items()},
        "unassigned": found.unassigned,
        "blocked": _blocked(found),
        "levels": {
            code: [level if level <= MOST else None for level in levels.reached]
            for code, levels in found.levels.items()
        },
        "tier": found.tier.value,
        "unmet": written_unmet(found.unmet),
        "exceptions": [
            {"claimant": one.claimant, "about": one.about, "sentence": one.sentence} for one in found.exceptions
        ],
    }


def written_unmet(unmet: Iterable[Unmet]) -> list[Answer]:
    """Write unmet units down, each with its cause."""
    return [{"claimant": one.claimant, "cause": one.cause.value, "units": one.units} for one in unmet]


def _award(award: Award, claimant: Claimant, found: Allocation) -> Answer:
    written: Answer = {
        "claimant": award.claimant,
        "rung": award.rung,
        "name": found.ladder.rungs[award.rung - 1].name,
        "rule": award.rule.value,
        "units": award.units,
        "kind": award.kind.value,
        "key": _key(key_of(award, claimant, found)),
    }
    return written | {"line": award.line} if award.line else written


def _key(key: Fraction | date | None) -> str | None:
    return None if key is None else str(key)


def _blocked(found: Allocation) -> Answer | None:
    stopped = found.blocked
    if stopped is None:
        return None
    return {
        "rung": stopped.rung,
        "name": found.ladder.rungs[stopped.rung - 1].name,
        "claimant": stopped.claimant,
        "lot": stopped.lot,
        "left": stopped.left,
        "missing": stopped.missing,
    }


def _worth(case: Case, found: Allocation) -> Answer:
    """Write the expected contribution of every channel where it is known, and the total where all are."""
    exact = {one.code: expected_contribution(one, found.units[one.code].all) for one in case.claimants}
    known = {code: amount for code, amount in exact.items() if amount is not None}
    total = _money(sum(known.values(), Fraction(0)), case.currency) if len(known) == len(exact) else None
    return {"claimants": {code: _money(amount, case.currency) for code, amount in known.items()}, "total": total}


def _policy(case: Case, found: Allocation, time_limit: int | None) -> Answer:
    """Write what the rules and each promise cost against the best plan."""
    # Loading a solver takes longer than allocating; only an explanation needs it.
    from models.domain.policy_cost import TIME_LIMIT, policy_cost  # noqa: PLC0415 - for the reason above

    cost = policy_cost(case.claimants, found, time_limit=TIME_LIMIT if time_limit is None else time_limit)
    share = cost.cost / cost.best.value if cost.best.value else Fraction(0)
    return {
        "value": _money(cost.value, case.currency),
        "best": _money(cost.best.value, case.currency),
        "best_units": dict(cost.best.units),
        "cost": _money(cost.cost, case.currency),
        "percent": str(_tenths(share * _WHOLE)),
        "promises": {code: _money(amount, case.currency) for code, amount in cost.promises.items()},
        "all_promises": _money(cost.all_promises, case.currency),
        "gap": str(Decimal(cost.best.gap.numerator) / cost.best.gap.denominator),
        "time_limit_ms": cost.time_limit,
        "refused": cost.refused or None,
    }


def _tenths(value: Fraction) -> Decimal:
    return Decimal(half_up(value * 10)).scaleb(-1)


def _money(amount: Fraction, currency: str) -> str:
    return major(half_up(amount), currency)


def _explained(case: Case, code: str) -> Answer:
    explanation = explain(case.supply, case.claimants, case.ladder, code=code)
    return {
        "steps": [
            {
                "rung": step.rung or None,
                "rule": step.rule.value if step.rule else None,
                "sentence": step.sentence,
                "effect": step.effect,
            }
            for step in explanation.steps
        ],
        "without": [{"what": one.what, "units": one.units, "effect": one.effect} for one in explanation.without],
    }
