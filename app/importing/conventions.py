"""How a file writes its amounts, days and currencies, found over the whole of it; what stays open is asked."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from itertools import accumulate

from app.errors import ImportRefused
from app.importing import cells
from app.importing.cells import Formats
from app.importing.cutting import Cells, header_of
from app.importing.export import Unread
from app.importing.recognising import Recognised
from app.importing.sorted_cells import TextColumn

_MONEY_READERS = (cells.money, cells.rough_money, cells.decimal, cells.units, cells.stocked_units)
_DAY_READERS = (cells.day, cells.days)
_SIGNS = {"$": "USD", "US$": "USD", "CA$": "CAD", "A$": "AUD", "€": "EUR", "£": "GBP", "₹": "INR", "Rs": "INR"}
_DOLLARS = frozenset({"USD", "CAD", "AUD", "NZD", "SGD", "HKD", "MXN"})


def currencies(found: Recognised, cut: Cells, default: str) -> tuple[list[str], list[Unread]]:
    """Give the currency of each row: its own cell, else the one above or of the whole file, else the default."""
    fallback = _header_currency(found, default) or _sign_currency(found, cut, default) or default
    column = cut.columns.get("currency")
    if column is None:
        return [fallback] * len(cut.rows), []
    codes = [_code(cell) for cell in column.texts]
    known = [code if isinstance(code, str) else "" for code in codes]
    unread = []
    if any(isinstance(code, ValueError) for code in codes):
        header = header_of(found, "currency")
        rows = zip(cut.rows, column.spread(codes), strict=True)
        unread = [Unread(row, header, str(code)) for row, code in rows if isinstance(code, ValueError)]
    return _carried(column, known, fallback, carries=found.export.currency_carries), unread


def _carried(column: TextColumn, known: Sequence[str], fallback: str, *, carries: bool) -> list[str]:
    """Give each row its own currency, or what stands for a blank one: the one above, or that of the whole file."""
    if not carries:
        return column.spread([code or fallback for code in known])
    said = {code for code in known if code}
    if len(said) <= 1:
        return [next(iter(said), fallback)] * len(column.places)
    values = column.spread(known)
    first = next(filter(None, values), fallback)
    return list(accumulate(values, lambda above, own: own or above, initial=first))[1:]


def _code(cell: str) -> str | ValueError:
    try:
        return cells.currency(cell, Formats())
    except ValueError as error:
        return error


def _header_currency(found: Recognised, default: str) -> str:
    """Read the currency that stands only in a header: “Amount spent (USD)”, “14 Day Total Sales (₹)”."""
    if not found.export.currency_in_header:
        return ""
    for header in found.headers:
        inside = re.search(rf"{found.export.currency_in_header}.*\((.+?)\)", header, re.IGNORECASE)
        if inside and (code := _currency_of(inside[1].strip(), default)):
            return code
    return ""


def _sign_currency(found: Recognised, cut: Cells, default: str) -> str:
    """Read the currency from the sign that amounts carry."""
    if not found.export.currency_in_cells:
        return ""
    amounts = {cell for cell in cut.columns[found.export.currency_in_cells].texts if not cells.is_blank(cell)}
    signs = {re.sub(r"[\d\s.,()+−-]", "", cell) for cell in amounts} - {""}
    codes = {code for sign in signs if (code := _currency_of(sign, default))}
    if len(codes) > 1:
        raise ImportRefused(
            f"The amounts carry several currency signs ({', '.join(sorted(signs))}). Nothing was imported. "
            "Export one account at a time, or with the column Currency code."
        )
    return next(iter(codes), "")


def _currency_of(sign: str, default: str) -> str:
    if sign == "$" and default in _DOLLARS:
        return default
    if len(sign) == 3 and sign.isascii() and sign.isalpha():  # noqa: PLR2004 - ISO 4217
        return sign.upper()
    return _SIGNS.get(sign, "")


def formats(found: Recognised, cut: Cells, options: Mapping[str, str]) -> Formats:
    """Settle how numbers and days are written over the whole file; what stays ambiguous is asked, never guessed."""
    spreadsheet = found.sheet.is_workbook
    said = options.get("decimal", "")
    chosen = {"point": ".", "comma": ","}.get(said, said) or found.export.decimal
    if spreadsheet:
        chosen = "."
    if chosen is None:
        numbers = [
            cell
            for column in found.export.columns
            if column.reader in _MONEY_READERS
            for cell in cut.columns[column.name].texts
        ]
        chosen = decimal_mark(numbers)
    day_first = {"yes": True, "no": False}.get(options.get("day_first", ""))
    if day_first is None:
        days = [
            part
            for column in found.export.columns
            if column.reader in _DAY_READERS
            for cell in cut.columns[column.name].texts
            for part in cell.split(" - ")
        ]
        day_first = day_order(days)
    return Formats(decimal=chosen, day_first=day_first, spreadsheet=spreadsheet)


def decimal_mark(texts: Iterable[str]) -> str:
    """Find the decimal mark of a file from all its amounts; refuses a mixture and what fits both."""
    point = comma = False
    ambiguous = ""
    for cell in texts:
        plain = re.sub(r"[^\d.,]", "", cells.without_currency(cell))
        marks = re.sub(r"\d", "", plain)
        if not marks:
            continue
        if len(set(marks)) == 2:  # noqa: PLR2004 - both marks: the last one is the decimal mark
            point, comma = point or marks[-1] == ".", comma or marks[-1] == ","
        elif len(marks) > 1:
            point, comma = point or marks[0] == ",", comma or marks[0] == "."
        elif len(plain) - plain.index(marks) - 1 == 3 and not plain.startswith((marks, f"0{marks}")):  # noqa: PLR2004 - three digits may be a group
            ambiguous = ambiguous or plain
        else:
            point, comma = point or marks == ".", comma or marks == ","
    if point and comma:
        raise ImportRefused(
            "Some amounts have a decimal point and others a decimal comma. Nothing was imported. "
            "The file was changed by another program: export it again."
        )
    if ambiguous and not (point or comma):
        mark = "comma" if "," in ambiguous else "point"
        raise ImportRefused(
            f"The amounts could have a decimal {mark} or a {mark} between thousands (all look like {ambiguous}). "
            "Nothing was imported. Say which mark is the decimal one (--decimal point|comma)."
        )
    return "," if comma else "."


def day_order(texts: Iterable[str]) -> bool | None:
    """Find whether days are written day/month; None when nothing tells."""
    day_first = month_first = False
    for cell in texts:
        parts = re.fullmatch(r"(\d{1,2})[/-](\d{1,2})[/-]\d{2,4}", cell.strip())
        if parts:
            day_first = day_first or int(parts[1]) > 12  # noqa: PLR2004 - no month has that number
            month_first = month_first or int(parts[2]) > 12  # noqa: PLR2004 - no month has that number
    if day_first and month_first:
        raise ImportRefused(
            "Some days are written day/month and others month/day. Nothing was imported. Export the file again."
        )
    return day_first if day_first or month_first else None
