"""Edits of the catalogue: channels, SKUs, listings, bundles, costs and rates."""

from __future__ import annotations

from datetime import date
from decimal import Decimal, InvalidOperation

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.errors import UserError
from app.ledger import costing
from app.ledger.catalog import find_channel, make_channel
from app.ledger.ledger import Done, Ledger
from app.ledger.rates import retranslate
from models.domain.bounds import MOST_RATE, MOST_UNIT_COST
from models.domain.catalog import ChannelKind, Recognition
from models.domain.currencies import is_currency
from models.domain.money import Money, rate_mark
from models.tables import Channel, Component, Cost, Listing, Rate, Sku

_FIGURES = frozenset({"catalog", "contribution", "history"})
_STOCKED = frozenset({"catalog", "stock", "history"})
_NAMES = frozenset({"catalog", "contribution", "stock", "imports", "history"})


def add_channel(ledger: Ledger, *, name: str, kind: ChannelKind, owner: str = "") -> Done:
    """Make a channel."""
    with ledger.change(f"Add channel {name}", _NAMES) as (session, done):
        if not name.strip():
            raise UserError("A channel needs a name. Nothing was added.")
        if find_channel(session, name) is not None:
            raise UserError(f"There is a channel “{name}” already. Nothing was added.")
        channel = make_channel(session, name, "")
        channel.kind, channel.owner = kind, owner
    return done


def edit_channel(ledger: Ledger, *, channel_id: int, name: str, kind: ChannelKind, owner: str, active: bool) -> Done:
    """Change the name, kind, owner or state of a channel."""
    with ledger.change(f"Edit channel {name}", _NAMES) as (session, done):
        other = find_channel(session, name)
        if not name.strip() or (other is not None and other.id != channel_id):
            raise UserError(f"“{name}” cannot be the name: it is empty or another channel has it. Nothing was changed.")
        channel = session.get_one(Channel, channel_id)
        channel.name, channel.kind, channel.owner, channel.active = name.strip(), kind, owner, int(active)
    return done


def set_recognition(ledger: Ledger, *, channel_id: int, recognition: Recognition) -> Done:
    """Choose when orders of a channel count; it holds for what is imported from then on."""
    with ledger.change(f"Count sales when {recognition}", _FIGURES) as (session, done):
        session.get_one(Channel, channel_id).recognition = recognition
    return done


def edit_sku(ledger: Ledger, *, sku_id: int, title: str, category: str, brand: str) -> Done:
    """Change the name, category or brand of a SKU."""
    with ledger.change("Edit SKU", _NAMES) as (session, done):
        sku = session.get_one(Sku, sku_id)
        done.label = f"Edit SKU {sku.code}"
        sku.title, sku.category, sku.brand = title.strip(), category.strip(), brand.strip()
    return done


def keep_ready_made(ledger: Ledger, *, sku_id: int, ready_made: bool | None) -> Done:
    """Say whether a bundle lies ready-made, a SKU of its own to all planning, or is put together when it is sold."""
    with ledger.change("Keep bundle", _STOCKED) as (session, done):
        sku = session.get_one(Sku, sku_id)
        if session.scalars(select(Component).where(Component.bundle_id == sku_id)).first() is None:
            raise UserError(f"{sku.code} is no bundle. Nothing was changed.")
        words = {True: "is kept ready-made", False: "is put together when it is sold"}
        done.label = f"{sku.code} {words[ready_made]}" if ready_made is not None else f"Nothing is said of {sku.code}"
        sku.ready_made = None if ready_made is None else int(ready_made)
    return done


def link_listing(ledger: Ledger, *, listing_id: int, sku: str) -> Done:
    """Say which SKU a listing stands for (an empty text: none); its cost of goods is made anew."""
    with ledger.change(f"Link listing to {sku or 'no SKU'}", _NAMES) as (session, done):
        listing = session.get_one(Listing, listing_id)
        found = session.scalars(select(Sku).where(Sku.code == sku.strip())).first() if sku.strip() else None
        if sku.strip() and found is None:
            raise UserError(f"There is no SKU “{sku.strip()}”. Nothing was changed. Choose one of the list.")
        listing.sku_id = found.id if found else None
        session.flush()
        ledger.recost(session, {(listing.channel_id, listing.code)})
    return done


def set_component(ledger: Ledger, *, bundle: str, sku: str, quantity: int) -> Done:
    """Say how many of a SKU a bundle holds; 0 takes it out."""
    with ledger.change(f"Bundle {bundle}: {quantity} × {sku}", _FIGURES) as (session, done):
        codes = {row.code: row for row in session.scalars(select(Sku).where(Sku.code.in_([bundle, sku])))}
        if bundle == sku or len(codes) < 2 or quantity < 0:  # noqa: PLR2004 - a bundle and another SKU
            raise UserError("A bundle holds whole quantities of other SKUs of the catalogue. Nothing was changed.")
        pair = (Component.bundle_id == codes[bundle].id, Component.sku_id == codes[sku].id)
        component = session.scalars(select(Component).where(*pair)).first()
        if component is None and not quantity:
            raise UserError(f"{bundle} does not hold {sku}. Nothing was changed. Type how many it holds.")
        if component is None:
            session.add(Component(bundle_id=codes[bundle].id, sku_id=codes[sku].id, quantity=quantity))
        elif quantity:
            component.quantity = quantity
        else:
            session.delete(component)
        session.flush()
        ledger.recost(session, costing.scopes_of_skus(session, {bundle}))
    return done


