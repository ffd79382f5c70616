"""A file looked at before it is imported, made ready to be shown; and its import, of what was seen or seen anew."""

from __future__ import annotations

import gc
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session, undefer

from app.importing.batch import Imported, commit, stored_file
from app.importing.finding import FileToImport
from app.importing.preview import Choices, Preview, preview
from app.importing.recognising import all_exports
from app.importing.shown_rows import ShownRow, shown_rows
from app.importing.source_row import SourceRow, row_of, source_row
from app.importing.verdicts import Verdict
from app.jobs import Progress
from app.ledger.bulk import without_collecting
from app.ledger.ledger import Ledger
from app.queries.history import last_change
from models.tables import Batch, Channel, SourceFile

MANY_ROWS = 10_000


@dataclass(frozen=True)
class Looked:
    """What a look at a file gave: the preview and what it comes to, the channels there are, and as of which change.

    `as_of` is None where it was looked at behind other files that are still to be imported.
    """

    choices: Choices
    seen: Preview
    rows: Mapping[str, Sequence[ShownRow]]
    counts: Mapping[Verdict, int]
    tied: bool
    channels: tuple[str, ...]
    as_of: int | None


@dataclass(frozen=True)
class BroughtIn:
    """One file that was imported, and which topics that touched."""

    imported: Imported
    topics: frozenset[str]


@without_collecting()
def look(
    ledger: Ledger, progress: Progress, *, file: FileToImport, choices: Choices, ahead: Sequence[Looked] = ()
) -> Looked:
    """Look at a file, behind those that are imported `ahead` of it: nothing is written.

    After files of many rows, `let_go` follows once they are no longer shown.
    """
    with ledger.read() as session:
        before = [other.seen for other in ahead]
        seen = preview(session, file, choices, progress, today=ledger.today(), ahead=before)
        channels, as_of = _channels(session, seen.export.platform), None if ahead else last_change(session)
    progress.step(2, 3, f"Laying out the rows of {file.name}")
    looked = Looked(choices, seen, shown_rows(seen), seen.counts(), seen.tied, channels, as_of)
    if seen.read.total_rows > MANY_ROWS:
        # A search for cycles would walk all these rows, with the window standing still for a quarter of a second.
        gc.freeze()
    return looked


def let_go() -> None:
    """Let the search for reference cycles see again what was set apart while files were looked at."""
    gc.unfreeze()


def bring_in(ledger: Ledger, progress: Progress, *, looked: Looked) -> BroughtIn:
    """Import a file that was looked at; where the ledger has changed since, it is looked at once more."""
    seen = looked.seen
    with ledger.read() as session:
        if last_change(session) != looked.as_of:
            seen = preview(session, seen.file, looked.choices, progress, today=ledger.today())
    imported = commit(ledger, progress, seen=seen)
    return BroughtIn(imported, imported.done.topics if imported.done else frozenset())


def kept_file(session: Session, file_id: int) -> tuple[FileToImport, Choices]:
    """Give a stored file as it was imported, with what was said of it then."""
    source = session.get_one(SourceFile, file_id, options=[undefer(SourceFile.content)])
    channel = session.get(Channel, source.channel_id) if source.channel_id is not None else None
    said = Choices(channel.name if channel else None, source.export, json.loads(source.options))
    return stored_file(source), said


def row_of_preview(seen: Preview, row: int) -> SourceRow:
    """Read one row of a file that is looked at, each cell beside its header."""
    file = seen.file
    return row_of(file.name, file.read(), row, export=seen.export.code, encoding=seen.options.get("encoding"))


def row_of_import(session: Session, batch_id: int, row: int) -> SourceRow:
    """Read one row of the file of an import, as it is kept."""
    file_id = session.execute(select(SourceFile.id).join(Batch).where(Batch.id == batch_id)).scalar_one()
    return source_row(session, file_id, row)


def export_titles() -> dict[str, str]:
    """Name every export by its code."""
    return {code: export.title for code, export in all_exports().items()}


def template_titles() -> dict[str, str]:
    """Name Channelbook's own tables, of which there are templates, by their code."""
    return {code: export.title for code, export in all_exports().items() if export.is_own}


def save_template(code: str, path: Path) -> Path:
    """Write the template of one of Channelbook's own tables."""
    # Loading openpyxl takes a fifth of a second, which a look at files should not pay.
    from app.importing.templates import write_template  # noqa: PLC0415 - for the reason above

    return write_template(code, path)


def _channels(session: Session, platform: str) -> tuple[str, ...]:
    """Name the channels, those of the platform first."""
    rows = session.execute(select(Channel.name, Channel.platform).order_by(Channel.id)).all()
    return tuple(name for name, _ in sorted(rows, key=lambda row: row[1] != platform))
