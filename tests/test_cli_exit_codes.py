"""Every exit code, from the real command in a process of its own."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

COMMAND = [sys.executable, "-m", "scrubber"]
ARTICLE = b"The boats came in.\nHigh water: 4:10\n"
BROKEN = "import sys, scrubber.cli.app as app\ndef run(arguments):\n    raise ValueError('out of order\\x1b[2J')\n" \
    "app.run = run\nfrom scrubber.cli import main\nsys.exit(main(sys.argv[1:]))\n"  # fmt: skip


def run(
    *arguments: object, stdin: bytes = b"", command: list[str] | None = None, **environment: str
) -> subprocess.CompletedProcess[bytes]:
    """Run the command in the current folder."""
    return subprocess.run(
        [*(command or COMMAND), *map(str, arguments)],
        input=stdin,
        capture_output=True,
        check=False,
        env=os.environ | environment,
    )


CODES = [
    # the arguments, the exit code, a part of standard error
    (["apply", "a.txt"], 0, b""),
    (["apply", "a.txt", "--check"], 1, b"would change: a.txt\n"),
    (["test"], 0, b""),
    (["apply", "a.txt", "--no-such-option"], 2, b"no such option"),
    (["apply", "nowhere.txt", "a.txt", "--check"], 2, b"there is no such file"),
    (["apply", "a.txt", "--select", "no-rule"], 2, b"no rule is called"),
    (["apply", "page.txt"], 3, b"page.txt: it is HTML"),
    (["apply", "a.txt", "page.txt", "--check"], 3, b"would change: a.txt\n"),
]


@pytest.mark.parametrize(("arguments", "code", "said"), CODES)
def test_exit_codes(folder: Path, pack: Path, arguments: list[str], code: int, said: bytes) -> None:
    (folder / "a.txt").write_bytes(ARTICLE)
    (folder / "page.txt").write_bytes(b"<!doctype html>\n")
    (folder / "scrubber.yaml").write_text(f"packs: ['{pack}']\n")
    done = run(*arguments)
    assert done.returncode == code, done.stderr
    assert said in done.stderr and b"Traceback" not in done.stderr


def test_a_failed_example_is_exit_code_1(folder: Path, pack: Path) -> None:
    rules = pack / "rules.yaml"
    rules.write_text(rules.read_text().replace("drop: match", "drop: line"))
    assert run("test", pack).returncode == 1


def test_a_bug_of_ours_is_exit_code_70_and_asks_for_a_report(folder: Path) -> None:
    broken = [sys.executable, "-c", BROKEN]
    done = run("rules", command=broken)
    assert done.returncode == 70 and done.stdout == b""
    assert done.stderr.startswith(b"scrubber: internal error: ValueError: out of order\\x1b[2J\n")
    assert b"SCRUBBER_TRACEBACK=1" in done.stderr and b"Traceback" not in done.stderr
    for asked in (run("rules", command=broken, SCRUBBER_TRACEBACK="1"), run("apply", "-v", command=broken)):
        assert asked.returncode == 70 and b"Traceback" in asked.stderr


def test_a_closed_pipe_is_exit_code_141_without_a_word(folder: Path, pack: Path) -> None:
    (folder / "many.jsonl").write_bytes(b'{"text": "The boats came in."}\n' * 20_000)
    for arguments in (["apply", "many.jsonl", "--pack", str(pack)], ["apply", "--help"]):
        process = subprocess.Popen([*COMMAND, *arguments], stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        assert process.stdout is not None and process.stderr is not None
        process.stdout.close()
        said = process.stderr.read()
        process.stderr.close()
        assert (process.wait(), said) == (141, b"")


def test_an_interruption_is_exit_code_130_and_leaves_nothing_behind(folder: Path, pack: Path) -> None:
    process = subprocess.Popen(
        [*COMMAND, "apply", "-", "-v", "--format", "jsonl", "--output", "o.jsonl", "--pack", str(pack)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.default_int_handler),
    )
    assert process.stdin is not None and process.stderr is not None
    process.stdin.write(b'{"text": "The boats came in."}\n' * 300)
    process.stdin.flush()
    while not process.stderr.readline().startswith(b"packs:"):
        pass
    process.send_signal(signal.SIGINT)
    _, said = process.communicate()
    assert process.returncode == 130 and b"Traceback" not in said
    assert sorted(path.name for path in folder.iterdir()) == [".git"]


def test_output_that_cannot_be_written_is_told(folder: Path, pack: Path) -> None:
    (folder / "a.txt").write_bytes(ARTICLE)
    for arguments in (["apply", "a.txt", "--pack", str(pack)], ["--version"]):
        with Path("/dev/full").open("wb") as full:
            done = subprocess.run([*COMMAND, *arguments], stdout=full, stderr=subprocess.PIPE, check=False)
        assert done.returncode == 3
        assert done.stderr == b"scrubber: standard output cannot be written: No space left on device\n"
