"""A backup counts only once it was opened and added up, and none is lost to another, to a kill or to rotation."""

from __future__ import annotations

import os
import random
import stat
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta, timezone
from hashlib import sha256
from pathlib import Path

import pytest

from app.errors import UserError
from app.ledger.backup import (
    Connection,
    Reason,
    backups_folder,
    copy_backup,
    list_backups,
    make_backup,
    read_only,
    restore,
    rotate,
)
from app.ledger.connect import plain_connection
from app.ledger.seal import file_digest, seal_path

NOW = datetime(2026, 11, 23, 4, 25, 6, 999, tzinfo=UTC)

# Writes rows and backs up for ever; a row is acknowledged once it is committed, a backup once it has its name.
WRITER = """
import sys
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from app.ledger.backup import make_backup
from app.ledger.connect import plain_connection

def verify(connection):
    rows = connection.execute("SELECT amount, contra FROM posting ORDER BY id").fetchall()
    assert all(amount + contra == 0 for amount, contra in rows)
    return sha256(repr(rows).encode()).hexdigest()

ledger = Path(sys.argv[1])
connection = plain_connection(ledger)
while True:
    connection.execute("BEGIN IMMEDIATE")
    connection.executemany("INSERT INTO posting (amount, contra) VALUES (?, ?)", [(n, -n) for n in range(500)])
    connection.execute("COMMIT")
    made = make_backup(connection, ledger, reason="regular", verify=verify, now=datetime.now(tz=UTC))
    print(made.path.name, flush=True)
"""

# No file may grow over 64 kB, so that writing the copy fails in the middle as on a full disk.
SMALL_DISK = """
import resource
import signal
import sys
from datetime import UTC, datetime
from pathlib import Path
from app.errors import UserError
from app.ledger.backup import make_backup
from app.ledger.connect import plain_connection

signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (65536, 65536))
ledger = Path(sys.argv[1])
try:
    make_backup(plain_connection(ledger), ledger, reason="regular", verify=lambda copy: "", now=datetime.now(tz=UTC))
except UserError as refused:
    print(refused)
"""


def head(connection: Connection) -> str:
    """Add a copy up and give the hash of what is in it, as the ledger's own check does."""
    rows = connection.execute("SELECT amount, contra FROM posting ORDER BY id").fetchall()
    if any(amount + contra for amount, contra in rows):
        raise UserError("The trial balance is not 0.")
    return sha256(repr(rows).encode()).hexdigest()


@pytest.fixture
def ledger(tmp_path: Path) -> Path:
    path = tmp_path / "Juniper & Rye.channelbook"
    path.touch(mode=0o600)
    with closing(plain_connection(path)) as connection:
        connection.execute("CREATE TABLE posting (id INTEGER PRIMARY KEY, amount INTEGER, contra INTEGER) STRICT")
        connection.execute("CREATE INDEX by_amount ON posting (amount)")
        add_rows(connection, 20_000)
    return path


@pytest.fixture
def connection(ledger: Path) -> Iterator[Connection]:
    with closing(plain_connection(ledger)) as opened:
        yield opened


def add_rows(connection: Connection, count: int) -> None:
    connection.execute("BEGIN IMMEDIATE")
    rows = [(number, -number) for number in range(count)]
    connection.executemany("INSERT INTO posting (amount, contra) VALUES (?, ?)", rows)
    connection.execute("COMMIT")


