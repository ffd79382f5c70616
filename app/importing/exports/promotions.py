"""Channelbook's own table of promotions: what is offered, where, on which days, and what it may cost."""

from __future__ import annotations

from app.importing.cells import day, decimal, identifier, money, units, yes_no
from app.importing.export import Col, Export
from app.importing.told_promotions import post_promotions

EXPORT = Export(
    code="promotions",
    title="Promotions (Channelbook table)",
    platform="",
    signature=("code", "offer", "first day", "lane"),
    columns=(
        Col("code", "code", identifier, hint="Code or name of the promotion", example="SPRING15"),
        Col("offer", "offer", hint="percent, fixed, price, bundle or free_shipping", example="percent"),
        Col(
            "percent",
            "percent",
            decimal,
            required=False,
            hint="Percent off; of a bundle, off what is got",
            example="15",
        ),
        Col("amount", "amount", money, required=False, hint="Amount off each unit (fixed), or the price (price)"),
        Col("buy", "buy", units, required=False, hint="Units to buy of a bundle"),
        Col("get", "get", units, required=False, hint="Units that come with them (when blank: 1)"),
        Col("channel", "channel", required=False, hint="Name of the channel; blank is every channel"),
        Col("skus", "skus", required=False, hint="SKUs with commas between them; blank is all", example="SKU-1, SKU-2"),
        Col("category", "category", required=False, hint="In place of SKUs"),
        Col("brand", "brand", required=False, hint="In place of SKUs or a category"),
        Col("first_day", "first_day", day, hint="First day, as 2026-03-14", example="2026-03-14"),
        Col("last_day", "last_day", day, required=False, hint="Last day; blank is until it is stopped"),
        Col("lane", "lane", hint="Of one lane the best counts; different lanes add up", example="sale"),
        Col("exclusive", "exclusive", yes_no, required=False, hint="yes if it adds up with no other"),
        Col("uplift", "uplift", decimal, required=False, hint="Expected demand for each usual unit", example="2.5"),
        Col("unit_cap", "unit_cap", units, required=False, hint="Most units that are sold in it"),
        Col("budget", "budget", money, required=False, hint="Most that it may cost"),
        Col("fixed_cost", "fixed_cost", money, required=False, hint="What it costs however much is sold"),
        Col("ads", "ads", money, required=False, hint="Advertising for it"),
        Col("funded", "funded", decimal, required=False, hint="Percent of the discount that others pay"),
        Col("was", "was", money, required=False, hint="Price that is announced as the one before"),
        Col("eu", "eu", yes_no, required=False, hint="yes if the EU's rule on that price applies"),
        Col("currency", "currency", required=False, hint="Such as USD; blank is the ledger's own", example="USD"),
        Col("note", "note", required=False, hint="Anything", example="Example: delete this row"),
    ),
    post=post_promotions,
    stamp=(),
    decimal=None,
    shared=True,
    currency_carries=False,
    version=2,
)
