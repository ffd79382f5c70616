"""How cells of a workbook look: a few styles by meaning, and number formats by currency."""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

from models.domain.money import exponent

# The height of a header of two lines, in points.
TWO_LINES = 27.0
INK, QUIET, HEAD = "FF16191D", "FF535B66", "FFF0F2F4"


class Style(NamedTuple):
    """How a cell looks."""

    form: str = "General"
    bold: bool = False
    size: int = 10
    ink: str = INK
    fill: str = ""
    align: str = ""
    wrap: bool = False
    above: bool = False


PLAIN = Style()
TITLE = Style(bold=True, size=14)
SECTION = Style(bold=True, size=11)
NOTE = Style(ink=QUIET)
LONG_NOTE = Style(ink=QUIET, wrap=True)
HEADER = Style(bold=True, fill=HEAD, wrap=True)
HEADER_RIGHT = HEADER._replace(align="right")
LABEL = Style(bold=True)
PERCENT = Style(form="0.0%")
RATIO = Style(form='0.0"×"')
DAY = Style(form="yyyy-mm-dd", align="left")
TIME = Style(form="yyyy-mm-dd hh:mm", align="left")
COUNT = Style(form="#,##0")
TEXT = Style(form="@")


@cache
def money_style(currency: str) -> Style:
    """Give the look of amounts of a currency, with all its decimals; zero is a quiet dash."""
    number = "#,##0" + (f".{'0' * exponent(currency)}" if exponent(currency) else "")
    return Style(form=f'{number};-{number};"–"')


def total(style: Style) -> Style:
    """Give the look of a total in place of that of its parts."""
    return style._replace(bold=True, above=True)
