"""The cases of the kinds about stock and about data."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from fractions import Fraction

from models.domain.conflicts.conflict import Severity
from models.domain.conflicts.data import Clearing, Code, Settlement, Source, Unsettled
from models.domain.conflicts.promise import FirmLine, FirmStock, OpenOrder, Promised, SharedStock
from models.domain.conflicts.stock import Coverage, KeptStock
from models.domain.conflicts.work import Workload
from models.domain.period import Period
from tests.domain.conflicts.case import TODAY, Case

SHARED = SharedStock("MUG", "3PL", "USD", 100, (Promised("DTC", 70), Promised("AMZ", 45, 20)), 1089, 200)
MUGS, BOWLS = FirmLine("MUG", 60, 48, 1200, 60), FirmLine("BOWL", 12, 0, 500, 12)
KEPT = KeptStock("MUG", "3PL", ("DTC",), "USD", 900, Fraction(6), 120, 4_500, 100, 365)
WORK = Workload("3PL", "pack", Period(TODAY, TODAY), ("DTC",), "USD", 260, 240, 756)
AGED = Clearing("AMZ", "USD", (Unsettled("A-1", date(2026, 3, 18), 2499), Unsettled("A-2", date(2026, 3, 19), 1999)))
STOCK_CASES = (
    # 12 mugs and 12 bowls are missing: 12 × 12.00 + 12 × 5.00, and 50.00 of penalty, once.
    Case(
        "STOCK_COMMIT_SHORT",
        "orders",
        OpenOrder("W-7", "WHS", "USD", (MUGS, BOWLS), 5_000),
        OpenOrder("W-7", "WHS", "USD", (replace(MUGS, firm=60), replace(BOWLS, firm=12)), 5_000),
        25_400,
        "12 units × 12.00 USD + 12 units × 5.00 USD + 50.00 USD penalty",
        Severity.CRITICAL,
    ),
    # 8 × 10.89.
    Case(
        "STOCK_FLOOR_SHORT",
        "firm",
        FirmStock("MUG", "AMZ", "USD", 32, 40, 1089),
        FirmStock("MUG", "AMZ", "USD", 40, 40, 1089),
        8_712,
        "8 units × 10.89 USD",
        Severity.HIGH,
    ),
    # 115 published of 100: 15 × (10.89 + 2.00).
    Case(
        "STOCK_OVERSOLD",
        "shared",
        SHARED,
        replace(SHARED, promised=(Promised("DTC", 60), Promised("AMZ", 40, 20))),
        19_335,
        "15 units × (10.89 USD + 2.00 USD to cancel)",
        Severity.CRITICAL,
        between=True,
    ),
    # 60 last 10 days, an order takes 21: 11 × 6 × 12.42.
    Case(
        "STOCK_OUT_RISK",
        "coverage",
        Coverage("MUG", "3PL", ("DTC",), "USD", 60, Fraction(6), 21, 1242),
        Coverage("MUG", "3PL", ("DTC",), "USD", 126, Fraction(6), 21, 1242),
        81_972,
        "11 days × 6 a day × 12.42 USD",
        Severity.HIGH,
    ),
    # 900 at 6 a day last 150 days, 120 are the most: 45.00 of holding and no aged fee.
    Case(
        "STOCK_EXCESS",
        "kept",
        KEPT,
        replace(KEPT, on_hand=720),
        4_500,
        "45.00 USD holding + 0.00 USD aged fee",
        Severity.LOW,
    ),
    # 20 × 7.56.
    Case("CAPACITY_OVER", "workloads", WORK, replace(WORK, need=240), 15_120, "20 units × 7.56 USD", Severity.HIGH),
)
DATA_CASES = (
    Case(
        "DATA_STALE",
        "sources",
        Source("AMZ", "amazon_settlement_v2", date(2026, 4, 17), 14, "Settlements of AMZ"),  # 17 days ago
        Source("AMZ", "amazon_settlement_v2", date(2026, 4, 18), 14, "Settlements of AMZ"),
        0,
        "no money at stake",
        Severity.MEDIUM,
    ),
    Case(
        "DATA_UNMAPPED",
        "codes",
        Code("AMZ", "fee", "NewFee", "USD", -3_120),
        Code("AMZ", "fee", "NewFee", "USD", -3_120, "FULFILMENT"),
        3_120,
        "31.20 USD unclassified",
        Severity.HIGH,
    ),
    Case(
        "SETTLE_UNEXPLAINED",
        "settlements",
        Settlement("AMZ", "S-1", date(2026, 4, 1), "USD", 812_345, 812_340),
        Settlement("AMZ", "S-1", date(2026, 4, 1), "USD", 812_345, 812_345),
        5,
        "8,123.45 USD stated − 8,123.40 USD explained",
        Severity.CRITICAL,
    ),
    # Sold 47 and 46 days ago: 24.99 + 19.99.
    Case(
        "CLEARING_AGED",
        "clearing",
        AGED,
        replace(AGED, lines=(Unsettled("A-3", date(2026, 3, 20), 2499),)),
        4_498,
        "44.98 USD of 2 orders",
        Severity.MEDIUM,
    ),
)
