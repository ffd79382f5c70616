"""What stands against promotions before they start: every check of the catalogue that a promotion can fail, with money.

The published promotions, or those of the draft, are held against the prices, the stock and the orders of a day.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, fields
from datetime import date

from sqlalchemy.orm import Session

from app.columns import Column, Kind
from app.ledger.rates import Rates
from app.queries.conflict_facts import agreed
from app.queries.conflict_facts.asked import prices_asked
from app.queries.conflict_facts.known import Known, known
from app.queries.conflict_facts.promoted_work import promoted_work
from app.queries.conflict_facts.promotion import in_no_currency, promotion_facts
from app.queries.conflict_facts.promotion_grounds import Grounds
from app.queries.conflict_facts.promotion_prices import promoted_prices
from app.queries.conflicts import held_against, parted, rates_of, together
from app.queries.promotions import planned_of, rules_meant
from app.queries.rules import State
from models.domain.conflicts.checks import Book, find
from models.domain.conflicts.conflict import Conflict, Family, Thing
from models.domain.conflicts.setting import Setting
from models.domain.money import Money

_NAMED = 3


@dataclass(frozen=True)
class Check:
    """One thing that stands against promotions, by their codes."""

    conflict: Conflict
    codes: tuple[str, ...]

    @property
    def stake(self) -> Money:
        """The money at stake."""
        return Money(self.conflict.stake.minor, self.conflict.stake.currency)


@dataclass(frozen=True)
class Checked:
    """What stands against promotions, the most severe first, how many were looked at, and what could not be checked.

    `drafted` says that they are those of a draft.
    """

    checks: tuple[Check, ...]
    promotions: int
    missing: tuple[str, ...] = ()
    drafted: bool = False


def promotion_checks(session: Session, *, day: date, draft: bool = True) -> Checked:
    """Check every promotion that has not ended; with `draft` those of the draft in place of the published ones.

    What the prices of today put at stake counts with them, as in a look at all conflicts.
    """
    meant = rules_meant(session, draft=draft)
    read = known(session, day)
    of = held_against(session, read, planned_of(session, meant))
    rates = Rates(session)
    facts, foreign = parted(_facts(session, read, of), rates, day)
    setting = Setting(day, of.currency, read.weekly, rates_of(facts, rates, day), of.days)
    found = [one for one in find(facts, setting) if one.kind.family is Family.PROMOTION or one.named(Thing.PROMOTION)]
    lost = {fact.currency for one in fields(Book) for fact in getattr(foreign, one.name)}
    return Checked(
        tuple([Check(one, _codes(of, one)) for one in found]),
        len({one.code for one in of.ahead}),
        tuple(_missing(of, lost)),
        meant is not None and meant.version.state is State.DRAFT,
    )


def _facts(session: Session, read: Known, of: Grounds) -> Book:
    """Gather the facts of promotions, and what the prices of today do to the agreements of their SKUs."""
    part = read.part({sku for sku, _ in of.promoted})
    prices = prices_asked(session, part)
    today = Book(
        advertised=tuple(agreed.advertised(part, prices)),
        landed=tuple(agreed.landed(part, prices)),
        retailed=tuple(agreed.retailed(part, prices)),
    )
    work = Book(workloads=tuple(promoted_work(session, of)))
    return together([promotion_facts(of), promoted_prices(session, of), work, today])


def _codes(of: Grounds, conflict: Conflict) -> tuple[str, ...]:
    """Name the promotions of a conflict; where their prices are compared, those that make them on its channels."""
    if named := conflict.named(Thing.PROMOTION):
        return named
    pairs = [(sku, channel) for sku in conflict.named(Thing.SKU) for channel in conflict.named(Thing.CHANNEL)]
    lowest = [min(found, key=lambda one: one.stacked.quote.landed) for key in pairs if (found := of.stacks.get(key))]
    return tuple(dict.fromkeys(code for one in lowest for code in one.stacked.codes))


def _missing(of: Grounds, lost: set[str]) -> list[str]:
    """Say what could not be checked and why."""
    found = [f"No rate from {code} to {of.currency}: what is in {code} was not checked" for code in sorted(lost)]
    found += in_no_currency(of)
    promoted = [of.listings[key] for key in of.promoted]
    if blind := _named(one.sku for one in promoted if one.curve is None):
        found.append(f"What a unit earns is not known for {blind}: cost or fees are missing")
    if lost_units := _named(one.sku for one in promoted if one.given is None):
        found.append(f"Stock was not checked for {lost_units}: the allocation gives nothing out there")
    return found


def _named(skus: Iterable[str]) -> str:
    """Name SKUs, of many the first three."""
    every = sorted(set(skus))
    more = f" and {len(every) - _NAMED} more" if len(every) > _NAMED else ""
    return f"{', '.join(every[:_NAMED])}{more}" if every else ""


COLUMNS: tuple[Column[Check], ...] = (
    Column("Promotion", lambda row: ", ".join(row.codes)),
    Column("What stands against it", lambda row: row.conflict.sentence),
    Column("Kind", lambda row: row.conflict.title),
    Column("Severity", lambda row: row.conflict.severity.word, Kind.CHIP),
    Column("At stake", lambda row: row.stake, Kind.MONEY, total=True),
    Column("Channels", lambda row: ", ".join(row.conflict.named(Thing.CHANNEL))),
    Column("SKU", lambda row: ", ".join(row.conflict.named(Thing.SKU)), Kind.CODE),
)
