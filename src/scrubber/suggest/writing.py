"""Drafts as YAML: written to be read by people, and to be loaded again whatever a line holds."""

from __future__ import annotations

import unicodedata
from collections.abc import Collection, Iterable, Iterator, Sequence

import regex

from scrubber.folding import squeezed
from scrubber.suggest.drafting import Draft, RealExample, Trial
from scrubber.suggest.lookalikes import LookAlike
from scrubber.summary import counted
from scrubber.terminal import escape_controls
from scrubber.values import dataclass

_PLAIN = regex.compile(r"[^\p{C}\p{Zl}\p{Zp}\x85]*")
_WIDTH = 90
_ID_WORDS = 5
_SIDES = {
    "head": "before the article",
    "tail": "after the article",
    "edges": "before or after the article",
    "anywhere": "between the paragraphs too",
}


@dataclass(frozen=True, slots=True)
class Counted:
    """What the whole corpus holds of a rule's phrases: in how many documents, of how many, on how many sites.

    ``between`` of ``lines`` stand between two paragraphs, where a rule for the edges should find none.
    """

    documents: int
    of: int
    sites: int = 1
    lines: int = 0
    between: int = 0


def quoted(text: str) -> str:
    r"""Spell a string: in single quotes where a person can read all of it, else in double ones with escapes.

    >>> print(quoted("it's: {fine}"), quoted("a\tb"))
    'it''s: {fine}' "a\tb"
    """
    if _PLAIN.fullmatch(text):
        return "'" + text.replace("'", "''") + "'"
    return '"' + "".join(map(_spelt, text)) + '"'


def _spelt(character: str) -> str:
    if character in '"\\':
        return f"\\{character}"
    if character in "\n\t":
        return {"\n": "\\n", "\t": "\\t"}[character]
    if _PLAIN.fullmatch(character):
        return character
    code = ord(character)
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"


def slug(text: str, words: int = _ID_WORDS) -> str:
    """Return the first words of a text as an id spells them; "" where it has none in Latin letters.

    >>> slug("Fólg oss á Facebook!"), slug("Подписаться")
    ('folg-oss-a-facebook', '')
    """
    plain = (
        unicodedata.normalize("NFKD", text.casefold().replace("ß", "ss")).encode("ascii", "ignore").decode()
    )
    return "-".join(regex.findall("[a-z0-9]+", regex.sub("['’]", "", plain))[:words])[:60].strip("-")


def id_of(draft: Draft, taken: Collection[str]) -> str:
    """Return a readable id for a rule: from the words of its first phrase, and none of those ``taken``."""
    base = slug(draft.phrases[0]) or f"{draft.place}-line"
    names = [base, *([f"{base}-{slug(draft.site)}"] if draft.site else [])]
    for name in names:
        if name not in taken:
            return name
    return next(name for number in range(2, 10_000) if (name := f"{names[-1]}-{number}") not in taken)


def rule(draft: Draft, trial: Trial, name: str, keeps: Sequence[LookAlike]) -> str:
    """Return a rule as a rule file holds it, with what its precision is estimated from."""
    return "\n".join(_rule(draft, trial, name, keeps)) + "\n"


def _rule(draft: Draft, trial: Trial, name: str, keeps: Sequence[LookAlike]) -> Iterator[str]:
    base = counted(draft.looked_at, "document")
    yield f"# estimated precision: {_precision(draft)}; an estimate, from {base}"
    yield f"- id: {name}"
    yield f"  description: {quoted(description(draft))}"
    yield "  phrases:"
    for recurrence in draft.recurrences:
        several = len(draft.recurrences) > 1
        told = f"  # in {recurrence.documents} of the {draft.looked_at} looked at" if several else ""
        yield f"    - {quoted(recurrence.phrase)}{told}"
    yield from _where(draft, trial)
    yield "  drop: line"
    yield "  safety: unsafe"
    yield "  examples:"
    for example in trial.examples:
        yield from _example(draft, example)
    yield "  keep:"
    for keep in keeps:
        yield from _keep(draft, keep)
    if trial.where.regions:
        yield "    # the same line, among the article's own"
        yield from _entry([("at", "body"), ("url", _url(draft, "")), ("text", draft.recurrences[0].texts[0])])


