"""Channels, SKUs, listings and dated costs."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class ChannelKind(StrEnum):
    """What kind of place a channel is."""

    DTC = "DTC"
    MARKETPLACE = "marketplace"
    WHOLESALE = "wholesale"
    RETAIL = "retail"

    @property
    def public(self) -> bool:
        """Whether consumers are asked its prices; wholesale buyers and retail partners pay a price of the trade."""
        return self in PUBLIC


PUBLIC = frozenset({ChannelKind.DTC, ChannelKind.MARKETPLACE})


class Recognition(StrEnum):
    """When an order of a channel counts as a sale."""

    PLACED = "placed"
    PAID = "paid"


# Okabe–Ito order: eight colours that colour-blind people can tell apart; a channel keeps the one it was given.
CHANNEL_COLOURS = ("#0072B2", "#E69F00", "#009E73", "#CC79A7", "#56B4E9", "#D55E00", "#F0E442", "#7A838F")

KIND_OF_PLATFORM = {
    "shopify": ChannelKind.DTC,
    "amazon": ChannelKind.MARKETPLACE,
    "etsy": ChannelKind.MARKETPLACE,
    "ebay": ChannelKind.MARKETPLACE,
}


@dataclass(frozen=True)
class UnitCost:
    """The landed cost of one unit of a SKU from a day on, and since when it has been known."""

    sku: str
    valid_from: date
    known_since: date
    amount: int
    currency: str


@dataclass(frozen=True)
class Component:
    """A component of a bundle and how many of it one bundle holds."""

    bundle: str
    sku: str
    quantity: int


def guess_kind(platform: str, name: str) -> ChannelKind:
    """Guess the kind of a new channel from its platform, else from its name."""
    if platform in KIND_OF_PLATFORM:
        return KIND_OF_PLATFORM[platform]
    lowered = name.lower()
    if lowered in KIND_OF_PLATFORM:
        return KIND_OF_PLATFORM[lowered]
    if "wholesale" in lowered or "b2b" in lowered:
        return ChannelKind.WHOLESALE
    if "retail" in lowered or "store" in lowered:
        return ChannelKind.RETAIL
    return ChannelKind.MARKETPLACE


NAMED = "name: "
# What every report calls that which belongs to no channel, and its number where one is wanted.
SHARED, NO_CHANNEL = "Shared", 0


def listing_code(sku: str, title: str) -> str:
    """Give the code of a listing: its SKU, or its name where the channel knows no SKU."""
    return sku or (f"{NAMED}{title}" if title else "")
