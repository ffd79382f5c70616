"""The command that says what to order of each SKU, and by when."""

from __future__ import annotations

import argparse
from decimal import Decimal
from typing import Any

from app.commands.ledgers import opened
from app.commands.output import json_text, output, text_table
from app.errors import UserError
from app.exporting.purchase_proposal import write_purchase_proposal
from app.exporting.tables import put_csv
from app.queries.replenishment import COLUMNS, PLACED_COLUMNS, ReplenishmentRow, replenishment
from app.queries.transfers import placed
from models.domain.money import major
from models.domain.replenishment.need import ServiceLevel

DONE = 0
_HUNDREDTHS = 100
_LEAST, _MOST = Decimal(50), Decimal("99.99")


def replenish(arguments: argparse.Namespace, who: str) -> int:
    """Write what to order, the most urgent first."""
    if arguments.format == "xlsx" and arguments.out is None:
        raise UserError("A workbook needs a file to go to. Nothing was written. Add --out FILE.xlsx.")
    if arguments.format == "xlsx" and arguments.by == "place":
        raise UserError("The purchase proposal is by SKU. Nothing was written. Leave --by out, or choose csv.")
    target = _target(arguments)
    with opened(arguments, who) as ledger, ledger.read() as session:
        today = arguments.day or ledger.today()
        by_place = arguments.by == "place"
        rows = (
            list(placed(session, today=today, target=target).needs)
            if by_place
            else replenishment(session, today=today, target=target)
        )
    if arguments.format == "xlsx":
        write_purchase_proposal(arguments.out, rows)
        return DONE
    shown = PLACED_COLUMNS if by_place else COLUMNS
    with output(arguments.out) as stream:
        match arguments.format:
            case "json":
                stream.write(json_text([_json(row) for row in rows]) + "\n")
            case "csv":
                put_csv(stream, shown, rows)
            case _:
                stream.write(text_table(shown, rows) + "\n")
    return DONE


def _target(arguments: argparse.Namespace) -> ServiceLevel:
    service = int(arguments.service * _HUNDREDTHS)
    if not _LEAST * _HUNDREDTHS <= service <= _MOST * _HUNDREDTHS:
        raise UserError(f"--service is a percentage from {_LEAST} to {_MOST}. Nothing was written.")
    if arguments.review < 0:
        raise UserError("--review is a number of days, 0 or more. Nothing was written.")
    return ServiceLevel(service, arguments.review)


def _json(row: ReplenishmentRow) -> dict[str, Any]:
    told: dict[str, Any] = {
        "sku": row.sku,
        "title": row.title,
        "place": row.place,
        "supplier": row.supplier,
        "on_hand": row.on_hand,
        "rate": row.rate,
        "weeks": row.demand.weeks,
        "currency": row.currency,
        "lacking": row.lacking or None,
    }
    proposal = row.proposal
    if proposal is None:
        return told
    return told | {
        "cover_days": row.cover,
        "stockout": row.stockout,
        "reorder_point": proposal.levels.reorder_point,
        "order_up_to": proposal.levels.up_to,
        "safety_stock": proposal.levels.safety,
        "order": proposal.units,
        "from_other_places": row.moved,
        "cases": proposal.cases,
        "order_by": row.order_by,
        "lost_if_not": major(proposal.avoidable_loss, row.currency),
        "lost_anyway": major(proposal.lost_anyway, row.currency),
        "steps": list(proposal.steps),
        "warnings": list(proposal.warnings),
    }
