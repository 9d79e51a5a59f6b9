"""A plan leaves out what cannot match, and comes to what the plain interpreter comes to: the same edits."""

from __future__ import annotations

import re
import tracemalloc
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from scrubber.compile import Plan, compile_plan
from scrubber.document import Document
from scrubber.line_index import LineIndex
from scrubber.needs import DIGIT, END, FIRST, LAST, START, Need, tokens
from scrubber.packs import load_packs
from scrubber.pattern_needs import pattern_needs
from scrubber.pattern_texts import needed_texts
from scrubber.patterns import compile_pattern
from scrubber.phrases import parse_phrase, samples
from scrubber.pipeline import Cleaner
from scrubber.plugins import load
from scrubber.specs import PackSpec, PhrasesSpec, RuleSpec, Text
from tests.test_properties import HERE, files, packs

PACKS = ("news", "german")


@cache
def bundled() -> tuple[tuple[PackSpec, ...], Plan, Plan]:
    loaded = load_packs(PACKS, Path(__file__).parent)
    return loaded, compile_plan(loaded, load()), compile_plan(loaded, load(), plain=True)


@cache
def lines() -> list[str]:
    """Lines that the rules of the bundled packs match, and lines that nearly are such."""
    found = [line for pack in bundled()[0] for rule in pack.rules for line in _lines_of(rule, pack)]
    return sorted({line for line in found if line.strip()})


def _lines_of(rule: RuleSpec, pack: PackSpec) -> list[str]:
    found = [line for example in (*rule.examples, *rule.keep) for line in example.before.splitlines()]
    if isinstance(rule.matcher, PhrasesSpec):
        for text in rule.matcher.phrases:
            found += samples(parse_phrase(text, pack.lists))[:4]
    return found


SPELLINGS: list[Callable[[str], str]] = [str, str.upper, str.lower, str.title, str.swapcase, lambda line: line.replace("i", "ı"),
             lambda line: line.replace("I", "İ"), lambda line: line.replace("s", "ſ").replace("k", "\u212a"),
             lambda line: line.replace(" ", "\u00a0 "), lambda line: line.replace("'", "’"),
             lambda line: line + ":", lambda line: line * 2]  # fmt: skip
PROSE = "The harbour board agreed on Tuesday to dredge the old channel before the autumn storms came."


@st.composite
def spelt(draw: st.DrawFn) -> str:
    spelling: Callable[[str], str] = draw(st.sampled_from(SPELLINGS)) if draw(st.integers(0, 3)) == 0 else str
    return spelling(draw(st.sampled_from(lines())))


@settings(deadline=None, max_examples=150, suppress_health_check=list(HealthCheck))
@given(st.lists(spelt() | st.just(PROSE), min_size=1, max_size=40), st.sampled_from(["\n", "\n\n"]))
def test_the_bundled_packs_come_to_what_the_plain_interpreter_comes_to(made: list[str], end: str) -> None:
    _, plan, plain = bundled()
    assert len(lines()) > 1_000
    text = end.join(made)
    with Cleaner(plan, unsafe=True) as fast, Cleaner(plain, unsafe=True) as reference:
        assert fast.clean(Document(text)) == reference.clean(Document(text))


@settings(deadline=None, suppress_health_check=list(HealthCheck))
@given(packs(), files())
def test_random_packs_come_to_what_the_plain_interpreter_comes_to(pack: PackSpec, data: bytes) -> None:
    document = Document.from_bytes(data)
    plans = [compile_plan([pack], load(), plain=plain) for plain in (False, True)]
    results = []
    for plan in plans:
        with Cleaner(plan, unsafe=True) as cleaner:
            results.append(cleaner.clean(document))
    assert results[0] == results[1]


