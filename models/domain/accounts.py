"""The accounts, the account each one stands against, and the P&L line and level each belongs to."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Line(StrEnum):
    """A line of the contribution statement, from the top down."""

    GROSS_SALES = "gross_sales"
    DISCOUNTS = "discounts"
    REFUNDS = "refunds"
    SHIPPING_INCOME = "shipping_income"
    COGS = "cogs"
    CHANNEL_COSTS = "channel_costs"
    MARKETING = "marketing"
    CHANNEL_OPERATING_COST = "channel_operating_cost"
    SHARED_OPERATING_COST = "shared_operating_cost"
    UNCLASSIFIED = "unclassified"


class Driver(StrEnum):
    """What shared operating cost is split by."""

    NET_SALES = "net_sales"
    ORDERS = "orders"
    EQUAL = "equal"


@dataclass(frozen=True)
class Account:
    """An account: `line` is its P&L line (None off the P&L), `contra` the account its postings stand against."""

    code: str
    title: str
    line: Line | None
    contra: str


CLEARING = "CLEARING"
ACCRUED = "ACCRUED"
INVENTORY = "INV"
MEMO = "MEMO"
UNCLASSIFIED = "UNCLASSIFIED"
SALES = "REV"
REFUNDS = "REFUND"
GOODS_SOLD = "COGS"

ACCOUNTS: dict[str, Account] = {
    account.code: account
    for account in (
        Account("REV", "Gross sales", Line.GROSS_SALES, CLEARING),
        Account("DISC", "Discounts and own promotions", Line.DISCOUNTS, CLEARING),
        Account("REFUND", "Refunds", Line.REFUNDS, CLEARING),
        Account("SHIP_INC", "Shipping and gift-wrap income", Line.SHIPPING_INCOME, CLEARING),
        Account("COGS", "Cost of goods sold", Line.COGS, INVENTORY),
        Account("INV_ADJ", "Inventory adjustments", Line.COGS, INVENTORY),
        Account("REIMB", "Reimbursement for lost or damaged stock", Line.COGS, CLEARING),
        Account("LANDED_VAR", "Landed cost variance", Line.COGS, INVENTORY),
        Account("FEE_REF", "Referral fees and commission", Line.CHANNEL_COSTS, CLEARING),
        Account("FEE_PAY", "Payment fees", Line.CHANNEL_COSTS, CLEARING),
        Account("FULFIL", "Fulfilment fees", Line.CHANNEL_COSTS, CLEARING),
        Account("PACK", "Packaging", Line.CHANNEL_COSTS, CLEARING),
        Account("SHIP_OUT", "Outbound shipping", Line.CHANNEL_COSTS, CLEARING),
        Account("RETURN_COST", "Return handling", Line.CHANNEL_COSTS, CLEARING),
        Account("STORAGE", "Storage", Line.CHANNEL_COSTS, CLEARING),
        Account("CHARGEBACK", "Chargebacks and claims", Line.CHANNEL_COSTS, CLEARING),
        Account("ADS", "Advertising", Line.MARKETING, CLEARING),
        Account("AFFIL", "Affiliates", Line.MARKETING, CLEARING),
        Account("COOP", "Coupon fees and co-op", Line.MARKETING, CLEARING),
        Account("CH_FIXED", "Channel operating cost", Line.CHANNEL_OPERATING_COST, CLEARING),
        Account("SHARED_NET_SALES", "Shared cost, split by net sales", Line.SHARED_OPERATING_COST, ACCRUED),
        Account("SHARED_ORDERS", "Shared cost, split by orders", Line.SHARED_OPERATING_COST, ACCRUED),
        Account("SHARED_EQUAL", "Shared cost, split equally", Line.SHARED_OPERATING_COST, ACCRUED),
        Account("UNCLASSIFIED", "Unclassified", Line.UNCLASSIFIED, CLEARING),
        Account("TAX_PASS", "Tax collected for others", None, CLEARING),
        Account("GIFT", "Gift cards sold", None, CLEARING),
        Account("TIPS", "Tips passed on", None, CLEARING),
        Account("DUTIES", "Duties passed on", None, CLEARING),
        Account("RESERVE", "Reserve held by the channel", None, CLEARING),
        Account("TRANSFER", "Payouts and transfers", None, CLEARING),
        Account("SETTLE_UNEXPLAINED", "Missing between the parts and the total", None, CLEARING),
    )
}

# Balance accounts that only ever stand on the other side.
CONTRA_TITLES = {
    CLEARING: "Money of the channel",
    ACCRUED: "Accrued costs",
    INVENTORY: "Inventory",
}

SHARED_ACCOUNTS = {
    Driver.NET_SALES: "SHARED_NET_SALES",
    Driver.ORDERS: "SHARED_ORDERS",
    Driver.EQUAL: "SHARED_EQUAL",
}
DRIVER_OF = {code: driver for driver, code in SHARED_ACCOUNTS.items()}


def contra(code: str, *, billed: bool) -> str:
    """Give the account a posting stands against; a cost that comes by bill and not through the channel is accrued."""
    account = ACCOUNTS[code]
    if billed and account.contra == CLEARING:
        return ACCRUED
    return account.contra


def accounts_of(line: Line) -> tuple[str, ...]:
    """Give the codes of the accounts that make up a P&L line."""
    return tuple(account.code for account in ACCOUNTS.values() if account.line is line)
