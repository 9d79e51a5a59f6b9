"""What several test modules need: a pack of our own in an empty folder, and the command line run in it."""

from __future__ import annotations

import io
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from scrubber.cli import main

PACK = {
    "pack.yaml": "id: gazette\ndescription: Furniture of the Gazette.\nrules: [rules.yaml]\n",
    "rules.yaml": """\
- id: tide-box
  description: Drop the tide box that is set into every article.
  line: 'High water: .*'
  drop: line
  keep: ['The high water came.']
  examples: [{before: "One.\\nHigh water: 4:10\\n", after: "One.\\n"}]
- id: sign-off
  description: Drop the reporter's sign-off.
  line: 'Reporting by .*'
  drop: line
  safety: unsafe
  keep: ['Reporting is hard.']
  examples: [{before: "One.\\nReporting by A. Person\\n", after: "One.\\n"}]
- id: dollar
  description: Close the gap inside money.
  stage: mend
  text: '(?<=\\$) (?=\\d)'
  drop: match
  keep: ['It cost $5.']
  examples: [{before: "It cost $ 5.\\n", after: "It cost $5.\\n"}]
""",
}


@dataclass(frozen=True)
class Ran:
    """What a command did: its exit code, standard output and standard error."""

    code: int
    out: bytes
    err: str

    @property
    def text(self) -> str:
        return self.out.decode()


Scrubber = Callable[..., Ran]


@pytest.fixture
def pack(tmp_path: Path) -> Path:
    """A pack in a folder of its own, outside the one that commands run in."""
    folder = tmp_path / "packs" / "gazette"
    folder.mkdir(parents=True)
    for name, text in PACK.items():
        (folder / name).write_text(text)
    return folder


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The current folder, empty, in a home where nothing is set."""
    here = tmp_path / "here"
    here.mkdir()
    (here / ".git").mkdir()
    monkeypatch.chdir(here)
    for name in ("NO_COLOR", "FORCE_COLOR", "SCRUBBER_TRACEBACK"):
        monkeypatch.delenv(name, raising=False)
    return here


@pytest.fixture
def scrubber(
    folder: Path, capsysbinary: pytest.CaptureFixture[bytes], monkeypatch: pytest.MonkeyPatch
) -> Scrubber:
    """Run the command line in this process: `scrubber("apply", "a.txt", stdin=b"")`."""

    def run(*arguments: object, stdin: bytes = b"") -> Ran:
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin)))
        capsysbinary.readouterr()
        code = main([str(argument) for argument in arguments])
        out, err = capsysbinary.readouterr()
        return Ran(code, out, err.decode())

    return run


@pytest.fixture
def apply(scrubber: Scrubber, pack: Path) -> Scrubber:
    """Run `scrubber apply` with the Gazette's pack."""

    def run(*arguments: object, stdin: bytes = b"") -> Ran:
        return scrubber("apply", "--pack", pack, *arguments, stdin=stdin)

    return run
