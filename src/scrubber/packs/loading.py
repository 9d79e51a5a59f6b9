"""Packs in the order in which they run, with all that they use."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from scrubber.errors import Location, Problem, RuleError
from scrubber.packs.cache import pack_in
from scrubber.packs.sources import find_pack, is_path
from scrubber.specs import PackSpec

Known = Callable[[str, Path], Path | None]
"""What finds the folder of a pack by its id and the folder of who asks for it, before the usual places."""


def load_packs(names: Sequence[str], base: Path, known: Known | None = None) -> tuple[PackSpec, ...]:
    """Read packs and all that they use, in running order: what a pack uses before it, each pack once.

    A name is a path (it holds a separator, or is a folder below ``base`` with a `pack.yaml`) or the id of a
    known pack; a name in `uses:` is relative to its pack's folder. ``known`` is asked first where a name is
    an id. Raises RuleError for unknown names, packs
    that use each other in a circle, and whatever :func:`scrubber.packs.load_pack` finds, all packs together.
    """
    loader = _Loader(known)
    for name in names:
        loader.add(name, base, None)
    if loader.problems:
        raise RuleError(loader.problems)
    return tuple(loader.packs)


class _Loader:
    """Walks the `uses:` of packs, depth first, and keeps each pack once, by its folder."""

    def __init__(self, known: Known | None = None) -> None:
        self._known = known
        self.packs: list[PackSpec] = []
        self.problems: list[Problem] = []
        self._done: set[Path] = set()
        self._open: list[tuple[Path, str]] = []

    def add(self, name: str, base: Path, location: Location | None) -> None:
        """Add a pack after all that it uses; ``location`` is where it was named, None on a command line."""
        try:
            folder = self._at_hand(name, base) or find_pack(name, base, location)
            self._refuse_circle(folder.resolve(), name, location)
            self._add_folder(folder, name, base)
        except RuleError as error:
            self.problems.extend(error.problems)

    def _at_hand(self, name: str, base: Path) -> Path | None:
        return self._known(name, base) if self._known and not is_path(name, base) else None

    def _refuse_circle(self, folder: Path, name: str, location: Location | None) -> None:
        folders = [opened for opened, _ in self._open]
        if folder in folders:
            names = [opened for _, opened in self._open[folders.index(folder) :]]
            found = f"packs in a circle: {' uses '.join([*names, name])}"
            raise RuleError(Problem(location, found, "an order", "take one of them out of a `uses:`"))

    def _add_folder(self, folder: Path, name: str, base: Path) -> None:
        resolved = folder.resolve()
        if resolved in self._done:
            return
        self._done.add(resolved)
        pack = pack_in(folder)
        if pack.id != name and not is_path(name, base):
            found = f"the pack `{name}` says that its id is `{pack.id}`"
            raise RuleError(Problem(pack.location, found, "the id that the pack is offered under"))
        self._open.append((resolved, name))
        for used in pack.uses:
            self.add(used.value, folder, used.location)
        self._open.pop()
        self.packs.append(pack)
