"""The command that lists listings which are live at another price than the book says."""

from __future__ import annotations

import argparse
import sys
from typing import Any

from app.commands.ledgers import opened
from app.commands.output import json_text, output, text_table
from app.exporting.tables import put_csv
from app.ledger.catalog import channel_named
from app.queries.drift import COLUMNS, DriftRow, DriftState, drift
from models.domain.money import major
from models.domain.words import counted

DONE, LOOK = 0, 1


def drifted(arguments: argparse.Namespace, who: str) -> int:
    """Write what drifts, what most is at stake with first; with --all also what agrees or cannot be compared."""
    with opened(arguments, who) as ledger, ledger.read() as session:
        only = channel_named(session, arguments.channel).name if arguments.channel else None
        day = arguments.on or ledger.today()
        rows = drift(session, day=day)
    meant = [row for row in rows if only in {None, row.channel}]
    wrong = [row for row in meant if row.state is DriftState.DRIFT]
    shown = meant if arguments.all else wrong
    with output(arguments.out) as stream:
        match arguments.format:
            case "json":
                stream.write(json_text([_json(row) for row in shown]) + "\n")
            case "csv":
                put_csv(stream, COLUMNS, shown)
            case _:
                stream.write((text_table(COLUMNS, shown) if shown else _none(meant)) + "\n")
    if arguments.format == "table" and shown:
        print(_none(meant) if not wrong else f"{counted(len(wrong), 'listing')} of {len(meant)} off.", file=sys.stderr)
    return LOOK if wrong else DONE


def _none(rows: list[DriftRow]) -> str:
    """Say that nothing drifts, and how much could be compared at all."""
    agree = sum(1 for row in rows if row.state is DriftState.AGREES)
    return f"No drift: {counted(agree, 'listing')} of {len(rows)} at the price of the book, the others not comparable."


def _json(row: DriftRow) -> dict[str, Any]:
    def written(minor: int | None) -> str | None:
        return None if minor is None else major(minor, row.currency)

    return {
        "sku": row.sku,
        "title": row.title,
        "channel": row.channel,
        "listing": row.listing,
        "currency": row.currency,
        "live": written(row.live),
        "governed": written(row.governed),
        "off_by": written(row.difference),
        "share": row.share,
        "units": row.units,
        "at_stake": written(row.stake),
        "state": row.state.value,
        "why": row.why,
        "since": row.since,
        "seen": row.seen,
    }
