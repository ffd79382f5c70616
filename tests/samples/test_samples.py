"""The real exports kept outside the project: each imports into its known figures, or is refused with its sentence."""

from __future__ import annotations

from collections import Counter
from itertools import permutations
from pathlib import Path
from typing import Any

import pytest

from app.errors import ImportRefused
from app.importing.batch import Imported, import_file
from app.importing.finding import find_files
from app.importing.reading import read
from app.importing.recognising import all_exports, recognise
from app.importing.sniffing import sniff
from app.importing.verdicts import Verdict
from app.jobs import Progress
from app.ledger.ledger import Ledger
from tests.make import new_ledger, sums

IMPORTED = {
    "amazon/eu_fba-inventory.txt": ("amazon_fba_inventory", 4, 0),
    "amazon/eu_settlement.txt": ("amazon_settlement_v1", 12, 0),
    "amazon/settlement_v2_US_2017.txt": ("amazon_settlement_v2", 2599, 0),
    "amazon/settlement_v2_sample_2026.txt": ("amazon_settlement_v2", 23, 0),
    "amazon_ads/ads_sp_advertised_product_2020_INR.xlsx": ("amazon_sp_ads", 265, 0),
    "amazon_ads/ads_unified_advertised_product_2026_US.csv": ("amazon_sp_ads", 2, 0),
    "google_ads/campaign_by_day_2026_USD.csv": ("google_ads", 3, 0),
    "meta_ads/ads_daily_2026_USD.csv": ("meta_ads", 2, 0),
    "shopify/inventory_export_2023_17cols.csv": ("shopify_inventory", 67, 0),
    "shopify/inventory_export_2026_19cols_not_stocked.csv": ("shopify_inventory", 1538, 0),
    "shopify/orders_dirty_INR.csv": ("shopify_orders", 6, 6),
    "shopify/orders_export_BDT_multi.csv": ("shopify_orders", 48, 0),
    "shopify/orders_export_BDT_window_a.csv": ("shopify_orders", 10, 0),
    "shopify/orders_export_BDT_window_b.csv": ("shopify_orders", 55, 0),
    "shopify/orders_export_CAD.csv": ("shopify_orders", 64, 0),
    "shopify/orders_export_INR_dev_store.csv": ("shopify_orders", 121, 0),
    "shopify/orders_export_ZAR_2021_75cols.csv": ("shopify_orders", 95, 0),
    "shopify/payment_transactions_export_2025.csv": ("shopify_payments", 1593, 0),
    "shopify/products_apparel.csv": ("shopify_products", 22, 0),
    "shopify/products_export_markets_2023.csv": ("shopify_products", 95, 0),
}
LOOKS_LIKE = {
    "amazon/business_report_by_child_asin_2026_US.csv": "an Amazon business report",
    "amazon/date_range_transactions_CA_2026.csv": "an Amazon date range transaction report",
    "amazon/date_range_transactions_US_2026_reduced.csv": "an Amazon date range transaction report",
    "amazon/eu_ads_search_terms.csv": "an Amazon Ads search term report",
    "amazon/eu_all-orders.txt": "an Amazon all orders report",
    "amazon/eu_fee-preview.txt": "an Amazon fee preview",
    "amazon/eu_inventory-planning.txt": "an Amazon inventory planning report",
    "amazon/eu_ledger-detail.txt": "an Amazon inventory ledger",
    "amazon/eu_multicountry.txt": "an Amazon multi-country inventory report",
    "amazon/eu_reimbursements.txt": "an Amazon reimbursements report",
    "amazon/eu_returns.txt": "an Amazon FBA customer returns report",
    "amazon/eu_storage-fees.txt": "an Amazon storage fee report",
    "amazon/eu_vat-transactions.txt": "an Amazon VAT transactions report",
    "amazon/ledger_summary_header_only.txt": "an Amazon inventory ledger summary",
    "amazon_ads/ads_sp_campaign_2020_INR.csv": "an Amazon Ads campaign report",
    "amazon_ads/ads_sp_search_term_2023.xlsx": "an Amazon Ads search term report",
    "ebay/transaction_report_2022_USD.csv": "an eBay transaction report",
    "ebay/transaction_report_2026_39cols_with_preamble.csv": "an eBay transaction report",
    "etsy/EtsyListingsDownload.csv": "an Etsy listings download",
    "etsy/EtsySoldOrderItems2020.csv": "an Etsy sold order items export",
    "etsy/EtsySoldOrderItems2022.csv": "an Etsy sold order items export",
    "etsy/EtsySoldOrders2022_USD.csv": "an Etsy sold orders export",
    "etsy/etsy_statement_GBP_2025.csv": "an Etsy statement",
    "etsy/etsy_statement_GBP_multi_month.csv": "an Etsy statement",
    "etsy/etsy_statement_bad_amount.csv": "an Etsy statement",
    "etsy/etsy_statement_bad_blank_header.csv": "an Etsy statement",
    "etsy/payments_EtsyDirectCheckout.csv": "an Etsy payments export",
    "paypal/activity_en.csv": "a PayPal activity report",
    "paypal/download_business_2022.csv": "a PayPal activity report",
    "paypal/empty_activity.csv": "a PayPal activity report",
    "paypal/statement_es.csv": "a PayPal balance report",
    "shipstation/shipments_2017_header_only.csv": "a ShipStation shipments export",
    "shopify/payouts_export_2026.csv": "a Shopify payouts summary",
    "stripe/balance_itemised_hledger.csv": "a Stripe balance report",
    "stripe/unified_payments_2024.csv": "a Stripe payments export",
    "tiktok/orders_TH_trailing_tabs.csv": "a TikTok Shop orders export",
    "tiktok/settlement_reduced.csv": "a TikTok Shop settlement",
    "walmart/PO_Data_2017_header_only.csv": "a Walmart orders file",
    "walmart/reconciliation_period_layout_2026.txt": "a Walmart reconciliation report",
    "woocommerce/dummy-products_2015.csv": "a WooCommerce product list",
    "xero/ChartOfAccounts.csv": "a Xero chart of accounts",
}
REFUSED = {
    "google_ads/campaign_report_2025_INR.csv": "a period total cannot be imported as daily spend",
    "README.md": "No known export has these columns",
}


