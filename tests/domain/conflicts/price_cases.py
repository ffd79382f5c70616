"""The cases of the kinds about prices."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from fractions import Fraction

from models.domain.conflicts.agreement import (
    Advertised,
    Announced,
    Announcement,
    Ladder,
    LandedPrices,
    RetailedPrice,
)
from models.domain.conflicts.conflict import Severity
from models.domain.conflicts.policy import MinimumAdvertised, Tier, pack
from models.domain.conflicts.price import DeadZone, LivePrice, PricedListing
from tests.domain.conflicts.case import MAY, NOON, TODAY, WEEK, Case

K1 = PricedListing("MUG", "DTC", TODAY, "USD", 1250, 120, 29, 150, floor=1375)
MAP = MinimumAdvertised(1799)
LIVE = LivePrice("MUG", "DTC", "USD", 2499, 2399, NOON - timedelta(hours=25), NOON, 40)
PRICE_CASES = (
    # K1: half off is 12.50; 1.50 − 0.29 = 1.21 a unit are missing: 120 × 1.21.
    Case(
        "PRICE_BELOW_FLOOR",
        "prices",
        K1,
        replace(K1, price=1375, expected=150),
        14_520,
        "120 units × 1.21 USD",
        Severity.HIGH,
    ),
    # At 12.00 a unit earns 12.00 − 0.65 − 5.35 − 6.20 = −0.20: 120 × 0.20.
    Case(
        "PRICE_LOSS",
        "prices",
        replace(K1, price=1200, expected=-20),
        replace(K1, price=1375, expected=150),
        2_400,
        "120 units × 0.20 USD lost; to the target another 120 units × 1.50 USD",
        Severity.CRITICAL,
    ),
    # GB6: E(10.00) = 3.14, E(10.01) = 1.68, dead until 11.72: 50 × 1.46.
    Case(
        "PRICE_DEAD_ZONE",
        "prices",
        PricedListing("BALM", "AMZ", TODAY, "USD", 1001, 50, 168, 150, zones=(DeadZone(1000, 1172, 314),)),
        PricedListing("BALM", "AMZ", TODAY, "USD", 1000, 50, 314, 150, zones=(DeadZone(1000, 1172, 314),)),
        7_300,
        "50 units × 1.46 USD",
        Severity.MEDIUM,
    ),
    Case(
        "PRICE_MISSING_COST",
        "prices",
        PricedListing("MUG", "DTC", TODAY, "USD", 2499, 10, None, missing=("fee schedule",)),
        PricedListing("MUG", "DTC", TODAY, "USD", 2499, 10, 1242, 150),
        24_990,
        "10 units × 24.99 USD of revenue that cannot be checked",
        Severity.MEDIUM,
    ),
    # 24.99 − 23.99 = 1.00 on 40 units.
    Case("PRICE_MISMATCH", "live", LIVE, replace(LIVE, live=2499), 4_000, "40 units × 1.00 USD", Severity.MEDIUM),
    # 10 % of 2,000.00 on order.
    Case(
        "MAP_BREACH",
        "advertised",
        Advertised("MUG", "DTC", TODAY, "USD", 1699, MAP, 200_000),
        Advertised("MUG", "DTC", TODAY, "USD", 1799, MAP, 200_000),
        20_000,
        "2,000.00 USD of open wholesale orders × 10 %",
        Severity.HIGH,
    ),
    # K2: 8 a day for 7 days, 80 % of them at 10.89: 487.872.
    Case(
        "PARITY_GAP",
        "landed",
        LandedPrices("MUG", "AMZ", "USD", 2499, (("DTC", 1999), ("WHS", 2499)), 1089, 8),
        LandedPrices("MUG", "AMZ", "USD", 2499, (("DTC", 2499), ("WHS", 2499)), 1089, 8),
        48_787,
        "8 a day × 7 days × 80 % featured × 10.89 USD",
        Severity.HIGH,
        between=True,
        setting=WEEK,
    ),
    # K5: he pays 12.50; at 14.99 that leaves 16.6 %, at 24.99 half.
    Case(
        "WHOLESALE_UNDERCUT",
        "retailed",
        RetailedPrice("MUG", "DTC", "WHS", "USD", 1499, 1250, 61, 1_000, "USD"),
        RetailedPrice("MUG", "DTC", "WHS", "USD", 2499, 1250, 61, 1_000, "USD"),
        61_000,
        "61 units × 10.00 USD, the contribution of MUG on WHS in 14 days",
        Severity.HIGH,
        between=True,
    ),
    # K8: three for 31.99 are 10.66⅓ each, one alone 9.99: 30 × 0.67⅓ = 20.20.
    Case(
        "TIER_INVERSION",
        "ladders",
        Ladder("MUG", "AMZ", "USD", (pack(3, 3199, 30), Tier(1, Fraction(999), 80))),
        Ladder("MUG", "AMZ", "USD", (pack(3, 2997, 30), Tier(1, Fraction(999), 80))),
        2_020,
        "30 units × 0.6733 USD",
        Severity.MEDIUM,
    ),
    # K7: from 24.99, asked 19.99 within 30 days.
    Case(
        "REFERENCE_PRICE",
        "announcements",
        Announcement("SALE", "EU", MAY.first, "EUR", (Announced("MUG", 2499, 1799, 1999),)),
        Announcement("SALE", "EU", MAY.first, "EUR", (Announced("MUG", 1999, 1799, 1999),)),
        0,
        "1 SKU; a legal matter, no money at stake",
        Severity.HIGH,
    ),
)
