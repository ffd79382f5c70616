"""The kinds of pricing rule; each makes its own form, and `chain` applies them to a base price."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from fractions import Fraction
from typing import ClassVar

from models.domain.money import EXPONENTS, Money
from models.domain.period import Period
from models.domain.pricing.advertised import MAP_BY_DEFAULT, MinimumAdvertised
from models.domain.pricing.endings import Ending
from models.domain.rules import Kind, told
from models.domain.words import amount as amount_words
from models.domain.words import counted, figure

_MOST_PERCENT = 1000
_ALL = 100  # percent
_MOST_UNITS = 1_000_000
_TO = " to "


@dataclass(frozen=True)
class MarkUp(Kind):
    """Ask the landed cost and a percentage more, before tax."""

    KIND: ClassVar[str] = "mark_up"
    TITLE: ClassVar[str] = "Mark-up"
    SUMMARY: ClassVar[str] = "Landed cost and {percent} % more"

    percent: Fraction = field(
        metadata=told("Mark-up", "On the landed cost, before tax", unit="%", minimum=0, maximum=_MOST_PERCENT)
    )


@dataclass(frozen=True)
class MarginTarget(Kind):
    """Ask the lowest price that leaves a margin after all costs of the channel."""

    KIND: ClassVar[str] = "margin_target"
    TITLE: ClassVar[str] = "Margin target"
    SUMMARY: ClassVar[str] = "The lowest price that leaves {percent} %"

    percent: Fraction = field(
        metadata=told(
            "Margin", "Contribution after all costs, of the price without tax", unit="%", minimum=0, maximum=99
        )
    )


@dataclass(frozen=True)
class Difference(Kind):
    """Ask a percentage more or less than the base price."""

    KIND: ClassVar[str] = "difference"
    TITLE: ClassVar[str] = "Difference in percent"
    SUMMARY: ClassVar[str] = "{percent} % on the base price"

    percent: Fraction = field(
        metadata=told("Percent", "−10 is a tenth less", unit="%", minimum=-100, maximum=_MOST_PERCENT)
    )

    def said(self) -> Mapping[str, str]:
        """Write the sign."""
        return {"percent": f"{'+' if self.percent > 0 else ''}{figure(self.percent, 2)}"}

    def problems(self) -> Iterator[str]:
        """Tell whether it leaves any price."""
        if self.percent == -_ALL:
            yield "percent: −100 % leaves no price"


@dataclass(frozen=True)
class AmountDifference(Kind):
    """Ask an amount more or less than the base price."""

    KIND: ClassVar[str] = "amount_difference"
    TITLE: ClassVar[str] = "Difference as an amount"
    SUMMARY: ClassVar[str] = "{amount} on the base price"

    amount: Money = field(metadata=told("Amount", "Such as −1.50"))

    def said(self) -> Mapping[str, str]:
        """Write the sign."""
        sign = "+" if self.amount.minor > 0 else ""
        return {"amount": f"{sign}{amount_words(self.amount.minor, self.amount.currency)}"}


@dataclass(frozen=True)
class TierDiscount(Kind):
    """Take a percentage off for everybody who buys so many, as a wholesale ladder does."""

    KIND: ClassVar[str] = "tier_discount"
    TITLE: ClassVar[str] = "Tier discount"
    SUMMARY: ClassVar[str] = "{percent} % off{units}"
    ADDS: ClassVar[bool] = True

    percent: Fraction = field(metadata=told("Discount", unit="%", minimum=0, maximum=100))
    units: int = field(
        default=1,
        metadata=told("From", "1 takes it off the list price itself", unit="units", minimum=1, maximum=_MOST_UNITS),
    )

    def said(self) -> Mapping[str, str]:
        """Say from how many units on, if it is not from the first."""
        return {"units": f" from {self.units} units on" if self.units > 1 else ""}

    def problems(self) -> Iterator[str]:
        """Tell whether it leaves any price."""
        if self.percent == _ALL:
            yield "percent: 100 % off leaves no price"


@dataclass(frozen=True)
class PriceEnding(Kind):
    """Raise prices to the next one with an allowed ending."""

    KIND: ClassVar[str] = "ending"
    TITLE: ClassVar[str] = "Price ending"
    SUMMARY: ClassVar[str] = "Prices end in {endings}"

    endings: str = field(
        default=".99", metadata=told("Endings", "Such as .99, or 9.99 for the last three digits; several with spaces")
    )

    def said(self) -> Mapping[str, str]:
        """Join the endings as a sentence does."""
        *most, last = self.endings.split() or [""]
        return {"endings": f"{', '.join(most)} or {last}" if most else last}

    def problems(self) -> Iterator[str]:
        """Tell which ending cannot be read."""
        if not self.endings.split():
            yield "endings: must name at least one, such as .99"
        for word in self.endings.split():
            digits = word.replace(".", "", 1)
            if not (digits.isascii() and digits.isdigit() and len(digits) <= 6):  # noqa: PLR2004 - digits of a price
                yield f"endings: “{word}” is no ending; write .99 or 9.99"
            elif (decimals := len(word.partition(".")[2])) not in EXPONENTS:
                yield f"endings: “{word}” has {counted(decimals, 'decimal')}, and no currency has; write .99 or 9.99"

    def of(self, decimals: int) -> tuple[Ending, ...]:
        """Give the endings for a currency with so many decimals; one with another number of decimals has none."""
        words = [word for word in self.endings.split() if len(word.partition(".")[2]) == decimals]
        digits = [word.replace(".", "") for word in words]
        return tuple([Ending(int(one), 10 ** len(one)) for one in digits])


class Keep(StrEnum):
    """Which floor is kept: the lowest price that earns the target, or that from which on every price does."""

    LOWEST = "lowest"
    SAFE = "safe"


@dataclass(frozen=True)
class FloorKept(Kind):
    """Keep the lowest price that earns the target, or the safe one, from which on every higher price earns it, too."""

    KIND: ClassVar[str] = "floor"
    TITLE: ClassVar[str] = "Floor of the costs"
    SUMMARY: ClassVar[str] = "The {keep} floor is kept"

    keep: Keep = field(default=Keep.SAFE, metadata=told("Floor", "Without this rule: the lowest"))


@dataclass(frozen=True)
class LeastPrice(Kind):
    """Never ask less than an amount; the floor that the costs ask for holds besides."""

    KIND: ClassVar[str] = "least_price"
    TITLE: ClassVar[str] = "Typed floor"
    SUMMARY: ClassVar[str] = "Never below {amount}"

    amount: Money = field(metadata=told("Never below", minimum=0))

    def problems(self) -> Iterator[str]:
        """Tell whether it says nothing."""
        yield from _not_above_zero(self.amount)


@dataclass(frozen=True)
class Ceiling(Kind):
    """Never ask more than an amount."""

    KIND: ClassVar[str] = "ceiling"
    TITLE: ClassVar[str] = "Ceiling"
    SUMMARY: ClassVar[str] = "Never above {amount}"

    amount: Money = field(metadata=told("Never above", minimum=0))

    def problems(self) -> Iterator[str]:
        """Tell whether it leaves any price."""
        yield from _not_above_zero(self.amount)


class Enforced(StrEnum):
    """Where a MAP is enforced."""

    US = "in the US alone"
    ALWAYS = "always"
    NEVER = "never"


_SWITCHED = {Enforced.US: None, Enforced.ALWAYS: True, Enforced.NEVER: False}


@dataclass(frozen=True)
class MapPrice(Kind):
    """Never advertise below an amount (MAP); off outside the US unless it is switched on there."""

    KIND: ClassVar[str] = "map"
    TITLE: ClassVar[str] = "Minimum advertised price"
    SUMMARY: ClassVar[str] = "MAP {amount} ({jurisdiction})"

    amount: Money | None = field(default=None, metadata=told("MAP", "Left blank: no MAP, and never 0", minimum=0))
    jurisdiction: str = field(default=MAP_BY_DEFAULT, metadata=told("Jurisdiction", "US, or another country or region"))
    enforced: Enforced = field(
        default=Enforced.US, metadata=told("Enforced", "Elsewhere it may count as fixing prices: check with counsel")
    )
    in_cart: bool = field(default=False, metadata=told("The price in the cart counts, too"))
    exempt: str = field(
        default="",
        metadata=told("Rests", "Windows such as 2026-11-20 to 2026-11-30; several with commas"),
    )

    def problems(self) -> Iterator[str]:
        """Tell whether it is a price, and whether the windows can be read."""
        if self.amount is not None:
            yield from _not_above_zero(self.amount)
        if not self.jurisdiction.strip():
            yield f"jurisdiction: must be named, such as {MAP_BY_DEFAULT}"
        try:
            windows_of(self.exempt)
        except ValueError:
            yield f"exempt: “{self.exempt}” cannot be read; write 2026-11-20 to 2026-11-30"

    def minimum(self) -> MinimumAdvertised:
        """Give the MAP that it states; its days are those of the rule."""
        return MinimumAdvertised(
            self.amount.minor if self.amount is not None else None,
            jurisdiction=self.jurisdiction.strip().upper(),
            switched=_SWITCHED[self.enforced],
            exempt=windows_of(self.exempt),
            in_cart=self.in_cart,
        )


@dataclass(frozen=True)
class PriceOverride(Kind):
    """Fix a price until a day, for a reason; only an active MAP is above it."""

    KIND: ClassVar[str] = "price_override"
    TITLE: ClassVar[str] = "Override"
    SUMMARY: ClassVar[str] = "The price is {amount}"
    NEEDS: ClassVar[frozenset[str]] = frozenset({"skus"})
    ASKS: ClassVar[frozenset[str]] = frozenset({"note", "last"})

    amount: Money = field(metadata=told("Price", minimum=0))

    def problems(self) -> Iterator[str]:
        """Tell whether it is a price."""
        yield from _not_above_zero(self.amount)


def _not_above_zero(amount: Money) -> Iterator[str]:
    if amount.minor <= 0:
        yield f"amount: {amount.major()} {amount.currency} is not above zero"


def windows_of(text: str) -> tuple[Period, ...]:
    """Read windows such as "2026-11-20 to 2026-11-30, 2026-12-24"; raises ValueError where one cannot be read."""
    found = []
    for words in filter(None, (part.strip() for part in text.replace(";", ",").split(","))):
        first, _, last = words.partition(_TO)
        begin = date.fromisoformat(first.strip())
        found.append(Period(begin, date.fromisoformat(last.strip()) if last else begin))
    return tuple(found)


SETTERS: tuple[type[Kind], ...] = (MarkUp, MarginTarget, Difference, AmountDifference)
KINDS: tuple[type[Kind], ...] = (
    *SETTERS,
    TierDiscount,
    PriceEnding,
    FloorKept,
    LeastPrice,
    Ceiling,
    MapPrice,
    PriceOverride,
)
