"""What a run cleans with: a cleaner for each combination of settings, opened when it is first needed."""

from __future__ import annotations

import contextlib
from collections.abc import Sequence
from dataclasses import field

from scrubber.cli.loading import Variant
from scrubber.config import Config
from scrubber.encodings import known_name
from scrubber.errors import DocumentError, UsageError
from scrubber.pipeline import Cleaner
from scrubber.sources import Source
from scrubber.values import dataclass


@dataclass
class Cleaners:
    """The cleaners of a run; ``stack`` closes them."""

    config: Config
    variants: Sequence[Variant]
    stack: contextlib.ExitStack
    _opened: dict[tuple[int, bool], Cleaner] = field(default_factory=dict)

    def number_of(self, source: Source) -> int:
        """Return which of the variants counts for a source."""
        return self.config.variant_of(source.path)

    def of(self, source: Source) -> Cleaner:
        """Return the cleaner of a source. Raises PluginError where a plugin cannot be opened."""
        variant = self.variants[self.number_of(source)]
        key = id(variant.plan), variant.unsafe
        if key not in self._opened:
            self._opened[key] = self.stack.enter_context(Cleaner(variant.plan, unsafe=variant.unsafe))
        return self._opened[key]


def encoding_named(name: str) -> str:
    """Return the canonical name of an encoding. Raises UsageError for an unknown one."""
    try:
        known = known_name(name)
    except DocumentError as error:
        raise UsageError(error.problems) from None
    return "utf-8" if known == "utf-8-sig" else known
