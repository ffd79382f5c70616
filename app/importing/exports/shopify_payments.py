"""Shopify: Finances → Payouts → Transactions → Export."""

from __future__ import annotations

from app.importing.cells import day, identifier, money, shop_moment, text
from app.importing.export import Col, Export
from app.importing.shop_payments import post_payments

EXPORT = Export(
    code="shopify_payments",
    title="Shopify payment transactions",
    where="Shopify admin → Finances → Payouts → View transactions → Export",
    platform="shopify",
    signature=("payout status", "card brand"),
    columns=(
        Col("moment", "Transaction Date", shop_moment),
        Col("kind", "Type", text),
        Col("order", "Order", identifier),
        Col("payout_status", "Payout Status", text),
        Col("payout_day", "Payout Date", day, required=False),
        Col("amount", "Amount", money),
        Col("fee", "Fee", money),
        Col("net", "Net", money),
        Col("currency", "Currency"),
    ),
    post=post_payments,
    stamp=("moment",),
    version=2,
)
