"""Promise 4: `patch -p1` and `git apply` make the result of the original and its diff, to the byte.

The tools themselves are run. A machine that lacks one fails, and is told what to install.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scrubber.diff import record_diff, unified_diff
from scrubber.document import Document
from scrubber.records import Place, RecordedChange, RecordedEdit
from scrubber.spans import Change, Span

NEEDED = {
    "patch": "install GNU patch (`apt install patch`, `dnf install patch`, `brew install gpatch`)",
    "git": "install git (`apt install git`, `dnf install git`, `brew install git`)",
}
COMMANDS = {
    "patch": ["patch", "-p1", "--batch"],
    "git": ["git", "apply"],
}
ALONE = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull}


def run(command: list[str], folder: Path, data: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    if shutil.which(command[0]) is None:
        pytest.fail(f"`{command[0]}` is needed to test diffs: {NEEDED[command[0]]}", pytrace=False)
    return subprocess.run(
        command, cwd=folder, input=data, capture_output=True, env={**os.environ, **ALONE}, check=False
    )


@pytest.fixture(scope="module")
def repository(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder inside a git repository: `git apply` is at its most treacherous there."""
    top = tmp_path_factory.mktemp("repository")
    assert run(["git", "init", "--quiet"], top).returncode == 0
    folder = top / "pages"
    folder.mkdir()
    return folder


def edited(document: Document, net: list[Change]) -> bytes:
    text = document.text
    for change in reversed(net):
        text = text[: change.span.start] + change.text + text[change.span.end :]
    return document.to_bytes(text)


def edits_of(net: list[Change]) -> list[RecordedEdit]:
    """One edit a change, as a rule of a pack with a rather long name might have made it."""
    return [
        RecordedEdit(
            f"gazette.rule-{number}",
            "hash",
            "remove",
            (RecordedChange(c.span, Place(c.span, 0, 0, 1, 1), "", c.text),),
            "",
            "safe",
        )
        for number, c in enumerate(net)
    ]


def check(tool: str, folder: Path, files: dict[str, tuple[Document, list[Change]]]) -> None:
    """Write the files, apply one diff of them all, and compare what stands there then."""
    home = folder / tool
    shutil.rmtree(home, ignore_errors=True)
    diff = b""
    for name, (document, net) in files.items():
        path = home / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(document.to_bytes(document.text))
        diff += unified_diff(document, net, edits_of(net), name)
    done = run(COMMANDS[tool], home, diff)
    assert done.returncode == 0, (done.stderr + done.stdout).decode(errors="replace")
    for name, (document, net) in files.items():
        assert (home / name).read_bytes() == edited(document, net), diff


def changes(text: str, *swaps: tuple[str, str]) -> list[Change]:
    """Find each first string after the one before and replace it by the second."""
    found, at = [], 0
    for old, new in swaps:
        start = text.index(old, at)
        at = start + len(old)
        found.append(Change(Span(start, at), new))
    return found


@dataclass(frozen=True)
class Case:
    name: str
    data: bytes
    swaps: tuple[tuple[str, str], ...]
    encoding: str | None = None


