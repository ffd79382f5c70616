"""How a column is painted beyond its value: what only the screen knows."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from views.common.theme import Tone


@dataclass(frozen=True)
class Paint:
    """Painting of one column; each callable is given the row.

    `swatch` and `bar` give a colour key ("#0072B2", "channel:2", "bar"); `tone` colours the text or the chip;
    `tint` fills the cell; `note` is a second, quiet text after the value; `why` explains a missing value, and `tip`
    says in the tooltip what a known one leaves out; `partly` tells that a known figure is not the whole, which a "?" in
    the margin of its cell marks; `edit` makes the cell editable: it is given the row and the typed text. `mark` is the
    colour key of a swatch before the title of the column; `wrap` lets words that do not fit go on in a second line.
    `width` is what the column asks for in place of what is measured (its title in two lines is never cut by it), and
    `least` to how little of it words may be cut where not all columns fit; 0 leaves that to their kind.
    """

    swatch: Callable[[Any], str] | None = None
    bar: Callable[[Any], str] | None = None
    tone: Callable[[Any], Tone | None] | None = None
    tint: Callable[[Any], Tone | None] | None = None
    note: Callable[[Any], str] | None = None
    why: Callable[[Any], str] | None = None
    tip: Callable[[Any], str] | None = None
    partly: Callable[[Any], bool] | None = None
    edit: Callable[[Any, str], None] | None = None
    mark: str = ""
    bold: bool = False
    quiet: bool = False
    cents: bool = True
    wrap: bool = False
    width: int = 0
    least: int = 0
    hidden: bool = False


PLAIN = Paint()
