"""The reader of patterns: one walk over the text, no backtracking, no recursion beyond a fixed depth."""

from __future__ import annotations

import sys
import unicodedata
from collections.abc import Mapping
from typing import NoReturn

import regex

from scrubber.patterns.charsets import (
    ANY,
    DOT,
    CharSet,
    Range,
    any_case,
    characters,
    property_set,
    shorthand,
)
from scrubber.patterns.syntax import (
    Anchor,
    AnchorPlace,
    Atomic,
    Chars,
    Either,
    Listed,
    Look,
    Node,
    Opaque,
    Repeat,
    Series,
    Tree,
)

MAX_DEPTH = 50

_LOOKS = {"?=": (False, False), "?!": (False, True), "?<=": (True, False), "?<!": (True, True)}
_COUNT = regex.compile(r"\{\s*(?:(\d+)\s*(?:(,)\s*(\d*))?|(,)\s*(\d*))\s*\}")
_SIGNS: Mapping[str, tuple[int, int | None]] = {"?": (0, 1), "*": (0, None), "+": (1, None)}
_FLAGS = regex.compile(r"((?:V[01]|[A-Za-z])*)(?:-([A-Za-z]*))?([:)])")
_FLAG = regex.compile(r"V[01]|[A-Za-z]")
_NAME = regex.compile(r"P?<([^)>]*)>?")
_REFERENCE = regex.compile(r"P=[^)]*\)?")
_CONDITION = regex.compile(r"\([^)?][^)]*\)?")
_VERB = regex.compile(r"\*[A-Za-z][^)>]*\)?")
_COMMENT = regex.compile(r"\?#(?:\\.|[^)\\])*\)?")
_CALL = regex.compile(r"R|[0-9]|[+-][0-9]|&|P>|P&")
_LIST = regex.compile(r"<([^>]*)>")
_NAMED = regex.compile(r"\{([^{}]*)\}")
_PROPERTY = regex.compile(r"\{(\^?)([^{}]*)\}|([CLMNPSZ])")
_POSIX = regex.compile(r"\[:[^\[\]:]*:\]")
_REFERRED = regex.compile(r"<[^>]*>")
_DIGIT = regex.compile("[0-9]")
_OCTAL = regex.compile("0[0-7]{0,2}|[1-7][0-7]{2}")
_OCTAL_IN_SET = regex.compile("[0-7]{1,3}")
_IS_HEX = regex.compile("[0-9A-Fa-f]+")
_HEX = {"x": 2, "u": 4, "U": 8}
_CONTROLS = {"a": "\a", "f": "\f", "n": "\n", "r": "\r", "t": "\t", "v": "\v"}
_PLACES: dict[str, AnchorPlace] = {
    "A": "start", "Z": "end", "z": "end", "b": "word", "B": "other", "m": "other", "M": "other",
}  # fmt: skip
_LINE_ENDS = "\n\r\v\f\x85\u2028\u2029"

# Flags that the tree takes into account, and those that it does not but that break nothing.
_KNOWN_FLAGS = {"i", "m", "u", "V0"}
_INEXACT_FLAGS = {"a", "f", "w", "x"}
_REFUSED_FLAGS = {
    "s": ("in which `.` would cross line ends", "write `[\\s\\S]` for any character, line ends included"),
    "V1": ("another syntax for the same signs", "for a set without some characters write `(?![aeiou])[a-z]`"),
    "e": ("for fuzzy matching, whose time has no useful bound", "spell out the variants: `(?:colou?r|tint)`"),
    "b": ("for fuzzy matching, whose time has no useful bound", "spell out the variants: `(?:colou?r|tint)`"),
    "p": ("which tries every way to match", "put the longest alternative first"),
    "r": ("which searches backwards", "leave it out: matches are found from the start on"),
    "L": ("which depends on the machine's settings", "leave it out: patterns are Unicode"),
}


class RefusedError(Exception):
    """Something in a pattern that breaks a promise: its offset, what it is, and what to do instead."""

    def __init__(self, at: int, found: str, remedy: str) -> None:
        super().__init__(at, found, remedy)
        self.at, self.found, self.remedy = at, found, remedy


