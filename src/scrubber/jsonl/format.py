"""The format: which lines are records, and the line that a cleaned text makes of one."""

from __future__ import annotations

import codecs
import json
import re
from collections.abc import Iterator, Mapping
from typing import BinaryIO, Literal

from scrubber.api import Fields, Record, Unreadable
from scrubber.document import Document, Meta
from scrubber.encodings import UTF8, Encoding
from scrubber.errors import DocumentError, Problem, listed, nearest
from scrubber.jsonl.members import decoded, members_of
from scrubber.jsonl.parsing import Parse, fastest, parse_json
from scrubber.jsonl.spelling import respell
from scrubber.values import dataclass

_DEEP = 500
"""So many brackets may be nested deeper than a parser goes: each has its own limit, from a thousand up."""


class JsonLinesFormat:
    """JSON Lines: a record a line, numbered by lines; the text is the string in one field.

    A record that was not edited is copied byte for byte. In one that was, only the string of the text
    changes, and what stays of it is spelt as the record spelt it: `\\/`, `\\u00E9` or `é`, each as before.
    A character that is new is escaped where the record is all ASCII. Blank lines pass through.
    """

    name = "jsonl"
    suffixes: tuple[str, ...] = (".jsonl", ".ndjson")
    writes: Literal["same", "text", "no"] = "same"
    guards: tuple[str, ...] = ()

    def __init__(self, parse: Parse | None = None) -> None:
        """Take what parses the lines, by default the fastest at hand: it never decides what comes out."""
        self._parse = parse

    def read(self, source: BinaryIO, fields: Fields) -> Iterator[Record | Unreadable]:
        """Yield the records one at a time; only one line is in memory."""
        name = fields.encoding or "utf-8"
        if "\n{".encode(name) != b"\n{":
            why = f"records in {name} cannot be told apart by lines: convert the file to UTF-8"
            yield Unreadable(0, why, source.read())
            return
        glance = _Glance(fields, self._parse or fastest())
        for number, raw in enumerate(source, 1):
            yield glance.record(number, raw) or _read_line(number, raw, fields)

    def write(self, record: Record, text: str) -> bytes:
        """Return the record's line with ``text`` in its field. Raises DocumentError if JSON cannot say it."""
        line = record.carry
        assert isinstance(line, _Line)
        if text == record.document.text:
            return line.raw
        encoding = line.encoding
        whole = encoding.decode(line.raw[len(encoding.bom) :])
        spelt = respell(whole, line.start, record.document.text, text, encoding.holds)
        return encoding.bom + encoding.encode(spelt)


@dataclass(frozen=True, slots=True)
class _Line:
    """A record as it stands in its file: the JSON string of its text starts at the code point ``start``.

    ``start`` counts from after the encoding's BOM.
    """

    raw: bytes
    encoding: Encoding
    start: int


class _Glance:
    """Reads the records that need no second look: UTF-8, and one field of the text's name, a string.

    What becomes of them is what `_read_line` makes of them, which also says what is wrong with the others.
    """

    def __init__(self, fields: Fields, parse: Parse) -> None:
        self._fields = fields
        self._parse = parse
        self._key = _key(fields.text) if fields.encoding in (None, "utf-8") else None
        self._said = ("id", fields.url, fields.lang, "date", "title")

    def record(self, number: int, raw: bytes) -> Record | None:
        """Return the record of a line; None where it needs to be read with more care."""
        start = self._start(raw)
        if not start:
            return None
        try:
            values = self._values(raw)
        except (ValueError, RecursionError):
            return None
        text = values.get(self._fields.text)
        if not isinstance(text, str):
            return None  # the one field of this name is a field of a field
        if not raw.isascii():
            start = len(raw[:start].decode())
        document = Document(text, _meta(values, self._fields), _spelling(text))
        return Record(number, document, _Line(raw, UTF8, start))

    def _start(self, raw: bytes) -> int:
        """Return where the one string of the text's field starts, in bytes; 0 where that is not as plain."""
        found = self._key.search(raw) if self._key else None
        if found is None or not raw.startswith(b'"', found.end()):
            return 0
        assert self._key
        return 0 if self._key.search(raw, found.end()) else found.end()

    def _values(self, raw: bytes) -> Mapping[str, object]:
        """Return the fields, with what may be said of the document as it is spelt. Raises ValueError."""
        values = self._parse(raw)
        if not isinstance(values, dict):
            raise ValueError("no object")
        kinds = {*map(type, values.values())}
        if (dict in kinds or list in kinds) and raw.count(b"[") + raw.count(b"{") > _DEEP:
            raise ValueError("nested deep, perhaps")
        if float in kinds or int in kinds:
            return self._spelt(raw, values)
        return values

    def _spelt(self, raw: bytes, values: Mapping[str, object]) -> Mapping[str, object]:
        """Return the fields again where what is said of the document is a number: 1e3, -0 and so on."""
        if any(_loses_its_spelling(values.get(name)) for name in self._said):
            again = parse_json(raw)
            assert isinstance(again, dict)
            return again
        return values


