"""The bulk writer of documents and their facts, a few thousand at a time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain, islice, repeat

from sqlalchemy import Table, func, select
from sqlalchemy.orm import Session

from app.ledger.blocks import Block
from app.ledger.inserting import Insert, insert_columns, insert_rows
from app.ledger.rates import Rates, Told
from app.ledger.standing import Standing
from models.domain.observed import CompetitorPrice as CompetitorFact
from models.domain.observed import ObservedPrice
from models.domain.postings import BasePriceFact, BundleFact, CostFact, ListingFact, OtherFact, PromotionFact, RateFact
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
    PromotionRow,
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
    PromotionFact: PromotionRow,
}
_OTHERS: tuple[type[Base], ...] = (
    *(StockLevel, ListedPrice, Cost, Rate, LivePrice),
    *(*_OF_NO_CHANNEL.values(), *_OF_CHANNEL.values()),
)
_IN_FORCE, _REPLACED = Standing.IN_FORCE.value, Standing.REPLACED.value


def _table(cls: type[Base]) -> Table:
    return Base.metadata.tables[cls.__tablename__]


@dataclass(frozen=True)
class Origin:
    """Where drafts come from: the export, the channel, and the stamp by which the newest version is known."""

    source: str
    channel_id: int | None
    stamp: str


class FactWriter:
    """Hands documents and facts to the driver as plain values, block by block.

    Values follow the order of the columns in `models.tables`; going through mapped objects takes four times as long.
    """

    def __init__(self, session: Session, rates: Rates) -> None:
        self._session = session
        self._rates = rates
        self._next_document = (session.execute(select(func.max(Document.id))).scalar() or 0) + 1
        self._document = Insert.into(_table(Document), with_id=True)
        self._posting = Insert.into(_table(Posting), with_id=False)
        self._others = {cls: Insert.into(_table(cls), with_id=False) for cls in _OTHERS}
        self._usual_postings: dict[int | None, Insert] = {}

    def write(self, block: Block, batch_id: int, origin: Origin, stands: Sequence[bool]) -> None:
        """Write documents with their facts; `stands` says of each whether it is the version that counts.

        Documents come first, since facts refer to them.
        """
        ids = range(self._next_document, self._next_document + len(block.keys))
        self._next_document = ids.stop
        self._write_documents(block, ids, batch_id, origin, stands)
        # Numbers, since the driver looks for a converter of every value that is neither number nor text.
        in_force = list(map(int, stands))
        if block.postings[0]:
            self._write_postings(block, ids, origin.channel_id, in_force)
        rows: dict[type[Base], list[tuple[object, ...]]] = {cls: [] for cls in _OTHERS}
        for place, fact in block.others:
            own = (ids[place], origin.channel_id, block.days[place], in_force[place])
            _add_other(rows, fact, *own)
        for cls, found in rows.items():
            insert_rows(self._session.connection(), self._others[cls], found)

    def _write_documents(
        self, block: Block, ids: Sequence[int], batch_id: int, origin: Origin, stands: Sequence[bool]
    ) -> None:
        def same(value: object) -> list[object]:
            return [value] * len(ids)

        standing = [_IN_FORCE if stood else _REPLACED for stood in stands]
        insert_columns(
            self._session.connection(),
            self._document,
            (
                *(ids, same(batch_id), same(origin.channel_id), same(origin.source), block.facts, block.keys),
                *(block.occurrences, same(origin.stamp), block.days, block.subjects, block.ranks, block.billed),
                *(block.digests, standing),
            ),
        )

    def _write_postings(
        self, block: Block, ids: Sequence[int], channel_id: int | None, in_force: Sequence[int]
    ) -> None:
        """Write postings; nearly all are in the ledger's own currency, and posted on their day by what stands."""
        row, day, account, amount, currency, sku, quantity, order_ref, orders, posted_day = block.postings
        base, connection = self._rates.base, self._session.connection()
        document = _of_each(ids, block.posting_counts)
        if all(in_force) and not any(posted_day) and currency.count(base) == len(currency):
            # Fewer values to bind take half the time.
            usual = self._usual(channel_id)
            insert_columns(connection, usual, (document, row, day, account, sku, order_ref, quantity, orders, amount))
            return
        insert_columns(
            connection,
            self._posting,
            (
                *(document, row, day, [posted or own for posted, own in zip(posted_day, day, strict=True)]),
                *([channel_id] * len(row), account, sku, order_ref, quantity, orders, amount, currency),
                self._in_base(block, list(zip(amount, currency, day, strict=True))),
                _of_each(in_force, block.posting_counts),
            ),
        )

    def _in_base(self, block: Block, told: Sequence[Told]) -> list[int | None]:
        """Translate the amounts of a block, document by document where there are bills among them."""
        if not any(block.billed):
            return self._rates.of_document(told, billed=False)
        rest = iter(told)
        of_each = zip(block.posting_counts, block.billed, strict=True)
        return [
            base
            for count, billed in of_each
            for base in self._rates.of_document(islice(rest, count), billed=bool(billed))
        ]

    def _usual(self, channel_id: int | None) -> Insert:
        """Give the statement for the usual postings of a channel, the same one each time."""
        if channel_id not in self._usual_postings:
            self._usual_postings[channel_id] = _usual_insert(self._rates.base, channel_id)
        return self._usual_postings[channel_id]