def support(seen: Counted, first: str) -> str:
    """Return the comment that says how often the phrases of a rule stand in the corpus, and where first."""
    sites = f" on {seen.sites} sites" if seen.sites > 1 else ""
    share = f"{seen.documents / max(1, seen.of):.0%}"
    held = f"{seen.documents} of {counted(seen.of, 'document')}{sites} ({share})"
    between = ""
    if seen.between:
        between = f"# careful: {counted(seen.between, 'line')} of {seen.lines} stand between two paragraphs\n"
    return f"# support: {held}; first seen in {_comment(first)}\n{between}"


def _precision(draft: Draft) -> str:
    """Say what share of the lines that match is furniture as far as one can see, and what that goes by."""
    place = draft.outside / max(1, draft.matching)
    held = f"{draft.outside} of {counted(draft.matching, 'line')} that match stand outside the article"
    if draft.place != "anywhere":
        return f"{place:.2f} ({held})"
    words = draft.fitting / max(1, draft.matching)
    return f"{place:.2f} by place ({held}), {words:.2f} with what they say"


def _comment(text: str) -> str:
    return escape_controls(text, keep="")


def description(draft: Draft) -> str:
    """Say in a sentence what a rule drops, and where that stands."""
    first = squeezed(draft.phrases[0])
    shown = first if len(first) <= _WIDTH else first[: _WIDTH - 1] + "…"
    more = len(draft.phrases) - 1
    lines = f"“{shown}”" + (f" and {counted(more, 'line')} that go with it" if more else "")
    on = f" on {draft.site}" if draft.site else ""
    return f"Drop {lines}, which recur{'' if more else 's'} {_SIDES[draft.place]}{on}."


def _where(draft: Draft, trial: Trial) -> Iterator[str]:
    parts = [f"domain: {draft.site}"] if draft.site else []
    regions = trial.where.regions
    if regions:
        parts.append(f"region: {regions[0]}" if len(regions) == 1 else f"region: [{', '.join(regions)}]")
    if trial.where.near:
        parts.append(f"near: {{phrases: [{quoted(trial.where.near)}], within: 2}}")
    if parts:
        yield f"  where: {{{', '.join(parts)}}}"


def _example(draft: Draft, example: RealExample) -> Iterator[str]:
    yield from _entry(
        [
            ("at", example.at),
            ("url", _url(draft, example.url)),
            ("before", "\n".join(example.before)),
            ("after", "\n".join(example.after)),
        ]
    )


def _keep(draft: Draft, keep: LookAlike) -> Iterator[str]:
    told = f"from {_comment(keep.source)}" if keep.source else "put together: no article holds its words"
    yield f"    # {told}"
    yield from _entry([("url", _url(draft, "")), ("text", keep.text)])


def _entry(pairs: Iterable[tuple[str, str]]) -> Iterator[str]:
    """Yield the lines of a mapping in a list; a url that is not known is left out."""
    dash = "- "
    for key, value in pairs:
        if key == "url" and not value:
            continue
        if key == "at":
            yield f"    {dash}{key}: {value}"
        elif "\n" in value and _PLAIN.fullmatch(value.replace("\n", "")):
            yield f"    {dash}{key}: |-"
            yield from (f"        {line}" for line in value.split("\n"))
        else:
            yield f"    {dash}{key}: {quoted(value)}"
        dash = "  "


def _url(draft: Draft, url: str) -> str:
    """Return a document's url if an example can have it, else one of its site; "" where it has none."""
    if not draft.site:
        return ""
    fits = "://" in url and _PLAIN.fullmatch(url) and not any(map(str.isspace, url))
    return url if fits else f"https://{draft.site}/"


def manifest(name: str, files: Sequence[str], what: str) -> str:
    """Return the text of a pack's `pack.yaml`."""
    head = (
        "# Drafts, made from documents: read each rule, its examples and what it keeps, and take out what\n"
        "# is wrong, before you trust it. All are `safety: unsafe`: they edit nothing without --unsafe.\n"
        "# Precision is an estimate: it goes by where the lines stand, which nobody has read.\n"
    )
    listed = "\n".join(f"  - {file}" for file in files)
    return f"{head}id: {name}\ndescription: {quoted(what)}\nrules:\n{listed}\n"
