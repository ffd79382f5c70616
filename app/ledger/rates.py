"""Amounts in the ledger's currency: rates by day, and the derived base amount of every foreign posting."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction
from itertools import groupby
from typing import Any

from sqlalchemy import bindparam, select, update
from sqlalchemy.orm import Session

from models.domain.money import half_up, translate, translated
from models.tables import Base, Document, Fixed, Posting, Rate

Told = tuple[int, str, str]  # an amount in minor units, its currency and its day


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

    def of_document(self, told: Iterable[Told], *, billed: bool) -> list[int | None]:
        """Translate the amounts of a document, in their order.

        A bill is spread over days, and a year of days that are rounded each by itself would miss it by a lot. So of a
        bill the running sum is rounded, as `spread` does: any of its days carry their share, and all of them the whole.
        """
        if not billed:
            return [self.base_minor(*one) for one in told]
        exact: dict[str, Fraction] = {}
        found: list[int | None] = []
        for amount, currency, day in told:
            rate = Fraction(1) if currency == self.base else self.on(currency, day)
            if rate is None:
                found.append(None)
                continue
            before = exact.get(currency, Fraction(0))
            exact[currency] = before + translated(amount, currency, rate, into=self.base)
            found.append(half_up(exact[currency]) - half_up(before))
        return found


def misstated(rates: Rates, postings: Iterable[Sequence[Any]]) -> Iterator[tuple[int, int | None, int | None]]:
    """Give the postings whose base amount is not what the rates make of it: id, what it should be, what it is.

    Rows come document by document: its id, whether it is a bill, then id, amount, currency, day and base amount.
    """
    for (_, billed), rows in groupby(postings, key=lambda row: (row[0], row[1])):
        members = list(rows)
        wanted = rates.of_document([(row[3], row[4], row[5]) for row in members], billed=bool(billed))
        yield from ((row[2], base, row[6]) for row, base in zip(members, wanted, strict=True) if base != row[6])


def retranslate(session: Session, currencies: set[str]) -> None:
    """Recompute the base amounts of all postings in these currencies after a rate came or went."""
    rates = Rates(session)
    columns = (Posting.id, Posting.amount, Posting.currency, Posting.day, Posting.base_minor)
    foreign = select(Posting.document_id, Document.billed, *columns).join(Document, Document.id == Posting.document_id)
    foreign = foreign.where(Posting.currency.in_(currencies - {rates.base})).order_by(Posting.document_id, Posting.id)
    moved = [{"posting": number, "base": base} for number, base, _ in misstated(rates, session.execute(foreign))]
    if moved:
        table = Base.metadata.tables[Posting.__tablename__]
        statement = update(table).where(table.c.id == bindparam("posting")).values(base_minor=bindparam("base"))
        session.connection().execute(statement, moved)
