"""What is provably wrong with a pattern that compiles: parts that can never match."""

from __future__ import annotations

from collections.abc import Iterator

from scrubber.document import BLANKS
from scrubber.patterns.syntax import (
    Anchor,
    Atomic,
    Chars,
    Either,
    Look,
    Node,
    Opaque,
    Repeat,
    Series,
    children,
    walk,
)
from scrubber.patterns.widths import Widths
from scrubber.specs import Unit
from scrubber.values import dataclass


@dataclass(frozen=True, slots=True)
class Flaw:
    """Something wrong at an offset of the pattern."""

    at: int
    found: str
    remedy: str


def flaws(root: Node, text: str, unit: Unit, widths: Widths) -> Iterator[Flaw]:
    """Yield what is provably dead in a pattern for this unit."""
    for node in walk(root):
        if isinstance(node, Chars) and node.chars.is_empty():
            yield Flaw(node.at, "a class that no character is in", "take something out of what it excludes")
    yield from _after_end(root, 0, text, widths)
    yield from _before_start(root, 0, text, widths)
    yield from _line_breaks(root, text, unit)
    if unit != "text":
        yield from _edges(root)


def _after_end(node: Node, after: int, text: str, widths: Widths) -> Iterator[Flaw]:
    """Find ends of the unit that at least ``after`` characters must follow."""
    if isinstance(node, Anchor) and node.place == "end" and after:
        yield _misplaced(node, text, "after", "follows")
    elif isinstance(node, Series):
        for part in reversed(node.parts):
            yield from _after_end(part, after, text, widths)
            after += widths.least(part)
    elif isinstance(node, Repeat):
        yield from _after_end(node.body, after + _others(node, widths), text, widths)
    else:
        inside = 0 if isinstance(node, Look | Opaque) else after
        for child in children(node):
            yield from _after_end(child, inside, text, widths)


def _before_start(node: Node, before: int, text: str, widths: Widths) -> Iterator[Flaw]:
    """Find starts of the unit that at least ``before`` characters must precede."""
    if isinstance(node, Anchor) and node.place == "start" and before:
        yield _misplaced(node, text, "before", "precedes")
    elif isinstance(node, Series):
        for part in node.parts:
            yield from _before_start(part, before, text, widths)
            before += widths.least(part)
    elif isinstance(node, Repeat):
        yield from _before_start(node.body, before + _others(node, widths), text, widths)
    else:
        inside = 0 if isinstance(node, Look | Opaque) else before
        for child in children(node):
            yield from _before_start(child, inside, text, widths)


def _others(node: Repeat, widths: Widths) -> int:
    return widths.least(node.body) * max(0, node.least - 1)


def _misplaced(node: Anchor, text: str, side: str, verb: str) -> Flaw:
    sign = text[node.at] if text[node.at] != "\\" else text[node.at : node.at + 2]
    remedy = f"take out `{sign}` or what {verb} it; `(?m)` makes `^` and `$` the edges of a line"
    return Flaw(node.at, f"`{sign}` with text {side} it, which never matches", remedy)


def _line_breaks(root: Node, text: str, unit: Unit) -> Iterator[Flaw]:
    """Find line breaks where there are none: in a line, and two together in a paragraph."""
    never = "\n\r" if unit == "line" else "\r"
    if (dead := _unmatched(root, text, never)) is not None:
        if unit == "line":
            yield Flaw(
                dead.at, "a line break, which no line holds", "use `paragraph:` or `text:`, or `lines:`"
            )
        else:
            yield Flaw(dead.at, "`\\r`, which no text holds", "write `\\n`: every line end is seen as one")
    elif unit != "line":
        for node in walk(root):
            if isinstance(node, Series | Repeat) and (at := _blank_line(node)) is not None:
                remedy = "paragraphs are parted by blank lines, and a match stays inside one: use `lines:`"
                yield Flaw(at, "a blank line, which no paragraph holds", remedy)


def _unmatched(node: Node, text: str, never: str) -> Node | None:
    """Return the part because of which a node cannot match where none of ``never`` occurs, or None."""
    if isinstance(node, Chars):
        is_line_end = "\n" in never and text.startswith("\\R", node.at)
        return node if is_line_end or node.chars.within(never) else None
    if isinstance(node, Either):
        dead = [_unmatched(branch, text, never) for branch in node.branches]
        return dead[0] if all(dead) else None
    if isinstance(node, Repeat) and not node.least:
        return None
    if isinstance(node, Opaque) or (isinstance(node, Look) and node.negative):
        return None
    dead = [_unmatched(child, text, never) for child in children(node)]
    return next((child for child in dead if child is not None), None)


def _blank_line(node: Series | Repeat) -> int | None:
    if isinstance(node, Repeat):
        return node.at if node.least > 1 and _is_break(node.body) else None
    pairs = zip(node.parts, node.parts[1:], strict=False)
    return next((first.at for first, second in pairs if _is_break(first) and _is_break(second)), None)


def _is_break(node: Node) -> bool:
    if isinstance(node, Repeat):
        return node.least > 0 and _is_break(node.body)
    return isinstance(node, Chars) and node.chars.within("\n")


def _edges(root: Node) -> Iterator[Flaw]:
    """Find blanks that must stand at the edges of a unit, which begins and ends with text."""
    for branch in root.branches if isinstance(root, Either) else (root,):
        for place, side in ((0, "start"), (-1, "end")):
            edge = _edge(branch, place)
            if edge and edge.chars.within(BLANKS):
                remedy = "leave it out: blanks at the edges of the unit are not looked at"
                yield Flaw(edge.at, f"a blank at the {side} of the pattern, where the unit has none", remedy)


def _edge(node: Node, place: int) -> Chars | None:
    """Return the character that must stand at one edge of a node, or None where it is not one for certain."""
    if isinstance(node, Chars):
        return node
    if isinstance(node, Atomic) or (isinstance(node, Repeat) and node.least):
        return _edge(node.body, place)
    if isinstance(node, Series):
        parts = [part for part in node.parts if not isinstance(part, Anchor)]
        return _edge(parts[place], place) if parts else None
    return None
