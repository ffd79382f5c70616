"""What stands on each line in its own currency, for where a rate is missing and no sum can be made."""

from __future__ import annotations

from typing import NamedTuple

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from models.domain.accounts import ACCOUNTS
from models.domain.catalog import SHARED
from models.domain.contribution.statement import TITLES
from models.tables import Channel, Posting

WITHOUT_RATE = "Without a rate"


class LineSum(NamedTuple):
    """A line of one channel in one currency."""

    channel: str
    line: str
    currency: str


def line_sums(session: Session) -> dict[LineSum, int]:
    """Sum the postings in force by channel, line and currency, and by channel and currency what lacks a rate."""
    sums: dict[LineSum, int] = {}
    rows = session.execute(
        select(
            Channel.name,
            Posting.account,
            Posting.currency,
            func.sum(Posting.amount),
            func.sum(Posting.amount).filter(Posting.base_minor.is_(None)),
        )
        .outerjoin(Channel, Channel.id == Posting.channel_id)
        .where(Posting.in_force == 1)
        .group_by(Posting.channel_id, Posting.account, Posting.currency)
        .order_by(Posting.channel_id, Posting.currency)
    )
    for channel, account, currency, amount, untranslated in rows:
        line = ACCOUNTS[account].line
        if line is None:
            continue
        for title, part in ((TITLES[line], amount), (WITHOUT_RATE, untranslated or 0)):
            one = LineSum(channel or SHARED, title, currency)
            sums[one] = sums.get(one, 0) + part
    return sums
