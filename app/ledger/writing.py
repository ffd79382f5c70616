"""The bulk writer of documents and their facts, a few thousand rows to a statement."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Table, func, select
from sqlalchemy.orm import Session

from app.ledger.digests import Told
from app.ledger.rates import Rates
from app.ledger.standing import Standing
from models.domain.observed import CompetitorPrice as CompetitorFact
from models.domain.observed import ObservedPrice
from models.domain.postings import BasePriceFact, BundleFact, CostFact, Draft, ListingFact, RateFact
from models.domain.stock import Commitment as CommitmentFact
from models.domain.stock import Inbound as InboundFact
from models.domain.stock import PlanningFact as PlanFact
from models.domain.stock import StockLevel as StockFact
from models.tables import (
    Base,
    BasePrice,
    BundlePart,
    Commitment,
    CompetitorPrice,
    Cost,
    Document,
    Inbound,
    ListedPrice,
    LivePrice,
    PlanningFact,
    Posting,
    Rate,
    StockLevel,
)

CHUNK = 2000
# Facts that are stored as they are, for no channel.
_OF_NO_CHANNEL: dict[type, type[Base]] = {
    BundleFact: BundlePart,
    InboundFact: Inbound,
    PlanFact: PlanningFact,
}
# Facts that are stored as they are, with the channel after their row.
_OF_CHANNEL: dict[type, type[Base]] = {
    CommitmentFact: Commitment,
    BasePriceFact: BasePrice,
    CompetitorFact: CompetitorPrice,
}
_IN_FORCE, _REPLACED = Standing.IN_FORCE.value, Standing.REPLACED.value


def _insert_sql(table: Table, *, with_id: bool) -> str:
    names = [f'"{column.name}"' for column in table.columns if with_id or column.name != "id"]
    return f"INSERT INTO {table.name} ({', '.join(names)}) VALUES ({', '.join('?' * len(names))})"  # noqa: S608 - names of our own tables


def _usual_sql(base: str, channel_id: int | None, in_force: int) -> str:
    """Write the statement for postings as nearly all are: in the ledger's own currency, and posted on their day."""
    channel = "NULL" if channel_id is None else int(channel_id)
    own = base.replace("'", "''")
    columns = (
        'document_id, "row", day, posted_day, channel_id, account, sku, order_ref, quantity, orders, amount, '
        "currency, base_minor, in_force"
    )
    values = f"?1, ?2, ?3, ?3, {channel}, ?4, ?5, ?6, ?7, ?8, ?9, '{own}', ?9, {in_force}"
    return f"INSERT INTO posting ({columns}) VALUES ({values})"  # noqa: S608 - numbers, and our own currency


def _table(cls: type[Base]) -> Table:
    return Base.metadata.tables[cls.__tablename__]


@dataclass(frozen=True)
class Origin:
    """Where drafts come from: the export, the channel, and the stamp by which the newest version is known."""

    source: str
    channel_id: int | None
    stamp: str


