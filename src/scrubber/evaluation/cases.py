"""The places that a report shows: where an edit was wrong, and what stayed that should have gone."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from scrubber.evaluation.attribution import Claim
from scrubber.evaluation.judging import Judged, Verdict, runs_of
from scrubber.excerpts import Excerpt, excerpt
from scrubber.records import RecordedChange
from scrubber.spans import Span
from scrubber.values import dataclass


@dataclass(frozen=True, slots=True)
class Case:
    """A place in a document: ``words`` of it wrongly went or came by ``rule``; without a rule they stayed."""

    document: str
    rule: str
    words: int
    reason: str
    place: Excerpt


def wrong_case(judged: Judged, claim: Claim) -> Case:
    """Show an edit that was wrong, at the longest run of words that it should have left."""
    taken, brought = claim.wrong(judged)
    changes = claim.edit.changes
    if taken:
        run = max(runs_of(taken), key=len)
        change = next((c for c in changes if run[0] in judged.words.within(c.origin.span)), changes[0])
        span = _on_its_lines(judged, run, change.origin.span)
    else:
        change = next((change for change in changes if change.after), changes[0])
        span = change.origin.span
    place = excerpt(judged.result.document.text, span, _came(changes, change))
    return Case(judged.sample.name, claim.edit.rule, len(taken) + len(brought), claim.edit.reason, place)


def _came(changes: Sequence[RecordedChange], change: RecordedChange) -> str:
    return change.after or next((c.after for c in changes if c.after and not c.before), "")


def missed_case(judged: Judged, words: Sequence[int]) -> Case:
    """Show what stayed and should have gone."""
    span = Span(judged.words.starts[words[0]], judged.words.ends[words[-1]])
    whole = _on_its_lines(judged, words, Span(0, len(judged.result.document.text)))
    place = excerpt(judged.result.document.text, whole if judged.lines else span)
    return Case(judged.sample.name, "", len(words), "", place)


def missed(judged: Judged) -> Iterator[Sequence[int]]:
    """Yield the words of each line, or each run of words, that stayed and should have gone."""
    if judged.sample.blocks is not None:
        yield from (words for verdict, words in judged.lines if verdict == Verdict.MISSED and len(words))
    else:
        yield from runs_of(at for at, verdict in enumerate(judged.verdicts) if verdict == Verdict.MISSED)


def _on_its_lines(judged: Judged, run: Sequence[int], within: Span) -> Span:
    """Return what a span covers of the lines that a run of words stands on."""
    text = judged.result.document.text
    first, last = judged.words.starts[run[0]], judged.words.ends[run[-1]]
    start = max(text.rfind(end, 0, first) for end in "\r\n") + 1
    stops = (text.find(end, last) for end in "\r\n")
    stop = min((at for at in stops if at >= 0), default=len(text))
    return Span(max(start, min(within.start, first)), min(stop, max(within.end, last)))
