"""One process has a ledger at a time, and nothing of the lock outlives that process."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from app.errors import OpenFailure, OpenFailureKind
from app.ledger.lock import acquire, holder, lock_path

POSIX = pytest.mark.skipif(os.name == "nt", reason="links and forks of POSIX")

HOLDER = """
import sys
from pathlib import Path
from app.ledger.lock import acquire

lock = acquire(Path(sys.argv[1]))
print("held", flush=True)
sys.stdin.readline()
lock.release()
"""

# The child of a fork outlives its parent and must not keep the lock.
FORKING_HOLDER = """
import os
import sys
import time
from pathlib import Path
from app.ledger.lock import acquire

lock = acquire(Path(sys.argv[1]))
child = os.fork()
if child == 0:
    print(os.getpid(), flush=True)  # said by the child: it has let go of the lock by now
    time.sleep(30)
    os._exit(0)
sys.stdin.readline()
"""

# Several processes take and release the lock as fast as they can; the counter shows two at once.
CONTENDER = """
import sys
import time
from pathlib import Path
from app.errors import OpenFailure
from app.ledger.lock import acquire

ledger, counter = Path(sys.argv[1]), Path(sys.argv[2])
taken = 0
deadline = time.monotonic() + 20
while taken < 25 and time.monotonic() < deadline:
    try:
        with acquire(ledger):
            number = int(counter.read_text())
            time.sleep(0.001)
            counter.write_text(str(number + 1))
            taken += 1
    except OpenFailure:
        time.sleep(0.001)
print(taken)
"""


@contextmanager
def another_process(script: str, ledger: Path) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """Run a script that holds the lock; gives it with the first line it prints."""
    with subprocess.Popen(
        [sys.executable, "-c", script, str(ledger)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        cwd=Path(__file__).parents[2],
    ) as process:
        assert process.stdout is not None
        try:
            yield process, process.stdout.readline().strip()
        finally:
            process.kill()


@pytest.fixture
def ledger(tmp_path: Path) -> Path:
    path = tmp_path / "Shop.channelbook"
    path.touch()
    return path


def test_that_a_lock_names_its_holder_and_leaves_nothing_when_released(ledger: Path) -> None:
    lock = acquire(ledger)
    found = holder(ledger)
    assert found is not None
    assert found.pid == os.getpid()
    assert found.is_here()
    assert timedelta(0) <= datetime.now(tz=UTC) - found.since < timedelta(minutes=1)
    lock.release()
    lock.release()
    assert list(ledger.parent.iterdir()) == [ledger]


def test_that_a_second_process_is_refused_with_the_name_of_the_first(ledger: Path) -> None:
    with another_process(HOLDER, ledger) as (process, _), pytest.raises(OpenFailure) as refused:
        acquire(ledger)
    assert refused.value.kind is OpenFailureKind.LOCKED
    assert str(refused.value).startswith("Shop.channelbook is already open on this computer, by ")
    assert f"(process {process.pid})" in str(refused.value)
    assert "Nothing was changed" in str(refused.value)


def test_that_a_second_window_of_the_same_process_is_refused_too(ledger: Path) -> None:
    with acquire(ledger):
        with pytest.raises(OpenFailure, match=f"process {os.getpid()}"):
            acquire(ledger)
        assert holder(ledger) is not None
    acquire(ledger).release()


def test_that_a_holder_that_was_killed_leaves_nothing_stale(ledger: Path) -> None:
    for _ in range(5):
        with another_process(HOLDER, ledger) as (process, said):
            assert said == "held"
            process.kill()
            process.wait()
            assert lock_path(ledger).exists()
            with acquire(ledger):
                found = holder(ledger)
                assert found is not None
                assert found.pid == os.getpid()


def test_that_a_holder_that_ends_in_good_order_lets_the_next_in(ledger: Path) -> None:
    with another_process(HOLDER, ledger) as (process, _):
        process.communicate("\n", timeout=20)
        assert process.returncode == 0
        acquire(ledger).release()


@POSIX
def test_that_a_forked_child_does_not_keep_the_lock_of_its_killed_parent(ledger: Path) -> None:
    with another_process(FORKING_HOLDER, ledger) as (process, child):
        process.kill()
        process.wait()
        try:
            acquire(ledger).release()
        finally:
            os.kill(int(child), signal.SIGKILL)


@POSIX
def test_that_the_lock_is_the_same_through_a_link(ledger: Path, tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    link = tmp_path / "folder" / "other name.channelbook"
    link.symlink_to(ledger)
    (tmp_path / "linked folder").symlink_to(tmp_path, target_is_directory=True)
    with acquire(link):
        for way in (ledger, tmp_path / "linked folder" / ledger.name, ledger.parent / "folder" / ".." / ledger.name):
            assert lock_path(way) == lock_path(link)
            with pytest.raises(OpenFailure):
                acquire(way)


@pytest.mark.parametrize("text", ["", "{", "[]", '{"pid": 1}', '{"pid": "x", "host": 1, "user": 2, "since": "never"}'])
def test_that_a_lock_file_with_other_contents_is_taken_and_names_nobody(ledger: Path, text: str) -> None:
    lock_path(ledger).write_text(text)
    assert holder(ledger) is None
    with acquire(ledger):
        assert holder(ledger) is not None


def test_that_a_holder_on_another_computer_is_named_by_it(ledger: Path) -> None:
    with another_process(HOLDER, ledger):
        lock_path(ledger).write_text(
            '{"pid": 7, "host": "till-2", "user": "maria", "since": "2026-11-23T04:25:06+00:00"}'
        )
        with pytest.raises(OpenFailure, match=r"already open on till-2, by maria since 2026-11-2\d \d\d:\d\d"):
            acquire(ledger)


def test_that_a_folder_that_takes_no_lock_is_refused_in_words(tmp_path: Path) -> None:
    with pytest.raises(OpenFailure, match="does not take new files") as refused:
        acquire(tmp_path / "gone" / "Shop.channelbook")
    assert refused.value.kind is OpenFailureKind.READ_ONLY_PLACE


def test_that_never_two_of_several_processes_hold_the_lock(ledger: Path, tmp_path: Path) -> None:
    counter = tmp_path / "counter"
    counter.write_text("0")
    arguments = [sys.executable, "-c", CONTENDER, str(ledger), str(counter)]
    contenders = [
        subprocess.Popen(arguments, stdout=subprocess.PIPE, text=True, cwd=Path(__file__).parents[2]) for _ in range(4)
    ]
    taken = [int(contender.communicate(timeout=60)[0]) for contender in contenders]
    assert sum(taken) == int(counter.read_text())
    assert all(taken)
