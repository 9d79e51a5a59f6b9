"""What comes in through the plugin door is known, checked and named; what is broken says how to go on.

The plugins are small distributions, each a module and its metadata, put on the path.
"""

from __future__ import annotations

import importlib
import importlib.metadata
import itertools
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from scrubber import plugins
from scrubber.errors import PluginError
from scrubber.hookspecs import hookspec
from scrubber.plugins import HOOKS, PluginInfo, describe, installed, load

Install = Callable[..., Path]

HEAD = """\
from dataclasses import dataclass
from scrubber.api import Needs, NoOptions, Span, hookimpl
API = 1


class Session:
    def propose(self, views):
        return [[] for _ in views]

    mark = propose

    def close(self):
        pass


class Thing:
    name = "odd.thing"
    Options = NoOptions
    needs = Needs()

    def open(self, options, context):
        return Session()


class Sheet:
    name = "sheet"
    suffixes = (".sheet",)
    writes = "same"
    guards = ()

    def read(self, source, fields):
        return iter(())

    def write(self, record, text):
        return b""


class Report:
    name = "odd.report"
    suffix = ".odd"

    def render(self, results):
        return iter(())


def made(like=Thing, **parts):
    return type("Made", (like,), parts)()


def hook(name, *things):
    def given():
        return list(things)
    given.__name__ = name
    globals()[name] = hookimpl(given)


"""


def distribution(site: Path, code: str, name: str, module: str, dist: str) -> Path:
    """Write a distribution as an installer would: a module, and metadata with an entry point."""
    info = site / f"{dist.replace('-', '_')}-1.2.dist-info"
    info.mkdir(parents=True)
    (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {dist}\nVersion: 1.2\n")
    (info / "entry_points.txt").write_text(f"[scrubber]\n{name} = {module}\n")
    path = site / f"{module.partition(':')[0]}.py"
    path.write_text(code)
    return path


@pytest.fixture
def install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Install]:
    """Install a plugin for the time of a test: `install(code, name="odd", module="odd_module", dist=...)`."""
    site = tmp_path / "site"
    modules: list[str] = []

    def put(code: str, name: str = "odd", module: str = "odd_module", dist: str = "odd-plugin") -> Path:
        path = distribution(site, code, name, module, dist)
        modules.append(path.stem)
        monkeypatch.syspath_prepend(site)
        importlib.invalidate_caches()
        return path

    yield put
    for module in modules:
        sys.modules.pop(module, None)


def refusal(without: tuple[str, ...] = ()) -> str:
    with pytest.raises(PluginError) as caught:
        load(without)
    assert caught.value.exit_code == 2
    return str(caught.value)


