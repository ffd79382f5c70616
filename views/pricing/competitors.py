"""Competitors: what others ask for the same goods, how a price could answer, and why it does or is held."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time
from functools import partial
from typing import ClassVar

from app.actions.competitors import TypedOffer, add_offer, edit_offer, remove_offer
from app.actions.responses import apply_answer, usual_end
from app.queries.competitors import SeenOffer
from app.queries.responses import COLUMNS, ESCALATED, HELD, NO_ANSWER, PROPOSED, ResponseRow
from app.queries.responses_board import CompetitorBoard, competitor_board
from models.domain.money import Money
from views.common.fonts import medium
from views.common.form_field import Field, FieldKind, Value
from views.common.labels import label, rule
from views.common.page import Page
from views.common.paint import Paint
from views.common.parts import Button
from views.common.section import Section
from views.common.states import EmptyState
from views.common.theme import Tone
from views.pricing.live_words import competitors_sentence

_TONES = {PROPOSED: Tone.ACCENT, ESCALATED: Tone.ATTENTION}
_CHIPS = (
    ("", "All", Tone.NEUTRAL),
    (PROPOSED, "Proposals", Tone.ACCENT),
    (ESCALATED, "To look at", Tone.ATTENTION),
    (HELD, "Held", Tone.NEUTRAL),
    (NO_ANSWER, "Without an answer", Tone.NEUTRAL),
)
_ALL = ""
_DAY, _DAYS_FROM = 24, 72  # hours


class CompetitorsSection(Section):
    """A row for each listing that others offer, too; nothing changes until a person applies a proposal."""

    KEY: ClassVar[str] = "competitors"
    WORDS: ClassVar[str] = "Competitors"
    HINT: ClassVar[str] = "Filter SKUs and sellers"
    HELP: ClassVar[str] = "competitors"

    def __init__(self, page: Page) -> None:
        super().__init__(page)
        self._board: CompetitorBoard | None = None
        why = Paint(why=lambda row: row.why_none or "Its floor is not known")
        self.make_table(
            COLUMNS,
            {
                "SKU": Paint(bold=True),
                "Name": Paint(quiet=True),
                "Channel": Paint(swatch=lambda row: row.price.told.colour),
                "Price": why,
                "From": Paint(quiet=True),
                "Proposal": Paint(bold=True),
                "Answer": Paint(tone=lambda row: _TONES.get(row.state, Tone.NEUTRAL)),
                "Safe floor": why,
                "List": why,
            },
            lambda row: row.key,
        )
        self.filter_chips(lambda row, key: not key or row.state == key)
        self.table.set_empty(
            EmptyState(
                self.look,
                title="No offer was seen yet",
                why="Type what others ask, or import the table “competitor prices”. Nothing is looked up by itself. "
                "Rules of the kind “Answer to competitors” then say how a price may follow.",
                button="Type an offer",
                icon="tag",
                run=self.add,
            )
        )
        self.button("Type an offer", "plus", self.add, primary=True)

    def refresh(self) -> None:
        """Work out every answer as of now."""
        self.table.loading()
        query = partial(competitor_board, now=self.page.runner.moment(), day=self.page.today())
        self.page.ask(query, self._show, about=self.KEY)

    def _show(self, found: CompetitorBoard) -> None:
        self._board, self.titles = found, found.titles
        self.show_chips(found.rows, _CHIPS)
        self.show_rows(found.rows)
        self.said.emit(competitors_sentence(found))

    def explain(self, row: ResponseRow) -> None:
        """Say what is proposed or why the price is held, list the offers, and let a proposal be applied."""
        had_focus = self.table.grid.hasFocus()
        text, inspector = self.text, self.page.inspector
        heading = f"Propose {text.money(row.money(row.proposal), code=True)}" if row.proposal is not None else "Held"
        heading = heading if row.answer is not None else "No answer"
        inspector.explain(f"{heading}: {row.price.sku} on {row.price.channel}", row.price.title)
        for number, reason in enumerate(row.reasons, start=1):
            inspector.step(str(number), f"{reason}.")
        limits = (
            ("Price", row.price.amount),
            ("List price", row.list_price),
            ("Safe floor", row.floor_safe),
            ("MAP", row.price.minimum_advertised),
            ("Ceiling", row.price.ceiling),
        )
        inspector.pairs(
            [(words, text.money(row.money(minor), code=True)) for words, minor in limits if minor is not None]
        )
        if row.proposal is not None:
            self._apply_form(row)
        inspector.add(rule())
        inspector.add(label("Offers", font=medium()))
        inspector.pairs([(one.seller, self._said(one)) for one in row.offers])
        for one in row.offers:
            if one.typed:
                inspector.add(
                    Button(self.look, f"Edit the offer of {one.seller}", icon="pencil", run=partial(self.edit, one))
                )
        if had_focus:
            self.table.setFocus()

    def _said(self, one: SeenOffer) -> str:
        hours = one.age(self._board.now) if self._board else 0
        shipping = f" with {self.text.money(one.money(one.shipping), code=True)} shipping" if one.shipping else ""
        parts = [f"{self.text.money(one.money(one.landed), code=True)}{shipping}", _ago(hours)]
        parts += [] if one.in_stock else ["out of stock"]
        parts += [] if one.condition == "new" else [one.condition]
        return ", ".join([*parts, *filter(None, (one.note,))])

    # Applying and typing

    def _apply_form(self, row: ResponseRow) -> None:
        self.page.inspector.add(rule())
        self.page.inspector.add(label("Apply the proposal", font=medium()))
        lowest = row.lowest
        start = f"{lowest.seller} at {self.text.money(lowest.money(lowest.landed), code=True)}" if lowest else ""
        fields = [
            Field("reason", "Why", required=True, start=start),
            Field(
                "last",
                "Until",
                FieldKind.DAY,
                hint="Then the price before comes back. Four weeks if left out.",
                start=usual_end(self.page.today()),
            ),
        ]
        form = self.form(fields, partial(self._apply, row), "Apply")
        form.setAccessibleName("Apply the proposal")

    def _apply(self, row: ResponseRow, values: dict[str, Value]) -> None:
        amount = row.money(row.proposal)
        if amount is None:
            return
        last = values["last"]
        action = partial(
            apply_answer,
            sku=row.price.sku,
            channel=row.price.channel,
            amount=amount,
            reason=str(values["reason"]),
            last=last if isinstance(last, date) else None,
        )
        self.finish(action)

    def add(self) -> None:
        """Open the form of a new offer, for the SKU under the cursor if there is one."""
        self.page.inspector.explain(
            "An offer that was seen", "It counts until a newer one of the same seller is known."
        )
        form = self.form(self._fields(), self._add, "Add offer", focus="sku")
        self.complete_skus(form, "sku")
        row = self.table.current()
        if row is not None:
            form.fill({"sku": row.price.sku})

    def edit(self, one: SeenOffer) -> None:
        """Open a typed offer."""
        self.page.inspector.explain(f"Offer of {one.seller}", one.sku)
        form = self.form(self._fields(), partial(self._save, one), "Save offer", focus="price")
        self.complete_skus(form, "sku")
        form.fill(
            {
                "sku": one.sku,
                "seller": one.seller,
                "price": one.money(one.price),
                "shipping": one.money(one.shipping) if one.shipping else None,
                "condition": one.condition,
                "in_stock": one.in_stock,
                "seen": one.seen.date(),
                "channel": str(one.channel_id or _ALL),
                "note": one.note,
            }
        )
        remove = partial(self.finish, partial(remove_offer, offer_id=one.id))
        self.page.inspector.add(Button(self.look, "Remove offer", icon="trash-2", run=remove))

    def _fields(self) -> list[Field]:
        board = self._board
        currency = board.currency if board else ""
        chosen = tuple((str(one.id), one.name) for one in board.channels) if board else ()
        money = Field("price", "Price", FieldKind.MONEY, required=True, minimum=0, currency=currency, any_currency=True)
        return [
            Field("sku", "SKU", required=True, check=self.known_sku),
            Field("seller", "Seller", required=True, hint="Under the same name each time."),
            money,
            replace(money, name="shipping", label="Shipping", required=False, hint="Free if left out."),
            Field("in_stock", "In stock", FieldKind.SWITCH, start=True),
            Field("condition", "Condition", hint="New if left out."),
            Field("channel", "Seen on", FieldKind.CHOICE, choices=((_ALL, "all channels"), *chosen)),
            Field("seen", "Seen", FieldKind.DAY, hint="Just now if left out."),
            Field("note", "Note", hint="Such as the address of the page."),
        ]

    def _add(self, values: dict[str, Value]) -> None:
        self.finish(partial(add_offer, offer=_offer(values)))

    def _save(self, one: SeenOffer, values: dict[str, Value]) -> None:
        offer = _offer(values, was=one)
        self.finish(partial(edit_offer, offer_id=one.id, offer=offer))


def _offer(values: dict[str, Value], was: SeenOffer | None = None) -> TypedOffer:
    """Read the form; the moment of a day that was not changed stays as it was."""
    price, shipping, seen = values["price"], values["shipping"], values["seen"]
    moment = datetime.combine(seen, time(), UTC) if isinstance(seen, date) else None
    if was is not None and seen == was.seen.date():
        moment = was.seen
    return TypedOffer(
        sku=str(values["sku"]),
        seller=str(values["seller"]),
        price=price if isinstance(price, Money) else Money(0, ""),
        shipping=shipping if isinstance(shipping, Money) else None,
        in_stock=bool(values["in_stock"]),
        condition=str(values["condition"] or ""),
        seen=moment,
        channel_id=int(str(values["channel"])) if values["channel"] else None,
        note=str(values["note"] or ""),
    )


def _ago(hours: int) -> str:
    """Say an age in hours while offers usually count, else in days."""
    return f"{hours} h ago" if hours < _DAYS_FROM else f"{hours // _DAY} days ago"
