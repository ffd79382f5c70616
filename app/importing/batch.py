"""The import itself: everything of a file in one change, or nothing."""

from __future__ import annotations

import json
import zlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from operator import itemgetter
from pathlib import Path
from typing import Any

from sqlalchemy import insert
from sqlalchemy.orm import Session

from app.errors import ImportRefused
from app.importing.clashes import imported_before, refuse_made_for_uploading
from app.importing.coming import Coming, reading
from app.importing.drafting import Choices, Head
from app.importing.finding import FileToImport
from app.importing.foreign import costs_among, lacking_rates
from app.importing.future import rows_to_come_of
from app.importing.newness import is_said_newest
from app.importing.preview import Preview, by_channel, existing_channel, known_of, preview_of, seen_of
from app.importing.verdicts import Verdict, Verdicts
from app.jobs import Progress
from app.ledger import book
from app.ledger.backup import Reason
from app.ledger.bulk import without_collecting
from app.ledger.catalog import find_channel, make_channel, register
from app.ledger.extent import amounts_behind, last_posting
from app.ledger.ledger import Done, Ledger
from app.ledger.writing import Origin
from app.queries.later import Later
from models.domain.accounts import ACCOUNTS
from models.domain.postings import CostFact
from models.tables import Batch, Remark, SourceFile

TOPICS = frozenset({"imports", "contribution", "catalog", "stock", "history"})
# From this many rows on, a verified backup is made first.
MANY_ROWS = 1000
# From this many rows on, drafts are written while others are still made.
AT_ONCE_ROWS = 5000


@dataclass(frozen=True)
class Imported:
    """What came of one file: its preview, and the batch it became (None when nothing was left to write)."""

    preview: Preview
    batch_id: int | None
    channel: str | None
    done: Done | None

    @property
    def needs_a_look(self) -> bool:
        """Whether rows cannot be read or lie ahead, an order does not close, a control total or a rate is missed.

        So does a table of our own that says what a newer one says otherwise; platforms' exports overlap all the time.
        """
        seen, counts = self.preview, self.preview.counts()
        missed = seen.control is not None and seen.control.total != seen.control_sum
        overtaken = seen.export.is_own and counts[Verdict.OVERTAKEN]
        return bool(counts[Verdict.UNREAD] or seen.looks or missed or seen.lacking_rates or seen.later or overtaken)


@without_collecting()
def import_file(ledger: Ledger, progress: Progress, *, file: FileToImport, choices: Choices | None = None) -> Imported:
    """Look at a file and import it."""
    choices = choices or Choices()
    progress.step(0, 3, f"Reading {file.name}")
    with ledger.read() as session:
        refuse_made_for_uploading(session, file)
        known = known_of(session)
    with reading(file, choices, known, progress) as coming:
        if _may_be_written_at_once(ledger, coming.head):
            return _import_coming(ledger, progress, file=file, coming=coming)
        with ledger.read() as session:
            seen = preview_of(session, file, coming, progress, today=ledger.today())
    return commit(ledger, progress, seen=seen)


def _may_be_written_at_once(ledger: Ledger, head: Head) -> bool:
    """Say whether drafts can be written while others are still made: nothing but the drafts themselves may forbid it.

    Small files are not worth it; the rest are told apart by what a preview asks of the whole file first.
    """
    export = head.found.export
    if head.total_rows < AT_ONCE_ROWS or export.shared or export.same_as or head.control or head.channel.candidates:
        return False
    if is_said_newest(head.options):
        return False
    with ledger.read() as session:
        return not imported_before(session, head.sha256, existing_channel(session, head), head.snapshot)


def _import_coming(ledger: Ledger, progress: Progress, *, file: FileToImport, coming: Coming) -> Imported:
    """Import a file while it is read: each block of drafts is compared, written and read back while the next is made.

    It is one change like any other import, so that a refusal at the very end leaves nothing either.
    """
    head, export = coming.head, coming.head.found.export
    progress.step(0, 1, "Making a backup first")
    ledger.backup(Reason.BEFORE_IMPORT)
    with ledger.change(f"Import {file.name}", TOPICS) as (session, done):
        channel_id = _channel(session, head.channel.name or "", export.platform)
        batch = ledger.new_batch("import")
        writer = book.BatchWriter(session, batch)
        verdicts, told, costs, later = Verdicts(), set[tuple[str, str]](), list[CostFact](), list[Later]()
        origin, today = Origin(export.code, channel_id, head.stamp), ledger.today()
        with writer.appending(origin, head.total_rows) as appending:
            for block in coming.blocks():
                progress.step(verdicts.count, head.total_rows, f"Importing {file.name}")
                with ledger.read() as reader:
                    earlier = book.known_versions(reader, origin, block.keys, Progress())
                verdicts.judge_block(block, earlier, head.stamp)
                told.update(block.currencies())
                costs += costs_among(fact for _, fact in block.others)
                later += rows_to_come_of(block, today)
                before = last_posting(session)
                appending.take(block, earlier)
                _check(amounts_behind(session, before), block.amounts(), batch.id)
        lacking = lacking_rates(session, told, costs=costs)
        seen = replace(seen_of(file, coming, verdicts), lacking_rates=lacking, later=tuple(sorted(later)))
        _refuse(seen, is_empty=not verdicts.count)
        # Only now is the period of the file known, and rows of files are never changed.
        batch.source_file_id = _keep_file(session, seen, channel_id).id
        _finish(ledger, progress, session, seen, batch, writer)
        done.batch_id = batch.id
    return Imported(seen, done.batch_id, seen.channel.name, done)


