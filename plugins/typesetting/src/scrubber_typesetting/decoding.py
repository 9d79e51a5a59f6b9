"""Which entities of a text are damage, and the edits that decode them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from scrubber.api import Change, Edit, Safety, Span, View
from scrubber_typesetting.references import REFERENCE, character_of

_SPOKEN_OF = re.compile(
    r"\b(?:html|xml|character|named|numeric|escaped?) (?:entit(?:y|ies)|references?|escap\w+)\b"
    r"|\b(?:un)?escap(?:e|es|ed|ing) (?:html|xml|characters|sequences?)\b"
    r"|\bampersands?\b|\bhtmlspecialchars\b|\bhtml\.(?:un)?escape\b|\bhtml[ -](?:escap|encod|code)\w*",
    re.IGNORECASE,
)
_MARKUP = re.compile(r"\b(?:html|xml|xhtml|sgml|markup)\b", re.IGNORECASE)
_COMMENT_FORM = re.compile(
    r"^.{0,40}\b(?:you (?:may|can) use|allowed|permitted|no)\b.{0,30}\bhtml\b.*$",
    re.IGNORECASE | re.MULTILINE,
)
_TAG = re.compile(r"</?[A-Za-z][^<>\n]{0,200}>|<!--|&lt;/?[A-Za-z]|&amp;lt;")
_DOCUMENT = re.compile(
    r"<!doctype|<html|<\?xml|</(?:p|div|span|a|li|td|b|i|em|strong|pre|code)>", re.IGNORECASE
)
"""What only a document in HTML holds; in it entities are no damage."""
_CODE = re.compile(r"^(?: {4}|\t)|[`{}\\]|==|=>|->|::|\w\(|\(\)|;;|&&|^\s*(?:[$#>%]|//|/\*)\s")
_ADDRESS = re.compile(r"://|www\.|[=?]\S*&|&\S*=|@")
_MENTION = re.compile(
    r"\b(?:typ(?:e|es|ed|ing)|writ(?:e|es|ten|ing)|us(?:e|es|ed|ing)|enter(?:ed|ing)?|insert(?:ed|ing)?|paste"
    r"|codes?|characters?|symbols?|signs?|sequences?|string|shown? as|appears? as|rendered as|called)"
    r"[:,]?\s$",
    re.IGNORECASE,
)
_GOES_ON = "\x80-\xbf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ"
_MISREAD = re.compile(rf"(?=([Â-ß][{_GOES_ON}]|[à-ï][{_GOES_ON}]{{2}}|[ð-ô][{_GOES_ON}]{{3}}))")
"""What UTF-8 looks like when it is read as windows-1252; it looks ahead, so that no run hides another."""
_QUOTES = "\"'“”‘’«»()[]"


def edits(view: View) -> Iterator[Edit]:
    """Yield an edit for each entity that is to be decoded."""
    if not REFERENCE.search(view.text) or _is_about(view.text):
        return
    about_markup = _MARKUP.search(_COMMENT_FORM.sub("", view.text)) is not None
    for line, text in zip(view.lines, view.line_texts, strict=True):
        if "&" in text and not _is_code(text):
            for found, character in _decoded(text):
                span = Span(line.span.start + found.start(), line.span.start + found.end())
                safety: Safety = "unsafe" if about_markup or character in "<>" else "safe"
                reason = f"{found[0]} is an HTML entity and stands for {_shown(character)}"
                yield view.edit(Change(span, character), reason=reason, safety=safety)


def _is_about(text: str) -> bool:
    """Whether a document speaks of entities, or is itself HTML: then they are what it is about."""
    return bool(_SPOKEN_OF.search(text) or _DOCUMENT.search(text))


def _is_code(line: str) -> bool:
    return bool(_TAG.search(line) or _CODE.search(REFERENCE.sub("x", line)))


def _decoded(line: str) -> list[tuple[re.Match[str], str]]:
    """Return the entities of a line with what they stand for.

    None where the line would then hold another entity, or where one of them would be part of what looks like
    UTF-8 read in a wrong encoding: both would be read anew in the next run.
    """
    found = list(_entities(line))
    text, at = "", 0
    places: set[int] = set()
    for match, character in found:
        text += line[at : match.start()]
        places.update(range(len(text), len(text) + len(character)))
        text += character
        at = match.end()
    text += line[at:]
    misread = any(not places.isdisjoint(range(*run.span(1))) for run in _MISREAD.finditer(text))
    return [] if misread or any(_entities(text)) else found


def _entities(line: str) -> Iterator[tuple[re.Match[str], str]]:
    for match in REFERENCE.finditer(line):
        character = character_of(match[0])
        if character and not _is_spared(line, match):
            yield match, character


def _is_spared(line: str, match: re.Match[str]) -> bool:
    """Whether the entity belongs to an address, or is spoken of: after "type", or alone between quotes."""
    start = max(line.rfind(" ", 0, match.start()), line.rfind("\t", 0, match.start())) + 1
    end = next((i for i in range(match.end(), len(line)) if line[i].isspace()), len(line))
    if _ADDRESS.search(REFERENCE.sub("", line[start : match.start()]) + "&" + line[match.end() : end]):
        return True
    before, after = line[: match.start()], line[match.end() :]
    alone = (not before or before[-1].isspace()) and (not after or not after[0].isalnum())
    quoted = before[-1:] in _QUOTES and after[:1] in _QUOTES and before[-1:] != "" and after[:1] != ""
    return quoted or (alone and _MENTION.search(before) is not None)


def _shown(character: str) -> str:
    return {"\xa0": "a no-break space", "\xad": "a soft hyphen"}.get(character, f"“{character}”")
