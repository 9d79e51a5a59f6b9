"""Packs as a git revision has them: their files are taken out of the repository, not checked out.

Nothing of the working tree or the index is touched. Every pack of the revision is written to a temporary
folder, so that one that uses another finds it in the state of the same revision.
"""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path, PurePosixPath

from scrubber.errors import Location, Problem, RuleError, ScrubberError, UsageError
from scrubber.packs import available_packs, load_packs
from scrubber.packs.sources import MANIFEST
from scrubber.specs import PackSpec
from scrubber.values import dataclass

_LINK = "120000"
_AT_ONCE = 64  # files whose contents are in memory together


@dataclass(frozen=True, slots=True)
class Revision:
    """A pack as a revision has it, ``REV:PATH``."""

    name: str
    path: str

    @property
    def whole(self) -> str:
        """What was asked for."""
        return f"{self.name}:{self.path}"


def as_revision(given: str) -> Revision | None:
    """Return what ``REV:PATH`` means; None for the name of a pack or a path that is there."""
    name, colon, path = given.partition(":")
    if not colon or not name or os.path.lexists(given):
        return None
    return Revision(name, path)


def packs_of(revision: Revision, folder: Path) -> tuple[PackSpec, ...]:
    """Load a pack of a revision, and what it uses, from files that are written below ``folder``.

    The path is looked for from the current folder, then from the root of the repository. A pack that it uses
    is the revision's where the one of now lies in the repository, or where there is none now; else it is the
    one that is installed. Raises UsageError where git or the revision is missing, RuleError where the pack
    cannot be read.
    """
    root = _root()
    commit = _commit(revision)
    entries = list(_entries(root, commit))
    inside = _inside(revision, root, [path for _, _, path in entries])
    _write(root, entries, folder)
    try:
        return load_packs([f"{folder / inside}/."], folder, known=_finder(root, folder))
    except RuleError as error:
        raise _renamed(error, folder, revision.name) from None


def _git(*arguments: str, folder: Path | None = None, stdin: bytes = b"") -> bytes:
    """Run git and return what it prints. Raises UsageError where it is not there or fails."""
    try:
        done = subprocess.run(
            ["git", *arguments], cwd=folder, input=stdin, capture_output=True, check=False,
            env={**os.environ, "LC_ALL": "C", "GIT_OPTIONAL_LOCKS": "0"},
        )  # fmt: skip
    except FileNotFoundError:
        remedy = "install git, or name a folder that holds the older pack"
        raise UsageError(
            Problem(None, "git is not installed, and a revision is asked for", "", remedy)
        ) from None
    if done.returncode:
        said = done.stderr.decode(errors="replace").strip().splitlines()
        raise UsageError(Problem(None, f"git {arguments[0]}: {said[-1] if said else 'it failed'}"))
    return done.stdout


def _root() -> Path:
    try:
        return Path(os.fsdecode(_git("rev-parse", "--show-toplevel")).rstrip("\n"))
    except UsageError as error:
        problem = error.problems[0]
        if "not a git repository" not in problem.found:
            raise
        found = f"a revision is asked for, and {Path.cwd()} is in no git repository"
        raise UsageError(Problem(None, found, remedy="go to the repository of the pack")) from None


def _commit(revision: Revision) -> str:
    if revision.name.startswith("-"):
        raise UsageError(Problem(None, f"`{revision.name}` is no revision", "a commit, a branch or a tag"))
    try:
        return _git("rev-parse", "--verify", "--quiet", f"{revision.name}^{{commit}}").decode().strip()
    except UsageError:
        remedy = "`git log` and `git tag` show what there is; a path is written without a colon"
        found = f"the repository has no revision `{revision.name}`"
        raise UsageError(Problem(None, found, "a commit, a branch or a tag", remedy)) from None


Entry = tuple[str, str, str]
"""Mode, object and path of a file of a revision."""


def _entries(root: Path, commit: str) -> Iterator[Entry]:
    """Yield the files of all packs of a revision."""
    listed = _git("ls-tree", "-r", "-z", "--full-tree", commit, folder=root)
    every = []
    for line in listed.decode(errors="surrogateescape").split("\0"):
        about, tab, path = line.partition("\t")
        mode, kind, name = about.split() if tab else ("", "", "")
        if kind == "blob" and ".." not in path.split("/"):
            every.append((mode, name, path))
    packs = {str(PurePosixPath(path).parent) for _, _, path in every if PurePosixPath(path).name == MANIFEST}
    yield from (entry for entry in every if packs & set(map(str, PurePosixPath(entry[2]).parents)))


def _inside(revision: Revision, root: Path, paths: Sequence[str]) -> str:
    """Return where in the revision the pack lies. Raises UsageError where it is not there."""
    here = os.path.relpath(os.path.join(os.path.realpath(Path.cwd()), revision.path), os.path.realpath(root))  # noqa: PTH118
    for candidate in (here, revision.path):
        folder = PurePosixPath(os.path.normpath(candidate or "."))
        if str(folder / MANIFEST) in paths:
            return str(folder)
    known = sorted(
        {str(PurePosixPath(path).parent) for path in paths if PurePosixPath(path).name == MANIFEST}
    )
    expected = f"the folder of a pack: {', '.join(known)}" if known else "a revision that holds a pack"
    raise UsageError(Problem(None, f"revision `{revision.name}` has no {revision.path}/{MANIFEST}", expected))


def _write(root: Path, entries: Sequence[Entry], folder: Path) -> None:
    """Write the files of a revision below a folder, as they are in the repository.

    Links come last, so that no file is written through one.
    """
    ordered = sorted(entries, key=lambda entry: entry[0] == _LINK)
    for at in range(0, len(ordered), _AT_ONCE):
        some = ordered[at : at + _AT_ONCE]
        for (mode, _, path), content in zip(some, _contents(root, some), strict=True):
            target = folder / path
            if mode != _LINK:
                target.parent.mkdir(parents=True, exist_ok=True)
                target.write_bytes(content)
            elif target.parent.is_dir() and not os.path.lexists(target):
                target.symlink_to(os.fsdecode(content))


def _contents(root: Path, entries: Sequence[Entry]) -> Iterator[bytes]:
    """Yield what is in each of the files."""
    asked = "".join(f"{name}\n" for _, name, _ in entries).encode()
    data = _git("cat-file", "--batch", folder=root, stdin=asked)
    at = 0
    for _ in entries:
        start = data.index(b"\n", at) + 1
        at = start + int(data[at:start].split()[2])
        yield data[start:at]
        at += 1


def _finder(root: Path, folder: Path) -> Callable[[str, Path], Path | None]:
    """Make what finds a pack that another names by its id: in the revision, if it is the repository's own."""
    here = root.resolve()

    def find(name: str, base: Path) -> Path | None:
        source = available_packs().get(name)
        if source is None:
            there = base.parent / name
        elif source.folder.resolve().is_relative_to(here):
            there = folder / source.folder.resolve().relative_to(here)
        else:
            return None
        return there if (there / MANIFEST).is_file() else None

    return find


def _renamed(error: ScrubberError, folder: Path, name: str) -> RuleError:
    """Say `REV:PATH` where the error speaks of the temporary folder."""
    places = {f"{place}/": f"{name}:" for place in (folder, folder.resolve())}

    def told(text: str) -> str:
        for place, spelt in places.items():
            text = text.replace(place, spelt)
        return text

    def moved(location: Location | None) -> Location | None:
        return location and replace(location, path=Path(told(str(location.path))))

    return RuleError(
        [Problem(moved(p.location), told(p.found), told(p.expected), told(p.remedy)) for p in error.problems]
    )