LINES = HEAD.count("\n")
THING = "hook('scrubber_operators', made({}))"
BROKEN: dict[str, tuple[str, list[str]]] = {
    "raises at import": ("1 / 0", ["odd_module.py:1", "cannot be imported", "ZeroDivisionError: division"]),
    "does not parse": ("def broken(:", ["odd_module.py:1:12", "cannot be imported", "SyntaxError"]),
    "imports what is missing": ("import no_such_module", ["odd_module.py:1", "No module named 'no_such_module'"]),
    "leaves the process": ("import sys; sys.exit(0)", ["cannot be imported: SystemExit: 0"]),
    "declares no API": ("x = 1", ["declares no `API`", "expected `API = 1`"]),
    "another API": ("API = 2", ["declares `API = 2`", "expected `API = 1`"]),
    "API as text": ("API = '1'", ["declares `API = '1'`"]),
    "API as truth": ("API = True", ["declares `API = True`"]),
    "a misspelt hook": (
        HEAD + "@hookimpl\ndef scrubber_operator():\n    return []",
        [f"odd_module.py:{LINES + 1}", "`scrubber_operator` is no hook", "did you mean `scrubber_operators`?"],
    ),
    "a misspelt hook, not marked": (
        "API = 1\ndef scrubber_markres():\n    return []",
        ["odd_module.py:2", "`scrubber_markres` is no hook", "did you mean `scrubber_markers`?"],
    ),
    "a hook of another name": (
        HEAD + "@hookimpl\ndef gardening():\n    return []",
        ["`gardening` is no hook", "`scrubber_markers`"],
    ),
    "a hook that is not marked": (
        "API = 1\ndef scrubber_markers():\n    return []",
        ["hook `scrubber_markers` is not marked", "expected `@hookimpl` above it"],
    ),
    "a wrapper": (
        HEAD + "@hookimpl(wrapper=True)\ndef scrubber_markers():\n    return (yield)",
        ["hook `scrubber_markers` is a wrapper"],
    ),
    "a hook with arguments": (
        HEAD + "@hookimpl\ndef scrubber_markers(config):\n    return []",
        ["cannot be registered", "config"],
    ),
    "a hook that raises": (
        HEAD + "@hookimpl\ndef scrubber_guards():\n    raise LookupError('no table')",
        [f"odd_module.py:{LINES + 3}", "hook `scrubber_guards` fails: LookupError: no table"],
    ),
    "a generator that raises": (
        HEAD + "@hookimpl\ndef scrubber_guards():\n    yield Thing()\n    raise LookupError('no table')",
        ["hook `scrubber_guards` fails: LookupError: no table"],
    ),
    "a hook without a return": (
        HEAD + "@hookimpl\ndef scrubber_guards():\n    [Thing()]",
        ["hook `scrubber_guards` returns something else", "a list of objects"],
    ),
    "a hook that returns the thing itself": (
        HEAD + "@hookimpl\ndef scrubber_guards():\n    return Thing()",
        ["hook `scrubber_guards` returns something else"],
    ),
    "a hook that returns text": (
        HEAD + "@hookimpl\ndef scrubber_guards():\n    return 'guards'",
        ["hook `scrubber_guards` returns something else"],
    ),
    "a hook that returns a mapping": (
        HEAD + "@hookimpl\ndef scrubber_guards():\n    return {'odd.thing': Thing()}",
        ["hook `scrubber_guards` returns something else"],
    ),
    "a class for an object": (
        HEAD + "hook('scrubber_operators', Thing)",
        ["operator `Thing` is a class", "an object: `Thing()`"],
    ),
    "a bare object": (HEAD + "hook('scrubber_operators', 5)", ["operator of class `int` has no `name`"]),
    "an attribute missing": (
        HEAD + "del Thing.open\nThing.opne = 1\nhook('scrubber_operators', Thing())",
        ["operator `odd.thing` has no `open`", "open(options, context)", "did you mean `opne`?"],
    ),
    "a name with a blank": (HEAD + THING.format("name='odd thing'"), ["`name` of operator", "without blanks"]),
    "an empty name": (HEAD + THING.format("name=''"), ["`name` of operator of class `Made`"]),
    "options that are no dataclass": (HEAD + THING.format("Options=dict"), ["`Options`", "a frozen dataclass"]),
    "options that thaw": (
        HEAD + "@dataclass\nclass Soft:\n    a: int = 1\n" + THING.format("Options=Soft"),
        ["`Options` of operator `odd.thing` will not do", "a frozen dataclass"],
    ),
    "options of an odd type": (
        HEAD + "@dataclass(frozen=True)\nclass Odd:\n    a: bytes = b''\n" + THING.format("Options=Odd"),
        ["(`a` is none of these)"],
    ),
    "needs that are none": (HEAD + THING.format("needs=('en',)"), ["`needs`", "expected a `Needs`"]),
    "a language for languages": (HEAD + THING.format("needs=Needs('en')"), ["`needs`", "tuples of strings"]),
    "a pattern not compiled": (
        HEAD + THING.format("needs=Needs(patterns=('-',))"),
        ["`needs`", "tuple of compiled patterns"],
    ),
    "open without arguments": (
        HEAD + THING.format("open=lambda self: Session()"),
        ["`open` of operator `odd.thing` will not do", "open(options, context)"],
    ),
    "a guard whose options are needed": (
        HEAD + "@dataclass(frozen=True)\nclass Much:\n    a: int\n"
        "hook('scrubber_guards', made(Options=Much))",
        ["guard `odd.thing`", "a default for every option (`a` has none)"],
    ),
    "an attribute that raises": (
        HEAD + THING.format("needs=property(lambda self: 1 / 0)"),
        ["cannot be examined: ZeroDivisionError"],
    ),
    "a suffix without its dot": (
        HEAD + "hook('scrubber_formats', made(Sheet, suffixes=('sheet',)))",
        ["`suffixes` of format `sheet` will not do", "lower case with their dots"],
    ),
    "a suffix for suffixes": (HEAD + "hook('scrubber_formats', made(Sheet, suffixes='.s'))", ["`suffixes`"]),
    "a way of writing that is none": (
        HEAD + "hook('scrubber_formats', made(Sheet, writes='often'))",
        ["`writes` of format `sheet`", "expected `same`, `text` or `no`"],
    ),
    "a format with a guard that nobody gives": (
        HEAD + "hook('scrubber_formats', made(Sheet, guards=('markdwn',)))",
        ["format `sheet` wants the guard `markdwn`, which nobody gives", "did you mean `markdown`?"],
    ),
    "a reporter that cannot render": (
        HEAD + "hook('scrubber_reporters', made(Report, render=None))",
        ["`render` of reporter `odd.report` will not do", "render(results)"],
    ),
}  # fmt: skip


