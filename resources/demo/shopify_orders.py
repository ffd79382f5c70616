"""What happened in the brand's own shop in nine months, with the odd orders every shop has."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, datetime, time, timedelta

from resources.demo.brand import LAST_DAY, SHOPIFY, Brand, Product, days, season, share
from resources.demo.draw import Draw
from resources.demo.shopify_order import Order, OrderLine, Refund, by_card

_FREE_SHIPPING_FROM = 4500
_SHIPPING = 595
_AMAZON_ORDER = "113-4407125-6610248"
_FIRST_NUMBER = 1042
_FIRST_ID = 6_401_118_208_131
_STATES = (
    ("NY", "New York"),
    ("MA", "Massachusetts"),
    ("CT", "Connecticut"),
    ("VT", "Vermont"),
    ("PA", "Pennsylvania"),
)


def shopify_orders(brand: Brand) -> list[Order]:
    """Make all orders of the shop in the order they were placed."""
    draw = Draw("shopify")
    orders: list[Order] = []
    for day in days():
        moments = sorted(
            datetime.combine(day, time(7)) + timedelta(seconds=draw.below(54_000))
            for _ in range(draw.count(2140 * season(day) // 1000))
        )
        orders += [_order(brand, draw, placed=placed, ordinal=len(orders) + at) for at, placed in enumerate(moments)]
    orders = _with_refunds(orders, draw)
    return _with_odd_ones(brand, orders)


def _order(brand: Brand, draw: Draw, *, placed: datetime, ordinal: int) -> Order:
    count = draw.pick_by_weight((1, 2, 3, 4), (60, 27, 9, 4))
    lines = tuple(
        _line(draw, product, placed=placed)
        for product in brand.choose_several(draw, channel=SHOPIFY, day=placed.date(), count=count)
    )
    order = Order(
        number=_FIRST_NUMBER + ordinal,
        identity=_FIRST_ID + ordinal * 32_768 + draw.below(30_000),
        placed=placed,
        lines=lines,
        customer=f"{draw.pick(_FORENAMES)} {draw.pick(_SURNAMES)}",
        state=draw.pick_by_weight(_STATES, (44, 19, 14, 8, 15)),
        payment=draw.pick_by_weight(("Shopify Payments", "PayPal Express Checkout"), (92, 8)),
        sent=placed + timedelta(hours=draw.between(20, 70)),
    )
    order = _discounted(draw, order)
    return replace(order, shipping=0 if order.subtotal >= _FREE_SHIPPING_FROM else _SHIPPING)


def _line(draw: Draw, product: Product, *, placed: datetime) -> OrderLine:
    # Two products had no SKU in the shop until May: their lines are known by the name alone.
    nameless = product.title in {"Tea bowl", "Press filter, pack of two"} and placed.date() < date(2026, 5, 1)
    quantity = draw.pick_by_weight((1, 2, 3), (89, 9, 2))
    sku = "" if nameless else product.sku
    return OrderLine(product.name, sku, product.price, quantity, taxable=product.taxable, product=product)


def _discounted(draw: Draw, order: Order) -> Order:
    """Give some orders a code, which no line shows, and some an automatic discount, which the lines carry."""
    if draw.chance(270):
        food = sum(line.gross for line in order.lines if not line.taxable)
        return replace(order, code="WELCOME10", code_discount=share(food, 1000)) if food else order
    if draw.chance(140):
        lines = tuple(replace(line, discount=share(line.gross, 1500)) for line in order.lines)
        return replace(order, lines=lines)
    return order


def _with_refunds(orders: Sequence[Order], draw: Draw) -> list[Order]:
    """Give money back for some: all of it, or one line of an order without tax, often in a later month."""
    result = []
    for order in orders:
        moment = order.placed + timedelta(days=draw.between(2, 40), hours=1)
        if by_card(order) and draw.chance(58) and moment.date() <= LAST_DAY:
            whole = order.tax > 0 or len(order.lines) == 1 or draw.chance(350)
            amount = order.total if whole else order.lines[0].gross - order.lines[0].discount - order.code_discount
            refunds = [Refund(moment, max(amount, 400))]
            if not whole and draw.chance(200) and moment.date() < LAST_DAY:
                refunds.append(Refund(moment + timedelta(hours=5), 250))
            result.append(replace(order, refunds=tuple(refunds)))
        else:
            result.append(order)
    return result


def _with_odd_ones(brand: Brand, orders: Sequence[Order]) -> list[Order]:
    """Turn single orders, each the first plain one from its day on, into the cases a shop meets."""
    eight = tuple(
        OrderLine(product.name, product.sku, product.price, taxable=product.taxable, product=product)
        for product in brand.products[:8]
    )
    gift_card = OrderLine("Gift card - $50.00", "", 5000, kind="gift card")
    tip = OrderLine("Tip", "", 300, kind="tip")
    changes: list[tuple[date, Callable[[Order], Order]]] = [
        (date(2026, 3, 5), lambda order: replace(order, lines=(*order.lines, tip))),
        (date(2026, 3, 28), lambda order: replace(order, lines=(*order.lines, gift_card))),
        (date(2026, 4, 28), lambda order: _cancelled(order, date(2026, 5, 2), emptied=False)),
        (date(2026, 5, 9), lambda order: replace(order, unexplained=420)),
        (date(2026, 5, 19), lambda order: replace(order, payment="gift_card")),
        (date(2026, 6, 11), lambda order: replace(order, lines=eight, shipping=0, code="", code_discount=0)),
        (
            date(2026, 6, 27),
            lambda order: replace(order, held=True, voided=datetime.combine(date(2026, 7, 4), time(9)), sent=None),
        ),
        (date(2026, 7, 15), lambda order: replace(order, payment="amazon_marketplace", amazon_order=_AMAZON_ORDER)),
        (date(2026, 7, 29), lambda order: _cancelled(order, date(2026, 8, 2), emptied=True)),
        (date(2026, 8, 18), lambda order: replace(order, unexplained=-3)),
        (date(2026, 9, 8), lambda order: replace(order, lines=(*order.lines, gift_card))),
        (date(2026, 9, 23), lambda order: replace(order, note="Please leave at the side door,\nnot on the steps.")),
        (date(2026, 10, 6), lambda order: replace(order, lines=(*order.lines, replace(tip, price=500)))),
        (date(2026, 10, 27), lambda order: replace(order, payment="Bank Deposit", sent=None)),
    ]
    result = list(orders)
    for day, change in changes:
        at = next(at for at, order in enumerate(result) if order.placed.date() >= day and _plain(order))
        result[at] = change(result[at])
    return result


def _plain(order: Order) -> bool:
    return (
        not order.refunds
        and not order.discount
        and not order.tax
        and by_card(order)
        and all(line.sku for line in order.lines)
    )


def _cancelled(order: Order, day: date, *, emptied: bool) -> Order:
    moment = datetime.combine(day, time(10, 31, 7))
    return replace(order, held=True, cancelled=moment, voided=moment, sent=None, emptied=emptied)


_FORENAMES = (
    "Ada Ben Clara Dan Eve Finn Greta Hugo Iris Jonas Kate Leo Maya Noah Olive Paul Quinn Rosa Sam Tess".split()
)
_SURNAMES = "Abbott Birch Cole Dunn Ellis Frost Grant Hale Innes Joyce Keane Lowe Marsh Nash Orr Pike Reed Shaw".split()
