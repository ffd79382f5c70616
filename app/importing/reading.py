"""From a recognised sheet to typed rows: every cell that cannot be read is reported with its row and column."""

from __future__ import annotations

import csv
import io
import re
from collections import namedtuple
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from operator import itemgetter
from typing import Any

from app.errors import ImportRefused
from app.importing import cells
from app.importing.cells import Formats, Reader
from app.importing.export import LeftOut, Unread
from app.importing.recognising import Recognised, find_column
from models.domain.money import exponent

_MONEY_READERS = (cells.money, cells.rough_money, cells.decimal, cells.units)


@dataclass(frozen=True)
class Cells:
    """The used columns of a file as text, with the number of each row as a spreadsheet shows it."""

    rows: list[int]
    columns: dict[str, list[str]]
    left_out: list[LeftOut]
    unread: list[Unread]
    total_rows: int


@dataclass(frozen=True)
class Read:
    """Typed rows in file order, and what could not be read or was left out before posting."""

    rows: list[Any]
    left_out: list[LeftOut]
    unread: list[Unread]
    total_rows: int
    currency: str


def read(found: Recognised, *, currency: str, options: dict[str, str]) -> Read:
    """Read every used cell; a row with a cell that cannot be read is set aside whole."""
    cut = _cut(found)
    currencies, unread = _currencies(found, cut, currency)
    formats = _formats(found, cut, options)
    bad_rows = {item.row for item in (*cut.unread, *unread)}
    typed: list[list[Any]] = []
    for column in found.export.columns:
        texts = cut.columns[column.name]
        if column.name == "currency":
            typed.append(list(currencies))
            continue
        values, bad = _read_column(column.reader, texts, formats, currencies)
        for index, reason in bad:
            unread.append(Unread(cut.rows[index], _header_of(found, column.name), reason))
            bad_rows.add(cut.rows[index])
        typed.append(values)
    row_class = namedtuple("Row", ["row", *(column.name for column in found.export.columns)])  # type: ignore[misc] # noqa: PYI024 - named after the export's columns
    rows = list(map(row_class._make, zip(cut.rows, *typed, strict=True)))
    if bad_rows:
        rows = [row for row in rows if row.row not in bad_rows]
    main = max(set(currencies), key=currencies.count) if currencies and len(set(currencies)) < 50 else currency  # noqa: PLR2004 - more would be no currencies
    return Read(rows, cut.left_out, [*cut.unread, *unread], cut.total_rows, main)


def _header_of(found: Recognised, name: str) -> str:
    column = next(column for column in found.export.columns if column.name == name)
    index = find_column(column, found.headers)
    return found.headers[index].strip() if index is not None else name


def _cut(found: Recognised) -> Cells:
    """Cut the used columns out of the sheet and set aside the rows whose width does not fit."""
    width = len(found.headers)
    places = [find_column(column, found.headers) for column in found.export.columns]
    used = [place for place in places if place is not None]
    take = itemgetter(*used, used[0])
    is_footer = re.compile(found.export.footer).match if found.export.footer else None
    rows: list[int] = []
    taken: list[tuple[str, ...]] = []
    empty: list[int] = []
    footers: list[int] = []
    unread: list[Unread] = []
    number = found.header_index + 1
    for record in _records(found):
        number += 1
        if len(record) == width and any(record):
            rows.append(number)
            taken.append(take(record))
            if is_footer and is_footer(record[0]):
                footers.append(rows.pop())
                taken.pop()
        elif not any(record):
            empty.append(number)
        elif is_footer and is_footer(record[0]):
            footers.append(number)
        else:
            unread.append(Unread(number, "", _width_sentence(len(record), width)))
    left_out = [
        LeftOut(numbers, reason)
        for numbers, reason in ((empty, "empty row"), (footers, "a total at the foot of the report"))
        if numbers
    ]
    values = [list(column) for column in zip(*taken, strict=True)] if taken else [[] for _ in used]
    by_place = dict(zip(used, values, strict=False))
    blank = [""] * len(rows)
    columns = {
        column.name: blank if place is None else by_place[place]
        for column, place in zip(found.export.columns, places, strict=True)
    }
    return Cells(rows, columns, left_out, unread, number - found.header_index - 1)


def _width_sentence(cells_found: int, width: int) -> str:
    return (
        f"the row has {cells_found} cells and the header {width}: it was cut off, or a comma inside a text was not "
        "quoted. Export the file again"
    )


def _records(found: Recognised) -> Iterator[Sequence[str]]:
    """Give the records below the header, as wide as they are."""
    sheet = found.sheet
    if sheet.is_workbook:
        width = len(found.headers)
        for row in sheet.cells[found.header_index + 1 :]:
            cells_used = [*row, *[""] * (width - len(row))]
            yield cells_used if any(cells_used[width:]) else cells_used[:width]
        return
    quoted = found.export.quoting and sheet.delimiter != "\t"
    if quoted and sheet.text.count('"') % 2:
        raise ImportRefused(
            "The file ends inside a quoted cell: the download was cut off. Nothing was imported. Export it again."
        )
    quoting = csv.QUOTE_MINIMAL if quoted else csv.QUOTE_NONE
    reader = csv.reader(io.StringIO(sheet.text, newline=""), delimiter=sheet.delimiter, quoting=quoting)
    try:
        yield from islice(reader, found.header_index + 1, None)
    except csv.Error as error:
        raise ImportRefused(
            f"The file cannot be cut into cells near line {reader.line_num} ({error}). Nothing was imported. "
            "Export it again."
        ) from error


