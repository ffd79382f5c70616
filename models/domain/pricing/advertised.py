"""Minimum advertised prices (MAP): the amount, its days and jurisdiction, and windows in which it rests (B2)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from models.domain.period import Period

MAP_BY_DEFAULT = "US"


@dataclass(frozen=True)
class MinimumAdvertised:
    """A minimum advertised price (MAP) in minor units with its days, jurisdiction and windows in which it rests.

    None as the amount is no MAP. Not switched on or off by hand, it is active in the US only: elsewhere a minimum
    advertised price may count as resale price maintenance. `in_cart` says whether the price in the cart counts too.
    """

    amount: int | None
    first: date | None = None
    last: date | None = None
    jurisdiction: str = MAP_BY_DEFAULT
    switched: bool | None = None
    exempt: tuple[Period, ...] = ()
    in_cart: bool = False

    @property
    def active(self) -> bool:
        """Whether it is enforced at all."""
        return self.jurisdiction == MAP_BY_DEFAULT if self.switched is None else self.switched

    def rests_on(self, day: date) -> bool:
        """Tell whether a day lies in a window in which it rests."""
        return any(window.first <= day <= window.last for window in self.exempt)

    def on(self, day: date) -> int | None:
        """Give the minimum that holds on a day, if any."""
        begun = self.first is None or self.first <= day
        ended = self.last is not None and self.last < day
        return self.amount if self.active and begun and not ended and not self.rests_on(day) else None


NO_MAP = MinimumAdvertised(None)
