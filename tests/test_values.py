"""Values: as the standard library makes them, whatever way they are made."""

from __future__ import annotations

import copy
import dataclasses
import pickle
from collections.abc import Callable
from dataclasses import field
from typing import Any

import pytest

from scrubber import values
from scrubber.spans import Span
from scrubber.specs import Way


def classes(dataclass: Callable[..., Callable[[type], Any]]) -> tuple[Any, Any, Any]:
    """The same three classes, made by one decorator."""

    @dataclass(frozen=True, slots=True)
    class Plain:
        """A value."""

        first: int
        second: str = "two"
        third: list[int] = field(default_factory=list)
        kept: object = field(default=None, init=False, compare=False, repr=False)

        def doubled(self) -> int:
            """Twice the first."""
            return 2 * self.first

    @dataclass(frozen=True, slots=True)
    class One:
        """A value of one field."""

        only: object

    @dataclass(frozen=True, slots=True)
    class Nothing:
        """No field at all."""

    return Plain, One, Nothing


OURS, THEIRS = classes(values.dataclass), classes(dataclasses.dataclass)


def shown(made: Any) -> list[object]:
    """All that a person can see of a class."""
    plain, one, nothing = made
    some = [plain(1), plain(1, "x"), plain(first=1, third=[]), plain(1, third=[2])]
    some += [one(1), one((1,)), one(None), nothing()]
    parameters = [(name, each.type, each.init) for name, each in plain.__dataclass_fields__.items()]
    hashes = [hash(one(1)), hash(one((1, 2))), hash(nothing())]
    equals = [a == b for a in some for b in some]
    return [
        *map(repr, some),
        equals,
        hashes,
        parameters,
        plain.__match_args__,
        plain.__slots__,
        plain.__doc__,
    ]


def test_they_look_as_those_of_the_standard_library() -> None:
    assert shown(OURS) == shown(THEIRS)
    assert OURS[0](1) != THEIRS[0](1)


@pytest.mark.parametrize("made", [OURS, THEIRS])
def test_they_cannot_be_changed(made: Any) -> None:
    value = made[0](3)
    with pytest.raises(dataclasses.FrozenInstanceError, match="first"):
        value.first = 4
    with pytest.raises(dataclasses.FrozenInstanceError, match="first"):
        del value.first
    with pytest.raises(TypeError):
        hash(value)  # it holds a list
    assert value.doubled() == 6


@pytest.mark.parametrize("made", [OURS, THEIRS])
def test_they_are_made_and_copied(made: Any) -> None:
    value = made[0](3)
    assert value.third is not made[0](3).third
    assert dataclasses.replace(value, second="x") == made[0](3, "x")
    assert dataclasses.asdict(value) == {"first": 3, "second": "two", "third": [], "kept": None}
    assert copy.deepcopy(value) == value
    with pytest.raises(TypeError):
        made[0]()
    with pytest.raises(TypeError):
        made[0](1, "x", [], None)


def test_they_can_be_pickled() -> None:
    assert pickle.loads(pickle.dumps(Span(1, 2))) == Span(1, 2)


def test_what_asks_for_more_is_the_standard_library_s() -> None:
    @values.dataclass(frozen=True, slots=True, order=True)
    class Ordered:
        first: int

    @values.dataclass(frozen=True, slots=True)
    class Checked:
        first: int

        def __post_init__(self) -> None:
            assert self.first

    @values.dataclass(frozen=True, slots=True)
    class Below(Checked):
        second: int = 0

    assert Ordered(1) < Ordered(2)
    assert Below(1, 2).second == 2
    with pytest.raises(AssertionError):
        Checked(0)


def test_the_values_of_a_run_are_made_so() -> None:
    assert (Way.__setattr__, Way.__delattr__) == (values._refuse_set, values._refuse_delete)
