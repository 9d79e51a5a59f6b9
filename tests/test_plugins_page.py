"""The page on plugins: its plugin is loaded, used by its rule and passes its own test."""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from scrubber import api, plugins
from scrubber.packs import load_pack
from scrubber.plugins import HOOKS, PluginInfo
from scrubber.testing import check_packs

ROOT = Path(__file__).resolve().parents[1]
PAGE = (ROOT / "docs" / "plugins.md").read_text(encoding="utf-8")
FILES = dict(re.findall(r"^```\w+\n# ([\w./-]+)\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL))


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The files of the page, and its plugin installed."""
    for name, text in FILES.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    (tmp_path / "pack.yaml").write_text("id: page\nplugins: [hyphens]\nrules: [rules.yaml]\n")
    project = tomllib.loads(FILES["pyproject.toml"])["project"]
    info = tmp_path / "scrubber_hyphens-1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text(f"Name: {project['name']}\nVersion: {project['version']}\n")
    points = "".join(f"{name} = {value}\n" for name, value in project["entry-points"]["scrubber"].items())
    (info / "entry_points.txt").write_text(f"[scrubber]\n{points}")
    monkeypatch.syspath_prepend(tmp_path)
    yield tmp_path
    sys.modules.pop("hyphens", None)


def test_the_page_has_its_files() -> None:
    assert set(FILES) == {"hyphens.py", "pyproject.toml", "rules.yaml", "test_hyphens.py"}


def test_the_plugin_is_found_and_its_rule_holds(folder: Path) -> None:
    assert PluginInfo("hyphens", "scrubber-hyphens", "1.0", "hyphens") in plugins.installed()
    checks = list(check_packs([load_pack(folder)], plugins.load()))
    assert len(checks) == 2
    assert [check.diff for check in checks if not check.ok] == []


def test_the_tests_on_the_page_pass(folder: Path) -> None:
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "test_hyphens.py"]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "2 passed" in done.stdout


def test_every_hook_is_in_the_table() -> None:
    assert [hook for hook in HOOKS.values() if f"| `{hook}` |" not in PAGE] == []


def test_what_the_page_calls_part_of_the_api_is() -> None:
    named = set(re.findall(r"`(Needs|NoOptions|Span|Change|Record|Unreadable|read_text)\b", PAGE))
    assert len(named) == 7
    assert named <= set(api.__all__)
