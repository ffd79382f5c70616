"""What stands against promotions before they start: every check of the catalogue that a promotion can fail, with money.

The published promotions, or those of the draft, are held against the prices, the stock and the orders of a day.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy.orm import Session

from app.columns import Column, Kind
from app.errors import MissingRates
from app.ledger.rates import Rates
from app.queries.conflict_facts.promoted_work import promoted_work
from app.queries.conflict_facts.promotion import in_no_currency, promotion_facts
from app.queries.conflict_facts.promotion_grounds import Already, Grounds, grounds
from app.queries.conflict_facts.promotion_prices import announcements, landed, retailed
from app.queries.contribution import statement
from app.queries.promotions import planned
from models.domain.conflicts.checks import Book, find
from models.domain.conflicts.conflict import Conflict, Thing
from models.domain.conflicts.setting import Setting
from models.domain.contribution.statement import By
from models.domain.demand import WEEKS
from models.domain.money import Money
from models.domain.period import last_weeks

_NOTHING = Already()
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
    """What stands against promotions, the most severe first, how many were looked at, and what could not be checked."""

    checks: tuple[Check, ...]
    promotions: int
    missing: tuple[str, ...] = ()


def promotion_checks(session: Session, *, day: date, draft: bool = True, already: Already = _NOTHING) -> Checked:
    """Check every promotion that has not ended; with `draft` those of the draft in place of the published ones."""
    of = grounds(session, planned(session, draft=draft), day=day, already=already)
    rates = Rates(session)
    facts = checked_facts(session, of)
    foreign = {one.currency for one in of.listings.values()} | {one.promotion.currency for one in of.ahead}
    known = {code: rate for code in foreign - {of.currency} if (rate := rates.on(code, day.isoformat())) is not None}
    lost = foreign - known.keys() - {of.currency}
    setting = Setting(day, of.currency, _weekly(session, day), known, of.days)
    found = find(_without(facts, lost), setting)
    return Checked(
        tuple(Check(one, _codes(of, one)) for one in found),
        len({one.code for one in of.ahead}),
        tuple(_missing(of, lost)),
    )


def _codes(of: Grounds, conflict: Conflict) -> tuple[str, ...]:
    """Name the promotions of a conflict; where their prices are compared, those that make them on its channels."""
    if named := conflict.named(Thing.PROMOTION):
        return named
    pairs = [(sku, channel) for sku in conflict.named(Thing.SKU) for channel in conflict.named(Thing.CHANNEL)]
    lowest = [min(found, key=lambda one: one.stacked.quote.landed) for key in pairs if (found := of.stacks.get(key))]
    return tuple(dict.fromkeys(code for one in lowest for code in one.stacked.codes))


def checked_facts(session: Session, of: Grounds) -> Book:
    """Gather the facts of promotions with what their prices do to agreements."""
    return replace(
        promotion_facts(of),
        announcements=tuple(announcements(session, of)),
        landed=tuple(landed(of)),
        retailed=tuple(retailed(of)),
        workloads=tuple(promoted_work(session, of)),
    )


def _without(facts: Book, currencies: set[str]) -> Book:
    """Leave out facts in currencies without a rate, since their money cannot be told."""
    if not currencies:
        return facts
    kept = {
        name: tuple([one for one in told if getattr(one, "currency", "") not in currencies])
        for name, told in vars(facts).items()
    }
    return replace(facts, **kept)


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


def _weekly(session: Session, day: date) -> Mapping[str, int]:
    """Give the average weekly CM3 of every channel over the last 13 whole weeks; none where a rate is missing."""
    try:
        told = statement(session, last_weeks(day, WEEKS), By.CHANNEL)
    except MissingRates:
        return {}
    return {row.label: row.figures.amount("cm3") // WEEKS for row in told.rows}


COLUMNS: tuple[Column[Check], ...] = (
    Column("Promotion", lambda row: ", ".join(row.codes)),
    Column("What stands against it", lambda row: row.conflict.sentence),
    Column("Kind", lambda row: row.conflict.title),
    Column("Severity", lambda row: row.conflict.severity.word, Kind.CHIP),
    Column("At stake", lambda row: row.stake, Kind.MONEY, total=True),
    Column("Channels", lambda row: ", ".join(row.conflict.named(Thing.CHANNEL))),
    Column("SKU", lambda row: ", ".join(row.conflict.named(Thing.SKU)), Kind.CODE),
)
