"""What a benchmark found: figures, each beside the bound it has to keep."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Figure:
    """One measured figure; `bound` is the most it may be, or the least where `at_least`, and None where none is set."""

    what: str
    value: float
    unit: str
    bound: float | None = None
    at_least: bool = False

    @property
    def met(self) -> bool:
        """Whether the bound is kept."""
        if self.bound is None:
            return True
        return self.value >= self.bound if self.at_least else self.value <= self.bound

    def written(self) -> str:
        """Write the figure with its unit."""
        return f"{_number(self.value)} {self.unit}"

    def verdict(self) -> str:
        """Say what the bound is and whether it is kept."""
        if self.bound is None:
            return ""
        sign = "≥" if self.at_least else "≤"
        return f"{sign} {_number(self.bound)} {self.unit}: {'kept' if self.met else 'MISSED'}"


@dataclass(frozen=True)
class Outcome:
    """What one benchmark gives: its figures, and how they were measured."""

    title: str
    how: str
    figures: tuple[Figure, ...]
    notes: tuple[str, ...] = ()
    failed: bool = False

    @property
    def met(self) -> bool:
        """Whether it could be measured and every bound is kept."""
        return not self.failed and all(figure.met for figure in self.figures)


@dataclass(frozen=True)
class Size:
    """How much data a run takes, and how often each figure is measured."""

    part: int
    repeats: int

    def of(self, count: int) -> int:
        """Give the number of rows where a full run takes `count`."""
        return count // self.part


def _number(value: float) -> str:
    if value >= 100:
        return f"{value:,.0f}"
    return f"{value:.1f}" if value >= 10 else f"{value:.2f}"
