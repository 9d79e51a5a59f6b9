"""The ledger: what was done and refused, as JSON Lines, and the way from one text to the other and back.

The format is documented in docs/ledger.md; `FORMAT` is its number.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Iterator, Sequence
from hashlib import sha256
from pathlib import Path
from typing import Any, Literal, Protocol, TypeVar, get_args

import regex

from scrubber.document import Document
from scrubber.errors import DocumentError, Location, Problem, UsageError, listed
from scrubber.places import lossless
from scrubber.records import Place, RecordedChange, RecordedEdit, Refusal, RefusalKind
from scrubber.spans import Safety, Span
from scrubber.specs import STAGES
from scrubber.values import dataclass

FORMAT = 1
Kind = Literal["edit", "refusal", "left"]
_T = TypeVar("_T")
_PAIR = regex.compile(r"(?V1)(?<=[\ud800-\udbff])(?=[\udc00-\udfff])")


class Cleaned(Protocol):
    """What the ledger asks of a result."""

    @property
    def document(self) -> Document:
        """The document as it came."""
        ...

    @property
    def text(self) -> str:
        """The cleaned text."""
        ...

    @property
    def edits(self) -> Sequence[RecordedEdit]:
        """What was applied."""
        ...

    @property
    def refused(self) -> Sequence[Refusal]:
        """What was not."""
        ...

    @property
    def left_alone(self) -> str:
        """Why the document was left untouched, "" where it was not."""
        ...


@dataclass(frozen=True, slots=True)
class LeftAlone:
    """A document that was left untouched, and why."""

    reason: str


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of a ledger. ``document`` is the document's id, FILE or FILE:RECORD; the hashes are hex."""

    document: str
    input_sha256: str
    output_sha256: str
    what: RecordedEdit | Refusal | LeftAlone


def lines(result: Cleaned, name: str) -> Iterator[str]:
    """Yield the ledger's lines for one result, their ends included; none where nothing was proposed.

    ``name`` names the document: its id, FILE or FILE:RECORD. Edits come first, in the order in which they
    were recorded, then refusals, then the word that the document was left alone. A line is ASCII, so that
    lone surrogates survive.
    """
    left = [LeftAlone(result.left_alone)] if result.left_alone else []
    happened: list[RecordedEdit | Refusal | LeftAlone] = [*result.edits, *result.refused, *left]
    if not happened:
        return
    given = made = _digest(result.document, result.document.text)
    if result.text != result.document.text:
        made = _digest(result.document, result.text)
    for what in happened:
        yield _line(name, given, made, what)


def left_line(name: str, why: str, digest: str = "") -> str:
    """Return the line for a document or a file that was left alone; ``digest`` is the hash of its bytes."""
    return _line(name, digest, digest, LeftAlone(why))


# The lines are what `json.dumps` makes of their members, put together by hand for there may be many: a
# test compares the two.
_json = json.JSONEncoder(separators=(",", ":"), allow_nan=False).encode


def _line(name: str, given: str, made: str, what: RecordedEdit | Refusal | LeftAlone) -> str:
    head = f'{{"scrubber_ledger":{FORMAT},"kind":"{_kind(what)}","document":{_json(name)}'
    return f'{head},"input_sha256":"{given}","output_sha256":"{made}",{_described(what)}}}\n'


def _digest(document: Document, text: str) -> str:
    encoding = lossless(document.encoding)
    return sha256(encoding.bom + encoding.encode(text)).hexdigest()


def _kind(what: RecordedEdit | Refusal | LeftAlone) -> Kind:
    if isinstance(what, RecordedEdit):
        return "edit"
    return "refusal" if isinstance(what, Refusal) else "left"


def _described(what: RecordedEdit | Refusal | LeftAlone) -> str:
    if isinstance(what, LeftAlone):
        return f'"reason":{_json(what.reason)}'
    if isinstance(what, Refusal):
        why = f'"refused":{_json(what.kind)},"detail":{_json(what.detail)},"winner":{_json(what.winner)}'
        return f"{_described(what.edit)},{why}"
    score = "null" if what.score is None or not math.isfinite(what.score) else _json(what.score)
    return (
        f'"rule":{_json(what.rule)},"rule_hash":{_json(what.rule_hash)},"stage":{_json(what.stage)},'
        f'"safety":{_json(what.safety)},"score":{score},"reason":{_json(what.reason)},'
        f'"changes":[{",".join(map(_change, what.changes))}]'
    )


