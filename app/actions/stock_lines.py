"""Lines of purchase orders and of promised orders: what is wrong with one, how it stands, and how it is put."""

from __future__ import annotations

from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.errors import UserError
from app.ledger.catalog import make_location
from app.queries.own_skus import own_codes
from models.domain.stock import Commitment, Fill, Inbound
from models.tables import Channel, Sku
from models.tables import Commitment as CommitmentTable
from models.tables import Inbound as InboundTable

_MOST = 1_000_000_000
UNCHANGED = "Nothing was changed."


def refuse(fault: str, safe: str = UNCHANGED) -> None:
    """Refuse what has a fault, and say what is safe."""
    if fault:
        raise UserError(f"{fault} {safe}")


def units_fault(what: str, units: int, *, least: int = 0) -> str:
    """Say what is wrong with a number of units, or nothing."""
    if units < least:
        return f"{what} cannot be under {least}."
    return f"{what} cannot be over {_MOST:,}." if units > _MOST else ""


def sku_fault(session: Session, sku: str) -> str:
    """Say that there is no such SKU, or nothing."""
    if session.scalars(select(Sku.id).where(Sku.code == sku)).first() is None:
        return f"There is no SKU “{sku}”; choose one of the catalogue."
    return ""


def settled_inbound(session: Session, line: Inbound, safe: str = UNCHANGED) -> Inbound:
    """Give a line as it is kept; refuse one that cannot be."""
    kept = line._replace(
        row=0,
        reference=line.reference.strip(),
        sku=line.sku.strip(),
        location=line.location.strip(),
        supplier=line.supplier.strip(),
    )
    refuse("" if kept.reference else "A line needs the number of its purchase order.", safe)
    refuse(sku_fault(session, kept.sku), safe)
    refuse(units_fault("The units ordered", kept.quantity), safe)
    refuse(units_fault("The units received", kept.received), safe)
    refuse("" if kept.expected else "A line needs the day it is expected.", safe)
    for name, day in (("expected", kept.expected), ("received", kept.received_on), ("ordered", kept.ordered)):
        refuse(_day_fault(name, day), safe)
    if kept.ordered and kept.expected < kept.ordered:
        refuse(f"It cannot be expected ({kept.expected}) before it was ordered ({kept.ordered}).", safe)
    if kept.received_on and not kept.received:
        refuse("A day of arrival needs units that were received.", safe)
    if kept.received_on and kept.ordered and kept.received_on < kept.ordered:
        refuse(f"It cannot arrive ({kept.received_on}) before it was ordered ({kept.ordered}).", safe)
    return kept


def settled_commitment(session: Session, channel_id: int, line: Commitment, safe: str = UNCHANGED) -> Commitment:
    """Give a line as it is kept; refuse one that cannot be."""
    kept = line._replace(row=0, reference=line.reference.strip(), sku=line.sku.strip())
    refuse("" if session.get(Channel, channel_id) else "There is no such channel; choose one of the list.", safe)
    refuse("" if kept.reference else "A line needs the number of its order.", safe)
    refuse(sku_fault(session, kept.sku), safe)
    refuse(units_fault("The units ordered", kept.quantity), safe)
    refuse(units_fault("The units shipped", kept.shipped), safe)
    if kept.shipped > kept.quantity:
        refuse(f"{kept.shipped} units cannot have left of {kept.quantity} that were ordered.", safe)
    refuse(_day_fault("first day of the ship window", kept.ship_from), safe)
    refuse(_day_fault("last day of the ship window", kept.ship_by), safe)
    if kept.ship_from and kept.ship_by and kept.ship_by < kept.ship_from:
        refuse(f"The ship window ends ({kept.ship_by}) before it begins ({kept.ship_from}).", safe)
    refuse("" if kept.fill in set(Fill) else f"“{kept.fill}” says nothing of filling; it is partial or full.", safe)
    return kept


