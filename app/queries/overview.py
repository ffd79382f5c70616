"""The one-page read: every active channel on one page, with what is missing said beside it."""

from __future__ import annotations

from dataclasses import astuple, dataclass, replace
from datetime import date
from decimal import Decimal

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.columns import Column, Kind
from app.queries.conflict_states import AtStake, at_stake, last_day
from app.queries.contribution import known_period, statement
from app.queries.freshness import Source, last_days, sources
from app.queries.lacking import lacking_rows
from app.queries.later import later_rows
from app.queries.places import PlaceRow, places
from app.queries.uncosted import MissingCost, beside, sold_uncosted, summed
from models.domain.accounts import UNCLASSIFIED, Line
from models.domain.contribution.sentence import sentence
from models.domain.contribution.statement import By, Statement, StatementRow
from models.domain.money import Money
from models.domain.period import Period
from models.tables import Batch, Posting, Remark

_ONCE = "A conflict between channels counts at each of them and once in the total"
_APART = (
    "a conflict between channels counts at each of them and once in the total; one of no channel stands there alone"
)
_UNLOOKED = "Conflicts were not looked for yet, so that none are counted here."
_OPEN = ("needs a look", "cannot be read")


@dataclass(frozen=True)
class ChannelRead:
    """One channel of the one-page read, with the period before beside it."""

    row: StatementRow
    before: StatementRow | None
    currency: str
    last_day: date | None
    return_rate: Decimal | None
    at_stake: AtStake | None = None

    @property
    def stake(self) -> Money | None:
        """The money at stake in conflicts; None where no run has looked for any."""
        return None if self.at_stake is None else Money(self.at_stake.minor, self.currency)

    def money(self, name: str) -> Money:
        """Give a line or level as money."""
        return Money(self.row.figures.amount(name), self.currency)


@dataclass(frozen=True)
class Unclassified:
    """Postings of fee types that nobody has mapped, and their sum."""

    postings: int
    amount: Money


@dataclass(frozen=True)
class Overview:
    """All that the Overview page shows."""

    period: Period
    against: Period | None
    current: Statement
    before: Statement | None
    channels: tuple[ChannelRead, ...]
    total: ChannelRead
    sentence: str
    missing_cost: MissingCost
    unclassified: Unclassified
    looks: int
    oldest_source: tuple[str, date] | None
    sources: tuple[Source, ...]
    reports: tuple[PlaceRow, ...]  # places whose stock was counted

    @property
    def looked(self) -> bool:
        """Whether conflicts were ever looked for, so that they can be counted."""
        return any(one.at_stake is not None for one in (*self.channels, self.total))


def overview(
    session: Session,
    period: Period,
    against: Period | None,
    *,
    today: date,
    channels: frozenset[int] | None = None,
) -> Overview:
    """Read all channels (or some) in one pass over a period, against another one."""
    sold = sold_uncosted(session, period, channels)
    current = beside(statement(session, period, By.CHANNEL, channels=channels), sold)
    before = statement(session, against, By.CHANNEL, channels=channels) if against is not None else None
    known = tuple(sources(session, today))
    told_until = last_days(known)
    reads = tuple(
        _read(row, before.row(row.key) if before else None, current.currency, told_until.get(row.channel_id))
        for row in current.rows
    )
    oldest = _oldest(told_until, current)
    reads, total = _with_conflicts(
        session,
        reads,
        _read(current.total, before.total if before else None, current.currency, oldest[1] if oldest else None),
        whole=channels is None,
    )
    return Overview(
        period=period,
        against=against,
        current=current,
        before=before,
        channels=reads,
        total=total,
        sentence=sentence(current),
        missing_cost=summed(sold, current.currency),
        unclassified=_unclassified(session, period, current.currency),
        looks=_looks(session, today),
        oldest_source=oldest,
        sources=known,
        reports=tuple(place for place in places(session, until=today) if place.day is not None),
    )


def _with_conflicts(
    session: Session, reads: tuple[ChannelRead, ...], total: ChannelRead, *, whole: bool
) -> tuple[tuple[ChannelRead, ...], ChannelRead]:
    """Set what the last runs found beside each channel; the total is of all channels, known where all are shown."""
    day = last_day(session)
    if day is None:
        return reads, total
    found = at_stake(session, day)
    beside = tuple(replace(read, at_stake=found.get(read.row.label, AtStake())) for read in reads)
    return beside, replace(total, at_stake=found.get("", AtStake())) if whole else total


