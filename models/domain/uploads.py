"""Quantities sent to a channel: what changed since the last file, and what the channel reported after it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Layout(StrEnum):
    """The layout of a file that a channel accepts."""

    SHOPIFY = "Shopify inventory CSV"
    AMAZON = "Amazon inventory loader"
    TABLE = "Channelbook table"


_OF_PLATFORM = {"shopify": Layout.SHOPIFY, "amazon": Layout.AMAZON}


def layout_of(platform: str) -> Layout:
    """Give the layout that a platform accepts; the plain table is for all that have none of their own."""
    return _OF_PLATFORM.get(platform.casefold(), Layout.TABLE)


@dataclass(frozen=True)
class SentLine:
    """Units that were sent for a listing at a place of the channel; `key` is how the channel tells lines apart."""

    key: str
    listing: str
    sku: str
    place: str
    units: int


@dataclass(frozen=True)
class Change:
    """A line that is not what the last file said; None where a file has no such line."""

    line: SentLine
    before: int | None
    now: int | None

    @property
    def by(self) -> int:
        """Units more than in the last file."""
        return (self.now or 0) - (self.before or 0)


def changes(last: Iterable[SentLine], now: Iterable[SentLine]) -> list[Change]:
    """List the lines that are new, changed or no longer there, in the order of the new file, then of the last one."""
    before = {line.key: line for line in last}
    coming = {line.key: line for line in now}
    moved = [
        Change(line, before[key].units if key in before else None, line.units)
        for key, line in coming.items()
        if key not in before or before[key].units != line.units
    ]
    return moved + [Change(line, line.units, None) for key, line in before.items() if key not in coming]


def still_lying(reported: int, *, sent: int, before: int) -> int:
    """Say how many units lie at a place whose only count is a channel that was sent fewer than lay there `before`.

    What was held back is added to what it reports. A report of more than was sent may mean goods that came in or a
    file that was not taken; of these no more is counted than lay there before, or than is reported.
    """
    return min(reported + max(0, before - sent), max(before, reported))


@dataclass(frozen=True)
class Report:
    """What a channel says of itself on a day: units by key at the places that the report tells of."""

    day: date
    file: str
    places: frozenset[str]
    units: Mapping[str, int | None]


@dataclass(frozen=True)
class Difference:
    """A line of which the newest report says otherwise than was sent; `found` is None where it is not in the report.

    `since` is the day of the first of the reports that have all said so.
    """

    line: SentLine
    found: int | None
    since: date
    day: date
    file: str

    @property
    def off(self) -> int:
        """Units that the report has more than were sent."""
        return (self.found or 0) - self.line.units


def differences(sent: Iterable[SentLine], reports: Sequence[Report]) -> list[Difference]:
    """Compare what was sent with the reports that came after it, the oldest first; the newest of a place counts."""
    found = []
    for line in sent:
        told = [(one, one.units.get(line.key)) for one in reports if line.place in one.places]
        if not told or told[-1][1] == line.units:
            continue
        newest, units = told[-1]
        since = newest.day
        for report, said in reversed(told):
            if said == line.units:
                break
            since = report.day
        found.append(Difference(line, units, since, newest.day, newest.file))
    return found
