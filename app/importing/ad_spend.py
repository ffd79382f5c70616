"""Advertising rows: spend by day, campaign and product; a period total is never guessed into days it does not name."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import Any

from app.importing.export import Context, LeftOut, Outcome, Unread
from models.domain.catalog import listing_code
from models.domain.money import split
from models.domain.postings import Draft, Fact, Posting

_LONGEST = 400


def post_sponsored_products(rows: Sequence[Any], _context: Context) -> Iterator[Outcome]:
    """Turn advertised-product rows into spend by day; a range of days is spread evenly over them.

    The settlement bills the spend of a month; where it does, the report is held beside it as a cross-check.
    """
    for row in rows:
        if row.days is None:
            yield Unread(row.row, "Date", "The day is blank")
            continue
        first, last = row.days[0], row.until or row.days[1]
        count = (date.fromisoformat(last) - date.fromisoformat(first)).days + 1
        if not 1 <= count <= _LONGEST:
            yield Unread(row.row, "Date", f"The row covers {first} to {last}, which is no range of days to spread over")
            continue
        product = row.sku or row.asin
        for day, amount in _by_day(first, count, row.spend or 0):
            key = f"{day}|{row.campaign}|{row.group}|{product}"
            # An ASIN alone is no SKU of the brand: until somebody links it, it is a listing known by name.
            code = listing_code(row.sku, row.asin)
            yield _spend(row, key, day, amount, sku=code, month=day[:7])


def _by_day(first: str, count: int, amount: int) -> Iterator[tuple[str, int]]:
    start = date.fromisoformat(first)
    for index, part in enumerate(split(amount, [1] * count)):
        yield (start + timedelta(days=index)).isoformat(), part


def post_google(rows: Sequence[Any], _context: Context) -> Iterator[Outcome]:
    """Turn campaign rows into spend by day."""
    for row in rows:
        if not row.day:
            yield Unread(row.row, "Day", "The day is blank: the row is the total of a period")
        elif not row.campaign:
            yield LeftOut([row.row], "a total of the report")
        else:
            yield _spend(row, f"{row.day}|{row.campaign}|{row.group}|{row.network}", row.day, row.cost or 0)


def post_meta(rows: Sequence[Any], _context: Context) -> Iterator[Outcome]:
    """Turn ad rows into spend by day."""
    for row in rows:
        day = row.day or row.starts
        if not row.campaign:
            yield LeftOut([row.row], "a total of the report")
        elif not day:
            yield Unread(row.row, "Reporting starts", "The day is blank")
        elif not row.day and row.starts != row.ends:
            reason = (
                f"the row is a total of {row.starts} to {row.ends}, and a period total cannot be imported as daily "
                "spend. Break the report down by day and export it again"
            )
            yield Unread(row.row, "Reporting ends", reason)
        else:
            name = row.campaign_id or row.campaign
            yield _spend(row, f"{day}|{name}|{row.ad_set}|{row.ad}", day, row.spent or 0)


def _spend(row: Any, key: str, day: str, amount: int, *, sku: str = "", month: str = "") -> Draft:  # noqa: ANN401 - rows have the columns of their export
    """Make the document of one day; a day without spend stays a document, so that it can replace one that had some."""
    postings = [Posting(row.row, day, "ADS", -amount, row.currency, sku=sku)] if amount else []
    return Draft(Fact.ADS, key, day, [row.row], postings, subject=month, rank=2 if month else 1, billed=not month)
