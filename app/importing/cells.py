"""How the text of a cell becomes an amount, a quantity, a day or a text; every refusal is a sentence."""

from __future__ import annotations

import re
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from fractions import Fraction
from typing import NoReturn

from app.importing.marks import groups_fit, misplaced
from models.domain.bounds import AMOUNT_DIGITS, MOST_MINOR, MOST_RATE, MOST_UNITS, amounts_kept
from models.domain.currencies import is_currency
from models.domain.money import half_up, rate_mark
from models.domain.period import FIRST_YEAR

NOT_STOCKED = "not stocked"
_BLANK = frozenset({"", "--", "-", "–", "null", "n/a", "none"})
_CURRENCY_TEXT = re.compile(r"(CA\$|US\$|A\$|Rs\.?|[$£€₹¥]|[A-Z]{3}(?=[\s\d.\-−]))", re.IGNORECASE)
_SPACES = re.compile(r"[\s\u00a0\u202f\u2009']")
_PLAIN_NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+)?")
_NUMBER = re.compile(r"[0-9]*(\.[0-9]+)?|[0-9]+\.")
_EXPONENT = re.compile(r"^-?\d(\.\d+)?E[+-]?\d+$", re.IGNORECASE)
# As Excel writes it, always with a sign and two digits, so that the SKU “5E3” stays a SKU.
_SHORTENED = re.compile(r"^-?\d([.,]\d+)?E[+-]\d{2,3}$")
# As nearly all are written: nothing that has to be taken off, and no sign that a shortened number would have.
_PLAIN_IDENTIFIER = re.compile(r"#?[0-9A-Za-z]+")
_TOO_NARROW = re.compile(r"^#{3,}$")

_YES, _NO = frozenset({"true", "yes", "y", "1"}), frozenset({"false", "no", "n", "0"})
PLAIN_MOMENT = r"(?:199[0-9]|[2-9][0-9]{3})-[0-9]{2}-[0-9]{2} [0-9]{2}:[0-9]{2}:[0-9]{2} [+-][0-9]{4}"
_PLAIN_MOMENT = re.compile(PLAIN_MOMENT)


@dataclass(frozen=True)
class Formats:
    """How a column is written: its decimal mark, the order of day and month, and the currency's decimals.

    `spreadsheet` marks cells of a workbook, whose numbers are binary fractions and miss the cent by a little.
    """

    decimal: str = "."
    day_first: bool | None = None
    decimals: int = 2
    spreadsheet: bool = False


# By how much a number of a spreadsheet, which has 15 digits, may miss the minor unit that it means.
_RESIDUE, _LAST_DIGIT = Decimal("0.0001"), Decimal("1E-14")

Reader = Callable[[str, Formats], object]


class DamagedByExcelError(ValueError):
    """A cell that Excel has changed for good: the whole file cannot be trusted."""


def is_blank(cell: str) -> bool:
    """Say whether a cell means "no value": empty, a dash, null."""
    return cell.strip().casefold() in _BLANK


def text(cell: str, _formats: Formats) -> str:
    """Read a text: trimmed, without the guards that keep Excel from changing it."""
    cell = cell.strip()
    if cell.startswith('="') and cell.endswith('"'):
        return cell[2:-1]
    return cell.removeprefix("'")


def identifier(cell: str, formats: Formats) -> str:
    """Read an id or SKU; refuses what Excel has already turned into a rounded number."""
    if _PLAIN_IDENTIFIER.fullmatch(cell):
        return cell
    value = text(cell, formats)
    if _SHORTENED.match(value):
        raise DamagedByExcelError(f"“{value}” is a number that Excel shortened, and its digits are lost")
    if _TOO_NARROW.match(value):
        raise DamagedByExcelError(f"“{value}” is what Excel shows for a cell that is too narrow")
    return value


def without_currency(cell: str) -> str:
    """Take the currency and all spaces off an amount."""
    return _SPACES.sub("", _CURRENCY_TEXT.sub("", cell.strip()))


def decimal(cell: str, formats: Formats) -> Decimal | None:
    """Read a number exactly; None for a blank cell."""
    if formats.decimal == "." and _PLAIN_NUMBER.fullmatch(cell):
        return Decimal(cell)
    if is_blank(cell):
        return None
    plain = without_currency(cell).replace("−", "-")
    negative = plain.startswith("-") or plain.endswith("-") or (plain.startswith("(") and plain.endswith(")"))
    plain = plain.strip("()").removeprefix("-").removesuffix("-").removeprefix("+").removesuffix("%")
    grouping = "," if formats.decimal == "." else "."
    if formats.spreadsheet and _EXPONENT.match(plain):
        return Decimal(f"{'-' if negative else ''}{plain}")
    if grouping in plain and not groups_fit(plain, grouping, formats.decimal):
        raise ValueError(misplaced(cell.strip(), plain, formats.decimal, may_say=not formats.spreadsheet))
    plain = plain.replace(grouping, "").replace(formats.decimal, ".")
    if not plain or plain == "." or not _NUMBER.fullmatch(plain):
        hint = ". It looks as if the file had been opened and saved in Excel" if _EXPONENT.match(plain) else ""
        raise ValueError(f"“{cell.strip()}” is not a number{hint}")
    return Decimal(f"{'-' if negative else ''}{plain}")


