"""Packs in which everything is needed stay so: each condition, exception and alternative has its example."""

from __future__ import annotations

import pytest

from scrubber.testing import assert_pack

STRICT = ("places", "mojibake", "news", "web")


@pytest.mark.parametrize("pack", STRICT)
def test_everything_in_the_rules_is_needed(pack: str) -> None:
    assert_pack(pack, strict=True)
