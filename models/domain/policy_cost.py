"""What the rules of an allocation cost against the best plan that keeps the same promises, found by HiGHS."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from math import isfinite

import highspy
import numpy as np

from models.domain.allocation.awards import Allocation
from models.domain.allocation.claimant import Claimant
from models.domain.allocation.policy import MOST_LOTS, PolicyModel, has_too_many, plan_value, policy_model

TIME_LIMIT = 200  # milliseconds for one plan
REFUSED = f"There are more than {MOST_LOTS:,} lots that may or may not be sold, too many to look for the best plan"
_EXACT = 1e-9
_MILLISECONDS = 1000
_BILLION = 10**9


@dataclass(frozen=True)
class Plan:
    """The best plan found: units by channel, their exact value in minor units, and how far the best may be above it.

    `gap` is a fraction of the value; 0 means that the plan is proved to be the best, 1 that nothing is proved.
    """

    units: Mapping[str, int]
    value: Fraction
    gap: Fraction


@dataclass(frozen=True)
class PolicyCost:
    """What an allocation is worth, the best plan with the same promises, and what each promise costs (minor units).

    `refused` says why no better plan was looked for; the best one known is then the allocation's own.
    """

    value: Fraction
    best: Plan
    promises: Mapping[str, Fraction]
    all_promises: Fraction
    time_limit: int
    refused: str = ""

    @property
    def cost(self) -> Fraction:
        """What the rules cost beside the promises."""
        return self.best.value - self.value


def policy_cost(claimants: Sequence[Claimant], found: Allocation, *, time_limit: int = TIME_LIMIT) -> PolicyCost:
    """Compare an allocation with the best plans; every channel needs a demand and a contribution."""
    value = plan_value(claimants, {code: units.all for code, units in found.units.items()})
    # What was allocated is a plan too, and every plan that keeps all promises keeps fewer: a solver that runs out of
    # time never makes the rules look better than the best.
    own = Plan({code: units.all for code, units in found.units.items()}, value, Fraction(1))
    if has_too_many(claimants, found):
        return PolicyCost(value, own, {}, Fraction(0), time_limit, REFUSED)
    model = policy_model(claimants, found)
    best = best_plan(model, time_limit=time_limit, known=own)
    promises = {}
    for code in model.promised:
        others = {other: units for other, units in model.promised.items() if other != code}
        without = best_plan(replace(model, promised=others), time_limit=time_limit, known=best)
        promises[code] = without.value - best.value
    free = best_plan(policy_model(claimants, found, promises=False), time_limit=time_limit, known=best)
    return PolicyCost(value, best, promises, free.value - best.value, time_limit)


def best_plan(model: PolicyModel, *, time_limit: int = TIME_LIMIT, known: Plan | None = None) -> Plan:
    """Choose the lots that fit, keep the promises and are worth most (a mixed-integer programme).

    The solver reckons in floating point; which lots it takes is exact, and so is their value. Where it runs out of time
    with less than the plan that is `known`, that one is given.
    """
    lots = [lot for lot in model.lots if lot.units]
    if not lots:
        return Plan({}, Fraction(0), Fraction(0))
    solver = highspy.Highs()
    solver.silent()
    solver.setOptionValue("time_limit", time_limit / _MILLISECONDS)
    solver.setOptionValue("mip_rel_gap", 0.0)
    solver.setOptionValue("mip_abs_gap", _EXACT)
    solver.passModel(programme(model))
    solver.run()
    taken = np.rint(np.asarray(solver.getSolution().col_value)).astype(int)
    counts: Counter[str] = Counter()
    for lot, count in zip(lots, taken.tolist(), strict=True):
        counts[lot.claimant] += count
    # Of lots of one size the earlier are worth more, so that as many from the first on are worth no less.
    chosen = {code: model.first(code, count) for code, count in counts.items() if count}
    units = {code: taken_units for code, (taken_units, _) in chosen.items()}
    value = sum((worth for _, worth in chosen.values()), Fraction(0))
    keeps = all(units.get(code, 0) >= promised for code, promised in model.promised.items())
    if not keeps or sum(units.values()) > model.supply:
        # Of numbers that are too large for floating point nothing is proved.
        return known or Plan({}, Fraction(0), Fraction(1))
    proved = solver.getModelStatus() == highspy.HighsModelStatus.kOptimal
    if proved:
        return Plan(units, value, Fraction(0))
    if known is not None and known.value > value:
        units, value = dict(known.units), known.value
    return Plan(units, value, _gap(value, solver.getInfo().mip_dual_bound))


def _gap(value: Fraction, bound: float) -> Fraction:
    """Give how far the best plan may be above the one found, in billionths of it; all of it where nothing is known."""
    if not isfinite(bound) or not value:
        return Fraction(1)
    above = (Fraction(bound) - value) / value
    return Fraction(max(0, round(above * _BILLION)), _BILLION)


def programme(model: PolicyModel) -> highspy.HighsLp:
    """Write the model: a column for lots that are alike; rows for the supply, the first lots, and the promises."""
    lots = [lot for lot in model.lots if lot.units]
    count = len(lots)
    rows: list[tuple[list[int], list[int], float, float]] = []
    rows.append((list(range(count)), [lot.units for lot in lots], -highspy.kHighsInf, model.supply))
    for code in dict.fromkeys(lot.claimant for lot in lots):
        own = [place for place, lot in enumerate(lots) if lot.claimant == code]
        first, *later = own
        if later and lots[first].units != lots[later[0]].units:
            # The least a channel takes at all comes before all else; lots of one size need no order.
            rows.append((own, [-sum(lots[place].count for place in later), *[1] * len(later)], -highspy.kHighsInf, 0))
        if promised := model.promised.get(code, 0):
            rows.append((own, [lots[place].units for place in own], promised, highspy.kHighsInf))
    programme = highspy.HighsLp()
    programme.num_col_, programme.num_row_ = count, len(rows)
    programme.sense_ = highspy.ObjSense.kMaximize
    programme.col_cost_ = np.array([lot.value.numerator / lot.value.denominator for lot in lots], np.double)
    programme.col_lower_ = np.zeros(count)
    programme.col_upper_ = np.array([lot.count for lot in lots], np.double)
    # Single units fill what whole cases leave, an integer; so they come out whole without being asked to.
    whole, part = highspy.HighsVarType.kInteger, highspy.HighsVarType.kContinuous
    programme.integrality_ = [part if lot.units == 1 else whole for lot in lots]
    programme.row_lower_ = np.array([row[2] for row in rows], np.double)
    programme.row_upper_ = np.array([row[3] for row in rows], np.double)
    matrix = programme.a_matrix_
    matrix.format_ = highspy.MatrixFormat.kRowwise
    matrix.start_ = np.cumsum([0, *(len(row[0]) for row in rows)])
    matrix.index_ = np.array([place for row in rows for place in row[0]])
    matrix.value_ = np.array([weight for row in rows for weight in row[1]], np.double)
    return programme
