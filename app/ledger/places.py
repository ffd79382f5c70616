"""Where a ledger may lie: folders that are shared, synced, full, read-only or open to others, in words."""

from __future__ import annotations

import errno
import os
import platform
import re
import shutil
import subprocess
import sys
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path, PurePath, PureWindowsPath

from app.errors import OpenFailure, OpenFailureKind, UserError
from app.paths import private_folder

if sys.platform == "win32":
    import ctypes

_SPARE_BYTES = 100 * 1000 * 1000
_SPARE_TIMES = 3
_OTHERS_BITS = 0o077
_DRIVE_IS_REMOTE = 4

_NETWORK_TYPES = frozenset(
    "nfs nfs4 cifs smb3 smbfs afpfs ncpfs webdav davfs afs ceph glusterfs lustre 9p vboxsf prl_fs "
    "fuse.sshfs fuse.davfs2 fuse.rclone fuse.gvfsd-fuse fuse.s3fs fuse.glusterfs fuse.vmhgfs-fuse macfuse".split()
)
_SYNC_PARTS = (
    (re.compile(r"dropbox( \(.+\))?", re.IGNORECASE), "Dropbox"),
    (re.compile(r"onedrive([ -].+)?", re.IGNORECASE), "OneDrive"),
    (re.compile(r"mobile documents|com~apple~clouddocs|icloud ?drive", re.IGNORECASE), "iCloud"),
    (re.compile(r"google ?drive(-.+)?|googledrive.*|my drive", re.IGNORECASE), "Google Drive"),
    (re.compile(r"nextcloud|owncloud", re.IGNORECASE), "Nextcloud"),
    (re.compile(r"box sync|pcloud ?drive|megasync|proton ?drive|synologydrive", re.IGNORECASE), "a sync service"),
)
_SYNC_MARKERS = (
    (".dropbox.cache", "Dropbox"),
    (".tmp.drivedownload", "Google Drive"),
    (".stfolder", "Syncthing"),
    (".nextcloudsync.log", "Nextcloud"),
    (".owncloudsync.log", "Nextcloud"),
)
_SYNC_VARIABLES = (("OneDrive", "OneDrive"), ("OneDriveConsumer", "OneDrive"), ("OneDriveCommercial", "OneDrive"))

_CONFLICT_WORDS = "|".join(
    (
        r"conflicted copy",
        r"case conflict",
        r"conflict copy",
        r"in konflikt stehende kopie",
        r"copie en conflit",
        r"copia en conflicto",
        r"copia in conflitto",
        r"conflicterend exemplaar",
    )
)
_CONFLICT_ENDINGS = (
    re.compile(rf"[ _-]*[(\[][^()\[\]]*({_CONFLICT_WORDS})[^()\[\]]*[)\]]", re.IGNORECASE),  # Dropbox, Nextcloud
    re.compile(r" ?\(\d{1,2}\)"),  # Google Drive, browsers
    re.compile(r" ?\[conflict\]", re.IGNORECASE),
    re.compile(r"_conflict-\d{8}-\d{6}", re.IGNORECASE),  # ownCloud
    re.compile(r"\.sync-conflict-\d{8}-\d{6}(-\w+)?", re.IGNORECASE),  # Syncthing
    re.compile(r"-(DESKTOP|LAPTOP|WIN)-[A-Z0-9]{5,15}(-\d{1,2})?"),  # OneDrive, names Windows gives by itself
    re.compile(r"-[\w-]*(MacBook|iMac|Mac-mini)[\w-]*", re.IGNORECASE),
)


class NoticeKind(StrEnum):
    """What is unusual about the place of a ledger."""

    NETWORK = "network"
    SYNC = "sync"
    CONFLICT_COPIES = "conflict copies"
    READABLE_BY_OTHERS = "readable by others"
    MORE_NAMES = "more names"


@dataclass(frozen=True)
class Notice:
    """Something the person should know about the place of a ledger, in a sentence."""

    kind: NoticeKind
    message: str


