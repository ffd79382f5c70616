"""The course of a look: files are read one after another, then imported one after another, each a job."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, Signal

from app.errors import UserError
from app.importing.finding import FileToImport, find_files
from app.importing.looking import BroughtIn, Looked, bring_in, let_go, look
from app.importing.preview import Choices
from app.importing.verdicts import Verdict
from app.jobs import Progress
from app.queries.batches import BatchRow
from views.common.runner import Job, Runner
from views.imports.entries import Entry, State

# Rows of files that are not in view are let go beyond this many; they are read again when they are needed.
ROWS_KEPT = 400_000


class Looks(QObject):
    """Holds the files of a look; `listed` tells of other files, `moved` of one that stands otherwise now.

    `finished` comes when an import of files ends, however it ended; `was_stopped` says whether a person stopped it.
    """

    listed = Signal()
    moved = Signal(object)
    refused = Signal(object)
    finished = Signal()

    def __init__(self, runner: Runner, parent: QObject) -> None:
        super().__init__(parent)
        self._runner = runner
        self.entries: list[Entry] = []
        self.wanted: Entry | None = None
        self.importing = False
        self.was_stopped = False
        self._job: Job | None = None

    # What the page asks

    def begin(self, paths: list[Path]) -> None:
        """Find the files that are meant and read them."""

        def found(files: list[FileToImport]) -> None:
            if not files:
                self.refused.emit(UserError("There is no file in what was chosen. Nothing was imported."))
            else:
                self.begin_with([(file, Choices()) for file in files])

        job = self._runner.job(lambda _ledger, _progress: find_files(paths), "Looking for files")
        job.done.connect(found)
        job.refused.connect(self.refused)

    def begin_with(self, files: list[tuple[FileToImport, Choices]]) -> None:
        """Read these files, in addition to those that are looked at already."""
        kept = [entry for entry in self.entries if entry.state not in {State.IMPORTED, State.UNDONE}]
        known = {(entry.file.path, entry.file.inside) for entry in kept if entry.file.content is None}
        fresh = [Entry(file, choices) for file, choices in files if (file.path, file.inside) not in known]
        self.entries = [*kept, *fresh]
        self.listed.emit()
        self._next()

    def say(self, entry: Entry, choices: Choices) -> None:
        """Read a file again with what was said about it."""
        if not self.importing:
            self._judge_again_behind(entry)
            self._judge_again_by_rates(entry)
            entry.choices, entry.looked, entry.summary, entry.state = choices, None, None, State.WAITING
            self.moved.emit(entry)
            self._next(entry)

    def want(self, entry: Entry) -> None:
        """Read a file again whose rows were let go, because it comes into view."""
        self.wanted = entry
        if entry.looked is None and entry.summary is not None and entry.state in {State.READY, State.ASKS, State.KNOWN}:
            entry.state = State.WAITING
            self._next(entry)

    def remove(self, entry: Entry) -> None:
        """Take a file out of the look."""
        if entry.state is State.READY:
            self._judge_again_behind(entry)
            self._judge_again_by_rates(entry)
        self.entries = [other for other in self.entries if other is not entry]
        self.listed.emit()
        self._next()

    def ready(self) -> list[Entry]:
        """Give the files that can be imported as they are."""
        return [entry for entry in self.entries if entry.state is State.READY]

    def bring_in(self) -> None:
        """Import what is ready, file after file."""
        self.importing, self.was_stopped = bool(self.ready()), False
        self._bring_next()

    def cancel(self) -> None:
        """Stop what runs; a file is in the ledger whole or not at all."""
        if self._job is not None:
            self._job.cancel()

    def leave(self) -> None:
        """Forget the look."""
        for entry in self.entries:
            entry.state = State.STOPPED if entry.state in {State.WAITING, State.READING} else entry.state
        self.cancel()
        self.entries, self.wanted = [], None
        let_go()

    def follow(self, batches: Iterable[BatchRow]) -> None:
        """Say of files that were imported how their imports stand by now."""
        rows = {row.id: row for row in batches}
        for entry in self.entries:
            if entry.batch_id in rows and entry.stands(rows[entry.batch_id]):
                self.moved.emit(entry)

    @property
    def busy(self) -> bool:
        """Whether files are still to be read."""
        return any(entry.state in {State.WAITING, State.READING} for entry in self.entries)

    # Reading

    def _next(self, first: Entry | None = None) -> None:
        if self._job is not None or self.importing:
            return
        waiting = [entry for entry in self.entries if entry.state is State.WAITING]
        entry = first if first in waiting else next(iter(waiting), None)
        if entry is None:
            return
        self._set(entry, State.READING)
        place = self.entries.index(entry)
        behind = [other for other in self.entries[place + 1 :] if other.brings_rates and not entry.brings_rates]
        others = (*self.entries[:place], *behind)
        ahead = [other.looked for other in others if other.state is State.READY and other.looked]
        action = partial(look, file=entry.file, choices=entry.choices, ahead=ahead)
        job = self._start(f"Reading {entry.file.name}", action)
        job.done.connect(lambda looked: self._looked(entry, looked))
        job.refused.connect(lambda error: self._not_read(entry, str(error)))
        job.cancelled.connect(self._stopped_reading)
        job.crashed.connect(lambda _error, _trace: self._not_read(entry, "A fault of the program; see the report."))
        job.ended.connect(self._ended_reading)

    def _alike(self, entry: Entry, *, behind: bool) -> list[Entry]:
        """Give the files of the same export that were read and stand before an entry, or behind it."""
        if entry.summary is None or entry not in self.entries:
            return []
        place = self.entries.index(entry)
        others = self.entries[place + 1 :] if behind else self.entries[:place]
        return [other for other in others if other.summary and other.summary.title == entry.summary.title]

    def _judge_again_behind(self, entry: Entry) -> None:
        """Read files again that were judged by what this one does, or did not, bring."""
        for other in self._alike(entry, behind=True):
            if other.state in {State.READY, State.ASKS}:
                other.looked, other.state = None, State.WAITING
                self.moved.emit(other)

    def _judge_again_by_rates(self, entry: Entry) -> None:
        """Read files again that a rate was, or no longer is, missing for: rates count wherever their file stands."""
        for other in self.entries if entry.brings_rates else ():
            if other.state in {State.READY, State.ASKS} and other.lacked_rates:
                other.looked, other.state = None, State.WAITING
                self.moved.emit(other)

    def _looked(self, entry: Entry, looked: Looked) -> None:
        is_first = entry.summary is None
        entry.found(looked)
        if is_first:
            self._judge_again_by_rates(entry)
        before = self._alike(entry, behind=False)
        entry.is_at_most = any(other.state is State.READY and other.looked is None for other in before)
        if is_first:
            self._judge_again_behind(entry)
        held = 0
        for other in self.entries:
            held += other.summary.rows if other.looked is not None and other.summary is not None else 0
            if held > ROWS_KEPT and other is not self.wanted:
                other.looked = None
        self.moved.emit(entry)

    def _not_read(self, entry: Entry, sentence: str) -> None:
        entry.refused(sentence)
        self.moved.emit(entry)

    def _stopped_reading(self) -> None:
        """Leave the rest unread too: who cancels does not want the next file instead."""
        for entry in self.entries:
            if entry.state in {State.WAITING, State.READING}:
                self._set(entry, State.STOPPED)

    def _ended_reading(self) -> None:
        self._job = None
        self._next()

    # Importing

    def _bring_next(self) -> None:
        entry = next(iter(self.ready()), None) if self.importing else None
        if entry is None:
            self.importing = False
            self.finished.emit()
            return
        self._set(entry, State.IMPORTING)
        action = partial(_import, looked=entry.looked, file=entry.file, choices=entry.choices)
        job = self._start(f"Importing {entry.file.name}", action)
        job.done.connect(lambda done: self._imported(entry, done))
        job.refused.connect(lambda error: self._not_read(entry, str(error)))
        job.cancelled.connect(lambda: self._stopped(entry))
        job.crashed.connect(lambda _error, _trace: self._not_read(entry, "A fault of the program; see the report."))
        job.ended.connect(self._ended_importing)

    def _imported(self, entry: Entry, done: BroughtIn) -> None:
        entry.looked = None
        if done.imported.batch_id is None:
            self._not_read(entry, f"{entry.file.name} was imported before and stands. Nothing was added.")
            return
        entry.batch_id, entry.made = done.imported.batch_id, done.imported.preview.new_channels
        counts = done.imported.preview.counts()
        if entry.summary is not None:
            entry.summary.counts.update(counts)
        self._set(entry, State.IMPORTED)

    def _stopped(self, entry: Entry) -> None:
        """Leave the file as ready as it was: nothing of it was written."""
        self.importing, self.was_stopped = False, True
        self._set(entry, State.READY)

    def _ended_importing(self) -> None:
        self._job = None
        self._bring_next()

    def _start(self, title: str, action: Any) -> Job:  # noqa: ANN401 -- an action of any result
        self._job = self._runner.job(action, title)
        return self._job

    def _set(self, entry: Entry, state: State) -> None:
        entry.state = state
        self.moved.emit(entry)


def _import(
    ledger: Any,  # noqa: ANN401 -- only the runner knows the ledger
    progress: Progress,
    *,
    looked: Looked | None,
    file: FileToImport,
    choices: Choices,
) -> BroughtIn:
    return bring_in(ledger, progress, looked=looked or look(ledger, progress, file=file, choices=choices))


def rows_coming(entries: list[Entry]) -> tuple[int, int]:
    """Count the new and the changed rows that an import of these files would bring, or has brought.

    Each file was judged behind those before it, so that a row that several of them tell counts once.
    """
    found = [entry.summary.counts for entry in entries if entry.summary is not None]
    return sum(counts[Verdict.NEW] for counts in found), sum(counts[Verdict.CHANGED] for counts in found)