@pytest.mark.parametrize(("code", "parts"), BROKEN.values(), ids=BROKEN)
def test_a_broken_plugin_is_named_with_what_is_wrong_and_how_to_go_on(
    install: Install, code: str, parts: list[str]
) -> None:
    install(code)
    message = refusal()
    told = ["plugin `odd` (odd-plugin 1.2)", "--without odd", *parts]
    assert [part for part in told if part not in message] == []
    assert "Traceback" not in message
    assert "odd" not in [info.name for info in load(["odd"]).plugins]


def test_the_table_of_broken_plugins_has_its_cases() -> None:
    assert len(BROKEN) >= 36


def test_an_entry_point_that_leads_nowhere(install: Install) -> None:
    install("API = 1", module="odd_module:plugin")
    message = refusal()
    assert "plugin `odd` (odd-plugin 1.2): cannot be imported: AttributeError" in message


def test_for_another_contract_nothing_else_is_judged(install: Install) -> None:
    install("API = 2\ndef scrubber_markres():\n    return []")
    assert "is no hook" not in refusal()


def test_everything_wrong_is_told_at_once(install: Install) -> None:
    install("1 / 0")
    install(
        HEAD + "hook('scrubber_operators', made(name='', needs=None), 5)",
        name="strange",
        module="strange_module",
        dist="strange-plugin",
    )
    message = refusal()
    assert message.count("plugin `odd` (odd-plugin 1.2)") == 1
    assert message.count("plugin `strange` (strange-plugin 1.2)") == 2 + 4


def test_a_name_given_twice_by_one_plugin(install: Install) -> None:
    install(HEAD + "hook('scrubber_operators', Thing(), Thing())")
    assert "operator `odd.thing` is given twice: by plugin `odd`" in refusal()


@pytest.mark.parametrize(
    ("hook", "claim"),
    [
        ("hook('scrubber_markers', Thing())", "marker `odd.thing`"),
        ("hook('scrubber_operators', Thing())", "operator `odd.thing`"),
        ("hook('scrubber_guards', Thing())", "guard `odd.thing`"),
        ("hook('scrubber_formats', Sheet())", "format `sheet`"),
        ("hook('scrubber_formats', made(Sheet, name=__name__))", "file suffix `.sheet`"),
        ("hook('scrubber_reporters', Report())", "reporter `odd.report`"),
        ("hook('scrubber_reporters', made(Report, name=__name__))", "report suffix `.odd`"),
    ],
)
def test_what_two_plugins_claim_is_an_error_that_names_both(install: Install, hook: str, claim: str) -> None:
    install(HEAD + hook)
    install(HEAD + hook, name="strange", module="strange_module", dist="strange-plugin")
    first, second = "plugin `odd` (odd-plugin 1.2)", "plugin `strange` (strange-plugin 1.2)"
    assert f"{claim} is given twice: by {first} and by {second}" in refusal()
    assert "to go on: --without odd or --without strange" in refusal()
    assert "strange" in [info.name for info in load(["odd"]).plugins]


def test_one_name_may_be_a_marker_and_a_guard(install: Install) -> None:
    install(HEAD + "hook('scrubber_markers', Thing())\nhook('scrubber_guards', Thing())")
    registry = load()
    assert {"odd.thing"} <= set(registry.markers) & set(registry.guards)


