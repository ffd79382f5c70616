"""Where ticks and labels go: plain geometry, so that it can be tested without a screen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from math import ceil, floor, log10

_STRANGE = 60  # what it costs to stand nearer to another mark, beside pixels that are covered


@dataclass(frozen=True)
class Box:
    """A rectangle in pixels."""

    left: float
    top: float
    width: float
    height: float

    def overlap(self, other: Box) -> float:
        """Give the area two boxes share."""
        wide = min(self.left + self.width, other.left + other.width) - max(self.left, other.left)
        high = min(self.top + self.height, other.top + other.height) - max(self.top, other.top)
        return wide * high if wide > 0 and high > 0 else 0.0

    def nearer(self, other: Box, own: Box) -> bool:
        """Tell whether this label would be taken for another mark's than its own."""
        return self._away(other) < self._away(own)

    def _away(self, other: Box) -> float:
        across = self.left + min(self.width, 12) / 2 - other.left - other.width / 2
        down = self.top + self.height / 2 - other.top - other.height / 2
        return across * across + down * down

    def outside(self, frame: Box) -> float:
        """Give the area that lies outside a frame."""
        return self.width * self.height - self.overlap(frame)


def nice_ticks(low: float, high: float, *, about: int = 4) -> list[Decimal]:
    """Give few round values (1, 2 or 5 times a power of ten) that cover a range, zero among them if it is inside."""
    if high <= low:
        high = low + 1
    raw = (high - low) / max(1, about)
    power = 10 ** floor(log10(raw))
    step = next(factor * power for factor in (1, 2, 5, 10) if factor * power >= raw * 0.999)
    first, last = floor(low / step + 1e-9), ceil(high / step - 1e-9)
    exact = Decimal(repr(step)) if step < 1 else Decimal(round(step))
    return [exact * number for number in range(first, last + 1)]


def beside(points: Sequence[Box], labels: Sequence[tuple[float, float]], frame: Box) -> list[Box]:
    """Place a label beside each point: right, below, above or left, where it covers least.

    `points` are the marks, `labels` their sizes. Earlier labels keep their place.
    """
    placed: list[Box] = []
    for point, (width, height) in zip(points, labels, strict=True):
        middle_x, middle_y = point.left + point.width / 2, point.top + point.height / 2
        right, left = point.left + point.width + 5, point.left - width - 5
        above, below = point.top - height - 1, point.top + point.height + 1
        candidates = [
            Box(right, middle_y - height / 2, width, height),
            Box(middle_x - width / 2, below, width, height),
            Box(right, above + height * 0.3, width, height),
            Box(right, below - height * 0.3, width, height),
            Box(middle_x - width / 2, above, width, height),
            Box(left, middle_y - height / 2, width, height),
            Box(right, middle_y - 1.3 * height, width, height),
            Box(right, middle_y + 0.3 * height, width, height),
            Box(left, middle_y - 1.3 * height, width, height),
            Box(left, middle_y + 0.3 * height, width, height),
        ]
        others = [*placed, *(other for other in points if other is not point)]

        neighbours = [other for other in points if other is not point]
        costs = [
            round(sum(box.overlap(other) for other in others) + 4 * box.outside(frame))
            + (_STRANGE if any(box.nearer(other, point) for other in neighbours) else 0)
            for box in candidates
        ]
        placed.append(candidates[costs.index(min(costs))])
    return placed


def spread(wanted: Sequence[float], *, height: float, low: float, high: float) -> list[float]:
    """Move labels of one height apart along a line, each as near as can be to where it wants to be."""
    order = sorted(range(len(wanted)), key=lambda number: wanted[number])
    placed = [0.0] * len(wanted)
    edge = low
    for number in order:
        placed[number] = max(edge, wanted[number])
        edge = placed[number] + height
    edge = high
    for number in reversed(order):
        placed[number] = min(placed[number], edge - height)
        edge = placed[number]
    return placed


def thin_out(count: int, *, room: float, each: float) -> int:
    """Give the step at which labels of a width fit along an axis: 1 is every one, 2 every other."""
    return max(1, ceil(count * each / max(1.0, room)))


def rooms(widths: Sequence[float], *, step: float, gap: float) -> list[float]:
    """Give each label along an axis its step less a gap, or more where both its neighbours leave more."""
    own = [step - gap] * len(widths)
    left = [2 * (step - gap) - max(before, after) for before, after in zip(widths, widths[2:], strict=False)]
    return [max(pair) for pair in zip(own, [0.0, *left, 0.0], strict=False)]


def wrapped(words: str, *, width: float, advance: Sequence[float]) -> str:
    """Break words into at most two lines; `advance` is the width of each word with a space after it."""
    parts = words.split(" ")
    if sum(advance) <= width or len(parts) < 2:
        return words
    cut = min(range(1, len(parts)), key=lambda place: max(sum(advance[:place]), sum(advance[place:])))
    return " ".join(parts[:cut]) + "\n" + " ".join(parts[cut:])
