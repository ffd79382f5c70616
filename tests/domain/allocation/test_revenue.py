"""Expected contribution against the tables of revenue management: EMSR-a, EMSR-b, the nested optimum, the newsvendor.

Protecting units for a dear class against a cheap one is the contribution rule with two claimants: the dear class with
its demand, and the cheap one that takes any number for certain. Normal demand is rounded to whole units, at least 0.
"""

from __future__ import annotations

from itertools import accumulate, pairwise
from math import ceil, sqrt
from statistics import NormalDist

import pytest

from models.domain.allocation.claimant import Claimant
from models.domain.allocation.demand import CERTAIN, Demand, Measured
from models.domain.allocation.engine import allocate
from models.domain.allocation.ladder import Goal, ShareBy
from models.domain.allocation.worth import expected_sales, lost_sales
from tests.domain.allocation.cases import one_rung

LOTS_OF_UNITS = 20_000
# Fiig, Isler, Hopperstad and Belobaba (2010), as in the tests of github.com/flix-tech/PyRM (S15).
FIIG = (
    [1200, 1000, 800, 600, 400, 200],
    [31.2, 10.9, 14.8, 19.9, 26.9, 36.3],
    [11.2, 6.6, 7.7, 8.9, 10.4, 12.0],
)
# Talluri and van Ryzin, The Theory and Practice of Revenue Management; input in github.com/airsim/rmol (S16).
CLASSIC = ([1050, 567, 534, 520], [17.3, 45.1, 39.6, 34.0], [5.8, 15.0, 13.2, 11.3])


def whole(mean: float, deviation: float) -> Measured:
    """Round a normal demand to the nearest whole number, at least 0."""
    normal = NormalDist(mean, deviation)
    reach = ceil(mean + 9 * deviation)
    return Measured(tuple(round(CERTAIN * (1 - normal.cdf(units + 0.5))) for units in range(reach)))


def protected(dear: int, cheap: int, demand: Measured) -> int:
    """Ask the engine how many units to keep for the dear class."""
    claimants = [
        Claimant("dear", 1, demand=demand, contribution=dear),
        Claimant("cheap", 2, demand=Demand(LOTS_OF_UNITS), contribution=cheap),
    ]
    return allocate(LOTS_OF_UNITS, claimants, one_rung(ShareBy.CONTRIBUTION, Goal.REST)).units["dear"].all


def emsr_b(fares: list[int], means: list[float], deviations: list[float]) -> list[tuple[float, NormalDist, float]]:
    """Give for each class but the last: the mean fare of it and those above, their demand, and the protection level."""
    found = []
    for classes in range(1, len(fares)):
        mean, deviation = sum(means[:classes]), sqrt(sum(one**2 for one in deviations[:classes]))
        fare = sum(fare * demand for fare, demand in zip(fares[:classes], means[:classes], strict=True)) / mean
        normal = NormalDist(mean, deviation)
        found.append((fare, normal, normal.inv_cdf(1 - fares[classes] / fare)))
    return found


def emsr_a(fares: list[int], means: list[float], deviations: list[float]) -> list[float]:
    """Add up what each class above protects against the next one by Littlewood's rule."""
    return [
        sum(NormalDist(means[up], deviations[up]).inv_cdf(1 - fares[low] / fares[up]) for up in range(low))
        for low in range(1, len(fares))
    ]


def test_that_protection_levels_are_fiigs() -> None:
    levels = [level for *_, level in emsr_b(*FIIG)]
    assert levels == pytest.approx([20.365, 35.405, 54.339, 80.074, 117.436], abs=5e-4)


@pytest.mark.parametrize("place, level", [*enumerate([20, 35, 54, 80, 117])])
def test_that_the_engine_keeps_fiigs_units_for_the_dear_classes(place: int, level: int) -> None:
    fare, normal, _ = emsr_b(*FIIG)[place]
    assert protected(round(fare * 10**6), FIIG[0][place + 1] * 10**6, whole(normal.mean, normal.stdev)) == level


def test_that_fiigs_booking_limits_for_a_hundred_seats_are_the_published_ones() -> None:
    protection = [min(100, round(level)) for *_, level in emsr_b(*FIIG)]
    assert [after - before for before, after in pairwise([0, *protection, 100])] == [20, 15, 19, 26, 20, 0]


