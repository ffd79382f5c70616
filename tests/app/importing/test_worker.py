"""The process that reads large files: what it says, its limits, and that nothing outlives anything."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterable
from pathlib import Path

import pytest

from app.errors import Cancelled, ImportRefused
from app.importing import batch, coming
from app.importing.batch import commit, import_file
from app.importing.coming import LARGE_TEXT, Coming, Piece, Worker, command, is_large
from app.importing.drafting import Choices, Known, draft_file
from app.importing.finding import FileToImport, find_files
from app.importing.preview import preview
from app.importing.rebuild import rebuild
from app.importing.telling import Asked, Limits
from app.jobs import Progress
from app.ledger.blocks import block_of
from app.ledger.connect import plain_connection
from app.ledger.ledger import Ledger
from app.ledger.opening import new_ledger
from benchmarks.orders_file import CURRENCY, write_orders

ROWS = 6000
ROOT = Path(__file__).parents[3]
KNOWN = Known(CURRENCY, ())
# What differs between two ledgers of the same facts: when something happened.
TABLES = {
    "document": "*",
    "posting": "*",
    "remark": "*",
    "batch": "id, kind, source_file_id, counts, digest, active",
    "source_file": "id, sha256, size, export, channel_id, options, stamp, first_day, last_day, rows, content",
    "listing": "*",
}
posix = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such limits and signals")
linux = pytest.mark.skipif(sys.platform != "linux", reason="reads what only Linux tells of processes")


@pytest.fixture(scope="module")
def orders(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Write a seeded export that is large enough for a worker and to be written while it is read."""
    path = tmp_path_factory.mktemp("orders") / "orders_export.csv"
    write_orders(path, rows=ROWS)
    assert ROWS > batch.AT_ONCE_ROWS
    assert path.stat().st_size > LARGE_TEXT
    return path


@pytest.fixture
def ledger(tmp_path: Path) -> Ledger:
    """Make an empty ledger."""
    return new_ledger(tmp_path / "worked.channelbook", currency=CURRENCY)


def asked(path: Path, limits: Limits | None = None) -> Asked:
    """Ask for a file."""
    return Asked(find_files([path])[0], Choices(), KNOWN, limits or Limits())


def stored(ledger: Ledger) -> dict[str, list[tuple[object, ...]]]:
    """Read what a ledger holds, and its indexes."""
    bare = plain_connection(ledger.path, read_only=True)
    found = {
        table: bare.execute(f"SELECT {columns} FROM {table} ORDER BY id").fetchall()  # noqa: S608 - names of our own
        for table, columns in TABLES.items()
    }
    found["indexes"] = bare.execute("SELECT name FROM sqlite_schema WHERE type = 'index' ORDER BY name").fetchall()
    bare.close()
    return found


def children(process: int) -> set[int]:
    """Give the processes that a process has started and that still run."""
    tasks = Path(f"/proc/{process}/task").glob("*/children")
    found = {int(child) for task in tasks for child in task.read_text("ascii").split()}
    return {child for child in found if runs(child)}


def runs(process: int) -> bool:
    """Say whether a process is there and not merely waiting to be noticed as ended."""
    try:
        return Path(f"/proc/{process}/stat").read_text("ascii").rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def kill_children() -> None:
    """Wait for what this process starts and kill it, as a person or a system short of memory may."""
    while not (started := children(os.getpid())):
        time.sleep(0.005)
    for child in started:
        os.kill(child, signal.SIGKILL)


def as_told(pieces: Iterable[Piece]) -> list[Piece]:
    """Give pieces as they come out of a worker: their drafts as columns."""
    return [block_of(piece) if isinstance(piece, list) else piece for piece in pieces]


def test_that_a_worker_reads_a_file_as_it_is_read_here(orders: Path) -> None:
    with Worker(asked(orders), Progress().check) as worker:
        pieces = list(worker.pieces())
    assert pieces == as_told(draft_file(find_files([orders])[0], Choices(), KNOWN))


