"""Channelbook's own expenses table: what a channel costs to run, and what all channels share, spread by day."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import Any

from app.importing.export import Context, Outcome, Unread
from models.domain.accounts import SHARED_ACCOUNTS, Driver
from models.domain.money import spread
from models.domain.postings import Draft, Fact, Posting

ACCOUNT_OF = {
    "operating": "CH_FIXED",
    "advertising": "ADS",
    "affiliate": "AFFIL",
    "coop": "COOP",
    "fulfilment": "FULFIL",
    "storage": "STORAGE",
    "packaging": "PACK",
    "payment": "FEE_PAY",
}
_DRIVERS = {driver.value: driver for driver in Driver}
_LONGEST = 5 * 366


def post_expenses(rows: Sequence[Any], _context: Context) -> Iterator[Outcome]:
    """Turn each row into one bill whose amount is spread over its period by day."""
    spelling: dict[str, str] = {}
    for row in rows:
        if problem := _problem(row):
            yield problem
            continue
        channel = spelling.setdefault(row.channel.casefold(), row.channel)
        first, last = row.first_day, row.last_day or row.first_day
        name = row.document or f"{row.category.casefold()}|{first}|{last}|{row.note}"
        key = f"{channel.casefold()}|{name}"
        postings = list(_by_day(row, _account(row), first, last))
        yield Draft(Fact.EXPENSES, key, first, [row.row], postings, billed=True, channel=channel)


def _account(row: Any) -> str:  # noqa: ANN401 - rows have the columns of their export
    if row.channel:
        return ACCOUNT_OF[row.category.casefold()]
    return SHARED_ACCOUNTS[_DRIVERS[_driver(row)]]


def _driver(row: Any) -> str:  # noqa: ANN401 - rows have the columns of their export
    return row.driver.casefold().replace(" ", "_") or Driver.NET_SALES.value


def _problem(row: Any) -> Unread | None:  # noqa: ANN401 - rows have the columns of their export
    if not row.first_day:
        return Unread(row.row, "first_day", "The first day is blank")
    if row.amount is None:
        return Unread(row.row, "amount", "The amount is blank")
    category = row.category.casefold()
    if category not in ACCOUNT_OF:
        return Unread(row.row, "category", f"“{row.category}” is no category. Write one of {', '.join(ACCOUNT_OF)}")
    if not row.channel and category != "operating":
        reason = f"A cost of the category {category} belongs to a channel. Name the channel, or write operating"
        return Unread(row.row, "channel", reason)
    if row.channel and row.driver:
        reason = "A cost of a channel is not shared out. Leave the driver blank, or the channel"
        return Unread(row.row, "driver", reason)
    if not row.channel and _driver(row) not in _DRIVERS:
        return Unread(row.row, "driver", f"“{row.driver}” is no driver. Write one of {', '.join(_DRIVERS)}")
    days = _days(row.first_day, row.last_day or row.first_day)
    if days < 1:
        return Unread(row.row, "last_day", "The last day lies before the first day")
    if days > _LONGEST:
        return Unread(row.row, "last_day", "The period is longer than five years. Split the cost into several rows")
    return None


def _days(first: str, last: str) -> int:
    return (date.fromisoformat(last) - date.fromisoformat(first)).days + 1


def _by_day(row: Any, account: str, first: str, last: str) -> Iterator[Posting]:  # noqa: ANN401 - rows have the columns of their export
    start = date.fromisoformat(first)
    for index, part in enumerate(spread(-row.amount, _days(first, last))):
        if part:
            day = (start + timedelta(days=index)).isoformat()
            yield Posting(row.row, day, account, part, row.currency, order_ref=row.document)
