"""Supply tightening: the tier of each SKU after the stored runs, for how long, and what it proposes to do."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.columns import Column, Kind
from app.queries.allocation_runs import tiers
from app.queries.own_skus import own_codes
from app.queries.planning import sku_plans
from models.domain.allocation.tiers import Tier
from models.domain.catalog import ChannelKind
from models.domain.tightening import Circumstances, Listing, Proposed, Tightening, proposals
from models.tables import Channel, ListingPlan, Posting, Sku
from models.tables import Listing as ListingTable

ADS = "ADS"
_LATELY = timedelta(days=28)


@dataclass(frozen=True)
class TightRow:
    """The tier of one SKU, since when, and what is proposed; nothing is done by itself."""

    sku: str
    title: str
    tightening: Tightening
    today: date
    proposed: tuple[Proposed, ...]

    @property
    def tier(self) -> Tier:
        """The tier that is shown."""
        return self.tightening.tier

    @property
    def days(self) -> int:
        """Days in the tier, the first one and today included."""
        return self.tightening.days(self.today)

    @property
    def first(self) -> str:
        """What is proposed first, and how much more."""
        if not self.proposed:
            return ""
        said = self.proposed[0].sentence.partition(":")[0]
        return said if len(self.proposed) == 1 else f"{said}, and {len(self.proposed) - 1} more"


def tightenings(session: Session, *, today: date) -> list[TightRow]:
    """List every SKU of a stored run, the tightest and the longest in its tier first."""
    shown = tiers(session)
    plans = {row.sku: row for row in sku_plans(session)}
    listed, advertised = _listings(session), _advertised(session, today)
    found = []
    for sku, tight in shown.items():
        plan = plans.get(sku)
        circumstances = Circumstances(
            ads=advertised.get(sku, ()), listings=listed.get(sku, ()), supplier=plan.plan.supplier if plan else ""
        )
        title = plan.title if plan else ""
        found.append(TightRow(sku, title, tight, today, proposals(tight.tier, circumstances)))
    return sorted(found, key=lambda row: (-row.tier.severity, row.tightening.since, row.sku))


def _listings(session: Session) -> Mapping[str, tuple[Listing, ...]]:
    """Give the listings on marketplaces and their priority, by SKU."""
    rows = session.execute(
        select(Sku.code, Channel.name, ListingPlan.priority)
        .select_from(ListingTable)
        .join(Sku, Sku.id == ListingTable.sku_id)
        .join(Channel, Channel.id == ListingTable.channel_id)
        .outerjoin(ListingPlan, (ListingPlan.sku_id == Sku.id) & (ListingPlan.channel_id == Channel.id))
        .where(Channel.active == 1, Channel.kind == ChannelKind.MARKETPLACE.value)
        .distinct()
        .order_by(Sku.code, Channel.id)
    )
    found: dict[str, list[Listing]] = {}
    for sku, channel, priority in rows:
        found.setdefault(sku, []).append(Listing(channel, priority or 1))
    return {sku: tuple(one) for sku, one in found.items()}


def _advertised(session: Session, today: date) -> Mapping[str, tuple[str, ...]]:
    """Name the channels on which each SKU was advertised in the last four weeks of the ledger."""
    names = own_codes(session)
    rows = session.execute(
        select(Posting.channel_id, Posting.sku, Channel.name)
        .join(Channel, Channel.id == Posting.channel_id)
        .where(Posting.in_force == 1, Posting.account == ADS, Posting.sku != "")
        .where(Posting.day > (today - _LATELY).isoformat(), Posting.day <= today.isoformat())
        .distinct()
        .order_by(Channel.id)
    )
    found: dict[str, dict[str, None]] = {}
    for channel_id, listing, channel in rows:
        sku = names.get((channel_id, listing))
        if sku is not None:
            found.setdefault(sku, {})[f"on {channel}"] = None
    return {sku: tuple(one) for sku, one in found.items()}


COLUMNS: tuple[Column[TightRow], ...] = (
    Column("SKU", lambda row: row.sku, Kind.CODE),
    Column("Name", lambda row: row.title),
    Column("Tier", lambda row: row.tier.value, Kind.CHIP, hint="A better tier shows only after two runs have found it"),
    Column("Since", lambda row: row.tightening.since, Kind.DAY),
    Column("Days", lambda row: row.days, Kind.COUNT, hint="In the tier, today included"),
    Column("Newest run", lambda row: row.tightening.found.value, hint="The tier that the newest run alone found"),
    Column("Proposed", lambda row: len(row.proposed), Kind.COUNT, hint="Actions that the tier proposes"),
    Column("First of them", lambda row: row.first),
)
