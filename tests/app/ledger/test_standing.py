"""Which version of a document counts, decided anew for any of them."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import select

from app.ledger.ledger import Ledger
from app.ledger.standing import CHUNK, Identity, Standing, newest, settle
from models.domain.postings import Fact
from models.tables import Batch, Document, Posting
from tests.make import draft, new_ledger, sums, write


@pytest.fixture
def ledger(tmp_path: Path) -> Ledger:
    return new_ledger(tmp_path)


@pytest.mark.parametrize(
    "versions, wanted",
    [
        ([("1", 10)], 10),
        ([("1", 10), ("2", 11)], 11),
        ([("2", 10), ("1", 11)], 10),
        ([("1", 11), ("1", 10), ("0", 12)], 10),
    ],
)
def test_that_the_latest_stamp_wins_and_among_equals_the_first_import(
    versions: list[tuple[str, int]], wanted: int
) -> None:
    assert newest(versions) == wanted


def test_that_settling_what_is_settled_changes_nothing(ledger: Ledger) -> None:
    write(ledger, [draft("a", amount=1), draft("b", amount=2)], stamp="1")
    write(ledger, [draft("a", amount=4)], stamp="2")
    with ledger.rehearse() as session:
        settle(session, [Identity("test", 1, "a", 1), Identity("test", 1, "b", 1), Identity("test", 1, "none", 1)])
        assert list(session.scalars(select(Posting.in_force).order_by(Posting.id))) == [0, 1, 1]


def test_that_documents_without_a_channel_have_versions_too(ledger: Ledger) -> None:
    write(ledger, [draft(amount=1)], stamp="1", channel=None)
    write(ledger, [draft(amount=2)], stamp="2", channel=None)
    assert sums(ledger) == {"REV": 2}
    ledger.undo()
    assert sums(ledger) == {"REV": 1}


def test_that_the_same_key_of_another_source_or_channel_is_another_document(ledger: Ledger) -> None:
    write(ledger, [draft(amount=1)], source="one", channel="A")
    write(ledger, [draft(amount=10)], source="two", channel="A")
    write(ledger, [draft(amount=100)], source="one", channel="B")
    assert sums(ledger) == {"REV": 111}


def test_that_more_identities_than_one_question_takes_are_all_settled(ledger: Ledger) -> None:
    many = [draft(str(number), amount=1) for number in range(CHUNK + 1)]
    write(ledger, many, stamp="1")
    write(ledger, [draft(str(number), amount=2) for number in range(CHUNK + 1)], stamp="2")
    ledger.undo()
    assert sums(ledger) == {"REV": CHUNK + 1}
    ledger.redo()
    assert sums(ledger) == {"REV": 2 * (CHUNK + 1)}


def test_that_an_undone_trusted_source_lets_the_cross_check_count_even_among_replaced_versions(ledger: Ledger) -> None:
    told = {"fact": Fact.REFUNDS, "subject": "#1"}
    write(ledger, [draft("a", amount=1, rank=2, **told)], source="orders", stamp="1")
    payments = write(ledger, [draft("p", amount=10, rank=1, **told)], source="payments", stamp="1")
    write(ledger, [draft("a", amount=3, rank=2, **told)], source="orders", stamp="2")
    assert sums(ledger) == {"REV": 10}
    assert payments.change_id is not None
    ledger.revert(payments.change_id)
    assert sums(ledger) == {"REV": 3}
    with ledger.read() as session:
        assert list(session.scalars(select(Document.standing).order_by(Document.id))) == [
            Standing.REPLACED,
            Standing.UNDONE,
            Standing.IN_FORCE,
        ]
        assert list(session.scalars(select(Batch.active).order_by(Batch.id))) == [1, 0, 1, 1]
