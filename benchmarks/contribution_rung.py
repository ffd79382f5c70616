"""The contribution rung of a SKU beside HiGHS: the same lots with the same chances of a sale, and the value found."""

from __future__ import annotations

import gc
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction

import highspy
import numpy as np
from numpy.typing import NDArray

from benchmarks.outcome import Figure
from models.domain.allocation.claimant import Claimant
from models.domain.allocation.cut import walk
from models.domain.allocation.demand import CERTAIN, NOTHING, Demand, Tails
from models.domain.allocation.engine import allocate
from models.domain.allocation.ladder import Goal, Ladder, Rung, ShareBy
from models.domain.allocation.policy import plan_value
from models.domain.allocation.prepared import Prepared

LADDER = Ladder((Rung(Goal.REST, ShareBy.CONTRIBUTION),))
# How many times as large the cases are made, which have 1,000 units on average.
TIMES = (Fraction(1, 10), Fraction(1), Fraction(10))
HOW = (
    "Beside HiGHS: {count} of the cases in single units under the contribution rung alone, and the same a tenth and "
    "ten times as large (supply, demand, caps). Both begin with what each channel has room for, its contribution and "
    "the table of its chances of a sale (worked out once for each mean, integers for us and floats for HiGHS), and end "
    "with the units of each channel. The rung's time: keys of the lots, the cut, units. HiGHS's time: values of the "
    "lots, the model as numpy arrays (a column from 0 to 1 for each lot that fits in cap and supply, one row for the "
    "supply) through passModel, the run to optimality (one thread, no gap), the solution read and split by channel; "
    "the solver itself is made once. The peer is the mixed-integer program that the rung is proved equal to, in whole "
    "units. Beside it stand its linear relaxation, which is exact for single units, and that of only the lots with any "
    "chance of a sale, which leaves units over that the rung still hands out. The whole answer is `allocate`: levels, "
    "lots, the cut, awards, causes of what is unmet. Processor time, each over and over for a quarter of a second, the "
    "best of some such rounds."
)
_CONTINUOUS, _INTEGER = 0, 1
_MILLISECONDS = 1000
# So many seconds each contender is run in a round, that none is measured in a quicker moment than the others.
_ROUND = 0.25

Case = tuple[int, list[Claimant]]
Floats = NDArray[np.double]
Act = Callable[["_Sku"], object]


@dataclass(frozen=True)
class Race:
    """Processor time a SKU, in seconds, and the largest difference in value, in minor units.

    `rung` does what HiGHS does and `engine` gives the whole answer with its reasons. The solver is given all lots, as
    whole units and as its linear relaxation, or only those with a chance of a sale, as the relaxation.
    """

    worst: Fraction
    rung: float
    engine: float
    whole: float
    relaxed: float
    with_a_chance: float


def beside_highs(cases: Sequence[Case], *, repeats: int) -> list[Figure]:
    """Give the figures of the cases and of the same a tenth and ten times as large."""
    small, usual, large = (race([singly(case, times=times) for case in cases], repeats=repeats) for times in TIMES)
    worst = max(small.worst, usual.worst, large.worst)
    ratio = "HiGHS to contribution rung, {} units"
    return [
        Figure("table of chances, each mean", _table() * _MILLISECONDS, "ms"),
        Figure("contribution rung, each SKU", usual.rung * _MILLISECONDS, "ms"),
        Figure("the whole answer with its reasons, each SKU", usual.engine * _MILLISECONDS, "ms"),
        Figure("HiGHS, whole units, each SKU", usual.whole * _MILLISECONDS, "ms"),
        Figure("HiGHS, linear relaxation, each SKU", usual.relaxed * _MILLISECONDS, "ms"),
        Figure("HiGHS, only lots with a chance, each SKU", usual.with_a_chance * _MILLISECONDS, "ms"),
        Figure(ratio.format("about 1,000"), usual.whole / usual.rung, "times", bound=50, at_least=True),
        Figure("    as linear relaxation", usual.relaxed / usual.rung, "times"),
        Figure("    with only the lots with a chance", usual.with_a_chance / usual.rung, "times"),
        Figure("    to the whole answer with its reasons", usual.whole / usual.engine, "times"),
        Figure(ratio.format("about 100"), small.whole / small.rung, "times"),
        Figure(ratio.format("about 10,000"), large.whole / large.rung, "times"),
        Figure("largest difference in value", float(worst), "minor units", bound=1e-6),
    ]


def _table() -> float:
    """Give the time in which a table of chances is worked out, in seconds."""
    means = [Fraction(1000 * number + 1, 1000) for number in range(3, 340, 7)]  # no case has any of these
    began = time.process_time()
    for mean in means:
        _ = Demand(mean=mean).tails
    return (time.process_time() - began) / len(means)


def singly(case: Case, *, times: Fraction = Fraction(1)) -> Case:
    """Give a case in single units, whose best plan the rung finds; it may be so many times as large."""
    supply, claimants = case
    return int(supply * times), [
        Claimant(
            one.code,
            priority=one.priority,
            cap=int((one.cap or 0) * times),
            demand=Demand(mean=one.demand.mean * times) if isinstance(one.demand, Demand) else None,
            contribution=one.contribution,
        )
        for one in claimants
    ]


