"""Edits of base prices: typed by a person, changed, removed, or taken over from what a channel shows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.errors import UserError
from app.ledger.catalog import find_channel
from app.ledger.ledger import Done, Ledger
from app.queries.base_prices import live_offers
from app.queries.prices import price_list
from models.domain.currencies import is_currency
from models.domain.money import Money
from models.tables import BasePrice, Sku

_TOPICS = frozenset({"pricing", "history"})
_MOST = 1_000_000_000


@dataclass(frozen=True)
class NewPrice:
    """A base price as it is typed: a SKU, a channel (an empty text: every channel), the amount, its days, and why."""

    sku: str
    channel: str
    amount: Money
    first: date
    last: date | None = None
    tax_inside: bool = False
    note: str = ""

    def words(self) -> str:
        """Name it in the change log."""
        until = f" until {self.last}" if self.last else ""
        on = f" on {self.channel}" if self.channel else ""
        return f"{self.sku}{on}: {self.amount.major()} {self.amount.currency} from {self.first}{until}"


def add_base_price(ledger: Ledger, *, price: NewPrice) -> Done:
    """Type a base price from a day on; the one before it stays for the days before."""
    with ledger.change(f"Set base price of {price.words()}", _TOPICS) as (session, done):
        session.add(put_base_price(session, BasePrice(in_force=1), price))
    return done


def edit_base_price(ledger: Ledger, *, price_id: int, price: NewPrice) -> Done:
    """Change a base price: a typed one in place, an imported one by a typed one that overrules it."""
    with ledger.change(f"Edit base price of {price.words()}", _TOPICS) as (session, done):
        row = session.get_one(BasePrice, price_id)
        session.add(put_base_price(session, BasePrice(in_force=1) if row.document_id is not None else row, price))
    return done


def remove_base_price(ledger: Ledger, *, price_id: int) -> Done:
    """Take a typed base price away; an imported one goes with the undo of its import."""
    with ledger.change("Remove base price", _TOPICS) as (session, done):
        row = session.get_one(BasePrice, price_id)
        if row.document_id is not None:
            raise UserError("This price came from a file. Nothing was changed. Undo its import, or type a newer price.")
        done.label = f"Remove base price of {row.sku} from {row.valid_from}"
        session.delete(row)
    return done


def take_over_live(ledger: Ledger, *, channel: str, first: date, tax_inside: bool) -> Done:
    """Make the live prices of a channel its base prices from a day on, for all SKUs that have none there."""
    with ledger.change(f"Take over live prices of {channel}", _TOPICS) as (session, done):
        found = find_channel(session, channel)
        offers = live_offers(session, channel=found.name, day=first).get(found.name) if found is not None else None
        if found is None or not offers:
            raise UserError(
                f"There is no live price of “{channel}” to take over. Nothing was changed. Import its products first; "
                "SKUs that have a base price keep it."
            )
        for one in offers:
            taken = NewPrice(one.sku, found.name, one.price, first, None, tax_inside, f"Live price of {one.day}")
            session.add(_fill(BasePrice(in_force=1), taken, found.id))
        done.label = f"Take over {len(offers)} live prices of {found.name} from {first}"
    return done


def ask_price(ledger: Ledger, *, price: NewPrice) -> Done:
    """Let a SKU ask a price on a channel from a day on, by a base price of which the rules make it."""
    with ledger.change(f"Ask {price.words()}", _TOPICS) as (session, done):
        asked_by(session, price)
    return done


def asked_by(session: Session, price: NewPrice) -> BasePrice:
    """Write the base price of which the rules make a price of a channel; refuses where none is found."""
    wanted = price.amount
    if not price.note.strip():
        raise UserError("A change of a price needs a reason. Nothing was changed.")
    row = put_base_price(session, BasePrice(in_force=1), price)
    session.add(row)
    first = made = _made(session, price)
    if made is not None and made != wanted.minor:
        # A rule that adds or takes off an amount does so to another base too.
        row.amount = max(2 * wanted.minor - made, 1)
        made = _made(session, price)
    if made != wanted.minor:
        words = "no price" if first is None else f"{Money(first, wanted.currency).major()} {wanted.currency}"
        raise UserError(
            f"The rules make {words} of a base price of {wanted.major()} {wanted.currency}. Nothing was changed. "
            "Fix the price with an override in the pricing rules."
        )
    return row


def _made(session: Session, price: NewPrice) -> int | None:
    """Give what the rules make of the base prices as they are now."""
    session.flush()
    found = price_list(session, day=price.first, skus={price.sku}, channels={price.channel})
    return next((one.amount for one in found if one.currency == price.amount.currency), None)


def put_base_price(session: Session, row: BasePrice, price: NewPrice) -> BasePrice:
    """Write a price into its row; refuses one that cannot be."""
    channel = find_channel(session, price.channel) if price.channel.strip() else None
    if price.channel.strip() and channel is None:
        raise UserError(f"There is no channel “{price.channel}”. Nothing was changed. Choose one of the list.")
    if session.scalars(select(Sku.id).where(Sku.code == price.sku)).first() is None:
        raise UserError(f"There is no SKU “{price.sku}”. Nothing was changed. Choose one of the list.")
    if not is_currency(price.amount.currency):
        raise UserError(f"“{price.amount.currency}” is no currency. Nothing was changed. Type a code such as USD.")
    if price.amount.minor <= 0:
        raise UserError("A base price is above zero. Nothing was changed. Type what one unit costs.")
    if price.amount.minor > _MOST:
        most = Money(_MOST, price.amount.currency)
        raise UserError(
            f"{price.amount.major()} is no price of one unit: the most is {most.major()} {most.currency}. Nothing was "
            "changed. Type what one unit costs."
        )
    if price.last is not None and price.last < price.first:
        raise UserError(f"The last day, {price.last}, is before the first, {price.first}. Nothing was changed.")
    return _fill(row, price, channel.id if channel is not None else None)


def _fill(row: BasePrice, price: NewPrice, channel_id: int | None) -> BasePrice:
    row.sku, row.channel_id = price.sku, channel_id
    row.amount, row.currency = price.amount.minor, price.amount.currency
    row.valid_from = price.first.isoformat()
    row.valid_to = price.last.isoformat() if price.last is not None else ""
    row.tax_inside, row.note = int(price.tax_inside), price.note.strip()
    return row
