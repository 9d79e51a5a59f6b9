"""What may stand at the end of a command line, for the scripts in `completions/`.

They ask with `_SCRUBBER_COMPLETE` set and the words up to the cursor as arguments, and read lines: a word, a
tab, what it means. A line of a tab and "files" asks the shell for its own completion of paths. Whatever goes
wrong, such as a pack that cannot be read, only shortens the list: nobody reads errors while they type.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from scrubber.values import dataclass

VARIABLE = "_SCRUBBER_COMPLETE"

Candidate = tuple[str, str]
"""A word and what it means."""

FILES: Candidate = ("", "files")


@dataclass(frozen=True, slots=True)
class Line:
    """A command line up to the cursor: its command, what was said of packs, and what is asked for.

    ``parameter`` is the option or argument whose value stands at the cursor, None where there is none to
    give; ``given`` are the options that were named, ``only_arguments`` is what `--` says.
    """

    command: Any
    parameter: Any
    packs: tuple[str, ...]
    given: frozenset[str]
    only_arguments: bool = False


def candidates(root: Any, words: Sequence[str]) -> Iterator[Candidate]:
    """Yield what may stand in place of the last of ``words``, the words after the program's name."""
    *before, current = _parted(words) or [""]
    head, equals, rest = current.partition("=")
    if equals and head.startswith("--"):  # one word in zsh and fish, three in bash
        found = candidates(root, [*before, head, rest])
        yield from ((f"{head}={word}" if word else word, meaning) for word, meaning in found)
        return
    line = _read(root, before)
    if line.parameter is not None and line.parameter.param_type_name == "option":
        offered = _values(line)
    elif current.startswith("-") and not line.only_arguments:
        offered = _options(line)
    elif line.command is root:
        offered = ((name, _first_sentence(each.help)) for name, each in root.commands.items())
    else:
        offered = _values(line)
    yield from (each for each in offered if each == FILES or each[0].startswith(current))


def _parted(words: Sequence[str]) -> list[str]:
    """The words with what bash parts at `=` as an option and its value."""
    parted = [word for number, word in enumerate(words) if word != "=" or number == len(words) - 1]
    return [*parted[:-1], ""] if parted and parted[-1] == "=" else parted


def _read(root: Any, before: Sequence[str]) -> Line:
    """Follow the words before the cursor; what click would refuse is passed over."""
    command, waiting, arguments, only_arguments = root, None, 0, False
    packs: list[str] = []
    given: set[str] = set()
    for word in before:
        if waiting is not None:
            packs += [word] if waiting.name == "pack" else []
            waiting = None
        elif word == "--":
            only_arguments = True
        elif word.startswith("-") and word != "-" and not only_arguments:
            name, equals, value = word.partition("=")
            option = _option(command, name)
            given.add(name if option is None else option.name)
            packs += [value] if equals and option is not None and option.name == "pack" else []
            waiting = None if equals or option is None or option.is_flag else option
        elif command is root:
            command = root.commands.get(word, root)
        else:
            arguments += 1
    parameter = waiting or _argument(command, arguments)
    return Line(command, parameter, tuple(packs), frozenset(given), only_arguments)


def _option(command: Any, name: str) -> Any:
    return next((option for option in _parameters(command, "option") if name in option.opts), None)


def _argument(command: Any, number: int) -> Any:
    """The argument that stands at a place; the last one may take any number of words."""
    arguments = _parameters(command, "argument")
    if number < len(arguments):
        return arguments[number]
    return arguments[-1] if arguments and arguments[-1].nargs == -1 else None


def _parameters(command: Any, kind: str) -> list[Any]:
    return [each for each in command.params if each.param_type_name == kind]


def _options(line: Line) -> Iterator[Candidate]:
    for option in _parameters(line.command, "option"):
        if option.name not in line.given or getattr(option, "multiple", False):
            yield max(option.opts, key=len), " ".join((option.help or "").split())
    yield "--help", "Show this message and exit."


def _first_sentence(text: str | None) -> str:
    first, stop, _ = " ".join((text or "").split("\n\n")[0].split()).partition(". ")
    return first + stop.strip()


def _values(line: Line) -> Iterable[Candidate]:
    """What an option or argument may hold, by the words of its metavar."""
    parameter = line.parameter
    if parameter is None:
        return ()
    metavar = parameter.metavar or ""
    if metavar == metavar.lower():
        return [(word, "") for word in metavar.split("|") if word]
    special = _BY_NAME.get((line.command.name, parameter.name)) or _BY_NAME.get(("", parameter.name))
    return _without_errors(find(line) for find in special or _finders(metavar))


