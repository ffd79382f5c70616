"""Lines that files tell of and people type: where one comes from, and how a typed one overrules those of files."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar


@dataclass(frozen=True, kw_only=True)
class ToldLine(ABC):
    """A line with the file and the row that told of it, blank and 0 where a person typed it."""

    file: str
    file_id: int
    row: int
    overrules: str = ""

    @property
    @abstractmethod
    def key(self) -> Hashable:
        """What makes two lines tell of the same."""

    @property
    def typed(self) -> bool:
        """Whether a person typed it."""
        return not self.file

    @property
    def source(self) -> str:
        """Where it comes from, in words."""
        if self.file:
            return f"{self.file}, row {self.row}"
        return f"typed, overrules {self.overrules}" if self.overrules else "typed"


Line = TypeVar("Line", bound=ToldLine)


def settled(found: Sequence[Line], overruled: Callable[[Line], Line]) -> list[Line]:
    """Let typed lines say what they overrule, and mark with `overruled` the lines of files that one does."""
    typed = {line.key for line in found if line.typed}
    if not typed:
        return list(found)
    told: dict[Hashable, list[str]] = {}
    for line in found:
        if not line.typed:
            told.setdefault(line.key, []).append(line.source)
    return [
        replace(line, overrules=" and ".join(told.get(line.key, ())))
        if line.typed
        else overruled(line)
        if line.key in typed
        else line
        for line in found
    ]
