"""The shape of the code: layers, sizes, names and words. What is written in the open needs no convention."""

from __future__ import annotations

import ast
import statistics
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from scrubber import api
from scrubber.hookspecs import API

ROOT = Path(__file__).parents[1]
CORE = ROOT / "src" / "scrubber"
PLUGINS = ROOT / "plugins"

LAYERS = """
values spans claims errors terminal tables intervals alignment globs encodings document tokens excerpts specs layout regions views
hookspecs api
records places hunks diff ledger results summary
nodes strictyaml options
slots folding patterns phrase_syntax needs pattern_needs pattern_texts phrase_needs phrase_patterns phrases analysis line_index schema config
contract plugins packs links json_schema projects
scenes wants matchers conditions sequences actions compile settle sessions pipeline explain
jsonl formats sources corpus evaluation comparison library
plugin_checks testing suggest pytest_packs pytest_plugin cli __main__ __init__
""".split()  # noqa: SIM905  (it is read as rows)
"""A module imports only what stands before it here; a folder counts as one."""

GRAB_BAGS = {"util", "utils", "utilities", "helper", "helpers", "common", "misc", "shared", "stuff", "lib"}
FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)

MODULES = sorted([*CORE.rglob("*.py"), *PLUGINS.glob("*/src/**/*.py")])
CORE_MODULES = [path for path in MODULES if path.is_relative_to(CORE)]
PLUGIN_MODULES = [path for path in MODULES if path.is_relative_to(PLUGINS)]


def name_of(path: Path) -> str:
    return str(path.relative_to(ROOT))


def layer_of(path: Path) -> str:
    first = path.relative_to(CORE).parts[0]
    return first.removesuffix(".py")


def imported(tree: ast.AST) -> Iterator[str]:
    """Yield the dotted names that a module imports when it runs; what only a type checker reads is left out."""
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING":
            continue
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "imports are absolute"
            yield from (f"{node.module}.{alias.name}" for alias in node.names)
        else:
            yield from imported(node)


def parsed(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def test_there_is_code_to_judge() -> None:
    assert len(CORE_MODULES) >= 30
    assert len(PLUGIN_MODULES) >= 3


def test_every_module_has_its_layer() -> None:
    found = {layer_of(path) for path in CORE_MODULES}
    assert sorted(found - set(LAYERS)) == [], "put new modules into LAYERS where they belong"
    assert sorted(set(LAYERS) - found) == []
    assert len(LAYERS) == len(set(LAYERS))


@pytest.mark.parametrize("path", CORE_MODULES, ids=name_of)
def test_modules_import_downwards_only(path: Path) -> None:
    own = LAYERS.index(layer_of(path))
    names = [name.split(".")[1] for name in imported(parsed(path)) if name.startswith("scrubber.")]
    layers = [name for name in names if name in LAYERS]
    assert [name for name in layers if LAYERS.index(name) > own] == []


@pytest.mark.parametrize("path", CORE_MODULES, ids=name_of)
def test_the_core_imports_no_plugin(path: Path) -> None:
    assert [name for name in imported(parsed(path)) if name.startswith("scrubber_")] == []


@pytest.mark.parametrize("path", PLUGIN_MODULES, ids=name_of)
def test_plugins_import_what_the_api_offers(path: Path) -> None:
    own = path.relative_to(PLUGINS).parts[2]
    for name in imported(parsed(path)):
        package, _, rest = name.partition(".")
        if package == "scrubber":
            assert rest.split(".")[0] in {"api", "testing"}, f"{name} is not offered to plugins"
        assert not package.startswith("scrubber_") or package == own, f"{name} is another plugin's"


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_modules_are_short_and_named_for_what_they_hold(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) <= 400
    assert not GRAB_BAGS & set(path.relative_to(ROOT).with_suffix("").parts)


def functions(path: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    for node in ast.walk(parsed(path)):
        if isinstance(node, FUNCTIONS):
            yield node


def length(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    assert function.end_lineno is not None
    return function.end_lineno - function.lineno + 1


def test_functions_are_short() -> None:
    lengths = {
        f"{name_of(path)}:{function.lineno} {function.name}": length(function)
        for path in MODULES
        for function in functions(path)
    }
    assert [name for name, lines in lengths.items() if lines > 50] == []
    assert statistics.median(lengths.values()) < 10
    assert sum(lines > 30 for lines in lengths.values()) <= len(lengths) / 100


def public(tree: ast.Module) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef]:
    """Yield the public classes and functions of a module, and the public methods of those classes."""
    for node in tree.body:
        if not isinstance(node, (*FUNCTIONS, ast.ClassDef)) or node.name.startswith("_"):
            continue
        yield node
        if isinstance(node, ast.ClassDef):
            methods = (part for part in node.body if isinstance(part, FUNCTIONS))
            yield from (method for method in methods if not method.name.startswith("_"))


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_what_is_public_says_what_it_is(path: Path) -> None:
    tree = parsed(path)
    assert ast.get_docstring(tree)
    assert [node.name for node in public(tree) if not ast.get_docstring(node)] == []


def test_the_api_is_sorted_and_whole() -> None:
    assert api.__all__ == sorted(api.__all__)
    assert [name for name in api.__all__ if not hasattr(api, name)] == []
    assert api.API == API == 1


@pytest.fixture
def project() -> dict[str, Any]:
    return tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


OWN = sorted(
    folder.name
    for folder in PLUGINS.iterdir()
    if (folder / "src").is_dir() and not (folder / "pyproject.toml").exists()
)


def test_every_plugin_folder_without_a_pyproject_ships_in_the_wheel(project: dict[str, Any]) -> None:
    """A plugin that is forgotten in one of the lists works in the checkout and fails where it is installed."""
    assert OWN
    wheel = project["tool"]["hatch"]["build"]["targets"]["wheel"]
    folders = [f"plugins/{name}/src" for name in OWN]
    packages = [f"{folder}/scrubber_{name}" for folder, name in zip(folders, OWN, strict=True)]
    assert wheel["only-include"] == ["src/scrubber", *packages, "rules"]
    assert wheel["dev-mode-dirs"] == ["src", *folders]
    assert wheel["sources"] == dict.fromkeys(["src", *folders], "") | {"rules": "scrubber/_packs"}
    assert project["project"]["entry-points"]["scrubber"] == {name: f"scrubber_{name}" for name in OWN}
    assert [package for package in packages if not (ROOT / package / "__init__.py").is_file()] == []


def test_the_type_checker_and_the_tests_see_every_plugin(project: dict[str, Any]) -> None:
    every = sorted(folder.name for folder in PLUGINS.iterdir() if (folder / "src").is_dir())
    strangers = [f"plugins/{name}/src" for name in every if name not in OWN]
    path = project["tool"]["mypy"]["mypy_path"].split(":")
    assert path == ["src", *(f"plugins/{name}/src" for name in every)]
    assert project["tool"]["pytest"]["ini_options"]["pythonpath"] == strangers


def test_no_plugin_ships_without_its_tests() -> None:
    folders = [folder for folder in PLUGINS.iterdir() if (folder / "src").is_dir()]
    assert [folder.name for folder in folders if not list(folder.glob("tests/test_*.py"))] == []
