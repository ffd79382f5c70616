"""The demo brand's files: written again to the byte, in the real layouts, and adding up to what really happened."""

from __future__ import annotations

import csv
import json
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from typing import cast

import pytest
from openpyxl import load_workbook

from resources.demo.advertising import META, SPONSORED_DAILY, SPONSORED_UNIFIED
from resources.demo.amazon_exports import INVENTORY as FBA_INVENTORY
from resources.demo.amazon_exports import SETTLEMENT
from resources.demo.make_demo import make_demo
from resources.demo.prices import LISTINGS
from resources.demo.shopify_catalogue import INVENTORY, PRODUCTS
from resources.demo.shopify_exports import ORDERS, PAYMENTS
from resources.demo.tables import SALES

ROOT = Path(__file__).resolve().parents[1]
EXPORTS = ROOT / "resources" / "demo" / "exports"
TRUTH = ROOT / "tests" / "demo_truth.json"

Row = Mapping[str, str]


def truth_of(channel: str) -> Mapping[str, int]:
    whole = json.loads(TRUTH.read_text(encoding="utf-8"))
    return cast("Mapping[str, int]", whole["channels"][channel])


def case(name: str) -> object:
    return json.loads(TRUTH.read_text(encoding="utf-8"))["cases"][name]


def cents(text: str) -> int:
    return int(Decimal(text or "0") * 100)


def comma_rows(path: Path) -> list[Row]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def settlement_rows(path: Path) -> list[Row]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


def settlement_files() -> list[Path]:
    return sorted(EXPORTS.glob("settlement_*.txt"))


def details() -> Iterator[Row]:
    for path in settlement_files():
        yield from settlement_rows(path)[1:]


def newest_orders() -> dict[str, list[Row]]:
    """Read the order files as they were made; a later one replaces an order whole."""
    orders: dict[str, list[Row]] = {}
    for number in range(1, 11):
        inside: dict[str, list[Row]] = defaultdict(list)
        for row in comma_rows(EXPORTS / f"orders_export_{number}.csv"):
            inside[row["Name"]].append(row)
        orders |= inside
    return orders


def counted_orders() -> Iterator[list[Row]]:
    for rows in newest_orders().values():
        head = rows[0]
        out = head["Cancelled at"] or head["Financial Status"] == "voided" or head["Source"] == "sell-on-amazon"
        if not out:
            yield rows


def goods(rows: Sequence[Row]) -> list[Row]:
    return [row for row in rows if row["Lineitem requires shipping"] == "true"]


def gross(rows: Sequence[Row]) -> int:
    return sum(int(row["Lineitem quantity"]) * cents(row["Lineitem price"]) for row in rows)


def sales_rows() -> list[dict[str, object]]:
    """Read the own sales tables, each line once although two files share a month."""
    found: dict[tuple[object, ...], dict[str, object]] = {}
    for path in sorted(EXPORTS.glob("sales_*.csv")):
        for row in comma_rows(path):
            found[row["channel"], row["document"], row["line"]] = dict(row)
    for path in sorted(EXPORTS.glob("sales_*.xlsx")):
        names, *rows = load_workbook(path).worksheets[0].iter_rows(values_only=True)
        for cells in rows:
            values: dict[str, object] = dict(
                zip(map(str, names), ("" if cell is None else cell for cell in cells), strict=True)
            )
            found[values["channel"], values["document"], str(values["line"])] = values
    return list(found.values())


def test_that_the_script_writes_exactly_the_committed_files(tmp_path: Path) -> None:
    truth = make_demo(tmp_path)
    written = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    committed = {path.name: path.read_bytes() for path in EXPORTS.iterdir()}
    assert sorted(written) == sorted(committed)
    assert [name for name, content in written.items() if content != committed[name]] == []
    assert truth.as_json() + "\n" == TRUTH.read_text(encoding="utf-8")


def test_that_all_files_together_stay_under_six_megabytes() -> None:
    assert sum(path.stat().st_size for path in EXPORTS.iterdir()) < 6_000_000


@pytest.mark.parametrize("path", sorted(EXPORTS.glob("*.[ct][sx][vt]")), ids=lambda path: path.name)
def test_that_every_text_file_is_plain_utf_8_with_short_line_ends(path: Path) -> None:
    content = path.read_bytes()
    assert not content.startswith(b"\xef\xbb\xbf")
    assert b"\r" not in content
    assert content.decode("utf-8").endswith("\n")


