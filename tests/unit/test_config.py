"""Settings files: where they are found, what they may say, what they mean for a file."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from scrubber.config import Config, find_config
from scrubber.config.reading import read_config
from scrubber.errors import ConfigError
from scrubber.specs import Budget

WHOLE = """\
packs: [news, ./mine]
select: ['web.*']
ignore: [web.share]
unsafe: true
budgets:
  web.share: 20%
  web: 50
encoding: latin1
lang: de
paths:
  'wire/*.txt':
    ignore: [web.links]
    unsafe: false
  'wire':
    packs: [web]
  '*.md': {lang: en}
"""


def write(folder: Path, text: str) -> Path:
    path = folder / "scrubber.yaml"
    path.write_text(text)
    return path


def test_what_a_file_says_is_read(tmp_path: Path) -> None:
    config = read_config(write(tmp_path, WHOLE))
    general = config.general
    assert [pack.value for pack in general.packs or ()] == ["news", "./mine"]
    assert [rule.value for rule in general.select or ()] == ["web.*"]
    assert (general.unsafe, general.encoding, general.lang) == (True, "iso8859-1", "de")
    budgets = [(name.value, budget) for name, budget in general.budgets or ()]
    assert budgets == [("web.share", Budget(share=0.2)), ("web", Budget(words=50))]
    assert general.ignore is not None
    assert (general.ignore[0].location.line, general.ignore[0].location.column) == (3, 10)


def test_the_first_glob_that_matches_a_file_says_what_differs_there(tmp_path: Path) -> None:
    config = read_config(write(tmp_path, WHOLE))
    numbers = {
        name: config.variant_of(tmp_path / name)
        for name in ("a.txt", "wire/a.txt", "wire/b/a.txt", "wire/a.md", "a.md", "../wire/a.txt")
    }
    assert numbers == {
        "a.txt": 0, "wire/a.txt": 1, "wire/b/a.txt": 2, "wire/a.md": 2, "a.md": 3, "../wire/a.txt": 0,
    }  # fmt: skip
    assert config.variant_of(None) == 0
    general, wire, all_wire, _ = config.variants
    assert general == config.general
    assert [rule.value for rule in wire.ignore or ()] == ["web.links"]
    assert (wire.unsafe, wire.lang, wire.packs) == (False, "de", general.packs)
    assert [pack.value for pack in all_wire.packs or ()] == ["web"] and all_wire.unsafe is True


WRONG = [
    # the file, the place of the problem, what it says
    ("pack: [news]\n", "1:1", "unknown key `pack`"),
    ("output: x\n", "1:1", "a settings file cannot say this"),
    ("ledger: x\n", "1:1", "a settings file cannot say this"),
    ("packs: news\n", "1:8", "a list of pack names"),
    ("packs: []\n", "1:8", "an empty list"),
    ("packs: [news]\npacks: [web]\n", "2:1", "duplicate key `packs`"),
    ("unsafe: yes\n", "1:9", "`true` or `false`"),
    ("budgets: {web: lots}\n", "1:16", "a share such as `20%`"),
    ("budgets: 20%\n", "1:10", "rule ids, each with a budget"),
    ("encoding: latin-9000\n", "1:11", "unknown encoding `latin-9000`"),
    ("encoding: rot13\n", "1:11", "`rot13` is no text encoding"),
    ("paths: [a]\n", "1:8", "globs of paths"),
    ("paths:\n  '*.txt':\n    paths: {}\n", "3:5", "unknown key `paths`"),
    ("paths:\n  '*.txt':\n    ignored: [web]\n", "3:5", "did you mean `ignore`?"),
    ("- packs\n", "1:1", "a list where the settings should be"),
    ("packs: [news\n", "2:1", "YAML cannot be read"),
    ("", "", "the file is empty"),
]


@pytest.mark.parametrize(("text", "place", "said"), WRONG)
def test_what_is_wrong_is_told_with_its_place(tmp_path: Path, text: str, place: str, said: str) -> None:
    path = write(tmp_path, text)
    with pytest.raises(ConfigError) as caught:
        read_config(path)
    message = str(caught.value)
    assert said in message
    assert f"{path}:{place}".rstrip(":") in message


def test_all_that_is_wrong_is_told_at_once(tmp_path: Path) -> None:
    with pytest.raises(ConfigError) as caught:
        read_config(write(tmp_path, "unsafe: maybe\ncolour: red\npaths: {a: {packs: 1}}\n"))
    assert len(caught.value.problems) == 3


def test_the_file_is_found_upwards(tmp_path: Path) -> None:
    path = write(tmp_path, "unsafe: true\n")
    inner = tmp_path / "a" / "b"
    inner.mkdir(parents=True)
    assert find_config(inner).path == path


def test_the_search_ends_at_the_root_of_a_repository(tmp_path: Path) -> None:
    write(tmp_path, "unsafe: true\n")
    root = tmp_path / "project"
    (root / ".git").mkdir(parents=True)
    (root / "texts").mkdir()
    assert find_config(root / "texts") == Config()
    own = write(root, "unsafe: false\n")
    assert find_config(root / "texts").path == own


def test_the_search_ends_at_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path, "unsafe: true\n")
    home = tmp_path / "home"
    (home / "texts").mkdir(parents=True)
    monkeypatch.setenv("HOME", str(home))
    assert find_config(home / "texts") == Config()


def test_a_stranger_s_folder_is_not_entered(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = write(tmp_path, "unsafe: true\n")
    monkeypatch.setattr(os, "getuid", lambda: tmp_path.stat().st_uid + 1)
    config = find_config(tmp_path)
    assert config.path is None
    assert str(path) in config.note and "another user" in config.note


def test_the_example_of_the_manual_loads(tmp_path: Path) -> None:
    page = (Path(__file__).parents[2] / "docs" / "settings.md").read_text()
    config = read_config(write(tmp_path, page.split("```yaml\n")[1].split("```")[0]))
    assert [config.variant_of(tmp_path / name) for name in ("a.txt", "archive/1/a.txt", "drafts/b.md")] == [
        0,
        1,
        2,
    ]
    assert config.variants[2].budgets == () and config.variants[1].budgets == config.general.budgets
