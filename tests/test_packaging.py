"""What is built is what was written: the wheel, the sdist, and both at work in a clean environment."""

from __future__ import annotations

import subprocess
import sys
import tarfile
import venv
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
EXAMPLE = ROOT / "plugins" / "example"

# One worker builds and installs for all of these tests.
pytestmark = pytest.mark.xdist_group("packaging")

PAGE = """\
The ferry is late, and nobody waits in the the harbour any more, said the master of the port on Monday.

The council met on Monday to hear the report in full. It will decide about the money before the summer.

Photo: A. Person / Some Agency

Copyright © 2031 The Harbour Gazette. All rights reserved.
"""


def run(*command: str | Path, cwd: Path, expect: int = 0) -> str:
    """Run a command and return what it says on stdout; what it says on stderr shows why it failed."""
    done = subprocess.run(command, cwd=cwd, capture_output=True, text=True, encoding="utf-8", check=False)
    assert done.returncode == expect, done.stdout + done.stderr
    return done.stdout


def build(project: Path, target: Path, *kinds: str) -> Path:
    run(sys.executable, "-m", "build", "--no-isolation", *kinds, "--outdir", target, project, cwd=target)
    return target


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the sdist, and the wheel that is built from it."""
    return build(ROOT, tmp_path_factory.mktemp("built"))


@pytest.fixture(scope="module")
def direct(built: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel that is built from the checkout, directly after the other."""
    [wheel] = build(ROOT, tmp_path_factory.mktemp("direct"), "--wheel").glob("*.whl")
    return wheel


@pytest.fixture(scope="module")
def wheel(built: Path, direct: Path) -> Path:
    [wheel] = built.glob("*.whl")
    return wheel


@pytest.fixture(scope="module")
def sdist(built: Path) -> Path:
    [sdist] = built.glob("*.tar.gz")
    return sdist


