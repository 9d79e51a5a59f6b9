"""Formats: which bytes are documents, and which bytes a cleaned text becomes."""

from __future__ import annotations

import io
import json
from dataclasses import dataclass

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from scrubber.api import Fields, Meta, Record, Unreadable
from scrubber.errors import DocumentError, UsageError
from scrubber.formats import HTML_HINT, TextFormat, known_formats, why_no_text
from scrubber.jsonl import JsonLinesFormat
from scrubber.plugins import PluginInfo, Provided, Registry

JSONL, TEXT = JsonLinesFormat(), TextFormat()
PLAIN = Fields()


def read(data: bytes, fields: Fields = PLAIN) -> list[Record | Unreadable]:
    return list(JSONL.read(io.BytesIO(data), fields))


def only_record(data: bytes, fields: Fields = PLAIN) -> Record:
    [entry] = read(data, fields)
    assert isinstance(entry, Record), entry
    return entry


def rewritten(data: bytes, old: str, new: str) -> bytes:
    record = only_record(data)
    return JSONL.write(record, record.document.text.replace(old, new))


UNREADABLE = [
    (b"{broken\n", "it is not JSON: Expecting value at column 2"),
    (b'{"text": "a"} x\n', "it is not JSON: Extra data at column 15"),
    (b'{"text": "a",}\n', "it is not JSON: Expecting value at column 14"),
    (b'{"text" "a"}\n', "it is not JSON: Expecting ':' at column 9"),
    (b'{1: "a", "text": "b"}\n', "it is not JSON: Expecting property name at column 2"),
    (b'["a"]\n', "it is a list, not a JSON object"),
    (b"12\n", "it is a number, not a JSON object"),
    (b"null\n", "it is null, not a JSON object"),
    (b'{"body": "a"}\n', "it has no field `text`; its fields are `body`; see --text-field"),
    (b'{"txt": "a"}\n', "it has no field `text`; did you mean `txt`?"),
    (b'{"text": null}\n', "its field `text` is null, not text"),
    (b'{"text": 12.5}\n', "its field `text` is a number, not text"),
    (b'{"text": NaN}\n', "its field `text` is a number, not text"),
    (b'{"text": ["a"]}\n', "its field `text` is a list, not text"),
    (b'{"text": {"a": "b"}}\n', "its field `text` is an object, not text"),
    (b'{"text": true}\n', "its field `text` is true, not text"),
    (b'{"text": "a", "text": "b"}\n', "it has the field `text` twice"),
    (b'{"text": "\xe9"}\n', "it is not UTF-8; if the file is in another encoding, name it with --encoding"),
    (
        b'{"text": "a", "deep": ' + b"[" * 100_000 + b"]" * 100_000 + b"}\n",
        "it is JSON nested too deep to read",
    ),
]


@pytest.mark.parametrize(("line", "why"), UNREADABLE, ids=[why[:50] for _, why in UNREADABLE])
def test_what_is_no_record_is_named_and_passes_through(line: bytes, why: str) -> None:
    whole = b'{"text": "first"}\n' + line + b'{"text": "last"}\n'
    before, entry, after = read(whole)
    assert entry == Unreadable(2, why, line)
    assert isinstance(before, Record) and isinstance(after, Record)
    assert (before.number, after.number) == (1, 3)


SAME_SPELLING = [
    # a record, what goes from its text, the record afterwards
    (b'{"id":7,"text":"one two","x":[1, 2.50]}\n', "one ", b'{"id":7,"text":"two","x":[1, 2.50]}\n'),
    (b'{ "text" : "one two" , "n" : 1e400 }\r\n', " two", b'{ "text" : "one" , "n" : 1e400 }\r\n'),
    (b'{"text": "caf\\u00e9 bar"}', " bar", b'{"text": "caf\\u00e9"}'),
    (b'{"text": "caf\\u00E9 bar"}\n', " bar", b'{"text": "caf\\u00E9"}\n'),
    ('{"text": "café bar"}\n'.encode(), " bar", '{"text": "café"}\n'.encode()),
    (b'{"text": "http:\\/\\/a.example\\/ bar"}\n', " bar", b'{"text": "http:\\/\\/a.example\\/"}\n'),
    (b'{"text": "a/b bar"}\n', " bar", b'{"text": "a/b"}\n'),
    (b'{"text": "a\\u0009b\\tc\\u000Ad bar"}\n', " bar", None),
    (b'{"text": "\\ud83d\\ude00 bar"}\n', " bar", b'{"text": "\\ud83d\\ude00"}\n'),
    ('{"text": "😀 bar"}\n'.encode(), " bar", '{"text": "😀"}\n'.encode()),
    (b'{"text": "half \\ud83d bar"}\n', " bar", b'{"text": "half \\ud83d"}\n'),
    ('{"title": "é", "text": "half \\ud83d bar"}\n'.encode(), " bar", None),
    (b'{"text": "say \\"a\\\\b\\" bar"}\n', " bar", b'{"text": "say \\"a\\\\b\\""}\n'),
    (b'{"text": "a \\u003cb\\u003e bar"}\n', " bar", b'{"text": "a \\u003cb\\u003e"}\n'),
    (b'{"t\\u0065xt": "one two"}\n', " two", b'{"t\\u0065xt": "one"}\n'),
    (b'\xef\xbb\xbf{"text": "one two"}\n', " two", b'\xef\xbb\xbf{"text": "one"}\n'),
]


