"""The report of a measurement for programs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from scrubber.evaluation.cases import Case
from scrubber.evaluation.measuring import Measurement, RuleFigures
from scrubber.evaluation.reporting import merged
from scrubber.evaluation.thresholds import Threshold
from scrubber.excerpts import as_data
from scrubber.intervals import Share

FORMAT = 1
"""The number of the report's format: a reader refuses one that it does not know."""


def report(
    measured: Measurement, thresholds: Sequence[Threshold], left: Sequence[tuple[str, str]]
) -> dict[str, Any]:
    """Return a measurement as JSON says it. Shares are not rounded; what could not be measured is null.

    ``left`` are the documents that could not be read or cleaned, each with why.
    """
    lines = measured.lost_lines if measured.unit == "line" else None
    worst = merged(case for figures in measured.rules.values() for case in figures.worst.found)
    return {
        "scrubber_eval": FORMAT,
        "unit": measured.unit,
        "documents": measured.documents,
        "changed": measured.changed,
        "precision": _share(measured.precision),
        "recall": _share(measured.recall),
        "kept": _share(measured.kept),
        "agreement": _agreement(measured),
        "harmed": measured.harmed,
        "exact": measured.exact,
        "wrongly_removed": {"lines": lines, "words": measured.lost_words},
        "rules": [_rule(name, figures, measured) for name, figures in _sorted(measured.rules)],
        "packs": [_rule(name, figures, None) for name, figures in _sorted(measured.packs)],
        "thresholds": [_threshold(threshold) for threshold in thresholds],
        "worst": [_case(case) for case in worst[: measured.most]],
        "worst_documents": [asdict(harm) for harm in measured.harms.found],
        "stayed": [_case(case) for case in measured.stayed.found],
        "left": [{"document": name, "reason": why} for name, why in left],
    }


def _sorted(figures: dict[str, RuleFigures]) -> list[tuple[str, RuleFigures]]:
    return sorted(figures.items(), key=lambda item: (-item[1].wrong, -item[1].right, item[0]))


def _share(share: Share) -> dict[str, Any]:
    low, high = share.interval or (None, None)
    return {
        "value": share.value,
        "low": low,
        "high": high,
        "part": int(share.part),
        "whole": int(share.whole),
    }


def _agreement(measured: Measurement) -> dict[str, float] | None:
    if not measured.compared:
        return None
    before, after = measured.f1_before / measured.compared, measured.f1_after / measured.compared
    return {"before": before, "after": after}


def _rule(name: str, figures: RuleFigures, measured: Measurement | None) -> dict[str, Any]:
    said: dict[str, Any] = {
        "id": name,
        "documents": figures.documents,
        "edits": figures.edits,
        "right": figures.right,
        "wrong": figures.wrong,
        "precision": _share(figures.precision),
    }
    if measured is not None:
        said["only"] = figures.only
        said["only_share"] = figures.only / measured.recall.whole if measured.recall.whole else None
        said["worst"] = [_case(case) for case in figures.worst.found]
    return said


def _threshold(threshold: Threshold) -> dict[str, Any]:
    low, high = threshold.precision.interval or (None, None)
    return {
        "kind": threshold.kind,
        "id": threshold.id,
        "min_precision": threshold.least,
        "precision": threshold.precision.value,
        "low": low,
        "high": high,
        "state": threshold.state,
        "sure": threshold.is_sure,
    }


def _case(case: Case) -> dict[str, Any]:
    said: dict[str, Any] = {"document": case.document, "words": case.words}
    if case.rule:
        said |= {"rules": case.rule.split(), "reason": case.reason}
    return said | as_data(case.place)
