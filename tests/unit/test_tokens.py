"""Words of texts, and their places."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scrubber.spans import Span
from scrubber.tokens import shingles, words_of


@pytest.mark.parametrize(
    ("text", "keys"),
    [
        ("", []),
        ("— * …", []),
        ("Don’t STOP", ["don", "t", "stop"]),
        ("ﬁne Straße", ["fine", "strasse"]),
        ("東京の天気 ok", ["東", "京", "の", "天", "気", "ok"]),
        ("हिन्दी पाठ", ["हिन्दी", "पाठ"]),
        ("a_b 1,000", ["a_b", "1", "000"]),
    ],
)
def test_words_are_compared_without_case_and_compatibility_forms(text: str, keys: list[str]) -> None:
    assert list(words_of(text).keys) == keys


def test_lines_end_at_each_kind_of_line_end() -> None:
    assert list(words_of("a\r\nb\rc\nd e").lines) == [0, 1, 2, 3, 3]
    assert words_of("a b\nc\nd").by_line([0, 1, 3]) == [["a", "b"], ["d"]]


@given(st.text(), st.integers(0, 20), st.integers(1, 20))
def test_words_within_a_span_are_those_that_share_a_character_with_it(
    text: str, start: int, length: int
) -> None:
    words, span = words_of(text), Span(start, start + length)
    meets = [at for at in range(len(words)) if Span(words.starts[at], words.ends[at]).overlaps(span)]
    assert list(words.within(span)) == meets


def test_a_short_text_is_one_shingle() -> None:
    assert shingles([]) == []
    assert shingles(["a", "b"]) == [("a", "b")]
    assert shingles(list("abcde")) == [("a", "b", "c", "d"), ("b", "c", "d", "e")]
