"""The words of the Uploads tab: its sentence, why a tab is empty, and what the inspector tells of a row."""

from __future__ import annotations

from typing import Any

from app.moments import day_here
from app.queries.listed import Exposure, LeftOut
from app.queries.uploads import ToSend
from app.queries.uploads_board import UploadBoard
from app.queries.uploads_sent import Compared, SentFile
from models.domain.catalog import NAMED
from models.domain.uploads import Change, Difference, Layout, PriceLayout, SentLine
from views.common.files_section import Empty, Told
from views.common.sentences import count
from views.common.text import Text

_NOTHING_TO_COMPARE: dict[Layout | PriceLayout, str] = {
    Layout.AMAZON: "Amazon’s inventory report tells of the stock that Amazon ships, and the file of what you ship.",
    Layout.TABLE: "No export of this channel says how many units its listings show.",
}


def uploads_sentence(found: UploadBoard, text: Text) -> str:
    """Say what the file of the channel would hold, what changed, and whether the channel shows what was sent."""
    plan = found.plan
    if plan is None:
        return ""
    lines, units = count(len(plan.lines), "line"), count(plan.units, "unit", written=text.units(plan.units, zero="0"))
    said = f"**{lines}** with {units} for {plan.channel} by run {plan.run_id} of the allocation"
    if plan.last is None:
        return f"{said}; no file was made for it yet."
    day = text.day(day_here(plan.last.made_at))
    moved = f"**{count(len(plan.changes), 'line')} changed**" if plan.changes else "nothing changed"
    return f"{said}; {moved} since the file of {day}{_found(found.compared)}."


def _found(told: Compared[SentLine]) -> str:
    if not told.reports:
        return ""
    if not told.differences:
        return ", which its newest report agrees with"
    return f"; **{count(len(told.differences), 'line')} not as sent** by its newest report"


def why_empty(found: UploadBoard, key: str) -> Empty:
    """Say why a tab that only quantities have, or what a report told after a file, is empty."""
    plan, name = found.plan, found.chosen.name if found.chosen else ""
    match key:
        case "changes" if plan is not None and plan.last is None:
            return "No file was made yet", f"From the second file for {name} on, what changed stands here.", "", ""
        case "changes":
            return "Nothing has changed", f"A file for {name} would say what the last one said.", "", ""
        case "exposure":
            why = "All channels together list no more than there is. Only a rule for shared pool listing changes that."
            return "Nothing can be sold twice", why, "", ""
        case _:
            return _no_difference(found, name)


def _no_difference(found: UploadBoard, name: str) -> Empty:
    told = found.compared
    if told.file is None:
        return "No file was made yet", "What a channel reports is compared with the last file for it.", "", ""
    if told.file.layout is not Layout.SHOPIFY:
        return "Nothing to compare with", _NOTHING_TO_COMPARE[told.file.layout], "", ""
    if not told.reports:
        why = f"Export the inventory of {name} after uploading the file, and import it."
        return "No report since the last file", why, "Import a file", "imports"
    return f"{name} shows what it was sent", f"{count(told.lines, 'line')} compared with its newest report.", "", ""


def row_key(row: Any) -> object:  # noqa: ANN401 -- a row of one of the tabs
    """Give what a row is known by."""
    match row:
        case ToSend() | Change() | Difference():
            return row.line.key
        case LeftOut():
            return row.listing
        case Exposure():
            return row.sku
        case _:
            return row.id


def explained(row: Any, text: Text) -> Told:  # noqa: ANN401 -- a row of one of the tabs
    """Give heading, subheading, steps and pairs of a row."""
    match row:
        case ToSend():
            units = text.units(row.line.units, zero="0")
            place = f" at {row.line.place}" if row.line.place else ""
            made = [("Made from", f"{row.source.file}, row {row.source.row}")] if row.source else []
            return f"Why {units} of {row.line.sku}{place}", row.title, list(row.steps), made
        case Change():
            said = f"{_shown(row.before, text)} in the last file, {_shown(row.now, text)} now."
            return row.line.sku, row.line.place, [said], []
        case LeftOut():
            return row.listing.removeprefix(NAMED), row.title, [f"Not sent: {row.reason}."], []
        case Exposure():
            steps = [
                f"{text.units(row.free, zero='0')} units can be sold.",
                f"{', '.join(row.channels)} list {text.units(row.listed)} of them together.",
                f"{text.units(row.oversold)} could be sold without being there: a rule lists the pool itself.",
            ]
            return f"{row.sku} could be oversold", "", steps, []
        case Difference():
            return row.line.sku, row.line.place, _difference_steps(row, text), []
        case _:
            return _file_told(row, text)


def _difference_steps(row: Difference[SentLine], text: Text) -> list[str]:
    found = "does not list it" if row.found is None else f"says {text.units(row.found, zero='0')}"
    return [
        f"{text.units(row.line.units, zero='0')} were sent.",
        f"{row.file} of {text.day(row.day)} {found}.",
        f"Reports have said so since {text.day(row.since)}.",
        _meaning(row),
    ]


def _meaning(row: Difference[SentLine]) -> str:
    if row.found is None:
        return "The variant is not stocked at this place any more, or the report was cut short."
    if row.off > 0:
        return "More than was sent: the file was not taken as it is, somebody changed the number, or goods came in."
    return "Sales since the file make it fewer. Fewer than were sold means that somebody changed the number."


def _file_told(row: SentFile, text: Text) -> Told:
    pairs = [
        ("Channel", row.channel),
        ("Made", f"{text.day(day_here(row.made_at))} by {row.made_by}"),
        ("Lines", text.units(row.lines)),
        ("Units", text.units(row.units, zero="0")),
        ("Run of the allocation", str(row.run_id)),
        ("SHA-256", " ".join(row.sha256[place : place + 16] for place in range(0, 64, 16))),
    ]
    return row.file_name, row.layout.value, [], pairs


def _shown(units: int | None, text: Text) -> str:
    return "not" if units is None else text.units(units, zero="0")
