"""Routing, transfers, tightening and fees as tabs of Stock, by keyboard, down to the ledger."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QCheckBox, QComboBox, QLabel, QLineEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from app.actions.allocation import run_allocation
from app.actions.fees import add_fee
from app.actions.places import set_limit, set_place_plan, set_serving
from app.actions.planning import edit_location, set_sku_plan
from app.jobs import Progress
from app.ledger.ledger import Ledger
from app.queries.catalog import channels
from app.queries.fees import fees
from app.queries.place_facts import barred, limits, place_plans, routing_terms, servings
from app.queries.places import places
from app.queries.routing_facts import choices
from models.domain.routing.fees import Fee, Field
from models.domain.stock import Limit, LimitKind, LocationKind, PlacePlanning, Serving, SkuPlanning
from tests.make import import_text, made_once, new_ledger, today
from tests.views.brand import Brand
from tests.views.brand import brand as brand_of
from views.common.form import Form
from views.stock.fees import FeesSection
from views.stock.page import StockPage
from views.stock.replenishment import ReplenishmentSection
from views.stock.routing import RoutingSection

WEEKS = 13


@made_once
def routed_ledger(folder: Path) -> Ledger:
    """Make the ledger of tea that three places hold and two channels sell."""
    ledger = new_ledger(folder)
    monday = today() - timedelta(days=today().weekday())
    days = [monday - timedelta(days=number) for number in range(1, 7 * WEEKS + 1)]
    rates = (("Shop", 2), ("Bazaar", 4))
    sold = [f"{name},{day},{name}{day},TEA,{units},30.00,sale" for day in days for name, units in rates]
    import_text(ledger, "s.csv", "channel,date,document,sku,quantity,unit_price,kind\n" + "\n".join(sold) + "\n")
    held = (("Barn", 300), ("FBA", 40), ("Hudson 3PL", 60))
    stock = "".join(f"{name},TEA,{monday},{units}\n" for name, units in held)
    import_text(ledger, "k.csv", "location,sku,date,on_hand\n" + stock)
    set_sku_plan(ledger, sku="TEA", plan=SkuPlanning(12, 1200, "Mill", 30, 0, 0))
    return ledger


@pytest.fixture
def brand(tmp_path: Path, qapp: QApplication) -> Iterator[Brand]:
    """Give a brand whose tea sells two a day in a shop and four on a bazaar, from a barn, a 3PL and an FBA."""
    with brand_of(tmp_path, qapp, make=routed_ledger) as made:
        yield made


def place(ledger: Ledger, name: str) -> int:
    """Find a place by its name."""
    with ledger.read() as session:
        return next(one.id for one in places(session) if one.name == name)


def type_fees(brand: Brand) -> None:
    """Type what the 3PL and the barn charge."""
    start = today() - timedelta(days=400)
    for name, pick in (("Hudson 3PL", 310), ("Barn", 500)):
        for field, amount in ((Field.PICK, pick), (Field.LABEL, 400), (Field.STORAGE, 55)):
            add_fee(brand.ledger, location_id=place(brand.ledger, name), fee=Fee(field, amount, start))


def settled(qtbot: QtBot, page: StockPage) -> None:
    """Wait until nothing is asked any more."""
    qtbot.waitUntil(lambda: not page._questions, timeout=20_000)  # noqa: SLF001 - nothing is asked any more


def opened(qtbot: QtBot, brand: Brand, tab: str) -> StockPage:
    """Open a tab and wait for its rows."""
    page = StockPage(brand.desk)
    qtbot.addWidget(page)
    page.resize(1300, 800)
    page.show()
    page.show_this(tab)
    settled(qtbot, page)
    return page


def inspect(page: StockPage, row: int = 0) -> None:
    """Open the inspector on a row by the keyboard."""
    table = page.section.table
    table.grid.setFocus()
    table.grid.go_to(table.model.index(row, 0))
    QTest.keyClick(table.grid, Qt.Key.Key_Space)
    QApplication.processEvents()


def form(page: StockPage, button: str) -> Form:
    """Give the form with this button."""
    QApplication.processEvents()
    return next(one for one in page.inspector.findChildren(Form) if one.save_button.text() == button)


def fill(made: Form, **words: str) -> None:
    """Type into fields, choose from lists."""
    for name, typed in words.items():
        editor = made.editor(name)
        match editor:
            case QComboBox():
                editor.setCurrentText(typed)
            case QLineEdit():
                editor.selectAll()
                QTest.keyClicks(editor, typed)
            case _:
                raise AssertionError(name)


def press(inside: QWidget, words: str) -> None:
    """Press the button with these words."""
    QApplication.processEvents()
    next(one for one in inside.findChildren(QPushButton) if one.text() == words).click()


def words(page: StockPage) -> str:
    """Give what the inspector says."""
    return "\n".join(one.text() for one in page.inspector.findChildren(QLabel))


def saved(qtbot: QtBot, brand: Brand, page: StockPage, label: str) -> None:
    """Wait until a change of this name is in the ledger, its form is closed and the rows are read again."""
    qtbot.waitUntil(lambda: brand.ledger.undo_label() == label and not page.inspector.isVisible(), timeout=20_000)
    QApplication.processEvents()
    settled(qtbot, page)


@pytest.mark.parametrize(
    "tab, title",
    [
        ("transfers", "Nothing to move"),
        ("routing", "Nothing to compare yet"),
        ("tightening", "No run of the allocation is stored yet"),
        ("fees", "No fee yet"),
    ],
)
def test_that_an_empty_tab_says_what_fills_it(qtbot: QtBot, bare: Brand, tab: str, title: str) -> None:
    page = opened(qtbot, bare, tab)
    assert title in [one.text() for one in page.section.findChildren(QLabel) if one.isVisible()]


def test_that_a_fee_needs_a_place(qtbot: QtBot, bare: Brand) -> None:
    page = opened(qtbot, bare, "fees")
    press(page, "Add fee")
    assert "Import a stock report first" in page.notice.sentence()


def test_that_fees_are_typed_mended_removed_and_undone(qtbot: QtBot, brand: Brand) -> None:
    page = opened(qtbot, brand, "fees")
    assert isinstance(page.section, FeesSection)
    press(page, "Add fee")
    fill(form(page, "Add fee"), place="Hudson 3PL")
    typed = form(page, "Add fee")
    fill(typed, field="label", amount="8.75", first="October", last="December")
    box = typed.editor("by_order")
    assert isinstance(box, QCheckBox)
    box.setChecked(True)
    QTest.keyClick(typed.editor("amount"), Qt.Key.Key_Return)
    saved(qtbot, brand, page, f"Add fee of Hudson 3PL: label 8.75 from {today().replace(day=1)}")
    assert "**Barn has none for label" in page.sentence.sentence()
    (row,) = page.section.table.shown_rows()
    assert (row.unit, row.months, row.amount.minor) == ("order", "October to December", 875)
    inspect(page)
    fill(form(page, "Save fee"), amount="9.10")
    form(page, "Save fee").save()
    saved(qtbot, brand, page, f"Edit fee of Hudson 3PL: label 9.10 from {today().replace(day=1)}")
    inspect(page)
    press(page.inspector, "Remove fee")
    saved(qtbot, brand, page, "Remove fee of Hudson 3PL: label")
    brand.ledger.undo()
    with brand.ledger.read() as session:
        assert [one.fee.amount for one in fees(session)] == [910]


def test_that_another_place_offers_its_own_fees_after_the_choice(qtbot: QtBot, brand: Brand) -> None:
    page = opened(qtbot, brand, "fees")
    press(page, "Add fee")
    before = form(page, "Add fee")
    fill(before, amount="8.75", valid_from="2026-10-05", sku="TEA")
    offered = before.editor("field")
    assert isinstance(offered, QComboBox)
    known = offered.count()
    places = before.editor("place")
    assert isinstance(places, QComboBox)
    # The form may not be taken away while its own list tells of the choice.
    alone: list[bool] = []
    places.currentIndexChanged.connect(lambda _: alone.append(page.inspector.findChildren(Form) == [before]))
    QTest.keyClick(places, Qt.Key.Key_Down)
    chosen = places.currentData()
    qtbot.waitUntil(lambda: form(page, "Add fee") is not before)
    assert alone == [True]
    after = form(page, "Add fee").editor("field")
    assert isinstance(after, QComboBox)
    assert after.count() != known
    typed = form(page, "Add fee").typed()
    assert (typed["amount"], typed["valid_from"], typed["sku"]) == ("8.75", "2026-10-05", "TEA")
    assert typed["place"] == chosen
    assert form(page, "Add fee").unsaved


def test_that_a_refused_fee_is_said_in_its_place(qtbot: QtBot, brand: Brand) -> None:
    page = opened(qtbot, brand, "fees")
    press(page, "Add fee")
    fill(form(page, "Add fee"), amount="1", sku="NONE")
    form(page, "Add fee").save()
    assert "no SKU “NONE”" in form(page, "Add fee").error("sku")


def test_that_routing_says_why_and_a_person_chooses_another_place(qtbot: QtBot, brand: Brand) -> None:
    type_fees(brand)
    page = opened(qtbot, brand, "routing")
    assert isinstance(page.section, RoutingSection)
    rows = page.section.table.shown_rows()
    assert [(row.channel, row.serves) for row in rows] == [("Bazaar", "Hudson 3PL"), ("Shop", "Hudson 3PL")]
    assert [one.title for one in page.section.table.model.columns][5:7] == ["Barn", "Hudson 3PL"]
    assert page.sentence.sentence() == "1 SKU on 2 channels, kept 30 days: 2 from Hudson 3PL."
    inspect(page)
    assert "Hudson 3PL is always cheaper." in words(page)
    chosen = form(page, "Choose place")
    chosen.save()
    assert "Reason is needed" in chosen.error("reason")
    fill(chosen, place="Barn", reason="trial", until=brand.desk.text.day(today() + timedelta(days=30)))
    chosen.save()
    saved(qtbot, brand, page, f"Serve TEA on Bazaar from Barn until {today() + timedelta(days=30)}")
    assert "1 place chosen by a person" in page.sentence.sentence()
    page.section.chips.choose("chosen")
    qtbot.waitUntil(lambda: len(page.section.table.shown_rows()) == 1)
    inspect(page)
    assert "trial" in words(page)
    press(page.inspector, "Follow the recommendation")
    saved(qtbot, brand, page, "Follow the recommendation for TEA again")
    with brand.ledger.read() as session:
        assert choices(session) == {}


def test_that_how_a_sku_is_served_and_the_terms_are_typed_beside_the_rows(qtbot: QtBot, brand: Brand) -> None:
    type_fees(brand)
    page = opened(qtbot, brand, "routing")
    inspect(page)
    serving = form(page, "Save")
    fill(serving, size_tier="small", storage_type="standard", return_rate="8")
    serving.save()
    saved(qtbot, brand, page, "Set how TEA is served")
    inspect(page)
    out = form(page, "Leave place out")
    fill(out, place="Hudson 3PL", reason="melts")
    out.save()
    saved(qtbot, brand, page, "Bar Hudson 3PL for TEA")
    assert {row.serves for row in page.section.table.shown_rows()} == {"Barn"}
    press(page, "Set terms")
    terms = form(page, "Save terms")
    fill(terms, days="60", holding="25")
    terms.save()
    saved(qtbot, brand, page, "Set terms of routing")
    with brand.ledger.read() as session:
        assert servings(session)["TEA"] == Serving("small", "standard", 800)
        assert list(barred(session).values()) == ["melts"]
        assert (routing_terms(session).days, routing_terms(session).holding) == (60, 2500)


def test_that_a_place_is_planned_and_limited_in_its_form(qtbot: QtBot, brand: Brand) -> None:
    page = opened(qtbot, brand, "places")
    inspect(page, 1)
    plan = form(page, "Save planning")
    fill(plan, lead_days="14", target_days="45", uplift="12.5")
    plan.save()
    saved(qtbot, brand, page, "Plan FBA")
    inspect(page, 1)
    limit = form(page, "Add limit")
    fill(limit, kind="volume stored (ft³)", amount="60.5", storage_type="standard")
    limit.save()
    saved(qtbot, brand, page, f"Set volume stored of FBA from {today().replace(day=1)}")
    with brand.ledger.read() as session:
        assert list(place_plans(session).values()) == [PlacePlanning(14, 45, 1250)]
        assert [row.limit.amount for row in limits(session)] == [60_500]
    inspect(page, 1)
    press(page.inspector, "Remove limit")
    saved(qtbot, brand, page, "Remove limit of FBA: volume stored")


def restock(brand: Brand) -> None:
    """Give FBA to the bazaar and say how much to keep there."""
    with brand.ledger.read() as session:
        bazaar = next(one.id for one in channels(session) if one.name == "Bazaar")
    fba = place(brand.ledger, "FBA")
    edit_location(brand.ledger, location_id=fba, kind=LocationKind.FBA, allocatable=False, channel_id=bazaar)
    set_place_plan(brand.ledger, location_id=fba, plan=PlacePlanning(14, 45))
    set_serving(brand.ledger, sku="TEA", serving=Serving(storage_type="standard"))
    limit = Limit(LimitKind.VOLUME, 192_000, "2026-01-01", "standard")
    set_limit(brand.ledger, location_id=fba, limit=limit)


def test_that_transfers_say_what_to_move_with_its_effect(qtbot: QtBot, brand: Brand) -> None:
    restock(brand)
    page = opened(qtbot, brand, "transfers")
    (row,) = page.section.table.shown_rows()
    assert (row.moved.source, row.destination, row.units, row.moves.missing) == ("Barn", "FBA", 120, 84)
    assert "**84 units no place can bring**" in page.sentence.sentence()
    inspect(page)
    assert "FBA has room for 10 cases." in words(page)
    assert "Bazaar at FBA" in words(page)
    assert "0 ft³" in words(page)


def test_that_replenishment_is_looked_at_by_place(qtbot: QtBot, brand: Brand) -> None:
    restock(brand)
    page = opened(qtbot, brand, "replenishment")
    assert isinstance(page.section, ReplenishmentSection)
    page.section.ways.choose("place")
    settled(qtbot, page)
    assert [row.place for row in page.section.table.shown_rows()] == ["Barn", "FBA", "Hudson 3PL"]
    assert "other places can bring 120 of 204 units" in page.sentence.sentence()
    page.section.chips.choose("moved")
    qtbot.waitUntil(lambda: len(page.section.table.shown_rows()) == 1)
    inspect(page)
    assert "Why 204 units of TEA at FBA" in words(page)
    assert "Move 120 from Barn to FBA" in words(page)
    page.section.ways.choose("sku")
    settled(qtbot, page)
    assert [row.place for row in page.section.table.shown_rows()] == ["All locations"]


def test_that_tightening_says_the_tier_its_days_and_what_to_do(qtbot: QtBot, brand: Brand) -> None:
    ship = today() + timedelta(days=20)
    import_text(brand.ledger, "c.csv", f"channel,reference,sku,quantity,ship_by\nShop,S-1,TEA,9000,{ship}\n")
    run_allocation(brand.ledger, Progress(), day=today() - timedelta(days=2))
    page = opened(qtbot, brand, "tightening")
    assert page.sentence.sentence() == "1 SKU: 1 black. **TEA has been black for 3 days**."
    inspect(page)
    assert "Call Mill: supply is black." in words(page)
    gone: list[object] = []
    page.go.connect(lambda name, what: gone.append((name, what)))
    press(page.inspector, "Go to its listings")
    assert gone == [("catalog", ("listings", "TEA"))]