def contents(wheel: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(wheel) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def files(folder: Path) -> set[Path]:
    """The files of a folder as they are written; what Python compiles is none of them."""
    return {path for path in folder.rglob("*") if path.is_file() and "__pycache__" not in path.parts}


def test_the_wheel_has_the_core_the_plugins_and_the_packs_whole(wheel: Path) -> None:
    expected = {path.relative_to(ROOT / "src"): path for path in files(ROOT / "src")}
    for source in (ROOT / "plugins").glob("*/src"):
        if not (source.parent / "pyproject.toml").exists():
            expected |= {path.relative_to(source): path for path in files(source)}
    packs = Path("scrubber", "_packs")
    expected |= {packs / path.relative_to(ROOT / "rules"): path for path in files(ROOT / "rules")}
    shipped = {name: data for name, data in contents(wheel).items() if ".dist-info/" not in name}
    assert shipped == {path.as_posix(): source.read_bytes() for path, source in expected.items()}
    assert {"scrubber/py.typed", "scrubber/_packs/news/pack.yaml", "scrubber_markdown/__init__.py"} <= set(
        shipped
    )


def test_the_wheel_has_the_license_and_no_tests(wheel: Path) -> None:
    names = set(contents(wheel))
    assert [name for name in names if name.endswith(".dist-info/licenses/LICENSE")]
    own = [name for name in names if not name.startswith("scrubber/templates/")]
    assert [name for name in own if "test" in Path(name).parts[0] or "/tests/" in name] == []
    assert [name for name in names if "example" in name.split("/")[0]] == []


def test_the_sdist_builds_the_same_wheel_as_the_checkout(wheel: Path, direct: Path) -> None:
    assert contents(direct) == contents(wheel)


def test_the_sdist_has_what_the_tests_need(sdist: Path) -> None:
    with tarfile.open(sdist) as archive:
        names = {Path(*Path(name).parts[1:]) for name in archive.getnames()}
    for folder in ("tests", "seeds", "plugins", "docs", "rules"):
        missing = {path.relative_to(ROOT) for path in files(ROOT / folder)} - names
        assert sorted(missing) == []
    assert {Path("LICENSE"), Path("README.md"), Path("pyproject.toml"), Path("Makefile")} <= names


def test_an_editable_install_reads_the_packs_in_place(tmp_path: Path) -> None:
    """Its wheel holds the folders to look into and nothing else: no copy that goes stale."""
    code = "from hatchling.build import build_editable; print(build_editable('{}'))"
    name = run(sys.executable, "-c", code.format(tmp_path.as_posix()), cwd=ROOT).strip().splitlines()[-1]
    held = contents(tmp_path / name)
    assert [name for name in held if "_packs" in name or name.endswith(".py")] == []
    [pth] = [data.decode() for name, data in held.items() if name.endswith(".pth")]
    assert {Path(line).relative_to(ROOT).parts[0] for line in pth.splitlines()} == {"src", "plugins"}


@pytest.fixture(scope="module")
def begun(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a new pack and a new plugin, as `scrubber new` makes them."""
    folder = tmp_path_factory.mktemp("begun")
    for kind, name in (("pack", "harbour-gazette"), ("plugin", "twice-told")):
        run(sys.executable, "-m", "scrubber", "new", kind, name, cwd=folder)
    return folder


@pytest.fixture(scope="module")
def environment(wheel: Path, begun: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the programs of a clean environment with the wheel, the example and what was begun."""
    folder = tmp_path_factory.mktemp("clean")
    for project in (EXAMPLE, *begun.iterdir()):
        build(project, folder, "--wheel")
    venv.create(folder / "venv", with_pip=True)
    programs = folder / "venv" / ("Scripts" if sys.platform == "win32" else "bin")
    pip: list[str | Path] = [
        programs / "python",
        "-m",
        "pip",
        "install",
        "--quiet",
        "--disable-pip-version-check",
    ]
    run(*pip, wheel, *folder.glob("*.whl"), cwd=folder)
    return programs


def test_it_installs_with_a_handful_of_wheels(environment: Path, tmp_path: Path) -> None:
    listed = run(environment / "python", "-m", "pip", "list", "--format=freeze", cwd=tmp_path).splitlines()
    assert any(line.startswith("scrubber-text==") for line in listed)
    assert any(line.startswith("scrubber-example==") for line in listed)
    assert len([line for line in listed if not line.startswith("scrubber-")]) <= 18


def test_both_say_what_they_give(environment: Path, tmp_path: Path) -> None:
    plugins = run(environment / "scrubber", "plugins", cwd=tmp_path)
    assert "scrubber-example 0.1.0" in plugins
    assert [name for name in ("example", "honorifics", "markdown") if name not in plugins] == []
    assert "operator example.doubled" in run(environment / "scrubber", "plugins", "example", cwd=tmp_path)


def test_the_rules_of_both_are_there(environment: Path, tmp_path: Path) -> None:
    assert "news." in run(environment / "scrubber", "rules", cwd=tmp_path)
    rules = run(environment / "scrubber", "rules", "--pack", "example", cwd=tmp_path)
    assert "example.shouting" in rules
    assert "example.doubled" in rules


def test_the_packs_of_both_hold(environment: Path, tmp_path: Path) -> None:
    pack = run(
        environment / "python", "-c", "import scrubber_example as e; print(e.__path__[0])", cwd=tmp_path
    )
    run(environment / "scrubber", "test", str(Path(pack.strip(), "pack")), cwd=tmp_path)


def test_a_document_is_cleaned_with_both(environment: Path, tmp_path: Path) -> None:
    (tmp_path / "page.txt").write_text(PAGE, encoding="utf-8")
    cleaned = run(
        environment / "scrubber", "apply", "--pack", "news", "--pack", "example", "page.txt", cwd=tmp_path
    )
    assert "in the harbour any more" in cleaned
    assert "Copyright" not in cleaned
    assert "The council met on Monday" in cleaned


def test_a_new_pack_and_a_new_plugin_are_whole_distributions(environment: Path, tmp_path: Path) -> None:
    for name, rule in (("harbour-gazette", "more-stories"), ("twice-told", "repeated")):
        rules = run(environment / "scrubber", "rules", "--pack", name, cwd=tmp_path)
        assert f"{name}.{rule}" in rules
        assert "all hold" in run(environment / "scrubber", "test", name, cwd=tmp_path)
    assert "scrubber-twice-told 0.1.0" in run(environment / "scrubber", "plugins", cwd=tmp_path)
    (tmp_path / "page.txt").write_text("The ferry stays in port today.\n" * 2, encoding="utf-8")
    told = run(environment / "scrubber", "apply", "--pack", "twice-told", "page.txt", cwd=tmp_path)
    assert told == "The ferry stays in port today.\n"


def test_what_is_installed_begins_projects_too(environment: Path, tmp_path: Path) -> None:
    """The templates are in the wheel; the names of what is installed are taken."""
    run(environment / "scrubber", "new", "pack", "tidewater", cwd=tmp_path)
    assert "all hold" in run(
        environment / "scrubber", "test", "scrubber-tidewater/src/scrubber_tidewater/pack", cwd=tmp_path
    )
    run(environment / "scrubber", "new", "pack", "harbour-gazette", cwd=tmp_path, expect=2)


def test_a_format_of_the_example_is_read_and_written(environment: Path, tmp_path: Path) -> None:
    sayings = tmp_path / "sayings.fortune"
    sayings.write_bytes(b"Boats and and nets.\r\n%\r\nAll that that is.\r\n")
    run(environment / "scrubber", "apply", "--pack", "example", "--in-place", sayings.name, cwd=tmp_path)
    assert sayings.read_bytes() == b"Boats and nets.\r\n%\r\nAll that that is.\r\n"


def test_markdown_is_guarded(environment: Path, tmp_path: Path) -> None:
    text = "Boats and and nets.\n\n```\nand and\n```\n"
    (tmp_path / "page.md").write_text(text, encoding="utf-8")
    cleaned = run(environment / "scrubber", "apply", "--pack", "example", "page.md", cwd=tmp_path)
    assert cleaned == "Boats and nets.\n\n```\nand and\n```\n"


def test_without_the_example_its_rules_are_gone_and_named(environment: Path, tmp_path: Path) -> None:
    (tmp_path / "page.txt").write_text("Boats and and nets.\n", encoding="utf-8")
    command: list[str | Path] = [
        environment / "scrubber",
        "apply",
        "--pack",
        "example",
        "--without",
        "example",
        "page.txt",
    ]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (0, "Boats and and nets.\n")
    assert "example.doubled" in done.stderr
    assert "example.shouting" in done.stderr


def test_the_library_works_where_it_is_installed(environment: Path, tmp_path: Path) -> None:
    code = "import scrubber; print(scrubber.Scrubber.from_packs('news').clean('The ferry is late.').text)"
    assert run(environment / "python", "-W", "error", "-c", code, cwd=tmp_path) == "The ferry is late.\n"
