"""Shopify orders: how an order becomes postings, and what is said of one whose parts do not close."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from fractions import Fraction
from typing import Any, NamedTuple

from app.importing.export import Context, LeftOut, Look, Outcome, Unread
from app.importing.shop_rows import Order, Orders
from models.domain.catalog import listing_code
from models.domain.money import half_up, split
from models.domain.postings import Draft, Fact, Posting, posting

_NEVER_COUNT = {"voided": "voided", "expired": "expired"}
_PAID = frozenset({"paid", "partially_refunded", "refunded"})
# The same sale arrives in full in that channel's own export.
_SOLD_ELSEWHERE = {"sell-on-amazon": "the Amazon settlement"}
_RATE = re.compile(r"(\d+(?:\.\d+)?)\s*%")


class Closing(NamedTuple):
    """How the parts of an order close to its total: tax on top or inside, and what is missing (minor units)."""

    tax_inside: bool
    missing: int


_TAX_ON_TOP = Closing(tax_inside=False, missing=0)
_TAX_INSIDE = Closing(tax_inside=True, missing=0)


def post_orders(rows: Sequence[Any], context: Context) -> Iterator[Outcome]:
    """Turn order rows into documents: the order, and what it says of refunds."""
    orders = Orders(rows)
    known: dict[str, Order] = {}
    for order in orders:
        if not isinstance(order, Order):
            yield order
            continue
        first = known.setdefault(order.key, order)
        if first is order:
            yield from _post_order(order, context, orders)
        else:
            yield from _repeated(order, first)


def _repeated(order: Order, first: Order) -> Iterator[Outcome]:
    """Post no order twice, however often it stands in a file; where the two differ, somebody has to look."""
    if [line[1:] for line in order.lines] == [line[1:] for line in first.lines]:
        yield LeftOut(order.rows, f"order {order.head.name} stands twice in the file")
        return
    reason = f"order {order.head.name} stands in the file already, at row {first.head.row}, and differs there"
    yield from (Unread(row, "", reason) for row in order.rows)


def _post_order(order: Order, context: Context, others: Orders) -> list[Outcome]:
    head = order.head
    if problem := order.problem:
        return [problem._replace(row=row) for row in order.rows]
    if head.source in _SOLD_ELSEWHERE:
        return [LeftOut(order.rows, f"sold on another channel: {_SOLD_ELSEWHERE[head.source]} brings this sale")]
    day = _day(head, context)
    uncounted = _why_not_counted(head, context)
    if uncounted:
        return [
            LeftOut(order.rows, uncounted),
            # An order that counted in an older file stops counting, and so do its refunds in the payment export.
            Draft(Fact.SALES, order.key, day, []),
            Draft(Fact.REFUNDS, f"{order.key}|refund", day, [], subject=head.name, rank=0),
        ]
    closing = close(order, mostly_tax_inside=others.mostly_tax_inside)
    postings, short = order_postings(order, closing, day)
    outcomes: list[Outcome] = [Draft(Fact.SALES, order.key, day, order.rows, postings)]
    if missing := closing.missing + short:
        reason = f"The parts of order {head.name} do not add up to its total"
        outcomes.append(Look(head.row, reason, missing, head.currency))
    if head.refunded:
        outcomes.append(refund(order, day))
    return outcomes


def _why_not_counted(head: Any, context: Context) -> str:  # noqa: ANN401 - rows have the columns of their export
    if head.cancelled_at is not None:
        return "the order was cancelled"
    if head.status in _NEVER_COUNT:
        return f"the order is {_NEVER_COUNT[head.status]}"
    if context.recognition == "paid" and head.status not in _PAID:
        return "not paid yet (this channel counts sales when paid)"
    return ""


def _day(head: Any, context: Context) -> str:  # noqa: ANN401 - rows have the columns of their export
    moment = head.created_at
    if context.recognition == "paid" and head.paid_at is not None:
        moment = head.paid_at
    return date.isoformat(moment)


def _is_gift_card(line: Any) -> bool:  # noqa: ANN401 - rows have the columns of their export
    return "gift card" in line.title.casefold()


def close(order: Order, *, mostly_tax_inside: Callable[[], bool]) -> Closing:
    """Decide by which equation an order closes; where neither does, as most of the file, with what is missing."""
    total, taxes = order.head.total, order.head.taxes or 0
    if total == order.parts + taxes:
        return _TAX_ON_TOP
    if total == order.parts:
        return _TAX_INSIDE
    is_inside = mostly_tax_inside()
    return Closing(tax_inside=is_inside, missing=total - order.parts - (0 if is_inside else taxes))


def line_discounts(order: Order, gross: Sequence[int]) -> tuple[list[int], int]:
    """Share the discount of an order over its lines; also gives what Subtotal has that the lines do not.

    Subtotal is after every discount, so the whole discount is the lines' `gross` less Subtotal; the line column and the
    order's own only say how it is shared.
    """
    stated = [line.line_discount or 0 for line in order.goods]
    whole = sum(gross) - order.head.subtotal
    if whole == sum(stated):
        return stated, 0
    if whole <= 0:
        return [0] * len(stated), -whole
    if sum(stated) >= whole:
        return split(whole, stated), 0
    rest = split(whole - sum(stated), [max(amount - off, 0) for amount, off in zip(gross, stated, strict=True)])
    return [one + other for one, other in zip(stated, rest, strict=True)], 0


def order_postings(order: Order, closing: Closing, day: str) -> tuple[list[Posting], int]:
    """Post an order: sales and discounts by line without tax, shipping, and what is passed on to others.

    Gives the postings and the amount (minor units) that Subtotal holds beyond the lines.
    """
    head, goods = order.head, order.goods
    currency, name = head.currency, head.name
    gross = [line.quantity * line.price for line in goods]
    discounts, short = line_discounts(order, gross)
    line_taxes, shipping_tax = _taxes_inside(order, discounts) if closing.tax_inside else ([0] * len(goods), 0)
    postings: list[Posting] = []
    counted = 0
    for line, whole, discount, tax in zip(goods, gross, discounts, line_taxes, strict=True):
        row, code = line.row, line.sku or listing_code("", line.title)
        if not line.ships and _is_gift_card(line):
            postings.append(posting((row, day, "GIFT", whole - discount - tax, currency, code, 0, name, 0, "")))
            continue
        tax_of_whole = half_up(Fraction(whole * tax, whole - discount)) if tax and whole != discount else tax
        net = whole - tax_of_whole
        postings.append(posting((row, day, "REV", net, currency, code, line.quantity, name, 1 - counted, "")))
        counted = 1
        if discount:
            off = tax_of_whole - tax - discount
            postings.append(posting((row, day, "DISC", off, currency, code, 0, name, 0, "")))
    postings += [
        posting((line.row, day, "TIPS", line.quantity * line.price, currency, "", 0, name, 0, ""))
        for line in order.tips
    ]
    for account, amount in (
        ("SHIP_INC", (head.shipping or 0) - shipping_tax),
        ("TAX_PASS", head.taxes),
        ("DUTIES", head.duties),
        ("SETTLE_UNEXPLAINED", closing.missing + short),
    ):
        if amount:
            postings.append(posting((head.row, day, account, amount, currency, "", 0, name, 0, "")))
    return postings, short


def _taxes_inside(order: Order, discounts: Sequence[int]) -> tuple[list[int], int]:
    """Share the tax inside the prices over the taxable lines, and over shipping unless the rate says it bears none."""
    head = order.head
    taxes = head.taxes or 0
    goods = order.goods
    any_taxable = any(line.taxable for line in goods)
    weights = [
        line.quantity * line.price - discount if line.taxable or not any_taxable else 0
        for line, discount in zip(goods, discounts, strict=True)
    ]
    shipping = head.shipping or 0
    if shipping and _goods_alone_bear(taxes, sum(weights), head.tax_name, len(goods)):
        shipping = 0
    *lines, of_shipping = split(taxes, [*weights, shipping])
    return lines, of_shipping


def _goods_alone_bear(taxes: int, taxable: int, tax_name: str, lines: int) -> bool:
    rate = _RATE.search(tax_name)
    if rate is None:
        return False
    percent = Fraction(rate[1])
    expected = half_up(taxable * percent / (100 + percent))
    return abs(expected - taxes) <= lines


def refund(order: Order, day: str) -> Draft:
    """Post what an order says was refunded; undated, so it counts only where the payment export does not tell of it."""
    head = order.head
    tax = half_up(Fraction(head.refunded * (head.taxes or 0), head.total)) if head.total else 0
    postings = [Posting(head.row, day, "REFUND", tax - head.refunded, head.currency, order_ref=head.name)]
    if tax:
        postings.append(Posting(head.row, day, "TAX_PASS", -tax, head.currency, order_ref=head.name))
    return Draft(Fact.REFUNDS, f"{order.key}|refund", day, [head.row], postings, subject=head.name, rank=2)
