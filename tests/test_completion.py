"""What a shell offers at the cursor: asked of the function that knows it, and of the shells themselves."""

from __future__ import annotations

import os
import pty
import re
import select
import shutil
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import typer

from scrubber.cli.app import command_line
from scrubber.cli.candidates import KINDS, candidates
from scrubber.cli.completion import SHELLS

if TYPE_CHECKING:
    from tests.conftest import Scrubber

ROOT = typer.main.get_command(command_line())
PROGRAMS = Path(sys.executable).parent


def offered(*words: str) -> list[str]:
    """What is offered in place of the last word; a path is "FILES"."""
    return [word or meaning.upper() for word, meaning in candidates(ROOT, words)]


OFFERS = [
    (["ap"], ["apply"]),
    (["-"], ["--version", "--help"]),
    (["apply", "--pa"], ["--pack"]),
    (["apply", "a.txt", "--di"], ["--diff"]),
    (["apply", "--diff", "--di"], []),  # once is enough
    (["apply", "--pack", "news", "--pa"], ["--pack"]),  # may be given again
    (["apply", "--pack", "ne"], ["news", "FILES"]),
    (["apply", "-p", "ne"], ["news", "FILES"]),
    (["apply", "--pack=ne"], ["--pack=news", "FILES"]),  # zsh, fish
    (["apply", "--pack", "=", "ne"], ["news", "FILES"]),  # bash
    (["apply", "--color", "a"], ["auto", "always"]),
    (["apply", "--color", "="], ["auto", "always", "never"]),
    (["apply", "--without", "ho"], ["honorifics"]),
    (["apply", "--ledger", ""], ["FILES"]),
    (["apply", "--url", ""], []),
    (["apply", ""], ["FILES"]),
    (["apply", "a.txt", "b"], ["FILES"]),
    (["apply", "--", "--di"], ["FILES"]),
    (["apply", "--no-such-option", ""], ["FILES"]),
    (["plugins", "ho"], ["honorifics"]),
    (["plugins", "honorifics", ""], []),
    (["schema", ""], ["rules", "pack", "settings"]),
    (["new", "p"], ["pack", "plugin"]),
    (["new", "pack", ""], []),
    (["completion", "b"], ["bash"]),
    (["test", "ne"], ["news", "FILES"]),
    (["rules", "web.cop"], ["web.copyright"]),
    (["rules", "--pack", "mojibake", ""], ["mojibake.wrong-encoding"]),
    (["rules", "--pack", "nowhere", ""], []),  # nobody reads an error while typing
    (["nowhere", "ap"], ["apply"]),
    (["compare", "we"], ["web", "FILES"]),
    (["compare", "web", "ne"], ["news", "FILES"]),
    (["compare", "web", "news", "--sample", ""], []),
    (["eval", ""], ["FILES"]),
]


@pytest.mark.parametrize(("words", "expected"), OFFERS, ids=[" ".join(words) for words, _ in OFFERS])
def test_what_is_offered(words: list[str], expected: list[str], folder: Path) -> None:
    assert offered(*words) == expected


def test_every_command_and_option_is_offered_with_its_meaning() -> None:
    commands = {name for name, meaning in candidates(ROOT, [""]) if meaning}
    assert commands == set(ROOT.commands)  # type: ignore[attr-defined]
    for name in commands:
        found = dict(candidates(ROOT, [name, "-"]))
        assert {"--help"} <= set(found) and all(found.values())


def test_every_value_is_completed_or_known_to_be_free() -> None:
    """A command that comes with a metavar of its own says in `KINDS` what it is completed with."""
    commands = ROOT.commands.values()  # type: ignore[attr-defined]
    values = [each for command in commands for each in command.params if not getattr(each, "is_flag", False)]
    assert len(values) >= 40
    words = {word for each in values for word in re.findall("[A-Z_]+", each.metavar or "?")}
    assert words - set(KINDS) == set()


def test_rules_are_those_of_the_packs_that_count_here(folder: Path, pack: Path) -> None:
    own = ["gazette.tide-box", "gazette.sign-off", "gazette.dollar"]
    assert offered("apply", "--pack", str(pack), "--select", "gazette.") == own
    (folder / "scrubber.yaml").write_text(f"packs: ['{pack}']\n")
    assert offered("rules", "") == own
    assert offered("apply", "--ignore", "gazette") == [*own, "gazette"]
    (pack / "rules.yaml").write_text("- id: [\n")
    assert offered("rules", "") == []
    (folder / "scrubber.yaml").write_text("packs: [\n")
    assert offered("rules", "") == []


def test_the_rules_of_used_packs_come_first() -> None:
    rules = offered("rules", "")
    packs = list(dict.fromkeys(rule.partition(".")[0] for rule in rules))
    assert packs.index("web") < packs.index("news")
    assert len(rules) == len(set(rules)) > 100


@pytest.mark.parametrize("shell", SHELLS)
def test_the_script_is_printed(scrubber: Scrubber, shell: str, monkeypatch: pytest.MonkeyPatch) -> None:
    named = scrubber("completion", shell)
    assert (named.code, named.err) == (0, "")
    assert "_SCRUBBER_COMPLETE=1" in named.text
    monkeypatch.setenv("SHELL", f"/usr/bin/{shell}")
    assert scrubber("completion").out == named.out


