"""Channels' kinds and listings' codes."""

from __future__ import annotations

import pytest

from models.domain.catalog import ChannelKind, guess_kind, listing_code


@pytest.mark.parametrize(
    "platform, name, kind",
    [
        ("shopify", "My shop", ChannelKind.DTC),
        ("amazon", "Amazon US", ChannelKind.MARKETPLACE),
        ("", "Etsy", ChannelKind.MARKETPLACE),
        ("", "Wholesale", ChannelKind.WHOLESALE),
        ("", "Harbor Retail", ChannelKind.RETAIL),
        ("", "Somewhere", ChannelKind.MARKETPLACE),
    ],
)
def test_that_a_new_channel_gets_the_kind_its_platform_or_name_suggests(
    platform: str, name: str, kind: ChannelKind
) -> None:
    assert guess_kind(platform, name) is kind


def test_that_a_listing_without_sku_goes_by_its_name() -> None:
    assert listing_code("0012", "Tea") == "0012"
    assert listing_code("", "Tea - Ash") == "name: Tea - Ash"
    assert listing_code("", "") == ""


def test_that_consumers_are_asked_the_prices_of_shops_and_marketplaces_alone() -> None:
    assert [kind for kind in ChannelKind if kind.public] == [ChannelKind.DTC, ChannelKind.MARKETPLACE]
