"""What the inspector says of a floor: what is missing, what a unit earns part by part, and its curve over the price."""

from __future__ import annotations

from fractions import Fraction

from app.queries.floors import FloorRow
from app.queries.price_curve import price_curve
from models.domain.money import Money, half_up
from models.domain.pricing.economics import Economics
from models.domain.pricing.notation import percent_text
from models.domain.pricing.reasons import lack_sentence
from models.domain.words import amount
from views.common.chart import Chart
from views.common.fonts import medium
from views.common.labels import label
from views.common.parts import Button
from views.common.saving import offer_pictures
from views.common.section import Section

_HEIGHT = 260
# Parts of E in the order of a statement, as they are called here.
_PARTS = {
    "net": "Price without tax, with shipping",
    "referral": "Referral or commission",
    "payment": "Payment",
    "fulfilment": "Fulfilment",
    "ads": "Advertising",
    "other": "Other",
    "cogs": "Landed cost",
    "refunded": "Refunded on returns",
    "referral_returned": "Referral given back",
    "payment_returned": "Payment given back",
    "return_handling": "Handling of returns",
    "resold": "Sold again",
}


def explain_floor(section: Section, row: FloorRow) -> None:
    """Open the inspector on a listing."""
    inspector, text = section.page.inspector, section.text
    inspector.explain(f"{row.sku} on {row.channel}", row.title)
    listing = row.listing
    if row.floor is None or listing.curve is None:
        inspector.line(f"The floor is not known. {row.why}.")
        _ways(section, row)
        return
    facts = [("Landed cost", text.money(row.cost, code=True, zero=None) if row.cost else "?")]
    facts += [("Floor", text.money(row.lowest, code=True) if row.lowest else "none")]
    facts += [("Safe floor", text.money(row.safe, code=True) if row.safe else "none")]
    facts += [("MAP", text.money(Money(row.minimum, row.currency), code=True))] if row.minimum is not None else []
    facts += [("Price book", text.money(row.governed, code=True) if row.governed else "no price")]
    if row.floor.forbidden:
        facts.append(("Forbidden", row.ranges(row.floor.forbidden)))
    if row.floor.dead_zones:
        facts.append(("Dead zones", row.ranges(row.floor.dead_zones)))
    inspector.pairs(facts, mark=["Floor"])
    lack = lack_sentence(row.floor, row.currency)
    if lack:
        inspector.line(f"{lack}.")
    inspector.add(curve_of(section, row))
    if row.now is not None and row.price is not None:
        known = "by the book" if row.live is None else f"live on {text.day(row.live.day)}"
        inspector.add(label(f"A unit at {text.money(row.price, code=True)}, {known}", font=medium()))
        _parts(section, row, row.now)
    _ways(section, row)


def curve_of(section: Section, row: FloorRow) -> Chart:
    """Draw what a unit earns over the price; only of a listing whose floor is known."""
    chart = Chart(section.look, section.text)
    chart.setFixedHeight(_HEIGHT)
    offer_pictures(section.page, chart)
    chart.show_data(price_curve(row))
    return chart


def _parts(section: Section, row: FloorRow, now: Economics) -> None:
    said = [(_PARTS[name], amount(half_up(part), row.currency)) for name, part in now.parts.items() if part]
    earned = f"{amount(half_up(now.contribution), row.currency)}{_share(now.margin)}"
    said += [("Earns", earned), ("Has to earn", amount(half_up(now.target), row.currency))]
    section.page.inspector.pairs(said, mark=["Earns"])


def _share(margin: Fraction | None) -> str:
    return "" if margin is None else f" ({percent_text(Fraction(half_up(margin * 1000), 1000))})"


def _ways(section: Section, row: FloorRow) -> None:
    """Say what the figures stand on, and lead to where it is typed."""
    schedule = row.listing.schedule
    inspector = section.page.inspector
    if schedule is not None:
        of = schedule.schedule.category or "all categories"
        since = section.text.day(schedule.schedule.valid_from)
        source = f" {schedule.schedule.source}." if schedule.schedule.source else ""
        inspector.line(f"Fees of {row.channel}, {of}, from {since}.{source}", quiet=True)
    open_fees = Button(section.look, "Type fees", icon="notebook-tabs", run=lambda: section.page.show_this("fees"))
    inspector.add(open_fees)
