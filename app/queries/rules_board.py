"""The allocation rules in force and the draft beside them, for the panel that shows and edits them."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy.orm import Session

from app.ledger.rates import base_currency
from app.queries.allocation import Book, book, draft_book
from app.queries.catalog import channels


@dataclass(frozen=True)
class RulesBoard:
    """What holds, what is being drafted, and the channels that a rule can be for."""

    published: Book
    draft: Book | None
    channels: tuple[str, ...]
    currency: str


def rules_board(session: Session) -> RulesBoard:
    """Read the rules that hold and the draft."""
    return RulesBoard(
        book(session), draft_book(session), tuple(one.name for one in channels(session)), base_currency(session)
    )
