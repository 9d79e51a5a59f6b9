"""`scrubber schema`: which schema goes where."""

from __future__ import annotations

import json
import os
import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.conftest import Scrubber


def kind_of(schema: bytes) -> str:
    """Which files a schema is for, by what it says of them all."""
    kinds = {"A list of rules": "rules", "A pack": "pack", "What counts for the files": "settings"}
    about = json.loads(schema)["description"]
    return next(kind for words, kind in kinds.items() if about.startswith(words))


@pytest.mark.parametrize("arguments", [[], ["rules"], ["pack"], ["settings"]])
def test_a_schema_goes_to_standard_output(scrubber: Scrubber, arguments: list[str]) -> None:
    ran = scrubber("schema", *arguments)
    assert (ran.code, ran.err) == (0, "")
    assert kind_of(ran.out) == (arguments or ["rules"])[0]


def test_a_schema_goes_into_a_file(scrubber: Scrubber, folder: Path) -> None:
    assert scrubber("schema", "pack", "--output", "deep/pack.json").err == "written: deep/pack.json\n"
    assert kind_of((folder / "deep" / "pack.json").read_bytes()) == "pack"
    scrubber("schema", "--output", "deep/pack.json")
    assert kind_of((folder / "deep" / "pack.json").read_bytes()) == "rules"


def test_a_folder_gets_all_three_or_the_one_that_is_named(scrubber: Scrubber, folder: Path) -> None:
    (folder / "there").mkdir()
    assert scrubber("schema", "settings", "--output", "there").code == 0
    assert [path.name for path in (folder / "there").iterdir()] == ["settings.schema.json"]
    assert scrubber("schema", "--output", "new/").code == 0
    names = sorted(path.name for path in (folder / "new").iterdir())
    assert names == ["pack.schema.json", "rules.schema.json", "settings.schema.json"]


def test_a_plugin_left_out_is_not_in_it(scrubber: Scrubber) -> None:
    assert "honorifics.move" in scrubber("schema").text
    assert "honorifics.move" not in scrubber("schema", "--without", "honorifics").text


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["rule"], "no schema of `rule`; expected `rules`, `pack` or `settings`\n  did you mean `rules`?"),
        (["--output", "file/below"], "file cannot be made"),
        (["--without", "honorific"], "did you mean `honorifics`?"),
    ],
)
def test_what_cannot_be_done_is_told(
    scrubber: Scrubber, folder: Path, arguments: list[str], said: str
) -> None:
    (folder / "file").write_text("")
    ran = scrubber("schema", *arguments)
    assert (ran.code, ran.out) == (2, b"")
    assert said in ran.err


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs named pipes")
def test_a_schema_goes_into_a_pipe_and_does_not_replace_it(folder: Path, scrubber: Scrubber) -> None:
    pipe = folder / "pipe"
    os.mkfifo(pipe)
    with ThreadPoolExecutor(1) as pool:
        read = pool.submit(pipe.read_bytes)
        assert scrubber("schema", "rules", "--output", "pipe").code == 0
        assert json.loads(read.result(timeout=60))["$schema"]
    assert stat.S_ISFIFO(pipe.stat().st_mode)
