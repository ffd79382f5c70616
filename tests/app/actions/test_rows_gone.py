"""Rows that were undone or removed while a form on them was open: refused in words, whatever edits them."""

from __future__ import annotations

import inspect
import pkgutil
from collections.abc import Callable, Iterator
from datetime import date
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

import app.actions
from app.actions import base_prices, catalog, competitors, fee_schedules, fees, places, rules, stock, wholesale_terms
from app.actions.costs_preview import effect_of_removal
from app.actions.planning import edit_location
from app.actions.promotions import move_promotion
from app.errors import RowGone, UserError
from app.jobs import Progress
from app.ledger.ledger import Ledger
from app.queries.catalog import costs
from app.queries.rules import PRICING
from models.domain.catalog import ChannelKind, Recognition
from models.domain.money import Money
from models.domain.pricing.rules import PriceOverride
from models.domain.pricing.schedule import FeeSchedule, WholesaleTerms
from models.domain.routing.fees import Fee
from models.domain.routing.fees import Field as FeeField
from models.domain.rules.scope import Scope
from models.domain.stock import Commitment, Inbound, LocationKind
from tests.make import draft, new_ledger, write

DAY = date(2026, 3, 1)
TEN = Money(1000, "USD")
GONE = 999
INBOUND, PROMISE = Inbound(0, "PO1", "TEA", 1, "2026-03-01"), Commitment(0, "O1", "TEA", 1, "2026-03-01")
# What ends a choice says that it has ended; a batch is named by a person, and a channel or place is one of a list.
_SAYS_SO_ITSELF = {"lift_choice", "lift_override"}
_OF_A_LIST = {"channel_id", "location_id", "batch_id", "run_id"}
EDITS: tuple[Callable[..., object], ...] = (
    partial(base_prices.edit_base_price, price_id=GONE, price=base_prices.NewPrice("TEA", "", TEN, DAY)),
    partial(base_prices.remove_base_price, price_id=GONE),
    partial(catalog.edit_channel, channel_id=GONE, name="Web", kind=ChannelKind.DTC, owner="", active=True),
    partial(catalog.set_recognition, channel_id=GONE, recognition=Recognition.PAID),
    partial(catalog.edit_sku, sku_id=GONE, title="", category="", brand=""),
    partial(catalog.keep_ready_made, sku_id=GONE, ready_made=True),
    partial(catalog.link_listing, listing_id=GONE, sku="TEA"),
    partial(catalog.edit_cost, cost_id=GONE, amount=TEN),
    partial(catalog.remove_cost, cost_id=GONE),
    partial(effect_of_removal, progress=Progress(lambda *_: None), cost_id=GONE),
    partial(catalog.edit_rate, rate_id=GONE, rate="1.5"),
    partial(catalog.remove_rate, rate_id=GONE),
    partial(competitors.edit_offer, offer_id=GONE, offer=competitors.TypedOffer("TEA", "Rival", TEN)),
    partial(competitors.remove_offer, offer_id=GONE),
    partial(edit_location, location_id=GONE, kind=LocationKind.OWN, allocatable=True, channel_id=None),
    partial(fee_schedules.edit_schedule, schedule_id=GONE, schedule=FeeSchedule("USD", DAY)),
    partial(fee_schedules.remove_schedule, schedule_id=GONE),
    partial(fees.edit_fee, fee_id=GONE, fee=Fee(FeeField.PICK, 310, DAY)),
    partial(fees.remove_fee, fee_id=GONE),
    partial(move_promotion, rule_id=GONE, first=DAY, last=DAY),
    partial(places.remove_limit, limit_id=GONE),
    partial(rules.edit_rule, rule_id=GONE, what=PriceOverride(TEN), scope=Scope()),
    partial(rules.move_rule, rule_id=GONE, first=DAY, last=DAY, family=PRICING),
    partial(rules.remove_rule, rule_id=GONE),
    partial(stock.edit_inbound, inbound_id=GONE, line=INBOUND),
    partial(stock.receive_inbound, inbound_id=GONE, units=1, day=DAY),
    partial(stock.cancel_inbound, inbound_id=GONE),
    partial(stock.remove_inbound, inbound_id=GONE),
    partial(stock.edit_commitment, commitment_id=GONE, channel_id=1, line=PROMISE),
    partial(stock.ship_commitment, commitment_id=GONE, units=1),
    partial(stock.cancel_commitment, commitment_id=GONE),
    partial(stock.remove_commitment, commitment_id=GONE),
    partial(wholesale_terms.edit_terms, terms_id=GONE, terms=WholesaleTerms(DAY)),
    partial(wholesale_terms.remove_terms, terms_id=GONE),
)


def _name(edit: Any) -> str:  # noqa: ANN401 - a partial
    return str(edit.func.__name__)


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    """Give a ledger with one SKU that was sold."""
    made = new_ledger(tmp_path)
    write(made, [draft("1", sku="TEA")])
    yield made
    made.close()


@pytest.mark.parametrize("edit", EDITS, ids=_name)
def test_that_a_row_that_is_gone_is_refused_in_words(ledger: Ledger, edit: Callable[..., object]) -> None:
    before = ledger.stacks(whole=True)
    with pytest.raises(RowGone, match=r"not in the ledger any more: it was undone or removed meanwhile\. Nothing was"):
        edit(ledger)
    assert ledger.stacks(whole=True) == before


def test_that_no_edit_of_a_row_by_its_number_is_left_out_above() -> None:
    tried = {_name(edit) for edit in EDITS}
    for module in pkgutil.iter_modules(app.actions.__path__):
        for name, action in vars(import_module(f"app.actions.{module.name}")).items():
            if (
                name.startswith("_")
                or not inspect.isfunction(action)
                or "ledger" not in inspect.signature(action).parameters
            ):
                continue
            numbers = {one for one in inspect.signature(action).parameters if one.endswith("_id")} - _OF_A_LIST
            assert not numbers or name in tried | _SAYS_SO_ITSELF, name


def test_that_a_cost_whose_making_was_undone_is_mended_once_it_is_there_again(ledger: Ledger) -> None:
    catalog.set_cost(ledger, sku="TEA", valid_from=DAY, amount=TEN)
    with ledger.read() as session:
        (row,) = costs(session)
    ledger.undo()
    with pytest.raises(RowGone, match="Bring it back with Redo, or add it anew"):
        catalog.edit_cost(ledger, cost_id=row.id, amount=Money(1100, "USD"))
    ledger.redo()
    catalog.edit_cost(ledger, cost_id=row.id, amount=Money(1100, "USD"))
    with ledger.read() as session:
        assert [one.cost for one in costs(session)] == [Money(1100, "USD")]


def test_that_a_component_that_is_not_there_is_not_taken_out(ledger: Ledger) -> None:
    write(ledger, [draft("2", sku="BOX")])
    with pytest.raises(UserError, match="BOX does not hold TEA"):
        catalog.set_component(ledger, bundle="BOX", sku="TEA", quantity=0)
