"""The command that tries rules on the past weeks of a ledger."""

from __future__ import annotations

import argparse
from typing import Any

from app.commands.ledgers import opened
from app.commands.output import output, print_json, text_table
from app.errors import UserError
from app.exporting.tables import put_csv
from app.ledger.catalog import sku_named
from app.queries.allocation_replay import Replayed, Side, replay_rules
from app.queries.replay_rows import GROUPS, one_by_one, rows, side_columns
from models.domain.contribution.statement import By
from models.domain.money import Money
from models.domain.replay.tally import Tally
from models.domain.words import counted

DONE = 0


def replay_ledger(arguments: argparse.Namespace, who: str) -> int:
    """Replay the rules that hold, and a draft or a version beside them, and write what the weeks come to."""
    if arguments.supply is not None or arguments.day is not None or arguments.explain:
        raise UserError("--supply, --day and --explain do not go with --replay. Nothing was replayed.")
    with opened(arguments, who) as ledger, ledger.read() as session:
        sku = sku_named(session, arguments.sku) if arguments.sku else ""
        found = replay_rules(session, version=arguments.rules, first=arguments.first, last=arguments.last, sku=sku)
    _write(found, By(arguments.by or By.CHANNEL), arguments.format)
    return DONE


def _write(found: Replayed, by: By, form: str) -> None:
    shown = side_columns(by)
    match form:
        case "json":
            print_json(_answer(found))
        case "csv":
            with output(None) as stream:
                put_csv(stream, shown, one_by_one(found, by))
        case _:
            print(text_table(shown, one_by_one(found, by)))
            first, last = found.mondays[0], found.last
            weeks, skus = counted(len(found.mondays), "week"), counted(found.skus, "SKU")
            print(f"\n{weeks} from {first} to {last}, {skus}; money in {found.currency}; nothing was stored.")
            print("\n".join([*_effects(found), *found.grounds]))


def _effects(found: Replayed) -> list[str]:
    """Say what the rules in question do against the other sides."""
    said = []
    for other in found.sides[:-1]:
        after, before = found.shown.sums.total, other.sums.total
        money = Money(after.contribution - before.contribution, found.currency)
        sign = "+" if money.minor > 0 else ""
        said.append(
            f"{found.shown.title} against {other.title}: {after.stockouts - before.stockouts:+} stock-outs, "
            f"{after.lost - before.lost:+} lost units, {sign}{money.major()} contribution; "
            f"{counted(found.shown.moved[other.who], 'unit')} sold by another channel."
        )
    return said


def _answer(found: Replayed) -> dict[str, Any]:
    answer: dict[str, Any] = {
        "first": found.mondays[0],
        "weeks": len(found.mondays),
        "skus": found.skus,
        "currency": found.currency,
        "sides": {side.who.value: _side(side, found.currency) for side in found.sides},
    }
    for by in GROUPS:
        answer[by.value] = [
            {by.value: row.name, **{who.value: _tally(tally, found.currency) for who, tally in row.sides.items()}}
            for row in rows(found, by)
        ]
    return answer | {"grounds": found.grounds}


def _side(side: Side, currency: str) -> dict[str, Any]:
    moved = {who.value: units for who, units in side.moved.items()}
    return {"rules": side.title, **_tally(side.sums.total, currency), "left": side.sums.left, "moved": moved}


def _tally(tally: Tally, currency: str) -> dict[str, Any]:
    return {
        "wanted": tally.wanted,
        "sold": tally.sold,
        "lost": tally.lost,
        "stockouts": tally.stockouts,
        "contribution": Money(tally.contribution, currency),
        "lost_contribution": Money(tally.lost_contribution, currency),
    }
