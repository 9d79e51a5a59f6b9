"""Whatever the bytes, they come back."""

from __future__ import annotations

import codecs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scrubber.document import Document
from scrubber.encodings import FALLBACK, Encoding, decode
from scrubber.errors import DocumentError


@given(st.binary(max_size=200))
def test_any_bytes_come_back(data: bytes) -> None:
    document = Document.from_bytes(data)
    assert document.to_bytes(document.text) == data


KNOWN = [
    (b"caf\xc3\xa9", "utf-8", "café"),
    (codecs.BOM_UTF8 + b"a", "utf-8", "a"),
    ("Hello, world".encode("utf-16-be"), "utf-16-be", "Hello, world"),
    (codecs.BOM_UTF16_BE + "é".encode("utf-16-be"), "utf-16-be", "é"),
    (codecs.BOM_UTF16_LE + "é\n".encode("utf-16-le"), "utf-16-le", "é\n"),
    (b"caf\xe9 \x93quoted\x94", FALLBACK, "café “quoted”"),
    (b"\x81\x8d\x8f\x90\x9d", FALLBACK, "\x81\x8d\x8f\x90\x9d"),
    ("“Ja”, sagte sie, “gewiß”.".encode() + b"\xff", "utf-8", "“Ja”, sagte sie, “gewiß”.\udcff"),
]


@pytest.mark.parametrize(("data", "name", "text"), KNOWN)
def test_encodings_are_recognised(data: bytes, name: str, text: str) -> None:
    found, encoding = decode(data)
    assert (found, encoding.name) == (text, name)


def test_a_named_encoding_overrides_the_recognition() -> None:
    assert decode("日本".encode("shift_jis"), "shift_jis")[0] == "日本"
    assert decode(codecs.BOM_UTF16_LE + "é".encode("utf-16-le"), "utf-16")[0] == "é"


@pytest.mark.parametrize("name", ["utf8x", "base64", "latin-99"])
def test_an_unknown_or_binary_encoding_is_an_error_in_words(name: str) -> None:
    with pytest.raises(DocumentError, match=r"encoding"):
        decode(b"a", name)


def test_bytes_that_a_named_encoding_cannot_hold_are_an_error_in_words() -> None:
    with pytest.raises(DocumentError, match="the bytes are not utf-8"):
        decode(b"\xff", "utf-8")


def test_holds_says_what_an_edit_may_bring_in() -> None:
    assert Encoding(FALLBACK).holds("“é”")
    assert not Encoding(FALLBACK).holds("ł")
    assert not Encoding("utf-8", "surrogateescape").holds("\udcff")
