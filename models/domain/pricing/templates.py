"""Example fees to start from, one for each common kind of channel; nobody keeps them up to date.

The figures are plain examples of how such channels charge, in US dollars: check them against your account.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from models.domain.catalog import ChannelKind
from models.domain.pricing.fee_model import Administration, FeeModel, Payment, Returns, Target, Tier, flat
from models.domain.pricing.schedule import FeeSchedule, PriceTier, WholesaleTerms

CURRENCY = "USD"
CHECK = "check against your account – not kept up to date"
_NO_DAY = date.min  # the form keeps its own


@dataclass(frozen=True)
class Template:
    """An example schedule for a kind of channel."""

    name: str
    kinds: tuple[ChannelKind, ...]
    schedule: FeeSchedule


def _percent(number: str) -> Fraction:
    return Fraction(number) / 100


def _template(name: str, kinds: tuple[ChannelKind, ...], fees: FeeModel, margin: str) -> Template:
    target, source = Target(margin=_percent(margin)), f"Example for {name}: {CHECK}"
    return Template(name, kinds, FeeSchedule(CURRENCY, _NO_DAY, fees=fees, target=target, source=source))


TEMPLATES = (
    _template(
        "Shopify, own shop",
        (ChannelKind.DTC,),
        FeeModel(
            0,
            payment=Payment(_percent("2.9"), 30),
            fulfilment=(Tier(None, 535),),
            returns=Returns(_percent("4"), 400, _percent("90")),
        ),
        "15",
    ),
    _template(
        "Amazon US, FBA",
        (ChannelKind.MARKETPLACE,),
        FeeModel(
            0,
            referral=flat(_percent("15"), minimum=30),
            fulfilment=(Tier(1000, 306), Tier(None, 383)),
            returns=Returns(_percent("6"), 212, _percent("50"), Administration(_percent("20"), 500)),
        ),
        "10",
    ),
    _template(
        "Etsy",
        (ChannelKind.MARKETPLACE,),
        FeeModel(
            0,
            referral=flat(_percent("6.5")),
            payment=Payment(_percent("3"), 25),
            returns=Returns(_percent("3"), 0, _percent("80")),
            other=20,
        ),
        "15",
    ),
    _template("Wholesale", (ChannelKind.WHOLESALE, ChannelKind.RETAIL), FeeModel(0, other=45), "25"),
)
WHOLESALE_TERMS = WholesaleTerms(
    _NO_DAY,
    (PriceTier(24, _percent("10")), PriceTier(96, _percent("15"))),
    rep=_percent("10"),
    payment=_percent("2"),
    moq=24,
    payment_days=30,
    source=f"Example for wholesale: {CHECK}",
)


def templates_for(kind: ChannelKind) -> list[Template]:
    """List the templates for a kind of channel, those made for it first; a wholesale channel has its own alone."""
    if kind is ChannelKind.WHOLESALE:
        return [one for one in TEMPLATES if kind in one.kinds]
    return sorted(TEMPLATES, key=lambda one: kind not in one.kinds)
