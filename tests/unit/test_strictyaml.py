"""YAML as nodes: strings stay strings, places are right to the column, surprises are refused."""

from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from scrubber import strictyaml
from scrubber.errors import RuleError
from scrubber.nodes import (
    MappingNode,
    Node,
    ScalarNode,
    SequenceNode,
    holds_backspace,
    is_raw_string,
    offset_location,
)
from scrubber.strictyaml import parse, read

HERE = Path("rules.yaml")


def _scalar(text: str) -> ScalarNode:
    """Return the value of the first key of ``text``."""
    root = parse(text, HERE)
    assert isinstance(root, MappingNode)
    value = root.entries[0].value
    assert isinstance(value, ScalarNode)
    return value


def _error(text: str) -> str:
    with pytest.raises(RuleError) as caught:
        parse(text, HERE)
    return str(caught.value)


@pytest.mark.parametrize(
    "written",
    [
        "no",
        "Off",
        "yes",
        "true",
        "null",
        "~",
        "012",
        "0x1F",
        "1:30",
        "1_000",
        "2024-03-01",
        "1e3",
        "=",
        ".inf",
    ],
)
def test_a_plain_scalar_is_the_string_that_was_written(written: str) -> None:
    assert _scalar(f"key: {written}\n").value == written


def test_nothing_written_is_told_apart_from_the_empty_string() -> None:
    assert _scalar("key:\n").absent
    assert not _scalar("key: ''\n").absent


def test_keys_and_items_keep_their_order_and_their_places() -> None:
    root = parse("b: 1\na:\n  - x\n  - {c: y}\n", HERE)
    assert isinstance(root, MappingNode)
    assert [entry.key.value for entry in root.entries] == ["b", "a"]
    items = root.get("a")
    assert isinstance(items, SequenceNode)
    assert [(item.location.line, item.location.column) for item in items.items] == [(3, 5), (4, 5)]
    assert root.get("absent") is None


def test_an_alias_stands_for_what_its_anchor_holds() -> None:
    root = parse("a: &one [x, y]\nb: *one\n", HERE)
    assert isinstance(root, MappingNode)
    assert root.get("a") == root.get("b")


# (document, offset in the value of its first key, the line and column of that character)
PLACES = [
    ("k: plain", 0, (1, 4)),
    ("k: plain", 5, (1, 9)),
    ("k: plain", 99, (1, 9)),
    ("k: one\n  two", 4, (2, 3)),
    ("k: one\n  two", 3, (1, 7)),
    ("k: 'quoted'", 0, (1, 5)),
    ("k: 'it''s so'", 2, (1, 7)),
    ("k: 'it''s so'", 3, (1, 9)),
    ("k: 'one\n  two'", 4, (2, 3)),
    ("k: 'über''x'", 5, (1, 11)),
    ('k: "a\\tb"', 1, (1, 6)),
    ('k: "a\\tb"', 2, (1, 8)),
    ('k: "\\x41\\u0042\\U00000043d"', 1, (1, 9)),
    ('k: "\\x41\\u0042\\U00000043d"', 2, (1, 15)),
    ('k: "\\x41\\u0042\\U00000043d"', 3, (1, 25)),
    ('k: "one \\\n   two"', 4, (2, 4)),
    ("k: |\n  one\n    two\n", 0, (2, 3)),
    ("k: |\n  one\n    two\n", 6, (3, 5)),
    ("k: |\n\n  one\n", 1, (3, 3)),
    ("k: |2\n    deep\n", 2, (2, 5)),
    ("k: |\r\n  one\r\n  two\r\n", 4, (3, 3)),
    ("k: >\n  one\n  two\n", 4, (3, 3)),
    ("😀: 'x😀y'", 2, (1, 7)),
]


@pytest.mark.parametrize(("text", "offset", "place"), PLACES)
def test_an_offset_in_a_value_has_its_place_in_the_file(
    text: str, offset: int, place: tuple[int, int]
) -> None:
    location = offset_location(_scalar(text), offset)
    assert (location.line, location.column) == place