@without_collecting()
def commit(ledger: Ledger, progress: Progress, *, seen: Preview) -> Imported:
    """Import a file that was looked at: one change, after a backup when it is large."""
    if seen.imported_before and not seen.asks:
        return Imported(seen, None, seen.channel.name, None)
    _refuse(seen, is_empty=not seen.drafts)
    if seen.read.total_rows > MANY_ROWS:
        progress.step(0, 1, "Making a backup first")
        ledger.backup(Reason.BEFORE_IMPORT)
    with ledger.change(f"Import {seen.file.name}", TOPICS) as (session, done):
        channels = _channels(session, seen)
        source = _keep_file(session, seen, channels.get(""))
        batch = ledger.new_batch("import", source_file=source.id)
        writer = book.BatchWriter(session, batch)
        before = last_posting(session)
        groups = by_channel(seen.drafts)
        for name, group in groups.items():
            writer.write(Origin(seen.export.code, channels[name], seen.stamp), group, progress)
        posted = [fact for drafts in groups.values() for draft in drafts for fact in draft.postings]
        wanted = [list(map(itemgetter(place), posted)) for place in (2, 3, 4)]
        _check(amounts_behind(session, before), wanted, batch.id)
        _finish(ledger, progress, session, seen, batch, writer)
        done.batch_id = batch.id
    return Imported(seen, done.batch_id, seen.channel.name, done)


def _refuse(seen: Preview, *, is_empty: bool) -> None:
    """Refuse a file that nobody knows where to put or how to read; `is_empty` if none of its rows became a document."""
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
    if seen.is_unreadable(is_empty=is_empty):
        raise ImportRefused(_nothing_readable(seen))


def _finish(
    ledger: Ledger, progress: Progress, session: Session, seen: Preview, batch: Batch, writer: book.BatchWriter
) -> None:
    """Close a batch whose documents are written, and let follow what follows from it."""
    batch.counts = json.dumps(seen.counts())
    writer.close()
    _remark(session, seen, batch.id)
    register(session, batch.id, writer.listings)
    progress.step(1, 1, "Costing")
    ledger.follow_batch(session, batch.id)


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
    return (
        f"None of the {seen.read.total_rows} rows of {seen.file.name} can be read. Nothing was imported.{where} If the "
        "file was opened and saved by another program, export it again and import it as it comes."
    )


def _channels(session: Session, seen: Preview) -> dict[str, int | None]:
    """Find or make the channels the drafts belong to; the empty name is the channel of the whole file."""
    channels: dict[str, int | None] = {"": None}
    if seen.channel.name is not None:
        channels[""] = _channel(session, seen.channel.name, seen.export.platform)
    for name in by_channel(seen.drafts):
        if name:
            channels[name] = _channel(session, name, "")
    return channels


def _channel(session: Session, name: str, platform: str) -> int:
    found = find_channel(session, name) or make_channel(session, name, platform)
    found.active = 1
    found.platform = found.platform or platform
    return found.id


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
    # Named once, since to look a member of an enumeration up for each of many rows takes longer than to compare it.
    left_out, unread = Verdict.LEFT_OUT, Verdict.UNREAD
    said: list[tuple[int, str, str, str, int | None, str]] = [
        (row, verdict, column, reason, None, "")
        for row, verdict, reason, column in seen.verdicts
        if verdict is left_out or verdict is unread
    ]
    said += [(look.row, "needs a look", "", look.reason, look.amount, look.currency) for look in seen.looks]
    names = ("row", "verdict", "column", "reason", "amount", "currency")
    if said:
        rows = [{"batch_id": batch_id, **dict(zip(names, remark, strict=True))} for remark in said]
        session.execute(insert(Remark), rows)


def _check(written: Sequence[Sequence[Any]], wanted: Sequence[Sequence[Any]], batch_id: int) -> None:
    """Compare every amount that was written, read back within its own transaction, with what was to be written."""
    unknown = set(wanted[0]) - ACCOUNTS.keys()
    if unknown or written != wanted:
        message = f"batch {batch_id} reads back otherwise than it was written; unknown accounts: {sorted(unknown)}"
        raise AssertionError(message)
