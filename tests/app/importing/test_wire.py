"""What crosses between the two processes: every draft, head and tail comes out as it went in."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.errors import ImportRefused
from app.importing.drafting import Choices, Head, Known, KnownChannel, Tail, draft_file
from app.importing.finding import FileToImport, find_files
from app.importing.packing import Packed
from app.importing.telling import Asked, Limits, ask, asked_for, tell, told
from app.importing.wire import pack_block, receive, send, unpack_block
from app.ledger.blocks import Block, block_of
from models.domain.postings import BundleFact, CostFact, Draft, Fact, ListingFact, Posting, RateFact
from models.domain.stock import Commitment, Inbound, StockLevel

EXPORTS = Path(__file__).parents[2] / "exports"
FILES = sorted(path for path in EXPORTS.glob("*/*") if path.suffix in {".csv", ".txt", ".xlsx", ".tsv"})
KNOWN = Known("USD", (KnownChannel("Shop", "shopify", "paid"),))

texts = st.text(max_size=8)
whole = st.integers(min_value=-(2**70), max_value=2**70)
small = st.integers(min_value=0, max_value=9)
maybe = st.none() | whole
rows = st.integers(min_value=1, max_value=2**33)
postings = st.builds(
    Posting, rows, texts, texts, whole, texts, texts, st.integers(-9, 9), texts, st.integers(0, 1), texts
)
others = st.one_of(
    st.builds(StockLevel, rows, texts, texts, texts, maybe, maybe, maybe, maybe, maybe),
    st.builds(CostFact, rows, texts, texts, texts, whole, texts, texts),
    st.builds(ListingFact, rows, texts, texts, texts, maybe, maybe, texts, texts),
    st.builds(RateFact, rows, texts, texts, texts, texts),
    st.builds(BundleFact, rows, texts, texts, small),
    st.builds(Inbound, rows, texts, texts, whole, texts, texts, whole, texts, texts, texts),
    st.builds(Commitment, rows, texts, texts, whole, texts, texts, whole, texts),
)
drafts = st.builds(
    Draft,
    fact=st.sampled_from(list(Fact)),
    key=texts,
    day=texts,
    rows=st.lists(rows, max_size=3),
    postings=st.lists(postings, max_size=3),
    others=st.lists(others, max_size=2),
    occurrence=st.integers(1, 5),
    subject=texts,
    rank=small,
    billed=st.booleans(),
    channel=texts,
)


@given(st.lists(drafts, min_size=1, max_size=5))
def test_that_drafts_come_out_as_they_went_in(given_drafts: list[Draft]) -> None:
    block = unpack_block(pack_block(block_of(given_drafts)))
    assert block == block_of(given_drafts)
    again = block.drafts()
    assert [draft.digest() for draft in again] == [draft.digest() for draft in given_drafts]
    assert again == given_drafts
    assert [list(map(type, draft.others)) for draft in again] == [list(map(type, d.others)) for d in given_drafts]
    assert all(isinstance(posting, Posting) for draft in again for posting in draft.postings)


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_that_every_fixture_comes_out_as_it_is_read_here(path: Path) -> None:
    file = find_files([path])[0]
    try:
        pieces = list(draft_file(file, Choices(options={"day": "2026-03-14"}), KNOWN))
    except ImportRefused:
        pytest.skip("refused, which the tests of exports look at")
    pipe = BytesIO()
    for piece in pieces:
        tell(pipe, piece)
        if isinstance(piece, list):
            # What they are once hashed, as they come out.
            assert all(draft.digest() for draft in piece)
    pipe.seek(0)
    again: list[object] = []
    while (message := receive(pipe)) is not None:
        found = told(message)
        again.append(found.drafts() if isinstance(found, Block) else found)
    assert again == pieces
    assert isinstance(again[0], Head)
    assert isinstance(again[-2], Tail)
    assert isinstance(again[-1], Packed)


def test_that_a_question_arrives_whole_also_with_a_name_that_is_no_text() -> None:
    name = b"caf\xe9.csv".decode("utf-8", "surrogateescape")
    file = FileToImport(name, Path(name), content=b"a,b\n1,2\n")
    asked = Asked(file, Choices("Shop", None, {"day": "2026-03-14"}), KNOWN, Limits(memory=5, seconds=6))
    pipe = BytesIO()
    ask(pipe, asked)
    pipe.seek(0)
    message = receive(pipe)
    assert message is not None
    assert asked_for(message) == asked


@pytest.mark.parametrize("missing", [1, 3, 9])
def test_that_a_message_cut_short_is_none(missing: int) -> None:
    pipe = BytesIO()
    send(pipe, "tail", [1, 2], [b"content"])
    assert receive(BytesIO(pipe.getvalue()[:-missing])) is None