def test_the_text_of_a_scalar_begins_inside_its_quotes() -> None:
    text = _scalar("key: 'word'").text
    assert (text.value, text.location.column) == ("word", 7)


def test_a_place_counts_only_real_line_ends() -> None:
    """YAML 1.1 takes U+2028 for a line end; editors and people do not."""
    root = parse("a: 'x\u2028y'\nb: 1\n", HERE)
    assert isinstance(root, MappingNode)
    assert root.entries[1].key.location.line == 2


@given(st.text(st.sampled_from("ab '\"\\:#-é😀"), max_size=20), st.sampled_from(["single", "double"]))
def test_each_character_is_found_where_it_was_written(value: str, style: str) -> None:
    if style == "single":
        spelt = [c.replace("'", "''") for c in value]
        quote = "'"
    else:
        spelt = ["\\" + c if c in '"\\' else c for c in value]
        quote = '"'
    node = _scalar(f"key: {quote}{''.join(spelt)}{quote}\n")
    assert node.value == value
    for offset in range(len(value) + 1):
        assert offset_location(node, offset).column == 7 + sum(map(len, spelt[:offset]))


@given(st.lists(st.text(st.sampled_from("ab c"), min_size=1, max_size=8), min_size=1, max_size=5))
def test_each_character_of_a_block_is_found_where_it_was_written(lines: list[str]) -> None:
    if lines[0].startswith(" "):
        lines = ["x", *lines]
    node = _scalar("key: |\n" + "".join(f"   {line}\n" for line in lines))
    for offset, character in enumerate(node.value):
        row, column = node.value.count("\n", 0, offset), offset - (node.value.rfind("\n", 0, offset) + 1)
        place = offset_location(node, offset)
        assert (place.line, place.column) == (row + 2, column + 4), character


# (document, the place of the problem, what the message must say)
REFUSED = [
    ("a: 1\nb: 2\na: 3\n", "3:1", "duplicate key `a`; expected it once; the first is in line 1"),
    ("a: 1\n'a': 3\n", "2:1", "duplicate key `a`"),
    ("a: {b: 1, b: 2}\n", "1:11", "duplicate key `b`"),
    ("<<: {a: 1}\n", "1:1", "the merge key `<<`"),
    ("a: !python/name:os.system x\n", "1:4", "the tag `!python/name:os.system`"),
    ("a: !!int 3\n", "1:4", "the tag `!!int`; expected no tags"),
    ("a: !!seq [x]\n", "1:4", "the tag `!!seq`"),
    ("? [a]\n: b\n", "1:3", "a key that is a list or a mapping"),
    ("a: *nowhere\n", "1:4", "the alias `*nowhere` has no anchor"),
    ("a: &x [*x]\n", "1:8", "the alias `*x` stands in what it names"),
    ("a: 1\n---\nb: 1\n", "2:1", "a second YAML document"),
    ("a:\n\tb: 1\n", "2:1", "a tab in the indentation"),
    ("- a\n\t- b\n", "2:1", "a tab in the indentation"),
    ("a: |\n\ttext\n", "2:1", "a tab in the indentation"),
    ("a:\n  \tb: 1\n", "2:3", "a tab in the indentation"),
    ("a: [1\n", "2:1", "YAML cannot be read"),
    ("a: b: c\n", "1:5", "YAML cannot be read: mapping values are not allowed here"),
    ("a: 'open\n", "2:1", "YAML cannot be read: found unexpected end of stream"),
    ('a: "\\q"\n', "1:6", "unknown escape character 'q'"),
    ("a: @x\n", "1:4", "quote a string"),
    ("a: x\0y\n", "1:5", "character U+0000, which YAML does not allow"),
    ("[" * 60 + "]" * 60, "1:42", "nested more than 40 deep"),
]


@pytest.mark.parametrize(("text", "place", "words"), REFUSED)
def test_what_is_wrong_is_told_with_its_place(text: str, place: str, words: str) -> None:
    error = _error(text)
    assert error.startswith(f"rules.yaml:{place}: ")
    assert words in error


