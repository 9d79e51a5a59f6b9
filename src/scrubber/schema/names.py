"""Ids, names and references: how they are spelt, and how a short one is completed."""

from __future__ import annotations

import regex

from scrubber.errors import Problem, RuleError
from scrubber.nodes import Node
from scrubber.schema.reading import Reader, Reading, fault, scalar
from scrubber.slots import KINDS
from scrubber.specs import Text

WORDS = r"[a-z0-9]+(?:-[a-z0-9]+)*"
_ID = regex.compile(WORDS)
_FULL_ID = regex.compile(rf"{WORDS}\.{WORDS}")
_LIST_NAME = regex.compile(r"[a-z][a-z0-9_]*")
_LANGUAGE = regex.compile(r"[a-z]{2,3}")
_HOST_LABEL = r"[\p{L}\p{N}](?:[\p{L}\p{N}-]{0,61}[\p{L}\p{N}])?"
_HOST = regex.compile(rf"{_HOST_LABEL}(?:\.{_HOST_LABEL})*")
_GLOB = regex.compile(r"[a-z0-9.*?-]+")
_WORDS_EXPECTED = "lower-case words with hyphens between them"


def identifier(what: str) -> Reader[Text]:
    """Make a reader of a pack's id or of the short name of a rule or mark; ``what`` is "a rule id"."""

    def read(node: Node) -> Text:
        name = scalar(node, what).text
        if not _ID.fullmatch(name.value):
            raise fault(node, f"`{name.value}` as {what}", _WORDS_EXPECTED, _respelt(name.value))
        return name

    return read


def _respelt(name: str) -> str:
    """Suggest the nearest spelling that would do."""
    if "." in name:
        return "the pack's id is put before it by itself: leave the part before the dot out"
    words = regex.findall(r"[a-z0-9]+", regex.sub(r"(?<=[a-z0-9])(?=[A-Z])", "-", name).lower())
    return f"write `{'-'.join(words)}`" if words else ""


def reference(what: str, reading: Reading) -> Reader[Text]:
    """Make a reader of a rule's or mark's name: `pack.name`, or `name` for one of the pack itself.

    The Text that it returns holds the full name.
    """

    def read(node: Node) -> Text:
        name = scalar(node, what).text
        if _ID.fullmatch(name.value):
            return Text(f"{reading.pack}.{name.value}", name.location)
        if not _FULL_ID.fullmatch(name.value):
            raise fault(node, f"`{name.value}` as {what}", "`name`, or `pack.name` for another pack's")
        return name

    return read


def list_name(node: Node) -> Text:
    """Read the name of a word list, which also names a slot: `agency`, `press_agency`."""
    name = scalar(node, "the name of a list").text
    if not _LIST_NAME.fullmatch(name.value):
        expected = "a lower-case letter, then lower-case letters, digits and underscores"
        raise fault(node, f"`{name.value}` as the name of a list", expected)
    if name.value in KINDS:
        found = f"a list called `{name.value}`, which is a kind of slot already"
        raise fault(node, found, "a name of its own", f"`{{{name.value}}}` in a phrase would mean both")
    return name


def language(node: Node) -> str:
    """Read a language code of two or three letters, without a region."""
    code = scalar(node, "a language code such as `en`").value
    if not _LANGUAGE.fullmatch(code):
        short = code.lower().replace("_", "-").partition("-")[0]
        remedy = f"write `{short}`" if _LANGUAGE.fullmatch(short) else ""
        raise fault(node, f"`{code}` as a language", "a code of two or three letters such as `en`", remedy)
    return code


def domain(node: Node) -> str:
    """Read the name of a site without scheme, port or path; its subdomains are included."""
    found = scalar(node, "a domain such as `gazette.example`").value
    if not _HOST.fullmatch(found) or found != found.lower():
        host = found.partition("://")[2] or found
        host = regex.split(r"[/:?#]", host)[0].removeprefix("*.").lower()
        remedy = f"write `{host}`" if _HOST.fullmatch(host) else ""
        raise fault(node, f"`{found}` as a domain", "a domain alone, such as `gazette.example`", remedy)
    return found


def selector(node: Node) -> Text:
    """Read a rule's full id, a pack's id, or a pattern of ids with `*` and `?`."""
    found = scalar(node, "a rule's full id").text
    if not _GLOB.fullmatch(found.value):
        expected = "a full id such as `news.byline`, a pack's id, or a pattern such as `news.*`"
        raise RuleError(Problem(node.location, f"`{found.value}`", expected))
    return found