LONG = "".join(f"Line {n} of a long report on the harbour.\n" for n in range(60))
CASES = [
    Case("a line goes", b"one\ntwo\nthree\n", (("two\n", ""),)),
    Case("the first line goes", b"one\ntwo\nthree\n", (("one\n", ""),)),
    Case("the last line goes", b"one\ntwo\nthree\n", (("three\n", ""),)),
    Case("the last line goes, unended", b"one\ntwo\nthree", (("three", ""),)),
    Case("the last line's end goes", b"one\ntwo\nthree\n", (("three\n", "three"),)),
    Case("the last two lines join", b"one\ntwo\nthree\n", (("two\nthree\n", "two three"),)),
    Case("an end comes", b"one\ntwo\nthree", (("three", "three\n"),)),
    Case("a word in an unended last line", b"one\ntwo\nthree", (("hr", "h"),)),
    Case("a change near an unended last line", b"one\ntwo\nthree", (("two", "2"),)),
    Case("the middle of an unended line", b"one two three", (("two ", ""),)),
    Case("a word", b"one\ntwo\nthree\n", (("w", "ww"),)),
    Case("lines join", b"one\ntwo\nthree\nfour\n", (("\ntwo\n", " two "),)),
    Case("a line splits", b"one two\nthree\n", ((" ", "\n"),)),
    Case("a line comes first", b"one\ntwo\n", (("", "zero\n"),)),
    Case("a line comes last", b"one\ntwo\n", (("two\n", "two\nthree\n"),)),
    Case("a word moves over lines", b"Mr. We\nsaw\nit, Lee said\n", (("Mr. ", ""), ("Lee", "Mr. Lee"))),
    Case("far apart", LONG.encode(), (("Line 2 ", ""), ("Line 30 ", "Row 30 "), ("Line 59 ", ""))),
    Case("contexts touch", LONG.encode(), (("Line 10 ", ""), ("Line 17 ", ""))),
    Case("contexts just do not touch", LONG.encode(), (("Line 10 ", ""), ("Line 18 ", ""))),
    Case("many lines go", LONG.encode(), ((LONG[400:1600], ""),)),
    Case("the same line again and again", b"ad\n" * 30, (("", "ad\nbad\n"), ("ad\nad\n", "ad\n"))),
    Case("everything goes", b"one\ntwo\n", (("one\ntwo\n", ""),)),
    Case("everything goes, unended", b"one", (("one", ""),)),
    Case("something of nothing", b"", (("", "one\n"),)),
    Case("something unended of nothing", b"", (("", "one"),)),
    Case("everything is replaced", b"one\ntwo", (("one\ntwo", "three\n"),)),
    Case("CRLF", b"one\r\ntwo\r\nthree\r\n", (("two\r\n", ""),)),
    Case("CRLF, a word", b"one\r\ntwo\r\nthree\r\n", (("w", ""),)),
    Case("CRLF, every line", b"one\r\ntwo\r\nthree\r\n", (("one", "1"), ("two", "2"), ("three", "3"))),
    Case("CRLF, unended", b"one\r\ntwo\r\nthree", (("three", ""),)),
    Case("CRLF becomes LF", b"one\r\ntwo\r\nthree\r\n", (("two\r\n", "two\n"),)),
    Case("mixed ends", b"one\r\ntwo\nthree\rfour\n", (("three\r", ""),)),
    Case("CR alone", b"one\rtwo\rthree\r", (("two\r", ""),)),
    Case("CR ends the file", b"one\ntwo\r", (("one\n", ""),)),
    Case("CR at the end of every changed line", b"a\r\r\nb\r\r\n", (("a", "c"),)),
    Case("NUL", b"one\0\n\0two\nthr\0ee\n", (("two", ""),)),
    Case("form feed and vertical tab", b"one\n\x0ctwo\x0b\nthree\n", (("\x0ctwo", "two"),)),
    Case("U+2028 and U+0085", "one\u2028two\u0085\nthree\u2029\n".encode(), (("two", "2"),)),
    Case("BOM", b"\xef\xbb\xbfone\ntwo\n", (("one\n", ""),)),
    Case("BOM is left alone", b"\xef\xbb\xbfone\n", (("one\n", ""),)),
    Case("UTF-16 LE", "\ufeffone\ntwo\nthree\n".encode("utf-16-le"), (("two\n", ""),)),
    Case("UTF-16 BE", "\ufeffone\ntwo\nthree\n".encode("utf-16-be"), (("two\n", ""),)),
    Case("UTF-16 LE, 0x0A inside", "\ufeffa\u0a0ab\r\n\u0a41\u410ac".encode("utf-16-le"), (("\u0a41", ""),)),
    Case("UTF-16 LE, no BOM", "first line\nsecond line\n".encode("utf-16-le"), (("first line\n", ""),)),
    Case("UTF-16 BE, all goes", "\ufeffone\ntwo".encode("utf-16-be"), (("one\ntwo", ""),)),
    Case("broken UTF-8", "Übergröße äöü\n".encode() + b"\xff\xfe\ntwo\n", (("two", ""),)),
    Case("broken bytes go", "Übergröße äöü\n".encode() + b"a\xffb\ntwo\n", (("\udcff", ""),)),
    Case("windows-1252", b"caf\xe9 \x93one\x94\x81\ntwo \x85\n", (("one", "1"), ("…", "..."))),
    Case("Shift JIS", "港の\n知らせ ソ\n".encode("shift_jis"), (("知", "報"),), "shift_jis"),
    Case(
        "shift states", "港の知らせ\nab港\nの\nc".encode("iso2022_jp"), (("の", ""), ("港", "")), "iso2022_jp"
    ),
    Case(
        "shift states, one line", "ab港の知らc".encode("iso2022_jp"), (("港", ""), ("ら", "x")), "iso2022_jp"
    ),
    Case("UTF-7", "über\nähnlich\nöd\n".encode("utf-7"), (("hn", ""), ("ö", "ö o")), "utf-7"),
    Case("UTF-8 with the signature", b"\xef\xbb\xbfone\ntwo\n", (("one\ntwo\n", ""),), "utf-8-sig"),
    Case("lines like headers", b"-- a/x\n++ b/x\n@@ -1 +1 @@\nx\n", (("-- a/x\n", ""), ("x\n", "\n"))),
    Case("lines like a diff", b"diff --git a/x b/x\n\\ No newline at end of file\nz", (("z", "y"),)),
    Case("white space at ends", b"one \t\n  \ntwo\t\n\n\n", (("two\t", "two \t"),)),
    Case("blank lines at the end go", b"one\n\n\n\n", (("\n\n\n\n", "\n"),)),
    Case("blank lines at the end come", b"one\n", (("one\n", "one\n\n\n"),)),
    Case("nothing but line ends", b"\n\n\n\n\n\n", (("\n\n", ""),)),
    Case("tabs and dashes", b"\t--- \n+++ \n- \n+ \n", (("- \n", ""), ("+ ", " +"))),
]


