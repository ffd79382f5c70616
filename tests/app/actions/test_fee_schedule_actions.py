"""Fees and terms of channels: each edit is one change with its name, undone and redone; a bad one leaves no trace."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest

from app.actions.fee_schedules import add_schedule, edit_schedule, exact, remove_schedule
from app.actions.wholesale_terms import add_terms, edit_terms, remove_terms
from app.errors import UserError
from app.ledger.ledger import Ledger
from app.queries.fee_schedules import ScheduleRow, Schedules, fee_schedules
from app.queries.history import changes, fields
from app.queries.wholesale_terms import TermsRow, wholesale_terms
from models.domain.pricing.fee_model import (
    Administration,
    Ads,
    Band,
    FeeBase,
    FeeModel,
    Payment,
    Returns,
    Schedule,
    ScheduleKind,
    Target,
    Tier,
    flat,
)
from models.domain.pricing.schedule import FeeSchedule, PriceTier, ShipWindow, WholesaleTerms
from tests.app.pricing_brand import DAY, GB1, GB9, GB9_TERMS, START, channel, of_category, pricing_ledger
from tests.make import import_text

# Every field is another than where it is left out.
FULL = FeeSchedule(
    "EUR",
    START,
    "Tea",
    FeeModel(
        0,
        Fraction(19, 100),
        FeeBase.NET,
        499,
        Schedule(ScheduleKind.MARGINAL, (Band(1000, Fraction(8, 100)), Band(None, Fraction(1, 3))), 30),
        Payment(Fraction(29, 1000), 30, refunded=True),
        (Tier(1000, 306), Tier(None, 383)),
        Ads(120, Fraction(5, 100)),
        Returns(Fraction(6, 100), 212, Fraction(1, 2), Administration(Fraction(1, 5), 500)),
        75,
    ),
    Target(150, Fraction(1, 10)),
    30_000,
    "Barn",
    returns_of_sku=False,
    source="invoice 12",
)


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    """Give a ledger without a fee, with a place."""
    made = pricing_ledger(tmp_path)
    import_text(made, "stock.csv", "location,sku,date,on_hand\nBarn,TEA,2026-05-31,40\n")
    yield made
    made.close()


def typed(ledger: Ledger, day: date = DAY) -> list[ScheduleRow]:
    """List the schedules."""
    with ledger.read() as session:
        return fee_schedules(session, today=day)


def agreed(ledger: Ledger, day: date = DAY) -> list[TermsRow]:
    """List the terms."""
    with ledger.read() as session:
        return wholesale_terms(session, today=day)


def test_that_every_field_of_a_schedule_is_kept_undone_and_told_by_history(ledger: Ledger) -> None:
    bazaar = channel(ledger, "Bazaar")
    add_schedule(ledger, channel_id=bazaar, schedule=FULL)
    assert ledger.undo_label() == "Add fees of Bazaar, Tea from 2026-01-01"
    (row,) = typed(ledger)
    assert (row.schedule, row.channel, row.state) == (FULL, "Bazaar", "holds")
    with ledger.read() as session:
        told = {(one.record, one.field, one.after) for one in fields(session, changes(session)[0].id)}
    assert ("Fees of a channel Tea 2026-01-01", "payment rate", "0.029") in told
    dearer = replace(FULL, fees=replace(FULL.fees, other=80), category="", returns_of_sku=True)
    edit_schedule(ledger, schedule_id=row.id, schedule=dearer)
    assert ledger.undo_label() == "Edit fees of Bazaar from 2026-01-01"
    kept = replace(dearer, fees=replace(dearer.fees, returns=replace(dearer.fees.returns, rate=Fraction(0))))
    assert typed(ledger)[0].schedule == kept
    remove_schedule(ledger, schedule_id=row.id)
    assert typed(ledger) == []
    for expected in (kept, FULL):
        ledger.undo()
        assert typed(ledger)[0].schedule == expected
    ledger.undo()
    assert typed(ledger) == []
    ledger.redo()
    assert typed(ledger) == [row]


def test_that_a_version_holds_until_the_next_one_and_a_category_before_the_channel(ledger: Ledger) -> None:
    bazaar = channel(ledger, "Bazaar")
    for day in (START, date(2026, 6, 1), date(2026, 6, 2)):
        add_schedule(ledger, channel_id=bazaar, schedule=replace(GB1, valid_from=day))
    add_schedule(ledger, channel_id=bazaar, schedule=of_category(GB1, "Tea"))
    states = [(row.schedule.category, row.schedule.valid_from.isoformat(), row.state) for row in typed(ledger)]
    assert states == [
        ("", "2026-06-02", "later"),
        ("", "2026-06-01", "holds"),
        ("", "2026-01-01", "earlier"),
        ("Tea", "2026-01-01", "holds"),
    ]
    held = Schedules(typed(ledger))
    of_tea, other = held.of(bazaar, "tea"), held.of(bazaar, "Cups")
    assert of_tea is not None
    assert other is not None
    assert (of_tea.schedule.category, other.schedule.category) == ("Tea", "")
    assert held.of(bazaar + 1, "Tea") is None


@pytest.mark.parametrize(
    "name, schedule, sentence",
    [
        ("Bazaar", replace(GB1, fees=replace(GB1.fees, cogs=5)), "holds no landed cost"),
        ("Bazaar", replace(GB1, currency="usd"), "is no currency"),
        ("Bazaar", replace(GB1, fees=replace(GB1.fees, other=10**10)), "too large"),
        ("Bazaar", replace(GB1, price_max=0), "above 0"),
        ("Bazaar", replace(GB1, place="Nowhere"), "no place “Nowhere”"),
        ("Trade", GB1, "commission and payment terms are typed under Terms"),
        ("Trade", replace(GB9, fees=replace(GB9.fees, payment=Payment(Fraction(1, 50)))), "typed under Terms"),
    ],
)
def test_that_fees_that_cannot_be_are_refused(ledger: Ledger, name: str, schedule: FeeSchedule, sentence: str) -> None:
    before = ledger.undo_label()
    with pytest.raises(UserError, match=rf"{sentence}.*Nothing was"):
        add_schedule(ledger, channel_id=channel(ledger, name), schedule=schedule)
    assert (typed(ledger), ledger.undo_label()) == ([], before)


def test_that_the_same_day_is_not_typed_twice(ledger: Ledger) -> None:
    bazaar = channel(ledger, "Bazaar")
    add_schedule(ledger, channel_id=bazaar, schedule=of_category(GB1, "Tea"))
    with pytest.raises(UserError, match="Bazaar, Tea has fees from 2026-01-01 already"):
        add_schedule(ledger, channel_id=bazaar, schedule=of_category(GB1, " tea "))
    add_schedule(ledger, channel_id=bazaar, schedule=GB1)
    add_schedule(ledger, channel_id=channel(ledger, "Shop"), schedule=GB1)
    rows = typed(ledger)
    with pytest.raises(UserError, match="already"):
        edit_schedule(ledger, schedule_id=rows[-1].id, schedule=GB1)
    assert len(typed(ledger)) == 3


def test_that_terms_are_kept_by_version_and_undone(ledger: Ledger) -> None:
    trade = channel(ledger, "Trade")
    full = replace(
        GB9_TERMS, windows=(ShipWindow(date(2026, 8, 15), date(2026, 9, 15)),), payment_days=45, source="line sheet"
    )
    add_terms(ledger, channel_id=trade, terms=full)
    assert ledger.undo_label() == "Add terms of Trade from 2026-01-01"
    add_terms(ledger, channel_id=trade, terms=replace(full, valid_from=date(2026, 7, 1)))
    later, holds = agreed(ledger)
    assert (later.state, holds.state, holds.terms) == ("later", "holds", full)
    edit_terms(ledger, terms_id=holds.id, terms=replace(full, moq=48))
    assert agreed(ledger)[1].terms.moq == 48
    remove_terms(ledger, terms_id=later.id)
    assert len(agreed(ledger)) == 1
    ledger.undo()
    ledger.undo()
    assert agreed(ledger) == [later, holds]


@pytest.mark.parametrize(
    "name, terms, sentence",
    [
        ("Shop", GB9_TERMS, "is no wholesale channel"),
        ("Trade", replace(GB9_TERMS, rep=Fraction(3, 2)), "between 0 and 100 percent"),
        ("Trade", replace(GB9_TERMS, moq=-1), "MOQ is 0 or more"),
    ],
)
def test_that_terms_that_cannot_be_are_refused(ledger: Ledger, name: str, terms: WholesaleTerms, sentence: str) -> None:
    with pytest.raises(UserError, match=sentence):
        add_terms(ledger, channel_id=channel(ledger, name), terms=terms)
    assert agreed(ledger) == []


def test_that_terms_of_the_same_day_are_refused_and_gone_ones_are_said_to_be_gone(ledger: Ledger) -> None:
    trade = channel(ledger, "Trade")
    add_terms(ledger, channel_id=trade, terms=GB9_TERMS)
    with pytest.raises(UserError, match="has terms from 2026-01-01 already"):
        add_terms(ledger, channel_id=trade, terms=replace(GB9_TERMS, tiers=(PriceTier(1, Fraction(0)),)))
    gone_ones: tuple[Callable[[], object], ...] = (
        lambda: remove_terms(ledger, terms_id=99),
        lambda: remove_schedule(ledger, schedule_id=99),
        lambda: add_terms(ledger, channel_id=99, terms=GB9_TERMS),
        lambda: add_schedule(ledger, channel_id=99, schedule=GB1),
    )
    for gone in gone_ones:
        with pytest.raises(UserError, match="Nothing was changed"):
            gone()


def test_that_rates_are_kept_exactly() -> None:
    assert [exact(rate) for rate in (Fraction(0), Fraction(29, 1000), Fraction(1), Fraction(1, 3))] == [
        "0",
        "0.029",
        "1",
        "1/3",
    ]
    assert flat(Fraction(1, 3)).bands[0].rate == Fraction(exact(Fraction(1, 3)))
