"""Some documents of each site, picked evenly and kept on disk, so that memory does not grow with the corpus.

Which documents are picked depends on their names alone, never on the order in which they come: of each site
those whose names have the least hashes. A site with no more documents than are kept is looked at whole; of a
larger one the sample holds a line that stands in a share p of its documents about p times its own size.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import field
from hashlib import blake2b
from heapq import heappush, heappushpop
from typing import BinaryIO
from urllib.parse import urlsplit

import regex

from scrubber.conditions import in_domain
from scrubber.values import dataclass

MAX_SITES = 50_000
MAX_KEPT = 250_000
"""Documents on disk at a time, all sites together: about 40 MB of memory for where they lie."""
MAX_LENGTH = 40_000
"""Code points kept of a document: of a longer one its beginning and its end, in equal parts."""
MAX_TOGETHER = 3_000_000
"""Code points of all documents that are looked at together."""

_LABEL = r"[\p{L}\p{N}](?:[\p{L}\p{N}-]{0,61}[\p{L}\p{N}])?"
_HOST = regex.compile(rf"{_LABEL}(?:\.{_LABEL})*")


@dataclass(frozen=True, slots=True)
class Page:
    """A document of the sample; ``name`` is FILE, or FILE:RECORD."""

    name: str
    url: str
    text: str


def site_of(url: str) -> str:
    """Return the domain of a url as rules name it, without `www.`; "" where there is none that they could.

    >>> site_of("https://www.Gazette.example:8080/news/1"), site_of("not a url"), site_of("")
    ('gazette.example', '', '')
    """
    try:
        host = (urlsplit(url if "//" in url else f"//{url}").hostname or "").lower()
    except ValueError:
        return ""
    site = host.removeprefix("www.")
    return site if "." in site and _HOST.fullmatch(site) and in_domain(url, [site]) else ""


@dataclass(order=True, slots=True)
class _Kept:
    """Where a document lies on disk. The heap's least entry is the one that goes first: the largest hash."""

    turned: int
    offset: int
    length: int


@dataclass
class Sample:
    """The documents kept of each site. ``spool`` is a temporary file, ``quota`` the documents kept a site.

    ``counts`` are all documents seen, by site; ``left_out`` counts those of sites beyond the number that
    can be told apart.
    """

    spool: BinaryIO
    quota: int
    counts: dict[str, int] = field(default_factory=dict)
    left_out: int = 0
    _kept: dict[str, list[_Kept]] = field(default_factory=dict)
    _held: int = 0

    def add(self, page: Page) -> None:
        """Count a document, and keep it if its turn has come."""
        site = site_of(page.url)
        if site not in self.counts and len(self.counts) >= MAX_SITES:
            self.left_out += 1
            return
        self.counts[site] = self.counts.get(site, 0) + 1
        kept = self._kept.setdefault(site, [])
        turned = -int.from_bytes(blake2b(page.name.encode("utf-8", "replace"), digest_size=8).digest())
        if len(kept) >= self.quota:
            if turned > kept[0].turned:
                heappushpop(kept, self._spooled(page, turned))
            return
        heappush(kept, self._spooled(page, turned))
        self._held += 1
        if self._held > MAX_KEPT:
            self._shrink()

    def _spooled(self, page: Page, turned: int) -> _Kept:
        data = json.dumps([page.name, page.url, _cut(page.text)]).encode()
        offset = self.spool.seek(0, 2)
        self.spool.write(data)
        return _Kept(turned, offset, len(data))

    def _shrink(self) -> None:
        """Keep half as many documents of each site, but no fewer than a rule needs to stand on."""
        self.quota = max(self.quota // 2, 5)
        for site, kept in self._kept.items():
            self._kept[site] = sorted(kept)[-self.quota :]
        self._held = sum(map(len, self._kept.values()))

    def pages(self, site: str) -> list[Page]:
        """Return the documents kept of a site, in the order in which they came."""
        return self._together(self._kept[site])

    def one_each(self, sites: Iterable[str], most: int) -> list[Page]:
        """Return one document each of at most ``most`` of the sites."""
        return self._together(sorted((max(self._kept[site]) for site in sites), reverse=True)[:most])

    def _together(self, chosen: Iterable[_Kept]) -> list[Page]:
        """Read documents, those with the least hashes first, as far as memory allows."""
        read: list[tuple[int, Page]] = []
        size = 0
        for kept in sorted(chosen, reverse=True):
            page = self._read(kept)
            size += len(page.text)
            if read and size > MAX_TOGETHER:
                break
            read.append((kept.offset, page))
        return [page for _, page in sorted(read, key=lambda pair: pair[0])]

    def _read(self, kept: _Kept) -> Page:
        self.spool.seek(kept.offset)
        return Page(*json.loads(self.spool.read(kept.length)))

    def sites(self) -> Iterator[tuple[str, int]]:
        """Yield the sites with the number of their documents, the largest first."""
        yield from sorted(self.counts.items(), key=lambda pair: (-pair[1], pair[0]))


def _cut(text: str) -> str:
    if len(text) <= MAX_LENGTH:
        return text
    half = MAX_LENGTH // 2
    start, end = text.rfind("\n", 0, half), text.find("\n", len(text) - half)
    return text[: start if start > 0 else half] + "\n" + text[end + 1 if end > 0 else -half :]
