"""The tutorial is true: every file in it is written, every command run, and what it shows is what is shown."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import sysconfig
import venv
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "tutorial.md"

_BLOCK = re.compile(r"(?P<before>[^\n]*(?:\n[^\n]+)*)\n\n```(?P<kind>\w+)\n(?P<body>.*?)```\n", re.DOTALL)
_FILE = re.compile(r"`([\w./-]+\.(?:txt|yaml))`[^`]*$")
_EXIT = re.compile(r"\s+# exit code (\d+)$")


@dataclass(frozen=True)
class Command:
    """A command of the page, the lines that it is to show, where `...` is any lines, and its exit code."""

    line: str
    shown: list[str]
    code: int


def steps() -> Iterator[Command | tuple[str, str]]:
    """Yield what a reader does, in order: commands, and files as (path, content)."""
    text = PAGE.read_text(encoding="utf-8")
    for block in re.finditer(r"```(\w+)\n(.*?)```\n", text, re.DOTALL):
        if block[1] == "console":
            yield from commands(block[2])
        else:
            named = _FILE.search(" ".join(text[: block.start()].strip().rsplit("\n\n", 1)[-1].split()))
            assert named, f"no file is named above this block:\n{block[2]}"
            yield named[1], block[2]


def commands(block: str) -> Iterator[Command]:
    for part in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
        line, _, shown = part.partition("\n")
        code = _EXIT.search(line)
        yield Command(_EXIT.sub("", line), shown.splitlines(), int(code[1]) if code else 0)


def pattern_of(shown: list[str]) -> re.Pattern[str]:
    """`...` on a line of its own is any lines, or none; inside a line it is any text."""
    lines = (
        r"(?:.*\n)*?" if line == "..." else re.escape(line).replace(r"\.\.\.", ".*") + "\n" for line in shown
    )
    return re.compile("".join(lines))


@pytest.fixture(scope="module")
def environment(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """An environment as the page's first lines make it, with this scrubber, and without a network."""
    folder = tmp_path_factory.mktemp("tutorial-environment")
    venv.create(folder, symlinks=True)
    inside = Path(sysconfig.get_path("purelib", vars={"base": str(folder)}))
    outside = sysconfig.get_path("purelib")
    (inside / "outside.pth").write_text(f"import site; site.addsitedir({outside!r})\n", encoding="utf-8")
    scripts = folder / "bin"
    for name, module in (("scrubber", "scrubber"), ("pip", "pip")):
        (scripts / name).write_text(f'#!/bin/sh\nexec "{scripts}/python" -m {module} "$@"\n')
        (scripts / name).chmod(0o755)
    return {
        **{key: value for key, value in os.environ.items() if not key.startswith(("PYTEST", "PIP", "COV"))},
        "PATH": f"{scripts}{os.pathsep}{os.environ['PATH']}",
        "PIP_NO_INDEX": "1", "PIP_NO_DEPS": "1", "PIP_NO_BUILD_ISOLATION": "0", "PIP_DISABLE_PIP_VERSION_CHECK": "1",
        "NO_COLOR": "1", "COLUMNS": "100", "PYTHONWARNINGS": "ignore",
    }  # fmt: skip


@pytest.mark.skipif(sys.platform == "win32", reason="the page is written for a shell as POSIX has it")
def test_the_tutorial_goes_as_it_says(tmp_path: Path, environment: dict[str, str]) -> None:
    folder, done = tmp_path, 0
    for step in steps():
        if isinstance(step, tuple):
            (folder / step[0]).write_text(step[1], encoding="utf-8")
            continue
        run = subprocess.run(
            ["bash", "-c", f"{step.line}\ncode=$?\npwd > {tmp_path}/.here\nexit $code"],
            cwd=folder, env=environment, capture_output=True, text=True, encoding="utf-8", check=False,
        )  # fmt: skip
        folder = Path((tmp_path / ".here").read_text().strip())
        told = f"$ {step.line}\n{run.stdout}{run.stderr}"
        assert run.returncode == step.code, told
        both = run.stdout + run.stderr
        assert any(pattern_of(step.shown).fullmatch(out) for out in (run.stdout, run.stderr, both)), told
        done += 1
    assert done >= 15


def test_every_file_that_the_page_names_is_one_that_is_made() -> None:
    files = [step[0] for step in steps() if isinstance(step, tuple)]
    assert len(files) >= 5
