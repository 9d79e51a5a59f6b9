"""The formats that need no plugin, and how a file's format is found.

A format gives the documents of a file and spells a cleaned text back into it. What is not the text is
copied byte for byte, and so is every record that was not edited.
"""

from __future__ import annotations

import codecs
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import BinaryIO, Literal

from scrubber.api import Fields, Format, Record, Unreadable, read_text
from scrubber.document import Document, Meta
from scrubber.encodings import UTF8, Encoding, decode
from scrubber.errors import DocumentError, Problem, UsageError, listed, nearest
from scrubber.plugins import Registry

_HTML = re.compile(
    r"\s*+(?>(?:<\?xml[^>]*>|<!--(?:(?!-->).)*+-->)\s*+)*+<(?:!doctype\s+html|html|head|body)\b",
    re.IGNORECASE | re.DOTALL,
)
_FRAGMENT = re.compile(
    r"\s*+<(article|aside|body|div|footer|header|main|nav|ol|p|section|table|ul)\b[^>]*>", re.IGNORECASE
)
_TAG = re.compile(r"</?[a-zA-Z][^<>]*>")
HTML_HINT = "it is HTML: extract its text first, with trafilatura for example"


def why_no_text(text: str) -> str:
    """Say why a text is not one to clean, or return "" where nothing speaks against it.

    HTML counts where it is the whole document: it begins as a page does, or with the tag of a block that
    its last characters close, and most lines hold a tag. A text that quotes HTML is a text. Misfires on
    Markdown that is nearly all HTML.
    """
    if _HTML.match(text, 0, min(len(text), 10_000)):
        return HTML_HINT
    opening = _FRAGMENT.match(text, 0, min(len(text), 10_000))
    if opening and text[-200:].rstrip().lower().endswith(f"</{opening[1].lower()}>"):
        lines = [line for line in text.splitlines() if line.strip()]
        if sum(_TAG.search(line) is not None for line in lines) * 2 > len(lines):
            return HTML_HINT
    return ""


class TextFormat:
    """Plain text: the file is the document."""

    name = "text"
    suffixes: tuple[str, ...] = (".txt", ".text")
    writes: Literal["same", "text", "no"] = "same"
    guards: tuple[str, ...] = ()

    def read(self, source: BinaryIO, fields: Fields) -> Iterator[Record | Unreadable]:
        """Yield the one document; bytes that are no text, or not in a named encoding, are unreadable."""
        yield read_text(source.read(), fields)

    def write(self, record: Record, text: str) -> bytes:
        """Return the file's bytes with ``text`` in place of its text, BOM included."""
        return record.document.to_bytes(text)


def _in_a_line(error: DocumentError) -> str:
    problem = error.problems[0]
    return f"{problem.found}; {problem.remedy}" if problem.remedy else problem.found


@dataclass(frozen=True, slots=True)
class _Line:
    """A record as it stands in its file: the JSON string of its text is ``text[start:end]``."""

    raw: bytes
    text: str
    encoding: Encoding
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class _Member:
    """A member of a JSON object. ``value`` is spelt ``line[start:end]``; a number is the string of it."""

    value: object
    start: int
    end: int
    kind: str
    repeated: bool = False


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

    def read(self, source: BinaryIO, fields: Fields) -> Iterator[Record | Unreadable]:
        """Yield the records one at a time; only one line is in memory."""
        name = fields.encoding or "utf-8"
        if "\n{".encode(name) != b"\n{":
            why = f"records in {name} cannot be told apart by lines: convert the file to UTF-8"
            yield Unreadable(0, why, source.read())
            return
        for number, raw in enumerate(source, 1):
            try:
                yield _read_line(number, raw, fields)
            except DocumentError as error:
                yield Unreadable(number, _in_a_line(error), raw)

    def write(self, record: Record, text: str) -> bytes:
        """Return the record's line with ``text`` in its field. Raises DocumentError if JSON cannot say it."""
        line = record.carry
        assert isinstance(line, _Line)
        if text == record.document.text:
            return line.raw
        literal = _spell(text, line)
        if json.loads(literal) != text:  # half a surrogate pair next to half of another, for example
            raise DocumentError(Problem(None, "the cleaned text cannot be spelt in JSON"))
        whole = line.text[: line.start] + literal + line.text[line.end :]
        return line.encoding.bom + line.encoding.encode(whole)


