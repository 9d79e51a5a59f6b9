"""The operators: what is found in a view, as edits with a reason that a person understands."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from scrubber.api import Change, Context, Edit, Needs, NoOptions, Span, View
from scrubber_honorifics.lexicon import LEXICONS, lexicon_for
from scrubber_honorifics.shown import shown_stranded, shown_torn

if TYPE_CHECKING:
    from scrubber_honorifics.findings import Findings, Joined, Stranded

_KNOWN = LEXICONS.values()
MOVE_NEEDS = Needs(languages=tuple(LEXICONS), patterns=tuple(map(shown_stranded, _KNOWN)))
"""Only a single title with its full stop can be stranded."""
JOIN_NEEDS = Needs(languages=tuple(LEXICONS), patterns=tuple(p for one in _KNOWN for p in shown_torn(one)))
"""Every title can be torn off at a line's end, with its full stop or without."""


@dataclass(frozen=True, slots=True)
class Session:
    """One operator at work; it keeps nothing between views."""

    edits_of: Callable[[View, Findings], Iterator[Edit]]

    def propose(self, views: Sequence[View]) -> Iterable[Sequence[Edit]]:
        """Return the edits of each view, in order of their titles."""
        return [tuple(self.edits_of(view, read(view))) for view in views]

    def close(self) -> None:
        """Nothing is held open."""


@dataclass(frozen=True, slots=True)
class Move:
    """Moves a title that a sentence splitter stranded back to the name that it left.

    Where nobody can have the title and a name stands before it, taking the title out is proposed as unsafe.
    """

    name: str = "honorifics.move"
    Options: type = NoOptions
    needs: Needs = MOVE_NEEDS

    def open(self, options: NoOptions, context: Context) -> Session:
        """Return a session."""
        return Session(moves)


@dataclass(frozen=True, slots=True)
class Join:
    """Joins a title at a line's end with its name at the beginning of the next line."""

    name: str = "honorifics.join"
    Options: type = NoOptions
    needs: Needs = JOIN_NEEDS

    def open(self, options: NoOptions, context: Context) -> Session:
        """Return a session."""
        return Session(joins)


def read(view: View) -> Findings:
    """Find the titles of a view that need mending; nothing in a language without a lexicon.

    A line end that is no wrap parts names from titles as a blank line does, so joining lines cannot change
    what a paragraph is.
    """
    # Only now: few texts show anything, and in a short run these take longer than all else that is read.
    from scrubber_honorifics.analysis import analyse
    from scrubber_honorifics.findings import Findings
    from scrubber_honorifics.prose import Passage

    lexicon = lexicon_for(view.meta.lang)
    if lexicon is None:
        return Findings()
    wrapped = view.layout.kind == "wrapped"
    if wrapped:
        paragraphs = tuple(view.span_of_lines(*lines) for lines in view.paragraphs)
    else:
        paragraphs = tuple(line.span for line, blank in zip(view.lines, view.blank, strict=True) if not blank)
    return analyse(Passage(view.text, paragraphs, wrapped, lexicon))


def moves(view: View, findings: Findings) -> Iterator[Edit]:
    """Yield one edit for each title that is to be moved, and an unsafe one for each that nobody can have."""
    for found in findings.stranded:
        if found.verdict == "move":
            yield _move(view, found)
        elif found.verdict == "orphan":
            yield _orphan(view, found)


def joins(view: View, findings: Findings) -> Iterator[Edit]:
    """Yield one edit for each title whose name begins the next line."""
    for joined in findings.joined:
        yield view.edit(joined.split.gap, text=" ", reason=_join_reason(view, joined))


def _move(view: View, found: Stranded) -> Edit:
    title, candidate = found.title.span, found.choice.candidate
    assert candidate is not None
    gap = view.text[title.end : found.opener.span.start]
    inserted = title.slice(view.text) + (" " if "\n" in gap else gap)
    changes = [*_removal(view, found), Change(Span(candidate.span.start, candidate.span.start), inserted)]
    return view.edit(*changes, reason=_move_reason(view, found))


def _removal(view: View, found: Stranded) -> Iterator[Change]:
    """Yield the changes that take the title out and mend the capital after it.

    One change where they touch; where a wrapped line ends after the title, its line end stays.
    """
    title, opener = found.title.span, found.opener.span
    first = view.text[opener.start]
    mended = first if found.capital else first.lower()
    if "\n" not in view.text[title.end : opener.start] or title.start == 0:
        keep = mended == first
        yield Change(Span(title.start, opener.start + (not keep)), "" if keep else mended)
        return
    yield Change(Span(title.start - 1, title.end))
    if mended != first:
        yield Change(Span(opener.start, opener.start + 1), mended)


def _orphan(view: View, found: Stranded) -> Edit:
    assert found.lost is not None
    title, opener = found.title.span.slice(view.text), found.opener.span
    reason = (
        f"{title} stands before “{opener.slice(view.text)}”, which is no name, and after "
        f"“{found.lost.slice(view.text)}”; nobody after it in the paragraph can bear it"
    )
    text = " " + view.text[opener.start].lower()
    return view.edit(Change(Span(found.lost.end, opener.start + 1), text), reason=reason, safety="unsafe")


def _move_reason(view: View, found: Stranded) -> str:
    title = found.title.span.slice(view.text)
    candidate, bearer = found.choice.candidate, found.choice.bearer
    assert candidate is not None
    if found.opener.kind == "quotation":
        stands = f"{title} stands before a quotation"
    else:
        stands = f"{title} stands before “{found.opener.span.slice(view.text)}”, which is no name"
    if bearer is None:
        return f"{stands}; {candidate.name} is named as a speaker after it"
    return f"{stands}; {candidate.name} bears the title in line {view.line_at(bearer.start) + 1}"


def _join_reason(view: View, joined: Joined) -> str:
    split = joined.split
    title, name = split.title.span.slice(view.text), split.name.slice(view.text)
    ends, begins = view.line_at(split.title.span.start) + 1, view.line_at(split.name.start) + 1
    reason = f"{title} ends line {ends}, and {name}, whose title it is, begins line {begins}"
    if joined.bearer is None:
        return reason
    return f"{reason}; {name} bears it in line {view.line_at(joined.bearer.start) + 1} too"
