"""The shop of the worked examples (B3): 2.9 % and 0.30 a payment, 5.35 to pack and ship, a target of 1.50."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

from models.domain.pricing.fee_model import FeeModel, Payment, Target, Tier
from models.domain.pricing.schedule import FeeSchedule

DTC = FeeSchedule(
    "USD",
    date(2026, 1, 1),
    fees=FeeModel(0, payment=Payment(Fraction(29, 1000), 30), fulfilment=(Tier(None, 535),)),
    target=Target(150),
    source="a worked example",
)
