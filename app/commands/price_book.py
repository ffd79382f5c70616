"""The commands of the price book: the price of one listing on a day with every step, and the whole price list."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from typing import Any

from app.columns import Column, Kind
from app.commands.ledgers import opened
from app.commands.output import output, print_json, text_table
from app.errors import UserError
from app.exporting.tables import put_csv
from app.ledger.catalog import channel_named, sku_named
from app.queries.prices import COLUMNS, GovernedPrice, price_list
from models.domain.money import Money
from models.domain.pricing.step_words import blocked_sentence, chain_sentences, lack_of, step_sentence
from models.domain.pricing.steps import Step

DONE, LOOK = 0, 1
_NOTHING = "Nothing was written."


def price(arguments: argparse.Namespace, who: str) -> int:
    """Write the price of one SKU on one channel; 1 where there is none."""
    rows = _read(arguments, who, sku=arguments.sku)
    match arguments.format:
        case "json":
            told = [_json(row, explained=arguments.explain) for row in rows]
            print_json(told[0] | ({"other_currencies": told[1:]} if told[1:] else {}))
        case "csv":
            with output(None) as stream:
                _put(stream, rows, explained=arguments.explain)
        case _:
            print(text_table(COLUMNS, rows))
            for row in rows:
                _say(row, explained=arguments.explain)
    return DONE if all(row.amount is not None for row in rows) else LOOK


def prices(arguments: argparse.Namespace, who: str) -> int:
    """Write the price list of a day, of every channel or of one."""
    rows = _read(arguments, who)
    match arguments.format:
        case "json":
            print_json([_json(row, explained=False) for row in rows])
        case "csv":
            with output(None) as stream:
                put_csv(stream, COLUMNS, rows)
        case _:
            print(text_table(COLUMNS, rows))
    return DONE


def _read(arguments: argparse.Namespace, who: str, *, sku: str = "") -> list[GovernedPrice]:
    with opened(arguments, who) as ledger, ledger.read() as session:
        channels = {channel_named(session, arguments.channel).name} if arguments.channel is not None else None
        sku = sku and sku_named(session, sku)
        day = arguments.on or ledger.today()
        rows = price_list(session, day=day, skus={sku} if sku else None, channels=channels)
    if not rows and sku:
        raise UserError(f"{sku} has neither a listing nor a base price on {arguments.channel}. {_NOTHING}")
    if not rows:
        raise UserError(f"No SKU is listed or has a base price yet. {_NOTHING} Import products or sales first.")
    return rows


def _say(row: GovernedPrice, *, explained: bool) -> None:
    print(f"\nOn {row.day} by {row.version}.")
    if explained:
        print("\n".join(chain_sentences(row.priced, row.currency)))
    elif row.amount is None:
        print(lack_of(row.priced, row.currency))


def _put(stream: Any, rows: Sequence[GovernedPrice], *, explained: bool) -> None:  # noqa: ANN401 - a stream of text
    if not explained:
        put_csv(stream, COLUMNS, rows)
        return
    steps = [(row, step) for row in rows for step in row.steps]
    put_csv(stream, _STEPS, steps)


def _json(row: GovernedPrice, *, explained: bool) -> dict[str, Any]:
    told = {
        "sku": row.sku,
        "channel": row.channel,
        "day": row.day,
        "currency": row.currency,
        "price": row.money(row.amount),
        "tax_inside": row.tax_inside,
        "decided_by": row.state.value,
        "reason": lack_of(row.priced, row.currency) or None,
        "base": row.money(row.base.amount if row.base else None),
        "floor": row.money(row.floor),
        "map": row.money(row.minimum_advertised),
        "ceiling": row.money(row.ceiling),
        "earns": row.earned,
        "margin": row.margin,
        "below_floor": row.priced.below_floor,
        "overridden": row.priced.overridden,
        "tiers": [{"units": tier.units, "price": row.money(tier.amount)} for tier in row.priced.tiers],
        "missing": list(row.economics.missing),
        "rules": row.version,
    }
    return told | ({"steps": [_step(step, row.currency) for step in row.steps]} if explained else {})


def _step(step: Step, currency: str) -> dict[str, Any]:
    rule = step.winner.rule if step.winner is not None else None
    return {
        "stage": step.stage.value,
        "before": _money(step.before, currency),
        "after": _money(step.after, currency),
        "why": step.why.value,
        "sentence": step_sentence(step, currency),
        "rule": rule.sentence() if rule is not None else None,
        "beats": [one.sentence() for one in step.winner.beaten] if step.winner is not None else [],
        "blocked": [
            {
                "price": _money(one.price, currency),
                "by": one.limit.value,
                "at": _money(one.at, currency),
                "sentence": blocked_sentence(one, currency),
            }
            for one in step.blocked
        ],
    }


def _money(minor: int | None, currency: str) -> Money | None:
    return None if minor is None else Money(minor, currency)


_STEPS: tuple[Column[tuple[GovernedPrice, Step]], ...] = (
    Column("SKU", lambda pair: pair[0].sku, Kind.CODE),
    Column("Channel", lambda pair: pair[0].channel),
    Column("Currency", lambda pair: pair[0].currency),
    Column("Stage", lambda pair: pair[1].stage.value),
    Column("Before", lambda pair: _money(pair[1].before, pair[0].currency), Kind.MONEY, absent=""),
    Column("After", lambda pair: _money(pair[1].after, pair[0].currency), Kind.MONEY, absent=""),
    Column("What", lambda pair: step_sentence(pair[1], pair[0].currency)),
    Column("Blocked", lambda pair: "; ".join(blocked_sentence(one, pair[0].currency) for one in pair[1].blocked)),
)