def _change(change: RecordedChange) -> str:
    at, place, origin = change.at, change.origin, change.origin.span
    return (
        f'{{"at":[{at.start},{at.end}],"origin":[{origin.start},{origin.end}],'
        f'"bytes":[{place.byte_start},{place.byte_end}],"line":{place.line},"column":{place.column},'
        f'"before":{_json(_spelt(change.before))},"after":{_json(_spelt(change.after))}}}'
    )


def _spelt(text: str) -> str | list[str]:
    """Return ``text`` for JSON, in which a lone high surrogate and a low one in a row are one character."""
    return text if text.isascii() or not _PAIR.search(text) else _PAIR.split(text)


def read_entries(lines: Iterable[str | bytes], path: Path) -> Iterator[Entry]:
    """Read the lines of a ledger, as `lines` makes them, one by one; blank lines are passed over.

    ``path`` is for the messages. Raises UsageError with file and line for a line that is no entry, or one of
    a format that this version does not know.
    """
    for number, line in enumerate(lines, 1):
        if line.strip():
            yield _read(line, Location(path, number, 1))


def _read(line: str | bytes, location: Location) -> Entry:
    try:
        data = json.loads(line)
    except (ValueError, RecursionError) as error:
        column = getattr(error, "colno", 1)
        where = Location(location.path, location.line, column)
        remedy = "where a run was cut short, take its unfinished last line away"
        raise UsageError(Problem(where, f"this is no JSON ({error})", "one entry a line", remedy)) from None
    if not isinstance(data, dict):
        raise UsageError(Problem(location, "this is no entry", "a JSON object"))
    return _Reader(data, location).entry()


class _Reader:
    """Reads one JSON object and says what is wrong with it."""

    def __init__(self, data: dict[str, Any], location: Location) -> None:
        self._data = data
        self._location = location

    def entry(self) -> Entry:
        version = self._data.get("scrubber_ledger")
        if version != FORMAT or isinstance(version, bool):
            raise self._error(
                f"the entry is of format {version!r}" if version is not None else "the entry has no format",
                f'`"scrubber_ledger": {FORMAT}`',
                "was it written by another version of scrubber?" if version is not None else "",
            )
        hashes = self._get("input_sha256", str), self._get("output_sha256", str)
        return Entry(self._get("document", str), *hashes, self._what())

    def _what(self) -> RecordedEdit | Refusal | LeftAlone:
        kind = self._word("kind", get_args(Kind))
        if kind == "left":
            return LeftAlone(self._get("reason", str))
        edit = self._edit()
        if kind == "edit":
            return edit
        refused = self._word("refused", get_args(RefusalKind))
        return Refusal(edit, refused, self._get("detail", str), self._get("winner", str))

    def _edit(self) -> RecordedEdit:
        score = self._data.get("score")
        return RecordedEdit(
            rule=self._get("rule", str),
            rule_hash=self._get("rule_hash", str),
            stage=self._word("stage", STAGES),
            changes=tuple(self._change(value) for value in self._get("changes", list)),
            reason=self._get("reason", str),
            safety=self._word("safety", get_args(Safety)),
            score=None if score is None else self._get("score", float, int),
        )

    def _change(self, value: object) -> RecordedChange:
        if not isinstance(value, dict):
            raise self._error("a change is no object", "an object with `at`, `before` and `after`")
        reader = _Reader(value, self._location)
        data = reader._span("bytes")
        line, column = reader._get("line", int), reader._get("column", int)
        place = Place(reader._span("origin"), data.start, data.end, line, column)
        change = RecordedChange(reader._span("at"), place, reader._text("before"), reader._text("after"))
        if len(change.before) != len(change.at):
            raise self._error(
                f"`at` is {len(change.at)} long and `before` {len(change.before)}", "one length"
            )
        return change

    def _span(self, key: str) -> Span:
        match self._get(key, list):
            case [int(start), int(end)] if 0 <= start <= end:
                return Span(start, end)
        raise self._error(f"`{key}` is no span", "two offsets, the first not the greater")

    def _text(self, key: str) -> str:
        match self._data.get(key):
            case [*parts] if all(isinstance(part, str) for part in parts):
                return "".join(parts)
        return self._get(key, str)

    def _word(self, key: str, words: Sequence[Any]) -> Any:
        word = self._get(key, str)
        if word not in words:
            raise self._error(f"`{key}` is `{word}`", listed(words))
        return word

    def _get(self, key: str, kind: type[_T], *others: type) -> _T:
        value = self._data.get(key)
        if not isinstance(value, (kind, *others)) or isinstance(value, bool):
            found = f"`{key}` is {json.dumps(value)[:40]}" if key in self._data else f"`{key}` is missing"
            raise self._error(found, _KINDS[kind])
        return value  # type: ignore[return-value]

    def _error(self, found: str, expected: str, remedy: str = "") -> UsageError:
        return UsageError(Problem(self._location, found, expected, remedy))


