"""Shopify order rows gathered into orders: what is one, and how most of a file have their tax."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from app.importing.export import Outcome, Unread
from models.domain.bounds import MOST_MINOR, amounts_kept
from models.domain.making import made
from models.domain.money import exponent

_STATUSES = frozenset(
    {"paid", "pending", "voided", "partially_refunded", "refunded", "partially_paid", "authorized", "expired", ""}
)


class Order(NamedTuple):
    """One order with its lines: the first row carries the order columns; Subtotal adds up the goods, not the tips.

    `key` is what identifies it within the shop: its id, or its name in files from before ids. `parts` is what its total
    is made of without tax.
    """

    head: Any
    lines: Sequence[Any]
    goods: Sequence[Any]
    tips: Sequence[Any]
    problem: Unread | None
    key: str
    rows: list[int]
    parts: int


class Orders:
    """The orders of a file in turn, gathered as they are asked for, and how most of all of them have their tax.

    The latter reads to the end of the file, so it is asked only for an order that does not close by itself.
    """

    def __init__(self, rows: Sequence[Any]) -> None:
        self._found = group(rows)
        self._ahead: deque[Order | Outcome] = deque()
        self._inside = self._on_top = 0

    def __iter__(self) -> Iterator[Order | Outcome]:
        while True:
            if self._ahead:
                yield self._ahead.popleft()
            elif found := next(self._found, None):
                self._count(found)
                yield found
            else:
                return

    def mostly_tax_inside(self) -> bool:
        """Say whether most orders that close in only one way have their tax inside the prices."""
        for found in self._found:
            self._count(found)
            self._ahead.append(found)
        return self._inside > self._on_top

    def _count(self, found: Order | Outcome) -> None:
        if isinstance(found, Order) and found.problem is None and found.head.taxes:
            self._inside += found.head.total == found.parts
            self._on_top += found.head.total == found.parts + found.head.taxes


def group(rows: Sequence[Any]) -> Iterator[Order | Outcome]:
    """Gather the rows of each order: the first has the order columns, those after it only their line."""
    lines: list[Any] = []
    for row in rows:
        if row.status or row.id:
            if lines:
                yield _order(lines)
            lines = [row]
        elif lines and row.name == lines[0].name:
            lines.append(row)
        else:
            yield Unread(row.row, "Financial Status", f"The first row of order {row.name} is missing from the file")
    if lines:
        yield _order(lines)


def _order(lines: Sequence[Any]) -> Order:
    head = lines[0]
    # Whether a line ships is asked before anything is called, for the sake of the hundred thousands that do.
    tips = [line for line in lines if not line.ships and _is_tip(line)]
    goods = [line for line in lines if line.ships or not _is_tip(line)] if tips else lines
    problem = _problem(head, lines)
    parts = 0 if problem else _parts(head, tips)
    rows = [line.row for line in lines]
    return made(Order, (head, lines, goods, tips, problem, head.id or head.name, rows, parts))


def _problem(head: Any, lines: Sequence[Any]) -> Unread | None:  # noqa: ANN401 - rows have the columns of their export
    if head.status not in _STATUSES:
        return Unread(head.row, "Financial Status", f"“{head.status}” is not a status that Shopify writes")
    if head.subtotal is None or head.total is None:
        return Unread(head.row, "Subtotal" if head.subtotal is None else "Total", "The amount is blank")
    if head.total < 0:
        return Unread(head.row, "Total", f"Order {head.name} has a negative total")
    if head.created_at is None:
        return Unread(head.row, "Created at", "The day is blank")
    for line in lines:
        if line.quantity is None or line.price is None:
            return Unread(line.row, "Lineitem quantity", "The quantity or the price is blank")
        if not -MOST_MINOR <= line.quantity * line.price <= MOST_MINOR:
            kept = amounts_kept(exponent(head.currency))
            return Unread(
                line.row, "Lineitem price", f"The quantity times the price is too large: amounts are kept {kept}"
            )
    return None


def _is_tip(line: Any) -> bool:  # noqa: ANN401 - rows have the columns of their export
    return line.title.casefold() == "tip" and line.line_status in ("not_eligible", "")


def _parts(head: Any, tips: Sequence[Any]) -> int:  # noqa: ANN401 - rows have the columns of their export
    given = sum([line.quantity * line.price for line in tips]) if tips else 0
    return int(head.subtotal + (head.shipping or 0) + (head.duties or 0) + given)
