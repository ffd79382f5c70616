"""A chart as data: what a query returns and a view draws, so that the data can be tested and shown as a table."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

_LETTERS = 3  # of the code of a currency


class ChartKind(StrEnum):
    """The forms a chart takes."""

    WATERFALL = "waterfall"
    SCATTER = "scatter"
    STACKED_BARS = "stacked bars"
    LINES = "lines"
    CURVES = "curves"


class Role(StrEnum):
    """What a step of a waterfall is: a level that stands on zero, or a change from the step before."""

    LEVEL = "level"
    CHANGE = "change"


@dataclass(frozen=True)
class Point:
    """One labelled figure.

    `label` names the step, the week or the thing; `y` is the figure, `x` the other axis of a scatter, `size` its area;
    `colour` is a colour key ("#0072B2", "channel:2", "neutral", "critical"), by default the series'; `key` is what a
    click drills to.
    """

    label: str
    y: Decimal
    x: Decimal | None = None
    size: Decimal | None = None
    role: Role = Role.CHANGE
    colour: str = ""
    key: object = None


@dataclass(frozen=True)
class Series:
    """Points that belong together, such as one channel's weeks."""

    name: str
    points: tuple[Point, ...]
    colour: str = "neutral"
    key: object = None


@dataclass(frozen=True)
class Ray:
    """A line through zero with a slope: the diagonal (1), or where cost is three times revenue (3)."""

    slope: Decimal
    label: str = ""
    colour: str = "faint"


@dataclass(frozen=True)
class Zone:
    """A stretch of the lower axis that is shaded, such as the supplies of one tier."""

    label: str
    start: Decimal
    end: Decimal
    colour: str


@dataclass(frozen=True)
class Here:
    """A place on the lower axis that is marked, such as today's supply."""

    label: str
    x: Decimal


@dataclass(frozen=True)
class ChartData:
    """One chart: its title is the answer or the question, its unit stands on the axis.

    `unit` is a currency code, "%" (values are fractions) or "" for plain numbers; `x_title` and `y_title` name axes
    where the subtitle does not. Points of CURVES have an `x`, along which `zones` are shaded and `marks` are drawn.
    """

    kind: ChartKind
    title: str
    subtitle: str
    unit: str
    series: tuple[Series, ...]
    x_title: str = ""
    y_title: str = ""
    rays: tuple[Ray, ...] = ()
    zones: tuple[Zone, ...] = ()
    marks: tuple[Here, ...] = ()

    @property
    def caption(self) -> str:
        """What stands under the title: the subtitle, and the currency of amounts where it does not name it."""
        named = len(self.unit) != _LETTERS or self.unit in self.subtitle
        return self.subtitle if named else f"{self.subtitle}, {self.unit}"

    def rows(self) -> list[ChartRow]:
        """Give the figures as a table."""
        return [
            ChartRow(series.name, point.label, point.x, point.y, point.size)
            for series in self.series
            for point in series.points
        ]


@dataclass(frozen=True)
class ChartRow:
    """One figure of a chart, as a row of the table it was drawn from."""

    series: str
    label: str
    x: Decimal | None
    y: Decimal
    size: Decimal | None
