"""How new a file is, and which day a snapshot shows: from its rows and its name before the time of the file."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from datetime import UTC, date, datetime
from operator import attrgetter
from typing import Any

from app.errors import ImportRefused
from app.importing.export import Context, Export
from app.importing.finding import FileToImport
from app.importing.reading import Read
from app.moments import day_here

# What a person said of one of two files of the same time, as texts of which saying nothing sorts in the middle.
_SAID, _NOT_SAID = {"no": "", "yes": "|newest"}, "|"
UNASKED = "unasked"  # where it is not to be asked either: the one imported first stands
_DAY_IN_NAME = re.compile(r"(?<!\d)(20\d\d)([-_.]?)(\d\d)\2(\d\d)(?!\d)")


def snapshot_day(file: FileToImport, options: Mapping[str, str]) -> str:
    """Give the day that a file shows: as the person says, as its name says, or the day it was written."""
    said = options.get("day", "")
    if said:
        try:
            return date.fromisoformat(said).isoformat()
        except ValueError:
            raise ImportRefused(f"“{said}” is not a day. Nothing was imported. Write it as 2026-03-14.") from None
    for year, _, month, number in reversed(_DAY_IN_NAME.findall(file.name)):
        with suppress(ValueError):
            return date(int(year), int(month), int(number)).isoformat()
    return day_here(file.time).isoformat() if file.time else ""


def stamp_of(export: Export, rows: Read, file: FileToImport, context: Context) -> str:
    """Say how new a file is: the latest moment in its rows, then the file's own time, then what the person said."""
    latest = context.snapshot_day if export.snapshot else ""
    for name in export.stamp:
        latest = max(latest, _latest(list(filter(None, map(attrgetter(name), rows.rows)))))
    own = file.time.isoformat() if file.time else ""
    return f"{latest}|{own}{_SAID.get(context.options.get('newest', ''), _NOT_SAID)}"


def is_said_newest(options: Mapping[str, str]) -> bool:
    """Say whether a person said that a file is newer than what it contradicts."""
    return options.get("newest") == "yes"


def just_newer(stamp: str, others: Iterable[str]) -> str:
    """Give the stamp of a file that is newer than these, and not newer than a file that comes after them."""
    latest = max(others, default="")
    return stamp if stamp > latest else f"{latest}+"


def _latest(values: Sequence[Any]) -> str:
    """Write the latest of some moments; blank where there is none."""
    if not values:
        return ""
    if isinstance(values[0], tuple):
        return max(map(_moment, set(values)))
    try:
        # Moments of one kind follow one another as their texts do, and comparing them first saves writing them all.
        return _moment(max(_newest_days(values)))
    except TypeError:
        return max(map(_moment, values))


def _newest_days(values: Sequence[Any]) -> Sequence[Any]:
    """Leave out moments that cannot be the latest: no zone is a whole day away from another's day, so two days are."""
    if not isinstance(values[0], datetime):
        return values
    days = list(map(datetime.toordinal, values))
    first = max(days) - 2
    return [value for value, day in zip(values, days, strict=True) if day >= first]


def _moment(value: Any) -> str:  # noqa: ANN401 - a cell of a date column
    if isinstance(value, tuple):
        return str(value[-1])
    if isinstance(value, datetime):
        return (value.astimezone(UTC) if value.tzinfo else value.replace(tzinfo=UTC)).isoformat()
    return str(value)
