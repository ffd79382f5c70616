"""Money as integer minor units of a currency, the one rounding rule, and splits that lose nothing."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise

# ISO 4217: currencies whose minor unit is not the hundredth.
_NO_MINOR_UNIT = frozenset("BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF".split())
_THOUSANDTHS = frozenset("BHD IQD JOD KWD LYD OMR TND".split())
EXPONENTS = (0, 2, 3)


def rate_mark(written: str, usual: str) -> str:
    """Tell the decimal mark of a rate as written: a single mark is always the decimal one, else it is the usual one.

    A rate has four decimals as readily as three, and hardly ever thousands: 1,331 is one and a third.
    """
    marks = re.sub(r"[^.,]", "", written)
    return marks if marks in {",", "."} else usual


def exponent(currency: str) -> int:
    """Give the number of decimals of a currency (ISO 4217): 0, 2 or 3."""
    if currency in _NO_MINOR_UNIT:
        return 0
    return 3 if currency in _THOUSANDTHS else 2


def major(minor: int, currency: str) -> str:
    """Write minor units in major units with all decimals of the currency: 135880 USD is "1358.80"."""
    decimals = exponent(currency)
    if decimals == 0:
        return str(minor)
    digits = str(abs(minor)).zfill(decimals + 1)
    return f"{'-' if minor < 0 else ''}{digits[:-decimals]}.{digits[-decimals:]}"


@dataclass(frozen=True, order=True)
class Money:
    """An amount in integer minor units of one currency."""

    minor: int
    currency: str

    def major(self) -> str:
        """Write the amount in major units, as in files: "1358.80"."""
        return major(self.minor, self.currency)

    def decimal(self) -> Decimal:
        """Give the amount in major units, exactly."""
        return Decimal(self.minor).scaleb(-exponent(self.currency))


def half_up(value: Fraction) -> int:
    """Round to the nearest integer, halves away from zero."""
    return half_up_of(value.numerator, value.denominator)


def add_up(parts: Iterable[Fraction]) -> Fraction:
    """Add fractions and reduce the sum once, which takes a third of the time of reducing every step."""
    top, bottom = 0, 1
    for part in parts:
        over, under = part.as_integer_ratio()
        if under == bottom:
            top += over
        elif over:
            top, bottom = top * under + over * bottom, bottom * under
    return Fraction(top, bottom)


def half_up_of(top: int, bottom: int) -> int:
    """Round a quotient to the nearest integer, halves away from zero; `bottom` is above 0."""
    rounded = (2 * abs(top) + bottom) // (2 * bottom)
    return -rounded if top < 0 else rounded


def minor_units(value: Decimal, currency: str) -> int:
    """Round an amount in major units to minor units, halves away from zero."""
    return half_up(Fraction(value) * 10 ** exponent(currency))


def translate(minor: int, currency: str, rate: Fraction, *, into: str) -> int:
    """Translate minor units at `rate` (units of `into` for one unit of `currency`), rounded half away from zero."""
    return half_up(translated(minor, currency, rate, into=into))


def translated(minor: int, currency: str, rate: Fraction, *, into: str) -> Fraction:
    """Translate minor units at `rate` (units of `into` for one unit of `currency`) into minor units, exactly."""
    return minor * rate * Fraction(10 ** exponent(into), 10 ** exponent(currency))


def split(total: int, weights: Sequence[int]) -> list[int]:
    """Split minor units in proportion to weights by largest remainder, so that the parts add up to the total.

    Ties go to the earlier part; the sign is handled on the absolute value; weights that are all zero count as equal.
    """
    if not weights:
        return []
    shares = list(weights) if any(weights) else [1] * len(weights)
    whole = sum(shares)
    size = abs(total)
    parts = [size * share // whole for share in shares]
    remainders = [size * share % whole for share in shares]
    by_remainder = sorted(range(len(shares)), key=lambda index: (-remainders[index], index))
    for index in by_remainder[: size - sum(parts)]:
        parts[index] += 1
    return [-part for part in parts] if total < 0 else parts


def spread(total: int, parts: int) -> list[int]:
    """Spread minor units evenly over some parts, at least one, so that they add up to the total.

    The sum of the first parts, however many, is their exact share rounded half away from zero; so any parts in a row
    are at most one unit from theirs, where `split` would have all spare units on the first.
    """
    sums = [half_up_of(total * count, parts) for count in range(parts + 1)]
    return [after - before for before, after in pairwise(sums)]
