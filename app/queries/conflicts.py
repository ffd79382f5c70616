"""What does not fit together in a ledger now, with the money at stake: facts of each family, checked one by one."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, fields, replace
from datetime import date
from fractions import Fraction
from typing import Any

from sqlalchemy.orm import Session

from app.errors import MissingRates
from app.ledger.rates import Rates
from app.queries.conflict_facts.data import data_facts
from app.queries.conflict_facts.known import Known, known
from app.queries.conflict_facts.stock import stock_facts
from app.queries.contribution import statement
from models.domain.conflicts.checks import Book, find
from models.domain.conflicts.conflict import Conflict, Family, Thing
from models.domain.conflicts.setting import Setting
from models.domain.contribution.statement import By
from models.domain.demand import WEEKS
from models.domain.period import last_weeks

FAMILIES = frozenset(Family)
# Of these kinds a look at some SKUs alone can tell all there is, and nothing of others.
_OF_SKUS = frozenset({Family.STOCK, Family.PRICE})


@dataclass(frozen=True)
class Looked:
    """What was found on a day; `remarks` say what could not be checked, and why.

    `families` and `skus` say what was looked at, None being every SKU.
    """

    day: date
    conflicts: tuple[Conflict, ...]
    remarks: tuple[str, ...] = ()
    families: frozenset[Family] = FAMILIES
    skus: frozenset[str] | None = None

    def covers(self, conflict: Conflict) -> bool:
        """Say whether this look would have found a conflict if it still were one."""
        if conflict.kind.family not in self.families:
            return False
        named = conflict.named(Thing.SKU)
        return self.skus is None or (bool(named) and self.skus.issuperset(named))


def look(
    session: Session, *, day: date, families: Collection[Family] = FAMILIES, skus: Collection[str] | None = None
) -> Looked:
    """Look for conflicts of some families, of all SKUs or some; the same ledger gives the same on the same day."""
    found = known(session, day)
    return look_at(session, found if skus is None else found.part(skus), families=families)


def look_at(session: Session, of: Known, *, families: Collection[Family] = FAMILIES) -> Looked:
    """Look at what was read of a ledger before: of it all or of a part, by the rules that hold now."""
    wanted = frozenset(families) if of.only is None else frozenset(families) & _OF_SKUS
    rates = Rates(session)
    weekly, remarks = _weekly(session, of.day)
    facts, untold = translatable(_facts(session, of, wanted), rates, of.day)
    setting = Setting(of.day, of.currency, weekly, _rates_of(facts, rates, of.day), of.days)
    return Looked(of.day, find(facts, setting), (*remarks, *untold), wanted, of.only)


def _facts(session: Session, of: Known, families: frozenset[Family]) -> Book:
    parts = []
    if Family.STOCK in families:
        parts.append(stock_facts(session, of))
    if Family.DATA in families:
        parts.append(data_facts(session, of))
    return together(parts)


def together(parts: Iterable[Book]) -> Book:
    """Put facts of several families into one book."""
    made: dict[str, tuple[Any, ...]] = {}
    for part in parts:
        for one in fields(Book):
            made[one.name] = (*made.get(one.name, ()), *getattr(part, one.name))
    return Book(**made)


def translatable(facts: Book, rates: Rates, day: date) -> tuple[Book, tuple[str, ...]]:
    """Leave out the facts in a currency that has no rate on a day, and say how many."""
    missing: dict[str, int] = {}
    kept: dict[str, tuple[Any, ...]] = {}
    for one in fields(Book):
        held: tuple[Any, ...] = getattr(facts, one.name)
        kept[one.name] = tuple([fact for fact in held if _rate(fact, rates, day) is not None])
        for fact in held:
            if _rate(fact, rates, day) is None:
                missing[fact.currency] = missing.get(fact.currency, 0) + 1
    said = tuple(
        f"{count} {'fact' if count == 1 else 'facts'} in {currency} could not be checked: there is no rate from "
        f"{currency} to {rates.base} on {day}. Add it in Catalogue → Rates or import a rates table."
        for currency, count in sorted(missing.items())
    )
    return replace(facts, **kept), said


def _rate(fact: object, rates: Rates, day: date) -> Fraction | None:
    currency = getattr(fact, "currency", rates.base)
    return Fraction(1) if currency == rates.base else rates.on(currency, day.isoformat())


def _rates_of(facts: Book, rates: Rates, day: date) -> Mapping[str, Fraction]:
    currencies = {
        getattr(fact, "currency", rates.base) for one in fields(Book) for fact in getattr(facts, one.name)
    } - {rates.base}
    known_rates = {currency: rates.on(currency, day.isoformat()) for currency in currencies}
    return {currency: rate for currency, rate in known_rates.items() if rate is not None}


def _weekly(session: Session, day: date) -> tuple[Mapping[str, int], tuple[str, ...]]:
    """Give the average weekly CM3 of every channel over the last 13 whole weeks; none where a rate is missing."""
    try:
        told = statement(session, last_weeks(day, WEEKS), By.CHANNEL)
    except MissingRates as error:
        return {}, (f"The size of conflicts could not be set against what channels contribute. {error}",)
    return {row.label: row.figures.amount("cm3") // WEEKS for row in told.rows}, ()
