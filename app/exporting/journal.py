"""Every posting in force with both legs, for accounting tools that others wrote: hledger, Beancount, or plain CSV."""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import TextIO

from sqlalchemy.orm import Session

from app.exporting.account_names import AccountNames
from app.exporting.tables import guard
from app.jobs import Progress
from app.paths import replace_file
from app.queries.legs import Entry, Spoken, entries, spoken_of
from models.domain.accounts import contra
from models.domain.money import exponent, major

_REPORT_EVERY = 10_000
_MADE_HERE = "made by Channelbook"
_NOT_IN_A_LINE = re.compile(r"[\x00-\x1f\x7f\x85\u2028\u2029]+")
_NOT_IN_A_DESCRIPTION = re.compile(r"[;|\x00-\x1f\x7f\x85\u2028\u2029]+")
_CSV_HEAD = (
    *("posting", "day", "posted_day", "account", "code", "amount", "currency"),
    *("source", "order", "sku", "units", "file", "row"),
    *("base_amount", "base_currency", "listing"),
)


class JournalForm(StrEnum):
    """The forms in which the journal is written."""

    HLEDGER = "hledger"
    BEANCOUNT = "beancount"
    CSV = "csv"


def write_journal(
    session: Session, target: Path | TextIO, form: JournalForm | str, *, progress: Progress | None = None
) -> int:
    """Write the journal to a file or an open stream, and give how many postings it holds."""
    told = progress or Progress()
    spoken = spoken_of(session)
    names = AccountNames(spoken.channels)
    with _opened(target) as stream:
        match JournalForm(form):
            case JournalForm.HLEDGER:
                stream.write(_hledger_head(spoken, names))
                _write_texts(session, stream, names, told, spoken.postings, _hledger)
            case JournalForm.BEANCOUNT:
                stream.write(_beancount_head(spoken, names))
                _write_texts(session, stream, names, told, spoken.postings, _beancount)
            case JournalForm.CSV:
                _write_csv(session, stream, names, told, spoken)
    return spoken.postings


@contextmanager
def _opened(target: Path | TextIO) -> Iterator[TextIO]:
    if not isinstance(target, Path):
        yield target
        return
    with replace_file(target) as partial, partial.open("w", encoding="utf-8", errors="replace", newline="") as stream:
        yield stream


def _counted(session: Session, progress: Progress, total: int) -> Iterator[tuple[int, Entry]]:
    for number, entry in enumerate(entries(session), 1):
        if number % _REPORT_EVERY == 1:
            progress.step(number - 1, total, "Writing the journal")
        yield number, entry


def _write_texts(
    session: Session,
    stream: TextIO,
    names: AccountNames,
    progress: Progress,
    total: int,
    text_of: Callable[[Entry, str, str], str],
) -> None:
    for _, entry in _counted(session, progress, total):
        own, against = names.legs(entry.account, entry.channel_id, billed=bool(entry.billed))
        stream.write(text_of(entry, own, against))


def _all_names(spoken: Spoken, names: AccountNames) -> list[str]:
    pairs = (names.legs(code, channel_id, billed=billed) for channel_id, code, billed in spoken.accounts)
    return sorted({name for pair in pairs for name in pair})


def _hledger_head(spoken: Spoken, names: AccountNames) -> str:
    """Declare currencies and accounts, so that hledger can be as strict as it likes."""
    named = sorted({*spoken.currencies, spoken.base}) if spoken.prices else spoken.currencies
    currencies = [f"commodity 1000.{'0' * exponent(currency)} {currency}" for currency in named]
    accounts = [f"account {name}" for name in _all_names(spoken, names)]
    payees = [f"payee {source}" for source in spoken.sources]
    prices = [f"P {price.day} {price.currency} {price.rate} {spoken.base}" for price in spoken.prices]
    return "\n".join(["; The journal of a Channelbook ledger", *currencies, *accounts, *payees, *prices, "", ""])


def _hledger(entry: Entry, own: str, against: str) -> str:
    order = f" | {_NOT_IN_A_DESCRIPTION.sub(' ', entry.order)}" if entry.order else ""
    file = _NOT_IN_A_LINE.sub(" ", entry.file or _MADE_HERE)
    sku = "".join(f"    ; {name}: {_NOT_IN_A_LINE.sub(' ', code)}\n" for name, code in _codes(entry))
    return (
        f"{entry.day} {entry.source}{order}\n"
        f"    ; row: {entry.row}\n"
        f"    ; file: {file}\n"
        f"{sku}"
        f"    {own}  {major(-entry.amount, entry.currency)} {entry.currency}\n"
        f"    {against}  {major(entry.amount, entry.currency)} {entry.currency}\n\n"
    )


def _codes(entry: Entry) -> list[tuple[str, str]]:
    """Name the SKU that a posting counts for, and the listing where the channel calls it otherwise."""
    if not entry.sku:
        return []
    return [("sku", entry.sku), *([("listing", entry.listing)] if entry.listing != entry.sku else [])]


def _beancount_head(spoken: Spoken, names: AccountNames) -> str:
    """Open every account on the first day of the ledger, and say the rates."""
    options = ['option "title" "The journal of a Channelbook ledger"', f'option "operating_currency" "{spoken.base}"']
    opened = [f"{spoken.first_day} open {name}" for name in _all_names(spoken, names)]
    prices = [f"{price.day} price {price.currency} {price.rate} {spoken.base}" for price in spoken.prices]
    return "\n".join([*options, *opened, *prices, "", ""])


def _beancount(entry: Entry, own: str, against: str) -> str:
    sku = "".join(f"  {name}: {_quoted(code)}\n" for name, code in _codes(entry))
    return (
        f"{entry.day} * {_quoted(entry.source)} {_quoted(entry.order)}\n"
        f"  file: {_quoted(entry.file or _MADE_HERE)}\n"
        f"  row: {entry.row}\n"
        f"{sku}"
        f"  {own}  {major(-entry.amount, entry.currency)} {entry.currency}\n"
        f"  {against}  {major(entry.amount, entry.currency)} {entry.currency}\n\n"
    )


def _quoted(text: str) -> str:
    escaped = _NOT_IN_A_LINE.sub(" ", text).replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def _write_csv(session: Session, stream: TextIO, names: AccountNames, progress: Progress, spoken: Spoken) -> None:
    """Write two rows for each posting, one a leg; the legs of a posting share its number and add up to 0."""
    writer = csv.writer(stream, lineterminator="\r\n")
    writer.writerow(_CSV_HEAD)
    for number, entry in _counted(session, progress, spoken.postings):
        own, against = names.legs(entry.account, entry.channel_id, billed=bool(entry.billed))
        code_against = contra(entry.account, billed=bool(entry.billed))
        tail = [entry.source, *map(guard, (entry.order, entry.sku)), entry.quantity, guard(entry.file or _MADE_HERE)]
        for name, code, sign in ((own, entry.account, -1), (against, code_against, 1)):
            money = major(sign * entry.amount, entry.currency), entry.currency
            base = ("", "") if entry.base is None else (major(sign * entry.base, spoken.base), spoken.base)
            head = number, entry.day, entry.posted_day, name, code
            writer.writerow((*head, *money, *tail, entry.row, *base, guard(entry.listing)))
