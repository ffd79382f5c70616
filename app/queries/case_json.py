"""An allocation case written down, so that `parse_case` reads the same claimants and ladder back."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from models.domain.allocation.claimant import Claimant, OrderLine
from models.domain.allocation.demand import Demand
from models.domain.allocation.ladder import Ladder, Rung
from models.domain.money import major


def written_claimant(one: Claimant, currency: str) -> dict[str, Any]:
    """Write a claimant; fields that hold what they hold by default are left out."""
    code, *_, weight, rate, _, ship_by, lines, demand, contribution, enabled = one
    written: dict[str, Any] = {"code": code}
    _write_numbers(one, written)
    if weight:
        written["weight"] = _exact(weight)
    if rate:
        # Where no shares are agreed, a channel weighs what it sells a day.
        written["rate"] = written["weight"] if rate is weight else _exact(rate)
    if ship_by is not None:
        written["ship_by"] = ship_by.isoformat()
    if lines:
        written["lines"] = [_line(line) for line in lines]
    if isinstance(demand, Demand):
        written["demand"] = {"certain": demand.certain, "poisson": _exact(demand.mean)}
    if contribution is not None:
        written["contribution"] = major(contribution, currency)
    return written if enabled else written | {"enabled": False}


def _write_numbers(one: Claimant, written: dict[str, Any]) -> None:
    """Write the whole numbers that are not what they are by default."""
    _, priority, lot, moq, commit, floor, target, cap, _, _, pos, *_ = one
    if priority != 1:
        written["priority"] = priority
    if lot != 1:
        written["lot"] = lot
    if moq:
        written["moq"] = moq
    if commit:
        written["commit"] = commit
    if floor:
        written["floor"] = floor
    if target:
        written["target"] = target
    if cap is not None:
        written["cap"] = cap
    if pos:
        written["pos"] = pos


def _exact(value: Fraction) -> str:
    return str(value)


def _line(line: OrderLine) -> dict[str, Any]:
    day = line.ship_by and line.ship_by.isoformat()
    return {"id": line.id, "units": line.units, "ship_by": day, "fill": line.fill.value}


def written_ladder(ladder: Ladder) -> list[dict[str, Any]]:
    """Write the rungs of a ladder."""
    return [_rung(rung) for rung in ladder.rungs]


def _rung(rung: Rung) -> dict[str, Any]:
    written: dict[str, Any] = {"goal": rung.goal.value, "share_by": rung.share_by.value}
    if rung.days:
        written["days"] = rung.days
    if rung.rounding is not None:
        written["round"] = rung.rounding.value
    return written
