"""Patterns that begin with a sign: tried, and compiled, where the sign stands at all."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property


@dataclass(frozen=True)
class Signed:
    """The pattern ``sign`` and then ``rest``; a text without the sign costs no more than a look for it."""

    sign: str
    rest: str

    def search(self, text: str, /) -> re.Match[str] | None:
        """Return the first match, or None."""
        return self._pattern.search(text) if self.sign in text else None

    def finditer(self, text: str) -> Iterable[re.Match[str]]:
        """Return the matches in order."""
        return self._pattern.finditer(text) if self.sign in text else ()

    @cached_property
    def _pattern(self) -> re.Pattern[str]:
        return re.compile(re.escape(self.sign) + self.rest)
