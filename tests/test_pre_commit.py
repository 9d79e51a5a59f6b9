"""The hooks for pre-commit: each entry runs as pre-commit runs it, with its arguments and then the changed files."""

from __future__ import annotations

import shlex
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).resolve().parents[1]
HOOKS: dict[str, dict[str, Any]] = {
    hook["id"]: hook for hook in yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
}
KEYS = {"id", "name", "description", "entry", "args", "language", "types_or", "require_serial"}


def run(hook: str, *files: str, cwd: Path, args: list[str] | None = None) -> subprocess.CompletedProcess[str]:
    """Run a hook over files; ``args`` are those of a repository that sets its own."""
    command, *fixed = shlex.split(HOOKS[hook]["entry"])
    assert command == "scrubber"
    given = HOOKS[hook].get("args", []) if args is None else args
    command_line = [sys.executable, "-m", "scrubber", *fixed, *given, *files]
    return subprocess.run(command_line, cwd=cwd, capture_output=True, text=True, check=False)


@pytest.fixture
def repository(folder: Path, pack: Path) -> Path:
    """A repository with a pack in `packs/gazette`, a workflow that is no rule file, and two texts."""
    pack.parent.rename(folder / "packs")
    (folder / ".github").mkdir()
    (folder / ".github" / "ci.yaml").write_text("on: push\n")
    (folder / "notes.txt").write_text("The council met on Monday.\n")
    (folder / "page.txt").write_text("The council met on Monday.\n\nLeave a Reply\n")
    return folder


def test_a_hook_says_all_that_pre_commit_asks_for() -> None:
    assert set(HOOKS) == {"scrubber-test", "scrubber-apply"}
    for hook in HOOKS.values():
        assert set(hook) <= KEYS and {"id", "name", "description", "entry", "language"} <= set(hook)
        assert hook["language"] == "python"
        assert set(hook["types_or"]) <= {"yaml", "plain-text", "markdown"}, "tags that pre-commit knows"


def test_rule_files_are_tested_and_what_belongs_to_no_pack_is_passed_over(repository: Path) -> None:
    changed = ("packs/gazette/rules.yaml", "packs/gazette/pack.yaml", ".github/ci.yaml", "notes.txt")
    done = run("scrubber-test", *changed, cwd=repository)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert run("scrubber-test", ".github/ci.yaml", "notes.txt", cwd=repository).returncode == 0


def test_a_rule_that_fails_fails_the_hook(repository: Path) -> None:
    rules = repository / "packs" / "gazette" / "rules.yaml"
    rules.write_text(rules.read_text().replace('after: "It cost $5.\\n"', 'after: "It cost 5.\\n"'))
    done = run("scrubber-test", "packs/gazette/rules.yaml", cwd=repository)
    assert done.returncode == 1 and "FAIL  gazette.dollar" in done.stdout
    rules.write_text(rules.read_text().replace("drop: line", "dropp: line", 1))
    done = run("scrubber-test", "packs/gazette/pack.yaml", cwd=repository)
    assert done.returncode == 2 and "did you mean `drop`?" in done.stderr


def test_strictness_is_an_argument(repository: Path) -> None:
    rules = repository / "packs" / "gazette" / "rules.yaml"
    rules.write_text(rules.read_text().replace("(?=\\d)'", "(?=\\d)|(?<=£) (?=\\d)'"))
    assert run("scrubber-test", "packs/gazette/rules.yaml", cwd=repository).returncode == 0
    done = run("scrubber-test", "packs/gazette/rules.yaml", cwd=repository, args=["--strict"])
    assert done.returncode == 1 and "the alternative `(?<=£) (?=\\d)`" in done.stdout


def test_texts_that_would_change_fail_the_hook_and_show_how(repository: Path) -> None:
    before = (repository / "page.txt").read_bytes()
    done = run("scrubber-apply", "notes.txt", "page.txt", cwd=repository)
    assert done.returncode == 1
    assert "-Leave a Reply" in done.stdout and "would change: page.txt" in done.stderr
    assert (repository / "page.txt").read_bytes() == before
    assert run("scrubber-apply", "notes.txt", cwd=repository).returncode == 0


def test_texts_are_changed_where_the_repository_asks_for_it(repository: Path) -> None:
    done = run("scrubber-apply", "notes.txt", "page.txt", cwd=repository, args=["--in-place"])
    assert done.returncode == 0, "pre-commit itself fails a hook that has changed files"
    assert (repository / "page.txt").read_text() == "The council met on Monday.\n"
