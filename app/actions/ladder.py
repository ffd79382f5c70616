"""The ladder of the allocation's draft: a preset, other rungs, another order, another way to share a shortage."""

from __future__ import annotations

from app.actions.rules import set_settings
from app.errors import UserError
from app.ledger.ledger import Done, Ledger
from app.queries.allocation import settings_of
from app.queries.rules import ALLOCATION
from models.domain.allocation.checking import check, errors
from models.domain.allocation.ladder import Ladder


def set_ladder(ledger: Ledger, *, ladder: Ladder) -> Done:
    """Give the draft of the allocation another ladder; one that cannot be followed is refused."""
    if wrong := errors(check(0, (), ladder)):
        raise UserError(f"This is no ladder: {'; '.join(map(str, wrong))}. Nothing was changed.")
    told = ladder.name or ", ".join(rung.name for rung in ladder.rungs)
    return set_settings(ledger, family=ALLOCATION, settings=settings_of(ladder), label=f"Set ladder: {told}")
