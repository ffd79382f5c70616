"""What the chain covers, written when it is made and recomputed from the stored rows: batches, changes, the start."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any, NamedTuple

from models.domain.observed import CompetitorPrice, ObservedPrice
from models.domain.postings import (
    BasePriceFact,
    BundleFact,
    CostFact,
    ListingFact,
    OtherFact,
    Posting,
    PromotionFact,
    RateFact,
    cited_rows,
    content_digest,
)
from models.domain.stock import Commitment, Inbound, PlanningFact, StockLevel

Connection = Any  # the driver has no types
Award = tuple[str, int, int, str, str, int, str]  # SKU, channel, rung, rule, kind, units, order line


class Told(NamedTuple):
    """What a document is, beside its facts; in the order in which `_DOCUMENTS` selects it."""

    key: str
    occurrence: int
    fact: str
    day: str
    subject: str
    rank: int
    billed: int
    digest: str


class FactsDigest:
    """Hashes a batch as it is written or read back: its documents, and apart from them whose they are.

    `content` is the same whenever the same file is imported again; `origins` (source, channel, stamp) is not, and only
    the chain covers it.
    """

    def __init__(self) -> None:
        self._content = sha256()
        self._origins = sha256()
        self._run: tuple[object, ...] = ()
        self._length = 0

    def add(self, told: Told, cited: str, origin: tuple[str, int | None, str]) -> None:
        """Take one document, the rows that its facts stand on, and its source, channel and stamp."""
        self.add_all(said_of([(*told, cited)]), 1, origin)

    def add_all(self, said: bytes, count: int, origin: tuple[str, int | None, str]) -> None:
        """Take what is said of so many documents of one source, channel and stamp."""
        self._content.update(said)
        if origin != self._run:
            self._end_run()
            self._run = origin
        self._length += count

    def content(self) -> str:
        """Give the digest of the documents, as `batch.digest` keeps it."""
        return self._content.hexdigest()

    def origins(self) -> str:
        """Give the digest of whose the documents are."""
        self._end_run()
        return self._origins.hexdigest()

    def _end_run(self) -> None:
        if self._length:
            self._origins.update("\x1f".join(map(str, (*self._run, self._length))).encode())
        self._length = 0


def said_of(documents: Iterable[tuple[str, int, str, str, str, int, int, str, str]]) -> bytes:
    """Write what the digest of a batch covers of documents: what is told of each, and the rows its facts stand on."""
    # Unpacked in place: a file of a year has a hundred thousand documents.
    return "".join(
        [
            f"{key}\x1f{occurrence}\x1f{fact}\x1f{day}\x1f{subject}\x1f{rank}\x1f{billed}\x1f{digest}\x1f{cited}\n"
            for key, occurrence, fact, day, subject, rank, billed, digest, cited in documents
        ]
    ).encode()


def rows_digest(rows: Iterable[Sequence[object]]) -> str:
    """Hash rows of a table, values in the order of its columns."""
    digest = sha256()
    for row in rows:
        digest.update((written(row) + "\n").encode())
    return digest.hexdigest()


_encode = json.JSONEncoder(ensure_ascii=False).encode


class _Texts(dict[str, str]):
    """Texts as JSON: names of rules, SKUs and order lines come again and again."""

    def __missing__(self, text: str) -> str:
        found = self[text] = _encode(text)
        return found


def written(row: Sequence[object]) -> str:
    """Write a row of numbers and texts as JSON, as `json.dumps` would, which makes an encoder anew for every row."""
    return f"[{', '.join([str(value) if type(value) is int else _encode(value) for value in row])}]"


# A batch, with all it says of itself but `active`, which is derived.
_BATCH = """SELECT kind, source_file_id, reverts_id, made_at, made_by, app_version, rules_version, counts, digest
            FROM batch WHERE id = ?"""
# A source file, with all but its content, which its own SHA-256 covers.
_SOURCE = """SELECT name, sha256, size, file_time, export, channel_id, dialect, options, stamp, first_day, last_day,
             rows, currency, control_name, control_total, control_sum, importer_version FROM source_file WHERE id = ?"""
_CHANGE = "SELECT label, made_at, made_by, topics, reverts_id, batch_id FROM change WHERE id = ?"
_IMAGES = "SELECT table_name, row_id, before, after FROM changed_row WHERE change_id = ? ORDER BY id"
_REMARKS = 'SELECT "row", verdict, "column", reason, amount, currency FROM remark WHERE batch_id = ? ORDER BY id'
_RUN = """SELECT made_at, made_by, day, rule_set_id, rules_digest, input_digest, engine_version
          FROM allocation_run WHERE id = ?"""
_CASES = """SELECT sku, input, supply, pool, buffer, unassigned, tier, blocked
            FROM allocation_case WHERE run_id = ? ORDER BY id"""
_AWARDS = """SELECT c.sku, a.channel_id, a.rung, a.rule, a.kind, a.units, a.line
             FROM award a JOIN allocation_case c ON c.id = a.case_id WHERE c.run_id = ? ORDER BY a.id"""
_CONFLICT_RUN = "SELECT made_at, made_by, day FROM conflict_run WHERE id = ?"
_CONFLICTS = """SELECT n.fingerprint, n.code, n.entities, n.starts, f.gone, f.stake, f.severity, f.sentence, f.formula,
                f.channels, f.across FROM conflict_found f JOIN conflict_name n ON n.id = f.name_id
                WHERE f.run_id = ? ORDER BY f.id"""
_FIXED = "SELECT name, value FROM fixed ORDER BY name"


def batch_digest(connection: Connection, batch_id: int, origins: str) -> str:
    """Hash a batch as its link covers it: what it is, whose its documents are, the file it came from."""
    batch = connection.execute(_BATCH, (batch_id,)).fetchone()
    source = connection.execute(_SOURCE, (batch[1],)).fetchone() if batch and batch[1] is not None else None
    return rows_digest([batch or [], [origins], source or []])


def change_digest(connection: Connection, change_id: int) -> str:
    """Hash a change as its link covers it: what it is, its row images, and the remarks on the rows of its import."""
    change = connection.execute(_CHANGE, (change_id,)).fetchone()
    images = connection.execute(_IMAGES, (change_id,)).fetchall()
    batch_id = change[-1] if change else None
    remarks = [] if batch_id is None else connection.execute(_REMARKS, (batch_id,)).fetchall()
    return rows_digest([change or [], *images, ["remarks"], *remarks])


def run_digest(connection: Connection, run_id: int) -> str:
    """Hash a stored run of the allocation as its link covers it."""
    run = connection.execute(_RUN, (run_id,)).fetchone()
    cases = connection.execute(_CASES, (run_id,)).fetchall()
    return digest_of_run(run or [], cases, connection.execute(_AWARDS, (run_id,)))


def digest_of_run(run: Sequence[object], cases: Iterable[Sequence[object]], awards: Iterable[Award]) -> str:
    """Hash what went into a run and what it awarded: rows of run, cases and awards as `_RUN` and the rest select them.

    It is what `rows_digest` gives of all these rows, with `["awards"]` before the last of them.
    """
    digest, texts = sha256(), _Texts()
    for row in (run, *cases, ["awards"]):
        digest.update((written(row) + "\n").encode())
    lines = [
        f"[{texts[sku]}, {channel}, {rung}, {texts[rule]}, {texts[kind]}, {units}, {texts[line]}]\n"
        for sku, channel, rung, rule, kind, units, line in awards
    ]
    digest.update("".join(lines).encode())
    return digest.hexdigest()


def conflicts_digest(connection: Connection, run_id: int) -> str:
    """Hash a run that looked for conflicts as its link covers it, with all that it changed."""
    run = connection.execute(_CONFLICT_RUN, (run_id,)).fetchone()
    return rows_digest([run or [], *connection.execute(_CONFLICTS, (run_id,))])


def start_digest(connection: Connection) -> str:
    """Hash what was settled when the ledger was made, as the first link covers it."""
    return rows_digest(connection.execute(_FIXED).fetchall())


@dataclass
class StoredBatch:
    """A batch as read back: both digests, and the documents whose facts are not what their own digest says."""

    batch_id: int
    facts: FactsDigest = field(default_factory=FactsDigest)
    changed: list[str] = field(default_factory=list)


_DOCUMENTS = """SELECT id, batch_id, source, channel_id, stamp, "key", occurrence, fact, day, subject, rank, billed,
                digest FROM document ORDER BY id"""
# Every table is read once, in the order of the documents; an index gives that order, so that nothing is sorted.
_FACTS = {
    "posting": """
        SELECT document_id, channel_id, "row", day, account, amount, currency, sku, quantity, order_ref, orders,
        posted_day FROM posting ORDER BY document_id, id""",
    "stock_level": """
        SELECT document_id, channel_id, "row", day, location, sku, on_hand, available, committed, unavailable, incoming
        FROM stock_level ORDER BY document_id, id""",
    "listed_price": """
        SELECT document_id, channel_id, "row", sku, title, barcode, price, compare_at, currency, category, brand, day
        FROM listed_price ORDER BY document_id, id""",
    "cost": """
        SELECT document_id, "row", sku, valid_from, known_since, amount, currency, note
        FROM cost WHERE document_id IS NOT NULL ORDER BY document_id, id""",
    "rate": """
        SELECT document_id, "row", day, currency, into_currency, rate
        FROM rate WHERE document_id IS NOT NULL ORDER BY document_id, id""",
    "bundle_part": """
        SELECT document_id, "row", bundle, component, quantity
        FROM bundle_part ORDER BY document_id, id""",
    "inbound": """
        SELECT document_id, "row", reference, sku, quantity, expected, location, received, received_on, ordered,
        supplier FROM inbound WHERE document_id IS NOT NULL ORDER BY document_id, id""",
    "commitment": """
        SELECT document_id, channel_id, "row", reference, sku, quantity, ship_by, ship_from, shipped, fill
        FROM commitment WHERE document_id IS NOT NULL ORDER BY document_id, id""",
    "planning_fact": """
        SELECT document_id, "row", sku, case_pack, volume, supplier, lead_days, lead_spread, moq, category
        FROM planning_fact ORDER BY document_id, id""",
    "base_price": """
        SELECT document_id, channel_id, "row", sku, amount, currency, valid_from, valid_to, tax_inside, note
        FROM base_price WHERE document_id IS NOT NULL ORDER BY document_id, id""",
    "live_price": """
        SELECT document_id, channel_id, "row", day, sku, price, currency, compare_at, tax_inside
        FROM live_price ORDER BY document_id, id""",
    "competitor_price": """
        SELECT document_id, channel_id, "row", sku, seller, price, shipping, currency, in_stock, condition, seen, note
        FROM competitor_price WHERE document_id IS NOT NULL ORDER BY document_id, id""",
    "promotion": """
        SELECT document_id, channel_id, "row", code, kind, params, skus, category, brand, valid_from, valid_to, note
        FROM promotion ORDER BY document_id, id""",
}


def tables_there(connection: Connection) -> set[str]:
    """Name the tables of a ledger: one of an older version is checked before it is upgraded and lacks the newest."""
    return {name for (name,) in connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table'").fetchall()}


def _as_there(connection: Connection, query: str) -> str:
    """Ask for nothing in place of the brand of a listing, where an older version has no such column."""
    found = connection.execute("SELECT 1 FROM pragma_table_info('listed_price') WHERE name = 'brand'").fetchone()
    return query if found else query.replace(" brand,", " '',")


class _Merged:
    """Rows of one table of facts, taken document by document."""

    def __init__(self, rows: Iterator[Sequence[Any]]) -> None:
        self._rows = rows
        self._next = next(rows, None)

    def take(self, document: int) -> list[Sequence[Any]]:
        """Take the facts of the next document, without its id; those of missing documents are passed over."""
        taken = []
        while self._next is not None and self._next[0] <= document:
            if self._next[0] == document:
                taken.append(self._next[1:])
            self._next = next(self._rows, None)
        return taken


def stored_batches(connection: Connection) -> dict[int, StoredBatch]:
    """Read all documents with their facts back and hash every batch that has any anew."""
    there = tables_there(connection)
    facts = {name: _as_there(connection, query) for name, query in _FACTS.items() if name in there}
    tables = [_Merged(iter(connection.execute(facts[name]) if name in facts else ())) for name in _FACTS]
    batches: dict[int, StoredBatch] = {}
    for identity, batch_id, source, channel_id, stamp, *rest in connection.execute(_DOCUMENTS):
        told = Told(*rest)
        postings, others, own = _facts([table.take(identity) for table in tables], channel_id, told.day)
        said = content_digest(postings, others)
        batch = batches.get(batch_id) or batches.setdefault(batch_id, StoredBatch(batch_id))
        if said != told.digest or not own:
            batch.changed.append(told.key)
        # What is stored now is hashed, so that a fact changed together with its document's digest is found as well.
        batch.facts.add(
            told._replace(digest=said),
            cited_rows([str(posting.row) for posting in postings], others),
            (source, channel_id, stamp),
        )
    return batches


def _facts(
    taken: Sequence[Sequence[Sequence[Any]]], channel_id: int | None, day: str
) -> tuple[list[Posting], list[OtherFact], bool]:
    """Make facts of rows; also says whether all of them name the channel and day of their document."""
    posted, stock, listed, costs, rates, bundles, inbound, commitments, plans, priced, live, asked, promoted = taken
    postings = [Posting._make(row[1:]) for row in posted]
    others: list[OtherFact] = [StockLevel._make(row[1:]) for row in stock]
    others += [ListingFact._make(row[1:-1]) for row in listed]
    others += [CostFact._make(row) for row in costs]
    others += [RateFact._make(row) for row in rates]
    others += [BundleFact._make(row) for row in bundles]
    others += [Inbound._make(row) for row in inbound]
    others += [Commitment._make(row[1:]) for row in commitments]
    others += [PlanningFact._make(row) for row in plans]
    others += [BasePriceFact._make(row[1:]) for row in priced]
    others += [ObservedPrice._make(row[1:]) for row in live]
    others += [CompetitorPrice._make(row[1:]) for row in asked]
    others += [PromotionFact._make(row[1:]) for row in promoted]
    of_channels = (posted, stock, listed, commitments, priced, live, asked, promoted)
    own = all(row[0] == channel_id for rows in of_channels for row in rows)
    own = own and all(row[-1] == day for row in listed)
    return postings, others, own