def check_new(ledger: Path, *, allowed: bool = False) -> tuple[Notice, ...]:
    """Check the place of a ledger that is to be made; raises `OpenFailure` unless the person allowed the place."""
    notices = _shared_place(ledger.resolve())
    if notices and not allowed:
        raise OpenFailure(
            OpenFailureKind.SYNC_FOLDER,
            f"{notices[0].message} No ledger was made. Choose a folder that only this computer has, "
            "such as Channelbook in your home folder, or confirm that you want it there all the same.",
        )
    _check_writable(ledger)
    check_space(ledger)
    return notices


def check_existing(ledger: Path, *, allowed: bool = False) -> tuple[Notice, ...]:
    """Check the place of a ledger that is to be opened for writing; gives what should be shown all the time."""
    real = ledger.resolve()
    copies = conflict_copies(real)
    if copies and not allowed:
        raise OpenFailure(
            OpenFailureKind.SYNC_FOLDER,
            f"Beside {real.name} lies {_listed(copies)}, which looks like a copy that a sync service made when two "
            "computers changed it. Nothing was opened or changed. Move the one you do not want to another folder, "
            "or confirm which one to open.",
        )
    _check_writable(real)
    check_space(real)
    return _notices(real, copies)


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


def make_private_file(ledger: Path) -> None:
    """Make an empty file for a new ledger that this user alone can read, in a folder made for it where there is none."""
    private_folder(ledger.parent)
    try:
        os.close(os.open(ledger, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    except FileExistsError as error:
        raise UserError(
            f"There is already a file {ledger}. It was left as it is. Choose another name, or open it."
        ) from error
    except OSError as error:
        raise _not_writable(ledger, error.strerror) from error


def network_share(path: Path) -> str:
    """Name the kind of network share a path lies on; empty when it lies on a disk of this computer."""
    if sys.platform == "win32":
        return _windows_share(path)
    kind = mount_type(path, _mounts())
    return kind if kind in _NETWORK_TYPES else ""


def mount_type(path: PurePath, mounts: str) -> str:
    """Find the file system type of a path in the lines of /proc/mounts (Linux) or of `mount` (macOS)."""
    best, found = -1, ""
    for line in mounts.splitlines():
        place, kind = _mount(line)
        depth = len(PurePath(place).parts)
        # The last mount on a place hides the ones before it; the root of a sandbox may be 9p and is no share.
        if place and path.is_relative_to(place) and depth >= best:
            best, found = depth, "" if place == "/" else kind
    return found


def is_share_name(path: PureWindowsPath) -> bool:
    r"""Say whether a Windows path names a server: `\\server\share`, also written `\\?\UNC\server\share`."""
    drive = path.drive.upper()
    return drive.startswith("\\\\?\\UNC\\") or (
        drive.startswith("\\\\") and not drive.startswith(("\\\\?\\", "\\\\.\\"))
    )


def sync_folder(path: Path, *, environment: Mapping[str, str] | None = None, home: Path | None = None) -> str:
    """Name the sync service that keeps the folder of a path; empty when there is none."""
    environment = os.environ if environment is None else environment
    home = home or Path.home()
    for variable, service in _SYNC_VARIABLES:
        folder = environment.get(variable)
        if folder and path.is_relative_to(folder):
            return service
    for part in path.parent.parts:
        for pattern, service in _SYNC_PARTS:
            if pattern.fullmatch(part):
                return service
    for folder_above in path.parents:
        for marker, service in _SYNC_MARKERS:
            if (folder_above / marker).exists():
                return service
    # macOS: with "Desktop & Documents" switched on, iCloud holds both under their usual paths.
    cloud = home / "Library" / "Mobile Documents" / "com~apple~CloudDocs"
    synced = any(path.is_relative_to(home / name) and (cloud / name).exists() for name in ("Desktop", "Documents"))
    return "iCloud" if synced else ""


def conflict_copies(ledger: Path, *, host: str | None = None) -> tuple[Path, ...]:
    """List the files beside a ledger whose names say that a sync service parted them from it, or it from them."""
    host = platform.node() if host is None else host
    mine = _name_before_conflict(ledger.stem, host)
    beside = ledger.parent.iterdir() if ledger.parent.is_dir() else ()
    return tuple(
        sorted(
            other
            for other in beside
            if other.suffix.lower() == ledger.suffix.lower()
            and other.name != ledger.name
            and _name_before_conflict(other.stem, host) == mine
        )
    )


def readable_by_others(ledger: Path) -> bool:
    """Say whether other users of this computer may read a ledger; Windows keeps the rights of the folder instead."""
    return os.name != "nt" and bool(ledger.stat().st_mode & _OTHERS_BITS)


def _notices(real: Path, copies: tuple[Path, ...]) -> tuple[Notice, ...]:
    notices = list(_shared_place(real))
    if copies:
        notices.append(Notice(NoticeKind.CONFLICT_COPIES, f"Beside {real.name} lies {_listed(copies)}."))
    if readable_by_others(real):
        message = f"Other users of this computer may read {real.name}. Limit it to yourself in its file properties."
        notices.append(Notice(NoticeKind.READABLE_BY_OTHERS, message))
    if real.stat().st_nlink > 1:
        message = f"{real.name} has a second name (a hard link). Open it by one name only, or changes can be lost."
        notices.append(Notice(NoticeKind.MORE_NAMES, message))
    return tuple(notices)


def _shared_place(real: Path) -> tuple[Notice, ...]:
    notices = []
    share, service = network_share(real), sync_folder(real)
    if share:
        message = f"{real.parent} is on a network share ({share}), where a ledger can be damaged by a lost connection."
        notices.append(Notice(NoticeKind.NETWORK, message))
    if service:
        message = f"{real.parent} is kept in step by {service}, which can put an older copy of a ledger back."
        notices.append(Notice(NoticeKind.SYNC, message))
    return tuple(notices)


def _check_writable(ledger: Path) -> None:
    folder = _nearest_folder(ledger)
    if not os.access(folder, os.W_OK | os.X_OK):
        raise _not_writable(ledger, f"no right to write in {folder}")
    if ledger.exists() and not os.access(ledger, os.W_OK):
        raise _not_writable(ledger, "the file is read-only")


def _not_writable(ledger: Path, reason: str | None) -> OpenFailure:
    return OpenFailure(
        OpenFailureKind.NO_SPACE if reason == os.strerror(errno.ENOSPC) else OpenFailureKind.READ_ONLY_PLACE,
        f"{ledger.name} cannot be written ({reason}). Nothing was changed. "
        "Open it read-only, or choose a folder you may write to.",
    )


def _nearest_folder(path: Path) -> Path:
    return next((folder for folder in path.resolve().parents if folder.is_dir()), path.parent)


def _mounts() -> str:
    if sys.platform == "darwin":
        with suppress(OSError, subprocess.SubprocessError):
            return subprocess.run(["/sbin/mount"], capture_output=True, text=True, timeout=5, check=True).stdout
        return ""
    with suppress(OSError):
        return Path("/proc/self/mounts").read_text(encoding="utf-8", errors="surrogateescape")
    return ""


def _mount(line: str) -> tuple[str, str]:
    """Read a mount point and its type from one line; both are empty when it is of neither form."""
    of_mac = re.fullmatch(r".+? on (/.*) \((\w+)(, .*)?\)", line)
    if of_mac:
        return of_mac[1], of_mac[2]
    words = line.split(" ")
    if len(words) < 3:  # noqa: PLR2004 - device, place, type
        return "", ""
    return re.sub(r"\\([0-7]{3})", lambda octal: chr(int(octal[1], 8)), words[1]), words[2]


def _windows_share(path: Path) -> str:
    if is_share_name(PureWindowsPath(path)):
        return "a server"
    if sys.platform == "win32" and ctypes.windll.kernel32.GetDriveTypeW(f"{path.drive}\\") == _DRIVE_IS_REMOTE:
        return "a network drive"
    return ""


def _name_before_conflict(stem: str, host: str) -> str:
    name = stem
    if host:
        name = re.sub(rf"-{re.escape(host)}(-\d{{1,2}})?$", "", name, flags=re.IGNORECASE)
    for ending in _CONFLICT_ENDINGS:
        name = re.sub(rf"(?:{ending.pattern})$", "", name, flags=ending.flags)
    return name.casefold()


def _listed(copies: tuple[Path, ...]) -> str:
    return " and ".join(copy.name for copy in copies[:3])


def _megabytes(size: int) -> str:
    return f"{size // 1_000_000:,}"
