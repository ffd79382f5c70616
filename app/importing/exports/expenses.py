"""Channelbook's own table of operating and other costs, of a channel or shared, with the period they are for."""

from __future__ import annotations

from app.importing.cells import day, identifier, money
from app.importing.export import Col, Export
from app.importing.own_expenses import post_expenses

EXPORT = Export(
    code="expenses",
    title="Expenses (Channelbook table)",
    platform="",
    signature=("channel", "first day", "last day", "category"),
    columns=(
        Col("channel", "channel", hint="Name of the channel; blank is shared by all", example="Example shop"),
        Col("first_day", "first_day", day, hint="First day the cost is for, as 2026-03-01", example="2026-03-01"),
        Col("last_day", "last_day", day, hint="Last day; the cost is spread over the days", example="2026-03-31"),
        Col("amount", "amount", money, hint="The cost, above zero; a credit below zero", example="300.00"),
        Col("currency", "currency", required=False, hint="Such as USD; blank is the ledger's own", example="USD"),
        Col(
            "category",
            "category",
            hint="operating, advertising, affiliate, coop, fulfilment, storage, packaging or payment",
            example="operating",
        ),
        Col("driver", "driver", required=False, hint="Shared cost only: split by net_sales, orders or equal"),
        Col("document", "document", identifier, required=False, hint="Number of the bill", example="BILL-1001"),
        Col("note", "note", required=False, hint="What it is for", example="Example: delete this row"),
    ),
    post=post_expenses,
    stamp=(),
    decimal=None,
    shared=True,
    currency_carries=False,
    version=4,
)
