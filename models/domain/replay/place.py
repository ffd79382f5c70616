"""What came into a place week by week, worked back from its counts, what it sold and what is known to have arrived."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise

from models.domain.money import split


@dataclass(frozen=True)
class Place:
    """The units in a place before the first week, and those that came by week.

    `arrivals` are net: below 0 units left without being sold; `recorded` are those among them that are known to have
    arrived. `counted` are the weeks before which a count tells what there was; the number of weeks stands for the end.
    All else is worked back. With what was really sold, no week ever ends below 0.
    """

    opening: int
    arrivals: tuple[int, ...]
    recorded: tuple[int, ...] = ()
    counted: frozenset[int] = frozenset()

    def levels(self, sold: Sequence[int]) -> list[int]:
        """Give the units before each week and at the end, if so many are sold."""
        return list(
            accumulate(
                [came - went for came, went in zip(self.arrivals, sold, strict=True)],
                initial=self.opening,
            )
        )

    def part(self, first: int, end: int, *, sold: Sequence[int]) -> Place:
        """Give the weeks from one on and before another, if so many were sold in all of them."""
        counted = frozenset(week - first for week in self.counted if first <= week <= end)
        return Place(self.levels(sold)[first], self.arrivals[first:end], self.recorded[first:end], counted)


def worked_back(counts: Mapping[int, int], sold: Sequence[int], received: Sequence[int]) -> Place:
    """Work back what came into a place: `counts` by the number of the week that they stand before, the rest by week.

    Between two counts, what they leave unexplained is laid where units are known to have arrived, else in proportion
    to what was sold, and earlier where there would not have been enough to sell. Before the first count, what was sold
    is taken to have come in the same week; after the last one only what is known came, or what was sold beyond it. Of a
    place that nobody has counted no more is known than what it sold.
    """
    weeks = len(sold)
    known = {week: max(0, units) for week, units in counts.items()}
    first, last = min(known, default=0), max(known, default=0)
    opening, before = _before(known.get(first, 0), sold[:first], received[:first])
    arrivals = [*before]
    for start, end in pairwise(sorted(known)):
        arrivals += _between(known[start], known[end], sold[start:end], received[start:end])
    arrivals += _after(known.get(last, 0), sold[last:weeks], received[last:weeks])
    return Place(opening, tuple(arrivals), tuple(received), frozenset(known))


def _before(count: int, sold: Sequence[int], received: Sequence[int]) -> tuple[int, list[int]]:
    """Walk back from a count: nothing known to have come is taken to be what was sold."""
    level, arrivals = count, []
    for went, came in zip(reversed(sold), reversed(received), strict=True):
        earlier = max(0, level + went - came) if came else level
        arrivals.append(level - earlier + went)
        level = earlier
    return level, arrivals[::-1]


def _between(start: int, end: int, sold: Sequence[int], received: Sequence[int]) -> list[int]:
    unexplained = end - start + sum(sold) - sum(received)
    weights = received if unexplained > 0 and any(received) else sold
    parts = split(unexplained, weights)
    came = accumulate([known + part for known, part in zip(received, parts, strict=True)])
    needed = [went - start for went in accumulate(sold)]
    enough = [max(one, other) for one, other in zip(came, needed, strict=True)]
    return [later - earlier for earlier, later in pairwise([0, *enough])]


def _after(count: int, sold: Sequence[int], received: Sequence[int]) -> list[int]:
    level, arrivals = count, []
    for went, came in zip(sold, received, strict=True):
        arrivals.append(came + max(0, went - level - came))
        level += arrivals[-1] - went
    return arrivals
