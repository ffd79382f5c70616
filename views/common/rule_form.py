"""The form of a rule of any family, made from the fields of its kind, and what was typed in it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from models.domain.money import Money
from models.domain.rules import (
    DAY_LABELS,
    SCOPE_LABELS,
    FormField,
    InvalidRule,
    Kind,
    Rule,
    Scope,
    form_of,
    params_of,
    read_rule,
)
from views.common.form_field import Field, FieldKind, Value
from views.common.text import Text

_KINDS = {int: FieldKind.UNITS, bool: FieldKind.SWITCH, str: FieldKind.TEXT, Money: FieldKind.MONEY}
_PLACES = 15
_NOTHING = "none"


@dataclass(frozen=True)
class Typed:
    """A rule as it was typed."""

    what: Kind
    scope: Scope
    first: date | None
    last: date | None
    note: str


def fields_of(kind: type[Kind], channels: Sequence[str], *, currency: str) -> list[Field]:
    """Make the fields of a kind, of the scope that it may have, and of its days.

    Amounts are typed in major units of the ledger's `currency`, or with another one.
    """
    one_needed = "channels" in kind.NEEDS
    scope = {
        "skus": Field(
            "skus",
            SCOPE_LABELS["skus"],
            FieldKind.WORDS,
            hint="One or several, with commas between them." + ("" if "skus" in kind.NEEDS else " All if left out."),
            required="skus" in kind.NEEDS,
        ),
        "category": Field(
            "category", SCOPE_LABELS["category"], hint="In place of SKUs.", required="category" in kind.NEEDS
        ),
        "brand": Field(
            "brand", SCOPE_LABELS["brand"], hint="In place of SKUs or a category.", required="brand" in kind.NEEDS
        ),
        "channels": Field(
            "channels",
            SCOPE_LABELS["channels"],
            FieldKind.SEVERAL,
            hint="At least one." if one_needed else "All if none is ticked.",
            choices=tuple((name, name) for name in channels),
            required=one_needed,
        ),
    }
    return [
        *(_field(one, currency) for one in form_of(kind)),
        *(field for name, field in scope.items() if name not in kind.FORBIDS),
        _asked(kind, "first", FieldKind.DAY, "The first day", "; always if left out"),
        _asked(kind, "last", FieldKind.DAY, "The last day", "; for good if left out"),
        _asked(kind, "note", FieldKind.TEXT, "", ""),
    ]


def _asked(kind: type[Kind], name: str, holds: FieldKind, hint: str, left_out: str) -> Field:
    """Make a field of the days or the note, which some kinds may not lack."""
    needed = name in kind.ASKS
    said = hint if needed else f"{hint}{left_out}"
    return Field(name, DAY_LABELS[name], holds, hint=f"{said}." if said else "", required=needed)


def days_wrong(values: dict[str, Value]) -> str:
    """Say what is wrong with the days of a filled form together, or nothing."""
    first, last = values["first"], values["last"]
    return "Until is before From." if isinstance(first, date) and isinstance(last, date) and last < first else ""


def values_of(rule: Rule[Kind]) -> dict[str, Value]:
    """Give what the form of a rule that stands is filled with."""
    scope = {name: value for name, value in vars(rule.scope).items() if name not in rule.what.FORBIDS}
    figures = {one.name: _typed(getattr(rule.what, one.name)) for one in form_of(type(rule.what))}
    return {**figures, **scope, "first": rule.first, "last": rule.last, "note": rule.note}


def days_words(rule: Rule[Kind], text: Text) -> str:
    """Say from when to when a rule holds, or nothing."""
    days = [f"{word} {text.day(day)}" for word, day in (("from", rule.first), ("until", rule.last)) if day is not None]
    return f", {' '.join(days)}" if days else ""


def typed_rule(kind: type[Kind], values: dict[str, Value], was: Kind | None = None) -> Typed:
    """Read a filled form; raises `InvalidRule` with what is wrong.

    A figure that is still as in the rule that it `was` stays exactly so, also where no decimal writes it.
    """
    empty = {one.name: {None, ""} if one.choices else {None} for one in form_of(kind)}
    params = {name: _plain(values[name]) for name, nothing in empty.items() if values[name] not in nothing}
    if was is not None and was.KIND == kind.KIND:
        params |= {name: old for name, old in params_of(was).items() if values[name] == _typed(getattr(was, name))}
    what: Kind = read_rule(kind.KIND, params, (kind,))
    first, last = values["first"], values["last"]
    if wrong := days_wrong(values):
        raise InvalidRule([wrong.rstrip(".")])
    return Typed(
        what,
        Scope(
            _several(values.get("skus")),
            str(values.get("category") or "").strip(),
            str(values.get("brand") or "").strip(),
            _several(values.get("channels")),
        ),
        first if isinstance(first, date) else None,
        last if isinstance(last, date) else None,
        str(values["note"] or ""),
    )


def _several(value: Value) -> tuple[str, ...]:
    return value if isinstance(value, tuple) else ()


def _field(one: FormField, currency: str) -> Field:
    kind = FieldKind.CHOICE if one.choices else _KINDS.get(one.type, FieldKind.NUMBER)
    hint = one.hint
    if kind is FieldKind.MONEY:
        other = "EUR" if currency != "EUR" else "USD"
        hint = f"{hint.rstrip('.') + '. ' if hint else ''}Another currency is typed with it: 12.50 {other}."
    left_out = () if one.required or one.default is not None else (("", _NOTHING),)
    return Field(
        one.name,
        one.label,
        kind,
        hint=hint,
        unit="" if kind is FieldKind.MONEY else one.unit,
        currency=currency if kind is FieldKind.MONEY else "",
        any_currency=kind is FieldKind.MONEY,
        choices=(*left_out, *((word, _words(word)) for word in one.choices)),
        required=one.required and kind in {FieldKind.UNITS, FieldKind.NUMBER, FieldKind.MONEY},
        minimum=one.minimum,
        maximum=one.maximum,
        start=_typed(one.default),
    )


def _words(choice: str) -> str:
    """Write a choice for people: "per_unit" is "Per unit"."""
    said = choice.replace("_", " ")
    return said[:1].upper() + said[1:]


def _plain(value: Value) -> object:
    match value:
        case Decimal():
            return f"{value:f}"
        case Money(minor, currency):
            return {"minor": minor, "currency": currency}
        case _:
            return value


def _typed(value: object) -> Value:
    """Give a figure as a field takes it; a fraction that no decimal equals is given to 15 places."""
    match value:
        case Fraction():
            return round(Decimal(value.numerator) / value.denominator, _PLACES).normalize()
        case StrEnum():
            return str(value.value)
        case str() | int() | Money():
            return value
        case _:
            return None
