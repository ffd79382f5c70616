"""What the sections of live prices, competitors and price files say in sentences."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

from app.moments import day_here, here
from app.queries.drift import DriftRow, DriftState
from app.queries.listed import LeftOut
from app.queries.price_files import PriceToSend
from app.queries.price_files_board import PriceFilesBoard
from app.queries.responses import ESCALATED, NO_ANSWER, PROPOSED
from app.queries.responses_board import CompetitorBoard
from app.queries.uploads_sent import Compared, SentFile
from models.domain.catalog import NAMED
from models.domain.money import Money
from models.domain.uploads import Change, Difference, SentPrice
from views.common.files_section import Empty, Told
from views.common.sentences import count
from views.common.text import Text


def drift_sentence(rows: Sequence[DriftRow], text: Text) -> str:
    """Say how many listings are live at another price than the book says, and what that comes to."""
    if not rows:
        return "Which listings are live at another price than the book says."
    states = Counter(row.state for row in rows)
    seen = len(rows) - states[DriftState.UNSEEN]
    off = states[DriftState.DRIFT]
    if not off:
        return f"No listing drifts: {states[DriftState.AGREES]} of {seen} that were seen cost what the book says."
    stakes: Counter[str] = Counter()
    for row in rows:
        if row.stake is not None:
            stakes[row.currency] += row.stake
    money = " and ".join(text.money(Money(minor, currency), code=True) for currency, minor in stakes.items())
    verb = "is" if off == 1 else "are"
    return f"**{count(off, 'listing')} of {seen} {verb} live at another price than the book says**, {money} in 14 days."


def competitors_sentence(found: CompetitorBoard) -> str:
    """Say how many proposals there are."""
    if not found.offers:
        return "What others ask for the same goods, and how a price could answer."
    states = Counter(row.state for row in found.rows)
    said = f"{count(found.offers, 'offer')} seen, for {count(len(found.rows), 'listing')}"
    parts = []
    if states[PROPOSED]:
        parts.append(f"**{count(states[PROPOSED], 'proposal')}**")
    if states[ESCALATED]:
        parts.append(f"{states[ESCALATED]} {'needs' if states[ESCALATED] == 1 else 'need'} a look")
    if states[NO_ANSWER]:
        parts.append(f"{states[NO_ANSWER]} without an answer")
    return f"{said}: {', '.join(parts)}." if parts else f"{said}, all held."


def files_sentence(found: PriceFilesBoard, text: Text) -> str:
    """Say what the file of the channel would hold, and whether the channel shows what was sent."""
    plan = found.plan
    if plan is None:
        return ""
    moved = len(plan.moved)
    changed = f"**{moved} {'is' if moved == 1 else 'are'} another price than it shows**" if moved else "all as it shows"
    said = f"{count(len(plan.lines), 'price')} for {plan.channel}, {changed}"
    if plan.last is None:
        return f"{said}; no file was made for it yet."
    return f"{said}; the last file is of {text.day(day_here(plan.last.made_at))}{_found(found.compared)}."


def _found(told: Compared[SentPrice]) -> str:
    if not told.reports:
        return ""
    if not told.differences:
        return ", and what was imported since agrees with it"
    return f", and **{count(len(told.differences), 'line')} since then not as sent**"


def why_no_file(found: PriceFilesBoard, key: str) -> Empty:
    """Say why a tab that only prices have, or what was found after a file, is empty."""
    name = found.chosen.name if found.chosen else ""
    match key:
        case "moved":
            return "Nothing would change", f"{name} shows every price of the book already, as far as is known.", "", ""
        case "gone":
            return "Nothing is missing", "Every line of the last file is in this one, too.", "", ""
        case _ if found.compared.file is None:
            return "No file was made yet", "What is imported is compared with the last file.", "", ""
        case _ if not found.compared.reports:
            why = f"Export the prices of {name} after uploading the file, and import them."
            return "Nothing imported since the last file", why, "Import a file", "imports"
        case _:
            return f"{name} shows what it was sent", f"{count(found.compared.lines, 'line')} compared.", "", ""


def file_key(row: Any) -> object:  # noqa: ANN401 -- a row of one of the tabs
    """Give what a row is known by."""
    match row:
        case PriceToSend() | Change() | Difference():
            return row.line.key
        case LeftOut():
            return row.listing, row.title
        case _:
            return row.id


def file_told(row: Any, text: Text) -> Told:  # noqa: ANN401 -- a row of one of the tabs
    """Give heading, subheading, steps and pairs of a row."""
    match row:
        case PriceToSend():
            return _line_told(row, text)
        case Change():
            said = text.money(Money(row.line.price, row.line.currency), code=True)
            return row.line.sku, "", [f"The last file said {said}; this one has no such line."], []
        case LeftOut():
            return row.listing.removeprefix(NAMED), row.title, [f"Not sent: {row.reason}."], []
        case Difference():
            currency = row.line.currency
            sent, found = Money(row.line.price, currency), Money(row.found or 0, currency)
            steps = [f"{text.money(sent, code=True)} was sent.", f"{row.file} says {text.money(found, code=True)}."]
            return row.line.sku, "", [*steps, f"It has been so since {text.day(row.since)}."], []
        case _:
            return _sent_told(row, text)


def _line_told(row: PriceToSend, text: Text) -> Told:
    made = [("Made from", f"{row.source.file}, row {row.source.row}")] if row.source else []
    pairs = [(words, text.money(money, code=True)) for words, money in _known(row) if money is not None]
    price = text.money(Money(row.line.price, row.line.currency), code=True)
    return f"Why {price} for {row.line.sku}", row.title, row.steps, [*pairs, *made]


def _known(row: PriceToSend) -> list[tuple[str, Money | None]]:
    return [("Live", row.money(row.live)), ("Last file", row.money(row.before)), ("Change", row.money(row.by))]


def _sent_told(row: SentFile, text: Text) -> Told:
    pairs = [
        ("Made", f"{text.time(here(row.made_at))} by {row.made_by}"),
        ("Layout", row.layout.value),
        ("Lines", text.units(row.lines)),
        ("SHA-256", row.sha256),
    ]
    return row.file_name, row.channel, [], pairs
