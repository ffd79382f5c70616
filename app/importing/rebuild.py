"""The ledger made anew from its stored files: its log is replayed into an empty one, and every batch is compared."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlalchemy import select
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from app.errors import UserError
from app.importing.batch import import_file, stored_file
from app.importing.newness import UNASKED
from app.importing.preview import Choices
from app.importing.recognising import all_exports
from app.jobs import Progress
from app.ledger import costing
from app.ledger.backup import backups_folder
from app.ledger.changes import apply_images, currencies_of
from app.ledger.images import Image, read_image
from app.ledger.ledger import Ledger
from app.ledger.opening import new_ledger
from app.ledger.rates import retranslate
from app.ledger.report import Finding, judged, no_facts
from app.ledger.standing import Standing
from models.domain.postings import content_digest
from models.tables import Batch, Change, ChangedRow, Channel, Component, Document, Listing, Remark, Sku, SourceFile

NAME = "I9 Rebuild"


@dataclass(frozen=True)
class _Step:
    """One change of the log: an edit by its images, an import or the undo of one by its batch."""

    id: int
    label: str
    kind: str
    reverts_id: int | None
    batch_id: int | None
    source_id: int | None
    images: tuple[tuple[str, int, Image | None], ...]


def rebuild(ledger: Ledger, progress: Progress) -> Finding:
    """Check I9: replay the whole log, each import from its stored file, and compare every batch with its digest."""
    steps = _steps(ledger)
    imports = sum(step.kind == "import" for step in steps)
    if not imports:
        return no_facts(NAME, "nothing was imported.")
    with TemporaryDirectory(prefix="channelbook-rebuild-") as folder:
        replay = _Replay(ledger, Path(folder), progress)
        try:
            faults = list(replay.run(steps))
        finally:
            replay.close()
    return judged(
        NAME,
        faults,
        sound=f"Reading the {'one stored file' if imports == 1 else f'{imports} stored files'} again gives the same "
        "digests, batch by batch, and the same figures.",
        wrong="Reading the stored files again gives something else.",
    )


def _steps(ledger: Ledger) -> list[_Step]:
    with ledger.read() as session:
        images: dict[int, list[tuple[str, int, Image | None]]] = {}
        columns = (ChangedRow.change_id, ChangedRow.table_name, ChangedRow.row_id, ChangedRow.after)
        for change_id, table, row_id, after in session.execute(select(*columns).order_by(ChangedRow.id)):
            images.setdefault(change_id, []).append((table, row_id, read_image(table, after)))
        log = (
            select(Change.id, Change.label, Change.reverts_id, Change.batch_id, Batch.kind, Batch.source_file_id)
            .outerjoin(Batch, Batch.id == Change.batch_id)
            .order_by(Change.id)
        )
        return [
            _Step(row.id, row.label, row.kind or "edit", row.reverts_id, row.batch_id, row.source_file_id, images_of)
            for row in session.execute(log)
            for images_of in [tuple(images.get(row.id, ()))]
        ]


class _Replay:
    """An empty ledger beside the one examined, in which its log happens again."""

    def __init__(self, ledger: Ledger, folder: Path, progress: Progress) -> None:
        self._ledger = ledger
        self._progress = progress
        self._new = new_ledger(folder / "rebuilt", currency=ledger.currency, who=ledger.who, anywhere=True)
        self._changes: dict[int, int] = {}

    def close(self) -> None:
        """Close the ledger that was made for this."""
        self._new.close()

    def run(self, steps: list[_Step]) -> Iterator[str]:
        """Let every step happen again and tell where it came out otherwise."""
        for number, step in enumerate(steps):
            self._progress.step(number, len(steps), f"Again: {step.label}")
            try:
                change_id = self._again(step)
            except (UserError, SQLAlchemyError, KeyError) as error:
                yield f"change {step.id} (“{step.label}”) could not happen again: {error}"
                return
            if change_id is not None:
                self._changes[step.id] = change_id
            if step.kind == "import" and step.batch_id is not None:
                yield from self._compare(step, change_id)
        yield from self._compare_figures()

    def _again(self, step: _Step) -> int | None:
        if step.kind == "import":
            return self._import(step)
        if step.kind == "undo" and step.reverts_id is not None:
            return self._new.revert(self._changes[step.reverts_id]).change_id
        with self._new.change(step.label) as (session, done):
            apply_images(session, step.images)
        with self._new.change("") as (session, _):
            # Outside of the change, whose images were all there was to it.
            self._new.recost(session, costing.scopes_of_change(session, done.change_id or 0))
            retranslate(session, currencies_of(session, done.change_id or 0))
        return done.change_id

    def _import(self, step: _Step) -> int | None:
        with self._ledger.read() as session:
            source = session.get_one(SourceFile, step.source_id)
            file, export, channel_id = stored_file(source), source.export, source.channel_id
            # Where nobody was asked then which of two files is newer, the one before stood.
            options = json.loads(source.options)
            options["newest"] = options.get("newest") or UNASKED
        channel = self._channel_name(step, channel_id)
        choices = Choices(channel=channel, export=export, options=options, again=True)
        done = import_file(self._new, self._progress, file=file, choices=choices).done
        # Large imports are backed up first; here that would fill the disk for nothing.
        shutil.rmtree(backups_folder(self._new.path), ignore_errors=True)
        return done.change_id if done else None

    def _channel_name(self, step: _Step, channel_id: int | None) -> str | None:
        """Find what the channel was called at that time: as the replay has it by now, or as the import made it."""
        with self._new.read() as session:
            known = None if channel_id is None else session.get(Channel, channel_id)
            if known is not None:
                return known.name
        made = [image for table, row_id, image in step.images if table == "channel" and row_id == channel_id]
        return str(made[0]["name"]) if made and made[0] else None

    def _compare(self, step: _Step, change_id: int | None) -> Iterator[str]:
        """Compare one import with what came of it this time."""
        with self._ledger.read() as session:
            wanted, remarks = _told(session, step.batch_id)
            source = session.get_one(SourceFile, step.source_id)
            name, version, export = source.name, source.importer_version, all_exports().get(source.export)
        found, said = "", frozenset[tuple[object, ...]]()
        if change_id is not None:
            with self._new.read() as session:
                found, said = _told(session, session.get_one(Change, change_id).batch_id)
        if found == wanted and said == remarks:
            return
        if export is not None and export.version != version:
            yield f"batch {step.batch_id} ({name}): imported by rules {version}, which are {export.version} by now"
        elif found != wanted:
            yield f"batch {step.batch_id} ({name}): its postings come out otherwise"
        else:
            yield f"batch {step.batch_id} ({name}): what is said of its rows comes out otherwise"

    def _compare_figures(self) -> Iterator[str]:
        """Compare what is in force in the end, the derived postings with it, and the catalogue."""
        with self._ledger.read() as session:
            wanted, catalogue = _in_force(session), _catalogue(session)
        with self._new.read() as session:
            found, again = _in_force(session), _catalogue(session)
        for table, *row in sorted(catalogue ^ again, key=str):
            yield f"{table} {row[0]} ({row[1]}) comes out otherwise or not at all"
        for identity, content in sorted(wanted.items(), key=str):
            if found.get(identity) != content:
                yield f"{identity[0]} {identity[2]} is in force and comes out otherwise or not at all"
        for identity in sorted(found.keys() - wanted.keys(), key=str):
            yield f"{identity[0]} {identity[2]} comes out in force and is not"


def _told(session: Session, batch_id: int | None) -> tuple[str, frozenset[tuple[object, ...]]]:
    digest = session.execute(select(Batch.digest).where(Batch.id == batch_id)).scalar() or ""
    columns = (Remark.row, Remark.verdict, Remark.column, Remark.reason, Remark.amount, Remark.currency)
    rows = session.execute(select(*columns).where(Remark.batch_id == batch_id))
    return digest, frozenset(tuple(row) for row in rows)


def _catalogue(session: Session) -> set[tuple[object, ...]]:
    """Give every row of the catalogue; imports make them too, and what they make is in no image."""
    return {
        (table.__tablename__, *row)
        for table in (Channel, Sku, Listing, Component)
        for row in session.execute(select(*table.__table__.columns))
    }


def _in_force(session: Session) -> dict[tuple[str, int | None, str, int], str]:
    """Give what every document in force says; empty ones say nothing, so they may be missing."""
    columns = (Document.source, Document.channel_id, Document.key, Document.occurrence, Document.digest)
    nothing = content_digest((), ())
    rows = session.execute(select(*columns).where(Document.standing == Standing.IN_FORCE, Document.digest != nothing))
    return {(row.source, row.channel_id, row.key, row.occurrence): row.digest for row in rows}