class FactWriter:
    """Collects documents and facts as plain tuples and hands them to the driver in bulk.

    Tuples follow the order of the columns in `models.tables`; going through mapped objects takes four times as long.
    """

    def __init__(self, session: Session, rates: Rates) -> None:
        self._session = session
        self._rates = rates
        self._next_document = (session.execute(select(func.max(Document.id))).scalar() or 0) + 1
        self._rows: dict[type[Base], list[tuple[object, ...]]] = {
            cls: []
            for cls in (
                *(Document, StockLevel, ListedPrice, Cost, Rate, BundlePart, Inbound, Commitment),
                *(PlanningFact, BasePrice, LivePrice, CompetitorPrice),
            )
        }
        self._documents = self._rows[Document]
        # Runs of postings that one statement takes, in the order they were added in.
        self._postings: list[tuple[str, list[tuple[object, ...]]]] = []
        self._sql = {cls: _insert_sql(_table(cls), with_id=cls is Document) for cls in self._rows}
        self._posting_sql = _insert_sql(_table(Posting), with_id=False)
        self._usual_sql: dict[tuple[int | None, int], str] = {}

    def add(self, draft: Draft, told: Told, batch_id: int, origin: Origin, *, stands: bool) -> None:
        """Take one document with its facts, and what is told of it."""
        channel_id = origin.channel_id
        document = self._next_document
        self._next_document += 1
        key, occurrence, fact, day, subject, rank, billed, digest = told
        standing = _IN_FORCE if stands else _REPLACED
        self._documents.append(
            (
                *(document, batch_id, channel_id, origin.source, fact, key, occurrence, origin.stamp, day, subject),
                *(rank, billed, digest, standing),
            )
        )
        # A number, since the driver looks for a converter of every value that is neither number nor text.
        in_force = int(stands)
        if draft.postings:
            self._add_postings(draft, document, channel_id, in_force)
        if draft.others:
            self._add_others(draft, document, channel_id, in_force)

    def _add_postings(self, draft: Draft, document: int, channel_id: int | None, in_force: int) -> None:
        base = self._rates.base
        # Fewer values to bind take half the time, but a statement for every second document would cost more.
        goes_on_whole = bool(self._postings) and self._postings[-1][0] is self._posting_sql
        usual = (
            []
            if goes_on_whole
            else [
                (document, row, day, account, sku, order_ref, quantity, orders, amount)
                for row, day, account, amount, currency, sku, quantity, order_ref, orders, posted_day in draft.postings
                if not posted_day and currency == base
            ]
        )
        if usual and len(usual) == len(draft.postings):
            self._run(self._usual(channel_id, in_force)).extend(usual)
        else:
            self._run(self._posting_sql).extend(self._whole(draft, document, channel_id, in_force))

    def _usual(self, channel_id: int | None, in_force: int) -> str:
        """Give the statement for the usual postings of a channel, the same text each time."""
        if (channel_id, in_force) not in self._usual_sql:
            self._usual_sql[channel_id, in_force] = _usual_sql(self._rates.base, channel_id, in_force)
        return self._usual_sql[channel_id, in_force]

    def _run(self, sql: str) -> list[tuple[object, ...]]:
        """Give the rows that a statement is to take next."""
        if not self._postings or self._postings[-1][0] is not sql:
            self._postings.append((sql, []))
        return self._postings[-1][1]

    def _whole(self, draft: Draft, document: int, channel_id: int | None, in_force: int) -> list[tuple[object, ...]]:
        base, into_base = self._rates.base, self._rates.base_minor
        return [
            (
                document,
                row,
                day,
                posted_day or day,
                channel_id,
                account,
                sku,
                order_ref,
                quantity,
                orders,
                amount,
                currency,
                amount if currency == base else into_base(amount, currency, day),
                in_force,
            )
            for row, day, account, amount, currency, sku, quantity, order_ref, orders, posted_day in draft.postings
        ]

    def _add_others(self, draft: Draft, document: int, channel_id: int | None, in_force: int) -> None:
        for fact in draft.others:
            match fact:
                case StockFact():
                    row, day, *rest = fact
                    self._rows[StockLevel].append((document, row, day, channel_id, *rest, in_force))
                case ListingFact(row, sku, title, barcode, price, compare_at, currency, category, brand):
                    self._rows[ListedPrice].append(
                        (
                            *(document, row, draft.day, channel_id, sku, title, barcode, category, price, compare_at),
                            *(currency, in_force, brand),
                        )
                    )
                case CostFact(row, sku, valid_from, known_since, amount, currency, note):
                    self._rows[Cost].append(
                        (document, row, sku, valid_from, known_since or valid_from, amount, currency, note, in_force)
                    )
                case RateFact(row, day, currency, into, rate):
                    self._rows[Rate].append((document, row, day, currency, into, rate, in_force))
                case BundleFact() | InboundFact() | PlanFact():
                    self._rows[_OF_NO_CHANNEL[type(fact)]].append((document, *fact, in_force))
                case ObservedPrice():
                    row, day, *rest = fact
                    self._rows[LivePrice].append((document, row, day, channel_id, *rest, in_force))
                case CommitmentFact() | BasePriceFact() | CompetitorFact():
                    row, *rest = fact
                    self._rows[_OF_CHANNEL[type(fact)]].append((document, row, channel_id, *rest, in_force))

    def flush(self) -> None:
        """Hand everything collected so far to the driver; documents come first, since facts refer to them."""
        connection = self._session.connection()
        for cls, rows in self._rows.items():
            if rows:
                connection.exec_driver_sql(self._sql[cls], rows)
                rows.clear()
            if cls is Document:
                for sql, postings in self._postings:
                    connection.exec_driver_sql(sql, postings)
                self._postings.clear()
