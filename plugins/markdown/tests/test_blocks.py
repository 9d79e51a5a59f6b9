"""The blocks that are no prose are those that a CommonMark parser finds."""

from __future__ import annotations

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from scrubber_markdown.blocks import MAX_NESTING, protected_blocks

ORACLE = MarkdownIt("commonmark").enable("table")
KINDS = {"fence": "fence", "code_block": "code", "html_block": "html", "table_open": "table"}

CASES: list[tuple[str, str, list[tuple[str, int, int]]]] = [
    ("front matter", "---\ntitle: A\n---\nText.", [("front matter", 0, 3)]),
    ("front matter of TOML", "+++\ntitle = 'A'\n+++\nText.", [("front matter", 0, 3)]),
    ("front matter closed by dots", "---\na: b\n...\nText.", [("front matter", 0, 3)]),
    ("a rule at the top", "---\nThe harbour froze.\n---\nText.", []),
    ("front matter never closed", "---\na: b\n\nText.", []),
    ("front matter further down", "Text.\n\n---\na: b\n---", []),
    ("a fence", "Text.\n\n```py\n1 in 8\n```\nText.", [("fence", 2, 5)]),
    ("a fence directly after text", "Text.\n~~~\n1 in 8\n~~~\nText.", [("fence", 1, 4)]),
    ("a fence never closed", "```\n1 in 8\n\nmore", [("fence", 0, 4)]),
    ("a shorter fence inside", "````\n```\n````\nText.", [("fence", 0, 3)]),
    ("a fence in a list", "- one\n  ```\n  1 in 8\n  ```\n- two", [("fence", 1, 4)]),
    ("a fence in a quote ends with it", "> ```\n> 1 in 8\nText.", [("fence", 0, 2)]),
    ("backticks in a line are no fence", "``` a ` b\nText.", []),
    ("indented code", "Text.\n\n    1 in 8\n\n    more\n\nText.", [("code", 2, 5)]),
    ("code by a tab", "Text.\n\n\t1 in 8\n", [("code", 2, 3)]),
    ("an indented line goes on with its paragraph", "Text.\n    more text", []),
    ("an item's second paragraph is no code", "- one\n\n    more of it", []),
    ("code in an item", "- one\n\n      1 in 8", [("code", 2, 3)]),
    ("a table", "| a | b |\n|---|:-:|\n| 1 in 8 | 2 |\n\nText.", [("table", 0, 3)]),
    ("a table without outer bars", "a | b\n--|--\n1 | 2", [("table", 0, 3)]),
    ("a table directly after text", "Text.\n| a |\n| - |\n| 1 in 8 |", [("table", 1, 4)]),
    ("a table of uneven head", "| a | b |\n|---|\n| 1 |", []),
    ("bars in prose", "Share | Tweet | Print\nText.", []),
    ("a heading underlined", "Harbour freezes\n---\nText.", []),
    ("a definition", "Text.\n\n[a]: https://harbour.example 'Title'\n", [("definition", 2, 3)]),
    ("definitions in a row", "[a]: /a\n[b]: <b c>\n  (T)", [("definition", 0, 1), ("definition", 1, 3)]),
    ("a definition in two lines", "[a]:\n/a\n", [("definition", 0, 2)]),
    ("a definition inside a paragraph is text", "Text.\n[a]: /a", []),
    ("a footnote is prose", "[^1]: The council met on Monday.", []),
    ("HTML", "<div>\n1 in 8\n</div>\n\nText.", [("html", 0, 3)]),
    ("HTML of one tag", "<custom-box kind=\"x\">\n1 in 8\n\nText.", [("html", 0, 2)]),
    ("a comment over blank lines", "<!-- a\n\nb -->\nText.", [("html", 0, 3)]),
    ("a comment in one line", "<!-- a -->\nText.", [("html", 0, 1)]),
    ("a script", "<script>\n\nx()\n</script>\nText.", [("html", 0, 4)]),
    ("a tag in a sentence", "Text with <b>bold</b> words.", []),
    ("an address", "<https://harbour.example>", []),
    ("a lazy line in a quote", "> Text\n    goes on\n> ```\n> x", [("fence", 2, 4)]),
    ("nothing", "", []),
]  # fmt: skip


