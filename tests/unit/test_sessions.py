"""Whatever a plugin does wrong costs the guilty document alone, and the document is named."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, cast

import pytest

from scrubber.api import Change, Context, Edit, Needs, NoOptions, Span, View
from scrubber.compile import PluginUse
from scrubber.document import Meta, Revision
from scrubber.errors import PluginError, Problem
from scrubber.plugins import PluginInfo, Provided
from scrubber.sessions import Failure, Sessions, meets
from scrubber.testing import edits_of, spans_of

INFO = PluginInfo("odd", "odd-plugin", "1.2", "odd")
GOOD, BAD = "a good line\n", "a bad line\n"
Answer = Callable[[Sequence[View]], Any]


def view(text: str) -> View:
    return View(Revision.first(text), Meta())


@dataclass
class Session:
    """Answers with ``answer``; notes what it was asked and whether it was closed."""

    answer: Answer
    log: list[str] = field(default_factory=list)

    def propose(self, views: Sequence[View]) -> Any:
        self.log.append(f"asked {len(views)}")
        return self.answer(views)

    mark = propose

    def close(self) -> None:
        self.log.append("closed")


@dataclass
class Odd:
    """An operator, a marker or a guard that does what the test says."""

    answer: Answer
    log: list[str] = field(default_factory=list)
    name: str = "odd"
    Options: type = NoOptions
    needs: Needs = field(default_factory=Needs)

    def open(self, options: Any, context: Context) -> Session:
        self.log.append("opened")
        return Session(self.answer, self.log)


def use(value: Any) -> PluginUse:
    return PluginUse(Provided("odd", value, INFO), NoOptions(), Context())


def propose(answer: Answer, *texts: str) -> list[Any]:
    return list(Sessions().propose("pack.rule", use(Odd(answer)), [view(text) for text in texts]))


def mark(answer: Answer, *texts: str) -> list[Any]:
    return list(Sessions().mark("pack.rule", use(Odd(answer)), [view(text) for text in texts]))


def drop_first_word(view: View) -> Sequence[Edit]:
    return [view.edit(Span(0, 2), reason="an article")]


def for_bad(wrong: Callable[[View], Any]) -> Answer:
    """An answer that is right for every view but those with a bad line."""
    return lambda views: [wrong(v) if v.text == BAD else drop_first_word(v) for v in views]


def raising(error: BaseException) -> Callable[[View], Any]:
    def wrong(view: View) -> Any:
        raise error

    return wrong


def handmade(**parts: Any) -> Callable[[View], Any]:
    def wrong(view: View) -> Any:
        given: dict[str, Any] = {"changes": (Change(Span(0, 1)),), "revision": view.revision.token} | parts
        return [Edit(**given)]

    return wrong


def changed(*changes: Change) -> Callable[[View], Any]:
    return handmade(changes=changes)


def endless(view: View) -> Iterator[Edit]:
    while True:
        yield view.edit(Span(0, 1))


WRONG: dict[str, tuple[Callable[[View], Any], str]] = {
    "an exception": (raising(KeyError("name")), "KeyError: 'name' (test_sessions.py:"),
    "an exit": (raising(SystemExit(3)), "SystemExit: 3"),
    "no memory": (raising(MemoryError()), "MemoryError"),
    "nothing": (lambda v: None, "the result for a view is nothing, not a sequence"),
    "a bare edit": (lambda v: v.edit(Span(0, 1)), "type `Edit`, not a sequence"),
    "a string": (lambda v: "edit", "type `str`, not a sequence"),
    "no edit": (lambda v: [Span(0, 1)], "type `Span` where an Edit is expected"),
    "without end": (endless, "more than 24 results for a text of 11 characters"),
    "no changes": (changed(), "an edit without changes"),
    "a list of changes": (handmade(changes=[Change(Span(0, 1))]), "an edit without changes"),
    "a span for a change": (handmade(changes=(Span(0, 1),)), "type `Span` where a Change is expected"),
    "past the end": (changed(Change(Span(3, 99))), "out of range: 3..99 in a text of 11 characters"),
    "before the start": (changed(Change(Span(-1, 2))), "out of range: -1..2"),
    "backwards": (changed(Change(Span(4, 2))), "out of range: 4..2"),
    "broken offsets": (changed(Change(Span(cast(int, 0.5), 2))), "no whole numbers: 0.5, 2"),
    "unsorted": (changed(Change(Span(4, 5)), Change(Span(0, 1))), "not sorted, or overlap"),
    "overlapping": (changed(Change(Span(0, 3)), Change(Span(2, 5))), "not sorted, or overlap"),
    "twice in one place": (
        changed(Change(Span(1, 1), "a"), Change(Span(1, 1), "b")),
        "not sorted, or overlap",
    ),
    "a carriage return": (changed(Change(Span(0, 1), "\r\n")), "holds a carriage return"),
    "text that is none": (changed(Change(Span(0, 1), cast(str, 5))), "whose text is an object of type `int`"),
    "stale": (handmade(revision=1), "a stale edit"),
    "of another view": (lambda v: [view(GOOD).edit(Span(0, 1))], "a stale edit"),
    "a safety of its own": (handmade(safety="risky"), "the safety 'risky'"),
    "a score above one": (handmade(score=7.0), "the score 7.0"),
    "no reason": (handmade(reason=None), "whose reason is nothing"),
}


@pytest.mark.parametrize(("wrong", "why"), WRONG.values(), ids=WRONG)
def test_only_the_guilty_document_fails(wrong: Callable[[View], Any], why: str) -> None:
    first, bad, last = propose(for_bad(wrong), GOOD, BAD, GOOD)
    assert first == last == tuple(drop_first_word(view(GOOD)))
    assert isinstance(bad, Failure)
    assert bad.plugin == "plugin `odd` (odd-plugin 1.2)"
    assert why in bad.why


def test_the_table_of_wrongs_has_its_cases() -> None:
    assert len(WRONG) >= 25


@pytest.mark.parametrize(
    ("answer", "why"),
    [
        (lambda views: None, "propose() returned nothing, not one sequence a view"),
        (lambda views: 5, "type `int`"),
        (lambda views: [[]] * (len(views) - 1), "propose() returned 0 results for 1 views"),
        (lambda views: [[]] * (len(views) + 1), "propose() returned more results for 1 views"),
        (lambda views: ([] for _ in iter(int, 1)), "propose() returned more results for 1 views"),
    ],
)
def test_as_many_results_as_views_are_wanted(answer: Answer, why: str) -> None:
    for failure in propose(answer, GOOD, BAD):
        assert why in failure.why


def test_lazy_answers_are_read_to_the_end() -> None:
    def answer(views: Sequence[View]) -> Iterator[Iterable[Edit]]:
        for each in views:
            yield iter(drop_first_word(each))

    assert propose(answer, GOOD, BAD) == [tuple(drop_first_word(view(text))) for text in (GOOD, BAD)]


def test_a_generator_that_dies_halfway_costs_one_document() -> None:
    def answer(views: Sequence[View]) -> Iterator[Sequence[Edit]]:
        for each in views:
            if each.text == BAD:
                raise ValueError("no more")
            yield drop_first_word(each)

    assert [isinstance(part, Failure) for part in propose(answer, GOOD, BAD, GOOD)] == [False, True, False]


def test_a_batch_that_fails_as_a_whole_costs_nothing_if_each_view_alone_is_fine() -> None:
    def answer(views: Sequence[View]) -> list[Sequence[Edit]]:
        if len(views) > 1:
            raise RuntimeError("too many at once")
        return [drop_first_word(each) for each in views]

    assert not [part for part in propose(answer, GOOD, GOOD) if isinstance(part, Failure)]


def test_touching_changes_are_one_edit_as_good_as_any() -> None:
    answer = for_bad(changed(Change(Span(0, 2)), Change(Span(2, 2), "b"), Change(Span(2, 4))))
    [edits] = propose(answer, BAD)
    assert len(edits[0].changes) == 3


@pytest.mark.parametrize(
    ("span", "why"),
    [
        ((0, 1), "type `tuple` where a Span is expected"),
        (Span(2, 99), "out of range"),
        (None, "nothing where"),
    ],
)
def test_a_marker_is_held_to_the_same(span: object, why: str) -> None:
    good, bad = mark(lambda views: [[span] if v.text == BAD else [Span(0, 1)] for v in views], GOOD, BAD)
    assert good == (Span(0, 1),)
    assert why in bad.why


def test_a_guard_is_held_to_the_same() -> None:
    guard: Provided[Any] = Provided("odd", Odd(lambda views: [[Span(5, 1)] for _ in views]), INFO)
    [failure] = Sessions().protect(guard, [view(GOOD)])
    assert isinstance(failure, Failure)
    assert "out of range" in failure.why


def test_a_keyboard_interrupt_passes() -> None:
    with pytest.raises(KeyboardInterrupt):
        propose(for_bad(raising(KeyboardInterrupt())), BAD)


def test_a_session_is_opened_once_and_closed_once() -> None:
    odd = Odd(lambda views: [[] for _ in views])
    sessions = Sessions()
    for _ in range(3):
        sessions.propose("pack.rule", use(odd), [view(GOOD), view(BAD)])
    assert sessions.close() == ()
    assert odd.log == ["opened", "asked 2", "asked 2", "asked 2", "closed"]


def test_a_session_that_failed_is_not_used_again() -> None:
    odd = Odd(for_bad(raising(ValueError("x"))))
    sessions = Sessions()
    sessions.propose("pack.rule", use(odd), [view(BAD)])
    sessions.propose("pack.rule", use(odd), [view(GOOD)])
    assert odd.log == ["opened", "asked 1", "closed", "opened", "asked 1"]


def test_each_rule_has_a_session_of_its_own() -> None:
    odd = Odd(lambda views: [[] for _ in views])
    sessions = Sessions()
    sessions.propose("pack.one", use(odd), [view(GOOD)])
    sessions.propose("pack.two", use(odd), [view(GOOD)])
    assert odd.log.count("opened") == 2


def test_no_views_open_nothing() -> None:
    odd = Odd(lambda views: [[] for _ in views])
    assert Sessions().propose("pack.rule", use(odd), []) == []
    assert odd.log == []


class NoClose:
    def propose(self, views: Sequence[View]) -> list[Any]:
        return [[] for _ in views]


@pytest.mark.parametrize(
    ("session", "why"),
    [
        (lambda: 1 / 0, "ZeroDivisionError: division by zero"),
        (lambda: None, "open() returned nothing, which has no method"),
        (NoClose, "open() returned an object of type `NoClose`, which has no method `close`"),
    ],
)
def test_a_plugin_that_cannot_be_opened_stops_the_run_or_costs_its_documents(
    session: Callable[[], Any], why: str
) -> None:
    class Unopened(Odd):
        def open(self, options: Any, context: Context) -> Any:
            return session()

    odd = Unopened(lambda views: [])
    with pytest.raises(PluginError) as caught:
        Sessions().open("pack.rule", use(odd))
    assert "--without odd" in str(caught.value)
    assert why in str(caught.value)
    [failure] = Sessions().propose("pack.rule", use(odd), [view(GOOD)])
    assert isinstance(failure, Failure)
    assert why in failure.why


def test_what_a_plugin_lacks_is_said_in_its_own_words() -> None:
    class Lacking(Odd):
        def open(self, options: Any, context: Context) -> Any:
            raise PluginError(Problem(None, "no model is there", remedy="download one: odd fetch"))

    with pytest.raises(PluginError) as caught:
        Sessions().open("pack.rule", use(Lacking(lambda views: [])))
    said = str(caught.value)
    assert ": no model is there; download one: odd fetch (rule pack.rule)" in said
    assert "--without odd" in said
    assert "PluginError" not in said


def test_a_session_that_cannot_be_closed_is_told() -> None:
    class Stuck(Session):
        def close(self) -> None:
            raise OSError("busy")

    class Sticky(Odd):
        def open(self, options: Any, context: Context) -> Session:
            return Stuck(self.answer)

    sessions = Sessions()
    sessions.propose("pack.rule", use(Sticky(lambda views: [[] for _ in views])), [view(GOOD)])
    [failure] = sessions.close()
    assert "OSError: busy" in str(failure)


def test_what_a_plugin_prints_is_no_data(capsys: pytest.CaptureFixture[str]) -> None:
    propose(lambda views: print("found") or [[] for _ in views], GOOD)  # noqa: T201
    assert capsys.readouterr() == ("", "found\n")


def test_a_plugin_cannot_change_what_others_see() -> None:
    marks: dict[str, list[Span]] = {"pack.credit": [Span(3, 4), Span(0, 1)]}
    shared = View(Revision.first(GOOD), Meta(), marks)

    def meddle(views: Sequence[View]) -> Any:
        for each in views:
            cast(dict[str, Any], each.marks)["pack.other"] = []
        return [[] for _ in views]

    [failure] = Sessions().propose("pack.rule", use(Odd(meddle)), [shared])
    assert "TypeError" in str(failure)
    assert list(marks) == ["pack.credit"]

    def sort(views: Sequence[View]) -> Any:
        return [[] for each in views if cast(list[Span], each.marks["pack.credit"]).sort() is None]

    assert "AttributeError" in str(Sessions().propose("pack.rule", use(Odd(sort)), [shared])[0])
    assert marks["pack.credit"] == [Span(3, 4), Span(0, 1)]


@pytest.mark.parametrize(
    ("needs", "text", "met"),
    [
        (Needs(), "", True),
        (Needs(literals=("Mr.", "–")), "we met MR. HALE", True),
        (Needs(literals=("Mr.", "–")), "a – b", True),
        (Needs(literals=("Mr.", "–")), "a - b", False),
        (Needs(literals=("straße",)), "STRASSE", True),
        (Needs(patterns=(re.compile("a"), re.compile("b"))), "xb", True),
        (Needs(patterns=(re.compile("a"), re.compile("b"))), "xB", False),
        (Needs(literals=("-",), patterns=(re.compile("b"),)), "ab", False),
        (Needs(literals=("-",), patterns=(re.compile("b"),)), "a-", False),
        (Needs(literals=("-",), patterns=(re.compile("b"),)), "-b", True),
    ],
)
def test_each_need_that_is_given_must_be_met(needs: Needs, text: str, met: bool) -> None:
    assert meets(view(text), needs) is met
    assert meets(view(text).shielded(), needs) is met


def test_literals_are_found_as_in_folded_text_whatever_the_character() -> None:
    whole = "".join(map(chr, range(sys.maxunicode + 1)))
    folding = [char for char in whole if char.casefold() != char]
    produced = {made for char in folding for made in char.casefold()}
    for char in {*folding, *produced}:
        needs = Needs(literals=(char,))
        assert meets(view(char.casefold()), needs), char
        assert all(
            meets(view(text), needs) for text in (char, char.upper()) if char.casefold() in text.casefold()
        )


def test_a_pattern_is_searched_for_once_whichever_plugins_need_it() -> None:
    asked: list[str] = []

    class Counting:
        def search(self, text: str, /) -> object:
            asked.append(text)
            return None

    seen, needs = view("a text"), Needs(patterns=(Counting(),))
    assert not meets(seen.shielded(), needs)
    assert not any(meets(shown, needs) for shown in (seen, seen.shielded(), seen.with_marks({})))
    assert asked == ["a text"]


def test_what_a_plugin_asks_to_be_judged_is_judged_once() -> None:
    seen = view("Jam\n\nand toast\n")
    assert seen.shielded().regions is seen.shielded().regions is seen.regions
    assert seen.shielded().line_texts is seen.line_texts


def test_who_finds_something_where_its_needs_are_not_met_fails_its_own_tests() -> None:
    lacking = Needs(literals=("zebra",))
    with pytest.raises(AssertionError, match="lacks what its `needs` say"):
        edits_of(
            cast(
                Any, Odd(lambda views: [drop_first_word(v) if v.text else () for v in views], needs=lacking)
            ),
            GOOD,
        )
    with pytest.raises(AssertionError, match="lacks what its `needs` say"):
        spans_of(
            cast(Any, Odd(lambda views: [[Span(0, 1)] if v.text else () for v in views], needs=lacking)), GOOD
        )
