"""The evidence of head and tail in words: each name that has a weight, as a person would say it."""

from __future__ import annotations

from collections.abc import Mapping

__all__ = ["in_words"]

_FORMS: Mapping[str, str] = {
    "few words": "two or three words",
    "headline": "a line as long as a headline",
    "item": "a list item",
    "label with colon": "a line that ends in a colon",
    "long item": "a long list item",
    "long line": "a long line that is no sentence",
    "one word": "a single word",
    "paragraph": "a whole paragraph",
    "sentence": "a sentence",
    "short line": "a short line that is no sentence",
    "short sentence": "a short sentence",
    "symbols": "no letters",
    "plain": "no sign of furniture, and no paragraph",
    "prose": "prose",
    "sure": "a sure sign of furniture",
    "telling": "what looks like furniture",
}

_PLAIN: Mapping[str, str] = {
    "a paragraph": "a paragraph without a sign of furniture",
    "all": "everything would be outside",
    "among figures": "figures around it",
    "among notes": "a numbered note",
    "among references": "references around it",
    "amount": "an amount at its end",
    "announced": "in a list that a colon opens",
    "begins with references": "it would begin with references",
    "between paragraphs: few": "few lines between two paragraphs",
    "between paragraphs: many": "many lines between two paragraphs",
    "between paragraphs: some": "some lines between two paragraphs",
    "between paragraphs: very many": "very many lines between two paragraphs",
    "calls": "a call to do something",
    "contact": "a contact or an address",
    "cut off": "cut off with dots",
    "cuts a list": "it would cut a list",
    "cuts references": "it would cut references",
    "date": "a date",
    "last paragraph before": "no paragraph follows",
    "named before": "begins with the name above it",
    "networks": "names of networks",
    "none": "nothing would be outside",
    "reference": "a reference",
    "repeated": "stands again in the document",
    "repeated nearby": "stands again nearby",
    "rights": "a copyright mark",
    "said before": "the same prose stands above",
    "separators": "set apart by strokes or dots",
    "speaks of the site": "speaks of the site",
    "speaks to the reader": "speaks to the reader",
    "tells a life": "tells of somebody's life",
    "title case": "set in title case",
    "under references": "below a heading of references",
    "within a run of one form": "it would part a run of lines of one form",
}

# How many of one thing and of several: "no", "one", "up to 3" or "many" stands before it.
_GRADED: Mapping[str, tuple[str, str]] = {
    "alike in the article": ("line amid the article is alike", "lines amid the article are alike"),
    "free paragraphs in a row": ("free paragraph in a row below", "free paragraphs in a row below"),
    "headings of references": ("heading of references below", "headings of references below"),
    "kinds": ("kind of sure sign below", "kinds of sure signs below"),
    "long paragraphs in a row": ("long paragraph in a row below", "long paragraphs in a row below"),
    "longest paragraph": ("word in the longest paragraph below", "words in the longest paragraph below"),
    "own paragraphs in a row": (
        "paragraph in a row below with the article's words",
        "paragraphs in a row below with the article's words",
    ),
    "paragraphs far after": ("paragraph among the 20 lines below", "paragraphs among the 20 lines below"),
    "paragraphs in a row": ("paragraph in a row below", "paragraphs in a row below"),
    "prose after": ("line of prose among the 5 below", "lines of prose among the 5 below"),
    "prose before": ("line of prose among the 5 above", "lines of prose among the 5 above"),
    "sure": ("sure sign below", "sure signs below"),
    "sure after": ("sure sign among the 5 lines below", "sure signs among the 5 lines below"),
    "sure before": ("sure sign among the 5 lines above", "sure signs among the 5 lines above"),
    "sure far after": ("sure sign among the 20 lines below", "sure signs among the 20 lines below"),
    "sure nearby": ("sure sign right below", "sure signs right below"),
    "telling": ("line like furniture below", "lines like furniture below"),
    "telling after": ("line like furniture among the 5 below", "lines like furniture among the 5 below"),
    "units after the last paragraph": ("line after the last paragraph", "lines after the last paragraph"),
    "words of paragraphs": ("word in paragraphs below", "words in paragraphs below"),
}
_SHARES: Mapping[str, str] = {
    "long, taken up": "of a long line's words stand in the prose above",
    "short, taken up": "of a short line's words stand in the prose above",
    "share of free words": "of all words are in free paragraphs below",
    "share of sure": "of the lines below are sure signs",
}


def in_words(name: str) -> str:
    """Return a piece of evidence as a person would say it. A free paragraph is one that no sign opens.

    >>> in_words("share row, short"), in_words("sure after 2")
    ('a sign of “share row”', 'up to 2 sure signs among the 5 lines below')
    """
    if name in _PLAIN:
        return _PLAIN[name]
    if name in _FORMS:
        return _FORMS[name]
    side, _, form = name.partition(": ")
    if side in ("before", "after") and form in _FORMS:
        return f"{'above' if side == 'before' else 'below'} the cut {_FORMS[form]}"
    if name.startswith("in "):
        return f"below a sign of “{name.removeprefix('in ')}”"
    kind, comma, size = name.rpartition(", ")
    if comma and size in ("short", "long"):
        return f"a sign of “{kind}”" + (" in a long line" if size == "long" else "")
    return _graded(name)


def _graded(name: str) -> str:
    kind, _, step = name.rpartition(" ")
    if kind in _SHARES:
        share = {"0": "none", "more": "all" if kind.endswith("taken up") else "many"}.get(step)
        return f"{share or f'up to {float(step):.0%}'} {_SHARES[kind]}"
    if kind in _GRADED:
        one, several = _GRADED[kind]
        count = {"0": "no", "1": "one", "more": "many"}.get(step, f"up to {step}")
        return f"{count} {one if step == '1' else several}"
    return name