@pytest.mark.parametrize(
    "names, count",
    [
        (ORDERS, 79),
        (PAYMENTS, 16),
        (INVENTORY, 19),
        (SETTLEMENT, 24),
        (FBA_INVENTORY, 21),
        (LISTINGS, 29),
        (SPONSORED_DAILY, 17),
        (SPONSORED_UNIFIED, 47),
        (SALES.split(","), 15),
    ],
)
def test_that_every_header_has_the_columns_of_the_real_export(names: list[str], count: int) -> None:
    assert len(names) == len(set(names)) == count


@pytest.mark.parametrize(
    "sample, mine",
    [
        ("shopify/orders_export_CAD.csv", ",".join(ORDERS)),
        ("shopify/payment_transactions_export_2025.csv", ",".join(PAYMENTS)),
        ("shopify/inventory_export_2026_19cols_not_stocked.csv", ",".join(INVENTORY)),
        ("amazon/settlement_v2_US_2017.txt", "\t".join(SETTLEMENT)),
        ("amazon/eu_fba-inventory.txt", "\t".join(FBA_INVENTORY)),
        ("amazon_ads/ads_unified_advertised_product_2026_US.csv", ",".join(SPONSORED_UNIFIED)),
        ("meta_ads/ads_daily_2026_USD.csv", META),
    ],
)
def test_that_every_header_is_the_real_one(samples: Path, sample: str, mine: str) -> None:
    with (samples / sample).open(encoding="utf-8") as file:
        assert file.readline().rstrip("\r\n") == mine


def test_that_the_catalogue_differs_from_a_real_one_by_its_markets_alone(samples: Path) -> None:
    with (samples / "shopify" / "products_export_markets_2023.csv").open(encoding="utf-8") as file:
        real = file.readline().strip().split(",")
    without_markets = [name for name in PRODUCTS if " / " not in name or "Google" in name]
    assert without_markets == [name for name in real if " / " not in name or "Google" in name]


def test_that_the_google_report_has_two_lines_above_and_a_total_below() -> None:
    lines = (EXPORTS / "google_ads_campaigns_1.csv").read_text(encoding="utf-8").splitlines()
    assert lines[:2] == ["Campaign report", '"February 1, 2026 - June 30, 2026"']
    assert lines[-1].startswith('Total: All campaigns,,, "')
    days = csv.DictReader(lines[2:-1])
    total = sum(cents(row["Cost"].removeprefix("$")) for row in days)
    assert f'"${total // 100:,}.{total % 100:02d}"' in lines[-1]


def test_that_the_advertising_workbook_has_real_days_and_numbers() -> None:
    path = next(EXPORTS.glob("sponsored_*.xlsx"))
    sheet = load_workbook(path).worksheets[0]
    assert sheet.title == "Sponsored Product Advertised Pr"
    assert [cell.value for cell in sheet[1]] == SPONSORED_DAILY
    assert sheet["A2"].is_date
    assert {sheet.cell(2, column).data_type for column in (7, 8, 11, 12)} == {"n"}


@pytest.mark.parametrize("path", settlement_files(), ids=lambda path: path.name)
def test_that_every_settlement_adds_up_to_its_deposit(path: Path) -> None:
    summary, *rows = settlement_rows(path)
    assert sum(cents(row["amount"]) for row in rows) == cents(summary["total-amount"]) > 0
    assert {row["settlement-id"] for row in rows} == {summary["settlement-id"]}
    assert cast("Mapping[str, int]", case("amazon_deposits"))[path.name] == cents(summary["total-amount"])


def test_that_each_settlement_pays_the_reserve_the_one_before_kept() -> None:
    kept = 0
    for path in settlement_files():
        reserves = {row["amount-description"]: cents(row["amount"]) for row in settlement_rows(path)}
        assert reserves.get("Previous Reserve Amount Balance", 0) == kept
        kept = -reserves["Current Reserve Amount"]
        assert kept > 0


