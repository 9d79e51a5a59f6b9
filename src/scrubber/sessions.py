"""Plugins at work: opened once, asked with batches, and never trusted with more than their answer.

Whatever a plugin does wrong on documents becomes a Failure for those documents alone: a batch that fails
is asked again view by view, so that only the guilty one is named.
"""

from __future__ import annotations

import contextlib
import sys
import traceback
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache
from itertools import islice
from pathlib import Path
from typing import Any, TypeVar

from scrubber.api import Context, Guard, Needs
from scrubber.compile import PluginUse
from scrubber.errors import PluginError, Problem
from scrubber.plugins import Provided
from scrubber.spans import Change, Edit, Span
from scrubber.values import dataclass
from scrubber.views import View

T = TypeVar("T")
Check = Callable[[Any, View], str]
"""Says what is wrong with one thing that a plugin found in a view; "" where nothing is."""


@dataclass(frozen=True, slots=True)
class Failure:
    """Why a plugin gave nothing usable for a document; ``plugin`` names it with its distribution."""

    plugin: str
    why: str

    def __str__(self) -> str:
        return f"{self.plugin}: {self.why}"


class _NonsenseError(Exception):
    """A plugin returned what the contract does not allow."""


class Sessions:
    """The opened sessions of one worker, by what asks for them: a rule's id or a guard's name."""

    def __init__(self) -> None:
        self._opened: dict[str, Any] = {}

    def open(self, rule: str, use: PluginUse) -> None:
        """Open a rule's plugin ahead of the first document. Raises PluginError where it fails."""
        failure = self._attempt(use, lambda: self._session(rule, use))
        if isinstance(failure, Failure):
            # ignoring the rule would not do: it is opened all the same, for others may refer to it
            remedy = f"to go on: --without {use.provided.info.name}"
            raise PluginError(Problem(None, f"{failure} (rule {rule})", remedy=remedy))

    def propose(self, rule: str, use: PluginUse, views: Sequence[View]) -> list[tuple[Edit, ...] | Failure]:
        """Ask an operator for edits: one entry a view, in the order of the views. Never raises."""
        return self._ask(rule, use, "propose", edit_fault, views)

    def mark(self, rule: str, use: PluginUse, views: Sequence[View]) -> list[tuple[Span, ...] | Failure]:
        """Ask a marker for spans: one entry a view, in the order of the views. Never raises."""
        return self._ask(rule, use, "mark", span_fault, views)

    def protect(self, guard: Provided[Guard], views: Sequence[View]) -> list[tuple[Span, ...] | Failure]:
        """Ask a guard for the spans that no edit may touch: one entry a view. Never raises."""
        # a guard is no rule: the blank keeps its key apart from every rule's id
        return self._ask(f"guard {guard.name}", _guard_use(guard), "mark", span_fault, views)

    def close(self) -> tuple[Failure, ...]:
        """Close all sessions; those that fail in it are told, each once."""
        opened, self._opened = self._opened, {}
        told = [self._attempt(use, session.close) for use, session in opened.values()]
        return tuple(failure for failure in told if isinstance(failure, Failure))

    def _ask(self, key: str, use: PluginUse, method: str, check: Check, views: Sequence[View]) -> list[Any]:
        """Ask with the whole batch; where that fails, with each view alone."""
        if not views:
            return []
        found = self._attempt(use, lambda: self._found(key, use, method, check, views))
        if not isinstance(found, Failure):
            return found
        self._discard(key)
        if len(views) == 1:
            return [found]
        return [self._ask(key, use, method, check, [view])[0] for view in views]

    def _found(
        self, key: str, use: PluginUse, method: str, check: Check, views: Sequence[View]
    ) -> list[tuple[Any, ...]]:
        ask = _method_of(self._session(key, use), method)
        answer = ask(tuple(view.shielded() for view in views))
        return [_checked(part, view, check) for part, view in _paired(answer, views, method)]

    def _session(self, key: str, use: PluginUse) -> Any:
        if key not in self._opened:
            session = use.provided.value.open(use.options, use.context)
            _method_of(session, "close")
            self._opened[key] = (use, session)
        return self._opened[key][1]

    def _discard(self, key: str) -> None:
        """Close a session that failed: what a crash left behind in it must not reach other documents."""
        use, session = self._opened.pop(key, (None, None))
        if use is not None:
            self._attempt(use, session.close)

    @staticmethod
    def _attempt(use: PluginUse, action: Callable[[], T]) -> T | Failure:
        """Run a stranger's code; stdout is for data, so what it prints goes to stderr."""
        try:
            with contextlib.redirect_stdout(sys.stderr):
                return action()
        except _NonsenseError as error:
            return Failure(str(use.provided.info), str(error))
        except PluginError as error:  # the plugin itself knows what is missing, and what to do
            return Failure(str(use.provided.info), _said(error))
        except (Exception, SystemExit) as error:
            return Failure(str(use.provided.info), _told(error))


def meets(view: View, needs: Needs) -> bool:
    """Whether a text holds what a plugin needs of it; its language is not asked here."""
    if needs.literals and not _holds(view, needs.literals):
        return False
    return not needs.patterns or any(map(view.shows, needs.patterns))


