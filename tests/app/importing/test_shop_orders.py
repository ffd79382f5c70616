"""Shopify orders: what an order becomes, how its parts close to its total, and what never counts."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.importing.export import Context, LeftOut, Look, Outcome, Unread
from app.importing.reading import read
from app.importing.recognising import all_exports, recognise
from app.importing.shop_orders import post_orders
from app.importing.sniffing import sniff
from models.domain.postings import Draft, Fact, Posting

KNOWN = all_exports()
COLUMNS = (
    "Name,Financial Status,Paid at,Currency,Subtotal,Shipping,Taxes,Total,Discount Amount,Created at,Lineitem quantity,"
    "Lineitem name,Lineitem price,Lineitem sku,Lineitem requires shipping,Lineitem taxable,Lineitem fulfillment status,"
    "Cancelled at,Refunded Amount,Vendor,Id,Source,Lineitem discount,Tax 1 Name,Duties"
).split(",")
Row = dict[str, str]


def order(*lines: Row, name: str = "#1", **head: str) -> list[Row]:
    """Make the rows of an order: the first has the order columns, the others only their line."""
    first = {
        "Financial Status": "paid",
        "Paid at": "2026-03-02 11:00:00 -0500",
        "Currency": "USD",
        "Subtotal": "0.00",
        "Shipping": "0.00",
        "Taxes": "0.00",
        "Total": "0.00",
        "Id": f"55{name[1:]}",
        "Source": "web",
    } | {key.replace("_", " "): value for key, value in head.items()}
    shared = {"Name": name, "Created at": head.get("Created_at", "2026-03-01 23:30:00 -0500")}
    return [shared | (first if index == 0 else {}) | line for index, line in enumerate(lines)]


def line(sku: str = "SOAP", quantity: int = 1, price: str = "10.00", **more: str) -> Row:
    """Make a line of an order."""
    return {
        "Lineitem quantity": str(quantity),
        "Lineitem name": sku.title(),
        "Lineitem price": price,
        "Lineitem sku": sku,
        "Lineitem requires shipping": "true",
        "Lineitem taxable": "true",
        "Lineitem discount": "0.00",
    } | {key.replace("_", " "): value for key, value in more.items()}


TIP = line("", price="2.00", Lineitem_name="Tip", Lineitem_requires_shipping="false") | {
    "Lineitem fulfillment status": "not_eligible",
    "Lineitem taxable": "false",
}
GIFT_CARD = line("", price="50.00", Lineitem_name="Gift Card", Lineitem_requires_shipping="false")


def outcomes(*orders: list[Row], recognition: str = "placed") -> list[Outcome]:
    """Read and post orders as an import does."""
    out = io.StringIO()
    writer = csv.DictWriter(out, COLUMNS, restval="")
    writer.writeheader()
    writer.writerows([row for rows in orders for row in rows])
    found = recognise(sniff(out.getvalue().encode()), KNOWN)
    context = Context(currency="USD", recognition=recognition)
    return list(post_orders(read(found, currency="USD", options={}).rows, context))


def postings(*orders: list[Row], fact: Fact = Fact.SALES, **more: Any) -> list[Posting]:  # noqa: ANN401 - as outcomes
    """Give the postings of the documents of a fact."""
    drafts = [item for item in outcomes(*orders, **more) if isinstance(item, Draft) and item.fact is fact]
    return [posting for draft in drafts for posting in draft.postings]


def accounts(*orders: list[Row], **more: Any) -> dict[str, int]:  # noqa: ANN401 - as outcomes
    """Add up what orders become by account."""
    sums: dict[str, int] = {}
    for posting in postings(*orders, **more):
        sums[posting.account] = sums.get(posting.account, 0) + posting.amount
    return sums


def test_that_tax_on_top_is_passed_on_and_no_revenue() -> None:
    sold = order(line(), Subtotal="10.00", Shipping="4.95", Taxes="0.80", Total="15.75")
    assert accounts(sold) == {"REV": 1000, "SHIP_INC": 495, "TAX_PASS": 80}


def test_that_tax_inside_the_prices_is_taken_out_of_lines_and_shipping() -> None:
    sold = order(line(price="115.00"), Subtotal="115.00", Shipping="11.50", Taxes="16.50", Total="126.50")
    assert accounts(sold) == {"REV": 10000, "SHIP_INC": 1000, "TAX_PASS": 1650}


def test_that_a_rate_says_when_shipping_bears_no_tax() -> None:
    sold = order(
        line(price="115.00"), Subtotal="115.00", Shipping="60.00", Taxes="15.00", Total="175.00", Tax_1_Name="VAT 15%"
    )
    assert accounts(sold) == {"REV": 10000, "SHIP_INC": 6000, "TAX_PASS": 1500}


def test_that_the_discount_of_an_order_is_shared_by_largest_remainder() -> None:
    lines = (line("A", price="19.99"), line("B", price="5.00"), line("C", price="0.01"))
    sold = order(*lines, Subtotal="15.00", Total="15.00", Discount_Amount="10.00")
    off = {item.sku: item.amount for item in postings(sold) if item.account == "DISC"}
    assert off == {"A": -800, "B": -200}


def test_that_discounts_on_lines_are_not_counted_twice() -> None:
    sold = order(
        line("A", 4, "8.50", Lineitem_discount="3.40"), Subtotal="30.60", Total="30.60", Discount_Amount="3.40"
    )
    assert accounts(sold) == {"REV": 3400, "DISC": -340}


def test_that_an_order_whose_parts_do_not_close_is_listed_and_nothing_absorbed() -> None:
    sold = order(line(), Subtotal="10.00", Total="19.99")
    assert accounts(sold) == {"REV": 1000, "SETTLE_UNEXPLAINED": 999}
    (look,) = [item for item in outcomes(sold) if isinstance(item, Look)]
    assert (look.row, look.amount, look.reason) == (2, 999, "The parts of order #1 do not add up to its total")


@pytest.mark.parametrize("place", range(3))
def test_that_an_order_that_does_not_close_has_its_tax_where_most_orders_of_the_file_have_it(place: int) -> None:
    orders = [
        order(line(), name=f"#{number}", Subtotal="10.00", Taxes="1.00", Total="10.00", Tax_1_Name="VAT 10%")
        for number in (2, 3)
    ]
    orders.insert(place, order(line(), Subtotal="10.00", Taxes="1.00", Total="15.00", Tax_1_Name="VAT 10%"))
    looks = [outcome for outcome in outcomes(*orders) if isinstance(outcome, Look)]
    assert [(look.reason, look.amount) for look in looks] == [
        ("The parts of order #1 do not add up to its total", 500)  # 400 if its tax were on top
    ]


def test_that_a_subtotal_beyond_the_lines_is_listed_too() -> None:
    sold = order(line(), Subtotal="15.00", Total="15.00")
    assert accounts(sold) == {"REV": 1000, "SETTLE_UNEXPLAINED": 500}


def test_that_tips_gift_cards_and_duties_are_no_sales() -> None:
    sold = order(line(), TIP, GIFT_CARD, Subtotal="60.00", Duties="3.00", Total="65.00")
    assert accounts(sold) == {"REV": 1000, "TIPS": 200, "GIFT": 5000, "DUTIES": 300}
    assert sum(item.orders for item in postings(sold)) == 1
    assert sum(item.quantity for item in postings(sold)) == 1


def test_that_a_line_without_a_sku_is_known_by_its_name() -> None:
    sold = order(line("", Lineitem_name="Bath salt - Pine / 200 g"), Subtotal="10.00", Total="10.00")
    assert postings(sold)[0].sku == "name: Bath salt - Pine / 200 g"


def test_that_a_sale_counts_on_the_day_in_the_shops_own_zone() -> None:
    sold = order(line(), Subtotal="10.00", Total="10.00")
    assert postings(sold)[0].day == "2026-03-01"
    assert postings(sold, recognition="paid")[0].day == "2026-03-02"


@pytest.mark.parametrize(
    "head, reason",
    [
        ({"Cancelled_at": "2026-03-02 10:00:00 -0500"}, "the order was cancelled"),
        ({"Financial_Status": "voided"}, "the order is voided"),
        ({"Financial_Status": "expired"}, "the order is expired"),
        ({"Source": "sell-on-amazon"}, "sold on another channel: the Amazon settlement brings this sale"),
    ],
)
def test_that_what_never_counts_is_left_out_with_its_reason(head: dict[str, str], reason: str) -> None:
    found = outcomes(order(line(), line("DISH"), Subtotal="20.00", Total="20.00", **head))
    assert [(list(item.rows), item.reason) for item in found if isinstance(item, LeftOut)] == [([2, 3], reason)]
    assert all(not item.postings for item in found if isinstance(item, Draft))


def test_that_an_unpaid_order_waits_where_sales_count_when_paid() -> None:
    sold = order(line(), Subtotal="10.00", Total="10.00", Financial_Status="pending", Paid_at="")
    assert accounts(sold) == {"REV": 1000}
    assert accounts(sold, recognition="paid") == {}


def test_that_what_an_order_says_of_refunds_gives_back_its_share_of_tax() -> None:
    sold = order(line(), Subtotal="10.00", Taxes="0.80", Total="10.80", Refunded_Amount="5.40")
    assert accounts(sold, fact=Fact.REFUNDS) == {"REFUND": -500, "TAX_PASS": -40}


def test_that_an_order_that_stands_twice_counts_once() -> None:
    sold = order(line(), line("DISH"), Subtotal="20.00", Total="20.00")
    other = order(line(), name="#2", Subtotal="10.00", Total="10.00")
    assert accounts(sold, other, sold) == {"REV": 3000}
    found = outcomes(sold, other, sold)
    assert [(list(item.rows), item.reason) for item in found if isinstance(item, LeftOut)] == [
        ([5, 6], "order #1 stands twice in the file")
    ]


def test_that_an_order_that_stands_twice_and_differs_is_looked_at() -> None:
    sold = order(line(), Subtotal="10.00", Total="10.00")
    found = outcomes(sold, order(line(quantity=2), Subtotal="20.00", Total="20.00"))
    (unread,) = [item for item in found if isinstance(item, Unread)]
    assert (unread.row, unread.reason) == (3, "order #1 stands in the file already, at row 2, and differs there")


def test_that_a_line_whose_order_is_missing_is_not_read() -> None:
    (unread,) = outcomes([order(line(), line())[1]])
    assert isinstance(unread, Unread)
    assert unread.reason == "The first row of order #1 is missing from the file"


@pytest.mark.parametrize(
    "head, column",
    [
        ({"Financial_Status": "wibble"}, "Financial Status"),
        ({"Total": "-5.00"}, "Total"),
        ({"Total": ""}, "Total"),
        ({"Subtotal": ""}, "Subtotal"),
    ],
)
def test_that_an_order_that_makes_no_sense_is_set_aside_whole(head: dict[str, str], column: str) -> None:
    totals = {"Subtotal": "20.00", "Total": "20.00"} | head
    found = outcomes(order(line(), line("DISH"), **totals))
    assert [(item.row, item.column) for item in found if isinstance(item, Unread)] == [(2, column), (3, column)]


def amounts() -> Iterator[st.SearchStrategy[int]]:
    """Give strategies for quantity, price and shipping."""
    yield st.integers(1, 20)
    yield st.integers(0, 50_000)
    yield st.integers(0, 2_000)


QUANTITY, PRICE, SHIPPING = amounts()


@given(
    st.lists(st.tuples(QUANTITY, PRICE), min_size=1, max_size=6),
    SHIPPING,
    st.fractions(0, 1),
    st.fractions(0, "1/4"),
    st.booleans(),
)
def test_that_the_postings_of_an_order_add_up_to_its_total(
    lines: list[tuple[int, int]],
    shipping: int,
    off: Fraction,
    rate: Fraction,
    inside: bool,
) -> None:
    gross = sum(quantity * price for quantity, price in lines)
    subtotal = gross - int(gross * off)
    parts = subtotal + shipping
    tax = int(parts * rate / (1 + rate)) if inside else int(parts * rate)
    total = parts if inside else parts + tax
    sold = order(
        *(line(f"SKU-{index}", quantity, f"{price / 100:.2f}") for index, (quantity, price) in enumerate(lines)),
        Subtotal=f"{subtotal / 100:.2f}",
        Shipping=f"{shipping / 100:.2f}",
        Taxes=f"{tax / 100:.2f}",
        Total=f"{total / 100:.2f}",
    )
    posted = postings(sold)
    assert sum(item.amount for item in posted) == total
    assert sum(item.quantity for item in posted) == sum(quantity for quantity, _ in lines)
    assert sum(item.orders for item in posted) == 1


def test_that_an_order_with_a_line_that_comes_to_too_much_is_refused_whole() -> None:
    sold = order(line(), line(quantity=100_000_000, price="-5000.00"), Subtotal="20.00", Total="20.00")
    assert outcomes(sold) == [
        Unread(
            row, "Lineitem price", "The quantity times the price is too large: amounts are kept up to 99,999,999,999.99"
        )
        for row in (2, 3)
    ]
