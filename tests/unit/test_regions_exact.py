"""What regions and layout take a short way to is what the long way finds: each is held to its plain definition."""

from __future__ import annotations

import re
from collections.abc import Sequence

from hypothesis import given
from hypothesis import strategies as st

from scrubber import layout
from scrubber.layout import ends_sentence, is_list_item, judge_layout, word_count
from scrubber.regions import judge_regions
from scrubber.regions.edges import tail_edges
from scrubber.regions.evidence import Contexts, Scale, contexts_of, evidence
from scrubber.regions.judge import Cuts, after_article, cut
from scrubber.regions.signs import fold, sign_of
from scrubber.regions.units import Memory, Unit, letters_of, look, may_show, texts_of, units_of

PHRASES = [
    "Leave a reply",
    "Share this article",
    "Related stories",
    "Tags",
    "Menu",
    "Search",
    "© 2031 Harbour Wire",
    "Copyright (c) 2031",
    "Get it delivered straight to your inbox",
    "Anna Blum is a reporter at the Wire.",
    "By Anna Blum",
    "March 3, 2031",
    "Schreibe einen Kommentar",
    "Das könnte Sie auch interessieren",
    "Advertisement",
    "Subscribe to our newsletter",
]
PROSE = [
    "The harbour bridge opened to traffic on Monday after nine years of work and a long dispute over its cost.",
    "Hundreds of people walked across the bridge in the morning, many of them with children, until the rain came.",
    "The cost of the harbour rose twice, “and nobody,” said the mayor’s office, “has counted what is left of it.”",
    "Die Brücke über den Hafen wurde am Montag nach neun Jahren eröffnet, und viele gingen gleich hinüber.",
    "The ferry will go on until the end of the year, then two of the boats are sold and one is kept for storms. "
    "What the crew does after that is not known, for the town has not said it and the harbour board does not meet "
    "until the spring, when the new bridge will have been paid for in part and the old one will have gone.",
    "今天天气很好，我们去了海港，看见很多船停在那里。",
]
LINES = [
    "",
    "References",
    "Blum, A. (2004). Bridges of the north and their builders.",
    "| Pier | Length |",
    "| North | 310 m |",
    "$3.50",
    "1.",
    "2.",
    "3",
    "1. two eggs",
    "• a cup of flour",
    "What you will need:",
    "Anna Blum",
    "Anna Blum writes about harbours and bridges for the Wire.",
    "Ferry Company Cancels Winter Crossings",
    "[1]",
    "www.eastport.example",
]
ODD = "\u200b\u00a0’…—©²ß\u3000。ไ今†]*_|@:–\x1cſﬁİ\ud8001a Z.,(\t"
texts = st.sampled_from([*PHRASES, *PROSE, *LINES])
bent = st.tuples(texts, st.text(alphabet=ODD, max_size=6), st.integers(0, 120)).map(
    lambda parts: parts[0][: parts[2]] + parts[1] + parts[0][parts[2] :]
)
any_text = texts | bent | st.text(max_size=80) | st.tuples(bent, bent).map(" ".join)
documents = st.lists(texts | bent, max_size=40) | st.tuples(
    st.lists(st.sampled_from(PROSE), max_size=14), st.lists(texts, max_size=20)
).map(lambda parts: [*parts[0], *parts[1]])
signless = st.lists(st.sampled_from([*PROSE, *LINES]), max_size=40)


def unit_list(lines: Sequence[str]) -> list[Unit]:
    return units_of([line for line in lines if line.strip()])


@given(any_text)
def test_words_are_the_runs_that_hold_a_letter_or_a_digit(text: str) -> None:
    spaced = layout._one_of(layout._IDEOGRAPHS, layout._SYLLABLES).sub(" ", text)
    expected = len(re.findall(r"(?<!\S)(?:[^\w\s]|_)*+\w", spaced))
    dense = word_count(text) - expected
    assert dense == 0 if spaced == text else dense > 0


@given(any_text)
def test_the_end_of_a_sentence_is_what_is_left_of_notes_and_closers(text: str) -> None:
    left = text.rstrip(layout._EDGES)[-60:]
    while note := layout._NOTE_MARK.search(left):
        left = left[: note.start()].rstrip(layout._EDGES)
    left = left.rstrip(layout._CLOSERS)
    assert ends_sentence(text) == (left[-1:] in tuple(layout._SENTENCE_MARKS))