def found(text: str) -> list[tuple[str, int, int]]:
    return [(block.kind, block.first, block.end) for block in protected_blocks(text.split("\n"))]


@pytest.mark.parametrize(("text", "blocks"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_blocks(text: str, blocks: list[tuple[str, int, int]]) -> None:
    assert found(text) == blocks


def test_the_table_has_its_cases() -> None:
    assert len(CASES) >= 35


def by_the_oracle(text: str) -> list[tuple[str, int, int]]:
    """The blocks of a full parser; it counts blank lines that follow, which nothing needs to protect."""
    environment: dict[str, dict[str, dict[str, list[int]]]] = {}
    lines = text.split("\n")
    blocks: list[tuple[str, int, int]] = []
    for token in ORACLE.parse(text, environment):
        if token.type in KINDS and token.map:
            blocks.append((KINDS[token.type], token.map[0], token.map[1]))
    for reference in environment.get("references", {}).values():
        blocks.append(("definition", reference["map"][0], reference["map"][1]))
    return [
        (kind, first, _trimmed(lines, first, end)) for kind, first, end in sorted(blocks, key=lambda b: b[1])
    ]


def _trimmed(lines: list[str], first: int, end: int) -> int:
    while end > first + 1 and not lines[end - 1].strip(" >"):
        end -= 1
    return end


PIECES = [
    "", "", "Text of the article.", "more", "# Head", "---", "===", "***", "- one", "- ", "* two",
    "1. first", "7. seventh", "> quoted", ">", "  indented", "    code", "      deeper",
    "\tcode", "```", "````", "~~~", "```py", "> ```", "- ```", "  ```", "| a | b |", "|---|---|", "| - |",
    "a | b", "--|--", "<div>", "</div>", "<b>", "<custom>", "<!-- c", "-->", "<!-- c -->", "<?php",
    "?>",
    "[a]: /a", "[b]: /b 'T'", "[c]:\n/c", "[d]: two words", "> [e]: /e", "  - nested", "    - nested",
    "> - both", "- > both", "* * *", "\\| a |",
]  # fmt: skip


@settings(max_examples=300, deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=9))
@example(["- one", "", "", "    code"])
@example(["> quoted", "    code", "```"])
def test_the_same_as_a_full_parser(lines: list[str]) -> None:
    text = "\n".join(lines)
    mine = [(kind, first, _trimmed(text.split("\n"), first, end)) for kind, first, end in found(text)]
    # a definition that comes twice counts once for the parser
    assert [b for b in mine if b[0] != "definition"] == [
        b for b in by_the_oracle(text) if b[0] != "definition"
    ]
    assert {b for b in by_the_oracle(text) if b[0] == "definition"} <= set(mine)


@settings(max_examples=100, deadline=None)
@given(st.lists(st.text(alphabet=" \t>-*+1.)`~|:<!/=[]()#ab\\\"'\x00\ufeff", max_size=30), max_size=12))
def test_blocks_are_in_order_and_inside_whatever_the_text(lines: list[str]) -> None:
    at = 0
    for block in protected_blocks(lines):
        assert at <= block.first < block.end <= len(lines)
        at = block.end


@pytest.mark.parametrize("line", ["> " * 5000, "- " * 5000, ">" * 5000, "[" * 5000, "|" * 5000, "<a " * 5000])
def test_deep_nesting_costs_no_more_than_its_length(line: str) -> None:
    lines = [line] * 3 + [""] * 2000
    assert all(block.end <= len(lines) for block in protected_blocks(lines))
    assert MAX_NESTING <= 100
