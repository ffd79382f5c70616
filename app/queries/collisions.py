"""Collisions of promotions: which pairs share days, SKUs and channels without adding up, and who accepted that and why.

An acceptance is kept in the settings of the set of rules, by a fingerprint of both promotions: whoever changes either
of them is asked again.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import date
from hashlib import sha256
from typing import Any

from sqlalchemy.orm import Session

from app.queries.promotions import Planned, planned_of
from app.queries.rules import RulesOf
from models.domain.promotions.overlap import Overlap, overlaps
from models.domain.promotions.promotion import Promotion
from models.domain.rules import params_of

ACCEPTED = "accepted"


@dataclass(frozen=True)
class Acceptance:
    """Who accepted that two promotions collide, when (UTC) and why."""

    reason: str
    by: str
    at: str


@dataclass(frozen=True)
class Collision:
    """Two promotions that collide, named for good by a fingerprint, and the acceptance, if there is one.

    `imported` says that files told of both: it is so on the channel, and no draft has to answer for it.
    """

    overlap: Overlap
    fingerprint: str
    accepted: Acceptance | None = None
    imported: bool = False

    @property
    def stops(self) -> bool:
        """Whether a draft is not published until it is accepted or gone."""
        return self.accepted is None and not self.imported

    @property
    def codes(self) -> tuple[str, str]:
        """The codes of both, in order."""
        return self.overlap.first.code, self.overlap.second.code

    def sentence(self) -> str:
        """Say what collides and when."""
        one, other = self.codes
        channels = ", ".join(sorted(self.overlap.channels)) or "all channels"
        return f"{one} and {other} both run on {channels}, {self.overlap.days.label()}, and are not marked as adding up"


def collisions(session: Session, found: RulesOf | None, day: date) -> list[Collision]:
    """Find the collisions of a set of rules that have not ended, the earliest first.

    Two promotions that files told of are left out: what is already so on a channel is not for a draft to answer.
    """
    return [one for one in collisions_of(planned_of(session, found), found, day) if not one.imported]


def collisions_of(every: Iterable[Planned], found: RulesOf | None, day: date) -> list[Collision]:
    """Find the collisions among promotions that were read before, also of those that files told of."""
    meant = [one for one in every if one.reaches]
    known = {id(one.promotion): one for one in meant}
    accepted = accepted_in(found.version.settings if found else {})
    made = []
    for overlap in overlaps([one.promotion for one in meant if one.promotion.days.last >= day]):
        pair = (known[id(overlap.first)], known[id(overlap.second)])
        if overlap.days.last >= day:
            name = fingerprint(*pair)
            made.append(Collision(overlap, name, accepted.get(name), not any(one.typed for one in pair)))
    return made


def accepted_in(settings: Mapping[str, Any]) -> dict[str, Acceptance]:
    """Read the acceptances of a set of rules."""
    return {name: Acceptance(**said) for name, said in settings.get(ACCEPTED, {}).items()}


def with_acceptance(settings: Mapping[str, Any], name: str, said: Acceptance | None) -> dict[str, Any]:
    """Give settings with one more acceptance, or with it taken back."""
    kept = {one: value for one, value in settings.get(ACCEPTED, {}).items() if one != name}
    if said is not None:
        kept[name] = asdict(said)
    return {**settings, ACCEPTED: kept}


def fingerprint(one: Planned, other: Planned) -> str:
    """Name a pair by all that both promotions say, whichever is given first."""
    return sha256("\n".join(sorted((_said(one), _said(other)))).encode()).hexdigest()[:16]


def _said(one: Planned) -> str:
    promotion: Promotion = one.promotion
    said = [
        *(one.rule.what.KIND, params_of(one.rule.what), str(promotion.days.first), str(promotion.days.last)),
        *(sorted(promotion.skus), sorted(promotion.channels)),
    ]
    return json.dumps(said, sort_keys=True, ensure_ascii=False)


def unfit(session: Session, found: RulesOf, day: date) -> list[str]:
    """Say what stops promotions from being published: two of one code, or a collision that nobody has accepted."""
    every = planned_of(session, found)
    codes = [one.code.casefold() for one in every if one.typed]
    wrong = [
        f"Two promotions are called “{one.code}”. Give each its own code"
        for number, one in enumerate([one for one in every if one.typed])
        if one.code.casefold() in codes[:number]
    ]
    return wrong or [
        f"{one.sentence()}. Move one of them, or accept it with a reason"
        for one in collisions_of(every, found, day)
        if one.stops
    ]
