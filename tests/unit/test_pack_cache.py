"""What is kept of packs between runs: the same as what a reading gives, never an older or a damaged one."""

from __future__ import annotations

import dataclasses
import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scrubber import nodes, specs
from scrubber.analysis.deriving import analyse
from scrubber.errors import Location, RuleError
from scrubber.packs import available_packs, cache, cache_folder, load_pack, load_packs
from scrubber.packs.cache import pack_in
from scrubber.packs.encoding import decode, encode
from scrubber.specs import PackSpec

MANIFEST = "id: harbour\nlists: {ship: lists/ships.txt}\nrules: [ferries.yaml, tides.yaml]\n"
FERRIES = "- {id: ferry, phrases: ['{ship} sails at {hour:time}'], drop: line, keep: [It sails.]}\n"
TIDES = """\
- {id: tide, line: 'High water: .*', drop: line, keep: [High.], examples: [{before: 'High water: 1', after: ''}]}
- id: plugged
  operator: buoys.doubled
  options: {names: [one, "two"], deep: {'a': 1}}
  examples: [{before: a, after: b}]
  keep: [A.]
"""


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder that packs are kept in, which is not there yet."""
    folder = tmp_path / "kept"
    monkeypatch.setenv(cache_folder.SWITCH, str(folder))
    return folder


@pytest.fixture
def harbour(tmp_path: Path, place: Path) -> Path:
    """A small pack with a list, phrases, a pattern and options of a plugin."""
    folder = tmp_path / "harbour"
    (folder / "lists").mkdir(parents=True)
    (folder / "pack.yaml").write_text(MANIFEST)
    (folder / "lists" / "ships.txt").write_text("Heron\nGannet\n")
    (folder / "ferries.yaml").write_text(FERRIES)
    (folder / "tides.yaml").write_text(TIDES)
    return folder


@pytest.fixture
def readings(monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """The folders that are really read, one entry a reading."""
    read: list[Path] = []
    really = cache._read

    def noted(folder: Path) -> Any:
        read.append(folder)
        return really(folder)

    monkeypatch.setattr(cache, "_read", noted)
    return read


def laid_out(value: object) -> object:
    """A value with all its fields, those too that do not count when values are compared."""
    if dataclasses.is_dataclass(value):
        fields = {field.name: laid_out(getattr(value, field.name)) for field in dataclasses.fields(value)}
        return type(value), fields
    if isinstance(value, tuple):
        return tuple(map(laid_out, value))
    return dict(value) if isinstance(value, Mapping) else (type(value), value)


@pytest.mark.parametrize("name", sorted(available_packs()))
def test_every_pack_comes_back_as_it_was(name: str) -> None:
    pack = load_pack(available_packs()[name].folder)
    again = decode(encode(pack), pack.folder)
    assert again == pack
    assert laid_out(again) == laid_out(pack)


def test_all_that_a_pack_may_be_made_of_can_be_kept(harbour: Path) -> None:
    pack = load_pack(harbour)
    assert laid_out(decode(encode(pack), harbour)) == laid_out(pack)
    assert isinstance(pack.rules[2].matcher, specs.PluginSpec) and pack.rules[2].matcher.options


FOLDER = Path("somewhere").absolute()
FINE = st.text(st.characters(exclude_categories=["Cs"]), max_size=8)
LOCATIONS = st.builds(
    Location, st.just(FOLDER) | FINE.map(lambda name: FOLDER / f"x{name}".replace("\0", ""))
)
# What no annotation tells: the folder that all is kept relative to, and options, which are nodes.
st.register_type_strategy(Path, st.just(FOLDER))
st.register_type_strategy(Location, LOCATIONS)
NODES = st.recursive(
    st.builds(nodes.ScalarNode, FINE, LOCATIONS),
    lambda inner: st.builds(nodes.SequenceNode, st.lists(inner, max_size=2).map(tuple), LOCATIONS),
    max_leaves=3,
)
PLUGINS = st.builds(specs.PluginSpec, options=st.none() | NODES)
MATCHERS = (
    PLUGINS
    | st.from_type(specs.PhrasesSpec)
    | st.from_type(specs.PatternSpec)
    | st.from_type(specs.UnitSpec)
    | st.from_type(specs.LinesSpec)
)
RULES = st.builds(specs.RuleSpec, matcher=MATCHERS)
PACKS = st.builds(PackSpec, folder=st.just(FOLDER), rules=st.lists(RULES, max_size=3).map(tuple))


@given(PACKS)
def test_whatever_can_be_written_comes_back(pack: PackSpec) -> None:
    assert laid_out(decode(encode(pack), FOLDER)) == laid_out(pack)


def test_a_pack_is_read_once(harbour: Path, readings: list[Path]) -> None:
    first, second = pack_in(harbour), pack_in(harbour)
    assert readings == [harbour]
    assert laid_out(second) == laid_out(first)


def test_places_are_those_of_the_folder_as_it_was_named(harbour: Path, readings: list[Path]) -> None:
    pack_in(harbour)
    there = harbour / ".." / "harbour"
    pack = load_pack(there)
    analyse(pack)
    assert laid_out(pack_in(there)) == laid_out(pack)
    assert len(readings) == 1


FILES = ["pack.yaml", "ferries.yaml", "tides.yaml", "lists/ships.txt"]


@pytest.mark.parametrize("name", FILES)
def test_a_changed_byte_counts(harbour: Path, name: str, readings: list[Path]) -> None:
    pack_in(harbour)
    path = harbour / name
    before = path.stat()
    path.write_bytes(path.read_bytes()[:-1] + b" ")  # as long as it was, at the same time
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    pack_in(harbour)
    assert len(readings) == 2


def test_what_the_change_says_is_read(harbour: Path) -> None:
    pack_in(harbour)
    (harbour / "lists" / "ships.txt").write_text("Heron\nGannet\nPetrel\n")
    assert pack_in(harbour).lists["ship"] == ("Heron", "Gannet", "Petrel")
    assert pack_in(harbour).lists["ship"] == ("Heron", "Gannet", "Petrel")


def test_a_file_that_is_added_counts(harbour: Path) -> None:
    pack_in(harbour)
    (harbour / "more.yaml").write_text(FERRIES.replace("ferry", "barge"))
    (harbour / "pack.yaml").write_text(MANIFEST.replace("tides.yaml", "tides.yaml, more.yaml"))
    assert [rule.id for rule in pack_in(harbour).rules][-1] == "harbour.barge"


@pytest.mark.parametrize("name", FILES)
def test_a_file_that_is_taken_away_is_missed(harbour: Path, name: str) -> None:
    pack_in(harbour)
    (harbour / name).unlink()
    with pytest.raises(RuleError, match="there is no"):
        pack_in(harbour)


def test_a_file_that_now_lies_elsewhere_is_refused(harbour: Path, tmp_path: Path) -> None:
    pack_in(harbour)
    (harbour / "tides.yaml").rename(tmp_path / "tides.yaml")
    (harbour / "tides.yaml").symlink_to(tmp_path / "tides.yaml")
    with pytest.raises(RuleError, match="leads out of the pack's folder"):
        pack_in(harbour)


def test_other_code_reads_again(harbour: Path, readings: list[Path], monkeypatch: pytest.MonkeyPatch) -> None:
    pack_in(harbour)
    monkeypatch.setattr(cache, "_engine", lambda: "another release")
    pack_in(harbour)
    assert len(readings) == 2


def test_code_without_files_keeps_nothing(
    harbour: Path, place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cache, "_engine", lambda: "")
    assert pack_in(harbour) == load_pack(harbour)
    assert not list(place.iterdir())


def test_a_pack_that_is_wrong_is_never_kept(harbour: Path, place: Path) -> None:
    (harbour / "tides.yaml").write_text(TIDES.replace("High water: .*", "High water: (.*"))
    said = []
    for load in (load_pack, pack_in, pack_in):
        with pytest.raises(RuleError) as raised:
            load(harbour)
        said.append(str(raised.value))
    assert said[0] == said[1] == said[2]
    assert "tides.yaml:1:" in said[0]
    assert not list(place.iterdir())


def damaged(data: bytes) -> Iterator[bytes]:
    """What may have become of an entry."""
    yield b""
    yield from (data[: len(data) * share // 10] for share in range(1, 10))
    yield data[:-1]
    yield data + b" "
    yield data.replace(b"Heron", b"Herom")
    yield data.replace(b"ferries.yaml", b"ferries.yamk")
    yield b"\xff\x00" * 300
    yield b"\n" * 300
    yield data[: data.index(b"\n")] + b"\n{}\n[[],[0]]"


def test_what_is_damaged_is_read_again(harbour: Path, place: Path, readings: list[Path]) -> None:
    pack = pack_in(harbour)
    (entry,) = place.iterdir()
    whole = entry.read_bytes()
    for number, data in enumerate(damaged(whole), 2):
        entry.write_bytes(data)
        assert laid_out(pack_in(harbour)) == laid_out(pack)
        assert len(readings) == number
        assert entry.read_bytes() == whole


@given(data=st.data())
def test_no_byte_can_change_unnoticed(data: st.DataObject, tmp_path_factory: pytest.TempPathFactory) -> None:
    folder, pack = tmp_path_factory.mktemp("kept"), PackSpec("harbour", FOLDER, Location(FOLDER), ())
    cache._keep(folder, "entry", pack, {})
    assert cache._kept(folder, "entry", FOLDER) == pack
    entry = folder / "entry"
    whole = bytearray(entry.read_bytes())
    at = data.draw(st.integers(0, len(whole) - 1))
    whole[at] ^= data.draw(st.integers(1, 255))
    entry.write_bytes(whole)
    assert cache._kept(folder, "entry", FOLDER) is None


def test_only_its_owner_can_read_what_is_kept(harbour: Path, place: Path) -> None:
    pack_in(harbour)
    (entry,) = place.iterdir()
    assert place.stat().st_mode & 0o777 == 0o700
    assert entry.stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("mode", [0o770, 0o707])
def test_a_folder_that_others_can_write_into_is_not_used(
    harbour: Path, place: Path, mode: int, readings: list[Path]
) -> None:
    place.mkdir()
    place.chmod(mode)
    pack_in(harbour)
    pack_in(harbour)
    assert len(readings) == 2 and not list(place.iterdir())


def test_a_folder_of_another_user_is_not_used(
    harbour: Path, place: Path, readings: list[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    pack_in(harbour)
    monkeypatch.setattr(os, "getuid", lambda: place.stat().st_uid + 1)
    pack_in(harbour)
    assert len(readings) == 2


def test_a_home_of_another_user_gets_no_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(cache_folder.SWITCH, raising=False)
    monkeypatch.delenv("XDG_CACHE_HOME", raising=False)
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setattr(sys, "platform", "linux")
    assert cache_folder.cache_folder() == tmp_path / ".cache" / "scrubber"
    monkeypatch.setattr(os, "getuid", lambda: tmp_path.stat().st_uid + 1)
    assert cache_folder.cache_folder() is None


def test_the_folder_for_caches_is_the_one_that_is_set(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv(cache_folder.SWITCH, raising=False)
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "caches"))
    assert cache_folder.cache_folder() == tmp_path / "caches" / "scrubber"
    monkeypatch.setenv("XDG_CACHE_HOME", "not/absolute")
    assert cache_folder.cache_folder() is None


@pytest.mark.parametrize("what", ["file", "read-only"])
def test_where_nothing_can_be_kept_packs_are_read(
    harbour: Path, place: Path, what: str, readings: list[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    if what == "file":
        place.write_text("no folder")
    else:
        place.mkdir(0o700)
        monkeypatch.setattr(os, "open", _full)  # the superuser is kept out of no folder
    pack_in(harbour)
    pack_in(harbour)
    assert len(readings) == 2


def _full(*_: object) -> int:
    raise OSError(28, "No space left on device")


def test_what_cannot_be_written_whole_leaves_nothing(
    harbour: Path, place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Path, "replace", _full)
    pack_in(harbour)
    assert not list(place.iterdir())


def test_off_keeps_nothing(harbour: Path, readings: list[Path], monkeypatch: pytest.MonkeyPatch) -> None:
    pack_in(harbour)
    monkeypatch.setenv(cache_folder.SWITCH, "off")
    assert pack_in(harbour) == load_pack(harbour)
    assert len(readings) == 2
    assert not Path("off").exists()


def test_what_was_used_last_stays(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    place.mkdir(0o700)
    for number in range(cache_folder.MOST_ENTRIES):
        cache_folder.write_entry(place, str(number), b"x")
        os.utime(place / str(number), (1000 + number, 1000 + number))
    cache_folder.read_entry(place, "0")
    cache_folder.write_entry(place, "new", b"x")
    names = {path.name for path in place.iterdir()}
    assert len(names) == cache_folder.MOST_ENTRIES
    assert {"0", "new"} <= names and "1" not in names


def test_runs_at_once_do_not_meet(harbour: Path, place: Path) -> None:
    code = "import sys, pathlib; from scrubber.packs import load_packs; print(load_packs(sys.argv[1:], pathlib.Path.cwd()))"

    def run(_: int) -> str:
        command = [sys.executable, "-c", code, str(harbour)]
        return subprocess.run(command, check=True, capture_output=True, text=True).stdout

    with ThreadPoolExecutor(3) as pool:
        said = set(pool.map(run, range(3)))
    assert said == {f"{load_packs([str(harbour)], harbour)}\n"}
    assert len(list(place.iterdir())) == 1