def _of_each(values: Sequence[int], counts: Sequence[int]) -> list[int]:
    """Give the value of a document to each of its postings."""
    return list(chain.from_iterable(map(repeat, values, counts)))


def _usual_insert(base: str, channel_id: int | None) -> Insert:
    """Write the statement for postings as nearly all are: in the ledger's currency, posted on their day, in force."""
    channel = "NULL" if channel_id is None else str(int(channel_id))
    own = base.replace("'", "''").replace("{", "{{").replace("}", "}}")
    return Insert(
        "posting",
        'document_id, "row", day, posted_day, channel_id, account, sku, order_ref, quantity, orders, amount, '
        "currency, base_minor, in_force",
        f"{{0}}, {{1}}, {{2}}, {{2}}, {channel}, {{3}}, {{4}}, {{5}}, {{6}}, {{7}}, {{8}}, '{own}', {{8}}, 1",
        9,
    )


def _add_other(
    rows: dict[type[Base], list[tuple[object, ...]]],
    fact: OtherFact,
    document: int,
    channel_id: int | None,
    document_day: str,
    in_force: int,
) -> None:
    """Add a fact that is no posting to the rows of its table."""
    match fact:
        case StockFact():
            row, day, *rest = fact
            rows[StockLevel].append((document, row, day, channel_id, *rest, in_force))
        case ListingFact(row, sku, title, barcode, price, compare_at, currency, category, brand):
            rows[ListedPrice].append(
                (
                    *(document, row, document_day, channel_id, sku, title, barcode, category, price, compare_at),
                    *(currency, in_force, brand),
                )
            )
        case CostFact(row, sku, valid_from, known_since, amount, currency, note):
            rows[Cost].append(
                (document, row, sku, valid_from, known_since or valid_from, amount, currency, note, in_force)
            )
        case RateFact(row, day, currency, into, rate):
            rows[Rate].append((document, row, day, currency, into, rate, in_force))
        case BundleFact() | InboundFact() | PlanFact():
            rows[_OF_NO_CHANNEL[type(fact)]].append((document, *fact, in_force))
        case ObservedPrice():
            row, day, *rest = fact
            rows[LivePrice].append((document, row, day, channel_id, *rest, in_force))
        case CommitmentFact() | BasePriceFact() | CompetitorFact() | PromotionFact():
            row, *rest = fact
            rows[_OF_CHANNEL[type(fact)]].append((document, row, channel_id, *rest, in_force))
