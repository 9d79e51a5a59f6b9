"""Decides about every title of a text at once.

A title that finds its name proves that the name bears it, which may decide about another title. So what is
open is looked at again whenever its name has become known: a second run over the mended text, which sees
that proof from the start, then finds nothing new.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict, deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from scrubber.api import Span
from scrubber_honorifics.candidates import Paragraph, read_paragraph
from scrubber_honorifics.decision import Choice, Question, choose, question
from scrubber_honorifics.evidence import Evidence, is_namesake, named_after, titled_names
from scrubber_honorifics.findings import Findings, Joined, Stranded
from scrubber_honorifics.occurrences import Occurrence, find_titles
from scrubber_honorifics.openers import Opener, opener_after
from scrubber_honorifics.prose import Passage, Quotation, begins_sentence, chunk_before, fold, name_at
from scrubber_honorifics.splits import Split, split_after

Item = Question | Split

_ROUNDS = 4
"""How often joined paragraphs are read anew; what is joined in one round hardly ever changes the next."""


def analyse(passage: Passage) -> Findings:
    """Find the stranded and the torn-off titles of a passage and decide about each.

    Linear in the length of the text: a title is weighed against a bounded number of names.
    """
    titles = find_titles(passage.text, passage.lexicon)
    findings = _analyse(passage, titles) if titles else Findings()
    known: list[Span] = []
    for _ in range(_ROUNDS):
        gaps = [joined.split.gap for joined in findings.joined]
        if gaps == known:
            break
        known = gaps
        findings = _analyse(replace(passage, paragraphs=tuple(_merged(passage.paragraphs, gaps))), titles)
    return findings


def _merged(paragraphs: Sequence[Span], gaps: Sequence[Span]) -> Iterator[Span]:
    """Yield the paragraphs as they are once the gaps are closed: a name may stand beyond a closed gap."""
    closed = deque(gaps)
    last: Span | None = None
    for span in paragraphs:
        while closed and closed[0].end < span.start:
            closed.popleft()
        if last and closed and closed[0].start <= last.end:
            last = Span(last.start, span.end)
            continue
        if last:
            yield last
        last = span
    if last:
        yield last


def _analyse(passage: Passage, titles: Sequence[Occurrence]) -> Findings:
    evidence = Evidence(passage)
    reader = _Reader(passage)
    questions = _questions(titles, reader, evidence)
    stranded = {asked.title for asked in questions}
    for title, name in titled_names(passage, [title for title in titles if title not in stranded]):
        evidence.add(title, name.slice(passage.text), name)
    splits = [split for title in titles if (split := split_after(passage, title, evidence))]
    settled = _Settlement(evidence)
    settled.settle([*splits, *questions])
    joined = [settled.joined[split] for split in splits if split in settled.joined]
    return Findings(tuple(_stranded(asked, settled, passage) for asked in questions), tuple(joined))


@dataclass(slots=True)
class _Reader:
    """Reads each paragraph once, and only those that are asked for."""

    passage: Passage
    _read: dict[Span, Paragraph] = field(default_factory=dict)

    def span_at(self, title: Occurrence) -> Span | None:
        spans = self.passage.paragraphs
        index = bisect_right(spans, title.span.start, key=lambda span: span.start) - 1
        return spans[index] if index >= 0 and spans[index].contains(title.span) else None

    def read(self, span: Span) -> Paragraph:
        if span not in self._read:
            self._read[span] = read_paragraph(self.passage, span)
        return self._read[span]

    def quotation_at(self, span: Span) -> Callable[[int], Quotation | None]:
        return lambda offset: self.read(span).quotation_at(offset)


def _questions(titles: Sequence[Occurrence], reader: _Reader, evidence: Evidence) -> list[Question]:
    """Find the stranded titles; a word that is somebody's name elsewhere strands none."""
    found = []
    for title in titles:
        span = reader.span_at(title)
        opener = opener_after(reader.passage, title, span, reader.quotation_at(span)) if span else None
        if span and opener:
            found.append((title, opener, span))
        else:
            _note_namesake(title, evidence)
    kept = (entry for entry in found if not _is_namesake(entry[1], evidence))
    return [question(title, opener, reader.read(span)) for title, opener, span in kept]