def set_cost(ledger: Ledger, *, sku: str, valid_from: date, amount: Money, note: str = "") -> Done:
    """Type a landed cost from a day on, known since today; the cost of goods from that day is made anew."""
    with ledger.change(f"Set cost of {sku} to {amount.major()} from {valid_from}", _FIGURES) as (session, done):
        _check_cost(amount)
        if session.scalars(select(Sku.id).where(Sku.code == sku)).first() is None:
            raise UserError(f"There is no SKU “{sku}”. Nothing was changed. Choose one of the list.")
        session.add(
            Cost(
                sku=sku,
                valid_from=valid_from.isoformat(),
                known_since=known_since(session, sku, valid_from, ledger.today()).isoformat(),
                amount=amount.minor,
                currency=amount.currency,
                note=note.strip(),
                in_force=1,
            )
        )
        session.flush()
        ledger.recost(session, costing.scopes_of_skus(session, {sku}))
    return done


def _check_cost(amount: Money) -> None:
    if amount.minor < 0:
        raise UserError(
            "A landed cost cannot be negative. Nothing was changed. Type what one unit costs; 0 if it costs nothing."
        )
    if amount.minor > MOST_UNIT_COST:
        most = f"{Money(MOST_UNIT_COST, amount.currency).decimal():,f} {amount.currency}"
        raise UserError(f"A landed cost is kept up to {most}. Nothing was changed. Type what one unit costs.")


def known_since(session: Session, sku: str, valid_from: date, today: date) -> date:
    """Give the day since when a cost typed now is known: today, or later if a file claims to know a cost later.

    What is typed now overrules every cost from the same day.
    """
    latest = session.scalars(
        select(Cost.known_since).where(Cost.sku == sku, Cost.valid_from == valid_from.isoformat(), Cost.in_force == 1)
    )
    return max([today, *map(date.fromisoformat, latest)])


def edit_cost(ledger: Ledger, *, cost_id: int, amount: Money) -> Done:
    """Change a cost: a typed one in place, an imported one by a typed one that overrules it."""
    with ledger.read() as session:
        cost = session.get_one(Cost, cost_id)
        sku, valid_from, imported = cost.sku, date.fromisoformat(cost.valid_from), cost.document_id is not None
    if imported:
        return set_cost(ledger, sku=sku, valid_from=valid_from, amount=amount, note="overrules the imported cost")
    with ledger.change(f"Edit cost of {sku} from {valid_from} to {amount.major()}", _FIGURES) as (session, done):
        _check_cost(amount)
        cost = session.get_one(Cost, cost_id)
        cost.amount, cost.currency = amount.minor, amount.currency
        session.flush()
        ledger.recost(session, costing.scopes_of_skus(session, {sku}))
    return done


def remove_cost(ledger: Ledger, *, cost_id: int) -> Done:
    """Take a typed cost away; an imported one goes with the undo of its import."""
    with ledger.change("Remove cost", _FIGURES) as (session, done):
        cost = session.get_one(Cost, cost_id)
        if cost.document_id is not None:
            raise UserError("This cost came from a file. Nothing was changed. Undo its import, or type a newer cost.")
        done.label = f"Remove cost of {cost.sku} from {cost.valid_from}"
        session.delete(cost)
        session.flush()
        ledger.recost(session, costing.scopes_of_skus(session, {cost.sku}))
    return done


def set_rate(ledger: Ledger, *, day: date, currency: str, rate: str) -> Done:
    """Type an exchange rate into the ledger's currency from a day on."""
    code = currency.strip().upper()
    value = _rate(rate, code or "unit")
    if not is_currency(code) or code == ledger.currency:
        raise UserError(f"“{currency}” is not a foreign currency code. Nothing was changed. Type three letters.")
    with ledger.change(f"Set rate of {code} to {value} from {day}", _FIGURES) as (session, done):
        session.add(
            Rate(day=day.isoformat(), currency=code, into_currency=ledger.currency, rate=str(value), in_force=1)
        )
        session.flush()
        retranslate(session, {code})
    return done


def edit_rate(ledger: Ledger, *, rate_id: int, rate: str) -> Done:
    """Change a rate: a typed one in place, an imported one by a typed one that overrules it."""
    with ledger.read() as session:
        known = session.get_one(Rate, rate_id)
        day, currency, imported = date.fromisoformat(known.day), known.currency, known.document_id is not None
    if imported:
        return set_rate(ledger, day=day, currency=currency, rate=rate)
    value = _rate(rate, currency)
    with ledger.change(f"Edit rate of {currency} from {day} to {value}", _FIGURES) as (session, done):
        session.get_one(Rate, rate_id).rate = str(value)
        session.flush()
        retranslate(session, {currency})
    return done


def _rate(typed: str, currency: str) -> Decimal:
    try:
        value = Decimal(typed.replace(rate_mark(typed, "."), "."))
    except InvalidOperation:
        value = Decimal(0)
    if not value.is_finite() or value <= 0:
        raise UserError(f"“{typed}” is not a rate. Nothing was changed. Type how much one {currency} is worth.")
    if value > MOST_RATE:
        raise UserError(f"“{typed}” is too large: rates are kept up to {MOST_RATE:,}. Nothing was changed.")
    return value


def remove_rate(ledger: Ledger, *, rate_id: int) -> Done:
    """Take a typed rate away."""
    with ledger.change("Remove rate", _FIGURES) as (session, done):
        rate = session.get_one(Rate, rate_id)
        if rate.document_id is not None:
            raise UserError("This rate came from a file. Nothing was changed. Undo its import, or type a newer rate.")
        done.label = f"Remove rate of {rate.currency} from {rate.day}"
        session.delete(rate)
        session.flush()
        retranslate(session, {rate.currency})
    return done
