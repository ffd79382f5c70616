"""Answers to competitors from the ledger: proposed or held with reasons, applied by a person, and slow on purpose."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from fractions import Fraction
from pathlib import Path

import pytest

from app.actions.competitors import TypedOffer, add_offer
from app.actions.fee_schedules import add_schedule
from app.actions.responses import apply_answer, usual_end
from app.actions.rules import add_rule, publish, start_draft
from app.errors import UserError
from app.jobs import Progress
from app.ledger.doctor import examine
from app.ledger.ledger import Ledger
from app.queries.base_prices import base_prices
from app.queries.responses import ResponseRow, responses
from app.queries.rules import PRICING
from models.domain.money import Money
from models.domain.pricing.fee_model import Band, Schedule, ScheduleKind
from models.domain.pricing.policy import BelowFloor, Strategy
from models.domain.pricing.response_rules import Answer, IgnoredSellers, OffersCounted, OwnSellers, Pace
from models.domain.pricing.rules import AmountDifference, Ceiling, Difference, PriceOverride
from models.domain.rules import Kind, Scope
from tests.app.price_book import base, book_ledger, usd
from tests.app.pricing_brand import GB1, channel
from tests.make import made_once

NOW = datetime(2026, 11, 26, 12, 0, tzinfo=UTC)
DAY = NOW.date()


@made_once
def prepared(folder: Path) -> Ledger:
    made = book_ledger(folder)
    base(made, 1999, on="Bazaar")
    base(made, 2499, on="Shop")
    return made


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    """Give tea at 19.99 on a bazaar with a safe floor of 13.94, and at 24.99 in a shop without fees."""
    made = prepared(tmp_path)
    yield made
    made.close()


def rules(ledger: Ledger, *kinds: Kind, scope: Scope = Scope(), last: date | None = None) -> None:  # noqa: B008 - frozen
    """Publish rules beside those that hold."""
    start_draft(ledger, PRICING)
    for kind in kinds:
        add_rule(ledger, what=kind, scope=scope, last=last, note="test", family=PRICING)
    publish(ledger, name=f"v{ledger.now()}", reason="test", family=PRICING)


def offer(ledger: Ledger, seller: str, price: int, *, hours: int = 1, **more: object) -> None:
    """Type an offer of tea."""
    typed = TypedOffer("TEA", seller, usd(price), seen=ledger.clock() - timedelta(hours=hours))
    add_offer(ledger, offer=TypedOffer(**{**vars(typed), **more}))


def answered(ledger: Ledger, channel: str = "Bazaar") -> ResponseRow:
    """Give the answer on a channel."""
    with ledger.read() as session:
        found = responses(session, now=ledger.clock(), day=ledger.today())
    return next(row for row in found if row.price.channel == channel)


def test_that_without_offers_there_is_nothing_to_answer(ledger: Ledger) -> None:
    with ledger.read() as session:
        assert responses(session, now=NOW, day=DAY) == []


def test_that_nothing_is_proposed_without_a_rule(ledger: Ledger) -> None:
    offer(ledger, "Rival", 1800)
    row = answered(ledger)
    assert (row.state, row.proposal, row.floor_safe) == ("no answer", None, 1394)
    assert row.reasons == (
        "No rule says how to answer competitors here; add an “Answer to competitors” to the pricing rules",
    )


def test_that_a_listing_whose_floor_is_not_known_is_not_answered(ledger: Ledger) -> None:
    offer(ledger, "Rival", 1800)
    rules(ledger, Answer())
    row = answered(ledger, "Shop")
    assert (row.state, row.floor_safe) == ("no answer", None)
    assert row.reasons == ("Its floor is not known, for want of fee schedule",)
    # What is sold to the trade is no offer to consumers.
    with ledger.read() as session:
        assert {one.price.channel for one in responses(session, now=NOW, day=DAY)} == {"Shop", "Bazaar"}


def test_that_a_price_follows_by_a_step_at_most(ledger: Ledger) -> None:
    offer(ledger, "Rival", 1700, shipping=usd(100))
    rules(ledger, Answer())
    row = answered(ledger)
    # 3 % of 19.99 are 59 cents, rounded down.
    assert (row.state, row.proposal, row.list_price) == ("propose", 1940, 1999)
    assert row.reasons == (
        "The lowest offer compares as 18.00 USD: towards 18.00 USD",
        "One change moves the price by 0.59 USD at most, so 18.00 USD takes several",
    )


@pytest.mark.parametrize(
    "kind, proposal",
    [
        (Answer(Strategy.BEAT), 1979),
        (Answer(Strategy.BEAT, Money(10, "USD")), 1970),
        (Answer(Strategy.STAY_ABOVE, Money(50, "USD")), 2030),
        (Answer(Strategy.BEAT, Money(10, "EUR")), None),
    ],
)
def test_that_the_rule_says_where_to_stand(ledger: Ledger, kind: Answer, proposal: int | None) -> None:
    offer(ledger, "Rival", 1980)
    rules(ledger, kind, Pace(dead_band=0))  # type: ignore[arg-type] # read as a Fraction
    assert answered(ledger).proposal == proposal


def test_that_a_competitor_below_the_floor_is_never_chased(ledger: Ledger) -> None:
    offer(ledger, "Rival", 1300)
    rules(ledger, Answer())
    row = answered(ledger)
    assert (row.state, row.proposal) == ("look", None)
    assert row.reasons == ("The lowest offer compares as 13.00 USD, below our floor of 13.94 USD, and is not followed",)


def test_that_offers_are_left_out_by_rule_and_by_age(ledger: Ledger) -> None:
    offer(ledger, "Us  Too", 1500)
    offer(ledger, "Outlet", 1500)
    offer(ledger, "Late", 1500, hours=49)
    offer(ledger, "Empty", 1500, in_stock=False)
    offer(ledger, "Used", 1500, condition="used")
    offer(ledger, "Absurd", 836)
    add_offer(ledger, offer=TypedOffer("TEA", "Abroad", Money(1500, "EUR"), seen=ledger.clock()))
    offer(ledger, "Rival", 1990)
    rules(ledger, Answer(), OwnSellers("us too"), IgnoredSellers("OUTLET, other"))
    row = answered(ledger)
    assert row.reasons[0] == "1 offer left out: in another currency"
    assert set(row.reasons[1:7]) == {
        *(f"1 offer left out: {why}" for why in ("suspiciously cheap", "in another condition", "out of stock")),
        *(f"1 offer left out: {why}" for why in ("seen too long ago", "of an ignored seller", "of our own")),
    }
    assert row.reasons[-1] == "19.90 USD is too near to the price to change it"
    rules(ledger, OffersCounted(max_age=72))
    assert "seen too long ago" not in " ".join(answered(ledger).reasons)


def test_that_an_applied_answer_is_a_price_until_a_day_and_rests(ledger: Ledger) -> None:
    offer(ledger, "Rival", 1800)
    rules(ledger, Answer())
    apply_answer(ledger, sku="TEA", channel="Bazaar", amount=usd(1940), reason="Rival at 18.00")
    row = answered(ledger)
    assert (row.price.amount, row.list_price, row.state) == (1940, 1999, "hold")
    assert row.reasons[-1] == "The price changed less than 24 hours ago"
    with ledger.read() as session:
        (made,) = [one for one in base_prices(session)["TEA"] if one.note == "Rival at 18.00"]
    assert (made.first, made.last) == (ledger.today(), usual_end(ledger.clock().date()))
    assert [finding for finding in examine(ledger, Progress()).findings if not finding.ok] == []
    ledger.undo()
    assert (answered(ledger).price.amount, answered(ledger).proposal) == (1999, 1940)


def test_that_after_three_changes_down_a_person_has_to_look(ledger: Ledger) -> None:
    offer(ledger, "Rival", 1500)
    rules(ledger, Answer(), Pace(cool_down=0))
    for amount in (1940, 1882, 1826):
        apply_answer(ledger, sku="TEA", channel="Bazaar", amount=usd(amount), reason="Rival")
    row = answered(ledger)
    assert (row.state, row.price.amount, row.list_price) == ("look", 1826, 1999)
    assert row.reasons[-1] == "It went down 3 times in 7 days: a person has to look"


def test_that_a_price_goes_back_to_the_list_when_nobody_is_left(ledger: Ledger) -> None:
    offer(ledger, "Rival", 1900, hours=40)
    rules(ledger, Answer(), Pace(cool_down=0))
    apply_answer(ledger, sku="TEA", channel="Bazaar", amount=usd(1940), reason="Rival")
    rules(ledger, OffersCounted(max_age=12))
    row = answered(ledger)
    assert (row.list_price, row.proposal) == (1999, 1999)
    assert row.reasons[-1] == "No offer is left to compare with: towards the list price 19.99 USD"


def test_that_a_ceiling_and_leaving_the_fight_are_kept(ledger: Ledger) -> None:
    offer(ledger, "Rival", 1300)
    rules(ledger, Answer(below_floor=BelowFloor.LEAVE), Ceiling(usd(1950)))
    row = answered(ledger)
    assert (row.price.amount, row.list_price, row.price.ceiling) == (1950, 1950, 1950)
    assert row.reasons[-2] == "The fight is left: towards the list price 19.50 USD"


@pytest.mark.parametrize(
    "amount, reason, sentence",
    [
        (1900, "why", "19.40 USD is proposed for TEA by now, not 19.00"),
        (1940, "  ", "A change of a price needs a reason"),
    ],
)
def test_that_only_what_is_proposed_now_is_applied(ledger: Ledger, amount: int, reason: str, sentence: str) -> None:
    offer(ledger, "Rival", 1800)
    rules(ledger, Answer())
    with pytest.raises(UserError, match=f"{sentence}.*Nothing was changed"):
        apply_answer(ledger, sku="TEA", channel="Bazaar", amount=usd(amount), reason=reason)
    assert answered(ledger).price.amount == 1999


def test_that_a_difference_of_the_channel_is_taken_off_the_base_price_that_is_typed(ledger: Ledger) -> None:
    offer(ledger, "Rival", 1800)
    rules(ledger, Answer(), AmountDifference(usd(100)))
    row = answered(ledger)
    assert (row.price.amount, row.proposal) == (2099, 2037)
    apply_answer(ledger, sku="TEA", channel="Bazaar", amount=usd(2037), reason="why")
    after = answered(ledger).price
    assert (after.amount, after.base and after.base.amount) == (2037, 1937)


def test_that_a_price_that_rules_do_not_make_of_any_base_price_is_left_to_them(ledger: Ledger) -> None:
    offer(ledger, "Rival", 1800)
    rules(ledger, Answer(), Difference(Fraction(-7)))
    row = answered(ledger)
    with pytest.raises(UserError, match=r"The rules make 16\.78 USD of a base price of 18\.04 USD\. Nothing was chang"):
        apply_answer(ledger, sku="TEA", channel="Bazaar", amount=usd(row.proposal or 0), reason="why")
    assert answered(ledger).price.amount == row.price.amount


def test_that_a_price_a_person_fixed_is_theirs(ledger: Ledger) -> None:
    offer(ledger, "Rival", 1800)
    rules(ledger, Answer())
    rules(ledger, PriceOverride(usd(2222)), scope=Scope(skus=("TEA",)), last=DAY + timedelta(days=400))
    row = answered(ledger)
    assert (row.state, row.price.amount) == ("no answer", 2222)
    assert "A person fixed its price" in row.reasons[0]
    with pytest.raises(UserError, match=r"Nothing is proposed for TEA now\. A person fixed its price"):
        apply_answer(ledger, sku="TEA", channel="Bazaar", amount=usd(1940), reason="why")


def test_that_no_price_is_proposed_that_earns_less_than_the_edge_below(ledger: Ledger) -> None:
    # 15 % up to 18.00, 25 % above: 18.00 leaves 15.30 of itself, which 20.40 is the first to leave again.
    referral = Schedule(ScheduleKind.BRACKET, (Band(1800, Fraction(15, 100)), Band(None, Fraction(25, 100))))
    fees = replace(GB1, valid_from=date(2026, 2, 1), fees=replace(GB1.fees, referral=referral))
    add_schedule(ledger, channel_id=channel(ledger, "Bazaar"), schedule=fees)
    base(ledger, 1750, on="Bazaar", first=date(2026, 3, 1))
    offer(ledger, "Rival", 1850)
    rules(ledger, Answer())
    row = answered(ledger)
    assert (row.state, row.proposal) == ("propose", 1800)
    assert row.reasons[-1].startswith("18.50 USD lies in the dead zone 18.01 USD to 20.39 USD")
    apply_answer(ledger, sku="TEA", channel="Bazaar", amount=usd(1800), reason="why")
    later = ledger.clock() + timedelta(days=1)
    with ledger.read() as session:
        (found,) = [one for one in responses(session, now=later, day=later.date()) if one.price.channel == "Bazaar"]
    assert (found.price.amount, found.proposal) == (1800, None)
