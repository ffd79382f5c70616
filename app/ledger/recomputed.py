"""Checks of what is derived: which documents stand, what is in force, what amounts are in the ledger's currency."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from app.ledger.digests import Connection
from app.ledger.rates import Rates, misstated
from app.ledger.report import Finding, judged
from app.ledger.soundness import Examined
from app.ledger.standing import Standing, newest
from app.ledger.tampering import undone_by

_FACT_TABLES = (
    "posting",
    "stock_level",
    "listed_price",
    "cost",
    "rate",
    "bundle_part",
    "inbound",
    "commitment",
    "planning_fact",
    "base_price",
    "live_price",
    "competitor_price",
    "promotion",
)


def active_batches(examined: Examined) -> Finding:
    """Replay the undos and compare which batches are active."""
    return judged(
        "Active imports",
        _wrongly_active(examined.bare),
        sound="Exactly the imports that nobody undid are active.",
        wrong="Imports are active that were undone, or the other way round.",
    )


def _wrongly_active(connection: Connection) -> Iterator[str]:
    rows = connection.execute("SELECT id, kind, active FROM batch ORDER BY id").fetchall()
    wanted = {identity: 1 for identity, _, _ in rows}
    for identity, kind, _ in rows:
        if kind == "undo":
            target, active = undone_by(connection, identity)
            wanted[target] = active
    for identity, kind, active in rows:
        if wanted[identity] != active:
            yield f"batch {identity} ({kind}) is {'active' if active else 'not active'}"


def standing(examined: Examined) -> Finding:
    """Decide anew which version of every document stands, and compare the in-force flag of every fact."""
    faults = (*_wrong_standing(examined.bare), *_wrong_flags(examined.bare))
    return judged(
        "In-force flags",
        faults,
        sound="The newest version of every document counts, the most trusted source of each subject, and nothing else.",
        wrong="Facts count that should not, or the other way round.",
    )


# The index over identities gives this order, so that versions of one document arrive together.
_VERSIONS = """SELECT d.source, d.channel_id, d."key", d.occurrence, d.id, d.stamp, d.standing, d.fact, d.subject,
               d.rank, b.active FROM document d JOIN batch b ON b.id = d.batch_id
               ORDER BY d.source, d.channel_id, d."key", d.occurrence"""


def _wrong_standing(connection: Connection) -> Iterator[str]:
    told: dict[tuple[int | None, str, str], list[tuple[int, int, str]]] = {}
    for identity, rows in groupby(connection.execute(_VERSIONS), key=lambda row: row[:4]):
        versions = list(rows)
        active = [(version[5], version[4]) for version in versions if version[-1]]
        winner = newest(active) if active else None
        for _, channel, key, _, document, _, stands, fact, subject, rank, is_active in versions:
            if document != winner:
                should = Standing.REPLACED if is_active else Standing.UNDONE
                if stands != should:
                    yield _fault(document, key, stands, should)
            elif subject:
                told.setdefault((channel, fact, subject), []).append((rank, document, stands))
            elif stands != Standing.IN_FORCE:
                yield _fault(document, identity[2], stands, Standing.IN_FORCE)
    for (_, _, subject), documents in told.items():
        trusted = min(rank for rank, _, _ in documents)
        for rank, document, stands in documents:
            should = Standing.IN_FORCE if rank == trusted else Standing.CROSS_CHECK
            if stands != should:
                yield _fault(document, subject, stands, should)


def _fault(document: int, key: str, stands: str, should: Standing) -> str:
    return f"document {document} ({key}) is “{stands}” and should be “{should}”"


def _wrong_flags(connection: Connection) -> Iterator[str]:
    for table in _FACT_TABLES:
        count = connection.execute(
            f"SELECT count(*) FROM {table} f JOIN document d ON d.id = f.document_id "  # noqa: S608 - our own tables
            "WHERE f.in_force <> (d.standing = ?)",
            (Standing.IN_FORCE,),
        ).fetchone()[0]
        if count:
            yield f"{count} rows of {table} have another in-force flag than their document"


def base_amounts(examined: Examined) -> Finding:
    """Translate every foreign posting anew by the rates in force."""
    currency = examined.ledger.currency
    return judged(
        f"Amounts in {currency}",
        _wrong_base(examined),
        sound=f"Every amount in {currency} is what the rates in force make of it.",
        wrong=f"Amounts in {currency} are not what the rates in force make of them.",
    )


def _wrong_base(examined: Examined) -> Iterator[str]:
    with examined.ledger.read() as session:
        rates = Rates(session)
    own = examined.bare.execute(
        "SELECT id, amount, base_minor FROM posting WHERE currency = ? AND base_minor IS NOT amount", (rates.base,)
    )
    yield from (f"posting {identity}: {base} instead of {amount}" for identity, amount, base in own)
    foreign = examined.bare.execute(
        "SELECT d.id, d.billed, p.id, p.amount, p.currency, p.day, p.base_minor FROM posting p "
        "JOIN document d ON d.id = p.document_id WHERE p.currency <> ? ORDER BY p.document_id, p.id",
        (rates.base,),
    )
    for identity, wanted, base in misstated(rates, foreign):
        yield f"posting {identity}: {base} instead of {wanted}"