def money(cell: str, formats: Formats) -> int | None:
    """Read an amount into minor units; None for a blank cell, a refusal for fractions of a minor unit."""
    if formats.decimal == ".":
        whole, _, part = cell.partition(".")
        plain = whole.removeprefix("-")
        digits = plain + part
        is_amount = plain and len(part) == formats.decimals and len(digits) <= AMOUNT_DIGITS
        if is_amount and digits.isascii() and digits.isdigit():
            # As nearly all amounts of nearly all files are written.
            return int(whole + part)
    value = _kept(cell, formats)
    if value is None:
        return None
    scaled = value.scaleb(formats.decimals)
    nearest = half_up(Fraction(scaled))
    if scaled == nearest or (formats.spreadsheet and abs(scaled - nearest) <= _RESIDUE + abs(scaled) * _LAST_DIGIT):
        return nearest
    rounded = Decimal(nearest).scaleb(-formats.decimals)
    raise ValueError(
        f"“{cell.strip()}” has more decimals than the currency; no amount is rounded on import. Round it in the file, "
        f"such as to {str(rounded).replace('.', formats.decimal)}"
    )


def rough_money(cell: str, formats: Formats) -> int | None:
    """Read an amount that its source computes with fractions of a cent, such as ad spend, rounded half up."""
    value = _kept(cell, formats)
    return None if value is None else half_up(Fraction(value.scaleb(formats.decimals)))


def _kept(cell: str, formats: Formats) -> Decimal | None:
    """Read a number that is small enough for an amount."""
    value = decimal(cell, formats)
    if value is not None and abs(value) > Decimal(MOST_MINOR).scaleb(-formats.decimals):
        raise ValueError(f"“{cell.strip()}” is too large: amounts are kept {amounts_kept(formats.decimals)}")
    return value


def rate(cell: str, formats: Formats) -> str:
    """Read an exchange rate as written, with a decimal point; a single mark is always the decimal one."""
    plain = cell.strip()
    mark = rate_mark(plain, formats.decimal)
    value = decimal(plain, Formats(decimal=mark, spreadsheet=formats.spreadsheet))
    if value is None or value <= 0:
        raise ValueError(f"“{plain}” is not a rate. A rate is a number above zero, such as 1.0837")
    if value > MOST_RATE:
        raise ValueError(f"“{plain}” is too large: rates are kept up to {MOST_RATE:,}")
    return f"{value:f}"


def units(cell: str, formats: Formats) -> int | None:
    """Read a whole number of units; None for a blank cell."""
    value = decimal(cell, formats)
    if value is None:
        return None
    if abs(value) > MOST_UNITS:
        raise ValueError(f"“{cell.strip()}” is too large: units are kept up to {MOST_UNITS:,}")
    if value != value.to_integral_value():
        raise ValueError(f"“{cell.strip()}” is not a whole number of units")
    return int(value)


def thousandths(cell: str, formats: Formats) -> int | None:
    """Read a size with up to three decimals in whole thousandths; None for a blank cell."""
    value = decimal(cell, formats)
    if value is None:
        return None
    if abs(value) > MOST_UNITS:
        raise ValueError(f"“{cell.strip()}” is too large: sizes are kept up to {MOST_UNITS:,}")
    scaled = value.scaleb(3)
    if scaled != scaled.to_integral_value():
        raise ValueError(f"“{cell.strip()}” has more than three decimals")
    return int(scaled)


def stocked_units(cell: str, formats: Formats) -> int | str | None:
    """Read a quantity of stock; “not stocked” stays a text, since it is not 0."""
    return NOT_STOCKED if cell.strip().casefold() == NOT_STOCKED else units(cell, formats)


def flag(cell: str, _formats: Formats) -> bool:
    """Read a yes or no; blank is no."""
    return cell.strip().casefold() in _YES


def yes_no(cell: str, _formats: Formats) -> int | None:
    """Read a yes or no as 1 or 0; None for a blank cell."""
    if is_blank(cell):
        return None
    said = cell.strip().casefold()
    if said not in _YES | _NO:
        raise ValueError(f"“{cell.strip()}” is neither yes nor no")
    return int(said in _YES)