def _holds(view: View, literals: tuple[str, ...]) -> bool:
    exact, folded = _by_case(literals)
    return any(literal in view.text for literal in exact) or any(literal in view.folded for literal in folded)


@cache
def _by_case(literals: tuple[str, ...]) -> tuple[Sequence[str], Sequence[str]]:
    """Part literals that case does not touch from the others, folded: a text need not be folded for those."""
    exact = [literal for literal in literals if all(map(_has_no_case, literal))]
    return exact, [literal.casefold() for literal in literals if literal not in exact]


def _has_no_case(char: str) -> bool:
    """Whether folding neither changes the character nor makes it of another."""
    category = unicodedata.category(char)
    return category[0] in "PZCS" and category != "So"


def _method_of(session: object, name: str) -> Callable[..., Any]:
    method = getattr(session, name, None)
    if not callable(method):
        raise _NonsenseError(f"open() returned {_a(session)}, which has no method `{name}`")
    return method  # type: ignore[no-any-return]


def _guard_use(guard: Provided[Guard]) -> PluginUse:
    return PluginUse(guard, guard.value.Options(), Context())


def _said(error: PluginError) -> str:
    parts = ((p.found, p.expected and f"expected {p.expected}", p.remedy) for p in error.problems)
    return "; ".join(part for problem in parts for part in problem if part)


def _told(error: BaseException) -> str:
    """What was raised, and the line that it came from."""
    what = f"{type(error).__name__}: {error}".rstrip(": ")
    frames = traceback.extract_tb(error.__traceback__)
    if not frames or frames[-1].filename == __file__:
        return what
    return f"{what} ({Path(frames[-1].filename).name}:{frames[-1].lineno})"


def _paired(answer: object, views: Sequence[View], method: str) -> Iterator[tuple[object, View]]:
    """Yield each view with its part of the answer, which must have as many parts as there are views."""
    if isinstance(answer, (str, bytes)) or not isinstance(answer, Iterable):
        raise _NonsenseError(f"{method}() returned {_a(answer)}, not one sequence a view")
    parts = list(islice(answer, len(views) + 1))
    if len(parts) != len(views):
        many = "more" if len(parts) > len(views) else len(parts)
        raise _NonsenseError(f"{method}() returned {many} results for {len(views)} views")
    yield from zip(parts, views, strict=True)


def _checked(part: object, view: View, check: Check) -> tuple[Any, ...]:
    """Return what was found in one view as a tuple. An endless answer is cut off, and is nonsense."""
    if isinstance(part, (str, bytes)) or not isinstance(part, Iterable):
        raise _NonsenseError(f"the result for a view is {_a(part)}, not a sequence")
    most = 2 * len(view.text) + 2
    found = tuple(islice(part, most + 1))
    if len(found) > most:
        raise _NonsenseError(f"more than {most} results for a text of {len(view.text)} characters")
    for item in found:
        if fault := check(item, view):
            raise _NonsenseError(fault)
    return found


def span_fault(span: object, view: View) -> str:
    """Say why ``span`` is no span of the view's text; "" where it is one."""
    if not isinstance(span, Span):
        return f"{_a(span)} where a Span is expected"
    if type(span.start) is not int or type(span.end) is not int:
        return f"a span whose offsets are no whole numbers: {span.start!r}, {span.end!r}"
    if not 0 <= span.start <= span.end <= len(view.text):
        return f"a span out of range: {span.start}..{span.end} in a text of {len(view.text)} characters"
    return ""


def edit_fault(edit: object, view: View) -> str:
    """Say why ``edit`` cannot be taken as an edit of the view's text; "" where it can."""
    if not isinstance(edit, Edit):
        return f"{_a(edit)} where an Edit is expected"
    if not isinstance(edit.changes, tuple) or not edit.changes:
        return "an edit without changes; make edits with view.edit"
    for change in edit.changes:
        if fault := _change_fault(change, view):
            return fault
    if any(map(_meet, edit.changes, edit.changes[1:])):
        return "an edit whose changes are not sorted, or overlap"
    if edit.revision != view.revision.token:
        return "a stale edit: it was made for another text"
    return _label_fault(edit)


def _change_fault(change: object, view: View) -> str:
    if not isinstance(change, Change):
        return f"{_a(change)} where a Change is expected"
    if not isinstance(change.text, str):
        return f"a change whose text is {_a(change.text)}"
    if "\r" in change.text:
        return "a change whose text holds a carriage return; a line ends in `\\n` here"
    return span_fault(change.span, view)


def _meet(first: Change, second: Change) -> bool:
    """Whether two changes that follow each other overlap, or put text at the same place."""
    empty = not len(first.span) and not len(second.span)
    return (
        second.span.start < first.span.end
        or second.span < first.span
        or (empty and first.span == second.span)
    )


def _label_fault(edit: Edit) -> str:
    if edit.safety not in ("safe", "unsafe"):
        return f"an edit with the safety {edit.safety!r}, not `safe` or `unsafe`"
    if not isinstance(edit.reason, str):
        return f"an edit whose reason is {_a(edit.reason)}"
    if edit.score is not None and not (isinstance(edit.score, (int, float)) and 0 <= edit.score <= 1):
        return f"an edit with the score {edit.score!r}, not 0 to 1"
    return ""


def _a(value: object) -> str:
    return "nothing" if value is None else f"an object of type `{type(value).__name__}`"
