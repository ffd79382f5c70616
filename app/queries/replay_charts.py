"""A replay as charts: lost units and contribution, added up week by week, on every side."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from itertools import accumulate

from app.queries.allocation_replay import Replayed, Side, Who
from app.queries.replay_rows import by_side, side_word
from models.domain.charts import ChartData, ChartKind, Point, Series
from models.domain.money import Money
from models.domain.period import Grain, key
from models.domain.replay.tally import Tally

_COLOURS = {Who.HAPPENED: "bar", Who.PUBLISHED: "accent", Who.TRIED: "attention"}


def lost_chart(found: Replayed) -> ChartData:
    """Draw the units asked for in vain on each side, added up from the first week on."""
    said = [f"{side.sums.total.lost:,} {by_side(side.who, found)}" for side in reversed(found.sides)]
    series = tuple([_summed(found, side, lambda one, _before: Decimal(one.lost)) for side in found.sides])
    return ChartData(
        ChartKind.LINES, f"Units lost: {', '.join(said)}", "Added up week by week", "", series, y_title="Units"
    )


def contribution_chart(found: Replayed) -> ChartData:
    """Draw by how much the contribution of rules differs from what happened, added up from the first week on."""

    def gained(one: Tally, before: Tally) -> Decimal:
        return Money(one.contribution - before.contribution, found.currency).decimal()

    series = tuple([_summed(found, side, gained) for side in found.sides[1:]])
    shown, fact = found.shown.sums.total.contribution, found.sides[0].sums.total.contribution
    difference = Money(shown - fact, found.currency).decimal()
    amount = f"{abs(difference):,.0f}"
    verdict = f"{amount} {'more' if difference > 0 else 'less'} than" if difference else "the same as"
    title = f"Contribution {by_side(found.shown.who, found)}: {verdict} in fact"
    subtitle = "Difference from what happened, added up week by week"
    return ChartData(ChartKind.LINES, title, subtitle, found.currency, series, y_title=found.currency)


def _summed(found: Replayed, side: Side, figure: Callable[[Tally, Tally], Decimal]) -> Series:
    fact = found.sides[0].sums.weeks
    none = Tally()
    of_weeks = [figure(side.sums.weeks.get(monday, none), fact.get(monday, none)) for monday in found.mondays]
    points = [
        Point(key(monday, Grain.WEEK), summed, key=monday)
        for monday, summed in zip(found.mondays, accumulate(of_weeks), strict=True)
    ]
    return Series(side_word(side.who, found).capitalize(), tuple(points), _COLOURS[side.who])
