"""Factors of a formula, with as many decimals as it takes to work the money out again with a hand calculator."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import NamedTuple

from models.domain.money import exponent, half_up_of
from models.domain.words import figure, grouped

# What is worked out by hand may be off by this part of a minor unit, before it is rounded.
_OFF = Fraction(2, 5)
_MOST_PLACES = 15
_FINE = 10**18


class Factor(NamedTuple):
    """A number of a formula, the decimals that it has at least room for, and what it is a number of.

    `kept` decimals are written also where they are 0; a `counted` thing is told in the plural where it is not one; of a
    percent `whole` is 100.
    """

    value: Fraction | int
    places: int
    of: str
    kept: int = 0
    counted: bool = False
    whole: int = 1

    def rounded(self, places: int) -> int:
        """Round the number to so many decimals, in units of the last of them."""
        return half_up_of(self.value.numerator * 10**places, self.value.denominator)

    def off(self, places: int) -> int:
        """Give which part of itself the number is off by where it is rounded, in a very small unit."""
        apart = abs(self.rounded(places) * self.value.denominator - self.value.numerator * 10**places)
        return apart * _FINE // (abs(self.value.numerator) * 10**places) if apart else 0

    def written(self, places: int) -> str:
        """Write it rounded to so many decimals, without zeros at the end but for those that are kept."""
        said = figure(self.value, places)
        if self.kept:
            whole, _, part = said.partition(".")
            said = f"{whole}.{part.ljust(self.kept, '0')}"
        plural = "s" if self.counted and said != "1" else ""
        return f"{grouped(said)}{self.of}{plural}"


def number(value: Fraction | int, noun: str, places: int = 2) -> Factor:
    """Make a number of things: "2.14 units"."""
    return Factor(value, places, f" {noun}", counted=True)


def a_day(value: Fraction | int) -> Factor:
    """Make a number a day: "1.4 a day"."""
    return Factor(value, 2, " a day")


def part(basis_points: int, of: str) -> Factor:
    """Make a part in basis points: "80 % featured"."""
    return Factor(Fraction(basis_points, 100), 2, f" % {of}", whole=100)


def money(minor: Fraction | int, currency: str) -> Factor:
    """Make an amount: with two decimals more than the currency has where it is not whole minor units."""
    places = exponent(currency)
    return Factor(Fraction(minor, 10**places), places + 2, f" {currency}", kept=places)


def times(currency: str, *factors: Factor, terms: int = 1) -> str:
    """Write a product that gives money: "2.14 units × 1.5867 USD"; `terms` says of how many it is one, added up."""
    return " × ".join(by_hand(currency, *factors, terms=terms))


def by_hand(currency: str, *factors: Factor, terms: int = 1) -> list[str]:
    """Write factors so that their product, as it is written, is the money to within a part of a minor unit.

    The factor that is furthest off for its size gets a decimal more until it is.
    """
    places = [one.places for one in factors]
    most_off = _OFF / (terms * 10 ** exponent(currency))
    while not _near(factors, places, most_off):
        worst = max(range(len(factors)), key=lambda at: factors[at].off(places[at]))
        if places[worst] >= _MOST_PLACES:
            break
        places[worst] += 1
    return [one.written(place) for one, place in zip(factors, places, strict=True)]


def _near(factors: Sequence[Factor], places: Sequence[int], most_off: Fraction) -> bool:
    top = bottom = shown = size = whole = 1
    for one, place in zip(factors, places, strict=True):
        top, bottom = top * one.value.numerator, bottom * one.value.denominator
        shown, size, whole = shown * one.rounded(place), size * 10**place, whole * one.whole
    return abs(shown * bottom - top * size) * most_off.denominator <= most_off.numerator * size * bottom * whole
