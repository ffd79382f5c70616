"""Builders for tests: ledgers, documents and small files in real layouts, with defaults for what a test leaves open."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import wraps
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Concatenate, ParamSpec

from sqlalchemy import func, select

from app.importing.batch import Imported, import_file
from app.importing.finding import FileToImport
from app.importing.preview import Choices
from app.jobs import Progress
from app.ledger import opening
from app.ledger.book import BatchWriter
from app.ledger.catalog import find_channel, make_channel, register
from app.ledger.costing import scopes_of_skus
from app.ledger.ledger import Done, Ledger
from app.ledger.places import make_private
from app.ledger.rates import retranslate
from app.ledger.writing import Origin
from models.domain.postings import Draft, Fact, Posting
from models.tables import Cost, Rate
from models.tables import Posting as PostingRow

Given = ParamSpec("Given")

DAY = "2026-03-02"
NOW = datetime(2026, 11, 23, 12, 25, 6, tzinfo=UTC)  # the same day nearly everywhere


def today() -> date:
    """Give the day that the ledgers of tests have."""
    return NOW.astimezone().date()


class Clock:
    """A clock that goes on by a second whenever it is read, so that nothing happens at the same time."""

    def __init__(self, now: datetime = NOW) -> None:
        self.now = now

    def __call__(self) -> datetime:
        """Read the clock."""
        self.now += timedelta(seconds=1)
        return self.now


def made_once(make: Callable[Concatenate[Path, Given], Ledger]) -> Callable[Concatenate[Path, Given], Ledger]:
    """Let a function make its ledger once in a process, for each set of arguments beside the folder.

    Whoever asks gets a copy that goes on as if it had just been made: at the same time, with the same steps to undo.
    """
    kept: dict[object, _Kept] = {}

    @wraps(make)
    def copied(folder: Path, /, *given: Given.args, **named: Given.kwargs) -> Ledger:
        key = given, tuple(named.items())
        if key not in kept:
            with TemporaryDirectory() as beside:
                kept[key] = _Kept.of(make(Path(beside), *given, **named))
        return kept[key].copied(folder)

    return copied


@dataclass(frozen=True)
class _Kept:
    """A ledger as it was made: its files by name, the time on its clock and the change after which it was opened."""

    name: str
    files: dict[str, bytes]
    now: datetime
    opened_after: int

    @classmethod
    def of(cls, made: Ledger) -> _Kept:
        """Close a ledger and keep what it is."""
        made.close()
        files = {file.name: file.read_bytes() for file in made.path.parent.iterdir() if not file.name.endswith("lock")}
        assert isinstance(made.clock, Clock)
        return cls(made.path.name, files, made.clock.now, made.opened_after)

    def copied(self, folder: Path) -> Ledger:
        """Open a copy in a folder."""
        folder.mkdir(parents=True, exist_ok=True)
        for name, content in self.files.items():
            with (folder / name).open("xb") as file:
                file.write(content)
            make_private(folder / name)
        ledger = opening.open_ledger(folder / self.name, who="tester", clock=Clock(self.now))
        ledger.opened_after = self.opened_after
        return ledger


def new_ledger(folder: Path, *, currency: str = "USD", name: str = "brand") -> Ledger:
    """Make a ledger in a folder of the test; those of one name and currency are copies of one."""
    return _empty(folder, currency, name)


@made_once
def _empty(folder: Path, currency: str, name: str) -> Ledger:
    return opening.new_ledger(folder / name, currency=currency, who="tester", anywhere=True, clock=Clock())


def reopened(ledger: Ledger) -> Ledger:
    """Close a ledger and open it again, as a new start of the program does."""
    ledger.close()
    return opening.open_ledger(ledger.path, who="tester", clock=Clock())


def draft(
    key: str = "A",
    *,
    amount: int = 1000,
    sku: str = "TEA",
    day: str = DAY,
    **more: Any,  # noqa: ANN401 - fields of several types
) -> Draft:
    """Make a document with one posting; `more` sets further fields of the document or of its posting."""
    posting = Posting(1, day, "REV", amount, "USD", sku, 1, "", 1)
    own = {name: value for name, value in more.items() if name in Posting._fields}
    rest = {name: value for name, value in more.items() if name not in own}
    made = Draft(Fact.SALES, key, day, [1], [posting._replace(**own)])
    for name, value in rest.items():
        setattr(made, name, value)
    return made


def write(
    ledger: Ledger, drafts: Sequence[Draft], *, stamp: str = "1", channel: str | None = "Shop", source: str = "test"
) -> Done:
    """Write documents as an import does: one batch, one change, what follows from them made anew."""
    with ledger.change("Import test", frozenset({"contribution"})) as (session, done):
        own = None
        if channel is not None:
            own = find_channel(session, channel) or make_channel(session, channel, "")
            own.active = 1
        batch = ledger.new_batch("import")
        writer = BatchWriter(session, batch)
        writer.write(Origin(source, own.id if own else None, stamp), drafts, Progress())
        writer.close()
        register(session, batch.id, writer.listings)
        ledger.follow_batch(session, batch.id)
        done.batch_id = batch.id
    return done


def text_file(name: str, text: str, *, time: datetime = NOW) -> FileToImport:
    """Make a file to import out of a text."""
    return FileToImport(name, Path(name), time=time, content=text.encode())


def import_text(ledger: Ledger, name: str, text: str, *, time: datetime = NOW, channel: str | None = None) -> Imported:
    """Import a text as if it were a file of this name and time."""
    return import_file(ledger, Progress(), file=text_file(name, text, time=time), choices=Choices(channel=channel))


@dataclass(frozen=True)
class Order:
    """A shop order of one line, as a test tells of it."""

    number: int
    sku: str = "TEA"
    units: int = 1
    price: int = 1000
    cancelled: date | None = None
    refunded: int = 0

    @property
    def day(self) -> date:
        """The day of the order: its number counted from the first of March."""
        return date(2026, 3, 1) + timedelta(days=self.number)


_ORDER_COLUMNS = (
    "Name,Email,Financial Status,Paid at,Currency,Subtotal,Shipping,Taxes,Total,Created at,Lineitem quantity,"
    "Lineitem name,Lineitem price,Lineitem sku,Lineitem requires shipping,Lineitem taxable,Cancelled at,"
    "Refunded Amount,Vendor,Id,Source"
).split(",")


def orders_csv(orders: Sequence[Order]) -> str:
    """Write orders as Shopify exports them."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(_ORDER_COLUMNS)
    for order in orders:
        total = f"{order.units * order.price / 100:.2f}"
        moment = f"{order.day} 09:30:00 +0000"
        cancelled = f"{order.cancelled} 08:00:00 +0000" if order.cancelled else ""
        writer.writerow(
            (
                *(f"#{1000 + order.number}", "", "paid", moment, "USD", total, "0.00", "0.00", total, moment),
                *(order.units, order.sku.title(), f"{order.price / 100:.2f}", order.sku, "true", "true", cancelled),
                *(_major(order.refunded), "", str(4000000000000 + order.number), "web"),
            )
        )
    return out.getvalue()


