"""The report of a measurement for people: figures, a table of rules, and the worst cases."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from scrubber.evaluation.cases import Case
from scrubber.evaluation.measuring import Measurement, RuleFigures
from scrubber.evaluation.thresholds import Threshold
from scrubber.excerpts import rows
from scrubber.intervals import Share
from scrubber.summary import counted, spaced
from scrubber.tables import Look, fitted
from scrubber.terminal import RED, escape_controls, styled

_COLUMNS = ("rule", "documents", "edits", "right", "wrong", "precision", "95% interval", "only")


def render(measured: Measurement, thresholds: Sequence[Threshold], idle: int, look: Look) -> str:
    """Return the whole report; ``idle`` is the number of rules that found nothing."""
    parts = [_figures(measured, look), _rules(measured, idle, look)]
    parts += list(_thresholds(thresholds, look))
    worst = merged(case for figures in measured.rules.values() for case in figures.worst.found)
    parts.append(_section("worst: words that went or came wrongly", worst[: measured.most], look))
    parts.append(_harms(measured, look))
    parts.append(_section("stayed, a sample of what should have gone", measured.stayed.found, look))
    return "\n".join(part for part in parts if part)


def merged(cases: Iterable[Case]) -> list[Case]:
    """Return cases, the worst first; those of one place are one, with all its rules."""
    places: dict[tuple[str, int, int], Case] = {}
    for case in sorted(cases, key=lambda case: -case.words):
        at = case.document, case.place.line, case.place.column
        other = places.get(at)
        places[at] = replace(other, rule=f"{other.rule} {case.rule}") if other else case
    return list(places.values())


def number(value: float | None) -> str:
    """Return a share with four places, "-" where there is none."""
    return "-" if value is None else f"{value:.4f}"


def _interval(share: Share, places: int = 3) -> str:
    interval = share.interval
    return "-" if interval is None else f"{interval[0]:.{places}f}-{interval[1]:.{places}f}"


def _figures(measured: Measurement, look: Look) -> str:
    units = "lines" if measured.unit == "line" else "words"
    shares = [
        ("precision", measured.precision, f"{_of(measured.precision)} {_CHANGED[units]}"),
        ("recall", measured.recall, f"{_of(measured.recall)} {_NEEDED[units]}"),
        ("kept", measured.kept, "of the wanted text's runs of 4 words"),
    ]
    what = "labelled page" if measured.unit == "line" else "pair"
    lines = [look.bold(f"{counted(measured.documents, what)}, {spaced(measured.changed)} changed"), ""]
    lines.append(look.bold(f"{'':16}{'share':9}{'95% interval':16}".rstrip()))
    for name, share, words in shares:
        lines.append(f"{name:16}{number(share.value):9}{_interval(share, 4):16}{words}")
    return "\n".join([*lines, *_counts(measured), ""])


def _of(share: Share) -> str:
    return f"{spaced(int(share.part))} of {spaced(int(share.whole))}"


_CHANGED = {"lines": "lines that went", "words": "words that went or came"}
_NEEDED = {"lines": "lines that should go", "words": "words that should go or come"}


def _counts(measured: Measurement) -> Iterator[str]:
    """Yield the lines of the figures that are counts and not shares."""
    if measured.compared:
        before, after = (total / measured.compared for total in (measured.f1_before, measured.f1_after))
        yield f"{'agreement':16}{number(before)} -> {number(after)}{'':9}F1 of such runs with the wanted text"
        of = f"of {counted(measured.compared, 'document')}"
        yield f"{'harmed':16}{spaced(measured.harmed)} {of}: more than 1% of the wanted text is gone"
        if measured.unit == "word":
            yield f"{'exact':16}{spaced(measured.exact)} {of}: the wanted text to the character"
    lost = [counted(measured.lost_lines, "line")] if measured.unit == "line" else []
    yield f"{'wrongly gone':16}{', '.join([*lost, counted(measured.lost_words, 'word')])}"


def _rules(measured: Measurement, idle: int, look: Look) -> str:
    found = sorted(measured.rules.items(), key=lambda item: (-item[1].wrong, -item[1].right, item[0]))
    if not found:
        return f"No rule found anything; {counted(idle, 'rule')} ran.\n"
    cells = [_cells(name, figures, measured.recall.whole) for name, figures in found]
    table = fitted([_COLUMNS, *cells], look.width, spare=1)
    rest = f"; {counted(idle, 'other rule')} found nothing" if idle else ""
    unit = "lines" if measured.unit == "line" else "words"
    notes = (
        f"right, wrong: words that a rule took{'' if measured.unit == 'line' else ' or put in'}{rest}",
        f"only: the share of what should go, in {unit}, that goes by this rule alone",
    )
    return "\n".join([look.bold(table[0]), *table[1:], *notes, ""])


def _cells(name: str, figures: RuleFigures, needed: float) -> tuple[str, ...]:
    only = f"{figures.only / needed:.3f}" if needed else "-"
    counts = map(spaced, (figures.documents, figures.edits, figures.right, figures.wrong))
    precision = number(figures.precision.value), _interval(figures.precision)
    return (escape_controls(name, keep=""), *counts, *precision, only)


def _thresholds(thresholds: Sequence[Threshold], look: Look) -> Iterator[str]:
    for threshold in thresholds:
        if threshold.state == "fails" or not threshold.is_sure:
            said = escape_controls(str(threshold), keep="")
            yield styled(said, RED) if look.colour and threshold.state == "fails" else said
        if threshold.state == "fails" and threshold.figures:
            yield "\n".join(
                [*(line for case in threshold.figures.worst.found for line in _case(case, look)), ""]
            )
    held = [threshold for threshold in thresholds if threshold.state == "holds"]
    if held:
        yield f"{counted(len(held), 'min_precision', 'min_precisions')} reached\n"


def _section(title: str, cases: Sequence[Case], look: Look) -> str:
    if not cases:
        return ""
    return "\n".join([look.bold(title), *(line for case in cases for line in _case(case, look)), ""])


def _case(case: Case, look: Look) -> Iterator[str]:
    what = counted(case.words, "word")
    head = f"{case.document}, line {case.place.line}: {case.rule + ', ' if case.rule else ''}{what}"
    yield f"  {escape_controls(head, keep='')}"
    for row in rows(case.place):
        shown = escape_controls(row, keep="")
        yield f"    {styled(shown, RED) if look.colour and row[0] in '-~' else shown}"


def _harms(measured: Measurement, look: Look) -> str:
    if not measured.harms.found:
        return ""
    lines = [
        f"  {number(harm.kept)}  {escape_controls(' '.join([harm.document, harm.url]).strip(), keep='')}"
        for harm in measured.harms.found
    ]
    return "\n".join([look.bold("harmed: the share of the wanted text that is left"), *lines, ""])
