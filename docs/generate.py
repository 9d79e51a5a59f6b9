"""Writes the pages that are made from the code: run it after a change to rules, commands or the demo seed.

    .venv/bin/python docs/generate.py          # writes them
    .venv/bin/python docs/generate.py --check  # exit 1 and the names of those that have drifted

Made: `rules/README.md` and `docs/packs/` from the packs, `docs/commands.md` from the command line's help,
`docs/rule-reference.md` from the schemas, `docs/performance.md` with its charts from the results of the speed
benchmark, and the picture of a diff in `README.md` from the seed that `make
demo` cleans.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import typer
from reference_page import reference_page
from rule_pages import MADE, ROOT, bundled_packs, index_page, pack_page

from scrubber.cli.app import command_line

sys.path.append(str(ROOT / "benchmarks" / "speed"))
from page import performance_charts, performance_page

DEMO = "seeds/syndicated-article/input.txt"
DEMO_LINES = 64


def pages() -> Iterator[tuple[Path, str]]:
    """Yield each generated page with the text that it should hold."""
    packs = bundled_packs()
    yield ROOT / "rules" / "README.md", index_page(packs)
    for pack in packs:
        yield ROOT / "docs" / "packs" / f"{pack.id}.md", pack_page(pack)
    yield ROOT / "docs" / "commands.md", commands_page()
    yield ROOT / "docs" / "rule-reference.md", reference_page()
    yield ROOT / "docs" / "performance.md", performance_page(MADE)
    for name, chart in performance_charts():
        yield ROOT / "docs" / "_static" / name, chart
    yield ROOT / "README.md", readme()


def commands_page() -> str:
    """Return each command with its options, from the declarations themselves: no release of typer matters."""
    parts = ["# The commands", "", MADE]
    for name, command in typer.main.get_command(command_line()).commands.items():  # type: ignore[attr-defined]
        arguments = [p.metavar or p.name.upper() for p in command.params if p.param_type_name == "argument"]
        parts += ["", " ".join(["## scrubber", name, *arguments]), "", " ".join(command.help.split()), ""]
        options = [p for p in command.params if p.param_type_name == "option" and p.name != "help"]
        if options:
            parts += ["| option | meaning |", "|---|---|"]
        parts += [f"| {_spelt(option)} | {' '.join((option.help or '').split())} |" for option in options]
    return "\n".join(parts) + "\n"


def _spelt(option: Any) -> str:
    value = "" if option.is_flag else f" {option.metavar or option.name.upper()}".replace("|", "\\|")
    return ", ".join(f"`{name}{value}`" for name in option.opts)


def readme() -> str:
    """Return the README with the demo's diff in its place."""
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    before, begin, rest = text.partition("<!-- demo:begin -->\n")
    _, end, after = rest.partition("<!-- demo:end -->")
    shown = _run("apply", "--diff", DEMO).split("\n")
    ends = [at for at, line in enumerate(shown) if line.startswith("@@")] + [len(shown)]
    cut = max(end for end in ends if end <= DEMO_LINES)
    more = [] if cut >= len(shown) else [f"(and {sum(s.startswith('@@') for s in shown[cut:])} hunks more)"]
    block = "\n".join(["```diff", *(line.rstrip() for line in shown[:cut]), *more, "```"])
    return f"{before}{begin}{block}\n{end}{after}"


def _run(*arguments: str) -> str:
    environment = {**os.environ, "NO_COLOR": "1"}
    done = subprocess.run(
        [sys.executable, "-m", "scrubber", *arguments],
        cwd=ROOT, env=environment, capture_output=True, text=True, encoding="utf-8", check=False,
    )  # fmt: skip
    if done.returncode:
        sys.exit(f"scrubber {' '.join(arguments)} failed:\n{done.stderr}")
    return done.stdout.rstrip("\n")


def main() -> int:
    """Write the pages, or with --check only say which have drifted."""
    check = "--check" in sys.argv[1:]
    drifted = [(path, text) for path, text in pages() if not path.exists() or path.read_text("utf-8") != text]
    for path, text in drifted:
        if not check:
            path.parent.mkdir(exist_ok=True)
            path.write_text(text, encoding="utf-8")
        sys.stdout.write(f"{'drifted' if check else 'written'}: {path.relative_to(ROOT)}\n")
    return 1 if check and drifted else 0


if __name__ == "__main__":
    sys.exit(main())
