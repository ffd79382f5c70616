"""What every check is told: the day, the ledger's currency, how far ahead to look, and what channels contribute."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction

from models.domain.conflicts.conflict import Conflict, Entity, Kind, Severity, Stake
from models.domain.conflicts.factors import by_hand, money, number, times
from models.domain.money import half_up, translate
from models.domain.words import counted, figure

DAYS_AHEAD = 14
WHOLE = 10_000
NONE_SOLD = "no unit is expected to be sold"
_WANTED = "a landed cost, fees or sales"
# From which part of the weekly CM3, in basis points, a stake is how severe.
BY_SIZE = ((500, Severity.CRITICAL), (100, Severity.HIGH), (10, Severity.MEDIUM))


@dataclass(frozen=True)
class Setting:
    """The day of a run, the ledger's currency, and the average weekly CM3 of channels in its minor units.

    `rates` gives units of the ledger's currency for one of another; `days` is how far ahead money is at stake.
    """

    today: date
    currency: str
    weekly: Mapping[str, int] = field(default_factory=dict)
    rates: Mapping[str, Fraction] = field(default_factory=dict)
    days: int = DAYS_AHEAD

    def stake(self, exact: Fraction | int, currency: str, formula: str) -> Stake:
        """Round money at stake once and translate it; the formula says at which rate.

        Raises ValueError where the rate of a currency is not known.
        """
        minor = exact if isinstance(exact, int) else half_up(exact)
        if currency == self.currency:
            return Stake(minor, self.currency, formula)
        rate = self.rates.get(currency)
        if rate is None:
            raise ValueError(f"no rate from {currency} to {self.currency} on {self.today}: import or type one")
        translated = translate(minor, currency, rate, into=self.currency)
        return Stake(translated, self.currency, f"({formula}) × {figure(rate, 6)} {self.currency}/{currency}")

    def without_money(self, formula: str = "no money at stake") -> Stake:
        """Say that a conflict is not about money."""
        return Stake(0, self.currency, formula)

    def earning(
        self, units: Fraction | int, each: Fraction | int | None, currency: str, whose: str, formula: str | None = None
    ) -> Stake:
        """Put what some units contribute at stake, at least 0; the formula is "units × money" unless it is given.

        Where it is not known what a unit contributes, no money is told, and the formula says so.
        """
        if each is None:
            return self.untold(f"a unit of {whose}")
        return self.selling(units, max(each, 0), currency, formula)

    def selling(self, units: Fraction | int, each: Fraction | int, currency: str, formula: str | None = None) -> Stake:
        """Put money for each of some units at stake; of units that nobody expects to sell the formula says so."""
        if not units:
            return self.without_money(NONE_SOLD)
        return self.stake(units * each, currency, formula or product(units, each, currency))

    def untold(self, what: str) -> Stake:
        """Say that the money cannot be told, since it is not known what something contributes."""
        return Stake(0, self.currency, f"cannot be told: what {what} contributes is not known, for want of {_WANTED}")

    def severity(self, kind: Kind, stake: Stake, channels: Sequence[str]) -> Severity:
        """Give the larger of the severity of the kind and that of the size.

        The size is the stake against the average weekly CM3 of the channels together: from 5 % critical, from 1 % high,
        from 0.1 % medium. It is left out where their CM3 is not known or not above 0.
        """
        known = [self.weekly[channel] for channel in channels if channel in self.weekly]
        weekly = sum(known)
        if weekly <= 0 or len(known) < len(channels):
            return kind.base
        by_size = next((found for part, found in BY_SIZE if stake.minor * WHOLE >= weekly * part), Severity.LOW)
        return max(kind.base, by_size)

    def conflict(
        self,
        kind: Kind,
        entities: Sequence[Entity],
        *,
        sentence: str,
        stake: Stake,
        channels: Sequence[str] = (),
        window: date | None = None,
        between: bool = False,
        advice: str = "",
    ) -> Conflict:
        """Make a conflict of what a check has found."""
        severity = self.severity(kind, stake, channels)
        return Conflict(kind, tuple(entities), window, sentence, stake, severity, tuple(channels), between, advice)


def worth(minor: Fraction | int, currency: str) -> str:
    """Write an amount of a formula: with two decimals more than the currency has where it is not whole minor units."""
    return by_hand(currency, money(minor, currency))[0]


def product(units: Fraction | int, each: Fraction | int, currency: str) -> str:
    """Write units times money: "20 units × 7.56 USD"."""
    return times(currency, number(units, "unit"), money(each, currency))


def units_of(units: Fraction | int) -> str:
    """Write a number of units, of which there may be parts."""
    if units.denominator == 1:
        return counted(int(units), "unit")
    written = figure(units, 2)
    return f"{written} units" if written != "0" else "less than 0.01 units"
