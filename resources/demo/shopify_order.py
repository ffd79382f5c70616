"""An order of the brand's own shop, what becomes of it, and what of it counts."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from resources.demo.brand import SHOPIFY, Product, share
from resources.demo.truth import Truth


@dataclass(frozen=True)
class OrderLine:
    """One line of an order: goods, a gift card or a tip."""

    name: str
    sku: str
    price: int
    quantity: int = 1
    discount: int = 0
    taxable: bool = False
    kind: str = "goods"
    product: Product | None = None

    @property
    def gross(self) -> int:
        """Give the price of all units."""
        return self.price * self.quantity


@dataclass(frozen=True)
class Refund:
    """Money given back on a day."""

    moment: datetime
    amount: int


@dataclass(frozen=True)
class Order:
    """One order with its whole later life; what a file shows of it depends on when the file was made."""

    number: int
    identity: int
    placed: datetime
    lines: tuple[OrderLine, ...]
    customer: str
    state: tuple[str, str]
    code: str = ""
    code_discount: int = 0
    shipping: int = 0
    unexplained: int = 0
    payment: str = "Shopify Payments"
    note: str = ""
    amazon_order: str = ""
    sent: datetime | None = None
    cancelled: datetime | None = None
    voided: datetime | None = None
    held: bool = False
    emptied: bool = False
    refunds: tuple[Refund, ...] = ()

    @property
    def discount(self) -> int:
        """Give all that was taken off."""
        return self.code_discount + sum(line.discount for line in self.lines)

    @property
    def subtotal(self) -> int:
        """Give goods and gift cards after discounts; a tip stays outside."""
        return sum(line.gross for line in self.lines if line.kind != "tip") - self.discount

    @property
    def tax_parts(self) -> tuple[int, int]:
        """Give New York's tax and the county's, on what is no food and goes to New York."""
        taxed = sum(line.gross - line.discount for line in self.lines if line.taxable)
        rate = 400 if self.state[0] == "NY" and not self.amazon_order else 0
        return share(taxed, rate), share(taxed, rate)

    @property
    def tax(self) -> int:
        """Give all tax on top."""
        return sum(self.tax_parts)

    @property
    def total(self) -> int:
        """Give what the order says it comes to."""
        tips = sum(line.gross for line in self.lines if line.kind == "tip")
        return self.subtotal + self.shipping + self.tax + tips + self.unexplained

    @property
    def counts(self) -> bool:
        """Say whether it is a sale of this channel."""
        return not (self.cancelled or self.voided) and not self.amazon_order

    @property
    def paid(self) -> datetime | None:
        """Give when the money was taken, if it was."""
        if self.held or self.payment == "Bank Deposit":
            return None
        return self.placed + timedelta(seconds=2 + self.number % 5)

    def state_at(self, moment: datetime) -> Order:
        """Give the order as the shop showed it at a moment."""
        return replace(
            self,
            sent=self.sent if self.sent and self.sent <= moment else None,
            cancelled=self.cancelled if self.cancelled and self.cancelled <= moment else None,
            voided=self.voided if self.voided and self.voided <= moment else None,
            emptied=self.emptied and self.cancelled is not None and self.cancelled <= moment,
            refunds=tuple(refund for refund in self.refunds if refund.moment <= moment),
        )


def book_orders(truth: Truth, orders: Sequence[Order]) -> None:
    """Add orders, refunds and payment fees to what really happened."""
    tax_given_back = 0
    for order in orders:
        if order.paid and by_card(order):
            truth.add(SHOPIFY, "channel_costs", order.paid.date(), -payment_fee(order))
        for refund in order.refunds:
            tax = (2 * refund.amount * order.tax + order.total) // (2 * order.total)
            tax_given_back += tax
            truth.add(SHOPIFY, "refunds", refund.moment.date(), tax - refund.amount)
        if order.counts:
            _book_sale(truth, order)
    truth.cases["shopify_tax_inside_refunds"] = tax_given_back
    truth.cases["shopify_orders_that_do_not_close"] = {
        f"#{order.number}": order.unexplained for order in orders if order.unexplained
    }
    truth.cases["shopify_units_without_sku"] = sum(
        line.quantity for order in orders if order.counts for line in order.lines if line.product and not line.sku
    )
    for name, wanted in _CASES.items():
        truth.cases[name] = [f"#{order.number}" for order in orders if wanted(order)]


def _has(kind: str) -> Callable[[Order], bool]:
    return lambda order: any(line.kind == kind for line in order.lines)


_CASES: dict[str, Callable[[Order], bool]] = {
    "shopify_cancelled": lambda order: order.cancelled is not None,
    "shopify_voided": lambda order: order.voided is not None and order.cancelled is None,
    "shopify_from_amazon": lambda order: bool(order.amazon_order),
    "shopify_with_tip": _has("tip"),
    "shopify_with_gift_card_sold": _has("gift card"),
    "shopify_paid_by_gift_card": lambda order: order.payment == "gift_card",
    "shopify_not_paid": lambda order: order.payment == "Bank Deposit",
    "shopify_eight_lines": lambda order: len(order.lines) == 8,
}


def payment_fee(order: Order) -> int:
    """Give what Shopify Payments keeps of a charge."""
    return share(order.total, 290) + 30


def by_card(order: Order) -> bool:
    """Say whether Shopify itself took the money."""
    return order.payment == "Shopify Payments"


def _book_sale(truth: Truth, order: Order) -> None:
    day = order.placed.date()
    goods = [line for line in order.lines if line.product]
    truth.add(SHOPIFY, "gross_sales", day, sum(line.gross for line in goods))
    truth.add(SHOPIFY, "discounts", day, -order.discount)
    truth.add(SHOPIFY, "shipping_income", day, order.shipping)
    truth.add(SHOPIFY, "orders", day, 1)
    for line in goods:
        if line.product:
            truth.sold(SHOPIFY, line.product.sku, day, line.quantity)
