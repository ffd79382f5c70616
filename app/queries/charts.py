"""The charts as data: from net sales to the result, revenue against operating cost, contribution by week."""

from __future__ import annotations

from decimal import Decimal

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.ledger.rates import base_currency
from app.queries.contribution import Sums, sums_by_step
from models.domain.charts import ChartData, ChartKind, Point, Ray, Role, Series
from models.domain.contribution.statement import TITLES, Statement, StatementRow
from models.domain.money import Money
from models.domain.period import Grain, Period, steps_of
from models.tables import Channel

_STEPS = (
    ("net_sales", Role.LEVEL),
    ("cogs", Role.CHANGE),
    ("channel_costs", Role.CHANGE),
    ("marketing", Role.CHANGE),
    ("cm3", Role.LEVEL),
    ("channel_operating_cost", Role.CHANGE),
    ("cm4", Role.LEVEL),
    ("shared_operating_cost", Role.CHANGE),
    ("result", Role.LEVEL),
)
_SHORT = {
    "channel_operating_cost": "Operating cost",
    "shared_operating_cost": "Shared cost",
}


def waterfall(row: StatementRow, currency: str) -> ChartData:
    """Draw one channel from its net sales down to its result."""
    figures = row.figures

    def amount(name: str) -> Decimal:
        return Money(figures.amount(name), currency).decimal()

    points = tuple(
        Point(
            _SHORT.get(name, TITLES[name]),
            amount(name),
            role=role,
            colour=_colour(role, figures.amount(name), row.colour),
            key=name,
        )
        for name, role in _STEPS
    )
    verb = "keeps" if figures.result >= 0 else "loses"
    title = f"{row.label} {verb} {abs(figures.result) // 100:,} of {figures.net_sales // 100:,}"
    return ChartData(
        ChartKind.WATERFALL, title, "Net sales to result", currency, (Series(row.label, points, row.colour),)
    )


def _colour(role: Role, amount: int, channel: str) -> str:
    if role is Role.CHANGE:
        return "bar"
    return "critical" if amount < 0 else channel or "accent"


def shares(current: Statement) -> ChartData:
    """Set each channel's share of revenue against its share of operating cost."""
    series = tuple(
        Series(
            row.label,
            (
                Point(
                    row.label,
                    row.share_of_operating_cost,
                    x=row.share_of_revenue,
                    size=Money(max(row.figures.net_sales, 0), current.currency).decimal(),
                    key=row.channel_id,
                ),
            ),
            row.colour or "neutral",
            row.channel_id,
        )
        for row in current.rows
        if row.share_of_revenue is not None and row.share_of_operating_cost is not None
    )
    worst = max(current.rows, key=lambda row: row.ratio or Decimal(0), default=None)
    if worst is None or not worst.ratio:
        title = "Share of operating cost against share of revenue"
    else:
        title = (
            f"{worst.label}: {_percent(worst.share_of_revenue)} of revenue at "
            f"{_percent(worst.share_of_operating_cost)} of operating cost"
        )
    return ChartData(
        ChartKind.SCATTER,
        title,
        "Share of operating cost (up) against share of revenue (across); size = net sales",
        "%",
        series,
        x_title="share of revenue",
        rays=(Ray(Decimal(1)), Ray(Decimal(3), "3× revenue share", "critical")),
    )


def _percent(share: Decimal | None) -> str:
    return "?" if share is None else f"{share * 100:.0f} %"


def weeks(session: Session, period: Period, *, channels: frozenset[int] | None = None) -> ChartData:
    """Stack each channel's contribution (CM4) by week, of some channels or of all (None)."""
    sums: dict[tuple[int | None, str], Sums] = {}
    for channel_id, account, step, amount, units, orders in sums_by_step(session, steps_of(period, Grain.WEEK)):
        if channels is None or channel_id in channels:
            sums.setdefault((channel_id, step), Sums({})).add(account, amount, units, orders)
    currency = base_currency(session)
    steps = sorted({step for _, step in sums})
    series = []
    for channel in session.execute(select(Channel.id, Channel.name, Channel.colour).order_by(Channel.id)):
        points = tuple(
            Point(step, Money(sums[channel.id, step].figures().cm4, currency).decimal(), key=(channel.id, step))
            if (channel.id, step) in sums
            else Point(step, Decimal(0), key=(channel.id, step))
            for step in steps
        )
        if any(point.y for point in points):
            series.append(Series(channel.name, points, channel.colour, channel.id))
    return ChartData(
        ChartKind.STACKED_BARS, "Contribution by week", "CM4 by channel", currency, tuple(series), y_title=currency
    )
