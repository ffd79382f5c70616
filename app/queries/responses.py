"""Answers to competitors: what each listing that others offer, too, could cost now, or why its price is held."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.columns import Column, Kind
from app.queries.competitors import SeenOffer, newest_offers, offers_by_sku, on_channel, seen_offers
from app.queries.price_rules import rules_of_day
from app.queries.prices import GovernedPrice, price_list
from models.domain.catalog import ChannelKind
from models.domain.money import Money
from models.domain.pricing.offers import Offer
from models.domain.pricing.policy import Policy
from models.domain.pricing.reasons import response_sentences
from models.domain.pricing.repricer import Action, Change, Response, Situation, Why, respond
from models.domain.pricing.response_rules import (
    Answer,
    IgnoredSellers,
    OffersCounted,
    OwnSellers,
    Pace,
    policy_of,
    seller_key,
)
from models.domain.pricing.steps import Stage
from models.domain.rules import Rules
from models.domain.words import counted
from models.tables import PriceAnswer, Sku

PROPOSED, HELD, ESCALATED, NO_ANSWER = "propose", "hold", "look", "no answer"
_ESCALATES = (
    Why.ESCALATE,
    Why.COMPETITOR_BELOW_FLOOR,
    Why.NO_FLOOR,
    Why.FLOOR_ABOVE_CEILING,
    Why.NO_ENDING,
    Why.DEAD_ZONE,
)
_HOUR = 3600


@dataclass(frozen=True)
class ResponseRow:
    """A listing with the offers it is compared with, in minor units of `currency`, and the answer to them.

    `list_price` is what it would cost without earlier answers. `answer` is None where `why_none` says what is missing;
    `reasons` say it step by step; `hours` ago the newest offer was seen; `shipping` is what we charge on top.
    """

    price: GovernedPrice
    list_price: int | None
    floor_safe: int | None
    offers: tuple[SeenOffer, ...]
    answer: Response | None
    why_none: str
    reasons: tuple[str, ...]
    hours: int
    shipping: int = 0

    @property
    def key(self) -> tuple[str, str, str]:
        """What the row is known by."""
        return self.price.sku, self.price.channel, self.price.currency

    @property
    def lowest(self) -> SeenOffer | None:
        """The lowest offer that counts; None where none does, and the lowest of all where nothing was answered."""
        if self.answer is None:
            return min(self.offers, key=lambda one: one.landed, default=None)
        reasons = (one for one in self.answer.reasons if one.why in (Why.LOWEST, Why.COMPETITOR_BELOW_FLOOR))
        compared = next((one.figures[0] for one in reasons), None)
        return next((one for one in self.offers if compared == one.landed - self.shipping), None)

    @property
    def asked(self) -> Money | None:
        """What the lowest offer comes to with its shipping."""
        return self.lowest.money(self.lowest.landed) if self.lowest is not None else None

    @property
    def proposal(self) -> int | None:
        """The price that is proposed; None where none is."""
        if self.answer is None or self.answer.action is not Action.PROPOSE:
            return None
        return None if self.answer.price == self.price.amount else self.answer.price

    @property
    def state(self) -> str:
        """What the answer is, in a word."""
        if self.answer is None:
            return NO_ANSWER
        if self.proposal is not None:
            return PROPOSED
        return ESCALATED if any(self.answer.has(why) for why in _ESCALATES) else HELD

    def money(self, minor: int | None) -> Money | None:
        """Give an amount with the currency of the row."""
        return self.price.money(minor)


def responses(
    session: Session, *, now: datetime, day: date, skus: Collection[str] | None = None, channel: str = ""
) -> list[ResponseRow]:
    """Answer the offers for every listing that has some, proposals first; nothing is changed by it."""
    offers = offers_by_sku(newest_offers(seen_offers(session, skus=skus)))
    if not offers:
        return []
    channels = {channel} if channel else None
    answers = _answers(session)
    earlier = {one.base_price_id for found in answers.values() for one in found}
    listed = {
        (one.sku, one.channel, one.currency): one.amount if (fixed := _without_override(one)) is None else fixed
        for one in price_list(session, day=day, skus=offers.keys(), channels=channels, passed_over=earlier)
    }
    judge = _Judge(session, now, day, answers)
    found = [
        judge.row(price, seen, listed.get((price.sku, price.channel, price.currency)))
        for price in price_list(session, day=day, skus=offers.keys(), channels=channels)
        if price.told.kind != ChannelKind.WHOLESALE and (seen := on_channel(offers[price.sku], price.channel))
    ]
    order = (PROPOSED, ESCALATED, HELD, NO_ANSWER)
    return sorted(found, key=lambda row: (order.index(row.state), row.key))


def _without_override(price: GovernedPrice) -> int | None:
    return next((step.after for step in reversed(price.steps) if step.stage is not Stage.OVERRIDE), None)


def _answers(session: Session) -> Mapping[tuple[int, str], list[PriceAnswer]]:
    found: dict[tuple[int, str], list[PriceAnswer]] = {}
    for one in session.scalars(select(PriceAnswer).order_by(PriceAnswer.id)):
        found.setdefault((one.channel_id, one.sku), []).append(one)
    return found


class _Judge:
    """What every answer stands on, read once."""

    def __init__(
        self, session: Session, now: datetime, day: date, answers: Mapping[tuple[int, str], Sequence[PriceAnswer]]
    ) -> None:
        self._now, self._answers = now, answers
        self._rules = Rules(rules_of_day(session, day=day).rules, day)
        told = session.execute(select(Sku.code, Sku.category, Sku.brand))
        self._skus = {code: (category, brand) for code, category, brand in told}

    def row(self, price: GovernedPrice, seen: Sequence[SeenOffer], list_price: int | None) -> ResponseRow:
        """Answer the offers for one listing."""
        curve, known, floor = price.economics.curve, None, None
        if curve is not None and price.economics.currency == price.currency:
            known = price.economics.floor
            floor = None if known is None or known.safe is None else max(known.safe, price.priced.bounds.typed)
        policy = self._policy(price)
        why_none = self._lacks(price, policy, floor)
        hours = min(one.age(self._now) for one in seen)
        if why_none or policy is None or price.amount is None:
            return ResponseRow(price, list_price, floor, tuple(seen), None, why_none, (why_none,), hours)
        usable = [one for one in seen if one.currency == price.currency]
        shipping = curve.model.shipping if curve is not None else 0
        situation = Situation(
            price.amount,
            list_price if list_price is not None else price.amount,
            floor,
            price.ceiling if price.ceiling is not None else price.economics.price_max,
            tuple([self._offer(one) for one in usable]),
            price.minimum_advertised,
            shipping,
            price.priced.bounds.meant.endings,
            tuple(self._changes(price)),
            policy,
            known.dead_zones if known is not None else (),
        )
        answer = respond(situation)
        foreign = len(seen) - len(usable)
        told = [f"{counted(foreign, 'offer')} left out: in another currency"] if foreign else []
        reasons = (*told, *response_sentences(answer, price.currency))
        return ResponseRow(price, list_price, floor, tuple(seen), answer, "", reasons, hours, shipping)

    def _policy(self, price: GovernedPrice) -> Policy | None:
        category, brand = self._skus.get(price.sku, ("", ""))
        scope = {"sku": price.sku, "category": category, "brand": brand, "channel": price.channel}
        rules = self._rules
        meant = [rule for rule in rules.every(Answer, **scope) if _in_currency(rule.what, price.currency)]
        if not meant:
            return None
        pace, counted_ones = rules.winner(Pace, **scope), rules.winner(OffersCounted, **scope)
        return policy_of(
            meant[0].what,
            pace=pace.rule.what if pace else None,
            counted=counted_ones.rule.what if counted_ones else None,
            own=rules.every(OwnSellers, **scope),
            ignored=rules.every(IgnoredSellers, **scope),
        )

    def _lacks(self, price: GovernedPrice, policy: Policy | None, floor: int | None) -> str:
        """Say why no answer can be given, or nothing."""
        if policy is None:
            return "No rule says how to answer competitors here; add an “Answer to competitors” to the pricing rules"
        if price.amount is None:
            return "The book has no price for it, so there is nothing to answer with"
        if price.economics.missing:
            return f"Its floor is not known, for want of {' and '.join(price.economics.missing)}"
        if floor is None and price.economics.currency != price.currency:
            return f"Its fees are in {price.economics.currency}, and no floor is known in {price.currency}"
        if price.priced.overridden:
            return "A person fixed its price; it is theirs until the override ends"
        return ""

    def _offer(self, one: SeenOffer) -> Offer:
        return Offer(seller_key(one.seller), one.landed, one.in_stock, one.age(self._now), one.condition)

    def _changes(self, price: GovernedPrice) -> Iterator[Change]:
        for one in self._answers.get((price.told.id, price.sku), ()):
            if one.currency == price.currency:
                hours = int((self._now - datetime.fromisoformat(one.made_at)).total_seconds() // _HOUR)
                yield Change(max(0, hours), one.applied < one.before)


def _in_currency(answer: Answer, currency: str) -> bool:
    return answer.amount is None or answer.amount.currency == currency


COLUMNS: tuple[Column[ResponseRow], ...] = (
    Column("SKU", lambda row: row.price.sku, Kind.CODE),
    Column("Channel", lambda row: row.price.channel),
    Column("Price", lambda row: row.money(row.price.amount), Kind.MONEY, hint="As the book has it"),
    Column("Lowest", lambda row: row.asked, Kind.MONEY, hint="Of the offers that count, with shipping", absent=""),
    Column("Proposal", lambda row: row.money(row.proposal), Kind.MONEY, hint="Nothing changes by itself", absent=""),
    Column("Answer", lambda row: row.state, Kind.CHIP),
    Column("From", lambda row: row.lowest.seller if row.lowest else ""),
    Column("Safe floor", lambda row: row.money(row.floor_safe), Kind.MONEY, hint="From it on every price is enough"),
    Column("MAP", lambda row: row.money(row.price.minimum_advertised), Kind.MONEY, absent=""),
    Column("Ceiling", lambda row: row.money(row.price.ceiling), Kind.MONEY, absent=""),
    Column("List", lambda row: row.money(row.list_price), Kind.MONEY, hint="Without earlier answers"),
    Column("Offers", lambda row: len(row.offers), Kind.COUNT),
    Column("Hours ago", lambda row: row.hours, Kind.COUNT, hint="Since the newest of them was seen"),
    Column("Name", lambda row: row.price.title),
)
