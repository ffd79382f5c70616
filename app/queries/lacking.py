"""Rows whose amounts have no rate into the ledger's currency: figures that need one are refused."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from models.tables import Document, Posting


class Lacking(NamedTuple):
    """The first row of a currency on the first day for which there is no rate, as files and the ledger write it."""

    row: int
    currency: str
    day: str

    @property
    def reason(self) -> str:
        """Say which rate is wanted."""
        return rates_sentence({self.currency: self.day})


def rates_sentence(lacking: Mapping[str, str]) -> str:
    """Say which rates are wanted, and where they are added; nothing where none is."""
    if not lacking:
        return ""
    which = ", ".join(f"{currency} on {day}" for currency, day in sorted(lacking.items()))
    one = "it" if len(lacking) == 1 else "them"
    return (
        f"There is no rate for {which}, so figures that need {one} are refused. "
        f"Add {one} in Catalogue → Rates or import a rates table"
    )


def lacking_rows(session: Session) -> dict[int, list[Lacking]]:
    """Give the currencies of each import in force that lack a rate by now."""
    untranslated = (
        select(Document.batch_id, Posting.currency, Posting.day, func.min(Posting.row))
        .join(Posting, Posting.document_id == Document.id)
        .where(Posting.in_force == 1, Posting.base_minor.is_(None))
        .group_by(Document.batch_id, Posting.currency, Posting.day)
        .order_by(Posting.day, Posting.currency)
    )
    first: dict[tuple[int, str], Lacking] = {}
    for batch_id, currency, day, row in session.execute(untranslated):
        first.setdefault((batch_id, currency), Lacking(row, currency, day))
    found: dict[int, list[Lacking]] = {}
    for (batch_id, _), lacking in first.items():
        found.setdefault(batch_id, []).append(lacking)
    return found
