"""The import itself: everything of a file in one change, or nothing."""

from __future__ import annotations

import json
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import chain, starmap, zip_longest
from operator import eq, itemgetter
from pathlib import Path

from sqlalchemy import insert
from sqlalchemy.orm import Session

from app.errors import ImportRefused
from app.importing.finding import FileToImport
from app.importing.preview import Choices, Preview, Verdict, by_channel, preview
from app.jobs import Progress
from app.ledger import book
from app.ledger.backup import Reason
from app.ledger.bulk import without_collecting
from app.ledger.catalog import find_channel, make_channel, register
from app.ledger.extent import amounts_within, documents_of
from app.ledger.ledger import Done, Ledger
from app.ledger.writing import Origin
from models.domain.accounts import ACCOUNTS
from models.domain.postings import Draft
from models.tables import Remark, SourceFile

TOPICS = frozenset({"imports", "contribution", "catalog", "stock", "history"})
# From this many rows on, a verified backup is made first.
MANY_ROWS = 1000


@dataclass(frozen=True)
class Imported:
    """What came of one file: its preview, and the batch it became (None when nothing was left to write)."""

    preview: Preview
    batch_id: int | None
    channel: str | None
    done: Done | None

    @property
    def needs_a_look(self) -> bool:
        """Whether rows could not be read, an order does not close, or the rows miss the control total."""
        seen = self.preview
        missed = seen.control is not None and seen.control.total != seen.control_sum
        return bool(seen.counts()[Verdict.UNREAD] or seen.looks or missed)


@without_collecting()
def import_file(ledger: Ledger, progress: Progress, *, file: FileToImport, choices: Choices | None = None) -> Imported:
    """Look at a file and import it."""
    with ledger.read() as session:
        seen = preview(session, file, choices or Choices(), progress)
    return commit(ledger, progress, seen=seen)


@without_collecting()
def commit(ledger: Ledger, progress: Progress, *, seen: Preview) -> Imported:
    """Import a file that was looked at: one change, after a backup when it is large."""
    if seen.channel.candidates:
        names = ", ".join(seen.channel.candidates)
        raise ImportRefused(
            f"{seen.file.name} is {seen.export.title}, and several channels fit: {names}. Nothing was imported. "
            "Say which one (--channel NAME)."
        )
    if seen.tied:
        raise ImportRefused(
            f"{seen.file.name} and a file imported before are of the same age and differ. Nothing was imported. "
            "Say which one is newer (--newest yes for this file, --newest no for the one before)."
        )
    if seen.imported_before:
        return Imported(seen, None, seen.channel.name, None)
    counts = seen.counts()
    if not seen.drafts and (counts[Verdict.UNREAD] or not counts[Verdict.LEFT_OUT]):
        raise ImportRefused(_nothing_readable(seen))
    if seen.read.total_rows > MANY_ROWS:
        progress.step(0, 1, "Making a backup first")
        ledger.backup(Reason.BEFORE_IMPORT)
    with ledger.change(f"Import {seen.file.name}", TOPICS) as (session, done):
        channels = _channels(session, seen)
        source = _keep_file(session, seen, channels.get(""))
        batch = ledger.new_batch("import", source_file=source.id)
        batch.counts = json.dumps(seen.counts())
        writer = book.BatchWriter(session, batch)
        for name, group in by_channel(seen.drafts).items():
            writer.write(Origin(seen.export.code, channels[name], seen.stamp), group, progress)
        writer.close()
        _remark(session, seen, batch.id)
        _check(session, batch.id, seen.drafts)
        register(session, batch.id)
        progress.step(1, 1, "Costing")
        ledger.follow_batch(session, batch.id)
        done.batch_id = batch.id
    return Imported(seen, done.batch_id, seen.channel.name, done)


