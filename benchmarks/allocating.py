"""Sharing out stock: the engine alone, one SKU, a supply curve, and the contribution rung beside HiGHS."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from fractions import Fraction
from pathlib import Path
from random import Random

from benchmarks.outcome import Figure, Outcome, Size
from models.domain.allocation.claimant import Claimant
from models.domain.allocation.curve import supply_curve
from models.domain.allocation.demand import Demand
from models.domain.allocation.engine import allocate
from models.domain.allocation.ladder import CONTRIBUTION_FIRST, STANDARD, Goal, Ladder, Rung, ShareBy
from models.domain.allocation.policy import plan_value, policy_model
from models.domain.allocation.prepared import Prepared
from models.domain.policy_cost import best_plan

SKUS, CHANNELS, PEER = 5_000, 8, 100
_PATIENT = 60_000  # milliseconds; HiGHS is to find the best plan, however long that takes
_CONTRIBUTION = Ladder((Rung(Goal.REST, ShareBy.CONTRIBUTION),))

Case = tuple[int, list[Claimant]]


def run(_folder: Path, size: Size) -> Outcome:
    """Share out seeded cases, and race the contribution rung against the solver on the same ones."""
    random = Random(3)
    cases = [_case(random) for _ in range(size.of(SKUS))]
    standard = min(_seconds(cases, STANDARD) for _ in range(size.repeats)) / len(cases)
    contribution = min(_seconds(cases, CONTRIBUTION_FIRST) for _ in range(size.repeats)) / len(cases)
    supply, claimants = cases[0]
    one = min(_timed(lambda: allocate(supply, claimants, STANDARD)) for _ in range(5))
    curve = min(_timed(lambda: supply_curve(Prepared(claimants, STANDARD), points=200)) for _ in range(5))
    ours, solver, worst = _against_highs([_single(case) for case in cases[: size.of(PEER)]])
    return Outcome(
        f"Allocation of {len(cases):,} SKUs to {CHANNELS} channels",
        "Seeded cases with case packs, MOQs, floors, commitments and demand; five rungs (Standard) and four with the "
        "contribution rung last. The engine alone gives awards, levels, the blocked lot and a cause for every unmet "
        f"unit. Beside HiGHS: {size.of(PEER)} of the cases in single units under the contribution rung alone; the "
        "solver is handed the same lots with their values, and its time is that of building and solving the model.",
        (
            Figure("engine, Standard, each SKU", standard * 1000, "ms", bound=0.5),
            Figure("engine, Contribution first, each SKU", contribution * 1000, "ms"),
            Figure("one SKU", one * 1000, "ms", bound=10),
            Figure("supply curve of 200 points", curve * 1000, "ms", bound=100),
            Figure("contribution rung, each SKU", ours * 1000, "ms"),
            Figure("HiGHS, each SKU", solver * 1000, "ms"),
            Figure("HiGHS to contribution rung", solver / ours, "times", bound=50, at_least=True),
            Figure("largest difference in value", worst, "minor units", bound=1e-6),
        ),
    )


def _case(random: Random) -> Case:
    claimants = []
    for number in range(CHANNELS):
        rate = Fraction(random.randint(1, 120), 10)
        lot = random.choice((1, 1, 1, 6, 12, 24))
        claimants.append(
            Claimant(
                f"C{number}",
                priority=random.randint(1, 4),
                lot=lot,
                moq=random.choice((0, 0, 2 * lot)),
                commit=random.choice((0, 0, random.randint(1, 60))),
                floor=random.randint(0, 30),
                cap=random.randint(60, 500),
                weight=Fraction(random.randint(1, 50)),
                rate=rate,
                pos=random.choice((0, 0, random.randint(0, 100))),
                demand=Demand(mean=rate * 28),
                contribution=random.randint(100, 2500),
            )
        )
    return random.randint(0, 2_000), claimants


def _single(case: Case) -> Case:
    """Give a case in single units, whose best plan the contribution rung finds."""
    supply, claimants = case
    plain = [
        Claimant(one.code, priority=one.priority, cap=one.cap, demand=one.demand, contribution=one.contribution)
        for one in claimants
    ]
    return supply, plain


def _seconds(cases: Sequence[Case], ladder: Ladder) -> float:
    began = time.perf_counter()
    for supply, claimants in cases:
        allocate(supply, claimants, ladder)
    return time.perf_counter() - began


def _timed(act: Callable[[], object]) -> float:
    began = time.perf_counter()
    act()
    return time.perf_counter() - began


def _against_highs(cases: Sequence[Case]) -> tuple[float, float, float]:
    """Give the seconds a case of both, and the largest difference in what their plans are worth."""
    ours = solver = worst = 0.0
    for supply, claimants in cases:
        began = time.perf_counter()
        found = allocate(supply, claimants, _CONTRIBUTION)
        middle = time.perf_counter()
        best = best_plan(policy_model(claimants, found, promises=False), time_limit=_PATIENT)
        ours, solver = ours + middle - began, solver + time.perf_counter() - middle
        value = plan_value(claimants, {code: units.all for code, units in found.units.items()})
        worst = max(worst, abs(float(best.value - value)))
    return ours / len(cases), solver / len(cases), worst
