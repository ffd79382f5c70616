"""What catalogue facts mean for what people edit: the components of bundles, and the SKUs of listings known by name."""

from __future__ import annotations

import json

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.ledger.costing import Scope, scopes_of_skus
from app.ledger.extent import documents_of
from models.domain.catalog import NAMED
from models.tables import BundlePart, Change, ChangedRow, Component, Document, ListedPrice, Listing, Sku


def follow(session: Session, batch_id: int) -> set[Scope]:
    """Bring bundles and links in line with what stands after a batch came or went; gives the listings this bears on."""
    bundles = _follow_bundles(session, batch_id)
    return scopes_of_skus(session, bundles) | _follow_names(session, batch_id)


def _follow_bundles(session: Session, batch_id: int) -> set[str]:
    """Set the components that files tell of; where none does any more, what a person had said stands again."""
    told = select(BundlePart.bundle, BundlePart.component).distinct()
    pairs = session.execute(told.where(BundlePart.document_id.between(*documents_of(session, batch_id)))).all()
    if not pairs:
        return set()
    skus = {code.casefold(): identity for identity, code in session.execute(select(Sku.id, Sku.code))}
    bundles = {bundle for bundle, _ in pairs}
    for bundle, part in pairs:
        in_force = select(BundlePart.quantity).where(BundlePart.bundle == bundle, BundlePart.component == part)
        quantity = session.scalars(in_force.where(BundlePart.in_force == 1).order_by(BundlePart.id.desc())).first()
        bundle_id, sku_id = skus[bundle.casefold()], skus[part.casefold()]
        same = (Component.bundle_id == bundle_id, Component.sku_id == sku_id)
        component = session.scalars(select(Component).where(*same)).first()
        if quantity is None and component is not None:
            quantity = _typed_quantity(session, component)
        if component is None and quantity is not None:
            session.add(Component(bundle_id=bundle_id, sku_id=sku_id, quantity=quantity))
        elif component is not None and quantity is None:
            session.delete(component)
        elif component is not None and quantity is not None and component.quantity != quantity:
            component.quantity = quantity
    session.flush()
    # The code as the ledger spells it, whatever the case in the file.
    return set(session.scalars(select(Sku.code).where(Sku.id.in_({skus[bundle.casefold()] for bundle in bundles}))))


def _typed_quantity(session: Session, component: Component) -> int | None:
    """Give the quantity that a person typed last, or None if only imports ever spoke of it."""
    typed = (
        select(ChangedRow.after)
        .join(Change, Change.id == ChangedRow.change_id)
        .where(ChangedRow.table_name == Component.__tablename__, ChangedRow.row_id == component.id)
        .where(Change.batch_id.is_(None), ChangedRow.after.is_not(None))
    )
    image = session.scalars(typed.order_by(Change.id.desc()).limit(1)).first()
    return None if image is None else int(json.loads(image)["quantity"])


def _follow_names(session: Session, batch_id: int) -> set[Scope]:
    """Link listings known by name only to the SKU of the one listing of their channel that has this title."""
    documents = documents_of(session, batch_id)
    spoken = select(Document.channel_id).where(Document.id.between(*documents), Document.channel_id.is_not(None))
    moved: set[Scope] = set()
    for channel_id in session.scalars(spoken.distinct()).all():
        named = select(Listing.id, Listing.code, Listing.sku_id).where(Listing.channel_id == channel_id)
        known = session.execute(named.where(Listing.code.startswith(NAMED, autoescape=True))).all()
        if not known:
            continue
        skus = _skus_by_title(session, channel_id)
        for identity, code, sku_id in known:
            wanted = skus.get(code.removeprefix(NAMED))
            if wanted != sku_id and not _linked_by_hand(session, identity):
                session.get_one(Listing, identity).sku_id = wanted
                moved.add((channel_id, code))
    session.flush()
    return moved


def _skus_by_title(session: Session, channel_id: int | None) -> dict[str, int | None]:
    """Give the SKU that each title of the catalogue means; titles that several listings have mean none."""
    shown = (
        select(ListedPrice.title, ListedPrice.sku, Listing.sku_id)
        .join(Listing, (Listing.channel_id == ListedPrice.channel_id) & (Listing.code == ListedPrice.sku))
        .where(ListedPrice.channel_id == channel_id, ListedPrice.in_force == 1)
        .where(ListedPrice.sku.not_like(f"{NAMED}%"))
        .distinct()
    )
    codes: dict[str, set[str]] = {}
    skus: dict[str, int | None] = {}
    for title, code, sku_id in session.execute(shown):
        codes.setdefault(title, set()).add(code)
        skus[title] = sku_id
    return {title: skus[title] for title, own in codes.items() if len(own) == 1}


def _linked_by_hand(session: Session, listing_id: int) -> bool:
    """Say whether a person, and no import, was the last to touch a listing."""
    last = (
        select(Change.batch_id)
        .join(ChangedRow, ChangedRow.change_id == Change.id)
        .where(ChangedRow.table_name == Listing.__tablename__, ChangedRow.row_id == listing_id)
        .order_by(Change.id.desc())
        .limit(1)
    )
    row = session.execute(last).first()
    return row is not None and row[0] is None
