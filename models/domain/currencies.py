"""The currencies there are, by their codes (ISO 4217): those in use, and those that ended since 2010, for old files.

Not among them are codes that are no money to ask a price in: gold and other metals, units of account, funds, those for
tests, and "no currency".
"""

from __future__ import annotations

_IN_USE = """
AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BGN BHD BIF BMD BND BOB BRL BSD BTN BWP BYN BZD CAD CDF CHF CLP CNY COP
CRC CUP CVE CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GNF GTQ GYD HKD HNL HTG HUF IDR ILS INR IQD
IRR ISK JMD JOD JPY KES KGS KHR KMF KPW KRW KWD KYD KZT LAK LBP LKR LRD LSL LYD MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR
MWK MXN MYR MZN NAD NGN NIO NOK NPR NZD OMR PAB PEN PGK PHP PKR PLN PYG QAR RON RSD RUB RWF SAR SBD SCR SDG SEK SGD SHP
SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TND TOP TRY TTD TWD TZS UAH UGX USD UYU UZS VED VES VND VUV WST XAF XCD XCG
XOF XPF YER ZAR ZMW ZWG
"""
_ENDED = "ANG BYR CUC EEK GHC HRK LTL LVL MRO SLL STD TMM VEF ZMK ZWL"

CURRENCIES = frozenset(f"{_IN_USE} {_ENDED}".split())


def is_currency(code: str) -> bool:
    """Say whether a code in capitals is that of a currency."""
    return code in CURRENCIES
