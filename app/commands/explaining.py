"""What `allocate LEDGER --sku SKU --explain` adds: the shortage under each rule, and what the rules cost."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from app.queries.policy_costs import CostRow
from app.queries.rationing import Rationing, RationingRow, lost_units
from models.domain.allocation.ladder import REWARDS
from models.domain.money import Money


@dataclass(frozen=True)
class Weighed:
    """The rules of one SKU weighed: its shortage shared by each, and their cost."""

    compared: Rationing
    cost: CostRow | None


def weighed_lines(found: Weighed) -> Iterator[str]:
    """Say it line by line."""
    compared, cost = found.compared, found.cost
    if compared.rung is None:
        yield f"Nothing is short with {compared.supply} units: every sharing rule gives the same."
    else:
        yield f"{compared.supply} units run out in rung {compared.rung.name}. If it were shared by"
        yield from (f"  {_compared(row, compared)}" for row in compared.sums)
    if cost is None:
        return
    if cost.refused:
        yield f"Expected contribution {_money(cost.value)}. {cost.refused}."
        return
    yield (
        f"Expected contribution {_money(cost.value)}; the best plan with the same promises {_money(cost.best)}: "
        f"the rules cost {_money(cost.cost)} ({cost.share * 100:.1f} %), the promises {_money(cost.all_promises)}."
    )
    yield from (f"  The promise to {code} costs {_money(money)}." for code, money in cost.promises.items())
    proof = "proved to be the best" if cost.proved else f"the best plan may be {cost.gap * 100:.2f} % better"
    yield f"  The solver has {cost.time_limit} ms for a plan; {proof}."


def weighed_answer(found: Weighed) -> dict[str, Any]:
    """Write it as a dictionary that becomes JSON; money in major units, lost sales in units."""
    compared, cost = found.compared, found.cost
    rung = None if compared.rung is None else compared.rung.name
    rules = [
        _row(row) | {"channels": {one.channel: _row(one) for one in compared.of(row.rule)}} for row in compared.sums
    ]
    answer: dict[str, Any] = {"compared": {"supply": compared.supply, "rung": rung, "rules": rules}}
    if cost is None:
        return answer | {"policy": None}
    policy = {
        "value": cost.value.major(),
        "best": cost.best.major(),
        "best_units": dict(cost.best_units),
        "cost": cost.cost.major(),
        "percent": f"{cost.share * 100:.1f}",
        "promises": {code: money.major() for code, money in cost.promises.items()},
        "all_promises": cost.all_promises.major(),
        "gap": str(cost.gap),
        "time_limit_ms": cost.time_limit,
        "refused": cost.refused or None,
    }
    return answer | {"policy": policy}


def _row(row: RationingRow) -> dict[str, Any]:
    written: dict[str, Any] = {
        "units": row.units,
        "contribution": row.contribution.major() if row.contribution is not None else None,
        "lost": lost_units(row) or None,
    }
    if row.channel:
        return written
    told = {"rule": row.rule.value, "used": row.is_used, "refused": row.refused or None}
    return told | {"rewards": REWARDS[row.rule]} | written


def _compared(row: RationingRow, found: Rationing) -> str:
    if row.refused:
        return f"{row.rule}: cannot be used here, {row.refused}"
    units = ", ".join(f"{one.channel} {one.units}" for one in found.of(row.rule))
    money = _money(row.contribution) if row.contribution is not None else "not known"
    now = " (as now)" if row.is_used else ""
    return f"{row.rule}{now}: {units}; expected contribution {money}, lost sales {lost_units(row) or 'not known'}"


def _money(money: Money) -> str:
    return f"{money.major()} {money.currency}"
