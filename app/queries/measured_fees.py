"""What channels have charged over the last 52 weeks, beside what the schedules that hold today would have charged."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.queries.fee_schedules import ScheduleRow
from app.queries.own_skus import own_codes
from app.queries.unit_economics import ListingEconomics, unit_economics
from models.domain.period import Period
from models.domain.pricing.fee_model import FeeModel
from models.domain.pricing.measured import Charge, Compared, Loose, Sold, compare
from models.domain.pricing.schedule import model_of
from models.tables import Channel, Posting

_A_YEAR = timedelta(days=363)
_CHARGE_OF = {
    "FEE_REF": Charge.REFERRAL,
    "FEE_PAY": Charge.PAYMENT,
    "FULFIL": Charge.FULFILMENT,
    "PACK": Charge.FULFILMENT,
    "SHIP_OUT": Charge.FULFILMENT,
    "ADS": Charge.ADS,
    "REFUND": Charge.RETURNS,
}
_GOODS = frozenset({"REV", "DISC"})
_SHIPPING = "SHIP_INC"


@dataclass(frozen=True)
class Measured:
    """The comparison of one schedule over some days."""

    period: Period
    compared: tuple[Compared, ...]

    def of(self, charge: Charge) -> Compared:
        """Give one charge."""
        return next(one for one in self.compared if one.charge is charge)


def measured_fees(session: Session, *, today: date) -> dict[int, Measured]:
    """Compare every schedule that holds today with the postings in its currency, by the id of the schedule."""
    period = Period(today - _A_YEAR, today)
    sold, loose = _postings(session, period)
    held: dict[int, list[tuple[Sold, FeeModel]]] = defaultdict(list)
    rows: dict[int, ScheduleRow] = {}
    covering: dict[str, set[int]] = defaultdict(set)
    for (sku, channel), one in unit_economics(session, day=today).items():
        row = one.schedule
        if row is None:
            covering[channel].add(0)
            continue
        rows[row.id] = row
        covering[channel].add(row.id)
        found = sold.get((channel, sku, row.currency))
        if found is not None:
            held[row.id].append((found, _model(one, row)))
    return {
        row_id: Measured(
            period,
            compare(
                held[row_id], loose.get((row.channel, row.currency), Loose()), whole=covering[row.channel] == {row_id}
            ),
        )
        for row_id, row in rows.items()
    }


def _model(one: ListingEconomics, row: ScheduleRow) -> FeeModel:
    """Give the fee model of a listing; one that lacks a fact is compared by its schedule alone."""
    return one.curve.model if one.curve is not None else model_of(row.schedule, 0)


_Key = tuple[str, str, str]  # the name of a channel, a SKU or none, a currency


def _postings(session: Session, period: Period) -> tuple[dict[_Key, Sold], dict[tuple[str, str], Loose]]:
    """Add up postings by channel, SKU and currency; what bears no SKU apart, by channel and currency."""
    own, names = own_codes(session), dict(session.execute(select(Channel.id, Channel.name)).all())
    sums: dict[_Key, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    units: dict[_Key, int] = defaultdict(int)
    rows = session.execute(
        select(
            Posting.channel_id,
            Posting.sku,
            Posting.account,
            Posting.currency,
            func.sum(Posting.amount),
            func.sum(Posting.quantity),
        )
        .where(Posting.in_force == 1, Posting.channel_id.is_not(None))
        .where(Posting.account.in_([*_GOODS, _SHIPPING, *_CHARGE_OF]))
        .where(Posting.day >= period.first.isoformat(), Posting.day <= period.last.isoformat())
        .group_by(Posting.channel_id, Posting.sku, Posting.account, Posting.currency)
    )
    for channel_id, code, account, currency, amount, quantity in rows:
        if channel_id is None:
            continue
        key = (names[channel_id], own.get((channel_id, code), ""), currency)
        sums[key][account] += amount
        units[key] += quantity if account in _GOODS else 0
    found = {key: _sold(accounts, units[key]) for key, accounts in sums.items()}
    loose = {
        (channel, currency): Loose(one.charged, one.shipping)
        for (channel, sku, currency), one in found.items()
        if not sku
    }
    return found, loose


def _sold(accounts: Mapping[str, int], units: int) -> Sold:
    charged: dict[Charge, int] = defaultdict(int)
    for account, charge in _CHARGE_OF.items():
        charged[charge] -= accounts.get(account, 0)
    return Sold(units, sum(accounts.get(account, 0) for account in _GOODS), accounts.get(_SHIPPING, 0), charged)
