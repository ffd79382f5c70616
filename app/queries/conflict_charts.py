"""Conflicts as charts: money by age, and money at stake week by week as runs have found it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from decimal import Decimal

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.ledger.rates import base_currency
from app.queries.conflict_rows import ConflictRow
from models.domain.charts import ChartData, ChartKind, Point, Series
from models.domain.conflicts.checks import KINDS
from models.domain.conflicts.conflict import Family, Severity
from models.domain.money import Money
from models.domain.period import Grain, key, week_start
from models.domain.words import counted
from models.tables import ConflictFound, ConflictName, ConflictRun

WEEKS = 13
_AGES = ((2, "to 2 d"), (7, "to 7 d"), (28, "to 28 d"))
_OLDER = "older"
_COLOURS = {
    Severity.CRITICAL: "critical",
    Severity.HIGH: "attention",
    Severity.MEDIUM: "accent",
    Severity.LOW: "neutral",
}
_FAMILIES = {
    Family.STOCK: "#0072B2",
    Family.PRICE: "#E69F00",
    Family.PROMOTION: "#009E73",
    Family.DATA: "#CC79A7",
}
_WEEK = timedelta(days=7)


def by_age(rows: Sequence[ConflictRow], currency: str) -> ChartData:
    """Stack the money at stake by how long conflicts have been there, a colour a severity."""
    ages = [*(words for _, words in _AGES), _OLDER]
    series = []
    for severity in sorted(Severity, reverse=True):
        mine = [row for row in rows if row.severity is severity]
        points = [Point(age, _money([row for row in mine if _age(row) == age], currency), key=age) for age in ages]
        if mine:
            series.append(Series(severity.word.capitalize(), tuple(points), _COLOURS[severity]))
    old = [row for row in rows if _age(row) == _OLDER]
    title = f"{counted(len(old), 'conflict')} {'is' if len(old) == 1 else 'are'} older than 4 weeks"
    if not old:
        title = "No conflict is older than 4 weeks"
    return ChartData(
        ChartKind.STACKED_BARS,
        title,
        f"{currency} at stake by age and severity",
        currency,
        tuple(series),
        y_title=currency,
    )


def _age(row: ConflictRow) -> str:
    return next((words for most, words in _AGES if row.age <= most), _OLDER)


def _money(rows: Iterable[ConflictRow], currency: str) -> Decimal:
    return Money(sum(row.conflict.stake.minor for row in rows), currency).decimal()


def by_week(session: Session, *, day: date, weeks: int = WEEKS) -> ChartData:
    """Draw the money at stake at the end of each of the last weeks, the current one so far, by family.

    Weeks before the first run are left out; a week without a run is as the one before.
    """
    currency = base_currency(session)
    ends = _ends(session, day, weeks)
    family = {kind.code: kind.family for kind in KINDS}
    points: dict[Family, list[Point]] = {one: [] for one in Family}
    stakes: dict[str, tuple[Family, int]] = {}
    changes = _changes(session)
    place = 0
    for end in ends:
        while place < len(changes) and changes[place][0] <= end.isoformat():
            _, name, code, stake = changes[place]
            if code in family:
                stakes[name] = (family[code], stake)
            place += 1
        for one in Family:
            total = sum(stake for whose, stake in stakes.values() if whose is one)
            points[one].append(Point(key(end, Grain.WEEK), Money(total, currency).decimal(), key=end))
    series = [
        Series(one.value.capitalize(), tuple(found), _FAMILIES[one])
        for one, found in points.items()
        if any(point.y for point in found)
    ]
    return ChartData(
        ChartKind.STACKED_BARS,
        "Money at stake by week",
        f"{currency}, as the last run of each week found it",
        currency,
        tuple(series),
        y_title=currency,
    )


def _ends(session: Session, day: date, weeks: int) -> list[date]:
    first = session.scalars(select(ConflictRun.day).order_by(ConflictRun.id).limit(1)).first()
    if first is None:
        return []
    mondays = [week_start(day) - _WEEK * number for number in range(weeks - 1, -1, -1)]
    return [
        min(day, monday + timedelta(days=6)) for monday in mondays if monday >= week_start(date.fromisoformat(first))
    ]


def _changes(session: Session) -> list[tuple[str, str, str, int]]:
    """Give (day, fingerprint, code, stake from then on) in the order of the runs."""
    rows = session.execute(
        select(ConflictRun.day, ConflictName.fingerprint, ConflictName.code, ConflictFound.stake, ConflictFound.gone)
        .join(ConflictRun, ConflictRun.id == ConflictFound.run_id)
        .join(ConflictName, ConflictName.id == ConflictFound.name_id)
        .order_by(ConflictFound.id)
    )
    return [(day, name, code, 0 if gone else stake) for day, name, code, stake, gone in rows]
