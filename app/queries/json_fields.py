"""Fields of decoded JSON, read one by one with every problem told by the field's place."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from typing import Any, TypeVar

from app.errors import UserError
from models.domain.currencies import is_currency
from models.domain.money import exponent

Choice = TypeVar("Choice", bound=StrEnum)
_CURRENCY = re.compile(r"[A-Z]{3}")
_RATIONAL = re.compile(r"-?\d{1,15}(?:\.\d{1,15}|/\d{1,15})?")


class CaseRefused(UserError):
    """A case that cannot be answered; each of `problems` names a field and what is wrong with it."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("\n".join(problems))
        self.problems = tuple(problems)


def decoded(text: str) -> object:
    """Decode JSON without making a float of any number, and without choosing between two values of one name."""
    try:
        return json.loads(text, parse_float=Decimal, parse_constant=_no_number, object_pairs_hook=_once_each)
    except (ValueError, RecursionError) as error:
        raise UserError(f"This is no JSON: {error}.") from error


def _once_each(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise UserError(f"{json.dumps(twice)} stands twice in the same object, and which is meant is not known.")
    return found


def _no_number(word: str) -> object:
    raise ValueError(f"{word} is no number")


class Fields:
    """One JSON object at a place; what is wrong in it is added to `problems` as "place: message"."""

    def __init__(self, value: object, place: str, problems: list[str]) -> None:
        self._place = place
        self._problems = problems
        self._values: Mapping[str, Any] = value if isinstance(value, Mapping) else {}
        if not isinstance(value, Mapping):
            self._problems.append(f"{place or 'the case'}: must be an object, not {_kind(value)}")

    def __contains__(self, name: str) -> bool:
        return self._values.get(name) is not None

    def place(self, name: str) -> str:
        """Name a field from the top of the case."""
        return f"{self._place}.{name}" if self._place and name else self._place or name

    def wrong(self, name: str, message: str) -> None:
        """Note what is wrong with a field."""
        self._problems.append(f"{self.place(name)}: {message}")

    def only(self, names: Iterable[str]) -> None:
        """Refuse fields of other names."""
        known = sorted(names)
        for name in self._values:
            if name not in known:
                self.wrong(str(name), f"is not known; known are {', '.join(known)}")

    def units(self, name: str, default: int = 0) -> int:
        """Read a whole number."""
        value = self._values.get(name)
        if value is None:
            return default
        if isinstance(value, int) and not isinstance(value, bool):
            return value
        self.wrong(name, f"must be a whole number, not {_shown(value)}")
        return default

    def limit(self, name: str) -> int | None:
        """Read a whole number, or null for no limit."""
        return self.units(name) if name in self else None

    def needed(self, name: str) -> int:
        """Read a whole number that may not be missing."""
        if name not in self:
            self.wrong(name, "is missing")
        return self.units(name)

    def rational(self, name: str, default: int = 0) -> Fraction:
        """Read an exact number: whole, with decimals, or as text such as "7/3"."""
        value = self._values.get(name)
        if value is None:
            return Fraction(default)
        written = format(value, "f") if isinstance(value, Decimal) else str(value)
        if isinstance(value, int | str | Decimal) and not isinstance(value, bool) and _RATIONAL.fullmatch(written):
            whole, _, divisor = written.partition("/")
            if not divisor or int(divisor):
                return Fraction(whole) / int(divisor or 1)
        self.wrong(name, f'must be a number such as 2, "0.5" or "7/3", not {_shown(value)}')
        return Fraction(default)

    def money(self, name: str, currency: str, *, default: int = 0, negative: bool = False) -> int:
        """Read an amount in major units as minor units; one below 0 only where `negative` allows it."""
        if name not in self:
            return default
        minor = self.rational(name) * 10 ** exponent(currency)
        if minor.denominator == 1 and (minor >= 0 or negative):
            return int(minor)
        self.wrong(name, f"has more decimals than {currency}" if minor.denominator > 1 else "must not be negative")
        return default

    def needed_money(self, name: str, currency: str) -> int:
        """Read an amount that may not be missing."""
        if name not in self:
            self.wrong(name, "is missing")
        return self.money(name, currency)

    def price(self, name: str, currency: str) -> int:
        """Read an amount above 0 that may not be missing."""
        known = len(self._problems)
        amount = self.needed_money(name, currency)
        if amount == 0 and len(self._problems) == known:
            self.wrong(name, "must be above 0")
        return amount

    def currency(self, default: str) -> str:
        """Read the field "currency": three capital letters."""
        code = self.text("currency") or default
        if not _CURRENCY.fullmatch(code):
            self.wrong("currency", f"must be three capital letters such as {default}, not {_shown(code)}")
        elif not is_currency(code):
            self.wrong("currency", f"{_shown(code)} is no currency")
        return code

    def share(self, name: str, *, most: int = 1) -> Fraction:
        """Read a rate from 0 to `most`: 0.15 is 15 percent."""
        rate = self.rational(name)
        if not 0 <= rate <= most:
            self.wrong(name, f"must be from 0 to {most}; 15 percent is 0.15")
            return Fraction(0)
        return rate

    def text(self, name: str) -> str:
        """Read a text; a whole number counts as one."""
        value = self._values.get(name)
        if isinstance(value, str | int) and not isinstance(value, bool):
            return str(value)
        if value is not None:
            self.wrong(name, f"must be a text, not {_shown(value)}")
        return ""

    def switch(self, name: str, *, default: bool) -> bool:
        """Read true or false."""
        value = self._values.get(name, default)
        if isinstance(value, bool):
            return value
        self.wrong(name, f"must be true or false, not {_shown(value)}")
        return default

    def day(self, name: str) -> date | None:
        """Read a day, or null for none."""
        value = self._values.get(name)
        if value is None:
            return None
        try:
            return date.fromisoformat(value)
        except (TypeError, ValueError):
            self.wrong(name, f'must be a day such as "2026-11-23", not {_shown(value)}')
            return None

    def choice(self, name: str, choices: type[Choice]) -> Choice | None:
        """Read one of several words."""
        value = self._values.get(name)
        try:
            return None if value is None else choices(value)
        except ValueError:
            self.wrong(name, f"must be one of {', '.join(choices)}, not {_shown(value)}")
            return None

    def object(self, name: str) -> Fields:
        """Read an object inside this one."""
        return Fields(self._values.get(name), self.place(name), self._problems)

    def objects(self, name: str) -> list[Fields]:
        """Read a list of objects."""
        return [Fields(value, f"{self.place(name)}[{at}]", self._problems) for at, value in enumerate(self._list(name))]

    def numbers(self, name: str) -> list[int]:
        """Read a list of whole numbers."""
        values = self._list(name)
        if all(isinstance(value, int) and not isinstance(value, bool) for value in values):
            return values
        self.wrong(name, "must be a list of whole numbers")
        return []

    def values(self, name: str) -> list[Fields]:
        """Read a list of plain values, each as an object that holds it under the empty name."""
        values = self._list(name)
        return [Fields({"": value}, f"{self.place(name)}[{at}]", self._problems) for at, value in enumerate(values)]

    def is_list(self, name: str) -> bool:
        """Tell whether a field holds a list."""
        return isinstance(self._values.get(name), list)

    def is_text(self, name: str) -> bool:
        """Tell whether a field holds a text."""
        return isinstance(self._values.get(name), str)

    def _list(self, name: str) -> list[Any]:
        value = self._values.get(name)
        if isinstance(value, list):
            return value
        if value is not None:
            self.wrong(name, f"must be a list, not {_kind(value)}")
        return []


def _shown(value: object) -> str:
    return str(value) if isinstance(value, Decimal) else json.dumps(value, default=str)[:40]


def _kind(value: object) -> str:
    match value:
        case None:
            return "nothing"
        case bool() | str() | int() | Decimal():
            return _shown(value)
        case list():
            return "a list"
        case _:
            return "an object"