def test_that_the_classic_levels_are_the_printed_ones() -> None:
    assert emsr_a(*CLASSIC) == pytest.approx([16.717, 38.725, 55.679], abs=5e-4)
    assert [level for *_, level in emsr_b(*CLASSIC)] == pytest.approx([16.717, 50.944, 83.155], abs=5e-4)


@pytest.mark.parametrize("place, level", [*enumerate([17, 51, 83])])
def test_that_the_engine_keeps_the_classic_units(place: int, level: int) -> None:
    fare, normal, _ = emsr_b(*CLASSIC)[place]
    assert protected(round(fare * 10**6), CLASSIC[0][place + 1] * 10**6, whole(normal.mean, normal.stdev)) == level


def test_that_the_nested_optimum_keeps_17_42_and_73() -> None:
    """Computed by dynamic programming; the first class is Littlewood's case, which the engine solves."""
    fares, means, deviations = CLASSIC
    assert protected(fares[0], fares[1], whole(means[0], deviations[0])) == 17
    assert nested(fares, [whole(*one).known for one in zip(means, deviations, strict=True)], seats=140) == [17, 42, 73]


def nested(fares: list[int], tails: list[tuple[int, ...]], *, seats: int) -> list[int]:
    """Give how many seats to keep for each class and those above, when cheap classes ask first."""
    value = [0.0] * (seats + 1)
    levels: list[int] = []
    for place, fare in enumerate(fares[:-1]):
        kept = levels[-1] if levels else 0
        value = [class_value(fare, tails[place], value, held, kept) for held in range(seats + 1)]
        levels.append(next(held for held in range(seats) if value[held + 1] - value[held] <= fares[place + 1]))
    return levels


def class_value(fare: int, tails: tuple[int, ...], above: list[float], seats: int, kept: int) -> float:
    """Give what seats bring in when this class may take those that are not kept for the ones above."""
    room = max(0, seats - kept)
    gains = (
        (fare - (above[seats - sold] - above[seats - sold - 1])) * tails[sold] / CERTAIN
        for sold in range(min(room, len(tails)))
    )
    return list(accumulate(gains, initial=above[seats]))[-1]


def test_that_suits_are_ordered_as_by_the_newsvendor() -> None:
    """Cachon and Terwiesch: price 180, cost 110, salvage 90, demand N(3192, 1181)."""
    normal = NormalDist(3192, 1181)
    ratio = (180 - 110) / (180 - 90)
    assert ratio == pytest.approx(0.7778, abs=5e-5)
    assert NormalDist().inv_cdf(ratio) == pytest.approx(0.7647, abs=5e-5)
    assert normal.inv_cdf(ratio) == pytest.approx(4095.1, abs=0.05)
    assert protected(180 - 90, 110 - 90, whole(3192, 1181)) == 4095


def test_that_suits_sell_and_are_missed_as_by_the_loss_function() -> None:
    """Expected lost sales 151.0, sales 3041.0 and left over 1054.1 of 4095.1 suits; the profit 191,786.7."""
    suit = Claimant("suit", demand=whole(3192, 1181))
    sold, lost = expected_sales(suit, 4095), lost_sales(suit, 4095)
    assert sold is not None
    assert lost is not None
    # At 4095 instead of 4095.1, and with demand that cannot fall under 0, which adds a little to the mean.
    assert float(lost) == pytest.approx(151.0, abs=0.1)
    assert float(sold) == pytest.approx(3041.0, abs=2)
    assert 90 * float(sold) - 20 * 4095 == pytest.approx(191_786.7, abs=180)


def test_that_newspapers_are_ordered_as_by_nahmias() -> None:
    """Nahmias, Production and Operations Analysis: N(11.73, 4.74), underage 0.50, overage 0.15."""
    normal, ratio = NormalDist(11.73, 4.74), 0.50 / 0.65
    assert ratio == pytest.approx(0.7692, abs=5e-5)
    assert normal.inv_cdf(ratio) == pytest.approx(15.22, abs=0.02)
    assert protected(65, 15, whole(11.73, 4.74)) == 15
