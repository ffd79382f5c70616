"""Edits of units on their way and of units that were promised; a line of a file is overruled, never changed."""

from __future__ import annotations

from datetime import date

from sqlalchemy.orm import Session

from app.actions.stock_lines import (
    commitment_as_it_stands,
    inbound_as_it_stands,
    put_commitment,
    put_inbound,
    refuse,
    settled_commitment,
    settled_inbound,
    units_fault,
)
from app.errors import UserError
from app.ledger.ledger import Done, Ledger
from models.domain.stock import Commitment, Fill, Inbound
from models.tables import Base

TOPICS = frozenset({"stock", "catalog", "history"})


def add_inbound(ledger: Ledger, *, line: Inbound) -> Done:
    """Type a line of a purchase order; it overrules what files say of the same order, SKU and place."""
    with ledger.change(f"Add {line.reference}: {line.quantity} × {line.sku}", TOPICS) as (session, done):
        settled = settled_inbound(session, line, "Nothing was added.")
        if not settled.quantity:
            raise UserError("A new line needs units. Nothing was added. Type at least 1.")
        done.label = f"Add {settled.reference}: {settled.quantity} × {settled.sku}"
        put_inbound(session, None, settled)
    return done


def edit_inbound(ledger: Ledger, *, inbound_id: int, line: Inbound) -> Done:
    """Change a line: a typed one in place, an imported one by a typed one with the same order, SKU and place."""
    with ledger.change("Edit purchase order", TOPICS) as (session, done):
        row, stands = inbound_as_it_stands(session, inbound_id)
        if row.document_id is not None:
            line = line._replace(reference=stands.reference, sku=stands.sku, location=stands.location)
        settled = settled_inbound(session, line)
        done.label = f"Edit {settled.reference} of {settled.sku}"
        if settled != stands:
            put_inbound(session, row, settled)
    return done


def receive_inbound(ledger: Ledger, *, inbound_id: int, units: int, day: date) -> Done:
    """Say that units have arrived on a day; they add to those that came before."""
    with ledger.change("Receive units", TOPICS) as (session, done):
        row, stands = inbound_as_it_stands(session, inbound_id)
        refuse(units_fault("The units received", units, least=1))
        if day > ledger.today():
            raise UserError(f"{day} has not come yet. Nothing was changed. Choose the day the units arrived.")
        done.label = f"Receive {units} × {stands.sku} of {stands.reference}"
        arrived = stands._replace(received=stands.received + units, received_on=day.isoformat())
        put_inbound(session, row, settled_inbound(session, arrived))
    return done


def cancel_inbound(ledger: Ledger, *, inbound_id: int) -> Done:
    """Say that nothing more of a line will come; what has arrived stays."""
    with ledger.change("Cancel purchase order", TOPICS) as (session, done):
        row, stands = inbound_as_it_stands(session, inbound_id)
        if stands.received >= stands.quantity:
            raise UserError(f"Nothing of {stands.reference} is still to come. Nothing was changed.")
        done.label = f"Cancel {stands.reference} of {stands.sku}"
        put_inbound(session, row, stands._replace(quantity=stands.received))
    return done


def remove_inbound(ledger: Ledger, *, inbound_id: int) -> Done:
    """Take a typed line away; one of a file counts again if the typed one overruled it."""
    with ledger.change("Remove purchase order", TOPICS) as (session, done):
        row, stands = inbound_as_it_stands(session, inbound_id)
        done.label = f"Remove {stands.reference} of {stands.sku}"
        _remove(session, row, imported=row.document_id is not None)
    return done


def add_commitment(ledger: Ledger, *, channel_id: int, line: Commitment) -> Done:
    """Type a line that a channel has promised; it overrules what files say of the same channel, order and SKU."""
    with ledger.change(f"Add {line.reference}: {line.quantity} × {line.sku}", TOPICS) as (session, done):
        settled = settled_commitment(session, channel_id, line, "Nothing was added.")
        if not settled.quantity:
            raise UserError("A new line needs units. Nothing was added. Type at least 1.")
        done.label = f"Add {settled.reference}: {settled.quantity} × {settled.sku}"
        put_commitment(session, None, settled, channel_id=channel_id)
    return done


def edit_commitment(ledger: Ledger, *, commitment_id: int, channel_id: int, line: Commitment) -> Done:
    """Change a line: a typed one in place, an imported one by a typed one of the same channel, order and SKU."""
    with ledger.change("Edit order", TOPICS) as (session, done):
        row, stands = commitment_as_it_stands(session, commitment_id)
        if row.document_id is not None:
            line = line._replace(reference=stands.reference, sku=stands.sku)
            channel_id = row.channel_id
        settled = settled_commitment(session, channel_id, line)
        done.label = f"Edit {settled.reference} of {settled.sku}"
        if (settled, channel_id) != (stands, row.channel_id):
            put_commitment(session, row, settled, channel_id=channel_id)
    return done


def ship_commitment(ledger: Ledger, *, commitment_id: int, units: int) -> Done:
    """Say that units have left; they add to those that left before."""
    with ledger.change("Ship units", TOPICS) as (session, done):
        row, stands = commitment_as_it_stands(session, commitment_id)
        left = stands.quantity - stands.shipped
        refuse(units_fault("The units shipped", units, least=1))
        if units > left:
            raise UserError(
                f"{max(0, left)} units of {stands.reference} are still to ship, not {units}. Nothing was changed."
            )
        if stands.fill == Fill.FULL and units < left:
            raise UserError(
                f"{stands.reference} is shipped whole or not at all: {left} units. Nothing was changed. "
                "Set its fill to partial first if a part may leave."
            )
        done.label = f"Ship {units} × {stands.sku} of {stands.reference}"
        put_commitment(session, row, stands._replace(shipped=stands.shipped + units), channel_id=row.channel_id)
    return done


def cancel_commitment(ledger: Ledger, *, commitment_id: int) -> Done:
    """Say that nothing more of a line will be shipped; what has left stays."""
    with ledger.change("Cancel order", TOPICS) as (session, done):
        row, stands = commitment_as_it_stands(session, commitment_id)
        if stands.shipped >= stands.quantity:
            raise UserError(f"Nothing of {stands.reference} is still to ship. Nothing was changed.")
        done.label = f"Cancel {stands.reference} of {stands.sku}"
        put_commitment(session, row, stands._replace(quantity=stands.shipped), channel_id=row.channel_id)
    return done


def remove_commitment(ledger: Ledger, *, commitment_id: int) -> Done:
    """Take a typed line away; one of a file counts again if the typed one overruled it."""
    with ledger.change("Remove order", TOPICS) as (session, done):
        row, stands = commitment_as_it_stands(session, commitment_id)
        done.label = f"Remove {stands.reference} of {stands.sku}"
        _remove(session, row, imported=row.document_id is not None)
    return done


def _remove(session: Session, row: Base, *, imported: bool) -> None:
    if imported:
        raise UserError("This line came from a file. Nothing was changed. Undo its import, or cancel the line.")
    session.delete(row)
