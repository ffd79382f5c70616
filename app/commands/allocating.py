"""The command that shares out stock: of a ledger, or of one case apart from any ledger."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from app.columns import Column, Kind
from app.commands.allocating_ledger import allocate_ledger
from app.commands.case_file import read_case
from app.commands.output import output, print_json, text_table
from app.commands.replaying import replay_ledger
from app.errors import UserError
from app.exporting.tables import put_csv
from app.queries.allocation_answer import answer_case
from app.queries.allocation_case import parse_case

DONE = 0


@dataclass(frozen=True)
class ClaimantRow:
    """What one channel gets of a case."""

    claimant: str
    firm: int
    loan: int
    unmet: int


COLUMNS: tuple[Column[ClaimantRow], ...] = (
    Column("Channel", lambda row: row.claimant, Kind.CODE),
    Column("Units", lambda row: row.firm + row.loan, Kind.UNITS),
    Column("Firm", lambda row: row.firm, Kind.UNITS),
    Column("On loan", lambda row: row.loan, Kind.UNITS),
    Column("Unmet", lambda row: row.unmet, Kind.UNITS),
)


def allocate(arguments: argparse.Namespace, who: str) -> int:
    """Allocate a ledger or one case file and write who gets what, and why where it is asked."""
    if (arguments.ledger_path is None) == (arguments.case is None):
        raise UserError("Allocate takes a ledger or --case FILE.json, one of the two. Nothing was allocated.")
    if not arguments.replay and (arguments.first or arguments.last or arguments.by):
        raise UserError("--from, --to and --by go with --replay. Nothing was allocated.")
    if arguments.case is None:
        return replay_ledger(arguments, who) if arguments.replay else allocate_ledger(arguments, who)
    of_ledger = (arguments.sku or None, arguments.supply, arguments.rules, arguments.day, arguments.replay or None)
    if any(one is not None for one in of_ledger):
        raise UserError(
            "--sku, --supply, --rules, --day and --replay go with a ledger, not with --case. Nothing was allocated."
        )
    case = parse_case(read_case(arguments.case, undone="Nothing was allocated."))
    answer = answer_case(case, explained=arguments.explain)
    match arguments.format:
        case "json":
            print_json(answer)
        case "csv":
            with output(None) as stream:
                put_csv(stream, COLUMNS, _rows(answer))
        case _:
            print(text_table(COLUMNS, _rows(answer)))
            print()
            print("\n".join(_sentences(answer)))
    return DONE


def _rows(answer: dict[str, Any]) -> list[ClaimantRow]:
    unmet: dict[str, int] = {}
    for one in answer["unmet"]:
        unmet[one["claimant"]] = unmet.get(one["claimant"], 0) + one["units"]
    return [
        ClaimantRow(code, units["firm"], units["loan"], unmet.get(code, 0)) for code, units in answer["units"].items()
    ]


def _sentences(answer: dict[str, Any]) -> Iterator[str]:
    yield f"Supply {answer['supply']}, unassigned {answer['unassigned']}, tier {answer['tier']}."
    if stopped := answer["blocked"]:
        yield (
            f"{stopped['claimant']} waits in rung {stopped['rung']} ({stopped['name']}) for a lot of {stopped['lot']}: "
            f"{stopped['left']} left, {stopped['missing']} missing."
        )
    yield from (f"{one['claimant']}: {one['sentence']}." for one in answer["exceptions"])
    yield from (f"Worth a look: {one['field']} {one['message']}." for one in answer["warnings"])
    policy = answer.get("policy")
    if policy and policy["refused"]:
        yield f"Expected contribution {policy['value']}. {policy['refused']}."
    elif policy:
        yield (
            f"Expected contribution {policy['value']}; the best plan with the same promises {policy['best']}: "
            f"the rules cost {policy['cost']} ({policy['percent']} %), the promises {policy['all_promises']}."
        )
        if Decimal(policy["gap"]):
            yield "The solver ran out of time, so the best plan may be better still and the rules may cost more."
    for code, why in answer.get("explanation", {}).items():
        yield f"\n{code}"
        yield from (f"  {step['sentence']}" for step in why["steps"])
        moved = [one for one in why["without"] if one["effect"]]
        yield from (f"  Without {one['what']}: {one['units']} ({-one['effect']:+d})." for one in moved)
        if not moved:
            yield "  No single rung or rule changes this number."
