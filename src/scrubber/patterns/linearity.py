"""A proof, where there is one, that matching takes time in proportion to the text.

The engine backtracks and keeps a sorted list of the places where each repeat has failed, so besides the ways
to match also the number of places where what follows a repeat *begins* to match must be bounded. The proof
goes through a pattern from its end to its start and asks of each repeat without bound that it cannot give
back: that it is possessive, or that what follows it begins with none of its own characters; or that it is
lazy and what follows is bounded. "Not shown" says nothing about a pattern; "shown" is meant.
"""

from __future__ import annotations

from functools import reduce
from itertools import combinations
from typing import TypeGuard

from scrubber.patterns.charsets import ANY, EMPTY, CharSet, characters, union
from scrubber.patterns.syntax import (
    Anchor,
    Atomic,
    Chars,
    Either,
    Listed,
    Look,
    Node,
    Repeat,
    Series,
    Tree,
    children,
    walk,
)
from scrubber.patterns.widths import Lists, Widths, alphabet, flat
from scrubber.specs import Unit
from scrubber.values import dataclass

MOST_STEPS = 1_000  # per character: what is linear with a larger factor is of no use
_FUEL = 20_000  # parts looked at, those in counted repeats once a count: so the proof is bounded too


@dataclass(frozen=True, slots=True)
class _Rest:
    """What remains to be matched: its steps (per character if ``unbounded``), and what it can begin with."""

    steps: int
    unbounded: bool
    first: CharSet


_DONE = _Rest(1, False, EMPTY)


class _NotShownError(Exception):
    """The proof does not go through."""


def shown_linear(tree: Tree, unit: Unit, lists: Lists) -> bool:
    """Whether matching a unit is shown to be linear: the whole of it, or for text finding all matches."""
    if not tree.exact:
        return False
    proof = _Proof(lists)
    try:
        whole = proof.before(tree.root, _DONE)
    except _NotShownError:
        return False
    if whole.steps > MOST_STEPS:
        return False
    return unit != "text" or not whole.unbounded or proof.starts_are_sparse(tree.root, whole.steps)


