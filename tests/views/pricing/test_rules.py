"""The rules of the Prices page: every kind of the family can be typed there, the answers to competitors too."""

from __future__ import annotations

from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox
from pytestqt.qtbot import QtBot

from app.actions.rules import add_rule, publish, start_draft
from app.queries.rules import FAMILIES, PRICING, draft_of
from app.queries.rules_board import Standing
from models.domain.money import Money
from models.domain.pricing.policy import Strategy
from models.domain.pricing.response_rules import Answer, IgnoredSellers, OffersCounted, OwnSellers, Pace
from models.domain.pricing.rules import Ceiling, MapPrice
from models.domain.rules import Kind
from tests.make import today
from tests.views.brand import Brand
from tests.views.pricing.opened import opened, words
from tests.views.pricing.test_book import fill, form_in, press, row_of, type_base
from views.allocation.rules import AllocationRules
from views.common.rules_section import RulesSection
from views.pricing.page import PricingPage
from views.pricing.rules import PricingRules
from views.promotions.rules import PromotionRules


def chosen(page: PricingPage, kind: type[Kind]) -> None:
    """Open the form of a new rule of a kind."""
    press(page, "Add a rule")
    QApplication.processEvents()
    boxes = [one for one in page.inspector.findChildren(QComboBox) if one.accessibleName() == "Kind of rule"]
    box = next(one for one in boxes if one.isVisible())
    box.setCurrentText(kind.TITLE)


def shown(qtbot: QtBot, page: PricingPage, rules: int) -> None:
    """Wait until so many rules stand in the table."""
    qtbot.waitUntil(lambda: len(page.section.table.shown_rows()) == rules)


@pytest.mark.parametrize("section", [AllocationRules, PricingRules, PromotionRules])
def test_that_every_kind_of_a_family_can_be_typed(section: type[RulesSection]) -> None:
    assert FAMILIES[section.FAMILY] == section.KINDS


def test_that_rules_of_answers_to_competitors_are_typed_in_the_window(qtbot: QtBot, priced: Brand) -> None:
    start_draft(priced.ledger, PRICING)
    page = opened(qtbot, priced, "rules", rows=False)
    typed: list[tuple[type[Kind], dict[str, str]]] = [
        (Answer, {}),
        (Pace, {"cool_down": "12"}),
        (OffersCounted, {"max_age": "96"}),
        (OwnSellers, {"sellers": "Us"}),
        (IgnoredSellers, {"sellers": "Outlet"}),
    ]
    for number, (kind, values) in enumerate(typed, start=1):
        chosen(page, kind)
        form = form_in(page)
        line = fill(form, **values) if values else fill(form, note="Follow")
        QTest.keyClick(line, Qt.Key.Key_Return)
        shown(qtbot, page, number)
    with priced.ledger.read() as session:
        draft = draft_of(session, PRICING)
    assert draft is not None
    assert [rule.what for rule in draft.rules] == [
        Answer(Strategy.MATCH),
        Pace(cool_down=12),
        OffersCounted(max_age=96),
        OwnSellers("Us"),
        IgnoredSellers("Outlet"),
    ]


def test_that_an_override_that_a_map_holds_is_told_where_it_is_typed(qtbot: QtBot, priced: Brand) -> None:
    type_base(priced, 3400)
    add_rule(priced.ledger, what=MapPrice(Money(2999, "USD")), family=PRICING, begin=True)
    publish(priced.ledger, name="MAP", reason="The brand's", family=PRICING)
    page = opened(qtbot, priced, "prices")
    page.section.explain(row_of(page, "Bazaar"))
    press(page, "Override the price")
    assert "not below the MAP of 29.99 USD" in words(page)
    last = fill(form_in(page), amount="25.00", until=str(today() + timedelta(days=3)), reason="Clearance")
    QTest.keyClick(last, Qt.Key.Key_Return)
    said = "25.00 USD is below the MAP of 29.99 USD for TEA on Bazaar: it does not count, and the price is 34.00 USD."
    qtbot.waitUntil(lambda: page.notice.sentence() == f"The override is in the draft of the rules. {said}")
    page.show_this("rules")
    shown(qtbot, page, 2)
    rules = page.section
    assert isinstance(rules, PricingRules)
    assert rules.table.shown_rows()[-1].standing is Standing.WITHOUT
    qtbot.waitUntil(lambda: rules.effect.text().endswith(said.removesuffix(".")))
    rules.explain(rules.table.shown_rows()[-1])
    assert said in words(page)


def test_that_a_rule_that_changes_no_price_says_so_when_it_is_saved(qtbot: QtBot, priced: Brand) -> None:
    start_draft(priced.ledger, PRICING)
    page = opened(qtbot, priced, "rules", rows=False)
    chosen(page, Ceiling)
    QTest.keyClick(fill(form_in(page), amount="12.50 EUR"), Qt.Key.Key_Return)
    said = "The rule is in the draft. No price is in EUR, so that the rule changes none; prices are in USD."
    qtbot.waitUntil(lambda: page.notice.sentence() == said)
