"""What a case of a kind of conflict is, and the day and the setting of all of them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from models.domain.conflicts.checks import Book, find
from models.domain.conflicts.conflict import Conflict, Severity
from models.domain.conflicts.setting import Setting
from models.domain.period import Period

TODAY = date(2026, 5, 4)
WEEK = Setting(TODAY, "USD", days=7)
SETTING = Setting(TODAY, "USD")
MAY = Period(date(2026, 5, 1), date(2026, 5, 10))
NOON = datetime(2026, 5, 4, 12)  # noqa: DTZ001 - the ledger's own time


@dataclass(frozen=True)
class Case:
    """A fact that makes a kind appear, the same fact once it is fixed, and what the conflict must say."""

    code: str
    facts: str
    broken: Any
    fixed: Any
    stake: int
    formula: str
    severity: Severity
    between: bool = False
    setting: Setting = SETTING

    def found(self, fact: object) -> tuple[Conflict, ...]:
        facts: dict[str, Any] = {self.facts: (fact,)}
        return find(Book(**facts), self.setting)