def _finders(metavar: str) -> list[_Finder]:
    words = re.findall("[A-Z_]+", metavar)
    return list(dict.fromkeys(find for word in words for find in KINDS.get(word, ())))


def _without_errors(found: Iterable[Iterable[Candidate]]) -> Iterator[Candidate]:
    from scrubber.errors import ScrubberError

    try:
        for part in found:
            yield from part
    except (ScrubberError, OSError):
        return


def _packs(line: Line) -> Iterator[Candidate]:
    from scrubber.packs.sources import available_packs

    for source in available_packs().values():
        yield source.id, f"from {source.distribution}" if source.distribution else "comes with scrubber"


def _plugins(line: Line) -> Iterator[Candidate]:
    from scrubber.plugins import installed

    for info in installed():
        yield info.name, f"{info.distribution} {info.version}"


def _files(line: Line) -> Iterator[Candidate]:
    yield FILES


def _packs_in_use(line: Line) -> Iterator[Candidate]:
    for name in dict.fromkeys(rule.partition(".")[0] for rule, _ in _rules(line)):
        yield name, "all rules of the pack"


def _rules(line: Line) -> Iterator[Candidate]:
    """The rules of the packs that the line names, else of those that settings name, else of the default."""
    from scrubber.config import find_config
    from scrubber.library import DEFAULT_PACK

    config = find_config(Path.cwd())
    chosen = line.packs or tuple(name.value for name in config.general.packs or ()) or (DEFAULT_PACK,)
    base = Path.cwd() if line.packs else config.folder
    seen: set[Path] = set()
    for name in chosen:
        yield from _rules_of(name, base, seen)


def _rules_of(name: str, base: Path, seen: set[Path]) -> Iterator[Candidate]:
    """The rules of a pack and of those that it uses, read no further than to their ids."""
    from scrubber.nodes import MappingNode, SequenceNode
    from scrubber.packs.sources import MANIFEST, find_pack
    from scrubber.strictyaml import read

    folder = find_pack(name, base, None).resolve()
    if folder in seen:
        return
    seen.add(folder)
    manifest = read(folder / MANIFEST)
    for used in _texts(manifest, "uses"):
        yield from _rules_of(used, folder, seen)
    pack = next(iter(_texts(manifest, "id")), "")
    for file in _texts(manifest, "rules"):
        rules = read(folder / file)
        for rule in rules.items if isinstance(rules, SequenceNode) else ():
            for own in _texts(rule, "id") if isinstance(rule, MappingNode) else ():
                yield f"{pack}.{own}", _first_sentence(" ".join(_texts(rule, "description")))


def _texts(node: Any, key: str) -> list[str]:
    """The text under a key of a mapping, or the texts in the list there."""
    from scrubber.nodes import MappingNode, ScalarNode, SequenceNode

    found = node.get(key) if isinstance(node, MappingNode) else None
    nodes = found.items if isinstance(found, SequenceNode) else (found,)
    return [each.value for each in nodes if isinstance(each, ScalarNode)]


_Finder = Callable[[Line], Iterable[Candidate]]

KINDS: Mapping[str, tuple[_Finder, ...]] = {
    **dict.fromkeys(("RULE", "ID"), (_rules,)),
    **dict.fromkeys(("PACK_A", "PACK_B"), (_packs, _files)),
    **dict.fromkeys(("PATH", "FILE", "DIR", "FOLDER", "CORPUS", "PAIRS"), (_files,)),
    **dict.fromkeys(("GLOB", "N", "NAME", "PERCENT", "URL", "RECORD", "LINE"), ()),
    "PACK": (_packs_in_use,),
    "PLUGIN": (_plugins,),
}
"""What each word of a metavar is completed with; nothing where a person may write what they like."""

_BY_NAME: Mapping[tuple[str, str], tuple[_Finder, ...]] = {
    ("", "pack"): (_packs, _files),
    ("test", "packs"): (_packs, _files),
    ("plugins", "name"): (_plugins,),
}


def print_candidates(root: Any, words: Sequence[str]) -> int:
    """Print what may stand at the end of a command line."""
    from scrubber.cli.words import print_text
    from scrubber.terminal import escape_controls

    lines = (
        f"{escape_controls(word)}\t{escape_controls(meaning)}" for word, meaning in candidates(root, words)
    )
    print_text("".join(f"{line}\n" for line in lines))
    return 0
