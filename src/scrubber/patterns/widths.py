"""How much text the parts of a pattern take, and what they cost to compile."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

from scrubber.patterns.charsets import ANY, EMPTY, CharSet, characters, union
from scrubber.patterns.syntax import (
    Atomic,
    Chars,
    Either,
    Listed,
    Node,
    Opaque,
    Repeat,
    Series,
    children,
    walk,
)

Lists = Mapping[str, Sequence[str]]


class Widths:
    """The least and the most characters that a node takes. Each node is measured once."""

    def __init__(self, lists: Lists) -> None:
        self.lists = lists
        self._least: dict[int, int] = {}
        self._most: dict[int, int | None] = {}

    def least(self, node: Node) -> int:
        """Return the fewest characters of a match; 0 where that is not known."""
        if id(node) not in self._least:
            self._least[id(node)] = self._measure_least(node)
        return self._least[id(node)]

    def most(self, node: Node) -> int | None:
        """Return the most characters of a match; None where there is no bound."""
        if id(node) not in self._most:
            self._most[id(node)] = self._measure_most(node)
        return self._most[id(node)]

    def _measure_least(self, node: Node) -> int:
        if isinstance(node, Chars):
            return 1
        if isinstance(node, Listed):
            return min(map(len, self.lists.get(node.name, ())), default=0)
        if isinstance(node, Repeat):
            return node.least * self.least(node.body)
        if isinstance(node, Either):
            return min(map(self.least, node.branches))
        return sum(map(self.least, children(node))) if isinstance(node, Series | Atomic) else 0

    def _measure_most(self, node: Node) -> int | None:
        if isinstance(node, Chars):
            return 1
        if isinstance(node, Listed):
            return max(map(len, self.lists.get(node.name, ())), default=0)
        if isinstance(node, Opaque):
            return None
        if isinstance(node, Repeat):
            body = self.most(node.body)
            if body == 0 or node.most == 0:
                return 0
            return None if body is None or node.most is None else body * node.most
        return _bounded(
            max if isinstance(node, Either) else sum, [self.most(part) for part in self._inner(node)]
        )

    def _inner(self, node: Node) -> tuple[Node, ...]:
        return children(node) if isinstance(node, Series | Either | Atomic) else ()


def expanded_size(node: Node, lists: Lists) -> int:
    """Return the size of a pattern as the engine lays it out, which is what compiling it costs.

    What is repeated is laid out as often as it must match, and once more if it may match more often.
    """
    if isinstance(node, Listed):
        return sum(map(len, lists.get(node.name, ())))
    size = max(1, sum(expanded_size(child, lists) for child in children(node)))
    if isinstance(node, Repeat):
        return size * max(1, node.least + (node.most != node.least))
    return size


def alphabet(node: Node, lists: Lists) -> CharSet:
    """Return a set that holds every character that a node can take."""
    return union(_taken_by(part, lists) for part in walk(node))


def _taken_by(part: Node, lists: Lists) -> CharSet:
    if isinstance(part, Chars):
        return part.chars
    if isinstance(part, Listed):
        return characters("".join(lists.get(part.name, ())), ignore_case=True)
    return ANY if isinstance(part, Opaque) else EMPTY


def literal_runs(node: Node) -> Iterator[str]:
    """Yield texts that the text of every match holds, once both are case-folded."""
    run = ""
    for part in flat(node):
        text = _plain(part) if isinstance(part, Chars) else ""
        if text or not run:
            run += text
            continue
        yield run.casefold()
        run = text
    if run:
        yield run.casefold()


def flat(node: Node) -> Iterator[Node]:
    """Yield the parts that follow one another, whatever groups they stand in."""
    if isinstance(node, Series):
        for part in node.parts:
            yield from flat(part)
    else:
        yield node


def _plain(part: Chars) -> str:
    """Under "ignore case" some letters match others that do not fold alike: `i` matches the dotless one."""
    if not part.ignore_case or (part.text.isascii() and part.text not in "iI"):
        return part.text
    return ""


def _bounded(total: Callable[[list[int]], int], sizes: list[int | None]) -> int | None:
    known = [size for size in sizes if size is not None]
    if len(known) < len(sizes):
        return None
    return total(known) if known else 0
