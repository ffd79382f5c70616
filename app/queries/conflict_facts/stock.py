"""Facts of stock: promises, cover, stock that is kept, and the work of places."""

from __future__ import annotations

from sqlalchemy.orm import Session

from app.queries.conflict_facts.handling import workloads
from app.queries.conflict_facts.keeping import coverage, kept_stock
from app.queries.conflict_facts.known import Known
from app.queries.conflict_facts.promises import floors, open_orders, promised_stock, shared_out
from models.domain.conflicts.checks import Book


def stock_facts(session: Session, known: Known) -> Book:
    """Gather the facts of stock; a look at some SKUs alone leaves out the work of places, which all SKUs share."""
    shared = shared_out(known)
    orders = tuple(open_orders(known, shared))
    promised = tuple(promised_stock(known, shared, orders))
    over = {(one.sku, one.place) for one in promised}
    return Book(
        orders=orders,
        firm=tuple(floors(known, shared, orders)),
        shared=promised,
        coverage=tuple(coverage(known)),
        # What is promised beyond what is there is not to be sold off as well.
        kept=tuple([one for one in kept_stock(known) if (one.sku, one.place) not in over]),
        workloads=tuple(workloads(session, known)) if known.only is None else (),
    )