def test_that_the_settlements_hold_what_happened_on_amazon() -> None:
    sums: Counter[tuple[str, str]] = Counter()
    for row in details():
        sums[row["transaction-type"], row["amount-description"]] += cents(row["amount"])
    sold = [row for row in details() if (row["transaction-type"], row["amount-type"]) == ("Order", "ItemPrice")]
    sold = [row for row in sold if row["amount-description"] == "Principal"]
    expected = truth_of("Amazon")
    assert sum(cents(row["amount"]) for row in sold) == expected["gross_sales"]
    assert sum(int(row["quantity-purchased"]) for row in sold) == expected["units"]
    assert len({row["order-id"] for row in sold}) == expected["orders"]
    assert sums["Refund", "Principal"] == expected["refunds"]
    assert sums["Order", "Shipping"] == expected["shipping_income"]
    assert sums["ServiceFee", "TransactionTotalAmount"] == expected["marketing"]
    assert sums["other-transaction", "Vine Enrollment Fee"] == expected["unclassified"] < 0
    for kind in ("Order", "Refund"):
        tax = sums[kind, "Tax"] + sums[kind, "MarketplaceFacilitatorTax-Principal"]
        assert tax == 0


def test_that_rows_with_a_twin_are_part_of_the_sums() -> None:
    rows = Counter(tuple(row.values()) for row in details())
    assert sum(number - 1 for number in rows.values()) == case("amazon_surplus_twin_rows")
    assert sum(rows.values()) == case("amazon_rows")


def test_that_the_newest_orders_hold_what_happened_in_the_shop() -> None:
    orders = list(counted_orders())
    expected = truth_of("Shopify")
    gift_cards = sum(gross([row for row in rows if row["Lineitem name"].startswith("Gift card")]) for rows in orders)
    assert len(orders) == expected["orders"]
    assert sum(gross(goods(rows)) for rows in orders) == expected["gross_sales"]
    assert sum(int(row["Lineitem quantity"]) for rows in orders for row in goods(rows)) == expected["units"]
    assert sum(cents(rows[0]["Shipping"]) for rows in orders) == expected["shipping_income"]
    subtotals = sum(cents(rows[0]["Subtotal"]) for rows in orders)
    assert subtotals - gift_cards - expected["gross_sales"] == expected["discounts"]


def test_that_the_payments_hold_the_refunds_of_the_shop() -> None:
    payments: dict[tuple[str, ...], Row] = {}
    for path in sorted(EXPORTS.glob("payment_*.csv")):
        payments |= {
            (row["Transaction Date"], row["Type"], row["Order"], row["Amount"]): row for row in comma_rows(path)
        }
    refunds = [row for row in payments.values() if row["Type"] == "refund"]
    given_back = sum(cents(row["Amount"]) for row in refunds)
    assert given_back + cast("int", case("shopify_tax_inside_refunds")) == truth_of("Shopify")["refunds"]
    placed = {name: rows[0]["Created at"][:7] for name, rows in newest_orders().items()}
    assert any(row["Transaction Date"][:7] > placed[row["Order"]] for row in refunds)
    assert all(cents(row["Net"]) == cents(row["Amount"]) - cents(row["Fee"]) for row in payments.values())


def test_that_orders_close_but_for_the_two_that_are_named() -> None:
    tips = {
        name: sum(cents(row["Lineitem price"]) for row in rows if row["Lineitem name"] == "Tip")
        for name, rows in newest_orders().items()
    }
    left: dict[str, int] = {}
    for name, rows in newest_orders().items():
        head = rows[0]
        parts = sum(cents(head[part]) for part in ("Subtotal", "Shipping", "Taxes"))
        if difference := cents(head["Total"]) - parts - tips[name]:
            left[name] = difference
    assert left == case("shopify_orders_that_do_not_close")


def test_that_overlapping_windows_show_some_orders_in_an_earlier_state() -> None:
    states: dict[str, list[str]] = defaultdict(list)
    for number in range(1, 11):
        for row in comma_rows(EXPORTS / f"orders_export_{number}.csv"):
            if row["Id"]:
                states[row["Name"]].append(row["Financial Status"])
    assert sum(len(seen) > 1 for seen in states.values()) > 200
    changed = {tuple(dict.fromkeys(seen)) for seen in states.values() if len(set(seen)) > 1}
    assert changed >= {("authorized", "voided"), ("paid", "refunded"), ("paid", "partially_refunded")}


