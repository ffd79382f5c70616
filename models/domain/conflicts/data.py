"""Conflicts of the data: files too old, codes nobody has mapped, settlements and clearing that do not come out."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from models.domain.conflicts.conflict import Conflict, Entity, Family, Kind, Severity, Stake, Thing, channel
from models.domain.conflicts.setting import Setting
from models.domain.period import week_start
from models.domain.words import amount, counted

SLACK_DAYS = 2
CLEARING_DAYS = 45

STALE = Kind("DATA_STALE", Family.DATA, Severity.MEDIUM, "No fresh file", "Import the newest export")
UNMAPPED = Kind(
    "DATA_UNMAPPED", Family.DATA, Severity.HIGH, "Not mapped", "Link the listing to its SKU in the Catalogue"
)
# What helps where a type of amount is not known: no window maps one.
_TYPE_ADVICE = (
    "Open its postings in Contribution, where they stand under Unclassified beside all margins, and tell whoever looks "
    "after the program what they are; until then accept it, with that as the reason"
)
LISTING, TYPE = "listing", "type"
UNEXPLAINED = Kind(
    "SETTLE_UNEXPLAINED",
    Family.DATA,
    Severity.CRITICAL,
    "Settlement does not come out",
    "Look for the missing rows and import the file again",
)
AGED = Kind(
    "CLEARING_AGED", Family.DATA, Severity.MEDIUM, "Orders not paid out", "Ask the channel, or import its settlements"
)


@dataclass(frozen=True)
class Source:
    """A kind of file of a channel: the last day it told of, every how many days it is due, and what it is called."""

    channel: str
    export: str
    last: date
    cadence: int
    named: str


@dataclass(frozen=True)
class Code:
    """A SKU, fee or transaction type as a channel names it, what it is mapped to, and the amount under it so far.

    The amount is None where it is in currencies without a rate.
    """

    channel: str
    what: str
    code: str
    currency: str
    amount: int | None
    mapped_to: str = ""


@dataclass(frozen=True)
class Settlement:
    """A settlement: what the channel says it pays, and what its rows add up to, in minor units of `currency`."""

    channel: str
    reference: str
    first: date
    currency: str
    stated: int
    explained: int


@dataclass(frozen=True)
class Unsettled:
    """An order line that no settlement has told of."""

    order: str
    day: date
    amount: int


@dataclass(frozen=True)
class Clearing:
    """The order lines of a channel that are not settled."""

    channel: str
    currency: str
    lines: tuple[Unsettled, ...]


def data_stale(fact: Source, setting: Setting) -> Iterator[Conflict]:
    """Find a kind of file whose last day is older than its cadence and two days more."""
    age = (setting.today - fact.last).days
    if age <= fact.cadence + SLACK_DAYS:
        return
    yield setting.conflict(
        STALE,
        (channel(fact.channel), Entity(Thing.SOURCE, fact.export)),
        sentence=f"{fact.named} tells of the days until {fact.last}, {counted(age, 'day')} ago; "
        f"a newer file is due every {counted(fact.cadence, 'day')}",
        stake=setting.without_money(),
        channels=(fact.channel,),
        window=fact.last + timedelta(days=fact.cadence + SLACK_DAYS + 1),
    )


def data_unmapped(fact: Code, setting: Setting) -> Iterator[Conflict]:
    """Find a SKU, fee or transaction type that is mapped to nothing."""
    if fact.mapped_to:
        return
    typed = fact.what != LISTING
    sentence = (
        f"{fact.channel} books amounts as {fact.code}, which Channelbook does not know: they are in Unclassified, "
        "part of no margin"
        if typed
        else f"The {fact.what} {fact.code} of {fact.channel} is linked to no SKU"
    )
    yield setting.conflict(
        UNMAPPED,
        (channel(fact.channel), Entity(Thing.CODE, fact.what), Entity(Thing.CODE, fact.code)),
        sentence=sentence,
        stake=_under_code(fact, setting),
        channels=(fact.channel,),
        advice=_TYPE_ADVICE if typed else "",
    )


def _under_code(fact: Code, setting: Setting) -> Stake:
    so_far = "sold so far" if fact.what == LISTING else "unclassified"
    if fact.amount is None:
        return setting.without_money("cannot be told: there is no rate for what it sold")
    if not fact.amount:
        return setting.without_money(f"nothing {so_far}")
    return setting.stake(abs(fact.amount), fact.currency, f"{amount(abs(fact.amount), fact.currency)} {so_far}")


def settle_unexplained(fact: Settlement, setting: Setting) -> Iterator[Conflict]:
    """Find a settlement whose rows do not add up to what it pays, whatever the difference."""
    difference = fact.stated - fact.explained
    if not difference:
        return
    formula = f"{amount(fact.stated, fact.currency)} stated − {amount(fact.explained, fact.currency)} explained"
    yield setting.conflict(
        UNEXPLAINED,
        (channel(fact.channel), Entity(Thing.SETTLEMENT, fact.reference)),
        sentence=f"{_named(fact.reference)} of {fact.channel} states {amount(fact.stated, fact.currency)}, and what is "
        f"known of it adds up to {amount(fact.explained, fact.currency)}: {amount(abs(difference), fact.currency)} "
        "is not explained",
        stake=setting.stake(abs(difference), fact.currency, formula),
        channels=(fact.channel,),
        window=fact.first,
    )


def _named(reference: str) -> str:
    """Name what does not add up: a settlement, or an order that does not close."""
    return f"O{reference[1:]}" if reference.startswith("order ") else f"Settlement {reference}"


def clearing_aged(fact: Clearing, setting: Setting) -> Iterator[Conflict]:
    """Find order lines that have not been settled for more than 45 days; those of one ISO week are one conflict."""
    weeks: defaultdict[date, list[Unsettled]] = defaultdict(list)
    for line in fact.lines:
        if (setting.today - line.day).days > CLEARING_DAYS:
            weeks[week_start(line.day)].append(line)
    for monday in sorted(weeks):
        total = sum(line.amount for line in weeks[monday])
        lines = counted(len(weeks[monday]), "order")
        yield setting.conflict(
            AGED,
            (channel(fact.channel),),
            sentence=f"No payment tells of {lines} of {fact.channel} from the week of {monday}",
            stake=setting.stake(abs(total), fact.currency, f"{amount(total, fact.currency)} of {lines}"),
            channels=(fact.channel,),
            window=monday,
        )
