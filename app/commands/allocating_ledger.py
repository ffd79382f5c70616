"""The command that allocates a whole ledger, or tries out what another supply or other rules would give."""

from __future__ import annotations

import argparse
from collections.abc import Mapping
from typing import Any

from sqlalchemy.orm import Session

from app.actions.allocation import run_allocation
from app.commands.explaining import Weighed, weighed_answer, weighed_lines
from app.commands.ledgers import opened
from app.commands.output import output, print_json, text_table
from app.errors import UserError
from app.exporting.tables import put_csv
from app.jobs import Progress
from app.ledger.catalog import sku_named
from app.queries.allocation import book
from app.queries.allocation_answer import answer_of, written_unmet
from app.queries.allocation_plan import Plan, PlanRow, columns, plan, plan_of
from app.queries.allocation_reasons import why
from app.queries.policy_costs import cost_of
from app.queries.rationing import rationing
from models.domain.allocation.awards import Units

DONE = 0


def allocate_ledger(arguments: argparse.Namespace, who: str) -> int:
    """Store a run of the published rules over all SKUs; with a SKU, a supply, a day or other rules only try it out."""
    if arguments.supply is not None and not arguments.sku:
        raise UserError("A supply is of one SKU. Nothing was allocated. Add --sku SKU.")
    if arguments.supply is not None and arguments.supply < 0:
        raise UserError(f"A supply is 0 or more, not {arguments.supply}. Nothing was allocated.")
    tried = bool(arguments.sku) or arguments.rules is not None or arguments.day is not None
    with opened(arguments, who, read_only=tried) as ledger:
        day = arguments.day or ledger.today()
        if tried:
            with ledger.read() as session:
                sku = sku_named(session, arguments.sku) if arguments.sku else ""
                found = plan(session, day=day, version=arguments.rules, sku=sku, supply=arguments.supply)
                weighed = _weigh(session, found) if arguments.sku and arguments.explain else {}
            run = None
        else:
            weighed = {}
            run, outcomes = run_allocation(ledger, Progress(), day=day)
            with ledger.read() as session:
                found = plan_of(session, outcomes, day=day, rules=book(session).title)
    _write(found, run, arguments, weighed)
    return DONE


def _weigh(session: Session, found: Plan) -> dict[str, Weighed]:
    """Weigh the rules of the SKU that is explained: a solver works for it."""
    return {
        row.sku: Weighed(
            rationing(session, row.outcome),
            cost_of(row.outcome, row.at_stake.currency) if row.units else None,
        )
        for row in found.rows
    }


def _write(found: Plan, run: int | None, arguments: argparse.Namespace, weighed: Mapping[str, Weighed]) -> None:
    shown = columns(found.channels)
    match arguments.format:
        case "json":
            skus = [
                _answer(row, explained=arguments.explain)
                | (weighed_answer(weighed[row.sku]) if row.sku in weighed else {})
                for row in found.rows
            ]
            print_json({"rules": found.rules, "run": run, "skus": skus})
        case "csv":
            with output(None) as stream:
                put_csv(stream, shown, found.rows)
        case _:
            print(text_table(shown, found.rows))
            kept = "a what-if, nothing was stored" if run is None else f"stored as run {run}"
            print(f"\nBy {found.rules}; {kept}.")
            if arguments.explain:
                _explain(found, weighed)


def _explain(found: Plan, weighed: Mapping[str, Weighed]) -> None:
    for row in found.rows:
        print(f"\n{row.sku}")
        for name in row.units:
            print(f"  {name}")
            print("\n".join(f"    {sentence}" for sentence in why(row.outcome, name).sentences()))
        if row.sku in weighed:
            print("\n".join(f"  {sentence}" for sentence in weighed_lines(weighed[row.sku])))


def _answer(row: PlanRow, *, explained: bool) -> dict[str, Any]:
    outcome = row.outcome
    answer = answer_of(outcome.found, outcome.planned.claimants)
    answer |= {
        "sku": row.sku,
        "supply": outcome.supply,
        "pool": row.pool,
        "buffer": row.buffer,
        "units": {name: _units(units) for name, units in row.units.items()},
        "fixed": dict(outcome.fixed),
        "unmet": written_unmet(outcome.short),
        "tier": row.tier.value,
        "found": row.found.value,
        "days_in_tier": row.days_in_tier,
        "at_stake": row.at_stake.major(),
        "currency": row.at_stake.currency,
        "reasons": {name: outcome.planned.reasons_of(name) for name in ("", *row.units)},
    }
    if explained:
        answer["explanation"] = {name: why(outcome, name).sentences() for name in row.units}
    return answer


def _units(units: Units) -> dict[str, int]:
    return {"firm": units.firm, "loan": units.loan}