def race(cases: Sequence[Case], *, repeats: int) -> Race:
    """Solve all cases for each contender in turn, and again; the quickest round of each counts."""
    skus = [_Sku(supply, claimants) for supply, claimants in cases]
    solver = _Solver()
    contenders: list[Act] = [
        lambda sku: walk(sku.prepared.queue_of(0, sku.rows), sku.supply),
        lambda sku: allocate(sku.supply, sku.claimants, LADDER),
        lambda sku: solver.solve(sku.supply, sku.worth(sku.all_lots), _INTEGER),
        lambda sku: solver.solve(sku.supply, sku.worth(sku.all_lots), _CONTINUOUS),
        lambda sku: solver.solve(sku.supply, sku.worth(sku.with_a_chance), _CONTINUOUS),
    ]
    worst = max(_difference(sku, solver, kind) for sku in skus for kind in (_INTEGER, _CONTINUOUS))
    rounds = [[_seconds(act, skus) for act in contenders] for _ in range(repeats)]
    return Race(worst, *[min(each) for each in zip(*rounds, strict=True)])


class _Sku:
    """A case, its lots as the rung takes them, and their chances of a sale as arrays, one for each channel."""

    def __init__(self, supply: int, claimants: list[Claimant]) -> None:
        self.supply, self.claimants = supply, claimants
        self.prepared = Prepared(claimants, LADDER)
        self.rows = self.prepared.rows(0)
        self.contributions = [one.contribution or 0 for one in claimants]
        self.tails = [(one.demand or NOTHING).tails for one in claimants]
        numbers = [min(one.cap or 0, supply) for one in claimants]
        self.all_lots = [_chances(tails, number) for tails, number in zip(self.tails, numbers, strict=True)]
        self.with_a_chance = [chances[chances > 0] for chances in self.all_lots]

    def worth(self, lots: Sequence[Floats]) -> list[Floats]:
        """Multiply the chances of lots by the contributions of their channels."""
        return [chances * worth for chances, worth in zip(lots, self.contributions, strict=True)]

    def value(self, taken: Sequence[Floats]) -> Fraction:
        """Give the exact value of lots that are taken, in minor units."""
        worth = [
            contribution * tails.tail(int(place))
            for contribution, tails, parts in zip(self.contributions, self.tails, taken, strict=True)
            for place in np.flatnonzero(parts > 1 / 2)
        ]
        return Fraction(sum(worth), CERTAIN)


def _chances(tails: Tails, number: int) -> Floats:
    return np.array([tails.tail(place) for place in range(number)], np.double) / CERTAIN


class _Solver:
    """HiGHS, made once: one thread, no gap."""

    def __init__(self) -> None:
        self._highs = highspy.Highs()  # type: ignore[no-untyped-call]  # its stubs have no types for it
        self._highs.silent()
        for option in ("mip_rel_gap", "mip_abs_gap"):
            self._highs.setOptionValue(option, 0.0)
        self._highs.setOptionValue("threads", 1)

    def solve(self, supply: int, worth: Sequence[Floats], kind: int) -> list[Floats]:
        """Pass the model as arrays, solve it, and give the part of each lot that is taken, by channel.

        A column for each lot, from 0 to 1, and one row: all together no more than the supply. Lots of a channel are
        worth less and less, so that nothing has to say that they are taken in their order.
        """
        costs = np.concatenate(worth)
        count = len(costs)
        if not count:
            return list(worth)
        ones, zeros = np.ones(count), np.zeros(count)
        self._highs.passModel(
            *(count, 1, count, int(highspy.MatrixFormat.kRowwise), int(highspy.ObjSense.kMaximize), 0.0),
            *(costs, zeros, ones, np.array([-highspy.kHighsInf]), np.array([supply], np.double)),
            *(np.zeros(1, np.int32), np.arange(count, dtype=np.int32), ones, np.full(count, kind, np.int32)),
        )
        self._highs.run()
        if self._highs.getModelStatus() != highspy.HighsModelStatus.kOptimal:
            raise RuntimeError("HiGHS has not solved a contribution rung")
        taken = np.array(self._highs.getSolution().col_value)
        return np.split(taken, np.cumsum([len(one) for one in worth[:-1]]))


def _difference(sku: _Sku, solver: _Solver, kind: int) -> Fraction:
    """Give by how much the value that the rung finds and that of the solver differ."""
    found = allocate(sku.supply, sku.claimants, LADDER)
    ours = plan_value(sku.claimants, {code: units.all for code, units in found.units.items()})
    return abs(ours - sku.value(solver.solve(sku.supply, sku.worth(sku.all_lots), kind)))


def _seconds(act: Act, skus: Sequence[_Sku]) -> float:
    """Give the processor time of a SKU, on average over all of them, run over and over for a whole round."""
    gc.collect()
    began, loops, took = time.process_time(), 0, 0.0
    while took < _ROUND:
        for sku in skus:
            act(sku)
        loops, took = loops + 1, time.process_time() - began
    return took / (loops * len(skus))
