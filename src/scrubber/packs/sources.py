"""Where packs come from: bundled ones, and those that other distributions offer.

A distribution offers a pack through the entry-point group ``scrubber.packs``: the pack's id is the entry's
name, its value ``package`` or ``package:subfolder``. Nothing of the package is run to find the folder.
"""

from __future__ import annotations

import importlib.util
import os
from collections.abc import Iterator, Mapping
from dataclasses import replace
from importlib.metadata import EntryPoint, entry_points
from pathlib import Path

from scrubber.errors import Location, Problem, RuleError, listed, nearest
from scrubber.values import dataclass

MANIFEST = "pack.yaml"
GROUP = "scrubber.packs"


@dataclass(frozen=True, slots=True)
class PackSource:
    """Where a pack that is known by its id comes from.

    ``distribution`` is empty for a bundled pack. ``problem`` says why the pack cannot be used, or is empty;
    it is raised only when the pack is asked for, so that one broken distribution harms no other pack.
    """

    id: str
    folder: Path
    distribution: str = ""
    version: str = ""
    problem: str = ""


def available_packs() -> Mapping[str, PackSource]:
    """Return every pack that can be named by its id, sorted by id: bundled ones first win a name."""
    known: dict[str, PackSource] = {}
    for source in _offered():
        other = known.get(source.id)
        if other and other.distribution != source.distribution:
            both = f"both {other.distribution} and {source.distribution} offer it"
            source = replace(source, problem=f"{both}: uninstall one, or name the pack by its path")
        known[source.id] = source
    known.update(_bundled())
    return dict(sorted(known.items()))


def _bundled_folder() -> Path:
    """In a wheel the packs lie in the package; in a checkout they are read where they are written."""
    package = Path(__file__).resolve().parents[1]
    shipped = package / "_packs"
    return shipped if shipped.is_dir() else package.parents[1] / "rules"


def _bundled() -> dict[str, PackSource]:
    manifests = sorted(_bundled_folder().glob(f"*/{MANIFEST}"))
    return {path.parent.name: PackSource(path.parent.name, path.parent) for path in manifests}


def _offered() -> Iterator[PackSource]:
    for entry in sorted(entry_points(group=GROUP), key=lambda entry: (entry.name, entry.value)):
        name = entry.dist.name if entry.dist else "an unnamed distribution"
        version = entry.dist.version if entry.dist else ""
        folder = _folder_of(entry)
        problem = "" if (folder / MANIFEST).is_file() else f"{name} has no {MANIFEST} at `{entry.value}`"
        yield PackSource(entry.name, folder, name, version, problem)


def _folder_of(entry: EntryPoint) -> Path:
    """Return the folder that an entry names; one that does not exist where the package is not found.

    Only the top-level name is looked up: for a dotted one importlib would import the parent.
    """
    package, _, subfolder = entry.value.partition(":")
    top, *rest = package.strip().split(".")
    parts = [*rest, *subfolder.strip().split("/")]
    try:
        spec = importlib.util.find_spec(top)
    except (ImportError, ValueError):
        spec = None
    roots = (spec.submodule_search_locations or ()) if spec else ()
    places = [Path(root, *parts) for root in roots]
    return next((place for place in places if (place / MANIFEST).is_file()), Path(top, *parts))


def is_path(name: str, base: Path) -> bool:
    """Whether a pack's name is a path: it holds a separator, or is a folder below ``base`` with a pack."""
    with_separator = any(separator in name for separator in "/\\") or name in {".", "..", "~"}
    return with_separator or (base / name / MANIFEST).is_file()


def find_pack(name: str, base: Path, location: Location | None) -> Path:
    """Return the folder of the pack that ``name`` means: a path relative to ``base``, or a pack's id.

    Raises RuleError, at ``location`` where there is one, for a name that nothing answers to.
    """
    if is_path(name, base):
        path = _without_dots(base / Path(name).expanduser())
        if not (path / MANIFEST).is_file():
            found = f"there is no {path / MANIFEST}"
            raise RuleError(
                Problem(location, found, "the folder of a pack", "a known pack is named by its id")
            )
        return path
    known: Mapping[str, PackSource] = _bundled()
    if name not in known:
        known = available_packs()  # only now: a look at every installed distribution costs start-up time
    source = known.get(name)
    if source is None:
        remedy = nearest(name, known) or "a folder is named with a separator: `./mine`"
        expected = listed(known) or "the folder of a pack"
        raise RuleError(Problem(location, f"unknown pack `{name}`", expected, remedy))
    if source.problem:
        raise RuleError(Problem(location, f"pack `{name}` cannot be used: {source.problem}"))
    return source.folder


def _without_dots(path: Path) -> Path:
    """Return the path without its `..`, for people to read, unless a link makes it another place."""
    plain = Path(os.path.normpath(path))
    return plain if plain.exists() and path.exists() and plain.samefile(path) else path
