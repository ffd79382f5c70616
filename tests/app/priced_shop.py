"""A ledger for tests of live prices and price files: a shop, Amazon and a fair, with base prices to drift from."""

from __future__ import annotations

from datetime import date
from functools import partial
from pathlib import Path

from sqlalchemy.orm import Session

from app.actions.base_prices import NewPrice, add_base_price
from app.actions.price_files import send_prices
from app.exporting.price_file import price_file
from app.importing.source_table import source_table
from app.ledger.catalog import channel_named
from app.ledger.ledger import Ledger
from app.queries.price_files import PricePlan, price_plan
from models.domain.money import Money
from tests.make import NOW, import_text, made_once, new_ledger

DAY = NOW.date()
SALES = """channel,date,document,sku,quantity,unit_price,kind
Shopify,2026-08-24,D1,TEA,91,20.00,sale
Fair,2026-11-22,D5,TEA,7,5.00,sale
"""
HEADERS = (
    "Handle,Title,Body (HTML),Option1 Name,Option1 Value,Option2 Name,Option2 Value,Variant SKU,Variant Inventory Qty,"
    "Variant Price,Variant Compare At Price,Image Src\n"
)
ROWS = """tea,Tea,<p>Tea</p>,Size,Small,,,TEA,90,{tea},,a.jpg
tea,,,,Large,,,TEA-L,40,39.00,45.00,
tea,,,,,,,,,,,b.jpg
cup,"=Cup, large",,Title,Default Title,,,CUP,7,12.00,,
pen,Pen,,Title,Default Title,,,PEN,7,3.00,,
"""
LISTINGS = (
    "item-name\tlisting-id\tseller-sku\tprice\tquantity\tstatus\n"
    "Tea\tL1\tTEA\t19.99\t\tActive\nCup\tL2\tCUP\t11.00\t\tActive\n"
)
EARLY = date(2026, 1, 1)


def products(tea: str = "20.00") -> str:
    """Write Shopify's products with a price of tea."""
    return HEADERS + ROWS.format(tea=tea)


@made_once
def priced_shop(folder: Path) -> Ledger:
    """Make it: tea at 21.00 everywhere and 19.99 on Amazon, cups at 12.00, tea in large nowhere."""
    made = new_ledger(folder)
    import_text(made, "sales.csv", SALES)
    import_text(made, "products_export_2026-11-20.csv", products())
    import_text(made, "listings_2026-11-21.txt", LISTINGS)
    import_text(made, "prices.csv", "channel,sku,price,day\nFair,TEA,5.00,2026-11-19\n")
    base(made, "TEA", 2100)
    base(made, "TEA", 1999, on="Amazon")
    base(made, "CUP", 1200)
    return made


def base(ledger: Ledger, sku: str, amount: int, *, on: str = "", first: date = EARLY, tax_inside: bool = False) -> None:
    """Type a base price."""
    price = NewPrice(sku, on, Money(amount, "USD"), first, tax_inside=tax_inside)
    add_base_price(ledger, price=price)


def plan_of(ledger: Ledger, channel: str) -> PricePlan:
    """Work out the file of a channel as of today."""
    with ledger.read() as session:
        return price_plan(session, channel_named(session, channel).id, day=ledger.today())


def write(session: Session, plan: PricePlan) -> bytes:
    """Make the file as the program does."""
    return price_file(plan, partial(source_table, session))


def send(ledger: Ledger, channel: str, path: Path) -> PricePlan:
    """Write the file of a channel and record it."""
    with ledger.read() as session:
        channel_id = channel_named(session, channel).id
    return send_prices(ledger, channel_id=channel_id, path=path, write=write)[1]