@given(any_text)
def test_an_item_is_what_one_of_the_patterns_says(text: str) -> None:
    bare = text.lstrip(layout._EDGES)
    number = layout._NUMBER.match(bare) and not layout._GERMAN_DAY.match(bare)
    dash = layout._DASH.match(bare) and not ends_sentence(bare)
    assert is_list_item(text) == bool(layout._BULLET.match(bare) or number or dash)


@given(any_text | st.characters().map(lambda char: f"a{char}Bc"))
def test_letters_are_runs_of_word_characters_without_digits(text: str) -> None:
    assert letters_of(text) == re.findall(r"[^\W\d_]+", text.casefold())


@given(any_text)
def test_separators_stand_between_blanks_twice(text: str) -> None:
    unit = look(text)
    if unit.folded and not unit.sentence:
        assert ("separators" in unit.hints) == (len(re.findall(r"\s[|•·›»>/]\s", text)) >= 2)
        words = [word for word in re.findall(r"[^\W\d_]+", text) if len(word) > 3]
        title = unit.words < 20 and len(words) > 1 and all(word[0].isupper() for word in words)
        assert ("title case" in unit.hints) == title


@given(any_text)
def test_a_sign_is_the_same_whether_letters_are_known_or_not(text: str) -> None:
    if "\u200b" not in text:
        assert sign_of(fold(text), letters_of(text)) == sign_of(fold(text))


@given(any_text | st.tuples(any_text, st.sampled_from(PROSE)).map(" ".join))
def test_what_shows_nothing_bears_no_sign_and_claims_no_rights(text: str) -> None:
    unit = look(text)
    if unit.sign or "rights" in unit.hints:
        assert may_show(text)


def test_prose_shows_nothing() -> None:
    assert not any(map(may_show, PROSE))


@given(signless)
def test_a_document_without_signs_is_cut_nowhere(lines: list[str]) -> None:
    judged = judge_layout(lines)
    assert not any(map(may_show, texts_of(lines, judged)[1]))
    units = unit_list(lines)
    size, end = len(units), len(lines)
    assert cut(units) == Cuts(0, size, size, 0, size, ())
    regions = judge_regions(lines, judged)
    assert (regions.head_end, regions.maybe_head_end, regions.titles) == (0, 0, ())
    assert regions.tail_start == regions.deep_tail_start == regions.maybe_tail_start == end
    assert not regions.head_reason and not regions.tail_reason


@given(documents)
def test_the_last_sure_unit_is_the_one_that_a_walk_from_the_start_ends_with(lines: list[str]) -> None:
    units = unit_list(lines)
    contexts = contexts_of(units)
    assert after_article(units, contexts) == walked(units, contexts)


def walked(units: Sequence[Unit], contexts: Contexts) -> int:
    """Walk through the units and remember the last that is surely the article's."""
    free_words = contexts.free_words
    after, run = next(at for at, words in enumerate(free_words) if words <= 0.25 * free_words[0]), 0
    for i, unit in enumerate(units):
        sections = contexts.sections[i]
        free = unit.solid and contexts.taken_up[i] >= 0.34 and "in comments" not in sections
        run = run + 1 if free else 0
        goes_on = unit.paragraph and unit.words >= 60 and contexts.taken_up[i] >= 0.5
        near = [units[j] for j in (i - 1, i + 1) if 0 <= j < len(units)]
        amounts = sum("amount" in each.hints for each in units[max(0, i - 11) : i + 1])
        references = sum("reference" in each.hints for each in units[max(0, i - 7) : i + 1])
        if (
            run >= (6 if sections else 4)
            or (goes_on and not {"in comments", "in author box"} & set(sections))
            or (contexts.notes[i] >= 3 and unit.prose)
            or (unit.row and any(each.row for each in near))
            or ("amount" in unit.hints and amounts >= 4)
            or ("reference" in unit.hints and references >= 3)
        ):
            after = i + 1
    return after


@given(documents, st.data())
def test_evidence_of_some_units_is_that_among_all(lines: list[str], data: st.DataObject) -> None:
    units = unit_list(lines)
    contexts = contexts_of(units)
    start = data.draw(st.integers(0, len(units)))
    end = data.draw(st.integers(start, len(units)))
    assert evidence(units, contexts, start, end) == evidence(units, contexts, 0, len(units))[start:end]


