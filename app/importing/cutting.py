"""From a recognised sheet to its used cells as text: footers, empty rows and rows of the wrong width set aside."""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from operator import itemgetter
from typing import TypeVar

from app.errors import ImportRefused
from app.importing.export import LeftOut, Unread
from app.importing.recognising import Recognised, find_column

# So many records at a time: their cells are still in the processor's cache when they are sorted into columns.
_CHUNK = 100

Column = TypeVar("Column")


@dataclass(frozen=True)
class Cells:
    """The used columns of a file as text, with the number of each row as a spreadsheet shows it.

    `distinct` gives the different texts of each column. `broken` gives the groups (orders) that a row of the wrong
    width belongs to, each with that row.
    """

    rows: list[int]
    columns: Mapping[str, list[str]]
    distinct: Mapping[str, Collection[str]]
    left_out: list[LeftOut]
    unread: list[Unread]
    broken: dict[str, int]
    total_rows: int


class _Distinct(dict[str, str]):
    """Gives equal texts as one object, which takes a tenth of the memory and is quick to look up afterwards."""

    def __missing__(self, text: str) -> str:
        self[text] = text
        return text


def header_of(found: Recognised, name: str) -> str:
    """Give the header of a used column as the file writes it."""
    column = next(column for column in found.export.columns if column.name == name)
    index = find_column(column, found.headers)
    return found.headers[index].strip() if index is not None else name


def cut(found: Recognised) -> Cells:
    """Cut the used columns out of the sheet and set aside the rows whose width does not fit."""
    places = [find_column(column, found.headers) for column in found.export.columns]
    used = [place for place in places if place is not None]
    take = itemgetter(*used, used[0])
    columns: list[list[str]] = [[] for _ in used]
    distinct = [_Distinct() for _ in used]
    sieve = _Sieve(len(found.headers), re.compile(found.export.footer).match if found.export.footer else None)
    number = found.header_index + 1
    records = _records(found)
    while chunk := list(islice(records, _CHUNK)):
        fitting = sieve.fitting(chunk, number + 1)
        number += len(chunk)
        for column, known, texts in zip(columns, distinct, zip(*map(take, fitting), strict=True), strict=False):
            column.extend(map(known.__getitem__, texts))
    left_out = [LeftOut(sieve.empty, "empty row")] if sieve.empty else []
    left_out += [LeftOut(sieve.footers, "a total at the foot of the report")] if sieve.footers else []
    return Cells(
        sieve.rows,
        _by_name(found, columns, blank=[""] * len(sieve.rows)),
        _by_name(found, distinct, blank=_Distinct({"": ""})),
        left_out,
        [Unread(row, "", _width_sentence(len(record), sieve.width)) for row, record in sieve.misfits],
        _broken(found, sieve.misfits),
        number - found.header_index - 1,
    )


@dataclass
class _Sieve:
    """Tells rows from all else that stands below a header, and notes the numbers of each."""

    width: int
    is_footer: Callable[[str], object] | None
    rows: list[int] = field(default_factory=list)
    empty: list[int] = field(default_factory=list)
    footers: list[int] = field(default_factory=list)
    misfits: list[tuple[int, Sequence[str]]] = field(default_factory=list)

    def fitting(self, chunk: list[Sequence[str]], first: int) -> list[Sequence[str]]:
        """Give the records that are rows; `first` is the number of the first record."""
        fitting = [record for record in chunk if len(record) == self.width and any(record)]
        if len(fitting) == len(chunk) and self.is_footer is None:
            # Nothing else among them, as nearly everywhere in nearly every file.
            self.rows.extend(range(first, first + len(chunk)))
            return fitting
        return [record for number, record in enumerate(chunk, first) if self._is_row(number, record)]

    def _is_row(self, number: int, record: Sequence[str]) -> bool:
        if not any(record):
            self.empty.append(number)
        elif self.is_footer and self.is_footer(record[0]):
            self.footers.append(number)
        elif len(record) == self.width:
            self.rows.append(number)
            return True
        else:
            self.misfits.append((number, record))
        return False


def _by_name(found: Recognised, columns: Sequence[Column], *, blank: Column) -> dict[str, Column]:
    """Name the columns that the file has as the export does; one that it lacks is blank."""
    given = iter(columns)
    return {
        column.name: blank if find_column(column, found.headers) is None else next(given)
        for column in found.export.columns
    }


def _broken(found: Recognised, misfits: Sequence[tuple[int, Sequence[str]]]) -> dict[str, int]:
    """Name the groups that rows of the wrong width belong to, as far as their cell can still be told."""
    if not found.export.group:
        return {}
    column = next(column for column in found.export.columns if column.name == found.export.group)
    place = find_column(column, found.headers) or 0
    return {record[place]: row for row, record in reversed(misfits) if len(record) > place and record[place]}


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
    reader = sheet.reader(quoting=found.export.quoting)
    try:
        yield from islice(reader, found.header_index + 1, None)
    except csv.Error as error:
        raise ImportRefused(
            f"The file cannot be cut into cells near line {reader.line_num} ({error}). Nothing was imported. "
            "Export it again."
        ) from error
