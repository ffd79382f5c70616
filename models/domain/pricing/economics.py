"""E at one price with all its parts, in minor units; the parts add up to E exactly."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from models.domain.pricing.curve import Curve, Lines


@dataclass(frozen=True)
class Economics:
    """What one shipped unit is expected to earn at a list price, against its target.

    `parts` are signed and add up to `contribution`: the lines of a unit that stays sold, then what returns change of
    each, times the return rate. `target` is the larger of both targets.
    """

    price: int
    lines: Lines
    parts: dict[str, Fraction]
    contribution: Fraction
    target: Fraction

    @property
    def margin(self) -> Fraction | None:
        """E as a share of net; None where net is 0."""
        return self.contribution / self.lines.net if self.lines.net else None

    @property
    def admissible(self) -> bool:
        """Whether E reaches the target."""
        return self.contribution >= self.target


def economics(curve: Curve, price: int) -> Economics:
    """Work out E at a list price with its parts."""
    lines, model = curve.lines(price), curve.model
    rate = model.returns.rate
    parts = {
        "net": Fraction(lines.net),
        "referral": Fraction(-lines.referral),
        "payment": Fraction(-lines.payment),
        "fulfilment": Fraction(-lines.fulfilment),
        "ads": Fraction(-lines.ads),
        "other": Fraction(-model.other),
        "cogs": Fraction(-model.cogs),
        "refunded": -rate * lines.net,
        "referral_returned": rate * (lines.referral - lines.administration),
        "payment_returned": rate * lines.payment if model.payment.refunded else Fraction(0),
        "return_handling": -rate * model.returns.handling,
        "resold": rate * model.returns.resale * model.cogs,
    }
    target = max(Fraction(curve.target.absolute), curve.target.margin * lines.net)
    return Economics(price, lines, parts, sum(parts.values(), Fraction(0)), target)
