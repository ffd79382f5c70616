"""What the price book says in a sentence."""

from __future__ import annotations

from app.queries.price_board import PriceBoard
from app.queries.prices import State
from views.common.sentences import count


def board_sentence(board: PriceBoard) -> str:
    """Say how many prices there are, by which rules, and what holds some of them."""
    if not board.rows:
        return "The price of each SKU on each channel, on any day, and why."
    known = len(board.rows) - board.of(State.NO_BASE, State.NO_PRICE)
    parts = [f"{known} of {count(len(board.rows), 'listing')} have a price, by {board.version}"]
    if held := board.of(State.FLOOR):
        parts.append(f"{held} {'is' if held == 1 else 'are'} held by the floor")
    if held := board.of(State.MAP):
        parts.append(f"{held} by MAP")
    if below := board.of(State.BELOW_FLOOR):
        parts.append(f"**{below} {'is' if below == 1 else 'are'} below the floor by override**")
    if lost := board.of(State.NO_PRICE):
        parts.append(f"**{lost} may not be priced at all**")
    return "; ".join(parts)
