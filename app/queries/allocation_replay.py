"""Rules tried on the past: what happened, what the rules in force would have made of it, and what others would."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.errors import UserError
from app.jobs import Progress
from app.ledger.ledger import Ledger
from app.ledger.rates import base_currency
from app.queries.allocation import Book, book, draft_book
from app.queries.overrides import overrides
from app.queries.replay_past import Pasts, load_pasts
from models.domain.allocation.facts import Override, SkuFacts
from models.domain.period import Period
from models.domain.replay.past import WEEK, SkuPast
from models.domain.replay.replay import CannotFollow, SkuRun, happened, replay
from models.domain.replay.tally import Tallies, moved
from models.domain.rules import Rules
from models.tables import Channel, Sku


class Who(StrEnum):
    """Whose decisions a side of the comparison shows."""

    HAPPENED = "happened"
    PUBLISHED = "published"
    TRIED = "tried"


@dataclass(frozen=True)
class Side:
    """What the weeks come to on one side, and the units that another channel sells than on the two others."""

    who: Who
    title: str
    sums: Tallies
    moved: Mapping[Who, int]


@dataclass(frozen=True)
class Replayed:
    """What happened, the rules in force and, where other rules were tried, these; money is in `currency`.

    `grounds` says what was worked back. `colours` are those of the channels, in their order.
    """

    currency: str
    mondays: tuple[date, ...]
    skus: int
    sides: tuple[Side, ...]
    colours: Mapping[str, str]
    titles: Mapping[str, str]
    grounds: tuple[str, ...]

    def side(self, who: Who) -> Side | None:
        """Give one side."""
        return next((one for one in self.sides if one.who is who), None)

    @property
    def last(self) -> date:
        """The last day of the last week."""
        return self.mondays[-1] + WEEK - timedelta(days=1)

    @property
    def shown(self) -> Side:
        """The side that is asked about: the rules that were tried, else those in force."""
        return self.sides[-1]


def replay_rules(
    session: Session,
    *,
    version: str | None = None,
    first: date | None = None,
    last: date | None = None,
    sku: str = "",
    progress: Progress | None = None,
) -> Replayed:
    """Replay the whole weeks between two days; `version` names the rules to try, the draft if left out.

    Stores nothing. Raises `UserError` where no week is known or rules cannot be followed.
    """
    told = progress or Progress()
    told.step(0, 0, "Reading the past")
    held = book(session)
    tried = draft_book(session) if version is None else book(session, version)
    pasts = load_pasts(session, first=first, last=last, sku=sku)
    books = [(Who.PUBLISHED, held)] + ([(Who.TRIED, tried)] if tried is not None else [])
    sums = _sums(pasts, books, overrides(session), told)
    named = {Who.HAPPENED: "What happened", Who.PUBLISHED: held.title if held.id else "preset Standard"}
    if tried is not None:
        named[Who.TRIED] = tried.title
    channels = session.execute(select(Channel.name, Channel.colour).order_by(Channel.id))
    used = sums[Who.HAPPENED].channels
    return Replayed(
        base_currency(session),
        pasts.mondays,
        len(pasts.skus),
        tuple([Side(who, title, sums[who], _moved(sums, who)) for who, title in named.items()]),
        {name: colour for name, colour in channels if name in used},
        dict(session.execute(select(Sku.code, Sku.title)).all()),
        tuple(pasts.grounds.sentences()),
    )


def replayed(ledger: Ledger, progress: Progress, *, period: Period) -> Replayed:
    """Replay the whole weeks of a period as a job of the window, by the draft if there is one."""
    with ledger.read() as session:
        return replay_rules(session, first=period.first, last=period.last, progress=progress)


def _sums(
    pasts: Pasts, books: Sequence[tuple[Who, Book]], fixed: Sequence[Override], progress: Progress
) -> dict[Who, Tallies]:
    """Carry every SKU through the weeks on every side; numbers that people fixed hold on their own days."""
    sums = {Who.HAPPENED: Tallies(), **{who: Tallies() for who, _ in books}}
    weekly = {who: [Rules(one.rules, monday) for monday in pasts.mondays] for who, one in books}
    by_sku: dict[str, list[Override]] = {}
    for override in fixed:
        by_sku.setdefault(override.sku, []).append(override)
    for number, past in enumerate(pasts.skus):
        progress.step(number, len(pasts.skus), past.facts.sku)
        sums[Who.HAPPENED].add(happened(past))
        runs: list[tuple[object, SkuRun]] = []
        for who, one in books:
            says = _says(one, past.facts)
            run = next((run for other, run in runs if other == says), None)
            if run is None:
                run = _run(past, one, weekly[who], by_sku.get(past.facts.sku, ()))
                runs.append((says, run))
            sums[who].add(run)
    progress.step(len(pasts.skus), len(pasts.skus))
    return sums


def _says(one: Book, facts: SkuFacts) -> object:
    """Give what rules say about a SKU; where two sets say the same it is replayed once."""
    meant = [
        (rule.what, rule.scope, rule.first, rule.last)
        for rule in sorted(one.rules, key=lambda rule: (rule.place, rule.number))
        if rule.scope.concerns(sku=facts.sku, category=facts.category, brand=facts.brand)
    ]
    return one.ladder.rungs, one.ladder.demand_days, meant


def _run(past: SkuPast, one: Book, rules: Sequence[Rules], fixed: Sequence[Override]) -> SkuRun:
    try:
        return replay(past, rules, one.ladder, fixed)
    except CannotFollow as error:
        raise UserError(
            f"{error.sku} cannot be allocated by {one.title} on {error.day}: {error}. Nothing was replayed. "
            "Change the rules, or replay weeks in which they hold."
        ) from error


def _moved(sums: Mapping[Who, Tallies], who: Who) -> dict[Who, int]:
    return {other: moved(sums[other], sums[who]) for other in sums if other is not who}
