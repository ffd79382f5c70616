"""From a recognised sheet to typed rows: every cell that cannot be read is reported with its row and column."""

from __future__ import annotations

from collections import Counter, namedtuple
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any, cast

from app.errors import ImportRefused
from app.importing import conventions
from app.importing.cells import DamagedByExcelError, Formats, Reader
from app.importing.cutting import Cells, cut, header_of
from app.importing.export import Col, Export, LeftOut, Unread
from app.importing.plain_cells import read_plainly
from app.importing.recognising import Recognised
from models.domain.money import exponent


@dataclass(frozen=True)
class Read:
    """Typed rows in file order, and what could not be read or was left out before posting."""

    rows: list[Any]
    left_out: list[LeftOut]
    unread: list[Unread]
    total_rows: int
    currency: str


def read(found: Recognised, *, currency: str, options: Mapping[str, str]) -> Read:
    """Read every used cell of a sheet."""
    return read_cells(found, cut(found), currency=currency, options=options)


def read_cells(found: Recognised, used: Cells, *, currency: str, options: Mapping[str, str]) -> Read:
    """Read cells that were cut; a row with a cell that cannot be read is set aside whole."""
    currencies, unread = conventions.currencies(found, used, currency)
    formats = conventions.formats(found, used, options)
    decimals = {code: exponent(code) for code in set(currencies)}
    typed: list[list[Any]] = []
    for column in found.export.columns:
        if column.name == "currency":
            typed.append(currencies)
            continue
        if len(set(decimals.values())) > 1:
            values, bad = _read_by_currency(column, used, formats, [decimals[code] for code in currencies])
        else:
            usual = next(iter(decimals.values()), 2)
            values, bad = _read_column(column, used, replace(formats, decimals=usual))
        header = header_of(found, column.name)
        unread += [_unread(used.rows[index], header, failure) for index, failure in bad]
        typed.append(values)
    unread = _one_each([*used.unread, *unread])
    bad_rows = {item.row for item in unread}
    rest = _rest_of_groups(found, used, bad_rows)
    bad_rows.update(item.row for item in rest)
    rows = list(map(_row_class(found.export), zip(used.rows, *typed, strict=True)))
    if bad_rows:
        rows = [row for row in rows if row.row not in bad_rows]
    left_out = list(used.left_out)
    if example := _example(found.export):
        left_out += [LeftOut([row.row], "the example row of the template") for row in rows if row[1:] == example]
        rows = [row for row in rows if row[1:] != example]
    most = Counter(currencies).most_common(1)
    return Read(rows, left_out, [*unread, *rest], used.total_rows, most[0][0] if most else currency)


def _row_class(export: Export) -> Callable[[tuple[Any, ...]], Any]:
    """Make the class of an export's rows: their number in the file, and a field for each column."""
    make: Callable[[str, list[str]], Any] = namedtuple  # noqa: PYI024 - the fields are known only now
    made = make("Row", ["row", *(column.name for column in export.columns)])
    # As its `_make` does, but for the call of Python code for each of some hundred thousand rows.
    return cast("Callable[[tuple[Any, ...]], Any]", partial(tuple.__new__, made))


def _example(export: Export) -> tuple[Any, ...]:
    """Read the example row of a template as rows are read; empty for an export that is no table of our own."""
    if not any(column.example for column in export.columns):
        return ()
    return tuple(column.reader(column.example, Formats()) for column in export.columns)


def _unread(row: int, header: str, failure: _Failure) -> Unread:
    if failure.file_is_damaged:
        raise ImportRefused(
            f"Row {row}, column {header}: {failure.reason}. Nothing was imported. "
            "Export the file again and import it without opening it in Excel."
        )
    return Unread(row, header, failure.reason)


def _one_each(unread: Sequence[Unread]) -> list[Unread]:
    """Gather what is wrong with the cells of a row into one verdict."""
    by_row: dict[int, list[Unread]] = {}
    for item in unread:
        by_row.setdefault(item.row, []).append(item)
    return [
        first._replace(reason="; ".join([first.reason, *(f"{item.column}: {item.reason}" for item in others)]))
        for first, *others in by_row.values()
    ]


def _rest_of_groups(found: Recognised, used: Cells, bad_rows: set[int]) -> list[Unread]:
    """Set aside the rows whose order has another row that cannot be read: part of an order is no order."""
    if not found.export.group or not bad_rows:
        return []
    column = used.columns[found.export.group]
    texts = column.spread(column.texts)
    broken = dict(used.broken)
    for row, cell in zip(used.rows, texts, strict=True):
        if row in bad_rows and cell:
            broken.setdefault(cell, row)
    word = found.export.group_word
    return [
        Unread(row, "", f"belongs to {word} {cell}, whose row {broken[cell]} cannot be read")
        for row, cell in zip(used.rows, texts, strict=True)
        if cell in broken and row not in bad_rows
    ]


def _read_column(column: Col, used: Cells, formats: Formats) -> tuple[list[Any], list[tuple[int, _Failure]]]:
    """Read a whole column, each of its texts once; gives values and the places that cannot be read."""
    cells = used.columns[column.name]
    try:
        values = read_plainly(column.reader, cells.texts, formats)
        return cells.spread(values or [column.reader(cell, formats) for cell in cells.texts]), []
    except ValueError:
        values = cells.spread([_try(column.reader, cell, formats) for cell in cells.texts])
        return values, _failures(values)


def _read_by_currency(
    column: Col, used: Cells, formats: Formats, decimals: Sequence[int]
) -> tuple[list[Any], list[tuple[int, _Failure]]]:
    """Read a column of a file whose currencies differ in their decimals, each text once for each number of them."""
    cells = used.columns[column.name]
    keys = list(zip(cells.spread(cells.texts), decimals, strict=True))
    known = {key: _try(column.reader, key[0], replace(formats, decimals=key[1])) for key in set(keys)}
    values = [known[key] for key in keys]
    return values, _failures(values)


def _failures(values: Sequence[object]) -> list[tuple[int, _Failure]]:
    return [(index, value) for index, value in enumerate(values) if isinstance(value, _Failure)]


@dataclass(frozen=True)
class _Failure:
    reason: str
    file_is_damaged: bool = False


def _try(reader: Reader, cell: str, formats: Formats) -> object:
    try:
        return reader(cell, formats)
    except DamagedByExcelError as error:
        return _Failure(str(error), file_is_damaged=True)
    except ValueError as error:
        return _Failure(str(error))
