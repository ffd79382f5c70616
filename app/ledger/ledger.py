"""A ledger that is open: short reads, changes that are one transaction each, undo and redo, backups."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path
from threading import RLock

from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from app import VERSION
from app.errors import RevertConflict, UserError
from app.ledger import book, chain, changes, connect, costing, derived, seal
from app.ledger.backup import Backup, copy_backup, make_backup, rotate
from app.ledger.checks import verify_copy
from app.ledger.lock import LedgerLock
from app.ledger.rates import base_currency, retranslate
from app.ledger.session import LedgerSession
from app.moments import day_here
from models.tables import BackupRecord, Batch, Change, Channel, Fixed

Clock = Callable[[], datetime]


def wall_clock() -> datetime:
    """Give the time in UTC, to the second."""
    return datetime.now(UTC).replace(microsecond=0)


@dataclass
class Done:
    """What a finished change says: its label, which topics it touched, and the ids of the change and of its batch."""

    label: str
    topics: frozenset[str]
    change_id: int | None = None
    batch_id: int | None = None
    reverts_id: int | None = field(default=None, repr=False)


class Ledger:
    """One ledger file, open; made by `app.ledger.opening`, closed once."""

    def __init__(
        self, path: Path, *, lock: LedgerLock | None, who: str, notices: tuple[str, ...] = (), clock: Clock = wall_clock
    ) -> None:
        self.path = path
        self.who = who
        self.notices = notices
        self._lock = lock
        self._reader = connect.reading_engine(path)
        self._writer = None if lock is None else connect.writing_engine(path)
        self._writing = RLock()
        with self.read() as session:
            self.currency = base_currency(session)
            self.stays_on = _stays_on(session)
            self.opened_after = session.execute(select(func.max(Change.id))).scalar() or 0
        self.clock = clock if self.stays_on is None else _staying(clock, self.stays_on)

    @property
    def read_only(self) -> bool:
        """Whether the ledger was opened without the lock, for reading only."""
        return self._writer is None

    @contextmanager
    def read(self) -> Iterator[Session]:
        """Give a session on a snapshot of the ledger; keep it short, since a commit waits for it."""
        with LedgerSession(self._reader, autoflush=False) as session:
            yield session

    @contextmanager
    def change(self, label: str, topics: frozenset[str] = frozenset()) -> Iterator[tuple[Session, Done]]:
        """Do one thing: one transaction, one entry in the change log, one step to undo; nothing if it fails."""
        if self._writer is None:
            raise UserError(
                f"{self.path.name} is open for reading only, so nothing was changed. "
                "Close it in the other window and open it again to make changes."
            )
        with self._writing, LedgerSession(self._writer, autoflush=True) as session, session.begin():
            recorder = changes.Recorder(session)
            done = Done(label, topics)
            yield session, done
            rows = recorder.row_changes()
            if rows or done.batch_id is not None or done.reverts_id is not None:
                change = Change(
                    label=done.label,
                    made_at=self.now(),
                    made_by=self.who,
                    topics=json.dumps(sorted(done.topics)),
                    reverts_id=done.reverts_id,
                    batch_id=done.batch_id,
                )
                changes.write_change(session, change, rows)
                done.change_id = change.id

    @contextmanager
    def rehearse(self) -> Iterator[Session]:
        """Try something out: a session whose work is always taken back."""
        if self._writer is None:
            raise UserError(f"{self.path.name} is open for reading only, so this cannot be tried.")
        with self._writing, LedgerSession(self._writer) as session:
            yield session
            session.rollback()

    def now(self) -> str:
        """Give the time as it is written into the ledger."""
        return self.clock().isoformat()

    def today(self) -> date:
        """Give the day on the calendar of this computer, which late in the evening is not that of Greenwich."""
        return day_here(self.clock())

    def new_batch(self, kind: str, *, reverts: int | None = None, source_file: int | None = None) -> Batch:
        """Make the record of a batch that starts now."""
        return Batch(
            kind=kind,
            source_file_id=source_file,
            reverts_id=reverts,
            made_at=self.now(),
            made_by=self.who,
            app_version=VERSION,
            rules_version=1,
            counts="{}",
            digest="",
        )

    def recost(self, session: Session, scopes: set[costing.Scope]) -> None:
        """Make the cost postings of these listings anew, as part of the change that touched them."""
        derived.remake(session, self.new_batch("costing"), listings=scopes)

    def follow_batch(self, session: Session, batch_id: int) -> None:
        """Make anew whatever follows from a batch, as part of the change that wrote or withdrew it."""
        derived.follow_batch(session, batch_id, self.new_batch("costing"))

    def stacks(self, *, whole: bool = False) -> changes.Stacks:
        """Give what undo and redo would take, since the ledger was opened or over its whole history."""
        with self.read() as session:
            return changes.stacks(session, after=0 if whole else self.opened_after)

    def undo_label(self) -> str | None:
        """Name what undo would take back, or None."""
        entries = self.stacks().undo
        return entries[0][1] if entries else None

    def redo_label(self) -> str | None:
        """Name what redo would bring back, or None."""
        entries = self.stacks().redo
        return entries[0][1] if entries else None

    def undo(self) -> Done:
        """Take back the latest change that stands."""
        entries = self.stacks().undo
        if not entries:
            raise UserError("There is nothing to undo since the ledger was opened. History lists older changes.")
        return self.revert(entries[0][0])

    def redo(self) -> Done:
        """Bring back the change that was undone last."""
        entries = self.stacks().redo
        if not entries:
            raise UserError("There is nothing to redo.")
        return self.revert(entries[0][0])

    def revert(self, change_id: int) -> Done:
        """Take back any change of the log, as a new change; refuses where later changes stand on it."""
        with self.read() as session:
            original = session.get_one(Change, change_id)
            verb = "Redo" if original.label.startswith("Undo: ") else "Undo"
            label = f"{verb}: {_base_label(original.label)}"
            topics = frozenset(json.loads(original.topics))
        try:
            with self.change(label, topics) as (session, done):
                done.reverts_id = change_id
                done.batch_id = self.apply_revert(session, change_id)
        except IntegrityError as error:
            raise RevertConflict(
                f"“{label}” cannot be done because later changes or imports build on it. Nothing was changed. "
                "Undo those first."
            ) from error
        return done

    def apply_revert(self, session: Session, change_id: int) -> int | None:
        """Put back what a change did, within a session; gives the batch this made, if the change was of a batch."""
        original = session.get_one(Change, change_id)
        if original.batch_id is not None:
            return self._revert_batch(session, original.batch_id)
        changes.put_back(session, change_id)
        self.recost(session, costing.scopes_of_change(session, change_id))
        retranslate(session, changes.currencies_of(session, change_id))
        return None

    def _revert_batch(self, session: Session, batch_id: int) -> int:
        batch = session.get_one(Batch, batch_id)
        undo = self.new_batch("undo", reverts=batch_id)
        target = book.revert(session, batch, undo=undo)
        for channel in session.scalars(book.channels_of(target.id)):
            _follow_activity(session, channel)
        self.follow_batch(session, target.id)
        return undo.id

    def backup(self, reason: str, *, second: Path | None = None) -> Backup:
        """Make a verified backup now, note it in the ledger, and let old ones go."""
        source = connect.plain_connection(self.path, read_only=True)
        try:
            made = make_backup(source, self.path, reason=reason, verify=verify_copy, now=self.clock())
        finally:
            source.close()
        rotate(made.path.parent, self.clock())
        if self._writer is not None:
            with self._writing, Session(self._writer) as session, session.begin():
                session.add(
                    BackupRecord(
                        path=str(made.path),
                        sha256=made.sha256,
                        chain_head=made.chain_head,
                        verified_at=self.now(),
                        reason=reason,
                    )
                )
        if second is not None:
            copy_backup(made, second)
        return made

    def close(self) -> None:
        """Close the connections, seal the file and give the lock free; closing twice does no harm."""
        self._reader.dispose()
        # Once the lock is free, another process may write: nothing here may touch the file again.
        writer, lock, self._writer, self._lock = self._writer, self._lock, None, None
        if writer is None or lock is None:
            return
        with Session(writer) as session:
            head = chain.head(session)
        writer.dispose()
        seal.write_closed(self.path, chain_head=head, app_version=VERSION)
        lock.release()


def _base_label(label: str) -> str:
    return label.removeprefix("Undo: ").removeprefix("Redo: ")


def _follow_activity(session: Session, channel: Channel) -> None:
    """Take a channel that only undone imports speak of out of the reports, and bring it back with them."""
    channel.active = int(book.has_active_documents(session, channel.id))


def _stays_on(session: Session) -> date | None:
    """Give the day that a ledger stays on, such as that of the demo brand; None for all others."""
    day = session.execute(select(Fixed.value).where(Fixed.name == "stays_on")).scalar_one_or_none()
    return None if day is None else date.fromisoformat(day)


def _staying(clock: Clock, day: date) -> Clock:
    """Make a clock that goes, but for whom it is always the same day."""
    return lambda: datetime.combine(day, clock().astimezone().time()).astimezone(UTC)
