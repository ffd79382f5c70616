"""The floor of every listing as the Prices page shows it: what a unit costs, what it earns now, and what is enough."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import cached_property

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.columns import Column, Kind
from app.queries.asked_prices import AskedPrice, asked_prices
from app.queries.unit_economics import ListingEconomics, unit_economics
from models.domain.money import Money, half_up, major
from models.domain.pricing.economics import Economics, economics
from models.domain.pricing.floor import Floor, Range
from models.domain.pricing.reasons import lack_sentence
from models.tables import Channel, Sku

EARNS, LOW, LOSS, DEAD, NO_PRICE, LACKING = "earns enough", "too low", "a loss", "dead zone", "no price", "fact missing"
_PERMILLE = 1000


@dataclass(frozen=True)
class FloorRow:
    """One SKU on one channel; `asked` is its price where that is known in the currency of its fees."""

    title: str
    category: str
    colour: str
    listing: ListingEconomics
    asked: AskedPrice | None
    floor: Floor | None

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

    @cached_property
    def now(self) -> Economics | None:
        """E with its parts at the price asked; None where that is not known."""
        if self.listing.curve is None or self.asked is None:
            return None
        return economics(self.listing.curve, self.asked.price.minor)

    @property
    def earns(self) -> Money | None:
        """E at the price asked, rounded."""
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
        if self.now is None or self.asked is None:
            return NO_PRICE
        if self.now.contribution < 0:
            return LOSS
        if not self.now.admissible:
            return LOW
        inside = any(self.asked.price.minor in zone for zone in self.floor.dead_zones)
        return DEAD if inside else EARNS

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


def floors(session: Session, *, day: date, channels: Collection[str] | None = None) -> list[FloorRow]:
    """List every SKU on every channel, or on some, that it has a listing on, by channel and SKU."""
    titles = {code: (title, category) for code, title, category in session.execute(_SKUS)}
    colours = dict(session.execute(select(Channel.name, Channel.colour)).all())
    asked = asked_prices(session, day=day)
    return [
        FloorRow(*titles[sku], colours[channel], one, _usable(asked.get((sku, channel)), one), one.floor)
        for (sku, channel), one in unit_economics(session, day=day, channels=channels).items()
    ]


_SKUS = select(Sku.code, Sku.title, Sku.category)


def _usable(asked: AskedPrice | None, listing: ListingEconomics) -> AskedPrice | None:
    """Give a price that the curve can be asked at: in its currency, and with the tax inside where the curve has it."""
    if asked is None or asked.price.currency != listing.currency:
        return None
    tax_inside = listing.curve is not None and listing.curve.model.vat != Fraction(0)
    return None if asked.sold and tax_inside else asked


COLUMNS: tuple[Column[FloorRow], ...] = (
    Column("SKU", lambda row: row.sku, Kind.CODE),
    Column("Channel", lambda row: row.channel),
    Column(
        "Price", lambda row: row.asked.price if row.asked else None, Kind.MONEY, hint="As listed, else as sold last"
    ),
    Column("Floor", lambda row: row.lowest, Kind.MONEY, hint="The lowest price that earns the target"),
    Column("Earns", lambda row: row.earns, Kind.MONEY, hint="What a unit is expected to contribute at this price"),
    Column("State", lambda row: row.state, Kind.CHIP),
    Column("Margin", lambda row: row.margin, Kind.PERCENT, hint="Of the price without tax and with shipping"),
    Column("Landed cost", lambda row: row.cost, Kind.MONEY),
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
