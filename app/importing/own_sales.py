"""Channelbook's own sales table: invoices and orders of any channel that has no platform, one row a line."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from app.importing.export import Context, Outcome, Unread
from models.domain.bounds import MOST_MINOR, amounts_kept
from models.domain.catalog import listing_code
from models.domain.money import exponent
from models.domain.postings import Draft, Fact, Posting

KINDS = ("sale", "refund")


def post_sales(rows: Sequence[Any], _context: Context) -> Iterator[Outcome]:
    """Turn lines into documents: the sale of a document, and apart from it what was refunded of it."""
    spelling: dict[str, str] = {}
    documents: dict[tuple[str, str, str], list[Any]] = {}
    problems: dict[tuple[str, str, str], Unread] = {}
    for row in rows:
        channel = spelling.setdefault(row.channel.casefold(), row.channel)
        identity = (channel, row.document, row.kind.casefold())
        documents.setdefault(identity, []).append(row)
        if problem := _problem(row):
            problems.setdefault(identity, problem)
    for identity, lines in documents.items():
        if identity in problems:
            yield from _set_aside(identity[1], lines, problems[identity])
        else:
            yield _document(identity, lines)


def _set_aside(document: str, lines: Sequence[Any], first: Unread) -> Iterator[Unread]:
    """Set the whole document aside: part of an invoice is no invoice."""
    for line in lines:
        own = _problem(line)
        because = f"belongs to document {document}, whose row {first.row} cannot be read"
        yield own or Unread(line.row, "", because)


def _problem(row: Any) -> Unread | None:  # noqa: ANN401 - rows have the columns of their export
    for name, value in (("channel", row.channel), ("date", row.date), ("document", row.document)):
        if not value:
            return Unread(row.row, name, f"The {name} is blank")
    if row.kind.casefold() not in KINDS:
        return Unread(row.row, "kind", f"“{row.kind}” is no kind. Write sale or refund")
    for name, value in (("quantity", row.quantity), ("unit_price", row.unit_price)):
        if value is None:
            return Unread(row.row, name, f"The {name.replace('_', ' ')} is blank")
    if not row.sku and not row.title:
        return Unread(row.row, "sku", "The line has neither a SKU nor a title")
    return _negative(row) or _counts_nothing(row) or _too_large(row)


def _counts_nothing(row: Any) -> Unread | None:  # noqa: ANN401 - rows have the columns of their export
    if row.quantity == 0:
        return Unread(row.row, "quantity", "The quantity is 0. Write the units, above zero also for refunds")
    if (row.discount or 0) > row.quantity * row.unit_price:
        return Unread(row.row, "discount", "The discount is larger than the quantity times the unit price")
    return None


def _too_large(row: Any) -> Unread | None:  # noqa: ANN401 - rows have the columns of their export
    if row.quantity * row.unit_price <= MOST_MINOR:
        return None
    kept = amounts_kept(exponent(row.currency))
    return Unread(row.row, "unit_price", f"The quantity times the unit price is too large: amounts are kept {kept}")


def _negative(row: Any) -> Unread | None:  # noqa: ANN401 - rows have the columns of their export
    for name in ("quantity", "unit_price", "discount", "shipping", "tax", "fee"):
        if (getattr(row, name) or 0) < 0:
            reason = f"The {name.replace('_', ' ')} is negative. Write it above zero; what was taken back is a refund"
            return Unread(row.row, name, reason)
    return None


def _document(identity: tuple[str, str, str], lines: Sequence[Any]) -> Draft:
    channel, document, kind = identity
    key = f"{channel.casefold()}|{document}|{kind}"
    day = min(line.date for line in lines)
    postings: list[Posting] = []
    for line in lines:
        postings += _sale(line, first=not postings) if kind == "sale" else _refund(line)
    fact = Fact.SALES if kind == "sale" else Fact.REFUNDS
    return Draft(fact, key, day, [line.row for line in lines], postings, channel=channel)


def _sale(line: Any, *, first: bool) -> list[Posting]:  # noqa: ANN401 - rows have the columns of their export
    sold = _posting(line, "REV", line.quantity * line.unit_price)._replace(quantity=line.quantity, orders=int(first))
    rest = (("DISC", -(line.discount or 0)), ("SHIP_INC", line.shipping), ("TAX_PASS", line.tax))
    others = [(account, amount) for account, amount in (*rest, ("FEE_REF", -(line.fee or 0))) if amount]
    return [sold, *(_posting(line, account, amount) for account, amount in others)]


def _refund(line: Any) -> list[Posting]:  # noqa: ANN401 - rows have the columns of their export
    back = line.quantity * line.unit_price - (line.discount or 0) + (line.shipping or 0)
    parts = (("REFUND", -back), ("TAX_PASS", -(line.tax or 0)), ("FEE_REF", line.fee or 0))
    return [_posting(line, account, amount) for account, amount in parts if amount]


def _posting(line: Any, account: str, amount: int) -> Posting:  # noqa: ANN401 - rows have the columns of their export
    code = listing_code(line.sku, line.title)
    return Posting(line.row, line.date, account, amount, line.currency, sku=code, order_ref=line.document)
