"""What the README shows works as it stands there."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from scrubber.compile import compile_plan
from scrubber.document import Document
from scrubber.packs import load_packs
from scrubber.pipeline import Cleaner
from scrubber.plugins import load
from scrubber.testing import check_packs, view_of

ROOT = Path(__file__).resolve().parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")


def blocks(language: str) -> list[str]:
    found = re.findall(rf"```{language}\n(.*?)```", README, re.DOTALL)
    assert found, f"the README shows no {language}"
    return found


def test_the_first_two_commands_are_those_that_set_all_up() -> None:
    commands = re.findall(r"^    (\S.*)$", README, re.MULTILINE)
    assert [command.split("#")[0].strip() for command in commands[:2]] == ["make demo", "make test"]
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    assert "\ndemo:" in makefile
    assert "\ntest:" in makefile
    assert "make test" in (ROOT / ".ci" / "run").read_text(encoding="utf-8")


def test_the_rule_in_ten_lines_loads_holds_and_cleans(tmp_path: Path) -> None:
    manifest, rules = blocks("yaml")[:2]
    assert rules.count("\n") <= 10
    folder = tmp_path / "gazette"
    folder.mkdir()
    (folder / "pack.yaml").write_text(manifest, encoding="utf-8")
    (folder / "tides.yaml").write_text(rules, encoding="utf-8")
    packs, registry = load_packs([str(folder)], tmp_path), load()
    checks = list(check_packs(packs, registry, {"gazette"}))
    assert checks
    assert [check for check in checks if not check.ok] == []
    with Cleaner(compile_plan(packs, registry)) as cleaner:
        text = "The boats came in late.\n\nHigh water today: 4:10 and 16:40\n\nNobody minded.\n"
        assert cleaner.clean(Document(text)).text == "The boats came in late.\n\nNobody minded.\n"


def test_the_plugin_in_twenty_lines_proposes_its_edit() -> None:
    code = next(block for block in blocks("python") if "hookimpl" in block)
    assert len([line for line in code.splitlines() if line.strip()]) <= 24
    names: dict[str, Any] = {}
    exec(code, names)
    (operator,) = names["scrubber_operators"]()
    view = view_of("The clerk read the the minutes.\n")
    ((edit,),) = operator.open(operator.Options(), None).propose([view])
    assert [change.span.slice(view.text) for change in edit.changes] == ["the "]
    assert edit.safety == "unsafe"


def test_the_library_in_six_lines_cleans() -> None:
    code = next(block for block in blocks("python") if "from_packs" in block)
    names: dict[str, Any] = {"text": "The board met on Monday.\n\nLeave a Reply\n"}
    exec(code, names)
    result = names["result"]
    assert result.text == "The board met on Monday.\n"
    assert result.revert() == names["text"]


def test_every_file_that_the_readme_points_to_is_there() -> None:
    links = re.findall(r"\]\(([^)#]+)\)", README)
    assert links
    assert [link for link in links if "://" not in link and not (ROOT / link).exists()] == []
