"""`scrubber apply`: which documents are read, what is printed of them, and what is said."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.conftest import Scrubber

ARTICLE = b"Boats\n\nThey came in for $ 5 each.\nHigh water: 4:10\nThen they left.\n"
CLEAN = b"Boats\n\nThey came in for $5 each.\nThen they left.\n"
SIGNED = ARTICLE + b"Reporting by A. Person\n"


def test_one_document_goes_to_standard_output(folder: Path, apply: Scrubber) -> None:
    (folder / "a.txt").write_bytes(ARTICLE)
    ran = apply("a.txt")
    assert (ran.code, ran.out, ran.err) == (0, CLEAN, "")
    assert (folder / "a.txt").read_bytes() == ARTICLE


def test_standard_input_is_a_document_too(apply: Scrubber) -> None:
    ran = apply("-", stdin=ARTICLE)
    assert (ran.code, ran.out) == (0, CLEAN)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-be", "cp1252", "latin-1"])
@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_the_bytes_of_a_document_stay_its_own(
    folder: Path, apply: Scrubber, encoding: str, newline: str
) -> None:
    before, after = (
        text.decode().replace("Boats", "Bøats").replace("\n", newline) for text in (ARTICLE, CLEAN)
    )
    (folder / "a.txt").write_bytes(before.encode(encoding))
    assert apply("a.txt").out == after.encode(encoding)
    assert apply("a.txt", "--encoding", encoding).out == after.encode(encoding)


MANY = [
    # several documents and nothing that says where they go
    (["a.txt", "b.txt"], 2),
    (["."], 2),
    (["."], 2),
    (["a.txt", "-"], 2),
    (["a.txt", "b.txt", "--ledger", "l.jsonl"], 2),
    (["a.txt", "a.txt"], 0),
    (["a.txt", "./a.txt"], 0),
    (["a.txt", "b.txt", "--diff"], 0),
    ([".", "--stats"], 0),
    ([".", "--check"], 1),
    ([".", "--output", "../out"], 0),
]


@pytest.mark.parametrize(("arguments", "code"), MANY)
def test_many_documents_need_a_place_to_go(
    folder: Path, apply: Scrubber, arguments: list[str], code: int
) -> None:
    for name in ("a.txt", "b.txt"):
        (folder / name).write_bytes(ARTICLE)
    ran = apply(*arguments)
    assert ran.code == code
    if code == 2:
        assert "add --diff or --check to look, or --in-place or --output FOLDER to write" in ran.err
        assert not ran.out


def test_a_folder_is_read_in_order_and_what_is_passed_over_is_counted(folder: Path, apply: Scrubber) -> None:
    for name in ("b.txt", "a.TXT", "c/z.txt", "c.txt", ".hidden.txt", ".h/x.txt", "p.png", "q.PNG", "README"):
        path = folder / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(ARTICLE)
    (folder / "link.txt").symlink_to("b.txt")
    (folder / "linked").symlink_to("c")
    ran = apply(".", "--diff")
    heads = [line for line in ran.text.splitlines() if line.startswith("+++")]
    assert heads == ["+++ b/a.TXT", "+++ b/b.txt", "+++ b/c/z.txt", "+++ b/c.txt"]
    assert "passed over: 2 .png, 3 hidden, 2 links, 1 no suffix" in ran.err
    assert "4 documents: 4 changed, 0 unchanged" in ran.err


def test_a_file_that_is_named_is_read_whatever_its_suffix(folder: Path, apply: Scrubber) -> None:
    (folder / "article").write_bytes(ARTICLE)
    (folder / ".hidden").write_bytes(ARTICLE)
    (folder / "link.txt").symlink_to("article")
    for name in ("article", ".hidden", "link.txt"):
        assert apply(name).out == CLEAN


GLOBS = [
    ([], ["a.txt", "sub/b.txt", "sub/deep/c.txt"]),
    (["--include", "*.log"], ["d.log"]),
    (["--include", "sub/*"], ["sub/b.txt", "sub/deep/c.txt"]),
    (["--include", "*.txt", "--include", "*.log"], ["a.txt", "d.log", "sub/b.txt", "sub/deep/c.txt"]),
    (["--exclude", "sub"], ["a.txt"]),
    (["--exclude", "sub/deep"], ["a.txt", "sub/b.txt"]),
    (["--exclude", "sub/*.txt"], ["a.txt", "sub/deep/c.txt"]),
    (["--exclude", "**/c.txt"], ["a.txt", "sub/b.txt"]),
    (["--include", "*.txt", "--exclude", "a*"], ["sub/b.txt", "sub/deep/c.txt"]),
]


@pytest.mark.parametrize(("options", "names"), GLOBS)
def test_globs_choose_the_files_of_a_folder(
    folder: Path, apply: Scrubber, options: list[str], names: list[str]
) -> None:
    (folder / "sub" / "deep").mkdir(parents=True)
    for name in ("a.txt", "d.log", "sub/b.txt", "sub/deep/c.txt"):
        (folder / name).write_bytes(ARTICLE)
    ran = apply(".", "--diff", *options)
    assert [line[6:] for line in ran.text.splitlines() if line.startswith("+++")] == names


def test_a_path_given_twice_or_inside_another_is_read_once(folder: Path, apply: Scrubber) -> None:
    (folder / "sub").mkdir()
    for name in ("a.txt", "sub/b.txt"):
        (folder / name).write_bytes(ARTICLE)
    ran = apply(".", "sub", "a.txt", "sub/b.txt", "--stats")
    assert "2 documents: 2 changed" in ran.text


def test_paths_that_do_not_exist_are_all_named_and_nothing_is_done(folder: Path, apply: Scrubber) -> None:
    (folder / "a.txt").write_bytes(ARTICLE)
    (folder / "dangling").symlink_to("nowhere")
    ran = apply("a.txt", "nope.txt", "no/way", "dangling", "--in-place")
    assert ran.code == 2
    assert "nope.txt: there is no such file or folder" in ran.err
    assert "no/way: there is no such file or folder" in ran.err
    assert "dangling: the link points nowhere" in ran.err
    assert (folder / "a.txt").read_bytes() == ARTICLE


def test_the_diff_shows_and_writes_nothing(folder: Path, apply: Scrubber) -> None:
    (folder / "a.txt").write_bytes(SIGNED)
    ran = apply("a.txt", "--diff")
    assert ran.code == 0
    assert b"@@ -1,6 +1,5 @@ gazette.dollar gazette.tide-box\n" in ran.out
    assert ran.out.startswith(b"--- a/a.txt\n+++ b/a.txt\n")
    assert ran.err == "1 unsafe edit not applied: see --diff --unsafe\n"
    assert (folder / "a.txt").read_bytes() == SIGNED
    assert b"-Reporting by A. Person" in apply("a.txt", "--diff", "--unsafe").out


def test_the_diff_of_what_stays_is_empty(folder: Path, apply: Scrubber) -> None:
    (folder / "a.txt").write_bytes(CLEAN)
    assert apply("a.txt", "--diff") == type(apply("a.txt"))(0, b"", "")


def test_a_diff_is_coloured_when_asked_for_and_only_then(
    folder: Path, apply: Scrubber, monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / "a.txt").write_bytes(ARTICLE + b"\x1b[2J here\n")
    assert b"\x1b[3" not in apply("a.txt", "--diff").out
    coloured = apply("a.txt", "--diff", "--color", "always").out
    assert b"\x1b[31m" in coloured and b"\x1b[2J" not in coloured and rb"\x1b[2J" in coloured
    monkeypatch.setenv("FORCE_COLOR", "1")  # what a program reads must stay a patch
    assert b"\x1b[3" not in apply("a.txt", "--diff").out


def test_a_terminal_gets_escapes_and_colours(
    folder: Path, apply: Scrubber, monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / "a.txt").write_bytes(ARTICLE + b"\x1b[2J here\n")
    real = sys.stdout
    monkeypatch.setattr(type(real), "isatty", lambda stream: True)
    monkeypatch.setenv("TERM", "xterm")
    shown = apply("a.txt", "--diff").out
    assert b"\x1b[31m" in shown and b"\x1b[2J" not in shown
    plain = apply("a.txt", "--diff", "--color", "never").out
    assert b"\x1b" not in plain and rb"\x1b[2J" in plain
    assert apply("a.txt").out == CLEAN + b"\\x1b[2J here\n"


def test_check_says_what_would_change(folder: Path, apply: Scrubber) -> None:
    (folder / "a.txt").write_bytes(ARTICLE)
    (folder / "b.txt").write_bytes(CLEAN)
    (folder / "c.jsonl").write_bytes(b'{"text": "High water: 4"}\n{"text": "x"}\n')
    ran = apply(".", "--check")
    assert (ran.code, ran.out) == (1, b"")
    assert "would change: a.txt\n" in ran.err
    assert "would change: c.jsonl (1 of 2 records)\n" in ran.err
    assert "4 documents: 2 changed, 2 unchanged\n" in ran.err
    assert apply("b.txt", "--check").code == 0
    assert apply(".", "--check", "--quiet").err == ""


def test_stats_are_a_table_of_the_rules_that_did_something(folder: Path, apply: Scrubber) -> None:
    (folder / "a.txt").write_bytes(SIGNED)
    ran = apply("a.txt", "--stats")
    assert ran.code == 0
    lines = [line.split() for line in ran.text.splitlines()]
    assert lines[0] == ["rule", "edits", "refused", "lines", "characters"]
    assert lines[1] == ["gazette.tide-box", "1", "0", "1", "17"]
    assert lines[2] == ["gazette.sign-off", "0", "1", "0", "0"]
    assert lines[3] == ["gazette.dollar", "1", "0", "0", "1"]
    assert lines[5] == ["all", "together", "2", "1", "1", "18"]
    assert ran.text.endswith("1 document: 1 changed, 0 unchanged\n")


def test_stats_make_room_for_a_diff(folder: Path, apply: Scrubber) -> None:
    (folder / "a.txt").write_bytes(ARTICLE)
    ran = apply("a.txt", "--stats", "--diff")
    assert b"gazette.tide-box  " not in ran.out and ran.out.startswith(b"---")
    assert "gazette.tide-box  " in ran.err


def test_select_and_ignore(folder: Path, apply: Scrubber) -> None:
    (folder / "a.txt").write_bytes(ARTICLE)
    assert apply("a.txt", "--select", "gazette.dollar").out == ARTICLE.replace(b"$ 5", b"$5")
    assert apply("a.txt", "--ignore", "gazette.d*").out == ARTICLE.replace(b"High water: 4:10\n", b"")
    assert apply("a.txt", "--ignore", "gazette").out == ARTICLE
    ran = apply("a.txt", "--select", "gazette.dolar")
    assert ran.code == 2 and "did you mean `gazette.dollar`?" in ran.err


def test_html_is_sent_back_with_a_hint(folder: Path, apply: Scrubber) -> None:
    page = b"<!doctype html>\n<p>High water: 4:10\nHigh water: 4:10\n"
    (folder / "a.txt").write_bytes(page)
    ran = apply("a.txt")
    assert (ran.code, ran.out) == (3, page)
    assert ran.err.startswith("a.txt: it is HTML: extract its text first, with trafilatura for example\n")


def test_bytes_in_another_encoding_than_was_said_are_left_alone(folder: Path, apply: Scrubber) -> None:
    (folder / "a.txt").write_bytes(b"caf\xe9\nHigh water: 4\n")
    ran = apply("a.txt", "--encoding", "utf-8")
    assert (ran.code, ran.out) == (3, b"caf\xe9\nHigh water: 4\n")
    assert ran.err.startswith("a.txt: the bytes are not utf-8")
    assert apply("a.txt", "--encoding", "utf-9").code == 2


def test_a_name_with_controls_is_shown_escaped(folder: Path, apply: Scrubber) -> None:
    name = "a\x1b[2J\n.txt"
    (folder / name).write_bytes(b"<html>")
    err = apply(name, "--check").err
    assert "\x1b" not in err and r"a\x1b[2J" in err


CLASHES = [
    (["a.txt", "--check", "--in-place"], "--check writes nothing"),
    (["a.txt", "--in-place", "--output", "b.txt"], "--in-place and --output"),
    (["-", "--in-place"], "--in-place for standard input"),
    (["a.txt", "--quiet", "-v"], "--quiet and --verbose"),
    (["a.txt", "--format", "jsnl"], "did you mean `jsonl`?"),
    (["a.txt", "--without", "nothing"], "no plugin `nothing` is installed"),
    (["a.txt", "--color", "red"], "'red' is not one of 'auto', 'always', 'never'"),
    (["a.txt", "--interactive"], "no such option: --interactive"),
    (["a.txt", "--ledger"], "--ledger' requires an argument"),
    ([], "missing argument 'PATH'"),
]


@pytest.mark.parametrize(("arguments", "said"), CLASHES)
def test_a_command_line_that_makes_no_sense_is_explained(
    folder: Path, apply: Scrubber, arguments: list[str], said: str
) -> None:
    (folder / "a.txt").write_bytes(ARTICLE)
    ran = apply(*arguments)
    assert (ran.code, ran.out) == (2, b"")
    assert said.lower() in ran.err.lower()
    assert ran.err.startswith("scrubber: ") and "╭" not in ran.err and "Traceback" not in ran.err


def test_a_broken_rule_stops_the_run_at_its_place(folder: Path, apply: Scrubber, pack: Path) -> None:
    (folder / "a.txt").write_bytes(ARTICLE)
    with (pack / "rules.yaml").open("a") as file:
        file.write("- id: broken\n  lines: 'x(' \n  drop: lin\n")
    ran = apply("a.txt", "--in-place")
    assert ran.code == 2
    assert f"{pack / 'rules.yaml'}:" in ran.err
    assert (folder / "a.txt").read_bytes() == ARTICLE


def test_the_settings_are_found_and_flags_beat_them(folder: Path, scrubber: Scrubber, pack: Path) -> None:
    (folder / "a.txt").write_bytes(ARTICLE)
    (folder / "wire").mkdir()
    (folder / "wire" / "a.txt").write_bytes(SIGNED)
    (folder / "scrubber.yaml").write_text(
        f"packs: ['{pack}']\nignore: [gazette.dollar]\npaths: {{wire: {{ignore: [gazette.tide-box], unsafe: true}}}}\n"
    )
    assert scrubber("apply", "a.txt").out == ARTICLE.replace(b"High water: 4:10\n", b"")
    assert scrubber("apply", "wire/a.txt").out == ARTICLE.replace(b"$ 5", b"$5")
    assert scrubber("apply", "a.txt", "--ignore", "gazette.tide-box").out == ARTICLE.replace(b"$ 5", b"$5")
    ran = scrubber("apply", "a.txt", "-v")
    assert f"settings: {folder / 'scrubber.yaml'}\n" in ran.err
    assert "packs: gazette; 3 rules\n" in ran.err


SETTINGS = [
    ("ignore: [gazette.dolar]\n", "scrubber.yaml:2:10: no rule is called `gazette.dolar`"),
    ("budgets: {gazette.dolar: 5}\n", "scrubber.yaml:2:11: no rule is called `gazette.dolar`"),
    ("paths: {x: {packs: [nothing]}}\n", "scrubber.yaml:2:21: unknown pack `nothing`"),
    ("output: x\n", "scrubber.yaml:2:1: unknown key `output`"),
]


@pytest.mark.parametrize(("line", "said"), SETTINGS)
def test_what_is_wrong_in_the_settings_is_told_with_its_place(
    folder: Path, scrubber: Scrubber, pack: Path, line: str, said: str
) -> None:
    (folder / "a.txt").write_bytes(ARTICLE)
    (folder / "scrubber.yaml").write_text(f"packs: ['{pack}']\n{line}")
    ran = scrubber("apply", "a.txt", "--in-place")
    assert ran.code == 2 and said in ran.err
    assert (folder / "a.txt").read_bytes() == ARTICLE


def test_a_budget_in_the_settings_counts(folder: Path, scrubber: Scrubber, pack: Path) -> None:
    words = b"High water: " + b"and words of prose, " * 10 + b"so it goes.\n"
    body = b"Some sentence of an article stands here, with its full stop.\n\n" * 3
    (folder / "a.txt").write_bytes(body + words + b"\n" + body)
    settings = folder / "scrubber.yaml"
    settings.write_text(f"packs: ['{pack}']\nbudgets: {{gazette.tide-box: 90%}}\n")
    assert scrubber("apply", "a.txt").out == body + body
    settings.write_text(f"packs: ['{pack}']\nbudgets: {{gazette.tide-box: 5}}\n")
    ran = scrubber("apply", "a.txt")
    assert ran.out == (folder / "a.txt").read_bytes()
    assert "1 edit refused (1 over a budget of prose): see --ledger" in ran.err


def test_an_empty_folder_says_so(folder: Path, apply: Scrubber) -> None:
    ran = apply(".", "--check")
    assert ran.code == 0 and ran.err.startswith("no documents found\n")


def test_a_folder_that_cannot_be_read_is_named(
    folder: Path, apply: Scrubber, monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / "locked").mkdir()
    (folder / "a.txt").write_bytes(CLEAN)
    scandir = os.scandir

    def refuse(path: str) -> object:
        if Path(path).name == "locked":
            raise PermissionError(13, "Permission denied")
        return scandir(path)

    monkeypatch.setattr("scrubber.sources.os.scandir", refuse)
    ran = apply(".", "--check")
    assert ran.code == 3
    assert "locked: the folder cannot be read: Permission denied\n" in ran.err
