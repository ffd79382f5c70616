"""A column declared once, for the table on screen, the copy, the CSV and the sheet in Excel."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Generic, TypeVar

from models.domain.money import Money

Row = TypeVar("Row")
_FORMULA = tuple("=+-@\uff1d\uff0b\uff0d\uff20")  # the last four are their full-width forms
_FORMULA_SPACE = ("\t", "\r", "\n")
Cell = str | int | Decimal | date | datetime | Money | None


class Kind(StrEnum):
    """What a column holds, which decides alignment, number format and how a total is made."""

    TEXT = "text"
    CODE = "code"
    MONEY = "money"
    UNITS = "units"
    COUNT = "count"
    PERCENT = "percent"
    RATIO = "ratio"
    DAY = "day"
    TIME = "time"
    BAR = "bar"
    CHIP = "chip"


@dataclass(frozen=True)
class Column(Generic[Row]):
    """One column: its title, how a row gives its value, and what kind of value that is.

    PERCENT, RATIO and BAR hold a `Decimal` fraction (0.05 is five percent), which files hold as it is, so that no title
    says %; MONEY holds `Money`; None is shown as `absent`: what is not known, or where it says so, what cannot be.
    With `zeros` a 0 is written as one, where a dash would be taken for what is not known.
    `apart` says why a total is not the sum of its rows, such as orders that count at each of their SKUs.
    """

    title: str
    value: Callable[[Row], Cell]
    kind: Kind = Kind.TEXT
    hint: str = ""
    total: bool = False
    absent: str = "?"
    apart: str = ""
    zeros: bool = False


def is_formula(text: str) -> bool:
    """Say whether a spreadsheet would take a text for a formula."""
    return text.startswith(_FORMULA_SPACE) or text.lstrip().startswith(_FORMULA)
