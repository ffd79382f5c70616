"""What Etsy, the wholesale programme and the retail partner sell, one line at a time."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from resources.demo.brand import ETSY, HARBOR, LAST_DAY, WHOLESALE, Brand, Product, days, months, season, share
from resources.demo.draw import Draw
from resources.demo.truth import Truth

# Canadian dollars into American ones, in hundredths, from the first of each month.
RATES = {2: 73, 3: 72, 4: 72, 5: 73, 6: 74, 7: 73, 8: 72, 9: 73, 10: 71}

_CANADIAN = {1: date(2026, 4, 14), 2: date(2026, 7, 9), 3: date(2026, 9, 22)}
_CANADIAN_CUSTOMER = "Maple & Steep, Toronto"
_SHOPS = (
    "The Larder, Hudson NY|Rook & Kettle, Troy NY|Field Provisions, Beacon NY|Salt House, Portland ME|"
    "Hearth Goods, Burlington VT|Common Cup, Albany NY|Quay Street Market, Newport RI|Alder General, Ithaca NY|"
    "Bluestem Grocer, Madison WI|Pine Mercantile, Duluth MN|The Tea Room, Saratoga NY|North Pantry, Ann Arbor MI|"
    "Kiln & Leaf, Asheville NC|Orchard Store, Northampton MA|Two Rivers Co-op, Montpelier VT|Larkspur, Boulder CO|"
    "Ember Kitchen, Austin TX|Harvest Row, Lancaster PA|Stone Barn Goods, Rhinebeck NY|Little Crane, Seattle WA|"
    "Hollis & Daughters, Keene NH|Wren Market, Catskill NY|Foundry Foods, Pittsburgh PA|Grove Street, Jersey City NJ"
).split("|")


@dataclass(frozen=True)
class SaleLine:
    """One line of Channelbook's own sales table; money in cents, all of it positive."""

    channel: str
    day: date
    document: str
    line: int
    product: Product
    quantity: int
    unit_price: int
    discount: int = 0
    shipping: int = 0
    tax: int = 0
    fee: int = 0
    kind: str = "sale"
    currency: str = "USD"
    customer: str = ""

    @property
    def gross(self) -> int:
        """Give the price of all units before the discount."""
        return self.quantity * self.unit_price


