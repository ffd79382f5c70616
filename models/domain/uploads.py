"""Quantities and prices sent to a channel: what changed since the last file, what was reported after it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Generic, Protocol, TypeVar


class Layout(StrEnum):
    """The layout of a file of quantities that a channel accepts."""

    SHOPIFY = "Shopify inventory CSV"
    AMAZON = "Amazon inventory loader"
    TABLE = "Channelbook table"


class PriceLayout(StrEnum):
    """The layout of a file of prices that a channel accepts."""

    SHOPIFY = "Shopify products CSV"
    AMAZON = "Amazon price and quantity file"
    TABLE = "Channelbook price table"


_OF_PLATFORM = {"shopify": Layout.SHOPIFY, "amazon": Layout.AMAZON}
_PRICES_OF_PLATFORM = {"shopify": PriceLayout.SHOPIFY, "amazon": PriceLayout.AMAZON}


def layout_of(platform: str) -> Layout:
    """Give the layout that a platform accepts; the plain table is for all that have none of their own."""
    return _OF_PLATFORM.get(platform.casefold(), Layout.TABLE)


def price_layout_of(platform: str) -> PriceLayout:
    """Give the layout of prices that a platform accepts; the plain table is for all that have none of their own."""
    return _PRICES_OF_PLATFORM.get(platform.casefold(), PriceLayout.TABLE)


class Sent(Protocol):
    """A line of a file; `key` is how the channel tells lines apart, and a report tells of all lines of a `place`."""

    @property
    def key(self) -> str:
        """What the channel tells it apart by."""

    @property
    def place(self) -> str:
        """Where a report has to tell of, so that it tells of this line."""

    @property
    def said(self) -> int:
        """The number that the line says."""


@dataclass(frozen=True)
class SentLine:
    """Units that were sent for a listing at a place of the channel; `key` is how the channel tells lines apart."""

    key: str
    listing: str
    sku: str
    place: str
    units: int

    @property
    def said(self) -> int:
        """The units."""
        return self.units


@dataclass(frozen=True)
class SentPrice:
    """The price that was sent for a listing, in minor units; `key` is how the channel tells lines apart."""

    key: str
    listing: str
    sku: str
    price: int
    currency: str

    @property
    def place(self) -> str:
        """The line itself: a report tells of each listing by itself."""
        return self.key

    @property
    def said(self) -> int:
        """The price."""
        return self.price


Line = TypeVar("Line", bound=Sent)


@dataclass(frozen=True)
class Change(Generic[Line]):
    """A line that is not what the last file said; None where a file has no such line."""

    line: Line
    before: int | None
    now: int | None

    @property
    def by(self) -> int:
        """How much more than in the last file."""
        return (self.now or 0) - (self.before or 0)


def changes(last: Iterable[Line], now: Iterable[Line]) -> list[Change[Line]]:
    """List the lines that are new, changed or no longer there, in the order of the new file, then of the last one."""
    before = {line.key: line for line in last}
    coming = {line.key: line for line in now}
    moved = [
        Change(line, before[key].said if key in before else None, line.said)
        for key, line in coming.items()
        if key not in before or before[key].said != line.said
    ]
    return moved + [Change(line, line.said, None) for key, line in before.items() if key not in coming]


def still_lying(reported: int, *, sent: int, before: int) -> int:
    """Say how many units lie at a place whose only count is a channel that was sent fewer than lay there `before`.

    What was held back is added to what it reports. A report of more than was sent may mean goods that came in or a
    file that was not taken; of these no more is counted than lay there before, or than is reported.
    """
    return min(reported + max(0, before - sent), max(before, reported))


@dataclass(frozen=True)
class Report:
    """What a channel says of itself on a day: units or prices by key, at the places that the report tells of."""

    day: date
    file: str
    places: frozenset[str]
    said: Mapping[str, int | None]


@dataclass(frozen=True)
class Difference(Generic[Line]):
    """A line of which the newest report says otherwise than was sent; `found` is None where it is not in the report.

    `since` is the day of the first of the reports that have all said so.
    """

    line: Line
    found: int | None
    since: date
    day: date
    file: str

    @property
    def off(self) -> int:
        """How much more the report says than was sent."""
        return (self.found or 0) - self.line.said


def differences(sent: Iterable[Line], reports: Sequence[Report]) -> list[Difference[Line]]:
    """Compare what was sent with the reports that came after it, the oldest first; the newest of a place counts."""
    found = []
    for line in sent:
        told = [(one, one.said.get(line.key)) for one in reports if line.place in one.places]
        if not told or told[-1][1] == line.said:
            continue
        newest, number = told[-1]
        since = newest.day
        for report, said in reversed(told):
            if said == line.said:
                break
            since = report.day
        found.append(Difference(line, number, since, newest.day, newest.file))
    return found
