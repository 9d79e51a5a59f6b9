"""`scrubber new` makes distributions that are whole: their tests pass as they stand, and their words are right."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import yaml
from jsonschema import Draft7Validator

if TYPE_CHECKING:
    from tests.conftest import Scrubber

COMMAND = [sys.executable, "-m"]


def run(*command: str, folder: Path, **environment: str) -> str:
    """Run a module of Python in a folder and return what it says; it has to succeed."""
    done = subprocess.run(
        [*COMMAND, *command], cwd=folder, env=os.environ | environment, capture_output=True, text=True, check=False
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def its_tests(project: Path, **environment: str) -> str:
    return run("pytest", "-q", "-p", "no:cacheprovider", "-W", "error", folder=project, **environment)


def names_in(folder: Path) -> set[str]:
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}


NAMES = ["gazette", "harbour-gazette", "class", "3d", "the", "letter", "a", "x" * 40]


@pytest.mark.parametrize("name", NAMES)
def test_a_pack_holds_under_any_name(scrubber: Scrubber, folder: Path, name: str) -> None:
    assert scrubber("new", "pack", name).code == 0
    pack = folder / f"scrubber-{name}" / "src" / f"scrubber_{name.replace('-', '_')}" / "pack"
    ran = scrubber("test", pack)
    assert (ran.code, "10 checks of 2 rules: all hold" in ran.text) == (0, True), ran.text
    listed = scrubber("rules", "--pack", pack).text
    assert f"{name}.letter-box" in listed and f"{name}.more-stories" in listed


def test_the_tests_of_a_new_pack_pass(scrubber: Scrubber, folder: Path) -> None:
    assert scrubber("new", "pack", "harbour-gazette").code == 0
    assert "3 passed" in its_tests(folder / "scrubber-harbour-gazette")


def test_the_tests_of_a_new_pack_can_fail(scrubber: Scrubber, folder: Path) -> None:
    assert scrubber("new", "pack", "gazette").code == 0
    boxes = folder / "scrubber-gazette" / "src" / "scrubber_gazette" / "pack" / "boxes.yaml"
    boxes.write_text(boxes.read_text().replace("region: tail", "region: body"))
    command = [*COMMAND, "pytest", "-q", "-p", "no:cacheprovider"]
    done = subprocess.run(
        command, cwd=folder / "scrubber-gazette", capture_output=True, text=True, check=False
    )
    assert done.returncode == 1
    assert "more-stories" in done.stdout


@pytest.fixture
def plugin(scrubber: Scrubber, folder: Path) -> Path:
    """A new plugin, and what an installer would write of it beside it."""
    assert scrubber("new", "plugin", "twice-told").code == 0
    project = folder / "scrubber-twice-told"
    points = tomllib.loads((project / "pyproject.toml").read_text())["project"]["entry-points"]
    info = folder / "site" / "scrubber_twice_told-0.1.0.dist-info"
    info.mkdir(parents=True)
    (info / "METADATA").write_text("Name: scrubber-twice-told\nVersion: 0.1.0\n")
    lines = [
        f"[{group}]\n{name} = {value}" for group, names in points.items() for name, value in names.items()
    ]
    (info / "entry_points.txt").write_text("\n".join(lines))
    return project


def paths(plugin: Path) -> str:
    return os.pathsep.join([str(plugin / "src"), str(plugin.parent / "site")])


def test_the_tests_of_a_new_plugin_pass(plugin: Path) -> None:
    assert "11 passed" in its_tests(plugin, PYTHONPATH=paths(plugin))


def test_a_new_plugin_adds_what_it_says(plugin: Path, folder: Path) -> None:
    shown = run("scrubber", "plugins", "twice-told", folder=folder, PYTHONPATH=paths(plugin))
    assert "operator twice-told.repeated" in shown
    assert "option least: a whole number (`5` if left out)" in shown
    (folder / "a.txt").write_text(
        "The ferry stays in port today.\nThe ferry stays in port today.\nSo be it.\n"
    )
    cleaned = run(
        "scrubber", "apply", "--pack", "twice-told", "a.txt", folder=folder, PYTHONPATH=paths(plugin)
    )
    assert cleaned == "The ferry stays in port today.\nSo be it.\n"


def test_the_schema_knows_a_new_plugin_once_it_is_installed(plugin: Path, folder: Path) -> None:
    path = plugin / "src" / "scrubber_twice_told" / "pack" / "repeated.yaml"
    rules = yaml.safe_load(path.read_text())
    schema = plugin / "schemas" / "rules.schema.json"
    assert list(Draft7Validator(json.loads(schema.read_text())).iter_errors(rules))
    run("scrubber", "schema", "--output", "schemas/", folder=plugin, PYTHONPATH=paths(plugin))
    assert list(Draft7Validator(json.loads(schema.read_text())).iter_errors(rules)) == []
    assert list(
        Draft7Validator(json.loads(schema.read_text())).iter_errors([rules[0] | {"options": {"last": 3}}])
    )


def test_a_new_plugin_is_typed_and_in_style(plugin: Path) -> None:
    run("ruff", "check", "--no-cache", ".", folder=plugin)
    run("ruff", "format", "--no-cache", "--check", ".", folder=plugin)
    run("mypy", "--cache-dir", os.devnull, folder=plugin)


def test_a_new_pack_is_in_style(scrubber: Scrubber, folder: Path) -> None:
    assert scrubber("new", "pack", "harbour-gazette").code == 0
    run("ruff", "check", "--no-cache", "--isolated", "--line-length", "110", ".", folder=folder)
    run("ruff", "format", "--no-cache", "--isolated", "--line-length", "110", "--check", ".", folder=folder)


@pytest.mark.parametrize("kind", ["pack", "plugin"])
def test_no_word_of_a_template_is_left(scrubber: Scrubber, folder: Path, kind: str) -> None:
    ran = scrubber("new", kind, "harbour-gazette", "--output", "there")
    assert (ran.code, ran.out) == (0, b"")
    made = names_in(folder / "there")
    assert {".gitignore", "README.md", "pyproject.toml", "schemas/rules.schema.json"} <= made
    assert [
        name for name in made if "@" in name or name.endswith(".tmpl") or f"  {name}\n" not in ran.err
    ] == []
    texts = {name: (folder / "there" / name).read_text() for name in made}
    assert [name for name, text in texts.items() if re.search("@[A-Z]", text)] == []


@pytest.mark.parametrize("kind", ["pack", "plugin"])
def test_editors_find_no_mistake_in_a_new_manifest_and_know_where_its_schema_is(
    scrubber: Scrubber, folder: Path, kind: str
) -> None:
    assert scrubber("new", kind, "harbour-gazette", "--output", "there").code == 0
    files = sorted((folder / "there").rglob("*.yaml"))
    assert len(files) == 2
    for path in files:
        text = path.read_text()
        schema = path.parent / text.partition("\n")[0].partition("$schema=")[2]
        assert schema.is_file()
        if path.name in ("pack.yaml", "boxes.yaml"):
            assert (
                list(Draft7Validator(json.loads(schema.read_text())).iter_errors(yaml.safe_load(text))) == []
            )


REFUSED = [
    (["pack", "Harbour_Gazette"], "write `harbour-gazette`"),
    (["pack", "harbour gazette"], "write `harbour-gazette`"),
    (["pack", "HarbourGazette"], "write `harbour-gazette`"),
    (["pack", "a.b"], "lower-case words"),
    (["pack", "-a"], "no such option"),
    (["pack", "ä"], "lower-case words"),
    (["pack", ""], "lower-case words"),
    (["pack", "../a"], "lower-case words"),
    (["pack", "x" * 41], "40 letters at most"),
    (["pack", "scrubber-gazette"], "say `gazette`"),
    (["pack", "news"], "`news` is taken: scrubber has a pack of that name"),
    (["pack", "honorifics"], "taken: scrubber-text has a plugin of that name"),
    (["plugin", "web"], "taken: scrubber has a pack of that name"),
    (["pack", "text"], "taken: a distribution `scrubber-text` is installed"),
    (["plugins", "gazette"], "expected `pack` or `plugin`"),
    (["pack"], "missing argument"),
]


@pytest.mark.parametrize(("arguments", "said"), REFUSED)
def test_what_cannot_be_made_is_told(
    scrubber: Scrubber, folder: Path, arguments: list[str], said: str
) -> None:
    ran = scrubber("new", *arguments)
    assert (ran.code, ran.out) == (2, b"")
    assert said in ran.err
    assert names_in(folder) == set()


def test_a_module_that_is_there_keeps_its_name(
    scrubber: Scrubber, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / "scrubber_gazette.py").write_text("")
    monkeypatch.syspath_prepend(folder)
    assert "a module `scrubber_gazette` is installed" in scrubber("new", "plugin", "gazette").err


def test_nothing_is_written_over(scrubber: Scrubber, folder: Path) -> None:
    (folder / "scrubber-gazette").mkdir()
    (folder / "scrubber-gazette" / "notes.txt").write_text("mine")
    ran = scrubber("new", "pack", "gazette")
    assert (ran.code, "there is something at scrubber-gazette already" in ran.err) == (2, True)
    ran = scrubber("new", "pack", "gazette", "--output", "scrubber-gazette/notes.txt")
    assert (ran.code, "there is something at" in ran.err) == (2, True)
    ran = scrubber("new", "pack", "gazette", "--output", "scrubber-gazette/notes.txt/there")
    assert (ran.code, "cannot be made" in ran.err) == (2, True)
    assert names_in(folder) == {"scrubber-gazette/notes.txt"}


@pytest.mark.parametrize("where", ["empty", "empty/", ".", "deep/below"])
def test_an_empty_folder_or_a_new_one_will_do(
    scrubber: Scrubber, folder: Path, where: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / "here" / "empty").mkdir(parents=True)
    monkeypatch.chdir(folder / "here" if where != "." else folder / "here" / "empty")
    assert scrubber("new", "pack", "gazette", "--output", where).code == 0
    assert Path(where, "pyproject.toml").is_file()
    assert [path.name for path in folder.rglob(".*.scrubber")] == []


def test_a_project_that_fails_half_way_leaves_nothing(
    scrubber: Scrubber, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(path: Path, data: bytes) -> int:
        if path.name == "article.txt":
            raise OSError(28, "No space left on device")
        return written(path, data)

    written = Path.write_bytes
    monkeypatch.setattr(Path, "write_bytes", full)
    ran = scrubber("new", "pack", "gazette")
    assert (ran.code, "cannot be made: No space left on device" in ran.err) == (2, True)
    assert list(folder.iterdir()) == [folder / ".git"]
