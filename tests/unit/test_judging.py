"""Judging documents: what is counted adds up, whatever the texts and the edits."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from scrubber.compile import compile_plan
from scrubber.document import Document, Revision
from scrubber.evaluation.attribution import claims, credits_of, only_of
from scrubber.evaluation.judging import Block, Judged, Sample, Verdict, carry, judge
from scrubber.evaluation.measuring import Measurement, Unit
from scrubber.packs import load_pack
from scrubber.pipeline import Cleaner
from scrubber.places import Places
from scrubber.plugins import Registry
from scrubber.records import RecordedChange, RecordedEdit
from scrubber.results import Result
from scrubber.settle import united
from scrubber.spans import Change, Span
from scrubber.tokens import words_of

TEXT = "Menu\nThe ferry came in late.\nShare this\nIt left at dawn, and nobody saw it.\nAll rights reserved\n"
pieces = st.sampled_from(["the ", "ferry ", "came", " in", "\n", "A b\n", "1 of 8\n", "é", ", ", "x"])
texts = st.lists(pieces, max_size=14).map("".join)


def cleaned(text: str, *edits: tuple[str, list[Change]]) -> Result:
    """Return the result of edits, each a rule and its changes, all made for the original at once."""
    document = Document(text)
    places = Places(document)
    recorded = tuple(
        RecordedEdit(
            rule, "", "remove",
            tuple(RecordedChange(c.span, places.at(c.span), c.span.slice(text), c.text) for c in changes),
            "it was asked for", "safe",
        )
        for rule, changes in edits
    )  # fmt: skip
    net = united([change for _, changes in edits for change in changes])
    revision = Revision.first(text).apply(net)
    return Result(document, revision.raw, recorded, (), revision.net_changes())


def drop(text: str, part: str) -> list[Change]:
    start = text.index(part)
    return [Change(Span(start, start + len(part)))]


@st.composite
def results(draw: st.DrawFn) -> Result:
    """A text with edits of two rules; those that bring text overlap nothing."""
    text = draw(texts)
    cuts = sorted(draw(st.lists(st.integers(0, len(text)), max_size=8, unique=True)))
    spans = [Span(a, b) for a, b in zip(cuts[::2], cuts[1::2], strict=False)]
    changes = [Change(span, draw(st.sampled_from(["", "", "the", "x y", "ferry "]))) for span in spans]
    kept = [change for change in changes if change.span.slice(text) != change.text]
    return cleaned(text, *((draw(st.sampled_from(["p.one", "p.two"])), [change]) for change in kept))


def measured(judged: Judged, unit: Unit = "word") -> Measurement:
    measurement = Measurement(unit, stay=3)
    measurement.take(judged)
    return measurement


@given(results())
def test_words_are_carried_in_order_to_words_that_are_the_same(result: Result) -> None:
    before, after = words_of(result.document.text), words_of(result.text)
    carried = carry(before, after, result.net)
    stays = [(at, its) for at, its in enumerate(carried) if its >= 0]
    assert all(before.keys[at] == after.keys[its] for at, its in stays)
    assert [its for _, its in stays] == sorted({its for _, its in stays})


@given(texts)
def test_an_untouched_text_carries_every_word(text: str) -> None:
    words = words_of(text)
    assert carry(words, words, ()) == list(range(len(words)))


@given(results())
def test_who_gives_the_right_answer_is_right_and_has_missed_nothing(result: Result) -> None:
    judged = judge(Sample("a", result.document, result.text), result)
    assert set(judged.verdicts) <= {Verdict.KEPT, Verdict.REMOVED}
    assert judged.lacking == 0 and judged.is_exact and not judged.is_harmed
    figures = measured(judged)
    assert figures.precision.value in (None, 1.0)
    assert figures.recall.value == figures.precision.value


@given(texts, texts)
def test_who_does_nothing_is_never_wrong_and_recalls_nothing(text: str, clean: str) -> None:
    judged = judge(Sample("a", Document(text), clean), cleaned(text))
    assert set(judged.verdicts) <= {Verdict.KEPT, Verdict.MISSED}
    figures = measured(judged)
    assert figures.precision.value is None
    assert figures.recall.value in (None, 0.0)
    assert not figures.rules and not figures.harms.found


@given(results(), texts)
def test_every_word_is_counted_once(result: Result, clean: str) -> None:
    judged = judge(Sample("a", result.document, clean), result)
    counts, brought = judged.counts, Counter((judged.brought or {}).values())
    assert counts.total() == len(judged.words)
    assert counts[Verdict.KEPT] + counts[Verdict.MISSED] + brought.total() == len(judged.after)
    wanted = counts[Verdict.KEPT] + counts[Verdict.LOST] + brought[True] + judged.lacking
    assert wanted == len(words_of(clean))


@given(results(), texts)
def test_what_is_right_or_wrong_is_some_rule_s_doing(result: Result, clean: str) -> None:
    judged = judge(Sample("a", result.document, clean), result)
    credits = credits_of(claims(judged))
    taken = set().union(*(credit.taken for credit in credits.values()))
    brought = set().union(*(credit.brought for credit in credits.values()))
    assert taken == {at for at, its in enumerate(judged.carried) if its < 0}
    assert brought == set(judged.brought or {})
    only = only_of(credits)
    assert sum(map(len, only.values())) <= len(taken)
    figures = measured(judged)
    assert (
        sum(rule.wrong for rule in figures.rules.values()) >= figures.precision.whole - figures.precision.part
    )
    assert sum(rule.right for rule in figures.rules.values()) >= figures.precision.part
    assert sum(rule.only for rule in figures.rules.values()) <= figures.recall.whole


def blocks_of(text: str, *labels: bool | None) -> tuple[Block, ...]:
    found, at = [], 0
    for line, label in zip(text.splitlines(), labels, strict=True):
        found.append(Block(Span(at, at + len(line)), label))
        at += len(line) + 1
    return tuple(found)


def labelled(result: Result, *labels: bool | None) -> Judged:
    return judge(Sample("a", result.document, "", blocks_of(result.document.text, *labels)), result)


def test_labelled_lines_are_judged_by_what_is_left_of_them() -> None:
    result = cleaned(
        TEXT,
        ("p.menu", drop(TEXT, "Menu\n")),
        ("p.end", drop(TEXT, "late.\nShare this\nIt left at dawn, and")),
    )
    judged = labelled(result, False, True, False, True, False)
    verdicts = [verdict for verdict, _ in judged.lines]
    assert verdicts == [Verdict.REMOVED, Verdict.KEPT, Verdict.REMOVED, Verdict.LOST, Verdict.MISSED]
    figures = measured(judged, "line")
    assert (figures.precision.part, figures.precision.whole) == (2, 3)
    assert (figures.recall.part, figures.recall.whole) == (2, 3)
    assert (figures.lost_lines, figures.lost_words) == (1, 6)
    assert {name: (rule.right, rule.wrong) for name, rule in figures.rules.items()} == {
        "p.menu": (1, 0),
        "p.end": (2, 6),
    }


def test_a_neutral_line_counts_for_nothing() -> None:
    result = cleaned(TEXT, ("p.menu", drop(TEXT, "Menu\n")))
    figures = measured(labelled(result, None, True, None, True, None), "line")
    assert figures.precision.value is None and figures.recall.value is None
    assert figures.rules["p.menu"].precision.value is None
    assert figures.rules["p.menu"].edits == 1


def test_a_line_without_words_goes_with_its_characters() -> None:
    text = "* * *\nA line.\n"
    judged = labelled(cleaned(text, ("p.stars", drop(text, "* * *\n"))), False, True)
    assert [verdict for verdict, _ in judged.lines] == [Verdict.REMOVED, Verdict.KEPT]


def test_on_labelled_pages_a_word_that_moves_is_not_lost() -> None:
    text = "The report by Mr. came late.\nOdell wrote it.\n"
    gone, there = text.index("Mr. "), text.index("Odell")
    move = [Change(Span(gone, gone + 4)), Change(Span(there, there), "Mr. ")]
    judged = labelled(cleaned(text, ("p.move", move)), True, True)
    assert set(judged.verdicts) == {Verdict.KEPT}


def test_a_cut_word_that_is_joined_is_right_where_the_clean_text_has_it_whole() -> None:
    text = "The gov-\nernment fell.\n"
    result = cleaned(text, ("p.join", drop(text, "-\n")))
    right = measured(judge(Sample("a", result.document, "The government fell.\n"), result))
    assert (right.rules["p.join"].right, right.rules["p.join"].wrong) == (3, 0)
    wrong = measured(judge(Sample("a", result.document, text), result))
    assert (wrong.rules["p.join"].right, wrong.rules["p.join"].wrong) == (0, 3)
    assert set(labelled(result, True, True).verdicts) == {Verdict.KEPT}


def test_a_word_that_a_replacement_writes_again_has_stayed() -> None:
    text = "It cost $ 5 a head."
    result = cleaned(text, ("p.money", [Change(Span(8, 19), "$5 a person.")]))
    judged = judge(Sample("a", result.document, text), result)
    assert judged.counts == {Verdict.KEPT: 4, Verdict.LOST: 1}
    assert list((judged.brought or {}).values()) == [False]


def test_two_rules_that_take_the_same_text_are_both_named_and_neither_is_the_only_one() -> None:
    result = cleaned(
        TEXT, ("p.share", drop(TEXT, "Share this\n")), ("p.wide", drop(TEXT, "Share this\nIt left at dawn"))
    )
    figures = measured(judge(Sample("a", result.document, TEXT.replace("Share this\n", "")), result))
    assert (figures.rules["p.share"].right, figures.rules["p.wide"].right) == (2, 2)
    assert figures.rules["p.share"].only == figures.rules["p.wide"].only == 0
    assert figures.packs["p"].right == 2 and figures.packs["p"].wrong == 4


def test_what_is_lost_is_found_where_it_stood_and_not_where_a_word_happens_to_be_alike() -> None:
    text = "Sign in at the desk\nThe boats lay at the quay.\nEnd.\n"
    result = cleaned(text, ("p.sign", drop(text, "Sign in at the desk\n")), ("p.bad", drop(text, "The boats lay at the quay.\n")))  # fmt: skip
    figures = measured(judge(Sample("a", result.document, "The boats lay at the quay.\nEnd.\n"), result))
    assert (figures.rules["p.sign"].right, figures.rules["p.sign"].wrong) == (5, 0)
    assert (figures.rules["p.bad"].right, figures.rules["p.bad"].wrong) == (0, 6)
    [case] = figures.rules["p.bad"].worst.found
    assert case.place.gone == ("The boats lay at the quay.",)
    assert (case.place.line, case.words) == (2, 6)


def test_only_the_worst_cases_are_kept() -> None:
    measurement = Measurement("word", most=2)
    for count in (3, 9, 1, 7, 9):
        text = "word " * count + "\nend"
        result = cleaned(text, ("p.all", drop(text, "word " * count)))
        measurement.take(judge(Sample(f"{count}.txt", result.document, text), result))
    assert [case.words for case in measurement.rules["p.all"].worst.found] == [9, 9]
    assert [harm.document for harm in measurement.harms.found] == ["3.txt", "9.txt"]


def test_what_stays_is_sampled_evenly_and_the_same_each_time() -> None:
    def sampled() -> list[str]:
        measurement = Measurement("line", stay=5)
        for number in range(100):
            measurement.take(labelled(cleaned(f"Menu {number}\nA line.\n"), False, True))
        return [case.place.gone[0] for case in measurement.stayed.found]

    assert len(set(sampled())) == 5
    assert sampled() == sampled()
    assert any(int(line.split()[1]) > 20 for line in sampled())


def test_edits_of_a_later_stage_are_not_blamed_for_what_an_earlier_one_took(tmp_path: Path) -> None:
    text = "Tide report\n- Sign up -\nThe boats came in.\n\nThey left.\n\nThey came back.\n"
    (tmp_path / "pack.yaml").write_text("id: p\nrules: [rules.yaml]\n")
    (tmp_path / "rules.yaml").write_text("""\
- {id: sign, line: '- .* -', drop: line, keep: [x], examples: [{before: "a\\n- b -\\n", after: "a\\n"}]}
- {id: glue, text: 'report\\nThe', replace: 'report: The', stage: mend, keep: [x],
   examples: [{before: "a report\\nThe", after: "a report: The"}]}
""")
    plan = compile_plan([load_pack(tmp_path)], Registry())
    with Cleaner(plan) as cleaner:
        result = cleaner.clean(Document(text))
    assert result.text.startswith("Tide report: The boats came in.\n")
    figures = measured(judge(Sample("a", result.document, text), result))
    assert (figures.rules["p.sign"].wrong, figures.rules["p.glue"].wrong) == (2, 0)
