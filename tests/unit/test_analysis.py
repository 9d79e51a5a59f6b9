"""What is known of matchers before a line is seen, and that nobody has to find it out a second time."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from scrubber import analysis, patterns
from scrubber.analysis import deriving, needs_of, pattern_of, ways_of
from scrubber.analysis.deriving import analyse, matchers_in
from scrubber.compile import compile_plan
from scrubber.document import Document
from scrubber.errors import Location
from scrubber.packs import available_packs, load_pack, load_packs
from scrubber.packs.encoding import decode, encode
from scrubber.pipeline import Cleaner
from scrubber.plugins import load
from scrubber.specs import LinesSpec, PackSpec, PatternSpec, PhrasesSpec, Text, UnitSpec

LISTS = {"ship": ("Heron", "Gannet")}


def text(value: str) -> Text:
    return Text(value, Location(Path("rules.yaml"), 1, 1))


def matchers(pack: PackSpec) -> list[PhrasesSpec | PatternSpec]:
    return list(matchers_in(pack))


def test_every_matcher_of_a_pack_is_found_wherever_it_stands() -> None:
    pack = load_pack(available_packs()["web"].folder)
    own = [rule.matcher for rule in pack.rules if isinstance(rule.matcher, PhrasesSpec | PatternSpec)]
    inner = [
        matcher
        for rule in pack.rules
        for condition in (
            *rule.where,
            *rule.unless,
            *(item.condition for item in (rule.matcher.items if isinstance(rule.matcher, LinesSpec) else ())),
            *((rule.matcher.condition,) if isinstance(rule.matcher, UnitSpec) else ()),
        )
        for matcher in (*condition.matchers, *(near.matcher for near in condition.neighbours if near.matcher))
    ]
    found = {id(matcher) for matcher in matchers(pack)}
    assert own and inner
    assert {id(matcher) for matcher in (*own, *inner)} <= found


@pytest.mark.parametrize("name", sorted(available_packs()))
def test_what_is_kept_is_what_would_be_found_out(name: str) -> None:
    pack = load_pack(available_packs()[name].folder)
    wanted = [needs_of(spec, pack.lists) for spec in matchers(pack)]
    ways = [ways_of(spec, pack.lists) for spec in matchers(pack) if isinstance(spec, PhrasesSpec)]
    analyse(pack)
    kept = decode(encode(pack), pack.folder)
    assert all((spec.ways if isinstance(spec, PhrasesSpec) else spec.analysis) for spec in matchers(kept))
    assert [needs_of(spec, pack.lists) for spec in matchers(kept)] == wanted
    assert [spec.ways for spec in matchers(kept) if isinstance(spec, PhrasesSpec)] == ways


def test_a_judged_pattern_is_the_one_that_is_read() -> None:
    spec = PatternSpec("line", text(r"(?P<ship>\L<ship>) sails(?: at \d+)?"))
    read = pattern_of(spec, LISTS)
    pack = PackSpec("harbour", Path("harbour"), spec.pattern.location, (), lists=LISTS)
    object.__setattr__(pack, "rules", (spec,))
    analyse(pack)
    judged = pattern_of(spec, LISTS)
    assert isinstance(judged, analysis.LazyPattern) and not isinstance(read, analysis.LazyPattern)
    assert (judged.linear, judged.groups) == (read.linear, read.groups) == (True, ("ship",))
    assert (judged.least, judged.most) == (read.least, read.most)
    found = judged.regex.fullmatch("Gannet sails at 9")
    assert found and found["ship"] == "Gannet"
    assert not judged.regex.fullmatch("Petrel sails")


def test_a_changed_copy_is_found_out_about_anew() -> None:
    phrases = PhrasesSpec((text("Sail today"), text("Board now")))
    object.__setattr__(phrases, "ways", ways_of(phrases, {}))
    left = replace(phrases, phrases=phrases.phrases[1:])
    assert left.ways is None
    assert ways_of(left, {}) == ways_of(phrases, {})[1:]


def test_what_is_known_is_no_part_of_what_is_written() -> None:
    plain, known = (PhrasesSpec((text("Sail today"),)) for _ in range(2))
    object.__setattr__(known, "ways", ways_of(known, {}))
    assert plain == known and repr(plain) == repr(known)


def test_a_plan_of_a_kept_pack_reads_no_pattern_again(monkeypatch: pytest.MonkeyPatch) -> None:
    load_packs(["web"], Path.cwd())
    compiled: list[Text] = []

    def compile_regex(written: Text, lists: analysis.Lists) -> object:
        compiled.append(written)
        return patterns.compile_regex(written, {name: tuple(entries) for name, entries in lists.items()})

    monkeypatch.setattr(deriving, "compile_pattern", None)
    monkeypatch.setattr(deriving, "parse_phrase", None)
    monkeypatch.setattr(analysis, "compile_regex", compile_regex)
    kept = load_packs(["web"], Path.cwd())
    with Cleaner(compile_plan(kept, load())) as cleaner:
        assert not compiled
        cleaner.clean(Document("The ferry did not sail on Monday.\n"))
    every = [spec for pack in kept for spec in matchers(pack) if isinstance(spec, PatternSpec)]
    assert len(compiled) < len(every) / 4
