"""The corpus: order, batches, and formats of strangers that misbehave."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path, PurePath
from typing import Any, BinaryIO, Final

import pytest

from scrubber.api import Fields, Record, Unreadable
from scrubber.corpus import BATCH_DOCUMENTS, Closed, Event, Opened, Outcome, Task, clean, left_alone, spelt
from scrubber.document import Document
from scrubber.errors import DocumentError
from scrubber.formats import TextFormat
from scrubber.jsonl import JsonLinesFormat
from scrubber.results import Result
from scrubber.sources import Left, Source


@dataclass
class Shouter:
    """A cleaner that writes everything in capitals and remembers its batches."""

    batches: list[tuple[int, tuple[str, ...]]] = field(default_factory=list)

    def clean_batch(self, documents: Sequence[Document], guards: Collection[str] = ()) -> list[Result]:
        self.batches.append((len(documents), tuple(guards)))
        return [Result(document, document.text.upper()) for document in documents]


@dataclass
class Strange:
    """A plugin's format: each line is a document; what it does can be replaced."""

    name: str = "strange"
    suffixes: tuple[str, ...] = (".str",)
    writes: Final = "same"
    guards: tuple[str, ...] = ("quotes",)
    reading: Callable[[bytes], Any] = lambda line: Record(1, Document(line.decode()), line)
    writing: Callable[[str], Any] = str.encode

    def read(self, source: BinaryIO, fields: Fields) -> Iterator[Record | Unreadable]:
        print("a plugin that prints")  # noqa: T201
        for line in source:
            yield self.reading(line)

    def write(self, record: Record, text: str) -> bytes:
        made: bytes = self.writing(text)
        return made


def source(path: Path, chosen: Any = None) -> Source:
    return Source(path, path.name, PurePath(path.name), chosen or TextFormat())


def run(*sources: Source | Left, cleaner: Any = None) -> list[Event]:
    task = Task(cleaner or Shouter(), Fields())
    return list(clean(sources, lambda _: task))


def outcomes(events: Sequence[Event]) -> list[Outcome]:
    return [event for event in events if isinstance(event, Outcome)]


def test_events_come_in_the_order_of_the_sources(tmp_path: Path) -> None:
    texts, records = tmp_path / "a.txt", tmp_path / "b.jsonl"
    texts.write_bytes(b"a\n")
    records.write_bytes(b'{"text": "b"}\n\nnope\n{"text": "c"}\n')
    missing = tmp_path / "gone.txt"
    left = Left("locked", "why")
    events = run(source(texts), left, source(records, JsonLinesFormat()), source(missing))
    kinds = [type(event) for event in events]
    assert kinds == [Opened, Outcome, Closed, Left, Opened, *[Outcome] * 4, Closed, Left]
    named = [(outcome.name, outcome.why[:14]) for outcome in outcomes(events)]
    assert named == [
        ("a.txt", ""), ("b.jsonl:1", ""), ("b.jsonl:2", ""), ("b.jsonl:3", "it is not JSON"), ("b.jsonl:4", ""),
    ]  # fmt: skip
    assert events[-1] == Left("gone.txt", "No such file or directory")
    assert b"".join(spelt(outcome)[1] for outcome in outcomes(events)) == (
        b'A\n{"text": "B"}\n\nnope\n{"text": "C"}\n'
    )


def test_small_files_share_a_batch_and_large_ones_do_not(tmp_path: Path) -> None:
    cleaner = Shouter()
    paths = [tmp_path / f"{number}.txt" for number in range(BATCH_DOCUMENTS + 3)]
    for path in paths:
        path.write_bytes(b"a\n")
    run(*map(source, paths), cleaner=cleaner)
    assert [size for size, _ in cleaner.batches] == [BATCH_DOCUMENTS, 3]
    for path in paths[:3]:
        path.write_bytes(b"a" * 600_000)
    cleaner.batches.clear()
    run(*map(source, paths[:4]), cleaner=cleaner)
    assert [size for size, _ in cleaner.batches] == [2, 2]


def test_a_batch_has_one_set_of_guards(tmp_path: Path) -> None:
    cleaner = Shouter()
    for name in ("a.txt", "b.str", "c.str", "d.txt"):
        (tmp_path / name).write_bytes(b"a\n")
    strange = Strange()
    chosen = [None, strange, strange, None]
    files = zip(sorted(tmp_path.iterdir()), chosen, strict=True)
    run(*(source(path, how) for path, how in files), cleaner=cleaner)
    assert cleaner.batches == [(1, ()), (2, ("quotes",)), (1, ())]


def _crash(_: object) -> Any:
    raise KeyError("x")


def _lose(_: object) -> Any:
    raise OSError(5, "Input/output error")


BAD_READERS: list[tuple[Callable[[bytes], Any], str]] = [
    (_crash, "the format `strange` failed: KeyError: 'x'"),
    (_lose, "Input/output error"),
    (lambda line: line, "the format `strange` gave no record but b'b\\n'"),
]


@pytest.mark.parametrize(("reading", "why"), BAD_READERS)
def test_a_format_that_fails_to_read_closes_its_file_with_the_reason(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], reading: Callable[[bytes], Any], why: str
) -> None:
    path, after = tmp_path / "a.str", tmp_path / "b.txt"
    path.write_bytes(b"a\nb\n")
    after.write_bytes(b"a\n")
    good = Strange().reading
    strange = Strange(reading=lambda line: good(line) if line == b"a\n" else reading(line))
    events = run(source(path, strange), source(after))
    assert [event.why for event in events if isinstance(event, Closed)] == [why, ""]
    assert [outcome.name for outcome in outcomes(events)] == ["a.str:1", "b.txt"]
    out, err = capsys.readouterr()
    assert out == "" and "a plugin that prints" in err


BAD_WRITERS: list[tuple[Callable[[str], Any], str]] = [
    (_crash, "the format `strange` failed: KeyError: 'x'"),
    (_lose, "Input/output error"),
    (lambda text: text, "the format `strange` gave str, not bytes"),
]


@pytest.mark.parametrize(("writing", "why"), BAD_WRITERS)
def test_a_text_that_a_format_cannot_spell_is_left_alone(
    tmp_path: Path, writing: Callable[[str], Any], why: str
) -> None:
    path = tmp_path / "a.str"
    path.write_bytes(b"a\n")
    strange = Strange(writing=lambda text: text.encode() if text == "a\n" else writing(text))
    [outcome] = outcomes(run(source(path, strange)))
    kept, data = spelt(outcome)
    assert (data, kept.why) == (b"a\n", why)
    assert kept.result is not None and kept.result.left_alone == why and not kept.result.changed
    strange.writing = writing
    with pytest.raises(DocumentError):
        spelt(outcome)


def test_a_bug_in_a_format_of_ours_is_not_hidden(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(b"a\n")
    monkeypatch.setattr(TextFormat, "read", _crash)
    with pytest.raises(TypeError):
        run(source(path))


def test_what_is_left_alone_after_all_keeps_nothing_of_its_edits() -> None:
    document = Document("a")
    outcome = Outcome(source(Path("a")), 0, record=Record(0, document), result=Result(document, "b"))
    assert left_alone(outcome, "why").result == Result(document, "a", left_alone="why")
    blank = Outcome(source(Path("a")), 2, raw=b"\n")
    assert left_alone(blank, "why") == blank