def test_two_distributions_with_one_plugin_name_are_both_named(install: Install) -> None:
    install("1 / 0")
    install("1 / 0", module="strange_module", dist="strange-plugin")
    message = refusal()
    assert "plugin name `odd` is given twice: by odd-plugin 1.2 and by strange-plugin 1.2" in message
    assert "cannot be imported" not in message
    assert "odd" not in [info.name for info in load(["odd"]).plugins]


def test_what_is_installed_is_known_without_running_it(install: Install) -> None:
    install("raise SystemExit('I ran')")
    assert PluginInfo("odd", "odd-plugin", "1.2", "odd_module") in installed()
    assert "odd_module" not in sys.modules


def test_a_whole_plugin_gives_all_that_it_has(install: Install) -> None:
    install(
        HEAD
        + "hook('scrubber_markers', made(name='odd.m'))\nhook('scrubber_operators', made(name='odd.o'))\n"
        + "hook('scrubber_guards', made(name='odd.g'))\nhook('scrubber_formats', made(Sheet, guards=('odd.g',)))\n"
        + "hook('scrubber_reporters', Report())"
    )
    registry = load()
    given = (registry.markers, registry.operators, registry.guards, registry.formats, registry.reporters)
    names = ["odd.m", "odd.o", "odd.g", "sheet", "odd.report"]
    assert [names[at] in by_name for at, by_name in enumerate(given)] == [True] * 5
    assert all(by_name[names[at]].info.distribution == "odd-plugin" for at, by_name in enumerate(given))


def test_hooks_may_be_generators_and_objects_may_be_plugins(install: Install) -> None:
    install(
        HEAD
        + "class Plugin:\n    API = 1\n\n    @hookimpl\n    def scrubber_markers(self):\n        yield Thing()\n\n"
        + "plugin = Plugin()",
        module="odd_module:plugin",
    )
    assert "odd.thing" in load().markers


