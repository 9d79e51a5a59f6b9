"""The page on testing: its pack, its tests, its settings and what it says of the output are as they stand there."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import yaml

from scrubber import testing

if TYPE_CHECKING:
    from tests.conftest import Scrubber

ROOT = Path(__file__).resolve().parents[1]
PAGE = (ROOT / "docs" / "testing.md").read_text(encoding="utf-8")
FILES = dict(re.findall(r"^```\w+\n# ([\w./-]+)\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL))
PACK = ("pack.yaml", "gauges.yaml")


@pytest.fixture
def page(folder: Path) -> Path:
    """The files of the page, the pack's in a folder of their own."""
    (folder / "lock").mkdir()
    for name, text in FILES.items():
        (folder / ("lock" if name in PACK else "") / name).write_text(text, encoding="utf-8")
    return folder


def test_the_page_has_its_files() -> None:
    assert set(FILES) == {*PACK, "pytest.ini", "test_lock.py", ".pre-commit-config.yaml", "test_drowned.py"}


def test_the_command_says_what_the_page_shows(page: Path, scrubber: Scrubber) -> None:
    command, shown = re.findall(
        r"^```console\n\$ scrubber (.*?)\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL
    )[0]
    ran = scrubber(*command.split())
    assert (ran.code, ran.text) == (0, shown)
    assert scrubber(*command.split(), "--strict").code == 1


def test_the_json_has_the_keys_that_the_page_names(page: Path, scrubber: Scrubber) -> None:
    found = json.loads(scrubber("test", "lock", "--json").out)
    named = PAGE.partition("With `--json`")[2].partition("\n\n")[0]
    assert [key for key in (*found, *found["warnings"][0]) if f"`{key}`" not in named] == []


@pytest.mark.parametrize(
    ("arguments", "passed"), [((), 6), (("lock/pack.yaml",), 2), (("test_lock.py", "test_drowned.py"), 6)]
)
def test_the_tests_and_settings_on_the_page_work(page: Path, arguments: tuple[str, ...], passed: int) -> None:
    if not arguments:
        (page / "pytest.ini").write_text(f"{FILES['pytest.ini']}testpaths = test_lock.py test_drowned.py\n")
        passed = 8
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", *arguments]
    done = subprocess.run(command, cwd=page, capture_output=True, text=True, check=False)
    assert f"{passed} passed" in done.stdout, done.stdout + done.stderr


def test_the_hooks_on_the_page_are_offered() -> None:
    offered = {hook["id"] for hook in yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text())}
    (repository,) = yaml.safe_load(FILES[".pre-commit-config.yaml"])["repos"]
    assert {hook["id"] for hook in repository["hooks"]} == offered


def test_all_that_is_offered_is_on_the_page() -> None:
    assert [name for name in testing.__all__ if f"`{name}" not in PAGE] == []
    assert [name for name in testing.__all__ if not hasattr(testing, name)] == []