@pytest.mark.parametrize("channel", ["Etsy", "Wholesale", "Harbor Retail"])
def test_that_the_sales_tables_hold_what_happened(channel: str) -> None:
    rates = {row["day"][:7]: Decimal(row["rate"]) for row in comma_rows(EXPORTS / "rates.csv")}
    sums: Counter[str] = Counter()
    for row in sales_rows():
        if row["channel"] == channel:
            rate = rates[str(row["date"])[:7]] if row["currency"] == "CAD" else Decimal(1)
            amount = int(str(row["quantity"])) * cents(str(row["unit_price"])) * rate
            assert amount == int(amount)
            sums[str(row["kind"])] += int(amount)
            sums["discounts"] -= int(cents(str(row["discount"])) * rate)
            sums["units"] += int(str(row["quantity"])) * (row["kind"] == "sale")
            sums["orders"] += (row["kind"], str(row["line"])) == ("sale", "1")
    expected = truth_of(channel)
    assert sums["sale"] == expected["gross_sales"]
    assert -sums["refund"] == expected["refunds"] < 0
    assert {name: sums[name] for name in ("discounts", "units", "orders")} == {
        name: expected[name] for name in ("discounts", "units", "orders")
    }


def test_that_the_shop_brings_a_twentieth_of_the_sales_and_half_of_the_operating_cost() -> None:
    whole = json.loads(TRUTH.read_text(encoding="utf-8"))
    channels = whole["channels"]
    sales = sum(lines["net_sales"] for lines in channels.values())
    orders = sum(lines["orders"] for lines in channels.values())
    shop = channels["Shopify"]
    drivers = whole["shared_by_driver"]
    shares = {"net_sales": shop["net_sales"] / sales, "orders": shop["orders"] / orders, "equal": 1 / len(channels)}
    of_shop = shop["channel_operating_cost"] + sum(drivers[driver] * share for driver, share in shares.items())
    everything = whole["shared"] + sum(lines["channel_operating_cost"] for lines in channels.values())
    assert shares["net_sales"] == pytest.approx(0.05, abs=0.005)
    assert of_shop / everything == pytest.approx(0.5, abs=0.02)
    assert shop["cm3"] > 0 > shop["cm4"]
    assert all(lines["cm4"] > 0 for name, lines in channels.items() if name != "Shopify")


def test_that_the_bottle_stops_selling_in_the_shop_before_it_stops_on_amazon() -> None:
    in_shop = {
        row["Created at"][:10] for rows in newest_orders().values() for row in rows if row["Lineitem sku"] == "JR-0131"
    }
    on_amazon = {
        row["posted-date"] for row in details() if (row["sku"], row["transaction-type"]) == ("JR-0131", "Order")
    }
    assert not [day for day in in_shop if "2026-08-10" <= day < "2026-10-12"]
    assert [day for day in on_amazon if "2026-08-10" <= day < "2026-08-27"]
    assert not [day for day in on_amazon if "2026-08-27" <= day < "2026-10-08"]
    counts = [row for row in comma_rows(EXPORTS / "stock.csv") if row["sku"] == "JR-0131"]
    assert {row["on_hand"] for row in counts if row["date"] in {"2026-08-31", "2026-09-30"}} == {"0"}


def test_that_more_bottles_are_promised_than_the_brand_has_while_their_order_is_late() -> None:
    there = [row for row in comma_rows(EXPORTS / "inventory_export_2026-10-31.csv") if row["SKU"] == "JR-0131"]
    available = sum(int(row["Available (not editable)"]) for row in there)
    coming = [row for row in comma_rows(EXPORTS / "inbound.csv") if row["sku"] == "JR-0131" and row["received"] == "0"]
    promised = [row for row in comma_rows(EXPORTS / "promised_orders.csv") if row["sku"] == "JR-0131"]
    assert sum(int(row["quantity"]) for row in promised) > available
    assert [(row["reference"], row["quantity"], row["expected"]) for row in coming] == [
        ("PO-2611", "240", "2026-11-09")
    ]
    assert coming[0]["expected"] < min(row["ship_from"] for row in promised)
    assert "full" in {row["fill"] for row in promised}


def test_that_what_is_on_its_way_is_what_the_shop_calls_incoming() -> None:
    rows = comma_rows(EXPORTS / "inventory_export_2026-10-31.csv")
    incoming = {row["SKU"]: row["Incoming (not editable)"] for row in rows if row["Location"] == "Troy warehouse"}
    coming = [row for row in comma_rows(EXPORTS / "inbound.csv") if row["received"] == "0"]
    assert {row["sku"]: row["quantity"] for row in coming}.items() <= incoming.items()


def test_that_one_sku_has_no_cost_and_some_learned_theirs_late() -> None:
    costs = comma_rows(EXPORTS / "costs.csv")
    late = [row for row in costs if row["known_since"]]
    assert "JR-0190" not in {row["sku"] for row in costs}
    assert len(late) >= 5
    assert {(row["valid_from"], row["known_since"]) for row in late} == {("2026-06-01", "2026-06-20")}
