"""Juniper & Rye: what it sells, what that costs, where and when it sells."""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from resources.demo.draw import Draw

FIRST_DAY = date(2026, 2, 1)
LAST_DAY = date(2026, 10, 31)

SHOPIFY = "Shopify"
AMAZON = "Amazon"
ETSY = "Etsy"
WHOLESALE = "Wholesale"
HARBOR = "Harbor Retail"
CHANNELS = (SHOPIFY, AMAZON, ETSY, WHOLESALE, HARBOR)

COST_CHANGE = date(2026, 6, 1)
COST_CHANGE_KNOWN = date(2026, 6, 20)

SHORT_SKU = "JR-0131"
# The first day without the bottle and the first with it again: the shop runs dry first, Amazon has stock of its own.
_SHORTAGE = {
    SHOPIFY: (date(2026, 8, 10), date(2026, 10, 12)),
    ETSY: (date(2026, 8, 10), date(2026, 10, 12)),
    WHOLESALE: (date(2026, 8, 3), date(2026, 10, 12)),
    HARBOR: (date(2026, 8, 3), date(2026, 10, 12)),
    AMAZON: (date(2026, 8, 27), date(2026, 10, 8)),
}

_SEASON = {2: 880, 3: 900, 4: 930, 5: 960, 6: 950, 7: 930, 8: 960, 9: 1040, 10: 1190}

# Prices and costs in cents; `later` is the cost from 1 June; the last five columns say how often a channel sells it.
_CATALOGUE = """\
sku,title,variant,category,price,cost,later,fba_fee,grams,taxable,shopify,amazon,etsy,wholesale,harbor
JR-0101,Smoked tea 100 g,,Tea,1450,335,362,332,130,no,95,40,45,130,100
JR-0102,Smoked tea 250 g,,Tea,2900,690,748,386,300,no,28,75,20,70,50
JR-0103,"Smoked tea, 20 bags",,Tea,1100,260,,306,90,no,95,0,40,120,90
JR-0110,Rye spice tin,,Spice,950,205,,306,85,no,130,0,50,140,120
JR-0111,Rye spice refill 200 g,,Spice,1600,360,,332,220,no,45,30,20,80,40
JR-0115,Juniper honey,,Pantry,1650,460,,386,380,no,70,50,45,90,90
JR-0116,Juniper honey 500 g,,Pantry,2700,790,,454,720,no,12,70,20,40,30
JR-0121,"Gift box, four",,Gifts,5800,,,592,980,no,5,45,20,12,15
JR-0130,Cold brew sachets,,Cold brew,1800,700,750,332,240,no,45,80,25,30,20
JR-0131,Cold brew bottle,,Cold brew,3200,1420,1505,498,610,yes,16,120,25,15,15
JR-0140,Linen filter,,Brewing,1200,390,,306,30,yes,60,0,75,40,40
JR-0141,"Linen filter, pack of three",,Brewing,2900,1120,,332,80,yes,6,90,0,0,0
JR-0152,Tea bowl,Ash,Tableware,3400,1500,1560,521,450,yes,9,65,85,10,0
JR-0153,Tea bowl,Moss,Tableware,3400,1500,1560,521,450,yes,9,60,75,10,0
JR-0154,Tea bowl,Ink,Tableware,3400,1500,1560,521,450,yes,5,45,55,6,0
JR-0160,Travel press,,Brewing,4800,2220,,592,690,yes,5,125,25,8,0
JR-0161,"Press filter, pack of two",,Brewing,800,240,,306,20,yes,55,0,30,20,30
JR-0171,Autumn blend,,Tea,1550,360,,332,140,no,50,30,25,80,70
JR-0172,Winter blend,,Tea,1550,370,,332,140,no,40,25,20,60,50
JR-0173,Summer blend,,Tea,1550,355,,332,140,no,45,30,20,70,60
JR-0180,"Sampler, six",,Gifts,6400,,,454,560,no,3,40,10,10,0
JR-0190,Brass tea scoop,,Tableware,1400,,,306,60,yes,14,8,30,8,0
JR-0191,Enamel caddy,,Tableware,2200,920,,386,310,yes,12,55,45,25,20
JR-0195,Smoked maple syrup,,Pantry,1900,560,,454,520,no,25,45,20,50,40
"""

_BUNDLES: Mapping[str, tuple[str, ...]] = {
    "JR-0121": ("JR-0101", "JR-0110", "JR-0115", "JR-0140"),
    "JR-0180": ("JR-0101", "JR-0103", "JR-0110", "JR-0171", "JR-0172", "JR-0173"),
}


