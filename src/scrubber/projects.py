"""New projects: a pack or a plugin as a distribution of its own, made from the files in `templates/`.

A template is a file as it should be, but for a few words between two `@`, in its text and in its path.
"""

from __future__ import annotations

import importlib.metadata
import importlib.util
import os
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path, PurePosixPath
from typing import Literal

import regex

from scrubber.errors import Problem, UsageError, listed
from scrubber.packs.sources import available_packs
from scrubber.plugins import installed
from scrubber.values import dataclass

ProjectKind = Literal["pack", "plugin"]
PROJECT_KINDS: tuple[ProjectKind, ...] = ("pack", "plugin")
MAX_NAME = 40

_SUFFIX = ".tmpl"
_PREFIX = "scrubber-"
_NAME = regex.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_WORD = regex.compile(r"@[A-Z]+@")


@dataclass(frozen=True, slots=True)
class Project:
    """What a project is called: ``name`` is what YAML and the command line call the pack or the plugin."""

    kind: ProjectKind
    name: str

    @property
    def distribution(self) -> str:
        """The name to install it by."""
        return f"{_PREFIX}{self.name}"

    @property
    def module(self) -> str:
        """The name to import it by, which the prefix keeps from being a keyword or beginning with a digit."""
        return self.distribution.replace("-", "_")

    @property
    def words(self) -> Mapping[str, str]:
        """What is put in place of the words of a template."""
        return {
            "@NAME@": self.name,
            "@MODULE@": self.module,
            "@DISTRIBUTION@": self.distribution,
            "@TITLE@": self.name.replace("-", " ").title(),
            "@VERSION@": importlib.metadata.version("scrubber-text"),
        }


def project(kind: str, name: str) -> Project:
    """Return what a new project is called. Raises UsageError for a name that will not do or is taken."""
    chosen = next((known for known in PROJECT_KINDS if known == kind), None)
    if chosen is None:
        found = f"there is no template of a `{kind}`"
        raise UsageError(Problem(None, found, listed(PROJECT_KINDS), f"say `scrubber new pack {name}`"))
    _require_good(name)
    wanted = Project(chosen, name)
    taken = next(_taken(wanted), "")
    if taken:
        raise UsageError(Problem(None, f"the name `{name}` is taken: {taken}", remedy="choose another one"))
    return wanted


def _require_good(name: str) -> None:
    expected = f"lower-case words with hyphens between them, {MAX_NAME} letters at most"
    if not _NAME.fullmatch(name) or len(name) > MAX_NAME:
        raise UsageError(Problem(None, f"`{name}` as a name", expected, _respelt(name)))
    if name.startswith(_PREFIX):
        remedy = f"the distribution is called `{name}` by itself: say `{name.removeprefix(_PREFIX)}`"
        raise UsageError(Problem(None, f"`{name}` as a name", "one without `scrubber-` before it", remedy))


def _respelt(name: str) -> str:
    parted = regex.sub(r"(?<=[a-z0-9])(?=[A-Z])", "-", name)
    words = "-".join(regex.findall(r"[a-z0-9]+", parted.lower()))
    return f"write `{words.removeprefix(_PREFIX)}`" if words and len(words) <= MAX_NAME else ""


def _taken(wanted: Project) -> Iterator[str]:
    """Yield what has the name, or a part of it, already."""
    pack = available_packs().get(wanted.name)
    if pack:
        yield f"{pack.distribution or 'scrubber'} has a pack of that name"
    for plugin in installed():
        if plugin.name == wanted.name:
            yield f"{plugin.distribution} has a plugin of that name"
    try:
        importlib.metadata.distribution(wanted.distribution)
    except importlib.metadata.PackageNotFoundError:
        pass
    else:
        yield f"a distribution `{wanted.distribution}` is installed"
    if importlib.util.find_spec(wanted.module):
        yield f"a module `{wanted.module}` is installed"


def write_project(wanted: Project, folder: Path, more: Mapping[str, bytes]) -> list[Path]:
    """Make the project in ``folder``, whole or not at all, and return its files; ``more`` are further ones.

    Raises UsageError where something is there already or the folder cannot be made.
    """
    if folder.is_file() or (folder.is_dir() and any(folder.iterdir())):
        remedy = "name another folder: --output DIR"
        raise UsageError(Problem(None, f"there is something at {folder} already", "a new folder", remedy))
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        return _written(dict(_files(wanted)) | dict(more), folder)
    except OSError as error:
        why = error.strerror or str(error)
        raise UsageError(Problem(None, f"{folder} cannot be made: {why}")) from None


def _files(wanted: Project) -> Iterator[tuple[str, bytes]]:
    """Yield the path of each file, below the project's folder, with what stands in it."""
    templates = Path(__file__).parent / "templates" / wanted.kind
    for path in sorted(templates.rglob(f"*{_SUFFIX}")):
        name = path.relative_to(templates).as_posix().removesuffix(_SUFFIX)
        text = path.read_text(encoding="utf-8")
        yield _filled(name, wanted), _filled(text, wanted).encode()


def _filled(template: str, wanted: Project) -> str:
    words = wanted.words
    return _WORD.sub(lambda found: words[found[0]], template)


def _written(files: Mapping[str, bytes], folder: Path) -> list[Path]:
    """Write the files into a folder beside the one that is wanted, and move them when all are there."""
    beside = folder.absolute()
    draft = Path(tempfile.mkdtemp(".scrubber", f".{beside.name}.", beside.parent))
    try:
        for name, data in files.items():
            path = draft / PurePosixPath(name)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)
        draft.chmod(0o777 & ~_umask())
        if folder.is_dir():
            for made in draft.iterdir():
                made.replace(folder / made.name)
        else:
            draft.replace(folder)
    finally:
        shutil.rmtree(draft, ignore_errors=True)
    return [folder / PurePosixPath(name) for name in sorted(files)]


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
