"""The commands of prices without a ledger: the floor of one fee model, and the answer to one competitor situation."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from app.columns import Column, Kind
from app.commands.case_file import read_case
from app.commands.output import print_json, text_table
from app.queries.floor_answer import answer_floor
from app.queries.floor_case import parse_floor_case
from app.queries.response_case import answer_response, parse_response_case

DONE = 0
Answer = dict[str, Any]
_UNDONE = "Nothing was worked out."
_TITLES = {"cogs": "COGS"}


def floor(arguments: argparse.Namespace, _who: str) -> int:
    """Work out the floor of one case file and E at the prices it asks for."""
    answer = answer_floor(parse_floor_case(read_case(arguments.case, undone=_UNDONE)))
    if arguments.format == "json":
        print_json(answer)
        return DONE
    print("\n".join(_floor_sentences(answer)))
    if answer["at"]:
        print()
        print(text_table(_columns(answer["at"]), answer["at"]))
    return DONE


def respond(arguments: argparse.Namespace, _who: str) -> int:
    """Answer the competitor situation of one case file."""
    answer = answer_response(parse_response_case(read_case(arguments.case, undone=_UNDONE)))
    if arguments.format == "json":
        print_json(answer)
        return DONE
    verb = "Propose" if answer["action"] == "propose" else "Hold at"
    print(f"{verb} {answer['price']} {answer['currency']}.")
    print("\n".join(f"{reason['sentence']}." for reason in answer["reasons"]))
    return DONE


def _columns(rows: list[Answer]) -> list[Column[Answer]]:
    """Give the columns of E with those parts that are not 0 at every price."""
    used = [name for name in rows[0]["parts"] if any(set(row["parts"][name]) - set("-0.") for row in rows)]
    return [
        Column("Price", lambda row: row["price"], Kind.MONEY),
        *(_part(name) for name in used),
        Column("E", lambda row: row["E"], Kind.MONEY),
        Column("Margin", lambda row: row["margin"], Kind.PERCENT),
        Column("Target", lambda row: row["target"], Kind.MONEY),
        Column("Admissible", lambda row: "yes" if row["admissible"] else "no"),
        Column("Dead zone", lambda row: "yes" if row["dead_zone"] else "no"),
    ]


def _part(name: str) -> Column[Answer]:
    return Column(_TITLES.get(name, name.replace("_", " ").capitalize()), lambda row: row["parts"][name], Kind.MONEY)


def _floor_sentences(answer: Answer) -> Iterator[str]:
    currency = answer["currency"]
    if answer["floor_min"] is not None:
        yield f"Lowest price that earns the target: {answer['floor_min']} {currency}."
    if answer["floor_safe"] is not None:
        yield f"From {answer['floor_safe']} {currency} on every price up to {answer['price_max']} does."
    if answer["reason"]:
        yield f"{answer['reason']}."
    yield from (f"Forbidden: {first} to {last} does not earn it." for first, last in answer["forbidden"])
    yield from (
        f"Dead zone: {first} to {last} earns less than the price just below it." for first, last in answer["dead_zones"]
    )
    for one in answer.get("rounded", ()):
        found = f"is rounded to {one['rounded']}" if one["rounded"] else f"is not rounded: {one['reason']}"
        yield f"{one['price']} {found}."
    if discount := answer.get("discount"):
        yield from _discount_sentences(discount)


def _discount_sentences(discount: Answer) -> Iterator[str]:
    minimum = discount["map"]
    if discount["largest"] is None:
        first = f"the MAP of {minimum}" if minimum else "0"
        yield f"No price from {first} up to the list price {discount['list']} earns the target."
    else:
        rate = _percent(discount["largest"])
        kept = f", not below the MAP of {minimum}" if minimum else ""
        yield f"Largest discount from {discount['list']}: {rate}, to {discount['price']}{kept}."
    for one in discount["rates"]:
        verdict = "earns the target" if one["admissible"] else f"is below the target of {one['target']}"
        verdict += f", and the price is below the MAP of {minimum}" if one["below_map"] else ""
        yield f"{_percent(one['rate'])} off is {one['price']}: E {one['E']} {verdict}."


def _percent(share: str) -> str:
    return f"{(Decimal(share) * 100).normalize():f} %"
