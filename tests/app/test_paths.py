"""Files are replaced whole or not at all, whatever kills the writer, and names are ones every system accepts."""

from __future__ import annotations

import os
import random
import stat
import subprocess
import sys
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as some

from app.errors import UserError
from app.paths import Paths, private_folder, put_new, refuse_to_replace, replace_file, safe_name

POSIX = pytest.mark.skipif(os.name == "nt", reason="modes and links of POSIX")

WRITER = """
import sys
from pathlib import Path
from app.paths import replace_file

target = Path(sys.argv[1])
number = 0
while True:
    number += 1
    with replace_file(target) as partial, partial.open("wb") as stream:
        for _ in range(8):
            stream.write(number.to_bytes(4, "big") * 4096)
    sys.stdout.write(f"{number}\\n")
    sys.stdout.flush()
"""


def make_immutable(path: Path, *, on: bool) -> bool:
    """Ask Linux to protect a file even from root, as a program on Windows protects the file it has open."""
    command = ["/usr/bin/chattr", "+i" if on else "-i", str(path)]
    return Path(command[0]).exists() and subprocess.run(command, capture_output=True, check=False).returncode == 0


def test_that_a_file_is_written_and_nothing_else_stays(tmp_path: Path) -> None:
    target = tmp_path / "report.csv"
    with replace_file(target) as partial:
        assert partial.parent == target.parent
        assert partial.suffix == ".csv"
        partial.write_text("first")
        assert not target.exists()
    assert target.read_text() == "first"
    assert list(tmp_path.iterdir()) == [target]


def test_that_a_failure_while_writing_leaves_the_old_file(tmp_path: Path) -> None:
    target = tmp_path / "report.csv"
    target.write_text("old")

    def fail() -> None:
        with replace_file(target) as partial:
            partial.write_text("half")
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        fail()
    assert target.read_text() == "old"
    assert list(tmp_path.iterdir()) == [target]


def test_that_a_target_that_cannot_be_replaced_keeps_both_files_and_says_where(tmp_path: Path) -> None:
    target = tmp_path / "report.xlsx"
    target.mkdir()
    with (
        pytest.raises(UserError, match=r"report\.xlsx cannot be replaced .*kept as .*report \(new\)\.xlsx") as refused,
        replace_file(target) as partial,
    ):
        partial.write_text("new")
    kept = tmp_path / "report (new).xlsx"
    assert str(kept) in str(refused.value)
    assert kept.read_text() == "new"
    assert sorted(tmp_path.iterdir()) == [kept, target]


def test_that_a_kept_file_never_replaces_one_kept_before(tmp_path: Path) -> None:
    target = tmp_path / "report.xlsx"
    target.mkdir()
    for text in ("one", "two", "three"):
        with pytest.raises(UserError), replace_file(target) as partial:
            partial.write_text(text)
    kept = [tmp_path / f"report (new{number}).xlsx" for number in ("", " 2", " 3")]
    assert [path.read_text() for path in kept] == ["one", "two", "three"]


def test_that_a_file_held_by_another_program_is_left_and_named(tmp_path: Path) -> None:
    target = tmp_path / "report.xlsx"
    target.write_text("open in Excel")
    if not make_immutable(target, on=True):
        pytest.skip("this system cannot protect a file from us")
    try:
        with (
            pytest.raises(UserError, match=r"report\.xlsx is open in another program or protected"),
            replace_file(target) as partial,
        ):
            partial.write_text("new")
    finally:
        make_immutable(target, on=False)
    assert target.read_text() == "open in Excel"
    assert (tmp_path / "report (new).xlsx").read_text() == "new"


@POSIX
def test_that_a_link_stays_a_link_to_the_replaced_file(tmp_path: Path) -> None:
    real, link = tmp_path / "real.json", tmp_path / "link.json"
    real.write_text("old")
    link.symlink_to(real)
    with replace_file(link) as partial:
        partial.write_text("new")
    assert link.is_symlink()
    assert real.read_text() == "new"


@POSIX
def test_that_a_file_keeps_its_mode_and_a_private_one_is_closed_to_others(tmp_path: Path) -> None:
    target = tmp_path / "shared.csv"
    target.touch()
    target.chmod(0o664)
    with replace_file(target) as partial:
        partial.write_text("x")
    assert stat.S_IMODE(target.stat().st_mode) == 0o664
    with replace_file(target, private=True) as partial:
        partial.write_text("x")
    assert stat.S_IMODE(target.stat().st_mode) == 0o600


def test_that_a_folder_that_is_not_there_is_refused_in_words(tmp_path: Path) -> None:
    with (
        pytest.raises(UserError, match=r"cannot be written in .*Nothing was changed"),
        replace_file(tmp_path / "gone" / "report.csv"),
    ):
        pass


@POSIX
def test_that_a_full_disk_is_said_in_words_and_leaves_the_old_file(tmp_path: Path) -> None:
    full = Path("/dev/full")
    if not full.exists():
        pytest.skip("this system has no /dev/full")
    target = tmp_path / "report.csv"
    target.write_text("old")
    with pytest.raises(UserError, match="There is no space left"), replace_file(target):
        full.write_text("x")
    assert target.read_text() == "old"
    assert list(tmp_path.iterdir()) == [target]


def test_that_what_a_killed_writer_left_is_cleared_away_a_day_later(tmp_path: Path) -> None:
    target = tmp_path / "report.csv"
    stale, fresh = tmp_path / ".report.channelbook-part-1.csv", tmp_path / ".report.channelbook-part-2.csv"
    other = tmp_path / ".another.channelbook-part-3.csv"
    for path in (stale, fresh, other):
        path.touch()
    for path in (stale, other):
        os.utime(path, (time.time() - 100_000,) * 2)
    with replace_file(target) as partial:
        partial.write_text("x")
    assert sorted(tmp_path.iterdir()) == sorted([target, fresh, other])


