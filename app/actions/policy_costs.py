"""Weighing the rules of the SKUs with most at stake: a job, since a solver runs for each; it changes nothing."""

from __future__ import annotations

from datetime import date

from app.jobs import Progress
from app.ledger.ledger import Ledger
from app.queries.allocation import allocations
from app.queries.policy_costs import CostRow, cost_of, most_at_stake

TOP = 20


def weigh_rules(ledger: Ledger, progress: Progress, *, day: date | None = None, sku: str = "") -> list[CostRow]:
    """Work out what the published rules cost for one SKU, or for the 20 with most at stake; most cost first."""
    with ledger.read() as session:
        found = allocations(session, day=day or ledger.today(), sku=sku)
    chosen = found if sku else most_at_stake(found, TOP)
    rows = []
    for number, outcome in enumerate(chosen):
        progress.step(number, len(chosen), f"What the rules cost: {outcome.planned.sku}")
        rows.append(cost_of(outcome, ledger.currency))
    progress.step(len(chosen), len(chosen))
    return sorted(rows, key=lambda row: (-row.cost.minor, row.sku))
