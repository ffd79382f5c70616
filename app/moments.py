"""Moments of the ledger, which it writes in UTC, as the calendar and the clock of this computer show them."""

from __future__ import annotations

from datetime import date, datetime


def here(moment: str | datetime) -> datetime:
    """Give a moment, also as the ledger writes it, by the clock of this computer."""
    return (datetime.fromisoformat(moment) if isinstance(moment, str) else moment).astimezone()


def day_here(moment: str | datetime) -> date:
    """Give the day of a moment on the calendar of this computer, which late in the evening is not that of Greenwich."""
    return here(moment).date()
