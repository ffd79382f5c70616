"""From a recognised sheet to its used cells as text: footers, empty rows and rows of the wrong width set aside."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from operator import itemgetter

from app.errors import ImportRefused
from app.importing.export import LeftOut, Unread
from app.importing.recognising import Recognised, find_column


@dataclass(frozen=True)
class Cells:
    """The used columns of a file as text, with the number of each row as a spreadsheet shows it.

    `broken` gives the groups (orders) that a row of the wrong width belongs to, each with that row.
    """

    rows: list[int]
    columns: dict[str, list[str]]
    left_out: list[LeftOut]
    unread: list[Unread]
    broken: dict[str, int]
    total_rows: int


def header_of(found: Recognised, name: str) -> str:
    """Give the header of a used column as the file writes it."""
    column = next(column for column in found.export.columns if column.name == name)
    index = find_column(column, found.headers)
    return found.headers[index].strip() if index is not None else name


def cut(found: Recognised) -> Cells:
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
    misfits: list[tuple[int, Sequence[str]]] = []
    number = found.header_index + 1
    for record in _records(found):
        number += 1
        if not any(record):
            empty.append(number)
        elif is_footer and is_footer(record[0]):
            footers.append(number)
        elif len(record) == width:
            rows.append(number)
            taken.append(take(record))
        else:
            misfits.append((number, record))
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
    unread = [Unread(row, "", _width_sentence(len(record), width)) for row, record in misfits]
    return Cells(rows, columns, left_out, unread, _broken(found, misfits), number - found.header_index - 1)


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