def _loses_its_spelling(value: object) -> bool:
    """Whether a value is a number that may be spelt in several ways: all but whole ones, and 0."""
    return type(value) is float or (type(value) is int and value == 0)


def _key(name: str) -> re.Pattern[bytes] | None:
    """Return what finds a field of this name up to its value, escapes and all; None for odd names.

    It may find more, in an object inside or where a name ends in this one, and never less.
    """
    if not re.fullmatch(r"[\w.-]+", name):
        return None  # a name with a quote or a colon in it might begin inside of another find
    spelt = "".join(f"(?:{re.escape(c)}|(?i:{re.escape(_escaped(c))}))" for c in name)
    return re.compile(f'"{spelt}"[ \t\n\r]*:[ \t\n\r]*'.encode())


def _escaped(character: str) -> str:
    return f"\\u{ord(character):04x}" if character.isascii() else json.dumps(character)[1:-1]


def _read_line(number: int, raw: bytes, fields: Fields) -> Record | Unreadable:
    """Read one record with all the care that it may need, or say what is wrong with it."""
    if not raw.removeprefix(codecs.BOM_UTF8).strip():
        return Unreadable(number, "", raw)
    try:
        return _record(number, raw, fields)
    except DocumentError as error:
        return Unreadable(number, _in_a_line(error), raw)


def _record(number: int, raw: bytes, fields: Fields) -> Record:
    """Return the record of a line. Raises DocumentError, which says what is wrong with it."""
    line, encoding = decoded(raw, fields.encoding)
    members = members_of(line)
    member = members.get(fields.text)
    if member is None:
        hint = nearest(fields.text, members) or f"its fields are {listed(members)}; see --text-field"
        raise DocumentError(Problem(None, f"it has no field `{fields.text}`", remedy=hint))
    if member.repeated:
        raise DocumentError(Problem(None, f"it has the field `{fields.text}` twice"))
    if not isinstance(member.value, str) or member.kind != "a string":
        raise DocumentError(Problem(None, f"its field `{fields.text}` is {member.kind}, not text"))
    meta = _meta({name: each.value for name, each in members.items()}, fields)
    document = Document(member.value, meta, _spelling(member.value))
    return Record(number, document, _Line(raw, encoding, member.start))


def _in_a_line(error: DocumentError) -> str:
    problem = error.problems[0]
    return f"{problem.found}; {problem.remedy}" if problem.remedy else problem.found


def _spelling(text: str) -> Encoding:
    """The encoding in which a record's text is counted and hashed: UTF-8, lone surrogates passed."""
    if text.isascii():
        return UTF8
    try:
        text.encode()
    except UnicodeEncodeError:
        return Encoding("utf-8", "surrogatepass")
    return UTF8


def _meta(values: Mapping[str, object], fields: Fields) -> Meta:
    """What the record says of itself; what it does not say is as given for all."""

    def said(name: str, otherwise: str) -> str:
        value = values.get(name)
        return str(value) if type(value) is str or type(value) is int else otherwise

    known = fields.meta
    return Meta(
        said("id", known.id),
        said(fields.url, known.url),
        said(fields.lang, known.lang),
        said("date", known.date),
        said("title", known.title),
    )
