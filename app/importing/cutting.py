"""From a recognised sheet to its used cells as text: footers, empty rows and rows of the wrong width set aside."""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from operator import itemgetter

from app.errors import ImportRefused
from app.importing.export import Export, LeftOut, Unread
from app.importing.recognising import Recognised, find_column
from app.importing.sorted_cells import Record, SortedCells, TextColumn, numbering

# So many records at a time: their cells are still in the processor's cache when they are sorted into columns.
_CHUNK = 100
# From this many characters on, loading numpy costs less than it saves.
_LARGE = 8 * 1024 * 1024


@dataclass(frozen=True)
class Cells:
    """The used columns of a file as text, with the number of each row as a spreadsheet shows it.

    `broken` gives the groups (orders) that a row of the wrong width belongs to, each with that row.
    """

    rows: list[int]
    columns: Mapping[str, TextColumn]
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
    places = [find_column(column, found.headers) for column in found.export.columns]
    used = [place for place in places if place is not None]
    cells = _scanned(found, used) or _sorted_by_csv(found, used)
    given = iter(cells.columns)
    blank = TextColumn([""], [0] * len(cells.rows))
    empty, footers, misfits = _set_aside(found, cells.others)
    left_out = [LeftOut(empty, "empty row")] if empty else []
    left_out += [LeftOut(footers, "a total at the foot of the report")] if footers else []
    return Cells(
        cells.rows,
        {
            column.name: blank if place is None else next(given)
            for column, place in zip(found.export.columns, places, strict=True)
        },
        left_out,
        [Unread(row, "", _width_sentence(len(record), len(found.headers))) for row, record in misfits],
        _broken(found, misfits),
        cells.count,
    )


def _scanned(found: Recognised, used: Sequence[int]) -> SortedCells | None:
    """Sort a large text by numpy, in half the time; None where only `csv` can tell how it is to be cut.

    A footer is looked for in every record, and reports that have one are small.
    """
    sheet, export = found.sheet, found.export
    if len(sheet.text) < _LARGE or export.footer:
        return None
    from app.importing.large_text import Layout, sort_cells  # noqa: PLC0415 - numpy is loaded for large files only

    quoted = sheet.is_quoted(quoting=export.quoting)
    layout = Layout(sheet.delimiter, quoted, len(found.headers), tuple(used), found.header_index + 1)
    return sort_cells(sheet.text, layout)


def _sorted_by_csv(found: Recognised, used: Sequence[int]) -> SortedCells:
    """Sort the records that Python's `csv` or a workbook gives."""
    take = itemgetter(*used, used[0])
    columns: list[list[int]] = [[] for _ in used]
    known = [numbering() for _ in used]
    cells = SortedCells()
    is_row = _row_test(found)
    records = _records(found)
    first = found.header_index + 2
    while chunk := list(islice(records, _CHUNK)):
        rows = list(filter(is_row, chunk))
        if len(rows) == len(chunk):
            # Nothing else among them, as nearly everywhere in nearly every file.
            cells.rows.extend(range(first, first + len(chunk)))
        else:
            _tell_apart(chunk, first, is_row, cells)
        for column, numbers, texts in zip(columns, known, zip(*map(take, rows), strict=True), strict=False):
            column.extend(map(numbers.__getitem__, texts))
        first += len(chunk)
        cells.count += len(chunk)
    cells.columns = [TextColumn(list(numbers), column) for numbers, column in zip(known, columns, strict=True)]
    return cells


def _row_test(found: Recognised) -> Callable[[Record], object]:
    """Make the test of what is a row: as wide as the header, with a cell that is not empty, and no footer."""
    width, is_footer = len(found.headers), _footer_test(found.export)
    if is_footer is None:
        return lambda record: len(record) == width and any(record)
    return lambda record: len(record) == width and any(record) and not is_footer(record[0])


def _footer_test(export: Export) -> Callable[[str], object] | None:
    return re.compile(export.footer).match if export.footer else None


def _tell_apart(chunk: list[Record], first: int, is_row: Callable[[Record], object], cells: SortedCells) -> None:
    """Note the number of each record of a chunk as that of a row or of something else."""
    for number, record in enumerate(chunk, first):
        if is_row(record):
            cells.rows.append(number)
        else:
            cells.others.append((number, record))


def _set_aside(
    found: Recognised, others: Sequence[tuple[int, Record]]
) -> tuple[list[int], list[int], list[tuple[int, Record]]]:
    """Say of what is no row whether it is empty, a footer, or a row of the wrong width."""
    is_footer = _footer_test(found.export)
    empty = [number for number, record in others if not any(record)]
    said = [(number, record) for number, record in others if any(record)]
    footers = [number for number, record in said if is_footer and is_footer(record[0])]
    return empty, footers, [(number, record) for number, record in said if not (is_footer and is_footer(record[0]))]


def _broken(found: Recognised, misfits: Sequence[tuple[int, Record]]) -> dict[str, int]:
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


def _records(found: Recognised) -> Iterator[Record]:
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
