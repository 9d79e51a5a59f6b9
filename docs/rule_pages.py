"""The pages of the bundled packs, made from their rules: why each is there, what it does, what it leaves."""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Sequence
from itertools import groupby
from pathlib import Path, PurePosixPath

from scrubber.packs import load_pack
from scrubber.specs import Condition, Example, MarkSpec, PackSpec, RuleSpec

ROOT = Path(__file__).resolve().parent.parent
MADE = "Made by `docs/generate.py`: change what it is made from, not this page."
MOST_EXAMPLES, MOST_KEPT = 4, 6
KEPT_WIDTH = 110
LANGUAGES = {"de": "German", "en": "English", "es": "Spanish", "fr": "French"}


def bundled_packs() -> list[PackSpec]:
    """Return the packs of `rules/`, those first that others build on."""
    found = {
        pack.id: pack for pack in map(load_pack, sorted(p.parent for p in ROOT.glob("rules/*/pack.yaml")))
    }
    ordered: dict[str, PackSpec] = {}
    for pack in found.values():
        for used in pack.uses:
            ordered.setdefault(used.value, found[used.value])
        ordered[pack.id] = pack
    return list(ordered.values())


def index_page(packs: Sequence[PackSpec]) -> str:
    """Return the page that stands in `rules/` itself: what packs there are, and where each is told of."""
    parts = ["# The bundled rules", "", MADE, ""]
    for pack in packs:
        unsafe = sum(rule.safety == "unsafe" for rule in pack.rules)
        more = f", {unsafe} of them unsafe" if unsafe else ""
        page = f"../docs/packs/{pack.id}.md"
        parts.append(f"- [`{pack.id}`]({page}): {len(pack.rules)} rules{more}. {pack.description}")
    return "\n".join(parts) + "\n"


def pack_page(pack: PackSpec) -> str:
    """Return one pack's page: its topics, and each rule in the order of the files."""
    topics = [(topic, list(rules)) for topic, rules in groupby(pack.rules, key=_topic)]
    parts = [f"# The pack {pack.id}", "", MADE, "", pack.description, ""]
    parts += [f"- {fact}" for fact in _pack_facts(pack)]
    parts += ["", "| topic | rules |", "|---|---|"]
    parts += [f"| [{_title(t)}](#{_anchor(_title(t))}) | {_links(rules)} |" for t, rules in topics]
    for topic, rules in topics:
        parts += ["", f"## {_title(topic)}"]
        for rule in rules:
            parts += ["", *_rule(rule)]
    return "\n".join(parts) + "\n"


def _pack_facts(pack: PackSpec) -> Iterator[str]:
    if pack.uses:
        yield "builds on " + ", ".join(f"[{used.value}]({used.value}.md)" for used in pack.uses)
    if pack.languages:
        yield "for texts in " + ", ".join(LANGUAGES.get(name, name) for name in pack.languages)
    if pack.plugins:
        yield "needs the plugins " + ", ".join(f"`{plugin.value}`" for plugin in pack.plugins)
    yield f"[its manifest]({_source(pack.location.path)})"


def _rule(rule: RuleSpec) -> Iterator[str]:
    yield f"### {rule.id}"
    yield ""
    yield rule.description
    yield ""
    yield " · ".join(_facts(rule))
    for example in rule.examples[:MOST_EXAMPLES]:
        yield from ("", *_example(example))
    if rule.keep:
        yield from ("", "Stays:", "")
        yield from (f"- {_code(example.before)}" for example in rule.keep[:MOST_KEPT])


def _facts(rule: RuleSpec) -> Iterator[str]:
    yield "**unsafe**: only with `--unsafe`" if rule.safety == "unsafe" else "safe"
    yield f"stage {rule.stage}"
    if isinstance(rule.action, MarkSpec):
        yield f"changes nothing: marks `{rule.action.name.value}` for other rules"
    if places := sorted(set(_places(rule.where))):
        yield "in the " + " or ".join(places)
    if domains := sorted({domain for condition in rule.where for domain in condition.domains}):
        yield "on " + ", ".join(domains)
    if rule.was:
        yield "formerly " + ", ".join(f"`{name}`" for name in rule.was)
    yield f"[source]({_source(rule.location.path)}#L{rule.location.line})"


def _places(conditions: Sequence[Condition]) -> Iterator[str]:
    for condition in conditions:
        yield from condition.regions


def _example(example: Example) -> Iterator[str]:
    """A before and after as a diff of whole lines, as the rule's own test reads it."""
    set_in = [f"in an article's {example.at}"] * (example.at is not None)
    set_in += [f"on {example.url}"] * bool(example.url) + [f"in {example.lang}"] * bool(example.lang)
    if set_in:
        yield from (f"{', '.join(set_in).capitalize()}:", "")
    yield "```diff"
    before, after = (
        text.rstrip("\n").split("\n") if text else [] for text in (example.before, example.after)
    )
    shown = [line for line in difflib.ndiff(before, after) if not line.startswith("?")]
    yield from (f"{line[0]}{line[2:]}".rstrip() for line in shown)
    yield "```"


def _topic(rule: RuleSpec) -> str:
    return rule.location.path.stem


def _title(topic: str) -> str:
    return topic.replace("-", " ").capitalize()


def _anchor(heading: str) -> str:
    return heading.lower().replace(".", "").replace(" ", "-")


def _links(rules: Sequence[RuleSpec]) -> str:
    return ", ".join(f"[{rule.id.partition('.')[2]}](#{_anchor(rule.id)})" for rule in rules)


def _source(path: Path) -> str:
    inside = PurePosixPath(path.resolve().relative_to(ROOT).as_posix())
    return f"../../{inside}"


def _code(text: str) -> str:
    line = " ".join(text.split()).replace("`", "'")
    return f"`{line if len(line) <= KEPT_WIDTH else line[: KEPT_WIDTH - 1] + '…'}`"
