"""Patterns: what is refused and where, what is shown to be linear, and that what is claimed holds."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import regex
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from scrubber.errors import Location, RuleError
from scrubber.patterns import compile_pattern, is_linear, literals_of
from scrubber.patterns.charsets import characters
from scrubber.patterns.flaws import flaws
from scrubber.patterns.reader import RefusedError, read_pattern
from scrubber.patterns.syntax import Chars
from scrubber.patterns.widths import Widths, alphabet, expanded_size
from scrubber.specs import Text, Unit

UNITS: tuple[Unit, ...] = ("line", "paragraph", "text")
LINE, COLUMN = 3, 9
LISTS: Mapping[str, Sequence[str]] = {
    "paper": ("Gazette", "Harbour Post", "Post"),
    "none": (),
    "gap": ("Gazette", ""),
    "long": ("x" * 1_000,) * 101,
}


def written(value: str) -> Text:
    return Text(value, Location(Path("rules.yaml"), LINE, COLUMN))


@dataclass(frozen=True)
class Wrong:
    pattern: str
    at: int
    says: tuple[str, ...]
    units: tuple[Unit, ...] = UNITS


def wrong(pattern: str, at: int, *says: str, units: Sequence[Unit] = UNITS) -> Wrong:
    return Wrong(pattern, at, says, tuple(units))


WRONG = [
    # what `regex` refuses, with a place and something to do
    wrong("Share (this", 11, "missing )", "`\\(`"),
    wrong("Share this)", 10, "unbalanced", "`\\)`"),
    wrong("Share [this", 11, "unterminated", "`\\[`"),
    wrong("*this", 0, "nothing to repeat"),
    wrong("Share**", 6, "multiple repeat"),
    wrong("[z-a]", 4, "bad character range"),
    wrong("(?z)this", 2, "no valid regex"),
    wrong("a{3,1}", 2, "min repeat greater"),
    wrong(r"(a)\2", 5, "invalid group reference"),
    wrong(r"\p{Harbour}", 11, "unknown property"),
    wrong(r"\N{KEYCAP DIGIT ONE}", 0, "no valid regex"),
    wrong("(?P<1>a)", 5, "group name"),
    # what it would take too long over
    wrong("(?:(?:a{1000}){1000}){10}", 0, "10,000,000 parts", "50,000", "lower the counts"),
    wrong("a{50001}", 0, "50,001 parts"),
    wrong("(?:(?:ab|c[de]){200}){200}", 0, "160,000 parts"),
    wrong("(?:" * 20 + "a" + ")+" * 20, 0, "1,048,576 parts"),
    wrong("(?:" * 12 + "a" + "){2,}" * 12, 0, "531,441 parts"),
    wrong("a" * 20_001, 0, "20,001 characters", "20,000"),
    wrong("(" * 60 + "a" + ")" * 60, 51, "nested more than 50 deep"),
    wrong(r"x\L<long>", 0, "101,000 characters", "phrases"),
    # lists
    wrong(r"By \L<papers>", 3, "unknown list `papers`", "did you mean `paper`?"),
    wrong(r"By \L<none>", 3, "the list `none`, which is empty"),
    wrong(r"By \L<gap>", 3, "the list `gap`", "an empty entry"),
    # what is written as if YAML were Python
    wrong("a\bShare", 1, "a backspace character", "single quotes"),
    wrong('r"Share"', 0, '`r"`', "Python"),
    wrong("r'Share'", 0, "`r'`", "Python"),
    wrong('R"Share"', 0, "Python"),
    # what would break a promise
    wrong("(?s)a.b", 2, "the flag `s`", "[\\s\\S]"),
    wrong("a(?is:.b)", 4, "the flag `s`"),
    wrong("(?V1)a", 2, "the flag `V1`"),
    wrong("(?e)a", 2, "fuzzy"),
    wrong("(?b)a", 2, "fuzzy"),
    wrong("(?p)a", 2, "the flag `p`"),
    wrong("(?r)a", 2, "backwards"),
    wrong("(?L)a", 2, "the flag `L`"),
    wrong("(?:harbour){e<=1}", 11, "begins no count", "fuzzy"),
    wrong("(?:harbour){s<=1,i}", 11, "begins no count"),
    wrong("a{x}", 1, "begins no count", "`\\{`"),
    wrong("a(?R)", 1, "calls itself"),
    wrong("(a)(?1)", 3, "calls itself"),
    wrong("(?P<n>a)(?&n)", 8, "calls itself"),
    wrong("(?P<n>a)(?P>n)", 8, "calls itself"),
    wrong("(a)(?-1)", 3, "calls itself"),
    wrong(r"a\Kb", 1, "`\\K`", "lookbehind"),
    wrong(r"\Ga", 0, "`\\G`"),
    # what can never match
    wrong("Share$ this", 5, "`$` with text after it"),
    wrong(r"Share\Z.+", 5, "`\\Z` with text after it"),
    wrong("(?:Share$|Print) this", 8, "`$` with text after it"),
    wrong("(?:Share$){2}", 8, "`$` with text after it"),
    wrong("Share^ this", 5, "`^` with text before it"),
    wrong(r"Share \Athis", 6, "`\\A` with text before it"),
    wrong(r"[^\s\S]", 0, "no character"),
    wrong(r"a(?:b|[^\d\D])", 6, "no character"),
    wrong(r"a[^\x00-\U0010ffff]", 1, "no character"),
    wrong(r"Share\nthis", 5, "a line break, which no line holds", units=["line"]),
    wrong("Share\nthis", 5, "a line break", units=["line"]),
    wrong(r"Share\Rthis", 5, "a line break", units=["line"]),
    wrong(r"Share(?:\n|\r)this", 8, "a line break", units=["line"]),
    wrong(r"Share[\n\r]+this", 5, "a line break", units=["line"]),
    wrong(r"Share(?=\n)", 8, "a line break", units=["line"]),
    wrong(r"Share\r\nthis", 5, "`\\r`", "`\\n`", units=["paragraph", "text"]),
    wrong(r"Share\n\nthis", 5, "a blank line", units=["paragraph", "text"]),
    wrong(r"Share\n{2,}this", 5, "a blank line", units=["paragraph", "text"]),
    wrong(r"\s+Share", 0, "a blank at the start", units=["line", "paragraph"]),
    wrong(r"^[ \t]Share", 1, "a blank at the start", units=["line", "paragraph"]),
    wrong(r"Share\s+$", 5, "a blank at the end", units=["line", "paragraph"]),
    wrong(r"Share|Print ", 11, "a blank at the end", units=["line", "paragraph"]),
    # what matches where nothing is
    wrong("", 0, "an empty pattern"),
    wrong("a*", 0, "the empty text, and so any line", units=["line"]),
    wrong(".*", 0, "the empty text, and so any paragraph", units=["paragraph"]),
    wrong("(?:this|)", 0, "the empty text, and so everywhere", units=["text"]),
    wrong(r"\b(?=S)", 0, "takes no text", units=["text"]),
    wrong("(?<=a)", 0, "takes no text", units=["text"]),
]


@pytest.mark.parametrize("case", WRONG, ids=[case.pattern[:30] for case in WRONG])
def test_what_is_wrong_is_told_at_its_place(case: Wrong) -> None:
    for unit in case.units:
        with pytest.raises(RuleError) as caught:
            compile_pattern(written(case.pattern), unit, LISTS)
        (problem,) = caught.value.problems
        assert problem.location == Location(Path("rules.yaml"), LINE, COLUMN + case.at), str(problem)
        for words in case.says:
            assert words in str(problem)


def test_there_are_enough_wrong_patterns() -> None:
    assert len(WRONG) >= 70
    assert len({case.pattern for case in WRONG}) == len(WRONG)


def test_every_dead_part_is_told() -> None:
    with pytest.raises(RuleError) as caught:
        compile_pattern(written(r" a$b[^\w\W]"), "line", {})
    assert [problem.location for problem in caught.value.problems] == [
        Location(Path("rules.yaml"), LINE, COLUMN + offset) for offset in (4, 2, 0)
    ]


# Patterns that look wrong and are not: unit, pattern, a text that it matches.
RIGHT: list[tuple[Unit, str, str]] = [
    ("line", r"Share(?:\n)?", "Share"),
    ("line", r"Share\s*", "Share"),
    ("line", r"(?:^|\W)Share$", "Share"),
    ("line", r"\s*Share", "Share"),
    ("line", r"(?m)^Share$", "Share"),
    ("line", r"(?:Share$|Print)", "Share"),
    ("line", r"[^\S]*Share", "Share"),
    ("line", r"[]a]+", "]a"),
    ("line", r"[a-]+", "-a"),
    ("line", r"[\d-x]+", "4-x"),
    ("line", r"Share\{1\}", "Share{1}"),
    ("line", r"a{,3}b", "aaab"),
    ("line", r"(?#a comment \) here)Share", "Share"),
    ("line", "(?x) Share \\ this # with a friend", "Share this"),
    ("line", r"(?i:SHARE) this", "share this"),
    ("line", r"(?V0)Share", "Share"),
    ("line", r"(?|(a)|(b))\1", "bb"),
    ("line", r"(a)?(?(1)b|c)", "ab"),
    ("line", r"(?:a(*FAIL)|b)", "b"),
    ("line", r"\N{DIGIT ONE}\x41\u00e9\101", "1AéA"),
    ("line", r"By \L<paper>", "By Harbour Post"),
    ("line", r'r"a" or "b"', 'r"a" or "b"'),
    ("paragraph", r"Share\nthis", "Share\nthis"),
    ("paragraph", r"(?m)^Share$\nthis", "Share\nthis"),
    ("text", r"\s+Share", " Share"),
    ("text", r"Share\r?\n", "Share\n"),
    ("text", r"(?=S)\w*", "Share"),
]


@pytest.mark.parametrize(("unit", "pattern", "text"), RIGHT, ids=[pattern[:30] for _, pattern, _ in RIGHT])
def test_what_only_looks_wrong_compiles(unit: Unit, pattern: str, text: str) -> None:
    assert compile_pattern(written(pattern), unit, LISTS).regex.fullmatch(text)


def test_a_pattern_knows_its_groups_in_order() -> None:
    pattern = compile_pattern(written(r"(?P<who>\w+) (x)? (?<place>\w+)"), "line", {})
    assert pattern.groups == ("who", "place")


def test_a_pattern_knows_whether_it_is_linear() -> None:
    assert compile_pattern(written("Share .*"), "line", {}).linear
    assert not compile_pattern(written(r"(\w+\s?)+!"), "line", {}).linear


def test_patterns_are_unicode_and_a_dot_stays_in_its_line() -> None:
    assert compile_pattern(written(r"\w+"), "line", {}).regex.fullmatch("Müller")
    assert not compile_pattern(written("a.b"), "text", {}).regex.search("a\nb")


def test_a_list_s_longest_entry_is_tried_too() -> None:
    found = compile_pattern(written(r"\L<paper>"), "text", LISTS).regex.search("the Harbour Post")
    assert found is not None
    assert found[0] == "Harbour Post"


def test_a_place_without_a_line_stays_as_it_is() -> None:
    with pytest.raises(RuleError) as caught:
        compile_pattern(Text("ab(", Location(Path("rules.yaml"))), "line", {})
    assert caught.value.problems[0].location == Location(Path("rules.yaml"))


# Time grows faster than the text, in the engine that we use: with most of them explosively.
NOT_LINEAR = [
    "(a+)+b", "(a|a)*b", ".*.*x", "a*a*b", r"(\w+\s?)*$", r"(\w+\s?)*!", "(.*,)*x", "(?:a|ab|b)*c", "(a*)*b",
    "(?:a?){30}a{30}", ".*foo", r"\w+ing", r"(?:\w+ )*x", r"(?:(?:ab){2} )*x", r"(?:ab?c)*d", r"(?:[^ ]+ ?)*x",
    r"[^/]+\s/ .*", r"(\w+)\1", r"(?:\X)*a", "(?f)(?i)a", r"(?:\w*x|a)*+b", r"(?<=\w+ )x", "(?:a{0,40}){0,40}b",
    r"\L<missing>", r".*?x.*?y", r"(?>.*x|a)*b", r"[^,]*\b,",
]  # fmt: skip
LINEAR = [
    "Read more", ".*", "Photo: .*", r"\d+ of \d+", "[^,]*, .*", "(?:ab )*x", r"(?:\w++ )*!", r"(?>(?:\w+ )*)x",
    r"(?:\w+ )*+x", ".*+", "(a|b)*c", ".*?foo", r"(?P<a>[^|]+)\|(?P<b>.*)", r"\(\w+\)", "(?i)read more.*",
    r"(?:[A-Z]\. )+", r"\L<paper>: .*", r"(?<=\w) – (?=based)", "^a?b{2,5}$", r"\bMr\. [A-Z]\w+",
    r"[\s\S]*", r"(?:a{2}[bc]{3} )*x", "(?:ab|cd)+!", r"[^\W\d]+\d+",
]  # fmt: skip
LINEAR_TEXT = [
    "Read more", r"\([^()]*\)", "“[^“”]*”", "^Photo: .*", r"\bMr\. [A-Z][a-z]+", r"\$ (?=\d)", r"\w{1,9} said",
    r"(?:^|x)a{1,3}", r"\L<paper>",
]  # fmt: skip
NOT_LINEAR_TEXT = [
    "Photo: .*", r"\w+ said", r"\s+\.", ".*", "a[ab]*c", r"(?=.*x)a", "(?:^|x).*y", r"(?m)^\s+x", ".*?foo", "“[^”]*”", "x[ab]*?a b",
]  # fmt: skip


@pytest.mark.parametrize("pattern", NOT_LINEAR)
def test_what_is_not_linear_is_never_shown_to_be(pattern: str) -> None:
    assert not is_linear(pattern, "line", LISTS)
    assert not is_linear(pattern, "text", LISTS)


@pytest.mark.parametrize("pattern", LINEAR)
def test_what_is_plainly_linear_is_shown_to_be(pattern: str) -> None:
    assert is_linear(pattern, "line", LISTS)
    assert is_linear(pattern, "paragraph", LISTS)


def test_a_search_starts_anywhere_and_must_be_linear_all_the_same() -> None:
    assert [pattern for pattern in LINEAR_TEXT if not is_linear(pattern, "text", LISTS)] == []
    assert [pattern for pattern in NOT_LINEAR_TEXT if is_linear(pattern, "text", LISTS)] == []


def test_what_is_refused_is_not_linear() -> None:
    assert not is_linear("(?R)")
    assert literals_of("(?R)") == ()


@pytest.mark.parametrize(
    ("pattern", "literals"),
    [
        ("Read more", ("read more",)),
        (r"Photo: (\w+) / (?:Gazette)!", ("photo: ", " / gazette!")),
        ("(?i)Photo by", ("photo by",)),
        ("(?i)sit", ("s", "t")),
        ("(?i)Ölfass", ("lfass",)),
        ("a?b|c", ()),
        ("ab?c", ("a", "c")),
        ("STRASSE ẞ", ("strasse ss",)),
    ],
)
def test_literals_of_a_pattern(pattern: str, literals: tuple[str, ...]) -> None:
    assert literals_of(pattern) == literals


# Patterns put together from parts, so that nearly all of them compile.
ATOMS = st.sampled_from(
    ["a", "b", "I", "ß", " ", ",", r"\n", r"\.", r"\w", r"\W", r"\s", r"\S", r"\d", r"\D", "[ab]", "[^a]", "[a-f]", "[^\\W_]",
     r"[\s,]", r"[^\s,]", r"[\w-]", "[]x]", r"[^]x]", "[a\\-z]", r"\p{Lu}", r"\P{L}", r"[\p{Ll}5]", r"[^\p{Ll}5]", "[[:alpha:]]",
     ".", "^", "$", r"\b", r"\B", r"\A", r"\Z", r"\x41", r"\R", "(?=a)", "(?!b)", "(?<=a)", "(?<!b)", r"\L<paper>", "(?#x)"]
)  # fmt: skip
COUNTS = st.sampled_from(
    ["", "", "", "*", "+", "?", "{2}", "{0,3}", "{,2}", "{2,}", "*?", "+?", "??", "*+", "++", "{1,2}+", "{0}"]
)
WRAPPERS = st.sampled_from(
    ["(?:{})", "({})", "(?>{})", "(?i:{})", "(?={}).", "{}|a", "(?:b|{})", "(?|{}|c)", "(?i){}"]
)
PIECES = st.builds(lambda atom, count: atom + (count if len(atom) < 4 else ""), ATOMS, COUNTS)
PATTERNS = st.recursive(
    PIECES,
    lambda inner: st.one_of(
        st.lists(inner, min_size=1, max_size=4).map("".join),
        st.builds(
            lambda wrapper, part, count: f"(?:{wrapper.replace('{}', part)}){count}", WRAPPERS, inner, COUNTS
        ),
    ),
    max_leaves=8,
)
TEXTS = st.text(st.sampled_from("abfxIißẞ ,.\n5A_-]ıſK\u00a0é"), max_size=12) | st.sampled_from(
    LISTS["paper"]
)


def compiled(pattern: str) -> regex.Pattern[str]:
    lists: dict[str, Any] = {"paper": list(LISTS["paper"])} if "\\L" in pattern else {}
    try:
        return regex.compile(pattern, regex.VERSION0, **lists)
    except regex.error:
        assume(False)
        raise


def found_in(pattern: str, texts: list[str]) -> list[str]:
    """Return what the pattern matches in the texts, as wholes and as parts."""
    expression = compiled(pattern)
    found = [match[0] for text in texts for match in expression.finditer(text, timeout=1)]
    return found + [text for text in texts if expression.fullmatch(text, timeout=1)]


@settings(max_examples=200, deadline=None)
@given(PATTERNS, st.lists(TEXTS, min_size=1, max_size=5))
def test_a_pattern_s_tree_says_true_things_of_its_matches(pattern: str, texts: list[str]) -> None:
    matches = found_in(pattern, texts)
    tree = read_pattern(pattern)
    widths = Widths(LISTS)
    holds = alphabet(tree.root, LISTS)
    for match in matches:
        assert widths.least(tree.root) <= len(match)
        most = widths.most(tree.root)
        assert most is None or len(match) <= most
        assert not any(characters(character).disjoint(holds) for character in match)
        for literal in literals_of(pattern):
            assert literal in match.casefold()


@settings(max_examples=200, deadline=None)
@given(
    st.lists(
        st.builds(str.__add__, ATOMS.filter(lambda atom: "(" not in atom), st.sampled_from(["", "+"])),
        max_size=4,
    ),
    st.lists(TEXTS, min_size=1, max_size=8),
)
def test_what_is_said_to_be_dead_matches_nothing(parts: list[str], texts: list[str]) -> None:
    """Where every part must match, one that cannot makes the whole dead."""
    pattern = "".join(parts)
    expression = compiled(pattern)
    for unit in UNITS:
        if list(flaws(read_pattern(pattern).root, pattern, unit, Widths(LISTS))):
            assert [
                text for text in map(_as_unit(unit), texts) if expression.fullmatch(text, timeout=1)
            ] == []


def _as_unit(unit: Unit) -> Callable[[str], str]:
    """Return what makes a text one that a unit can be: trimmed, a line of one, a paragraph without blank ones."""
    if unit == "line":
        return lambda text: text.replace("\n", " ").strip()
    return lambda text: regex.sub(r"\s*\n\s*", "\n", text).strip()


@settings(max_examples=200, deadline=None)
@given(st.sampled_from(["", "(?i)"]), st.booleans(), st.lists(
    st.sampled_from(["a", "A", "k", "s", "I", "é", "ß", "K", "ſ", "-", r"\]", r"\d", r"\D", r"\w", r"\W", r"\s", r"\S", "a-f", "À-ÿ",
                     "!-~", r"\p{Lu}", r"\P{N}", "[:digit:]", r"\x41", r"\n", r"\h", "一-龥", r"\x00-\U0010ffff"]),
    min_size=1, max_size=4), st.lists(st.characters(), max_size=20))  # fmt: skip
def test_a_set_is_never_taken_for_smaller_than_it_is(
    flag: str, negated: bool, items: list[str], sample: list[str]
) -> None:
    pattern = f"{flag}[{'^' * negated}{''.join(items)}]"
    # The class is asked without its `^`: in some releases of `regex`, `[^\s\S]` matches everything.
    expression = compiled(f"{flag}[{''.join(items)}]")
    node = read_pattern(pattern).root
    assert isinstance(node, Chars)
    characters_tried = [*sample, *"aAkKsSſKiIıİéÉßẞ1_- \n\u00a0!~]中字"]
    inside = [c for c in characters_tried if negated == (expression.fullmatch(c) is None)]
    assert not any(characters(character).disjoint(node.chars) for character in inside)
    if inside:
        assert not node.chars.is_empty()
    if node.chars.within("\n\r"):
        assert set(inside) <= set("\n\r")


@given(st.text(st.sampled_from("ab(){}[]|?*+.^$\\<>=!:PLRi-,0123x# \n&~"), max_size=30))
def test_the_reader_reads_anything(pattern: str) -> None:
    try:
        tree = read_pattern(pattern)
    except RefusedError as refused:
        assert 0 <= refused.at <= len(pattern)
        assert refused.found
        assert refused.remedy
        return
    assert expanded_size(tree.root, LISTS) >= 0
    assert Widths(LISTS).least(tree.root) >= 0
