"""One run of `suggest`: the corpus read, the draft pack written, and what came of it told."""

from __future__ import annotations

import os
import sys
import tempfile
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import field
from pathlib import Path

from scrubber.api import Fields
from scrubber.cli.loading import read_settings
from scrubber.cli.opened import encoding_named
from scrubber.cli.suggest import Request
from scrubber.cli.words import Words, is_terminal
from scrubber.corpus import Closed, Outcome, Task, clean
from scrubber.document import Document, Meta
from scrubber.errors import Problem, UsageError
from scrubber.formats import known_formats
from scrubber.plugins import load
from scrubber.results import Result
from scrubber.sources import STDIN, Choice, Corpus, Left, reason
from scrubber.suggest.making import MANY, Suggestions, Terms, suggest, write_files
from scrubber.suggest.sampling import Page
from scrubber.suggest.writing import slug
from scrubber.summary import counted, passed_over_line
from scrubber.values import dataclass


def run(request: Request) -> int:
    """Carry out `suggest` and return its exit code. Raises ScrubberError before anything is written."""
    words = Words(request.quiet, request.verbose, progress=is_terminal(sys.stderr) and not request.quiet)
    folder = Path(request.output)
    _require_free(folder)
    reading = _Reading(_corpus(request), _fields(request, words), words)
    terms = Terms(
        request.min_documents, request.min_share / 100, request.sample, request.sites, request.limit
    )
    name = slug(folder.resolve().name, words=12) or "draft"
    made = suggest(reading.pages, terms, name, words.show_progress)
    words.end_progress()
    if made.files:
        _save(folder, made.files)
    words.say(passed_over_line(reading.corpus.passed_over))
    _tell(words, made, request.output, request.min_documents)
    for name, why in reading.unread.items():
        words.error(f"{name}: not read: {why}")
    return 3 if reading.unread else 0


class _Untouched:
    """Stands in for a cleaner: the documents are only read."""

    def clean_batch(self, documents: Sequence[Document], guards: Collection[str] = ()) -> list[Result]:
        return [Result(document, document.text) for document in documents]


@dataclass
class _Reading:
    """Reads the corpus, as often as it is asked to; ``unread`` says why a document could not be read."""

    corpus: Corpus
    fields: Fields
    words: Words
    unread: dict[str, str] = field(default_factory=dict)
    _times: int = 0

    def pages(self) -> Iterator[Page]:
        """Yield the documents."""
        self._times += 1
        self.corpus.passed_over.clear()  # it is walked through twice
        task = Task(_Untouched(), self.fields)
        seen = 0
        for event in clean(self.corpus.sources(), lambda source: task):
            if isinstance(event, Left):
                self.unread[event.name] = event.why
            elif isinstance(event, Closed) and event.why:
                self.unread[event.source.name] = event.why
            elif isinstance(event, Outcome) and event.why:
                self.unread[event.name] = event.why
            elif isinstance(event, Outcome) and event.record is not None:
                seen += 1
                self.words.show_progress(f"reading {self._times} of 2: {counted(seen, 'document')}")
                document = event.record.document
                yield Page(event.name, document.meta.url, document.text)


def _corpus(request: Request) -> Corpus:
    """Find out what is to be read. Raises UsageError for what cannot be read twice."""
    if STDIN in request.paths:
        remedy = "write it to a file first: the corpus is read twice"
        raise UsageError(Problem(None, "standard input, which can be read once only", remedy=remedy))
    formats = known_formats(load(()))
    forced = formats.named(request.format) if request.format else None
    skip = frozenset({os.path.realpath(request.output)})
    return Corpus(request.paths, Choice(formats, forced, request.include, request.exclude, skip))


def _fields(request: Request, words: Words) -> Fields:
    name = request.encoding or read_settings(words).general.encoding
    encoding = encoding_named(name) if name else None
    return Fields(request.text_field, request.url_field, encoding=encoding, meta=Meta(url=request.url))


def _require_free(folder: Path) -> None:
    """Refuse to write where something is. Raises UsageError."""
    if folder.is_dir() and any(folder.iterdir()):
        found = f"--output {folder} is a folder with something in it"
        raise UsageError(Problem(None, found, "a new or an empty folder", "name another, or clear it"))
    if folder.exists() and not folder.is_dir():
        raise UsageError(Problem(None, f"--output {folder} is a file", "a new or an empty folder"))
    if not folder.resolve().parent.is_dir():
        raise UsageError(Problem(None, f"--output {folder}: there is no folder {folder.parent}"))


def _save(folder: Path, files: dict[str, str]) -> None:
    """Write the pack beside its place and set it there in one step. Raises UsageError."""
    try:
        with tempfile.TemporaryDirectory(dir=folder.resolve().parent, prefix=f".{folder.name}.") as made:
            draft = Path(made) / "pack"
            draft.mkdir()
            write_files(draft, files)
            if folder.is_dir():
                folder.rmdir()
            draft.rename(folder)
    except OSError as error:
        raise UsageError(Problem(None, f"--output {folder} cannot be written: {reason(error)}")) from error


def _tell(words: Words, made: Suggestions, output: str, least: int) -> None:
    documents = f"{counted(made.documents, 'document')} of {counted(made.sites, 'site')}"
    words.say(f"{documents}; {counted(made.looked_at, 'document')} looked at" if made.documents else "")
    if made.left_out:
        left = counted(made.left_out, "document")
        words.say(f"{left} of further sites were not looked at: there are too many sites for one run")
    _tell_passed(words, made)
    if not made.rules:
        words.say(f"nothing to suggest: {_why_nothing(made, least)}; nothing is written")
        return
    words.say(f"{output}: {counted(len(made.rules), 'rule')} for {_sites(made)}, all unsafe")
    path = output if os.sep in output else f".{os.sep}{output}"
    words.say(
        f"  read them, then: scrubber test {path}\n"
        f"                   scrubber apply --pack {path} --unsafe --diff CORPUS"
    )


def _why_nothing(made: Suggestions, least: int) -> str:
    if not made.documents:
        return "no documents found"
    if not made.looked_at:
        return f"no site has {counted(least, 'document')}, and there are fewer than {least} sites"
    return "no line recurs in a place where furniture stands"


def _sites(made: Suggestions) -> str:
    groups = {rule.group for rule in made.rules}
    own = counted(len(groups - {MANY}), "site")
    if MANY not in groups:
        return own
    return f"{own} and for any site" if len(groups) > 1 else "any site"


def _tell_passed(words: Words, made: Suggestions) -> None:
    """Say what recurs and is not proposed: how much of it for which reason, and with -v each."""
    if made.passed:
        reasons = Counter(passed.why.split(":")[0] for _, passed in made.passed)
        told = "; ".join(f"{why} ({count})" for why, count in reasons.most_common(4))
        hint = "" if words.verbose else " (-v names them)"
        words.say(f"recurs, and is not proposed: {told}{hint}")
    for group, passed in made.passed:
        words.detail(f"  {group}: “{passed.phrase}” in {counted(passed.documents, 'document')}: {passed.why}")
