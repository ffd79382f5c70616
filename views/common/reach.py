"""Which days a page shows, and whose data end before they do, said the same way wherever a period is chosen."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from models.domain.period import Period
from models.domain.words import listed
from views.common.text import Text

_NAMED_AT_MOST = 3


def days_shown(period: Period, against: Period | None, text: Text) -> str:
    """Write a period and what it is compared with."""
    shown = f"{text.day(period.first)} to {text.day(period.last)}"
    return shown if against is None else f"{shown}, before: {text.day(against.first)} to {text.day(against.last)}"


def ends_early(period: Period, known_until: Mapping[str, date], text: Text) -> str:
    """Name the channels whose data end before a period does, the first to end first; empty where none do."""
    early = sorted((day, name) for name, day in known_until.items() if day < period.last)
    if not early:
        return ""
    named = [f"{name} on {text.day(day)}" for day, name in early[:_NAMED_AT_MOST]]
    if len(early) > _NAMED_AT_MOST:
        named.append(f"{len(early) - _NAMED_AT_MOST} more")
    return f"**Data end before this period does**: {listed(named)}."
