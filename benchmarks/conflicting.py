"""Conflicts, prices and floors of a whole brand: a full run, one changed rule, the price list, and one floor."""

from __future__ import annotations

import time
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path

from sqlalchemy import func, select

from app.actions.conflicts import check_conflicts
from app.actions.rules import add_rule, publish
from app.jobs import Progress
from app.ledger.ledger import Ledger
from app.queries.conflict_facts.remembered import Remembered
from app.queries.conflicts import look
from app.queries.prices import price_list
from app.queries.rules import PRICING
from benchmarks.outcome import Figure, Outcome, Size
from benchmarks.priced_brand import CHANNELS, priced_ledger
from benchmarks.stocked_brand import TODAY
from models.domain.allocation.rules import GuaranteedMinimum
from models.domain.pricing.curve import Curve
from models.domain.pricing.floor import solve
from models.domain.pricing.rules import Difference
from models.domain.rules import Kind, Scope
from models.tables import Posting

SKUS, DAYS = 5_000, 14
_RULED = "SKU-00007"
_FLOORS = 200


def run(folder: Path, size: Size) -> Outcome:
    """Make a brand and look at all of it, at what one rule touches, at its prices and at single floors."""
    skus = size.of(SKUS)
    ledger = priced_ledger(folder / "brand", skus=skus)
    with ledger.read() as session:
        postings = session.execute(select(func.count()).select_from(Posting)).scalar_one()
        first, _ = _best(lambda: look(session, day=TODAY), 1)
        whole, whole_clock = _best(lambda: look(session, day=TODAY), size.repeats)
        found = look(session, day=TODAY).conflicts
        listed, listed_clock = _best(lambda: price_list(session, day=TODAY), size.repeats)
        prices = price_list(session, day=TODAY)
    curves = {one.economics.curve: one.economics.price_max for one in prices if one.economics.curve is not None}
    floor = _each_floor(dict(list(curves.items())[:_FLOORS]))
    stock, price = _changed_rules(ledger)
    ledger.close()
    kinds = len({one.kind.code for one in found})
    return Outcome(
        f"Conflicts of {skus:,} SKUs on {len(CHANNELS)} channels over {DAYS} days",
        f"A seeded brand with {postings:,} postings, stock, purchase orders and open orders, base prices, fees, terms "
        f"and live prices of {len(prices):,} listings, of which one in fifty was changed by hand. A full run reads the "
        f"ledger and checks stock, prices and data: it finds {len(found):,} conflicts of {kinds} kinds. A changed rule "
        "is one of a single SKU; its look is timed from the published rule to the stored run. Times are of the "
        "processor; by the clock they are longer on a busy machine. The first run of a process makes tables of fees "
        "that later ones find made.",
        (
            Figure("full run, processor time", whole, "s", bound=3.0 / size.part),
            Figure("full run, by the clock", whole_clock, "s"),
            Figure("full run, the first of its process, processor time", first, "s"),
            Figure("one changed rule of stock, processor time", stock * 1000, "ms", bound=100),
            Figure("one changed rule of prices, processor time", price * 1000, "ms", bound=100),
            Figure("floor of one listing, the slowest of some", floor * 1000, "ms", bound=5),
            Figure("price list, processor time", listed, "s", bound=2.0 / size.part),
            Figure("price list, by the clock", listed_clock, "s"),
        ),
    )


def _best(act: Callable[[], object], repeats: int) -> tuple[float, float]:
    """Give the quickest of some times, of the processor and by the clock, in seconds."""
    worked, took = [], []
    for _ in range(repeats):
        began, clock = time.process_time(), time.perf_counter()
        act()
        worked.append(time.process_time() - began)
        took.append(time.perf_counter() - clock)
    return min(worked), min(took)


def _each_floor(curves: dict[Curve, int]) -> float:
    """Give the slowest of the floors, each found anew some times and taken at its quickest, in seconds."""

    def found(curve: Curve, price_max: int) -> float:
        return _best(lambda: solve(curve, price_max), 3)[0]

    return max(found(curve, price_max) for curve, price_max in curves.items())


def _changed_rules(ledger: Ledger) -> tuple[float, float]:
    """Publish a rule of one SKU in the rules of stock, then in those of prices, and look as the window does."""
    remembered = Remembered()
    check_conflicts(ledger, Progress(), day=TODAY, remembered=remembered)

    def changed(what: Kind, channel: str, family: str) -> float:
        times = []
        for number in range(3):
            scope = Scope((_RULED,), channels=(channel,))
            add_rule(ledger, what=what, scope=scope, family=family, begin=True, note="benchmark")
            publish(ledger, name=f"Changed {family}, time {number + 1}", reason="benchmark", family=family)
            began = time.process_time()
            check_conflicts(ledger, Progress(), day=TODAY, remembered=remembered)
            times.append(time.process_time() - began)
        return min(times)

    return changed(GuaranteedMinimum(30), "Shop", "allocation"), changed(Difference(Fraction(-60)), "Etsy", PRICING)
