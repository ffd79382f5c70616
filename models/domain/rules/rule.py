"""One rule: its kind with its figures, what it is for, its days and its place in the list."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Generic, TypeVar

from models.domain.rules.kind import Kind, summary
from models.domain.rules.scope import Scope

Value = TypeVar("Value", bound=Kind)


@dataclass(frozen=True)
class Rule(Generic[Value]):
    """One rule as it stands in a set: its kind with its figures, its scope, its days and its place in the list."""

    number: int
    what: Value
    scope: Scope = Scope()  # noqa: RUF009 - frozen
    first: date | None = None
    last: date | None = None
    note: str = ""
    place: int = 0

    def holds_on(self, day: date) -> bool:
        """Say whether a day lies between its days, both of which count."""
        return (self.first is None or self.first <= day) and (self.last is None or day <= self.last)

    @property
    def precedence(self) -> tuple[tuple[int, bool], date, int, int]:
        """Rank it: the more specific, then the one that began later, then the one higher up in the list."""
        return self.scope.rank, self.first or date.min, -self.place, -self.number

    def sentence(self) -> str:
        """Say what it does and for what."""
        return f"{summary(self.what)} for {self.scope.words()}"
