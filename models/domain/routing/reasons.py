"""Why a location is recommended, in plain sentences."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from models.domain.routing.recommendation import Choice, Recommendation
from models.domain.words import amount, counted, figure, percent


def reasons(recommendation: Recommendation) -> tuple[str, ...]:
    """Say why, what is earned first; the comparison is between the two best."""
    able = [choice for choice in recommendation.choices if not choice.barred]
    barred = [
        f"{choice.place.location} is left out: {choice.barred}" for choice in recommendation.choices if choice.barred
    ]
    if not able:
        return ("No location can be recommended", *barred)
    return (*_compared(recommendation, able[:2]), *_capacity(recommendation, able[0]), *barred)


def overriding(recommendation: Recommendation, day: date) -> str:
    """Say on a day what a person has decided beside the recommendation; nothing where nobody has."""
    override = recommendation.override
    if override is None:
        return ""
    if day > override.until:
        return f"The override to {override.location} ended on {override.until}"
    barred = {choice.place.location: choice.barred for choice in recommendation.choices}
    against = f"; but {barred[override.location]}" if barred.get(override.location) else ""
    return f"{override.location} until {override.until}: {override.reason}{against}"


def _compared(recommendation: Recommendation, able: Sequence[Choice]) -> Iterator[str]:
    sales = recommendation.sales
    after = f" to serve after {counted(sales.days, 'day')}"
    yield ", ".join(f"{one.place.location} earns {amount(one.daily, sales.currency)} a day" for one in able)
    if able[0].daily < 0:
        yield "It loses money wherever it is served from"
    yield ", ".join(f"{one.place.location} costs {amount(one.cost.exact, sales.currency)}" for one in able) + after
    if recommendation.storage is not None:
        yield recommendation.storage.sentence()
    for choice in able:
        yield from _weighed(choice, recommendation)


def _weighed(choice: Choice, recommendation: Recommendation) -> Iterator[str]:
    """Say what beside its cost speaks for a location and against it."""
    place, sales = choice.place, recommendation.sales
    if place.uplift:
        more = choice.demand - sales.rate
        worth = amount(more * choice.contribution, sales.currency)
        yield f"{place.location} changes demand by {percent(place.uplift)}: {figure(more, 2)} a day, worth {worth}"
    if place.lead_days:
        days = counted(place.lead_days, "day")
        yield f"{place.location} can sell {days} after sending: {figure(choice.on_the_way)} units on the way"
    if choice.spread_over:
        units = figure(choice.spread_over)
        yield f"Stock in {place.places} places needs {units} units of safety stock more with {place.location}"
    if choice.cost.blank:
        fields = ", ".join(field.value for field in choice.cost.blank)
        yield f"{place.location} has no fee typed for {fields}, counted as 0"


def _capacity(recommendation: Recommendation, best: Choice) -> Iterator[str]:
    if best.served < best.demand:
        rest = f"the rest goes to {recommendation.overflow}" if recommendation.overflow else "nobody takes the rest"
        yield f"{best.place.location} can take {figure(best.served)} of {figure(best.demand)} units a day; {rest}"
