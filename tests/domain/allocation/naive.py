"""The reference engine, written from the text of the specification: one lot at a time, exact fractions, a heap."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from heapq import heappop, heappush
from typing import Any

from models.domain.allocation.claimant import Claimant
from models.domain.allocation.demand import Demand
from models.domain.allocation.ladder import Ladder
from tests.domain.allocation.naive_claims import Claim, chance, claim


@dataclass
class Result:
    firm: dict[str, int]
    loan: dict[str, int]
    left: int
    blocked: tuple[int, str, int, int] | None
    granted: list[tuple[int, str, str, str, int]]  # rung, code, kind, line, units: one for each lot
    levels: dict[str, list[int]]


def naive(supply: int, claimants: list[Claimant], ladder: Ladder, delta: Fraction = Fraction(1, 2)) -> Result:
    """Walk the sequence lot by lot; `delta` is the divisor method, Webster's unless another is wanted."""
    ranked = sorted(claimants, key=lambda one: (one.priority, one.code))
    zero = {one.code: 0 for one in ranked}
    result = Result(dict(zero), dict(zero), supply, None, [], {one.code: [0] for one in ranked})
    closed: set[str] = set()
    for number, rung in enumerate(ladder.rungs, 1):
        claims = [claim(one, rung, result.levels[one.code][-1]) for one in ranked]
        heap: list[Any] = []
        for rank, (one, wanted) in enumerate(zip(ranked, claims, strict=True)):
            push(heap, rank, wanted, result.levels[one.code][-1], delta)
            result.levels[one.code].append(wanted.level)
        while heap and result.left:
            _, rank, held, size, line = heappop(heap)
            code = ranked[rank].code
            if code in closed:
                continue
            if size > result.left:
                result.blocked = result.blocked or (number, code, size, result.left)
                closed.add(code)
                continue
            kind = "loan" if result.blocked else "firm"
            (result.loan if result.blocked else result.firm)[code] += size
            result.left -= size
            result.granted.append((number, code, kind, line, size))
            push(heap, rank, claims[rank], held + size, delta)
    return result


def push(heap: list[Any], rank: int, wanted: Claim, held: int, delta: Fraction) -> None:
    """Put the next lot of a claimant in line."""
    if held < wanted.level:
        size, line, day = wanted.next_lot(held)
        heappush(heap, (key(wanted, held, size, day, delta), rank, held, size, line))


def key(wanted: Claim, held: int, size: int, day: date | None, delta: Fraction) -> tuple[Any, Any]:
    one = wanted.one
    match wanted.rung.share_by:
        case "priority":
            return 0, 0
        case "edd":
            return day is None, day or date.min
        case "equal":
            return 0, held
        case "equal_loss":
            return 0, held - wanted.level
        case "prorata":
            return 0, Fraction(2 * held + size, 2 * wanted.level)
        case "share":
            return (0, (held + delta * size) / one.weight) if one.weight else (1, 0)
        case "cover":
            return (0, (one.pos + held) / one.rate) if one.rate else (1, 0)
        case _:
            sold = sum(chance(one.demand or Demand(), one.pos + unit) for unit in range(held, held + size))
            return 0, -max(0, one.contribution or 0) * sold / size
