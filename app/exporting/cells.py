"""Values as a cell of Excel can hold them: exact, visibly marked where it cannot, and never changed in silence."""

from __future__ import annotations

import re
from datetime import date, datetime
from decimal import Decimal

from app.columns import Cell
from app.errors import UserError
from app.moments import here
from models.domain.money import Money

LONGEST_TEXT = 32_767
_MOST_DIGITS = 15
_FIRST_DAY = date(1900, 3, 1)  # before it Excel counts a 29 February 1900, which never was
_DAY_ZERO = date(1899, 12, 30).toordinal()
_SECONDS = Decimal(86_400)
_DIGITS_OF_A_FRACTION = 15
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_NO_CHARACTER = re.compile("[\ud800-\udfff\ufffe\uffff]")
# What Excel would read as an escaped character inside a text.
_LOOKS_ESCAPED = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
_KEEPS_SPACE = re.compile(r"^\s|\s$|\s\s|[\n\t]")
_NOT_IN_TITLES = re.compile(r"[\[\]:*?/\\]")
_LONGEST_TITLE = 31


def inner_xml(value: Cell) -> tuple[str, str]:
    """Give what stands inside a cell of the sheet's XML: the attribute of its type, and its content."""
    match value:
        case None | "":
            return "", ""
        case str():
            return ' t="inlineStr"', _text(value)
        case Money():
            _refuse_long(value.minor, f"{value.major()} {value.currency}")
            return "", f"<v>{value.major()}</v>"
        case int():
            _refuse_long(value, str(value))
            return "", f"<v>{value}</v>"
        case Decimal():
            return "", f"<v>{_rounded(value)}</v>"
        case datetime():
            # A cell knows no zone, and whoever opens the sheet reads it by the clock on the wall.
            return _moment(here(value).replace(tzinfo=None))
        case date():
            if value < _FIRST_DAY:
                return inner_xml(value.isoformat())
            return "", f"<v>{value.toordinal() - _DAY_ZERO}</v>"


def _text(value: str) -> str:
    space = ' xml:space="preserve"' if _KEEPS_SPACE.search(value) else ""
    return f"<is><t{space}>{escaped(value)}</t></is>"


def _moment(value: datetime) -> tuple[str, str]:
    if value.date() < _FIRST_DAY:
        return inner_xml(value.isoformat(sep=" "))
    seconds = Decimal(value.hour * 3600 + value.minute * 60 + value.second)
    fraction = (seconds / _SECONDS).quantize(Decimal("1e-9"))
    return "", f"<v>{value.toordinal() - _DAY_ZERO + fraction}</v>"


def _rounded(value: Decimal) -> str:
    """Write a fraction with as many digits as Excel keeps."""
    return f"{Decimal(f'{value:.{_DIGITS_OF_A_FRACTION}g}'):f}"


def _refuse_long(digits: int, written: str) -> None:
    if len(str(abs(digits))) > _MOST_DIGITS:
        raise UserError(
            f"The number {written} has more than {_MOST_DIGITS} digits, which Excel cannot hold exactly. "
            "Nothing was written. Save as CSV instead."
        )


def escaped(text: str) -> str:
    """Write text into XML so that Excel shows all of it; what it cannot hold becomes a visible mark."""
    safe = _LOOKS_ESCAPED.sub("_x005F_", marked(text)).replace("\r", "_x000D_")
    return safe.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def marked(text: str) -> str:
    """Put a visible mark for each character that Excel cannot hold, and say so where text is cut."""
    if text.isascii() and text.isprintable() and len(text) <= LONGEST_TEXT:
        return text
    seen = _NO_CHARACTER.sub("\N{REPLACEMENT CHARACTER}", _CONTROL.sub(_picture, text)).replace("\r\n", "\n")
    if _length(seen) <= LONGEST_TEXT:
        return seen
    told = f" … [cut by Channelbook: {len(text):,} characters, of which a cell of Excel holds {LONGEST_TEXT:,}]"
    kept = seen.encode("utf-16-le")[: 2 * (LONGEST_TEXT - _length(told))]
    return kept.decode("utf-16-le", "ignore") + told


def _picture(match: re.Match[str]) -> str:
    """Draw a control character by its picture, such as ␀."""
    code = ord(match.group())
    return "\N{SYMBOL FOR DELETE}" if code == ord("\x7f") else chr(0x2400 + code)


def _length(text: str) -> int:
    """Count characters as Excel does, in units of UTF-16."""
    return len(text.encode("utf-16-le")) // 2


def sheet_title(text: str) -> str:
    """Make a name that Excel accepts on a sheet's tab."""
    return _NOT_IN_TITLES.sub(" ", marked(text)).strip(" '")[:_LONGEST_TITLE].rstrip(" '") or "Sheet"