def moment(cell: str, _formats: Formats) -> str:
    """Read a moment such as 2026-03-14 09:30 into UTC; one without a zone is in UTC, a bare day is its first minute."""
    value = cell.strip()
    if not value:
        return ""
    try:
        read = datetime.fromisoformat(value)
    except ValueError:
        hint = _excel_hint(value) or ". Moments are written as 2026-03-14 09:30"
        raise ValueError(f"“{value}” is not a moment{hint}") from None
    if read.year < FIRST_YEAR:
        _too_early(value)
    return (read.astimezone(UTC) if read.tzinfo else read.replace(tzinfo=UTC)).isoformat(timespec="seconds")


def currency(cell: str, _formats: Formats) -> str:
    """Read a currency code; blank means the one above."""
    code = cell.strip().upper()
    if code and not is_currency(code):
        raise ValueError(f"“{cell.strip()}” is not a currency code")
    return code


def when(*forms: str) -> Reader:
    """Make a reader of date-times in any of the given forms of `strptime`; blank reads as None.

    The day of the value is the day as written, in the source's own time zone.
    """

    def read(cell: str, _formats: Formats) -> datetime | None:
        value = cell.strip().removesuffix(" UTC").removesuffix(" PST").removesuffix(" PDT").strip()
        if not value:
            return None
        for form in forms:
            with suppress(ValueError):
                # Forms with %z keep the offset, others the local time.
                found = datetime.strptime(value, form)  # noqa: DTZ007 - as said above
                break
        else:
            raise ValueError(f"“{cell.strip()}” is not a date as this export writes it{_excel_hint(value)}")
        return found if found.year >= FIRST_YEAR else _too_early(value)

    return read


def _too_early(value: str) -> NoReturn:
    raise ValueError(f"“{value}” lies before {FIRST_YEAR}. Mend the year")


_any_shop_moment = when("%Y-%m-%d %H:%M:%S %z", "%Y-%m-%dT%H:%M:%S%z", "%Y-%m-%d %H:%M:%S")


def shop_moment(cell: str, formats: Formats) -> object:
    """Read a moment as Shopify writes them, 2026-03-14 09:30:00 -0500; blank reads as None."""
    # Of this form a large file has a quarter of a million; strptime takes thirty times as long.
    if _PLAIN_MOMENT.fullmatch(cell):
        with suppress(ValueError):
            return datetime.fromisoformat(cell[:19] + cell[20:])
    return _any_shop_moment(cell, formats)


def _excel_hint(value: str) -> str:
    if re.fullmatch(r"\d{1,2}/\d{1,2}/\d{2,4}( \d{1,2}:\d{2}(:\d{2})?)?", value) or re.fullmatch(
        r"\d{5}(\.\d+)?", value
    ):
        return ": the file was opened and saved in Excel. Export it again and import it as it is"
    return ""


def day(cell: str, formats: Formats) -> str:
    """Read a day into ISO form: 2026-03-14, 14.03.2026, or with slashes in the order found for the column."""
    value = cell.strip()
    if not value:
        return ""
    read = _day(value, formats)
    return read.isoformat() if read.year >= FIRST_YEAR else _too_early(value)


def _day(value: str, formats: Formats) -> date:
    if re.fullmatch(r"\d{4}-\d{2}-\d{2}([ T].*)?", value):
        try:
            return date.fromisoformat(value[:10])
        except ValueError:
            raise ValueError(f"“{value}” is not a day") from None
    parts = re.fullmatch(r"(\d{1,2})([./-])(\d{1,2})\2(\d{4}|\d{2})", value)
    if parts is None:
        return _spelled_day(value)
    first, mark, second, year = int(parts[1]), parts[2], int(parts[3]), int(parts[4])
    if mark != "." and formats.day_first is None:
        raise ValueError(
            f"“{value}” can be read as day/month or month/day. Say which when importing (--day-first yes|no)"
        )
    number, month = (first, second) if mark == "." or formats.day_first else (second, first)
    try:
        return date(year + 2000 if year < 100 else year, month, number)  # noqa: PLR2004 - a year of two digits
    except ValueError:
        raise ValueError(f"“{value}” is not a day{_excel_hint(value)}") from None


def days(cell: str, formats: Formats) -> tuple[str, str] | None:
    """Read a day, or a range of days in one cell (“Jul 06, 2026 - Jul 29, 2026”), as first and last; None if blank."""
    value = cell.strip()
    if not value:
        return None
    first, _, last = value.partition(" - ")
    return day(first, formats), day(last or first, formats)


def _spelled_day(value: str) -> date:
    for form in ("%b %d, %Y", "%B %d, %Y", "%d-%b-%y", "%d %b %Y", "%d %B %Y"):
        try:
            return datetime.strptime(value, form).replace(tzinfo=UTC).date()
        except ValueError:
            continue
    raise ValueError(f"“{value}” is not a day. Days are written as 2026-03-14")