def _note_namesake(title: Occurrence, evidence: Evidence) -> None:
    name = named_after(evidence.passage, title)
    if name and is_namesake(evidence.passage, name):
        evidence.namesakes.add(fold(name.words[0].slice(evidence.passage.text)))


def _is_namesake(opener: Opener, evidence: Evidence) -> bool:
    return opener.kind != "quotation" and fold(opener.span.slice(evidence.passage.text)) in evidence.namesakes


@dataclass(slots=True)
class _Settlement:
    """The state of deciding: what is decided, and what waits for which name or place of a name."""

    evidence: Evidence
    moved: dict[Question, Choice] = field(default_factory=dict)
    joined: dict[Split, Joined] = field(default_factory=dict)
    taken: set[int] = field(default_factory=set)
    waiting: dict[str | int, list[Item]] = field(default_factory=lambda: defaultdict(list))

    def settle(self, items: Sequence[Item]) -> None:
        """Decide about each item in order, and again about what waits for what has become known or taken."""
        for item in items:
            for key in self._awaited(item):
                self.waiting[key].append(item)
        queue = deque(items)
        while queue:
            item = queue.popleft()
            if isinstance(item, Split):
                queue.extend(() if item in self.joined else self._join(item))
            else:
                queue.extend(() if item in self.moved else self._move(item))

    def _awaited(self, item: Item) -> Iterator[str | int]:
        if isinstance(item, Split):
            yield item.name.slice(self.evidence.passage.text)
            return
        yield from dict.fromkeys(one.name for one in item.candidates)
        yield from (one.span.start for one in item.candidates)

    def _join(self, split: Split) -> Iterable[Item]:
        bearer = self.evidence.bearer(split.title, split.name.slice(self.evidence.passage.text))
        if not split.sure and bearer is None:
            return ()
        self.joined[split] = Joined(split, None if split.sure else bearer)
        return self._learn(split.title, split.name)

    def _move(self, asked: Question) -> Iterable[Item]:
        choice = choose(asked, self.evidence, self.taken)
        if choice.candidate is None:
            return ()
        place = choice.candidate.span
        self.moved[asked] = choice
        self.taken.add(place.start)
        return [*self._learn(asked.title, place), *self.waiting[place.start]]

    def _learn(self, title: Occurrence, name: Span) -> Iterable[Item]:
        word = name.slice(self.evidence.passage.text)
        return self.waiting[word] if self.evidence.add(title, word, name) else ()


def _stranded(asked: Question, settled: _Settlement, passage: Passage) -> Stranded:
    capital = _keeps_capital(asked, passage)
    if asked in settled.moved:
        return Stranded(asked.title, asked.opener, "move", capital, settled.moved[asked])
    choice = choose(asked, settled.evidence, settled.taken)
    lost = _name_before(asked, passage) if choice.why == "nobody" and asked.opener.kind == "verb" else None
    return Stranded(asked.title, asked.opener, "orphan" if lost else "keep", capital, choice, lost)


def _keeps_capital(asked: Question, passage: Passage) -> bool:
    """Whether what follows the title keeps its capital: speech, "I", and the first word of a sentence."""
    if asked.opener.kind == "quotation" or asked.opener.span.slice(passage.text).startswith(("I’", "I'")):
        return True
    if len(asked.opener.span) == 1 and passage.text[asked.opener.span.start] == "I":
        return True
    return begins_sentence(passage, asked.title.span.start, asked.paragraph.span.start)


def _name_before(asked: Question, passage: Passage) -> Span | None:
    """Return the capitalised word that stands before the title, at most a comma between them."""
    text, at = passage.text, asked.title.span.start
    chunk = chunk_before(text, at, asked.paragraph.span.start)
    start = text.rindex(chunk, 0, at) if chunk else at
    name = name_at(text, start, at)
    if name is None or chunk.removesuffix(",") != name.slice(text):
        return None
    return None if passage.lexicon.is_ordinary(fold(chunk.removesuffix(","))) else name
