"""Numbers as a person types them, with a decimal point or comma."""

from __future__ import annotations

import re
from decimal import Decimal

from models.domain.money import Money, exponent, rate_mark
from views.common.text import MINUS, Text

_NUMBER = re.compile(r"-?\d+(\.\d+)?|-?\.\d+")
_WITH_CODE = re.compile(r"([A-Za-z]{3})?\s*([^A-Za-z]+?)\s*([A-Za-z]{3})?")
_SPACES = dict.fromkeys(map(ord, " \N{NO-BREAK SPACE}\N{NARROW NO-BREAK SPACE}'\N{RIGHT SINGLE QUOTATION MARK}"))


def parse_number(typed: str, text: Text, *, decimal: str = "") -> Decimal | None:
    """Read a number; None when it is none.

    With both signs the later one is the decimal sign. A single sign is decimal, unless it is the locale's thousands
    sign followed by exactly three digits and not led by a single zero, or said to be the `decimal` one.
    """
    plain = typed.strip().replace(MINUS, "-").translate(_SPACES)
    decimal = decimal or _decimal_sign(plain, text)
    group = {",": ".", ".": ",", "": ",."}[decimal]
    for sign in group:
        if sign in plain and not re.fullmatch(rf"-?\d{{1,3}}(\{sign}\d{{3}})+(\D\d*)?", plain):
            return None
        plain = plain.replace(sign, "")
    plain = plain.replace(decimal, ".") if decimal else plain
    return Decimal(plain) if _NUMBER.fullmatch(plain) else None


def _decimal_sign(plain: str, text: Text) -> str:
    """Tell the decimal sign of a number; empty where its signs part thousands."""
    if "," in plain and "." in plain:
        return max(",.", key=plain.rfind)
    sign = "," if "," in plain else "."
    head, _, tail = plain.partition(sign)
    thousands = sign == text.group and len(tail) == 3 and head.lstrip("-") != "0"
    return "" if plain.count(sign) > 1 or thousands else sign


def parse_rate(typed: str, text: Text) -> Decimal | None:
    """Read a rate as those of files are read; None when it is none."""
    return parse_number(typed, text, decimal=rate_mark(typed, ""))


def parse_money(typed: str, text: Text, *, currency: str) -> Money | None:
    """Read an amount; None when it is none or has more decimals than the currency."""
    number = parse_number(typed, text)
    if number is None:
        return None
    minor = number.scaleb(exponent(currency))
    return Money(int(minor), currency) if minor == minor.to_integral_value() else None


def parted(typed: str, currency: str) -> tuple[str, str]:
    """Part an amount from the currency that may stand before or after it: "12.50 eur" is ("12.50", "EUR")."""
    found = _WITH_CODE.fullmatch(typed.strip())
    before, number, after = found.groups() if found else (None, typed, None)
    if bool(before) is bool(after):
        return typed, currency
    return number, str(before or after).upper()
