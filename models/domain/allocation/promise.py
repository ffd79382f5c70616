"""What can still be promised: supply and commitments over time, period by period."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import accumulate

from models.domain.allocation.claimant import OrderLine, in_order

HORIZON_DAYS = 28


@dataclass(frozen=True)
class Receipt:
    """Units that are expected on a day."""

    day: date
    units: int


def period_promise(supply: Sequence[int], demand: Sequence[int]) -> list[int]:
    """Give what each period has of its own, below 0 where it falls short."""
    return [came - asked for came, asked in zip(supply, demand, strict=True)]


def backward_promise(supply: Sequence[int], demand: Sequence[int]) -> list[int]:
    """Let a period that falls short use up what is free in the periods before it, the nearest first."""
    free = period_promise(supply, demand)
    for late in range(len(free)):
        for early in range(late - 1, -1, -1):
            used = min(max(free[early], 0), max(-free[late], 0))
            free[early] -= used
            free[late] += used
    return free


def look_ahead_promise(supply: Sequence[int], demand: Sequence[int]) -> list[int]:
    """Give what can be promised in each period without breaking what is promised for any later one."""
    running = list(accumulate(period_promise(supply, demand)))
    lowest = list(accumulate(reversed(running), min))
    return [max(0, least) for least in reversed(lowest)]


def claims_on_stock(
    lines: Iterable[OrderLine], receipts: Iterable[Receipt], *, today: date, horizon: int = HORIZON_DAYS
) -> list[OrderLine]:
    """Give the lines that today's stock has to serve, with the units that no receipt due before them covers.

    Lines due after the horizon are left out. A receipt covers lines in their order; a line without a day waits for
    none. A line that a receipt covers in part stays with the rest.
    """
    last = today + timedelta(days=horizon)
    coming = sorted(receipts, key=lambda receipt: receipt.day)
    open_units = [receipt.units for receipt in coming]
    claims = []
    for line in in_order(tuple(lines)):
        if line.ship_by is not None and line.ship_by > last:
            continue
        units = line.units
        for number, receipt in enumerate(coming):
            if line.ship_by is not None and receipt.day < line.ship_by:
                covered = min(units, open_units[number])
                open_units[number] -= covered
                units -= covered
        if units:
            claims.append(line if units == line.units else replace(line, units=units))
    return claims