def test_the_order_of_discovery_does_not_matter(install: Install, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("odd", "even", "zero"):
        code = HEAD + f"hook('scrubber_markers', made(name='{name}.m'))"
        install(code, name=name, module=f"{name}_module", dist=f"{name}-plugin")
    expected = load()
    entries = tuple(importlib.metadata.entry_points(group=plugins.GROUP))
    strange = tuple(entry for entry in entries if entry.name in {"odd", "even", "zero"})
    rest = tuple(entry for entry in entries if entry not in strange)
    turned = [entries[at:] + entries[:at] for at in range(len(entries))]
    mixed = [order for some in itertools.permutations(strange) for order in (some + rest, rest + some)]
    assert len(mixed) == 12
    for order in [*mixed, *turned, *(order[::-1] for order in turned)]:
        monkeypatch.setattr(importlib.metadata, "entry_points", lambda group, order=order: order)
        found = load()
        assert (found.plugins, list(found.markers)) == (expected.plugins, list(expected.markers))


def test_what_a_plugin_prints_while_it_loads_is_no_data(
    install: Install, capsys: pytest.CaptureFixture[str]
) -> None:
    install("API = 1\nprint('hello')")
    load()
    assert capsys.readouterr() == ("", "hello\n")


def test_going_on_without_what_is_not_there_is_an_error_with_the_nearest(install: Install) -> None:
    install("API = 1")
    message = refusal(("ood",))
    assert "no plugin `ood` is installed" in message
    assert "did you mean `odd`?" in message


def test_the_registry_knows_what_was_left_out(install: Install) -> None:
    install("1 / 0")
    registry = load(["odd"])
    assert registry.without == ("odd",)
    names = ("odd", "odd.thing", "odder.thing", "thing")
    assert [registry.left_out(name) for name in names] == ["odd", "odd", "", ""]


def test_a_plugin_is_described_by_what_it_adds(install: Install) -> None:
    install(
        HEAD
        + "@dataclass(frozen=True)\nclass Much:\n    a: int\n    b: str = 'x'\n"
        + "class Many(Thing):\n    '''Finds many.\n\n    And more.'''\n    Options = Much\n"
        + "hook('scrubber_markers', Many())\nhook('scrubber_formats', Sheet())"
    )
    marker, sheet = describe("odd").adds
    assert (marker.kind, marker.name, marker.summary) == ("marker", "odd.thing", "Finds many.")
    assert marker.options == ("a: a whole number (needed)", "b: text (`x` if left out)")
    assert (sheet.kind, sheet.name) == ("format", "sheet")


def test_describing_what_is_broken_or_missing_is_an_error(install: Install) -> None:
    install("1 / 0")
    with pytest.raises(PluginError, match="cannot be imported"):
        describe("odd")
    with pytest.raises(PluginError, match="did you mean `odd`"):
        describe("ood")


def test_every_hook_of_the_screen_is_called() -> None:
    from scrubber import hookspecs

    marked = {name for name in vars(hookspecs) if name.startswith("scrubber_")}
    assert marked == set(HOOKS.values())
    assert all(hasattr(getattr(hookspecs, name), f"{hookspec.project_name}_spec") for name in marked)


PACK = """\
- id: odd
  operator: odd.thing
  keep: [A line.]
  examples: [{before: "A\\nB", after: A}]
- id: plain
  phrases: [Share this]
  drop: line
  keep: [Share this with me.]
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with a pack that needs a plugin, and a text."""
    (tmp_path / "pack").mkdir()
    (tmp_path / "pack" / "pack.yaml").write_text("id: mine\nrules: [rules.yaml]\nplugins: [odd]\n")
    (tmp_path / "pack" / "rules.yaml").write_text(PACK)
    (tmp_path / "a.txt").write_text("The harbour froze.\nShare this\n")
    return tmp_path


def scrubber(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    environment = os.environ | {"PYTHONPATH": str(folder / "site")}
    command = [sys.executable, "-m", "scrubber", *arguments]
    return subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)


def test_a_broken_plugin_stops_the_run_before_anything_is_written(folder: Path) -> None:
    distribution(folder / "site", "1 / 0", "odd", "odd_module", "odd-plugin")
    run = scrubber(folder, "apply", "--pack", "./pack", "--in-place", "a.txt")
    assert (run.returncode, run.stdout) == (2, "")
    assert "plugin `odd` (odd-plugin 1.2): cannot be imported" in run.stderr
    assert (folder / "a.txt").read_text() == "The harbour froze.\nShare this\n"


def test_without_it_the_run_goes_on_and_names_the_rules_that_it_lost(folder: Path) -> None:
    distribution(folder / "site", "1 / 0", "odd", "odd_module", "odd-plugin")
    run = scrubber(folder, "apply", "--pack", "./pack", "--without", "odd", "a.txt")
    assert (run.returncode, run.stdout) == (0, "The harbour froze.\n")
    assert "mine.odd" in run.stderr


def test_help_and_the_list_of_plugins_run_no_plugin(folder: Path) -> None:
    distribution(folder / "site", "raise SystemExit(9)", "odd", "odd_module", "odd-plugin")
    for arguments in (["--help"], ["--version"], ["plugins"]):
        assert scrubber(folder, *arguments).returncode == 0
    assert "odd-plugin 1.2" in scrubber(folder, "plugins").stdout
    assert scrubber(folder, "plugins", "odd").returncode == 2


def test_a_plugin_that_crashes_on_a_document_costs_that_document(folder: Path) -> None:
    crash = "class Crash(Session):\n    def propose(self, views):\n        return [[] if 'ice' not in v.text else v.x for v in views]\n"
    code = HEAD + crash + "hook('scrubber_operators', made(open=lambda self, options, context: Crash()))"
    distribution(folder / "site", code, "odd", "odd_module", "odd-plugin")
    (folder / "b.txt").write_text("The ice melts.\nShare this\n")
    (folder / "c.txt").write_text("The harbour thaws.\nShare this\n")
    run = scrubber(folder, "apply", "--pack", "./pack", "--in-place", "a.txt", "b.txt", "c.txt")
    assert run.returncode == 3
    assert "b.txt: plugin `odd` (odd-plugin 1.2): AttributeError" in run.stderr
    texts = [(folder / name).read_text() for name in ("a.txt", "b.txt", "c.txt")]
    assert texts == ["The harbour froze.\n", "The ice melts.\nShare this\n", "The harbour thaws.\n"]
