"""What is known of a SKU at a location when its next order is worked out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from math import ceil

from models.domain.cover import Arrival

_SERVICE = range(5_000, 10_000)
LOSS_DAYS = 28


@dataclass(frozen=True)
class ServiceLevel:
    """Keep enough for a share of order cycles without a shortage, looked at every so many days (0 is daily)."""

    service: int
    review_days: int = 0

    def __post_init__(self) -> None:
        if self.service not in _SERVICE or self.review_days < 0:
            raise ValueError("service is 5000 to 9999 basis points, review 0 days or more")


@dataclass(frozen=True)
class DaysOfCover:
    """Keep so many days of demand beside those of the lead time, as for units sent to FBA."""

    days: int

    def __post_init__(self) -> None:
        if self.days < 0:
            raise ValueError("days of cover are 0 or more")


Target = ServiceLevel | DaysOfCover


@dataclass(frozen=True)
class Terms:
    """How a SKU is ordered: from whom, lead time and its standard deviation in days, whole cases, least and most units.

    `batch` is the economic order quantity or 0; `limit` is the most units that may still come in, None for no limit.
    """

    supplier: str
    lead_days: Fraction
    lead_deviation: Fraction = Fraction(0)
    case: int = 1
    moq: int = 0
    batch: int = 0
    limit: int | None = None

    def __post_init__(self) -> None:
        if self.case < 1:
            raise ValueError("a case holds 1 unit or more")
        if self.lead_days < 0 or self.lead_deviation < 0 or self.moq < 0 or self.batch < 0:
            raise ValueError("lead time, its deviation, MOQ and economic quantity are 0 or more")

    @property
    def days_to_arrive(self) -> int:
        """The whole days that an order takes."""
        return ceil(self.lead_days)


@dataclass(frozen=True)
class Need:
    """A SKU at a location: stock that can be sold, demand a day, what a unit contributes, what is on the way, terms.

    `on_hand` is free of commitments: `promised` units were taken from it. `contribution` is in minor units of
    `currency`; `weeks` are the weeks that the demand was measured in, None if it was typed; a loss is reckoned over
    `loss_days` from the arrival of an order.
    """

    sku: str
    location: str
    today: date
    on_hand: int
    rate: Fraction
    variance: Fraction
    terms: Terms
    target: Target
    arrivals: tuple[Arrival, ...] = ()
    contribution: Fraction = Fraction(0)
    currency: str = "USD"
    weeks: int | None = None
    loss_days: int = LOSS_DAYS
    promised: int = 0