_KINDS: dict[type, str] = {str: "a text", int: "a whole number", float: "a number", list: "a list"}


def replay(original: str, edits: Sequence[RecordedEdit]) -> str:
    """Return the text that ``edits``, all that were applied to a document, make of its original text.

    Stage by stage: within one the union of the deletions goes, and what inserts text overlaps nothing.
    Raises DocumentError where the text is not the one that the edits were made for.
    """
    text = original
    for stage in STAGES:
        text = _forwards(text, _swaps(edits, stage))
    return text


def revert(output: str, edits: Sequence[RecordedEdit]) -> str:
    """Return the original text, of which ``edits`` have made ``output``: `replay` backwards.

    Raises DocumentError where ``output`` cannot have come of the edits. Where text was only taken away there
    is nothing to tell by: whoever has the ledger compares the output's hash first.
    """
    text = output
    for stage in reversed(STAGES):
        text = _backwards(text, _swaps(edits, stage))
    return text


@dataclass(frozen=True, slots=True)
class _Swap:
    """What a stage did at one place: the union of the deletions that overlap, or one other change."""

    at: Span
    before: str
    after: str
    rule: str


def _swaps(edits: Sequence[RecordedEdit], stage: str) -> Sequence[_Swap]:
    """Return what the stage did, in the order of the text."""
    changes = [
        _Swap(change.at, change.before, change.after, edit.rule)
        for edit in edits
        if edit.stage == stage
        for change in edit.changes
    ]
    swaps: list[_Swap] = []
    for change in sorted(changes, key=lambda change: change.at):
        if swaps and change.at.start < swaps[-1].at.end:
            swaps[-1] = _union(swaps[-1], change)
        else:
            swaps.append(change)
    return swaps


def _union(first: _Swap, second: _Swap) -> _Swap:
    if first.after or second.after:
        raise _mismatch(second, f"its change meets one of `{first.rule}`, and one of them brings text in")
    shared = first.before[second.at.start - first.at.start :]
    if not (shared.startswith(second.before) or second.before.startswith(shared)):
        raise _mismatch(second, f"it saw another text than `{first.rule}` saw at the same place")
    end = max(first.at.end, second.at.end)
    return _Swap(Span(first.at.start, end), first.before + second.before[len(shared) :], "", first.rule)


def _forwards(text: str, swaps: Sequence[_Swap]) -> str:
    parts: list[str] = []
    at = 0
    for swap in swaps:
        if swap.at.slice(text) != swap.before:
            raise _mismatch(swap, "the text to replace does not stand there")
        parts += text[at : swap.at.start], swap.after
        at = swap.at.end
    return "".join(parts) + text[at:]


def _backwards(text: str, swaps: Sequence[_Swap]) -> str:
    parts: list[str] = []
    at = reached = 0  # in the text, in what it was made of
    for swap in swaps:
        start = at + swap.at.start - reached
        if start > len(text) or not text.startswith(swap.after, start):
            raise _mismatch(swap, "what it put there does not stand there")
        parts += text[at:start], swap.before
        at, reached = start + len(swap.after), swap.at.end
    return "".join(parts) + text[at:]


def _mismatch(swap: _Swap, found: str) -> DocumentError:
    where = f"an edit of `{swap.rule}` at {swap.at.start} does not fit: {found}"
    remedy = "use the ledger of the run that made this very text, whole"
    return DocumentError(Problem(None, where, remedy=remedy))
