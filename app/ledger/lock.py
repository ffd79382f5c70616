"""One process at a time has a ledger: a lock of the operating system that ends with the process holding it."""

from __future__ import annotations

import errno
import getpass
import json
import os
import platform
import sys
import time
import weakref
from contextlib import suppress
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Self

from app.errors import OpenFailure, OpenFailureKind
from app.moments import here

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl

_HELD_BY_ANOTHER = frozenset({errno.EACCES, errno.EAGAIN, errno.EDEADLK})
# Windows lets nobody read bytes that are locked, so the byte that is locked lies far behind the text.
_LOCKED_BYTE = 1 << 30
_TRIES = 20
_PAUSE = 0.01


@dataclass(frozen=True)
class Holder:
    """Who has a ledger open, as the lock file says."""

    pid: int
    host: str
    user: str
    since: datetime

    def is_here(self) -> bool:
        """Say whether the holder runs on this computer."""
        return self.host == platform.node()


class LedgerLock:
    """A held lock; ends with `release` or with the process, whatever ends it."""

    def __init__(self, path: Path, handle: int) -> None:
        self.path = path
        self._handle: int | None = handle
        _drop_in_forked_children(self)

    def release(self) -> None:
        """Give the ledger free for others; releasing twice does no harm."""
        handle, self._handle = self._handle, None
        if handle is None:
            return
        if os.name == "nt":  # an open file cannot be removed there, and nobody else can remove it while they have it
            _unlock(handle)
            os.close(handle)
            with suppress(OSError):
                self.path.unlink()
            return
        with suppress(OSError):
            self.path.unlink()
        os.close(handle)

    def drop(self) -> None:
        """Close the handle that a forked child inherited, without giving the lock of its parent free."""
        handle, self._handle = self._handle, None
        if handle is not None:
            os.close(handle)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.release()


def lock_path(ledger_path: Path) -> Path:
    """Give the lock file of a ledger: beside the real file, whatever name it was opened by."""
    real = ledger_path.resolve()
    return real.with_name(f"{real.name}.lock")


def acquire(ledger_path: Path) -> LedgerLock:
    """Take the lock of a ledger for this process; raises `OpenFailure` that names the holder when it is taken."""
    path = lock_path(ledger_path)
    for _ in range(_TRIES):
        handle = _open(path, ledger_path)
        try:
            if _take(handle, ledger_path) and _is_still_named(handle, path):
                _write_holder(handle)
                return LedgerLock(path, handle)
        except BaseException:
            os.close(handle)
            raise
        taken = _is_still_named(handle, path)
        os.close(handle)
        if taken and holder(ledger_path) is not None:
            break
        time.sleep(_PAUSE)  # the holder is just writing its name, or has just let go
    raise OpenFailure(OpenFailureKind.LOCKED, _who_has_it(ledger_path))


def holder(ledger_path: Path) -> Holder | None:
    """Read who holds, or last held, the lock of a ledger; None when nobody is named."""
    try:
        stored = json.loads(lock_path(ledger_path).read_text(encoding="utf-8"))
        return Holder(
            pid=int(stored["pid"]),
            host=str(stored["host"]),
            user=str(stored["user"]),
            since=datetime.fromisoformat(stored["since"]),
        )
    except (OSError, ValueError, TypeError, KeyError):
        return None


def _open(path: Path, ledger_path: Path) -> int:
    try:
        return os.open(path, os.O_RDWR | os.O_CREAT | getattr(os, "O_BINARY", 0), 0o600)
    except OSError as error:
        full = error.errno in {errno.ENOSPC, errno.EDQUOT}
        raise OpenFailure(
            OpenFailureKind.NO_SPACE if full else OpenFailureKind.READ_ONLY_PLACE,
            f"{ledger_path.name} cannot be opened for writing: its folder {path.parent} does not take new files "
            f"({error.strerror or error}). Nothing was changed. Open it read-only, or move it to a folder of your own.",
        ) from error


def _take(handle: int, ledger_path: Path) -> bool:
    try:
        if sys.platform == "win32":
            os.lseek(handle, _LOCKED_BYTE, os.SEEK_SET)
            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        else:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        if error.errno in _HELD_BY_ANOTHER:
            return False
        raise OpenFailure(
            OpenFailureKind.READ_ONLY_PLACE,
            f"The place of {ledger_path.name} cannot lock files ({error.strerror or error}), so two people could write "
            "to it at once. Nothing was changed. Move the ledger to a disk of this computer, or open it read-only.",
        ) from error
    return True


def _unlock(handle: int) -> None:
    if sys.platform == "win32":
        os.lseek(handle, _LOCKED_BYTE, os.SEEK_SET)
        msvcrt.locking(handle, msvcrt.LK_UNLCK, 1)


def _is_still_named(handle: int, path: Path) -> bool:
    """Say whether the open file is the one in the folder: its last holder may just have removed it."""
    try:
        return os.path.samestat(os.fstat(handle), path.stat())
    except FileNotFoundError:
        return False


def _write_holder(handle: int) -> None:
    mine = Holder(pid=os.getpid(), host=platform.node(), user=_user(), since=datetime.now(tz=UTC))
    text = json.dumps({**asdict(mine), "since": mine.since.isoformat(timespec="seconds")})
    with suppress(OSError):  # on a full disk the lock holds all the same, only without a name
        os.ftruncate(handle, 0)
        os.lseek(handle, 0, os.SEEK_SET)
        os.write(handle, text.encode("ascii"))


def _user() -> str:
    with suppress(OSError, KeyError, ImportError):  # an account without a name, as in some containers
        return getpass.getuser()
    return "unknown"


def _who_has_it(ledger_path: Path) -> str:
    found = holder(ledger_path)
    advice = "Nothing was changed. Use the window that is open, close it first, or open the ledger read-only."
    if found is None:
        return f"{ledger_path.name} is open in another Channelbook. {advice}"
    place = "on this computer" if found.is_here() else f"on {found.host}"
    since = here(found.since).strftime("%Y-%m-%d %H:%M")
    return f"{ledger_path.name} is already open {place}, by {found.user} since {since} (process {found.pid}). {advice}"


def _drop_in_forked_children(lock: LedgerLock) -> None:
    """Let no forked child keep the lock alive after its parent was killed."""
    if not hasattr(os, "register_at_fork"):
        return
    reference = weakref.ref(lock)

    def drop() -> None:
        held = reference()
        if held is not None:
            held.drop()

    os.register_at_fork(after_in_child=drop)
