"""Amazon settlement rows, in both generations: which account an amount belongs to, and the documents they make."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import blake2b
from typing import Any

from app.importing.export import Context, Control, LeftOut, Look, Outcome, Unread
from models.domain.postings import Draft, Fact, Posting, number_occurrences

MOMENTS = (
    "%Y-%m-%d %H:%M:%S",
    "%Y-%m-%d",
    "%d.%m.%Y %H:%M:%S",
    "%d.%m.%Y",
    "%Y-%m-%dT%H:%M:%S%z",
    "%Y-%m-%dT%H:%M:%S",
)

# What an amount is, by its description first and by its type where the description says nothing (all folded).
_BY_DESCRIPTION = {
    "shipping": "SHIP_INC",
    "giftwrap": "SHIP_INC",
    "goodwill": "REFUND",
    "principal": "REV",
    "commission": "FEE_REF",
    "refundcommission": "FEE_REF",
    "fixedclosingfee": "FEE_REF",
    "variableclosingfee": "FEE_REF",
    "salestaxservicefee": "FEE_REF",
    "digitalservicesfee": "FEE_REF",
    "fbaperunitfulfillmentfee": "FULFIL",
    "fbaperorderfulfillmentfee": "FULFIL",
    "fbaweightbasedfee": "FULFIL",
    "fbainboundtransportationfee": "FULFIL",
    "fba inbound placement service fee": "FULFIL",
    "fbainboundconveniencefee": "FULFIL",
    "manual processing fee reimbursement": "FULFIL",
    "shippingchargeback": "SHIP_OUT",
    "shippinghb": "SHIP_OUT",
    "giftwrapchargeback": "SHIP_OUT",
    "fbacustomerreturnperunitfee": "RETURN_COST",
    "fbacustomerreturnperorderfee": "RETURN_COST",
    "storage fee": "STORAGE",
    "storagerenewalbilling": "STORAGE",
    "fba long-term storage": "STORAGE",
    "fba long term storage": "STORAGE",
    "disposalcomplete": "STORAGE",
    "removalcomplete": "STORAGE",
    "lowinventorylevelfee": "STORAGE",
    "subscription fee": "CH_FIXED",
    "refund reimbursal": "REIMB",
    "reversal_reimbursement": "REIMB",
    "warehouse_damage": "REIMB",
    "warehouse_lost": "REIMB",
    "current reserve amount": "RESERVE",
    "previous reserve amount balance": "RESERVE",
    "couponredemptionfee": "COOP",
}
_BY_TYPE = {
    "cost of advertising": "ADS",
    "fba inventory reimbursement": "REIMB",
    "safe-t reimbursement": "REIMB",
    "couponredemptionfee": "COOP",
}
_TAX_MARKS = ("facilitatortax", "facilitatorvat", "tcs-", "tds (")
_REFUNDS = frozenset({"refund", "chargeback refund", "a-to-z guarantee refund", "guarantee claim refund"})
_OF_A_REFUND = {"REV": "REFUND", "SHIP_INC": "REFUND", "DISC": "REFUND"}


@dataclass(frozen=True, slots=True)
class Part:
    """One amount of a settlement, whatever the generation of the file."""

    row: int
    settlement: str
    transaction: str
    kind: str
    description: str
    amount: int
    currency: str
    order: str
    sku: str
    quantity: int
    posted: datetime
    identity: str


def account_of(transaction: str, kind: str, description: str) -> str:
    """Give the account of an amount by its transaction type, amount type and description; UNCLASSIFIED if unknown."""
    transaction, kind, description = transaction.casefold(), kind.casefold(), description.casefold()
    if kind == "itemwithheldtax" or description.endswith("tax") or any(mark in description for mark in _TAX_MARKS):
        return "TAX_PASS"
    if description == "taxdiscount":
        return "TAX_PASS"
    if kind == "promotion" and description == "principal":
        account = "DISC"
    else:
        account = _BY_DESCRIPTION.get(description) or _BY_TYPE.get(kind) or _BY_TYPE.get(transaction) or ""
    if not account:
        return "TRANSFER" if transaction == "transfer" else "UNCLASSIFIED"
    return _OF_A_REFUND.get(account, account) if transaction in _REFUNDS else account


def documents(parts: Sequence[Part]) -> Iterator[Draft]:
    """Make one document of every amount; equal rows stay two facts."""
    counted: set[str] = set()
    drafts = []
    for part in parts:
        account = account_of(part.transaction, part.kind, part.description)
        sale = account == "REV"
        first = sale and part.order not in counted
        if first:
            counted.add(part.order)
        day = part.posted.date().isoformat()
        ads = account == "ADS"
        posting = Posting(
            row=part.row,
            day=day,
            account=account,
            amount=part.amount,
            currency=part.currency,
            sku=part.sku,
            quantity=part.quantity if sale else 0,
            order_ref=part.order,
            orders=int(first),
        )
        fact, subject = (Fact.ADS, day[:7]) if ads else (Fact.SETTLEMENT, "")
        drafts.append(Draft(fact, part.identity, day, [part.row], [posting], subject=subject))
    yield from number_occurrences(drafts)


def identity(settlement: str, values: Sequence[object]) -> str:
    """Name a settlement row by its settlement and what it says; equal rows share a name and are counted apart."""
    said = "\x1f".join(str(value) for value in values)
    return f"{settlement}:{blake2b(said.encode(), digest_size=12).hexdigest()}"


def control(rows: Sequence[Any], _context: Context) -> Control | None:
    """Read the summary row: the deposit that all other rows must add up to."""
    for row in rows:
        if row.total is not None and not row.transaction:
            return Control(row.total, row.currency, row.settlement)
    return None


def _untied(rows: Sequence[Any], context: Context) -> Iterator[Look]:
    """Say of a settlement without its summary row that nothing can be checked against a total."""
    if rows and control(rows, context) is None:
        first = rows[0]
        reason = (
            "There is no summary row that can be read, so the rows cannot be checked against the deposit, and those "
            f"without a currency count in {first.currency}. Download the settlement again and import it as it comes"
        )
        yield Look(first.row, reason, 0, first.currency)


def post_settlement(rows: Sequence[Any], context: Context) -> Iterator[Outcome]:
    """Turn the rows of a V2 settlement into documents, one amount each."""
    yield from _untied(rows, context)
    parts = []
    for row in rows:
        if not row.transaction and row.amount is None:
            yield LeftOut([row.row], "the summary row: its total is what the others must add up to")
        elif row.amount is None:
            yield Unread(row.row, "amount", "The amount is blank")
        elif (posted := row.posted or row.moment) is None:
            yield Unread(row.row, "posted-date", "The day is blank")
        else:
            parts.append(
                Part(
                    row=row.row,
                    settlement=row.settlement,
                    transaction=row.transaction,
                    kind=row.kind,
                    description=row.description,
                    amount=row.amount,
                    currency=row.currency,
                    order=row.order,
                    sku=row.sku,
                    quantity=row.quantity or 0,
                    posted=posted,
                    identity=identity(row.settlement, row[7:]),
                )
            )
    yield from documents(parts)


# The pairs of type and amount in one row of the first generation, and what the second calls that kind of amount.
_PAIRS = (
    ("price", "price_amount", "ItemPrice"),
    ("item_fee", "item_fee_amount", "ItemFees"),
    ("shipment_fee", "shipment_fee_amount", "ShipmentFees"),
    ("order_fee", "order_fee_amount", "OrderFees"),
    ("promotion", "promotion_amount", "Promotion"),
    ("direct_payment", "direct_payment_amount", "DirectPayment"),
    ("other_fee", "other_fee_amount", "OtherFees"),
)


def post_first_generation(rows: Sequence[Any], context: Context) -> Iterator[Outcome]:
    """Turn the rows of a V1 settlement into documents, up to nine amounts each."""
    yield from _untied(rows, context)
    parts: list[Part] = []
    for row in rows:
        amounts = _amounts_of(row)
        if not row.transaction and not amounts:
            yield LeftOut([row.row], "the summary row: its total is what the others must add up to")
        elif not amounts:
            yield Unread(row.row, "", "The row has no amount")
        elif (posted := row.posted or row.moment) is None:
            yield Unread(row.row, "posted-date", "The day is blank")
        else:
            said = identity(row.settlement, row[7:])
            parts += [
                Part(
                    row=row.row,
                    settlement=row.settlement,
                    transaction=row.transaction,
                    kind=kind,
                    description=description,
                    amount=amount,
                    currency=row.currency,
                    order=row.order,
                    sku=row.sku,
                    quantity=row.quantity or 0,
                    posted=posted,
                    identity=f"{said}:{kind}",
                )
                for kind, description, amount in amounts
            ]
    yield from documents(parts)


def _amounts_of(row: Any) -> list[tuple[str, str, int]]:  # noqa: ANN401 - rows have the columns of their export
    """Give kind, description and amount of everything a row books; an amount of 0 books nothing if others do."""
    amounts = [
        (kind, getattr(row, name) or row.transaction, amount)
        for name, column, kind in _PAIRS
        if (amount := getattr(row, column)) is not None
    ]
    for kind, amount in (("misc-fee", row.misc_fee_amount), ("other-amount", row.other_amount)):
        if amount is not None:
            # Such an amount has no type of its own: what it is stands in the transaction type.
            amounts.append((kind, row.transaction, amount))
    return [entry for entry in amounts if entry[2]] or amounts[:1]
