"""Making a file of prices for a channel, and keeping what it said."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

from sqlalchemy.orm import Session

from app.actions.sending import Made, send_file
from app.errors import UserError
from app.jobs import Progress
from app.ledger.ledger import Done, Ledger
from app.queries.price_files import PricePlan, price_plan
from models.domain.words import counted
from models.tables import UploadPrice

Writer = Callable[[Session, PricePlan], bytes]


def send_prices(ledger: Ledger, *, channel_id: int, path: Path, write: Writer) -> tuple[Done, PricePlan]:
    """Write the prices of a channel, whole or not at all, and record what they were; undoing says it was not sent.

    `write` makes the file out of what is planned.
    """

    def make(session: Session) -> Made[PricePlan]:
        plan = price_plan(session, channel_id, day=ledger.today())
        if not plan.lines:
            why = f": {plan.left_out[0].reason}" if plan.left_out else ""
            raise UserError(
                f"No price of {plan.channel} can be sent{why}. Nothing was written. "
                "See what is left out and why under Prices → Price files."
            )
        label = f"Price file for {plan.channel}: {path.name}, {counted(len(plan.lines), 'line')}"
        return Made(plan, channel_id, plan.day, plan.layout, label, write(session, plan), partial(_rows, plan))

    done, made = send_file(ledger, path=path, title="Make a price file", make=make)
    return done, made.plan


def save_price_file(ledger: Ledger, _progress: Progress, *, channel_id: int, path: Path, write: Writer) -> Done:
    """Write the prices of a channel and record them, for the window."""
    done, _ = send_prices(ledger, channel_id=channel_id, path=path, write=write)
    return done


def _rows(plan: PricePlan, upload_id: int) -> Iterator[UploadPrice]:
    for one in plan.lines:
        yield UploadPrice(
            upload_id=upload_id,
            key=one.line.key,
            listing=one.line.listing,
            sku=one.line.sku,
            price=one.line.price,
            currency=one.line.currency,
            live=one.live,
        )
