"""Exports of other systems that are recognised by their headers and named in a refusal."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from app.importing.export import normalise
from models.domain.words import listed

# Signatures after the normalised header names, of which the first that fits is named, and the own tables that take what
# such a file holds.
KNOWN_ELSEWHERE: tuple[tuple[str, tuple[str, ...], str], ...] = (
    ("a Shopify payouts summary", ("charges", "retried amount"), "expenses"),
    ("a Shopify discounts export", ("times used in total",), "promotions"),
    ("a Matrixify (Excelify) file", ("line quantity",), "sales"),
    ("an Amazon date range transaction report", ("settlement id", "selling fees"), "sales expenses"),
    ("an Amazon all orders report", ("amazon order id", "item promotion discount"), "sales"),
    ("an Amazon inventory ledger", ("msku", "event type"), "stock"),
    ("an Amazon inventory ledger", ("msku", "eventtype"), "stock"),
    ("an Amazon inventory ledger summary", ("msku", "endingwarehousebalance"), "stock"),
    ("an Amazon inventory ledger summary", ("msku", "ending warehouse balance"), "stock"),
    ("an Amazon inventory planning report", ("snapshot date", "units shipped t7"), "stock"),
    ("an Amazon restock report", ("recommended replenishment qty",), "stock"),
    ("an Amazon FBA customer returns report", ("detailed disposition",), "sales"),
    ("an Amazon reimbursements report", ("reimbursement id",), "expenses"),
    ("an Amazon fee preview", ("estimated fee total",), "expenses"),
    ("an Amazon storage fee report", ("month of charge",), "expenses"),
    ("an Amazon VAT transactions report", ("transaction event id", "vat calculation imputation country"), "sales"),
    ("an Amazon VAT transactions report", ("unique account identifier", "activity period"), "sales"),
    (
        "an Amazon multi-country inventory report",
        ("fulfillment channel sku", "quantity for local fulfillment"),
        "stock",
    ),
    ("an Amazon business report", ("(child) asin",), "sales"),
    ("an Amazon Ads search term report", ("customer search term",), "expenses"),
    ("an Amazon Ads campaign report", ("campaign name", "targeting type", "bidding strategy"), "expenses"),
    ("a WooCommerce order export", ("order line total",), "sales"),
    ("a WooCommerce order export", ("wt import key",), "sales"),
    ("a WooCommerce product list", ("post title", "regular price"), "price_list"),
    ("a Stripe balance report", ("balance transaction id",), "sales expenses"),
    ("a Stripe payments export", ("paymentintent id",), "sales"),
    ("a PayPal activity report", ("transaction id", "reference txn id"), "sales expenses"),
    ("a PayPal activity report", ("transaction id", "timezone"), "sales expenses"),
    ("a PayPal balance report", ("bruto", "neto"), "expenses"),
    ("an eBay transaction report", ("legacy order id",), "sales expenses"),
    ("an eBay orders report", ("sales record number",), "sales"),
    ("an Etsy sold orders export", ("order net", "card processing fees"), "sales"),
    ("an Etsy sold order items export", ("listings type",), "sales"),
    ("an Etsy statement", ("fees & taxes", "tax details"), "expenses"),
    ("an Etsy statement", ("fees & taxes",), "expenses"),
    ("an Etsy payments export", ("posted gross", "adjusted gross"), "sales expenses"),
    ("an Etsy listings download", ("currency code", "variation 1 type"), "price_list"),
    ("a Walmart reconciliation report", ("commission from sale",), "sales expenses"),
    ("a Walmart reconciliation report", ("transaction key", "amount type"), "sales expenses"),
    ("a Walmart orders file", ("po", "flids"), "sales"),
    ("a TikTok Shop orders export", ("sku platform discount",), "sales"),
    ("a TikTok Shop orders export", ("seller sku", "order substatus"), "sales"),
    ("a TikTok Shop settlement", ("order/adjustment id",), "sales expenses"),
    ("a ShipStation shipments export", ("carrierfee", "shipmentid"), "expenses"),
    ("a Xero chart of accounts", ("code", "tax code"), "expenses"),
    ("a bol.com invoice", ("bestelnummer",), "sales expenses"),
)


# What of a file goes into which of them. The same sale may stand in the file of a shop and in that of who was paid.
_HELD = {
    "sales": "the sales that no other file tells of",
    "expenses": "its costs",
    "stock": "its counts",
    "price_list": "its prices",
    "promotions": "its discounts",
}
# What platforms give instead, which is read as it comes.
READ_INSTEAD = {
    "a Shopify payouts summary": "the transactions of Shopify Payments",
    "a Matrixify (Excelify) file": "the orders by Shopify itself",
    **dict.fromkeys(
        (
            "an Amazon date range transaction report",
            "an Amazon all orders report",
            "an Amazon FBA customer returns report",
            "an Amazon reimbursements report",
            "an Amazon fee preview",
        ),
        "the settlement report (flat file V2)",
    ),
    **dict.fromkeys(
        ("an Amazon inventory ledger", "an Amazon inventory ledger summary", "an Amazon restock report"),
        "the FBA inventory report",
    ),
    **dict.fromkeys(
        ("an Amazon Ads search term report", "an Amazon Ads campaign report"),
        "the Sponsored Products advertised product report",
    ),
}


def looks_like(rows: Iterable[Sequence[str]]) -> str:
    """Say which export of another system one of these rows heads, and what to do with it, or nothing."""
    headers = [{normalise(cell) for cell in row} for row in rows]
    for title, signature, tables in KNOWN_ELSEWHERE:
        if any(all(part in header for part in signature) for header in headers):
            said = f"This looks like {title}, which Channelbook does not read yet. Nothing was imported."
            return f"{said} {_do(title, tables)}"
    return ""


def _do(title: str, tables: str) -> str:
    """Say which own table takes what such a file holds, and which other export is read if there is one."""
    first, *others = tables.split()
    parts = [f"{_HELD[first]} into Channelbook's own table {first}", *(f"{_HELD[name]} into {name}" for name in others)]
    begin = f"Export {READ_INSTEAD[title]} instead, or copy" if title in READ_INSTEAD else "Copy"
    return (
        f"{begin} {listed(parts)}. Imports → Save a template writes an empty one "
        f"(main.py template {first} {first}.xlsx); docs/own-tables.md says what its columns hold."
    )
