"""Promotions that run on the same SKU and channel on the same days without being marked as adding up."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from models.domain.period import Period
from models.domain.promotions.offer import Quote
from models.domain.promotions.promotion import Promotion, stackable
from models.domain.promotions.stacking import in_sequence


@dataclass(frozen=True)
class Overlap:
    """Two promotions that collide, by code, and the days, SKUs and channels they share; no SKUs means every SKU."""

    first: Promotion
    second: Promotion
    days: Period
    skus: frozenset[str]
    channels: frozenset[str]


def shared_days(one: Period, other: Period) -> Period | None:
    """Give the days that two periods share, if any."""
    first, last = max(one.first, other.first), min(one.last, other.last)
    return Period(first, last) if first <= last else None


def overlaps(promotions: Iterable[Promotion]) -> Iterator[Overlap]:
    """Find every pair that collides, the earliest first day first, then by code."""
    running: list[Promotion] = []
    for promotion in sorted(promotions, key=lambda one: (one.days.first, one.code)):
        running = [one for one in running if one.days.last >= promotion.days.first]
        for one in running:
            found = collision(one, promotion)
            if found is not None:
                yield found
        running.append(promotion)


def collision(one: Promotion, other: Promotion) -> Overlap | None:
    """Say where two promotions collide: days, SKUs and channels shared, and not marked as adding up."""
    days = shared_days(one.days, other.days)
    skus, channels = _common(one.skus, other.skus), _common(one.channels, other.channels)
    if days is None or skus is None or channels is None or stackable(one, other):
        return None
    first, second = sorted((one, other), key=lambda promotion: promotion.code)
    return Overlap(first, second, days, skus, channels)


def _common(one: frozenset[str], other: frozenset[str]) -> frozenset[str] | None:
    """Give what two sets share, an empty one being all; None where they share nothing."""
    if not one or not other:
        return one or other
    return one & other or None


def extra_discount(quote: Quote, one: Promotion, other: Promotion) -> int:
    """Give what a unit costs less if a customer gets both promotions, in the worse order, and not the better alone."""
    alone = min(in_sequence(quote, (single,)).quote.landed for single in (one, other))
    both = min(in_sequence(quote, pair).quote.landed for pair in ((one, other), (other, one)))
    return alone - both
