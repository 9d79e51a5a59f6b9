"""The blocks of a Markdown document that are no prose.

One pass over the lines in the way of CommonMark: containers (quotes and list items) are matched first, new
ones are opened, and what is left of the line goes on with the open leaf or begins another. Tables are those
of GitHub's dialect. Tabs count as four columns wherever they stand, which misfires on a tab right after a
list marker only.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Literal

Kind = Literal["front matter", "fence", "code", "html", "table", "definition"]

MAX_NESTING = 50
"""Containers in containers beyond this are taken for text, so that no line costs more than its length."""


@dataclass(frozen=True, slots=True)
class Block:
    """Lines ``first`` up to, not including, ``end``."""

    kind: Kind
    first: int
    end: int


def protected_blocks(lines: Sequence[str]) -> list[Block]:
    """Return the blocks that are no prose, in order; ``lines`` have no line ends.

    Takes time in proportion to the text. What is never closed reaches to the end of its container, as
    CommonMark has it.
    """
    start = _front_matter_end(lines)
    scanner = _Scanner()
    for index in range(start, len(lines)):
        scanner.feed(index, lines[index].expandtabs(4))
    scanner.close_leaf()
    return ([Block("front matter", 0, start)] if start else []) + scanner.blocks


# What the first line of front matter looks like, by the line that opens it, and what closes it.
_FRONT = {
    "---": (re.compile(r"#|[\w\"'-][^:]*:(?:\s|$)"), ("---", "...")),
    "+++": (re.compile(r"#|\[|[\w\"'-][^=]*="), ("+++",)),
}


def _front_matter_end(lines: Sequence[str]) -> int:
    """Return the line after front matter, or 0: a rule at the top of a text is no front matter."""
    if len(lines) < 2 or lines[0].rstrip() not in _FRONT:
        return 0
    first, closing = _FRONT[lines[0].rstrip()]
    if not first.match(lines[1]):
        return 0
    ends = (index for index, line in enumerate(lines[1:], 1) if line.rstrip() in closing)
    return next(ends, -1) + 1


_QUOTE = re.compile(r" {0,3}> ?")
_MARKER = re.compile(r"( {0,3})(?:[-*+]|(\d{1,9})[.)])(?= |$)")
_RULE = re.compile(r" {0,3}(?:(?:\* *){3,}|(?:- *){3,}|(?:_ *){3,})$")
_HEADING = re.compile(r" {0,3}#{1,6}(?: |$)")
_UNDERLINE = re.compile(r" {0,3}(?:=+|-+) *$")
_FENCE = re.compile(r" {0,3}(?:(`{3,})[^`]*|(~{3,}).*)$")
_DEFINITION = re.compile(
    r""" {0,3}\[(?=[^\]]*[^\]\s])(?:[^\[\]\\]|\\.){1,999}\]:\s*
         (?:<[^<>\n]*>|[^\s<]\S*)
         (?:(?:\ +|\ *\n\ *)(?:"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|\((?:[^()\\]|\\.)*\))\ *$|\ *$)""".replace(
        " {0,3}", "[ ]{0,3}"
    ),
    re.MULTILINE | re.VERBOSE | re.DOTALL,
)
_BLOCK_TAGS = (
    "address|article|aside|base|basefont|blockquote|body|caption|center|col|colgroup|dd|details|dialog|dir|div|dl|"
    "dt|fieldset|figcaption|figure|footer|form|frame|frameset|h[1-6]|head|header|hr|html|iframe|legend|li|link|"
    "main|menu|menuitem|nav|noframes|ol|optgroup|option|p|param|search|section|summary|table|tbody|td|tfoot|th|"
    "thead|title|tr|track|ul"
)
_BLANK = re.compile(r"^\s*$")
_ATTRIBUTE = r"""\s+[a-zA-Z_:][\w.:-]*(?:\s*=\s*(?:[^\s"'=<>`]+|'[^']*'|"[^"]*"))?"""
_ANY_TAG = re.compile(rf" {{0,3}}<(?:[a-zA-Z][\w-]*(?:{_ATTRIBUTE})*\s*/?|/[a-zA-Z][\w-]*\s*)>\s*$")
_HTML = [
    (
        re.compile(r" {0,3}<(?:script|pre|style|textarea)(?:[\s>]|$)", re.IGNORECASE),
        re.compile(r"</(?:script|pre|style|textarea)>", re.IGNORECASE),
    ),
    (re.compile(r" {0,3}<!--"), re.compile("-->")),
    (re.compile(r" {0,3}<\?"), re.compile(r"\?>")),
    (re.compile(r" {0,3}<!\[CDATA\["), re.compile(r"\]\]>")),
    (re.compile(r" {0,3}<![a-zA-Z]"), re.compile(">")),
    (re.compile(rf" {{0,3}}</?(?:{_BLOCK_TAGS})(?:\s|/?>|$)", re.IGNORECASE), _BLANK),
]


@dataclass
class _Leaf:
    """The open leaf. ``closing`` ends a fence or HTML; ``texts`` are the lines of a paragraph."""

    kind: Kind | Literal["paragraph"]
    first: int
    last: int
    closing: re.Pattern[str] | None = None
    texts: list[str] = field(default_factory=list)


class _Scanner:
    """What is open after each line: containers (0 for a quote, the indentation of an item) and a leaf."""

    def __init__(self) -> None:
        self.blocks: list[Block] = []
        self._containers: list[int] = []
        self._leaf: _Leaf | None = None
        self._is_empty_item = False  # the line before has opened an item and put nothing in it

    def feed(self, index: int, line: str) -> None:
        """Take the next line, its tabs expanded."""
        matched, rest = self._matched(line)
        if matched < len(self._containers):
            if self._is_lazy(rest):
                self._go_on(index, rest)
                return
            self.close_leaf()
            del self._containers[matched:]
            self._is_empty_item = False
        if self._leaf and self._leaf.kind in ("fence", "html"):
            self._go_on_verbatim(self._leaf, index, rest)
            return
        before = len(self._containers)
        rest = self._open_containers(rest)
        if not rest.strip():
            self._take_blank(opened=len(self._containers) > before)
            return
        self._is_empty_item = False
        if not self._goes_on(index, rest):
            self._begin(index, rest)

    def _matched(self, line: str) -> tuple[int, str]:
        """Return how many of the open containers the line goes on with, and what is left of it."""
        for count, indent in enumerate(self._containers):
            quote = None if indent else _QUOTE.match(line)
            if quote:
                line = line[quote.end() :]
            elif indent and (not line.strip() or line[:indent].isspace()):
                line = line[indent:]
            else:
                return count, line
        return len(self._containers), line

    def _is_lazy(self, rest: str) -> bool:
        """Whether the line goes on with the paragraph although it lacks the signs of its containers."""
        if not self._in_paragraph or not rest.strip():
            return False
        return not (_QUOTE.match(rest) or _MARKER.match(rest) or _interrupts(rest))

    @property
    def _in_paragraph(self) -> bool:
        return self._leaf is not None and self._leaf.kind == "paragraph" and not _is_defined(self._leaf)

    def _open_containers(self, rest: str) -> str:
        while len(self._containers) < MAX_NESTING:
            quote, marker = _QUOTE.match(rest), _MARKER.match(rest)
            if quote:
                self.close_leaf()
                self._containers.append(0)
                rest = rest[quote.end() :]
                continue
            if not marker or _RULE.match(rest) or (self._in_paragraph and not _interrupting(marker, rest)):
                break
            self.close_leaf()
            indent = _content_indent(marker, rest)
            self._containers.append(indent)
            rest = rest[indent:]
        return rest

    def _go_on_verbatim(self, leaf: _Leaf, index: int, rest: str) -> None:
        """Go on with a fence or HTML; a blank line that ends HTML is none of it."""
        ends = leaf.closing is not None and leaf.closing.search(rest)
        if not (ends and leaf.closing is _BLANK):
            leaf.last = index
        if ends:
            self.close_leaf()

    def _take_blank(self, opened: bool) -> None:
        """A blank line ends every leaf but indented code, and an item that began with nothing."""
        if self._leaf and self._leaf.kind != "code":
            self.close_leaf()
        if self._is_empty_item and not opened:
            self._containers.pop()
        self._is_empty_item = opened and bool(self._containers[-1])

    def _goes_on(self, index: int, rest: str) -> bool:
        """Go on with the open leaf if the line does."""
        leaf = self._leaf
        if leaf is None:
            return False
        if leaf.kind == "paragraph":
            return self._goes_on_paragraph(leaf, index, rest)
        if (leaf.kind == "code") != rest.startswith("    ") or (leaf.kind != "code" and _interrupts(rest)):
            return False
        self._go_on(index, rest)
        return True

    def _goes_on_paragraph(self, leaf: _Leaf, index: int, rest: str) -> bool:
        """The line may make of the paragraph a heading, or of its last line the head of a table."""
        if _is_defined(leaf) and rest.lstrip()[0] not in "\"'(":
            return False
        if _is_table_head(leaf.texts[-1], rest):
            leaf.texts.pop()
            leaf.last -= 1
            self.close_leaf()
            self._leaf = _Leaf("table", index - 1, index)
        elif _UNDERLINE.match(rest):
            self.close_leaf()
        elif _interrupts(rest):
            return False
        else:
            self._go_on(index, rest)
        return True

    def _go_on(self, index: int, rest: str) -> None:
        if self._leaf:
            self._leaf.last = index
            self._leaf.texts.append(rest)

    def _begin(self, index: int, rest: str) -> None:
        """Begin a leaf; headings and rules are none, for nothing of them lasts."""
        self.close_leaf()
        fence = _FENCE.match(rest)
        closing = next((end for start, end in _html_kinds(interrupting=False) if start.match(rest)), None)
        if rest.startswith("    "):
            self._leaf = _Leaf("code", index, index)
        elif fence:
            self._leaf = _Leaf("fence", index, index, _closing_fence(fence))
        elif closing:
            self._leaf = _Leaf("html", index, index, closing)
            if closing.search(rest):
                self.close_leaf()
        elif not (_HEADING.match(rest) or _RULE.match(rest)):
            self._leaf = _Leaf("paragraph", index, index, texts=[rest])

    def close_leaf(self) -> None:
        """Close what is open; only now is it known how far it reaches."""
        leaf, self._leaf = self._leaf, None
        if leaf is None:
            return
        if leaf.kind == "paragraph":
            self.blocks += _definitions(leaf)
        else:
            self.blocks.append(Block(leaf.kind, leaf.first, leaf.last + 1))


def _html_kinds(interrupting: bool) -> Iterator[tuple[re.Pattern[str], re.Pattern[str]]]:
    """Yield what opens and closes HTML; a line that is one tag of any name interrupts no paragraph."""
    yield from _HTML
    if not interrupting:
        yield _ANY_TAG, _BLANK


def _interrupts(rest: str) -> bool:
    """Whether the line begins a leaf that may stand directly after a paragraph's line."""
    if any(start.match(rest) for start in (_FENCE, _HEADING, _RULE)):
        return True
    return any(start.match(rest) for start, _ in _html_kinds(interrupting=True))


def _interrupting(marker: re.Match[str], rest: str) -> bool:
    """Whether a list may begin directly after a paragraph's line: not empty, and at the number 1."""
    return marker[2] in (None, "1") and bool(rest[marker.end() :].strip())


def _content_indent(marker: re.Match[str], rest: str) -> int:
    """Return where an item's content begins: after one to four blanks, or one where code follows."""
    after = rest[marker.end() :]
    blanks = len(after) - len(after.lstrip(" "))
    return marker.end() + (blanks if 1 <= blanks <= 4 and after.strip() else 1)


def _closing_fence(fence: re.Match[str]) -> re.Pattern[str]:
    sign = fence[1] or fence[2]
    return re.compile(rf"^ {{0,3}}{sign[0]}{{{len(sign)},}} *$")


def _is_table_head(head: str, delimiters: str) -> bool:
    """Whether two lines begin a table: as many cells above as there are dashed ones below."""
    indented = head.startswith("    ") or delimiters.startswith("    ")
    if "|" not in head or indented or _MARKER.match(delimiters):
        return False
    below = _cells(delimiters)
    return all(re.fullmatch(r":?-+:?", cell) for cell in below) and len(_cells(head)) == len(below)


def _cells(row: str) -> list[str]:
    cells = [cell.strip() for cell in re.split(r"(?<!\\)\|", row.strip())]
    if len(cells) > 1 and not cells[0]:
        cells = cells[1:]
    if len(cells) > 1 and not cells[-1]:
        cells = cells[:-1]
    return cells


def _is_defined(paragraph: _Leaf) -> bool:
    """Whether the paragraph is definitions and nothing else so far: then no paragraph is open.

    Asked of a few lines only, as many as a definition takes: so no text is read again and again.
    """
    if len(paragraph.texts) > 3 or not paragraph.texts[0].lstrip().startswith("["):
        return False
    blocks = list(_definitions(paragraph))
    return bool(blocks) and blocks[-1].end > paragraph.last


def _definitions(paragraph: _Leaf) -> Iterator[Block]:
    """Yield the link reference definitions that a paragraph begins with."""
    text = "\n".join(paragraph.texts)
    at, line = 0, paragraph.first
    while found := _DEFINITION.match(text, at):
        end = line + found[0].count("\n") + 1
        yield Block("definition", line, end)
        at, line = found.end() + 1, end
