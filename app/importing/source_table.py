"""An imported file as it stands: its headers and rows, read again from the stored file, for a file made from it."""

from __future__ import annotations

import json
import zlib
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.importing.recognising import all_exports, recognise
from app.importing.sniffing import sniff
from models.tables import SourceFile


@dataclass(frozen=True)
class SourceTable:
    """All rows of a file, headers among them; row 1 is the first, as a spreadsheet counts."""

    file: str
    headers: tuple[str, ...]
    rows: tuple[Sequence[str], ...]

    @property
    def count(self) -> int:
        """How many rows it has, headers among them."""
        return len(self.rows)

    def row(self, number: int) -> list[str]:
        """Give one row with a cell for each header."""
        cells = list(self.rows[number - 1])[: len(self.headers)]
        return cells + [""] * (len(self.headers) - len(cells))


def source_table(session: Session, file_id: int) -> SourceTable:
    """Read a stored file again."""
    wanted = select(SourceFile.name, SourceFile.export, SourceFile.options, SourceFile.content)
    name, export, options, content = session.execute(wanted.where(SourceFile.id == file_id)).one()
    sheets = sniff(zlib.decompress(content), encoding=json.loads(options).get("encoding"))
    found = recognise(sheets, all_exports(), code=export)
    sheet = found.sheet
    rows = sheet.cells if sheet.is_workbook else sheet.reader(quoting=found.export.quoting)
    return SourceTable(name, tuple(header.strip() for header in found.headers), tuple(rows))
