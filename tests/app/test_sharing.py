"""Folders that other computers share are recognised by what each system says of them."""

from __future__ import annotations

import platform
from pathlib import Path, PurePosixPath, PureWindowsPath

import pytest

from app.ledger.sharing import conflict_copies, is_share_name, mount_type, network_share, sync_service

LINUX = """\
/dev/nvme0n1p2 / ext4 rw,relatime 0 0
proc /proc proc rw,nosuid 0 0
nas:/export/books /mnt/books nfs4 rw,vers=4.2 0 0
//nas/Shop\\040Files /mnt/Shop\\040Files cifs rw,vers=3.1.1 0 0
/dev/sdb1 /mnt/books/local ext4 rw 0 0
C:\\134 /mnt/c 9p rw,dirsync,aname=drvfs 0 0
gvfsd-fuse /run/user/1000/gvfs fuse.gvfsd-fuse rw 0 0
/dev/sdc1 /media/usb vfat rw 0 0
nas:/later /media/usb nfs rw 0 0
"""
MAC = """\
/dev/disk3s1s1 on / (apfs, sealed, local, read-only, journaled)
/dev/disk3s5 on /System/Volumes/Data (apfs, local, journaled, nobrowse)
//maria@nas.local/Shop%20Files on /Volumes/Shop Files (smbfs, nodev, nosuid, mounted by maria)
nas:/export on /Volumes/export (nfs)
/dev/disk4s1 on /Volumes/Stick (on sale) (msdos, local, nodev)
"""


@pytest.mark.parametrize(
    "path,kind",
    [
        ("/srv/maria/Channelbook/Shop.channelbook", ""),
        ("/mnt/books/Shop.channelbook", "nfs4"),
        ("/mnt/books/local/Shop.channelbook", "ext4"),
        ("/mnt/booksellers/Shop.channelbook", ""),
        ("/mnt/Shop Files/Shop.channelbook", "cifs"),
        ("/mnt/c/Books/Shop.channelbook", "9p"),
        ("/run/user/1000/gvfs/smb-share:server=nas/Shop.channelbook", "fuse.gvfsd-fuse"),
        ("/media/usb/Shop.channelbook", "nfs"),
    ],
)
def test_that_the_innermost_and_last_mount_of_linux_decides(path: str, kind: str) -> None:
    assert mount_type(PurePosixPath(path), LINUX) == kind


@pytest.mark.parametrize(
    "path,kind",
    [
        ("/Channelbook/Shop.channelbook", ""),
        ("/Volumes/Shop Files/books/Shop.channelbook", "smbfs"),
        ("/Volumes/export/Shop.channelbook", "nfs"),
        ("/Volumes/Stick (on sale)/Shop.channelbook", "msdos"),
    ],
)
def test_that_the_mounts_of_macos_are_read_too(path: str, kind: str) -> None:
    assert mount_type(PurePosixPath(path), MAC) == kind


@pytest.mark.parametrize("mounts", ["", "\n\n", "one two", "a b c d"])
def test_that_odd_lines_of_mounts_name_no_share(mounts: str) -> None:
    assert mount_type(PurePosixPath("/srv/maria/Shop.channelbook"), mounts) == ""


@pytest.mark.parametrize(
    "path,share",
    [
        (r"\\nas\books\Shop.channelbook", True),
        ("//nas/books/Shop.channelbook", True),
        (r"\\?\UNC\nas\books\Shop.channelbook", True),
        (r"\\wsl.localhost\Debian\home\Shop.channelbook", True),
        (r"\\?\C:\Books\Shop.channelbook", False),
        (r"C:\Books\Shop.channelbook", False),
        (r"Books\Shop.channelbook", False),
    ],
)
def test_that_a_server_is_recognised_in_a_windows_path(path: str, share: bool) -> None:
    assert is_share_name(PureWindowsPath(path)) is share


@pytest.mark.skipif(platform.system() != "Linux", reason="a disk of Linux")
def test_that_the_temporary_folder_of_this_computer_is_no_share(tmp_path: Path) -> None:
    assert network_share(tmp_path) == ""