@dataclass(frozen=True)
class Product:
    """One SKU: names, price, landed cost before and after the change, and how often each channel sells it."""

    sku: str
    title: str
    variant: str
    category: str
    price: int
    cost: int | None
    later_cost: int | None
    fba_fee: int
    grams: int
    taxable: bool
    components: tuple[str, ...]
    weights: Mapping[str, int]

    @property
    def name(self) -> str:
        """Give the name as an order shows it: with the variant."""
        return f"{self.title} - {self.variant}" if self.variant else self.title

    @property
    def handle(self) -> str:
        """Give the address of the product in the shop."""
        return "-".join(self.title.lower().replace(",", "").split())

    @property
    def asin(self) -> str:
        """Give Amazon's number for it."""
        return f"B0JR{self.sku[3:]}RY"

    @property
    def barcode(self) -> str:
        """Give a thirteen-digit number that begins with zeros, as American ones do in that form."""
        return f"0085000{self.sku[3:]}19"


@dataclass(frozen=True)
class Brand:
    """The whole catalogue, with the questions every channel asks of it."""

    products: tuple[Product, ...]

    def product(self, sku: str) -> Product:
        """Find a product by its SKU."""
        return next(product for product in self.products if product.sku == sku)

    def cost(self, sku: str, day: date) -> int | None:
        """Give the landed cost of one unit on a day as it is known by now; a bundle costs what is in it."""
        product = self.product(sku)
        if product.components:
            return sum(self.cost(component, day) or 0 for component in product.components)
        if product.later_cost is not None and day >= COST_CHANGE:
            return product.later_cost
        return product.cost

    def for_sale(self, channel: str, day: date) -> Sequence[Product]:
        """List what a channel can sell on a day."""
        gone, back = _SHORTAGE[channel]
        return [
            product
            for product in self.products
            if product.weights[channel] and not (product.sku == SHORT_SKU and gone <= day < back)
        ]

    def choose(self, draw: Draw, *, channel: str, day: date) -> Product:
        """Choose what a customer buys."""
        choices = self.for_sale(channel, day)
        return draw.pick_by_weight(choices, [product.weights[channel] for product in choices])

    def choose_several(self, draw: Draw, *, channel: str, day: date, count: int) -> list[Product]:
        """Choose several different products, in the order of the catalogue."""
        chosen: dict[str, Product] = {}
        while len(chosen) < count:
            product = self.choose(draw, channel=channel, day=day)
            chosen[product.sku] = product
        return [chosen[sku] for sku in sorted(chosen)]


def load_brand() -> Brand:
    """Read the catalogue above."""
    return Brand(tuple(_product(row) for row in csv.DictReader(_CATALOGUE.splitlines())))


def days(first: date = FIRST_DAY, last: date = LAST_DAY) -> list[date]:
    """List the days from the first to the last."""
    return [first + timedelta(days=number) for number in range((last - first).days + 1)]


def months() -> list[tuple[date, date]]:
    """List the nine months as first and last day."""
    firsts = [day for day in days() if day.day == 1]
    return [
        (first, end - timedelta(days=1)) for first, end in zip(firsts, [*firsts[1:], date(2026, 11, 1)], strict=True)
    ]


def season(day: date) -> int:
    """Give how busy a day is, in thousandths of an ordinary one."""
    weekend = 880 if day.weekday() >= 5 else 1048
    return _SEASON[day.month] * weekend // 1000


def share(amount: int, basis_points: int) -> int:
    """Give so many hundredths of a percent of an amount that is not negative, half a cent rounded up."""
    return (amount * basis_points + 5000) // 10000


def money(cents: int) -> str:
    """Write cents as every export does: a point, two decimals, an ASCII minus."""
    sign = "-" if cents < 0 else ""
    return f"{sign}{abs(cents) // 100}.{abs(cents) % 100:02d}"


def _product(row: Mapping[str, str]) -> Product:
    return Product(
        sku=row["sku"],
        title=row["title"],
        variant=row["variant"],
        category=row["category"],
        price=int(row["price"]),
        cost=int(row["cost"]) if row["cost"] else None,
        later_cost=int(row["later"]) if row["later"] else None,
        fba_fee=int(row["fba_fee"]),
        grams=int(row["grams"]),
        taxable=row["taxable"] == "yes",
        components=_BUNDLES.get(row["sku"], ()),
        weights={channel: int(row[channel.split()[0].lower()]) for channel in CHANNELS},
    )
