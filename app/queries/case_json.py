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
    written: dict[str, Any] = {"code": one.code}
    _write_numbers(one, written)
    if one.weight:
        written["weight"] = _exact(one.weight)
    if one.rate:
        # Where no shares are agreed, a channel weighs what it sells a day.
        written["rate"] = written["weight"] if one.rate is one.weight else _exact(one.rate)
    if one.ship_by is not None:
        written["ship_by"] = one.ship_by.isoformat()
    if one.lines:
        written["lines"] = [_line(line) for line in one.lines]
    if isinstance(one.demand, Demand):
        written["demand"] = {"certain": one.demand.certain, "poisson": _exact(one.demand.mean)}
    if one.contribution is not None:
        written["contribution"] = major(one.contribution, currency)
    return written if one.enabled else written | {"enabled": False}


def _write_numbers(one: Claimant, written: dict[str, Any]) -> None:
    """Write the whole numbers that are not what they are by default."""
    if one.priority != 1:
        written["priority"] = one.priority
    if one.lot != 1:
        written["lot"] = one.lot
    if one.moq:
        written["moq"] = one.moq
    if one.commit:
        written["commit"] = one.commit
    if one.floor:
        written["floor"] = one.floor
    if one.target:
        written["target"] = one.target
    if one.cap is not None:
        written["cap"] = one.cap
    if one.pos:
        written["pos"] = one.pos


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
