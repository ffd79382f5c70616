"""What the Allocation page shows: the plan, the numbers that people fixed, and whether the stored run still holds."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.columns import Column, Kind
from app.ledger.rates import base_currency
from app.queries.allocation import Book, book, outcomes
from app.queries.allocation_facts import Facts, load_facts
from app.queries.allocation_groups import GridRow, GroupRow
from app.queries.allocation_plan import Plan, plan_of
from app.queries.allocation_runs import StoredRun, digest_of_inputs, new_case, newest_run
from app.queries.overrides import OverridesOf, overrides, overrides_by_channel
from models.domain.allocation.facts import Override
from models.domain.allocation.outcome import Outcome
from models.tables import Channel


@dataclass(frozen=True)
class LastRun:
    """The newest stored run, and whether it would be another one now."""

    run: StoredRun
    rules_changed: bool
    facts_changed: bool

    @property
    def holds(self) -> bool:
        """Whether a run now would store the same numbers."""
        return not self.rules_changed and not self.facts_changed


@dataclass(frozen=True)
class Board:
    """The plan by the published rules, what is fixed in it by SKU and channel, and the newest stored run.

    `counted` says by channel how many numbers people fixed, now and ever.
    """

    plan: Plan
    ids: Mapping[str, int]
    colours: Mapping[str, str]
    fixed: Mapping[tuple[str, str], Override]
    counted: tuple[OverridesOf, ...]
    last: LastRun | None


def board(session: Session, *, day: date) -> Board:
    """Work out the plan of a day; most money at stake comes first. Stores nothing."""
    facts, rules, fixed = load_facts(session, day), book(session), overrides(session, day=day)
    found = [outcome for _, outcome in outcomes(facts, rules, fixed)]
    made = plan_of(session, found, day=day, rules=rules.title)
    rows = sorted(made.rows, key=lambda row: (-row.at_stake.minor, -row.tier.severity, row.sku))
    return Board(
        replace(made, rows=tuple(rows)),
        dict(facts.channels),
        {one.name: one.colour for one in session.execute(select(Channel.name, Channel.colour))},
        {(one.sku, one.channel): one for one in fixed},
        tuple(overrides_by_channel(session, day=day)),
        _last(session, facts, rules, found),
    )


def _last(session: Session, facts: Facts, rules: Book, found: Sequence[Outcome]) -> LastRun | None:
    run = newest_run(session)
    if run is None:
        return None
    channels, currency = dict(facts.channels), base_currency(session)
    inputs = digest_of_inputs([new_case(outcome, channels, currency) for outcome in found])
    other_rules = run.rules_digest != rules.digest
    return LastRun(run, other_rules, not other_rules and inputs != run.input_digest)


_TIER_HINT = (
    "Green: promises and cover are met, even where channels could use more (Unmet). A better tier shows after two runs "
    "that found it"
)


def grid_columns(channels: Sequence[str]) -> tuple[Column[GridRow], ...]:
    """Declare the grid; a SKU that is not on a channel has an empty cell there."""
    return (
        Column("SKU", lambda row: row.sku, Kind.CODE),
        Column("Name", _name),
        Column("Category", lambda row: row.category),
        Column("Tier", lambda row: row.tier.value, Kind.CHIP, hint=_TIER_HINT),
        Column("Days", lambda row: row.days_in_tier, Kind.COUNT, hint="Days in this tier"),
        Column(
            "Unmet", lambda row: row.unmet, Kind.UNITS, hint="Units that channels could use and do not get", total=True
        ),
        *(Column(name, _of(name), Kind.UNITS, hint=f"Units for {name}", total=True, absent="") for name in channels),
        Column("Unassigned", lambda row: row.unassigned, Kind.UNITS, hint="Units that no rule gives away", total=True),
        Column("Buffer", lambda row: row.buffer, Kind.UNITS, hint="Units that a rule keeps back", total=True),
        Column("Pool", lambda row: row.pool, Kind.UNITS, hint="On hand less promised: the sum of the row", total=True),
        Column("At stake", lambda row: row.at_stake, Kind.MONEY, hint="Contribution of the unmet units", total=True),
    )


def _name(row: GridRow) -> str:
    return f"{len(row.rows)} {'SKU' if len(row.rows) == 1 else 'SKUs'}" if isinstance(row, GroupRow) else row.title


def _of(name: str) -> Callable[[GridRow], int | None]:
    return lambda row: row.has(name)
