"""What a channel is expected to sell and bring in over the horizon, where that is asked for beside the rules."""

from __future__ import annotations

from collections.abc import Iterable

from models.domain.allocation.claimant import Claimant
from models.domain.allocation.demand import Demand


def with_demand(claimant: Claimant, days: int) -> Claimant:
    """Let a channel sell what it has promised with certainty, and on top of it what it sells a day, for some days.

    Sales are a Poisson number (A9 on GA13). A contribution that is not known counts as 0.
    """
    demand = Demand(claimant.committed, claimant.rate * days)
    return claimant._replace(demand=demand, contribution=claimant.contribution or 0)


def all_with_demand(claimants: Iterable[Claimant], days: int) -> list[Claimant]:
    """Give every channel its demand of some days."""
    return [with_demand(one, days) for one in claimants]
