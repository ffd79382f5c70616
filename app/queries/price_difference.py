"""What a draft of the pricing rules would change: every price that moves, before and after, with what it earns."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from sqlalchemy.orm import Session

from app.columns import Column
from app.columns import Kind as ColumnKind
from app.queries.price_rule_notes import price_rule_notes
from app.queries.price_rules import begins, draft_rules, rules_of_day
from app.queries.prices import GovernedPrice, price_list
from app.queries.rules import PRICING, draft_of
from models.domain.money import Money, half_up_of
from models.domain.pricing.step_words import blocked_sentence, lack_of
from models.domain.rules import Kind, Rule

_PERMILLE = 1000
_LATER = 3  # days after today that are looked at


@dataclass(frozen=True)
class PriceMoved:
    """A price that the draft changes."""

    before: GovernedPrice
    after: GovernedPrice

    @property
    def key(self) -> tuple[str, str, str]:
        """SKU, channel and currency."""
        return self.after.sku, self.after.channel, self.after.currency

    @property
    def change(self) -> Money | None:
        """What it moves by; None where there is no price before or after."""
        if self.before.amount is None or self.after.amount is None:
            return None
        return Money(self.after.amount - self.before.amount, self.after.currency)

    @property
    def share(self) -> Decimal | None:
        """The same as a share of the price before, to a tenth of a percent."""
        if self.change is None or not self.before.amount:
            return None
        return Decimal(half_up_of(self.change.minor * _PERMILLE, self.before.amount)) / _PERMILLE

    @property
    def earns_more(self) -> Money | None:
        """What a unit contributes more, where that is known before and after."""
        before, after = self.before.earned, self.after.earned
        return None if before is None or after is None else Money(after.minor - before.minor, after.currency)

    @property
    def why(self) -> str:
        """Why there is no price, or what was blocked."""
        if self.after.amount is None:
            return lack_of(self.after.priced, self.after.currency)
        blocked = self.after.priced.blocked
        return "; ".join(blocked_sentence(one, self.after.currency) for one in blocked)


@dataclass(frozen=True)
class Effect:
    """What a draft changes on some days: today, and those on which its rules begin or end.

    `notes` say which of its rules do not do what they say, and why.
    """

    days: tuple[date, ...]
    moved: tuple[PriceMoved, ...]
    notes: tuple[str, ...] = ()


def effect(session: Session, *, today: date) -> Effect:
    """Work out what the draft changes today and on the next days on which its rules begin or end."""
    rules, held = draft_rules(session), rules_of_day(session, day=today)
    turns = set()
    if rules is not None:
        told = [{_content(rule): rule for rule in one.rules} for one in (rules, held)]
        new = [one[key] for one in told for key in told[0].keys() ^ told[1].keys() if key in one]
        turns = {day for rule in new for day in begins(rule) if day > today}
    days = (today, *sorted(turns)[:_LATER])
    draft = draft_of(session, PRICING)
    noted = price_rule_notes(session, draft, today) if draft is not None else {}
    notes = tuple([words for note in noted.values() for words in note.sentences])
    return Effect(days, tuple([one for day in days for one in difference(session, day=day)]), notes)


def _content(rule: Rule[Kind]) -> object:
    """Give what a rule says, by which that of a draft is known in the version it was copied from."""
    return rule.what, rule.scope, rule.first, rule.last


def difference(session: Session, *, day: date) -> list[PriceMoved]:
    """List the prices of a day that the draft would change, the largest changes first; none without a draft.

    A rule of the draft that begins later changes nothing today: ask for the day on which it begins.
    """
    rules = draft_rules(session)
    if rules is None:
        return []
    now = {(one.sku, one.channel, one.currency): one for one in price_list(session, day=day)}
    then = price_list(session, day=day, rules=rules)
    pairs = [PriceMoved(now[key], one) for one in then if (key := (one.sku, one.channel, one.currency)) in now]
    return sorted([pair for pair in pairs if _moved(pair)], key=_size)


def _moved(pair: PriceMoved) -> bool:
    before, after = pair.before.priced, pair.after.priced
    ladders = [[(tier.units, tier.amount) for tier in one.tiers] for one in (before, after)]
    return before.amount != after.amount or before.below_floor != after.below_floor or ladders[0] != ladders[1]


def _size(pair: PriceMoved) -> tuple[bool, Decimal, tuple[str, str, str]]:
    share = pair.share
    return share is not None, -abs(share or Decimal(0)), pair.key


COLUMNS: tuple[Column[PriceMoved], ...] = (
    Column("SKU", lambda row: row.after.sku, ColumnKind.CODE),
    Column("Name", lambda row: row.after.title),
    Column("Channel", lambda row: row.after.channel),
    Column("Price now", lambda row: row.before.money(row.before.amount), ColumnKind.MONEY, absent=""),
    Column("By the draft", lambda row: row.after.money(row.after.amount), ColumnKind.MONEY, absent=""),
    Column("Change", lambda row: row.change, ColumnKind.MONEY, absent=""),
    Column("Relative change", lambda row: row.share, ColumnKind.PERCENT, hint="Of the price now", absent=""),
    Column("Earns now", lambda row: row.before.earned, ColumnKind.MONEY, hint="What a unit is expected to contribute"),
    Column("Earns then", lambda row: row.after.earned, ColumnKind.MONEY),
    Column("Earns more", lambda row: row.earns_more, ColumnKind.MONEY),
    Column("Decided by", lambda row: row.after.state.value, ColumnKind.CHIP),
    Column("Why", lambda row: row.why, hint="What was blocked, or why there is no price"),
)
