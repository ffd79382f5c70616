"""What to order of a SKU at a location and by when, what is lost if not, and why; and the proposals by supplier."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from itertools import groupby

from models.domain.cover import Cover, cover, empty_days, empty_spells
from models.domain.money import half_up
from models.domain.replenishment.need import Need
from models.domain.replenishment.quantity import Levels, Required, levels, ordered, required
from models.domain.replenishment.reasons import Reckoned, steps, warnings


@dataclass(frozen=True)
class Proposal:
    """An order proposed for a need; with `units` 0 nothing is to be ordered now.

    `order_by` is the last day on which an order still comes before the stock-out day, in the past if it was missed.
    `avoidable_loss` is the contribution lost if what is needed is not ordered, `lost_anyway` what is lost before an
    order placed today can be sold, both in minor units.
    """

    need: Need
    cover: Cover
    levels: Levels
    required: Required
    units: int
    order_by: date | None
    avoidable_loss: int
    lost_anyway: int
    steps: tuple[str, ...]
    warnings: tuple[str, ...]

    @property
    def cases(self) -> int:
        """The cases ordered."""
        return self.units // self.need.terms.case


@dataclass(frozen=True)
class SupplierProposal:
    """What to order from one supplier, the lines with the earliest day first."""

    supplier: str
    lines: tuple[Proposal, ...]

    @property
    def units(self) -> int:
        """The units of all lines."""
        return sum(line.units for line in self.lines)

    @property
    def order_by(self) -> date | None:
        """The earliest day by which a line is to be ordered."""
        return min((line.order_by for line in self.lines if line.order_by), default=None)

    @property
    def avoidable_loss(self) -> dict[str, int]:
        """The contribution lost if nothing is ordered, in minor units by currency."""
        sums: dict[str, int] = {}
        for line in self.lines:
            sums[line.need.currency] = sums.get(line.need.currency, 0) + line.avoidable_loss
        return sums


def propose(need: Need) -> Proposal:
    """Work out what to order for a need, with the reasons."""
    covered = cover(need.today, need.on_hand, need.rate, need.arrivals)
    spells = empty_spells(need.today, need.on_hand, need.rate, need.arrivals)
    reached = levels(need)
    wanted = required(need, reached.up_to, covered, spells)
    units = ordered(wanted.units, need.terms)
    order_by = _order_by(need, covered)
    soonest = need.terms.days_to_arrive + 1
    lost = _worth(need, empty_days(spells, soonest, soonest + need.loss_days)) if wanted.units else 0
    anyway = _worth(need, empty_days(spells, 0, soonest))
    reckoned = Reckoned(need, covered, reached, wanted, units, order_by, lost, anyway)
    return Proposal(need, covered, reached, wanted, units, order_by, lost, anyway, steps(reckoned), warnings(reckoned))


def _order_by(need: Need, covered: Cover) -> date | None:
    if covered.stockout is None:
        return None
    return covered.stockout - timedelta(days=need.terms.days_to_arrive + 1)


def _worth(need: Need, days: Fraction) -> int:
    return half_up(need.rate * days * max(need.contribution, Fraction(0)))


def by_supplier(proposals: Iterable[Proposal]) -> tuple[SupplierProposal, ...]:
    """Gather what is to be ordered by supplier, by name."""
    lines = sorted((proposal for proposal in proposals if proposal.units), key=_place)
    groups = groupby(lines, key=lambda line: line.need.terms.supplier)
    return tuple(SupplierProposal(supplier, tuple(group)) for supplier, group in groups)


def _place(line: Proposal) -> tuple[str, date, str, str]:
    need = line.need
    return need.terms.supplier, line.order_by or date.max, need.sku, need.location
