"""The price book on the Prices page: base prices are typed, explained, overridden and taken over, by keyboard too."""

from __future__ import annotations

from datetime import timedelta
from fractions import Fraction

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QLineEdit
from pytestqt.qtbot import QtBot

from app.actions.base_prices import NewPrice, add_base_price
from app.actions.rules import add_rule, publish
from app.queries.prices import GovernedPrice, price_list
from app.queries.rules import PRICING, draft_of
from models.domain.money import Money
from models.domain.pricing.rules import Difference, PriceOverride
from models.domain.rules import Scope
from tests.make import import_text, today
from tests.views.brand import Brand
from tests.views.pricing.opened import opened, words
from views.common.chart import Chart
from views.common.day_edit import DayEdit
from views.common.form import Form
from views.common.parts import Button
from views.pricing.effect import EffectSection
from views.pricing.page import PricingPage
from views.pricing.prices import PricesSection
from views.pricing.rules import PricingRules, PricingVersions


def usd(minor: int) -> Money:
    return Money(minor, "USD")


def type_base(brand: Brand, amount: int, channel: str = "", days_ago: int = 0) -> None:
    first = today() - timedelta(days=days_ago)
    add_base_price(brand.ledger, price=NewPrice("TEA", channel, usd(amount), first, note="List"))


def row_of(page: PricingPage, channel: str) -> GovernedPrice:
    found: GovernedPrice = next(row for row in page.section.table.shown_rows() if row.channel == channel)
    return found


def prices(brand: Brand) -> dict[str, int | None]:
    with brand.ledger.read() as session:
        return {one.channel: one.amount for one in price_list(session, day=today())}


def form_in(page: PricingPage) -> Form:
    QApplication.processEvents()
    return next(one for one in page.inspector.findChildren(Form) if one.isVisible())


def fill(form: Form, **values: str) -> QLineEdit:
    """Type into lines of a form; gives the last one."""
    line = QLineEdit()
    for name, value in values.items():
        found = form.editor(name)
        assert isinstance(found, QLineEdit)
        line = found
        line.selectAll()
        QTest.keyClicks(line, value)
    return line


def press(page: PricingPage, title: str) -> None:
    QApplication.processEvents()
    button = next(one for one in page.findChildren(Button) if one.isVisible() and one.text() == title)
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)


def test_that_each_listing_has_its_price_and_what_decided_it(qtbot: QtBot, priced: Brand) -> None:
    type_base(priced, 1249)
    page = opened(qtbot, priced, "prices")
    found = {row.channel: (row.amount, row.state.value) for row in page.section.table.shown_rows()}
    assert found == {
        "Shop": (1249, "base price"),
        "Bazaar": (1394, "held by floor"),
        "Trade": (1249, "base price"),
    }
    assert page.sentence.sentence() == (
        "3 of 3 listings have a price, by the base prices alone; 1 is held by the floor."
    )


def test_that_the_panel_says_each_step_with_what_was_blocked(qtbot: QtBot, priced: Brand) -> None:
    type_base(priced, 1249)
    page = opened(qtbot, priced, "prices")
    page.section.table.go_to(row_of(page, "Bazaar"))
    QTest.keyClick(page.section.table.grid, Qt.Key.Key_Space)
    said = words(page)
    assert "TEA on Bazaar: 13.94 USD" in said
    assert "Blocked: The base price would be 12.49 USD, below the floor of 13.94 USD." in said
    page.section.table.go_to(row_of(page, "Trade"))
    QTest.keyClick(page.section.table.grid, Qt.Key.Key_Space)
    assert "96 units" in words(page)


def test_that_a_base_price_is_typed_over_its_cell_and_undone(qtbot: QtBot, priced: Brand) -> None:
    page = opened(qtbot, priced, "prices")
    section = page.section
    assert isinstance(section, PricesSection)
    section.add(row_of(page, "Shop"), "19.99")
    qtbot.waitUntil(lambda: form_in(page).values() is not None)
    line = form_in(page).editor("amount")
    assert isinstance(line, QLineEdit)
    qtbot.waitUntil(lambda: line.text() == "19.99")
    QTest.keyClick(line, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: prices(priced)["Shop"] == 1999)
    assert prices(priced)["Bazaar"] is None
    assert priced.ledger.undo_label() == f"Set base price of TEA on Shop: 19.99 USD from {today()}"


def test_that_a_base_price_is_changed_and_removed_from_the_panel(qtbot: QtBot, priced: Brand) -> None:
    type_base(priced, 2000, "Shop")
    page = opened(qtbot, priced, "prices")
    page.section.explain(row_of(page, "Shop"))
    press(page, "Change this base price")
    QTest.keyClick(fill(form_in(page), amount="21.00"), Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: prices(priced)["Shop"] == 2100)
    qtbot.waitUntil(lambda: row_of(page, "Shop").amount == 2100)
    page.section.explain(row_of(page, "Shop"))
    press(page, "Remove this base price")
    qtbot.waitUntil(lambda: prices(priced)["Shop"] is None)


