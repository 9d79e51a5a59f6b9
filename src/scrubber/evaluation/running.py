"""Cleaning what is measured: in batches, each document once."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import field

from scrubber.corpus import BATCH_DOCUMENTS, BATCH_SIZE, Cleans
from scrubber.evaluation.judging import Judged, judge
from scrubber.evaluation.pairs import Drawn
from scrubber.sources import Left, Source
from scrubber.values import dataclass


@dataclass
class _Batch:
    cleaner: Cleans | None = None
    guards: tuple[str, ...] = ()
    drawn: list[Drawn] = field(default_factory=list)

    @property
    def is_full(self) -> bool:
        size = sum(len(drawn.sample.document.text) for drawn in self.drawn)
        return len(self.drawn) >= BATCH_DOCUMENTS or size >= BATCH_SIZE

    def judged(self) -> Iterator[Judged | Left]:
        """Clean and judge what waits. A document that is left alone counts as it is, and is named."""
        drawn, self.drawn = self.drawn, []
        if self.cleaner is None or not drawn:
            return
        results = self.cleaner.clean_batch([one.sample.document for one in drawn], self.guards)
        for one, result in zip(drawn, results, strict=True):
            if result.left_alone:
                yield Left(one.sample.name, result.left_alone)
            yield judge(one.sample, result)


def run(entries: Iterable[Drawn | Left], cleaner_of: Callable[[Source], Cleans]) -> Iterator[Judged | Left]:
    """Clean and judge samples, in order, between what is wrong with those that are none.

    All are labelled pages or all are pairs: one of the other kind than the first is left out, because its
    figures would count something else.
    """
    batch = _Batch()
    labelled: bool | None = None
    for entry in entries:
        if isinstance(entry, Left):
            yield from batch.judged()
            yield entry
            continue
        of_its_kind = entry.sample.blocks is not None
        labelled = of_its_kind if labelled is None else labelled
        if of_its_kind != labelled:
            kind = "a labelled page among pairs" if of_its_kind else "a pair among labelled pages"
            yield Left(entry.sample.name, f"{kind}: measure it in a run of its own")
            continue
        cleaner, guards = cleaner_of(entry.source), entry.source.format.guards
        if batch.is_full or batch.cleaner is not cleaner or batch.guards != guards:
            yield from batch.judged()
            batch = _Batch(cleaner, guards)
        batch.drawn.append(entry)
    yield from batch.judged()
