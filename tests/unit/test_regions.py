import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scrubber.layout import judge_layout
from scrubber.regions import Regions, judge_regions
from scrubber.regions.signs import fold, sign_of

TITLE = "Harbour bridge opens after nine years of work"
ARTICLE = [
    "The harbour bridge opened to traffic on Monday after nine years of work and a long dispute over cost.",
    "Hundreds of people walked across it in the morning, many of them with children, dogs and cameras.",
    "“We stopped believing in it,” said Anna Blum, who keeps the bakery at its northern end and lost a summer.",
    "The town hall says that the last of the loans for the work will be paid back in the spring of next year.",
]
GERMAN = [
    "Nach neun Jahren Bauzeit ist die Hafenbrücke am Montag für den Verkehr freigegeben worden, ohne jede Feier.",
    "Hunderte gingen am Vormittag hinüber, viele von ihnen mit Kindern, Hunden und einem Fotoapparat.",
    "„Wir haben nicht mehr daran geglaubt“, sagte Anna Blum, die an ihrem nördlichen Ende eine Bäckerei betreibt.",
    "Das Rathaus rechnet damit, dass der letzte Kredit im Frühjahr des nächsten Jahres abbezahlt sein wird.",
]
TAILS = {
    "comment form": ["Leave a Reply", "Your email address will not be published."],
    "related headlines": [
        "Related articles",
        "Ferry company cancels winter crossings",
        "March 3, 2021",
        "Mayor of Eastport says he will not run again",
        "March 1, 2021",
    ],
    "teasers in sentences": [
        "You may also like",
        "Ferry company cancels winter crossings",
        "The crossings to the outer islands end in November because nobody wants to pay for them.",
        "Mayor of Eastport says he will not run again",
        "He has held the office for twenty years and says that he would like to see his garden.",
        "Read more",
    ],
    "reader comments": [
        "Comments",
        "Old Salt",
        "March 3, 2021",
        "I remember the day when they laid the first stone, and it rained then as well.",
        "Reply",
        "Ropemaker",
        "March 4, 2021",
        "It rained the whole week, and the mayor caught a cold that he never lost again.",
        "Reply",
    ],
    "share row and author": ["Share this", "Facebook", "Twitter", "About the author", "Anna Blum"],
    "menu and footer": [
        "About us",
        "Contact",
        "Careers",
        "Privacy Policy",
        "Terms of Use",
        "© 2021 Harbour Wire. All rights reserved.",
    ],
}
BODIES = {
    "a clean article": [TITLE, *ARTICLE],
    "a list at the end": [
        TITLE,
        *ARTICLE,
        "What you will need:",
        "two eggs",
        "a cup of flour",
        "some patience",
    ],
    "a table at the end": [
        TITLE,
        *ARTICLE,
        *(cell for n in range(12) for cell in (f"Pier {n}", f"${n}.50")),
    ],
    "a list of names at the end": [TITLE, *ARTICLE, "The crew:", *(f"Anna{'x' * n} Blum" for n in range(30))],
    "references": [
        TITLE,
        *ARTICLE,
        "References",
        "Blum, A. (2004). Bridges of the north and their builders. Eastport: Tern.",
        "Osk, B. (2011). The cost of stone in harbour towns, second edition. Eastport: Tern.",
        "Osk, B. (2014). What the tide leaves behind it. Eastport: Tern.",
    ],
    "verse": [
        "O grey and restless harbour, you keep",
        "the names of all who sailed",
        "and none comes back to read them",
        "in the rain",
        "or sleep",
    ]
    * 6,
    "code": ["import os", "for name in os.listdir():", "    print(name)", "", "main()"] * 8,
    "an interview": [line for each in ARTICLE for line in ("Were you there?", each)],
    "furniture between paragraphs": [
        *ARTICLE,
        "Advertisement",
        ARTICLE[0],
        "Sign up for our newsletter",
        ARTICLE[1],
        "Read more: Ferry company cancels winter crossings",
        ARTICLE[2],
    ],
    "an unknown script": ["ᎠᏂᏔᎵ ᎠᏂᏔᎵ ᎠᏂᏔᎵ"] * 30,
    "too little to judge": ["Leave a Reply", "Share", "Tweet"],
    "nothing": [],
}


def regions_of(lines: list[str]) -> Regions:
    return judge_regions(lines, judge_layout(lines))