class _Proof:
    def __init__(self, lists: Lists) -> None:
        self.lists, self.widths = lists, Widths(lists)
        self.fuel = _FUEL

    def before(self, node: Node, rest: _Rest) -> _Rest:
        """Return what remains when ``node`` stands before ``rest``."""
        self.fuel -= 1
        if rest.steps > MOST_STEPS or self.fuel < 0:
            raise _NotShownError
        if isinstance(node, Chars):
            return _Rest(rest.steps + 1, rest.unbounded, node.chars)
        if isinstance(node, Series):
            return reduce(lambda after, part: self.before(part, after), reversed(node.parts), rest)
        if isinstance(node, Either):
            return _any_of([self.before(branch, rest) for branch in node.branches])
        if isinstance(node, Anchor):
            # A place at an edge holds nowhere else; another may hold anywhere.
            return _Rest(rest.steps + 1, rest.unbounded, ANY if node.place in {"word", "other"} else EMPTY)
        if isinstance(node, Listed):
            return self.listed(node, rest)
        if isinstance(node, Atomic | Look):
            return self.apart(node, rest)
        if isinstance(node, Repeat):
            if node.most is not None:
                return self.bounded(node, node.most, rest)
            return self.unbounded(node, rest, possessive=node.mode == "possessive")
        raise _NotShownError

    def listed(self, node: Listed, rest: _Rest) -> _Rest:
        entries = self.lists.get(node.name, ())
        if not entries or not all(entries):
            raise _NotShownError
        first = characters("".join(entry[0] for entry in entries), ignore_case=True)
        return _Rest(sum(map(len, entries)) + len(entries) * rest.steps, rest.unbounded, first)

    def apart(self, node: Atomic | Look, rest: _Rest) -> _Rest:
        """A part that is matched by itself, in one way: its steps add to the rest's."""
        if isinstance(node, Look) and node.behind and self.widths.most(node.body) is None:
            raise _NotShownError
        if isinstance(node, Atomic) and _is_loop(node.body):
            return self.unbounded(node.body, rest, possessive=True)
        inner = self.before(node.body, _DONE)
        first = ANY if isinstance(node, Look) or not self.widths.least(node) else inner.first
        return _Rest(inner.steps + rest.steps, inner.unbounded or rest.unbounded, first)

    def bounded(self, node: Repeat, most: int, rest: _Rest) -> _Rest:
        """Each count is tried with the rest, unless the rest can begin at the last place only."""
        body = node.body
        if most > MOST_STEPS:
            raise _NotShownError
        if isinstance(body, Chars) and (node.mode == "possessive" or body.chars.disjoint(rest.first)):
            return _Rest(
                2 * most + rest.steps, rest.unbounded, body.chars | (EMPTY if node.least else rest.first)
            )
        whole = rest
        for number in range(most, 0, -1):
            whole = self.before(body, whole)
            if number > node.least:
                whole = _any_of([whole, rest])
        return whole

    def unbounded(self, node: Repeat, rest: _Rest, *, possessive: bool) -> _Rest:
        inner = self.before(node.body, _DONE)
        if not self.widths.least(node.body) or not self.repeatable(node.body, possessive):
            raise _NotShownError
        lazy = node.mode == "lazy" and isinstance(node.body, Chars) and not rest.unbounded
        if not (possessive or lazy or inner.first.disjoint(rest.first)):
            raise _NotShownError
        first = inner.first if node.least else inner.first | rest.first
        return _Rest(inner.steps + rest.steps + node.least, True, first)

    def repeatable(self, body: Node, possessive: bool) -> bool:
        """Whether a body can be repeated without bound in one way only, leaving nothing to go back to."""
        if isinstance(body, Chars | Anchor):
            return True
        if isinstance(body, Series):
            return all(self.repeatable(part, possessive) for part in body.parts)
        if isinstance(body, Either):
            bounded = not any(map(_is_loop, walk(body)))
            return (
                bounded and self.distinct(body) and all(self.repeatable(b, possessive) for b in body.branches)
            )
        if isinstance(body, Repeat) and isinstance(body.body, Chars):
            return possessive or body.mode == "possessive" or body.least == body.most
        return False

    def distinct(self, body: Either) -> bool:
        """Whether the first character tells which alternative it is."""
        firsts = [self.before(branch, _DONE).first for branch in body.branches]
        nonempty = all(map(self.widths.least, body.branches))
        return nonempty and all(one.disjoint(other) for one, other in combinations(firsts, 2))

    def starts_are_sparse(self, root: Node, steps: int) -> bool:
        """Whether what one attempt walks over is walked over by few others.

        So it is where a match can start at one place only, or needs near its start a character that its
        unbounded repeats never take: then no attempt begins inside such a repeat of another.
        """
        if any(isinstance(part, Look) and self.widths.most(part.body) is None for part in walk(root)):
            return False
        loops = [part for part in walk(root) if _is_loop(part)]
        taken = union(alphabet(loop.body, self.lists) for loop in loops)
        # For a lazy repeat the engine looks ahead for the text that follows, as far as the end of the unit.
        looks_ahead = any(loop.mode == "lazy" for loop in loops)
        parts = list(flat(root))
        fixed, spread = sum(map(self.fixed_width, parts)), 0
        for part in parts:
            if isinstance(part, Anchor) and part.place == "start":
                return True
            if isinstance(part, Chars) and part.chars.disjoint(taken) and not looks_ahead:
                return steps * (fixed + 1) * (spread + 1) <= MOST_STEPS
            most = self.widths.most(part)
            if most is None:
                return False
            spread += most - self.widths.least(part)
        return False

    def fixed_width(self, node: Node) -> int:
        """Return the most characters that a node takes outside its unbounded repeats."""
        if _is_loop(node):
            return 0
        most = self.widths.most(node)
        return most if most is not None else sum(map(self.fixed_width, children(node)))


def _is_loop(node: Node) -> TypeGuard[Repeat]:
    return isinstance(node, Repeat) and node.most is None


def _any_of(rests: list[_Rest]) -> _Rest:
    steps, unbounded = sum(rest.steps for rest in rests), any(rest.unbounded for rest in rests)
    return _Rest(steps, unbounded, union(rest.first for rest in rests))
