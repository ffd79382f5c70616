"""Versions of documents: the newest counts whatever the order of import, and the most trusted source of a subject."""

from __future__ import annotations

from itertools import permutations
from pathlib import Path

import pytest
from sqlalchemy import select

from app.ledger.ledger import Ledger
from app.ledger.standing import Standing
from models.domain.postings import Fact
from models.tables import Document, Posting
from tests.make import (
    Amount,
    Order,
    draft,
    import_text,
    new_ledger,
    orders_csv,
    reopened,
    settlement,
    sums,
    write,
)


@pytest.fixture
def ledger(tmp_path: Path) -> Ledger:
    return new_ledger(tmp_path)


def standings(ledger: Ledger) -> list[str]:
    with ledger.read() as session:
        return list(session.scalars(select(Document.standing).order_by(Document.id)))


def test_that_a_newer_version_counts_and_the_older_stays_readable(ledger: Ledger) -> None:
    write(ledger, [draft(amount=1000)], stamp="1")
    write(ledger, [draft(amount=1200)], stamp="2")
    assert sums(ledger) == {"REV": 1200}
    assert standings(ledger) == [Standing.REPLACED, Standing.IN_FORCE]
    with ledger.read() as session:
        assert list(session.scalars(select(Posting.amount).order_by(Posting.id))) == [1000, 1200]


@pytest.mark.parametrize("order", list(permutations([("1", 100), ("2", 200), ("3", 300)])))
def test_that_the_newest_wins_whatever_the_order_of_import(ledger: Ledger, order: tuple[tuple[str, int], ...]) -> None:
    for stamp, amount in order:
        write(ledger, [draft(amount=amount), draft(f"only in {stamp}", amount=1)], stamp=stamp)
    assert sums(ledger) == {"REV": 303}


def test_that_undo_puts_the_version_it_had_replaced_back(ledger: Ledger) -> None:
    write(ledger, [draft(amount=1000)], stamp="1")
    write(ledger, [draft(amount=1200)], stamp="2")
    ledger.undo()
    assert sums(ledger) == {"REV": 1000}
    assert standings(ledger) == [Standing.IN_FORCE, Standing.UNDONE]
    ledger.redo()
    assert sums(ledger) == {"REV": 1200}


def test_that_undoing_an_older_file_leaves_the_newer_one_alone(ledger: Ledger) -> None:
    first = write(ledger, [draft(amount=1000)], stamp="1")
    write(ledger, [draft(amount=1200)], stamp="2")
    assert first.change_id is not None
    ledger.revert(first.change_id)
    assert sums(ledger) == {"REV": 1200}
    assert standings(ledger) == [Standing.UNDONE, Standing.IN_FORCE]


def test_that_a_document_that_two_files_tell_of_counts_once_and_outlives_one_of_them(ledger: Ledger) -> None:
    first = write(ledger, [draft("A"), draft("B")], stamp="1")
    write(ledger, [draft("B"), draft("C")], stamp="2")
    assert sums(ledger) == {"REV": 3000}
    assert first.change_id is not None
    ledger.revert(first.change_id)
    assert sums(ledger) == {"REV": 2000}


def test_that_twin_rows_stay_two_facts_and_a_file_with_three_adds_one(ledger: Ledger) -> None:
    fee = Amount("Commission", -150, kind="ItemFees")
    import_text(ledger, "a.txt", settlement(1, [fee, fee]))
    assert sums(ledger) == {"FEE_REF": -300}
    ledger.undo()
    import_text(ledger, "b.txt", settlement(1, [fee, fee, fee]))
    assert sums(ledger) == {"FEE_REF": -450}


def test_that_the_same_file_again_adds_nothing(ledger: Ledger) -> None:
    text = orders_csv([Order(1), Order(2)])
    import_text(ledger, "orders.csv", text)
    again = import_text(ledger, "renamed.csv", text)
    assert again.batch_id is None
    assert sums(ledger)["REV"] == 2000


def test_that_overlapping_files_add_nothing_twice(ledger: Ledger) -> None:
    import_text(ledger, "a.csv", orders_csv([Order(1), Order(2), Order(3)]))
    import_text(ledger, "b.csv", orders_csv([Order(2), Order(3), Order(4)]))
    assert sums(ledger)["REV"] == 4000


def test_that_the_most_trusted_source_counts_and_the_other_is_a_cross_check(ledger: Ledger) -> None:
    write(ledger, [draft("a", amount=100, fact=Fact.REFUNDS, subject="#1001", rank=2)], source="orders")
    assert sums(ledger) == {"REV": 100}
    write(ledger, [draft("b", amount=90, fact=Fact.REFUNDS, subject="#1001", rank=1)], source="payments")
    assert sums(ledger) == {"REV": 90}
    assert standings(ledger) == [Standing.CROSS_CHECK, Standing.IN_FORCE]
    ledger.undo()
    assert sums(ledger) == {"REV": 100}
    ledger.redo()
    assert sums(ledger) == {"REV": 90}


def test_that_ranks_hold_whatever_the_order_of_import(ledger: Ledger) -> None:
    write(ledger, [draft("b", amount=90, fact=Fact.REFUNDS, subject="#1001", rank=1)], source="payments")
    write(ledger, [draft("a", amount=100, fact=Fact.REFUNDS, subject="#1001", rank=2)], source="orders")
    assert sums(ledger) == {"REV": 90}


def test_that_other_channels_facts_and_subjects_are_left_alone_by_ranks(ledger: Ledger) -> None:
    told = {"fact": Fact.REFUNDS, "subject": "#1001"}
    write(ledger, [draft("a", amount=1, rank=2, **told)], source="orders", channel="Shop")
    write(ledger, [draft("b", amount=10, rank=1, **told)], source="payments", channel="Other shop")
    write(ledger, [draft("c", amount=100, rank=1, fact=Fact.FEES, subject="#1001")], source="payments", channel="Shop")
    assert sums(ledger) == {"REV": 111}


def test_that_a_source_counts_again_when_a_newer_version_no_longer_tells_of_its_subject(ledger: Ledger) -> None:
    write(ledger, [draft("a", amount=100, fact=Fact.REFUNDS, subject="#1001", rank=2)], source="orders")
    write(ledger, [draft("b", amount=90, fact=Fact.REFUNDS, subject="#1001", rank=1)], source="payments", stamp="1")
    write(ledger, [draft("b", amount=5, fact=Fact.REFUNDS, subject="#2002", rank=1)], source="payments", stamp="2")
    assert sums(ledger) == {"REV": 105}


def test_that_an_order_cancelled_later_stops_counting(ledger: Ledger) -> None:
    import_text(ledger, "a.csv", orders_csv([Order(1), Order(2)]))
    cancelled = Order(1, cancelled=Order(9).day)
    import_text(ledger, "b.csv", orders_csv([cancelled, Order(2)]))
    assert sums(ledger)["REV"] == 1000


def test_that_all_this_is_so_after_a_new_start(ledger: Ledger) -> None:
    write(ledger, [draft(amount=1000)], stamp="1")
    write(ledger, [draft(amount=1200)], stamp="2")
    again = reopened(ledger)
    assert sums(again) == {"REV": 1200}
    assert standings(again) == [Standing.REPLACED, Standing.IN_FORCE]
    again.close()
