"""What an export is called in a sentence, by the code under which its files are kept."""

from __future__ import annotations

_TABLE = " (Channelbook table)"
# As the exports call themselves; a test holds the two together, since queries know no importer.
TITLES = {
    "amazon_fba_inventory": "Amazon FBA inventory",
    "amazon_listings": "Amazon listings",
    "amazon_settlement_v1": "Amazon settlement (flat file V1)",
    "amazon_settlement_v2": "Amazon settlement (flat file V2)",
    "amazon_sp_ads": "Amazon Sponsored Products (advertised product)",
    "google_ads": "Google Ads campaigns by day",
    "meta_ads": "Meta ads by day",
    "shopify_discounts": "Shopify discounts",
    "shopify_inventory": "Shopify inventory",
    "shopify_orders": "Shopify orders",
    "shopify_payments": "Shopify payment transactions",
    "shopify_products": "Shopify products",
    "bundles": f"Bundles{_TABLE}",
    "commitments": f"Commitments{_TABLE}",
    "competitor_prices": f"Competitor prices{_TABLE}",
    "costs": f"Landed costs{_TABLE}",
    "expenses": f"Expenses{_TABLE}",
    "inbound": f"Inbound{_TABLE}",
    "planning": f"Planning facts{_TABLE}",
    "price_list": f"Price list{_TABLE}",
    "prices": f"Live prices{_TABLE}",
    "promotions": f"Promotions{_TABLE}",
    "rates": f"Exchange rates{_TABLE}",
    "sales": f"Sales{_TABLE}",
    "stock": f"Stock{_TABLE}",
}


def export_title(code: str) -> str:
    """Name an export; one that this version does not know keeps the words of its code."""
    return TITLES.get(code, code.replace("_", " "))
