"""Reading what a run is measured on: labelled pages, records with two texts, and files in pairs.

- JSON Lines: a record has `blocks`, its lines as `[label, line]`, or the fields `raw` and `clean`.
- Files: `raw/NAME` and `clean/NAME`, `NAME.txt` and `NAME.clean.txt`, or `input.txt` and `expected.txt`.

It is lazy: one document is in memory at a time.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager, nullcontext
from dataclasses import field, replace
from pathlib import Path
from typing import BinaryIO

from scrubber.api import Fields
from scrubber.corpus import Closed, Opened, Outcome, read
from scrubber.document import Document, Meta, is_blank
from scrubber.errors import DocumentError, Problem, listed, nearest
from scrubber.evaluation.judging import Block, Sample
from scrubber.formats import why_no_text
from scrubber.jsonl import JsonLinesFormat, read_members
from scrubber.sources import Corpus, Left, Source, reason
from scrubber.spans import Span
from scrubber.values import dataclass

LABELS: Mapping[str, bool | None] = {"content": True, "chrome": False, "neutral": None}
"""The labels of lines, and whether a line with one is wanted."""
LAYOUTS = (
    "JSON Lines with `blocks`, or with `raw` and `clean`; raw/NAME with clean/NAME; NAME.txt with "
    "NAME.clean.txt; or input.txt with expected.txt"
)
"""What pairs look like, in words."""

_CLEAN = ".clean"
Members = Mapping[str, tuple[object, str]]


@dataclass(frozen=True, slots=True)
class Names:
    """How the fields of records are called, and what is known of all documents.

    Without a name the text is `text` and its clean text `gold` on labelled pages, else `raw` and `clean`.
    """

    raw: str | None = None
    clean: str | None = None
    url: str = "url"
    lang: str = "lang"
    encoding: str | None = None
    meta: Meta = field(default_factory=Meta)


@dataclass(frozen=True, slots=True)
class Drawn:
    """A sample and the file that it is from."""

    sample: Sample
    source: Source


def read_pairs(corpus: Corpus, names: Names) -> Iterator[Drawn | Left]:
    """Yield the samples of a corpus in order, and what is wrong with those that are none.

    A file that has no partner and need not have one is counted in ``corpus.passed_over``.
    """
    for source in corpus.sources():
        if isinstance(source, Left):
            yield source
        elif source.path is None or isinstance(source.format, JsonLinesFormat):
            yield from _records(source, names)
        elif (pair := _pair_of(source.path)) is None:
            corpus.passed_over["without a partner"] += 1
        else:
            yield from _files(source, *pair, names)


def _files(source: Source, raw: Path, clean: Path, names: Names) -> Iterator[Drawn | Left]:
    """Yield the sample of a file and its partner; a clean text comes with its raw one and not by itself."""
    if source.path == clean:
        if not raw.is_file():
            yield Left(source.name, f"a clean text without its raw one: there is no {raw}")
        return
    if not clean.is_file():
        yield Left(source.name, f"a raw text without its clean one: there is no {clean}")
        return
    texts = []
    for path in (raw, clean):
        found = _document(replace(source, path=path, name=source.name if path == raw else str(path)), names)
        if isinstance(found, Left):
            yield found
            return
        texts.append(found)
    if is_blank(texts[1].text):
        yield Left(str(clean), _empty("its clean text"))
        return
    yield Drawn(Sample(source.name, texts[0], texts[1].text), source)


def _document(source: Source, names: Names) -> Document | Left:
    fields = Fields(encoding=names.encoding, meta=names.meta)
    found: list[Document] = []
    for event in read(source, fields):
        if isinstance(event, Opened):
            continue
        why = event.why
        if isinstance(event, Outcome) and event.record is not None and not why:
            why = "it holds records: put both texts into one file" if event.number else ""
            found.append(event.record.document)
        if why or (isinstance(event, Closed) and not found):
            return Left(source.name, why or "it holds no text")
    return found[0]


def _empty(what: str) -> str:
    return f"{what} is empty: if all of the document should go, it tells nothing of what should stay"


def _pair_of(path: Path) -> tuple[Path, Path] | None:
    """Return the raw and the clean file of the pair that a file belongs to; one of them may be missing."""
    stem, suffix = path.stem, path.suffix
    if found := _in_two_folders(path):
        return found
    if stem.endswith(_CLEAN):
        return path.with_name(stem.removesuffix(_CLEAN) + suffix), path
    if stem == "input":
        return path, path.with_name(f"expected{suffix}")
    if stem == "expected":
        return path.with_name(f"input{suffix}"), path
    twin = path.with_name(f"{stem}{_CLEAN}{suffix}")
    is_paired = twin.is_file() or any(path.parent.glob(f"*{_CLEAN}{suffix}"))
    return (path, twin) if is_paired else None


def _in_two_folders(path: Path) -> tuple[Path, Path] | None:
    """Find the pair where the innermost `raw` or `clean` folder of the path has the other one beside it."""
    for folder in path.parents:
        if folder.name in ("raw", "clean"):
            raw, clean = folder.with_name("raw"), folder.with_name("clean")
            if raw.is_dir() and clean.is_dir():
                inside = path.relative_to(folder)
                return raw / inside, clean / inside
    return None


def _opened(source: Source) -> AbstractContextManager[BinaryIO]:
    return nullcontext(sys.stdin.buffer) if source.path is None else source.path.open("rb")


def _records(source: Source, names: Names) -> Iterator[Drawn | Left]:
    try:
        with _opened(source) as stream:
            for number, raw in enumerate(stream, 1):
                if not raw.strip():
                    continue
                name = f"{source.name}:{number}"
                try:
                    yield Drawn(_record(name, read_members(raw, names.encoding), names), source)
                except DocumentError as error:
                    problem = error.problems[0]
                    yield Left(name, "; ".join(filter(None, (problem.found, problem.remedy))))
    except OSError as error:
        yield Left(source.name, reason(error))


def _record(name: str, members: Members, names: Names) -> Sample:
    """Make a sample of a record. Raises DocumentError, which says what is wrong with it."""
    labelled = "blocks" in members
    raw = names.raw or ("text" if labelled else "raw")
    clean = names.clean or ("gold" if labelled else "clean")
    text = _text(members, raw, "--text-field")
    if why := why_no_text(text):
        raise DocumentError(Problem(None, why))
    document = Document(text, _meta(members, names))
    if labelled:
        wanted = _text(members, clean, "--clean-field") if clean in members or names.clean else ""
        return Sample(name, document, wanted, tuple(_blocks(text, members["blocks"])))
    wanted = _text(members, clean, "--clean-field")
    if is_blank(wanted):
        raise DocumentError(Problem(None, _empty(f"its clean text, `{clean}`,")))
    return Sample(name, document, wanted)


def _text(members: Members, name: str, option: str) -> str:
    if name not in members:
        hint = nearest(name, members) or (f"its fields are {listed(members)}" if members else "it has none")
        raise DocumentError(Problem(None, f"it has no field `{name}`", remedy=f"{hint}; see {option}"))
    value, kind = members[name]
    if not isinstance(value, str) or kind != "a string":
        raise DocumentError(Problem(None, f"its field `{name}` is {kind}, not text"))
    return value


def _meta(members: Members, names: Names) -> Meta:
    fields = {"id": "id", "url": names.url, "lang": names.lang, "date": "date", "title": "title"}
    said = {key: members[name][0] for key, name in fields.items() if name in members}
    return replace(names.meta, **{key: value for key, value in said.items() if isinstance(value, str)})


def _blocks(text: str, member: tuple[object, str]) -> Iterator[Block]:
    """Find each labelled line in the text, in order. Raises DocumentError for what is none, or not there."""
    blocks, kind = member
    if not isinstance(blocks, list):
        raise DocumentError(Problem(None, f"its field `blocks` is {kind}, not a list of [label, line]"))
    at = 0
    for number, block in enumerate(blocks, 1):
        label, line = _block(number, block)
        if is_blank(line):
            continue
        start = text.find(line, at)
        if start < 0:
            where = "in the text, after the one before it" if number > 1 else "in the text"
            raise DocumentError(Problem(None, f"block {number}, {_short(line)}, does not stand {where}"))
        at = start + len(line)
        yield Block(Span(start, at), LABELS[label])


def _block(number: int, block: object) -> tuple[str, str]:
    if not (isinstance(block, list) and len(block) == 2 and all(isinstance(part, str) for part in block)):
        raise DocumentError(Problem(None, f"block {number} is no [label, line] but {_short(repr(block))}"))
    label, line = block
    if label not in LABELS:
        hint = nearest(label, LABELS) or f"labels are {listed(LABELS)}"
        raise DocumentError(Problem(None, f"block {number} has the label {_short(label)}", remedy=hint))
    return label, line


def _short(text: str) -> str:
    return f"`{text}`" if len(text) <= 40 else f"`{text[:40]}…`"
