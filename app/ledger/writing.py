"""The bulk writer of documents and their facts, a few thousand rows to a statement."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Table, func, select
from sqlalchemy.orm import Session

from app.ledger.digests import Told
from app.ledger.rates import Rates
from app.ledger.standing import Standing
from models.domain.postings import BundleFact, CostFact, Draft, ListingFact, RateFact
from models.domain.stock import Commitment as CommitmentFact
from models.domain.stock import Inbound as InboundFact
from models.domain.stock import PlanningFact as PlanFact
from models.domain.stock import StockLevel as StockFact
from models.tables import (
    Base,
    BundlePart,
    Commitment,
    Cost,
    Document,
    Inbound,
    ListedPrice,
    PlanningFact,
    Posting,
    Rate,
    StockLevel,
)

CHUNK = 2000
_IN_FORCE, _REPLACED = Standing.IN_FORCE.value, Standing.REPLACED.value


def _insert_sql(table: Table, *, with_id: bool) -> str:
    names = [f'"{column.name}"' for column in table.columns if with_id or column.name != "id"]
    return f"INSERT INTO {table.name} ({', '.join(names)}) VALUES ({', '.join('?' * len(names))})"  # noqa: S608 - names of our own tables


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
                *(Document, Posting, StockLevel, ListedPrice, Cost, Rate, BundlePart, Inbound, Commitment),
                PlanningFact,
            )
        }
        self._documents, self._postings = self._rows[Document], self._rows[Posting]
        self._sql = {cls: _insert_sql(_table(cls), with_id=cls is Document) for cls in self._rows}

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
        self._add_postings(draft, document, channel_id, in_force)
        if draft.others:
            self._add_others(draft, document, channel_id, in_force)

    def _add_postings(self, draft: Draft, document: int, channel_id: int | None, in_force: int) -> None:
        base, into_base = self._rates.base, self._rates.base_minor
        self._postings += [
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
                case ListingFact(row, sku, title, barcode, price, compare_at, currency, category):
                    self._rows[ListedPrice].append(
                        (
                            *(document, row, draft.day, channel_id, sku, title, barcode, category, price, compare_at),
                            *(currency, in_force),
                        )
                    )
                case CostFact(row, sku, valid_from, known_since, amount, currency, note):
                    self._rows[Cost].append(
                        (document, row, sku, valid_from, known_since or valid_from, amount, currency, note, in_force)
                    )
                case RateFact(row, day, currency, into, rate):
                    self._rows[Rate].append((document, row, day, currency, into, rate, in_force))
                case BundleFact():
                    self._rows[BundlePart].append((document, *fact, in_force))
                case InboundFact():
                    self._rows[Inbound].append((document, *fact, in_force))
                case PlanFact():
                    self._rows[PlanningFact].append((document, *fact, in_force))
                case CommitmentFact():
                    row, *rest = fact
                    self._rows[Commitment].append((document, row, channel_id, *rest, in_force))

    def flush(self) -> None:
        """Hand everything collected so far to the driver."""
        connection = self._session.connection()
        for cls, rows in self._rows.items():
            if rows:
                connection.exec_driver_sql(self._sql[cls], rows)
                rows.clear()
