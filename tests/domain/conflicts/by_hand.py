"""Works the formula of a stake out again, as somebody does with a hand calculator."""

from __future__ import annotations

import re
from fractions import Fraction

from models.domain.conflicts.conflict import Conflict
from models.domain.conflicts.setting import NONE_SOLD
from models.domain.money import exponent

_NUMBER = re.compile(r"−?\d[\d,]*(?:\.\d+)?")
_TOLD_NOTHING = ("no money at stake", "cannot be told", "a legal matter", "counted once", "nothing sold", NONE_SOLD)


def is_told(conflict: Conflict) -> bool:
    """Say whether a formula tells of money at all."""
    return bool(conflict.stake.minor) or not any(words in conflict.stake.formula for words in _TOLD_NOTHING)


def by_hand(formula: str) -> Fraction:
    """Work a formula out in major units: products first, then sums; a percent is a part of a hundred.

    Raises ValueError where there is no number in a factor.
    """
    return _sum(formula.partition("; ")[0].partition(", the contribution of")[0])


def apart(conflict: Conflict) -> Fraction:
    """Give how many minor units the formula of a conflict is off its stake, which is never below 0."""
    size: int = 10 ** exponent(conflict.stake.currency)
    return abs(abs(by_hand(conflict.stake.formula)) * size - conflict.stake.minor)


def _sum(formula: str) -> Fraction:
    total, sign = Fraction(0), 1
    for part in re.split(r" ([+−]) (?![^(]*\))", formula):
        if part in "+−":
            sign = 1 if part == "+" else -1
        else:
            total += sign * _product(part)
    return total


def _product(formula: str) -> Fraction:
    found = Fraction(1)
    for factor in re.split(r" × (?![^(]*\))", formula):
        inner = re.fullmatch(r"\((.*)\)", factor)
        found *= _sum(inner[1]) if inner else _number(factor)
    return found


def _number(factor: str) -> Fraction:
    found = _NUMBER.match(factor)
    if found is None:
        raise ValueError(f"no number in {factor!r}")
    value = Fraction(found[0].replace(",", "").replace("−", "-"))
    return value / 100 if factor[found.end() :].startswith(" %") else value
