"""Shopify payment rows: the fees of charges, refunds on their own day, chargebacks; a charge itself is no sale.

What was paid out, the net of a row on the day of its payout, is a document of its own: an export made before that day
tells the rest of the row alike.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC
from typing import Any

from app.importing.export import Context, LeftOut, Look, Outcome, Unread
from models.domain.postings import Draft, Fact, Posting

_CHARGE, _PAID = "charge", "paid"
_REFUNDS = frozenset({"refund", "refund failure"})
# What the amount of other rows is, by how their type begins; anything else waits in UNCLASSIFIED, always shown.
_OTHERS = (
    ("chargeback", "CHARGEBACK"),
    ("dispute", "CHARGEBACK"),
    ("payout", "TRANSFER"),
    ("transfer", "TRANSFER"),
    ("reserve", "RESERVE"),
    ("shipping label", "SHIP_OUT"),
    ("marketplace tax", "TAX_PASS"),
)


def post_payments(rows: Sequence[Any], _context: Context) -> Iterator[Outcome]:
    """Turn payment rows into documents; equal rows stay two facts."""
    for row in rows:
        kind = row.kind.casefold().replace("_", " ")
        if problem := _problem(row):
            yield problem
            continue
        if row.net is not None and row.net != row.amount - (row.fee or 0):
            missing = row.net - row.amount + (row.fee or 0)
            yield Look(row.row, "Net is not the amount less the fee", missing, row.currency)
        if payout := _payout(row):
            yield payout
        if kind == _CHARGE and not row.fee and not payout:
            yield LeftOut([row.row], "a charge without a fee; the sale comes from the orders")
        elif kind == _CHARGE:
            if row.fee:
                yield _draft(row, Fact.FEES, "FEE_PAY", -row.fee)
        elif kind in _REFUNDS:
            yield _draft(row, Fact.REFUNDS, "REFUND", row.amount)
            if row.fee:
                yield _draft(row, Fact.FEES, "FEE_PAY", -row.fee)
        else:
            account = next((account for begin, account in _OTHERS if kind.startswith(begin)), "UNCLASSIFIED")
            yield _draft(row, Fact.FEES, account, row.amount, fee=row.fee or 0)


def _problem(row: Any) -> Unread | None:  # noqa: ANN401 - rows have the columns of their export
    if row.moment is None:
        return Unread(row.row, "Transaction Date", "The day is blank")
    if not row.kind:
        return Unread(row.row, "Type", "The type is blank")
    if row.amount is None:
        return Unread(row.row, "Amount", "The amount is blank")
    return None


def _payout(row: Any) -> Draft | None:  # noqa: ANN401 - rows have the columns of their export
    net = row.amount - (row.fee or 0) if row.net is None else row.net
    if row.payout_status.casefold() != _PAID or not net:
        return None
    day = row.payout_day or _day(row)
    posting = Posting(row.row, day, "TRANSFER", -net, row.currency, order_ref=row.order)
    return Draft(Fact.SETTLEMENT, f"payout|{_key(row)}", _day(row), [row.row], [posting])


def _day(row: Any) -> str:  # noqa: ANN401 - rows have the columns of their export
    return str(row.moment.date().isoformat())


def _key(row: Any) -> str:  # noqa: ANN401 - rows have the columns of their export
    moment = row.moment.astimezone(UTC) if row.moment.tzinfo else row.moment
    return f"{moment.isoformat()}|{row.kind.casefold()}|{row.order}|{row.amount}"


def _draft(row: Any, fact: Fact, account: str, amount: int, *, fee: int = 0) -> Draft:  # noqa: ANN401 - rows have the columns of their export
    day = _day(row)
    postings = [Posting(row.row, day, account, amount, row.currency, order_ref=row.order)]
    if fee:
        postings.append(Posting(row.row, day, "FEE_PAY", -fee, row.currency, order_ref=row.order))
    # What the order itself says of its refunds has no date; it counts only where no payment tells of them.
    refunded = row.order if fact is Fact.REFUNDS else ""
    return Draft(fact, f"{fact}|{_key(row)}", day, [row.row], postings, subject=refunded)