def _read_column(
    reader: Reader, texts: Sequence[str], formats: Formats, currencies: Sequence[str]
) -> tuple[list[Any], list[tuple[int, str]]]:
    """Read a whole column, each distinct text once; gives values and the places that cannot be read."""
    decimals = {code: exponent(code) for code in set(currencies)}
    if len(set(decimals.values())) > 1:
        keys: list[Any] = [(cell, decimals[code]) for cell, code in zip(texts, currencies, strict=True)]
        known = {key: _try(reader, key[0], replace(formats, decimals=key[1])) for key in set(keys)}
    else:
        shared = replace(formats, decimals=next(iter(decimals.values()), 2))
        keys = list(texts)
        known = {cell: _try(reader, cell, shared) for cell in set(texts)}
    failures = {key: value.reason for key, value in known.items() if isinstance(value, _Failure)}
    bad = [(index, failures[key]) for index, key in enumerate(keys) if key in failures] if failures else []
    return list(map(known.__getitem__, keys)), bad


@dataclass(frozen=True)
class _Failure:
    reason: str


def _try(reader: Reader, cell: str, formats: Formats) -> object:
    try:
        return reader(cell, formats)
    except ValueError as error:
        return _Failure(str(error))


def _currencies(found: Recognised, cut: Cells, default: str) -> tuple[list[str], list[Unread]]:
    """Give the currency of each row: its own cell, else the one above, else the header's or the default."""
    fallback = _header_currency(found) or default
    texts = cut.columns.get("currency")
    if texts is None:
        return [fallback] * len(cut.rows), []
    values, unread, last = [], [], ""
    for row, cell in zip(cut.rows, texts, strict=True):
        try:
            last = cells.currency(cell, Formats()) or last
        except ValueError as error:
            unread.append(Unread(row, _header_of(found, "currency"), str(error)))
        values.append(last)
    first = next((code for code in values if code), fallback)
    return [code or first for code in values], unread


def _header_currency(found: Recognised) -> str:
    if not found.export.currency_in_header:
        return ""
    symbols = {"$": "USD", "€": "EUR", "£": "GBP", "₹": "INR", "¥": "JPY"}
    for header in found.headers:
        inside = re.search(rf"{found.export.currency_in_header}.*\((.+?)\)", header, re.IGNORECASE)
        if inside:
            return symbols.get(inside[1], inside[1].upper())
    return ""


def _formats(found: Recognised, cut: Cells, options: dict[str, str]) -> Formats:
    """Settle how numbers and days are written over the whole file; what stays ambiguous is asked, never guessed."""
    spreadsheet = found.sheet.is_workbook
    chosen = options.get("decimal") or found.export.decimal
    if spreadsheet:
        chosen = "."
    if chosen is None:
        numbers = [
            cell
            for column in found.export.columns
            if column.reader in _MONEY_READERS
            for cell in set(cut.columns[column.name])
        ]
        chosen = decimal_mark(numbers)
    day_first = {"yes": True, "no": False}.get(options.get("day_first", ""))
    if day_first is None:
        days = [
            cell for column in found.export.columns if column.reader is cells.day for cell in set(cut.columns[column.name])
        ]
        day_first = day_order(days)
    return Formats(decimal=chosen, day_first=day_first, spreadsheet=spreadsheet)


def decimal_mark(texts: Iterable[str]) -> str:
    """Find the decimal mark of a file from all its amounts; refuses a mixture and what fits both."""
    point = comma = ambiguous = False
    for cell in texts:
        plain = re.sub(r"[^\d.,]", "", cell)
        marks = re.sub(r"\d", "", plain)
        if not marks:
            continue
        if len(set(marks)) == 2:  # noqa: PLR2004 - both marks: the last one is the decimal mark
            point, comma = point or marks[-1] == ".", comma or marks[-1] == ","
        elif len(marks) > 1:
            point, comma = point or marks[0] == ",", comma or marks[0] == "."
        elif len(plain) - plain.index(marks) - 1 == 3 and not plain.startswith(marks):  # noqa: PLR2004 - three digits may be a group
            ambiguous = True
        else:
            point, comma = point or marks == ".", comma or marks == ","
    if point and comma:
        raise ImportRefused(
            "Some amounts have a decimal point and others a decimal comma. Nothing was imported. "
            "The file was changed by another program: export it again."
        )
    if ambiguous and not (point or comma):
        raise ImportRefused(
            "The amounts could have a decimal comma or a thousands comma (all look like 1,234). "
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