@pytest.mark.parametrize("tool", COMMANDS)
@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_the_diff_is_the_change(case: Case, tool: str, repository: Path) -> None:
    document = Document.from_bytes(case.data, encoding=case.encoding)
    net = changes(document.text, *case.swaps)
    assert edited(document, net) != case.data
    check(tool, repository, {"page.txt": (document, net)})


NAMES = [
    "deep/er/page.txt", "a page.txt", "end .txt ", "two  blanks/ in a row.txt", "Übergröße 漢.txt",
    'a "quoted" page.txt', "back\\slash.txt", "tab\there.txt", "line\nend.txt", "carriage\rreturn.txt",
    "bell\x07\x01.txt", "ends in a CR\r", "-dash.txt", "--- a", "2024-01-02 10:11:12 +0000", "a/b/a.txt",
    "dev/null", "\u2028.txt", "caf\udce9.txt", "x\x7f", "page.txt:3", "*?[a].txt", "a\t2024-01-02",
    "null\\0.txt", "log 2024-01-02 10:11:12.000000000 +0000", "RCS/page", "#hash.txt",
    "'single'.txt", " leading",
]  # fmt: skip


@pytest.mark.parametrize("tool", COMMANDS)
@pytest.mark.parametrize("name", NAMES, ids=ascii)
def test_any_name_of_a_file_finds_it(name: str, tool: str, repository: Path) -> None:
    document = Document("one\ntwo\n")
    check(tool, repository, {name: (document, changes(document.text, ("two", "2")))})


@pytest.mark.parametrize("tool", COMMANDS)
def test_diffs_of_many_files_are_one_diff(tool: str, repository: Path) -> None:
    documents = [(Document.from_bytes(case.data, encoding=case.encoding), case.swaps) for case in CASES]
    files = {f"{n} of many.txt": (d, changes(d.text, *swaps)) for n, (d, swaps) in enumerate(documents)}
    assert len(files) > 40
    check(tool, repository, files)


def test_a_folder_of_the_repository_s_folder_s_name_needs_p1(repository: Path) -> None:
    """`git apply` without `-p1` takes `pages/pages/x` for `pages/x`: it guesses; told, it does not."""
    document = Document("one\ntwo\n")
    net = changes(document.text, ("two", "2"))
    (repository / "pages").mkdir()
    path = repository / "pages" / "twin.txt"
    path.write_bytes(b"one\ntwo\n")
    done = run(["git", "apply", "-p1"], repository, unified_diff(document, net, [], "pages/twin.txt"))
    assert done.returncode == 0, done.stderr
    assert path.read_bytes() == b"one\n2\n"


@pytest.mark.parametrize("tool", COMMANDS)
def test_a_record_s_diff_is_refused_loudly(tool: str, repository: Path) -> None:
    """Even where the record quotes a patch, as pages on programming do."""
    quoted = "--- a/victim.txt\n+++ b/victim.txt\n@@ -1 +1 @@\n-one\n+two\n"
    document = Document(f"page\nfurniture\n{quoted}")
    net = changes(document.text, ("furniture\n", ""))
    folder = repository / f"records-{tool}"
    folder.mkdir()
    (folder / "victim.txt").write_bytes(b"one\n")
    (folder / "pages.jsonl").write_bytes(b"furniture\n")
    diff = record_diff(document, net, [], "pages.jsonl", 7).encode()
    done = run(COMMANDS[tool], folder, diff)
    assert done.returncode != 0
    assert (folder / "victim.txt").read_bytes() == b"one\n"
    assert (folder / "pages.jsonl").read_bytes() == b"furniture\n"


TEXTS = st.text(st.sampled_from("ab \t\n\n\n\r\x00\x0c\u2028é漢\ufeff\U0001f600"), max_size=60)
DATA = st.one_of(
    TEXTS.map(str.encode),
    TEXTS.map(lambda text: ("\ufeff" + text).encode("utf-16-le")),
    TEXTS.map(lambda text: ("\ufeff" + text).encode("utf-16-be")),
    st.lists(st.sampled_from([b"a", b"\n", b"\r\n", b"\xff", b"\xc3\xa9", b"\x81", b"\0"])).map(b"".join),
)


@st.composite
def edited_documents(draw: Callable[..., object]) -> tuple[Document, list[Change]]:
    document = Document.from_bytes(draw(DATA))  # type: ignore[arg-type]
    offsets = st.integers(0, len(document.text))
    cuts = sorted(draw(st.sets(offsets, max_size=8)))  # type: ignore[call-overload]
    texts = st.sampled_from(["", "", "x", "y\n", "\n", "\r\n"])
    spans = [Span(a, b) for a, b in zip(cuts[::2], cuts[1::2], strict=False)]
    return document, [Change(span, str(draw(texts))) for span in spans]


@settings(max_examples=40, deadline=None)
@given(st.lists(edited_documents(), min_size=1, max_size=12))
@pytest.mark.parametrize("tool", COMMANDS)
def test_any_change_of_any_bytes_applies(
    tool: str, repository: Path, documents: list[tuple[Document, list[Change]]]
) -> None:
    files = {f"{number}.txt": document for number, document in enumerate(documents)}
    if any(edited(document, net) != document.to_bytes(document.text) for document, net in documents):
        check(tool, repository, files)