def spread(lines: list[str]) -> list[str]:
    return [part for line in lines for part in (line, "")]


@pytest.mark.parametrize("tail", TAILS.values(), ids=TAILS)
@pytest.mark.parametrize("blank", [False, True], ids=["lines", "blocks"])
def test_furniture_after_the_article_is_tail(tail: list[str], blank: bool) -> None:
    lines = [TITLE, *ARTICLE, *tail]
    regions = regions_of(spread(lines) if blank else lines)
    assert regions.tail_start == len([TITLE, *ARTICLE]) * (1 + blank)
    assert regions.of(regions.tail_start - 1) == "body"
    reason = regions.reason(regions.tail_start)
    assert reason.startswith("after the last paragraph; ") and "marks: " in reason


GERMAN_TAILS = {
    "comment form": ["Schreibe einen Kommentar", "Deine E-Mail-Adresse wird nicht veröffentlicht."],
    "related headlines": [
        "Das könnte Sie auch interessieren",
        "Reederei streicht die Fahrten im Winter",
        "3. März 2021",
        "Bürgermeister von Altwehr tritt nicht mehr an",
        "Impressum",
    ],
    "share row and footer": ["Teilen", "Drucken", "Newsletter abonnieren", "Datenschutzerklärung", "AGB"],
}


@pytest.mark.parametrize("tail", GERMAN_TAILS.values(), ids=GERMAN_TAILS)
def test_furniture_after_a_german_article_is_tail(tail: list[str]) -> None:
    regions = regions_of([*GERMAN, *tail])
    assert regions.tail_start == len(GERMAN)


def test_a_german_article_about_such_things_is_body() -> None:
    lines = [
        *GERMAN,
        "Teilen der Altstadt fehlt seither das Licht, und Anzeige erstattete deswegen bislang nur ein Wirt.",
        "Kommentare dazu wollte das Bauamt nicht abgeben.",
        "Mehr zum Thema sagte der Sprecher nicht, und Newsletter bestellen die wenigsten.",
    ]
    regions = regions_of(lines)
    assert (regions.head_end, regions.tail_start) == (0, len(lines))


@pytest.mark.parametrize("lines", BODIES.values(), ids=BODIES)
def test_what_is_the_article_or_cannot_be_judged_is_body(lines: list[str]) -> None:
    regions = regions_of(lines)
    assert {regions.of(index) for index in range(len(lines))} <= {"body"}
    assert regions.head_end == 0 and regions.tail_start == len(lines)
    assert not regions.head_reason and not regions.tail_reason


def test_a_reason_counts_the_lines_of_its_region() -> None:
    tail = TAILS["menu and footer"]
    regions = regions_of([TITLE, *ARTICLE, *tail])
    lines = len(ARTICLE) + 1 + len(tail) - regions.tail_start
    assert f" of {lines} lines are no sentences" in regions.reason(regions.tail_start)


def test_menu_and_byline_are_head_and_the_headline_is_body() -> None:
    head = ["Home", "News", "Search", TITLE, "By Anna Blum", "March 3, 2021", "4 min read"]
    regions = regions_of([*head, *ARTICLE, *TAILS["comment form"]])
    assert regions.head_end == len(head)
    assert regions.titles == (3,)
    assert [regions.of(index) for index in range(8)] == ["head"] * 3 + ["body"] + ["head"] * 3 + ["body"]
    assert regions.reason(0).startswith("before the first paragraph; ")
    assert regions.reason(3) == regions.reason(8) == ""


def test_the_rows_of_a_table_are_body_whatever_stands_about_them() -> None:
    table = [
        "| Harbour bridge |",
        "|---|---|",
        "| Made by | Tarn & Sons |",
        "| Opened | 3 May 2021 |",
        "| Length | 310 m |",
    ]
    menu = ["Log in", "Create account", "Contents", "Privacy policy"]
    regions = regions_of([*menu, *table, *ARTICLE, *table, "Related articles", *menu])
    last = len(menu) + 2 * len(table) + len(ARTICLE)
    assert regions.head_end <= len(menu)
    assert {regions.of(line) for line in range(len(menu), last)} == {"body"}
    assert regions.tail_start == last


LONG_ARTICLE = [*ARTICLE, *(line.replace("the", "that") for line in ARTICLE)]