def test_that_an_override_goes_into_the_draft_with_reason_and_end(qtbot: QtBot, priced: Brand) -> None:
    type_base(priced, 2000)
    page = opened(qtbot, priced, "prices")
    page.section.explain(row_of(page, "Bazaar"))
    press(page, "Override the price")
    form = form_in(page)
    QTest.keyClick(fill(form, amount="9.99"), Qt.Key.Key_Return)
    assert form.error("until")
    assert form.error("reason")
    last = fill(form, until=str(today() + timedelta(days=3)), reason="Clearance")
    QTest.keyClick(last, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: "draft" in page.notice.sentence())
    with priced.ledger.read() as session:
        draft = draft_of(session, PRICING)
    assert draft is not None
    (rule,) = draft.rules
    assert (rule.what, rule.note, rule.scope) == (
        PriceOverride(usd(999)),
        "Clearance",
        Scope(("TEA",), channels=("Bazaar",)),
    )
    assert prices(priced)["Bazaar"] == 2000
    publish(priced.ledger, name="Clearance", reason="Old stock", family=PRICING)
    assert prices(priced)["Bazaar"] == 999


def test_that_the_history_and_the_price_of_any_day_are_told(qtbot: QtBot, priced: Brand) -> None:
    type_base(priced, 2499, days_ago=60)
    type_base(priced, 1999, days_ago=20)
    type_base(priced, 2299, days_ago=10)
    page = opened(qtbot, priced, "prices")
    section = page.section
    assert isinstance(section, PricesSection)
    section.explain(row_of(page, "Shop"))
    assert section.panel.segments is not None
    section.panel.segments.choose("history")
    qtbot.waitUntil(lambda: "Lowest of the 30 days before today: 19.99 USD" in words(page))
    assert "by tester. List" in words(page)
    section.panel.segments.choose("day")
    (day,) = page.inspector.findChildren(DayEdit)
    day.selectAll()
    QTest.keyClicks(day, (today() - timedelta(days=30)).isoformat())
    qtbot.waitUntil(lambda: ": 24.99 USD" in words(page))
    day.selectAll()
    QTest.keyClicks(day, (today() - timedelta(days=90)).isoformat())
    qtbot.waitUntil(lambda: ": no price" in words(page))


def test_that_live_prices_are_taken_over(qtbot: QtBot, priced: Brand) -> None:
    products = "Handle,Title,Option1 Value,Variant SKU,Variant Price\ntea,Tea,Default Title,TEA,26.00\n"
    import_text(priced.ledger, "products.csv", products, channel="Shop")
    page = opened(qtbot, priced, "prices")
    press(page, "Take over live prices")
    box = form_in(page).editor("channel")
    assert isinstance(box, QComboBox)
    assert box.currentText() == "Shop (1)"
    press(page, "Take over")
    qtbot.waitUntil(lambda: prices(priced)["Shop"] == 2600)
    section = page.section
    assert isinstance(section, PricesSection)
    qtbot.waitUntil(lambda: not section.take_button.isVisible())


def test_that_a_rule_with_an_amount_is_added_compared_and_an_old_version_comes_back(
    qtbot: QtBot, priced: Brand
) -> None:
    type_base(priced, 2000)
    add_rule(priced.ledger, what=Difference(Fraction(10)), family=PRICING, begin=True)
    publish(priced.ledger, name="Autumn", reason="Dearer", family=PRICING)
    add_rule(priced.ledger, what=Difference(Fraction(-50)), scope=Scope(("TEA",)), family=PRICING, begin=True)
    page = opened(qtbot, priced, "rules")
    rules = page.section
    assert isinstance(rules, PricingRules)
    qtbot.waitUntil(lambda: rules.effect.text() == "The draft changes 3 prices: 3 down")
    page.show_this("effect")
    effect = page.section
    assert isinstance(effect, EffectSection)
    qtbot.waitUntil(lambda: len(effect.table.shown_rows()) == 3)
    bazaar = next(row for row in effect.table.shown_rows() if row.after.channel == "Bazaar")
    assert (bazaar.before.amount, bazaar.after.amount) == (2200, 1394)
    effect.explain(bazaar)
    assert "Blocked: −50 % on the base price would be 10.00 USD, below the floor of 13.94 USD." in words(page)
    publish(priced.ledger, name="Sale", reason="Sale", family=PRICING)
    page.show_this("versions")
    versions = page.section
    assert isinstance(versions, PricingVersions)
    qtbot.waitUntil(lambda: len(versions.table.shown_rows()) == 2)
    versions.explain(next(row for row in versions.table.shown_rows() if row.number == 1))
    qtbot.waitUntil(lambda: "Or put it in force again" in words(page))
    QTest.keyClick(fill(form_in(page), reason="It lost money"), Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: prices(priced)["Shop"] == 2200)


def test_that_the_panel_draws_the_curve_of_a_listing_or_says_why_there_is_none(qtbot: QtBot, priced: Brand) -> None:
    type_base(priced, 1400)
    page = opened(qtbot, priced, "prices")
    section = page.section
    assert isinstance(section, PricesSection)
    section.table.go_to(row_of(page, "Bazaar"))
    QTest.keyClick(section.table.grid, Qt.Key.Key_Space)
    assert section.panel.segments is not None
    section.panel.segments.choose("curve")
    qtbot.waitUntil(lambda: bool(page.inspector.findChildren(Chart)), timeout=10_000)
    (chart,) = page.inspector.findChildren(Chart)
    assert chart.data is not None
    assert [mark.label for mark in chart.data.marks] == ["floor 13.94", "book 14.00"]
    section.explain(row_of(page, "Shop"))
    qtbot.waitUntil(lambda: "Its floor is not known." in words(page), timeout=10_000)
    assert "Missing: fee schedule." in words(page)
