"""Shopify's own files of the orders and payments: windows that overlap, each as the shop stood on its last day."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta
from pathlib import Path

from resources.demo.brand import FIRST_DAY, LAST_DAY, money
from resources.demo.draw import Draw
from resources.demo.layout import comma_line, header, shopify_line, write_lines
from resources.demo.shopify_order import Order, OrderLine, by_card, payment_fee

ORDERS = header(
    "Name|Email|Financial Status|Paid at|Fulfillment Status|Fulfilled at|Accepts Marketing|Currency|Subtotal|Shipping|"
    "Taxes|Total|Discount Code|Discount Amount|Shipping Method|Created at|Lineitem quantity|Lineitem name|"
    "Lineitem price|Lineitem compare at price|Lineitem sku|Lineitem requires shipping|Lineitem taxable|"
    "Lineitem fulfillment status|Billing Name|Billing Street|Billing Address1|Billing Address2|Billing Company|"
    "Billing City|Billing Zip|Billing Province|Billing Country|Billing Phone|Shipping Name|Shipping Street|"
    "Shipping Address1|Shipping Address2|Shipping Company|Shipping City|Shipping Zip|Shipping Province|"
    "Shipping Country|Shipping Phone|Notes|Note Attributes|Cancelled at|Payment Method|Payment Reference|"
    "Refunded Amount|Vendor|Outstanding Balance|Employee|Location|Device ID|Id|Tags|Risk Level|Source|"
    "Lineitem discount|Tax 1 Name|Tax 1 Value|Tax 2 Name|Tax 2 Value|Tax 3 Name|Tax 3 Value|Tax 4 Name|Tax 4 Value|"
    "Tax 5 Name|Tax 5 Value|Phone|Receipt Number|Duties|Billing Province Name|Shipping Province Name|Payment ID|"
    "Payment Terms Name|Next Payment Due At|Payment References"
)
PAYMENTS = header(
    "Transaction Date|Type|Order|Card Brand|Card Source|Payout Status|Payout Date|Available On|Amount|Fee|Net|Checkout|"
    "Payment Method Name|Presentment Amount|Presentment Currency|Currency"
)

# Where each file of orders ends; the next one begins three weeks before that.
_ORDER_WINDOWS = tuple(
    date(2026, month, day)
    for month, day in ((2, 28), (3, 31), (4, 30), (5, 31), (6, 30), (7, 31), (8, 31), (9, 30), (10, 20), (10, 31))
)
_PAYMENT_WINDOWS = (date(2026, 4, 30), date(2026, 7, 31), LAST_DAY)
_SUMMER_TIME = (date(2026, 3, 8), date(2026, 11, 1))
_STREETS = "Hill Street|Mill Lane|Depot Road|Ferry Street|Canal Street|Quarry Road|Second Avenue|Orchard Road".split(
    "|"
)
_TOWNS = {
    "NY": ("Troy", "'12180"),
    "MA": ("Northampton", "'01060"),
    "CT": ("Danbury", "'06810"),
    "VT": ("Burlington", "'05401"),
    "PA": ("Lancaster", "'17602"),
}


def write_orders(folder: Path, orders: Sequence[Order]) -> None:
    """Write the order files, newest order first."""
    first = FIRST_DAY
    for number, last in enumerate(_ORDER_WINDOWS, 1):
        seen = datetime.combine(last, time(23, 30))
        inside = [order.state_at(seen) for order in orders if first <= order.placed.date() <= last]
        lines = [comma_line(ORDERS)]
        for order in reversed(inside):
            lines += [shopify_line(row) for row in _order_rows(order)]
        write_lines(folder / f"orders_export_{number}.csv", lines)
        first = last - timedelta(days=20)


def write_payments(folder: Path, orders: Sequence[Order]) -> None:
    """Write the payment files, newest payment first; each begins six days before the one before ended."""
    rows = sorted(_payments(orders), key=lambda row: (row[0], row[1], row[2].number), reverse=True)
    first = FIRST_DAY
    for number, last in enumerate(_PAYMENT_WINDOWS, 1):
        inside = [row for row in rows if first <= row[0].date() <= last]
        lines = [comma_line(PAYMENTS), *(comma_line(_payment_row(*row, last)) for row in inside)]
        write_lines(folder / f"payment_transactions_export_{number}.csv", lines)
        first = last - timedelta(days=6)


def local_time(moment: datetime) -> str:
    """Write a moment of New York with its distance from Greenwich."""
    summer = _SUMMER_TIME[0] <= moment.date() < _SUMMER_TIME[1]
    return f"{moment:%Y-%m-%d %H:%M:%S} {'-0400' if summer else '-0500'}"


def _order_rows(order: Order) -> Iterator[list[str | None]]:
    for number, line in enumerate(order.lines):
        row: dict[str, str | None] = dict.fromkeys(ORDERS)
        row |= {
            "Name": f"#{order.number}",
            "Email": _email(order),
            "Created at": local_time(order.placed),
            "Phone": _phone(order) if order.number % 11 == 0 else None,
        }
        row |= _line_cells(order, line)
        if number == 0:
            row |= _head_cells(order) | _address_cells(order) | _payment_cells(order)
        yield [row[name] for name in ORDERS]


def _email(order: Order) -> str:
    return f"{order.customer.lower().replace(' ', '.')}{order.number % 97}@example.com"


def _phone(order: Order) -> str:
    return f"+1518555{order.number % 200:04d}"


def _line_cells(order: Order, line: OrderLine) -> dict[str, str | None]:
    tip = line.kind == "tip"
    goods = line.kind == "goods"
    done = "fulfilled" if order.sent or line.kind == "gift card" else "pending"
    return {
        "Lineitem quantity": str(line.quantity),
        "Lineitem name": line.name,
        "Lineitem price": money(line.price),
        "Lineitem compare at price": None if tip else "",
        "Lineitem sku": line.sku or ("" if goods else None),
        "Lineitem requires shipping": "true" if goods else "false",
        "Lineitem taxable": "true" if line.taxable else "false",
        "Lineitem fulfillment status": "not_eligible" if tip else done,
        "Vendor": None if tip else "Juniper & Rye",
        "Lineitem discount": money(line.discount),
    }


def _head_cells(order: Order) -> dict[str, str | None]:
    nothing = order.emptied
    state, county = order.tax_parts
    cells: dict[str, str | None] = {
        "Financial Status": _financial_status(order),
        "Paid at": local_time(order.paid) if order.paid else None,
        "Fulfillment Status": "fulfilled" if order.sent else "unfulfilled",
        "Fulfilled at": local_time(order.sent) if order.sent else None,
        "Accepts Marketing": "yes" if order.number % 3 else "no",
        "Currency": "USD",
        "Subtotal": money(0 if nothing else order.subtotal),
        "Shipping": money(0 if nothing else order.shipping),
        "Taxes": money(0 if nothing else order.tax),
        "Total": money(0 if nothing else order.total),
        "Discount Code": order.code,
        "Discount Amount": money(order.discount),
        "Shipping Method": "Standard",
        "Notes": order.note or None,
        "Note Attributes": f"Amazon Order Id: {order.amazon_order}" if order.amazon_order else "",
        "Cancelled at": local_time(order.cancelled) if order.cancelled else None,
        "Id": str(order.identity),
        "Tags": "",
        "Risk Level": "Low",
        "Source": "sell-on-amazon" if order.amazon_order else "web",
    }
    if order.tax:
        cells |= {"Tax 1 Name": "New York State Tax 4%", "Tax 1 Value": money(state)}
        cells |= {"Tax 2 Name": "Rensselaer County Tax 4%", "Tax 2 Value": money(county)}
    return cells


def _financial_status(order: Order) -> str:
    if order.voided:
        return "voided"
    if order.held:
        return "authorized"
    if order.payment == "Bank Deposit":
        return "pending"
    given_back = sum(refund.amount for refund in order.refunds)
    if given_back:
        return "refunded" if given_back == order.total else "partially_refunded"
    return "paid"


def _address_cells(order: Order) -> dict[str, str | None]:
    short, full = order.state
    town, zip_code = _TOWNS[short]
    street = f"{order.number % 180 + 3} {_STREETS[order.number % len(_STREETS)]}"
    flat = f"Apt {order.number % 9 + 1}" if order.number % 4 == 0 else ""
    address = {
        "Name": order.customer,
        "Street": f"{street}, {flat}" if flat else street,
        "Address1": street,
        "Address2": flat,
        "Company": None,
        "City": town,
        "Zip": zip_code,
        "Province": short,
        "Country": "US",
        "Phone": _phone(order),
        "Province Name": full,
    }
    return {f"{kind} {name}": value for kind in ("Billing", "Shipping") for name, value in address.items()}


def _payment_cells(order: Order) -> dict[str, str | None]:
    token = f"r{Draw(f'payment of {order.number}').token(24)}"
    owed = order.total if order.payment == "Bank Deposit" or order.held else 0
    return {
        "Payment Method": order.payment,
        "Payment Reference": token,
        "Refunded Amount": money(sum(refund.amount for refund in order.refunds)),
        "Outstanding Balance": money(0 if order.voided else owed),
        "Payment ID": token,
        "Payment References": token,
    }


def _payments(orders: Sequence[Order]) -> Iterator[tuple[datetime, str, Order, int, int]]:
    for order in orders:
        if order.paid and by_card(order):
            yield order.paid, "charge", order, order.total, payment_fee(order)
            for refund in order.refunds:
                yield refund.moment, "refund", order, -refund.amount, 0


def _payment_row(moment: datetime, kind: str, order: Order, amount: int, fee: int, seen: date) -> list[str]:
    draw = Draw(f"card of {order.number}")
    brand = draw.pick(("visa", "visa", "master", "master", "american_express", "discover"))
    payout = moment.date() + timedelta(days=2 if moment.weekday() < 3 else 4)
    status = "paid" if payout <= seen else "in_transit" if payout <= seen + timedelta(days=2) else "scheduled"
    cells = [local_time(moment), kind, f"#{order.number}", brand, "online", status, str(payout), str(payout)]
    checkout = f"#35{draw.digits(12)}"
    return [*cells, money(amount), money(fee), money(amount - fee), checkout, "card", money(abs(amount)), "USD", "USD"]
