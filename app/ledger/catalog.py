"""Listings and SKUs that imports speak of: made where they are new, linked only where the code is unique."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from difflib import get_close_matches
from typing import NamedTuple

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from app.errors import UserError
from app.ledger.extent import documents_of
from models.domain.catalog import CHANNEL_COLOURS, NAMED, Recognition, guess_kind
from models.domain.stock import LocationKind, guess_location_kind
from models.tables import (
    BasePrice,
    BundlePart,
    Channel,
    Commitment,
    CompetitorPrice,
    Cost,
    Inbound,
    ListedPrice,
    Listing,
    LivePrice,
    Location,
    PlanningFact,
    Sku,
    StockLevel,
)


def find_channel(session: Session, name: str) -> Channel | None:
    """Find a channel by its name, whatever the case."""
    channels = session.scalars(select(Channel)).all()
    return next((channel for channel in channels if channel.name.casefold() == name.strip().casefold()), None)


def channel_named(session: Session, name: str, *, besides: Sequence[str] = ()) -> Channel:
    """Find the channel that a person names, whatever the case; a refusal tells the names there are, and `besides`."""
    found = find_channel(session, name)
    if found is not None:
        return found
    names = [*session.scalars(select(Channel.name).order_by(Channel.id)), *besides]
    raise UserError(f"There is no channel “{name}”. Nothing was written. There are: {', '.join(names) or 'none'}.")


def sku_named(session: Session, typed: str) -> str:
    """Write the SKU that a person names as the catalogue does, whatever the case; refuses one that is not known.

    The code of a listing that nobody has linked to a SKU counts as one, as it does in the statement by SKU.
    """
    codes = list(session.scalars(select(Sku.code).order_by(Sku.code)))
    unlinked = session.scalars(select(Listing.code).where(Listing.sku_id.is_(None)).order_by(Listing.code))
    found = _as_written(typed, (*codes, *unlinked))
    if found is not None:
        return found
    wanted = typed.strip().casefold()
    linked = session.execute(select(Listing.code, Sku.code).join(Sku, Sku.id == Listing.sku_id))
    if owners := sorted({own for code, own in linked if code.casefold() == wanted}):
        raise UserError(
            f"“{typed}” is the code of a listing of {' and '.join(owners)}. Nothing was written. "
            "Name the SKU that the listing is linked to."
        )
    near = [code for code in codes if code.casefold().startswith(wanted)] or get_close_matches(typed.upper(), codes)
    hint = f"Near to it are: {', '.join(near[:3])}." if near else "See in the Catalogue how it is written."
    raise UserError(f"There is no SKU “{typed}” in this ledger. Nothing was written. {hint}")


def _as_written(typed: str, codes: Iterable[str]) -> str | None:
    """Find what is typed among codes: exactly, else whatever the case."""
    wanted = typed.strip()
    alike = [code for code in codes if code.casefold() == wanted.casefold()]
    return wanted if wanted in alike else next(iter(alike), None)


def make_channel(session: Session, name: str, platform: str) -> Channel:
    """Make a channel with the kind its platform or name suggests and the next free colour."""
    taken = set(session.scalars(select(Channel.colour)))
    free = [colour for colour in CHANNEL_COLOURS if colour not in taken] or list(CHANNEL_COLOURS)
    channel = Channel(
        name=name.strip(),
        platform=platform,
        kind=guess_kind(platform, name),
        owner="",
        colour=free[0],
        recognition=Recognition.PLACED,
        active=1,
    )
    session.add(channel)
    session.flush()
    return channel


def register(session: Session, batch_id: int, posted: Iterable[tuple[int | None, str]]) -> None:
    """Make the listings and SKUs that a batch speaks of for the first time; `posted` are those of its postings."""
    documents = documents_of(session, batch_id)
    # One query each: a union would take note of every row, and not of the different ones alone.
    spoken = (
        select(ListedPrice.channel_id, ListedPrice.sku).where(ListedPrice.document_id.between(*documents)),
        select(StockLevel.channel_id, StockLevel.sku).where(StockLevel.document_id.between(*documents)),
        select(Commitment.channel_id, Commitment.sku).where(Commitment.document_id.between(*documents)),
        select(LivePrice.channel_id, LivePrice.sku).where(LivePrice.document_id.between(*documents)),
    )
    told = {(row[0], row[1]) for query in spoken for row in session.execute(query.distinct())}
    pairs = {(channel_id, code) for channel_id, code in told.union(posted) if code}
    costed = set(session.scalars(select(Cost.sku).where(Cost.document_id.between(*documents))))
    listed = select(
        ListedPrice.channel_id, ListedPrice.sku, ListedPrice.title, ListedPrice.category, ListedPrice.brand
    ).where(ListedPrice.document_id.between(*documents))
    titles = {(row.channel_id, row.sku): _Told(row.title, row.category, row.brand) for row in session.execute(listed)}
    parts = select(BundlePart.bundle, BundlePart.component).where(BundlePart.document_id.between(*documents))
    packed = {code for row in session.execute(parts) for code in row}
    named = {code: title for (_, code), title in titles.items()}
    asked = set(session.scalars(select(CompetitorPrice.sku).where(CompetitorPrice.document_id.between(*documents))))
    priced = set(session.scalars(select(BasePrice.sku).where(BasePrice.document_id.between(*documents))))
    bought = set(session.scalars(select(Inbound.sku).where(Inbound.document_id.between(*documents))))
    planned = select(PlanningFact.sku, PlanningFact.category).where(PlanningFact.document_id.between(*documents))
    categories: dict[str, str] = dict(session.execute(planned).all())
    spoken_of = {code for _, code in pairs} | costed | packed | priced | bought | asked | categories.keys()
    _make_skus(session, spoken_of, named)
    _fill_in(session, "category", categories)
    _fill_in(session, "brand", {code: told.brand for code, told in named.items()})
    _make_listings(session, pairs, titles)
    _make_locations(session, documents)


class _Told(NamedTuple):
    """What a catalogue export says of a listing."""

    title: str = ""
    category: str = ""
    brand: str = ""


def _make_skus(session: Session, codes: Iterable[str], titles: dict[str, _Told]) -> None:
    known = {code.casefold() for code in session.scalars(select(Sku.code))}
    fresh: dict[str, str] = {}
    for code in sorted(codes):
        if not code.startswith(NAMED) and code.casefold() not in known:
            fresh.setdefault(code.casefold(), code)
    if fresh:
        rows = [{"code": code, "active": 1, **titles.get(code, _Told())._asdict()} for code in fresh.values()]
        session.execute(insert(Sku), rows)
    for sku in session.scalars(select(Sku).where(Sku.title == "", Sku.code.in_(list(titles)))):
        sku.title = titles[sku.code].title
        sku.category = titles[sku.code].category or sku.category


def _fill_in(session: Session, name: str, words: Mapping[str, str]) -> None:
    """Give SKUs that have no category, or no brand, the one that a file names."""
    told = {code.casefold(): word for code, word in words.items() if word}
    for sku in session.scalars(select(Sku).where(getattr(Sku, name) == "")) if told else ():
        setattr(sku, name, told.get(sku.code.casefold(), ""))


def _make_listings(
    session: Session, pairs: Iterable[tuple[int | None, str]], titles: dict[tuple[int | None, str], _Told]
) -> None:
    known = {(row.channel_id, row.code) for row in session.execute(select(Listing.channel_id, Listing.code))}
    links: dict[str, list[int]] = {}
    exact: dict[str, int] = {}
    for identity, code in session.execute(select(Sku.id, Sku.code)):
        links.setdefault(code.casefold(), []).append(identity)
        exact[code] = identity
    rows = []
    for channel_id, code in sorted(pairs, key=str):
        if channel_id is None or (channel_id, code) in known:
            continue
        folded = links.get(code.casefold(), [])
        sku_id = exact.get(code) or (folded[0] if len(folded) == 1 else None)
        named = _Told(code.removeprefix(NAMED) if code.startswith(NAMED) else "")
        title = titles.get((channel_id, code), named).title
        rows.append({"channel_id": channel_id, "code": code, "title": title, "sku_id": sku_id})
    if rows:
        session.execute(insert(Listing), rows)
    if titles:
        _name_listings(session, titles)


def _name_listings(session: Session, titles: dict[tuple[int | None, str], _Told]) -> None:
    """Give listings that came without a title, as those of orders do, the title of the catalogue."""
    channels = {channel_id for channel_id, _ in titles}
    for listing in session.scalars(select(Listing).where(Listing.title == "", Listing.channel_id.in_(channels))):
        if (listing.channel_id, listing.code) in titles:
            listing.title = titles[listing.channel_id, listing.code].title


def make_location(session: Session, name: str) -> str:
    """Make the place that a person names for the first time; gives the name of the one that is meant."""
    known = {known.casefold(): known for known in session.scalars(select(Location.name))}
    if name and name.casefold() not in known:
        kind = guess_location_kind(name)
        session.add(Location(name=name, kind=kind, allocatable=int(kind is not LocationKind.FBA)))
        session.flush()
    return known.get(name.casefold(), name)


def _make_locations(session: Session, documents: tuple[int, int]) -> None:
    """Make the places that a batch names for the first time; what lies at an FBA is positioned stock of its channel."""
    told = select(StockLevel.location, StockLevel.channel_id).where(StockLevel.document_id.between(*documents))
    places: dict[str, int | None] = {}
    for name, channel_id in session.execute(told.distinct()):
        places.setdefault(name, channel_id)
    awaited = select(Inbound.location).where(Inbound.document_id.between(*documents), Inbound.location != "")
    for name in session.scalars(awaited.distinct()):
        places.setdefault(name, None)
    known = {name.casefold() for name in session.scalars(select(Location.name))}
    rows = []
    for name, channel_id in places.items():
        if name.casefold() not in known:
            known.add(name.casefold())
            kind = guess_location_kind(name)
            own = kind is not LocationKind.FBA
            rows.append(
                {"name": name, "kind": kind, "allocatable": int(own), "channel_id": None if own else channel_id}
            )
    if rows:
        session.execute(insert(Location), rows)
