"""The report of a comparison as a page: one file that needs no network and runs no script.

Whatever comes from a document or a pack is escaped, its control and reordering characters are spelt out, and
each text is isolated, so that none can reach out of its place.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from html import escape

from scrubber.comparison.counting import Changes, RuleChange, Shown
from scrubber.comparison.differences import KINDS, Kind
from scrubber.comparison.reporting import COLUMNS, TITLES, cells, ordered, rule_lines, sentences, told, where
from scrubber.comparison.sides import Sides
from scrubber.excerpts import Excerpt
from scrubber.summary import spaced
from scrubber.terminal import escape_controls

_OPEN_RULES = 12
"""So many rules are unfolded when the page opens."""

_STYLE = """
:root { color-scheme: light dark; --ground: #fff; --ink: #1c2024; --soft: #5b6470; --line: #d9dee4;
  --raised: #f5f7f9; --gone: #fbe3e4; --gone-ink: #8f1d24; --came: #ddf3e2; --came-ink: #135c2c;
  --link: #0b57a4; }
@media (prefers-color-scheme: dark) { :root { --ground: #14171a; --ink: #e4e7ea; --soft: #9aa4af;
  --line: #333a42; --raised: #1c2126; --gone: #4a1f23; --gone-ink: #ffc2c5; --came: #173d24;
  --came-ink: #b6ecc5; --link: #7cb8f5; } }
* { box-sizing: border-box; }
body { margin: 0 auto; padding: 1.25rem 1rem 4rem; max-width: 62rem; background: var(--ground);
  color: var(--ink); font: 1rem/1.5 system-ui, sans-serif; }
h1 { font-size: 1.4rem; line-height: 1.3; margin: 0 0 .75rem; overflow-wrap: anywhere; }
h1 small { display: block; font-size: .85rem; font-weight: 400; color: var(--soft); }
h2 { font-size: 1.05rem; margin: 2.25rem 0 .5rem; }
p { margin: .3rem 0; overflow-wrap: anywhere; }
a { color: var(--link); }
ul.totals { list-style: none; display: flex; flex-wrap: wrap; gap: .5rem; margin: 1rem 0; padding: 0; }
ul.totals li { flex: 1 1 7rem; border: 1px solid var(--line); border-radius: .4rem; padding: .5rem .75rem;
  background: var(--raised); color: var(--soft); font-size: .85rem; }
ul.totals b { display: block; font-size: 1.35rem; color: var(--ink); font-variant-numeric: tabular-nums; }
.wide { overflow-x: auto; border: 1px solid var(--line); border-radius: .4rem; }
table { border-collapse: separate; border-spacing: 0; width: 100%; font-size: .9rem;
  font-variant-numeric: tabular-nums; }
th, td { padding: .3rem .6rem; text-align: right; white-space: nowrap; border-top: 1px solid var(--line); }
thead th { border-top: 0; color: var(--soft); font-weight: 500; background: var(--raised); }
tbody th { font-weight: 400; }
th:first-child { text-align: left; position: sticky; left: 0; background: var(--ground); }
thead th:first-child { background: var(--raised); }
details { border: 1px solid var(--line); border-radius: .4rem; margin: .6rem 0; }
summary { cursor: pointer; padding: .5rem .75rem; background: var(--raised); border-radius: .4rem;
  overflow-wrap: anywhere; }
summary span { color: var(--soft); font-size: .85rem; margin-left: .5rem; }
h3 { font-size: .9rem; margin: .9rem .75rem .3rem; color: var(--soft); font-weight: 500; }
figure { margin: .5rem .75rem .9rem; }
figcaption { font-size: .8rem; color: var(--soft); overflow-wrap: anywhere; }
blockquote { margin: .2rem 0 0; padding: .4rem .6rem; border-left: 3px solid var(--line);
  font-size: .93rem; overflow-wrap: anywhere; white-space: pre-wrap; }
blockquote div { unicode-bidi: isolate; }
blockquote div + div { margin-top: .15rem; }
.near { color: var(--soft); }
del { background: var(--gone); color: var(--gone-ink); text-decoration: line-through; border-radius: .15rem; }
ins { background: var(--came); color: var(--came-ink); text-decoration: none; border-radius: .15rem; }
@media (max-width: 34rem) { th, td { padding: .3rem .4rem; font-size: .8rem; }
  th:first-child { min-width: 8.5rem; max-width: 8.5rem; white-space: normal;
  overflow-wrap: break-word; } }
"""


def page(sides: Sides, changes: Changes) -> str:
    """Return the page as a whole document, to be written in UTF-8."""
    before, after = map(_text, sides.names)
    corpus = _text(" ".join(sides.corpus))
    found = list(changes.changed())
    return "\n".join(
        [
            '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">',
            '<meta name="viewport" content="width=device-width, initial-scale=1">',
            '<meta http-equiv="Content-Security-Policy" content="default-src \'none\'; '
            "style-src 'unsafe-inline'\">",
            f"<title>{before} → {after}</title>\n<style>{_STYLE}</style>\n</head>\n<body>",
            f"<h1><small>Edits compared on <bdi>{corpus}</bdi></small>",
            f"<bdi>{before}</bdi> → <bdi>{after}</bdi></h1>",
            f"<p>{_text(sentences(changes)[0])}</p>",
            *_totals(changes),
            *(f'<p class="near">{_text(line)}</p>' for line in rule_lines(sides)),
            *_table(found),
            *_rules(found),
            "</body>\n</html>\n",
        ]
    )


def _text(text: str) -> str:
    return escape(escape_controls(text, keep=""))


def _totals(changes: Changes) -> Iterator[str]:
    if not changes.differ:
        return
    totals = changes.totals
    moved = max(totals["moved in"], totals["moved out"])
    shown = (
        (totals["gained"], "edits gained"),
        (totals["lost"], "edits lost"),
        (moved, "edits moved"),
        (changes.more_words, "more words go"),
        (changes.fewer_words, "fewer words go"),
    )
    yield '<ul class="totals">'
    yield from (f"<li><b>{spaced(count)}</b> {what}</li>" for count, what in shown)
    yield "</ul>"


def _table(found: Iterable[RuleChange]) -> Iterator[str]:
    rows = list(found)
    if not rows:
        return
    yield "<h2>Rules</h2>"
    yield '<div class="wide"><table>'
    heads = "".join(f'<th scope="col">{name}</th>' for name in COLUMNS)
    yield f"<thead><tr>{heads}</tr></thead><tbody>"
    for change in rows:
        name, *counts = map(_text, cells(change))
        link = f'<a href="#{_anchor(change.rule)}"><bdi>{name}</bdi></a>'
        columns = "".join(f"<td>{count}</td>" for count in counts)
        yield f'<tr><th scope="row">{link}</th>{columns}</tr>'
    yield "</tbody></table></div>"


def _anchor(rule: str) -> str:
    return f"rule-{escape(rule, quote=True)}"


def _rules(found: Iterable[RuleChange]) -> Iterator[str]:
    for number, change in enumerate(found):
        if not number:
            yield "<h2>What there is to see</h2>"
        counts = ", ".join(
            f"{spaced(change.count(kind))} {TITLES[kind]}" for kind in KINDS if change.count(kind)
        )
        opened = " open" if number < _OPEN_RULES else ""
        yield f'<details id="{_anchor(change.rule)}"{opened}>'
        yield f"<summary><b><bdi>{_text(change.rule)}</bdi></b><span>{counts}</span></summary>"
        for kind, sampled in ordered(change):
            yield f"<h3>{_heading(change, kind, len(sampled))}</h3>"
            yield from map(_figure, sampled)
        yield "</details>"


def _heading(change: RuleChange, kind: Kind, shown: int) -> str:
    count = change.count(kind)
    return f"{TITLES[kind]}: {spaced(count)}" + (f", {spaced(shown)} of them" if shown < count else "")


def _figure(shown: Shown) -> str:
    caption = f"<bdi>{escape(where(shown))}</bdi>{escape(told(shown))}"
    text = f"<blockquote>{''.join(_lines(shown.place))}</blockquote>"
    return f"<figure><figcaption>{caption}</figcaption>{text}</figure>"


def _lines(place: Excerpt) -> Iterator[str]:
    if place.above:
        yield _line(_text(place.above), "near")
    gone = [f"<del>{_text(line)}</del>" for line in place.gone]
    if place.is_whole_lines:
        yield from map(_line, gone)
    else:
        came = f"<ins>{_text(place.came)}</ins>" if place.came else ""
        yield _line(f"{_text(place.left)}{' / '.join(gone)}{came}{_text(place.right)}")
    if place.more:
        yield _line(f"and {spaced(place.more)} more {'line' if place.more == 1 else 'lines'}", "near")
    if place.below:
        yield _line(_text(place.below), "near")


def _line(markup: str, kind: str = "") -> str:
    named = f' class="{kind}"' if kind else ""
    return f'<div dir="auto"{named}>{markup}</div>'
