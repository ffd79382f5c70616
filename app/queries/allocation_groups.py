"""The grid by category or tier: the rows of each group below a row of its sums."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from app.queries.allocation_plan import PlanRow
from models.domain.allocation.tiers import Tier
from models.domain.money import Money

NO_CATEGORY = "No category"


class GroupBy(StrEnum):
    """What brings rows together."""

    NOTHING = ""
    CATEGORY = "category"
    TIER = "tier"


@dataclass(frozen=True)
class GroupRow:
    """The sums of a group; its tier is the worst of its rows."""

    key: str
    title: str
    rows: tuple[PlanRow, ...]
    is_open: bool

    @property
    def sku(self) -> str:
        """What stands in the first column."""
        return f"{self.title} {'▾' if self.is_open else '▸'}"

    @property
    def category(self) -> str:
        """Nothing: the group may be of many."""
        return ""

    @property
    def tier(self) -> Tier:
        """The worst tier in the group."""
        return max((row.tier for row in self.rows), key=lambda tier: tier.severity)

    @property
    def days_in_tier(self) -> int:
        """The longest time that one of its rows is in that tier."""
        return max(row.days_in_tier for row in self.rows if row.tier is self.tier)

    @property
    def pool(self) -> int:
        """The units of the group."""
        return sum(row.pool for row in self.rows)

    @property
    def buffer(self) -> int:
        """Units that rules keep back."""
        return sum(row.buffer for row in self.rows)

    @property
    def unassigned(self) -> int:
        """Units that nobody gets."""
        return sum(row.unassigned for row in self.rows)

    @property
    def unmet(self) -> int:
        """Units asked for that there are not."""
        return sum(row.unmet for row in self.rows)

    @property
    def at_stake(self) -> Money:
        """The contribution of the unmet units; all in the ledger's currency."""
        return Money(sum(row.at_stake.minor for row in self.rows), self.rows[0].at_stake.currency)

    def has(self, channel: str) -> int | None:
        """Give the units of a channel; None where no SKU of the group is on it."""
        found = [units for row in self.rows if (units := row.has(channel)) is not None]
        return sum(found) if found else None


GridRow = PlanRow | GroupRow


def group_key(row: PlanRow, by: GroupBy) -> str:
    """Name the group of a row."""
    match by:
        case GroupBy.CATEGORY:
            return row.category or NO_CATEGORY
        case GroupBy.TIER:
            return row.tier.value
        case GroupBy.NOTHING:
            return ""


def grouped(rows: Sequence[PlanRow], by: GroupBy, shut: frozenset[str] = frozenset()) -> list[GridRow]:
    """Put the sums of each group before its rows; groups that are shut show their sums alone."""
    if by is GroupBy.NOTHING:
        return [*rows]
    groups: dict[str, list[PlanRow]] = {}
    for row in rows:
        groups.setdefault(group_key(row, by), []).append(row)
    found: list[GridRow] = []
    for key, own in groups.items():
        found.append(GroupRow(key, key[:1].upper() + key[1:], tuple(own), key not in shut))
        if key not in shut:
            found += own
    return found
