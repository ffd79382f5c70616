"""A seeded Shopify orders export: 79 columns, one to six lines an order, blank where real exports are blank."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta, timezone
from pathlib import Path
from random import Random

HEADERS = tuple(
    (
        "Name,Email,Financial Status,Paid at,Fulfillment Status,Fulfilled at,Accepts Marketing,Currency,Subtotal,"
        "Shipping,Taxes,Total,Discount Code,Discount Amount,Shipping Method,Created at,Lineitem quantity,Lineitem name,"
        "Lineitem price,Lineitem compare at price,Lineitem sku,Lineitem requires shipping,Lineitem taxable,"
        "Lineitem fulfillment status,Billing Name,Billing Street,Billing Address1,Billing Address2,Billing Company,"
        "Billing City,Billing Zip,Billing Province,Billing Country,Billing Phone,Shipping Name,Shipping Street,"
        "Shipping Address1,Shipping Address2,Shipping Company,Shipping City,Shipping Zip,Shipping Province,"
        "Shipping Country,Shipping Phone,Notes,Note Attributes,Cancelled at,Payment Method,Payment Reference,"
        "Refunded Amount,Vendor,Outstanding Balance,Employee,Location,Device ID,Id,Tags,Risk Level,Source,"
        "Lineitem discount,Tax 1 Name,Tax 1 Value,Tax 2 Name,Tax 2 Value,Tax 3 Name,Tax 3 Value,Tax 4 Name,Tax 4 Value,"
        "Tax 5 Name,Tax 5 Value,Phone,Receipt Number,Duties,Billing Province Name,Shipping Province Name,Payment ID,"
        "Payment Terms Name,Next Payment Due At,Payment References"
    ).split(",")
)
CURRENCY = "USD"
_PLACE = {name: index for index, name in enumerate(HEADERS)}
_ZONE = timezone(timedelta(hours=-5))
_NEWEST = datetime(2025, 12, 31, 20, tzinfo=_ZONE)
_DAYS = 730
_LINES = (1, 1, 1, 2, 2, 3, 4, 6)
_LINES_AN_ORDER = 2.5
_SKUS = 400
_STATES = (
    ("Albany", "12207", "NY", "New York"),
    ("Boise", "83702", "ID", "Idaho"),
    ("Dover", "19901", "DE", "Delaware"),
)
# Shopify writes some blank cells as an empty text in quotation marks.
_EMPTY_TEXT = '""'

Row = list[str]


def write_orders(path: Path, *, rows: int, seed: int = 1) -> None:
    """Write a file with this many rows below its header, the newest order first."""
    with path.open("w", encoding="utf-8", newline="") as file:
        file.write(",".join(HEADERS) + "\n")
        file.writelines(",".join(map(_quoted, row)) + "\n" for row in _rows(rows, Random(seed)))


def _rows(count: int, random: Random) -> Iterator[Row]:
    left, number, created = count, 1000 + count, _NEWEST
    apart = int(_DAYS * 86400 * _LINES_AN_ORDER / count) * 2
    while left:
        number -= 1
        created -= timedelta(seconds=random.randrange(apart))
        order = _order(number, created, lines=min(random.choice(_LINES), left), random=random)
        left -= len(order)
        yield from order


def _order(number: int, created: datetime, *, lines: int, random: Random) -> list[Row]:
    rows = []
    subtotal = 0
    for _ in range(lines):
        sku, quantity = random.randrange(_SKUS), random.choice((1, 1, 1, 2, 3))
        price = 599 + sku * 37 % 9000
        discount = price * quantity // 10 if random.random() < 0.2 else 0
        subtotal += price * quantity - discount
        rows.append(_line(number, created, (sku, quantity, price, discount)))
    _complete(rows[0], number, created, subtotal=subtotal, random=random)
    return rows


def _line(number: int, created: datetime, sold: tuple[int, int, int, int]) -> Row:
    sku, quantity, price, discount = sold
    return _row(
        {
            "Name": f"#{number}",
            "Email": f"b{number}@example.com",
            "Created at": _moment(created),
            "Lineitem quantity": str(quantity),
            "Lineitem name": f"Botanical no. {sku:03d} tin",
            "Lineitem price": _amount(price),
            "Lineitem sku": f"BOT-{sku:04d}",
            "Lineitem requires shipping": "true",
            "Lineitem taxable": "true",
            "Lineitem fulfillment status": "fulfilled",
            "Vendor": "Sons",
            "Lineitem discount": _amount(discount),
        }
    )


def _complete(row: Row, number: int, created: datetime, *, subtotal: int, random: Random) -> None:
    """Fill in what only the first row of an order carries."""
    shipping = random.choice((0, 0, 499, 799))
    taxes = subtotal * 8 // 100
    total = subtotal + shipping + taxes
    fate = random.random()
    reference = f"r{random.getrandbits(96):024x}"
    texts = {
        "Financial Status": "voided" if fate < 0.01 else "partially_refunded" if fate < 0.04 else "paid",
        "Paid at": _moment(created + timedelta(seconds=2)),
        "Fulfillment Status": "fulfilled",
        "Fulfilled at": _moment(created + timedelta(days=1)),
        "Accepts Marketing": "yes",
        "Currency": CURRENCY,
        "Subtotal": _amount(subtotal),
        "Shipping": _amount(shipping),
        "Taxes": _amount(taxes),
        "Total": _amount(total),
        "Discount Code": _EMPTY_TEXT,
        "Discount Amount": "0.00",
        "Shipping Method": "Standard",
        "Notes": "Leave it at the door,\nplease" if random.random() < 0.1 else _EMPTY_TEXT,
        "Payment Method": "Shopify Payments",
        "Payment Reference": reference,
        "Refunded Amount": _amount(total // 4 if 0.01 <= fate < 0.04 else 0),
        "Outstanding Balance": "0.00",
        "Id": str(5_000_000_000_000 + number),
        "Risk Level": "Low",
        "Source": "web",
        "Tax 1 Name": "State Tax 8%",
        "Tax 1 Value": _amount(taxes),
        "Payment ID": reference,
        "Payment References": reference,
        **_addresses(number, random),
    }
    for name, text in texts.items():
        row[_PLACE[name]] = text


def _addresses(number: int, random: Random) -> dict[str, str]:
    city, code, state, state_name = random.choice(_STATES)
    street = f"{number % 900 + 1} Long Street" + (f", Apt {number % 40}" if random.random() < 0.2 else "")
    texts: dict[str, str] = {}
    for side in ("Billing", "Shipping"):
        texts |= {
            f"{side} Name": f"Person {number}",
            f"{side} Street": street,
            f"{side} Address1": street,
            f"{side} City": city,
            f"{side} Zip": f"'{code}",
            f"{side} Province": state,
            f"{side} Country": "US",
            f"{side} Phone": f"+1 555 {number % 10_000_000:07d}",
            f"{side} Province Name": state_name,
        }
    return texts


def _row(texts: dict[str, str]) -> Row:
    row = [""] * len(HEADERS)
    for name, text in texts.items():
        row[_PLACE[name]] = text
    return row


def _quoted(cell: str) -> str:
    if cell == _EMPTY_TEXT or not any(mark in cell for mark in ',"\n'):
        return cell
    return f'"{cell}"'


def _amount(minor: int) -> str:
    return f"{minor // 100}.{minor % 100:02d}"


def _moment(moment: datetime) -> str:
    return moment.strftime("%Y-%m-%d %H:%M:%S %z")
