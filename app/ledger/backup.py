"""Backups of a ledger: each is opened and added up before it counts as one, and none is ever overwritten."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from functools import partial
from pathlib import Path
from shutil import copyfile
from typing import Any

import sqlcipher3.dbapi2 as driver

from app.errors import UserError
from app.ledger.connect import plain_connection
from app.ledger.seal import file_digest, seal_path, stray_journals
from app.paths import discard_partial, disk_errors, new_partial, private_folder, put_new, safe_name, sync_file

Connection = Any  # the driver has no types
# Given a connection to a copy, adds it up and gives its chain head; raises a `UserError` when it does not add up.
Verify = Callable[[Connection], str]
Connect = Callable[[Path], Connection]

_TIME = "%Y-%m-%dT%H-%M-%S"
_NAME = re.compile(
    r".+ (?P<made>\d{4}-\d\d-\d\dT\d\d-\d\d-\d\d) (?P<reason>.+) (?P<head>[0-9a-f]{8})(-\d+)?\.channelbook"
)
_SAME_NAMES_TRIED = 1000

read_only: Connect = partial(plain_connection, read_only=True)


class Reason(StrEnum):
    """Why a backup was made; stands in its name."""

    BEFORE_UPGRADE = "before upgrade"
    BEFORE_IMPORT = "before import"
    BEFORE_UNDO = "before undo"
    WEEK_CLOSE = "week close"
    REGULAR = "regular"
    BY_HAND = "by hand"


@dataclass(frozen=True)
class Backup:
    """One verified backup; where it was only found in its folder, `sha256` is empty and `chain_head` has 8 digits."""

    path: Path
    sha256: str
    chain_head: str
    made_at: datetime
    reason: str
    size: int


@dataclass(frozen=True)
class Keep:
    """How many backups stay: all of some hours, then one for each day, week and month, and those of week closes."""

    hours: int = 48
    days: int = 14
    weeks: int = 10
    months: int = 12
    week_close_days: int = 730
    at_least: int = 3


def backups_folder(ledger_path: Path) -> Path:
    """Give the folder of a ledger's backups, beside the ledger."""
    real = ledger_path.resolve()
    return real.with_name(f"{real.stem} backups")


def make_backup(
    connection: Connection,
    ledger_path: Path,
    *,
    reason: str,
    verify: Verify,
    now: datetime,
    connect: Connect = read_only,
) -> Backup:
    """Copy an open ledger, open the copy, add it up, and only then give it its name."""
    if connection.in_transaction:
        message = "a backup inside a change would hold what is not yet committed"
        raise RuntimeError(message)
    folder = backups_folder(ledger_path)
    private_folder(folder)
    stem = safe_name(ledger_path.resolve().stem)
    write = partial(_copy_online, connection)
    with _checked_copy(folder / f"{stem}.channelbook", write=write, verify=verify, connect=connect) as (copy, head):
        digest, size = file_digest(copy), copy.stat().st_size
        made_at = now.astimezone(UTC).replace(microsecond=0)
        name = f"{stem} {made_at.strftime(_TIME)} {safe_name(reason)} {head[:8].ljust(8, '0')}"
        path = _put_under_free_name(copy, folder, name)
    return Backup(path, digest, head, made_at, reason, size)


def list_backups(ledger_path: Path) -> tuple[Backup, ...]:
    """List the backups that lie in a ledger's folder, newest first."""
    return _listed(backups_folder(ledger_path))


def copy_backup(backup: Backup, second: Path) -> Path:
    """Copy a backup to a second location, compare the copy, and give its path."""
    safe = f"The backup itself is safe in {backup.path.parent}."
    if not second.is_dir():  # never made here: a disk that is not plugged in would become a folder on this one
        raise UserError(
            f"The second folder for backups, {second}, is not there. {safe} Connect its disk and try again."
        )
    folder = second / backup.path.parent.name
    private_folder(folder)
    target = folder / backup.path.name
    wanted = backup.sha256 or file_digest(backup.path)
    if target.exists() and file_digest(target) == wanted:
        return target
    copy = new_partial(folder / "second copy.channelbook", private=True)
    try:
        with disk_errors(target):
            copyfile(backup.path, copy)
            sync_file(copy)
        if file_digest(copy) != wanted:
            raise UserError(f"The copy in {folder} differs from the backup and was removed. {safe} Check that disk.")
        put_new(copy, target)
    except FileExistsError as error:
        raise UserError(f"{target} is there with other contents and was left alone. {safe} Move it away.") from error
    except OSError as error:
        raise UserError(f"The backup could not be copied to {folder} ({error.strerror}). {safe}") from error
    finally:
        discard_partial(copy)
    return target


