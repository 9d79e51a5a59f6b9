"""YAML as a tree of nodes that know where they stand; every scalar stays the string that was written.

The parser's events are read, never its constructors: `no`, `012` and `1:30` are text. What makes YAML
surprising (merge keys, tags, several documents in a file, aliases that explode) is refused by name.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterator
from pathlib import Path

import regex
import yaml
from yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    Event,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
    StreamEndEvent,
)

from scrubber.errors import Location, Problem, RuleError
from scrubber.nodes import LINE_END, Entry, MappingNode, Node, ScalarNode, SequenceNode, Source, Style

Opened = Callable[[Path], bytes]
"""What returns the bytes of a file. Raises OSError."""

MAX_DEPTH = 40
MAX_ALIASED = 5_000
"""How many nodes all aliases of a file may stand for together."""

# libyaml, where PyYAML was built with it, reads the same events forty times as fast.
_FAST_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_STYLES: dict[str, Style] = {"": "plain", "'": "single", '"': "double", "|": "literal", ">": "folded"}
_FORBIDDEN = regex.compile(r"[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def read(path: Path, opened: Opened = Path.read_bytes) -> Node:
    """Read a UTF-8 file (a BOM is allowed) that holds one YAML document; ``opened`` returns its bytes.

    Raises RuleError with every problem found: no such file, not UTF-8, empty, a syntax error, tabs as
    indentation, duplicate or merge keys, tags, several documents, aliases that explode.
    """
    try:
        text = opened(path).decode("utf-8-sig")
    except OSError as error:
        raise RuleError(_unreadable(path, error)) from None
    except UnicodeDecodeError as error:
        before = error.object[: error.start].decode("utf-8", "replace")
        place = _source(path, before).location(len(before))
        found = f"byte 0x{error.object[error.start]:02X} is not UTF-8"
        raise RuleError(Problem(place, found, "a file in UTF-8", "save the file as UTF-8")) from None
    return parse(text, path)


def _unreadable(path: Path, error: OSError) -> Problem:
    if isinstance(error, FileNotFoundError):
        return Problem(Location(path), "there is no such file", "a YAML file")
    if isinstance(error, IsADirectoryError):
        return Problem(Location(path), "this is a folder", "a YAML file")
    return Problem(Location(path), f"the file cannot be read: {error.strerror or error}", "a YAML file")


def parse(text: str, path: Path) -> Node:
    """Parse the text of one YAML document; ``path`` is only what places are reported with.

    Raises RuleError as :func:`read` does.
    """
    source = _source(path, text)
    odd = _FORBIDDEN.search(text)
    if odd:
        found = f"character U+{ord(odd[0]):04X}, which YAML does not allow"
        remedy = f'write it as an escape in double quotes: "\\u{ord(odd[0]):04X}"'
        raise RuleError(Problem(source.location(odd.start()), found, "printable text", remedy))
    try:
        return _Builder(source, _FAST_LOADER).root()
    except yaml.MarkedYAMLError as error:
        raise RuleError(_syntax_problem(source, _reworded(source, error))) from None


def _reworded(source: Source, error: yaml.MarkedYAMLError) -> yaml.MarkedYAMLError:
    """Return the pure parser's words for what libyaml found, so that a mistake has one wording.

    Raises RuleError where the pure parser gets further and finds something to say.
    """
    try:
        _Builder(source, yaml.SafeLoader).root()
    except yaml.MarkedYAMLError as plain:
        return plain
    return error


def _source(path: Path, text: str) -> Source:
    return Source(path, text, (0, *(end.end() for end in LINE_END.finditer(text))))


def _syntax_problem(source: Source, error: yaml.MarkedYAMLError) -> Problem:
    mark = error.problem_mark or error.context_mark
    offset = min(mark.index, len(source.text)) if mark else 0
    tab = _indenting_tab(source, offset)
    if tab is not None:
        return _tab_problem(source, tab)
    context = f" ({error.context})" if error.context else ""
    remedy = "quote a string that holds `: `, ` #`, or begins with one of [ ] { } & * ! | > ' \" % @ `"
    return Problem(source.location(offset), f"YAML cannot be read: {error.problem}{context}", "", remedy)


def _tab_problem(source: Source, offset: int) -> Problem:
    return Problem(
        source.location(offset), "a tab in the indentation", "blanks", "YAML indents with blanks only"
    )


def _indenting_tab(source: Source, offset: int) -> int | None:
    """Return the offset of a tab in the indentation of the line that ``offset`` lies in."""
    start = source.starts[bisect_right(source.starts, offset) - 1]
    tab = source.text.find("\t", start)
    return tab if tab >= 0 and not source.text[start:tab].strip(" ") else None


def _offset(event: Event) -> int:
    return event.start_mark.index if event.start_mark else 0


class _Builder:
    """Makes nodes of one file's events; what can be read on from is kept in ``problems``."""

    def __init__(self, source: Source, loader: type) -> None:
        self.source = source
        self.problems: list[Problem] = []
        self._events: Iterator[Event] = yaml.parse(source.text, Loader=loader)
        self._tabs = "\t" in source.text
        self._anchors: dict[str, tuple[Node, int]] = {}
        self._open: set[str] = set()
        self._count = 0
        self._aliased = 0

    def root(self) -> Node:
        """Read the one document of the file. Raises RuleError, or yaml.MarkedYAMLError for bad syntax."""
        root = self._document()
        if self.problems:
            raise RuleError(self.problems)
        return root

    def _document(self) -> Node:
        next(self._events)  # the stream's start
        event = next(self._events)
        if isinstance(event, StreamEndEvent):
            raise RuleError(Problem(Location(self.source.path), "the file is empty", "a YAML document"))
        root = self._node(next(self._events), 0)
        next(self._events)  # the document's end
        event = next(self._events)
        if isinstance(event, DocumentStartEvent):
            found = "a second YAML document begins here"
            self._problem(event, found, "one document a file", "make it a file of its own")
            raise RuleError(self.problems)
        return root

    def _location(self, event: Event) -> Location:
        return self.source.location(_offset(event))

    def _problem(self, event: Event, found: str, expected: str = "", remedy: str = "") -> None:
        self.problems.append(Problem(self._location(event), found, expected, remedy))

    def _node(self, event: Event, depth: int) -> Node:
        if depth > MAX_DEPTH:
            raise RuleError(Problem(self._location(event), f"nested more than {MAX_DEPTH} deep"))
        if isinstance(event, AliasEvent):
            return self._alias(event)
        self._check_tag(event)
        tab = _indenting_tab(self.source, _offset(event)) if self._tabs else None
        if tab is not None and tab < _offset(event):
            raise RuleError(_tab_problem(self.source, tab))
        anchor: str | None = getattr(event, "anchor", None)
        before = self._count
        self._open |= {anchor} if anchor else set()
        node = self._content(event, depth)
        self._count += 1
        if anchor:
            self._open.discard(anchor)
            self._anchors[anchor] = (node, self._count - before)
        return node

    def _content(self, event: Event, depth: int) -> Node:
        if isinstance(event, ScalarEvent):
            return self._scalar(event)
        if isinstance(event, SequenceStartEvent):
            return self._sequence(event, depth)
        assert isinstance(event, MappingStartEvent)
        return self._mapping(event, depth)

    def _check_tag(self, event: Event) -> None:
        tag: str | None = getattr(event, "tag", None)
        if tag:
            short = tag.replace("tag:yaml.org,2002:", "!!")
            self._problem(event, f"the tag `{short}`", "no tags", "leave it out: each scalar is text")

    def _alias(self, event: AliasEvent) -> Node:
        name = event.anchor
        if name in self._open:
            raise RuleError(Problem(self._location(event), f"the alias `*{name}` stands in what it names"))
        if name not in self._anchors:
            remedy = "put a string that begins with `*` into quotes"
            found = f"the alias `*{name}` has no anchor `&{name}` before it"
            raise RuleError(Problem(self._location(event), found, remedy=remedy))
        node, size = self._anchors[name]
        self._count += size
        self._aliased += size
        if self._aliased > MAX_ALIASED:
            found = f"aliases stand for more than {MAX_ALIASED} values from here on"
            raise RuleError(Problem(self._location(event), found, "aliases that stay small", "write it out"))
        return node

    def _scalar(self, event: ScalarEvent) -> ScalarNode:
        style = _STYLES[event.style or ""]
        start, end = _offset(event), event.end_mark.index if event.end_mark else 0
        return ScalarNode(event.value, self._location(event), style, self.source, start, end)

    def _sequence(self, start: SequenceStartEvent, depth: int) -> SequenceNode:
        items = []
        while not isinstance(event := next(self._events), SequenceEndEvent):
            items.append(self._node(event, depth + 1))
        return SequenceNode(tuple(items), self._location(start))

    def _mapping(self, start: MappingStartEvent, depth: int) -> MappingNode:
        entries: dict[str, Entry] = {}
        while not isinstance(event := next(self._events), MappingEndEvent):
            key = self._node(event, depth + 1)
            value = self._node(next(self._events), depth + 1)
            if self._key_holds(event, key, entries) and isinstance(key, ScalarNode):
                entries[key.value] = Entry(key, value)
        return MappingNode(tuple(entries.values()), self._location(start))

    def _key_holds(self, event: Event, key: Node, entries: dict[str, Entry]) -> bool:
        if not isinstance(key, ScalarNode):
            self._problem(event, "a key that is a list or a mapping", "a word", "put it into quotes")
        elif key.value == "<<" and key.style == "plain":
            self._problem(event, "the merge key `<<`", "keys written out", "repeat the keys here")
        elif key.value in entries:
            first = entries[key.value].key.location.line
            self._problem(event, f"duplicate key `{key.value}`", f"it once; the first is in line {first}")
        else:
            return True
        return False
