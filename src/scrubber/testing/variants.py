"""An example with other line ends, which must make no difference; and the difference, where there is one."""

from __future__ import annotations

import difflib
from collections.abc import Iterator

from scrubber.values import dataclass


@dataclass(frozen=True, slots=True)
class Variant:
    """An example with other line ends; ``exact`` is whether its last line end has to be as expected."""

    how: str
    before: str
    after: str
    exact: bool

    def same(self, text: str) -> bool:
        """Whether ``text`` is what should come of it."""
        return text == self.after if self.exact else text.rstrip("\n") == self.after.rstrip("\n")


def variants(before: str, after: str) -> Iterator[Variant]:
    """Yield a document with CRLF line ends, and with a final newline or without: whichever it has not."""
    if "\r" not in before + after:
        yield Variant("with CRLF line ends", _crlf(before), _crlf(after), exact=True)
    if before:
        how = "without its final newline" if before.endswith("\n") else "with a final newline"
        # a last line that goes takes its end along, and the one before keeps its own
        yield Variant(how, _toggled(before), _toggled(after), exact=before == after)


def _crlf(text: str) -> str:
    return text.replace("\n", "\r\n")


def _toggled(text: str) -> str:
    return text[:-1] if text.endswith("\n") else f"{text}\n"


def difference(expected: str, found: str) -> str:
    """Return a diff from what was expected to what came out, without a final newline; "" where there is none.

    >>> print(difference("One.\\nTwo.\\n", "One.\\n"))
    --- expected
    +++ came out
    @@ -1,2 +1 @@
     One.
    -Two.
    """
    wanted, came = _lines(expected), _lines(found)
    if expected.endswith("\n") != found.endswith("\n"):
        (wanted if found.endswith("\n") else came).append("\\ no newline at the end")
    return "\n".join(difflib.unified_diff(wanted, came, "expected", "came out", lineterm="", n=1))


def _lines(text: str) -> list[str]:
    """Split at line feeds only, so that a carriage return that differs is seen."""
    return text.removesuffix("\n").split("\n")
