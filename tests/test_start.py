"""What a command imports and converts before it does its work: no more than it needs."""

from __future__ import annotations

import subprocess
import sys
from enum import StrEnum
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
import typer

from scrubber.cli.app import COMMANDS, command_line
from scrubber.cli.typed import take_as_typed

RUN = """\
import sys
from scrubber.cli import main
code = main(sys.argv[1:])
sys.stderr.write("\\n".join(sys.modules))
sys.exit(code)
"""


def imported(*arguments: str, folder: Path) -> set[str]:
    """The modules that a command has imported when it is done."""
    done = subprocess.run(
        [sys.executable, "-c", RUN, *arguments], cwd=folder, capture_output=True, text=True, check=True
    )
    return set(done.stderr.splitlines())


def test_help_imports_nothing_that_cleans(tmp_path: Path) -> None:
    modules = imported("--help", folder=tmp_path)
    assert "typer" in modules
    assert modules.isdisjoint({"regex", "yaml", "pluggy", "pydantic", "scrubber.specs", "scrubber.document"})


NOT_TWICE = {
    "yaml": "reads packs and settings, of which there is nothing left to read",
    "scrubber.schema": "judges what was read",
    "scrubber.patterns.reader": "judges patterns",
    "scrubber.analysis.deriving": "finds out what phrases and patterns need",
    "pydantic": "converts words into words",
    "ftfy": "is for a rule that the default packs do not have",
    "scrubber.explain": "is another command's",
    "scrubber.testing": "is another command's",
    "scrubber.cli.explain": "is another command",
    "scrubber_honorifics.analysis": "is for texts with a title that may be stranded or torn off",
    "scrubber_biographies.notes": "is for texts with a line that begins as such notes do",
    "scrubber_typesetting.decoding": "is for texts with an entity",
    "scrubber_markdown.blocks": "is for Markdown",
    "scrubber_mojibake.runs": "is for a rule that the default packs do not have",
}


def test_a_second_run_imports_nothing_that_reads_packs(tmp_path: Path) -> None:
    (tmp_path / "page.txt").write_text("The ferry sails on Monday.\n")
    imported("apply", "page.txt", folder=tmp_path)
    modules = imported("apply", "page.txt", folder=tmp_path)
    assert "scrubber.pipeline" in modules
    assert modules.isdisjoint(NOT_TWICE)


def test_each_command_can_be_had_by_itself() -> None:
    every: Any = typer.main.get_command(command_line())
    assert list(every.commands) == list(COMMANDS)
    for name in COMMANDS:
        alone: Any = typer.main.get_command(command_line([name]))
        assert list(alone.commands) == [name]
        assert [each.name for each in alone.commands[name].params] == [
            each.name for each in every.commands[name].params
        ]


class Colour(StrEnum):
    red = "red"


class Parameter(SimpleNamespace):
    """A parameter as those releases of typer have it that convert by themselves."""

    _runtime_param: Any

    def get_runtime_param(self) -> Any:
        if self._runtime_param is None:
            self._runtime_param = SimpleNamespace(coerce=lambda value, param, ctx: ("converted", value))
        return self._runtime_param

    def given(self, value: object) -> object:
        return self.get_runtime_param().coerce(value, param=self, ctx=None)


def parameter(annotation: object, *, many: bool = False, parser: object = None) -> Parameter:
    described = SimpleNamespace(annotation=annotation, parameter_info=SimpleNamespace(parser=parser))
    made = Parameter(_runtime_param=None, multiple=many, nargs=1, type_descriptor=described)
    take_as_typed([made])
    return made


@pytest.mark.parametrize(
    ("annotation", "many", "value", "wanted"),
    [
        (str, False, "a word", "a word"),
        (str, False, None, None),
        (list[str], True, None, ()),
        (list[str], True, ("a", "b"), ["a", "b"]),
        (Colour, False, Colour.red, Colour.red),
    ],
)
def test_words_are_what_was_typed(annotation: object, many: bool, value: object, wanted: object) -> None:
    assert parameter(annotation, many=many).given(value) == wanted


@pytest.mark.parametrize(
    ("annotation", "many", "parser", "value"),
    [
        (int, False, None, "5"),
        (int, False, None, 5),
        (bool, False, None, "yes"),
        (Colour, False, None, "red"),
        (list[int], True, None, ("5",)),
        (list[str], True, None, "one"),
        (str, False, str.upper, "a word"),
        (str, False, str.upper, None),
    ],
)
def test_all_else_is_converted(annotation: object, many: bool, parser: object, value: object) -> None:
    asked = parameter(annotation, many=many, parser=parser)
    assert asked.given(value) == ("converted", value)
    assert asked.given(value) == ("converted", value)


def test_a_release_that_converts_otherwise_is_left_alone() -> None:
    other = SimpleNamespace(name="paths", nargs=-1)
    take_as_typed([other])
    assert vars(other) == {"name": "paths", "nargs": -1}
