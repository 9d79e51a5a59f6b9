"""scrubber: clean text with rules and plugins, and see every change.

>>> from scrubber import Scrubber
>>> with Scrubber.from_packs("news") as scrubber:
...     result = scrubber.clean("The council met on Monday.\\n\\nLeave a Reply\\n")
>>> result.text
'The council met on Monday.\\n'
>>> [edit.rule for edit in result.edits]
['web.comment-form']
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from scrubber.library import Scrubber
    from scrubber.results import Result

__all__ = ["Result", "Scrubber", "__version__"]


def __getattr__(name: str) -> object:
    # Loaded on first use: `scrubber --help` imports this package and needs none of it.
    if name == "Scrubber":
        from scrubber.library import Scrubber

        return Scrubber
    if name == "Result":
        from scrubber.results import Result

        return Result
    if name == "__version__":
        from importlib.metadata import version

        return version("scrubber-text")
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
