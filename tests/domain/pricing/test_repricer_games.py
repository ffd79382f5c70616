"""The repricer against undercutters, bots that multiply, and random walkers: 2,000 games of 120 days, 0 violations.

More by hand: PRICING_GAMES=100000 python -m pytest tests/domain/pricing/test_repricer_games.py
"""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from random import Random

from models.domain.pricing.endings import Ending
from models.domain.pricing.floor import Range
from models.domain.pricing.offers import Offer
from models.domain.pricing.policy import BelowFloor, Policy, Strategy
from models.domain.pricing.repricer import Action, Change, Response, Situation, respond

GAMES = int(os.environ.get("PRICING_GAMES", "2000"))
DAYS = 120
WEEK = 7 * 24
Opponent = Callable[[Random, int, int], int]  # his price before and ours give his next

UP, DOWN = (1_270_589, 1_000_000), (9_983, 10_000)


def undercutter(_random: Random, _own: int, ours: int) -> int:
    return ours - 1


def slasher(random: Random, _own: int, ours: int) -> int:
    return ours * random.randint(90, 99) // 100


def multiplier(_random: Random, _own: int, ours: int) -> int:
    return ours * UP[0] // UP[1]


def shaver(_random: Random, _own: int, ours: int) -> int:
    return ours * DOWN[0] // DOWN[1]


def walker(random: Random, own: int, _ours: int) -> int:
    return max(1, own * random.randint(90, 111) // 100)


def still(_random: Random, own: int, _ours: int) -> int:
    return own


OPPONENTS: tuple[Opponent, ...] = (undercutter, slasher, multiplier, shaver, walker, still)


@dataclass
class Game:
    """A listing, its opponents with their prices, and what happened so far."""

    situation: Situation
    opponents: list[tuple[Opponent, int]]
    price: int
    hour: int = 0
    changes: list[tuple[int, bool]] = field(default_factory=list)

    def offers(self, random: Random) -> tuple[Offer, ...]:
        ours = self.price
        self.opponents = [(one, one(random, own, ours)) for one, own in self.opponents]
        return tuple(
            [
                Offer(f"S{number}", own, random.random() < 0.95, random.choice([1, 1, 1, 47, 48, 49]))
                for number, (_, own) in enumerate(self.opponents)
            ]
        )

    def ask(self, random: Random) -> Response:
        recent = [Change(self.hour - hour, down) for hour, down in self.changes[-7:] if self.hour - hour <= WEEK]
        return respond(replace(self.situation, price=self.price, offers=self.offers(random), changes=tuple(recent)))


def dead_zones(random: Random, floor: int, ceiling: int) -> tuple[Range, ...]:
    """Make up to three dead zones, most of them narrow, which may touch and overlap."""
    firsts = [random.randint(floor, ceiling) + 1 for _ in range(random.choice([0, 0, 1, 1, 2, 3]))]
    return tuple([Range(first, first + random.randint(0, max(1, first // 10))) for first in sorted(firsts)])


def new_game(random: Random) -> Game:
    floor = random.randint(1, 8000)
    ceiling = floor + random.choice([random.randint(0, 30), *(random.randint(1, 3 * floor) for _ in range(5))])
    least = random.choice([None, None, random.randint(1, ceiling)])
    policy = Policy(
        random.choice(list(Strategy)),
        random.choice([0, 1, 5, 100]),
        random.choice(list(BelowFloor)),
        own_sellers=frozenset(["S0"] if random.random() < 0.1 else []),
    )
    endings = random.choice([(), (), (Ending(99),), (Ending(99), Ending(95), Ending(49))])
    price = random.randint(max(floor, least or 0), ceiling)
    listed = random.randint(floor, 2 * ceiling)
    zones = dead_zones(random, floor, ceiling)
    situation = Situation(price, listed, floor, ceiling, (), least, 0, endings, policy=policy, dead_zones=zones)
    opponents = [(random.choice(OPPONENTS), random.randint(floor, 2 * ceiling)) for _ in range(random.randint(1, 3))]
    return Game(situation, opponents, price)


def played(game: Game, random: Random) -> int:
    """Play a game, refuse any violation, and give the number of changes."""
    one = game.situation
    low = max(one.floor_safe or 0, one.minimum_advertised or 0)
    for day in range(DAYS):
        game.hour = day * 24 + random.randrange(24)
        answer, price = game.ask(random), game.price
        if answer.action is Action.HOLD:
            assert answer.price == price
            continue
        assert low <= answer.price <= one.ceiling
        assert not any(answer.price in zone for zone in one.dead_zones)
        assert answer.price != price
        assert price - answer.price <= max(1, price * 3 // 100)
        assert answer.price - price <= max(1, price * 5 // 100)
        assert not game.changes or game.hour - game.changes[-1][0] >= 24
        down = answer.price < price
        assert not down or sum(was for hour, was in game.changes if game.hour - hour < WEEK) < 3
        game.changes.append((game.hour, down))
        game.price = answer.price
    return len(game.changes)


def test_that_no_opponents_in_any_order_break_an_invariant() -> None:
    moved = sum(played(new_game(random), random) > 0 for random in map(Random, range(GAMES)))
    assert moved > GAMES // 2, "most games never change a price"