def _looks(session: Session, today: date) -> int:
    """Count what of imports in force needs a look or cannot be read, with days to come and rates that are missing."""
    said = select(func.count()).select_from(Remark).join(Batch, Batch.id == Remark.batch_id)
    told = session.execute(said.where(Batch.active == 1, Remark.verdict.in_(_OPEN))).scalar_one()
    later, lacking = later_rows(session, today), lacking_rows(session)
    return told + sum(map(len, later.values())) + sum(map(len, lacking.values()))


def _unclassified(session: Session, period: Period, currency: str) -> Unclassified:
    within = (Posting.day >= period.first.isoformat(), Posting.day <= period.last.isoformat())
    found = select(func.count(), func.sum(Posting.base_minor)).where(
        Posting.in_force == 1, Posting.account == UNCLASSIFIED, *within
    )
    count, amount = session.execute(found).one()
    return Unclassified(count, Money(amount or 0, currency))


def _oldest(told_until: dict[int | None, date], current: Statement) -> tuple[str, date] | None:
    ages = [(row.label, told_until[row.channel_id]) for row in current.rows if row.channel_id in told_until]
    return min(ages, key=lambda age: age[1]) if ages else None


def _read(row: StatementRow, before: StatementRow | None, currency: str, last_day: date | None) -> ChannelRead:
    gross = row.figures.line(Line.GROSS_SALES)
    returned = Decimal(-row.figures.line(Line.REFUNDS)) / gross if gross else None
    return ChannelRead(row, before, currency, last_day, returned)


def told_once(read: Overview) -> str:
    """Say why no conflict is counted, or why those of the channels are more than their total; else nothing."""
    if not read.looked:
        return _UNLOOKED
    beside = [one.at_stake for one in read.channels if one.at_stake is not None]
    whole = read.total.at_stake
    if whole is None or (sum(one.count for one in beside), sum(one.minor for one in beside)) == astuple(whole):
        return ""
    return f"{_ONCE}; one of no channel stands in the total alone."


def whole_period(session: Session, today: date) -> Period:
    """Give the days the ledger knows, or today for an empty one."""
    return known_period(session) or Period(today, today)


def _money(title: str, name: str) -> Column[ChannelRead]:
    return Column(title, lambda read: read.money(name), Kind.MONEY, total=True)


def _before(title: str, name: str) -> Column[ChannelRead]:
    def value(read: ChannelRead) -> Money | None:
        return None if read.before is None else Money(read.before.figures.amount(name), read.currency)

    return Column(title, value, Kind.MONEY, hint="In the period compared with", total=True)


COLUMNS: tuple[Column[ChannelRead], ...] = (
    Column("Channel", lambda read: read.row.label),
    _money("Net sales", "net_sales"),
    _before("Net sales before", "net_sales"),
    _money("CM1", "cm1"),
    _money("CM2", "cm2"),
    _money("CM3", "cm3"),
    _money("CM4", "cm4"),
    _before("CM4 before", "cm4"),
    Column("Share of revenue", lambda read: read.row.share_of_revenue, Kind.BAR),
    Column("Share of operating cost", lambda read: read.row.share_of_operating_cost, Kind.BAR),
    Column(
        "Cost to revenue", lambda read: read.row.ratio, Kind.RATIO, hint="Share of operating cost over share of revenue"
    ),
    Column("Units", lambda read: read.row.figures.units, Kind.UNITS, total=True),
    Column("Orders", lambda read: read.row.figures.orders, Kind.COUNT, total=True),
    Column("Return rate", lambda read: read.return_rate, Kind.PERCENT, hint="Refunds over gross sales"),
    Column(
        "Conflicts",
        lambda read: read.at_stake.count if read.at_stake else None,
        Kind.COUNT,
        hint=f"That somebody should look at. {_ONCE}",
        total=True,
        absent="",
        apart=_APART,
    ),
    Column(
        "At stake",
        lambda read: read.stake,
        Kind.MONEY,
        hint=f"In the next 14 days. {_ONCE}",
        total=True,
        absent="",
        apart=_APART,
    ),
    Column("Data to", lambda read: read.last_day, Kind.DAY, hint="How far its sales are known"),
)
# The line or level behind each column that opens to postings, and whether it is of the period compared with.
LEVEL_OF = {
    "Net sales": ("net_sales", False),
    "Net sales before": ("net_sales", True),
    "CM1": ("cm1", False),
    "CM2": ("cm2", False),
    "CM3": ("cm3", False),
    "CM4": ("cm4", False),
    "CM4 before": ("cm4", True),
    "Share of revenue": ("net_sales", False),
    "Units": ("units", False),
    "Orders": ("orders", False),
    "Return rate": ("refunds", False),
    "Conflicts": ("conflicts", False),
    "At stake": ("conflicts", False),
}
