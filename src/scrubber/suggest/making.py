"""The whole way from documents to the files of a draft pack."""

from __future__ import annotations

import tempfile
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import field
from pathlib import Path

from scrubber.packs import load_pack
from scrubber.plugins import Registry
from scrubber.suggest.census import Census, Counting
from scrubber.suggest.drafting import Draft, Passed, draft
from scrubber.suggest.proving import Proven, prove
from scrubber.suggest.sampling import Page, Sample
from scrubber.suggest.writing import id_of, manifest, rule, slug, support
from scrubber.summary import counted
from scrubber.testing import check_packs
from scrubber.values import dataclass

MANY, NAMELESS = "many sites", "no site"
POOL = 1_000
"""Of the sites without rules of their own, so many are looked at together, a document each."""
JUDGED = 60
"""Of so many documents of a site the regions are judged: it costs most, and the lines around tell too."""
_POOL_SHARE = 0.1  # sites share little: what stands on one in a hundred of them is worth a rule
_MOST_BETWEEN = 0.02

Pages = Callable[[], Iterable[Page]]


@dataclass(frozen=True, slots=True)
class Terms:
    """What is asked of a line: to stand in ``documents``, and in a ``share`` of those of its site.

    ``sample`` documents of each site are looked at; the ``sites`` that have most get rules of their own, at
    most ``limit`` each.
    """

    documents: int = 5
    share: float = 0.1
    sample: int = 200
    sites: int = 200
    limit: int = 100


@dataclass(frozen=True, slots=True)
class Written:
    """A rule as it is written, without what the whole corpus says of it."""

    group: str
    site: str
    name: str
    text: str
    first: str
    phrases: tuple[str, ...]
    exact: tuple[bool, ...]
    anywhere: bool


@dataclass
class Suggestions:
    """What came of a corpus: rules, and what recurs and is not proposed, by site."""

    rules: list[Written] = field(default_factory=list)
    passed: list[tuple[str, Passed]] = field(default_factory=list)
    documents: int = 0
    sites: int = 0
    looked_at: int = 0
    left_out: int = 0
    files: dict[str, str] = field(default_factory=dict)


def suggest(
    pages: Pages, terms: Terms, pack: str, progress: Callable[[str], None] = lambda said: None
) -> Suggestions:
    """Read the pages twice and return a pack's files; none where nothing is proposed.

    ``pages`` gives the same documents each time. The first reading picks a sample of each site, from which
    the rules are drafted, one site after the other; the second counts them in every document. ``progress`` is
    told what is being done.
    """
    made = Suggestions()
    with tempfile.TemporaryFile() as spool:
        sample = Sample(spool, terms.sample)
        for page in pages():
            sample.add(page)
        made.documents, made.sites = sum(sample.counts.values()), len(sample.counts)
        made.left_out = sample.left_out
        for group, site, chosen, least in _groups(sample, terms):
            made.looked_at += len(chosen)
            progress(f"drafting rules: {group}")
            drafts, passed = draft(chosen, site, least, JUDGED if group != MANY else POOL)
            made.passed += [(group, one) for one in passed]
            _prove_all(made, group, drafts, terms.limit)
    if made.rules:
        _write(made, _census(made.rules, pages), pack)
    return made


def _groups(sample: Sample, terms: Terms) -> Iterable[tuple[str, str, list[Page], int]]:
    """Yield the largest sites one by one, and all others as one group, in which each counts once."""
    rest = []
    for number, (site, count) in enumerate(sample.sites()):
        if count < terms.documents or number >= terms.sites:
            rest.append(site)
            continue
        pages = sample.pages(site)
        yield site or NAMELESS, site, pages, _least(terms, terms.share * len(pages))
    if len(rest) >= terms.documents:
        pages = sample.one_each(rest, POOL)
        yield MANY, "", pages, _least(terms, terms.share * len(pages) * _POOL_SHARE)


def _least(terms: Terms, documents: float) -> int:
    return max(terms.documents, round(documents))


def _prove_all(made: Suggestions, group: str, drafts: Sequence[Draft], limit: int) -> None:
    """Keep the drafts that hold, under ids of their own."""
    taken = {written.name for written in made.rules}
    for number, one in enumerate(drafts):
        proven = prove(one) if number < limit else f"more than {limit} rules; see --limit"
        if isinstance(proven, str):
            made.passed.append((group, Passed(one.phrases[0], one.documents, proven)))
            continue
        written = _written(proven, group, id_of(one, taken))
        taken.add(written.name)
        made.rules.append(written)


def _written(proven: Proven, group: str, name: str) -> Written:
    one = proven.draft
    return Written(
        group,
        one.site,
        name,
        rule(one, proven.trial, name, proven.keeps),
        one.first,
        tuple(one.phrases),
        tuple(recurrence.is_exact for recurrence in one.recurrences),
        one.place == "anywhere",
    )


def _census(rules: Sequence[Written], pages: Pages) -> Census:
    census = Census([Counting(written.site, written.phrases, written.exact) for written in rules])
    for page in pages():
        census.add(page)
    return census


def _write(made: Suggestions, census: Census, pack: str) -> None:
    """Make the files; a rule that the whole corpus speaks against is left out, and so is one that fails."""
    texts: list[tuple[Written, str]] = []
    for number, written in enumerate(made.rules):
        seen = census.counted(number)
        if not written.anywhere and seen.between > seen.lines * _MOST_BETWEEN:
            why = f"in all documents {seen.between} of {seen.lines} lines stand between two paragraphs"
            made.passed.append((written.group, Passed(written.phrases[0], seen.documents, why)))
            continue
        texts.append((written, support(seen, written.first) + written.text))
    while texts:
        made.files = _files(made, texts, pack)
        failed = _failed(made.files, pack)
        if not failed:
            break
        lost = [written for written, _ in texts if written.name in failed]
        made.passed += [(w.group, Passed(w.phrases[0], 0, failed[w.name])) for w in lost]
        texts = [(written, text) for written, text in texts if written.name not in failed]
    made.rules = [written for written, _ in texts]
    made.files = made.files if texts else {}


def _files(made: Suggestions, texts: Sequence[tuple[Written, str]], pack: str) -> dict[str, str]:
    """Return the files of the pack by name, the manifest first and a rule file for each site."""
    by_group: dict[str, list[str]] = {}
    for written, text in texts:
        by_group.setdefault(written.group, []).append(text)
    names: dict[str, str] = {}
    for group in by_group:
        base = slug(group, words=12) or "site"
        number = Counter(names.values())[f"{base}.yaml"]
        names[group] = f"{base}.yaml" if not number else f"{base}-{len(names)}.yaml"
    what = f"Drafts from {counted(made.documents, 'document')} of {counted(made.sites, 'site')}."
    files = {"pack.yaml": manifest(pack, list(names.values()), what)}
    for group, rules in by_group.items():
        files[names[group]] = f"# {group}\n\n" + "\n".join(rules)
    return files


def _failed(files: dict[str, str], pack: str) -> dict[str, str]:
    """Load the files as a pack and run its tests; return why each rule that fails does, by its name."""
    with tempfile.TemporaryDirectory() as folder:
        write_files(Path(folder), files)
        checks = check_packs([load_pack(Path(folder))], Registry())
        return {check.rule.removeprefix(f"{pack}."): check.what for check in checks if not check.ok}


def write_files(folder: Path, files: dict[str, str]) -> None:
    """Write the files of a pack into a folder. Raises OSError."""
    for name, text in files.items():
        (folder / name).write_text(text, encoding="utf-8", newline="\n")
