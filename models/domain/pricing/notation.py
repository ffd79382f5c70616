"""Schedules as one line of text, read and written: "8 % up to 10.00; 15 %", "3.06 up to 10.00; 3.83", "10 % from 24".

Parts are divided by semicolons. A decimal point or comma is read, a point is written.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import date
from fractions import Fraction
from itertools import pairwise

from models.domain.money import exponent, major
from models.domain.pricing.fee_model import Band, Tier
from models.domain.pricing.schedule import PriceTier, ShipWindow
from models.domain.words import figure

_NUMBER = re.compile(r"\d{1,12}(?:[.,]\d{1,6})?")
_FINE = 6
_HUNDRED = 100


class BadNotation(ValueError):
    """A text that is no schedule; the message says which part is wrong and how it is written."""


def read_bands(text: str, currency: str) -> tuple[Band, ...]:
    """Read rates up to edges; the last has none."""
    return tuple([Band(to, _rate(what)) for what, to in _edged(text, currency, "8 % up to 10.00; 15 %")])


def write_bands(bands: tuple[Band, ...], currency: str) -> str:
    """Write what `read_bands` reads."""
    return "; ".join(_up_to(percent_text(band.rate), band.to, currency) for band in bands)


def read_tiers(text: str, currency: str) -> tuple[Tier, ...]:
    """Read amounts up to list prices; the last has none."""
    found = _edged(text, currency, "3.06 up to 10.00; 3.83")
    return tuple([Tier(to, _minor(what, currency)) for what, to in found])


def write_tiers(tiers: tuple[Tier, ...], currency: str) -> str:
    """Write what `read_tiers` reads."""
    return "; ".join(_up_to(major(tier.fee, currency), tier.to, currency) for tier in tiers)


def read_discounts(text: str) -> tuple[PriceTier, ...]:
    """Read shares off from numbers of units on, which rise as the shares do; nothing is no tier."""
    tiers = [_discount(part) for part in _parts(text)]
    if any(one.units >= other.units for one, other in pairwise(tiers)):
        raise BadNotation("Tiers rise: the next one begins at more units than the one before it.")
    if any(one.discount > other.discount for one, other in pairwise(tiers)):
        raise BadNotation("More units never cost more each: the next tier takes off at least what the one before does.")
    return tuple(tiers)


def write_discounts(tiers: tuple[PriceTier, ...]) -> str:
    """Write what `read_discounts` reads."""
    return "; ".join(f"{percent_text(tier.discount)} from {tier.units}" for tier in tiers)


def read_windows(text: str) -> tuple[ShipWindow, ...]:
    """Read ship windows: "2026-08-15 to 2026-09-15"; nothing is no window."""
    return tuple([_window(part) for part in _parts(text)])


def write_windows(windows: tuple[ShipWindow, ...]) -> str:
    """Write what `read_windows` reads."""
    return "; ".join(f"{window.first} to {window.last}" for window in windows)


def percent_text(rate: Fraction) -> str:
    """Write a rate as a percentage with up to six decimals: "2.9 %"."""
    return f"{figure(rate * _HUNDRED, _FINE)} %"


def checked(read: Callable[[str], object]) -> Callable[[object], str]:
    """Make a check for a field of a form: what is wrong with its text, or nothing."""

    def check(value: object) -> str:
        try:
            read(str(value or ""))
        except BadNotation as error:
            return str(error)
        return ""

    return check


def _parts(text: str) -> list[str]:
    return [part.strip() for part in text.split(";") if part.strip()]


def _edged(text: str, currency: str, example: str) -> Iterator[tuple[str, int | None]]:
    """Give each part and its edge; edges rise, and the last part alone has none."""
    parts = _parts(text)
    if not parts:
        raise BadNotation(f"Write it like “{example}”.")
    before = 0
    for part in parts:
        what, found, edge = part.partition("up to")
        last = part is parts[-1]
        if last and found:
            raise BadNotation(f"The last one holds for all above and has no edge: write it like “{example}”.")
        if not last and not found:
            raise BadNotation(f"“{part}” has no “up to”; only the last one has none. Write it like “{example}”.")
        to = _minor(edge, currency) if found else None
        if to is not None and to <= before:
            raise BadNotation(f"“{part}” has an edge that is not above the one before it.")
        before = to or before
        yield what.strip(), to


def _discount(part: str) -> PriceTier:
    what, found, units = part.partition("from")
    if not found or not units.strip().isascii() or not units.strip().isdigit():
        raise BadNotation(f"“{part}” is no tier; write it like “10 % from 24; 15.5 % from 96”.")
    return PriceTier(int(units), _rate(what))


def _window(part: str) -> ShipWindow:
    first, _, last = part.partition(" to ")
    try:
        window = ShipWindow(date.fromisoformat(first.strip()), date.fromisoformat(last.strip()))
    except ValueError:
        raise BadNotation(f"“{part}” is no ship window; write it like “2026-08-15 to 2026-09-15”.") from None
    if window.last < window.first:
        raise BadNotation(f"“{part}” ends before it begins.")
    return window


def _rate(text: str) -> Fraction:
    bare = text.strip().removesuffix("%").strip()
    rate = _number(bare) / _HUNDRED if "%" in text else None
    if rate is None or rate > 1:
        raise BadNotation(f"“{text.strip()}” is no percentage from 0 to 100; write it like “15 %”.")
    return rate


def _minor(text: str, currency: str) -> int:
    minor = _number(text.strip()) * 10 ** exponent(currency)
    if minor.denominator > 1:
        raise BadNotation(f"“{text.strip()}” has more decimals than {currency} has.")
    return int(minor)


def _number(text: str) -> Fraction:
    if not _NUMBER.fullmatch(text):
        raise BadNotation(f"“{text}” is no number.")
    return Fraction(text.replace(",", "."))


def _up_to(what: str, edge: int | None, currency: str) -> str:
    return what if edge is None else f"{what} up to {major(edge, currency)}"
