"""Where Channelbook keeps its own files, and how a file is put in place whole or not at all."""

from __future__ import annotations

import errno
import os
import re
import secrets
import stat
import sys
import time
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import platformdirs

from app.errors import UserError

if sys.platform != "win32":
    import fcntl

_APP = "Channelbook"
_PARTIAL_MARK = ".channelbook-part"
_PARTIAL_IS_STALE_AFTER = 24 * 60 * 60
# How the names end of a ledger, of its seal and its lock, and of the journals of its database; how a database begins.
_OF_A_LEDGER = re.compile(r"\.channelbook(\.seal|\.lock|-journal|-wal|-shm)?$", re.IGNORECASE)
DATABASE_HEAD = b"SQLite format 3\x00"
_DISK_IS_FULL = frozenset({errno.ENOSPC, errno.EDQUOT})
_FOLDER_SYNC_UNKNOWN = frozenset({errno.EINVAL, errno.ENOTSUP, errno.EBADF})
# A virus scanner or an indexer holds a fresh file for a moment on Windows; a person's program holds it for longer.
_PAUSES_BEFORE_GIVING_UP = (0.05, 0.1, 0.2, 0.4)

_LONGEST_NAME = 120
_NOT_IN_NAMES = re.compile(r'[<>:"/\\|?*\s]+')
_DEVICE_NAMES = re.compile(r"(con|prn|aux|nul|conin\$|conout\$|(com|lpt)[0-9¹²³])(\..*)?", re.IGNORECASE)


@dataclass(frozen=True)
class Paths:
    """The files and folders Channelbook uses on this computer."""

    settings: Path
    log: Path
    inbox: Path
    ledgers: Path

    @classmethod
    def for_user(cls, data: Path | None = None) -> Paths:
        """Give the usual places of this system, or keep everything below `data` where one is named."""
        if data is not None:
            return cls(data / "settings.json", data / "channelbook.log", data / "inbox", data / "ledgers")
        return cls(
            settings=platformdirs.user_config_path(_APP, appauthor=False) / "settings.json",
            log=platformdirs.user_log_path(_APP, appauthor=False) / "channelbook.log",
            inbox=platformdirs.user_data_path(_APP, appauthor=False) / "inbox",
            # Not in Documents: OneDrive and iCloud sync that folder, and a ledger must not be synced while open.
            ledgers=Path.home() / _APP,
        )


def safe_name(text: str) -> str:
    """Make a file name that every system accepts from text that came out of a file."""
    visible = "".join(
        letter if letter.isspace() or not unicodedata.category(letter).startswith("C") else ""
        for letter in unicodedata.normalize("NFC", text)
    )
    name = _shortened(_NOT_IN_NAMES.sub(" ", visible).strip(" ."))
    if _DEVICE_NAMES.fullmatch(name):
        name = f"_{name}"
    return name or "unnamed"


def _shortened(name: str) -> str:
    return name.encode("utf-8")[:_LONGEST_NAME].decode("utf-8", "ignore").rstrip(" .")


def private_folder(folder: Path) -> None:
    """Make a folder and its missing parents for this user alone; a folder that is there already stays as it is."""
    missing = [place for place in (folder, *folder.parents) if not place.exists()]
    try:
        for place in reversed(missing):
            place.mkdir(mode=0o700, exist_ok=True)
    except OSError as error:
        message = (
            f"The folder {folder} could not be made ({_reason(error)}). Nothing was written. Choose another folder."
        )
        raise UserError(message) from error


@contextmanager
def replace_file(path: Path, *, private: bool = False) -> Iterator[Path]:
    """Give a temporary path beside `path` to write to, and put it in the place of `path` once the block ends well.

    At any moment, also after a kill or a power cut, `path` is either the whole old file or the whole new one.
    If the old file cannot be replaced the new one is kept, and the `UserError` says where.
    `private` files are Channelbook's own and readable by this user alone; others get the mode of the file they replace,
    and replace nothing of a ledger.
    """
    target = path.resolve()
    if not private:
        _refuse_ledger(target)
    partial = new_partial(target, private=private)
    try:
        with disk_errors(target):
            yield partial
            sync_file(partial)
    except BaseException:
        discard_partial(partial)
        raise
    _put_in_place(partial, target)
    sync_folder(target.parent)


def refuse_to_replace(path: Path) -> None:
    """Refuse what no file for a person may take the place of: a ledger, a backup, what lies beside them, a folder."""
    target = path.resolve()
    _refuse_ledger(target)
    if target.exists() and not target.is_file():
        what = "is a folder" if target.is_dir() else "is no file that could be replaced"
        raise UserError(f"{path} {what}. It was left alone, and nothing was written. Name a file in a folder.")


