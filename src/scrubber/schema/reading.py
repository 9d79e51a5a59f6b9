"""Reading nodes as values: each reader takes a node and returns a value or raises RuleError with its place.

`Fields` reads the keys of one mapping; it keeps each key's problems and goes on, so that a file with five
mistakes shows all five.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import field
from typing import TypeVar

import regex

from scrubber.errors import Location, Problem, RuleError, closest, listed, nearest
from scrubber.nodes import MappingNode, Node, ScalarNode, SequenceNode
from scrubber.phrases import Phrase, parse_phrase
from scrubber.specs import Text
from scrubber.values import dataclass

T = TypeVar("T")
Reader = Callable[[Node], T]

_WHOLE_NUMBER = regex.compile(r"[0-9]{1,9}")
_SHARE = regex.compile(r"([0-9]{1,3}(?:\.[0-9]{1,6})?)%|([01]?\.[0-9]{1,9}|1)")


@dataclass(frozen=True, slots=True)
class Reading:
    """What a reader must know of the pack that it reads, and where it leaves what is wrong.

    ``pack`` is the pack's id, ``lists`` its lists by name; ``problems`` grows.
    """

    pack: str
    lists: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    _phrases: dict[Text, Phrase] = field(default_factory=dict, repr=False)

    def phrase(self, text: Text) -> Phrase:
        """Return a phrase of the pack, read once however often it is asked for. Raises RuleError."""
        if text not in self._phrases:
            self._phrases[text] = parse_phrase(text, self.lists)
        return self._phrases[text]

    def keep_problems(self, read: Callable[[], T], default: T) -> T:
        """Return what ``read`` returns; if it raises RuleError, keep its problems and return the default."""
        try:
            return read()
        except RuleError as error:
            self.problems.extend(error.problems)
            return default


def fault(node: Node, found: str, expected: str = "", remedy: str = "") -> RuleError:
    """Make the error that points at ``node``."""
    return RuleError(Problem(node.location, found, expected, remedy))


def described(node: Node) -> str:
    """Say what a node is: "a list", "a mapping", "`text`", "nothing"."""
    if isinstance(node, SequenceNode):
        return "a list"
    if isinstance(node, MappingNode):
        return "a mapping"
    if node.absent:
        return "nothing"
    short = node.value if len(node.value) <= 60 else f"{node.value[:57]}..."
    return f"`{short}`"


class Fields:
    """The keys of one mapping out of a closed set; unknown ones are kept as problems at once.

    ``what`` names the mapping in messages ("a rule"); ``hints`` give a remedy for keys that people try.
    ``meant`` are the known keys that are there or that an unknown one is taken for: what was only misspelt
    is not missing as well. Raises RuleError where the node is no mapping.
    """

    def __init__(
        self,
        node: Node,
        what: str,
        known: Sequence[str],
        reading: Reading,
        hints: Mapping[str, str] | None = None,
    ) -> None:
        if not isinstance(node, MappingNode):
            raise fault(node, f"{described(node)} where {what} should be", f"the keys {listed(known)}")
        self.node = node
        self.reading = reading
        self.meant: set[str] = set()
        self._what = what
        for entry in node.entries:
            key = entry.key.value
            self.meant.add(key if key in known else closest(key, known))
            if key not in known:
                remedy = (hints or {}).get(key) or nearest(key, known)
                problem = Problem(entry.key.location, f"unknown key `{key}` in {what}", listed(known), remedy)
                reading.problems.append(problem)

    def __contains__(self, key: str) -> bool:
        return self.node.get(key) is not None

    def location(self, key: str) -> Location:
        """Return the place of a key, or of the mapping where the key is missing."""
        found = (entry.key.location for entry in self.node.entries if entry.key.value == key)
        return next(found, self.node.location)

    def read(self, key: str, reader: Reader[T], default: T) -> T:
        """Return the value of a key, or the default where it is missing or wrong."""
        node = self.node.get(key)
        if node is None:
            return default
        return self.reading.keep_problems(lambda: reader(node), default)

    def problem(self, key: str, found: str, expected: str = "", remedy: str = "") -> None:
        """Keep a problem that lies in the presence of a key."""
        self.reading.problems.append(Problem(self.location(key), found, expected, remedy))

    def missing(self, key: str, remedy: str = "") -> None:
        """Keep the problem that a key which must be there is not, unless it is there or was meant."""
        if key in self.meant:
            return
        problem = Problem(self.node.location, f"{self._what} without `{key}:`", f"`{key}:`", remedy)
        self.reading.problems.append(problem)

    def given(self, keys: Iterable[str]) -> tuple[str, ...]:
        """Return those of ``keys`` that are there, in the order written."""
        wanted = set(keys)
        return tuple(entry.key.value for entry in self.node.entries if entry.key.value in wanted)


def text(node: Node) -> Text:
    """Read a string that must hold something."""
    return scalar(node, "text").text


def scalar(node: Node, expected: str) -> ScalarNode:
    """Read a scalar that is not empty; ``expected`` says what it should be."""
    if not isinstance(node, ScalarNode) or node.absent:
        raise fault(node, f"{described(node)} where {expected} should be", expected)
    if not node.value:
        raise fault(node, "an empty string", expected)
    return node


def string(node: Node) -> str:
    """Read a string that must hold something, as a plain str."""
    return text(node).value


def any_string(node: Node) -> str:
    """Read a string that may be empty when it is written as `''`."""
    if not isinstance(node, ScalarNode) or node.absent:
        raise fault(node, f"{described(node)} where text should be", "text", "write '' for the empty text")
    return node.value


def one_of(options: Sequence[T]) -> Reader[T]:
    """Make a reader of one word out of a few."""
    words = {str(option): option for option in options}

    def read(node: Node) -> T:
        found = scalar(node, listed(words)).value
        if found not in words:
            raise fault(node, f"`{found}`", listed(words), nearest(found, words))
        return words[found]

    return read


def whole_number(low: int, high: int, what: str) -> Reader[int]:
    """Make a reader of a whole number from ``low`` to ``high``; ``what`` is "a number of lines"."""
    expected = f"{what} from {low} to {high}"

    def read(node: Node) -> int:
        found = scalar(node, expected).value
        if not _WHOLE_NUMBER.fullmatch(found) or not low <= int(found) <= high:
            raise fault(node, f"`{found}`", expected)
        return int(found)

    return read


def share(node: Node) -> float:
    """Read a share above 0 and up to 1, written as `.95`, `0.95` or `95%`."""
    expected = "a share from 0 to 1 such as `.95`, or `95%`"
    written = scalar(node, expected).value
    found = _SHARE.fullmatch(written)
    value = float(found[1] or found[2]) / (100 if found[1] else 1) if found else 0.0
    if not 0 < value <= 1:
        raise fault(node, f"`{written}`", expected)
    return value


def truth(node: Node) -> bool:
    """Read `true` or `false`, the only two spellings."""
    return one_of(("true", "false"))(node) == "true"


def list_of(reader: Reader[T], what: str) -> Reader[tuple[T, ...]]:
    """Make a reader of a list with at least one item; ``what`` names the items ("phrases")."""

    def read(node: Node) -> tuple[T, ...]:
        if not isinstance(node, SequenceNode):
            raise fault(node, described(node), f"a list of {what}", _as_list(node))
        if not node.items:
            raise fault(node, "an empty list", f"a list of {what}", "leave the key out if there are none")
        return _each(node.items, reader)

    return read


def _as_list(node: Node) -> str:
    if isinstance(node, ScalarNode) and not node.absent:
        return "put it into brackets: `[...]`"
    return ""


def _each(nodes: Sequence[Node], reader: Reader[T]) -> tuple[T, ...]:
    """Read every node, then raise the problems of all together."""
    values: list[T] = []
    problems: list[Problem] = []
    for node in nodes:
        try:
            values.append(reader(node))
        except RuleError as error:
            problems.extend(error.problems)
    if problems:
        raise RuleError(problems)
    return tuple(values)


def one_or_more(reader: Reader[T], what: str) -> Reader[tuple[T, ...]]:
    """Make a reader of one value or of a list of such values."""
    many = list_of(reader, what)

    def read(node: Node) -> tuple[T, ...]:
        return many(node) if isinstance(node, SequenceNode) else (reader(node),)

    return read