IN_FORCE = """SELECT day, account, amount, sku, quantity, order_ref, orders FROM posting WHERE in_force = 1
              ORDER BY 1, 2, 3, 4, 5, 6"""


def bring(ledger: Ledger, path: Path) -> Imported:
    """Import one file."""
    (file,) = find_files([path])
    return import_file(ledger, Progress(), file=file)


def rows(path: Path) -> list[Any]:
    """Read the rows of a sample."""
    return read(recognise(sniff(path.read_bytes()), all_exports()), currency="USD", options={}).rows


def query(ledger: Ledger, sql: str) -> list[tuple[object, ...]]:
    """Ask the ledger file itself."""
    with ledger.read() as session:
        return [tuple(row) for row in session.connection().exec_driver_sql(sql)]


def amounts(ledger: Ledger, fact: str) -> dict[str, int]:
    """Add up what documents of one fact say that is in force, by account."""
    joined = "posting p JOIN document d ON d.id = p.document_id"
    rows = query(ledger, f"SELECT account, sum(amount) FROM {joined} WHERE in_force = 1 AND fact = '{fact}' GROUP BY 1")  # noqa: S608 - our own words
    return {str(account): int(str(total)) for account, total in rows}


def test_that_every_sample_is_spoken_of(samples: Path) -> None:
    found = {path.relative_to(samples).as_posix() for path in samples.rglob("*") if path.is_file()}
    assert found == {*IMPORTED, *LOOKS_LIKE, *REFUSED}


@pytest.mark.parametrize("name", sorted(IMPORTED))
def test_that_a_sample_imports_row_by_row(name: str, samples: Path, tmp_path: Path) -> None:
    code, new, unread = IMPORTED[name]
    ledger = new_ledger(tmp_path)
    seen = bring(ledger, samples / name).preview
    counts = seen.counts()
    assert (seen.export.code, counts[Verdict.NEW], counts[Verdict.UNREAD]) == (code, new, unread)
    assert sum(counts.values()) == seen.read.total_rows


@pytest.mark.parametrize("name", sorted({*LOOKS_LIKE, *REFUSED}))
def test_that_any_other_sample_is_refused_with_its_sentence(name: str, samples: Path, tmp_path: Path) -> None:
    ledger = new_ledger(tmp_path)
    with pytest.raises(ImportRefused, match=r"Nothing was imported") as refusal:
        bring(ledger, samples / name)
    expected = f"This looks like {LOOKS_LIKE[name]}," if name in LOOKS_LIKE else REFUSED[name]
    assert expected in str(refusal.value)
    assert query(ledger, "SELECT count(*) FROM source_file") == [(0,)]