def _read_line(number: int, raw: bytes, fields: Fields) -> Record | Unreadable:
    """Read one record. Raises DocumentError, which says what is wrong with it."""
    if not raw.removeprefix(codecs.BOM_UTF8).strip():
        return Unreadable(number, "", raw)
    line, encoding = _decoded(raw, fields.encoding)
    members = _members(line)
    member = members.get(fields.text)
    if member is None:
        hint = nearest(fields.text, members) or f"its fields are {listed(members)}; see --text-field"
        raise DocumentError(Problem(None, f"it has no field `{fields.text}`", remedy=hint))
    if member.repeated:
        raise DocumentError(Problem(None, f"it has the field `{fields.text}` twice"))
    if not isinstance(member.value, str) or member.kind != "a string":
        raise DocumentError(Problem(None, f"its field `{fields.text}` is {member.kind}, not text"))
    document = Document(member.value, _meta(members, fields), _spelling(member.value))
    return Record(number, document, _Line(raw, line, encoding, member.start, member.end))


def read_members(raw: bytes, encoding: str | None = None) -> dict[str, tuple[object, str]]:
    """Return the fields of a record with their kinds, "a string" for example; numbers are strings of them.

    Raises DocumentError, which says what is wrong with the record.
    """
    line, _ = _decoded(raw, encoding)
    members = _members(line)
    for name, member in members.items():
        if member.repeated:
            raise DocumentError(Problem(None, f"it has the field `{name}` twice"))
    return {name: (member.value, member.kind) for name, member in members.items()}


def _decoded(raw: bytes, name: str | None) -> tuple[str, Encoding]:
    if name is not None:
        return decode(raw, name)
    try:
        return decode(raw, "utf-8")
    except DocumentError:
        hint = "if the file is in another encoding, name it with --encoding"
        raise DocumentError(Problem(None, "it is not UTF-8", remedy=hint)) from None


def _spelling(text: str) -> Encoding:
    """The encoding in which a record's text is counted and hashed: UTF-8, lone surrogates passed."""
    if text.isascii():
        return UTF8
    try:
        text.encode()
    except UnicodeEncodeError:
        return Encoding("utf-8", "surrogatepass")
    return UTF8


def _meta(members: Mapping[str, _Member], fields: Fields) -> Meta:
    """What the record says of itself; what it does not say is as given for all."""
    names = {"id": "id", "url": fields.url, "lang": fields.lang, "date": "date", "title": "title"}
    said = {key: members[name].value for key, name in names.items() if name in members}
    return replace(fields.meta, **{key: value for key, value in said.items() if isinstance(value, str)})


# Numbers stay strings: none is too long to read, and none is needed.
_VALUES = json.JSONDecoder(parse_int=str, parse_float=str, parse_constant=str)
_BLANKS = re.compile(r"[ \t\n\r]*")
_KINDS = {'"': "a string", "{": "an object", "[": "a list", "n": "null", "t": "true", "f": "false"}


def _members(line: str) -> dict[str, _Member]:
    """Return the members of the JSON object that is all of ``line``. Raises DocumentError."""
    try:
        return _Object(line).members()
    except json.JSONDecodeError as error:
        why = f"it is not JSON: {error.msg} at column {error.pos + 1}"
    except RecursionError:
        why = "it is JSON nested too deep to read"
    raise DocumentError(Problem(None, why))


