"""A ledger is not made or opened where it could be lost, and every refusal says what to do."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from app.errors import OpenFailure, OpenFailureKind
from app.ledger.places import (
    check_space,
    make_private,
    notices_for,
    readable_by_others,
    refuse_bad_place,
    refuse_conflict_copies,
    refuse_unwritable,
)

POSIX = pytest.mark.skipif(os.name == "nt", reason="rights and links of POSIX")

# Root may write anywhere, so the check runs as a user without rights; it is loaded before they are given up.
WITHOUT_RIGHTS = """
import os
import sys
import tempfile
from pathlib import Path
from app.ledger.places import refuse_unwritable

if os.geteuid() == 0:
    os.setuid(65534)
try:
    refuse_unwritable(Path(sys.argv[1]))
except Exception as refused:
    print(refused.kind, refused)
"""


@pytest.fixture
def ledger(tmp_path: Path) -> Path:
    path = tmp_path / "Shop.channelbook"
    path.touch(mode=0o600)
    return path


def test_that_an_ordinary_folder_is_a_good_place(ledger: Path, tmp_path: Path) -> None:
    refuse_bad_place(tmp_path / "new folder" / "New.channelbook")
    refuse_conflict_copies(ledger)
    refuse_unwritable(ledger)
    check_space(ledger)
    assert notices_for(ledger) == ()
    assert list(tmp_path.iterdir()) == [ledger]


def test_that_a_sync_folder_is_refused_unless_allowed_and_then_said_all_the_time(tmp_path: Path) -> None:
    ledger = tmp_path / "Dropbox" / "Shop.channelbook"
    with pytest.raises(OpenFailure, match="kept in step by Dropbox") as refused:
        refuse_bad_place(ledger)
    assert refused.value.kind is OpenFailureKind.SYNC_FOLDER
    assert "No ledger was made. Choose a folder" in str(refused.value)
    refuse_bad_place(ledger, allowed=True)
    ledger.parent.mkdir()
    ledger.touch(mode=0o600)
    (notice,) = notices_for(ledger)
    assert "kept in step by Dropbox" in notice


@POSIX
def test_that_a_sync_folder_is_recognised_behind_a_link(tmp_path: Path) -> None:
    (tmp_path / "Dropbox").mkdir()
    (tmp_path / "books").symlink_to(tmp_path / "Dropbox", target_is_directory=True)
    with pytest.raises(OpenFailure, match="Dropbox"):
        refuse_bad_place(tmp_path / "books" / "Shop.channelbook")


def test_that_a_conflict_copy_is_refused_unless_the_person_chose(ledger: Path, tmp_path: Path) -> None:
    (tmp_path / "Shop (Maria's conflicted copy 2026-11-23).channelbook").touch()
    with pytest.raises(OpenFailure, match="Maria's conflicted copy") as refused:
        refuse_conflict_copies(ledger)
    assert refused.value.kind is OpenFailureKind.SYNC_FOLDER
    refuse_conflict_copies(ledger, allowed=True)
    (notice,) = notices_for(ledger)
    assert "Maria's conflicted copy" in notice


@POSIX
def test_that_a_ledger_others_can_read_is_said_and_a_new_one_is_closed_to_them(ledger: Path) -> None:
    ledger.chmod(0o640)
    assert readable_by_others(ledger)
    (notice,) = notices_for(ledger)
    assert "Other users of this computer can read Shop.channelbook" in notice
    make_private(ledger)
    assert stat.S_IMODE(ledger.stat().st_mode) == 0o600
    assert notices_for(ledger) == ()


@POSIX
def test_that_a_second_name_of_the_ledger_is_said(ledger: Path, tmp_path: Path) -> None:
    os.link(ledger, tmp_path / "second name.channelbook")
    (notice,) = notices_for(ledger)
    assert "second name" in notice


@POSIX
def test_that_a_ledger_larger_than_a_third_of_the_free_space_is_refused(ledger: Path) -> None:
    free = os.statvfs(ledger).f_bavail * os.statvfs(ledger).f_frsize
    try:
        os.truncate(ledger, free // 2)  # a hole: it takes no space
    except OSError:
        pytest.skip("this file system has no files with holes")
    with pytest.raises(OpenFailure, match=r"[\d,]+ MB are free beside Shop\.channelbook, and [\d,]+ MB") as refused:
        check_space(ledger)
    assert refused.value.kind is OpenFailureKind.NO_SPACE
    os.truncate(ledger, 0)
    check_space(ledger)


@POSIX
def test_that_a_folder_or_a_file_without_the_right_to_write_is_refused() -> None:
    # Not in pytest's folder, which only its owner may enter.
    with tempfile.TemporaryDirectory() as folder:
        open_to_all, archive = Path(folder), Path(folder) / "archive"
        archive.mkdir()
        ledgers = {archive / "Old.channelbook": "takes no new files", open_to_all / "Shop.channelbook": "is read-only"}
        for ledger in ledgers:
            ledger.touch()
            ledger.chmod(0o444)
        open_to_all.chmod(0o777)
        archive.chmod(0o555)
        for ledger, why in ledgers.items():
            arguments = [sys.executable, "-c", WITHOUT_RIGHTS, str(ledger)]
            run = subprocess.run(arguments, capture_output=True, text=True, check=True, cwd=Path(__file__).parents[2])
            assert run.stdout.startswith(f"read-only place {ledger.name} cannot be written")
            assert why in run.stdout
        archive.chmod(0o755)
