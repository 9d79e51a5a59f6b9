"""The library's front door."""

from __future__ import annotations

import pytest

from scrubber import Scrubber
from scrubber.errors import PluginError, RuleError

TEXT = "The board met on Monday.\n\nLeave a Reply\n"


def test_texts_and_bytes_are_cleaned_alike() -> None:
    with Scrubber.from_packs("web") as scrubber:
        assert scrubber.clean(TEXT).text == "The board met on Monday.\n"
        cleaned = scrubber.clean_bytes(TEXT.encode("utf-16"))
        assert cleaned.to_bytes().decode("utf-16") == "The board met on Monday.\n"


def test_rules_can_be_selected_and_ignored() -> None:
    with Scrubber.from_packs("web", ignore=["web.comment-*"]) as scrubber:
        assert scrubber.clean(TEXT).text == TEXT


def test_rules_lost_with_a_plugin_are_named() -> None:
    with Scrubber.from_packs("news", without=["honorifics"]) as scrubber:
        assert {(drop.rule.partition(".")[0], drop.plugin) for drop in scrubber.dropped} == {
            ("news", "honorifics")
        }


def test_what_cannot_be_loaded_is_an_error_in_words() -> None:
    with pytest.raises(RuleError, match="unknown pack `nws`"):
        Scrubber.from_packs("nws")
    with pytest.raises(PluginError, match="honrifics"):
        Scrubber.from_packs("news", without=["honrifics"])
