"""How many units a channel's listing shows: a cautious function of what the channel was allocated."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction


@dataclass(frozen=True)
class ListingRule:
    """Show `percent` of the units less a buffer, at most `most`; show none from `end_when` units down.

    A floor f after a buffer b is `end_when` b + f; a buffer of p percent is `percent` 100 − p.
    """

    end_when: int = 0
    percent: Fraction = Fraction(100)
    buffer: int = 0
    most: int | None = None


@dataclass(frozen=True)
class Published:
    """The listed units of every channel, and by how many they exceed the pool they are drawn from."""

    units: Mapping[str, int]
    exposure: int


def published(units: int, rule: ListingRule) -> int:
    """Give the units to list of those a channel has."""
    if units <= rule.end_when:
        return 0
    listed = units * rule.percent.numerator // (100 * rule.percent.denominator) - rule.buffer
    return max(0, listed if rule.most is None else min(rule.most, listed))


def publish(
    supply: int, units: Mapping[str, int], rules: Mapping[str, ListingRule], *, shared_pool: bool = False
) -> Published:
    """List every channel's own units, or, from a shared pool, the whole supply in each of them.

    As long as no percentage is over 100 and the pool is not shared, no more is listed than there is.
    """
    listed = {
        code: published(supply if shared_pool else own, rules.get(code, ListingRule())) for code, own in units.items()
    }
    return Published(listed, max(0, sum(listed.values()) - supply))
