"""What is different between two results: every edit is the same, gained, lost or moved, and never two of these."""

from __future__ import annotations

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from scrubber.comparison.counting import Changes
from scrubber.comparison.differences import Difference, compare
from scrubber.document import BLANKS, Document, Revision
from scrubber.places import Places
from scrubber.records import RecordedChange, RecordedEdit, Refusal
from scrubber.results import Result
from scrubber.settle import united
from scrubber.spans import Change, Span
from scrubber.specs import Stage

TEXT = "Menu\nThe ferry came in.\n\nShare this\nCopy link\nIt left at $ 5 a head.\n"

Made = tuple[str, Stage, list[Change]]


def recorded(text: str, rule: str, stage: Stage, changes: list[Change]) -> RecordedEdit:
    places = Places(Document(text))
    parts = tuple(RecordedChange(c.span, places.at(c.span), c.span.slice(text), c.text) for c in changes)
    return RecordedEdit(rule, "", stage, parts, "it was asked for", "safe")


def result_of(text: str, *edits: Made, refused: tuple[Refusal, ...] = ()) -> Result:
    """Return the result of edits that were all made for the original at once."""
    revision = Revision.first(text).apply(united([change for *_, changes in edits for change in changes]))
    found = tuple(recorded(text, *edit) for edit in edits)
    return Result(Document(text), revision.raw, found, refused, revision.net_changes())


def drop(part: str, rule: str = "p.drop", stage: Stage = "remove") -> Made:
    start = TEXT.index(part)
    return rule, stage, [Change(Span(start, start + len(part)))]


pieces = st.lists(st.sampled_from(["the ", "ferry", "\n", "A b\n", "$ 5", ", "]), max_size=10).map("".join)


@st.composite
def edits_of(draw: st.DrawFn, text: str) -> list[Made]:
    cuts = sorted(draw(st.lists(st.integers(0, len(text)), max_size=6, unique=True)))
    made: list[Made] = []
    for start, end in zip(cuts[::2], cuts[1::2], strict=False):
        came = draw(st.sampled_from(["", "", "x"]))
        stage: Stage = draw(st.sampled_from(["remove", "mend"]))
        if text[start:end] != came:
            made.append((draw(st.sampled_from(["p.one", "p.two"])), stage, [Change(Span(start, end), came)]))
    return made


@st.composite
def two_results(draw: st.DrawFn) -> tuple[Result, Result]:
    text = draw(pieces)
    one = draw(edits_of(text))
    other = draw(st.just(one) | edits_of(text))
    return result_of(text, *one), result_of(text, *other)


def kinds(found: tuple[Difference, ...]) -> Counter[tuple[str, str]]:
    return Counter((difference.rule, difference.kind) for difference in found)


@given(two_results())
def test_every_edit_is_counted_once_on_its_side(results: tuple[Result, Result]) -> None:
    before, after = results
    compared = compare(before, after)
    found = kinds(compared.differences)
    for rule in ("p.one", "p.two"):
        same = compared.same.get(rule, 0)
        assert (
            sum(e.rule == rule for e in before.edits) == same + found[rule, "lost"] + found[rule, "moved out"]
        )
        assert (
            sum(e.rule == rule for e in after.edits) == same + found[rule, "gained"] + found[rule, "moved in"]
        )
    changes = Changes()
    changes.take("a.txt", before, after)
    assert sum(rule.before for rule in changes.rules.values()) == len(before.edits)
    assert sum(rule.after for rule in changes.rules.values()) == len(after.edits)


@given(two_results())
def test_a_result_is_no_different_from_itself(results: tuple[Result, Result]) -> None:
    changes = Changes()
    for result in results:
        compared = changes.take("a.txt", result, result)
        assert compared.differences == () and not compared.text_differs
    assert not changes.differ


@given(two_results())
def test_the_other_way_round_what_was_gained_is_lost(results: tuple[Result, Result]) -> None:
    there, back = compare(*results), compare(*results[::-1])
    swapped = {"gained": "lost", "lost": "gained", "moved in": "moved out", "moved out": "moved in"}
    turned = Counter((difference.rule, swapped[difference.kind]) for difference in back.differences)
    assert kinds(there.differences) == turned
    assert (there.more_words, there.fewer_words) == (back.fewer_words, back.more_words)


@given(two_results())
def test_where_edits_only_moved_the_texts_are_the_same_but_for_blanks(results: tuple[Result, Result]) -> None:
    before, after = results
    compared = compare(before, after)
    if not {difference.kind for difference in compared.differences} & {"gained", "lost"}:
        assert [c for c in before.text if c not in BLANKS] == [c for c in after.text if c not in BLANKS]


def only(before: Result, after: Result) -> Difference:
    [difference] = compare(before, after).differences
    return difference


