"""Settlement rows: which account an amount belongs to, twins, the control total, and both generations of the file."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.errors import ImportRefused
from app.importing.settlements import account_of
from app.importing.verdicts import Verdict
from app.jobs import Progress
from app.ledger.doctor import examine
from app.ledger.ledger import Ledger
from app.queries.batches import batches
from tests.make import Amount, import_text, new_ledger, settlement, sums


@pytest.mark.parametrize(
    "transaction, kind, description, account",
    [
        ("Order", "ItemPrice", "Principal", "REV"),
        ("order", "itemprice", "PRINCIPAL", "REV"),
        ("Order", "ItemPrice", "Shipping", "SHIP_INC"),
        ("Order", "ItemPrice", "GiftWrap", "SHIP_INC"),
        ("Order", "ItemPrice", "Tax", "TAX_PASS"),
        ("Order", "ItemPrice", "ShippingTax", "TAX_PASS"),
        ("Order", "ItemPrice", "GiftWrapTax", "TAX_PASS"),
        ("Order", "ItemWithheldTax", "MarketplaceFacilitatorTax-Principal", "TAX_PASS"),
        ("Order", "ItemWithheldTax", "TCS-CGST", "TAX_PASS"),
        ("Order", "ItemFees", "TDS (Section 194-O)", "TAX_PASS"),
        ("Order", "Promotion", "TaxDiscount", "TAX_PASS"),
        ("Order", "ItemFees", "Commission", "FEE_REF"),
        ("Order", "ItemFees", "FBAPerUnitFulfillmentFee", "FULFIL"),
        ("Order", "ItemFees", "ShippingChargeback", "SHIP_OUT"),
        ("Order", "Promotion", "Shipping", "SHIP_INC"),
        ("Order", "Promotion", "Principal", "DISC"),
        ("Refund", "ItemPrice", "Principal", "REFUND"),
        ("Refund", "ItemPrice", "Shipping", "REFUND"),
        ("Refund", "ItemPrice", "Goodwill", "REFUND"),
        ("Refund", "Promotion", "Principal", "REFUND"),
        ("Refund", "ItemFees", "Commission", "FEE_REF"),
        ("Refund", "ItemFees", "RefundCommission", "FEE_REF"),
        ("Chargeback Refund", "ItemPrice", "Principal", "REFUND"),
        ("A-to-z Guarantee Refund", "ItemPrice", "Principal", "REFUND"),
        ("ServiceFee", "Cost of Advertising", "TransactionTotalAmount", "ADS"),
        ("other-transaction", "FBA Inventory Reimbursement", "REVERSAL_REIMBURSEMENT", "REIMB"),
        ("other-transaction", "FBA Inventory Reimbursement", "WAREHOUSE_LOST", "REIMB"),
        ("SAFE-T Reimbursement", "other", "other", "REIMB"),
        ("other-transaction", "other-transaction", "FBAInboundTransportationFee", "FULFIL"),
        ("other-transaction", "other-transaction", "DisposalComplete", "STORAGE"),
        ("other-transaction", "other-transaction", "Storage Fee", "STORAGE"),
        ("other-transaction", "other-transaction", "FBA Long-Term Storage", "STORAGE"),
        ("other-transaction", "other-transaction", "Subscription Fee", "CH_FIXED"),
        ("other-transaction", "other-transaction", "Current Reserve Amount", "RESERVE"),
        ("other-transaction", "other-transaction", "Previous Reserve Amount Balance", "RESERVE"),
        ("CouponRedemptionFee", "CouponRedemptionFee", "", "COOP"),
        ("Transfer", "", "", "TRANSFER"),
        ("other-transaction", "other-transaction", "Vine Enrollment Fee", "UNCLASSIFIED"),
        ("Liquidations", "ItemPrice", "Something new", "UNCLASSIFIED"),
        ("", "", "", "UNCLASSIFIED"),
    ],
)
def test_that_an_amount_finds_its_account(transaction: str, kind: str, description: str, account: str) -> None:
    assert account_of(transaction, kind, description) == account


@pytest.fixture
def ledger(tmp_path: Path) -> Ledger:
    return new_ledger(tmp_path)


# Contribution C5 gives these amounts and what they come to.
GOLDEN = (
    Amount("Principal", 250000),
    Amount("Tax", 20000),
    Amount("MarketplaceFacilitatorTax-Principal", -20000, kind="ItemWithheldTax"),
    Amount("Commission", -37500, kind="ItemFees"),
    Amount("FBAPerUnitFulfillmentFee", -41500, kind="ItemFees"),
    Amount("Principal", -2500, transaction="Refund"),
    Amount("Commission", 375, kind="ItemFees", transaction="Refund"),
    Amount("RefundCommission", -75, kind="ItemFees", transaction="Refund"),
    Amount("Storage Fee", -3120, kind="other-transaction", transaction="other-transaction", order="", sku=""),
    Amount("TransactionTotalAmount", -21800, kind="Cost of Advertising", transaction="ServiceFee", order="", sku=""),
    Amount("Previous Reserve Amount Balance", 18000, kind="other-transaction", transaction="other-transaction"),
    Amount("Current Reserve Amount", -26000, kind="other-transaction", transaction="other-transaction"),
)


def test_that_the_golden_settlement_comes_to_its_deposit(ledger: Ledger) -> None:
    seen = import_text(ledger, "settlement.txt", settlement(1, GOLDEN)).preview
    assert seen.control is not None
    assert (seen.control.total, seen.control_sum) == (135880, 135880)
    assert sums(ledger) == {
        "REV": 250000,
        "REFUND": -2500,
        "TAX_PASS": 0,
        "FEE_REF": -37200,
        "FULFIL": -41500,
        "STORAGE": -3120,
        "ADS": -21800,
        "RESERVE": -8000,
    }


def test_that_twin_rows_are_two_facts(ledger: Ledger) -> None:
    twin = Amount("Principal", 1000)
    import_text(ledger, "settlement.txt", settlement(1, [twin, twin, twin]))
    assert sums(ledger) == {"REV": 3000}


def test_that_a_settlement_whose_rows_miss_its_total_needs_a_look(ledger: Ledger) -> None:
    made = import_text(ledger, "settlement.txt", settlement(1, [Amount("Principal", 1000)], total=999))
    assert made.needs_a_look
    assert sums(ledger) == {"REV": 1000}


def test_that_a_settlement_without_its_summary_row_is_imported_and_said_to_be_unchecked(ledger: Ledger) -> None:
    header, _summary, *rows = settlement(1, [Amount("Principal", 1000), Amount("Tax", 80)]).splitlines()
    made = import_text(ledger, "settlement.txt", "\n".join([header, *rows]) + "\n")
    assert made.needs_a_look
    assert made.preview.control is None
    (look,) = made.preview.looks
    assert (look.row, look.amount) == (2, 0)
    assert "cannot be checked against the deposit, and those without a currency count in USD" in look.reason
    assert sums(ledger) == {"REV": 1000, "TAX_PASS": 80}
    with ledger.read() as session:
        (batch,) = batches(session)
    assert (batch.state, batch.control) == ("needs a look", None)
    whole = import_text(ledger, "whole.txt", settlement(1, [Amount("Principal", 1000), Amount("Tax", 80)])).preview
    assert whole.looks == ()
    assert (whole.counts()[Verdict.KNOWN], whole.control_sum) == (2, 1080)


def test_that_a_settlement_that_is_known_adds_nothing(ledger: Ledger) -> None:
    rows = [Amount("Principal", 1000), Amount("Commission", -150, kind="ItemFees")]
    import_text(ledger, "one.txt", settlement(1, rows))
    again = import_text(ledger, "two.txt", settlement(1, rows) + "\n")
    assert again.preview.counts()[Verdict.KNOWN] == 2
    assert sums(ledger) == {"REV": 1000, "FEE_REF": -150}


def test_that_the_same_settlement_with_another_sum_is_refused(ledger: Ledger) -> None:
    import_text(ledger, "one.txt", settlement(1, [Amount("Principal", 1000)]))
    with pytest.raises(ImportRefused, match=r"Settlement 1 was imported before from a file with another sum"):
        import_text(ledger, "two.txt", settlement(1, [Amount("Principal", 1001)]))
    assert sums(ledger) == {"REV": 1000}


def test_that_the_whole_settlement_may_follow_a_download_that_broke_off(ledger: Ledger) -> None:
    rows = [Amount("Principal", 1000), Amount("Principal", 700, order="B"), Amount("Commission", -150)]
    half = settlement(1, rows).rsplit("\n", 2)[0] + "\n"
    assert import_text(ledger, "half.txt", half).needs_a_look
    assert control_totals(ledger) == (False, "Files do not add up to the totals they state.")
    whole = import_text(ledger, "whole.txt", settlement(1, rows))
    assert (whole.preview.counts()[Verdict.KNOWN], whole.preview.counts()[Verdict.NEW]) == (2, 1)
    assert sums(ledger) == {"REV": 1700, "FEE_REF": -150}
    assert control_totals(ledger) == (True, "The postings of the one file that states a total add up to it.")
    with pytest.raises(ImportRefused, match=r"adds up to its total, and this file does not: its download broke off"):
        import_text(ledger, "half again.txt", half + "\n")


def control_totals(ledger: Ledger) -> tuple[bool, str]:
    """Let the doctor check the control totals."""
    (found,) = (one for one in examine(ledger, Progress()).findings if one.name == "I4 Control totals")
    return found.ok, found.sentence


def test_that_a_settlement_in_its_other_generation_is_refused(ledger: Ledger) -> None:
    first = Path(__file__).resolve().parents[2] / "exports" / "amazon_settlement_v1" / "input_37_columns.txt"
    import_text(ledger, "first.txt", first.read_text("utf-8"))
    with pytest.raises(ImportRefused, match=r"Settlement 71000000003 was imported before as .*\(flat file V1\)"):
        import_text(ledger, "second.txt", settlement(71000000003, [Amount("Principal", 1000)]))
    import_text(ledger, "other.txt", settlement(71000000009, [Amount("Principal", 1000)]))


def test_that_an_order_with_several_items_counts_once(ledger: Ledger) -> None:
    items = [Amount("Principal", 1000), Amount("Principal", 500, sku="BOWL"), Amount("Principal", 100, order="B")]
    import_text(ledger, "settlement.txt", settlement(1, items))
    with ledger.read() as session:
        orders = session.connection().exec_driver_sql("SELECT sum(orders), sum(quantity) FROM posting").one()
    assert tuple(orders) == (2, 3)