@pytest.mark.parametrize(("line", "gone", "expected"), SAME_SPELLING)
def test_an_edited_record_keeps_its_spelling(line: bytes, gone: str, expected: bytes | None) -> None:
    made = rewritten(line, gone, "")
    if expected is not None:
        assert made == expected
    before, after = json.loads(line.decode("utf-8-sig")), json.loads(made.decode("utf-8-sig"))
    assert after == before | {"text": before["text"].replace(gone, "")}


def test_a_new_character_is_escaped_where_the_record_is_ascii_and_raw_where_it_is_not() -> None:
    assert rewritten(b'{"text": "cafe"}\n', "e", "é") == b'{"text": "caf\\u00e9"}\n'
    assert rewritten('{"by": "Zoë", "text": "cafe"}\n'.encode(), "e", "é").endswith('"café"}\n'.encode())


def test_halves_of_a_pair_that_an_edit_brings_together_are_refused() -> None:
    record = only_record(b'{"text": "a\\ud83d-\\ude00b"}\n')
    with pytest.raises(DocumentError, match="cannot be spelt in JSON"):
        JSONL.write(record, record.document.text.replace("-", ""))


def test_a_record_that_was_not_edited_is_the_same_bytes() -> None:
    line = b'  {"text" : "\\u0041\\/\\u00e9" , "a":1e5}  \r\n'
    record = only_record(line)
    assert record.document.text == "A/é"
    assert JSONL.write(record, record.document.text) == line


def test_blank_lines_pass_without_a_word_and_count_as_lines() -> None:
    entries = read(b'\n{"text": "a"}\n \t\r\n{"text": "b"}')
    assert [(entry.number, getattr(entry, "why", None)) for entry in entries] == [
        (1, ""), (2, None), (3, ""), (4, None),
    ]  # fmt: skip


def test_a_record_says_its_url_and_language_and_the_command_line_says_the_rest() -> None:
    fields = Fields(text="body", url="link", lang="l", meta=Meta(url="https://all.example/", lang="en"))
    line = b'{"id": 12, "body": "a", "link": "https://one.example/", "l": null, "title": "T", "date": "D"}'
    assert only_record(line, fields).document.meta == Meta("12", "https://one.example/", "en", "D", "T")


def test_records_in_another_encoding() -> None:
    line = '{"by": "Zoë", "text": "café bar"}\n'.encode("latin-1")
    record = only_record(line, Fields(encoding="iso8859-1"))
    assert record.document.text == "café bar"
    assert JSONL.write(record, "café") == '{"by": "Zoë", "text": "café"}\n'.encode("latin-1")
    assert JSONL.write(record, "café ☃") == '{"by": "Zoë", "text": "café \\u2603"}\n'.encode("latin-1")
    [entry] = read('{"text": "a"}\n'.encode("utf-16"), Fields(encoding="utf-16"))
    assert isinstance(entry, Unreadable) and "convert the file to UTF-8" in entry.why


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=6,
)