def etsy_sales(brand: Brand) -> list[SaleLine]:
    """Make the orders of the Etsy shop, and what was sent back."""
    draw = Draw("etsy")
    lines: list[SaleLine] = []
    number = 3_610_442_107
    for day in days():
        for _ in range(draw.count(1830 * season(day) // 1000)):
            number += draw.between(1_000, 90_000)
            lines += _etsy_order(brand, draw, day=day, document=str(number))
    return _by_day([*lines, *_returns(lines, draw, permille=28, suffix="-R")])


def wholesale_sales(brand: Brand) -> list[SaleLine]:
    """Make the invoices of the wholesale programme, three of them in Canadian dollars, and its credit notes."""
    draw = Draw("wholesale")
    lines: list[SaleLine] = []
    number = 0
    for day in days():
        if day.weekday() >= 5:
            continue
        for _ in range(draw.count(1020 * season(day) // 1000)):
            number += 1
            lines += _invoice(brand, draw, day=day, document=f"INV-26{number:04d}")
    lines += _returns(lines, draw, permille=9, suffix="-CN")
    for number, day in _CANADIAN.items():
        lines += _canadian_invoice(brand, draw, day=day, document=f"INV-CA-{number:03d}")
    return _by_day(lines)


def harbor_sales(brand: Brand) -> list[SaleLine]:
    """Make the weekly orders of the retail partner, and its monthly returns."""
    draw = Draw("harbor")
    lines: list[SaleLine] = []
    for day in days():
        if day.weekday() == 2:
            lines += _partner_order(brand, draw, day=day, document=f"HR-PO-{1000 + len(lines)}")
    for first, last in months():
        sold = [line for line in lines if first <= line.day <= last]
        for number in range(1, draw.between(2, 4)):
            taken = sold[draw.below(len(sold))]
            document = f"HR-RTN-{last:%m}{number}"
            lines.append(replace(taken, day=last, document=document, line=1, quantity=1, fee=0, kind="refund"))
    return _by_day(lines)


def book_sales(truth: Truth, lines: Sequence[SaleLine]) -> None:
    """Add the lines to what really happened."""
    for line in lines:
        sign = -1 if line.kind == "refund" else 1
        rate = RATES[line.day.month] if line.currency == "CAD" else 100
        amounts = {
            "gross_sales" if sign > 0 else "refunds": sign * line.gross,
            "discounts": -sign * line.discount,
            "shipping_income": sign * line.shipping,
            "channel_costs": -sign * line.fee,
        }
        for name, amount in amounts.items():
            truth.add(line.channel, name, line.day, amount * rate // 100)
        if sign > 0:
            truth.sold(line.channel, line.product.sku, line.day, line.quantity)
            truth.add(line.channel, "orders", line.day, int(line.line == 1))


def _by_day(lines: Sequence[SaleLine]) -> list[SaleLine]:
    return sorted(lines, key=lambda line: (line.day, line.document, line.line))


def _returns(lines: Sequence[SaleLine], draw: Draw, *, permille: int, suffix: str) -> Iterator[SaleLine]:
    """Take back one unit of some lines that had no discount, days or weeks later, often in another month."""
    for line in list(lines):
        day = line.day + timedelta(days=draw.between(4, 40))
        if line.discount or not draw.chance(permille) or day > LAST_DAY:
            continue
        document = f"{line.document}{suffix}{line.line}"
        yield replace(line, day=day, document=document, line=1, quantity=1, shipping=0, tax=0, fee=0, kind="refund")


def _etsy_order(brand: Brand, draw: Draw, *, day: date, document: str) -> Iterator[SaleLine]:
    count = draw.pick_by_weight((1, 2, 3), (80, 16, 4))
    coupon = draw.chance(120)
    buyer = f"buyer{draw.digits(5)}"
    chosen = brand.choose_several(draw, channel=ETSY, day=day, count=count)
    postage = 0 if sum(product.price for product in chosen) >= 3500 else 495
    for number, product in enumerate(chosen, 1):
        line = SaleLine(
            ETSY, day, document, number, product, draw.pick_by_weight((1, 2), (88, 12)), product.price + 100,
            shipping=postage if number == 1 else 0, customer=buyer,
        )  # fmt: skip
        discount = share(line.gross, 1000) if coupon else 0
        paid = line.gross - discount + line.shipping
        tax = share(paid, 725) if product.taxable and draw.chance(700) else 0
        yield replace(line, discount=discount, tax=tax, fee=share(paid, 950) + (45 if number == 1 else 20))


def _trade_price(product: Product, basis_points: int) -> int:
    """Give a share of the shelf price, down to five cents."""
    return share(product.price, basis_points) // 5 * 5


def _case(draw: Draw, product: Product) -> int:
    if product.price >= 2900:
        return draw.pick((2, 4, 4, 6))
    return draw.pick((6, 6, 12, 12, 12, 18, 24))


def _invoice(brand: Brand, draw: Draw, *, day: date, document: str) -> Iterator[SaleLine]:
    shop = draw.pick(_SHOPS)
    by_agent = len(shop) % 5 > 1
    chosen = brand.choose_several(draw, channel=WHOLESALE, day=day, count=draw.between(3, 8))
    lines = [
        SaleLine(
            WHOLESALE, day, document, number, product, _case(draw, product), _trade_price(product, 5400), customer=shop
        )
        for number, product in enumerate(chosen, 1)
    ]
    total = sum(line.gross for line in lines)
    for line in lines:
        discount = share(line.gross, 500) if total >= 60_000 else 0
        freight = 1800 if line.line == 1 and total < 40_000 else 0
        fee = share(line.gross - discount, 800) if by_agent else 0
        yield replace(line, discount=discount, shipping=freight, fee=fee)


def _canadian_invoice(brand: Brand, draw: Draw, *, day: date, document: str) -> Iterator[SaleLine]:
    """Invoice in whole Canadian dollars, so that every amount is whole at the month's rate."""
    chosen = brand.choose_several(draw, channel=WHOLESALE, day=day, count=5)
    for number, product in enumerate(chosen, 1):
        price = _trade_price(product, 7300) // 100 * 100
        yield SaleLine(
            WHOLESALE, day, document, number, product, draw.pick((12, 12, 24)), price, discount=500 * (number == 2),
            shipping=2500 * (number == 1), currency="CAD", customer=_CANADIAN_CUSTOMER,
        )  # fmt: skip


def _partner_order(brand: Brand, draw: Draw, *, day: date, document: str) -> Iterator[SaleLine]:
    for number, product in enumerate(brand.choose_several(draw, channel=HARBOR, day=day, count=draw.between(9, 12)), 1):
        quantity = draw.between(3, 7) * season(day) // 970
        line = SaleLine(HARBOR, day, document, number, product, quantity, _trade_price(product, 5700))
        yield replace(line, fee=share(line.gross, 900), customer="Harbor Retail, 6 stores")
