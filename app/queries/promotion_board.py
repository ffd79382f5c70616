"""The timeline: every promotion by channel, the draft's in place of the published ones, and where they collide."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.queries.catalog import channels
from app.queries.collisions import Collision, collisions_of
from app.queries.promotions import Planned, planned_of, rules_meant
from app.queries.rules import PROMOTIONS, Version, published
from models.domain.period import Period
from models.domain.rules import summary
from models.tables import Sku


@dataclass(frozen=True)
class Bar:
    """A promotion on one channel, with the collisions that it has there."""

    planned: Planned
    channel: str
    collisions: tuple[Collision, ...] = ()

    @property
    def key(self) -> tuple[int, str]:
        """Name it while its set of rules is shown."""
        return self.planned.rule.number, self.channel

    @property
    def days(self) -> Period:
        """Its days."""
        return self.planned.promotion.days

    @property
    def open_collisions(self) -> tuple[Collision, ...]:
        """The collisions that nobody has accepted."""
        return tuple(one for one in self.collisions if one.accepted is None)

    @cached_property
    def words(self) -> str:
        """Say what is offered, by its code."""
        return summary(self.planned.rule.what)


@dataclass(frozen=True)
class ChannelBars:
    """The promotions of a channel by first day."""

    channel: str
    colour: str
    bars: tuple[Bar, ...]


@dataclass(frozen=True)
class PromotionBoard:
    """The promotions of every active channel, all collisions, the draft if there is one, and the SKUs by title."""

    channels: tuple[ChannelBars, ...]
    collisions: tuple[Collision, ...]
    draft: Version | None
    title: str  # of what is published; "" where nothing is
    skus: Mapping[str, str]

    @property
    def count(self) -> int:
        """How many promotions there are, one on several channels counting once."""
        return len({bar.planned.rule.number for lane in self.channels for bar in lane.bars})


def promotion_board(session: Session, *, day: date) -> PromotionBoard:
    """Read the promotions of the draft, or those that hold, and find what collides from a day on."""
    found, held = rules_meant(session, draft=True), published(session, PROMOTIONS)
    every = planned_of(session, found)
    colliding = collisions_of(every, found, day)
    drafted = found.version if found is not None and (held is None or found.version.id != held.version.id) else None
    titles = select(Sku.code, Sku.title).where(Sku.active == 1).order_by(Sku.code)
    return PromotionBoard(
        tuple(
            ChannelBars(one.name, one.colour, tuple(_bars(every, one.name, colliding)))
            for one in channels(session)
            if one.active
        ),
        tuple(colliding),
        drafted,
        held.version.title if held is not None else "",
        dict(session.execute(titles).all()),
    )


def _bars(every: Iterable[Planned], channel: str, colliding: Iterable[Collision]) -> Iterable[Bar]:
    met: dict[int, list[Collision]] = {}
    for one in colliding:
        if not one.overlap.channels or channel in one.overlap.channels:
            for promotion in (one.overlap.first, one.overlap.second):
                met.setdefault(id(promotion), []).append(one)
    for planned in every:
        on = planned.promotion.channels
        if not on or channel in on:
            yield Bar(planned, channel, tuple(met.get(id(planned.promotion), ())))
