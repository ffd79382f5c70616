"""Promotions of files: Channelbook's own table and Shopify's discounts, row by row."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from app.importing.export import Context, LeftOut, Outcome, Unread
from app.importing.own_tables import blank
from models.domain.money import minor_units
from models.domain.postings import Draft, Fact, PromotionFact
from models.domain.promotions.kinds import KINDS
from models.domain.rules import InvalidRule, Rule, Scope, params_of, problems_of, read_rule

_BUNDLE, _AMOUNTS = "bundle", {"fixed": "amount", "price": "price"}
# What a problem of a figure is called in the own table.
_COLUMNS = {"amount": "amount", "price": "amount", "fixed": "fixed_cost", "reference": "eu", "valid_to": "last_day"}
_OFFERS = {"percentage": "percent", "fixed_amount": "fixed"}
_COMBINES = ("with_order", "with_product", "with_shipping")


def post_promotions(rows: Sequence[Any], _context: Context) -> Iterator[Outcome]:
    """Turn rows of Channelbook's own table into promotions, one a row."""
    for row in rows:
        if lacking := blank(row, ("code", "offer", "first_day")):
            yield lacking
        else:
            skus = tuple(part.strip() for part in row.skus.split(",") if part.strip())
            scope = Scope(skus, row.category, row.brand, (row.channel,) if row.channel else ())
            yield _drafted(
                row.row, _own_figures(row), row.offer.casefold(), scope, (row.first_day, row.last_day), row.note
            )


def post_discounts(rows: Sequence[Any], context: Context) -> Iterator[Outcome]:
    """Turn rows of Shopify's discounts into promotions of every SKU: the file does not say which products they are for.

    The discount class is the lane; a discount that combines with nothing is exclusive.
    """
    for row in rows:
        kind = _kind_of(row)
        if kind is None:
            yield LeftOut([row.row], f"the file does not say what “{row.type or row.value_type}” gives; type it")
        elif lacking := blank(row, ("name", "start")):
            yield lacking
        elif kind != "free_shipping" and row.value is None:
            yield Unread(row.row, "Value", "The value is blank")
        else:
            params: dict[str, Any] = {"code": row.name, "lane": row.discount_class.casefold()}
            params["exclusive"] = not any(getattr(row, name) for name in _COMBINES)
            if kind == "percent":
                params["percent"] = str(abs(row.value))
            elif kind == "fixed":
                params["amount"] = _money(minor_units(abs(row.value), context.currency), context.currency)
            until = row.end.date().isoformat() if row.end else ""
            days = (row.start.date().isoformat(), until)
            note = f"{row.status.casefold()}, used {row.used or 0} times"
            yield _drafted(row.row, params, kind, Scope(), days, note)


def _kind_of(row: Any) -> str | None:  # noqa: ANN401 - rows have the columns of their export
    """Name the kind of a discount, older files saying only whether its value is a percentage or an amount."""
    said = row.type.casefold()
    if said == "free shipping" or row.value_type.casefold() == "shipping":
        return "free_shipping"
    return _OFFERS.get(row.value_type.casefold()) if said in {"", "amount off"} else None


def _own_figures(row: Any) -> dict[str, Any]:  # noqa: ANN401 - rows have the columns of their export
    """Give the figures of a row as a rule holds them; what is blank is left out."""
    kind = row.offer.casefold()
    figures: dict[str, Any] = {
        "code": row.code,
        "lane": row.lane,
        "exclusive": bool(row.exclusive),
        "reference": bool(row.eu),
        "unit_cap": row.unit_cap,
        "uplift": _text(row.uplift),
        "funded": _text(row.funded),
    }
    for name in ("budget", "fixed_cost", "ads", "was"):
        minor = getattr(row, name)
        figures["fixed" if name == "fixed_cost" else name] = None if minor is None else _money(minor, row.currency)
    if kind in _AMOUNTS:
        figures[_AMOUNTS[kind]] = None if row.amount is None else _money(row.amount, row.currency)
    if kind in {"percent", _BUNDLE}:
        figures["percent"] = _text(row.percent)
    if kind == _BUNDLE:
        figures |= {"buy": row.buy, "get": row.get}
    return {name: value for name, value in figures.items() if value is not None}


def _drafted(
    row: int, figures: Mapping[str, Any], kind: str, scope: Scope, days: tuple[str, str], note: str
) -> Draft | Unread:
    """Make the document of a promotion, or say what is wrong with it."""
    first, last = days
    try:
        what = read_rule(kind, figures, KINDS)
    except InvalidRule as error:
        return _unread(row, error.problems[0])
    # A promotion without an end is judged as one of a single day.
    rule = Rule(0, what, scope, date.fromisoformat(first), date.fromisoformat(last or first))
    if wrong := problems_of(rule):
        return _unread(row, wrong[0])
    fact = PromotionFact(
        row,
        what.code,
        kind,
        json.dumps(params_of(what), sort_keys=True, ensure_ascii=False),
        json.dumps(scope.skus, ensure_ascii=False),
        scope.category,
        scope.brand,
        first,
        last,
        note,
    )
    channel = "".join(scope.channels)
    key = f"{channel.casefold()}|{what.code.casefold()}|{first}"
    return Draft(Fact.PROMOTIONS, key, first, [row], others=[fact], channel=channel)


def _unread(row: int, problem: str) -> Unread:
    name, _, words = problem.partition(": ")
    if name == "kind":
        return Unread(row, "offer", f"It must be one of {', '.join(kind.KIND for kind in KINDS)}")
    return Unread(row, _COLUMNS.get(name, name), f"{words[:1].upper()}{words[1:]}")


def _money(minor: int, currency: str) -> dict[str, int | str]:
    return {"minor": minor, "currency": currency}


def _text(value: object) -> str | None:
    return None if value is None else f"{value:f}"
