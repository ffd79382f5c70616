"""Figures of rules as JSON holds them, read back and judged; each problem names a field and what is wrong with it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from enum import StrEnum
from fractions import Fraction
from typing import Any

from models.domain.currencies import is_currency
from models.domain.money import Money, major
from models.domain.rules.kind import FormField, Kind, form_of
from models.domain.rules.rule import Rule, Value

_RATIONAL = re.compile(r"-?\d{1,15}(?:\.\d{1,15}|/0*[1-9]\d{0,14})?")
_CURRENCY = re.compile(r"[A-Z]{3}")
_MINOR, _CODE = "minor", "currency"
_WANTED: Mapping[type, str] = {
    int: "a whole number",
    Fraction: 'a number such as 2, "0.5" or "7/3"',
    bool: "true or false",
    Money: 'an amount such as {"minor": 1495, "currency": "USD"}',
}
# The parts of a scope, as a sentence names them.
_PARTS = {"skus": "SKU", "category": "category", "brand": "brand", "channels": "channel"}
# What else a kind may ask for.
_ASKED = {"note": "a reason", "first": "a first day", "last": "a last day"}

Param = int | str | bool | dict[str, int | str]


class InvalidRule(ValueError):
    """A rule that cannot be read or does not hold together; each problem names a field and what is wrong with it."""

    def __init__(self, problems: Sequence[str]) -> None:
        super().__init__("; ".join(problems))
        self.problems = tuple(problems)


def problems_of(rule: Rule[Any]) -> tuple[str, ...]:
    """List what is wrong with a rule: figures out of bounds, a scope that its kind has no use for, days that cross."""
    found = _out_of_bounds(rule.what)
    for name, word in _PARTS.items():
        given = getattr(rule.scope, name)
        if name in rule.what.NEEDS and not given:
            found.append(f"{name}: is missing, since this rule is for a {word} that is named")
        if name in rule.what.FORBIDS and given:
            found.append(f"{name}: must be left open, since this rule is for every {word}")
    lacks = [(name, word) for name, word in _ASKED.items() if name in rule.what.ASKS and not getattr(rule, name)]
    found += [f"{name}: is missing, since this rule needs {word}" for name, word in lacks]
    if rule.scope.category and rule.scope.skus:
        found.append("category: must be left open where a SKU is named")
    if rule.scope.brand and (rule.scope.skus or rule.scope.category):
        found.append(f"brand: must be left open where a {'SKU' if rule.scope.skus else 'category'} is named")
    if rule.first is not None and rule.last is not None and rule.last < rule.first:
        found.append(f"valid_to: {rule.last} is before {rule.first}, when the rule begins")
    return tuple(found)


def _out_of_bounds(what: Kind) -> list[str]:
    found = []
    for one in form_of(type(what)):
        value = getattr(what, one.name)
        number = value.decimal() if isinstance(value, Money) else value
        if not isinstance(value, int | Fraction | Money):
            continue
        if isinstance(value, Money) and not is_currency(value.currency):
            found.append(f"{one.name}: “{value.currency}” is no currency")
        said = f"{major(value.minor, value.currency)} {value.currency}" if isinstance(value, Money) else value
        if one.minimum is not None and number < one.minimum:
            found.append(f"{one.name}: must be at least {one.minimum}, not {said}")
        if one.maximum is not None and number > one.maximum:
            found.append(f"{one.name}: must be at most {one.maximum}, not {said}")
    return found or [*what.problems()]


def params_of(what: Kind) -> dict[str, Param]:
    """Write the figures of a rule as JSON can hold them; an exact number becomes a text such as "7/3".

    An amount becomes its minor units with their currency; a figure that is left out is not written.
    """
    values = {one.name: getattr(what, one.name) for one in form_of(type(what))}
    return {name: _written(value) for name, value in values.items() if value is not None}


def _written(value: Any) -> Param:  # noqa: ANN401 - a figure of any kind
    match value:
        case Money(minor, currency):
            return {_MINOR: minor, _CODE: currency}
        case StrEnum():
            return str(value.value)
        case Fraction():
            return str(value)
        case int() | str():
            return value
        case _:
            raise TypeError(f"a rule cannot hold {value!r}")


def read_rule(kind: str, params: Mapping[str, object], kinds: Sequence[type[Value]]) -> Value:
    """Make a rule of a kind from its figures, or raise `InvalidRule` with everything that is wrong in them."""
    found = next((one for one in kinds if kind == one.KIND), None)
    if found is None:
        raise InvalidRule([f"kind: {kind} is not known; known are {', '.join(one.KIND for one in kinds)}"])
    problems: list[str] = []
    values = {}
    form = {one.name: one for one in form_of(found)}
    problems += [f"{name}: is not known; known are {', '.join(form)}" for name in params if name not in form]
    for name, one in form.items():
        if params.get(name) is not None:
            values[name] = _read(one, params[name], problems)
        elif one.required:
            problems.append(f"{name}: is missing")
    if problems:
        raise InvalidRule(problems)
    return found(**values)


def _read(one: FormField, value: object, problems: list[str]) -> object:
    if one.choices:
        if isinstance(value, str) and value in one.choices:
            return one.type(value)
        problems.append(f"{one.name}: must be one of {', '.join(one.choices)}, not {value!r}")
        return one.default
    if isinstance(value, bool) is (one.type is bool):
        if one.type is Fraction and isinstance(value, int | str | Fraction) and _RATIONAL.fullmatch(str(value)):
            return Fraction(value)
        if one.type is Money and (money := _money(value)) is not None:
            return money
        if isinstance(value, one.type):
            return value
    problems.append(f"{one.name}: must be {_WANTED.get(one.type, 'a text')}, not {value!r}")
    return one.default


def _money(value: object) -> Money | None:
    if not isinstance(value, Mapping) or value.keys() != {_MINOR, _CODE}:
        return None
    minor, currency = value[_MINOR], value[_CODE]
    if type(minor) is not int or not isinstance(currency, str) or not _CURRENCY.fullmatch(currency):
        return None
    return Money(minor, currency)
