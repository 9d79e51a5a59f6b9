"""Authors' regexes, compiled safely: what is wrong is said with its place inside the pattern."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache

import regex

from scrubber.errors import Problem, RuleError, listed, nearest
from scrubber.patterns.flaws import flaws
from scrubber.patterns.linearity import shown_linear
from scrubber.patterns.reader import RefusedError, read_pattern
from scrubber.patterns.regexes import compile_regex, fail, place_at
from scrubber.patterns.syntax import Listed, Tree, walk
from scrubber.patterns.widths import Lists, Widths, expanded_size, literal_runs
from scrubber.specs import Text, Unit
from scrubber.values import dataclass

MAX_LENGTH = 20_000
MAX_SIZE = 50_000  # what `regex` compiles in some hundredths of a second
MAX_LIST = 100_000  # a long list costs its author a second at most, and knowingly
_PATIENCE = 1.0  # seconds, for the one match tried here: against the empty text

_RAW = regex.compile(r"""[rR](["'])(?:(?!\1)[\s\S])*\1""")


@dataclass(frozen=True, slots=True)
class Pattern:
    """A compiled regex with the names of its groups, in order.

    ``linear``: matching a unit with it is shown to take time in proportion to the unit's length; any other
    pattern needs units of bounded length and a time limit. ``tree`` is what was read, with the ``lists`` that
    it names; a match takes ``least`` to ``most`` characters, None where there is no bound.
    """

    regex: regex.Pattern[str]
    linear: bool
    groups: tuple[str, ...]
    tree: Tree
    lists: Lists
    least: int
    most: int | None


def compile_pattern(text: Text, unit: Unit, lists: Mapping[str, Sequence[str]]) -> Pattern:
    """Compile a pattern that is to match a whole line or paragraph, or parts of a paragraph ("text").

    ``lists`` are what `\\L<name>` can name. Raises RuleError with the place inside the pattern: it does not
    compile, costs too much, can never match, matches the empty text, or breaks a promise of the engine.
    """
    named = lists.items() if "\\L" in text.value else ()
    return _compiled_once(text, unit, tuple((name, tuple(entries)) for name, entries in named))


@lru_cache(maxsize=4096)
def _compiled_once(text: Text, unit: Unit, listed: tuple[tuple[str, tuple[str, ...]], ...]) -> Pattern:
    """Compile: a pattern is tried out while its rule is read, and wanted again when the rule is compiled."""
    lists = dict(listed)
    _check_as_written(text)
    tree = _read(text)
    named = _named_lists(text, tree, lists)
    _check_size(text, tree, named)
    compiled = compile_regex(text, named)
    widths = Widths(named)
    problems = [
        Problem(place_at(text, flaw.at), flaw.found, remedy=flaw.remedy)
        for flaw in flaws(tree.root, text.value, unit, widths)
    ]
    if not problems:
        problems = list(_empty_matches(text, tree, unit, compiled, widths))
    if problems:
        raise RuleError(problems)
    groups = sorted(compiled.groupindex, key=lambda name: compiled.groupindex[name])
    linear = shown_linear(tree, unit, named)
    return Pattern(
        compiled, linear, tuple(groups), tree, named, widths.least(tree.root), widths.most(tree.root)
    )


def is_linear(text: str, unit: Unit = "text", lists: Lists | None = None) -> bool:
    """Whether matching is shown to take time in proportion to the unit; False where it is not shown.

    >>> is_linear(r"[^,]*, aged \\d+", "line"), is_linear(r"(\\w+\\s?)*!", "line")
    (True, False)
    """
    try:
        return shown_linear(read_pattern(text), unit, lists or {})
    except RefusedError:
        return False


def literals_of(text: str) -> tuple[str, ...]:
    """Return texts that every match of a pattern holds, once the text is case-folded; () if none is known.

    >>> literals_of(r"(?i)Photo: \\w+ / agency")
    ('photo: ', ' / agency')
    """
    try:
        return tuple(literal_runs(read_pattern(text).root))
    except RefusedError:
        return ()


def _check_as_written(text: Text) -> None:
    """Name what comes of writing a regex as if YAML were Python."""
    if len(text.value) > MAX_LENGTH:
        found = f"a pattern of {len(text.value):,} characters"
        fail(text, 0, found, f"at most {MAX_LENGTH:,}", "split it, or put the words into a list: `\\L<name>`")
    if (at := text.value.find("\b")) >= 0:
        remedy = "put the pattern into single quotes: between double quotes YAML reads `\\b` as a backspace"
        fail(text, at, "a backspace character", "`\\b`, the edge of a word", remedy)
    if _RAW.fullmatch(text.value):
        remedy = "take out the `r` and put the pattern into single quotes"
        fail(text, 0, f"`r{text.value[1]}`, which is Python and not YAML", "the pattern itself", remedy)


def _read(text: Text) -> Tree:
    try:
        return read_pattern(text.value)
    except RefusedError as refused:
        fail(text, refused.at, refused.found, "", refused.remedy)


def _named_lists(text: Text, tree: Tree, lists: Lists) -> dict[str, tuple[str, ...]]:
    """Return the lists that the pattern names. An empty one would match the empty text everywhere."""
    named = {}
    for part in walk(tree.root):
        if not isinstance(part, Listed):
            continue
        if part.name not in lists:
            expected = listed(lists) if lists else "a list of this pack, and it has none"
            fail(text, part.at, f"unknown list `{part.name}`", expected, nearest(part.name, lists))
        named[part.name] = tuple(lists[part.name])
        if not named[part.name] or "" in named[part.name]:
            fail(
                text,
                part.at,
                f"the list `{part.name}`, which is empty or has an empty entry",
                "",
                "add entries",
            )
    return named


def _check_size(text: Text, tree: Tree, named: Lists) -> None:
    entries = sum(
        len(entry) for part in walk(tree.root) if isinstance(part, Listed) for entry in named[part.name]
    )
    size = expanded_size(tree.root, {})
    if entries > MAX_LIST:
        found = f"lists of {entries:,} characters in one pattern"
        fail(text, 0, found, f"at most {MAX_LIST:,}", "use `phrases:` with a slot, which looks entries up")
    if size > MAX_SIZE:
        found = f"a pattern of {size:,} parts, its repeats laid out"
        fail(text, 0, found, f"at most {MAX_SIZE:,}", "lower the counts, or write `+` or `*` for them")


def _empty_matches(
    text: Text, tree: Tree, unit: Unit, compiled: regex.Pattern[str], widths: Widths
) -> Iterator[Problem]:
    """Find a pattern that matches where there is nothing."""
    if not text.value:
        yield Problem(text.location, "an empty pattern", "a regex", "")
    elif unit == "text" and widths.most(tree.root) == 0:
        remedy = "let it take some text: what only looks around changes nothing"
        yield Problem(text.location, "a pattern that takes no text", "", remedy)
    elif compiled.fullmatch("", timeout=_PATIENCE) is not None:
        remedy = "let it need something: `+` instead of `*`, say"
        where = "everywhere" if unit == "text" else f"any {unit} or none"
        yield Problem(text.location, f"a pattern that matches the empty text, and so {where}", "", remedy)
