"""Google Ads: Campaigns → segment by day → Download CSV."""

from __future__ import annotations

from app.importing.ad_spend import post_google
from app.importing.cells import day, money
from app.importing.export import Col, Export

EXPORT = Export(
    code="google_ads",
    title="Google Ads campaigns by day",
    where="Google Ads → Campaigns → Segment → Time → Day → Download → CSV",
    # The spend belongs to the brand's own shop.
    platform="shopify",
    signature=("campaign", "impr", "cost"),
    columns=(
        Col("day", "Day", day),
        Col("campaign", "Campaign"),
        Col("group", "Ad group", required=False),
        Col("network", "Network*", required=False),
        Col("currency", "Currency code", required=False),
        Col("cost", "Cost", money),
    ),
    post=post_google,
    stamp=("day",),
    footer=r"\s*Total: ",
    currency_in_cells="cost",
    lacking="each of its rows is the total of a period, and a period total cannot be imported as daily spend. "
    "Nothing was imported. Add the column Day in Google Ads (Segment → Time → Day) and download it again.",
)
