"""What a page lets a person choose from: the days that sales cover, and the channels."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from app.queries.catalog import ChannelRow, channels
from app.queries.freshness import covered_days
from models.domain.period import Period


@dataclass(frozen=True)
class Scope:
    """The days there are figures for (None in an empty ledger), the last up to today, and the active channels."""

    days: Period | None
    until: date | None
    channels: tuple[ChannelRow, ...]

    def choices(self) -> list[tuple[int, str, str]]:
        """Give the channels as a picker wants them: id, name, colour."""
        return [(channel.id, channel.name, channel.colour) for channel in self.channels]


def scope(session: Session, today: date) -> Scope:
    """Find what there is to choose from."""
    active = tuple(channel for channel in channels(session) if channel.active)
    covered = covered_days(session, today)
    return Scope(None, None, active) if covered is None else Scope(covered.days, covered.until, active)
