"""What a rule is for: SKUs, a category, a brand or all, on channels or on all."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum

from models.domain.words import listed

ALL = "all"
_NAMED = 5


class By(IntEnum):
    """By what a rule names SKUs, the more specific the higher."""

    ALL = 0
    BRAND = 1
    CATEGORY = 2
    SKU = 3


@dataclass(frozen=True)
class Scope:
    """What a rule is for; what is left empty means all. Codes and names that come twice count once."""

    skus: tuple[str, ...] = ()
    category: str = ""
    brand: str = ""
    channels: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        object.__setattr__(self, "skus", tuple(dict.fromkeys(self.skus)))
        object.__setattr__(self, "channels", tuple(dict.fromkeys(self.channels)))

    @property
    def by(self) -> By:
        """Say by what SKUs are named."""
        return By.SKU if self.skus else By.CATEGORY if self.category else By.BRAND if self.brand else By.ALL

    @property
    def rank(self) -> tuple[int, bool]:
        """Count how specific it is: SKUs before a category before a brand before all, then channels before all.

        One SKU is no more specific than several.
        """
        return int(self.by), bool(self.channels)

    def names(self) -> tuple[str, ...]:
        """Give the names that SKUs are looked up by: their codes, the category or the brand; one empty name for all."""
        return self.skus or (self.category or self.brand,)

    def concerns(self, *, sku: str, category: str, brand: str) -> bool:
        """Say whether a SKU of a category and brand is meant, on whichever channel."""
        return (
            (not self.skus or sku in self.skus)
            and (not self.category or category == self.category)
            and (not self.brand or brand == self.brand)
        )

    def covers(self, *, sku: str, category: str, brand: str, channel: str) -> bool:
        """Say whether a SKU of a category and brand on a channel is meant; no channel is meant by all channels only."""
        on = not self.channels or channel in self.channels
        return on and self.concerns(sku=sku, category=category, brand=brand)

    def words(self) -> str:
        """Name the scope in a sentence: "SKUs A, B on Shopify and Etsy"; of many SKUs the first."""
        what = {
            By.SKU: f"SKU{'s' if len(self.skus) > 1 else ''} {_listed(self.skus)}",
            By.CATEGORY: f"category {self.category}",
            By.BRAND: f"brand {self.brand}",
            By.ALL: f"{ALL} SKUs",
        }[self.by]
        return f"{what} on {listed(self.channels) or f'{ALL} channels'}"


def _listed(codes: Sequence[str]) -> str:
    if len(codes) <= _NAMED:
        return ", ".join(codes)
    return f"{', '.join(codes[: _NAMED - 1])} and {len(codes) - _NAMED + 1} more"
