"""Write the demo brand's exports: `python -m resources.demo.make_demo`."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

from resources.demo.advertising import (
    book_shop_ads,
    google_days,
    meta_days,
    sponsored_days,
    write_google,
    write_meta,
    write_sponsored_daily,
    write_sponsored_unified,
)
from resources.demo.amazon_exports import note_settlements, settlements, write_fba_inventory, write_settlements
from resources.demo.amazon_orders import amazon_entries, book_entries
from resources.demo.brand import Brand, load_brand
from resources.demo.planning import write_planning
from resources.demo.price_list import write_price_list
from resources.demo.prices import write_competitors, write_listings, write_prices
from resources.demo.promises import write_commitments, write_inbound
from resources.demo.sales import SaleLine, book_sales, etsy_sales, harbor_sales, wholesale_sales
from resources.demo.shopify_catalogue import write_inventory, write_products
from resources.demo.shopify_exports import write_orders, write_payments
from resources.demo.shopify_order import Order, book_orders
from resources.demo.shopify_orders import shopify_orders
from resources.demo.stock import write_stock
from resources.demo.tables import (
    book_expenses,
    expenses,
    write_bundles,
    write_costs,
    write_expenses,
    write_rates,
    write_sales,
)
from resources.demo.truth import Truth

_HERE = Path(__file__).resolve().parent


def make_demo(folder: Path) -> Truth:
    """Write all exports to a folder that exists and give what they must add up to."""
    brand = load_brand()
    truth = Truth(brand)
    orders = shopify_orders(brand)
    _make_shopify(folder, brand, truth, orders=orders)
    _make_amazon(folder, brand, truth, orders=orders)
    _make_tables(folder, brand, truth)
    return truth


def _make_shopify(folder: Path, brand: Brand, truth: Truth, *, orders: Sequence[Order]) -> None:
    google, meta = google_days(), meta_days()
    book_orders(truth, orders)
    book_shop_ads(truth, [*google, *meta])
    write_orders(folder, orders)
    write_payments(folder, orders)
    write_products(folder, brand)
    write_inventory(folder, brand)
    write_google(folder, google)
    write_meta(folder, meta)


def _make_amazon(folder: Path, brand: Brand, truth: Truth, *, orders: Sequence[Order]) -> None:
    ads = sponsored_days(brand)
    entries = amazon_entries(brand, ads, orders)
    periods = settlements(entries)
    book_entries(truth, entries)
    note_settlements(truth, periods)
    truth.cases["amazon_advertising_reported"] = sum(ad.spend for ad in ads)
    write_settlements(folder, periods)
    write_fba_inventory(folder, brand)
    write_listings(folder, brand)
    write_sponsored_daily(folder, brand, ads)
    write_sponsored_unified(folder, brand, ads)


def _make_tables(folder: Path, brand: Brand, truth: Truth) -> None:
    etsy, wholesale, harbor = etsy_sales(brand), wholesale_sales(brand), harbor_sales(brand)
    bills = expenses()
    book_sales(truth, [*etsy, *wholesale, *harbor])
    book_expenses(truth, bills)
    write_sales(folder / "sales_etsy_2026-02_to_2026-06.csv", _within(etsy, 2, 6))
    write_sales(folder / "sales_etsy_2026-06_to_2026-10.csv", _within(etsy, 6, 10))
    write_sales(folder / "sales_wholesale_2026-02_to_2026-07.csv", _within(wholesale, 2, 7))
    write_sales(folder / "sales_wholesale_2026-08_to_2026-10.xlsx", _within(wholesale, 8, 10))
    write_sales(folder / "sales_harbor_retail.csv", harbor)
    write_costs(folder, brand)
    write_expenses(folder, bills)
    write_stock(folder, brand)
    write_inbound(folder, brand)
    write_planning(folder, brand)
    write_price_list(folder, brand)
    write_commitments(folder)
    write_prices(folder, brand)
    write_competitors(folder)
    write_rates(folder)
    write_bundles(folder, brand)


def _within(lines: list[SaleLine], first: int, last: int) -> list[SaleLine]:
    return [line for line in lines if first <= line.day.month <= last]


def main() -> None:
    """Write the exports and the truth into the project, and print the truth."""
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("--folder", type=Path, default=_HERE / "exports")
    parser.add_argument("--truth", type=Path, default=_HERE.parents[1] / "tests" / "demo_truth.json")
    arguments = parser.parse_args()
    arguments.folder.mkdir(parents=True, exist_ok=True)
    truth = make_demo(arguments.folder)
    arguments.truth.write_bytes((truth.as_json() + "\n").encode())
    print(*truth.table(), sep="\n")


if __name__ == "__main__":
    main()
