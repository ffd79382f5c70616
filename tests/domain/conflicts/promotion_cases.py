"""The cases of the kinds about promotions."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from fractions import Fraction

from models.domain.catalog import ChannelKind
from models.domain.conflicts.campaign import PlannedSale, PlannedSpending, PromotedDays, PromotedOrder, PromotedPlace
from models.domain.conflicts.conflict import Severity
from models.domain.conflicts.policy import MinimumAdvertised
from models.domain.conflicts.promotion import PromotedListing, PromotedPrice, PromotedSku, StackedPrice
from models.domain.period import Period
from models.domain.promotions.budget import Discounted, Spending
from models.domain.promotions.offer import AmountOff, Offer, PercentOff, Quote
from models.domain.promotions.promotion import Promotion
from models.domain.promotions.stacking import lowest
from models.domain.promotions.stock_cover import SalesPlan
from tests.domain.conflicts.case import MAY, TODAY, Case


def promotion(code: str, offer: Offer, lane: str, days: Period = MAY) -> Promotion:
    return Promotion(code, offer, days, lane=lane)


SALE = promotion("SALE", PercentOff(Fraction(20)), "sale")
SPRING = promotion("SPRING", PercentOff(Fraction(15)), "spring")
CODE = promotion("CODE", AmountOff(300), "voucher")
STACKED = lowest(Quote(2499), (SALE, SPRING, CODE), ("sale", "spring", "voucher"))
MAP = MinimumAdvertised(1799)
K3 = StackedPrice("MUG", "DTC", TODAY, "USD", STACKED, 173, 150, 120, MAP, 200_000)
ORDER = PromotedOrder(
    "SALE", "DTC", ChannelKind.DTC, MAY, "MUG", "W-7", "WHS", Period(date(2026, 4, 20), date(2026, 4, 24)), 90_000, 1500
)
PROMOTION_CASES = (
    # Both at once are 24.99 → 19.99 → 16.99, the better one alone 19.99; 3 a day in the 7 days that are left.
    Case(
        "PROMO_OVERLAP",
        "promoted",
        PromotedListing("MUG", "DTC", "USD", Quote(2499), (SALE, promotion("CODE", AmountOff(300), "sale")), 3),
        PromotedListing("MUG", "DTC", "USD", Quote(2499), (SALE, CODE), 3),
        6_300,
        "21 units × 3.00 USD",
        Severity.MEDIUM,
    ),
    # K3: 24.99 → 19.99 → 16.99 → 13.99 is above the floor of 13.75 and below MAP 17.99: 10 % of 2,000.00.
    Case(
        "PROMO_STACK_BREACH",
        "stacked",
        K3,
        replace(K3, stacked=lowest(Quote(2499), (SALE,))),
        20_000,
        "2,000.00 USD of open wholesale orders × 10 %",
        Severity.HIGH,
    ),
    # 5.00 apart, 10 % of 80 units move.
    Case(
        "PROMO_CROSS_CHANNEL",
        "across",
        PromotedSku(
            "MUG", "USD", (PromotedPrice("SALE", "DTC", MAY, 1999, 60), PromotedPrice("DEAL", "AMZ", MAY, 2499, 80))
        ),
        PromotedSku(
            "MUG", "USD", (PromotedPrice("SALE", "DTC", MAY, 1999, 60), PromotedPrice("DEAL", "AMZ", MAY, 1999, 80))
        ),
        4_000,
        "80 units × 5.00 USD × 10 % that move",
        Severity.MEDIUM,
        between=True,
    ),
    # K4: 6 × 2.5 × 10 days are 150, there are 130: 20 × 7.56.
    Case(
        "PROMO_STOCK_SHORT",
        "planned_sales",
        PlannedSale("SALE", "MUG", "DTC", MAY.first, "USD", SalesPlan(MAY, Fraction(6), Fraction(5, 2), 130), 756),
        PlannedSale("SALE", "MUG", "DTC", MAY.first, "USD", SalesPlan(MAY, Fraction(6), Fraction(5, 2), 150), 756),
        15_120,
        "20 units × 7.56 USD",
        Severity.HIGH,
    ),
    # 15 % of 900.00.
    Case(
        "PROMO_SHIP_WINDOW",
        "promoted_orders",
        ORDER,
        replace(ORDER, days=Period(date(2026, 5, 9), date(2026, 5, 18))),
        13_500,
        "900.00 USD of the order × 15 % disputed",
        Severity.HIGH,
        between=True,
    ),
    # K6: 150 × 5.00 + 400.00 = 1,150.00 of 1,000.00.
    Case(
        "PROMO_BUDGET",
        "planned_spending",
        PlannedSpending("SALE", ("DTC",), MAY.first, "USD", Spending((Discounted(150, 500),), 40_000), 100_000),
        PlannedSpending("SALE", ("DTC",), MAY.first, "USD", Spending((Discounted(120, 500),), 40_000), 100_000),
        15_000,
        "150 units × 5.00 USD + 400.00 USD − 1,000.00 USD budget",
        Severity.MEDIUM,
    ),
    Case(
        "PROMO_FATIGUE",
        "promoted_days",
        PromotedDays("MUG", "DTC", (Period(date(2026, 3, 25), TODAY),)),  # 41 days
        PromotedDays("MUG", "DTC", (Period(date(2026, 3, 26), TODAY),)),
        0,
        "no money at stake",
        Severity.LOW,
    ),
    Case(
        "PROMO_RETIRED",
        "promoted_places",
        PromotedPlace("SALE", "MUG", "DTC", MAY, "retire"),
        PromotedPlace("SALE", "MUG", "DTC", MAY),
        0,
        "no money at stake",
        Severity.MEDIUM,
    ),
)
