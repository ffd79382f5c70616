"""The tax inside dated refunds: a payment export gives the whole refund, the order says how much of it was tax."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from app.ledger.standing import Standing
from models.domain.money import half_up
from models.domain.postings import Draft, Fact, Posting
from models.tables import Document
from models.tables import Posting as PostingRow

SOURCE = "refund_tax"
# The export whose refunds hold their tax, and the one that knows the tax of an order.
_REFUNDS = "shopify_payments"
_ORDERS = "shopify_orders"
_CHUNK = 400
OrderScope = tuple[int, str]


def scopes_of_batch(session: Session, batch_id: int) -> set[OrderScope]:
    """Find the orders that a batch speaks of and that have refunds in a payment export, whether these stand or not."""
    refunded = _orders(session, Document.source == _REFUNDS, PostingRow.account == "REFUND")
    if not refunded:
        return set()
    return refunded & _orders(session, Document.batch_id == batch_id)


def _orders(session: Session, *conditions: ColumnElement[bool]) -> set[OrderScope]:
    rows = session.execute(
        select(PostingRow.channel_id, PostingRow.order_ref)
        .join(Document, Document.id == PostingRow.document_id)
        .where(*conditions, PostingRow.order_ref != "")
        .distinct()
    )
    return {(channel_id, order) for channel_id, order in rows if channel_id is not None}


def changed(session: Session, scopes: set[OrderScope]) -> list[tuple[int | None, Draft]]:
    """Make the tax postings of these orders' refunds anew, and give those that differ from what stands."""
    result: list[tuple[int | None, Draft]] = []
    by_channel: dict[int, list[str]] = {}
    for channel_id, order in sorted(scopes):
        by_channel.setdefault(channel_id, []).append(order)
    for channel_id, orders in by_channel.items():
        for start in range(0, len(orders), _CHUNK):
            chunk = orders[start : start + _CHUNK]
            standing = _standing(session, channel_id, chunk)
            made = {draft.key: draft for draft in _drafts(session, channel_id, chunk)}
            result += [(channel_id, draft) for key, draft in made.items() if standing.get(key, "") != draft.digest()]
            nothing = Draft(Fact.REFUND_TAX, "", "", []).digest()
            for key, digest in standing.items():
                if key not in made and digest != nothing:
                    order = key.split("|", 1)[0]
                    result.append((channel_id, Draft(Fact.REFUND_TAX, key, "", [], subject=order)))
    return result


def _standing(session: Session, channel_id: int, orders: list[str]) -> dict[str, str]:
    rows = session.execute(
        select(Document.key, Document.digest).where(
            Document.channel_id == channel_id,
            Document.fact == Fact.REFUND_TAX,
            Document.subject != "",
            Document.subject.in_(orders),
            Document.standing == Standing.IN_FORCE,
        )
    )
    return {row.key: row.digest for row in rows}


def _drafts(session: Session, channel_id: int, orders: list[str]) -> Iterable[Draft]:
    taxes = _tax_shares(session, channel_id, orders)
    refunds = session.execute(
        select(
            PostingRow.order_ref,
            PostingRow.day,
            PostingRow.amount,
            PostingRow.currency,
            Document.key,
            Document.occurrence,
        )
        .join(Document, Document.id == PostingRow.document_id)
        .where(
            PostingRow.channel_id == channel_id,
            PostingRow.account == "REFUND",
            PostingRow.in_force == 1,
            PostingRow.order_ref.in_(orders),
            Document.source == _REFUNDS,
        )
    )
    for order, day, amount, currency, key, occurrence in refunds:
        share = taxes.get((order, currency))
        tax = half_up(-amount * share) if share else 0
        if tax:
            postings = [
                Posting(0, day, "REFUND", tax, currency, order_ref=order),
                Posting(0, day, "TAX_PASS", -tax, currency, order_ref=order),
            ]
            yield Draft(Fact.REFUND_TAX, f"{order}|{key}|{occurrence}", day, [], postings, subject=order)


def _tax_shares(session: Session, channel_id: int, orders: list[str]) -> dict[tuple[str, str], Fraction]:
    """Give tax over total of each order, from the postings of its sale."""
    rows = session.execute(
        select(PostingRow.order_ref, PostingRow.currency, PostingRow.account, func.sum(PostingRow.amount))
        .join(Document, Document.id == PostingRow.document_id)
        .where(
            PostingRow.channel_id == channel_id,
            PostingRow.in_force == 1,
            PostingRow.order_ref.in_(orders),
            Document.source == _ORDERS,
            Document.fact == Fact.SALES,
        )
        .group_by(PostingRow.order_ref, PostingRow.currency, PostingRow.account)
    )
    totals: dict[tuple[str, str], int] = {}
    taxes: dict[tuple[str, str], int] = {}
    for order, currency, account, amount in rows:
        totals[order, currency] = totals.get((order, currency), 0) + amount
        if account == "TAX_PASS":
            taxes[order, currency] = amount
    return {pair: Fraction(tax, totals[pair]) for pair, tax in taxes.items() if totals[pair]}