@given(documents)
def test_evidence_counts_the_neighbours(lines: list[str]) -> None:
    units = unit_list(lines)
    for i, said in enumerate(evidence(units, contexts_of(units), 0, len(units))):
        before, after, far = units[max(0, i - 5) : i], units[i + 1 : i + 6], units[i + 1 : i + 21]
        assert Scale("sure before", (0, 1, 2)).of(sum(unit.sure for unit in before)) in said
        assert Scale("telling after", (0, 1, 2, 3)).of(sum(unit.telling for unit in after)) in said
        assert Scale("prose after", (0, 1, 2, 3)).of(sum(unit.prose for unit in after)) in said
        assert Scale("sure far after", (0, 1, 3, 6)).of(sum(unit.sure for unit in far)) in said
        paragraphs = sum(unit.paragraph for unit in far)
        assert Scale("paragraphs far after", (0, 1, 3, 7, 12)).of(paragraphs) in said


@given(documents, st.data())
def test_a_tail_shows_what_its_units_amount_to(lines: list[str], data: st.DataObject) -> None:
    units = unit_list(lines)
    contexts = contexts_of(units)
    first = data.draw(st.integers(0, len(units)))
    edges = tail_edges(units, contexts, first)
    assert len(edges) == len(units) + 1 - first
    for t, said in list(enumerate(edges, first))[:-1]:
        if t:
            assert set(amounts(units, contexts, t)) <= set(said)
    assert edges == tail_edges(units, contexts, 0)[first:]


def amounts(units: Sequence[Unit], contexts: Contexts, t: int) -> list[str]:
    """Name what the units from ``t`` on amount to, from those units alone."""
    tail = units[t:]
    outside = [
        unit.words
        for unit, sections in zip(tail, contexts.sections[t:], strict=True)
        if unit.paragraph and "in comments" not in sections
    ]
    sure = [unit.sure for unit in tail]
    marks = "".join("p" if unit.paragraph else "." for unit in tail)
    own = [unit.solid and taken >= 0.5 for unit, taken in zip(tail, contexts.taken_up[t:], strict=True)]
    kinds = {unit.sign.kind for unit in tail if unit.sure and unit.sign}
    share = contexts.free_words[t] / (contexts.free_words[0] or 1)
    return [
        Scale("paragraphs in a row", (0, 1, 2, 3, 5)).of(max(map(len, marks.split(".")))),
        Scale("own paragraphs in a row", (0, 1, 2, 3, 4)).of(longest_run(own)),
        Scale("words of paragraphs", (0, 30, 80, 200, 400)).of(sum(outside)),
        Scale("longest paragraph", (0, 20, 30, 45, 60, 90)).of(max(outside, default=0)),
        Scale("headings of references", (0, 1)).of(sum(unit.references for unit in tail)),
        Scale("share of free words", (0, 0.03, 0.1, 0.2)).of(round(share, 3)),
        Scale("sure", (0, 1, 2, 4, 8)).of(sum(sure)),
        Scale("sure nearby", (0, 1, 2, 4)).of(sum(sure[:8])),
        Scale("share of sure", (0, 0.05, 0.1, 0.2, 0.4)).of(round(sum(sure) / len(sure), 3)),
        Scale("telling", (0, 1, 3, 7)).of(sum(unit.telling for unit in tail)),
        Scale("kinds", (0, 1, 2, 3)).of(len(kinds)),
    ]


def longest_run(values: Sequence[bool]) -> int:
    return max(map(len, "".join("x" if value else "." for value in values).split(".")))


@given(documents)
def test_the_share_taken_up_is_of_the_prose_above(lines: list[str]) -> None:
    units = unit_list(lines)
    known: set[str] = set()
    for unit, share in zip(units, contexts_of(units).taken_up, strict=True):
        assert share == (len(unit.stems & known) / len(unit.stems) if unit.stems else 0)
        known |= unit.stems if unit.prose else frozenset()


@given(st.lists(any_text, max_size=60), st.integers(0, 900))
def test_what_is_kept_is_what_would_be_seen(lines: list[str], most: int) -> None:
    memory = Memory(most)
    for line in [*lines, *lines, *lines]:
        kept, fresh = memory.unit(line), look(line)
        assert [getattr(kept, name) for name in Unit.__slots__] == [
            getattr(fresh, name) for name in Unit.__slots__
        ]
    assert memory.characters <= 2 * most


def test_what_recurs_is_looked_at_twice_at_most() -> None:
    seen: list[str] = []

    def see(text: str) -> Unit:
        seen.append(text)
        return look(text)

    memory = Memory(10_000, see)
    for line in PHRASES * 9:
        memory.unit(line)
    assert len(seen) == 2 * len(PHRASES)