def test_that_a_file_held_in_memory_is_read_by_a_worker_as_well(orders: Path) -> None:
    file = FileToImport("inside.zip: orders.csv", Path("inside.zip"), "orders.csv", None, orders.read_bytes())
    with Worker(Asked(file, Choices(), KNOWN, Limits()), Progress().check) as worker:
        pieces = list(worker.pieces())
    assert pieces == as_told(draft_file(file, Choices(), KNOWN))


def test_that_a_refusal_is_told_as_it_is_here(tmp_path: Path) -> None:
    path = tmp_path / "unknown.csv"
    path.write_text("colour,smell\n" + "red,rose\n" * 200_000, encoding="utf-8")
    with pytest.raises(ImportRefused) as here:
        list(draft_file(find_files([path])[0], Choices(), KNOWN))
    with Worker(asked(path), Progress().check) as worker, pytest.raises(ImportRefused) as there:
        list(worker.pieces())
    assert str(there.value) == str(here.value)


def test_which_files_a_worker_reads(tmp_path: Path) -> None:
    held = [(b"a" * LARGE_TEXT, True), (b"a" * (LARGE_TEXT - 1), False), (b"PK" + b"a" * 64 * 1024, True)]
    for content, large in held:
        assert is_large(FileToImport("x", Path("x"), content=content)) is large
    assert not is_large(FileToImport("gone.csv", tmp_path / "gone.csv"))


def test_that_an_import_written_while_it_is_read_stores_what_a_commit_stores(
    ledger: Ledger, tmp_path: Path, orders: Path
) -> None:
    import_file(ledger, Progress(), file=find_files([orders])[0])
    by_commit = new_ledger(tmp_path / "committed.channelbook", currency=CURRENCY)
    looked_at(by_commit, orders)
    assert stored(ledger) == stored(by_commit)
    newer = changed(orders, tmp_path / "orders_export.csv", later=60)
    import_file(ledger, Progress(), file=find_files([newer])[0])
    looked_at(by_commit, newer)
    assert stored(ledger) == stored(by_commit)
    assert rebuild(ledger, Progress()).ok
    ledger.close()
    by_commit.close()


def looked_at(ledger: Ledger, path: Path) -> None:
    """Import a file after it was looked at, as the window does."""
    with ledger.read() as session:
        seen = preview(session, find_files([path])[0], Choices(), Progress(), today=ledger.today())
    commit(ledger, Progress(), seen=seen)


def changed(source: Path, target: Path, *, later: int) -> Path:
    """Write a copy of a file in which other things were bought, so many seconds later."""
    target.write_text(source.read_text(encoding="utf-8").replace("BOT-01", "BOT-09"), encoding="utf-8")
    assert target.read_bytes() != source.read_bytes()
    time_of = int(source.stat().st_mtime) + later
    os.utime(target, (time_of, time_of))
    return target


def test_that_a_file_refused_at_its_end_leaves_nothing(ledger: Ledger, tmp_path: Path, orders: Path) -> None:
    import_file(ledger, Progress(), file=find_files([orders])[0])
    before = stored(ledger)
    with pytest.raises(ImportRefused, match="same age"):
        import_file(ledger, Progress(), file=find_files([changed(orders, tmp_path / "orders_export.csv", later=0)])[0])
    assert stored(ledger) == before
    ledger.close()


