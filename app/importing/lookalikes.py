"""Exports of other systems that are recognised by their headers and named in a refusal."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from app.importing.export import normalise

# Signatures after the normalised header names; the first that fits is named.
_KNOWN: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("a Shopify payouts summary", ("charges", "retried amount")),
    ("a Shopify discounts export", ("times used in total",)),
    ("a Matrixify (Excelify) file", ("line quantity",)),
    ("an Amazon date range transaction report", ("settlement id", "selling fees")),
    ("an Amazon all orders report", ("amazon order id", "item promotion discount")),
    ("an Amazon inventory ledger", ("msku", "event type")),
    ("an Amazon inventory ledger", ("msku", "eventtype")),
    ("an Amazon inventory ledger summary", ("msku", "endingwarehousebalance")),
    ("an Amazon inventory ledger summary", ("msku", "ending warehouse balance")),
    ("an Amazon inventory planning report", ("snapshot date", "units shipped t7")),
    ("an Amazon restock report", ("recommended replenishment qty",)),
    ("an Amazon FBA customer returns report", ("detailed disposition",)),
    ("an Amazon reimbursements report", ("reimbursement id",)),
    ("an Amazon fee preview", ("estimated fee total",)),
    ("an Amazon storage fee report", ("month of charge",)),
    ("an Amazon VAT transactions report", ("transaction event id", "vat calculation imputation country")),
    ("an Amazon VAT transactions report", ("unique account identifier", "activity period")),
    ("an Amazon multi-country inventory report", ("fulfillment channel sku", "quantity for local fulfillment")),
    ("an Amazon business report", ("(child) asin",)),
    ("an Amazon Ads search term report", ("customer search term",)),
    ("an Amazon Ads campaign report", ("campaign name", "targeting type", "bidding strategy")),
    ("a WooCommerce order export", ("order line total",)),
    ("a WooCommerce order export", ("wt import key",)),
    ("a WooCommerce product list", ("post title", "regular price")),
    ("a Stripe balance report", ("balance transaction id",)),
    ("a Stripe payments export", ("paymentintent id",)),
    ("a PayPal activity report", ("transaction id", "reference txn id")),
    ("a PayPal activity report", ("transaction id", "timezone")),
    ("a PayPal balance report", ("bruto", "neto")),
    ("an eBay transaction report", ("legacy order id",)),
    ("an eBay orders report", ("sales record number",)),
    ("an Etsy sold orders export", ("order net", "card processing fees")),
    ("an Etsy sold order items export", ("listings type",)),
    ("an Etsy statement", ("fees & taxes", "tax details")),
    ("an Etsy statement", ("fees & taxes",)),
    ("an Etsy payments export", ("posted gross", "adjusted gross")),
    ("an Etsy listings download", ("currency code", "variation 1 type")),
    ("a Walmart reconciliation report", ("commission from sale",)),
    ("a Walmart reconciliation report", ("transaction key", "amount type")),
    ("a Walmart orders file", ("po", "flids")),
    ("a TikTok Shop orders export", ("sku platform discount",)),
    ("a TikTok Shop orders export", ("seller sku", "order substatus")),
    ("a TikTok Shop settlement", ("order/adjustment id",)),
    ("a ShipStation shipments export", ("carrierfee", "shipmentid")),
    ("a Xero chart of accounts", ("code", "tax code")),
    ("a bol.com invoice", ("bestelnummer",)),
)


def looks_like(rows: Iterable[Sequence[str]]) -> str:
    """Name the export of another system that one of these rows heads, or give an empty text."""
    headers = [{normalise(cell) for cell in row} for row in rows]
    for title, signature in _KNOWN:
        if any(all(part in header for part in signature) for header in headers):
            return title
    return ""
