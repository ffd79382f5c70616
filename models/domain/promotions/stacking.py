"""The lowest price that promotions may legally make together, step by step.

Within a lane one promotion counts, lanes follow one another in the order that the channel states, and an exclusive
promotion stands alone. Each step is rounded half up and no price falls below 0 (GB12, K3).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from models.domain.promotions.offer import Quote, applied
from models.domain.promotions.promotion import Promotion


@dataclass(frozen=True)
class Step:
    """One promotion that was applied, and the quote after it."""

    code: str
    after: Quote


@dataclass(frozen=True)
class Stacked:
    """The quote without promotions and the steps to the one with them."""

    before: Quote
    steps: tuple[Step, ...] = ()

    @property
    def quote(self) -> Quote:
        """What the customer is asked in the end."""
        return self.steps[-1].after if self.steps else self.before

    @property
    def discount(self) -> int:
        """What a unit costs less, with its shipping, in minor units."""
        return self.before.landed - self.quote.landed

    @property
    def codes(self) -> tuple[str, ...]:
        """The promotions in the order of their steps."""
        return tuple(step.code for step in self.steps)

    def then(self, promotion: Promotion) -> Stacked:
        """Apply one more promotion."""
        return Stacked(self.before, (*self.steps, Step(promotion.code, applied(promotion.offer, self.quote))))


def in_sequence(quote: Quote, promotions: Iterable[Promotion]) -> Stacked:
    """Apply promotions one after another as they are given, legal or not."""
    stacked = Stacked(quote)
    for promotion in promotions:
        stacked = stacked.then(promotion)
    return stacked


def lowest(quote: Quote, promotions: Iterable[Promotion], lanes: Sequence[str] = ()) -> Stacked:
    """Find the best legal combination for the customer: the lowest price with its shipping.

    `lanes` is the order in which the channel applies lanes; lanes that it does not name follow by name. Of equal
    combinations the one with fewer steps counts, then the one that comes first by code. Exact: no offer raises a
    price and each keeps the order of prices, so that only the lowest price with and the one without shipping can win.
    """
    given = sorted(promotions, key=lambda promotion: promotion.code)
    reached = {quote.shipping: Stacked(quote)}
    for lane in _sequence({one.lane for one in given if not one.exclusive}, lanes):
        meant = [one for one in given if one.lane == lane and not one.exclusive]
        tried = [*reached.values(), *(path.then(one) for path in reached.values() for one in meant)]
        reached = {}
        for path in sorted(tried, key=_rank):
            reached.setdefault(path.quote.shipping, path)
    alone = [in_sequence(quote, (one,)) for one in given if one.exclusive]
    return min([*reached.values(), *alone], key=_rank)


def _sequence(found: set[str], lanes: Sequence[str]) -> list[str]:
    place = {lane: number for number, lane in enumerate(lanes)}
    return sorted(found, key=lambda lane: (place.get(lane, len(lanes)), lane))


def _rank(path: Stacked) -> tuple[int, int, tuple[str, ...]]:
    return path.quote.landed, len(path.steps), path.codes
