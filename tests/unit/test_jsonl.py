"""JSON Lines: whichever parser reads a line, and however a text is spelt, the bytes are the same."""

from __future__ import annotations

import io
import json
import re

import orjson
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from scrubber.api import Fields, Meta, Record, Unreadable
from scrubber.errors import DocumentError
from scrubber.jsonl import JsonLinesFormat
from scrubber.jsonl.parsing import fastest, parse_json
from scrubber.jsonl.spelling import respell


def refuse(line: bytes) -> object:
    """Parse nothing: every line is then read member by member."""
    raise ValueError


CAREFUL = JsonLinesFormat(refuse)
OTHERS = [JsonLinesFormat(parse_json), JsonLinesFormat(fastest()), JsonLinesFormat(orjson.loads)]

FIELDS = [
    Fields(),
    Fields(text="body", url="text", lang="id", meta=Meta(url="https://all.example/", lang="en")),
    Fields(text="id", encoding="utf-8"),
    Fields(text="é", encoding="iso8859-1"),
    Fields(text='a": "b'),
    Fields(text="é"),
]


def made(chosen: JsonLinesFormat, data: bytes, fields: Fields) -> list[object]:
    """Return all that a format makes of some lines: what it reads, and what it writes for another text."""
    found: list[object] = []
    for entry in chosen.read(io.BytesIO(data), fields):
        found.append(entry)
        if isinstance(entry, Record):
            text = entry.document.text
            found.append(chosen.write(entry, text))
            try:
                found.append(chosen.write(entry, f'{text[1:]}\n"é\ud83d☃/'))
            except DocumentError as error:
                found.append(str(error))
    return found


HOSTILE = [
    b'{"text": "a", "text": "b"}',
    b'{"text": "a", "t\\u0065xt": "b"}',
    b'{"t\\u0065xt": "a"}',
    b'{"\\u0054ext": "a", "text": "b"}',
    b'{"meta": {"text": "a"}}',
    b'{"meta": {"text": "a"}, "text": "b"}',
    b'{"meta": {"text": 1}, "text": "b"}',
    b'{"kind": "text", "text": "b"}',
    b'{"say \\"text": 1, "text": "b"}',
    b'{"say \\"text": "a"}',
    b'{"text": 12, "t\\u0065xt": "b"}',
    b'{"text": "a", "id": 0}',
    b'{"text": "a", "id": -0}',
    b'{"text": "a", "id": 7, "date": 20240203}',
    b'{"text": "a", "id": 1e3, "date": 0.10}',
    b'{"text": "a", "id": 123456789012345678901234567890}',
    b'{"text": "a", "id": 18446744073709551616, "x": [9223372036854775808]}',
    b'{"text": "a", "n": ' + b"9" * 5000 + b"}",
    b'{"text": "a", "id": NaN, "x": [-Infinity, Infinity, 1e400]}',
    b'{"text": "a", "id": true, "title": null, "url": ["b"]}',
    b'{"text": "a", "id": "b", "id": 1}',
    b'{"text": "half \\ud83d"}',
    b'{"text": "a", "title": "half \\ude00 and \\ud83d"}',
    b'{"text": "both \\ud83d\\uDE00 \\ude00\\ud83d"}',
    b'{"text": "\xed\xa0\xbd"}',
    b'{"text": "\xc0\xaf"}',
    b'{"text": "\xe9"}',
    b'{"text": "a\tb"}',
    b'{"text": "a\x00b"}',
    b'{"text": "a\x7fb\xc2\x85\xe2\x80\xa8"}',
    b'{"text": "a"}\x00',
    b'\xef\xbb\xbf{"text": "a"}',
    b'\xef\xbb\xbf\xef\xbb\xbf{"text": "a"}',
    b'\x0b{"text": "a"}',
    b' \r\t{"text" \r\t: \r\t"a"} \r\t',
    b'{"text": "a",}',
    b'{"text": "a" "b": 1}',
    b'{"text": "a", "n": 01}',
    b'{"text": "a", "n": 1.}',
    b'{"text": "a", "n": +1}',
    b'{"text": "a", "n": -}',
    b'{"text": "a", 1: 2}',
    b'{"text": "\\u12"}',
    b'{"text": "\\x41"}',
    b'{"text": "a\\"}',
    b'["text", "a"]',
    b'"text": "a"',
    b"{}",
    b"",
    b" \x0c",
    '{"é": "ü", "text": "☃", "\\u00E9": 1}'.encode(),
    '{"\\u00E9": "ü"}'.encode(),
    b'{"\xe9": "\xfc"}',
]


@pytest.mark.parametrize("fields", FIELDS, ids=range(len(FIELDS)))
@pytest.mark.parametrize("line", HOSTILE, ids=range(len(HOSTILE)))
def test_a_hostile_line_is_the_same_to_every_parser(line: bytes, fields: Fields) -> None:
    expected = made(CAREFUL, line + b"\n", fields)
    for other in OTHERS:
        assert made(other, line + b"\n", fields) == expected


@pytest.mark.parametrize("depth", [10, 400, 520, 900, 990, 1010, 1023, 1024, 1025, 5000])
@pytest.mark.parametrize("brackets", [(b"[", b"]"), (b'{"a":', b"}")])
def test_every_parser_goes_as_deep_as_the_others(depth: int, brackets: tuple[bytes, bytes]) -> None:
    opening, closing = brackets
    inner = b"1" if opening != b"[" else b""
    line = b'{"text": "a", "deep": ' + opening * depth + inner + closing * depth + b"}\n"
    [expected] = CAREFUL.read(io.BytesIO(line), Fields())
    for other in OTHERS:
        assert list(other.read(io.BytesIO(line), Fields())) == [expected]


