"""The colour of each severity of a conflict, the same wherever its word stands, and that of the charts."""

from __future__ import annotations

from models.domain.conflicts.conflict import Severity
from views.common.theme import Tone

SEVERITIES = {
    Severity.CRITICAL: Tone.CRITICAL,
    Severity.HIGH: Tone.ATTENTION,
    Severity.MEDIUM: Tone.ACCENT,
    Severity.LOW: Tone.NEUTRAL,
}
