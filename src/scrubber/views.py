"""What a rule or a plugin sees of a document in one stage: a View."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import field
from functools import cached_property
from types import MappingProxyType
from typing import Protocol

from scrubber.document import Line, Meta, Revision, is_blank
from scrubber.layout import Layout, judge_layout, paragraph_ranges
from scrubber.regions import Regions, judge_regions
from scrubber.spans import Change, Edit, Safety, Span
from scrubber.values import dataclass


class Searchable(Protocol):
    """A compiled pattern, as `re.compile` and `regex.compile` make them."""

    def search(self, string: str, /) -> object:
        """Return a match, or None."""
        ...


@dataclass(frozen=True)
class View:
    """One stage of one document, read-only. Every offset counts code points of ``text``.

    ``marks`` maps a mark's name to its spans; rules and markers that ran before have filled it.
    """

    revision: Revision
    meta: Meta = field(default_factory=Meta)
    marks: Mapping[str, Sequence[Span]] = field(default_factory=dict)

    @property
    def text(self) -> str:
        """The text, every line end as ``\\n``."""
        return self.revision.text

    @property
    def lines(self) -> Sequence[Line]:
        """The lines, blank ones included."""
        return self.revision.lines

    @cached_property
    def folded(self) -> str:
        """The text, case folded: its offsets are not those of ``text``."""
        return self.text.casefold()

    def shows(self, pattern: Searchable) -> bool:
        """Whether a compiled pattern is found in the text; it is searched for once."""
        known = self._shown.get(id(pattern))
        if known is None:
            known = self._shown[id(pattern)] = (pattern, pattern.search(self.text) is not None)
        return known[1]

    @cached_property
    def _shown(self) -> dict[int, tuple[Searchable, bool]]:
        return {}  # by identity: a pattern's hash is made of all its code each time it is asked for

    @cached_property
    def line_texts(self) -> Sequence[str]:
        """Each line's content without its end."""
        return self.revision.lines.texts

    @cached_property
    def blank(self) -> Sequence[bool]:
        """For each line, whether it is blank."""
        return tuple(is_blank(text) for text in self.line_texts)

    @cached_property
    def layout(self) -> Layout:
        """How the document sets its paragraphs."""
        return judge_layout(self.line_texts)

    @cached_property
    def paragraphs(self) -> Sequence[tuple[int, int]]:
        """The paragraphs as half-open ranges of line indices, in order."""
        return paragraph_ranges(self.line_texts, self.layout)

    @cached_property
    def regions(self) -> Regions:
        """Where the article begins and ends."""
        return judge_regions(self.line_texts, self.layout)

    def line_at(self, offset: int) -> int:
        """Return the index of the line that ``offset`` lies in."""
        return self.revision.line_at(offset)

    def span_of_lines(self, first: int, end: int) -> Span:
        """Return the span of the lines ``first`` up to, not including, ``end``: with their line ends."""
        return self.revision.lines.whole(first, end)

    def shielded(self) -> View:
        """Return this view with marks of its own: what a plugin does to it changes nobody else's."""
        return _Shielded(self)

    def with_marks(self, marks: Mapping[str, Sequence[Span]]) -> View:
        """Return this view with other marks."""
        view = View(self.revision, self.meta, marks)
        # what has been judged already cannot be changed, and is not judged again
        view.__dict__.update((name, value) for name, value in self.__dict__.items() if name != "marks")
        return view

    def edit(
        self,
        *changes: Span | Change,
        text: str = "",
        reason: str = "",
        safety: Safety = "safe",
        score: float | None = None,
    ) -> Edit:
        """Propose one atomic edit: each Change as it is, each bare Span replaced by ``text``."""
        made = [c if isinstance(c, Change) else Change(c, text) for c in changes]
        made.sort()
        return Edit(tuple(made), reason, safety, score, self.revision.token)


class _Shielded(View):
    """What a plugin sees of a view: marks of its own, copied when it looks at them; all else is shared.

    What it asks to be judged is judged in the view behind, which keeps the answer for whoever asks next.
    """

    def __init__(self, behind: View) -> None:
        # every plugin gets one of every document: no more is done here than that
        self.__dict__.update(revision=behind.revision, meta=behind.meta, behind=behind)

    @cached_property
    def marks(self) -> Mapping[str, Sequence[Span]]:
        """The spans that were marked before, as a copy."""
        return MappingProxyType({name: tuple(spans) for name, spans in self._behind.marks.items()})

    @property
    def _behind(self) -> View:
        behind: View = self.__dict__["behind"]
        return behind

    @cached_property
    def _shown(self) -> dict[int, tuple[Searchable, bool]]:
        return self._behind._shown

    @cached_property
    def folded(self) -> str:
        return self._behind.folded

    @cached_property
    def line_texts(self) -> Sequence[str]:
        return self._behind.line_texts

    @cached_property
    def blank(self) -> Sequence[bool]:
        return self._behind.blank

    @cached_property
    def layout(self) -> Layout:
        return self._behind.layout

    @cached_property
    def paragraphs(self) -> Sequence[tuple[int, int]]:
        return self._behind.paragraphs

    @cached_property
    def regions(self) -> Regions:
        return self._behind.regions
