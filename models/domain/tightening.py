"""Supply tightening: the tier that is shown for a SKU, since when, and what it proposes to do."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from models.domain.allocation.tiers import Tier, shown


class Action(StrEnum):
    """What a tier can propose."""

    PAUSE_PROMOTION = "pause promotion"
    PAUSE_ADS = "pause ads"
    HIDE_LISTING = "hide listing"
    CALL_SUPPLIER = "call supplier"


# What each tier proposes unless the user has chosen otherwise.
ACTIONS: Mapping[Tier, tuple[Action, ...]] = {
    Tier.GREEN: (),
    Tier.AMBER: (Action.PAUSE_PROMOTION,),
    Tier.RED: (Action.PAUSE_PROMOTION, Action.PAUSE_ADS, Action.HIDE_LISTING),
    Tier.BLACK: tuple(Action),
}


@dataclass(frozen=True)
class Run:
    """The tier that one allocation run found for a SKU."""

    day: date
    tier: Tier


@dataclass(frozen=True)
class Tightening:
    """The tier shown for a SKU and the first day on which it was; the tier of the newest run may be a better one."""

    tier: Tier
    since: date
    found: Tier

    def days(self, today: date) -> int:
        """Count the days in the tier, the first one and today included."""
        return (today - self.since).days + 1


@dataclass(frozen=True)
class Listing:
    """A listing on a marketplace and its priority; 1 is the first."""

    channel: str
    priority: int


@dataclass(frozen=True)
class Circumstances:
    """What actions can be taken on for a SKU: running promotions and ads, marketplace listings, the supplier.

    Listings with a priority number of `low_from` or more are of low priority.
    """

    promotions: tuple[str, ...] = ()
    ads: tuple[str, ...] = ()
    listings: tuple[Listing, ...] = ()
    low_from: int = 2
    supplier: str = ""


@dataclass(frozen=True)
class Proposed:
    """An action proposed for a SKU, on what, and the sentence that says so."""

    action: Action
    subject: str
    sentence: str


def tightening(runs: Sequence[Run]) -> Tightening | None:
    """Give the tier to show after the newest run, from runs in the order in which they were made.

    What is shown is the worse of a run's tier and the previous run's, so a worse tier shows at once and a better one
    only when two runs in a row have found it.
    """
    if not runs:
        return None
    visible, since, before = runs[0].tier, runs[0].day, runs[0].tier
    for run in runs[1:]:
        tier = shown(run.tier, before)
        if tier is not visible:
            visible, since = tier, run.day
        before = run.tier
    return Tightening(visible, since, before)


def proposals(
    tier: Tier, circumstances: Circumstances, actions: Mapping[Tier, Iterable[Action]] = ACTIONS
) -> tuple[Proposed, ...]:
    """Give what a tier proposes to do under these circumstances; nothing is done by itself."""
    chosen = actions.get(tier, ())
    return tuple(
        Proposed(action, subject, sentence)
        for action in chosen
        for subject, sentence in _on(action, tier, circumstances)
    )


def _on(action: Action, tier: Tier, circumstances: Circumstances) -> Iterator[tuple[str, str]]:
    why = f"supply is {tier}"
    match action:
        case Action.PAUSE_PROMOTION:
            yield from ((name, f"Pause the promotion {name}: {why}") for name in circumstances.promotions)
        case Action.PAUSE_ADS:
            yield from ((name, f"Pause the ads {name}: {why}") for name in circumstances.ads)
        case Action.HIDE_LISTING:
            low = [listing for listing in circumstances.listings if listing.priority >= circumstances.low_from]
            for listing in sorted(low, key=lambda listing: (-listing.priority, listing.channel)):
                yield (
                    listing.channel,
                    f"Hide the listing on {listing.channel}, priority {listing.priority}: {why}",
                )
        case Action.CALL_SUPPLIER:
            if circumstances.supplier:
                yield circumstances.supplier, f"Call {circumstances.supplier}: {why}"
