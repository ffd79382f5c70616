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
    """Read every used cell; a row with a cell that cannot be read is set aside whole."""
    used = cut(found)
    currencies, unread = conventions.currencies(found, used, currency)
    formats = conventions.formats(found, used, options)
    typed: list[list[Any]] = []
    for column in found.export.columns:
        if column.name == "currency":
            typed.append(list(currencies))
            continue
        values, bad = _read_column(column, used, formats, currencies)
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
    usual = Counter(currencies).most_common(1)
    return Read(rows, left_out, [*unread, *rest], used.total_rows, usual[0][0] if usual else currency)


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
    texts = used.columns[found.export.group]
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


def _read_column(
    column: Col, used: Cells, formats: Formats, currencies: Sequence[str]
) -> tuple[list[Any], list[tuple[int, _Failure]]]:
    """Read a whole column, each distinct text once; gives values and the places that cannot be read."""
    texts = used.columns[column.name]
    decimals = {code: exponent(code) for code in set(currencies)}
    keys: Sequence[Any]
    if len(set(decimals.values())) > 1:
        keys = [(cell, decimals[code]) for cell, code in zip(texts, currencies, strict=True)]
        known = {key: _try(column.reader, key[0], replace(formats, decimals=key[1])) for key in set(keys)}
    else:
        shared = replace(formats, decimals=next(iter(decimals.values()), 2))
        keys = texts
        known = {cell: _try(column.reader, cell, shared) for cell in used.distinct[column.name]}
    failures = {key: value for key, value in known.items() if isinstance(value, _Failure)}
    bad = [(index, failures[key]) for index, key in enumerate(keys) if key in failures] if failures else []
    return list(map(known.__getitem__, keys)), bad


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
