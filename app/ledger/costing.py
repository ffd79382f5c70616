"""The costing run: makes the postings of goods sold from the sales in force and the dated costs."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import date

from sqlalchemy import and_, case, func, or_, select, tuple_
from sqlalchemy.orm import Session, aliased

from app.ledger.extent import documents_of, postings_within
from app.ledger.rows import rows_of
from app.ledger.standing import Standing
from models.domain import accounts
from models.domain.catalog import Component as ComponentFact
from models.domain.catalog import UnitCost
from models.domain.contribution.costing import CostBook
from models.domain.postings import Draft, Fact, Posting
from models.tables import ChangedRow, Component, Cost, Document, Listing, Sku
from models.tables import Posting as PostingRow

SOURCE = "costing"
_CHUNK = 400
Scope = tuple[int | None, str]
# Of several costs from one day known since one day the last counts: what a person typed last, else the highest cost,
# so that the order of imports does not matter.
_TYPED = Cost.document_id.is_(None)
_TYPED_LAST = (_TYPED, case((_TYPED, Cost.id), else_=Cost.amount), Cost.currency, Cost.id)


def cost_book(session: Session) -> CostBook:
    """Load every cost in force and every bundle."""
    day = date.fromisoformat
    spelled = {code.casefold(): code for (code,) in rows_of(session, select(Sku.code))}
    costs = [
        UnitCost(
            # A file may write a SKU in another case than the ledger does.
            spelled.get(sku.casefold(), sku),
            day(first),
            day(since),
            amount,
            currency,
        )
        for sku, first, since, amount, currency in rows_of(
            session,
            select(Cost.sku, Cost.valid_from, Cost.known_since, Cost.amount, Cost.currency)
            .where(Cost.in_force == 1)
            .order_by(*_TYPED_LAST),
        )
    ]
    bundle, part = aliased(Sku), aliased(Sku)
    components = [
        ComponentFact(*row)
        for row in session.execute(
            select(bundle.code, part.code, Component.quantity)
            .select_from(Component)
            .join(bundle, bundle.id == Component.bundle_id)
            .join(part, part.id == Component.sku_id)
            .order_by(Component.id)
        )
    ]
    return CostBook(costs, components)


def scopes_of_batch(session: Session, batch_id: int) -> set[Scope]:
    """Find what a batch bears on: the listings it sold, and every listing of the SKUs it brought costs for.

    Where no cost was ever told of anything there is none: to find what a large batch sold takes a while.
    """
    if session.execute(select(Cost.id).limit(1)).first() is None:
        return set()
    documents = documents_of(session, batch_id)
    sold = select(PostingRow.channel_id, PostingRow.sku).distinct()
    sold = sold.where(postings_within(session, documents), PostingRow.account == accounts.SALES)
    scopes = {(row.channel_id, row.sku) for row in session.execute(sold)}
    costed = select(Cost.sku).where(Cost.document_id.between(*documents))
    return scopes | scopes_of_skus(session, session.scalars(costed.distinct()))


def scopes_of_skus(session: Session, codes: Iterable[str]) -> set[Scope]:
    """Find every listing of these SKUs and of the bundles they are part of."""
    folded = {code.casefold() for code in codes}
    wanted = {code for code in session.scalars(select(Sku.code)) if code.casefold() in folded}
    bundle, part = aliased(Sku), aliased(Sku)
    pairs = session.execute(
        select(bundle.code, part.code)
        .select_from(Component)
        .join(bundle, bundle.id == Component.bundle_id)
        .join(part, part.id == Component.sku_id)
    ).all()
    while added := {whole for whole, component in pairs if component in wanted} - wanted:
        wanted |= added
    listings = select(Listing.channel_id, Listing.code, Sku.code.label("sku")).join(Sku, Sku.id == Listing.sku_id)
    return {(row.channel_id, row.code) for row in session.execute(listings) if row.sku in wanted}


def scopes_of_change(session: Session, change_id: int) -> set[Scope]:
    """Find every listing whose cost a change to costs, bundles or listings bears on."""
    skus: set[str] = set()
    scopes: set[Scope] = set()
    rows = select(ChangedRow.table_name, ChangedRow.before, ChangedRow.after).where(ChangedRow.change_id == change_id)
    for table, *images in session.execute(rows):
        for image in (json.loads(text) for text in images if text):
            match table:
                case "cost":
                    skus.add(image["sku"])
                case "component":
                    skus.update(session.scalars(select(Sku.code).where(Sku.id == image["bundle_id"])))
                case "listing":
                    scopes.add((image["channel_id"], image["code"]))
                case _:
                    pass
    return scopes | scopes_of_skus(session, skus)


def changed(session: Session, scopes: set[Scope]) -> list[tuple[int | None, Draft]]:
    """Make the cost postings of these listings anew, and give those that differ from what stands, by channel."""
    ordered = sorted(scopes, key=str)
    standing = {key: digest for key, digest, _ in _standing(session, ordered)}
    drafts = _drafts(session, ordered)
    made = {draft.key for draft in drafts}
    differing = [draft for draft in drafts if standing.get(draft.key) != draft.digest()]
    nothing = Draft(Fact.COGS, "", "", []).digest()
    differing += [
        Draft(Fact.COGS, key, key.rsplit("|", 1)[1], [])
        for key, digest in sorted(standing.items())
        if key not in made and digest != nothing
    ]
    return [(_channel(draft), draft) for draft in differing]


def _channel(draft: Draft) -> int | None:
    text = draft.key.split("|", 1)[0]
    return int(text) if text else None


def _key(channel_id: int | None, sku: str, day: str) -> str:
    return f"{'' if channel_id is None else channel_id}|{sku}|{day}"


def _standing(session: Session, scopes: list[Scope]) -> Iterable[tuple[str, str, int | None]]:
    """Give key and digest of the costing documents that stand for these listings."""
    if session.execute(select(Document.id).where(Document.source == SOURCE).limit(1)).first() is None:
        return
    for start in range(0, len(scopes), _CHUNK):
        prefixes = [_key(channel_id, sku, "") for channel_id, sku in scopes[start : start + _CHUNK]]
        # Keys that begin with the prefix, as a range that the index can walk.
        within = or_(*(and_(Document.key >= prefix, Document.key < prefix + "~") for prefix in prefixes))
        channels = {channel_id for channel_id, _ in scopes[start : start + _CHUNK]}
        for channel_id in channels:
            rows = session.execute(
                select(Document.key, Document.digest, Document.channel_id).where(
                    Document.source == SOURCE,
                    Document.channel_id.is_(None) if channel_id is None else Document.channel_id == channel_id,
                    Document.standing == Standing.IN_FORCE,
                    within,
                )
            )
            yield from ((row.key, row.digest, row.channel_id) for row in rows)


def _drafts(session: Session, scopes: list[Scope]) -> list[Draft]:
    """Make one document for each listing and day that sold something with a known cost."""
    costs = cost_book(session)
    if costs.is_empty:
        return []
    own = {
        (row.channel_id, row.code): row.sku
        for row in session.execute(
            select(Listing.channel_id, Listing.code, Sku.code.label("sku")).join(Sku, Sku.id == Listing.sku_id)
        )
    }
    drafts = []
    for start in range(0, len(scopes), _CHUNK):
        chunk = scopes[start : start + _CHUNK]
        for channel_id, sku, day, units in _sales(session, chunk):
            cost = costs.unit_cost(own.get((channel_id, sku), sku), day) if units else None
            if cost is None:
                continue
            postings = [
                Posting(0, day, accounts.GOODS_SOLD, -units * amount, currency, sku=sku)
                for currency, amount in cost.amounts
            ]
            drafts.append(Draft(Fact.COGS, _key(channel_id, sku, day), day, [], postings))
    return drafts


def _sales(session: Session, scopes: list[Scope]) -> Iterable[tuple[int | None, str, str, int]]:
    units = func.sum(PostingRow.quantity)
    rows = session.execute(
        select(PostingRow.channel_id, PostingRow.sku, PostingRow.day, units)
        .where(
            PostingRow.in_force == 1,
            PostingRow.account == accounts.SALES,
            tuple_(PostingRow.channel_id, PostingRow.sku).in_(scopes),
        )
        .group_by(PostingRow.channel_id, PostingRow.sku, PostingRow.day)
    )
    for row in rows:
        yield row[0], row[1], row[2], row[3]
