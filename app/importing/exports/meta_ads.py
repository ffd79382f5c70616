"""Meta: Ads Manager → Reports → Export, broken down by day."""

from __future__ import annotations

from app.importing.ad_spend import post_meta
from app.importing.cells import day, money
from app.importing.export import Col, Export

EXPORT = Export(
    code="meta_ads",
    title="Meta ads by day",
    where="Meta Ads Manager → Breakdown → By time → Day → Reports → Export table data",
    # The spend belongs to the brand's own shop.
    platform="shopify",
    signature=("amount spent*", "campaign name"),
    columns=(
        Col("starts", "Reporting starts", day),
        Col("ends", "Reporting ends", day),
        Col("day", "Day", day, required=False),
        Col("campaign", "Campaign name"),
        Col("campaign_id", "Campaign ID", required=False),
        Col("ad_set", "Ad set name", required=False),
        Col("ad", "Ad name", required=False),
        Col("currency", "Currency", required=False),
        Col("spent", "Amount spent (*", money),
    ),
    post=post_meta,
    stamp=("day", "ends"),
    currency_in_header="Amount spent",
)
