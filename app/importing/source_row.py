"""The row of the file behind a posting, read again from the stored file and set beside its header."""

from __future__ import annotations

import json
import zlib
from dataclasses import dataclass
from itertools import islice

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.columns import Column, Kind
from app.errors import ImportRefused
from app.importing.recognising import all_exports, recognise
from app.importing.sniffing import Sheet, sniff
from models.tables import SourceFile


@dataclass(frozen=True)
class SourceCell:
    """One cell of a source row under its header."""

    header: str
    text: str


@dataclass(frozen=True)
class SourceRow:
    """A row of an imported file as it stands there."""

    file: str
    row: int
    cells: tuple[SourceCell, ...]


def source_row(session: Session, file_id: int, row: int) -> SourceRow:
    """Read one row of a stored file again; `row` counts from 1 as a spreadsheet does."""
    wanted = select(SourceFile.name, SourceFile.export, SourceFile.options, SourceFile.content)
    name, export, options, content = session.execute(wanted.where(SourceFile.id == file_id)).one()
    return row_of(name, zlib.decompress(content), row, export=export, encoding=json.loads(options).get("encoding"))


def row_of(name: str, data: bytes, row: int, *, export: str, encoding: str | None = None) -> SourceRow:
    """Read one row of a file that is known to be an export, each cell beside its header."""
    found = recognise(sniff(data, encoding=encoding), all_exports(), code=export)
    cells = _record(found.sheet, row - 1, quoting=found.export.quoting)
    headers = [*found.headers, *(f"(column {index + 1})" for index in range(len(found.headers), len(cells)))]
    return SourceRow(
        name,
        row,
        tuple(SourceCell(header.strip(), cell.strip()) for header, cell in zip(headers, cells, strict=False)),
    )


def _record(sheet: Sheet, index: int, *, quoting: bool) -> list[str]:
    if sheet.is_workbook:
        return list(sheet.cells[index]) if index < len(sheet.cells) else []
    record = next(islice(sheet.reader(quoting=quoting), index, None), None)
    if record is None:
        raise ImportRefused(f"The file has no row {index + 1}.")
    return record


COLUMNS: tuple[Column[SourceCell], ...] = (
    Column("Column", lambda cell: cell.header),
    Column("As it stands in the file", lambda cell: cell.text, Kind.CODE),
)