def _day_fault(name: str, day: str) -> str:
    try:
        fine = not day or date.fromisoformat(day).isoformat() == day
    except ValueError:
        fine = False
    return "" if fine else f"“{day}” is not a day ({name}); write it like 2026-03-14."


def inbound_as_it_stands(session: Session, inbound_id: int) -> tuple[InboundTable, Inbound]:
    """Give a row and what it says; several rows of files that tell of the same units are added up."""
    row = session.get_one(InboundTable, inbound_id)
    rows = [row] if row.document_id is None else [one for one in _like(session, row) if one.document_id is not None]
    line = Inbound(
        0,
        row.reference,
        row.sku,
        sum(one.quantity for one in rows),
        row.expected,
        row.location,
        sum(one.received for one in rows),
        max(one.received_on for one in rows),
        row.ordered,
        row.supplier,
    )
    return row, line


def put_inbound(session: Session, row: InboundTable | None, line: Inbound) -> None:
    """Change a typed row in place; beside no row or one of a file, add a typed one."""
    kept = line._replace(location=make_location(session, line.location))._asdict()
    del kept["row"]
    put = row if row is not None and row.document_id is None else InboundTable(in_force=1)
    for name, value in kept.items():
        setattr(put, name, value)
    others = [one for one in _like(session, put) if one is not put and one.document_id is None]
    if others:
        where = f" to {line.location}" if line.location else ""
        raise UserError(
            f"A typed line tells of {line.reference} of {line.sku}{where} already. {UNCHANGED} Edit that line."
        )
    session.add(put)


def _like(session: Session, row: InboundTable) -> list[InboundTable]:
    """Give the rows in force that tell of the same order, SKU and place."""
    with session.no_autoflush:
        rows = session.scalars(select(InboundTable).where(InboundTable.in_force == 1, InboundTable.sku == row.sku))
        key = (row.reference.casefold(), row.location.casefold())
        return [one for one in rows if (one.reference.casefold(), one.location.casefold()) == key]


def commitment_as_it_stands(session: Session, commitment_id: int) -> tuple[CommitmentTable, Commitment]:
    """Give a row and what it says, by the brand's own SKU; several rows of files are added up."""
    row = session.get_one(CommitmentTable, commitment_id)
    sku = _own_code(own_codes(session), row)
    rows = [row]
    if row.document_id is not None:
        like = _like_promise(session, row.channel_id, row.reference, sku)
        rows = [one for one in like if one.document_id is not None]
    line = Commitment(
        0,
        row.reference,
        sku,
        sum(one.quantity for one in rows),
        row.ship_by,
        row.ship_from,
        sum(one.shipped for one in rows),
        row.fill,
    )
    return row, line


def put_commitment(session: Session, row: CommitmentTable | None, line: Commitment, *, channel_id: int) -> None:
    """Change a typed row in place; beside no row or one of a file, add a typed one."""
    kept = line._asdict()
    del kept["row"]
    put = row if row is not None and row.document_id is None else CommitmentTable(in_force=1)
    like = _like_promise(session, channel_id, line.reference, line.sku)
    if any(one is not put and one.document_id is None for one in like):
        raise UserError(f"A typed line tells of {line.reference} of {line.sku} already. {UNCHANGED} Edit that line.")
    put.channel_id = channel_id
    for name, value in kept.items():
        setattr(put, name, value)
    session.add(put)


def _like_promise(session: Session, channel_id: int, reference: str, sku: str) -> list[CommitmentTable]:
    """Give the rows in force that tell of the same channel, order and SKU."""
    names = own_codes(session)
    rows = session.scalars(
        select(CommitmentTable).where(CommitmentTable.in_force == 1, CommitmentTable.channel_id == channel_id)
    )
    return [one for one in rows if one.reference.casefold() == reference.casefold() and _own_code(names, one) == sku]


def _own_code(names: dict[tuple[int | None, str], str], row: CommitmentTable) -> str:
    """Give the brand's own SKU of a row: a file speaks the channel's codes, a person the brand's own."""
    return row.sku if row.document_id is None else names.get((row.channel_id, row.sku), row.sku)
