"""What happens in the Amazon account, entry by entry, as its settlements list it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from resources.demo.advertising import AdDay
from resources.demo.brand import AMAZON, LAST_DAY, Brand, Product, days, months, season, share
from resources.demo.draw import Draw
from resources.demo.shopify_order import Order
from resources.demo.truth import Truth

PEAK_FEES_FROM = date(2026, 10, 15)
UNMAPPED_FEE = "Vine Enrollment Fee"

# Where each kind of entry belongs; what is missing here is tax, which is not ours, or a mere transfer.
_LINES = {
    ("Order", "ItemPrice", "Principal"): "gross_sales",
    ("Order", "ItemPrice", "Shipping"): "shipping_income",
    ("Order", "ItemFees", "Commission"): "channel_costs",
    ("Order", "ItemFees", "FBAPerUnitFulfillmentFee"): "channel_costs",
    ("Order", "ItemFees", "ShippingChargeback"): "channel_costs",
    ("Order", "Promotion", "Shipping"): "shipping_income",
    ("Order", "Promotion", "Principal"): "discounts",
    ("Refund", "ItemPrice", "Principal"): "refunds",
    ("Refund", "ItemFees", "Commission"): "channel_costs",
    ("Refund", "ItemFees", "RefundCommission"): "channel_costs",
    ("ServiceFee", "Cost of Advertising", "TransactionTotalAmount"): "marketing",
    ("other-transaction", "other-transaction", "Storage Fee"): "channel_costs",
    ("other-transaction", "other-transaction", "FBAInboundTransportationFee"): "channel_costs",
    ("other-transaction", "other-transaction", "Subscription Fee"): "channel_operating_cost",
    ("other-transaction", "other-transaction", UNMAPPED_FEE): "unclassified",
}


@dataclass(frozen=True)
class Entry:
    """One row of a settlement: one amount and all that Amazon says about it."""

    moment: datetime
    transaction: str
    kind: str
    description: str
    amount: int
    order: str = ""
    shipment: str = ""
    item: str = ""
    adjustment: str = ""
    adjusted_item: str = ""
    sku: str = ""
    quantity: int = 0
    fulfilment: str = "AFN"
    promotion: str = ""

    @property
    def line(self) -> str:
        """Give the line it belongs to, or nothing if it is no income and no cost."""
        return _LINES.get((self.transaction, self.kind, self.description), "")


def amazon_entries(brand: Brand, ads: Sequence[AdDay], orders: Sequence[Order]) -> list[Entry]:
    """Make all entries of nine months as they are posted, with the shop's orders that are really Amazon's."""
    draw = Draw("amazon")
    items: list[list[Entry]] = []
    for day in days():
        for _ in range(draw.count(14_600 * season(day) // 1000)):
            items += _order(brand, draw, day)
    entries = [entry for item in items for entry in item]
    for item in items:
        entries += _refund(draw, item)
    entries += [*_from_shop(draw, orders), *_advertising(ads), *_account_fees(draw)]
    return sorted(entries, key=lambda entry: entry.moment)


def book_entries(truth: Truth, entries: Sequence[Entry]) -> None:
    """Add the entries to what really happened."""
    seen: set[str] = set()
    promotions = 0
    for entry in entries:
        day = entry.moment.date()
        if entry.line:
            truth.add(AMAZON, entry.line, day, entry.amount)
        if entry.line == "gross_sales":
            truth.sold(AMAZON, entry.sku, day, entry.quantity)
            truth.add(AMAZON, "orders", day, int(entry.order not in seen))
            seen.add(entry.order)
        if (entry.kind, entry.description) == ("Promotion", "Shipping"):
            promotions += entry.amount
    truth.cases["amazon_promotion_shipping"] = promotions


def _order(brand: Brand, draw: Draw, day: date) -> Iterator[list[Entry]]:
    """Make the items of one order; two units sometimes travel as two singles, and give the same rows twice."""
    count = draw.pick_by_weight((1, 2, 3), (88, 10, 2))
    shape = Entry(
        moment=datetime.combine(day, time(0, 3)) + timedelta(seconds=draw.below(85_000)),
        transaction="Order",
        kind="",
        description="",
        amount=0,
        order=f"{draw.pick(('111', '112', '113', '114'))}-{draw.digits(7)}-{draw.digits(7)}",
        shipment=f"D{draw.token(8)}",
    )
    for product in brand.choose_several(draw, channel=AMAZON, day=day, count=count):
        quantity = draw.pick_by_weight((1, 2, 3, 4), (78, 15, 5, 2))
        item = replace(shape, item=draw.digits(14), sku=product.sku, quantity=quantity)
        if quantity == 2 and draw.chance(60):
            rows = list(_item(draw, replace(item, quantity=1), product, plain=True))
            yield [*rows, *rows]
        else:
            yield list(_item(draw, item, product, plain=False))


def _item(draw: Draw, item: Entry, product: Product, *, plain: bool) -> Iterator[Entry]:
    price = (product.price - 1) * item.quantity
    yield replace(item, kind="ItemPrice", description="Principal", amount=price)
    coupon = share(price, 1000) if not plain and draw.chance(25) else 0
    if coupon:
        promotion = "PAWS-V2-Juniper coupon 10"
        yield replace(item, kind="Promotion", description="Principal", amount=-coupon, promotion=promotion)
    if not plain and draw.chance(110):
        yield from _shipping(draw, item)
    if product.taxable and draw.chance(800):
        tax = share(price - coupon, draw.pick((600, 700, 725, 800)))
        yield replace(item, kind="ItemPrice", description="Tax", amount=tax)
        yield replace(item, kind="ItemWithheldTax", description="MarketplaceFacilitatorTax-Principal", amount=-tax)
    fee = product.fba_fee * item.quantity
    peak = share(fee, 10_600) if item.moment.date() >= PEAK_FEES_FROM else fee
    yield replace(item, kind="ItemFees", description="FBAPerUnitFulfillmentFee", amount=-peak)
    yield replace(item, kind="ItemFees", description="Commission", amount=-_commission(product, price - coupon))


def _shipping(draw: Draw, item: Entry) -> Iterator[Entry]:
    """Let the customer pay for shipping, which Amazon keeps, or have it given free, which comes to nothing."""
    amount = draw.pick((399, 499, 599))
    yield replace(item, kind="ItemPrice", description="Shipping", amount=amount)
    if draw.chance(750):
        promotion = "US Core Free Shipping"
        yield replace(item, kind="Promotion", description="Shipping", amount=-amount, promotion=promotion)
    else:
        yield replace(item, kind="ItemFees", description="ShippingChargeback", amount=-amount)


def _commission(product: Product, price: int) -> int:
    groceries = product.category in {"Tea", "Spice", "Pantry", "Cold brew"}
    return share(price, 800 if groceries and product.price <= 1500 else 1500)


def _refund(draw: Draw, item: Sequence[Entry]) -> Iterator[Entry]:
    """Take an item back weeks later: the price and tax, the commission, and Amazon's fee for doing so."""
    sale = item[0]
    moment = sale.moment + timedelta(days=draw.between(5, 38), seconds=draw.below(3000))
    twin = len(item) > 1 and item[0] == item[len(item) // 2]
    if twin or not draw.chance(34) or moment.date() > LAST_DAY or moment.time() > time(23, 55):
        return
    shape = Entry(
        moment=moment,
        transaction="Refund",
        kind="",
        description="",
        amount=0,
        order=sale.order,
        item=sale.item,
        adjustment=f"amzn1:crow:{draw.token(22)}",
        adjusted_item=draw.digits(12),
        sku=sale.sku,
    )
    for entry in item:
        if (
            entry.description in {"Principal", "Tax", "MarketplaceFacilitatorTax-Principal"}
            and entry.kind != "Promotion"
        ):
            yield replace(shape, kind=entry.kind, description=entry.description, amount=-entry.amount)
        if entry.description == "Commission":
            yield replace(shape, kind="ItemFees", description="Commission", amount=-entry.amount)
            kept = min(share(-entry.amount, 2000), 500)
            yield replace(shape, kind="ItemFees", description="RefundCommission", amount=-kept)


def _from_shop(draw: Draw, orders: Sequence[Order]) -> Iterator[Entry]:
    """List again what the shop shows as sold on Amazon: the brand sends it, Amazon takes the money."""
    for order in orders:
        if not order.amazon_order:
            continue
        shape = Entry(order.placed + timedelta(hours=30), "Order", "ItemPrice", "Shipping", order.shipping)
        shape = replace(shape, order=order.amazon_order, shipment=f"D{draw.token(8)}", fulfilment="MFN")
        for line in order.lines:
            if line.product:
                item = replace(shape, item=draw.digits(14), sku=line.product.sku, quantity=line.quantity)
                yield replace(item, description="Principal", amount=line.gross)
                if line is order.lines[0] and order.shipping:
                    yield item
                fee = -_commission(line.product, line.gross)
                yield replace(item, kind="ItemFees", description="Commission", amount=fee)


def _advertising(ads: Sequence[AdDay]) -> Iterator[Entry]:
    """Charge advertising whenever 450 dollars are owed; what is owed at the end is charged in November."""
    owed = 0
    for day in days():
        if owed >= 45_000:
            moment = datetime.combine(day, time(6, 16, 34))
            yield Entry(moment, "ServiceFee", "Cost of Advertising", "TransactionTotalAmount", -owed)
            owed = 0
        owed += sum(ad.spend for ad in ads if ad.day == day)


def _account_fees(draw: Draw) -> Iterator[Entry]:
    for first, _ in months():
        fees = {
            "Subscription Fee": (2, 3999),
            "Storage Fee": (8, draw.between(9_800, 13_400)),
            "FBAInboundTransportationFee": (11, draw.between(11_000, 17_500)),
        }
        if first.month in {5, 10}:
            fees[UNMAPPED_FEE] = (12, 750)
        for description, (day, amount) in fees.items():
            moment = datetime.combine(first.replace(day=day), time(4, 12, 9))
            yield Entry(moment, "other-transaction", "other-transaction", description, -amount)
        second = datetime.combine(first.replace(day=23), time(5, 40, 2))
        amount = -draw.between(9_000, 15_500)
        yield Entry(second, "other-transaction", "other-transaction", "FBAInboundTransportationFee", amount)
