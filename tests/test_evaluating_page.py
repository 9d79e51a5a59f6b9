"""The page on measuring: its example gives the report that it shows."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

from scrubber.comparison.differences import KINDS
from scrubber.evaluation.pairs import LABELS

if TYPE_CHECKING:
    from tests.conftest import Scrubber

PAGE = (Path(__file__).resolve().parents[1] / "docs" / "evaluating.md").read_text(encoding="utf-8")
FILES = dict(re.findall(r"^```\w+\n# ([\w./-]+)\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL))
REPORTS = re.findall(r"^```text\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)


def test_the_example_on_the_page_gives_the_report_on_the_page(folder: Path, scrubber: Scrubber) -> None:
    assert set(FILES) == {"gazette/pack.yaml", "gazette/tides.yaml", "harbour.jsonl"}
    for name, text in FILES.items():
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text(text)
    ran = scrubber("eval", "harbour.jsonl", "--pack", "./gazette")
    assert ran.code == 1
    assert [ran.text.rstrip("\n")] == [report.rstrip("\n") for report in REPORTS]


def test_the_page_names_every_label_and_kind() -> None:
    assert all(f"`{label}`" in PAGE for label in LABELS)
    assert all(kind in PAGE for kind in KINDS)
