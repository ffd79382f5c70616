"""Channels that rows name and nobody knows yet: which kind they are given is said before the import and after it."""

from __future__ import annotations

import pytest

from app.importing.new_channels import made_sentence, makes_sentence

WHERE = "(Catalogue → Channels changes that)"


@pytest.mark.parametrize(
    "names, makes, made",
    [
        ((), "", ""),
        (
            ("My Shop",),
            f"No channel is called “My Shop” yet: the import makes it, of the kind marketplace {WHERE}",
            f"The import made “My Shop”, of the kind marketplace {WHERE}",
        ),
        (
            ("Fair", "My Shop"),
            f"No channel is called “Fair”, “My Shop” yet: the import makes them, of the kind marketplace {WHERE}",
            f"The import made “Fair”, “My Shop”, of the kind marketplace {WHERE}",
        ),
        (
            ("B2B", "My Shop"),
            (
                "No channel is called “B2B”, “My Shop” yet: the import makes them, “B2B” of the kind wholesale, "
                f"“My Shop” of the kind marketplace {WHERE}"
            ),
            f"The import made “B2B” of the kind wholesale, “My Shop” of the kind marketplace {WHERE}",
        ),
    ],
)
def test_that_the_kind_of_new_channels_is_told(names: tuple[str, ...], makes: str, made: str) -> None:
    assert makes_sentence(names) == makes
    assert made_sentence(names) == made