@given(
    record=st.dictionaries(st.text(), json_values, max_size=4),
    text=st.text(),
    new=st.text(st.characters(exclude_characters="\x7f")),  # raw or escaped, as one likes
    ascii_only=st.booleans(),
    indent=st.sampled_from([(", ", ": "), (",", ":"), (" ,\t", " : ")]),
)
@example(record={"\x80": None}, text="", new="é\ud800", ascii_only=False, indent=(", ", ": "))
def test_only_the_text_changes(
    record: dict[str, object], text: str, new: str, ascii_only: bool, indent: tuple[str, str]
) -> None:
    def spelt(value: object) -> bytes:
        return json.dumps(value, ensure_ascii=ascii_only, separators=indent).encode()

    line = spelt({**record, "text": text})
    before, _, after = spelt({**record, "text": "@@here@@"}).partition(b'"@@here@@"')
    read_back = only_record(line)
    assert read_back.document.text == text
    assert JSONL.write(read_back, text) == line
    # Half a pair of surrogates has no bytes in UTF-8, and is escaped alone.
    changed = json.dumps(new, ensure_ascii=line.isascii()).encode("utf-8", "backslashreplace")
    expected = changed if new != text else spelt(text)
    assert JSONL.write(read_back, new) == before + expected + after


@dataclass
class _Claims:
    """A plugin's format that claims a name and suffixes."""

    name: str
    suffixes: tuple[str, ...]


def test_a_text_file_is_one_document_of_the_same_bytes() -> None:
    for data in (b"", b"a\r\nb", "\ufeffé\n".encode(), "é\n".encode("utf-16"), b"caf\xe9\n", b"a\x00b\n"):
        [record] = TEXT.read(io.BytesIO(data), Fields())
        assert isinstance(record, Record) and record.number == 0
        assert TEXT.write(record, record.document.text) == data


@pytest.mark.parametrize(
    ("data", "fields", "why"),
    [
        (b"%PDF-1.7\n", Fields(), "PDF"),
        (b"\x1f\x8b\x08\x00", Fields(), "gzip"),
        (b"caf\xe9", Fields(encoding="utf-8"), "the bytes are not utf-8"),
    ],
)
def test_bytes_that_are_no_text_are_unreadable(data: bytes, fields: Fields, why: str) -> None:
    [entry] = TEXT.read(io.BytesIO(data), fields)
    assert isinstance(entry, Unreadable) and why in entry.why and entry.raw == data


PAGES = [
    "<!DOCTYPE html>\n<html><body>x</body></html>",
    "\n  <html lang='en'>",
    "<?xml version='1.0'?>\n<!-- a -- > b -->\n<!doctype HTML>",
    "<head><title>x</title></head>",
    "<div class='a'>\n<p>One.</p>\n</div>\n",
    "<p>One.</p>\n<p>Two.</p>",
]
TEXTS = [
    "",
    "A page begins with <!DOCTYPE html> and so on.",
    "<p>One.</p>\nAnd then words.",
    "<p>A badge.</p>\n\n# A heading\n\nWords, many of them.\n\n<p>And a footer.</p>",
    "<3 is a heart.",
    "<heading> is no tag of HTML.",
    "a < b, b > c",
    "<!-- a comment --> and words",
    "<!--" * 5000,
]


@pytest.mark.parametrize("text", PAGES)
def test_a_page_is_sent_back_with_a_hint(text: str) -> None:
    assert why_no_text(text) == HTML_HINT


@pytest.mark.parametrize("text", TEXTS, ids=range(len(TEXTS)))
def test_a_text_that_quotes_html_is_a_text(text: str) -> None:
    assert why_no_text(text) == ""


def test_the_longest_suffix_names_the_format() -> None:
    formats = known_formats(Registry())
    names = ["a.txt", "A.TXT", "a.jsonl", "a.NDJSON", "a.html", "txt"]
    assert [getattr(formats.of_file(name), "name", None) for name in names] == [
        "text", "text", "jsonl", "jsonl", None, None,
    ]  # fmt: skip


def test_an_unknown_format_is_told_with_the_nearest() -> None:
    with pytest.raises(UsageError, match=r"unknown format `jsnl`.*\n.*did you mean `jsonl`"):
        known_formats(Registry()).named("jsnl")


@pytest.mark.parametrize("claims", [_Claims("text", ()), _Claims("mine", (".txt",))])
def test_a_plugin_cannot_take_over_what_is_built_in(claims: _Claims) -> None:
    provided = Provided("mine" if claims.suffixes else "text", claims, PluginInfo("p", "dist", "1", "m"))
    with pytest.raises(UsageError, match="--without p"):
        known_formats(Registry(formats={provided.name: provided}))  # type: ignore[dict-item]
