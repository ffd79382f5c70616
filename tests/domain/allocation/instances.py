"""Random claimants and ladders from a seed, small and full of corners."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction
from random import Random

from models.domain.allocation.claimant import Claimant, OrderLine
from models.domain.allocation.demand import Demand
from models.domain.allocation.ladder import Goal, Ladder, Rounding, Rung, ShareBy
from models.domain.stock import Fill

# How many instances the suite tries in all; a million are tried by hand with ALLOCATION_INSTANCES=1000000.
IN_ALL = int(os.environ.get("ALLOCATION_INSTANCES", "20000"))
CODES = ("AMZ", "DTC", "EBY", "ETS", "WAL", "WHS")
LARGEST_CAP = 40
DAYS = (None, *(date(2026, 11, 2) + timedelta(days=ahead) for ahead in range(4)))
FILLS = tuple(Fill)
NONE = Fraction(0)
NEED_A_CLAIM = {ShareBy.PRORATA, ShareBy.EQUAL_LOSS}


def seeds(share: int) -> Iterator[int]:
    """Give one in `share` of all seeds."""
    yield from range(IN_ALL // share)


def day(random: Random) -> date | None:
    return random.choice(DAYS)


def lines(random: Random) -> tuple[OrderLine, ...]:
    if random.random() < 0.7:
        return ()
    return tuple(
        OrderLine(f"L{number}", random.randint(1, 9), day(random), random.choice(FILLS))
        for number in range(random.randint(1, 3))
    )


def claimant(random: Random, code: str) -> Claimant:
    cap = random.choice([None, random.randint(0, 8), *(random.randint(5, LARGEST_CAP) for _ in range(4))])
    poisson = Fraction(random.randint(1, 24), random.choice([1, 2, 3]))
    return Claimant(
        code,
        priority=random.randint(1, 3),
        lot=random.choice([1, 1, 1, 2, 3, 4, 6]),
        moq=random.choice([0, 0, 0, random.randint(1, 12)]),
        commit=random.choice([0, random.randint(1, 12)]),
        floor=random.choice([0, random.randint(1, 12)]),
        target=random.choice([0, random.randint(1, 25)]),
        cap=cap,
        weight=random.choice([NONE, Fraction(random.randint(1, 9), random.choice([1, 2, 7])), Fraction(5)]),
        rate=random.choice([NONE, Fraction(random.randint(1, 9), random.choice([1, 3, 7])), Fraction(1)]),
        pos=random.choice([0, 0, random.randint(1, 15)]),
        ship_by=day(random),
        lines=lines(random),
        demand=Demand(random.choice([0, random.randint(1, 6), random.randint(1, 20)]), random.choice([poisson, NONE])),
        contribution=random.choice([-50, 0, 100, 100, random.randint(1, 2000)]),
        enabled=random.random() < 0.95,
    )


def single(one: Claimant) -> Claimant:
    """Take units one by one: no case pack, no MOQ, no line that is all or nothing."""
    return one._replace(lot=1, moq=0, lines=tuple(replace(line, fill=Fill.PARTIAL) for line in one.lines))


def ladder(random: Random) -> Ladder:
    goals = random.sample([*Goal, Goal.COVER], random.randint(1, 5))
    if random.random() < 0.7:
        goals.sort(key=list(Goal).index)
    return Ladder(tuple(rung(random, goal) for goal in goals))


def rung(random: Random, goal: Goal) -> Rung:
    days = random.randint(1, 14) if goal is Goal.COVER else 0
    return Rung(goal, random.choice(list(ShareBy)), days, random.choice([None, None, *Rounding]))


def capped(random: Random, claimants: list[Claimant], rungs: Ladder) -> list[Claimant]:
    """Give every claimant a cap where a rest rung shares by claim."""
    if not any(rung.goal is Goal.REST and rung.share_by in NEED_A_CLAIM for rung in rungs.rungs):
        return claimants
    return [one._replace(cap=random.randint(0, LARGEST_CAP)) if one.cap is None else one for one in claimants]


def instance(random: Random, *, singly: bool = False) -> tuple[list[Claimant], Ladder]:
    """Give claimants and a ladder."""
    found = [claimant(random, code) for code in random.sample(CODES, random.randint(1, 5))]
    rungs = ladder(random)
    found = capped(random, found, rungs)
    return [single(one) for one in found] if singly else found, rungs


def supply(random: Random) -> int:
    return random.choice([random.randint(0, 20), random.randint(0, 60), random.randint(0, 120)])
