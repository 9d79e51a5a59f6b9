"""Writes the pages that are made from the code: run it after a change to rules, commands or the demo seed.

    .venv/bin/python docs/generate.py          # writes them
    .venv/bin/python docs/generate.py --check  # exit 1 and the names of those that have drifted

Made: `rules/README.md` from the packs, `docs/commands.md` from the command line's help, and the picture of
a diff in `README.md` from the seed that `make demo` cleans.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import typer

from scrubber.cli.app import command_line
from scrubber.packs import load_pack
from scrubber.specs import Example, PackSpec, RuleSpec

ROOT = Path(__file__).resolve().parent.parent
DEMO = "seeds/syndicated-article/input.txt"
DEMO_LINES = 64
MADE = "Made by `docs/generate.py`: change what it is made from, not this page."


def pages() -> Iterator[tuple[Path, str]]:
    """Yield each generated page with the text that it should hold."""
    yield ROOT / "rules" / "README.md", rules_page()
    yield ROOT / "docs" / "commands.md", commands_page()
    yield ROOT / "README.md", readme()


def rules_page() -> str:
    """Return all bundled rules, pack by pack in the order of their files, with examples."""
    packs = [load_pack(folder.parent) for folder in sorted(ROOT.glob("rules/*/pack.yaml"), reverse=True)]
    parts = ["# The bundled rules", "", MADE, ""]
    for pack in packs:
        parts += [f"- [`{pack.id}`](#{pack.id}): {len(pack.rules)} rules. {pack.description}"]
    for pack in packs:
        parts += ["", f"## {pack.id}", ""]
        for rule in pack.rules:
            parts += list(_rule(rule, pack))
    return "\n".join(parts) + "\n"


def _rule(rule: RuleSpec, pack: PackSpec) -> Iterator[str]:
    place = rule.location.path.resolve().relative_to((ROOT / "rules").resolve())
    facts = [f"stage `{rule.stage}`"]
    regions = sorted({region for condition in rule.where for region in condition.regions})
    if regions:
        facts.append("in the " + " or ".join(regions))
    if rule.safety == "unsafe":
        facts.append("**unsafe**")
    yield f"### {rule.id}"
    yield ""
    yield f"{rule.description} ({', '.join(facts)}; [source]({place.as_posix()}))"
    yield ""
    for example in rule.examples[:1]:
        yield from _example(example)
    if rule.keep:
        kept = "; ".join(f"`{_one_line(example.before)}`" for example in rule.keep[:3])
        yield f"Stays: {kept}"
        yield ""


def _example(example: Example) -> Iterator[str]:
    """A before and after as a diff of whole lines, as the rule's own test reads it."""
    before, after = example.before.split("\n"), example.after.split("\n")
    yield "```diff"
    kept = list(after)
    for line in before:
        if kept and kept[0] == line:
            kept.pop(0)
            yield f" {line}".rstrip()
        else:
            yield f"-{line}".rstrip()
    yield from (f"+{line}" for line in kept if line)
    yield "```"
    yield ""


def _one_line(text: str) -> str:
    line = " ".join(text.split()).replace("`", "'")
    return line if len(line) <= 90 else line[:89] + "…"


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
            path.write_text(text, encoding="utf-8")
        sys.stdout.write(f"{'drifted' if check else 'written'}: {path.relative_to(ROOT)}\n")
    return 1 if check and drifted else 0


if __name__ == "__main__":
    sys.exit(main())
