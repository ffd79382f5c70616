"""Choosing the place that serves a SKU on a channel against the recommendation, for a while."""

from __future__ import annotations

from datetime import date

from sqlalchemy import select

from app.actions.lapsing import end_before
from app.actions.stock_lines import refuse, sku_fault
from app.errors import UserError
from app.ledger.ledger import Done, Ledger
from models.tables import Channel, Location, RoutingOverride

_TOPICS = frozenset({"stock", "history"})


def choose_place(ledger: Ledger, *, sku: str, channel_id: int, location_id: int, reason: str, until: date) -> Done:
    """Serve a SKU on a channel from a place from today until a day; what was chosen before ends."""
    today = ledger.today()
    with ledger.change("Choose a place", _TOPICS) as (session, done):
        channel, place = session.get(Channel, channel_id), session.get(Location, location_id)
        if channel is None or place is None:
            raise UserError("There is no such channel or place; choose one of the list. Nothing was changed.")
        done.label = f"Serve {sku} on {channel.name} from {place.name} until {until}"
        if not reason.strip():
            refuse("A place is chosen against the recommendation with a reason only. Say why.")
        if until < today:
            refuse("A choice ends today or later.")
        refuse(sku_fault(session, sku))
        if not (place.allocatable or place.channel_id == channel.id):
            refuse(f"The stock at {place.name} does not serve {channel.name}; Stock → Places says whose it is.")
        pair = (RoutingOverride.sku == sku, RoutingOverride.channel_id == channel_id)
        before = select(RoutingOverride).where(*pair, RoutingOverride.until >= today.isoformat())
        end_before(session, session.scalars(before), today)
        session.add(
            RoutingOverride(
                sku=sku,
                channel_id=channel_id,
                location_id=location_id,
                reason=reason.strip(),
                valid_from=today.isoformat(),
                until=until.isoformat(),
            )
        )
    return done


def lift_choice(ledger: Ledger, *, override_id: int) -> Done:
    """End a choice now; one that began before today stays on record until yesterday."""
    with ledger.change("Follow the recommendation again", _TOPICS) as (session, done):
        row = session.get(RoutingOverride, override_id)
        if row is None:
            raise UserError("This choice has ended already. Nothing was changed.")
        done.label = f"Follow the recommendation for {row.sku} again"
        end_before(session, [row], ledger.today())
    return done
