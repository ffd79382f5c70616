"""The rows of a preview as a person reads them: what each becomes, or why it does not."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import NamedTuple

from app.columns import Column, Kind
from app.importing.export import Look, normalise
from app.importing.foreign import costs_among
from app.importing.preview import Preview
from app.importing.recognising import Recognised, all_exports, recognise
from app.importing.sniffing import sniff
from app.importing.verdicts import Verdict
from app.queries.lacking import Lacking
from app.queries.later import is_later
from models.domain.accounts import ACCOUNTS
from models.domain.catalog import NAMED
from models.domain.money import Money
from models.domain.observed import CompetitorPrice, ObservedPrice
from models.domain.postings import (
    BasePriceFact,
    BundleFact,
    CostFact,
    Draft,
    ListingFact,
    OtherFact,
    Posting,
    PromotionFact,
    RateFact,
)
from models.domain.stock import Commitment, Inbound, PlanningFact, StockLevel

NEEDS_A_LOOK = "needs a look"


class ShownRow(NamedTuple):
    """One row of a file: its verdict, what it becomes, and what is said of it."""

    row: int
    verdict: str
    becomes: str = ""
    day: date | None = None
    order: str = ""
    sku: str = ""
    units: int | None = None
    amount: Money | None = None
    column: str = ""
    cell: str = ""
    reason: str = ""


def shown_rows(seen: Preview) -> Mapping[str, tuple[ShownRow, ...]]:
    """Give the rows of a preview by verdict, and once more those that need a look."""
    facts = _facts_by_row(seen.drafts)
    cells = _unread_cells(seen)
    rows: dict[str, list[ShownRow]] = {str(verdict): [] for verdict in Verdict}
    titles: dict[tuple[str, ...], str] = {}
    for said in seen.verdicts:
        match said.verdict:
            case Verdict.UNREAD | Verdict.LEFT_OUT:
                cell = cells.get(said.row, "")
                shown = ShownRow(said.row, str(said.verdict), column=said.column, cell=cell, reason=said.reason)
            case _:
                shown = _posted(said.row, str(said.verdict), said.reason, facts.get(said.row, []), titles)
        rows[said.verdict].append(shown)
    later = [ShownRow(row, NEEDS_A_LOOK, reason=is_later(day)) for row, day in seen.later]
    lacking = [ShownRow(one.row, NEEDS_A_LOOK, reason=one.reason) for one in _lacking(seen)]
    rows[NEEDS_A_LOOK] = [*map(_look, seen.looks), *lacking, *later]
    return {verdict: tuple(found) for verdict, found in rows.items()}


def _facts_by_row(drafts: Iterable[Draft]) -> dict[int, list[Posting | OtherFact]]:
    facts: dict[int, list[Posting | OtherFact]] = {}
    for draft in drafts:
        for fact in (*draft.postings, *draft.others):
            facts.setdefault(fact[0], []).append(fact)
    return facts


def _lacking(seen: Preview) -> Iterator[Lacking]:
    """Give the first row that wants each of the rates that are missing."""
    for currency, day in sorted(seen.lacking_rates.items()):
        amounts = [one for draft in seen.drafts for one in draft.postings if (one.currency, one.day) == (currency, day)]
        # A cost wants a rate from the first day of trade on, which is none of its own row.
        others = (one for draft in seen.drafts for one in costs_among(draft.others) if one.currency == currency)
        yield Lacking(min(one.row for one in (amounts or others)), currency, day)


def _posted(
    row: int,
    verdict: str,
    reason: str,
    facts: list[Posting | OtherFact],
    titles: dict[tuple[str, ...], str],
) -> ShownRow:
    postings = [fact for fact in facts if isinstance(fact, Posting)]
    if not postings:
        return _other(row, verdict, reason, facts)
    codes = tuple(posting.account for posting in postings)
    if codes not in titles:
        names = list(dict.fromkeys(ACCOUNTS[code].title for code in codes))
        titles[codes] = names[0] if len(names) == 1 else f"{names[0]} and {len(names) - 1} more"
    first = postings[0]
    currencies = {posting.currency for posting in postings}
    amount = Money(sum(posting.amount for posting in postings), first.currency) if len(currencies) == 1 else None
    units = sum(posting.quantity for posting in postings)
    return ShownRow(
        row,
        verdict,
        titles[codes],
        _day(first.day),
        first.order_ref,
        next((posting.sku for posting in postings if posting.sku), "").removeprefix(NAMED),
        units,
        amount,
        reason=reason,
    )


def _other(row: int, verdict: str, reason: str, facts: list[Posting | OtherFact]) -> ShownRow:
    """Show a row that becomes no posting: a stock level, a cost, a listing, a rate, a line of an order."""
    match facts[0] if facts else None:
        case StockLevel() as level:
            units = level.on_hand if level.on_hand is not None else level.available
            day = date.fromisoformat(level.day)
            return ShownRow(row, verdict, "Stock level", day, level.location, level.sku, units, reason=reason)
        case CostFact() as cost:
            day = date.fromisoformat(cost.valid_from)
            money = Money(cost.amount, cost.currency)
            return ShownRow(row, verdict, "Landed cost", day, "", cost.sku, amount=money, reason=reason or cost.note)
        case ListingFact() as listing:
            price = None if listing.price is None else Money(listing.price, listing.currency)
            said = reason or listing.title
            return ShownRow(row, verdict, "Listing", None, "", listing.sku, amount=price, reason=said)
        case RateFact() as rate:
            words = reason or f"1 {rate.currency} = {rate.rate} {rate.into}"
            return ShownRow(row, verdict, "Exchange rate", date.fromisoformat(rate.day), reason=words)
        case BundleFact() as part:
            words = reason or f"holds {part.quantity} of {part.component}"
            return ShownRow(row, verdict, "Bundle part", None, "", part.bundle, part.quantity, reason=words)
        case Inbound() as line:
            expected = _day(line.expected)
            return ShownRow(row, verdict, "Inbound", expected, line.reference, line.sku, line.quantity, reason=reason)
        case Commitment() as line:
            due = _day(line.ship_by)
            return ShownRow(row, verdict, "Commitment", due, line.reference, line.sku, line.quantity, reason=reason)
        case PlanningFact() as plan:
            words = reason or f"in cases of {plan.case_pack}, from {plan.supplier or 'no known supplier'}"
            return ShownRow(row, verdict, "Planning facts", None, "", plan.sku, reason=words)
        case BasePriceFact() | ObservedPrice() | CompetitorPrice() | PromotionFact() as asked:
            return _asked(row, verdict, reason, asked)
        case _:
            return ShownRow(row, verdict, "Part of its order", reason=reason)


def _asked(
    row: int, verdict: str, reason: str, fact: BasePriceFact | ObservedPrice | CompetitorPrice | PromotionFact
) -> ShownRow:
    """Show what customers are asked: a price, or a promotion of it."""
    if not isinstance(fact, PromotionFact):
        return _price(row, verdict, reason, fact)
    words = f"{fact.kind.replace('_', ' ')}, until {fact.valid_to or 'somebody stops it'}"
    return ShownRow(row, verdict, "Promotion", _day(fact.valid_from), fact.code, reason=reason or words)


def _price(row: int, verdict: str, reason: str, price: BasePriceFact | ObservedPrice | CompetitorPrice) -> ShownRow:
    """Show a price: one of the book, a live one that was seen, or what a competitor asks."""
    money = Money(price.amount if isinstance(price, BasePriceFact) else price.price, price.currency)
    match price:
        case BasePriceFact():
            first = _day(price.valid_from)
            return ShownRow(row, verdict, "Base price", first, "", price.sku, amount=money, reason=reason or price.note)
        case ObservedPrice():
            return ShownRow(row, verdict, "Live price", _day(price.day), "", price.sku, amount=money, reason=reason)
        case CompetitorPrice():
            words = (row, verdict, "Competitor price", _day(price.seen[:10]), price.seller, price.sku)
            return ShownRow(*words, amount=money, reason=reason or price.note)


def _day(iso: str) -> date | None:
    return date.fromisoformat(iso) if iso else None


def _look(look: Look) -> ShownRow:
    return ShownRow(look.row, NEEDS_A_LOOK, amount=Money(look.amount, look.currency), reason=look.reason)


def _unread_cells(seen: Preview) -> dict[int, str]:
    """Find the cells that cannot be read, as they stand in the file: it is read once more, which few files need."""
    wanted = {said.row: said.column for said in seen.verdicts if said.verdict is Verdict.UNREAD and said.column}
    if not wanted:
        return {}
    places = {normalise(header): place for place, header in reversed(list(enumerate(seen.found.headers)))}
    last = max(wanted)
    found: dict[int, str] = {}
    sheets = sniff(seen.file.read(), encoding=seen.options.get("encoding"))
    again = recognise(sheets, all_exports(), code=seen.export.code)
    for number, record in enumerate(_records(again), start=1):
        if number > last:
            break
        if number in wanted:
            place = places.get(normalise(wanted[number]))
            found[number] = record[place].strip() if place is not None and place < len(record) else ""
    return found


def _records(found: Recognised) -> Iterable[list[str] | tuple[str, ...]]:
    return found.sheet.cells if found.sheet.is_workbook else found.sheet.reader(quoting=found.export.quoting)


POSTED_COLUMNS: tuple[Column[ShownRow], ...] = (
    Column("Row", lambda row: row.row, Kind.COUNT),
    Column("Becomes", lambda row: row.becomes, Kind.CHIP),
    Column("Day", lambda row: row.day or "", Kind.DAY),
    Column("Order or place", lambda row: row.order, Kind.CODE),
    Column("SKU", lambda row: row.sku, Kind.CODE),
    Column("Units", lambda row: "" if row.units is None else row.units, Kind.UNITS),
    Column("Amount", lambda row: "" if row.amount is None else row.amount, Kind.MONEY),
    Column("Remark", lambda row: row.reason),
)
REFUSED_COLUMNS: tuple[Column[ShownRow], ...] = (
    Column("Row", lambda row: row.row, Kind.COUNT),
    Column("Column", lambda row: row.column),
    Column("As it stands there", lambda row: row.cell, Kind.CODE),
    Column("Reason", lambda row: row.reason),
)
LEFT_OUT_COLUMNS: tuple[Column[ShownRow], ...] = (
    Column("Row", lambda row: row.row, Kind.COUNT),
    Column("Reason", lambda row: row.reason),
)
LOOK_COLUMNS: tuple[Column[ShownRow], ...] = (
    Column("Row", lambda row: row.row, Kind.COUNT),
    Column("Missing", lambda row: "" if row.amount is None else row.amount, Kind.MONEY),
    Column("Reason", lambda row: row.reason),
)
