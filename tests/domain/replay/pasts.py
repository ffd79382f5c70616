"""Pasts of a SKU for tests: tea in four weeks worked by hand, and random ones that hold together."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction
from random import Random

from models.domain.allocation.claimant import OrderLine
from models.domain.allocation.facts import ChannelFacts, SkuFacts
from models.domain.allocation.ladder import Goal, Ladder, Rung, ShareBy
from models.domain.replay.past import ChannelPast, PastLine, PastWeek, SkuPast
from models.domain.replay.place import worked_back
from models.domain.rules import Kind, Rule, Rules, Scope

MONDAY = date(2026, 8, 3)
FLOOR_THEN_SHARE = Ladder((Rung(Goal.FLOOR, ShareBy.PRIORITY), Rung(Goal.REST, ShareBy.SHARE)), "by hand")
SHARE = Ladder((Rung(Goal.REST, ShareBy.SHARE),), "share")


def mondays(weeks: int) -> tuple[date, ...]:
    """Give so many Mondays."""
    return tuple(MONDAY + timedelta(days=7 * week) for week in range(weeks))


def rules(weeks: int, *made: tuple[Kind, Scope]) -> list[Rules]:
    """Give the same rules for every week."""
    held = [Rule(number, what, scope, place=number) for number, (what, scope) in enumerate(made, start=1)]
    return [Rules(held, monday) for monday in mondays(weeks)]


def channel(
    name: str, rate: int, *, sold: list[int], wanted: list[int] | None = None, worth: int | None = 100
) -> ChannelPast:
    """Make a channel that knew the same rate in every week and draws on the pool."""
    pairs = zip(sold, sold if wanted is None else wanted, strict=True)
    weeks = tuple(PastWeek(units, asked, Fraction(rate), out=asked > units) for units, asked in pairs)
    return ChannelPast(ChannelFacts(name, contribution=worth), weeks)


def tea() -> SkuPast:
    """Give 30 units of tea, 20 more in the third week; the shop sells one a day, the fair two."""
    shop = channel("Shop", 1, sold=[12, 5, 7, 0], wanted=[12, 5, 7, 1], worth=900)
    fair = channel("Fair", 2, sold=[10, 3, 13, 0], wanted=[10, 5, 20, 1], worth=200)
    sold = [one + other for one, other in zip(shop.sold, fair.sold, strict=True)]
    pool = worked_back({0: 30, 2: 0, 4: 0}, sold, [0, 0, 20, 0])
    return SkuPast(SkuFacts("TEA"), mondays(4), pool, (shop, fair))


def some_week(random: Random) -> PastWeek:
    """Make a week of a channel."""
    sold = random.choice([0, 0, random.randint(1, 30)])
    wanted = sold + random.choice([0, 0, 0, random.randint(1, 20)])
    return PastWeek(sold, wanted, Fraction(random.randint(0, 20), random.choice([1, 3, 7])))


def some_past(random: Random, *, plain: bool = False) -> SkuPast:
    """Make a past of 1 to 8 weeks; a plain one has lots of one unit, no stock of a channel's own and no order lines."""
    weeks = random.randint(1, 8)
    channels = []
    for name in ("AMZ", "DTC", "WHS")[: random.randint(1, 3)]:
        past = [some_week(random) for _ in range(weeks)]
        lot, moq = (1, 0) if plain else (random.choice([1, 1, 6, 12]), random.choice([0, 0, 24]))
        worth = random.choice([None, -50, 0, 300, 900])
        facts = ChannelFacts(name, lot=lot, moq=moq, priority=random.randint(1, 2), contribution=worth)
        counts = {week: random.randint(0, 60) for week in range(weeks + 1) if random.random() < 0.4}
        own = None if plain or random.random() < 0.7 else worked_back(counts, [one.sold for one in past], [0] * weeks)
        channels.append(ChannelPast(facts, tuple(past), own))
    drawn = [sum(one.sold[week] for one in channels if one.own is None) for week in range(weeks)]
    counts = {week: random.randint(0, 90) for week in range(weeks + 1) if random.random() < 0.4}
    received = [random.choice([0, 0, 0, 40]) for _ in range(weeks)]
    return SkuPast(
        SkuFacts("TEA"),
        mondays(weeks),
        worked_back(counts, drawn, received),
        tuple(channels),
        () if plain else _lines(random, weeks, channels[-1].facts.name),
    )


def _lines(random: Random, weeks: int, name: str) -> tuple[PastLine, ...]:
    return tuple(
        PastLine(
            name,
            OrderLine(f"L{number}", random.randint(1, 40), MONDAY + timedelta(days=random.randint(0, 7 * weeks + 20))),
            random.choice([None, MONDAY + timedelta(days=random.randint(0, 7 * weeks))]),
        )
        for number in range(random.randint(0, 3))
    )
