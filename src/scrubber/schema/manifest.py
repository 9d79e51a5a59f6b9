"""The manifest of a pack: `pack.yaml`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from scrubber.errors import Location, Problem
from scrubber.nodes import MappingNode, Node
from scrubber.schema.names import domain, identifier, language, list_name, selector
from scrubber.schema.reading import Fields, Reading, fault, list_of, share, string, text
from scrubber.specs import Text
from scrubber.values import dataclass

KEYS = (
    "id", "description", "version", "uses", "language", "domains", "off", "plugins", "lists", "rules",
    "min_precision",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Manifest:
    """What `pack.yaml` says; ``lists`` and ``rules`` are still names of files, as written."""

    id: str
    location: Location
    rules: tuple[Text, ...]
    description: str = ""
    version: str = ""
    uses: tuple[Text, ...] = ()
    languages: tuple[str, ...] = ()
    domains: tuple[str, ...] = ()
    off: tuple[Text, ...] = ()
    plugins: tuple[Text, ...] = ()
    lists: tuple[tuple[Text, Text], ...] = ()
    min_precision: float | None = None


def read_manifest(node: Node, reading: Reading) -> Manifest:
    """Read the node of a `pack.yaml`. Problems are kept in ``reading``, whose pack is not known yet."""
    return reading.keep_problems(lambda: _manifest(node, reading), Manifest("", node.location, ()))


def _manifest(node: Node, reading: Reading) -> Manifest:
    fields = Fields(node, "a pack", KEYS, reading)
    for key in ("id", "rules"):
        fields.missing(key)
    rules: tuple[Text, ...] = fields.read("rules", list_of(text, "rule files"), ())
    reading.problems.extend(_again(rules))
    off: tuple[Text, ...] = fields.read("off", list_of(selector, "rules' ids"), ())
    if off and "domains" not in fields:
        fields.problem(
            "off", "`off:` in a pack without `domains:`", "`domains:`", "they are off on these only"
        )
    return Manifest(
        id=fields.read("id", identifier("a pack's id"), Text("", node.location)).value,
        location=node.location,
        rules=rules,
        description=fields.read("description", string, "").strip(),
        version=fields.read("version", string, ""),
        uses=fields.read("uses", list_of(text, "packs"), ()),
        languages=fields.read("language", list_of(language, "language codes"), ()),
        domains=fields.read("domains", list_of(domain, "domains"), ()),
        off=off,
        plugins=fields.read("plugins", list_of(text, "plugins"), ()),
        lists=fields.read("lists", _lists, ()),
        min_precision=fields.read("min_precision", share, None),
    )


def _again(names: Sequence[Text]) -> Iterator[Problem]:
    seen = set()
    for name in names:
        if name.value in seen:
            yield Problem(name.location, f"`{name.value}` a second time", "each rule file once")
        seen.add(name.value)


def _lists(node: Node) -> tuple[tuple[Text, Text], ...]:
    if not isinstance(node, MappingNode) or not node.entries:
        raise fault(node, "no lists", "a mapping of names to files: `{agency: lists/agencies.txt}`")
    return tuple((list_name(entry.key), text(entry.value)) for entry in node.entries)
