"""Patterns read as trees, so that they can be judged before anything compiles or runs them.

The reader follows the syntax of the `regex` module in its version 0. It is tolerant: where a pattern is
wrong, `regex` will say so, and where it is only unusual, the tree holds an :class:`Opaque` part. What would
break a promise is refused here, with its place.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from scrubber.patterns.charsets import CharSet
from scrubber.values import dataclass


@dataclass(frozen=True, slots=True)
class Chars:
    """One character out of a set; ``text`` is the character where it is written as itself."""

    at: int
    chars: CharSet
    text: str = ""
    ignore_case: bool = False


@dataclass(frozen=True, slots=True)
class Listed:
    """`\\L<name>`: one of a list's entries."""

    at: int
    name: str


AnchorPlace = Literal["start", "end", "word", "other"]


@dataclass(frozen=True, slots=True)
class Anchor:
    """The start or the end of the unit, the edge of a word, or another place."""

    at: int
    place: AnchorPlace


@dataclass(frozen=True, slots=True)
class Look:
    """A lookahead or lookbehind."""

    at: int
    body: Node
    behind: bool
    negative: bool


@dataclass(frozen=True, slots=True)
class Atomic:
    """A part that, once matched, is not tried another way."""

    at: int
    body: Node


@dataclass(frozen=True, slots=True)
class Series:
    """Parts one after another."""

    at: int
    parts: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Either:
    """Alternatives; ``ends`` are the offsets of the `|` or `)` behind each, or of the pattern's end."""

    at: int
    branches: tuple[Node, ...]
    ends: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Repeat:
    """A part ``least`` to ``most`` times; ``most`` None is without bound."""

    at: int
    body: Node
    least: int
    most: int | None
    mode: Literal["greedy", "lazy", "possessive"]


@dataclass(frozen=True, slots=True)
class Opaque:
    """What is not followed further: a back-reference, a conditional, a verb, a grapheme."""

    at: int
    parts: tuple[Node, ...] = ()


Node = Chars | Listed | Anchor | Look | Atomic | Series | Either | Repeat | Opaque


@dataclass(frozen=True, slots=True)
class Tree:
    """A pattern read. ``exact`` is False where flags change what parts mean beyond what the tree shows."""

    root: Node
    exact: bool


def children(node: Node) -> tuple[Node, ...]:
    """Return the parts that a node is made of."""
    if isinstance(node, Series | Opaque):
        return node.parts
    if isinstance(node, Either):
        return node.branches
    return (node.body,) if isinstance(node, Look | Atomic | Repeat) else ()


def walk(node: Node) -> Iterator[Node]:
    """Yield a node and everything in it."""
    yield node
    for child in children(node):
        yield from walk(child)
