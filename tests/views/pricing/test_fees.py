"""Fees on the Prices page: versions, the form, examples, and what was charged beside what is typed."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from fractions import Fraction

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QLineEdit, QPushButton
from pytestqt.qtbot import QtBot

from app.actions.fee_schedules import add_schedule
from app.queries.fee_schedules import ScheduleRow, fee_schedules
from models.domain.money import Money
from models.domain.pricing.fee_model import Band, ScheduleKind, Tier
from models.domain.pricing.schedule import FeeSchedule
from tests.app.pricing_brand import GB1, channel
from tests.make import import_text, today, type_rate
from tests.views.brand import Brand
from tests.views.pricing.opened import opened, words
from views.common.form import Form
from views.pricing.fee_form import typed_schedule, values_of
from views.pricing.fees import FeesSection
from views.pricing.page import PricingPage

PATIENCE = 10_000


def form(page: PricingPage) -> Form:
    """Give the form in the inspector that is in view."""
    return page.inspector.findChildren(Form)[-1]


def choose(made: Form, name: str, key: str) -> None:
    """Choose in a list as a person does."""
    box = made.editor(name)
    assert isinstance(box, QComboBox)
    box.setCurrentIndex(box.findData(key))


def type_in(made: Form, name: str, typed: str) -> None:
    """Type over a field."""
    line = made.editor(name)
    assert isinstance(line, QLineEdit)
    line.selectAll()
    QTest.keyClicks(line, typed)


def stored(brand: Brand) -> list[ScheduleRow]:
    """List the schedules of the ledger."""
    with brand.ledger.read() as session:
        return fee_schedules(session, today=today())


def test_that_fees_are_typed_from_an_example_and_saved(qtbot: QtBot, priced: Brand) -> None:
    page = opened(qtbot, priced, "fees")
    assert isinstance(page.section, FeesSection)
    page.section.add()
    made = form(page)
    choose(made, "template", "Amazon US, FBA")
    qtbot.waitUntil(lambda: bool((made.values() or {}).get("source")), timeout=PATIENCE)
    type_in(made, "referral", "8 % up to 10.00; 15 %")
    type_in(made, "category", "Tea")
    values = made.values()
    assert values is not None
    assert "check against your account" in str(values["source"])
    QTest.keyClick(made.editor("category"), Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: len(stored(priced)) == 3, timeout=PATIENCE)
    row = next(row for row in stored(priced) if row.channel == "Shop")
    schedule = row.schedule
    assert schedule.category == "Tea"
    assert schedule.fees.referral.kind is ScheduleKind.BRACKET
    assert schedule.fees.referral.bands == (Band(1000, Fraction(8, 100)), Band(None, Fraction(15, 100)))
    assert schedule.fees.fulfilment == (Tier(1000, 306), Tier(None, 383))
    assert schedule.valid_from == today().replace(day=1)


def test_that_what_is_wrong_is_said_at_its_field_and_nothing_is_saved(qtbot: QtBot, priced: Brand) -> None:
    page = opened(qtbot, priced, "fees")
    assert isinstance(page.section, FeesSection)
    page.section.add()
    made = form(page)
    type_in(made, "referral", "15")
    made.save()
    assert "no percentage" in made.error("referral")
    assert len(stored(priced)) == 2


def test_that_a_wholesale_channel_is_not_asked_for_a_referral(qtbot: QtBot, priced: Brand) -> None:
    page = opened(qtbot, priced, "fees")
    assert isinstance(page.section, FeesSection)
    page.section.add()
    assert form(page).has("referral")
    choose(form(page), "channel", str(channel(priced.ledger, "Trade")))
    qtbot.waitUntil(lambda: not form(page).has("referral"), timeout=PATIENCE)


def fill_in(page: PricingPage, **typed: str) -> Form:
    """Type over fields of the form in view."""
    for name, text in typed.items():
        type_in(form(page), name, text)
    return form(page)


def other_money(qtbot: QtBot, page: PricingPage, code: str) -> Form:
    """Choose another currency, and wait for the form in it."""
    before = form(page)
    choose(before, "currency", code)
    qtbot.waitUntil(lambda: form(page) is not before, timeout=PATIENCE)
    return form(page)


def test_that_another_currency_leaves_amounts_as_typed_and_says_which_it_cannot_have(
    qtbot: QtBot, priced: Brand
) -> None:
    type_rate(priced.ledger, "JPY", "0.0067")
    page = opened(qtbot, priced, "fees")
    assert isinstance(page.section, FeesSection)
    page.section.add()
    fill_in(page, shipping="2.90", target_absolute="300", referral="8 % up to 10.50; 15 %", source="card")
    made = other_money(qtbot, page, "JPY")
    lines = {name: made.editor(name) for name in ("shipping", "target_absolute", "referral", "source")}
    assert [line.text() for line in lines.values() if isinstance(line, QLineEdit)] == [
        "2.90",
        "300",
        "8 % up to 10.50; 15 %",
        "card",
    ]
    assert "not an amount in JPY" in made.error("shipping")
    assert "JPY" in made.error("referral")
    made.save()
    assert len(stored(priced)) == 2
    made = fill_in(page, shipping="290", referral="15 %")
    made.save()
    qtbot.waitUntil(lambda: len(stored(priced)) == 3, timeout=PATIENCE)
    schedule = next(row.schedule for row in stored(priced) if row.channel == "Shop")
    assert (schedule.currency, schedule.fees.shipping, schedule.target.absolute) == ("JPY", 290, 300)


def test_that_a_version_in_view_is_taken_into_another_currency_and_back(qtbot: QtBot, priced: Brand) -> None:
    type_rate(priced.ledger, "KWD", "3.25")
    page = opened(qtbot, priced, "fees")
    row = next(row for row in page.section.table.shown_rows() if row.row.channel == "Bazaar")
    page.section.explain(row)
    made = other_money(qtbot, page, "KWD")
    values = made.values()
    assert values is not None
    assert values["target_absolute"] == Money(1500, "KWD")  # 1.50 as typed
    made = other_money(qtbot, page, "USD")
    made.save()
    QApplication.processEvents()
    assert next(one.schedule for one in stored(priced) if one.channel == "Bazaar") == GB1


def test_that_an_example_is_filled_in_its_own_currency(qtbot: QtBot, priced: Brand) -> None:
    type_rate(priced.ledger, "JPY", "0.0067")
    page = opened(qtbot, priced, "fees")
    assert isinstance(page.section, FeesSection)
    page.section.add()
    other_money(qtbot, page, "JPY")
    choose(form(page), "template", "Amazon US, FBA")
    qtbot.waitUntil(lambda: bool((form(page).values() or {}).get("source")), timeout=PATIENCE)
    values = form(page).values()
    assert values is not None
    assert values["currency"] == "USD"


def test_that_a_version_is_mended_renewed_and_removed(qtbot: QtBot, priced: Brand) -> None:
    page = opened(qtbot, priced, "fees")
    section = page.section
    assert isinstance(section, FeesSection)
    row = next(row for row in section.table.shown_rows() if row.row.channel == "Bazaar")
    section.table.go_to(row)
    QTest.keyClick(section.table.grid, Qt.Key.Key_Space)
    type_in(form(page), "target_absolute", "2.00")
    form(page).save()
    qtbot.waitUntil(lambda: stored(priced)[0].schedule.target.absolute == 200, timeout=PATIENCE)
    assert stored(priced)[0].schedule == replace(GB1, target=replace(GB1.target, absolute=200))
    section.renew(row)
    form(page).save()
    qtbot.waitUntil(lambda: len(stored(priced)) == 3, timeout=PATIENCE)
    assert [one.state for one in stored(priced) if one.channel == "Bazaar"] == ["holds", "earlier"]
    section.explain(next(one for one in section.table.shown_rows() if one.row.channel == "Bazaar"))
    next(one for one in page.inspector.findChildren(QPushButton) if one.text() == "Remove this version").click()
    qtbot.waitUntil(lambda: len(stored(priced)) == 2, timeout=PATIENCE)


def test_that_what_was_charged_stands_beside_what_is_typed(qtbot: QtBot, bare: Brand) -> None:
    day = today() - timedelta(days=30)
    sales = f"channel,date,document,sku,quantity,unit_price,kind,fee\nFair,{day},F1,TEA,10,20.00,sale,35.00\n"
    import_text(bare.ledger, "sales.csv", sales)
    schedule = replace(GB1, fees=replace(GB1.fees, fulfilment=(Tier(None, 0),)))
    add_schedule(bare.ledger, channel_id=channel(bare.ledger, "Fair"), schedule=schedule)
    page = opened(qtbot, bare, "fees")
    (row,) = page.section.table.shown_rows()
    page.section.explain(row)
    # 15 % of 200.00 is 30.00, and 35.00 were charged: 2.5 points more.
    assert "15.0 % typed, 17.5 % charged: 5.00 USD more" in words(page)
    assert "+2.5" in words(page)
    assert "**Fair charged 2.5 points of sales more** than is typed" in page.sentence.sentence()


def test_that_a_form_gives_back_the_schedule_it_was_filled_with(priced: Brand) -> None:
    for row in stored(priced):
        values = values_of(row.schedule)
        assert typed_schedule(values) == row.schedule
    other = FeeSchedule("USD", today(), returns_of_sku=True, price_max=900)
    assert typed_schedule(values_of(other)) == other


def test_that_without_a_channel_there_is_nothing_to_add(qtbot: QtBot, bare: Brand) -> None:
    page = opened(qtbot, bare, "fees", rows=False)
    assert isinstance(page.section, FeesSection)
    page.section.add()
    assert "Fees belong to channels" in page.notice.sentence()
