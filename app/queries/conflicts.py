"""What does not fit together in a ledger now, with the money at stake: facts of each family, checked one by one."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, fields, replace
from datetime import date
from fractions import Fraction
from typing import Any

from sqlalchemy.orm import Session

from app.ledger.bulk import without_collecting
from app.ledger.rates import Rates
from app.queries.conflict_facts.agreed import advertised
from app.queries.conflict_facts.asked import prices_asked
from app.queries.conflict_facts.data import data_facts
from app.queries.conflict_facts.known import Known, known
from app.queries.conflict_facts.price import price_facts
from app.queries.conflict_facts.promises import is_contract_of
from app.queries.conflict_facts.promoted_work import promoted_work
from app.queries.conflict_facts.promotion import in_no_currency, promotion_facts
from app.queries.conflict_facts.promotion_grounds import Already, Grounds, grounds
from app.queries.conflict_facts.promotion_prices import promoted_prices
from app.queries.conflict_facts.stock import stock_facts
from app.queries.place_facts import limits
from app.queries.promotions import Planned, planned
from models.domain.conflicts.checks import Book, find
from models.domain.conflicts.conflict import Conflict, Family, Thing
from models.domain.conflicts.setting import Setting

FAMILIES = frozenset(Family)
# Of these kinds a look at some SKUs alone can tell all there is, and nothing of others.
_OF_SKUS = frozenset({Family.STOCK, Family.PRICE})


@dataclass(frozen=True)
class Looked:
    """What was found on a day; `remarks` say what could not be checked, and why.

    `families` and `skus` say what was looked at, None being every SKU, and `orders` those that hold them. `unpriced`
    are the fingerprints of conflicts that are there and whose money cannot be told for want of a rate.
    """

    day: date
    conflicts: tuple[Conflict, ...]
    remarks: tuple[str, ...] = ()
    families: frozenset[Family] = FAMILIES
    skus: frozenset[str] | None = None
    unpriced: frozenset[str] = frozenset()
    orders: frozenset[str] = frozenset()

    def covers(self, conflict: Conflict) -> bool:
        """Say whether this look would have found a conflict if it still were one."""
        if conflict.kind.family not in self.families or conflict.fingerprint in self.unpriced:
            return False
        if self.skus is None:
            return True
        named, orders = conflict.named(Thing.SKU), conflict.named(Thing.ORDER)
        if orders:
            return self.orders.issuperset(orders) or any(is_contract_of(orders[0], sku) for sku in self.skus)
        return bool(named) and self.skus.issuperset(named)


@without_collecting()
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
    planning = held_against(session, of, planned(session)) if _are_promoted(session, of, wanted) else None
    facts, foreign = parted(_facts(session, of, wanted, planning), rates, of.day)
    setting = Setting(of.day, of.currency, of.weekly, rates_of(facts, rates, of.day), of.days)
    # What has no rate is looked at as if it were at par, to know what is there: nobody sees that money.
    at_par = replace(setting, rates=dict.fromkeys(_currencies(foreign), Fraction(1)))
    unpriced = frozenset(one.fingerprint for one in find(foreign, at_par))
    said = (*of.remarks, *_untold(foreign, rates.base, of.day), *_uncounted(of, wanted, planning))
    orders = frozenset(one.order for one in facts.orders)
    # Facts of another family say what counts there already; their conflicts were not asked for.
    found = tuple([one for one in find(facts, setting) if one.kind.family in wanted])
    return Looked(of.day, found, said, wanted, of.only, unpriced, orders)


def _are_promoted(session: Session, of: Known, families: frozenset[Family]) -> bool:
    """Say whether promotions may make conflicts of some families; of stock they do at places with a limit."""
    if families & {Family.PRICE, Family.PROMOTION}:
        return True
    return Family.STOCK in families and of.only is None and bool(limits(session))


def _facts(session: Session, of: Known, families: frozenset[Family], planning: Grounds | None) -> Book:
    parts = []
    if Family.STOCK in families:
        parts.append(stock_facts(session, of))
        if planning is not None and of.only is None:
            parts.append(Book(workloads=tuple(promoted_work(session, planning))))
    if Family.PRICE in families:
        parts.append(price_facts(session, of))
        if planning is not None:
            # A price before is announced by a promotion, and is a matter of prices as what it does to agreements is.
            parts.append(promoted_prices(session, planning))
    if Family.PROMOTION in families and planning is not None:
        parts.append(promotion_facts(planning))
        if Family.PRICE not in families:
            parts.append(Book(advertised=tuple(advertised(of, prices_asked(session, of)))))
    if Family.DATA in families:
        parts.append(data_facts(session, of))
    return together(parts)


def held_against(session: Session, of: Known, promotions: Iterable[Planned]) -> Grounds:
    """Read what promotions are held against, with what is known already."""
    alone = of.prices.alone(session)
    already = Already(of.facts, of.orders, of.rules, of.fixed, of.terms, of.only, alone)
    return grounds(session, promotions, day=of.day, days=of.days, already=already)


def _uncounted(of: Known, families: frozenset[Family], planning: Grounds | None) -> Iterator[str]:
    """Say which promotions count for nothing; a look at some SKUs alone cannot tell."""
    if planning is not None and of.only is None and Family.PROMOTION in families:
        for words in in_no_currency(planning):
            yield f"{words}."


def together(parts: Iterable[Book]) -> Book:
    """Put facts of several families into one book."""
    made: dict[str, tuple[Any, ...]] = {}
    for part in parts:
        for one in fields(Book):
            made[one.name] = (*made.get(one.name, ()), *getattr(part, one.name))
    return Book(**made)


def parted(facts: Book, rates: Rates, day: date) -> tuple[Book, Book]:
    """Part the facts into those whose currency has a rate on a day, and those that have none."""
    kept: dict[str, tuple[Any, ...]] = {}
    foreign: dict[str, tuple[Any, ...]] = {}
    for one in fields(Book):
        held: tuple[Any, ...] = getattr(facts, one.name)
        known_rate = [_rate(getattr(fact, "currency", rates.base), rates, day) is not None for fact in held]
        kept[one.name] = tuple([fact for fact, known in zip(held, known_rate, strict=True) if known])
        foreign[one.name] = tuple([fact for fact, known in zip(held, known_rate, strict=True) if not known])
    return Book(**kept), Book(**foreign)


def _untold(foreign: Book, base: str, day: date) -> Iterator[str]:
    for currency in sorted({fact.currency for one in fields(Book) for fact in getattr(foreign, one.name)}):
        yield (
            f"What is in {currency} could not be checked: there is no rate from {currency} to {base} "
            f"on {day}. Add it in Catalogue → Rates or import a rates table."
        )


def _rate(currency: str, rates: Rates, day: date) -> Fraction | None:
    return Fraction(1) if currency == rates.base else rates.on(currency, day.isoformat())


def _currencies(facts: Book) -> set[str]:
    named = [getattr(fact, "currency", "") for one in fields(Book) for fact in getattr(facts, one.name)]
    return {currency for currency in named if currency}


def rates_of(facts: Book, rates: Rates, day: date) -> Mapping[str, Fraction]:
    """Give the rates of the currencies of facts on a day, of which there are any."""
    found = {currency: _rate(currency, rates, day) for currency in _currencies(facts)}
    return {currency: rate for currency, rate in found.items() if rate is not None}