def test_an_edit_that_only_one_side_has_is_gained_or_lost() -> None:
    nothing, menu = result_of(TEXT), result_of(TEXT, drop("Menu\n"))
    gained = only(nothing, menu)
    assert (gained.kind, gained.rule, gained.others, gained.note) == ("gained", "p.drop", (), "")
    assert only(menu, nothing).kind == "lost"
    assert compare(nothing, menu).more_words == 1


def test_the_same_text_taken_by_another_rule_has_moved() -> None:
    compared = compare(result_of(TEXT, drop("Menu\n", "p.old")), result_of(TEXT, drop("Menu\n", "p.new")))
    into, out = compared.differences
    assert (into.kind, into.rule, into.others) == ("moved in", "p.new", ("p.old",))
    assert (out.kind, out.rule, out.others) == ("moved out", "p.old", ("p.new",))
    assert not compared.text_differs and compared.more_words == 0


def test_a_rule_that_was_renamed_is_the_same_rule() -> None:
    one, other = result_of(TEXT, drop("Menu\n", "p.old")), result_of(TEXT, drop("Menu\n", "p.new"))
    assert compare(one, other, {"p.old": "p.new"}).differences == ()


def test_another_stage_and_another_extent_are_told() -> None:
    stages = compare(result_of(TEXT, drop("Menu\n")), result_of(TEXT, drop("Menu\n", stage="mend")))
    assert {(d.kind, d.note) for d in stages.differences} == {
        ("moved in", "in another stage"),
        ("moved out", "in another stage"),
    }
    two = result_of(TEXT, drop("Share this\n"), drop("Copy link\n"))
    one = result_of(TEXT, drop("Share this\nCopy link\n"))
    extents = compare(two, one).differences
    assert [(d.kind, d.note) for d in extents] == [
        ("moved in", "with another extent"),
        ("moved out", "with another extent"),
        ("moved out", "with another extent"),
    ]


def test_an_edit_that_grew_is_gained_where_it_takes_more() -> None:
    small, large = result_of(TEXT, drop("Share this\n")), result_of(TEXT, drop("Share this\nCopy link\n"))
    gained = next(d for d in compare(small, large).differences if d.kind == "gained")
    assert gained.span.slice(TEXT) == "Copy link\n"
    assert gained.note == "it took less before"
    lost = next(d for d in compare(large, small).differences if d.kind == "lost")
    assert lost.note == "it takes less now"


def test_blank_lines_that_go_along_make_no_other_edit() -> None:
    bare, whole = result_of(TEXT, drop("Share this\n")), result_of(TEXT, drop("\nShare this\n"))
    compared = compare(bare, whole)
    assert compared.differences == () and compared.text_differs
    changes = Changes()
    changes.take("a.txt", bare, whole)
    assert changes.differ


def test_another_text_in_the_same_place_is_lost_and_gained() -> None:
    at = TEXT.index("$ 5")
    one = result_of(TEXT, ("p.money", "mend", [Change(Span(at, at + 3), "$5")]))
    other = result_of(TEXT, ("p.money", "mend", [Change(Span(at, at + 3), "$5.00")]))
    assert [d.kind for d in compare(one, other).differences] == ["gained", "lost"]


def test_the_same_repair_by_another_change_has_moved() -> None:
    at = TEXT.index("$ 5")
    one = result_of(TEXT, ("p.space", "mend", [Change(Span(at + 1, at + 2))]))
    other = result_of(TEXT, ("p.gap", "mend", [Change(Span(at + 1, at + 2))]))
    assert [(d.kind, d.rule) for d in compare(one, other).differences] == [
        ("moved in", "p.gap"),
        ("moved out", "p.space"),
    ]


def test_refusals_that_come_and_go_are_told_with_their_reason() -> None:
    edit = recorded(TEXT, *drop("Menu\n"))
    refused = result_of(TEXT, refused=(Refusal(edit, "unsafe", "applied only with --unsafe"),))
    applied = result_of(TEXT, drop("Menu\n"))
    gained, gone = compare(refused, applied).differences
    assert (gained.kind, gained.note) == ("gained", "refused before: unsafe")
    assert (gone.kind, gone.note) == ("no longer refused", "unsafe: applied only with --unsafe")
    assert only(result_of(TEXT), refused).kind == "refused"


def test_a_sample_is_even_and_the_same_each_time_and_all_are_counted() -> None:
    def taken() -> Changes:
        changes = Changes(sample=4)
        for number in range(200):
            changes.take(f"{number}.txt", result_of(TEXT), result_of(TEXT, drop("Menu\n")))
        return changes

    one = taken().rules["p.drop"].kinds["gained"]
    names = [shown.document for shown in one.found]
    assert one.count == 200 and len(set(names)) == 4
    assert names == [shown.document for shown in taken().rules["p.drop"].kinds["gained"].found]
    numbers = [int(name.removesuffix(".txt")) for name in names]
    assert numbers == sorted(numbers) and numbers[-1] > 50
