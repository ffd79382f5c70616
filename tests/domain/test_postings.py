"""Documents: what their digests cover, and how twins are told apart."""

from __future__ import annotations

from models.domain.postings import Draft, Fact, Posting, number_occurrences
from models.domain.stock import StockLevel


def draft(key: str = "1", *, row: int = 2, amount: int = 100, sku: str = "A") -> Draft:
    return Draft(Fact.SALES, key, "2026-03-01", [row], [Posting(row, "2026-03-01", "REV", amount, "USD", sku)])


def test_that_a_digest_covers_what_is_said_and_not_the_row_it_stands_on() -> None:
    assert draft(row=2).digest() == draft(row=9).digest()
    assert draft(amount=100).digest() != draft(amount=101).digest()
    assert draft(sku="0012").digest() != draft(sku="12").digest()


def test_that_a_digest_covers_stock_and_other_facts() -> None:
    level = StockLevel(2, "2026-03-01", "Main", "A", 5, 5)
    other = level._replace(available=None)
    first = Draft(Fact.STOCK, "1", "2026-03-01", [2], others=[level])
    second = Draft(Fact.STOCK, "1", "2026-03-01", [2], others=[other])
    assert first.digest() != second.digest()


def test_that_equal_rows_become_numbered_occurrences_in_file_order() -> None:
    drafts = number_occurrences([draft("x"), draft("y"), draft("x"), draft("x")])
    assert [(one.key, one.occurrence) for one in drafts] == [("x", 1), ("y", 1), ("x", 2), ("x", 3)]
