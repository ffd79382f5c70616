"""Applying a proposed answer to competitors: a base price of the channel until a day, and a record of it."""

from __future__ import annotations

from datetime import date, timedelta

from app.actions.base_prices import NewPrice, asked_by
from app.errors import UserError
from app.ledger.ledger import Done, Ledger
from app.queries.responses import ResponseRow, responses
from models.domain.money import Money
from models.tables import PriceAnswer

TOPICS = frozenset({"pricing", "history"})
USUAL_DAYS = 28
_UNCHANGED = "Nothing was changed."


def usual_end(first: date) -> date:
    """Give the last day that an answer holds where nobody says another."""
    return first + timedelta(days=USUAL_DAYS - 1)


def apply_answer(
    ledger: Ledger, *, sku: str, channel: str, amount: Money, reason: str, last: date | None = None
) -> Done:
    """Make a proposal the price of a SKU on a channel from today on until a day, after which the price before returns.

    It is worked out anew: refused where it is not what is proposed now, or where a rule makes another price of it.
    """
    day = ledger.today()
    with ledger.change(f"Answer competitors: {sku} on {channel}", TOPICS) as (session, done):
        found = responses(session, now=ledger.clock(), day=day, skus={sku}, channel=channel)
        row = next((one for one in found if one.price.currency == amount.currency), None)
        before = _settled(row, amount, sku)
        done.label = f"Answer competitors: {sku} on {channel} at {amount.major()} {amount.currency}"
        price = NewPrice(sku, channel, amount, day, last or usual_end(day), before.price.tax_inside, reason)
        base = asked_by(session, price)
        session.add(
            PriceAnswer(
                made_at=ledger.now(),
                made_by=ledger.who,
                channel_id=before.price.told.id,
                sku=sku,
                before=before.price.amount or 0,
                proposed=before.proposal or 0,
                applied=amount.minor,
                currency=amount.currency,
                reason=reason.strip(),
                base_price_id=base.id,
            )
        )
    return done


def _settled(row: ResponseRow | None, amount: Money, sku: str) -> ResponseRow:
    """Refuse what is not proposed now."""
    if row is None or row.proposal is None:
        why = f" {row.reasons[-1]}." if row is not None and row.reasons else ""
        raise UserError(f"Nothing is proposed for {sku} now.{why} {_UNCHANGED}")
    if row.proposal != amount.minor:
        now = Money(row.proposal, amount.currency)
        raise UserError(
            f"{now.major()} {now.currency} is proposed for {sku} by now, not {amount.major()}. {_UNCHANGED} Look again."
        )
    return row
