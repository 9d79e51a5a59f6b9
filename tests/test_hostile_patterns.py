"""Patterns and phrases made to hurt: each compiles or is refused at its place, soon, and none runs away.

Times are of this process's CPU and bounded with a wide margin: what these tests are to find takes minutes.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TypeVar

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scrubber.errors import Location, RuleError
from scrubber.patterns import Pattern, compile_pattern, is_linear
from scrubber.phrases import compile_phrases, parse_phrase
from scrubber.specs import Text, Unit

Result = TypeVar("Result")
COLUMN = 7
SOON = 3.0  # seconds of CPU
LISTS: Mapping[str, Sequence[str]] = {
    "few": ("a", "a a", "a a a", "b"),
    "many": (*(f"Upper Town {number}" for number in range(80)), "a", "of"),
    "huge": tuple(f"Some Harbour {number}" for number in range(5_000)),
}


def written(value: str) -> Text:
    return Text(value, Location(Path("rules.yaml"), 2, COLUMN))


def within_time(run: Callable[[], Result]) -> Result:
    start = time.process_time()
    result = run()
    assert time.process_time() - start < SOON
    return result


def compiled_or_refused(pattern: str, unit: Unit) -> Pattern | None:
    """Compile; a refusal must point into the pattern and say something."""
    try:
        return compile_pattern(written(pattern), unit, LISTS)
    except RuleError as error:
        for problem in error.problems:
            assert problem.location is not None
            assert COLUMN <= problem.location.column <= COLUMN + len(pattern)
            assert problem.found
        return None


def nested(opening: str, inside: str, closing: str, times: int) -> str:
    return opening * times + inside + closing * times


COSTLY = [
    "(?:(?:a{1000}){1000}){10}",
    "(?:(?:(?:(?:a{99}){99}){99}){99}){99}",
    "a{65535}{65535}",
    "(?:a{50000}b{50000})",
    "a{0,4294967294}",
    "a{4294967296}",
    "a{99999999999999999999}",
    "(?:a|b|[cd]){50000}",
    "(?:(?:a?){200}){200}",
    nested("(?:", "a", "){1}", 50),
    nested("(?:", "", "){2}", 50),
    nested("(?:", "a", "){1,2}", 50),
    nested("(?:", "a", ")+", 50),
    nested("(?:", "a", "){2,}", 14),
    nested("(", "a", ")?", 50),
    nested("(?=", "a", ")", 50) + "a",
    nested("(?:a|", "a", ")*", 50),
    nested("(", "a", ")", 51),
    nested("(", "a", ")", 5_000),
    nested("[", "a", "]", 5_000),
    "(" * 20_000,
    ")" * 20_000,
    "[" * 20_000,
    "\\" * 19_999,
    "a|" * 9_999 + "a",
    "(?:a|b)" * 2_857,
    "a*" * 10_000,
    "(?i)" + "ſß" * 9_990,
    "[" + "a-z" * 6_000 + "]",
    "(?i)[" + "\u0100-\U0010ffff" * 5_000 + "]",
    r"\p{L}" * 4_000,
    r"\L<many>" * 2_000,
    r"\L<huge>",
    "(?x)" + " # \n" * 4_900 + "a",
    "(?P<n>a)" * 2_000,
    "(a)" * 6_000 + r"\1",
    "(?#" + "x" * 19_000,
    "a{" * 9_000,
    "{" + "1" * 19_000 + "}",
    "a{" + "1" * 5_000 + "}",
    r"\N{" + "A" * 19_000 + "}",
    r"(?<=" + "a?" * 5_000 + ")b",
]


@pytest.mark.parametrize("pattern", COSTLY, ids=[pattern[:30] for pattern in COSTLY])
def test_a_costly_pattern_is_compiled_or_refused_soon(pattern: str) -> None:
    within_time(lambda: compiled_or_refused(pattern, "line"))
    within_time(lambda: is_linear(pattern, "text", LISTS))


def test_some_costly_patterns_are_refused_and_some_are_not() -> None:
    compiled = [compiled_or_refused(pattern, "line") is not None for pattern in COSTLY]
    assert 5 <= sum(compiled) <= len(COSTLY) - 10


SIGNS = "ab1 (((()))[[]]{{}}||??**++..^$\\\\<>=!:,-#&~PRLNpdwsbAZKGxuV0imsx\n\t\x00é字"
TOKENS = st.sampled_from(
    ["(?:", "(?=", "(?<!", "(?>", "(?|", "(?P<n>", "(?P=n)", "(?(1)", "(?i)", "(?x)", "(?m:", "(?#", "(*SKIP)", ")", "|",
     "[", "[^", "]", "-", "[:alpha:]", "a", "b", ".", "^", "$", r"\b", r"\w", r"\s", r"\1", r"\g<n>", r"\X", r"\R", r"\p{L}",
     r"\N{DIGIT ONE}", r"\x41", r"\L<few>", r"\L<x>", "*", "+", "?", "*+", "+?", "{2}", "{0,3}", "{,9}", "{3,1}", "{999}",
     "{e<=1}", "é", " ", "\n"]
)  # fmt: skip
HOSTILE = (
    st.text(st.sampled_from(SIGNS), max_size=40)
    | st.lists(TOKENS, max_size=15).map("".join)
    | st.text(max_size=20)
)
UNITS: st.SearchStrategy[Unit] = st.sampled_from(("line", "paragraph", "text"))


@settings(max_examples=400, deadline=None)
@given(HOSTILE, UNITS)
def test_any_string_is_a_pattern_or_is_refused(pattern: str, unit: Unit) -> None:
    found = within_time(lambda: compiled_or_refused(pattern, unit))
    if found and found.linear:
        for text in ("a" * 5_000, "ab " * 2_000 + "!"):
            within_time(lambda text=text: [match.end() for match in found.regex.finditer(text)])  # type: ignore[misc]


@pytest.mark.parametrize(
    "pattern",
    [
        "(a+)+b",
        "(a|a)*b",
        "(?:a?){28}a{28}!",
        r"(\w+\s?)*!",
        "(.*,)*x",
        "(a*)*b",
        r"(?:\w*x|a)*+b",
        "(?=(a+)+b)a",
    ],
)
def test_what_could_run_away_is_not_said_to_be_linear(pattern: str) -> None:
    for unit in ("line", "paragraph", "text"):
        found = compiled_or_refused(pattern, unit)
        assert found is not None
        assert not found.linear


@pytest.mark.parametrize(
    "pattern",
    [
        ".+",
        "Photo: .*",
        "[^,]*, .*",
        r"(?:\w++ )*!",
        r"(?:\w+ )*+!",
        ".*?foo",
        "(?:ab|cd)+!",
        r"\L<few>: .*",
        "(a|b)*c",
    ],
)
def test_what_is_said_to_be_linear_does_not_run_away(pattern: str) -> None:
    found = compiled_or_refused(pattern, "line")
    assert found is not None
    assert found.linear
    for unit in ("a", "ab", "ab ", "a,", "foo ", "abcd", "a: "):
        for end in ("", "!", "?", "c?", "foo?"):
            text = unit * 100_000 + end
            within_time(lambda text=text: found.regex.fullmatch(text))  # type: ignore[misc]


PHRASES = [
    "{words} a {b:words} a {c:words} a {d:words} a {e:words}",
    "{words} {many} {w:words} {few} {x:words}!",
    "{name} {n:name} {m:name} {o:name} {p:name}!",
    "{few} {g:few} {h:few} {i:few} {j:few}!",
    "{many} {a:many} {b:many}!",
    "{int}{i:int}{j:int}{k:int}!",
    "{words}{name}{w:words}{n:name}{x:words}!",
    "{url}{u:url}{v:url}!",
    "{email}{f:email}{g:email}!",
    "{hex}{h:hex}{i:hex}!",
    "{words}: {a:name}, {b:name}, {c:name} {d:name} / {f:words}!",
    "[a |a b |b ][a |a b |b ][a |a b |b ][a |a b |b ]{words}!",
    "[[a] [a] [a] [a] [a] [a] [a] {words} [a] [a] [a]]{int}",
    "{date} {words} {time} {w:words} {d:date}!",
]
LINES = [
    "a ", "a a b ", "A ", "A a ", "Aa, ", "a, A / ", "1 ", "1,111,", "11", "a.b", "a@b.cc", "1a", "\u200b", "A-a'", "A. ",
    "a", "A", "Upper Town 1 ", "March 3, 2024 ", "4:15 p.m. ", "王", "A de ", "a: ", "of a ",
]  # fmt: skip


@pytest.mark.parametrize("phrase", PHRASES)
def test_no_line_makes_a_phrase_run_away(phrase: str) -> None:
    matcher = compile_phrases([parse_phrase(written(phrase), LISTS)], LISTS)
    for unit in LINES:
        for size in (20, 60, 150, 1_000):
            for end in ("", "!", "x!", "?!"):
                line = (unit * 1_000)[: size - len(end)] + end
                within_time(lambda line=line: matcher.match(line))  # type: ignore[misc]


@settings(max_examples=300, deadline=None)
@given(
    st.text(st.sampled_from("ab 1[]|{}\\:words,n"), max_size=40),
    st.text(st.sampled_from("ab 1Aé:/"), max_size=40),
)
def test_any_string_is_a_phrase_or_is_refused(value: str, line: str) -> None:
    try:
        phrase = within_time(lambda: parse_phrase(written(value), LISTS))
    except RuleError as error:
        assert all(problem.location and problem.location.column >= COLUMN for problem in error.problems)
        return
    within_time(lambda: compile_phrases([phrase], LISTS).match(line))
