"""Terms: what was agreed with the buyers of each wholesale channel, by version, and whether its tiers earn enough."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import partial
from typing import Any, ClassVar

from app.actions.wholesale_terms import add_terms, edit_terms, remove_terms
from app.queries.catalog import ChannelRow, channels
from app.queries.fee_schedules import HOLDS, LATER
from app.queries.tiers import TermsBoard, Tight, terms_board
from app.queries.wholesale_terms import COLUMNS, TermsRow
from models.domain.catalog import ChannelKind
from models.domain.money import half_up
from models.domain.pricing.notation import (
    checked,
    percent_text,
    read_discounts,
    read_windows,
    write_discounts,
    write_windows,
)
from models.domain.pricing.schedule import WholesaleTerms
from models.domain.pricing.templates import CHECK, WHOLESALE_TERMS
from models.domain.words import amount
from views.common.fonts import medium
from views.common.form_field import Field, FieldKind, Value, day_of
from views.common.labels import label
from views.common.page import Page
from views.common.paint import Paint
from views.common.parts import Button
from views.common.section import Section
from views.common.states import EmptyState
from views.common.theme import Tone
from views.pricing.words import terms_sentence

_TONES = {HOLDS: Tone.POSITIVE, LATER: Tone.ACCENT}


@dataclass(frozen=True)
class _Read:
    board: TermsBoard
    channels: list[ChannelRow]


def _read(session: Any, day: date) -> _Read:  # noqa: ANN401 -- views know no session
    found = [one for one in channels(session) if one.kind == ChannelKind.WHOLESALE and one.active]
    return _Read(terms_board(session, today=day), found)


class TermsSection(Section):
    """A row for each version of the terms of a wholesale channel."""

    KEY: ClassVar[str] = "terms"
    WORDS: ClassVar[str] = "Terms"
    HINT: ClassVar[str] = "Filter terms"
    HELP: ClassVar[str] = "fees"

    def __init__(self, page: Page) -> None:
        super().__init__(page)
        self.found = _Read(TermsBoard([], {}, {}), [])
        self.make_table(
            COLUMNS,
            {
                "Channel": Paint(swatch=lambda row: row.colour, bold=True),
                "State": Paint(tone=lambda row: _TONES.get(row.state, Tone.NEUTRAL)),
                "Source": Paint(quiet=True),
            },
            lambda row: row.id,
        )
        self.table.set_empty(
            EmptyState(
                self.look,
                title="No terms yet",
                why="Type what was agreed with wholesale buyers, from a day on: tiers off the list price, the "
                "representative’s commission, payment, the fewest units of an order and the days they ship.",
                button="Add terms",
                icon="tag",
                run=self.add,
            )
        )
        self.button("Add terms", "plus", self.add, primary=True)

    def refresh(self) -> None:
        """Ask the ledger for the terms, and check their tiers."""
        self.table.loading()
        self.page.ask(partial(_read, day=self.page.today()), self._show, about=self.KEY)

    def _show(self, found: _Read) -> None:
        self.found = found
        self.show_rows(found.board.rows)
        self.said.emit(terms_sentence(found.board))

    def explain(self, row: TermsRow) -> None:
        """Open a version: what its tiers earn, and its form."""
        had_focus = self.table.grid.hasFocus()
        inspector = self.page.inspector
        inspector.explain(
            f"Terms of {row.channel}",
            "What is agreed from a later day on is a version of its own: New version. This form mends this one.",
        )
        if row.state == HOLDS:
            self._check(row)
        form = self.form(_fields(), partial(self._save, row), "Save terms")
        form.fill(_values(row.terms))
        inspector.add(Button(self.look, "New version", icon="plus", run=partial(self.renew, row)))
        inspector.add(Button(self.look, "Remove this version", icon="trash-2", run=partial(self._remove, row)))
        if had_focus:
            self.table.setFocus()

    def add(self, channel: int | None = None, terms: WholesaleTerms | None = None) -> None:
        """Open the form of new terms."""
        if not self.found.channels:
            self.page.notice.say(
                "Terms belong to wholesale channels, and there is none. Set the kind of a channel in the Catalogue."
            )
            return
        self.page.inspector.explain("New terms", "They hold from their day until the next version begins.")
        names = tuple((str(one.id), one.name) for one in self.found.channels)
        form = self.form(
            [Field("channel", "Channel", FieldKind.CHOICE, choices=names), *_fields()], self._add, "Add terms"
        )
        start = terms or WholesaleTerms(self.page.today().replace(day=1))
        form.fill({"channel": names[0][0] if channel is None else str(channel), **_values(start)})
        fill = partial(form.fill, _example())
        self.page.inspector.add(Button(self.look, "Fill with an example", icon="copy", run=fill))
        self.page.inspector.line(f"An example: {CHECK}.", quiet=True)
        form.editor("tiers").setFocus()

    def renew(self, row: TermsRow) -> None:
        """Open the form of a new version, filled with this one, from today."""
        self.add(row.channel_id, replace(row.terms, valid_from=self.page.today()))

    def _check(self, row: TermsRow) -> None:
        """Say which tiers sell SKUs for less than they have to earn."""
        inspector, board = self.page.inspector, self.found.board
        sums = [one for one in board.sums.get(row.channel, []) if one.skus]
        if not sums:
            inspector.line(
                "No SKU of it has both a list price and a floor, so its tiers cannot be checked.", quiet=True
            )
            return
        inspector.add(label("Tiers against the floors", font=medium()))
        inspector.pairs(
            [
                (
                    f"{percent_text(one.tier.discount)} from {one.tier.units}",
                    f"{one.low} of {one.skus} SKUs too low" if one.low else f"all {one.skus} SKUs earn enough",
                )
                for one in sums
            ]
        )
        for place, tight in enumerate(board.tight.get(row.channel, []), 1):
            inspector.step(str(place), tight.sku, _tight_words(tight), _bears(tight))
        inspector.line("List prices are those of the price book, else live ones.", quiet=True)

    # What is saved

    def _add(self, values: dict[str, Value]) -> None:
        action = partial(add_terms, channel_id=int(str(values["channel"])), terms=_terms(values))
        self.finish(action)

    def _save(self, row: TermsRow, values: dict[str, Value]) -> None:
        self.finish(partial(edit_terms, terms_id=row.id, terms=_terms(values)))

    def _remove(self, row: TermsRow) -> None:
        self.finish(partial(remove_terms, terms_id=row.id))


def _tight_words(tight: Tight) -> str:
    prices = f"list {amount(tight.list_price, tight.currency)}, here {amount(tight.price, tight.currency)}"
    earned, target = (amount(half_up(minor), tight.currency) for minor in (tight.earned, tight.target))
    return f"{prices}: earns {earned}, has to earn {target}"


def _bears(tight: Tight) -> str:
    return "bears none" if tight.largest is None else f"bears {percent_text(tight.largest)}"


def _fields() -> list[Field]:
    return [
        Field("valid_from", "From day", FieldKind.DAY, required=True),
        Field(
            "tiers",
            "Tiers off the list price",
            hint="“10 % from 24; 15.5 % from 96”: from so many units of an order on.",
            check=checked(read_discounts),
        ),
        Field("rep", "Representative", FieldKind.PERCENT, "Commission, a share of net.", minimum=0, maximum=100),
        Field("payment", "Payment terms", FieldKind.PERCENT, "What they cost, of the invoice.", minimum=0, maximum=100),
        Field("moq", "MOQ", FieldKind.UNITS, "The fewest units of an order.", unit="units", minimum=0),
        Field("payment_days", "Paid after", FieldKind.UNITS, unit="days", minimum=0),
        Field(
            "windows",
            "Ship windows",
            hint="“2026-08-15 to 2026-09-15”, several with semicolons between them.",
            check=checked(read_windows),
        ),
        Field("source", "Source", hint="A contract, a line sheet, a mail."),
    ]


def _example() -> dict[str, Value]:
    return {name: value for name, value in _values(WHOLESALE_TERMS).items() if name != "valid_from"}


def _values(terms: WholesaleTerms) -> dict[str, Value]:
    return {
        "valid_from": terms.valid_from,
        "tiers": write_discounts(terms.tiers),
        "rep": _decimal(terms.rep),
        "payment": _decimal(terms.payment),
        "moq": terms.moq or None,
        "payment_days": terms.payment_days or None,
        "windows": write_windows(terms.windows),
        "source": terms.source,
    }


def _terms(values: Mapping[str, Value]) -> WholesaleTerms:
    return WholesaleTerms(
        day_of(values["valid_from"]),
        read_discounts(str(values["tiers"] or "")),
        _rate(values["rep"]),
        _rate(values["payment"]),
        _number(values["moq"]),
        _number(values["payment_days"]),
        read_windows(str(values["windows"] or "")),
        str(values["source"] or ""),
    )


def _number(value: Value) -> int:
    return value if isinstance(value, int) else 0


def _rate(value: Value) -> Fraction:
    return Fraction(value) if isinstance(value, Decimal) else Fraction(0)


def _decimal(rate: Fraction) -> Decimal | None:
    return Decimal(rate.numerator) / rate.denominator if rate else None
