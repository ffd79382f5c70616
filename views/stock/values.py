"""What a form gives, as facts of stock hold it."""

from __future__ import annotations

from datetime import date

from views.common.form_field import Value


def iso(value: Value) -> str:
    """Write a day as facts hold it, none as a blank."""
    return value.isoformat() if isinstance(value, date) else ""


def number(value: Value) -> int:
    """Give units, none as 0."""
    return value if isinstance(value, int) else 0