def test_what_can_be_read_on_from_is_told_together() -> None:
    error = _error("a: !x 1\na: 2\n<<: 3\n")
    assert [line.split(": ")[0] for line in error.splitlines() if line.startswith("rules")] == [
        "rules.yaml:1:4",
        "rules.yaml:2:1",
        "rules.yaml:3:1",
    ]


@pytest.mark.parametrize("text", ["", "\n\n", "# only a comment\n", "\ufeff"])
def test_an_empty_file_is_named_as_empty(text: str, tmp_path: Path) -> None:
    path = tmp_path / "rules.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(RuleError, match="the file is empty"):
        read(path)


def test_aliases_that_explode_are_refused_before_they_do() -> None:
    rows = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    rows += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 12)]
    assert "aliases stand for more than" in _error("\n".join(rows))


def test_a_large_file_without_aliases_is_no_explosion() -> None:
    root = parse("\n".join(f"- line {number}" for number in range(3 * strictyaml.MAX_ALIASED)), HERE)
    assert isinstance(root, SequenceNode)
    assert len(root.items) == 3 * strictyaml.MAX_ALIASED


def test_a_byte_that_is_not_utf8_is_named_with_its_place(tmp_path: Path) -> None:
    path = tmp_path / "rules.yaml"
    path.write_bytes("a: b\nc: ü".encode() + b"\xfc\n")
    with pytest.raises(RuleError, match=r"rules\.yaml:2:5: byte 0xFC is not UTF-8"):
        read(path)


def test_a_bom_belongs_to_no_column(tmp_path: Path) -> None:
    path = tmp_path / "rules.yaml"
    path.write_bytes(b"\xef\xbb\xbfa: b\n")
    root = read(path)
    assert isinstance(root, MappingNode)
    assert root.entries[0].key.location.column == 1


@pytest.mark.parametrize(("name", "words"), [("absent.yaml", "no such file"), (".", "a folder")])
def test_a_path_that_is_no_file_is_told(name: str, words: str, tmp_path: Path) -> None:
    with pytest.raises(RuleError, match=words):
        read(tmp_path / name)


@pytest.mark.parametrize(
    ("written", "raw", "backspace"),
    [
        (r"""r"\bfoo\b" """, True, False),
        (r"r'\d+'", True, False),
        (r"""'r"x"'""", False, False),
        ("rather", False, False),
        (r'"\bfoo"', False, True),
        (r"'\bfoo'", False, False),
        (r'"\\bfoo"', False, False),
    ],
)
def test_patterns_written_as_for_python_are_recognised(written: str, raw: bool, backspace: bool) -> None:
    node = _scalar(f"k: {written}\n")
    assert (is_raw_string(node), holds_backspace(node)) == (raw, backspace)


def _shape(node: Node) -> object:
    if isinstance(node, ScalarNode):
        return (node.value, node.style, node.location, node.start, node.end)
    if isinstance(node, SequenceNode):
        return ([_shape(item) for item in node.items], node.location)
    return ([(_shape(entry.key), _shape(entry.value)) for entry in node.entries], node.location)


@pytest.mark.parametrize("text", [text for text, _, _ in PLACES] + ["a: [b, {c: 'd'}]\n\ne: &x f\ng: *x\n"])
def test_the_fast_parser_and_the_pure_one_make_the_same_tree(
    text: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    fast = _shape(parse(text, HERE))
    monkeypatch.setattr(strictyaml, "_FAST_LOADER", yaml.SafeLoader)
    assert _shape(parse(text, HERE)) == fast


@given(st.text(st.sampled_from("ab:-[]{}'\"|>&*!#%@`,? \n\t\\é\u2028\0"), max_size=40))
def test_any_text_gives_a_tree_or_an_error_with_a_place(text: str) -> None:
    try:
        parse(text, HERE)
    except RuleError as error:
        assert all(problem.location is not None for problem in error.problems)
