"""Figures as they stand in a sentence."""

from __future__ import annotations

import re
from collections.abc import Sequence
from fractions import Fraction

from models.domain.money import half_up, half_up_of, major


def figure(value: Fraction | int, places: int = 1) -> str:
    """Write a figure with at most so many decimals and without zeros at its end: 6, 10.5, 0.33."""
    size = 10**places
    scaled = half_up_of(value.numerator * size, value.denominator)
    whole, part = divmod(abs(scaled), size)
    decimals = f"{part:0{places}d}".rstrip("0") if places else ""
    sign = "−" if scaled < 0 else ""
    return f"{sign}{whole}.{decimals}" if decimals else f"{sign}{whole}"


def grouped(number: str) -> str:
    """Separate the thousands of a written number: "11222.40" is "11,222.40"."""
    whole, point, part = number.partition(".")
    return re.sub(r"(?<=\d)(?=(\d{3})+$)", ",", whole) + point + part


def percent(basis_points: int) -> str:
    """Write basis points as percent: 9500 is "95 %"."""
    return f"{figure(Fraction(basis_points, 100), 2)} %"


def counted(number: int, noun: str) -> str:
    """Write a number of things: "1 unit", "12 units"."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def listed(names: Sequence[str]) -> str:
    """Write names as a sentence does: "Shop", "Shop and Etsy", "Shop, Etsy and Amazon"."""
    return " and ".join([part for part in (", ".join(names[:-1]), *names[-1:]) if part])


def amount(minor: Fraction | int, currency: str) -> str:
    """Write minor units with their currency, rounded half away from zero: "12.55 USD", "11,222.40 USD"."""
    whole = minor if isinstance(minor, int) else half_up(minor)
    return f"{grouped(major(whole, currency))} {currency}".replace("-", "−")
