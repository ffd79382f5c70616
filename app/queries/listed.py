"""What every listing shows: the units its channel was given, less what the rules keep out of the listing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.errors import UserError
from app.queries.allocation import book
from app.queries.allocation_runs import StoredRun, newest_run
from app.queries.bundles import contents
from app.queries.ready_made import uncounted_bundles
from app.queries.run_units import RunUnits, run_units
from models.domain.allocation.divided import divide
from models.domain.allocation.listing import ListingRule, published
from models.domain.allocation.rules import ChannelBuffer, ListedQuantity, SharedPool
from models.domain.catalog import NAMED
from models.domain.rules import Rules, Winner
from models.domain.stock import LocationKind
from models.domain.uploads import Layout, layout_of
from models.domain.words import counted
from models.tables import Channel, Listing, Location, Posting, Sku, StockLevel

NO_RUN = (
    "Quantities come from a stored run of the allocation, and there is none yet. Nothing was written. "
    "Allocate first: the Allocation page, or main.py allocate LEDGER."
)
_BY_AMAZON = "fulfilled by Amazon, which counts its own stock (FBA)"
_UNCOUNTED = (
    "{} of the bundle lie ready-made and are not counted: it is put together when it is sold, as long as the catalogue "
    "does not say otherwise."
)
_FBA_FEES = "FULFIL"


@dataclass(frozen=True)
class ListedRow:
    """A listing, the units of its channel that stand behind it, what it shows of them, and why, step by step."""

    channel_id: int
    listing: str
    title: str
    sku: str
    holds: Mapping[str, int]
    units: int
    shown: int
    steps: tuple[str, ...]


@dataclass(frozen=True)
class LeftOut:
    """A listing that is not sent, with the reason; one that needs a look is not left out on purpose."""

    listing: str
    title: str
    sku: str
    reason: str
    look: bool = True


@dataclass(frozen=True)
class Exposure:
    """A SKU of which the listings of all channels together show more than there is to sell."""

    sku: str
    free: int
    listed: int
    channels: tuple[str, ...]

    @property
    def oversold(self) -> int:
        """Units that could be sold without being there."""
        return self.listed - self.free


@dataclass(frozen=True)
class Listed:
    """Every listing of every channel by the newest stored run."""

    run: StoredRun
    rows: tuple[ListedRow, ...]
    left_out: Mapping[int, tuple[LeftOut, ...]]
    exposures: tuple[Exposure, ...]


@dataclass
class _Offer:
    """A listing that can be sent, before its units are known."""

    listing: str
    title: str
    sku: str
    category: str
    brand: str
    holds: dict[str, int]
    steps: list[str] = field(default_factory=list)


def listed(session: Session, *, day: date) -> Listed:
    """Work out what all listings show by the newest stored run and the rules of a day; refuses without a run."""
    run = newest_run(session)
    if run is None:
        raise UserError(NO_RUN)
    units, rules = run_units(session, run.id), Rules(book(session).rules, day)
    names = {row.id: row.name for row in session.execute(select(Channel.id, Channel.name).order_by(Channel.id))}
    offers, left_out = _offers(session, units, run)
    rows = [
        row
        for channel_id, own in offers.items()
        for row in _Shown(names[channel_id], channel_id, units, rules, run).rows(own)
    ]
    return Listed(run, tuple(rows), left_out, tuple(_exposures(rows, units, names)))


def _offers(
    session: Session, units: Mapping[str, RunUnits], run: StoredRun
) -> tuple[dict[int, list[_Offer]], dict[int, tuple[LeftOut, ...]]]:
    """Part the listings into those that can be sent and those that cannot."""
    drawn, by_amazon, ready = contents(session).drawn, _fulfilled_by_amazon(session), uncounted_bundles(session)
    found: dict[int, list[_Offer]] = {}
    out: dict[int, list[LeftOut]] = {}
    rows = session.execute(
        select(Listing.channel_id, Listing.code, Listing.title, Channel.name, Channel.platform, Sku.code.label("sku"))
        .add_columns(Sku.title.label("sku_title"), Sku.category, Sku.brand)
        .join(Channel, Channel.id == Listing.channel_id)
        .outerjoin(Sku, Sku.id == Listing.sku_id)
        .order_by(Channel.id, Listing.code)
    )
    for row in rows:
        held = drawn.get(row.sku, {row.sku: 1}) if row.sku else {}
        title = row.title or row.sku_title or ""
        reason = ""
        if (row.channel_id, row.code) in by_amazon:
            reason = _BY_AMAZON
        elif not row.sku:
            reason = "not linked to a SKU of the catalogue"
        elif layout_of(row.platform) is Layout.AMAZON and row.code.startswith(NAMED):
            reason = "without a seller SKU, by which Amazon knows a listing"
        elif lacking := [sku for sku in held if sku not in units or row.name not in units[sku].channels]:
            reason = f"{lacking[0]} on {row.name} is not in run {run.id} of the allocation; allocate again"
        if reason:
            gone = LeftOut(row.code, title, row.sku or "", reason, look=reason != _BY_AMAZON)
            out.setdefault(row.channel_id, []).append(gone)
        else:
            steps = [_UNCOUNTED.format(counted(ready[row.sku], "unit"))] if row.sku in ready else []
            offer = _Offer(row.code, title, row.sku, row.category or "", row.brand or "", dict(held), steps)
            found.setdefault(row.channel_id, []).append(offer)
    return found, {channel_id: tuple(rows) for channel_id, rows in out.items()}


def _fulfilled_by_amazon(session: Session) -> set[tuple[int, str]]:
    """Name the listings that Amazon has ever fulfilled; a quantity sent for one would make it the seller's to ship."""
    fba = {
        name.casefold()
        for name in session.scalars(select(Location.name).where(Location.kind == LocationKind.FBA.value))
    }
    lay = session.execute(select(StockLevel.channel_id, StockLevel.sku, StockLevel.location).distinct())
    found = {(row.channel_id, row.sku) for row in lay if row.channel_id and row.location.casefold() in fba}
    amazon = select(Channel.id, Channel.platform)
    ids = [row.id for row in session.execute(amazon) if layout_of(row.platform) is Layout.AMAZON]
    paid = (
        select(Posting.channel_id, Posting.sku)
        .where(Posting.channel_id.in_(ids), Posting.account == _FBA_FEES, Posting.in_force == 1, Posting.sku != "")
        .distinct()
    )
    return found | {(row.channel_id or 0, row.sku) for row in session.execute(paid)}


