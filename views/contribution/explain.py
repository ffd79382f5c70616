"""What the inspector says of a posting: the row of its file beside its header, or how a cost of goods was made."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from app.importing.source_row import SourceRow, source_row
from app.queries.compared import Compared, ComparedRow
from app.queries.costs_behind import CostBehind, CostUsed, cost_behind
from app.queries.postings import PostingRow
from models.domain.catalog import NAMED
from views.common.page import Page
from views.common.parts import Button
from views.common.stack import stack_list
from views.common.text import Text
from views.common.uncosted import left_out
from views.contribution import words

_COSTING = "costing"


def explain_row(page: Page, row: ComparedRow, found: Compared) -> None:
    """Open the stack of a row of the statement."""
    against = f" · before: {words.days(found.against, page.text)}" if found.against is not None else ""
    page.inspector.explain(row.row.label, f"{words.days(found.period, page.text)}{against}")
    page.inspector.add(stack_list(page.text, row.row.figures, row.before, currency=row.currency))
    if lacking := left_out(row.row.figures, row.currency, page.text):
        page.inspector.line(f"{lacking}.")
    ratio = row.row.ratio
    if ratio is not None and row.row.channel_id is not None:
        text = page.text
        page.inspector.pairs(
            [
                ("Share of revenue", text.percent(row.row.share_of_revenue)),
                ("Share of operating cost", text.percent(row.row.share_of_operating_cost)),
                ("Cost to revenue", text.ratio(ratio)),
            ]
        )


def explain_posting(page: Page, row: PostingRow) -> None:
    """Open a posting and ask for what it was made from."""
    text = page.text
    page.inspector.explain(
        f"{row.account_title}: {text.money(row.base, zero='0', code=True)}", f"{text.day(row.day)} · {row.channel}"
    )
    listing = "" if row.listing == row.sku else row.listing.removeprefix(NAMED)
    units = text.units(row.units, zero="")
    pairs = [("SKU", row.sku), ("Listing", listing), ("Order", row.order), ("Units", units)]
    if row.base != row.amount:
        pairs.append(("The whole posting", text.money(row.amount, zero="0", code=True)))
    page.inspector.pairs([(name, value) for name, value in pairs if value])
    if row.source == _COSTING:
        page.ask(partial(cost_behind, posting_id=row.id), partial(_show_cost, page), about="source")
    elif row.file_id is not None:
        show = partial(_show_source, page, mark=_looks_like(row), batch_id=row.batch_id)
        page.ask(partial(source_row, file_id=row.file_id, row=row.row), show, about="source")


def _show_source(page: Page, found: SourceRow, *, mark: Callable[[str], bool], batch_id: int | None = None) -> None:
    """Set the row of the file beside its header; empty cells are counted and not listed."""
    inspector = page.inspector
    inspector.line(f"Row {page.text.units(found.row)} of {found.file}", quiet=True)
    filled = [cell for cell in found.cells if cell.text]
    marked = [cell.header for cell in filled if mark(cell.text)]
    inspector.pairs([(cell.header, cell.text) for cell in filled], mark=marked)
    if not marked:
        inspector.line("The amount is worked out from this row: a part, a product or a sum of its figures.", quiet=True)
    empty = len(found.cells) - len(filled)
    if empty:
        inspector.line(f"{empty} empty {'column is' if empty == 1 else 'columns are'} not listed.", quiet=True)
    if batch_id is not None:
        run = partial(page.go.emit, "imports", batch_id)
        inspector.add(Button(page.look, "Open the import", icon="inbox", run=run))


def _looks_like(row: PostingRow) -> Callable[[str], bool]:
    """Tell the cells of a row that hold the amount of a posting, whichever way its decimals are written."""
    amount = row.amount.major().lstrip("-")
    wanted = {amount, amount.replace(".", ","), amount.rstrip("0").rstrip(".")} if row.amount.minor else set()
    return lambda cell: cell.lstrip("-−+ ") in wanted


def _show_cost(page: Page, found: CostBehind) -> None:
    """Say units × landed cost, and where each cost comes from."""
    text, inspector = page.text, page.inspector
    inspector.line(
        f"Units of {found.sku} sold on {text.day(found.day)}: {text.units(found.units, zero='0')}; "
        "each counts its landed cost of that day.",
    )
    for number, used in enumerate(found.used, start=1):
        amount = text.money(type(used.each)(-used.each.minor * used.quantity * found.units, used.each.currency))
        times = f"{text.units(found.units, zero='0')} × {text.money(used.each, zero='0')}"
        if used.quantity != 1:
            times = f"{text.units(found.units, zero='0')} × {used.quantity} × {text.money(used.each, zero='0')}"
        inspector.step(str(number), f"{used.sku}: {times}", _origin(used, text), amount)
    for used in found.used:
        if used.file_id is not None and used.row is not None:
            run = partial(_show_cost_row, page, used)
            inspector.add(Button(page.look, f"Show the cost of {used.sku} in its file", icon="file-text", run=run))


def _origin(used: CostUsed, text: Text) -> str:
    where = f"row {used.row} of {used.file}" if used.file else "typed by hand"
    return f"Valid from {text.day(used.valid_from)}, known since {text.day(used.known_since)}; {where}"


def _show_cost_row(page: Page, used: CostUsed) -> None:
    if used.file_id is not None and used.row is not None:
        amount = used.each.major()
        show = partial(_show_source, page, mark=lambda cell: cell == amount)
        page.ask(partial(source_row, file_id=used.file_id, row=used.row), show, about="source")
