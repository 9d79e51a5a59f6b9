"""What `scrubber apply` writes, and what it refuses to: files, folders and the ledger."""

from __future__ import annotations

import json
import os
import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from scrubber.cli.output import FileDraft

if TYPE_CHECKING:
    from tests.conftest import Scrubber

ARTICLE = b"Boats\n\nThey came in for $ 5 each.\nHigh water: 4:10\nThen they left.\n"
CLEAN = b"Boats\n\nThey came in for $5 each.\nThen they left.\n"


def tree(folder: Path) -> dict[str, bytes]:
    """Every file below a folder but those of .git, hidden ones too."""
    files = (path for path in sorted(folder.rglob("*")) if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


@pytest.fixture
def articles(folder: Path) -> Path:
    """A folder with two articles that change, one that does not, and records."""
    (folder / "in" / "sub").mkdir(parents=True)
    for name, content in {
        "in/a.txt": ARTICLE,
        "in/clean.txt": CLEAN,
        "in/sub/b.txt": ARTICLE,
        "in/r.jsonl": b'{"text": "High water: 4"}\n',
        "in/p.png": b"\x89PNG",
    }.items():
        (folder / name).write_bytes(content)
    return folder / "in"


def test_in_place_replaces_what_changes_and_nothing_else(articles: Path, apply: Scrubber) -> None:
    untouched = articles / "clean.txt"
    os.utime(untouched, ns=(1, 1))
    inode = untouched.stat().st_ino
    ran = apply("in", "--in-place")
    assert ran.code == 0 and ran.out == b""
    assert "4 documents: 3 changed, 1 unchanged\n" in ran.err
    assert tree(articles) == {
        "a.txt": CLEAN, "clean.txt": CLEAN, "sub/b.txt": CLEAN, "r.jsonl": b'{"text": ""}\n', "p.png": b"\x89PNG",
    }  # fmt: skip
    assert (untouched.stat().st_ino, untouched.stat().st_mtime_ns) == (inode, 1)


def test_a_second_run_changes_nothing(articles: Path, apply: Scrubber) -> None:
    apply("in", "--in-place")
    once = tree(articles)
    assert "0 changed, 4 unchanged" in apply("in", "--in-place").err
    assert tree(articles) == once


def test_a_file_keeps_its_mode_and_a_link_stays_a_link(folder: Path, apply: Scrubber) -> None:
    real = folder / "real.txt"
    real.write_bytes(ARTICLE)
    real.chmod(0o640)
    (folder / "link.txt").symlink_to("real.txt")
    assert apply("link.txt", "--in-place").code == 0
    assert (folder / "link.txt").is_symlink() and real.read_bytes() == CLEAN
    assert stat.S_IMODE(real.stat().st_mode) == 0o640


def test_a_folder_is_mirrored(folder: Path, articles: Path, apply: Scrubber) -> None:
    before = tree(articles)
    assert apply("in", "--output", "out").code == 0
    assert tree(folder / "out") == {
        "a.txt": CLEAN, "clean.txt": CLEAN, "r.jsonl": b'{"text": ""}\n', "sub/b.txt": CLEAN,
    }  # fmt: skip
    assert tree(articles) == before
    assert apply("in", "--output", "out").code == 0  # a second time, over the first


MIRRORED = [
    # what is given, and where the results go below the output folder
    (["in/a.txt", "in/sub/b.txt"], ["a.txt", "sub/b.txt"]),
    (["in/sub", "in/a.txt"], ["a.txt", "sub/b.txt"]),
    (["./in/a.txt", "in/clean.txt"], ["a.txt", "clean.txt"]),
    (["in/sub"], ["b.txt"]),
]


@pytest.mark.parametrize(("paths", "names"), MIRRORED)
def test_several_paths_keep_their_places_to_each_other(
    folder: Path, articles: Path, apply: Scrubber, paths: list[str], names: list[str]
) -> None:
    assert apply(*paths, "--output", "out").code == 0
    assert sorted(tree(folder / "out")) == names


def test_one_document_goes_into_a_file_or_into_a_folder_that_is_there(
    folder: Path, articles: Path, apply: Scrubber
) -> None:
    assert apply("in/a.txt", "--output", "new.txt").code == 0
    (folder / "there").mkdir()
    assert apply("in/a.txt", "-o", "there").code == 0
    assert apply("-", "-o", "stdin.txt", stdin=ARTICLE).code == 0
    assert (folder / "new.txt").read_bytes() == (folder / "there" / "a.txt").read_bytes() == CLEAN
    assert (folder / "stdin.txt").read_bytes() == CLEAN


def test_an_output_folder_inside_the_input_is_not_read(folder: Path, articles: Path, apply: Scrubber) -> None:
    for _ in range(2):
        assert apply("in", "--output", "in/out").code == 0
    assert sorted(tree(articles / "out")) == ["a.txt", "clean.txt", "r.jsonl", "sub/b.txt"]


REFUSED = [
    (["in/a.txt", "--output", "in/a.txt"], "is, or holds, what is to be cleaned"),
    (["in/a.txt", "--output", "in/../in/a.txt"], "is, or holds, what is to be cleaned"),
    (["in", "--output", "in"], "is, or holds, what is to be cleaned"),
    (["in/sub", "--output", "in"], "is, or holds, what is to be cleaned"),
    (["in/a.txt", "--output", "in"], "would replace in/a.txt"),
    (["in/a.txt", "in/clean.txt", "--output", "in"], "would replace in/a.txt"),
    (["in", "--output", "in/p.png"], "is a file, and there is more than one document"),
    (["in/a.txt", "--in-place", "--ledger", "in/a.txt"], "is an input or the output"),
    (["in/a.txt", "--output", "o.txt", "--ledger", "o.txt"], "is an input or the output"),
    (["in", "--in-place", "--ledger", "in/r.jsonl"], "it is no ledger"),
    (["in", "--in-place", "--ledger", "in"], "is an input or the output"),
    (["in/a.txt", "--in-place", "--ledger", "in/sub"], "it is no ledger"),
    (["in/a.txt", "--in-place", "--ledger", "no/where.jsonl"], "there is no folder no"),
    (["in/a.txt", "--output", "no/where.txt"], None),
]


@pytest.mark.parametrize(("arguments", "said"), REFUSED)
def test_nothing_is_written_over_what_it_must_not_be(
    folder: Path, articles: Path, apply: Scrubber, arguments: list[str], said: str | None
) -> None:
    before = tree(folder)
    ran = apply(*arguments)
    if said is None:
        assert ran.code == 3 and "no/where.txt cannot be written: No such file or directory" in ran.err
    else:
        assert ran.code == 2 and said in ran.err
    assert tree(folder) == before


def test_the_ledger_records_edits_and_refusals_and_is_not_read_as_an_input(
    articles: Path, apply: Scrubber
) -> None:
    with (articles / "a.txt").open("ab") as file:
        file.write(b"Reporting by A. Person\n")
    for _ in range(2):
        assert apply("in", "--output", "out", "--ledger", "in/ledger.jsonl").code == 0
        entries = [json.loads(line) for line in (articles / "ledger.jsonl").read_bytes().splitlines()]
        assert [(entry["document"], entry["rule"], entry["kind"]) for entry in entries] == [
            ("in/a.txt", "gazette.tide-box", "edit"),
            ("in/a.txt", "gazette.dollar", "edit"),
            ("in/a.txt", "gazette.sign-off", "refusal"),
            ("in/r.jsonl:1", "gazette.tide-box", "edit"),
            ("in/sub/b.txt", "gazette.tide-box", "edit"),
            ("in/sub/b.txt", "gazette.dollar", "edit"),
        ]


def test_the_ledger_is_on_disk_before_a_file_is_replaced(
    articles: Path, apply: Scrubber, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[str] = []
    synced: list[str] = []
    real_sync, real_replace = os.fsync, Path.replace

    def fsync(handle: int) -> None:
        real_sync(handle)
        synced.append(str(Path(f"/proc/self/fd/{handle}").readlink()))

    def replace(path: Path, target: Path) -> Path:
        if not target.is_relative_to(Path.cwd()):  # a pack that is kept
            return real_replace(path, target)
        assert any(name.endswith("/l.jsonl") for name in synced[-1:])
        assert any(Path(name).name == path.name for name in synced)
        ledger = Path("l.jsonl").read_text()
        assert f'"document":"{target.relative_to(Path.cwd())}' in ledger
        seen.append(target.name)
        return real_replace(path, target)

    monkeypatch.setattr(os, "fsync", fsync)
    monkeypatch.setattr(Path, "replace", replace)
    assert apply("in", "--in-place", "--ledger", "l.jsonl").code == 0
    assert seen == ["a.txt", "r.jsonl", "b.txt"]


def test_a_file_that_changes_meanwhile_is_left_alone(
    folder: Path, articles: Path, apply: Scrubber, monkeypatch: pytest.MonkeyPatch
) -> None:
    finish = FileDraft.finish

    def meddle(draft: FileDraft, changed: bool, ready: object) -> None:
        if draft.target.name == "a.txt":
            draft.target.write_bytes(b"Somebody's new text.\n")
        finish(draft, changed, ready)  # type: ignore[arg-type]

    monkeypatch.setattr(FileDraft, "finish", meddle)
    ran = apply("in", "--in-place", "--ledger", "l.jsonl")
    assert ran.code == 3
    assert "in/a.txt: it changed while it was being cleaned\n" in ran.err
    assert (articles / "a.txt").read_bytes() == b"Somebody's new text.\n"
    assert (articles / "sub" / "b.txt").read_bytes() == CLEAN
    entries = [json.loads(line) for line in (folder / "l.jsonl").read_bytes().splitlines()]
    last = [entry for entry in entries if entry["document"] == "in/a.txt"][-1]
    assert last["kind"] == "left" and "changed while" in last["reason"]


def test_an_interrupted_run_leaves_each_file_whole_and_nothing_behind(
    folder: Path, articles: Path, apply: Scrubber, monkeypatch: pytest.MonkeyPatch
) -> None:
    finish = FileDraft.finish

    def interrupt(draft: FileDraft, changed: bool, ready: object) -> None:
        if draft.target.name == "r.jsonl":
            raise KeyboardInterrupt
        finish(draft, changed, ready)  # type: ignore[arg-type]

    monkeypatch.setattr(FileDraft, "finish", interrupt)
    monkeypatch.setattr("scrubber.cli.output._HELD", 0)  # so that a temporary file is there
    monkeypatch.setattr("scrubber.cli._hush", lambda: None)  # the test's own streams stay
    assert apply("in", "--in-place").code == 130
    assert tree(articles) == {
        "a.txt": CLEAN, "clean.txt": CLEAN, "sub/b.txt": ARTICLE, "r.jsonl": b'{"text": "High water: 4"}\n',
        "p.png": b"\x89PNG",
    }  # fmt: skip


def test_a_disk_that_refuses_leaves_the_file_named_and_whole(
    articles: Path, apply: Scrubber, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(path: Path, target: Path) -> Path:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", refuse)
    before = tree(articles)
    ran = apply("in/a.txt", "--in-place")
    assert ran.code == 3
    assert "in/a.txt: " in ran.err and "a.txt cannot be written: No space left on device\n" in ran.err
    assert tree(articles) == before


def test_diff_and_output_together_show_and_write(folder: Path, articles: Path, apply: Scrubber) -> None:
    ran = apply("in/a.txt", "--diff", "--output", "o.txt")
    assert ran.code == 0 and ran.out.startswith(b"--- a/in/a.txt\n")
    assert (folder / "o.txt").read_bytes() == CLEAN


def test_what_is_left_alone_is_written_as_it_was(folder: Path, articles: Path, apply: Scrubber) -> None:
    page = b"<!doctype html>\nHigh water: 5\n"
    (articles / "page.txt").write_bytes(page)
    ran = apply("in", "--output", "out")
    assert ran.code == 3 and "in/page.txt: it is HTML" in ran.err
    assert (folder / "out" / "page.txt").read_bytes() == page


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs named pipes")
@pytest.mark.parametrize("flag", ["--output", "--ledger"])
def test_a_pipe_or_a_device_is_written_to_and_never_replaced(
    folder: Path, articles: Path, apply: Scrubber, flag: str
) -> None:
    pipe = folder / "pipe"
    os.mkfifo(pipe)
    with ThreadPoolExecutor(1) as pool:
        read = pool.submit(pipe.read_bytes)
        done = apply("in/a.txt", flag, "pipe")
        assert done.code == 0
        told = read.result(timeout=60)
    assert stat.S_ISFIFO(pipe.stat().st_mode)
    assert told.startswith(b'{"scrubber_ledger"') if flag == "--ledger" else told == CLEAN
