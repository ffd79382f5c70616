"""A ledger is opened for writing only after every check that it is whole; otherwise it is left as it is."""

from __future__ import annotations

import random
import shutil
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from app.errors import OpenFailure, OpenFailureKind, UserError
from app.jobs import Progress
from app.ledger import opening, seal
from app.ledger.connect import plain_connection
from app.ledger.doctor import examine
from app.ledger.lock import lock_path
from app.ledger.opening import new_ledger, open_ledger
from app.ledger.seal import SealState, file_digest, seal_path
from models.tables import Base
from tests import make
from tests.make import Order, draft, import_text, orders_csv, sums, write

ORDERS = 900
FIGURES = {"REV": ORDERS * 1000, "COGS": -ORDERS * 400}
FLIPS = 100

HOLD = """
import sys
from pathlib import Path
from app.ledger.opening import open_ledger
ledger = open_ledger(Path(sys.argv[1]))
print("open", flush=True)
sys.stdin.read()
"""


@pytest.fixture(scope="module")
def closed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a ledger that was closed in good order."""
    ledger = make.new_ledger(tmp_path_factory.mktemp("closed"))
    import_text(ledger, "orders.csv", orders_csv([Order(number) for number in range(ORDERS)]))
    make.type_cost(ledger, "TEA", 400)
    ledger.close()
    return ledger.path


def copied(closed: Path, folder: Path) -> Path:
    """Copy a closed ledger with its seal."""
    path = folder / closed.name
    shutil.copy(closed, path)
    shutil.copy(seal_path(closed), seal_path(path))
    return path


def flip(path: Path, place: int, bit: int) -> None:
    """Turn one bit of a file over."""
    with path.open("r+b") as file:
        file.seek(place)
        byte = file.read(1)[0]
        file.seek(place)
        file.write(bytes([byte ^ (1 << bit)]))


def test_that_a_new_ledger_gets_the_suffix_and_is_this_users_alone(tmp_path: Path) -> None:
    ledger = new_ledger(tmp_path / "brand", currency="eur", anywhere=True)
    assert ledger.path == tmp_path / "brand.channelbook"
    assert ledger.currency == "EUR"
    if sys.platform != "win32":
        assert ledger.path.stat().st_mode & 0o777 == 0o600
    ledger.close()


@pytest.mark.parametrize("currency", ["", "EURO", "E1R", "€"])
def test_that_a_currency_that_is_none_is_refused(tmp_path: Path, currency: str) -> None:
    with pytest.raises(UserError, match=r"is not a currency code\. Nothing was made"):
        new_ledger(tmp_path / "brand", currency=currency, anywhere=True)
    assert list(tmp_path.iterdir()) == []


def test_that_a_new_ledger_never_goes_over_an_existing_file(tmp_path: Path) -> None:
    path = tmp_path / "brand.channelbook"
    path.write_text("mine")
    with pytest.raises(UserError, match="exists already and was left alone"):
        new_ledger(path, currency="USD", anywhere=True)
    assert path.read_text() == "mine"


def test_that_a_missing_ledger_is_not_made(tmp_path: Path) -> None:
    with pytest.raises(OpenFailure, match="There is no ledger at") as caught:
        open_ledger(tmp_path / "none.channelbook")
    assert caught.value.kind is OpenFailureKind.NOT_A_LEDGER
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "content, said",
    [(b"", "is not a Channelbook ledger"), (b"Name,Email\n" * 50, "is not a Channelbook ledger")],
    ids=["empty", "export"],
)
def test_that_other_files_are_not_opened(tmp_path: Path, content: bytes, said: str) -> None:
    path = tmp_path / "x.channelbook"
    path.write_bytes(content)
    with pytest.raises(OpenFailure, match=said) as caught:
        open_ledger(path)
    assert caught.value.kind is OpenFailureKind.NOT_A_LEDGER
    assert path.read_bytes() == content
    assert not seal_path(path).exists()


def test_that_a_database_of_another_program_is_not_opened(tmp_path: Path) -> None:
    path = tmp_path / "x.channelbook"
    path.touch()
    with closing(plain_connection(path)) as connection:
        connection.execute("CREATE TABLE posting (id INTEGER PRIMARY KEY)")
    before = file_digest(path)
    with pytest.raises(OpenFailure, match=r"database of another program\. It was not touched"):
        open_ledger(path)
    assert file_digest(path) == before


def test_that_an_open_ledger_is_marked_so_and_a_closed_one_sealed(closed: Path, tmp_path: Path) -> None:
    path = copied(closed, tmp_path)
    ledger = open_ledger(path)
    opened = seal.read(path)
    assert opened is not None
    assert opened.state is SealState.OPEN
    write(ledger, [draft()])
    ledger.close()
    assert seal.check(path) is seal.Verdict.SEALED
    assert not lock_path(path).exists()


def test_that_every_flipped_bit_of_a_sealed_ledger_is_noticed_and_it_is_never_opened_for_writing(
    closed: Path, tmp_path: Path
) -> None:
    path = copied(closed, tmp_path)
    whole = path.read_bytes()
    chance = random.Random(7)
    for _ in range(60):
        flip(path, chance.randrange(len(whole)), chance.randrange(8))
        damaged = file_digest(path)
        with pytest.raises(OpenFailure) as caught:
            open_ledger(path)
        assert caught.value.kind in (
            OpenFailureKind.DAMAGED,
            OpenFailureKind.NOT_A_LEDGER,
            OpenFailureKind.NEWER_VERSION,
        )
        assert file_digest(path) == damaged
        assert not lock_path(path).exists()
        path.write_bytes(whole)


def told(path: Path) -> dict[str, list[object]]:
    """Read everything that a ledger says, and the words its tables are made by."""
    tables = sorted(
        set(Base.metadata.tables) - {"sku", "listing", "location"}
    )  # rows that imports make there are in no digest
    with closing(plain_connection(path, read_only=True)) as connection:
        connection.text_factory = bytes  # a flipped bit may leave what is no text any more
        words = connection.execute("SELECT type, name, sql FROM sqlite_schema WHERE sql IS NOT NULL").fetchall()
        rows = {table: connection.execute(f"SELECT * FROM {table} ORDER BY 1").fetchall() for table in tables}  # noqa: S608 - ours
        return {"schema": words, **rows}


def test_that_without_a_seal_no_flipped_bit_that_changes_anything_goes_unnoticed(closed: Path, tmp_path: Path) -> None:
    path = copied(closed, tmp_path)
    seal_path(path).unlink()
    whole, wanted = path.read_bytes(), told(path)
    chance = random.Random(11)
    missed = 0
    used = [place for place, byte in enumerate(whole) if byte]  # the rest are bytes that no page uses
    for _ in range(FLIPS):
        flip(path, chance.choice(used), chance.randrange(8))
        try:
            ledger = open_ledger(path)
        except OpenFailure:
            pass
        else:
            missed += 1
            assert examine(ledger, Progress()).ok == (told(path) == wanted)
            ledger.close()
            seal_path(path).unlink()
        path.write_bytes(whole)
    assert missed <= FLIPS // 4  # in bytes that are left over from rows long moved to other pages


@pytest.mark.parametrize("part", [0.3, 0.9])
def test_that_a_truncated_ledger_is_never_opened_for_writing(closed: Path, tmp_path: Path, part: float) -> None:
    path = copied(closed, tmp_path)
    for sealed in (True, False):
        path.write_bytes(closed.read_bytes()[: int(path.stat().st_size * part)])
        with pytest.raises(OpenFailure, match="was not opened for writing"):
            open_ledger(path)
        if sealed:
            seal_path(path).unlink()


def test_that_damage_names_the_newest_backup(closed: Path, tmp_path: Path) -> None:
    path = copied(closed, tmp_path)
    ledger = open_ledger(path)
    made = ledger.backup("by hand")
    ledger.close()
    flip(path, 5000, 3)
    with pytest.raises(OpenFailure, match="restore a backup to a new ledger") as caught:
        open_ledger(path)
    assert made.path.name in str(caught.value)


def test_that_an_older_copy_put_back_by_a_sync_tool_is_noticed(closed: Path, tmp_path: Path) -> None:
    path = copied(closed, tmp_path)
    ledger = open_ledger(path)
    write(ledger, [draft()])
    ledger.close()
    shutil.copy(closed, path)
    with pytest.raises(OpenFailure, match="is not as Channelbook left it"):
        open_ledger(path)


def test_that_after_a_crash_a_changed_amount_is_noticed(closed: Path, tmp_path: Path) -> None:
    path = copied(closed, tmp_path)
    seal.mark_open(path)
    with closing(plain_connection(path)) as connection:
        connection.execute("DROP TRIGGER posting_facts_stay")
        connection.execute("UPDATE posting SET amount = amount + 1 WHERE id = 20")
    with pytest.raises(OpenFailure, match=r"the facts of batch 1 \(import of orders\.csv") as caught:
        open_ledger(path)
    assert caught.value.kind is OpenFailureKind.DAMAGED


def test_that_reading_only_takes_no_lock_and_writes_nothing(closed: Path, tmp_path: Path) -> None:
    path = copied(closed, tmp_path)
    before = {entry.name: file_digest(entry) for entry in tmp_path.iterdir()}
    ledger = open_ledger(path, read_only=True)
    assert sums(ledger) == FIGURES
    ledger.close()
    assert {entry.name: file_digest(entry) for entry in tmp_path.iterdir()} == before


def test_that_reading_only_leaves_the_middle_of_a_change_alone(closed: Path, tmp_path: Path) -> None:
    path = copied(closed, tmp_path)
    journal = path.with_name(f"{path.name}-journal")
    journal.write_bytes(b"something")
    with pytest.raises(OpenFailure, match="in the middle of a change"):
        open_ledger(path, read_only=True)
    assert journal.read_bytes() == b"something"


def test_that_a_second_process_is_refused_and_may_read(closed: Path, tmp_path: Path) -> None:
    path = copied(closed, tmp_path)
    command = [sys.executable, "-c", HOLD, str(path)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == "open\n"
        with pytest.raises(OpenFailure, match="already open") as caught:
            open_ledger(path)
        assert caught.value.kind is OpenFailureKind.LOCKED
        read = open_ledger(path, read_only=True)
        assert sums(read) == FIGURES
        read.close()
        other.kill()
    again = open_ledger(path)
    assert sums(again) == FIGURES
    again.close()


def test_that_a_ledger_is_restored_to_a_new_file_only(closed: Path, tmp_path: Path) -> None:
    path = copied(closed, tmp_path)
    ledger = open_ledger(path)
    made = ledger.backup("by hand")
    ledger.close()
    with pytest.raises(UserError, match="never overwritten"):
        opening.restore(made.path, path)
    opening.restore(made.path, tmp_path / "new.channelbook")
    restored = open_ledger(tmp_path / "new.channelbook")
    assert sums(restored) == FIGURES
    restored.close()


def test_that_a_change_cut_off_in_mid_commit_is_taken_back_without_a_question(closed: Path, tmp_path: Path) -> None:
    path = copied(closed, tmp_path)
    interrupted = tmp_path / "interrupted"
    interrupted.mkdir()
    ledger = open_ledger(path)
    with closing(plain_connection(path)) as connection:
        connection.execute("PRAGMA cache_size=1")
        connection.execute("PRAGMA cache_spill=ON")
        connection.execute("BEGIN IMMEDIATE")
        connection.execute("UPDATE document SET standing = 'half'")
        for file in (path, seal_path(path), path.with_name(f"{path.name}-journal")):
            shutil.copy(file, interrupted / file.name)
        connection.execute("ROLLBACK")
    ledger.close()
    again = open_ledger(interrupted / path.name)
    assert sums(again) == FIGURES
    assert examine(again, Progress()).ok
    again.close()
    assert seal.check(interrupted / path.name) is seal.Verdict.SEALED


def test_that_a_journal_that_was_never_completed_is_no_damage(closed: Path, tmp_path: Path) -> None:
    path = copied(closed, tmp_path)
    path.with_name(f"{path.name}-journal").write_bytes(bytes(512) + b"pages")
    ledger = open_ledger(path)
    write(ledger, [draft()])
    ledger.close()
    assert not path.with_name(f"{path.name}-journal").exists()


def test_that_closing_twice_leaves_the_next_holder_alone(closed: Path, tmp_path: Path) -> None:
    path = copied(closed, tmp_path)
    first = open_ledger(path)
    first.close()
    second = open_ledger(path)
    first.close()
    opened = seal.read(path)
    assert opened is not None
    assert opened.state is SealState.OPEN
    assert lock_path(path).exists()
    second.close()
