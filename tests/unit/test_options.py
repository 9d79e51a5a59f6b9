"""What may be written under `options:` follows from a dataclass; whatever else is written is an error."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

import pytest

from scrubber import strictyaml
from scrubber.errors import Location, RuleError
from scrubber.options import described_options, options_fault, options_schema, read_options

PATH = Path("pack/rules.yaml")
PLACE = Location(PATH, 1, 1)


@dataclass(frozen=True, slots=True)
class Window:
    """A nested dataclass."""

    before: int
    after: int = 2


@dataclass(frozen=True, slots=True)
class Everything:
    """One field of each type."""

    label: str
    least: int = 3
    share: float = 0.5
    loud: bool = False
    style: Literal["short", "long", 3] = "short"
    words: tuple[str, ...] = ()
    counts: tuple[int, ...] = (1, 2)
    note: str | None = None
    window: Window = field(default_factory=lambda: Window(1))
    windows: tuple[Window, ...] = ()


@dataclass(frozen=True, slots=True)
class Range:
    """Refuses what its types alone would allow."""

    low: int = 0
    high: int = 9

    def __post_init__(self) -> None:
        if self.low > self.high:
            raise ValueError(f"low ({self.low}) is above high ({self.high})")


def read(text: str, options_type: type = Everything) -> Any:
    return read_options(options_type, strictyaml.parse(text, PATH), PLACE)


def test_what_is_left_out_takes_its_default() -> None:
    assert read("label: a") == Everything("a")


def test_nothing_at_all_is_fine_where_everything_has_a_default() -> None:
    assert read_options(Range, None, PLACE) == Range()


@pytest.mark.parametrize(
    ("written", "attribute", "value"),
    [
        ("label: no", "label", "no"),
        ("label: 012", "label", "012"),
        ("label: ''", "label", ""),
        ("least: -7", "least", -7),
        ("share: 1", "share", 1.0),
        ("share: .25", "share", 0.25),
        ("share: 1e-3", "share", 0.001),
        ("loud: true", "loud", True),
        ("loud: false", "loud", False),
        ("style: long", "style", "long"),
        ("style: 3", "style", 3),
        ("words: [yes, 1:30]", "words", ("yes", "1:30")),
        ("words: []", "words", ()),
        ("counts: [4, 5]", "counts", (4, 5)),
        ("note: null", "note", "null"),
        ("window: {before: 4}", "window", Window(4)),
        ("windows: [{before: 1}, {before: 2, after: 3}]", "windows", (Window(1), Window(2, 3))),
    ],
)
def test_values_are_read_by_their_field_not_by_how_they_look(
    written: str, attribute: str, value: object
) -> None:
    options = read(written if written.startswith("label") else f"label: a\n{written}")
    found = getattr(options, attribute)
    assert (found, type(found)) == (value, type(value))


@pytest.mark.parametrize(
    ("written", "line", "column", "parts"),
    [
        ("label: a\nlaest: 3", 2, 1, ["unknown option `laest`", "did you mean `least`?"]),
        ("least: 3", 1, 1, ["the option `label` is missing", "`label:` with text"]),
        ("label: [a]", 1, 8, ["a list", "text"]),
        ("label:", 1, 7, ["nothing is written", "text"]),
        ("label: a\nleast: three", 2, 8, ["`three`", "a whole number"]),
        ("label: a\nleast: 1.5", 2, 8, ["`1.5`", "a whole number"]),
        ("label: a\nleast: 1_000", 2, 8, ["`1_000`", "a whole number"]),
        ("label: a\nshare: nan", 2, 8, ["`nan`", "a number"]),
        ("label: a\nshare: 1e999", 2, 8, ["`1e999`", "a number"]),
        ("label: a\nloud: yes", 2, 7, ["`yes`", "`true` or `false`"]),
        ("label: a\nstyle: shrt", 2, 8, ["`shrt`", "`short`, `long` or `3`", "did you mean `short`?"]),
        ("label: a\nwords: one", 2, 8, ["`one`", "a list, each entry text"]),
        ("label: a\ncounts: [1, x]", 2, 13, ["`x`", "a whole number"]),
        ("label: a\nwindow: {after: 1}", 2, 9, ["the option `before` is missing"]),
        ("label: a\nwindow: {before: 1, aftr: 1}", 2, 21, ["unknown option `aftr`", "`after`"]),
        ("label: a\nwindow: 3", 2, 9, ["`3`", "options, each as"]),
        ("[label]", 1, 1, ["a list", "options, each as"]),
    ],
)
def test_what_cannot_be_read_is_reported_where_it_stands(
    written: str, line: int, column: int, parts: list[str]
) -> None:
    with pytest.raises(RuleError) as caught:
        read(written)
    [problem] = caught.value.problems
    assert problem.location == Location(PATH, line, column)
    assert [part for part in parts if part not in str(problem)] == []


def test_all_problems_are_reported_at_once() -> None:
    with pytest.raises(RuleError) as caught:
        read("least: x\nloud: y\nwidth: 3")
    assert len(caught.value.problems) == 4


def test_a_missing_option_is_reported_at_the_rule_where_no_options_are_written() -> None:
    with pytest.raises(RuleError) as caught:
        read_options(Everything, None, Location(PATH, 7, 3))
    assert caught.value.problems[0].location == Location(PATH, 7, 3)


def test_the_dataclass_has_the_last_word() -> None:
    with pytest.raises(RuleError, match=r"rules\.yaml:1:1: .*low \(5\) is above high \(2\)"):
        read("low: 5\nhigh: 2", Range)


@dataclass
class Thawed:
    label: str = ""


@dataclass(frozen=True)
class Lists:
    words: list[str]


@dataclass(frozen=True)
class Pairs:
    pair: tuple[int, int]


@dataclass(frozen=True)
class Choice:
    either: int | str


@dataclass(frozen=True)
class Recursive:
    inner: Recursive | None = None


def test_options_that_yaml_can_say_are_usable() -> None:
    assert [options_fault(kind) for kind in (Everything, Window, Range)] == ["", "", ""]


@pytest.mark.parametrize("unusable", [Thawed, Lists, Pairs, Choice, Recursive, int, None, Range()])
def test_what_cannot_be_options_is_known_before_anything_is_read(unusable: object) -> None:
    assert options_fault(unusable)


def test_a_type_that_cannot_be_looked_up_is_a_fault_and_no_crash() -> None:
    @dataclass(frozen=True)
    class Local:
        pass

    @dataclass(frozen=True)
    class Inside:
        local: Local

    assert "`local`" in options_fault(Inside)


def test_defaults_can_be_demanded() -> None:
    assert "`label` has none" in options_fault(Everything, all_defaults=True)
    assert options_fault(Range, all_defaults=True) == ""


def test_the_schema_says_the_same_as_the_reader() -> None:
    schema = options_schema(Everything)
    assert schema["required"] == ["label"]
    assert schema["additionalProperties"] is False
    assert schema["properties"]["share"] == {"type": "number", "default": 0.5}
    assert schema["properties"]["style"] == {"enum": ["short", "long", 3], "default": "short"}
    assert schema["properties"]["words"] == {"type": "array", "items": {"type": "string"}}
    assert schema["properties"]["note"] == {"type": "string"}
    assert schema["properties"]["window"]["required"] == ["before"]


def test_options_are_described_for_a_person() -> None:
    described = dict(line.split(": ", 1) for line in described_options(Everything))
    assert described["label"] == "text (needed)"
    assert described["loud"] == "`true` or `false` (`false` if left out)"
    assert described["words"] == "a list, each entry text (none if left out)"
    assert described["counts"] == "a list, each entry a whole number (`[1, 2]` if left out)"