def damage(path: Path) -> None:
    """Overwrite the middle of a database, as a failing disk does."""
    with path.open("r+b") as stream:
        stream.seek(path.stat().st_size // 2)
        stream.write(bytes(range(256)) * 64)


def damaged_then_opened(path: Path) -> Connection:
    damage(path)
    return read_only(path)


def test_that_a_backup_is_a_verified_copy_under_a_telling_name(ledger: Path, connection: Connection) -> None:
    made = make_backup(connection, ledger, reason=Reason.BEFORE_IMPORT, verify=head, now=NOW)
    whole = head(connection)
    assert made.path.parent == ledger.parent / "Juniper & Rye backups" == backups_folder(ledger)
    assert made.path.name == f"Juniper & Rye 2026-11-23T04-25-06 before import {whole[:8]}.channelbook"
    assert (made.chain_head, made.reason, made.made_at) == (whole, "before import", NOW.replace(microsecond=0))
    assert (made.sha256, made.size) == (file_digest(made.path), made.path.stat().st_size)
    assert list(made.path.parent.iterdir()) == [made.path]
    with closing(read_only(made.path)) as copy:
        assert head(copy) == whole
        assert copy.execute("SELECT count(*) FROM posting").fetchone() == (20_000,)
    if os.name != "nt":
        assert stat.S_IMODE(made.path.stat().st_mode) == 0o600
        assert stat.S_IMODE(made.path.parent.stat().st_mode) == 0o700


def test_that_the_name_is_in_universal_time(ledger: Path, connection: Connection) -> None:
    there = NOW.astimezone(timezone(timedelta(hours=9)))
    made = make_backup(connection, ledger, reason="by hand", verify=head, now=there)
    assert "2026-11-23T04-25-06" in made.path.name


def test_that_what_another_connection_has_not_committed_is_not_in_it(ledger: Path, connection: Connection) -> None:
    before = head(connection)
    with closing(plain_connection(ledger)) as other:
        other.execute("BEGIN IMMEDIATE")
        other.execute("INSERT INTO posting (amount, contra) VALUES (1, -1)")
        made = make_backup(connection, ledger, reason="regular", verify=head, now=NOW)
        other.execute("ROLLBACK")
    assert made.chain_head == before


def test_that_no_backup_is_made_inside_a_change(ledger: Path, connection: Connection) -> None:
    connection.execute("BEGIN IMMEDIATE")
    with pytest.raises(RuntimeError, match="not yet committed"):
        make_backup(connection, ledger, reason="regular", verify=head, now=NOW)
    connection.execute("ROLLBACK")
    assert not backups_folder(ledger).exists()


def test_that_backups_of_the_same_second_stand_side_by_side(ledger: Path, connection: Connection) -> None:
    made = [make_backup(connection, ledger, reason="regular", verify=head, now=NOW) for _ in range(3)]
    assert len({backup.path for backup in made}) == 3
    assert {backup.path for backup in list_backups(ledger)} == {backup.path for backup in made}
    assert {backup.sha256 for backup in made} == {made[0].sha256}


def test_that_a_copy_that_does_not_add_up_is_no_backup(ledger: Path, connection: Connection) -> None:
    good = make_backup(connection, ledger, reason="regular", verify=head, now=NOW)
    connection.execute("INSERT INTO posting (amount, contra) VALUES (7, 0)")
    with pytest.raises(UserError, match="The trial balance is not 0"):
        make_backup(connection, ledger, reason="regular", verify=head, now=NOW)
    assert list(backups_folder(ledger).iterdir()) == [good.path]


def test_that_a_copy_damaged_on_its_way_is_no_backup(ledger: Path, connection: Connection) -> None:
    with pytest.raises(UserError, match=r"check \(Tree \d+ page \d+: [^\n]+\) and was removed\. .* was not touched"):
        make_backup(connection, ledger, reason="regular", verify=head, now=NOW, connect=damaged_then_opened)
    assert list(backups_folder(ledger).iterdir()) == []


def test_that_a_damaged_ledger_makes_no_backup_and_leaves_the_good_ones(ledger: Path, connection: Connection) -> None:
    good = make_backup(connection, ledger, reason="regular", verify=head, now=NOW)
    connection.close()
    damage(ledger)
    with closing(plain_connection(ledger)) as opened, pytest.raises(UserError, match="did not pass its check"):
        make_backup(opened, ledger, reason="regular", verify=lambda _: "0" * 64, now=NOW)
    assert list(backups_folder(ledger).iterdir()) == [good.path]


@pytest.mark.skipif(sys.platform != "linux", reason="limits of Linux")
def test_that_a_copy_that_finds_no_space_is_refused_in_words_and_leaves_nothing(ledger: Path) -> None:
    before = file_digest(ledger)
    arguments = [sys.executable, "-c", SMALL_DISK, str(ledger)]
    run = subprocess.run(arguments, capture_output=True, text=True, check=True, cwd=Path(__file__).parents[2])
    assert run.stdout.startswith("The backup could not be written (")
    assert "The ledger is unchanged" in run.stdout
    assert file_digest(ledger) == before
    assert list(backups_folder(ledger).iterdir()) == []


def test_that_backups_are_listed_newest_first_and_other_files_are_left_out(
    ledger: Path, connection: Connection
) -> None:
    assert list_backups(ledger) == ()
    times = [NOW - timedelta(hours=hours) for hours in (30, 2, 700)]
    made = [make_backup(connection, ledger, reason=Reason.WEEK_CLOSE, verify=head, now=now) for now in times]
    folder = backups_folder(ledger)
    for name in (
        "notes.txt",
        "Shop 2026-13-99T04-25-06 regular 01234567.channelbook",
        "Shop.channelbook",
        ".Shop.channelbook-part-1.channelbook",
    ):
        (folder / name).touch()
    listed = list_backups(ledger)
    assert [backup.path for backup in listed] == [made[1].path, made[0].path, made[2].path]
    assert [backup.made_at for backup in listed] == sorted((backup.made_at for backup in made), reverse=True)
    assert {(backup.reason, backup.size) for backup in listed} == {("week close", made[0].size)}
    assert {backup.chain_head for backup in listed} == {made[0].chain_head[:8]}


def test_that_a_second_copy_is_equal_and_made_once(ledger: Path, connection: Connection, tmp_path: Path) -> None:
    made = make_backup(connection, ledger, reason="regular", verify=head, now=NOW)
    second = tmp_path / "usb"
    with pytest.raises(UserError, match=r"is not there\. The backup itself is safe"):
        copy_backup(made, second)
    assert not second.exists()
    second.mkdir()
    copy = copy_backup(made, second)
    assert copy == second / "Juniper & Rye backups" / made.path.name
    assert file_digest(copy) == made.sha256
    assert copy_backup(list_backups(ledger)[0], second) == copy
    assert list(copy.parent.iterdir()) == [copy]


def test_that_a_second_copy_never_replaces_another_file(ledger: Path, connection: Connection, tmp_path: Path) -> None:
    made = make_backup(connection, ledger, reason="regular", verify=head, now=NOW)
    other = tmp_path / "usb" / made.path.parent.name / made.path.name
    other.parent.mkdir(parents=True)
    other.write_text("another")
    with pytest.raises(UserError, match="left alone"):
        copy_backup(made, tmp_path / "usb")
    assert other.read_text() == "another"
    assert list(other.parent.iterdir()) == [other]


def test_that_a_backup_is_restored_to_a_new_file_and_the_old_ones_stay(ledger: Path, connection: Connection) -> None:
    made = make_backup(connection, ledger, reason="regular", verify=head, now=NOW)
    add_rows(connection, 5)
    before = file_digest(ledger)
    restored = ledger.with_name("Restored.channelbook")
    seal_path(restored).write_text("of a ledger that is gone")
    assert restore(made.path, restored, verify=head) == made.chain_head
    assert file_digest(restored) == made.sha256 == file_digest(made.path)
    assert file_digest(ledger) == before
    assert not seal_path(restored).exists()
    if os.name != "nt":
        assert stat.S_IMODE(restored.stat().st_mode) == 0o600
        assert restored.stat().st_nlink == 1


def test_that_nothing_is_restored_over_a_file_or_beside_its_journal(ledger: Path, connection: Connection) -> None:
    made = make_backup(connection, ledger, reason="regular", verify=head, now=NOW)
    before = file_digest(ledger)
    with pytest.raises(UserError, match="is there already and is never overwritten"):
        restore(made.path, ledger, verify=head)
    ledger.with_name("New.channelbook-journal").write_text("pages of a ledger that is gone")
    with pytest.raises(UserError, match=r"New\.channelbook-journal is there already"):
        restore(made.path, ledger.with_name("New.channelbook"), verify=head)
    assert file_digest(ledger) == before
    assert not ledger.with_name("New.channelbook").exists()


def test_that_a_damaged_or_missing_or_busy_backup_is_not_restored(ledger: Path, connection: Connection) -> None:
    made = make_backup(connection, ledger, reason="regular", verify=head, now=NOW)
    new = ledger.with_name("New.channelbook")
    journal = made.path.with_name(f"{made.path.name}-journal")
    journal.write_text("somebody writes to the backup")
    with pytest.raises(UserError, match="is in use"):
        restore(made.path, new, verify=head)
    journal.unlink()
    damage(made.path)
    with pytest.raises(UserError, match="did not pass its check"):
        restore(made.path, new, verify=head)
    made.path.write_text("no database at all")
    with pytest.raises(UserError, match="did not pass its check"):
        restore(made.path, new, verify=head)
    made.path.unlink()
    with pytest.raises(UserError, match="There is no backup at"):
        restore(made.path, new, verify=head)
    assert sorted(path.name for path in ledger.parent.iterdir()) == ["Juniper & Rye backups", ledger.name]


def test_that_rotation_removes_old_backups_and_nothing_else(ledger: Path, connection: Connection) -> None:
    times = [NOW - timedelta(days=10, minutes=minutes) for minutes in (1, 2, 3)] + [NOW] * 3
    made = [make_backup(connection, ledger, reason="regular", verify=head, now=now) for now in times]
    notes = backups_folder(ledger) / "notes.txt"
    notes.touch()
    gone = rotate(backups_folder(ledger), NOW)
    assert set(gone) == {made[1].path, made[2].path}
    assert set(backups_folder(ledger).iterdir()) == {made[0].path, *(backup.path for backup in made[3:]), notes}
    assert rotate(backups_folder(ledger), NOW) == ()
    assert rotate(ledger.parent / "no such folder", NOW) == ()


def test_that_kills_leave_the_ledger_whole_and_every_named_backup_good(ledger: Path) -> None:
    chance = random.Random(20261123)
    for _ in range(15):
        arguments = [sys.executable, "-c", WRITER, str(ledger)]
        with subprocess.Popen(arguments, stdout=subprocess.PIPE, cwd=Path(__file__).parents[2]) as writer:
            assert writer.stdout is not None
            first = writer.stdout.readline()
            time.sleep(chance.uniform(0, 0.1))
            writer.kill()
            acknowledged = (first + writer.stdout.read()).decode().splitlines()
        listed = list_backups(ledger)
        assert set(acknowledged) <= {backup.path.name for backup in listed}
        for backup in listed:
            with closing(read_only(backup.path)) as copy:
                assert copy.execute("PRAGMA quick_check").fetchall() == [("ok",)]
                assert head(copy).startswith(backup.chain_head)
            backup.path.unlink()
        with closing(plain_connection(ledger)) as opened:
            assert opened.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
            assert opened.execute("SELECT count(*) % 500 FROM posting").fetchone() == (0,)
