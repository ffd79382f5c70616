"""Sharing out stock: the engine alone, one SKU, a supply curve, and the contribution rung beside HiGHS."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from random import Random

from sqlalchemy import func, select

from app.actions.allocation import run_allocation
from app.jobs import Progress
from app.ledger.ledger import Ledger
from benchmarks.contribution_rung import HOW, Case, beside_highs
from benchmarks.outcome import Figure, Outcome, Size
from benchmarks.stocked_brand import TODAY, stocked_ledger
from models.domain.allocation.claimant import Claimant
from models.domain.allocation.curve import supply_curve
from models.domain.allocation.demand import Demand
from models.domain.allocation.engine import allocate
from models.domain.allocation.ladder import CONTRIBUTION_FIRST, STANDARD, Ladder
from models.domain.allocation.prepared import Prepared
from models.tables import Posting

SKUS, CHANNELS, PEER = 5_000, 8, 100


def run(folder: Path, size: Size) -> Outcome:
    """Share out seeded cases, race the contribution rung against the solver, and run whole ledgers."""
    random = Random(3)
    cases = [_case(random) for _ in range(size.of(SKUS))]
    standard = min(_seconds(cases, STANDARD) for _ in range(size.repeats)) / len(cases)
    contribution = min(_seconds(cases, CONTRIBUTION_FIRST) for _ in range(size.repeats)) / len(cases)
    supply, claimants = cases[0]
    one = min(_timed(lambda: allocate(supply, claimants, STANDARD)) for _ in range(5))
    curve = min(_timed(lambda: supply_curve(Prepared(claimants, STANDARD), points=200)) for _ in range(5))
    peers = cases[: size.of(PEER)]
    small, large = _whole_runs(folder, size, [size.of(SKUS), size.of(2 * SKUS)])
    return Outcome(
        f"Allocation of {len(cases):,} SKUs to {CHANNELS} channels",
        "Seeded cases with case packs, MOQs, floors, commitments and demand; five rungs (Standard) and four with the "
        "contribution rung last. The engine alone gives awards, levels, the blocked lot and a cause for every unmet "
        f"unit. {HOW.format(count=len(peers))} From ledger to stored awards: the program's own run "
        f"over a ledger that imported sales, stock, costs, purchase orders and promises of SKUs on {CHANNELS} channels "
        f"({small.postings:,} and {large.postings:,} postings), with twelve rules and five rungs.",
        (
            Figure("engine, Standard, each SKU", standard * 1000, "ms", bound=0.5),
            Figure("engine, Contribution first, each SKU", contribution * 1000, "ms"),
            Figure("one SKU", one * 1000, "ms", bound=10),
            Figure("supply curve of 200 points", curve * 1000, "ms", bound=100),
            *beside_highs(peers, repeats=size.repeats),
            Figure(f"ledger to stored awards, {small.skus:,} SKUs", small.seconds, "s", bound=5.0 / size.part),
            Figure(f"ledger to stored awards, {small.skus:,} SKUs, processor time", small.processor, "s"),
            Figure(f"ledger to stored awards, {large.skus:,} SKUs, processor time", large.processor, "s"),
            Figure("twice as many SKUs, processor time", large.processor / small.processor, "times", bound=2.4),
        ),
    )


@dataclass(frozen=True)
class _Run:
    """A run over a whole ledger: the quickest of some, in seconds by the clock and of the processor."""

    skus: int
    postings: int
    seconds: float
    processor: float


def _whole_runs(folder: Path, size: Size, skus: Sequence[int]) -> list[_Run]:
    """Make ledgers and store runs of their allocation by turns, so that all meet the same minutes of the machine."""
    ledgers = [stocked_ledger(folder / f"{count} SKUs", skus=count) for count in skus]
    rounds = [[_run_once(ledger) for ledger in ledgers] for _ in range(size.repeats)]
    runs = []
    for count, ledger, took in zip(skus, ledgers, zip(*rounds, strict=True), strict=True):
        with ledger.read() as session:
            postings = session.execute(select(func.count()).select_from(Posting)).scalar_one()
        ledger.close()
        runs.append(_Run(count, postings, min(clock for clock, _ in took), min(worked for _, worked in took)))
    return runs


def _run_once(ledger: Ledger) -> tuple[float, float]:
    """Allocate and store it; gives seconds by the clock and of the processor."""
    began, worked = time.perf_counter(), time.process_time()
    run_allocation(ledger, Progress(), day=TODAY)
    return time.perf_counter() - began, time.process_time() - worked


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


def _seconds(cases: Sequence[Case], ladder: Ladder) -> float:
    began = time.perf_counter()
    for supply, claimants in cases:
        allocate(supply, claimants, ladder)
    return time.perf_counter() - began


def _timed(act: Callable[[], object]) -> float:
    began = time.perf_counter()
    act()
    return time.perf_counter() - began
