"""What the brand's listings were seen to cost at the end of October, and what others ask for the same goods."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from resources.demo.brand import AMAZON, ETSY, LAST_DAY, Brand, Product, money
from resources.demo.layout import comma_line, header, tab_line, write_lines

LISTINGS = header(
    "item-name|item-description|listing-id|seller-sku|price|quantity|open-date|image-url|item-is-marketplace|"
    "product-id-type|zshop-shipping-fee|item-note|item-condition|zshop-category1|zshop-browse-path|"
    "zshop-storefront-feature|asin1|asin2|asin3|will-ship-internationally|expedited-shipping|zshop-boldface|product-id|"
    "bid-for-featured-placement|add-delete|pending-quantity|fulfillment-channel|merchant-shipping-group|status"
)
PRICES = "channel,sku,price,currency,day,tax_inside,compare_at"
COMPETITORS = "sku,seller,price,shipping,currency,in_stock,condition,seen_at,channel,note"

# Somebody changed these by hand in the channel, and nowhere else.
CHANGED_ON_AMAZON = {"JR-0115": 1549}
CHANGED_ON_ETSY = {"JR-0171": 1450}
_EARLIER = date(2026, 9, 30)

_OFFERS = (
    ("JR-0115", "Valley Apiary", "15.95", "", "yes", "new", "2026-10-31 08:10", AMAZON, ""),
    ("JR-0115", "Honey Outlet", "16.20", "", "yes", "new", "2026-10-31 08:10", AMAZON, ""),
    ("JR-0115", "Juniper & Rye", "15.49", "", "yes", "new", "2026-10-31 08:10", AMAZON, "our own offer"),
    ("JR-0131", "Glass & Grain", "29.95", "", "yes", "new", "2026-10-31 08:14", AMAZON, ""),
    ("JR-0131", "Bottle Barn", "27.50", "4.95", "yes", "new", "2026-10-31 08:14", AMAZON, ""),
    ("JR-0131", "Second Pour", "14.00", "", "yes", "used", "2026-10-31 08:14", AMAZON, ""),
    ("JR-0160", "Press Depot", "21.99", "", "yes", "new", "2026-10-31 08:20", AMAZON, "a price that cannot be right"),
    ("JR-0160", "Camp Kitchen Co.", "46.50", "", "no", "new", "2026-10-31 08:20", AMAZON, ""),
    (
        "JR-0180",
        "Tea Parcel",
        "59.00",
        "5.00",
        "yes",
        "new",
        "2026-10-24 17:30",
        "",
        "https://teaparcel.example/sampler",
    ),
)


def amazon_price(product: Product) -> int:
    """Give what a listing costs on Amazon: a cent less than in the shop, but for what was changed by hand."""
    return CHANGED_ON_AMAZON.get(product.sku, product.price - 1)


def write_listings(folder: Path, brand: Brand) -> None:
    """Write Amazon's report of all listings."""
    rows = [_listing(product) for product in brand.products if product.weights[AMAZON]]
    write_lines(folder / f"listings_{LAST_DAY}.txt", [tab_line(LISTINGS), *map(tab_line, rows)])


def _listing(product: Product) -> list[str]:
    cells = dict.fromkeys(LISTINGS, "") | {
        "item-name": f"Juniper & Rye {product.name}",
        "item-description": f"{product.title}, packed by hand in Troy.",
        "listing-id": f"0119Z{product.sku[3:]}JRY",
        "seller-sku": product.sku,
        "price": money(amazon_price(product)),
        "open-date": "2024-01-19 09:11:12 PST",
        "item-is-marketplace": "y",
        "product-id-type": "1",
        "item-condition": "11",
        "asin1": product.asin,
        "product-id": product.asin,
        "pending-quantity": "0",
        "fulfillment-channel": "AMAZON_NA",
        "merchant-shipping-group": "Migrated Template",
        "status": "Active",
    }
    return list(cells.values())


def write_prices(folder: Path, brand: Brand) -> None:
    """Write the prices on Etsy, which has no export of them, as they were looked up twice."""
    lines = [PRICES]
    for day, changed in ((_EARLIER, {}), (LAST_DAY, CHANGED_ON_ETSY)):
        for product in brand.products:
            if product.weights[ETSY]:
                price = changed.get(product.sku, product.price)
                lines.append(comma_line([ETSY, product.sku, money(price), "USD", str(day), "no", ""]))
    write_lines(folder / "prices.csv", lines)


def write_competitors(folder: Path) -> None:
    """Write what others were seen to ask."""
    rows = [
        comma_line([sku, seller, price, shipping, "USD", there, condition, seen, channel, note])
        for sku, seller, price, shipping, there, condition, seen, channel, note in _OFFERS
    ]
    write_lines(folder / "offers_of_others.csv", [COMPETITORS, *rows])