names = (
    st.sampled_from(["text", "text", "id", "body", "url", "title", "é", "lang", 'a": "b', "n"]) | st.text()
)
scalars = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(st.characters())
    | st.sampled_from([0, -0.0, 2**64])
)
values = st.recursive(
    scalars, lambda of: st.lists(of, max_size=3) | st.dictionaries(names, of, max_size=3), max_leaves=5
)
members = st.lists(st.tuples(names, st.text() | values), max_size=5)
PARTS = [
    '"',
    "\\",
    "\\u0074",
    "\\ud83d",
    "{",
    "}",
    "[",
    "]",
    ":",
    ",",
    "0",
    "-",
    "e",
    '"text":',
    "NaN",
    "\x00",
    "\x85",
    "\xff",
    " ",
]
damages = st.lists(st.tuples(st.integers(0, 200), st.integers(0, 3), st.sampled_from(PARTS)), max_size=2)


@given(
    pairs=members,
    text=st.text(st.characters()),
    ascii_only=st.booleans(),
    separators=st.sampled_from([(", ", ": "), (",", ":"), (" ,\t", " : ")]),
    escaped=st.booleans(),
    damage=damages,
    fields=st.sampled_from(FIELDS),
)
def test_any_line_is_the_same_to_every_parser(
    pairs: list[tuple[str, object]],
    text: str,
    ascii_only: bool,
    separators: tuple[str, str],
    escaped: bool,
    damage: list[tuple[int, int, str]],
    fields: Fields,
) -> None:
    between, colon = separators

    def spelt(value: object) -> str:
        return json.dumps(value, ensure_ascii=ascii_only, separators=separators)

    line = between.join(f"{spelt(name)}{colon}{spelt(value)}" for name, value in [*pairs, ("text", text)])
    line = f"{{{line}}}"
    if escaped:
        line = line.replace("e", "\\u0065").replace("\\n", "\\u000A")
    for at, gone, put in damage:
        line = line[:at] + put + line[at + gone :]
    data = line.encode("utf-8", "surrogatepass") + b"\n"
    expected = made(CAREFUL, data, fields)
    for other in OTHERS:
        assert made(other, data, fields) == expected


def test_a_plain_line_is_not_read_twice() -> None:
    seen: list[bytes] = []

    def parse(line: bytes) -> object:
        seen.append(line)
        return {"text": "as the parser says", "n": 1.5}

    [entry] = JsonLinesFormat(parse).read(io.BytesIO(b'{"text": "a", "n": 1.5}\n'), Fields())
    assert isinstance(entry, Record) and entry.document.text == "as the parser says"
    assert seen == [b'{"text": "a", "n": 1.5}\n']


def test_what_orjson_refuses_is_parsed_by_python() -> None:
    line = b'{"text": "half \\ud83d", "n": NaN}'
    assert fastest()(line) == parse_json(line)
    with pytest.raises(ValueError):
        orjson.loads(line)


ESCAPES = [
    "\\/", "\\u002F", "\\u00e9", "\\u00E9", "\\n", "\\u000a", "\\u000A", "\\u0041", "\\u003c", "\\u2028",
    "\\ud83d\\ude00", "\\uD83D\\uDE00", "\\ud83d", "\\u0022", "\\\\", "\\u005c", "\\u007f", "\\b", "\\u0000",
]  # fmt: skip
plain = st.text(st.sampled_from('a\\/u"<é\n\x7f\u2028😀\ud83dA0\x00\x08☃') | st.characters(), max_size=12)


@given(
    text=plain,
    escapes=st.lists(st.sampled_from(ESCAPES), max_size=4),
    holds=st.sampled_from([None, "utf-8", "latin-1"]),
)
@example(text="a/b\\/u", escapes=["\\/", "\\u002F"], holds=None)
@example(text="\x7fé", escapes=["\\u007f"], holds=None)
@example(text="ABc\u0101", escapes=[f"\\u{code:04x}" for code in range(0x101, 0x11F)], holds="utf-8")
@example(text="é", escapes=["\\u00E9"], holds=None)
@example(text="☃", escapes=["\\u2603", "\\u003c", "\\u003C"], holds=None)
def test_a_text_is_spelt_character_by_character_as_it_was(
    text: str, escapes: list[str], holds: str | None
) -> None:
    def held(spelt: str) -> bool:
        assert holds
        try:
            spelt.encode(holds)
        except UnicodeEncodeError:
            return False
        return True

    # A high half that stands before a low one would be taken for a pair: the escapes stand apart.
    learnt = {json.loads(f'"{escape}"'): escape for escape in reversed(escapes)}

    def one(character: str) -> str:
        if character in learnt:
            return learnt[character]
        if (
            character < " "
            or character in '"\\'
            or (not character.isascii() and not (holds and held(character)))
        ):
            return json.dumps(character)[1:-1]
        return character

    # What is not ASCII in a line may stand as it is in its text.
    head, tail = f'{{"by": "{"é" if holds else "e"}", "text": ', "}"
    before = f'"{"-".join(escapes)}"'
    made = respell(head + before + tail, len(head), json.loads(before), text, held)
    assert made == f'{head}"{"".join(map(one, text))}"{tail}'


def test_a_line_of_another_encoding_is_read_with_care() -> None:
    [entry] = JsonLinesFormat(parse_json).read(
        io.BytesIO(b'{"text": "\xe9"}\n'), Fields(encoding="iso8859-1")
    )
    assert isinstance(entry, Record) and entry.document.text == "é"
    [entry] = JsonLinesFormat(parse_json).read(io.BytesIO(b'{"text": "\xe9"}\n'), Fields())
    assert isinstance(entry, Unreadable) and re.match("it is not UTF-8", entry.why)
