"""What the page says of its conflicts."""

from __future__ import annotations

from collections.abc import Sequence

from app.queries.conflict_rows import ConflictRow, Conflicts, total
from models.domain.conflicts.conflict import Severity
from models.domain.conflicts.lifecycle import State
from models.domain.conflicts.setting import BY_SIZE
from models.domain.words import listed, percent
from views.common.sentences import count
from views.common.text import Text
from views.common.theme import Tone

STATES = {
    State.NEW: Tone.ACCENT,
    State.ACKNOWLEDGED: Tone.NEUTRAL,
    State.SNOOZED: Tone.NEUTRAL,
    State.ACCEPTED: Tone.NEUTRAL,
    State.RESOLVED: Tone.POSITIVE,
}


def sentence(found: Conflicts, currency: str, text: Text) -> str:
    """Say how many need somebody, how much is at stake, and what stands between channels."""
    active = found.active
    if not found.imported:
        return "Nothing is imported yet, so there is nothing to check."
    if not active:
        return (
            "**Everything fits together**, as far as the ledger knows." if not found.rows else "Nothing needs a look."
        )
    money = text.at_stake(total(active, currency), cents=False)
    worst = sum(row.severity is Severity.CRITICAL for row in active)
    between = sum(row.conflict.between for row in active)
    said = f"**{count(len(active), 'conflict')}** with {money}"
    said += f", {worst} critical" if worst else ""
    return f"{said}; {between} between channels." if between else f"{said}."


def standing(row: ConflictRow, text: Text) -> str:
    """Say where a conflict stands, by whom and why."""
    match row.state:
        case State.ACKNOWLEDGED:
            return f"acknowledged by {row.person}"
        case State.SNOOZED if row.until is not None:
            return f"snoozed by {row.person} until {text.day(row.until)}"
        case State.ACCEPTED:
            return f"accepted by {row.person}: {row.reason}"
        case State.NEW if row.returns:
            return f"new, back for the {'first' if row.returns == 1 else f'{row.returns}.'} time"
        case _:
            return row.state.value


def severity(row: ConflictRow) -> str:
    """Say how severe a conflict is and why: its kind whatever its size, or its money against a week of its channels."""
    if row.severity is row.conflict.kind.base:
        return f"{row.severity.word}, whatever its size"
    part = next(part for part, found in BY_SIZE if found is row.severity)
    return (
        f"{row.severity.word}: {percent(part)} or more of what {listed(row.conflict.channels)} brings in a week (CM3)"
    )


def named(rows: Sequence[ConflictRow]) -> str:
    """Name the conflicts that an action is for."""
    return rows[0].conflict.title if len(rows) == 1 else count(len(rows), "conflict")