def test_that_the_settlement_adds_up_to_its_deposit(samples: Path, tmp_path: Path) -> None:
    ledger = new_ledger(tmp_path)
    seen = bring(ledger, samples / "amazon/settlement_v2_US_2017.txt").preview
    assert seen.counts()[Verdict.UNREAD] == 0
    assert seen.control is not None
    assert (seen.control.total, seen.control_sum) == (424620, 424620)
    said: Counter[tuple[str, str]] = Counter()
    for row in rows(samples / "amazon/settlement_v2_US_2017.txt"):
        said[row.transaction, row.description] += row.amount or 0
    assert said["Order", "Principal"] == 973451
    assert said["Refund", "Principal"] == -11521
    assert said["Order", "Commission"] == -146044
    assert said["Order", "FBAPerUnitFulfillmentFee"] == -283201
    assert sums(ledger) == {
        "REV": 973451,
        "REFUND": -11521,
        "SHIP_INC": 28880 - 15892,
        "FEE_REF": -146044 + 1729 - 346,
        "FULFIL": -283201 - 53111,
        "SHIP_OUT": -12988,
        "STORAGE": -6257 - 30,
        "CH_FIXED": -3999,
        "REIMB": 4077,
        "ADS": -50128,
    }
    assert query(ledger, "SELECT sum(quantity) FROM posting WHERE account = 'REV'") == [(911,)]
    twins = query(ledger, "SELECT count(*) FROM document WHERE occurrence > 1")
    assert twins == [(12,)]


def test_that_the_settlement_again_adds_nothing(samples: Path, tmp_path: Path) -> None:
    ledger = new_ledger(tmp_path)
    bring(ledger, samples / "amazon/settlement_v2_US_2017.txt")
    before = sums(ledger)
    assert bring(ledger, samples / "amazon/settlement_v2_US_2017.txt").batch_id is None
    assert sums(ledger) == before


def test_that_the_canadian_shop_gives_its_known_figures(samples: Path, tmp_path: Path) -> None:
    ledger = new_ledger(tmp_path, currency="CAD")
    seen = bring(ledger, samples / "shopify/orders_export_CAD.csv").preview
    found = amounts(ledger, "sales")
    assert (found["REV"], found["DISC"], found["SHIP_INC"], found["TAX_PASS"]) == (193557, -6265, 13986, 21618)
    counted = query(ledger, "SELECT sum(orders), count(*), sum(quantity) FROM posting WHERE account = 'REV'")
    assert counted == [(20, 64, 176)]
    assert [(look.amount, "#1058" in look.reason) for look in seen.looks] == [(999, True)]
    assert found["SETTLE_UNEXPLAINED"] == 999


def test_that_tax_inside_prices_is_recognised_and_voided_orders_stay_out(samples: Path, tmp_path: Path) -> None:
    ledger = new_ledger(tmp_path, currency="ZAR")
    seen = bring(ledger, samples / "shopify/orders_export_ZAR_2021_75cols.csv").preview
    assert not seen.looks
    uncounted = {draft.key for draft in seen.drafts if not draft.postings and draft.fact == "sales"}
    assert len(uncounted) == 2
    heads = [row for row in rows(samples / "shopify/orders_export_ZAR_2021_75cols.csv") if row.status]
    counted = [row for row in heads if (row.id or row.name) not in uncounted]
    found = amounts(ledger, "sales")
    # Tax is part of the totals and no part of the revenue.
    assert found["TAX_PASS"] == sum(row.taxes for row in counted) > 0
    assert sum(found.values()) == sum(row.total for row in counted)
    assert "SETTLE_UNEXPLAINED" not in found


def test_that_two_windows_of_a_shop_give_the_wider_one_in_any_order(samples: Path, tmp_path: Path) -> None:
    names = ("orders_export_BDT_window_a.csv", "orders_export_BDT_window_b.csv")
    alone = new_ledger(tmp_path / "alone", currency="BDT")
    bring(alone, samples / "shopify" / names[1])
    for index, order in enumerate(permutations(names)):
        ledger = new_ledger(tmp_path / str(index), currency="BDT")
        for name in order:
            bring(ledger, samples / "shopify" / name)
        assert query(ledger, IN_FORCE) == query(alone, IN_FORCE)


def test_that_ad_spend_keeps_its_currency_and_its_sum(samples: Path, tmp_path: Path) -> None:
    ledger = new_ledger(tmp_path)
    for name in ("google_ads/campaign_by_day_2026_USD.csv", "meta_ads/ads_daily_2026_USD.csv"):
        bring(ledger, samples / name)
    # 172.45 + 165.10 + 54.20 of one and 62.10 + 60.00 of the other.
    assert sums(ledger) == {"ADS": -51385}
    other = new_ledger(tmp_path / "amazon")
    bring(other, samples / "amazon_ads/ads_unified_advertised_product_2026_US.csv")
    assert sums(other) == {"ADS": -11584}
    spread = query(other, "SELECT count(*), min(day), max(day) FROM posting")
    assert spread == [(54, "2026-07-01", "2026-07-30")]
