"""Base prices as people typed or imported them, and which of them is asked on a day."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta


@dataclass(frozen=True)
class BasePrice:
    """What a SKU costs on a channel (an empty text: on every channel) from a day on, in minor units.

    It holds until the next one for the same begins, or up to and including `last`. `tax_inside` says whether the
    price holds the tax, or whether the tax comes on top. Of two from the same day the higher `number` is the newer.
    """

    number: int
    sku: str
    channel: str
    amount: int
    currency: str
    first: date
    last: date | None = None
    tax_inside: bool = False
    note: str = ""

    def holds_on(self, day: date) -> bool:
        """Say whether a day lies between its days, both of which count."""
        return self.first <= day and (self.last is None or day <= self.last)

    @property
    def days_of_change(self) -> set[date]:
        """The days on which it begins to hold, or holds no more."""
        return {self.first} if self.last is None else {self.first, self.last + timedelta(days=1)}

    @property
    def precedence(self) -> tuple[bool, date, int]:
        """Rank it: one of the channel, then the one that began later, then the newer one."""
        return bool(self.channel), self.first, self.number


def base_on(prices: Iterable[BasePrice], *, channel: str, day: date) -> BasePrice | None:
    """Give the base price of one SKU on a channel on a day; None where nothing is typed.

    A price of the channel counts before one for every channel. One that ends lets the one before it hold again.
    """
    meant = [one for one in prices if one.channel in {"", channel} and one.holds_on(day)]
    return max(meant, key=lambda one: one.precedence, default=None)