def restore(backup_path: Path, new_ledger_path: Path, *, verify: Verify, connect: Connect = read_only) -> str:
    """Copy a backup to a new ledger file, verified, never over an existing one; gives the chain head."""
    target = new_ledger_path.resolve()
    unchanged = "Nothing was written."
    if not backup_path.is_file():
        raise UserError(f"There is no backup at {backup_path}. {unchanged} Choose a file of a backups folder.")
    if stray_journals(backup_path.resolve()):
        raise UserError(
            f"{backup_path.name} is in use or was left in the middle of a change. {unchanged} Close it first."
        )
    taken = target if target.exists() else next(iter(stray_journals(target)), None)
    if taken is not None:
        raise UserError(f"{taken} is there already and is never overwritten. {unchanged} Choose a new name.")
    write = partial(_copy_file, backup_path)
    with _checked_copy(target, write=write, verify=verify, connect=connect) as (copy, head):
        with suppress(FileNotFoundError):  # of an earlier ledger of this name, which it would be held against
            seal_path(target).unlink()
        try:
            put_new(copy, target)
        except FileExistsError as error:
            raise UserError(f"{target} was made by another program just now. {unchanged} Choose a new name.") from error
    return head


def rotate(folder: Path, now: datetime, *, keep: Keep | None = None) -> tuple[Path, ...]:
    """Remove the backups of a folder that are no longer to be kept, and say which went."""
    gone = []
    for backup in to_remove(_listed(folder), now, keep=keep):
        with suppress(OSError):  # one that is open elsewhere goes next time
            backup.path.unlink()
            gone.append(backup.path)
    return tuple(gone)


def to_remove(backups: Sequence[Backup], now: datetime, *, keep: Keep | None = None) -> tuple[Backup, ...]:
    """Say which backups need no longer be kept; days, weeks and months are those of the time zone of `now`.

    A day, week or month counts towards its number only where no earlier rule has kept its newest backup,
    and only those that have a backup count, so neither a long pause nor a wrong clock empties a folder.
    """
    keep = keep or Keep()
    newest_first = sorted(backups, key=lambda backup: (backup.made_at, backup.path), reverse=True)
    recent, closes = now - timedelta(hours=keep.hours), now - timedelta(days=keep.week_close_days)
    kept = {
        backup.path
        for place, backup in enumerate(newest_first)
        if place < keep.at_least
        or backup.made_at >= recent
        or (backup.reason == Reason.WEEK_CLOSE and backup.made_at >= closes)
    }
    for form, count in (("%Y-%m-%d", keep.days), ("%G-%V", keep.weeks), ("%Y-%m", keep.months)):
        newest = {backup.made_at.astimezone(now.tzinfo).strftime(form): backup.path for backup in newest_first[::-1]}
        unkept = [path for _, path in sorted(newest.items(), reverse=True) if path not in kept]
        kept.update(unkept[:count])
    return tuple(backup for backup in newest_first if backup.path not in kept)


def _listed(folder: Path) -> tuple[Backup, ...]:
    found = []
    for path in folder.iterdir() if folder.is_dir() else ():
        parts = _NAME.fullmatch(path.name)
        if parts is None or not path.is_file():
            continue
        with suppress(ValueError, FileNotFoundError):  # a name with a 99th of a month is none of ours
            made_at = datetime.strptime(parts["made"], _TIME).replace(tzinfo=UTC)
            found.append(Backup(path, "", parts["head"], made_at, parts["reason"], path.stat().st_size))
    return tuple(sorted(found, key=lambda backup: (backup.made_at, backup.path), reverse=True))


@contextmanager
def _checked_copy(
    target: Path, *, write: Callable[[Path], None], verify: Verify, connect: Connect
) -> Iterator[tuple[Path, str]]:
    copy = new_partial(target, private=True)
    try:
        with disk_errors(target):
            write(copy)
            sync_file(copy)
        yield copy, _added_up(copy, verify=verify, connect=connect)
    finally:
        discard_partial(copy)


def _added_up(copy: Path, *, verify: Verify, connect: Connect) -> str:
    try:
        with closing(connect(copy)) as connection:
            found = str(connection.execute("PRAGMA quick_check").fetchone()[0])
            head = verify(connection) if found == "ok" else ""
    except driver.DatabaseError as error:
        raise _not_sound(str(error)) from error
    if found != "ok":
        raise _not_sound(found)
    return head


def _not_sound(found: str) -> UserError:
    first = next((line for line in found.splitlines() if not line.startswith("***")), found)
    return UserError(
        f"The copy did not pass its check ({first}) and was removed. The file it was made from was not touched, "
        "but may be damaged. Run the doctor on it before you go on."
    )


def _copy_online(connection: Connection, copy: Path) -> None:
    try:
        with closing(plain_connection(copy)) as target:
            # The copy is synced as a whole afterwards and thrown away if anything fails, so it needs no journal.
            target.execute("PRAGMA journal_mode=OFF")
            target.execute("PRAGMA synchronous=OFF")
            connection.backup(target)
    except driver.Error as error:
        raise UserError(
            f"The backup could not be written ({error}). The ledger is unchanged. "
            f"Free some space in {copy.parent} or check that disk, and try again."
        ) from error


def _copy_file(source: Path, copy: Path) -> None:
    copyfile(source, copy)


def _put_under_free_name(copy: Path, folder: Path, name: str) -> Path:
    for number in range(1, _SAME_NAMES_TRIED):
        path = folder / (f"{name}.channelbook" if number == 1 else f"{name}-{number}.channelbook")
        with suppress(FileExistsError):
            put_new(copy, path)
            return path
    raise UserError(f"There are too many backups named {name} in {folder}. The ledger is unchanged. Move them away.")