class _Shown:
    """What the listings of one channel show."""

    def __init__(
        self, channel: str, channel_id: int, units: Mapping[str, RunUnits], rules: Rules, run: StoredRun
    ) -> None:
        self._channel, self._channel_id = channel, channel_id
        self._units, self._rules, self._run = units, rules, run

    def rows(self, offers: Iterable[_Offer]) -> list[ListedRow]:
        """Divide the channel's units among its listings, and show of each part what the rules let."""
        every = list(offers)
        shared = {one.listing: base for one in every if (base := self._of_pool(one)) is not None}
        own = {one.listing: one.holds for one in every if one.listing not in shared}
        has = {
            sku: one.channels[self._channel].free for sku, one in self._units.items() if self._channel in one.channels
        }
        parts = divide(has, own) | shared
        drawn: dict[str, int] = {}
        for holds in own.values():
            for sku in holds:
                drawn[sku] = drawn.get(sku, 0) + 1
        found = []
        for one in every:
            if one.listing in own:
                one.steps += self._of_its_own(one, parts[one.listing], max(drawn[sku] for sku in one.holds))
            found.append(self._row(one, parts[one.listing]))
        return found

    def _of_pool(self, one: _Offer) -> int | None:
        """Give the units of the pool that a listing may show where it is listed whole; else None."""
        rule = self._rules.winner(SharedPool, **self._named(one))
        if rule is None or not rule.rule.what.percent:
            return None
        pool = {sku: self._units[sku].free * rule.rule.what.percent // 100 for sku in one.holds}
        one.steps += [
            *(f"Run {self._run.id} had {self._units[sku].free} of {sku} that no order was promised." for sku in pool),
            f"All channels may sell them: {rule.reason()}.",
        ]
        return max(0, min(units // one.holds[sku] for sku, units in pool.items()))

    def _of_its_own(self, one: _Offer, part: int, listings: int) -> list[str]:
        steps = []
        for sku, held in one.holds.items():
            given = self._units[sku].channels[self._channel]
            steps.append(f"Run {self._run.id} of {self._run.day} gave {self._channel} {given.units} of {sku}.")
            if given.promised:
                steps.append(f"{counted(given.promised, 'unit')} of them are promised to open orders, so sold already.")
            if held > 1 or len(one.holds) > 1:
                steps.append(f"One sale of the bundle takes {held} of {sku}.")
        if listings > 1:
            steps.append(f"{listings} listings share what is left; they take turns, and {part} are for this one.")
        return steps

    def _named(self, one: _Offer) -> dict[str, str]:
        return {"sku": one.sku, "category": one.category, "brand": one.brand, "channel": self._channel}

    def _row(self, one: _Offer, part: int) -> ListedRow:
        names = self._named(one)
        limits, buffer = self._rules.winner(ListedQuantity, **names), self._rules.winner(ChannelBuffer, **names)
        shown = published(part, _rule_of(limits, buffer))
        steps = [*one.steps]
        steps += [f"Rule: {why.reason()}." for why in (limits, buffer) if why is not None]
        steps.append(f"The listing shows {shown} of {part}.")
        return ListedRow(self._channel_id, one.listing, one.title, one.sku, dict(one.holds), part, shown, tuple(steps))


def _rule_of(limits: Winner[ListedQuantity] | None, buffer: Winner[ChannelBuffer] | None) -> ListingRule:
    kept = buffer.rule.what.units if buffer else 0
    if limits is None:
        return ListingRule(buffer=kept)
    what = limits.rule.what
    return ListingRule(what.end_when, Fraction(what.percent), kept, what.most or None)


def _exposures(rows: Iterable[ListedRow], units: Mapping[str, RunUnits], names: Mapping[int, str]) -> list[Exposure]:
    """List the SKUs of which more is shown than there is, by units, the most first."""
    shown: dict[str, dict[int, int]] = {}
    for row in rows:
        for sku, held in row.holds.items():
            of_sku = shown.setdefault(sku, {})
            of_sku[row.channel_id] = of_sku.get(row.channel_id, 0) + row.shown * held
    found = [
        Exposure(sku, units[sku].free, sum(by.values()), tuple(names[one] for one in by if by[one]))
        for sku, by in shown.items()
        if sum(by.values()) > units[sku].free
    ]
    return sorted(found, key=lambda one: (-one.oversold, one.sku))
