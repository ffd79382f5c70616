"""Amazon Advertising: Sponsored Products → Advertised product, in the older and in the unified layout."""

from __future__ import annotations

from app.importing.ad_spend import post_sponsored_products
from app.importing.cells import day, days, identifier, rough_money
from app.importing.export import Col, Export

EXPORT = Export(
    code="amazon_sp_ads",
    title="Amazon Sponsored Products (advertised product)",
    where="Amazon Advertising → Measurement & reporting → Sponsored ads reports → Advertised product, daily",
    platform="amazon",
    signature=("advertised*", "campaign name"),
    columns=(
        Col("days", ("Date", "Date range", "Start Date"), days),
        Col("until", "End Date", day, required=False),
        Col("currency", ("Currency", "Budget currency"), required=False),
        Col("campaign", "Campaign Name"),
        Col("group", "Ad Group Name"),
        Col("asin", ("Advertised ASIN", "Advertised product ID"), identifier),
        Col("sku", ("Advertised SKU", "Advertised product SKU"), identifier, required=False),
        Col("spend", ("Spend", "Total cost"), rough_money),
    ),
    post=post_sponsored_products,
    stamp=("days", "until"),
    currency_in_header="Sales",
)
