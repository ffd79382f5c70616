"""A channel's units divided among its listings, and a listing's units among the places where it is stocked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from models.domain.money import split


def divide(units: Mapping[str, int], listings: Mapping[str, Mapping[str, int]]) -> dict[str, int]:
    """Divide the units of each SKU among the listings that draw on it, so that none is listed twice.

    `listings` says how many units of which SKUs one sale of a listing takes: 1 of a SKU, or what a bundle holds. They
    take turns in the order of their codes, one sale at a time, until nothing more fits; a listing alone with its SKUs
    gets all that can be sold of it.
    """
    left = dict(units)
    given = dict.fromkeys(sorted(listings), 0)
    waiting = [code for code in given if any(listings[code].values())]
    while waiting:
        rounds = _whole_rounds(left, [listings[code] for code in waiting])
        for code in waiting:
            _take(left, listings[code], rounds)
            given[code] += rounds
        served = []
        for code in waiting:
            if _fits(left, listings[code]):
                _take(left, listings[code], 1)
                given[code] += 1
                served.append(code)
        waiting = served
    return given


def _whole_rounds(left: Mapping[str, int], waiting: Sequence[Mapping[str, int]]) -> int:
    """Count the rounds in which every listing is served."""
    needed: dict[str, int] = {}
    for holds in waiting:
        for sku, units in holds.items():
            needed[sku] = needed.get(sku, 0) + units
    return min(max(0, left.get(sku, 0)) // units for sku, units in needed.items() if units)


def _fits(left: Mapping[str, int], holds: Mapping[str, int]) -> bool:
    return all(left.get(sku, 0) >= units for sku, units in holds.items())


def _take(left: dict[str, int], holds: Mapping[str, int], times: int) -> None:
    for sku, units in holds.items():
        left[sku] = left.get(sku, 0) - units * times


def spread(units: int, lying: Sequence[int]) -> list[int]:
    """Spread units over places in proportion to what lies there; where nothing lies anywhere, the first has them.

    No place gets more than lies there as long as there are no more units than lie in all of them.
    """
    if not lying:
        return []
    there = [max(0, one) for one in lying]
    return split(units, there if any(there) else [1, *[0] * (len(there) - 1)])