def _refuse_ledger(target: Path) -> None:
    if _OF_A_LEDGER.search(target.name) or _is_database(target):
        raise UserError(
            f"{target} is a ledger or belongs to one. It was left alone, and nothing was written. "
            "Choose another name for the file."
        )


def _is_database(target: Path) -> bool:
    """Say whether a file is a database by how it begins, since a ledger can bear any name."""
    if not target.is_file():
        return False
    try:
        with target.open("rb") as file:
            return file.read(len(DATABASE_HEAD)) == DATABASE_HEAD
    except OSError:  # what may not be read may be replaced: writing says why if not
        return False


def put_new(partial: Path, target: Path) -> None:
    """Give a written and synced partial file its final name; raises `FileExistsError` rather than replace anything."""
    if os.name == "nt":
        partial.rename(target)  # Windows refuses by itself when the target is there
        return
    try:
        os.link(partial, target)
    except FileExistsError:
        raise
    except OSError:  # a file system without hard links, such as exFAT
        if target.exists():
            raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), str(target)) from None
        partial.rename(target)
    else:
        partial.unlink()
    sync_folder(target.parent)


def new_partial(target: Path, *, private: bool) -> Path:
    """Make an empty temporary file beside `target`, and clear away those that killed processes left for it."""
    _sweep(target)
    partial = target.with_name(f"{_partial_prefix(target)}{secrets.token_hex(6)}{target.suffix}")
    mode = 0o600 if private else 0o666
    try:
        os.close(os.open(partial, os.O_CREAT | os.O_EXCL | os.O_WRONLY, mode))
        if not private and target.is_file():
            partial.chmod(stat.S_IMODE(target.stat().st_mode))
    except OSError as error:
        message = (
            f"{target.name} cannot be written in {target.parent} ({_reason(error)}). "
            "Nothing was changed. Choose a folder you may write to."
        )
        raise UserError(message) from error
    return partial


def discard_partial(partial: Path) -> None:
    """Remove a temporary file; one that will not go is cleared away by a later write."""
    with suppress(OSError):
        partial.unlink()


@contextmanager
def disk_errors(target: Path) -> Iterator[None]:
    """Say in words that the disk is full; every other failure passes as it is."""
    try:
        yield
    except OSError as error:
        if error.errno not in _DISK_IS_FULL:
            raise
        message = (
            f"There is no space left in {target.parent}, so {target.name} was not written. "
            "What was there before is unchanged. Free some space and try again."
        )
        raise UserError(message) from error


def sync_file(path: Path) -> None:
    """Wait until the contents of a file are on the disk."""
    handle = os.open(path, os.O_RDWR | getattr(os, "O_BINARY", 0))
    try:
        _sync(handle)
    finally:
        os.close(handle)


def sync_folder(folder: Path) -> None:
    """Wait until the names in a folder are on the disk; Windows has no such call."""
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    except OSError as error:
        if error.errno not in _FOLDER_SYNC_UNKNOWN:  # some network and FUSE file systems know no sync of folders
            raise
    finally:
        os.close(handle)


def _sync(handle: int) -> None:
    if sys.platform == "darwin":  # fsync alone leaves the data in the cache of the drive
        with suppress(OSError):
            fcntl.fcntl(handle, fcntl.F_FULLFSYNC)
            return
    os.fsync(handle)


def _put_in_place(partial: Path, target: Path) -> None:
    for pause in _PAUSES_BEFORE_GIVING_UP:
        try:
            partial.replace(target)
        except PermissionError:
            time.sleep(pause)
        except OSError:
            break
        else:
            return
    try:
        partial.replace(target)
    except OSError as error:
        kept = _keep(partial, target)
        held = isinstance(error, PermissionError)
        why = "is open in another program or protected" if held else f"cannot be replaced ({_reason(error)})"
        message = (
            f"{target.name} {why}, so it is as it was. The new file is kept as {kept}. "
            f"Close or unlock {target.name} and save again, or use the new file."
        )
        raise UserError(message) from error


def _keep(partial: Path, target: Path) -> Path:
    names = [f"{target.stem} (new){target.suffix}", *(f"{target.stem} (new {n}){target.suffix}" for n in range(2, 100))]
    for name in names:
        with suppress(OSError):
            kept = target.with_name(name)
            put_new(partial, kept)
            return kept
    return partial


def _partial_prefix(target: Path) -> str:
    return f".{_shortened(target.stem)}{_PARTIAL_MARK}-"


def _sweep(target: Path) -> None:
    stale_before = time.time() - _PARTIAL_IS_STALE_AFTER
    with suppress(OSError):
        for entry in os.scandir(target.parent):
            if entry.name.startswith(_partial_prefix(target)) and entry.stat().st_mtime < stale_before:
                discard_partial(Path(entry.path))


def _reason(error: OSError) -> str:
    return error.strerror or str(error)
