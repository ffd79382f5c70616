"""Rows of a file that are dated after today though they tell of what has happened, told before and after an import."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from app.ledger.blocks import Block
from app.queries.later import HAPPENED, Later, last_possible
from models.domain.postings import Draft
from models.domain.words import listed

_NAMED = 3


def rows_to_come(drafts: Iterable[Draft], today: date) -> tuple[Later, ...]:
    """Give the rows of these documents that are dated after today, in the order of the file."""
    last = last_possible(today)
    told = {later for draft in drafts if draft.fact in HAPPENED for later in _later(draft, last)}
    return tuple(sorted(told))


def rows_to_come_of(block: Block, today: date) -> tuple[Later, ...]:
    """Give the rows of a block that are dated after today; nearly always there are none."""
    last = last_possible(today)
    if max(block.days, default="") <= last and max(block.postings[1], default="") <= last:
        return ()
    return rows_to_come(block.drafts(), today)


def _later(draft: Draft, last: str) -> list[Later]:
    """Give the rows of a document after the last day that is possible; one without amounts has a single day."""
    if draft.postings:
        return [Later(posting.row, posting.day) for posting in draft.postings if posting.day > last]
    return [Later(row, draft.day) for row in draft.rows] if draft.day > last else []


def future_sentence(later: Sequence[Later], *, is_newer: bool) -> str:
    """Say which rows are dated after today, and what that would come to; nothing where none is.

    `is_newer` if their days say how new the file is.
    """
    if not later:
        return ""
    places = [f"row {row} on {day}" for row, day in later[:_NAMED]]
    more = [f"{len(later) - _NAMED} more"] if len(later) > _NAMED else []
    said = (
        f"Row {later[0].row} is dated {later[0].day}, which is still to come"
        if len(later) == 1
        else f"{len(later)} rows are dated on days that are still to come: {listed([*places, *more])}"
    )
    mend = f"{said}. If that is a slip, mend the file before you import it"
    return f"{mend}: as it is, it counts as newer than all that comes until that day" if is_newer else mend
