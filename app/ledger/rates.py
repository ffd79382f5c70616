"""Amounts in the ledger's currency: rates by day, and the derived base amount of every foreign posting."""

from __future__ import annotations

from bisect import bisect_right
from fractions import Fraction

from sqlalchemy import bindparam, select, update
from sqlalchemy.orm import Session

from models.domain.money import translate
from models.tables import Base, Fixed, Posting, Rate


def base_currency(session: Session) -> str:
    """Give the currency the ledger reports in."""
    return session.execute(select(Fixed.value).where(Fixed.name == "currency")).scalar_one()


def rates_in_force(session: Session, base: str) -> dict[tuple[str, str], str]:
    """Give the rate of each currency from each day on, by currency and day; what was typed comes before files."""
    newest = (
        select(Rate.currency, Rate.day, Rate.rate)
        .where(Rate.in_force == 1, Rate.into_currency == base)
        .order_by(Rate.currency, Rate.day, Rate.document_id.is_(None), Rate.id)
    )
    return {(currency, day): rate for currency, day, rate in session.execute(newest)}


class Rates:
    """The rates in force, looked up by currency and day: the newest that began on or before the day."""

    def __init__(self, session: Session) -> None:
        self.base = base_currency(session)
        self._days: dict[str, list[str]] = {}
        self._rates: dict[str, list[Fraction]] = {}
        for (currency, day), rate in rates_in_force(session, self.base).items():
            self._days.setdefault(currency, []).append(day)
            self._rates.setdefault(currency, []).append(Fraction(rate))

    def on(self, currency: str, day: str) -> Fraction | None:
        """Give the rate of a currency on a day, or None where there is none yet."""
        index = bisect_right(self._days.get(currency, []), day) - 1
        return self._rates[currency][index] if index >= 0 else None

    def base_minor(self, amount: int, currency: str, day: str) -> int | None:
        """Translate an amount into the ledger's currency, or None without a rate."""
        if currency == self.base:
            return amount
        rate = self.on(currency, day)
        return None if rate is None else translate(amount, currency, rate, into=self.base)


def retranslate(session: Session, currencies: set[str]) -> None:
    """Recompute the base amounts of all postings in these currencies after a rate came or went."""
    rates = Rates(session)
    foreign = select(Posting.id, Posting.amount, Posting.currency, Posting.day, Posting.base_minor).where(
        Posting.currency.in_(currencies - {rates.base})
    )
    moved = []
    for posting in session.execute(foreign):
        base = rates.base_minor(posting.amount, posting.currency, posting.day)
        if base != posting.base_minor:
            moved.append({"posting": posting.id, "base": base})
    if moved:
        table = Base.metadata.tables[Posting.__tablename__]
        statement = update(table).where(table.c.id == bindparam("posting")).values(base_minor=bindparam("base"))
        session.connection().execute(statement, moved)
