"""What people decide for a while: it lapses by itself, can be ended early, and stays on record for its days."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from sqlalchemy.orm import Session

from models.tables import Override, RoutingOverride


def end_before(session: Session, choices: Iterable[Override | RoutingOverride], day: date) -> None:
    """Let choices end before a day, where they would not have ended by then; one that never held is taken away."""
    last = (day - timedelta(days=1)).isoformat()
    for one in choices:
        one.until = min(one.until, last)
        if one.until < one.valid_from:
            session.delete(one)
