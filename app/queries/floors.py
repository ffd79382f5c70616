"""The floor of every listing as the Prices page shows it: what a unit costs, what it earns now, and what is enough."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import cached_property

from sqlalchemy.orm import Session

from app.columns import Column, Kind
from app.queries.live_prices import LiveListing, live_prices
from app.queries.prices import NO_LISTING, GovernedPrice, price_list
from app.queries.unit_economics import ListingEconomics
from models.domain.money import Money, half_up, major
from models.domain.pricing.economics import Economics, economics
from models.domain.pricing.floor import Floor, Range
from models.domain.pricing.reasons import lack_sentence

EARNS, LOW, LOSS, DEAD, NO_PRICE, LACKING = "earns enough", "too low", "a loss", "dead zone", "no price", "fact missing"
_PERMILLE = 1000


@dataclass(frozen=True)
class FloorRow:
    """One SKU on one channel, with its price in the book, the live one and the MAP where they are known.

    All are in the currency of its fees, and a live price holds the tax as the fees take it to.
    """

    title: str
    colour: str
    listing: ListingEconomics
    floor: Floor | None
    governed: Money | None = None
    live: LiveListing | None = None
    minimum: int | None = None

    @property
    def sku(self) -> str:
        """The SKU."""
        return self.listing.sku

    @property
    def channel(self) -> str:
        """The name of the channel."""
        return self.listing.channel

    @property
    def currency(self) -> str:
        """The currency of every amount."""
        return self.listing.currency

    @property
    def cost(self) -> Money | None:
        """The landed cost of a unit."""
        return self._money(self.listing.cogs)

    @property
    def price(self) -> Money | None:
        """What customers pay now: the live price, else that of the book."""
        return self.governed if self.live is None else self.live.money

    @property
    def list_price(self) -> Money | None:
        """What discounts are taken off: the price of the book, else the live one."""
        return self.price if self.governed is None else self.governed

    @cached_property
    def now(self) -> Economics | None:
        """E with its parts at the price now; None where that is not known."""
        if self.listing.curve is None or self.price is None:
            return None
        return economics(self.listing.curve, self.price.minor)

    @property
    def earns(self) -> Money | None:
        """E at the price now, rounded."""
        return None if self.now is None else self._money(half_up(self.now.contribution))

    @property
    def margin(self) -> Decimal | None:
        """E as a share of net, to a tenth of a percent."""
        margin = None if self.now is None else self.now.margin
        return None if margin is None else Decimal(half_up(margin * _PERMILLE)) / _PERMILLE

    @property
    def lowest(self) -> Money | None:
        """The lowest price that earns the target."""
        return None if self.floor is None else self._money(self.floor.lowest)

    @property
    def safe(self) -> Money | None:
        """The price from which on every price earns the target."""
        return None if self.floor is None else self._money(self.floor.safe)

    @property
    def state(self) -> str:
        """How the price stands, in a word or two."""
        if self.floor is None:
            return LACKING
        if self.now is None or self.price is None:
            return NO_PRICE
        if self.now.contribution < 0:
            return LOSS
        if not self.now.admissible:
            return LOW
        return EARNS if self.floor.dead_zone(self.price.minor) is None else DEAD

    @property
    def why(self) -> str:
        """What is missing, or why there is no floor, in a sentence."""
        if self.listing.missing:
            return f"Missing: {', '.join(self.listing.missing)}"
        return lack_sentence(self.floor, self.currency) if self.floor is not None else ""

    def ranges(self, ranges: Iterable[Range]) -> str:
        """Write ranges of prices: "10.01–10.97"."""
        return ", ".join(f"{major(one.first, self.currency)}–{major(one.last, self.currency)}" for one in ranges)

    def _money(self, minor: int | None) -> Money | None:
        return None if minor is None else Money(minor, self.currency)


def floors(
    session: Session, *, day: date, skus: Collection[str] | None = None, channels: Collection[str] | None = None
) -> list[FloorRow]:
    """List every SKU on every channel that it has a listing on, or on some, by channel and SKU."""
    live = live_prices(session, skus=skus, channels=channels)
    told: dict[tuple[str, str], list[GovernedPrice]] = {}
    for one in price_list(session, day=day, skus=skus, channels=channels):
        if one.economics.missing != (NO_LISTING,):
            told.setdefault((one.sku, one.channel), []).append(one)
    return [_row(prices, live.get(key)) for key, prices in told.items()]


def _row(prices: list[GovernedPrice], live: LiveListing | None) -> FloorRow:
    """Make the row of a listing from its prices in each currency."""
    first = prices[0]
    listing = first.economics
    usable = live if live is not None and _usable(live, listing) else None
    own = next((one for one in prices if one.currency == listing.currency), None)
    governed, minimum = (own.money(own.amount), own.minimum_advertised) if own is not None else (None, None)
    return FloorRow(first.title, first.told.colour, listing, listing.floor, governed, usable, minimum)


def _usable(live: LiveListing, listing: ListingEconomics) -> bool:
    """Say whether the curve can be asked at a live price: in its currency, and with the tax as the curve has it."""
    if live.tax_inside is None or listing.curve is None:
        return live.currency == listing.currency
    taxed = listing.curve.model.vat != Fraction(0)
    return live.currency == listing.currency and live.tax_inside == taxed


COLUMNS: tuple[Column[FloorRow], ...] = (
    Column("SKU", lambda row: row.sku, Kind.CODE),
    Column("Channel", lambda row: row.channel),
    Column("Live", lambda row: row.live.money if row.live else None, Kind.MONEY, hint="As files saw it last"),
    Column("Book", lambda row: row.governed, Kind.MONEY, hint="As the price book has it today"),
    Column("Floor", lambda row: row.lowest, Kind.MONEY, hint="The lowest price that earns the target"),
    Column("Earns", lambda row: row.earns, Kind.MONEY, hint="What a unit is expected to contribute, live or by book"),
    Column("State", lambda row: row.state, Kind.CHIP),
    Column("Margin", lambda row: row.margin, Kind.PERCENT, hint="Of the price without tax and with shipping"),
    Column("Landed cost", lambda row: row.cost, Kind.MONEY, zeros=True),
    Column("Safe floor", lambda row: row.safe, Kind.MONEY, hint="From here on every price earns the target"),
    Column(
        "Forbidden",
        lambda row: row.ranges(row.floor.forbidden) if row.floor else "",
        hint="Prices above the floor that do not earn the target",
    ),
    Column(
        "Dead zones",
        lambda row: row.ranges(row.floor.dead_zones) if row.floor else "",
        hint="Prices at which a unit earns less than at the price just below",
    ),
    Column("Name", lambda row: row.title),
)