def test_that_a_new_file_is_never_put_over_another(tmp_path: Path) -> None:
    partial, target = tmp_path / "partial", tmp_path / "target"
    partial.write_text("new")
    target.write_text("old")
    with pytest.raises(FileExistsError):
        put_new(partial, target)
    assert target.read_text() == "old"
    target.unlink()
    put_new(partial, target)
    assert target.read_text() == "new"
    assert not partial.exists()


def test_that_a_hundred_kills_leave_the_old_file_or_the_new_one(tmp_path: Path) -> None:
    chance = random.Random(20261123)
    target = tmp_path / "state.bin"
    arguments = [sys.executable, "-c", WRITER, str(target)]
    for _ in range(100):
        target.unlink(missing_ok=True)
        with subprocess.Popen(arguments, stdout=subprocess.PIPE, cwd=Path(__file__).parents[2]) as writer:
            assert writer.stdout is not None
            first = writer.stdout.readline()
            time.sleep(chance.uniform(0, 0.02))
            writer.kill()
            acknowledged = int((first + writer.stdout.read()).split()[-1])
        contents = target.read_bytes()
        number = int.from_bytes(contents[:4], "big")
        assert contents == number.to_bytes(4, "big") * 4096 * 8
        assert number in {acknowledged, acknowledged + 1}


def test_that_everything_lies_below_a_folder_that_was_named(tmp_path: Path) -> None:
    paths = Paths.for_user(tmp_path)
    assert all(path.is_relative_to(tmp_path) for path in (paths.settings, paths.log, paths.inbox, paths.ledgers))
    assert not list(tmp_path.iterdir())


def test_that_the_usual_places_are_the_users_own() -> None:
    paths = Paths.for_user()
    assert paths == Paths.for_user(None)
    assert paths.ledgers == Path.home() / "Channelbook"
    assert paths.settings.name == "settings.json"
    assert len({paths.settings, paths.log, paths.inbox, paths.ledgers}) == 4


@POSIX
def test_that_only_the_folders_made_are_closed_to_others(tmp_path: Path) -> None:
    tmp_path.chmod(0o755)
    private_folder(tmp_path / "a" / "b")
    private_folder(tmp_path / "a" / "b")
    modes = [stat.S_IMODE(folder.stat().st_mode) for folder in (tmp_path, tmp_path / "a", tmp_path / "a" / "b")]
    assert modes == [0o755, 0o700, 0o700]


def test_that_a_folder_under_a_file_is_refused_in_words(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(UserError, match="could not be made"):
        private_folder(tmp_path / "file" / "folder")


@pytest.mark.parametrize(
    "text,name",
    [
        ("orders_export_1.csv", "orders_export_1.csv"),
        ("../../etc/passwd", "etc passwd"),
        ("..\\..\\Windows\\win.ini", "Windows win.ini"),
        ('a<b>c:d"e|f?g*h', "a b c d e f g h"),
        ("CON", "_CON"),
        ("lpt1.csv", "_lpt1.csv"),
        ("com10", "com10"),
        (" . . ", "unnamed"),
        ("", "unnamed"),
        ("line\r\nbreak\tand\x00null", "line break andnull"),
        ("gpj.\u202eexe", "gpj.exe"),
        ("Cafe\u0301", "Café"),
        ("ends with a dot. ", "ends with a dot"),
        (".hidden", "hidden"),
    ],
)
def test_that_a_name_from_content_is_made_safe(text: str, name: str) -> None:
    assert safe_name(text) == name


@given(some.text(alphabet=some.characters(codec=None), max_size=300))
def test_that_any_text_gives_a_short_stable_name_without_separators(text: str) -> None:
    name = safe_name(text)
    assert 0 < len(name.encode()) <= 121
    assert not set(name) & set('<>:"/\\|?*\0\r\n')
    assert name not in {".", ".."}
    assert name == name.strip(" .")
    assert safe_name(name) == name


@pytest.mark.parametrize(
    "name", ["Shop.channelbook", "Shop.channelbook.seal", "SHOP.CHANNELBOOK", "Shop.channelbook-wal"]
)
def test_that_no_file_takes_the_name_of_a_ledger_or_of_what_lies_beside_it(tmp_path: Path, name: str) -> None:
    with pytest.raises(UserError, match="is a ledger or belongs to one"), replace_file(tmp_path / name) as partial:
        partial.write_text("table")
    assert list(tmp_path.iterdir()) == []


def test_that_a_database_by_any_name_is_never_replaced(tmp_path: Path) -> None:
    target = tmp_path / "table.csv"
    target.write_bytes(b"SQLite format 3\x00 and more")
    with pytest.raises(UserError, match="Choose another name for the file"), replace_file(target) as partial:
        partial.write_text("table")
    assert target.read_bytes().startswith(b"SQLite")
    named = tmp_path / "Shop.channelbook.csv"
    with replace_file(named) as partial:
        partial.write_text("table")
    assert named.read_text(encoding="utf-8") == "table"


def test_that_only_a_file_in_a_folder_may_be_replaced(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="is a folder"):
        refuse_to_replace(tmp_path)
    if os.name != "nt":
        with pytest.raises(UserError, match="is no file that could be replaced"):
            refuse_to_replace(Path(os.devnull))
    refuse_to_replace(tmp_path / "new.csv")
