"""Clean documents: the default run finds nothing to do in text that its readers would call the text itself."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from scrubber.library import Scrubber

CLEAN = Path(__file__).parent.parent / "benchmarks" / "clean"
PATHS = sorted(CLEAN.glob("*/*.txt"))
GENRES = {
    "code", "email", "essay", "exam", "faq", "glossary", "interview", "legal", "letter", "licence", "logs",
    "manual", "minutes", "news", "play", "poem", "recipe", "references", "statistics", "timetable", "transcript",
}  # fmt: skip
LANGUAGES = {
    "arabic", "chinese", "french", "german", "hindi", "japanese", "korean", "polish", "russian", "spanish",
    "thai", "turkish",
}  # fmt: skip


@pytest.fixture(scope="module")
def scrubber() -> Iterator[Scrubber]:
    with Scrubber.from_packs("news") as opened:
        yield opened


def test_there_are_documents_of_every_genre_and_language() -> None:
    counts = Counter(path.parent.name for path in PATHS)
    assert len(PATHS) >= 130
    assert GENRES - set(counts) == set()
    assert {name.removeprefix("in-") for name in counts if name.startswith("in-")} == LANGUAGES
    assert sum(count for name, count in counts.items() if name.startswith("in-")) >= 48


def test_no_two_documents_say_the_same() -> None:
    texts = [path.read_text(encoding="utf-8") for path in PATHS]
    assert len(set(texts)) == len(texts)
    assert [path.name for path, text in zip(PATHS, texts, strict=True) if len(text.split()) < 5] == []


@pytest.mark.parametrize("path", PATHS, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_nothing_is_changed(scrubber: Scrubber, path: Path) -> None:
    result = scrubber.clean_bytes(path.read_bytes())
    assert [(edit.rule, [change.before for change in edit.changes]) for edit in result.edits] == []
    assert result.left_alone == ""
    assert result.to_bytes() == path.read_bytes()


@pytest.mark.parametrize("path", PATHS, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_nothing_is_changed_where_paragraphs_have_no_blank_lines(scrubber: Scrubber, path: Path) -> None:
    lines = path.read_text(encoding="utf-8").splitlines()
    result = scrubber.clean("\n".join(line for line in lines if line.strip()) + "\n")
    assert [(edit.rule, [change.before for change in edit.changes]) for edit in result.edits] == []
