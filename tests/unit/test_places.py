from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scrubber.document import Document
from scrubber.encodings import Encoding
from scrubber.places import Places
from scrubber.spans import Span

LINES = [
    ("", 0, (1, 1)),
    ("ab", 2, (1, 3)),
    ("a\nb", 1, (1, 2)),
    ("a\nb", 2, (2, 1)),
    ("a\r\nb", 2, (1, 3)),
    ("a\r\nb", 3, (2, 1)),
    ("a\rb\rc", 4, (3, 1)),
    ("a\n\r\rb", 4, (4, 1)),
    ("a\n", 2, (2, 1)),
    ("é😀x\ny", 2, (1, 3)),
    ("a\u2028b\x0bc\x85d", 6, (1, 7)),
]


@pytest.mark.parametrize(("text", "offset", "expected"), LINES)
def test_a_place_has_a_line_and_a_column(text: str, offset: int, expected: tuple[int, int]) -> None:
    place = Places(Document(text)).at(Span(offset, len(text)))
    assert (place.line, place.column) == expected


STATELESS = [
    Encoding("utf-8"),
    Encoding("utf-8", "surrogateescape"),
    Encoding("utf-8", "strict", b"\xef\xbb\xbf"),
    Encoding("utf-16-le", "strict", b"\xff\xfe"),
    Encoding("utf-16-be", "surrogatepass", b"\xfe\xff"),
    Encoding("utf-32-le", "strict", b"\xff\xfe\0\0"),
    Encoding("windows-1252"),
    Encoding("iso8859-1"),
    Encoding("cp037"),
    Encoding("shift_jis"),
    Encoding("gb18030"),
    Encoding("big5"),
]
CHARACTERS = "ab\r\né漢語😀€ï\u2028\x00\udc80"


def spelt(encoding: Encoding) -> str:
    return "".join(c for c in CHARACTERS if encoding.holds(c) or encoding.errors == "surrogateescape")


@pytest.mark.parametrize("encoding", STATELESS, ids=lambda e: f"{e.name}-{e.errors}-{len(e.bom)}")
def test_the_bytes_of_a_place_are_the_bytes_of_its_text(encoding: Encoding) -> None:
    chance = random.Random(1)
    text = "".join(chance.choices(spelt(encoding), k=5000))
    document = Document(text, encoding=encoding)
    data, places = document.to_bytes(text), Places(document)
    for _ in range(200):
        start, end = sorted((chance.randint(0, 5000), chance.randint(0, 5000)))
        place = places.at(Span(start, end))
        assert data[place.byte_start : place.byte_end] == encoding.encode(text[start:end])
    assert places.at(Span(0, 5000)).byte_start == len(encoding.bom)
    assert places.at(Span(5000, 5000)).byte_end == len(data)


@pytest.mark.parametrize("name", ["iso2022_jp", "utf-7", "hz", "euc_jis_2004", "utf-8-sig"])
def test_an_encoding_with_states_gives_ascending_bytes_that_end_where_the_file_ends(name: str) -> None:
    text = {"utf-7": "aéïb\nc漢", "hz": "a中文b\nか中"}.get(name, "a漢語b\nか漢") * 700
    document = Document(text, encoding=Encoding(name))
    places = Places(document)
    offsets = [places.at(Span(at, at)).byte_start for at in range(len(text), -1, -1)]
    assert offsets == sorted(offsets, reverse=True)
    assert offsets[0] == len(document.to_bytes(text))
    assert offsets[-1] == (3 if name == "utf-8-sig" else 0)
    asked_forwards = Places(document)
    assert [asked_forwards.at(Span(at, at)).byte_start for at in range(len(text) + 1)] == offsets[::-1]


def test_a_combining_pair_that_is_spelt_as_one_ends_the_file_whole() -> None:
    text = "か゚"
    document = Document(text, encoding=Encoding("euc_jis_2004"))
    data = document.to_bytes(text)
    assert Places(document).at(Span(0, 2)).byte_end == len(data)


@given(st.text(st.characters(categories=["L", "N", "Cs", "Cc"]), max_size=60), st.data())
def test_a_lone_surrogate_in_a_record_counts_as_three_bytes(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    place = Places(Document(text)).at(Span(start, end))
    assert place.byte_start == len(text[:start].encode("utf-8", "surrogatepass"))
    assert place.byte_end == len(text[:end].encode("utf-8", "surrogatepass"))
