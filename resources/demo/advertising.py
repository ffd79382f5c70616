"""What the advertising channels report: Google and Meta for the shop, sponsored products for Amazon."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

from resources.demo.brand import FIRST_DAY, LAST_DAY, SHOPIFY, Brand, days, money, months, season
from resources.demo.draw import Draw
from resources.demo.layout import comma_line, header, write_lines
from resources.demo.truth import Truth
from resources.demo.workbook import Cell, write_workbook

GOOGLE = "Day,Campaign,Campaign type,Impr.,Clicks,Cost,Conversions"
META = (
    "Reporting starts,Reporting ends,Campaign name,Ad set name,Ad name,Impressions,Reach,Link clicks,"
    "Amount spent (USD),Results,Frequency"
)
SPONSORED_DAILY = header(
    "Date|Portfolio name|Currency|Campaign Name|Ad Group Name|Advertised ASIN|Impressions|Clicks|"
    "Click-Thru Rate (CTR)|Cost Per Click (CPC)|Spend|14 Day Total Sales ($)|Total Advertising Cost of Sales (ACoS)|"
    "Total Return on Advertising Spend (RoAS)|14 Day Total Orders (#)|14 Day Total Units (#)|14 Day Conversion Rate"
)
SPONSORED_UNIFIED = header(
    "Budget currency|Date range|Advertiser account ID|Advertiser account name|Portfolio ID|Portfolio name|"
    "Campaign ID|Campaign name|Ad group ID|Ad group name|Advertised product ID|Advertised product name|"
    "Advertised product parent ID|Advertised product brand|Advertised product category|"
    "Advertised product subcategory|Advertised product group|Advertised product SKU|"
    "Advertised product marketplace|Impressions|Clicks|CTR|Total cost|Purchases|Sales|Units sold|"
    "Cost per purchase|Purchase rate|ROAS|Purchases (promoted)|Sales (promoted)|Units sold (promoted)|"
    "Cost per purchase (promoted)|Purchase rate (promoted)|ROAS (promoted)|Purchases (halo)|Sales (halo)|"
    "Units sold (halo)|Purchases (new to brand)|Sales (new to brand)|Units sold (new to brand)|"
    "Cost per purchase (new to brand)|Purchase rate (new to brand)|ROAS (new to brand)|Detail page views|"
    "Cost per detail page view|Detail page view rate"
)

_UNIFIED_FROM = date(2026, 7, 1)
_GOOGLE_CAMPAIGNS = (("Search · smoked tea", "Search", 690), ("Search · Juniper & Rye brand", "Search", 320))
_META_SETS = (
    ("Long table", "Cooks 28-54", "Bowl video v2", 850),
    ("Long table", "Past buyers", "Sampler still", 400),
)
# The advertised SKU and the cents it may cost on an ordinary day.
_SPONSORED = (("JR-0131", 1700), ("JR-0152", 1500), ("JR-0160", 2000), ("JR-0102", 1400), ("JR-0116", 1000))


@dataclass(frozen=True)
class AdDay:
    """One day of one campaign."""

    day: date
    campaign: tuple[str, ...]
    impressions: int
    clicks: int
    spend: int
    orders: int
    sales: int


def google_days() -> list[AdDay]:
    """Make the Google campaigns day by day."""
    return list(_shop_days("google", [((name, kind), cents) for name, kind, cents in _GOOGLE_CAMPAIGNS]))


def meta_days() -> list[AdDay]:
    """Make the Meta ad sets day by day."""
    return list(_shop_days("meta", [((name, group, ad), cents) for name, group, ad, cents in _META_SETS]))


def sponsored_days(brand: Brand) -> list[AdDay]:
    """Make Amazon's sponsored products day by day; nothing is spent on what is out of stock."""
    draw = Draw("sponsored")
    result = []
    for day in days():
        on_sale = {product.sku: product for product in brand.for_sale("Amazon", day)}
        for sku, cents in _SPONSORED:
            if sku in on_sale:
                orders = draw.count(1400)
                made = _day(draw, day, campaign=(sku,), cents=cents * season(day) // 1000, orders=orders)
                result.append(AdDay(day, (sku,), *made, orders, orders * (on_sale[sku].price - 1)))
    return result


def book_shop_ads(truth: Truth, ads: Sequence[AdDay]) -> None:
    """Add what the shop's advertising cost to what really happened."""
    for ad in ads:
        truth.add(SHOPIFY, "marketing", ad.day, -ad.spend)


def write_google(folder: Path, ads: Sequence[AdDay]) -> None:
    """Write two reports that share June; the newer one knows of more conversions there."""
    _google_report(folder / "google_ads_campaigns_1.csv", ads, first=FIRST_DAY, last=date(2026, 6, 30))
    _google_report(folder / "google_ads_campaigns_2.csv", ads, first=date(2026, 6, 1), last=LAST_DAY)


def write_meta(folder: Path, ads: Sequence[AdDay]) -> None:
    """Write the ads by day."""
    lines = [META]
    for ad in ads:
        reach = ad.impressions * 48 // 100
        frequency = money(ad.impressions * 100 // max(reach, 1))
        counts = (ad.impressions, reach, ad.clicks, money(ad.spend), ad.orders, frequency)
        lines.append(comma_line([str(ad.day), str(ad.day), *ad.campaign, *map(str, counts)]))
    write_lines(folder / "meta_ads_daily.csv", lines)


def write_sponsored_daily(folder: Path, brand: Brand, ads: Sequence[AdDay]) -> None:
    """Write February to June as the workbook of 2020, a row a day and product."""
    rows: list[list[Cell]] = [list(SPONSORED_DAILY)]
    for ad in ads:
        if ad.day < _UNIFIED_FROM:
            product = brand.product(ad.campaign[0])
            names: list[Cell] = ["Not grouped", "USD", f"SP - {product.title}", "Exact and phrase", product.asin]
            cost_of_sales = _ratio(ad.spend, ad.sales) if ad.sales else None
            rows.append(
                [ad.day, *names, ad.impressions, ad.clicks, _ratio(ad.clicks, ad.impressions),
                 _ratio(ad.spend, 100 * ad.clicks), Decimal(money(ad.spend)), Decimal(money(ad.sales)), cost_of_sales,
                 _ratio(ad.sales, ad.spend), ad.orders, ad.orders, _ratio(ad.orders, ad.clicks)]
            )  # fmt: skip
    path = folder / "sponsored_products_advertised_product_2026-02_to_2026-06.xlsx"
    write_workbook(path, rows, sheet="Sponsored Product Advertised Pr", day_format="MMM dd, yyyy")


def write_sponsored_unified(folder: Path, brand: Brand, ads: Sequence[AdDay]) -> None:
    """Write July to October as the unified console of 2026 does, a row a month and product."""
    lines = [comma_line(SPONSORED_UNIFIED)]
    for first, last in months():
        if first < _UNIFIED_FROM:
            continue
        by_sku: dict[str, list[AdDay]] = defaultdict(list)
        for ad in ads:
            if first <= ad.day <= last:
                by_sku[ad.campaign[0]].append(ad)
        for sku, inside in by_sku.items():
            lines.append(comma_line(_unified_row(brand, sku, inside)))
    write_lines(folder / "sponsored_products_advertised_product_2026-07_to_2026-10.csv", lines)


def _shop_days(purpose: str, campaigns: Sequence[tuple[tuple[str, ...], int]]) -> Iterator[AdDay]:
    draw = Draw(purpose)
    for day in days():
        autumn = 11 if day.month >= 9 else 10
        for campaign, cents in campaigns:
            orders = draw.count(180)
            made = _day(draw, day, campaign=campaign, cents=cents * autumn * season(day) // 10_000, orders=orders)
            yield AdDay(day, campaign, *made, orders, 0)


def _day(draw: Draw, day: date, *, campaign: tuple[str, ...], cents: int, orders: int) -> tuple[int, int, int]:
    """Give impressions, clicks and spend: never fewer clicks than orders."""
    dearer = 1 + (day.month == 10 and len(campaign) == 1 and 12 <= day.day <= 18)  # Amazon's October sale
    spend = cents * dearer * draw.between(650, 1350) // 1000
    clicks = max(spend // draw.between(38, 74), orders, 1)
    return clicks * draw.between(55, 160), clicks, spend


def _google_report(path: Path, ads: Sequence[AdDay], *, first: date, last: date) -> None:
    inside = [ad for ad in ads if first <= ad.day <= last]
    # Conversions of the last days of a report are not all counted yet.
    conversions = [ad.orders if ad.day <= last - timedelta(days=14) else 0 for ad in inside]
    lines = ["Campaign report", f'"{_long(first)} - {_long(last)}"', GOOGLE]
    for ad, count in zip(inside, conversions, strict=True):
        name, kind = ad.campaign
        lines.append(f'{ad.day},{name},{kind},{_thousands(ad.impressions)},{ad.clicks},"${money(ad.spend)}",{count}.00')
    cost = sum(ad.spend for ad in inside)
    impressions = _thousands(sum(ad.impressions for ad in inside))
    clicks = _thousands(sum(ad.clicks for ad in inside))
    total = f'"${cost // 100:,}.{cost % 100:02d}"'
    lines.append(f"Total: All campaigns,,, {impressions},{clicks},{total},{sum(conversions)}.00")
    write_lines(path, lines)


def _thousands(number: int) -> str:
    return f'"{number:,}"' if number >= 1000 else str(number)


def _long(day: date) -> str:
    return f"{_MONTHS[day.month - 1]} {day.day}, {day.year}"


def _short(day: date) -> str:
    return f"{_MONTHS[day.month - 1][:3]} {day.day:02d}, {day.year}"


def _ratio(numerator: int, denominator: int) -> Decimal:
    return (Decimal(numerator) / Decimal(denominator)).quantize(Decimal("1.0000000000"), ROUND_HALF_UP)


def _percent(numerator: int, denominator: int) -> str:
    return f"{(Decimal(100 * numerator) / Decimal(denominator)).quantize(Decimal('1.0000'), ROUND_HALF_UP)}%"


def _unified_row(brand: Brand, sku: str, ads: Sequence[AdDay]) -> list[str]:
    product = brand.product(sku)
    impressions, clicks = sum(ad.impressions for ad in ads), sum(ad.clicks for ad in ads)
    spend, orders, sales = sum(ad.spend for ad in ads), sum(ad.orders for ad in ads), sum(ad.sales for ad in ads)
    ids = Draw(f"campaign of {sku}")
    bought = [str(orders), money(sales), str(orders)]
    rates = [
        str(_ratio(spend, 100 * orders).quantize(Decimal("1.00000"))) if orders else "",
        _percent(orders, clicks),
        str(_ratio(sales, spend).quantize(Decimal("1.00000"))),
    ]
    return [
        "USD", f"{_short(ads[0].day)} - {_short(ads[-1].day)}", '="amzn1.ads-account.g.juniperandrye0000000000000"',
        "Juniper & Rye", "228100442716350", "Always on", f'="{ids.digits(14)}1"', f"SP - {product.title}",
        f'="{ids.digits(14)}2"', "Exact and phrase", product.asin, f"Juniper & Rye {product.name}", "", "Juniper & Rye",
        "16000 Grocery", product.category, "", sku, "AMAZON.COM", str(impressions), str(clicks),
        _percent(clicks, impressions), money(spend), *bought, *rates, *bought, *rates, "0", "0.00", "0", *[""] * 9,
    ]  # fmt: skip


_MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