def test_that_a_file_changed_while_it_is_read_is_refused(
    ledger: Ledger, tmp_path: Path, orders: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(coming, "LARGE_TEXT", orders.stat().st_size + 1)  # read here, so that it is changed in time
    path = tmp_path / "orders_export.csv"
    path.write_bytes(orders.read_bytes())
    before = stored(ledger)

    def change(_done: int, _total: int, note: str) -> None:
        if note.startswith("Importing"):
            path.write_text("Name\n", encoding="utf-8")

    with pytest.raises(ImportRefused, match=r"orders_export.csv was changed while it was read. Nothing was imported"):
        import_file(ledger, Progress(change), file=find_files([path])[0])
    assert stored(ledger) == before
    ledger.close()


def test_that_the_same_file_again_adds_nothing(ledger: Ledger, orders: Path) -> None:
    import_file(ledger, Progress(), file=find_files([orders])[0])
    again = import_file(ledger, Progress(), file=find_files([orders])[0])
    assert again.batch_id is None
    assert again.preview.imported_before
    ledger.close()


@linux
def test_that_a_worker_over_its_memory_ends_with_a_sentence(orders: Path) -> None:
    with (
        Worker(asked(orders, Limits(memory=60 * 1024**2)), Progress().check) as worker,
        pytest.raises(ImportRefused, match=r"reading of orders_export.csv stopped: .* 60 MB of memory. Nothing was ch"),
    ):
        list(worker.pieces())


@posix
def test_that_a_worker_over_its_time_ends_with_a_sentence(tmp_path: Path, orders: Path) -> None:
    header, _, body = orders.read_text(encoding="utf-8").partition("\n")
    path = tmp_path / "orders_export.csv"
    path.write_text(header + "\n" + body * 36, encoding="utf-8")
    with (
        Worker(asked(path, Limits(seconds=1)), Progress().check) as worker,
        pytest.raises(ImportRefused, match=r"stopped: it took more than 1 seconds of .* Nothing was changed. Export a"),
    ):
        list(worker.pieces())


@linux
def test_that_a_worker_killed_in_the_middle_leaves_the_ledger_as_it_was(ledger: Ledger, orders: Path) -> None:
    before = stored(ledger)

    killer = threading.Thread(target=kill_children)

    def kill(_done: int, _total: int, note: str) -> None:
        if note.startswith("Reading"):
            killer.start()

    with pytest.raises(ImportRefused, match=r"stopped: .* ended from outside .* Nothing was changed. Import it again"):
        import_file(ledger, Progress(kill), file=find_files([orders])[0])
    killer.join()
    assert stored(ledger) == before
    ledger.close()


@linux
@pytest.mark.parametrize("when", ["Reading", "Importing"])
def test_that_a_cancelled_import_leaves_neither_a_worker_nor_a_row(ledger: Ledger, orders: Path, when: str) -> None:
    before = stored(ledger)

    def cancel(_done: int, _total: int, note: str) -> None:
        if note.startswith(when):
            threading.Timer(0.05 if when == "Reading" else 0, progress.cancel).start()

    progress = Progress(cancel)
    with pytest.raises(Cancelled):
        import_file(ledger, progress, file=find_files([orders])[0])
    assert stored(ledger) == before
    assert not children(os.getpid())
    ledger.close()


_ASKS = """
import sys
from pathlib import Path
from app.importing.coming import Worker
from app.importing.drafting import Choices, Known
from app.importing.finding import FileToImport
from app.importing.telling import Asked, Limits
from app.jobs import Progress

asked = Asked(FileToImport("orders.csv", Path(sys.argv[1])), Choices(), Known("USD", ()), Limits())
with Worker(asked, Progress().check) as worker:
    print(worker.process.pid, flush=True)
    next(worker.pieces())
"""


@linux
def test_that_a_worker_ends_with_the_one_who_asked(tmp_path: Path) -> None:
    # Nobody ever writes into it, so that the worker reads for ever.
    path = tmp_path / "orders_export.csv"
    os.mkfifo(path)
    settings = {**os.environ, "PYTHONPATH": str(ROOT)}
    with subprocess.Popen(
        [sys.executable, "-c", _ASKS, path], env=settings, stdout=subprocess.PIPE, text=True
    ) as asker:
        assert asker.stdout is not None
        worker = int(asker.stdout.readline())
        time.sleep(2)
        assert runs(worker)
        asker.kill()
    until = time.monotonic() + 10
    while runs(worker) and time.monotonic() < until:
        time.sleep(0.02)
    assert not runs(worker)


def test_that_a_fault_of_ours_is_no_refusal(orders: Path) -> None:
    limits = Limits(seconds="no number")  # type: ignore[arg-type] # a fault of ours
    with Worker(asked(orders, limits), Progress().check) as worker, pytest.raises(RuntimeError, match="Traceback"):
        Coming(worker.pieces())


def test_how_a_frozen_program_is_started_as_a_worker(monkeypatch: pytest.MonkeyPatch) -> None:
    assert command() == [sys.executable, str(ROOT / "main.py"), "--read-worker"]
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    assert command() == [sys.executable, "--read-worker"]
