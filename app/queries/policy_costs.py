"""What the rules cost: each SKU's plan against the best plan that keeps the same promises, found by HiGHS."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from app.columns import Column, Kind
from models.domain.allocation.expected import all_with_demand
from models.domain.allocation.outcome import Outcome, free_of
from models.domain.money import Money, half_up


@dataclass(frozen=True)
class CostRow:
    """One SKU: expected contribution by the rules and by the best plan, what each promise costs, and how sure that is.

    `gap` is how far the best plan may be above the one found, a fraction; `time_limit` is milliseconds for one plan.
    `refused` says why no better plan was looked for.
    """

    sku: str
    supply: int
    value: Money
    best: Money
    units: Mapping[str, int]
    best_units: Mapping[str, int]
    promises: Mapping[str, Money]
    all_promises: Money
    gap: Decimal
    time_limit: int
    refused: str = ""

    @property
    def cost(self) -> Money:
        """What the rules cost beside the promises."""
        return Money(self.best.minor - self.value.minor, self.value.currency)

    @property
    def share(self) -> Decimal:
        """The cost as a fraction of the best plan, to a tenth of a percent."""
        if not self.best.minor:
            return Decimal(0)
        return Decimal(half_up(Fraction(self.cost.minor * 1000, self.best.minor))).scaleb(-3)

    @property
    def proved(self) -> bool:
        """Whether the solver proved that no plan is better."""
        return not self.gap


def cost_of(outcome: Outcome, currency: str, *, time_limit: int | None = None) -> CostRow:
    """Weigh the plan of one SKU; numbers that people fixed are kept, as promises are.

    Demand is what is promised, and on top of it a Poisson number over the ladder's demand days. A contribution that is
    not known counts as 0. Takes up to `time_limit` milliseconds for each plan.
    """
    # Loading a solver takes longer than allocating; only this question needs it.
    from models.domain.policy_cost import TIME_LIMIT, policy_cost  # noqa: PLC0415 - for the reason above

    planned = outcome.planned
    claimants = all_with_demand(free_of(planned), planned.ladder.demand_days)
    limit = TIME_LIMIT if time_limit is None else time_limit
    found = policy_cost(claimants, outcome.found, time_limit=limit)
    return CostRow(
        planned.sku,
        outcome.found.supply,
        Money(half_up(found.value), currency),
        Money(half_up(found.best.value), currency),
        {code: units.all for code, units in outcome.found.units.items()},
        {one.code: found.best.units.get(one.code, 0) for one in claimants},
        {code: Money(half_up(amount), currency) for code, amount in found.promises.items()},
        Money(half_up(found.all_promises), currency),
        Decimal(found.best.gap.numerator) / found.best.gap.denominator,
        found.time_limit,
        found.refused,
    )


def most_at_stake(found: Sequence[Outcome], count: int) -> list[Outcome]:
    """Choose the SKUs whose unmet units are worth most; where nothing is unmet, no rule costs anything to speak of."""
    short = [one for one in found if one.at_stake]
    return sorted(short, key=lambda one: (-one.at_stake, one.planned.sku))[:count]


def _gap(row: CostRow) -> str:
    """Write the gap as percent, to two decimals."""
    if row.refused:
        return "not looked for"
    return "0 %, proved" if row.proved else f"{row.gap * 100:.2f} %"


COLUMNS: tuple[Column[CostRow], ...] = (
    Column("SKU", lambda row: row.sku, Kind.CODE),
    Column("By the rules", lambda row: row.value, Kind.MONEY, hint="Expected contribution of the plan", total=True),
    Column("Best plan", lambda row: row.best, Kind.MONEY, hint="With the same promises, caps and cases", total=True),
    Column("Rules cost", lambda row: row.cost, Kind.MONEY, hint="The best plan less the plan by the rules", total=True),
    Column("Relative cost", lambda row: row.share, Kind.PERCENT, hint="Of the best plan"),
    Column("Promises cost", lambda row: row.all_promises, Kind.MONEY, hint="What no promise would bring", total=True),
    Column("Gap", _gap, hint="How far the best plan may be above the one found"),
    Column("Limit ms", lambda row: row.time_limit, Kind.COUNT, hint="Time the solver has for one plan"),
)
