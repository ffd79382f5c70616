"""Where a ledger may lie: folders that are shared, synced, full, read-only or open to others, in words."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

from app.errors import OpenFailure, OpenFailureKind
from app.ledger.sharing import conflict_copies, network_share, sync_service

_SPARE_BYTES = 100 * 1000 * 1000
_SPARE_TIMES = 3
_RIGHTS_OF_OTHERS = 0o077


def refuse_bad_place(ledger: Path, *, allowed: bool = False) -> None:
    """Refuse to make a ledger in a network or sync folder, unless allowed, or where nothing can be written."""
    real = ledger.resolve()
    shared = _shared_place(real)
    if shared and not allowed:
        raise OpenFailure(
            OpenFailureKind.SYNC_FOLDER,
            f"{shared[0]} No ledger was made. Choose a folder that only this computer has, "
            "such as Channelbook in your home folder, or confirm that you want it there all the same.",
        )
    refuse_unwritable(real)
    check_space(real)


def refuse_conflict_copies(ledger: Path, *, allowed: bool = False) -> None:
    """Refuse to guess which of several copies is the ledger, unless the person said that it is this one."""
    real = ledger.resolve()
    copies = conflict_copies(real)
    if copies and not allowed:
        raise OpenFailure(
            OpenFailureKind.SYNC_FOLDER,
            f"Beside {real.name} lies {_listed(copies)}, which looks like a copy that a sync service made when two "
            "computers changed it. Nothing was opened or changed. Move the one you do not want to another folder, "
            "or confirm which one to open.",
        )


def refuse_unwritable(ledger: Path) -> None:
    """Refuse a ledger that cannot be written, or whose folder takes no journal and no lock."""
    real = ledger.resolve()
    folder = _nearest_folder(real)
    if not os.access(folder, os.W_OK | os.X_OK):
        why = f"its folder {folder} takes no new files"
    elif real.exists() and not os.access(real, os.W_OK):
        why = "the file is read-only"
    else:
        return
    raise OpenFailure(
        OpenFailureKind.READ_ONLY_PLACE,
        f"{real.name} cannot be written: {why}. Nothing was changed. "
        "Open it read-only, or use a folder you may write to.",
    )


def check_space(ledger: Path) -> None:
    """Refuse to begin a session unless three times the ledger and 100 MB are free."""
    real = ledger.resolve()
    size = real.stat().st_size if real.exists() else 0
    wanted = _SPARE_TIMES * size + _SPARE_BYTES
    free = shutil.disk_usage(_nearest_folder(real)).free
    if free < wanted:
        raise OpenFailure(
            OpenFailureKind.NO_SPACE,
            f"{_megabytes(free)} MB are free beside {real.name}, and {_megabytes(wanted)} MB are wanted so that no "
            "change and no backup runs out of space. Nothing was changed. Free some space, or open it read-only.",
        )


def notices_for(ledger: Path) -> tuple[str, ...]:
    """Say in sentences what a person should know about the place of a ledger for as long as it is open."""
    real = ledger.resolve()
    notices = list(_shared_place(real))
    copies = conflict_copies(real)
    if copies:
        notices.append(f"Beside {real.name} lies {_listed(copies)}, which looks like a copy made by a sync service.")
    if readable_by_others(real):
        notices.append(f"Other users of this computer can read {real.name}. Limit it to yourself in its properties.")
    if real.stat().st_nlink > 1:
        notices.append(
            f"{real.name} has a second name (a hard link). Open it by one name only, or changes can be lost."
        )
    return tuple(notices)


def make_private(path: Path) -> None:
    """Let this user alone read and write a file; on Windows the rights of its folder hold."""
    if os.name != "nt":
        path.chmod(0o600)


def readable_by_others(ledger: Path) -> bool:
    """Say whether other users of this computer can read or write a ledger; on Windows the rights of its folder hold."""
    return os.name != "nt" and bool(ledger.stat().st_mode & _RIGHTS_OF_OTHERS)


def _shared_place(real: Path) -> tuple[str, ...]:
    share, service = network_share(real), sync_service(real)
    sentences = []
    if share:
        sentences.append(f"{real.parent} is on a network share ({share}), where a lost connection can damage a ledger.")
    if service:
        sentences.append(f"{real.parent} is kept in step by {service}, which can put an older copy of a ledger back.")
    return tuple(sentences)


def _nearest_folder(path: Path) -> Path:
    return next((folder for folder in path.parents if folder.is_dir()), path.parent)


def _listed(copies: tuple[Path, ...]) -> str:
    return " and ".join(copy.name for copy in copies[:3])


def _megabytes(size: int) -> str:
    return f"{size // 1_000_000:,}"
