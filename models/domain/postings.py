"""Postings and documents: what every import comes down to."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from functools import partial
from hashlib import blake2b
from typing import NamedTuple, cast

from models.domain.observed import CompetitorPrice, ObservedPrice
from models.domain.stock import Commitment, Inbound, PlanningFact, StockLevel

_SEPARATOR = "\x1f"


class Fact(StrEnum):
    """What a document tells; a channel trusts one source for each fact and holds the others as a cross-check."""

    SALES = "sales"
    REFUNDS = "refunds"
    FEES = "fees"
    ADS = "ads"
    SETTLEMENT = "settlement"
    EXPENSES = "expenses"
    STOCK = "stock"
    INBOUND = "inbound"
    COMMITMENTS = "commitments"
    PLANNING = "planning"
    PRICE_LIST = "price list"
    PROMOTIONS = "promotions"
    PRICES = "prices"
    COMPETITORS = "competitors"
    CATALOGUE = "catalogue"
    COST = "cost"
    RATES = "rates"
    COGS = "cogs"
    REFUND_TAX = "refund tax"


class Posting(NamedTuple):
    """One dated amount: `amount` is in minor units, positive for income and negative for cost.

    `row` is the row of the source file as a spreadsheet shows it (1 is the first row of the file). `quantity` counts
    units sold, and `orders` is 1 on the one posting that counts an order: both on sales alone. `sku` is the channel's
    own code. `day` and `posted_day` are ISO dates.
    """

    row: int
    day: str
    account: str
    amount: int
    currency: str
    sku: str = ""
    quantity: int = 0
    order_ref: str = ""
    orders: int = 0
    posted_day: str = ""


# A posting, or as much of it as a plain tuple says.
PostingFields = tuple[int, str, str, int, str, str, int, str, int, str]
# As `Posting._make` does, but for the call of Python code for each of some hundred thousand postings.
posting = cast("Callable[[PostingFields], Posting]", partial(tuple.__new__, Posting))


class CostFact(NamedTuple):
    """Landed cost of one unit from a day on; `known_since` is blank when the file does not say."""

    row: int
    sku: str
    valid_from: str
    known_since: str
    amount: int
    currency: str
    note: str = ""


class ListingFact(NamedTuple):
    """A listing on a channel: its own code, title, barcode and price in minor units (None when not given)."""

    row: int
    sku: str
    title: str
    barcode: str = ""
    price: int | None = None
    compare_at: int | None = None
    currency: str = ""
    category: str = ""
    brand: str = ""


class RateFact(NamedTuple):
    """An exchange rate: units of `into` for one unit of `currency`, from a day on, as written in the file."""

    row: int
    day: str
    currency: str
    into: str
    rate: str


class BundleFact(NamedTuple):
    """How many of a component one bundle holds, both by their SKU."""

    row: int
    bundle: str
    component: str
    quantity: int


class BasePriceFact(NamedTuple):
    """What a SKU costs from a day on, in minor units; a blank `valid_to` is until the next price begins.

    `tax_inside` is 1 where the price holds the tax and 0 where the tax comes on top.
    """

    row: int
    sku: str
    amount: int
    currency: str
    valid_from: str
    valid_to: str = ""
    tax_inside: int = 0
    note: str = ""


class PromotionFact(NamedTuple):
    """A promotion of a channel: its kind with its figures as a rule writes them, what it is for, and its days.

    `params` and `skus` are JSON; no SKUs, category and brand mean every SKU, a blank `valid_to` has no end.
    """

    row: int
    code: str
    kind: str
    params: str
    skus: str
    category: str
    brand: str
    valid_from: str
    valid_to: str = ""
    note: str = ""


OtherFact = (
    StockLevel
    | CostFact
    | ListingFact
    | RateFact
    | BundleFact
    | Inbound
    | Commitment
    | PlanningFact
    | BasePriceFact
    | ObservedPrice
    | CompetitorPrice
    | PromotionFact
)
_KINDS = (
    *(StockLevel, ListingFact, CostFact, RateFact, BundleFact, Inbound, Commitment, PlanningFact),
    *(BasePriceFact, ObservedPrice, CompetitorPrice, PromotionFact),
)


@dataclass(slots=True)
class Draft:
    """What a source calls one thing, as read from a file and not yet written.

    `key` and `occurrence` identify it within its source; `rows` are the file rows it was read from; where several
    sources of a channel tell of the same `subject`, only the documents of the lowest `rank` count and the others are a
    cross-check; `billed` marks costs that come by
    bill and not through the channel's own money.
    """

    fact: Fact
    key: str
    day: str
    rows: list[int]
    postings: list[Posting] = field(default_factory=list)
    others: list[OtherFact] = field(default_factory=list)
    occurrence: int = 1
    subject: str = ""
    rank: int = 1
    billed: bool = False
    channel: str = ""
    _digest: str = ""

    def digest(self) -> str:
        """Hash what the document says, whatever rows it stands on; call it once the facts are complete."""
        if not self._digest:
            self._digest = content_digest(self.postings, self.others)
        return self._digest

    @property
    def is_hashed(self) -> bool:
        """Whether its digest is known already."""
        return bool(self._digest)


def content_digest(postings: Iterable[PostingFields], others: Sequence[OtherFact]) -> str:
    """Hash the facts of a document, without their rows, in the one form that they also have when they are read back."""
    return digest_of_lines(posting_lines(postings), others)


def posting_lines(postings: Iterable[PostingFields]) -> list[str]:
    """Write what the digest of a document covers of each posting."""
    # Unpacked in place: a file of a year has half a million postings.
    return [
        f"{day}\x1f{account}\x1f{amount}\x1f{currency}\x1f{sku}\x1f{quantity}\x1f{order_ref}\x1f{orders}\x1f"
        f"{posted_day or day}"
        for _, day, account, amount, currency, sku, quantity, order_ref, orders, posted_day in postings
    ]


def digest_of_lines(lines: Iterable[str], others: Sequence[OtherFact]) -> str:
    """Hash a document whose postings are written already."""
    if others:
        lines = [*lines, *map(_canonical_other, _as_stored(others))]
    return blake2b("\n".join(lines).encode(), digest_size=16).hexdigest()


def cited_rows(posting_rows: Iterable[str], others: Sequence[OtherFact]) -> str:
    """Write the rows that the facts of a document stand on, in the order in which the facts are stored."""
    if others:
        posting_rows = [*posting_rows, *(str(fact[0]) for fact in _as_stored(others))]
    return ",".join(posting_rows)


def _canonical_other(fact: OtherFact) -> str:
    if isinstance(fact, CostFact) and not fact.known_since:
        fact = fact._replace(known_since=fact.valid_from)
    # A listing without a brand is written as before there were brands.
    parts = fact[1:-1] if isinstance(fact, ListingFact) and not fact.brand else fact[1:]
    return _SEPARATOR.join([type(fact).__name__, *(str(part) for part in parts)])


def _as_stored(others: Iterable[OtherFact]) -> list[OtherFact]:
    """Order facts by kind, as tables store them; facts of one kind keep their order."""
    return sorted(others, key=lambda fact: _KINDS.index(type(fact)))


class Occurrences:
    """Counts the drafts of a channel that share a key 1, 2, 3 in file order, so that twin rows stay two facts."""

    def __init__(self) -> None:
        self._seen: dict[tuple[str, str], int] = {}

    def number(self, drafts: Iterable[Draft]) -> None:
        """Give the next drafts of the file their numbers."""
        for draft in drafts:
            identity = (draft.channel, draft.key)
            self._seen[identity] = draft.occurrence = self._seen.get(identity, 0) + 1


def number_occurrences(drafts: Iterable[Draft]) -> list[Draft]:
    """Give all drafts of a file their numbers at once."""
    numbered = list(drafts)
    Occurrences().number(numbered)
    return numbered
