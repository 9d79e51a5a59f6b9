"""What a document costs grows with its length and its edits, and not with their square.

Steps are counted, not timed: the lines of code that run. Twice the work takes twice the steps, or a little
more where something is sorted or looked up in a tree.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from types import FrameType
from typing import Any

import pytest

from scrubber.diff import render_diff, unified_diff
from scrubber.document import Document, Revision
from scrubber.places import Places
from scrubber.records import RecordedChange, RecordedEdit
from scrubber.scenes import Scene
from scrubber.settle import Proposal, Terms, settle, united
from scrubber.spans import Change, Edit, Span
from scrubber.specs import Budget
from scrubber.views import View

LINE = "xxxxx yyy\n"
SMALL = 300

Shape = Callable[[int, int], tuple[int, int, str]]

SHAPES: dict[str, Shape] = {
    "every other line dropped": lambda n, at: (20 * at, 20 * at + 10, ""),
    "each line mended": lambda n, at: (10 * at + 2, 10 * at + 4, "z"),
    "text put in everywhere": lambda n, at: (10 * at, 10 * at, "z"),
    "one place dropped again and again": lambda n, at: (10, 20, ""),
    "one place mended again and again": lambda n, at: (2, 4, f"{at}"),
    "text put in at one place": lambda n, at: (10, 10, f"{at}"),
    "each drops what is left": lambda n, at: (10 * at, 10 * n, ""),
    "each drops less": lambda n, at: (2 * at, 10 * n - 2 * at, ""),
    "each meets the next": lambda n, at: (10 * at, 10 * at + 15, "z"),
    "all dropped, then each mended": lambda n, at: (10 * at + 2, 10 * at + 4, "z") if at else (0, 10 * n, ""),
    "each mended, then all dropped": lambda n, at: (
        (10 * at + 2, 10 * at + 4, "z") if at < n - 1 else (0, 10 * n, "")
    ),
}  # fmt: skip


def steps(work: Callable[[], object]) -> int:
    """Count the lines of code that ``work`` runs."""
    count = 0

    def trace(frame: FrameType, event: str, argument: Any) -> Any:
        nonlocal count
        count += event == "line"
        return trace

    before = sys.gettrace()
    sys.settrace(trace)
    try:
        work()
    finally:
        sys.settrace(before)
    return count


def proposals_of(shape: Shape, count: int) -> list[Proposal]:
    made = (shape(count, at) for at in range(count))
    return [
        Proposal(order, "p.r", Edit((Change(Span(start, end), text),)))
        for order, (start, end, text) in enumerate(made)
    ]


def scene_of(count: int) -> Scene:
    scene = Scene(View(Revision.first(LINE * (2 * count))))
    sum(map(scene.prose_words, scene.content))  # what the document itself costs is not what is counted
    return scene


@pytest.mark.parametrize("name", SHAPES)
def test_settling_is_linear_in_the_edits_however_they_meet(name: str) -> None:
    terms = Terms(budgets={"p.r": Budget(share=1.0)})

    def cost(count: int) -> int:
        scene, proposals = scene_of(count), proposals_of(SHAPES[name], count)
        return steps(lambda: settle(scene, proposals, terms))

    assert cost(2 * SMALL) < 2.3 * cost(SMALL)


def test_what_guards_protect_is_looked_up_and_not_gone_through() -> None:
    def cost(count: int) -> int:
        protected = {"g": [Span(20 * at + 10, 20 * at + 14) for at in range(count)]}
        terms = Terms(protected=protected, always=("g",), budgets={"p.r": Budget(share=1.0)})
        scene, proposals = scene_of(count), proposals_of(SHAPES["each line mended"], count)
        return steps(lambda: settle(scene, proposals, terms))

    assert cost(2 * SMALL) < 2.3 * cost(SMALL)


DISJOINT = ["every other line dropped", "each line mended", "text put in everywhere"]


def changes_of(shape: Shape, count: int) -> list[Change]:
    return united([change for proposal in proposals_of(shape, count) for change in proposal.edit.changes])


@pytest.mark.parametrize("name", DISJOINT)
def test_applying_is_linear_in_the_edits_of_every_stage(name: str) -> None:
    def cost(count: int) -> int:
        def stages() -> None:
            revision = Revision.first(LINE * (2 * count))
            for _ in range(3):  # the pieces of one stage are what the next cuts up
                revision = revision.apply(changes_of(SHAPES[name], count // 4))
                revision.net_changes()

        return steps(stages)

    assert cost(8 * SMALL) < 2.3 * cost(4 * SMALL)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16-le", "windows-1252", "shift_jis"])
def test_recording_and_showing_are_linear_in_the_edits(encoding: str) -> None:
    def cost(count: int) -> int:
        document = Document.from_bytes(
            ("é" * (encoding == "utf-8") + LINE * count).encode(encoding), encoding=encoding
        )
        net = changes_of(SHAPES["each line mended"], count)
        return steps(lambda: show(document, net))

    assert cost(2 * SMALL) < 2.3 * cost(SMALL)


def show(document: Document, net: list[Change]) -> None:
    places = Places(document)
    recorded = [
        RecordedChange(change.span, places.at(change.span), change.span.slice(document.text), change.text)
        for change in net
    ]
    edits = [RecordedEdit("p.r", "", "remove", (change,), "", "safe") for change in recorded]
    assert unified_diff(document, net, edits, "x")
    assert render_diff(document, net, edits, "x", colour=True)


def test_lines_are_told_in_steps_that_grow_with_their_number() -> None:
    def cost(count: int) -> int:
        revision = Revision.first(LINE * count)
        return steps(lambda: [revision.line_at(offset) for offset in range(0, 10 * count, 10)])

    assert cost(2 * SMALL) < 2.3 * cost(SMALL)


def test_nothing_that_is_run_compares_two_texts() -> None:
    program = """
import subprocess
import sys
from scrubber.document import Document
from scrubber.diff import render_diff, unified_diff
from scrubber.ledger import lines
from scrubber.library import Scrubber
with Scrubber.from_packs("web") as scrubber:
    result = scrubber.clean("The bridge has opened.\\n\\nShare this article\\n\\nAll was well.\\nADVERTISEMENT\\n")
assert result.edits and result.diff() and list(lines(result, "x"))
assert unified_diff(result.document, result.net, result.edits, "x")
assert render_diff(result.document, result.net, result.edits, "x", colour=True)
print("difflib" in sys.modules)
"""
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout == "False\n"
