"""What ftfy makes of a text, with the steps that it took: its mending of encodings, and nothing else of it.

ftfy also straightens quotes, composes letters, splits ligatures and strips escapes. Those are matters of
taste, and no part of this.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from scrubber.api import PluginError, Problem

WESTERN = "windows-1252"
"""What nearly all damage was read in. Latin-1 differs from it only by control characters."""

_WESTERNS = frozenset({"latin-1", "windows-1252", "sloppy-windows-1252"})


@dataclass(frozen=True, slots=True)
class Mended:
    """A text as ftfy mends it, and how: its steps as pairs of an action and what it was done with."""

    text: str
    steps: tuple[tuple[str, str], ...]

    def __str__(self) -> str:
        """The steps for a reader: `sloppy-windows-1252 -> utf-8`, each action by the name ftfy gives it."""
        return " -> ".join(name for _, name in self.steps)

    @property
    def encoding(self) -> str:
        """The encoding that the text was read in by mistake, first of several; "" where steps name none."""
        names = [name for action, name in self.steps if action == "encode"]
        return "" if not names else WESTERN if names[0] in _WESTERNS else names[0]

    @property
    def guesses_blanks(self) -> bool:
        """Whether a blank was taken for the no-break space that a lost byte stood for."""
        return ("transcode", "restore_byte_a0") in self.steps

    @property
    def plain(self) -> bool:
        """Whether it took nothing but reading anew what had been read as windows-1252, or C1 controls."""
        for action, name in self.steps:
            if action == "encode" and name not in _WESTERNS:
                return False
            if action in ("transcode", "apply") and name != "fix_c1_controls":
                return False
        return bool(self.steps)


def require() -> None:
    """Raise PluginError where ftfy is not there.

    It is imported where a rule asks for it: that takes longer than all else, and most runs have no such rule.
    """
    try:
        import ftfy  # noqa: F401
    except ModuleNotFoundError:
        remedy = "install it: pip install 'scrubber-text[mojibake]'"
        raise PluginError(Problem(None, "ftfy is not installed", remedy=remedy)) from None


def is_suspect(text: str) -> bool:
    """Whether ftfy sees signs of damage in ``text``; quick, and often wrong by itself."""
    if text.isascii():
        return False
    from ftfy.badness import is_bad

    return is_bad(text)


def mend(text: str) -> Mended:
    """Return ``text`` with its encoding mended as ftfy would; the same text and no steps where it is sound.

    What has been lost is not made up for: a sequence with a replacement character in it stays.
    """
    import ftfy

    fixed, steps = ftfy.fix_encoding_and_explain(text, replace_lossy_sequences=False)
    return Mended(fixed, _pairs(steps or ()))


def _pairs(steps: Sequence[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
    return tuple((action, name) for action, name in steps)
