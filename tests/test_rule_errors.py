"""Every way to get a pack wrong is told with file:line:column, what was found and what was expected.

The cases are data, in `rule_errors.yaml`: the files of a pack (or of several, as `folder/file`), the place of
each problem, and words that its message must hold. A case lists *all* problems that its files have.
"""

from dataclasses import dataclass
from pathlib import Path

import pytest
import yaml

from scrubber.errors import Problem, RuleError
from scrubber.links import link
from scrubber.packs import load_packs

DATA = Path(__file__).with_name("rule_errors.yaml")
PACK = "id: tidewater\nrules: [rules.yaml]\n"


@dataclass(frozen=True)
class Case:
    name: str
    files: dict[str, str]
    problems: list[dict[str, str | list[str]]]
    packs: list[str]


def _cases() -> list[Case]:
    cases = []
    for number, written in enumerate(yaml.safe_load(DATA.read_text(encoding="utf-8"))):
        assert set(written) <= {"case", "files", "rules", "problems", "packs", "unseen"}, f"case {number}"
        files = dict(written.get("files", {}))
        if "rules" in written:
            files["rules.yaml"] = written["rules"]
        if not written.get("packs"):
            files.setdefault("pack.yaml", PACK)
        cases.append(Case(written["case"], files, written["problems"], written.get("packs", ["."])))
    return cases


CASES = _cases()


def _load(case: Case, folder: Path) -> tuple[Problem, ...]:
    """Write the case's files, load and link its packs, and return what is wrong."""
    for name, text in case.files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode("utf-8", "surrogateescape"))
    with pytest.raises(RuleError) as caught:
        link(load_packs(case.packs, folder))
    return caught.value.problems


def _told(problem: Problem, folder: Path) -> str:
    return str(problem).replace(f"{folder.resolve()}/", "").replace(f"{folder}/", "")


@pytest.mark.parametrize("case", CASES, ids=[case.name for case in CASES])
def test_a_mistake_is_told_where_it_is(case: Case, tmp_path: Path) -> None:
    told = [_told(problem, tmp_path) for problem in _load(case, tmp_path)]
    assert len(told) == len(case.problems), "\n".join(told)
    for message, expected in zip(told, case.problems, strict=True):
        assert message.startswith(f"{expected['at']}: " if expected["at"] else ""), message
        for words in expected["says"]:
            assert words in message


def test_there_are_enough_cases() -> None:
    assert len(CASES) >= 50
    assert len({case.name for case in CASES}) == len(CASES)
