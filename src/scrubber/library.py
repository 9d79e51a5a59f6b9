"""The library's front door: the same cleaning as the command line, for Python programs."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import Self

from scrubber.compile import Dropped, compile_plan
from scrubber.document import Document, Meta
from scrubber.packs import load_packs
from scrubber.pipeline import Cleaner
from scrubber.plugins import load
from scrubber.results import Result

DEFAULT_PACK = "news"


class Scrubber:
    """Packs loaded and compiled once, to clean any number of texts with."""

    def __init__(self, cleaner: Cleaner, dropped: tuple[Dropped, ...] = ()) -> None:
        self._cleaner = cleaner
        self.dropped = dropped
        """The rules that do not run because a plugin they need was left out, with that plugin."""

    @classmethod
    def from_packs(
        cls,
        *packs: str,
        select: Sequence[str] = (),
        ignore: Sequence[str] = (),
        unsafe: bool = False,
        without: Sequence[str] = (),
    ) -> Self:
        """Load packs by name or folder, ``news`` by default.

        ``select`` and ``ignore`` are rule ids, pack ids or globs; ``unsafe`` applies unsafe edits too;
        ``without`` names plugins to leave out, with the rules that need them. Raises ScrubberError where a
        pack, a rule or a plugin cannot be loaded.
        """
        loaded = load_packs(packs or (DEFAULT_PACK,), Path.cwd())
        plan = compile_plan(loaded, load(without), select=select, ignore=ignore)
        return cls(Cleaner(plan, unsafe=unsafe), plan.dropped)

    def clean(
        self, text: str, *, id: str = "", url: str = "", lang: str = "", date: str = "", title: str = ""
    ) -> Result:
        """Clean one text. What is known of it besides helps rules that ask for a site or a language."""
        return self._cleaner.clean(Document(text, Meta(id, url, lang, date, title)))

    def clean_bytes(self, data: bytes, *, url: str = "", lang: str = "") -> Result:
        """Clean bytes in whatever encoding; ``Result.to_bytes()`` gives them back in the same."""
        return self._cleaner.clean(Document.from_bytes(data, Meta(url=url, lang=lang)))

    def close(self) -> None:
        """Close the plugins that were opened."""
        self._cleaner.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()
