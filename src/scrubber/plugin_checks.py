"""What a plugin's own tests ask it: through the same wrappers that the engine asks it through."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Any, TypeVar, cast

from scrubber.api import Context, Guard, Marker, Opened, Operator
from scrubber.compile import PluginUse
from scrubber.document import Meta, Revision
from scrubber.plugins import PluginInfo, Provided
from scrubber.sessions import Failure, Sessions, meets
from scrubber.spans import Edit, Span
from scrubber.views import View

T = TypeVar("T")
Lists = Mapping[str, Sequence[str]]
_OTHER = "The ferry ran aground within sight of the pier.\n"


def view_of(text: str, meta: Meta | None = None) -> View:
    """Return what a plugin sees of a document with this text."""
    return View(Revision.first(text), meta or Meta())


def edits_of(
    operator: Operator,
    text: str,
    options: object = None,
    lists: Lists | None = None,
    meta: Meta | None = None,
) -> tuple[Edit, ...]:
    """Return what ``operator`` proposes for ``text``; ``options`` None means its defaults.

    Raises AssertionError where it breaks the contract: an exception, edits that are out of range, stale or
    overlap themselves, another answer in a batch of several texts, or any for a text that lacks its `needs`.
    """
    sessions, use = Sessions(), _use(operator, options, lists)
    view = view_of(text, meta)
    alone = sessions.propose("test", use, [view])
    batch = sessions.propose("test", use, [view_of(_OTHER), view, view_of("")])
    return _needed(_same(alone[0], batch[1], sessions), operator, view)


def edited(
    operator: Operator,
    text: str,
    options: object = None,
    lists: Lists | None = None,
    meta: Meta | None = None,
) -> str:
    """Return ``text`` with all that ``operator`` proposes for it, unsafe edits too. Raises as `edits_of`.

    Edits that meet each other are refused by the engine by rank; here they are an AssertionError.
    """
    edits = edits_of(operator, text, options, lists, meta)
    changes = sorted(change for edit in edits for change in edit.changes)
    meeting = [b for a, b in pairwise(changes) if b.span.start < a.span.end]
    assert not meeting, f"two edits meet at {meeting[0].span}"
    revision = view_of(text).revision
    return revision.apply([revision.to_raw(change) for change in changes]).raw


def spans_of(
    marker: Marker | Guard,
    text: str,
    options: object = None,
    lists: Lists | None = None,
    meta: Meta | None = None,
) -> tuple[Span, ...]:
    """Return the spans that a marker or a guard finds in ``text``. Raises as `edits_of`."""
    sessions, use = Sessions(), _use(marker, options, lists)
    view = view_of(text, meta)
    alone = sessions.mark("test", use, [view])
    batch = sessions.mark("test", use, [view_of(_OTHER), view, view_of("")])
    return _needed(_same(alone[0], batch[1], sessions), marker, view)


def _use(plugin: Any, options: object, lists: Lists | None) -> PluginUse:
    provided = Provided(plugin.name, plugin, PluginInfo(plugin.name, "this project", "", ""))
    return PluginUse(provided, plugin.Options() if options is None else options, Context(lists or {}))


def _same(alone: T | Failure, in_batch: T | Failure, sessions: Sessions) -> T:
    failures = [found for found in (alone, in_batch, *sessions.close()) if isinstance(found, Failure)]
    assert not failures, str(failures[0])
    assert alone == in_batch, f"alone: {alone}; in a batch: {in_batch}"
    return cast(T, alone)


def _needed(found: tuple[T, ...], plugin: Opened, view: View) -> tuple[T, ...]:
    """Return what was found, which is nothing where the engine would not have asked at all."""
    lacks = f"`{plugin.name}` finds something in a text that lacks what its `needs` say"
    assert not found or meets(view, plugin.needs), lacks
    return found
