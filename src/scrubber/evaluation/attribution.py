"""Which rule is to be praised or blamed for a word that went or came.

Rules may claim the same text; then each is given all of it, and none of them is the only one.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import field

from scrubber.alignment import aligned
from scrubber.evaluation.judging import Judged, Verdict
from scrubber.records import RecordedChange, RecordedEdit
from scrubber.spans import Span
from scrubber.tokens import Words, words_of
from scrubber.values import dataclass


@dataclass(frozen=True, slots=True)
class Claim:
    """The words that one edit took (indices of the original's) and brought (of the result's)."""

    edit: RecordedEdit
    taken: frozenset[int]
    brought: frozenset[int] = frozenset()

    def wrong(self, judged: Judged) -> tuple[list[int], list[int]]:
        """Return the words that it should not have taken, and those that it should not have brought."""
        verdicts, known = judged.verdicts, judged.brought or {}
        taken = [word for word in sorted(self.taken) if verdicts[word] == Verdict.LOST]
        return taken, [word for word in sorted(self.brought) if known.get(word) is False]


@dataclass
class Credit:
    """What one rule, or one pack, did to a document."""

    edits: int = 0
    taken: set[int] = field(default_factory=set)
    brought: set[int] = field(default_factory=set)

    def add(self, claim: Claim) -> None:
        """Count one more edit."""
        self.edits += 1
        self.taken |= claim.taken
        self.brought |= claim.brought

    def right_and_wrong(self, judged: Judged) -> tuple[int, int]:
        """Return how many words it rightly, and how many it wrongly, took or brought."""
        counts = Counter(judged.verdicts[word] for word in self.taken)
        known = Counter((judged.brought or {}).get(word) for word in self.brought)
        return counts[Verdict.REMOVED] + known[True], counts[Verdict.LOST] + known[False]


def claims(judged: Judged) -> list[Claim]:
    """Return for each edit of a document the words that it took and brought.

    A word that no edit took or brought as a whole, because it was joined with another or cut, is given to
    those that touch it.
    """
    edits, places = judged.result.edits, _places_of_brought(judged)
    taken = [{word for change in edit.changes for word in _taken(judged, change)} for edit in edits]
    came = [{word for change in edit.changes for word in _came(judged, change, places)} for edit in edits]
    rest = {word for word, its in enumerate(judged.carried) if its < 0}.difference(*taken)
    rest_came = set(places).difference(*came)
    for edit, own, its in zip(edits, taken, came, strict=True) if rest or rest_came else ():
        own.update(word for word in rest if _touches(edit, _span(judged.words, word)))
        its.update(word for word in rest_came if _touches(edit, places[word]))
    return [Claim(*parts) for parts in zip(edits, map(frozenset, taken), map(frozenset, came), strict=True)]


def _span(words: Words, word: int) -> Span:
    return Span(words.starts[word], words.ends[word])


def _touches(edit: RecordedEdit, span: Span) -> bool:
    places = (change.origin.span for change in edit.changes)
    return any(place.start <= span.end and span.start <= place.end for place in places)


def credits_of(found: Iterable[Claim], name: str = "rule") -> dict[str, Credit]:
    """Return what each rule did, or each pack where ``name`` is "pack"."""
    credits: dict[str, Credit] = {}
    for claim in found:
        rule = claim.edit.rule
        credits.setdefault(rule if name == "rule" else rule.rpartition(".")[0], Credit()).add(claim)
    return credits


def _taken(judged: Judged, change: RecordedChange) -> Iterator[int]:
    """Yield the words that are gone because of a change, among others.

    A later stage sees a text with gaps: what others took out of the middle of its change is not its own.
    """
    span = change.origin.span
    gone = [word for word in judged.words.within(span) if judged.carried[word] < 0] if len(span) else []
    if gone and change.before != span.slice(judged.result.document.text):
        own = words_of(change.before).keys
        gone = [gone[mine] for mine, _ in aligned([judged.words.keys[word] for word in gone], own)]
    yield from gone


def _places_of_brought(judged: Judged) -> dict[int, Span]:
    """Return each word that edits brought, with the place in the original where it came in."""
    places: dict[int, Span] = {}
    shift = 0
    for change in judged.result.net if judged.brought else ():
        start = change.span.start + shift
        shift += len(change.text) - len(change.span)
        near = judged.after.within(Span(start - 1, start + len(change.text) + 1))
        places.update((word, change.span) for word in near if word in (judged.brought or {}))
    return places


def _came(judged: Judged, change: RecordedChange, places: Mapping[int, Span]) -> Iterator[int]:
    """Yield the words that stand in the result because of a change."""
    if not change.after or not places:
        return
    span = change.origin.span
    near = [word for word, at in places.items() if at.start <= span.end and span.start <= at.end]
    for mine, _ in aligned([judged.after.keys[word] for word in near], words_of(change.after).keys):
        yield near[mine]


def only_of(credits: Mapping[str, Credit]) -> dict[str, set[int]]:
    """Return for each rule the words that no other rule took."""
    claimed = Counter(word for credit in credits.values() for word in credit.taken)
    return {name: {w for w in credit.taken if claimed[w] == 1} for name, credit in credits.items()}
