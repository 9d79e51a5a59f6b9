"""An operator: HTML entities that a converter has left in the text."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from scrubber.api import Context, Edit, Needs, NoOptions, View


class Entities:
    """Decodes HTML entities left in prose: "Salt &amp;amp; Pepper", "it&#8217;s". One edit for each.

    It leaves alone code, addresses, lines with tags, entities that are spoken of and documents about them.
    `&lt;` and `&gt;` are unsafe, for text would become markup; so is all in a document that speaks of HTML.
    """

    name = "typesetting.entities"
    Options = NoOptions
    needs = Needs(literals=("&",))

    def open(self, options: NoOptions, context: Context) -> Entities:
        """Return the operator itself: it keeps nothing."""
        return self

    def propose(self, views: Sequence[View]) -> Iterator[Sequence[Edit]]:
        """Yield the edits of each view."""
        # Only now: to make ready for entities takes longer than to find that a short text has none.
        from scrubber_typesetting.decoding import edits

        for view in views:
            yield list(edits(view))

    def close(self) -> None:
        """There is nothing to let go of."""
