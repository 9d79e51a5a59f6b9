"""The page on measuring: its example gives the report that it shows."""

from __future__ import annotations

import json
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


def keys_of(value: object) -> set[str]:
    """Return the keys of an object and of all that is in it; ids are no keys of the format."""
    if isinstance(value, list):
        return set().union(*map(keys_of, value))
    if isinstance(value, dict):
        return set(value).union(*(keys_of(inner) for inner in value.values()))
    return set()


def test_the_page_names_every_key_of_both_reports(folder: Path, scrubber: Scrubber) -> None:
    for name, text in FILES.items():
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text(text)
    (folder / "bad.jsonl").write_text('{"raw": "One.\\n"}\n')
    ran = scrubber("eval", "harbour.jsonl", "bad.jsonl", "--pack", "./gazette", "--json", "--stayed", 1)
    compared = scrubber(
        "compare", "news", "./gazette", "--corpus", "harbour.jsonl", "--text-field", "raw", "--json"
    )
    keys = keys_of(json.loads(ran.out)) | keys_of(json.loads(compared.out))
    assert len(keys) > 50
    kinds = {kind.replace(" ", "_") for kind in KINDS}
    assert [key for key in sorted(keys - kinds) if f"`{key}`" not in PAGE and f'"{key}"' not in PAGE] == []


def test_the_page_names_every_label_and_kind() -> None:
    assert all(f"`{label}`" in PAGE for label in LABELS)
    assert all(kind in PAGE for kind in KINDS)
