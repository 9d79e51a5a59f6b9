"""The phrase language read: a phrase becomes a small tree, or an error that points into it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from math import prod
from typing import NoReturn

import regex

from scrubber.document import is_blank
from scrubber.errors import Location, Problem, RuleError, listed, nearest
from scrubber.slots import BLANKS, KINDS
from scrubber.specs import Text
from scrubber.values import dataclass

MAX_LENGTH = 1_000
MAX_DEPTH = 8
MAX_ALTERNATIVES = 4_096

_LIST_EXAMPLES = 3
_SPECIAL = "[]{}|\\"
_BLANK_RUN = regex.compile(f"[{BLANKS}]+")
_PLAIN = regex.compile(rf"[^\[\]{{}}|\\{BLANKS}]+")
_SLOT = regex.compile(r"\{(?:([^{}\[\]|\\:]*):)?([^{}\[\]|\\:]*)\}")


@dataclass(frozen=True, slots=True)
class Literal:
    """Text that stands as it is, case and quotes folded."""

    text: str


@dataclass(frozen=True, slots=True)
class Blank:
    """A run of blanks, or nothing beside a part that was left out."""


@dataclass(frozen=True, slots=True)
class SlotPart:
    """A slot: ``kind`` is a built-in kind or a list's name, ``examples`` are texts that fit it.

    ``name`` is what rules call it, "" where nothing can; ``at`` is its offset in the phrase.
    """

    kind: str
    name: str
    at: int
    examples: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Choice:
    """Alternatives, one of which stands there; or one part that may be left out."""

    branches: tuple[Parts, ...]
    optional: bool
    at: int


Part = Literal | Blank | SlotPart | Choice
Parts = tuple[Part, ...]


def read_phrase(text: Text, lists: Mapping[str, Sequence[str]]) -> Parts:
    """Read a phrase. The final colon is left out, and a slot whose name would be ambiguous has none.

    Raises RuleError with the column inside the phrase.
    """
    if len(text.value) > MAX_LENGTH:
        found = f"a phrase of {len(text.value):,} characters"
        raise RuleError(Problem(text.location, found, f"at most {MAX_LENGTH:,}", "split it"))
    parts = _without_final_colon(_Reader(text, lists).read())
    if _least(parts) == 0:
        _fail(text, 0, *_nothing_to_match(text, parts))
    if (count := alternatives(parts)) > MAX_ALTERNATIVES:
        _fail(text, 0, f"a phrase of {count:,} alternatives", f"at most {MAX_ALTERNATIVES:,}", "split it")
    _check_words(text, parts, None)
    _check_names(text, parts)
    return _named_once(parts, {slot.name for slot in _unclear(parts)})


def alternatives(parts: Parts) -> int:
    """Return in how many ways the choices of a phrase can be made."""
    return prod(
        sum(map(alternatives, part.branches)) + part.optional for part in parts if isinstance(part, Choice)
    )


def slot_parts(parts: Parts) -> Iterable[SlotPart]:
    """Yield every slot of a phrase, in the order written."""
    for part in parts:
        if isinstance(part, SlotPart):
            yield part
        elif isinstance(part, Choice):
            for branch in part.branches:
                yield from slot_parts(branch)


class _Reader:
    """Walks over a phrase once; ``at`` is the offset of the next character."""

    def __init__(self, text: Text, lists: Mapping[str, Sequence[str]]) -> None:
        self.text, self.lists, self.at = text, lists, 0

    def read(self) -> Parts:
        parts = self.sequence(0)
        if self.at < len(self.text.value):
            sign = self.text.value[self.at]
            hint = {
                "|": "put the alternatives in brackets, `[a|b]`, or write `\\|` for the sign itself",
                "]": "open it with `[`, or write `\\]` for the sign itself",
            }
            self.fail(self.at, f"a `{sign}` outside brackets", remedy=hint[sign])
        return parts

    def sequence(self, depth: int) -> Parts:
        parts: list[Part] = []
        value = self.text.value
        while self.at < len(value) and value[self.at] not in "|]":
            part = self.part(depth)
            if isinstance(part, Literal) and parts and isinstance(parts[-1], Literal):
                part = Literal(parts.pop().text + part.text)  # type: ignore[union-attr]
            parts.append(part)
        return tuple(parts)

    def part(self, depth: int) -> Part:
        value, start = self.text.value, self.at
        if found := _PLAIN.match(value, start) or _BLANK_RUN.match(value, start):
            self.at = found.end()
            return Blank() if _BLANK_RUN.match(value, start) else Literal(found[0])
        if value[start] == "\\":
            return self.escape()
        return self.choice(depth) if value[start] == "[" else self.slot()

    def escape(self) -> Literal:
        sign = self.text.value[self.at + 1 : self.at + 2]
        if not sign:
            self.fail(
                self.at, "a `\\` at the end, with nothing to escape", remedy="write `\\\\` for a backslash"
            )
        if sign not in _SPECIAL:
            self.fail(
                self.at,
                f"`\\{sign}`, which escapes nothing",
                "one of `\\[` `\\]` `\\{` `\\}` `\\|` `\\\\`",
                "a phrase is literal text, not a regex: write `\\\\` for a backslash, or use `line:`",
            )
        self.at += 2
        return Literal(sign)

    def choice(self, depth: int) -> Choice:
        start = self.at
        if depth == MAX_DEPTH:
            self.fail(start, f"brackets nested more than {MAX_DEPTH} deep", remedy="split the phrase")
        branches: list[Parts] = []
        while self.at == start or self.text.value[self.at : self.at + 1] == "|":
            self.at += 1
            begin = self.at
            branches.append(self.sequence(depth + 1))
            if not any(not isinstance(part, Blank) for part in branches[-1]):
                self.fail(
                    begin,
                    "nothing between brackets or bars",
                    "text",
                    "write `[[a|b]]` for `a`, `b` or nothing",
                )
        if self.at == len(self.text.value):
            self.fail(start, "a `[` that nothing closes", "a `]`", "write `\\[` for the sign itself")
        self.at += 1
        return Choice(tuple(branches), len(branches) == 1, start)

    def slot(self) -> SlotPart:
        start = self.at
        if self.text.value[start] == "}":
            self.fail(start, "a `}` that closes nothing", remedy="write `\\}` for the sign itself")
        found = _SLOT.match(self.text.value, start)
        if found is None:
            remedy = "write `\\{` for the sign itself"
            self.fail(start, "a `{` that begins no slot", "a slot such as `{int}` or `{n:int}`", remedy)
        self.at = found.end()
        name, kind = (part and part.strip() for part in found.groups())
        if name is not None and not (name.isidentifier() and name.isascii()):
            self.fail(
                start + 1, f"`{name}` as a slot's name", "letters, digits and `_`, not begun by a digit"
            )
        return SlotPart(kind, name or kind, start, self.examples(kind, found.start(2)))

    def examples(self, kind: str, at: int) -> tuple[str, ...]:
        """Return examples of a built-in kind, or the first entries of a list; refuse what is neither."""
        if kind in KINDS and kind in self.lists:
            remedy = "give the list another name"
            self.fail(at, f"`{kind}`, which is both a slot and a list of this pack", remedy=remedy)
        if kind in KINDS:
            return KINDS[kind].examples
        if kind not in self.lists:
            known = [*KINDS, *self.lists]
            hint = nearest(kind, known) or "write `\\{` for the sign itself"
            self.fail(at, f"unknown slot or list `{kind}`", listed(known), hint)
        entries = [entry for entry in self.lists[kind] if not is_blank(entry)]
        if not entries:
            self.fail(at, f"the list `{kind}`, which is empty", remedy="such a phrase would match nothing")
        return tuple(entries[:_LIST_EXAMPLES])

    def fail(self, at: int, found: str, expected: str = "", remedy: str = "") -> NoReturn:
        _fail(self.text, at, found, expected, remedy)


def _fail(text: Text, at: int, found: str, expected: str = "", remedy: str = "") -> NoReturn:
    place = text.location
    location = Location(place.path, place.line, place.column + at) if place.line else place
    raise RuleError(Problem(location, found, expected, remedy))


def _nothing_to_match(text: Text, parts: Parts) -> tuple[str, str, str]:
    if any(isinstance(part, Choice) for part in parts):
        return "a phrase of nothing but optional parts", "something that must stand there", ""
    if text.value.strip():
        return f"the phrase `{text.value}`", "text besides a final colon", "a line's final colon is ignored"
    return "an empty phrase", "the text of a line", ""


def _without_final_colon(parts: Parts) -> Parts:
    """The line's final colon is ignored, so the phrase's is too."""
    while parts and isinstance(parts[-1], Blank):
        parts = parts[:-1]
    if parts and isinstance(parts[-1], Literal) and parts[-1].text.endswith((":", "：")):
        text = parts[-1].text[:-1]
        parts = (*parts[:-1], Literal(text)) if text else parts[:-1]
        while parts and isinstance(parts[-1], Blank):
            parts = parts[:-1]
    return parts


def _least(parts: Parts) -> int:
    """The fewest literals and slots that a line of this phrase holds."""
    count = 0
    for part in parts:
        if isinstance(part, Literal | SlotPart):
            count += 1
        elif isinstance(part, Choice) and not part.optional:
            count += min(map(_least, part.branches))
    return count


def _check_words(text: Text, parts: Parts, before: SlotPart | None) -> SlotPart | None:
    """Refuse two `{words}` with nothing between them; return the one that may stand last, or None."""
    for part in parts:
        if isinstance(part, SlotPart):
            if part.kind == "words" and before:
                remedy = "which words belong to which cannot be told: put text between them, or use one"
                _fail(text, part.at, "two `{words}` with nothing between them", remedy=remedy)
            before = part if part.kind == "words" else None
        elif isinstance(part, Literal):
            before = None
        elif isinstance(part, Choice):
            ends = [_check_words(text, branch, before) for branch in part.branches]
            before = next(filter(None, ends), before if part.optional else None)
    return before


def _check_names(text: Text, parts: Parts) -> dict[str, SlotPart]:
    """Refuse one name for two slots, unless they exclude each other and are of one kind."""
    seen: dict[str, SlotPart] = {}
    for part in parts:
        if isinstance(part, SlotPart):
            _add_name(text, seen, part, exclusive=False)
        elif isinstance(part, Choice):
            inner: dict[str, SlotPart] = {}
            for branch in part.branches:
                for slot in _check_names(text, branch).values():
                    _add_name(text, inner, slot, exclusive=True)
            for slot in inner.values():
                _add_name(text, seen, slot, exclusive=False)
    return seen


def _add_name(text: Text, seen: dict[str, SlotPart], slot: SlotPart, *, exclusive: bool) -> None:
    other = seen.setdefault(slot.name, slot)
    if other is slot or (slot.name == slot.kind and other.name == other.kind):
        return
    if not exclusive or other.kind != slot.kind:
        remedy = f"give each a name of its own, `{{{slot.name}_2:{slot.kind}}}`"
        _fail(text, slot.at, f"the slot name `{slot.name}` a second time", "one slot of that name", remedy)


def _unclear(parts: Parts) -> Iterable[SlotPart]:
    """Yield the unnamed slots whose kind stands in the phrase twice: `{int} of {int}`."""
    seen: set[str] = set()
    for part in parts:
        slots = list(slot_parts((part,)))
        yield from (slot for slot in slots if slot.name == slot.kind and slot.name in seen)
        seen |= {slot.name for slot in slots}
    for part in parts:
        if isinstance(part, Choice):
            for branch in part.branches:
                yield from _unclear(branch)


def _named_once(parts: Parts, unclear: set[str]) -> Parts:
    return tuple(_renamed(part, unclear) for part in parts)


def _renamed(part: Part, unclear: set[str]) -> Part:
    if isinstance(part, SlotPart) and part.name in unclear:
        return SlotPart(part.kind, "", part.at, part.examples)
    if isinstance(part, Choice):
        return Choice(tuple(_named_once(b, unclear) for b in part.branches), part.optional, part.at)
    return part
