"""Fees, limits and choices of places: each edit is one change with the name of the thing, a bad one leaves no trace."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from app.actions.fees import add_fee, edit_fee, remove_fee
from app.actions.places import bar_place, remove_limit, set_limit, set_place_plan, set_serving, set_terms
from app.actions.routing import choose_place, lift_choice
from app.errors import UserError
from app.ledger.ledger import Done, Ledger
from app.queries.fees import FeeRow, fees
from app.queries.history import changes, fields
from app.queries.place_facts import Terms, barred, limits, limits_on, place_plans, routing_terms, servings
from app.queries.routing_facts import choices
from models.domain.routing.fees import Fee, Field, Season
from models.domain.stock import Limit, LimitKind, PlacePlanning, Serving
from tests.app.places_brand import START, channel, place, places_ledger

PICK = Fee(Field.PICK, 310, START)
AUTUMN = Season(10, 12)


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    """Give a ledger with three places and no fee."""
    made = places_ledger(tmp_path)
    yield made
    made.close()


def typed(ledger: Ledger) -> list[FeeRow]:
    """List the fees."""
    with ledger.read() as session:
        return fees(session)


def test_that_a_fee_is_added_edited_removed_undone_and_told_by_history(ledger: Ledger) -> None:
    hudson = place(ledger, "Hudson 3PL")
    fee = replace(PICK, sku=" TEA ", season=AUTUMN, from_days=30, by_order=True)
    add_fee(ledger, location_id=hudson, fee=fee)
    assert ledger.undo_label() == "Add fee of Hudson 3PL: pick 3.10 from 2026-01-01"
    (row,) = typed(ledger)
    assert row.fee == replace(fee, sku="TEA")
    assert (row.unit, row.months, row.only) == ("order", "October to December", "TEA, kept 30 days or more")
    with ledger.read() as session:
        told = {(one.field, one.after) for one in fields(session, changes(session)[0].id)}
    assert {("cost", "3.10 USD"), ("paid by order", "yes"), ("first month", "10")} <= told
    edit_fee(ledger, fee_id=row.id, fee=replace(fee, sku="TEA", amount=330))
    remove_fee(ledger, fee_id=row.id)
    assert typed(ledger) == []
    ledger.undo()
    assert [one.fee.amount for one in typed(ledger)] == [330]
    ledger.undo()
    assert typed(ledger) == [row]
    ledger.undo()
    assert typed(ledger) == []
    ledger.redo()
    assert typed(ledger) == [row]


@pytest.mark.parametrize(
    "name, fee, sentence",
    [
        ("Bazaar FBA", PICK, "has no fee for pick"),
        ("Hudson 3PL", replace(PICK, amount=-1), "0 or more"),
        ("Hudson 3PL", replace(PICK, from_days=-1), "age of the stock"),
        ("Hudson 3PL", replace(PICK, season=Season(0, 12)), "season"),
        ("Hudson 3PL", replace(PICK, sku="nothing"), "no SKU"),
        ("Hudson 3PL", replace(PICK, sku="TEA", size_tier="small"), "one SKU or for one size"),
        ("Hudson 3PL", Fee(Field.STORAGE, 5, START, by_order=True), "not paid by order"),
    ],
)
def test_that_a_fee_that_cannot_be_is_refused(ledger: Ledger, name: str, fee: Fee, sentence: str) -> None:
    before = ledger.undo_label()
    with pytest.raises(UserError, match=sentence):
        add_fee(ledger, location_id=place(ledger, name), fee=fee)
    assert (typed(ledger), ledger.undo_label()) == ([], before)


def test_that_the_same_fee_is_not_typed_twice_but_another_limit_is_another_fee(ledger: Ledger) -> None:
    hudson = place(ledger, "Hudson 3PL")
    add_fee(ledger, location_id=hudson, fee=PICK)
    with pytest.raises(UserError, match=r"has a fee for pick from 2026-01-01.*Nothing was added"):
        add_fee(ledger, location_id=hudson, fee=replace(PICK, amount=5))
    for other in (
        replace(PICK, valid_from=date(2026, 2, 1)),
        replace(PICK, season=AUTUMN),
        replace(PICK, size_tier="small"),
        replace(PICK, by_order=True),
    ):
        add_fee(ledger, location_id=hudson, fee=other)
    rows = typed(ledger)
    assert len(rows) == 5
    with pytest.raises(UserError, match="has a fee for pick"):
        edit_fee(ledger, fee_id=rows[-1].id, fee=rows[0].fee)
    edit_fee(ledger, fee_id=rows[0].id, fee=replace(rows[0].fee, amount=7))
    assert 7 in {row.fee.amount for row in typed(ledger)}


def test_that_what_planning_knows_of_a_place_and_its_limits_are_kept_and_undone(ledger: Ledger) -> None:
    fba = place(ledger, "Bazaar FBA")
    set_place_plan(ledger, location_id=fba, plan=PlacePlanning(14, 45, 1500))
    assert ledger.undo_label() == "Plan Bazaar FBA"
    october = Limit(LimitKind.VOLUME, 60_000, "2026-10-01", "Standard")
    set_limit(ledger, location_id=fba, limit=october)
    set_limit(ledger, location_id=fba, limit=october._replace(amount=50_000, valid_from="2026-11-01"))
    set_limit(ledger, location_id=fba, limit=october._replace(amount=61_000))
    set_limit(ledger, location_id=fba, limit=Limit(LimitKind.CARTONS, 40, "2026-10-01", "no matter"))
    with ledger.read() as session:
        held = limits(session)
        assert place_plans(session) == {fba: PlacePlanning(14, 45, 1500)}
    assert len(held) == 3
    standard, cartons = (fba, LimitKind.VOLUME, "standard"), (fba, LimitKind.CARTONS, "")
    assert limits_on(held, date(2026, 9, 30)) == {}
    assert limits_on(held, date(2026, 10, 31)) == {standard: 61_000, cartons: 40}
    assert limits_on(held, date(2026, 11, 1)) == {standard: 50_000, cartons: 40}
    remove_limit(ledger, limit_id=next(row.id for row in held if row.limit.valid_from == "2026-11-01"))
    with ledger.read() as session:
        assert limits_on(limits(session), date(2026, 11, 1))[standard] == 61_000
    for _ in range(5):
        ledger.undo()
    with ledger.read() as session:
        assert limits(session) == []


def test_that_serving_barred_places_and_terms_are_kept(ledger: Ledger) -> None:
    fba = place(ledger, "Bazaar FBA")
    set_serving(ledger, sku="TEA", serving=Serving(" small ", "standard", 250))
    bar_place(ledger, sku="TEA", location_id=fba, reason=" melts ")
    set_terms(ledger, days=60, holding=2000)
    set_terms(ledger, days=90, holding=2000)
    with ledger.read() as session:
        assert servings(session) == {"TEA": Serving("small", "standard", 250)}
        assert barred(session) == {("TEA", fba): "melts"}
        assert routing_terms(session) == Terms(90, 2000)
    bar_place(ledger, sku="TEA", location_id=fba, reason="")
    with ledger.read() as session:
        assert barred(session) == {}
    ledger.undo()
    ledger.undo()
    with ledger.read() as session:
        assert barred(session) == {("TEA", fba): "melts"}
        assert routing_terms(session) == Terms(60, 2000)


def test_that_a_choice_replaces_the_one_before_and_is_lifted(ledger: Ledger) -> None:
    today = ledger.today()
    shop, barn, hudson = channel(ledger, "Shop"), place(ledger, "Barn"), place(ledger, "Hudson 3PL")
    for where in (barn, hudson):
        choose_place(
            ledger,
            sku="TEA",
            channel_id=shop,
            location_id=where,
            reason=" trial ",
            until=today + timedelta(days=7),
        )
    assert ledger.undo_label() == f"Serve TEA on Shop from Hudson 3PL until {today + timedelta(days=7)}"
    with ledger.read() as session:
        (held,) = choices(session).values()
    assert (held.location_id, held.reason, held.first) == (hudson, "trial", today)
    lift_choice(ledger, override_id=held.id)
    with ledger.read() as session:
        assert choices(session) == {}
    ledger.undo()
    with ledger.read() as session:
        assert list(choices(session).values()) == [held]


Refused = Callable[[Ledger], Done]
WEEK = timedelta(days=7)


@pytest.mark.parametrize(
    "action, sentence",
    [
        (lambda led: set_place_plan(led, location_id=99, plan=PlacePlanning()), "no such place"),
        (lambda led: set_place_plan(led, location_id=1, plan=PlacePlanning(lead_days=-1)), "between 0"),
        (lambda led: set_place_plan(led, location_id=1, plan=PlacePlanning(uplift=-10_000)), "above"),
        (lambda led: set_limit(led, location_id=1, limit=Limit(LimitKind.PACKED, -1, "2026-01-01")), "between 0"),
        (lambda led: set_limit(led, location_id=1, limit=Limit(LimitKind.PACKED, 1, "soon")), "not a day"),
        (lambda led: set_serving(led, sku="none", serving=Serving()), "no SKU"),
        (lambda led: set_serving(led, sku="TEA", serving=Serving("", "", 10_001)), "between 0 and 100"),
        (lambda led: set_terms(led, days=-1, holding=0), "days of storage"),
        (lambda led: set_terms(led, days=1, holding=-1), "holding stock"),
        (lambda led: remove_limit(led, limit_id=99), "not in the ledger any more"),
        (lambda led: remove_fee(led, fee_id=99), "not in the ledger any more"),
        (lambda led: lift_choice(led, override_id=99), "ended already"),
        (lambda led: chosen(led, "Hudson 3PL", reason=" "), "with a reason only"),
        (lambda led: chosen(led, "Hudson 3PL", until=led.today() - WEEK), "today or later"),
        (lambda led: chosen(led, "Bazaar FBA"), "does not serve Shop"),
        (lambda led: chosen(led, "Hudson 3PL", sku="none"), "no SKU"),
    ],
)
def test_that_what_cannot_be_is_refused_without_a_trace(ledger: Ledger, action: Refused, sentence: str) -> None:
    before = ledger.undo_label()
    with pytest.raises(UserError, match=sentence):
        action(ledger)
    assert ledger.undo_label() == before


def chosen(ledger: Ledger, name: str, *, sku: str = "TEA", reason: str = "trial", until: date | None = None) -> Done:
    """Choose a place for the shop."""
    return choose_place(
        ledger,
        sku=sku,
        channel_id=channel(ledger, "Shop"),
        location_id=place(ledger, name),
        reason=reason,
        until=until or ledger.today() + WEEK,
    )