def test_a_shell_that_nobody_knows_is_told(scrubber: Scrubber, monkeypatch: pytest.MonkeyPatch) -> None:
    ran = scrubber("completion", "bahs")
    assert (ran.code, ran.out) == (2, b"")
    assert "expected `bash`, `zsh` or `fish`\n  did you mean `bash`?" in ran.err
    monkeypatch.delenv("SHELL", raising=False)
    assert "no shell is named" in scrubber("completion").err


def need(shell: str) -> str:
    found = shutil.which(shell)
    if found is None:
        # A newcomer need not have every shell; where changes are judged, none may go untested.
        missing = pytest.fail if os.environ.get("CI") else pytest.skip
        missing(f"{shell} is not installed: its completion cannot be tried")
    return found


@pytest.fixture
def script(scrubber: Scrubber, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, Path]:
    """The scripts of the shells, with `scrubber` on the path."""
    monkeypatch.setenv("PATH", f"{PROGRAMS}{os.pathsep}{os.environ['PATH']}")
    paths = {shell: tmp_path / f"scrubber.{shell}" for shell in SHELLS}
    for shell, path in paths.items():
        path.write_bytes(scrubber("completion", shell).out)
    return paths


BASH = """
source "$1"; shift
COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1))
_scrubber
printf '%s\\n' "${COMPREPLY[@]}"
"""


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (["ap"], ["apply"]),
        (["apply", "--pack", "ne"], ["news", "nets.txt"]),
        (["apply", "--pack", "=", "ne"], ["news", "nets.txt"]),
        (["apply", "--color", "="], ["auto", "always", "never"]),
        (["apply", "a f"], ["a file.txt"]),
        (["apply", "--no-such"], [""]),
    ],
)
def test_bash_is_given_words_and_files(
    script: dict[str, Path], folder: Path, words: list[str], expected: list[str]
) -> None:
    for name in ("nets.txt", "a file.txt"):
        (folder / name).touch()
    command = [need("bash"), "--norc", "-c", BASH, "bash", str(script["bash"]), "scrubber", *words]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert (done.stdout.splitlines(), done.stderr) == (expected, "")


FISH = 'source $argv[1]; complete -C "$argv[2]"'


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("scrubber ap", ["apply\tClean documents, or show what would change."]),
        ("scrubber apply --pack ne", ["nets.txt", "news\tcomes with scrubber"]),
        ("scrubber apply --pack=ne", ["--pack=nets.txt", "--pack=news\tcomes with scrubber"]),
        ("scrubber apply --color n", ["never"]),
    ],
)
def test_fish_is_given_words_and_files(
    script: dict[str, Path], folder: Path, line: str, expected: list[str]
) -> None:
    (folder / "nets.txt").touch()
    command = [need("fish"), "--no-config", "-c", FISH, str(script["fish"]), line]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert sorted(map(str.rstrip, done.stdout.splitlines())) == expected


def typed(command: list[str], keys: list[tuple[str, str]]) -> str:
    """Type at a terminal: each text once the one before it has brought what is awaited. Return what is shown."""
    terminal, inside = pty.openpty()
    environment = os.environ | {"TERM": "dumb", "PS1": "ready> ", "HISTFILE": os.devnull}
    process = subprocess.Popen(
        command, stdin=inside, stdout=inside, stderr=inside, env=environment, start_new_session=True
    )
    os.close(inside)
    shown, until = "", time.monotonic() + 60
    try:
        for text, awaited in keys:
            os.write(terminal, text.encode())
            start = len(shown)
            while awaited not in shown[start:]:
                assert time.monotonic() < until, shown
                if select.select([terminal], [], [], 1.0)[0]:
                    shown += os.read(terminal, 4096).decode(errors="replace")
    finally:
        process.kill()
        process.wait()
        os.close(terminal)
    return shown


def test_bash_completes_what_is_typed(script: dict[str, Path], folder: Path) -> None:
    (folder / "a file.txt").touch()
    shown = typed(
        [need("bash"), "--norc", "--noprofile", "-i"],
        [
            (f"source {script['bash']}; echo is''ready\n", "isready"),
            ("scrubber app\t--dif\ta\t", "scrubber apply --diff a\\ file.txt"),
            ("\x15scrubber apply --pack mojib\t", "--pack mojibake"),
            ("\x15scrubber rules news.live-\t\t", "news.live-"),
        ],
    )
    assert "command not found" not in shown


def test_zsh_completes_what_is_typed(script: dict[str, Path], folder: Path) -> None:
    (folder / "a file.txt").touch()
    typed(
        [need("zsh"), "-f", "-i"],
        [
            (f"autoload -Uz compinit; compinit -u -D; source {script['zsh']}; echo is''ready\n", "isready"),
            ("scrubber app\t", "apply"),
            ("--sta\t", "ts"),
            ("a\t", "file.txt"),
            ("\x15scrubber apply --pack mojib\t", "ake"),
            ("\x15scrubber apply --output=a\t", "file.txt"),
        ],
    )