def test_the_last_lines_of_all_are_tail_by_a_weak_sign() -> None:
    for ending in (
        ["o water,", "home"],
        ["Starters", "Soup of the day", "Menu"],
        ["Homework", "Search for five words"],
    ):
        assert regions_of([*LONG_ARTICLE, *ending]).tail_start == len(LONG_ARTICLE) + len(ending)
    trailing = ["Tags", "harbour", "ferry"]
    regions = regions_of([*LONG_ARTICLE, *trailing])
    assert regions.tail_start == len(LONG_ARTICLE)
    assert regions_of([*ARTICLE, *trailing]).tail_start == len(ARTICLE) + len(trailing)


@pytest.mark.parametrize(
    "end",
    [
        ["Harbour Playhouse", "March 3, 2031", "Merrow Hall", "March 9, 2031"],
        ["Harbour Office", "14 Wharf Street", "Eastport", "555-0117", "www.eastport.example"],
        ["Anna Blum", "Chair of the harbour board"],
        ["Eastport 3, Merrow 1", "Skarholm 0, Harl 0"],
        ["Tags", "harbour", "Nobody has counted them."],
    ],
)
def test_what_an_author_sets_below_an_article_is_body(end: list[str]) -> None:
    assert regions_of([*LONG_ARTICLE, *end]).tail_start == len(LONG_ARTICLE) + len(end)


def test_a_headline_alone_is_body() -> None:
    assert regions_of([TITLE, *ARTICLE, *TAILS["comment form"]]).head_end == 0


def test_a_body_sentence_that_begins_like_furniture_stays() -> None:
    first = (
        "Sign up for something in this town and you will be written to by the town hall for ever and a day."
    )
    regions = regions_of(["Home", "Search", TITLE, first, *ARTICLE, first])
    assert regions.of(3) == regions.of(8) == "body"


def test_wrapped_paragraphs_are_judged_whole() -> None:
    wrapped = [
        "The harbour bridge opened to traffic on Monday after nine",
        "years of work and a long dispute over its cost, and then",
        "hundreds of people walked across it in the morning, many",
        "of them with children and dogs, until the rain came.",
        "",
    ]
    lines = [*wrapped * 3, "Leave a Reply", "", "Your email address will not be published."]
    assert judge_layout(lines).kind == "wrapped"
    assert regions_of(lines).tail_start == 15


@given(st.lists(st.text(max_size=60) | st.sampled_from([*ARTICLE, *TAILS["reader comments"]]), max_size=60))
def test_any_lines_have_regions(lines: list[str]) -> None:
    regions = regions_of(lines)
    assert 0 <= regions.head_end <= regions.maybe_head_end <= regions.maybe_tail_start
    assert regions.maybe_tail_start <= regions.tail_start <= regions.deep_tail_start <= len(lines)
    assert all(index < regions.maybe_head_end for index in regions.titles)
    assert regions == regions_of(list(lines))


def test_the_time_grows_with_the_length_only() -> None:
    def seconds(times: int) -> float:
        lines = [TITLE, *ARTICLE, *TAILS["menu and footer"], "Share " * 30, "[1]" * 200] * times
        start = time.process_time()
        regions_of(lines)
        return time.process_time() - start

    seconds(10)
    assert seconds(400) < 40 * max(seconds(40), 0.01)


SIGNS = [
    ("LEAVE A REPLY", "comments"),
    ("14 Comments", "comments"),
    ("Related Articles:", "related stories"),
    ("You may also like…", "related stories"),
    ("Share on Facebook", "share row"),
    ("» Next Post", "page links"),
    ("Get it delivered straight to your inbox", "newsletter box"),
    ("Copyright © 2021 Harbour Wire", "legal footer"),
    ("Lesen Sie auch: Reederei streicht Fahrten", "one related story"),
    ("Schreibe einen Kommentar", "comments"),
    ("Stand: 13.05.2021, 14:32 Uhr", "page links"),
    ("Alle Rechte vorbehalten.", "legal footer"),
    ("Mehr aus Zufall fand er den Weg", None),
    ("Die", None),
    ("Folgen", None),
    ("Von Miller", None),
    ("Sharecroppers", None),
    ("The commentary", None),
    ("", None),
    ("x" * 10_000, None),
]


@pytest.mark.parametrize(("line", "kind"), SIGNS)
def test_sign(line: str, kind: str | None) -> None:
    sign = sign_of(fold(line))
    assert (sign.kind if sign else None) == kind