PATTERNS = {
    r"(?i:photo|image) by .*": {frozenset({FIRST + "photo", FIRST + "image"})},
    r"Copyright (?:©|\(c\)) \d{4}.*": {frozenset({FIRST + "copyright" + END}), frozenset({DIGIT})},
    r"[^,]+(?:harbour|bridge)?": set(),
    r"(?=.*\d)[a-z0-9 ]+": {frozenset({DIGIT})},
    r"(?:abc)+x{0,2}": {frozenset({FIRST + "abc"})},
    r"(?!never)(?:red|(?:green|blue))s?": {frozenset({FIRST + "red", FIRST + "green", FIRST + "blue"})},
    r"The .* of the .*": {frozenset({FIRST + "the" + END})},
    r".* of the [a-z]+": {frozenset({START + "the" + END})},
    r".* (?:photo|film)[.]?": {frozenset({START + "photo" + END, START + "film" + END})},
    r".* (?:photo|film) .*": {frozenset({START + "photo" + END, START + "film" + END})},
    r".*\b(?:photo|film)\b.*": {frozenset({START + "photo" + END, START + "film" + END})},
    r".*(?:photo|film)": {frozenset({"photo" + LAST, "film" + LAST})},
    r"[^.]+ gallery": {frozenset({START + "gallery" + LAST})},
    r".*[$€] ?\d.*": {frozenset({"$", "€"}), frozenset({DIGIT})},
    r"(?:an?|\d\d)?[ ]?[ ,]{0,2}read.*": {
        frozenset({FIRST + "a", FIRST + DIGIT, FIRST + ",", FIRST + "read"})
    },
    r"[3-9]+ [|] .*": {frozenset({FIRST + DIGIT})},
}


def needs_of(pattern: str) -> tuple[Need, ...]:
    compiled = compile_pattern(Text(pattern, HERE), "line", {})
    return pattern_needs(compiled.tree.root, {})


@pytest.mark.parametrize(("pattern", "wanted"), PATTERNS.items(), ids=PATTERNS)
def test_what_a_pattern_needs_is_found(pattern: str, wanted: set[Need]) -> None:
    assert wanted <= set(needs_of(pattern))
    assert bool(wanted) == bool(needs_of(pattern))


@settings(deadline=None, suppress_health_check=list(HealthCheck))
@given(st.sampled_from(sorted(PATTERNS)), st.data())
def test_every_match_meets_the_needs(pattern: str, data: st.DataObject) -> None:
    line = data.draw(st.from_regex(re.compile(pattern.replace("(?i:", "(?:")), fullmatch=True))
    index = LineIndex()
    numbers = index.add(needs_of(pattern))
    assert index.meets(line, numbers) and index.meets(line.upper(), numbers)


@given(st.text(max_size=40), st.integers(0, 40), st.integers(1, 8))
def test_a_piece_of_a_line_lies_in_one_of_its_words(line: str, at: int, width: int) -> None:
    words = tokens(line)
    assert all(any(piece in word for word in words) for piece in tokens(line[at : at + width]))


TEXTS = {
    r"(?<=\w)\h(?=[,.])": {" ,", " ."},
    r"(?<=\w)(?:\h,?(?=,)|,\h?(?=,\h\w))": {" ,", ",,"},
    r"Read (?:more|on)[.!]?": {"Read more", "Read on"},
    r"(?i:more)[a-z]+\|\|": {"more", "MORE", "More"},
    r"\w+, \w+": set(),
    r"(?!\.\.)[a-z]+": set(),
    r"(?:\.\.)?[a-z]+": set(),
    r"(?:\|\|)+[a-z]*": {"||"},
}


@pytest.mark.parametrize(("pattern", "wanted"), TEXTS.items(), ids=TEXTS)
def test_the_texts_that_a_search_needs_are_found(pattern: str, wanted: set[str]) -> None:
    found = needed_texts(compile_pattern(Text(pattern, HERE), "text", {}).tree.root)
    assert wanted <= set(found)
    assert bool(wanted) == bool(found)


@settings(deadline=None, suppress_health_check=list(HealthCheck))
@given(st.sampled_from(sorted(TEXTS)), st.text("ab ,.|!\tRM", max_size=30), st.integers(0, 30), st.sampled_from(
    [" ,", " .", ", ,", ",, a", "Read more", "Read on", "MORE||", "morea||", ".."]))  # fmt: skip
def test_a_unit_with_a_match_holds_one_of_the_texts(pattern: str, text: str, at: int, piece: str) -> None:
    compiled = compile_pattern(Text(pattern, HERE), "text", {})
    texts = needed_texts(compiled.tree.root)
    unit = text[:at] + piece + text[at:]
    if texts and compiled.regex.search(unit):
        assert any(each in unit for each in texts)


def test_what_is_known_of_very_long_lines_is_not_kept_for_long() -> None:
    index = LineIndex()
    index.add(needs_of(r"(?:abc)+x{0,2}"))
    tracemalloc.start()
    try:
        for number in range(30):
            index.facts(f"{number} " * 50_000)
        held, _ = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert held < 1_000_000
