"""Every case of cases.yaml: what is mended, and above all what is left alone."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

CASES = yaml.safe_load((Path(__file__).parent / "cases.yaml").read_text(encoding="utf-8"))
ALL = [pytest.param(case, id=f"{name}: {case['why']}") for name, cases in CASES.items() for case in cases]
TRAPS = [case for cases in CASES.values() for case in cases if not case.keys() & {"after", "unsafe"}]


def test_there_are_cases_and_half_of_them_are_traps() -> None:
    assert len(ALL) >= 80
    assert len(TRAPS) >= len(ALL) / 2


@pytest.mark.parametrize("case", ALL)
def test_case(case: dict[str, str], mend: Callable[..., Any]) -> None:
    mended = mend(case["before"], layout=case.get("layout", ""))
    assert mended.text() == case.get("after", case["before"])
    assert mended.text(unsafe=True) == case.get("unsafe", mended.text())
    if not case.keys() & {"after", "unsafe"}:
        assert mended.edits == ()


@pytest.mark.parametrize("case", ALL)
@pytest.mark.parametrize("unsafe", [False, True])
def test_a_second_run_changes_nothing(case: dict[str, str], mend: Callable[..., Any], unsafe: bool) -> None:
    once = mend(case["before"], layout=case.get("layout", "")).text(unsafe=unsafe)
    assert mend(once, layout=case.get("layout", "")).text(unsafe=unsafe) == once


@pytest.mark.parametrize("case", ALL)
def test_every_reason_names_the_title(case: dict[str, str], mend: Callable[..., Any]) -> None:
    for edit in mend(case["before"], layout=case.get("layout", "")).edits:
        assert edit.reason.split()[0].rstrip(".") in case["before"]
        assert "None" not in edit.reason
