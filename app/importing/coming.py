"""A file on its way from where it is read: a process of its own, or this one where that would not be worth it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from functools import cached_property
from pathlib import Path
from queue import Empty, Queue
from threading import Thread
from typing import BinaryIO, Self, cast

from app.errors import ImportRefused
from app.importing.drafting import Choices, Head, Known, Tail, draft_file
from app.importing.finding import FileToImport
from app.importing.packing import Packed
from app.importing.recognising import all_exports
from app.importing.telling import Asked, Limits, ask, told
from app.importing.wire import Message, receive
from app.jobs import Progress
from app.ledger.blocks import Block, block_of
from models.domain.postings import Draft

READ_WORKER = "--read-worker"
# From so many bytes on a file is read by a worker. A workbook unpacks to 200 times its size before it is refused.
LARGE_TEXT = 1024 * 1024
LARGE_WORKBOOK = 64 * 1024
_PATIENCE = 0.1  # seconds until it is asked again whether the job was cancelled
_AHEAD = 6  # blocks of drafts that may wait to be taken
_MAIN = Path(__file__).resolve().parents[2] / "main.py"

Piece = Head | list[Draft] | Block | Tail | Packed


class Coming:
    """A file that is being read: its head at once, its drafts as they are taken, its tail, and itself packed."""

    def __init__(self, pieces: Iterator[Piece]) -> None:
        self._pieces = pieces
        self.head = cast("Head", next(pieces))
        self._tail: Tail | None = None

    def blocks(self) -> Iterator[Block]:
        """Give the drafts as columns, some thousand at a time."""
        for piece in self._told():
            yield piece if isinstance(piece, Block) else block_of(piece)

    def drafts(self) -> Iterator[list[Draft]]:
        """Give the drafts themselves, some thousand at a time."""
        for piece in self._told():
            yield piece.drafts() if isinstance(piece, Block) else piece

    def _told(self) -> Iterator[list[Draft] | Block]:
        for piece in self._pieces:
            if isinstance(piece, Tail):
                self._tail = piece
                return
            if not isinstance(piece, Head | Packed):
                yield piece

    @property
    def tail(self) -> Tail:
        """What is known once all blocks were taken."""
        if self._tail is None:
            message = "the tail of a file was asked for before its drafts were taken"
            raise RuntimeError(message)
        return self._tail

    @cached_property
    def packed(self) -> Packed:
        """The file as it is kept, once all blocks were taken; it may have to be waited for."""
        return cast("Packed", next(self._pieces))


@contextmanager
def reading(
    file: FileToImport, choices: Choices, known: Known, progress: Progress, *, limits: Limits | None = None
) -> Iterator[Coming]:
    """Begin to read a file, and leave nothing behind however that ends."""
    if not is_large(file):
        yield Coming(draft_file(file, choices, known))
        return
    with Worker(Asked(file, choices, known, limits or Limits()), progress.check) as worker:
        yield Coming(worker.pieces())


def is_large(file: FileToImport) -> bool:
    """Say whether a file is read by a worker: it is large, or may become so when it is unpacked."""
    if file.content is not None:
        size, begins = len(file.content), file.content[:2]
    else:
        try:
            size = file.path.stat().st_size
            with file.path.open("rb") as opened:
                begins = opened.read(2)
        except OSError:
            # Whoever reads it says what is wrong.
            return False
    return size >= (LARGE_WORKBOOK if begins == b"PK" else LARGE_TEXT)


class Worker:
    """A process that reads one file, and the thread that takes its answers while others are worked on."""

    def __init__(self, asked: Asked, check: Callable[[], None]) -> None:
        self._asked = asked
        self._check = check
        self._answers: Queue[Message | None] = Queue(_AHEAD)
        self.process = subprocess.Popen(  # noqa: S603 - this very program, with an argument of its own
            command(),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={**os.environ, "OPENBLAS_NUM_THREADS": "1"},
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )
        self._taking = Thread(target=self._take, name="taking", daemon=True)

    def __enter__(self) -> Self:
        self._taking.start()
        # Loaded while the worker reads, since its first answer names one of them.
        all_exports()
        return self

    def __exit__(self, *_: object) -> None:
        """End the process if it has not ended by itself, and the thread."""
        self.process.kill()
        while self._taking.is_alive():
            # It may be waiting for room.
            with suppress(Empty):
                self._answers.get(timeout=0.01)
        for pipe in (self.process.stdin, self.process.stdout):
            if pipe is not None:
                with suppress(OSError):
                    pipe.close()
        self.process.wait()

    def pieces(self) -> Iterator[Piece]:
        """Give what the worker tells; raises what it raised, or why it stopped."""
        while True:
            message = self._next()
            match message:
                case None:
                    raise ImportRefused(self._stopped())
                case ("refused", str(sentence), _):
                    raise ImportRefused(sentence)
                case ("memory", _, _):
                    raise ImportRefused(self._sentence(self._too_much_memory()))
                case ("crashed", str(trace), _):
                    raise RuntimeError(trace)
                case _:
                    piece = told(message)
                    yield piece
                    if isinstance(piece, Packed):
                        return

    def _next(self) -> Message | None:
        while True:
            self._check()
            with suppress(Empty):
                return self._answers.get(timeout=_PATIENCE)

    def _take(self) -> None:
        """Ask, and take the answers to the last."""
        with suppress(OSError, ValueError):
            ask(cast("BinaryIO", self.process.stdin), self._asked)
            while (message := receive(cast("BinaryIO", self.process.stdout))) is not None:
                self._answers.put(message)
        self._answers.put(None)

    def _stopped(self) -> str:
        code = self.process.wait()
        if code == -getattr(signal, "SIGXCPU", 0) and code:
            most = self._asked.limits.seconds
            return self._sentence(f"it took more than {most} seconds of the processor's time. Export a shorter period")
        if code < 0:
            return self._sentence(f"its process was ended from outside (signal {-code}). Import it again")
        return self._sentence(f"its process ended early (code {code}). Import it again")

    def _too_much_memory(self) -> str:
        most = self._asked.limits.memory
        said = f"{most / 1024**3:.0f} GB" if most >= 1024**3 else f"{most / 1024**2:.0f} MB"
        return f"it needed more than {said} of memory. Export a shorter period"

    def _sentence(self, why: str) -> str:
        reason, _, advice = why.partition(". ")
        return f"The reading of {self._asked.file.name} stopped: {reason}. Nothing was changed. {advice}."


def command() -> list[str]:
    """Say how this program is started as a worker, frozen or not."""
    return [sys.executable, READ_WORKER] if getattr(sys, "frozen", False) else [sys.executable, str(_MAIN), READ_WORKER]