def import_paths(
    ledger: Ledger, progress: Progress, *, files: Sequence[FileToImport], choices: Choices
) -> list[Imported]:
    """Import several files, one change each, in the order given."""
    return [import_file(ledger, progress, file=file, choices=choices) for file in files]


def stored_file(source: SourceFile) -> FileToImport:
    """Give a stored file again as it was when it was imported."""
    time = datetime.fromisoformat(source.file_time) if source.file_time else None
    return FileToImport(source.name, Path(source.name), time=time, content=zlib.decompress(source.content))


def _nothing_readable(seen: Preview) -> str:
    if seen.read.total_rows == 0:
        return f"{seen.file.name} is {seen.export.title} without a single row. Nothing was imported."
    first = next((verdict for verdict in seen.verdicts if verdict.verdict is Verdict.UNREAD), None)
    where = f" The first: row {first.row}, {first.column or 'whole row'}: {first.reason}." if first else ""
    return f"{seen.file.name}: none of its {seen.read.total_rows} rows can be read. Nothing was imported.{where}"


def _channels(session: Session, seen: Preview) -> dict[str, int | None]:
    """Find or make the channels the drafts belong to; the empty name is the channel of the whole file."""
    channels: dict[str, int | None] = {"": None}
    if seen.channel.name is not None:
        found = find_channel(session, seen.channel.name) or make_channel(
            session, seen.channel.name, seen.export.platform
        )
        found.active = 1
        found.platform = found.platform or seen.export.platform
        channels[""] = found.id
    for name in by_channel(seen.drafts):
        if name:
            found = find_channel(session, name) or make_channel(session, name, "")
            found.active = 1
            channels[name] = found.id
    return channels


def _keep_file(session: Session, seen: Preview, channel_id: int | None) -> SourceFile:
    source = SourceFile(
        name=seen.file.name,
        sha256=seen.packed.sha256,
        size=seen.packed.size,
        file_time=seen.file.time.isoformat() if seen.file.time else "",
        export=seen.export.code,
        channel_id=channel_id,
        dialect=seen.found.evidence,
        options=json.dumps(dict(seen.options), sort_keys=True),
        stamp=seen.stamp,
        first_day=seen.first_day,
        last_day=seen.last_day,
        rows=seen.read.total_rows,
        currency=seen.read.currency,
        control_name=seen.control.name if seen.control else "",
        control_total=seen.control.total if seen.control else None,
        control_sum=seen.control_sum,
        importer_version=seen.export.version,
        content=seen.packed.content,
    )
    session.add(source)
    session.flush()
    return source


def _remark(session: Session, seen: Preview, batch_id: int) -> None:
    """Keep what was said of rows that did not become plain postings."""
    said: list[tuple[int, str, str, str, int | None, str]] = [
        (item.row, item.verdict, item.column, item.reason, None, "")
        for item in seen.verdicts
        if item.verdict in (Verdict.LEFT_OUT, Verdict.UNREAD)
    ]
    said += [(look.row, "needs a look", "", look.reason, look.amount, look.currency) for look in seen.looks]
    names = ("row", "verdict", "column", "reason", "amount", "currency")
    if said:
        rows = [{"batch_id": batch_id, **dict(zip(names, remark, strict=True))} for remark in said]
        session.execute(insert(Remark), rows)


def _check(session: Session, batch_id: int, drafts: Sequence[Draft]) -> None:
    """Read the batch back within its own transaction and compare every amount with what was to be written."""
    posted = [draft.postings for group in by_channel(drafts).values() for draft in group]
    wanted = map(itemgetter(2, 3, 4), chain.from_iterable(posted))
    unknown = set(map(itemgetter(2), chain.from_iterable(posted))) - set(ACCOUNTS)
    written = amounts_within(session, documents_of(session, batch_id))
    if unknown or not all(starmap(eq, zip_longest(written, wanted))):
        message = f"batch {batch_id} reads back otherwise than it was written; unknown accounts: {sorted(unknown)}"
        raise AssertionError(message)
