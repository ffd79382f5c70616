"""The form of a rule of any family, made from the fields of its kind, and what was typed in it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from models.domain.rules import FormField, InvalidRule, Kind, Rule, Scope, form_of, params_of, read_rule
from views.common.form_field import Field, FieldKind, Value
from views.common.text import Text

_KINDS = {int: FieldKind.UNITS, bool: FieldKind.SWITCH, str: FieldKind.TEXT}
_PLACES = 15


@dataclass(frozen=True)
class Typed:
    """A rule as it was typed."""

    what: Kind
    scope: Scope
    first: date | None
    last: date | None
    note: str


def fields_of(kind: type[Kind], channels: Sequence[str]) -> list[Field]:
    """Make the fields of a kind, of the scope that it may have, and of its days."""
    scope = {
        "sku": Field("sku", "SKU", hint="All SKUs if left out.", required="sku" in kind.NEEDS),
        "category": Field("category", "Category", hint="All categories if left out."),
        "channel": Field("channel", "Channel", FieldKind.CHOICE, choices=_choices(kind, channels)),
    }
    return [
        *(_field(one) for one in form_of(kind)),
        *(field for name, field in scope.items() if name not in kind.FORBIDS),
        Field("first", "From", FieldKind.MAYBE_DAY, hint="The first day; always if left out."),
        Field("last", "Until", FieldKind.MAYBE_DAY, hint="The last day; for good if left out."),
        Field("note", "Note"),
    ]


def values_of(rule: Rule[Kind]) -> dict[str, Value]:
    """Give what the form of a rule that stands is filled with."""
    scope = {name: value for name, value in vars(rule.scope).items() if name not in rule.what.FORBIDS}
    figures = {name: _typed(getattr(rule.what, name)) for name in params_of(rule.what)}
    return {**figures, **scope, "first": rule.first, "last": rule.last, "note": rule.note}


def days_words(rule: Rule[Kind], text: Text) -> str:
    """Say from when to when a rule holds, or nothing."""
    days = [f"{word} {text.day(day)}" for word, day in (("from", rule.first), ("until", rule.last)) if day is not None]
    return f", {' '.join(days)}" if days else ""


def typed_rule(kind: type[Kind], values: dict[str, Value], was: Kind | None = None) -> Typed:
    """Read a filled form; raises `InvalidRule` with what is wrong.

    A figure that is still as in the rule that it `was` stays exactly so, also where no decimal writes it.
    """
    params = {one.name: _plain(values[one.name]) for one in form_of(kind) if values[one.name] is not None}
    if was is not None and was.KIND == kind.KIND:
        params |= {name: old for name, old in params_of(was).items() if values[name] == _typed(getattr(was, name))}
    what: Kind = read_rule(kind.KIND, params, (kind,))
    first, last = values["first"], values["last"]
    if isinstance(first, date) and isinstance(last, date) and last < first:
        raise InvalidRule(["Until is before From"])
    return Typed(
        what,
        Scope(*(str(values.get(name) or "").strip() for name in ("sku", "category", "channel"))),
        first if isinstance(first, date) else None,
        last if isinstance(last, date) else None,
        str(values["note"] or ""),
    )


def _field(one: FormField) -> Field:
    kind = _KINDS.get(one.type, FieldKind.NUMBER)
    start: Value = one.default if isinstance(one.default, str | int | bool) else None
    needed = kind in {FieldKind.UNITS, FieldKind.NUMBER} and one.default is None
    return Field(
        one.name,
        one.label,
        kind,
        hint=one.hint,
        unit=one.unit,
        required=needed,
        minimum=one.minimum,
        maximum=one.maximum,
        start=start,
    )


def _choices(kind: type[Kind], channels: Sequence[str]) -> tuple[tuple[str, str], ...]:
    every = () if "channel" in kind.NEEDS else (("", "All channels"),)
    return (*every, *((name, name) for name in channels))


def _plain(value: Value) -> object:
    return f"{value:f}" if isinstance(value, Decimal) else value


def _typed(value: object) -> Value:
    """Give a figure as a field takes it; a fraction that no decimal equals is given to 15 places."""
    if isinstance(value, Fraction):
        return round(Decimal(value.numerator) / value.denominator, _PLACES).normalize()
    return value if isinstance(value, str | int | bool) else None
