"""The two orders of rules, and how rules are picked. What is refused is in `rule_errors.yaml`."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scrubber.errors import Location, RuleError, UsageError
from scrubber.links import Order, link, matches_any, references, select_rules
from scrubber.schema import Reading, read_rules
from scrubber.specs import STAGES, PackSpec, Text
from scrubber.strictyaml import parse

HERE = Path("rules.yaml")


def _pack(name: str, *rules: str, off: tuple[str, ...] = ()) -> PackSpec:
    """Make a pack of rules that are each written as the inside of a flow mapping, less what all rules need."""
    text = "".join(f"- {{phrases: [Print], keep: [Print runs fell.], {rule}}}\n" for rule in rules)
    reading = Reading(name)
    specs = read_rules(parse(text, Path(f"{name}.yaml")), reading)
    assert not reading.problems
    place = Location(Path(name))
    return PackSpec(name, Path(name), place, specs, off=tuple(Text(one, place) for one in off))


def _ids(order: Order) -> list[str]:
    return [rule.id for rule in order.rules]


def _problem(*packs: PackSpec) -> str:
    with pytest.raises(RuleError) as caught:
        link(packs)
    return str(caught.value)


def test_stages_come_first_then_packs_then_what_was_written() -> None:
    web = _pack("web", "id: b, drop: line", "id: a, drop: line, stage: tidy")
    news = _pack("news", "id: c, drop: line, stage: characters", "id: a, drop: line")
    assert _ids(link([web, news])) == ["news.c", "web.b", "news.a", "web.a"]
    assert _ids(link([news, web])) == ["news.c", "news.a", "web.b", "web.a"]


# (rules of pack p in the order written, the order in which they run)
MOVES = [
    (["a", "b", "c", "d"], "abcd"),
    (["a", "b", "c", "d, runs_before: a"], "dabc"),
    (["a", "b, runs_before: a", "c, runs_before: b"], "cba"),
    (["a, runs_after: c", "b", "c", "d"], "bcad"),
    (["a, runs_after: [b, c]", "b", "c", "d"], "bcad"),
    (["a, runs_after: c", "b, runs_after: a", "c", "d"], "cabd"),
    (["a", "b", "c, runs_before: b", "d, runs_before: b"], "acdb"),
    (["a", "b, runs_before: p.a", "c"], "bac"),
]


@pytest.mark.parametrize(("rules", "expected"), MOVES)
def test_who_asks_for_another_place_moves_and_the_rest_stays(rules: list[str], expected: str) -> None:
    pack = _pack("p", *(f"drop: line, id: {rule}" for rule in rules))
    assert "".join(one.removeprefix("p.") for one in _ids(link([pack]))) == expected


def test_an_order_that_the_stages_hold_anyway_is_no_mistake() -> None:
    pack = _pack("p", "id: a, drop: line, runs_before: b", "id: b, drop: line, stage: tidy, runs_after: a")
    assert _ids(link([pack])) == ["p.a", "p.b"]


@given(st.permutations(range(7)), st.sets(st.tuples(st.integers(0, 6), st.integers(0, 6)), max_size=6))
def test_every_order_that_is_asked_for_holds(names: list[int], pairs: set[tuple[int, int]]) -> None:
    """Pairs (low, high) can never form a circle; each is asked for by one side or the other."""
    wanted = {(a, b) for a, b in pairs if a < b}
    rules = []
    for name in names:
        before = [f"r{b}" for a, b in sorted(wanted) if a == name and (a + b) % 2]
        after = [f"r{a}" for a, b in sorted(wanted) if b == name and not (a + b) % 2]
        rules.append(
            f"id: r{name}, drop: line"
            + (f", runs_before: [{', '.join(before)}]" if before else "")
            + (f", runs_after: [{', '.join(after)}]" if after else "")
        )
    ids = _ids(link([_pack("p", *rules)]))
    assert sorted(ids) == sorted(f"p.r{name}" for name in names)
    assert all(ids.index(f"p.r{a}") < ids.index(f"p.r{b}") for a, b in wanted)
    if not wanted:
        assert ids == [f"p.r{name}" for name in names]


def test_a_rule_is_evaluated_after_all_that_it_asks_for() -> None:
    pack = _pack(
        "p",
        "id: slide, drop: line, where: {near: {mark: credit}, follows: {rule: counter}}",
        "id: counter, drop: line, where: {near: {mark: credit, within: 3}}",
        "id: credit, mark: credit, unless: [{mark: byline}]",
        "id: other-credit, mark: credit",
        "id: byline, mark: byline",
    )
    order = link([pack])
    assert _ids(order)[0] == "p.slide"  # who wins is another matter
    evaluated = [rule.id.removeprefix("p.") for rule in order.evaluation["remove"]]
    assert evaluated == ["other-credit", "byline", "credit", "counter", "slide"]
    assert all(not order.evaluation[stage] for stage in STAGES if stage != "remove")


def test_marks_are_set_before_edits_are_looked_for() -> None:
    """`within:` passes marked lines over, so that every mark that can be set first is set first."""
    pack = _pack("p", "id: a, drop: line", "id: b, mark: m", "id: c, drop: line, where: {near: {rule: a}}")
    assert [rule.id for rule in link([pack]).evaluation["remove"]] == ["p.b", "p.a", "p.c"]


def test_a_mark_may_come_from_another_pack() -> None:
    web = _pack("web", "id: credit, mark: credit")
    news = _pack("news", "id: counter, drop: line, where: {near: {mark: web.credit}}")
    assert [rule.id for rule in link([web, news]).evaluation["remove"]] == ["web.credit", "news.counter"]
    assert "unknown mark `web.credit`" in _problem(news)


def test_a_mark_that_this_stage_sets_too_is_there() -> None:
    pack = _pack(
        "p",
        "id: a, mark: m",
        "id: b, mark: m, stage: tidy",
        "id: c, drop: line, stage: tidy, where: {near: {mark: m}}",
    )
    assert [rule.id for rule in link([pack]).evaluation["tidy"]] == ["p.b", "p.c"]


@pytest.mark.parametrize(
    "rule",
    [
        "where: {near: {mark: m}}, drop: line",
        "where: [{shape: label}, {precedes: [{line: x}, {mark: m}]}], drop: line",
        "unless: {mark: [x, m]}, drop: line",
        "drop: {from: line, to: end, stop_at: {mark: m}}",
    ],
)
def test_references_are_found_wherever_they_stand(rule: str) -> None:
    found = [asked.name.value for asked in references(_pack("p", f"id: a, {rule}").rules[0])]
    assert "p.m" in found


def test_references_in_sequences_and_units_are_found() -> None:
    text = (
        "- {id: a, lines: [{mark: m}, {rule: r}], drop: match, keep: [x], examples: [{before: a, after: b}]}\n"
        "- {id: b, paragraph: {mark: m}, drop: match, keep: [x], examples: [{before: a, after: b}]}\n"
    )
    first, second = read_rules(parse(text, HERE), Reading("p"))
    assert [(one.kind, one.name.value) for one in references(first)] == [("mark", "p.m"), ("rule", "p.r")]
    assert [(one.kind, one.name.value) for one in references(second)] == [("mark", "p.m")]


def test_a_circle_of_three_is_named_as_it_goes() -> None:
    pack = _pack(
        "p",
        "id: a, drop: line, where: {near: {rule: b}}",
        "id: b, drop: line, where: {near: {rule: c}}",
        "id: c, drop: line, where: {near: {rule: a}}",
        "id: d, drop: line, where: {near: {rule: a}}",
    )
    assert "rules in a circle: p.a asks for p.b asks for p.c asks for p.a" in _problem(pack)


def test_off_takes_ids_packs_and_globs_and_says_when_a_rule_was_renamed() -> None:
    web = _pack("web", "id: share, drop: line, was: sharing")
    for name in ("web.share", "web", "web.*", "*.share"):
        link([web, _pack("site", "id: a, drop: line", off=(name,))])
    assert "it is called `web.share` now" in _problem(
        web, _pack("site", "id: a, drop: line", off=("web.sharing",))
    )
    assert "name its pack in `uses:`" in _problem(_pack("site", "id: a, drop: line", off=("qqqq.zzzz",)))


def test_doubles_are_told_once_each() -> None:
    problem = _problem(_pack("p", "id: a, drop: line"), _pack("p", "id: a, drop: line"))
    assert problem.count("a second pack with the id `p`") == 1
    assert problem.count("a second rule with the id `p.a`") == 1


RULES = link(
    [
        _pack("web", "id: share, drop: line, was: [sharing, old.share]", "id: tags, drop: line"),
        _pack("news", "id: byline, drop: line", "id: share, drop: line"),
    ]
).rules
ALL = ("web.share", "web.tags", "news.byline", "news.share")


@pytest.mark.parametrize(
    ("select", "ignore", "expected"),
    [
        ([], [], ALL),
        (["news"], [], ("news.byline", "news.share")),
        (["web.tags", "web.share"], [], ("web.share", "web.tags")),
        (["*.share"], [], ("web.share", "news.share")),
        (["web.sharing"], [], ("web.share",)),
        (["old.share"], [], ("web.share",)),
        ([], ["web"], ("news.byline", "news.share")),
        (["web"], ["*.t?gs"], ("web.share",)),
        (["web"], ["web"], ()),
    ],
)
def test_rules_are_picked_by_id_pack_glob_and_old_id(
    select: list[str], ignore: list[str], expected: tuple[str, ...]
) -> None:
    assert tuple(rule.id for rule in select_rules(RULES, select, ignore)) == expected


@pytest.mark.parametrize(
    ("name", "hint"),
    [
        ("web.shore", "`web.share`"),
        ("tags", "`web.tags`"),
        ("newss", "`news`"),
        ("web.x*", "no rule is called"),
    ],
)
def test_a_name_that_means_no_rule_is_an_error_with_the_nearest(name: str, hint: str) -> None:
    with pytest.raises(UsageError, match=r"no rule is called") as caught:
        select_rules(RULES, [], [name])
    assert hint in str(caught.value)


def test_a_pack_is_no_prefix_and_a_glob_is_no_regex() -> None:
    assert not matches_any("newsroom.byline", ["news"])
    assert not matches_any("news.byline", ["news.byl.ne", "News.byline"])
