"""Whether a folder is shared with other computers: network shares, sync services, and the copies they leave."""

from __future__ import annotations

import os
import platform
import re
import subprocess
import sys
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path, PurePath, PureWindowsPath

if sys.platform == "win32":
    import ctypes

_DRIVE_IS_REMOTE = 4

_NETWORK_TYPES = frozenset(
    "nfs nfs4 cifs smb3 smbfs afpfs ncpfs webdav davfs afs ceph glusterfs lustre 9p vboxsf prl_fs "
    "fuse.sshfs fuse.davfs2 fuse.rclone fuse.gvfsd-fuse fuse.s3fs fuse.glusterfs fuse.vmhgfs-fuse macfuse".split()
)
_SYNC_PARTS = (
    (re.compile(r"dropbox( \(.+\))?", re.IGNORECASE), "Dropbox"),
    (re.compile(r"onedrive( ?-.+)?", re.IGNORECASE), "OneDrive"),
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

_CONFLICT_WORDS = (
    "conflicted copy|case conflict|conflict copy|in konflikt stehende kopie|copie en conflit|copia en conflicto|"
    "copia in conflitto|conflicterend exemplaar"
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


def network_share(path: Path) -> str:
    """Name the kind of network share a path lies on; empty when it lies on a disk of this computer."""
    if os.name == "nt":
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


def sync_service(path: Path, *, environment: Mapping[str, str] | None = None, home: Path | None = None) -> str:
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


def _mounts() -> str:
    if platform.system() == "Darwin":
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
    return name
