"""Files of many rows: what is read once, what is let go, and that a chunk's edge changes nothing."""

from __future__ import annotations

import gc
from pathlib import Path

import pytest

from app.importing.batch import import_file
from app.importing.cutting import cut
from app.importing.finding import find_files
from app.importing.preview import Choices, preview
from app.importing.recognising import all_exports, recognise
from app.importing.sniffing import sniff
from app.importing.verdicts import Verdict
from app.jobs import Progress
from app.ledger.bulk import without_collecting
from app.ledger.opening import new_ledger
from benchmarks.orders_file import CURRENCY, write_orders

ROWS = 4500  # more than two of the chunks that a file is cut in


@pytest.fixture
def orders(tmp_path: Path) -> Path:
    """Write a seeded export."""
    path = tmp_path / "orders_export.csv"
    write_orders(path, rows=ROWS)
    return path


def test_that_every_row_of_a_large_file_has_its_number_whatever_chunk_it_was_cut_in(orders: Path) -> None:
    found = recognise(sniff(orders.read_bytes()), all_exports())
    cells = cut(found)
    assert cells.rows == list(range(2, ROWS + 2))
    assert all(len(column.spread(column.texts)) == ROWS for column in cells.columns.values())


def test_that_a_row_cut_short_behind_the_first_chunk_is_named_by_its_number(orders: Path) -> None:
    lines = orders.read_text(encoding="utf-8").splitlines(keepends=True)
    orders.write_text("".join([*lines, "#1,cut off\n"]), encoding="utf-8")
    cells = cut(recognise(sniff(orders.read_bytes()), all_exports()))
    assert [item.row for item in cells.unread] == [ROWS + 2]
    assert cells.total_rows == ROWS + 1


def test_that_equal_cells_of_a_column_are_one_object(orders: Path) -> None:
    cells = cut(recognise(sniff(orders.read_bytes()), all_exports()))
    skus = cells.columns["sku"].spread(cells.columns["sku"].texts)
    assert len({id(cell) for cell in skus}) == len(set(skus))


def test_that_a_preview_keeps_neither_the_text_nor_the_rows_of_its_file(tmp_path: Path, orders: Path) -> None:
    ledger = new_ledger(tmp_path / "large.channelbook", currency=CURRENCY)
    with ledger.read() as session:
        seen = preview(session, find_files([orders])[0], Choices(), Progress(), today=ledger.today())
    ledger.close()
    assert (seen.found.sheet.text, seen.read.rows) == ("", [])
    assert seen.read.total_rows == len(seen.verdicts) == ROWS


def test_that_a_large_file_with_one_more_empty_line_adds_nothing(tmp_path: Path, orders: Path) -> None:
    ledger = new_ledger(tmp_path / "large.channelbook", currency=CURRENCY)
    first = import_file(ledger, Progress(), file=find_files([orders])[0])
    orders.write_text(orders.read_text(encoding="utf-8") + "\n", encoding="utf-8")
    again = import_file(ledger, Progress(), file=find_files([orders])[0])
    ledger.close()
    assert first.preview.counts()[Verdict.UNREAD] == again.preview.counts()[Verdict.NEW] == 0


@without_collecting()
def _break_off() -> None:
    assert not gc.isenabled()
    message = "broken off"
    raise ValueError(message)


def test_that_collecting_goes_on_after_work_in_bulk_also_when_it_fails() -> None:
    with pytest.raises(ValueError, match="broken off"):
        _break_off()
    assert gc.isenabled()


def test_that_objects_made_in_bulk_are_not_walked_as_new_ones_afterwards() -> None:
    walked: list[int] = []

    def note(phase: str, told: dict[str, int]) -> None:
        if phase == "start" and told["generation"] == 0:
            walked.append(len(gc.get_objects(generation=0)))

    # Whatever ran before in this process may have left some objects aside.
    gc.unfreeze()
    gc.callbacks.append(note)
    try:
        with without_collecting():
            many = [[number] for number in range(300_000)]
        more = [[number] for number in range(60_000)]  # more than are made between two searches
    finally:
        gc.callbacks.remove(note)
    assert len(many) + len(more) == 360_000
    assert walked
    assert max(walked) < 100_000
