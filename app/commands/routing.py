"""The command that says from which place to serve each SKU on each channel, what each place costs, and why."""

from __future__ import annotations

import argparse
from typing import Any

from app.commands.ledgers import opened
from app.commands.output import json_text, output, text_table
from app.errors import UserError
from app.exporting.tables import put_csv
from app.ledger.catalog import sku_named
from app.queries.routing import RouteRow, columns, places_of, routes
from models.domain.money import half_up, major
from models.domain.routing.recommendation import Choice

DONE = 0
_MOST_DAYS = 3650


def route(arguments: argparse.Namespace, who: str) -> int:
    """Write the recommendations, what earns most first."""
    if arguments.days is not None and not 0 <= arguments.days <= _MOST_DAYS:
        raise UserError(f"--days is a number of days of storage from 0 to {_MOST_DAYS}. Nothing was written.")
    with opened(arguments, who) as ledger, ledger.read() as session:
        sku = sku_named(session, arguments.sku) if arguments.sku else ""
        today = arguments.day or ledger.today()
        rows = routes(session, today=today, days=arguments.days)
    if not rows:
        raise UserError(
            "Nothing can be compared yet: no fee of a place is typed, or nothing sells. Nothing was written. "
            "Type fees under Stock → Fees."
        )
    wanted = [row for row in rows if sku in {"", row.sku}]
    if not wanted:
        raise UserError(f"No channel sells “{sku}” in the last 13 weeks. Nothing was written.")
    with output(arguments.out) as stream:
        match arguments.format:
            case "json":
                stream.write(json_text([_json(row) for row in wanted]) + "\n")
            case "csv":
                put_csv(stream, columns(places_of(wanted)), wanted)
            case _:
                stream.write(text_table(columns(places_of(wanted)), wanted) + "\n")
    return DONE


def _json(row: RouteRow) -> dict[str, Any]:
    found = row.recommendation
    chosen = row.chosen if row.overridden else None
    return {
        "sku": row.sku,
        "title": row.title,
        "channel": row.channel,
        "rate": row.rate,
        "currency": row.currency,
        "days": found.sales.days,
        "serve_from": row.serves or None,
        "recommended": found.location or None,
        "overflow": found.overflow or None,
        "override": {"reason": chosen.reason, "until": chosen.until} if chosen else None,
        "break_even_days": row.break_even,
        "cheaper_first": found.storage.first or None if found.storage else None,
        "earns_more_a_day": row.lead,
        "places": [_place(one, row.currency) for one in found.choices],
        "why": list(row.why),
    }


def _place(choice: Choice, currency: str) -> dict[str, Any]:
    known = not choice.cost.unknown
    return {
        "place": choice.place.location,
        "cost": major(choice.cost.total, currency) if known else None,
        "fees": {part.field.value: major(half_up(part.amount), currency) for part in choice.cost.parts},
        "earns_a_day": major(half_up(choice.daily), currency) if known else None,
        "left_out": choice.barred or None,
    }