_SETTLEMENT_COLUMNS = (
    "settlement-id settlement-start-date settlement-end-date deposit-date total-amount currency transaction-type "
    "order-id merchant-order-id adjustment-id shipment-id marketplace-name amount-type amount-description amount "
    "fulfillment-id posted-date posted-date-time order-item-code merchant-order-item-id merchant-adjustment-item-id "
    "sku quantity-purchased promotion-id"
).split()


@dataclass(frozen=True)
class Amount:
    """One amount of a settlement: what it is for, minor units, and the order it belongs to."""

    description: str
    amount: int
    order: str = "112-0000001"
    kind: str = "ItemPrice"
    transaction: str = "Order"
    sku: str = "TEA"
    units: int = 1


def settlement(number: int, amounts: Sequence[Amount], *, day: str = "2026-03-10", total: int | None = None) -> str:
    """Write a settlement as Amazon's flat file V2 has it; its total is the sum of its amounts unless said otherwise."""
    total = sum(amount.amount for amount in amounts) if total is None else total
    summary = [str(number), f"{day} 00:00:00", f"{day} 12:00:00", f"{day} 14:00:00", _major(total), "USD"]
    lines = [_SETTLEMENT_COLUMNS, [*summary, *[""] * 18]]
    lines += [
        [
            *(str(number), "", "", "", "", "", item.transaction, item.order, "", "", "", "Amazon.com", item.kind),
            *(item.description, _major(item.amount), "AFN", day, f"{day} 10:00:00", "7001", "", "", item.sku),
            *(str(item.units) if item.description == "Principal" else "", ""),
        ]
        for item in amounts
    ]
    return "\n".join("\t".join(line) for line in lines) + "\n"


def _major(minor: int) -> str:
    return f"{minor / 100:.2f}"


def type_cost(
    ledger: Ledger, sku: str, amount: int, *, valid_from: str = "2026-01-01", known: str = "2026-01-01"
) -> int:
    """Type a landed cost, as the catalogue's action does; gives its id."""
    with ledger.change(f"Set cost of {sku}") as (session, _):
        cost = Cost(sku=sku, valid_from=valid_from, known_since=known, amount=amount, currency="USD", in_force=1)
        session.add(cost)
        session.flush()
        ledger.recost(session, scopes_of_skus(session, {sku}))
        return cost.id


def type_rate(ledger: Ledger, currency: str, rate: str, *, day: str = "2026-01-01") -> int:
    """Type an exchange rate into dollars, as the catalogue's action does; gives its id."""
    with ledger.change(f"Set rate of {currency}") as (session, _):
        row = Rate(day=day, currency=currency, into_currency=ledger.currency, rate=rate, in_force=1)
        session.add(row)
        session.flush()
        retranslate(session, {currency})
        return row.id


def sums(ledger: Ledger) -> dict[str, int | None]:
    """Add up what is in force by account, in the ledger's currency; None where an amount has no rate."""
    with ledger.read() as session:
        rows = session.execute(
            select(PostingRow.account, func.sum(PostingRow.base_minor), func.count(), func.count(PostingRow.base_minor))
            .where(PostingRow.in_force == 1)
            .group_by(PostingRow.account)
        )
        return {account: total if every == known else None for account, total, every, known in rows}
