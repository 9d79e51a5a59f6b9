"""The stock article that an example with `at:` is set into, and what is known of an example's document."""

from __future__ import annotations

from scrubber.document import Document, Meta
from scrubber.specs import Example, PackSpec, Region

_HEADLINE = "Harbour board agrees to dredge the old channel"
_BODY = (
    "The harbour board agreed on Tuesday to dredge the old channel before the autumn storms, after two "
    "winters in which the ferry ran aground within sight of the pier.",
    "Work is to begin in August and will take about nine weeks, the harbour master said. Boats will use the "
    "north entrance in the meantime, and the fish market will open an hour later.",
    "Not everyone was pleased. Owners of the smaller boats asked who would pay for the new moorings, and "
    "were told that the question would be answered in the spring.",
    "The board meets again in three weeks. Its chair said that the minutes would be public by then, and that "
    "anyone who wished to speak could do so.",
)


def set_in(text: str, at: Region | None) -> str:
    """Set ``text`` into the stock article; where it is empty, the article stands as if it never was there."""
    if at is None:
        return text
    parts: dict[Region, tuple[str, ...]] = {
        "head": (_HEADLINE, text, *_BODY),
        "body": (_HEADLINE, *_BODY[:2], text, *_BODY[2:]),
        "tail": (_HEADLINE, *_BODY, text),
    }
    return "\n\n".join(part.strip("\n") for part in parts[at] if part.strip()) + "\n"


def meta_of(pack: PackSpec, example: Example) -> Meta:
    """A pack for a site or a language is tested on a document from there unless the example says else."""
    url = example.url or (f"https://{pack.domains[0]}/" if pack.domains else "")
    lang = example.lang or (pack.languages[0] if pack.languages else "")
    return Meta(url=url, lang=lang)


def document_of(pack: PackSpec, example: Example) -> Document:
    """Return the document that an example begins with."""
    return Document(set_in(example.before, example.at), meta_of(pack, example))