@pytest.mark.parametrize(
    "folder,service",
    [
        ("Dropbox/books", "Dropbox"),
        ("Dropbox (Juniper & Rye)/books", "Dropbox"),
        ("OneDrive", "OneDrive"),
        ("OneDrive - Juniper & Rye/Documents", "OneDrive"),
        ("Library/CloudStorage/OneDrive-Personal", "OneDrive"),
        ("Library/Mobile Documents/com~apple~CloudDocs/books", "iCloud"),
        ("iCloudDrive", "iCloud"),
        ("Google Drive/books", "Google Drive"),
        ("My Drive/books", "Google Drive"),
        ("Library/CloudStorage/GoogleDrive-maria@example.com/My Drive", "Google Drive"),
        ("Nextcloud", "Nextcloud"),
        ("Channelbook", ""),
        ("Dropbox exports", ""),
        ("OneDrive archive", ""),
    ],
)
def test_that_a_sync_folder_is_known_by_its_name(tmp_path: Path, folder: str, service: str) -> None:
    ledger = tmp_path / folder / "Shop.channelbook"
    assert sync_service(ledger, environment={}, home=tmp_path) == service


def test_that_a_ledger_called_after_a_service_is_in_no_sync_folder(tmp_path: Path) -> None:
    assert sync_service(tmp_path / "Dropbox", environment={}, home=tmp_path) == ""


def test_that_a_renamed_onedrive_is_known_by_its_variable(tmp_path: Path) -> None:
    environment = {"OneDriveCommercial": str(tmp_path / "Cloud")}
    assert (
        sync_service(tmp_path / "Cloud" / "a" / "S.channelbook", environment=environment, home=tmp_path) == "OneDrive"
    )
    assert sync_service(tmp_path / "Clouds" / "S.channelbook", environment=environment, home=tmp_path) == ""


@pytest.mark.parametrize(
    "marker,service", [(".dropbox.cache", "Dropbox"), (".stfolder", "Syncthing"), (".nextcloudsync.log", "Nextcloud")]
)
def test_that_a_renamed_sync_folder_is_known_by_what_lies_in_it(tmp_path: Path, marker: str, service: str) -> None:
    deep = tmp_path / "Cloud" / "a" / "b"
    deep.mkdir(parents=True)
    (tmp_path / "Cloud" / marker).touch()
    assert sync_service(deep / "Shop.channelbook", environment={}, home=tmp_path) == service


def test_that_documents_of_a_mac_are_synced_only_where_icloud_holds_them(tmp_path: Path) -> None:
    ledger = tmp_path / "Documents" / "Shop.channelbook"
    assert sync_service(ledger, environment={}, home=tmp_path) == ""
    (tmp_path / "Library" / "Mobile Documents" / "com~apple~CloudDocs" / "Documents").mkdir(parents=True)
    assert sync_service(ledger, environment={}, home=tmp_path) == "iCloud"
    assert sync_service(tmp_path / "Channelbook" / "Shop.channelbook", environment={}, home=tmp_path) == ""


@pytest.mark.parametrize(
    "name",
    [
        "Shop (Maria's conflicted copy 2026-11-23)",
        "Shop (conflicted copy 2026-11-23 042506)",
        "Shop (Case Conflict)",
        "Shop (In Konflikt stehende Kopie von Maria 2026-11-23)",
        "Shop (1)",
        "Shop(2)",
        "Shop [Conflict]",
        "Shop_conflict-20261123-042506",
        "Shop.sync-conflict-20261123-042506-ABCDEFG",
        "Shop-LAPTOP-7GH2K1Q",
        "Shop-Marias-MacBook-Air",
        "Shop-till-2",
        "Shop-till-2-2",
        "Shop (1) (Maria's conflicted copy 2026-11-23)",
    ],
)
def test_that_a_conflict_copy_is_found_from_either_side(tmp_path: Path, name: str) -> None:
    ledger, copy = tmp_path / "Shop.channelbook", tmp_path / f"{name}.channelbook"
    ledger.touch()
    copy.touch()
    assert conflict_copies(ledger, host="till-2") == (copy,)
    assert conflict_copies(copy, host="till-2") == (ledger,)


def test_that_other_ledgers_and_other_files_are_no_conflict_copies(tmp_path: Path) -> None:
    ledger = tmp_path / "Shop.channelbook"
    for name in ("Shop", "Shop 2026", "Shop-2026", "Shop (wholesale)", "Workshop (1)", "Shop-north", "shop"):
        (tmp_path / f"{name}.channelbook").touch()
    for name in ("Shop (1).xlsx", "Shop.channelbook.lock", "Shop (1).channelbook.seal"):
        (tmp_path / name).touch()
    (tmp_path / "Shop backups").mkdir()
    assert conflict_copies(ledger, host="till-2") == ()


def test_that_a_copy_alone_in_its_folder_is_no_conflict(tmp_path: Path) -> None:
    only = tmp_path / "Shop (1).channelbook"
    only.touch()
    assert conflict_copies(only, host="") == ()
