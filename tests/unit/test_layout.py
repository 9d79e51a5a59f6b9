import textwrap

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scrubber.layout import Layout, ends_sentence, judge_layout, paragraph_ranges, shape_of, word_count
from scrubber.specs import SHAPES, Shape

SHAPED: list[tuple[Shape, str]] = [
    ("prose", "The bridge opened to traffic on Monday."),
    ("prose", "“We never thought it would last,” she said, “not here.”"),
    ("prose", "(The office did not answer our letters.)"),
    ("prose", "The method was described twice before.[3][12]"),
    ("prose", "with the mayor of the town"),
    ("prose", "Will the ferry come back this summer?"),
    ("prose", "— Come in, said the old man at the door."),
    ("prose", "昨天下午市政府宣布新桥正式通车。"),
    ("prose", "कल नई सड़क यातायात के लिए खोल दी गई।"),
    ("prose", "A report on the harbour, the ferries, the two cranes that were sold last year and the men who "
              "worked on them"),
    ("heading", "Harbour bridge opens after nine years"),
    ("heading", "12 ways to cook a turnip"),
    ("heading", "‘Nobody told us’ say the residents"),
    ("heading", "جسر الميناء يفتح بعد تسع سنوات"),
    ("label", "Read more"),
    ("label", "Share this story:"),
    ("label", "What you will need for the dough:"),
    ("label", "1 in 8"),
    ("label", "He left."),
    ("label", "* * *"),
    ("label", "相关新闻"),
    ("list-item", "• two eggs"),
    ("list-item", "- 200 g of flour"),
    ("list-item", "1. Whisk the eggs with the sugar until they are pale."),
    ("list-item", "2) Method"),
    ("list-item", "3. April"),
    ("list-item", "3. Maiskolben, gekocht"),
    ("label", "3. Mai 2021"),
    ("label", "12. April 2021"),
    ("prose", "3. Mai 2021 war ein Sonntag, und niemand kam."),
    ("list-item", "(a) the buyer"),
    ("list-item", "– two eggs, beaten"),
    ("heading", "A. Person / Some Agency / Harbour Wire"),
    ("label", "1945. A year"),
]  # fmt: skip


@pytest.mark.parametrize(("shape", "line"), SHAPED, ids=[line[:30] for _, line in SHAPED])
def test_shape(shape: Shape, line: str) -> None:
    assert shape_of(line) == shape
    assert shape_of(f"\u00a0 {line}\u200b ") == shape


def test_the_examples_hold_every_shape() -> None:
    assert {shape for shape, _ in SHAPED} == set(SHAPES)


@given(st.text())
def test_every_line_has_a_shape(line: str) -> None:
    assert shape_of(line) in SHAPES
    assert word_count(line) >= 0


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("", 0),
        ("— / … *", 0),
        ("____", 0),
        ("Anna Blum / Harbour Wire", 4),
        ("It costs $117.5 and-or nothing", 5),
        ("今天天气很好", 3),
        ("สวัสดีครับทุกคน", 4),
        ("Nokia 发布新手机", 4),
        ("항구 다리가 열렸다", 3),
    ],
)
def test_word_count(line: str, words: int) -> None:
    assert word_count(line) == words


@pytest.mark.parametrize(
    ("line", "ends"),
    [
        ("It is over.", True),
        ("It is over.”)", True),
        ("It is over.¹", True),
        ("Is it over؟", True),
        ("終わった。」", True),
        ("It is over", False),
        ("over:", False),
        ("[1]", False),
        ("[1]" * 50, False),
        ("”", False),
        ("", False),
    ],
)
def test_ends_sentence(line: str, ends: bool) -> None:
    assert ends_sentence(line) is ends


PROSE = (
    "The harbour bridge opened to traffic on Monday after nine years of work and a long dispute over its "
    "cost. Hundreds of people walked across it in the morning, many of them with children and dogs, and the "
    "mayor cut a ribbon that had been kept in a drawer of the town hall since the first stone was laid."
)


def wrapped(width: int) -> list[str]:
    paragraph = textwrap.wrap(PROSE, width)
    return ["Harbour bridge opens", "", *paragraph, "", *paragraph]


@pytest.mark.parametrize("width", [40, 60, 72, 100])
def test_prose_broken_at_a_column_is_wrapped(width: int) -> None:
    layout = judge_layout(wrapped(width))
    assert layout.kind == "wrapped"
    assert "column" in layout.reason


def test_one_wrapped_paragraph_without_blank_lines() -> None:
    lines = textwrap.wrap(PROSE, 50)
    layout = judge_layout(lines)
    assert layout.kind == "wrapped"
    assert paragraph_ranges(lines, layout) == ((0, len(lines)),)


def test_chinese_prose_broken_at_a_column() -> None:
    text = "昨天下午市政府宣布新桥正式通车许多居民步行过桥并且拍照留念大家都说这座桥等了很多年" * 6
    assert judge_layout([text[i : i + 30] for i in range(0, len(text), 30)]).kind == "wrapped"


UNWRAPPED = {
    "paragraphs parted by blank lines": ("blocks", [PROSE, "", PROSE, "", PROSE]),
    "each line a paragraph": ("lines", [PROSE] * 8),
    "short sentences of one width": (
        "lines",
        ["The ferry leaves the harbour at eight sharp.", "The first bus leaves the square at ten."] * 6,
    ),
    "headlines of one width": (
        "lines",
        ["Harbour bridge opens after nine years of work", "Mayor of Eastport says he will not run again"] * 6,
    ),
    "a menu": ("lines", ["Home", "News", "Sport", "Weather", "Contact us", "About"]),
    "verse": (
        "blocks",
        ["O grey and restless harbour,", "you keep", "the names of all who sailed,", "", "and none", "comes",
         "back to read them in the rain", "or sleep"],
    ),
    "one stray blank line among many": ("lines", [*[PROSE] * 30, "", *[PROSE] * 30]),
    "nothing": ("lines", []),
}  # fmt: skip


@pytest.mark.parametrize(("kind", "lines"), UNWRAPPED.values(), ids=UNWRAPPED)
def test_layout_of_what_is_not_wrapped(kind: str, lines: list[str]) -> None:
    assert judge_layout(lines).kind == kind


def test_paragraphs_by_layout() -> None:
    lines = ["", "a", "b", " \u200b", "c", ""]
    assert paragraph_ranges(lines, Layout("blocks", "")) == ((1, 3), (4, 5))
    assert paragraph_ranges(lines, Layout("wrapped", "")) == ((1, 3), (4, 5))
    assert paragraph_ranges(lines, Layout("lines", "")) == ((1, 2), (2, 3), (4, 5))


@given(st.lists(st.text(max_size=40)))
def test_any_lines_have_a_layout_whose_paragraphs_cover_them(lines: list[str]) -> None:
    layout = judge_layout(lines)
    covered = {i for start, end in paragraph_ranges(lines, layout) for i in range(start, end)}
    assert covered >= {i for i, line in enumerate(lines) if any(c.isalnum() for c in line)}
    assert layout.reason