def read_pattern(text: str) -> Tree:
    """Read a pattern as a tree. Raises RefusedError; a syntax error passes, for `regex` to tell."""
    reader = _Reader(text)
    parts = [reader.alternatives(0)]
    while reader.at < len(text):  # a `)` too many
        reader.at += 1
        parts.append(reader.alternatives(0))
    return Tree(parts[0] if len(parts) == 1 else Series(0, tuple(parts)), reader.exact)


class _Reader:
    """``at`` is the offset of the next character; the flags are those in force there."""

    def __init__(self, text: str) -> None:
        self.text, self.at, self.exact = text, 0, True
        self.ignore_case = self.multiline = self.verbose = False

    def alternatives(self, depth: int) -> Node:
        """Read up to the `)` that ends the group; flags set inside end with it."""
        if depth > MAX_DEPTH:
            remedy = "take out groups that are not needed"
            self.refuse(self.at, f"groups nested more than {MAX_DEPTH} deep", remedy)
        flags = self.ignore_case, self.multiline, self.verbose
        start = self.at
        branches, ends = [self.series(depth)], [self.at]
        while self.peek() == "|":
            self.at += 1
            branches.append(self.series(depth))
            ends.append(self.at)
        self.ignore_case, self.multiline, self.verbose = flags
        return branches[0] if len(branches) == 1 else Either(start, tuple(branches), tuple(ends))

    def series(self, depth: int) -> Node:
        parts: list[Node] = []
        start = self.at
        while self.skip() < len(self.text) and self.text[self.at] not in "|)":
            if self.text[self.at] in "?*+{" and (counts := self.counts()):
                if parts:
                    parts.append(self.repeat(parts.pop(), *counts))
                continue
            node = self.part(depth)
            if node is not None:
                parts.append(node)
        return parts[0] if len(parts) == 1 else Series(start, tuple(parts))

    def skip(self) -> int:
        """Pass over blanks and comments of a verbose pattern; return the offset of what follows."""
        while self.verbose and self.peek() and (self.text[self.at].isspace() or self.text[self.at] == "#"):
            end = self.text.find("\n", self.at) if self.text[self.at] == "#" else self.at
            self.at = len(self.text) if end < 0 else end + 1
        return self.at

    def counts(self) -> tuple[int, int | None] | None:
        """Read a repeat's counts."""
        sign = self.text[self.at]
        if sign != "{":
            self.at += 1
            return _SIGNS[sign]
        found = _COUNT.match(self.text, self.at)
        if found is None:
            remedy = (
                "write `\\{` for the sign itself; fuzzy matching such as `{e<=1}` has no bound on its time"
            )
            self.refuse(self.at, "a `{` that begins no count", remedy)
        self.at = found.end()
        least = _number(found[1] or "0")
        if found[2] or found[4]:
            most = found[3] or found[5]
            return least, _number(most) if most else None
        return least, least

    def repeat(self, body: Node, least: int, most: int | None) -> Node:
        follower = self.text[self.skip() : self.at + 1]
        if follower in {"?", "+"}:
            self.at += 1
        mode: dict[str, str] = {"?": "lazy", "+": "possessive"}
        return Repeat(body.at, body, least, most, mode.get(follower, "greedy"))  # type: ignore[arg-type]

    def part(self, depth: int) -> Node | None:
        start, sign = self.at, self.text[self.at]
        self.at += 1
        if sign == "\\":
            return self.escape(start)
        if sign == "(":
            return self.group(start, depth)
        if sign == "[":
            return Chars(start, self.char_class())
        if sign == ".":
            return Chars(start, DOT)
        if sign in "^$":
            return Anchor(start, "other" if self.multiline else "start" if sign == "^" else "end")
        return self.literal(start, sign)

    def literal(self, start: int, text: str) -> Chars:
        return Chars(start, characters(text, ignore_case=self.ignore_case), text, self.ignore_case)

    def group(self, start: int, depth: int) -> Node | None:
        text = self.text
        if found := _COMMENT.match(text, self.at):
            self.at = found.end()
            return None
        if found := _VERB.match(text, self.at):
            self.at = found.end()
            return Opaque(start)
        if self.peek() != "?":
            return self.closed(depth)
        for sign, (behind, negative) in _LOOKS.items():
            if text.startswith(sign, self.at):
                self.at += len(sign)
                return Look(start, self.closed(depth), behind, negative)
        self.at += 1
        if text.startswith((">", "|"), self.at):
            self.at += 1
            return Atomic(start, self.closed(depth)) if text[self.at - 1] == ">" else self.closed(depth)
        return self.extension(start, depth)

    def extension(self, start: int, depth: int) -> Node | None:
        """Read what may stand after `(?`: a name, a reference, a call, a condition or flags."""
        if found := _CALL.match(self.text, self.at):
            remedy = "write the part out as often as it may be nested"
            self.refuse(start, "a pattern that calls itself or a group", remedy)
        if found := _REFERENCE.match(self.text, self.at):
            self.at = found.end()
            return Opaque(start)
        if found := _NAME.match(self.text, self.at):
            self.at = found.end()
            return self.closed(depth)
        if self.peek() == "(":
            return self.condition(start, depth)
        return self.flags(depth)

    def condition(self, start: int, depth: int) -> Node:
        parts: list[Node] = []
        if found := _CONDITION.match(self.text, self.at):
            self.at = found.end()
        else:
            self.at += 1
            look = self.group(self.at, depth + 1)
            parts += [look] if look else []
        return Opaque(start, (*parts, self.closed(depth)))

    def flags(self, depth: int) -> Node | None:
        found = _FLAGS.match(self.text, self.at)
        if found is None:
            return self.closed(depth)  # no extension at all: `regex` will say so
        for flag in _FLAG.finditer(found[1]):
            self.check_flag(flag[0], self.at + flag.start())
        self.at = found.end()
        before = self.ignore_case, self.multiline, self.verbose
        on, off = set(_FLAG.findall(found[1])), set(found[2] or "")
        self.ignore_case = (self.ignore_case or "i" in on) and "i" not in off
        self.multiline = (self.multiline or "m" in on) and "m" not in off
        self.verbose = (self.verbose or "x" in on) and "x" not in off
        if found[3] == ")":
            return None
        body = self.closed(depth)
        self.ignore_case, self.multiline, self.verbose = before
        return body

    def check_flag(self, flag: str, at: int) -> None:
        if flag in _REFUSED_FLAGS:
            why, remedy = _REFUSED_FLAGS[flag]
            self.refuse(at, f"the flag `{flag}`, {why}", remedy)
        self.exact = self.exact and flag in _KNOWN_FLAGS

    def closed(self, depth: int) -> Node:
        """Read a group's body and its `)`."""
        body = self.alternatives(depth + 1)
        self.at += self.peek() == ")"
        return body

    def escape(self, start: int) -> Node:
        letter = self.peek()
        if letter in {"G", "K"}:
            remedy = "use a lookbehind, `(?<=...)`" if letter == "K" else "leave it out"
            self.refuse(start, f"`\\{letter}`, which moves where a match starts", remedy)
        if letter in _PLACES:
            self.at += 1
            return Anchor(start, _PLACES[letter])
        if letter == "L" and (found := _LIST.match(self.text, self.at + 1)):
            self.at = found.end()
            return Listed(start, found[1])
        if letter == "R":
            self.at += 1
            return Chars(start, characters(_LINE_ENDS))
        if character := self.character():
            return self.literal(start, character)
        self.at += 1
        if letter in {"X", "g"} or letter in "123456789":
            return self.reference(start, letter)
        if (chars := shorthand(letter)) is not None:
            return Chars(start, chars)
        if letter in {"p", "P"} and (found := _PROPERTY.match(self.text, self.at)):
            self.at = found.end()
            return Chars(start, self.property(letter, found))
        return self.literal(start, letter) if letter else Opaque(start)

    def reference(self, start: int, letter: str) -> Node:
        """Read a back-reference; `\\X`, a grapheme of any length, is as opaque."""
        pattern = _REFERRED if letter == "g" else _DIGIT
        if letter != "X" and (found := pattern.match(self.text, self.at)):
            self.at = found.end()
        return Opaque(start)

    def property(self, letter: str, found: regex.Match[str]) -> CharSet:
        if letter == "P" or found[1]:
            return ANY
        return property_set(found[3] or found[2])

    def character(self, *, in_set: bool = False) -> str:
        """Read the rest of an escape that stands for one character; "" (nothing read) for any other."""
        letter = self.peek()
        if letter in _HEX:
            digits = self.text[self.at + 1 : self.at + 1 + _HEX[letter]]
            if (
                len(digits) == _HEX[letter]
                and _IS_HEX.fullmatch(digits)
                and int(digits, 16) <= sys.maxunicode
            ):
                self.at += 1 + len(digits)
                return chr(int(digits, 16))
        if letter == "N" and (found := _NAMED.match(self.text, self.at + 1)):
            self.at = found.end()
            return _named_character(found[1])
        if found := (_OCTAL_IN_SET if in_set else _OCTAL).match(self.text, self.at):
            self.at = found.end()
            return chr(int(found[0], 8) & 0x1FF)
        if letter in _CONTROLS or (in_set and letter == "b") or (letter and not letter.isalnum()):
            self.at += 1
            return "\b" if letter == "b" else _CONTROLS.get(letter, letter)
        return ""

    def char_class(self) -> CharSet:
        """Read a class from after its `[` to its `]`."""
        negated = self.peek() == "^"
        self.at += negated
        ranges: list[Range] = []
        known, guessed = CharSet(), CharSet()
        first = True
        while self.at < len(self.text) and (first or self.text[self.at] != "]"):
            first = False
            item, is_guess = self.class_item()
            if isinstance(item, str):
                ranges.append((ord(item), self.range_end(item)))
            elif is_guess:
                guessed |= item
            else:
                known |= item
        self.at += 1
        if negated:
            # What is left out must not be taken for more than it is: so neither guesses nor other cases.
            return (known | CharSet(ranges=tuple(ranges))).complement()
        return known | guessed | (any_case(ranges) if self.ignore_case else CharSet(ranges=tuple(ranges)))

    def class_item(self) -> tuple[str | CharSet, bool]:
        """Read a character or a set of a class, and whether the set is taken for larger than it may be."""
        if found := _POSIX.match(self.text, self.at):
            self.at = found.end()
            return ANY, True
        self.at += 1
        if self.text[self.at - 1] != "\\":
            return self.text[self.at - 1], False
        if character := self.character(in_set=True):
            return character, False
        letter = self.peek()
        self.at += 1
        if (chars := shorthand(letter)) is not None:
            return chars, letter == "h"  # only some of the white space
        if letter in {"p", "P"} and (found := _PROPERTY.match(self.text, self.at)):
            self.at = found.end()
            return self.property(letter, found), True
        return letter or "\\", False

    def range_end(self, start: str) -> int:
        """Return the end of the range that begins with ``start``: its own code point where there is none."""
        before = self.at
        if self.peek() == "-" and self.text[self.at + 1 : self.at + 2] not in {"", "]"}:
            self.at += 1
            end, _ = self.class_item()
            if isinstance(end, str) and end >= start:
                return ord(end)
            self.at = before
        return ord(start)

    def peek(self) -> str:
        return self.text[self.at : self.at + 1]

    def refuse(self, at: int, found: str, remedy: str) -> NoReturn:
        raise RefusedError(at, found, remedy)


def _number(digits: str) -> int:
    """Return a count; one of more digits than any count that compiles stays that large."""
    return int(digits[:12])


def _named_character(name: str) -> str:
    try:
        found = unicodedata.lookup(name)
    except KeyError:
        return "N"  # no such character: `regex` will say so
    return found if len(found) == 1 else "N"