class _Object:
    """Reads the top level of an object, keeping where each value stands; the values are read in C."""

    def __init__(self, line: str) -> None:
        self._line = line
        self._at = 0

    def members(self) -> dict[str, _Member]:
        if not self._take("{"):
            member = self._value()
            self._end()
            raise DocumentError(Problem(None, f"it is {member.kind}, not a JSON object"))
        found: dict[str, _Member] = {}
        while not self._take("}"):
            if found:
                self._expect(",")
            key, value = self._value(), self._value_after_colon()
            if not isinstance(key.value, str) or key.kind != "a string":
                raise json.JSONDecodeError("Expecting property name", self._line, key.start)
            repeated = key.value in found
            found[key.value] = replace(value, repeated=True) if repeated else value
        self._end()
        return found

    def _value(self) -> _Member:
        self._skip()
        start = self._at
        value, self._at = _VALUES.raw_decode(self._line, start)
        return _Member(value, start, self._at, _KINDS.get(self._line[start], "a number"))

    def _value_after_colon(self) -> _Member:
        self._expect(":")
        return self._value()

    def _skip(self) -> None:
        blanks = _BLANKS.match(self._line, self._at)
        self._at = blanks.end() if blanks else self._at

    def _take(self, character: str) -> bool:
        self._skip()
        taken = self._line.startswith(character, self._at)
        self._at += taken
        return taken

    def _expect(self, character: str) -> None:
        if not self._take(character):
            raise json.JSONDecodeError(f"Expecting '{character}'", self._line, self._at)

    def _end(self) -> None:
        self._skip()
        if self._at < len(self._line):
            raise json.JSONDecodeError("Extra data", self._line, self._at)


_ESCAPE = re.compile(r"\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}|\\u[0-9a-fA-F]{4}|\\.")
_PLAIN_ESCAPES = {ord(c): json.dumps(c)[1:-1] for c in map(chr, (*range(32), ord('"'), ord("\\")))}
_NOT_ASCII = re.compile(r"[^\x00-\x7f]")


def _spell(text: str, line: _Line) -> str:
    """Return ``text`` as a JSON string in the record's own spelling."""
    before = line.text[line.start : line.end]
    learnt = {ord(json.loads(f'"{escape}"')): escape for escape in set(_ESCAPE.findall(before))}
    spelt = text.translate({**_PLAIN_ESCAPES, **learnt})
    if not spelt.isascii() and not _fits(spelt, line):
        spelt = _NOT_ASCII.sub(lambda found: _spell_one(found[0], line), spelt)
    return f'"{spelt}"'


def _fits(spelt: str, line: _Line) -> bool:
    """Whether characters beyond ASCII can stand as they are: the record has such, and its encoding these."""
    return not line.text.isascii() and line.encoding.holds(spelt)


def _spell_one(character: str, line: _Line) -> str:
    return character if _fits(character, line) else json.dumps(character)[1:-1]


@dataclass(frozen=True, slots=True)
class Formats:
    """The formats at hand, by name."""

    by_name: Mapping[str, Format]

    def named(self, name: str) -> Format:
        """Return the format called ``name``. Raises UsageError with the nearest."""
        if name in self.by_name:
            return self.by_name[name]
        names = sorted(self.by_name)
        raise UsageError(Problem(None, f"unknown format `{name}`", listed(names), nearest(name, names)))

    def of_file(self, name: str) -> Format | None:
        """Return the format whose suffix the file's name ends in, the longest such suffix; or None."""
        ends = [(len(s), f) for f in self.by_name.values() for s in f.suffixes if name.lower().endswith(s)]
        return max(ends, key=lambda pair: pair[0])[1] if ends else None


def known_formats(registry: Registry) -> Formats:
    """Return the built-in formats and those of plugins.

    Raises UsageError where a plugin's format claims the name or the suffix of a built-in one.
    """
    built_in: Sequence[Format] = (TextFormat(), JsonLinesFormat())
    known: dict[str, Format] = {known.name: known for known in built_in}
    taken = {suffix: known.name for known in built_in for suffix in known.suffixes}
    for provided in registry.formats.values():
        clashes = [s for s in provided.value.suffixes if s in taken]
        if provided.name in known or clashes:
            found = f"{provided.info} gives the format `{provided.name}`"
            found += f" for {listed(clashes)}" if clashes else ""
            raise UsageError(
                Problem(None, f"{found}, which scrubber reads itself", "", f"--without {provided.info.name}")
            )
        known[provided.name] = provided.value
    return Formats(known)
