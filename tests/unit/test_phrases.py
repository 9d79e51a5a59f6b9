"""Phrases: what matches, what slots hold, where mistakes are told, and that samples match."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import pytest
import regex
from hypothesis import given, settings
from hypothesis import strategies as st

from scrubber.document import BLANKS, is_blank
from scrubber.errors import Location, RuleError
from scrubber.phrase_patterns import phrase_pattern
from scrubber.phrases import Phrase, PhraseMatch, Slot, compile_phrases, fold, parse_phrase, samples
from scrubber.slots import BLANKS as BLANK_CLASS
from scrubber.slots import KINDS
from scrubber.specs import Text

LINE, COLUMN = 4, 14
LISTS: Mapping[str, Sequence[str]] = {
    "agency": ("Gull Press", "GP", "Reader’s Wire", "  ", "North\u00a0 News"),
    "town": (*(f"Upper Town {number}" for number in range(60)), "Leyburn", "New Leyburn", "Ley"),
    "none": (),
}


def read(value: str) -> Phrase:
    return parse_phrase(Text(value, Location(Path("rules.yaml"), LINE, COLUMN)), LISTS)


def match(phrases: str | Sequence[str], line: str) -> PhraseMatch | None:
    written = [phrases] if isinstance(phrases, str) else phrases
    return compile_phrases([read(phrase) for phrase in written], LISTS).match(line)


def slots(phrase: str, line: str) -> dict[str, str]:
    found = match(phrase, line)
    assert found is not None, f"{phrase!r} on {line!r}"
    return {name: slot.text for name, slot in found.slots.items()}


MATCHES = [
    ("Read more", ["Read more", "READ MORE", "  read\u00a0more ", "Read\u200bmore", "Read  more:", "Read more :", "Read more："]),
    ("Reader's \"choice\"", ["Reader’s “choice”", "reader‘s ″CHOICE″", "Reader`s „Choice‟", "readerʼs \"choice\""]),
    ("Straße", ["STRASSE", "straße", "STRAẞE", "Straſſe"]),
    ("[the] oﬃce {int}", ["Office 1", "OFFICE 2", "the oﬃce 3", "oﬀice 4", "ofﬁce 5"]),
    ("ß {int}", ["ß 1", "SS 2", "ẞ 3"]),
    ("{int} ß", ["1 ß", "2 ss"]),
    ("Kosten ΌΔΟΣ {int}", ["kosten όδος 1", "\u212aOSTEN ΌΔΟΣ 2"]),
    ("Photo:", ["Photo", "Photo:", "photo :"]),
    ("Related::", ["Related:", "Related::"]),
    ("[image|slide|photo] of the day", ["Image of the day", "slide of the day", "PHOTO of the day"]),
    ("[the] gates [now] open", ["The gates now open", "gates open", "the gates open", "gates  now open"]),
    ("gates open [now]", ["gates open now", "gates open", "gates open:"]),
    ("[[a|b] c|d]e", ["a ce", "B ce", "de"]),
    ("colo[u]r", ["color", "colour"]),
    ("more to follow [[soon|shortly]][.]", ["More to follow", "More to follow.", "More to follow soon.", "more to follow ."]),
    ("more to follow [soon].", ["More to follow.", "More to follow soon."]),
    ("gates [now] [open]!", ["Gates!", "Gates now!", "Gates now open!"]),
    ("{int} gates [open][.]", ["3 gates.", "3 gates open.", "3 gates"]),
    ("By {name} [, {agency}]", ["By Ada Quill, GP", "By Ada Quill , GP", "By Ada Quill"]),
    (r"\[a\] \{b\} \| \\", ["[a] {b} | \\"]),
    ("a.b* (c)?", ["a.b* (c)?"]),
    ("{a:int} [in|of|/] {b:int}", ["1 in 8", "12 OF 30", "3 / 9", "1,204 of 1 204".replace(" 2", "\u202f2")]),
    ("{n:int} comment[s]", ["1 comment", "0 Comments", "12,345 comments:"]),
    ("By {name}", ["By Ada Quill", "BY J. R. van der Berg", "by ANNE-MARIE O’DEA:"]),
    ("{name} / {agency}", ["A. Person / GP", "Ada Quill  /  gull\u00a0press", "Ada Quill / Reader's Wire", "Ada / north news"]),
    ("({words} via {agency})", ["(lanterns over the harbour via GP)"]),
    ("Copyright © {year} {words}", ["Copyright © 2022 Gull Press", "copyright © 1999 all rights reserved."]),
    ("[Published|Updated] [on] {date} [at] [{time}]", ["Updated on June 18, 2025 at 12:35 PM", "Published 3 May 2024", "updated 2024-05-03 16:15"]),
    ("{hex}", ["87af90c2be85", "550e8400-e29b-41d4-a716-446655440000"]),
    ("Mail {email}", ["Mail a.desk+news@gazette.example", "Mail [email protected]", "mail [email\u00a0protected]"]),
    ("{url}", ["https://gazette.example/a?b=c#d", "www.gazette.example", "gazette.example/news"]),
    ("{words} in {town}", ["a man in old in new  leyburn", "Fire in LEY"]),
    ("{words}", ["one", " ".join(["word"] * 25)]),
]  # fmt: skip
MISSES = [
    ("Read more", ["Read more about it", "Readmore", "Read more::", "Read", "", " ", ":", "Read\x1cmore"]),
    ("Reader's choice", ["Readers choice", "Reader\"s choice"]),
    ("[the] gates [now] open", ["thegates open", "gatesopen", "gates nowopen", "the gates now"]),
    ("a [b] c", ["ac", "a bc", "ab c", "abc"]),
    ("gates .", ["gates."]),
    ("{int} .", ["3."]),
    ("gates [now] .net", ["gates.net"]),
    ("{a:int} [in|of|/] {b:int}", ["one in 8", "1 in 8 households", "1.5 of 3", "1 234 in 8", "1in 8", "-1 in 8", "3/9", "3/ 9"]),
    ("By {name}", ["By the council", "By Ada quill", "By Ada Quill and Ben Rook", "By", "By A B C D E F", "by Smith's"]),
    ("{name} / {agency}", ["Ada Quill / Gull", "Ada Quill / Gull Press Agency", "the harbour / GP", "Classen Curve / Western Avenue"]),
    ("{year}", ["1499", "2100", "20245", "٢٠٢٤"]),
    ("{hex}", ["facade", "decade", "12345"]),
    ("{words}", [" ".join(["word"] * 26), "x" * 61, ""]),
    ("{words} in {town}", ["Fire in Leyburne", "Fire in Town 3", "FireinLey", "Fire in Newleyburn"]),
    ("{date}", ["March 2024", "32 March", "2024-13-03", "Tuesday", "Marching 3"]),
    ("{time}", ["10.02", "25:61", "5", "5 amber"]),
]  # fmt: skip


@pytest.mark.parametrize(("phrase", "lines"), MATCHES)
def test_lines_that_match(phrase: str, lines: list[str]) -> None:
    assert [line for line in lines if match(phrase, line) is None] == []


@pytest.mark.parametrize(("phrase", "lines"), MISSES)
def test_lines_that_do_not_match(phrase: str, lines: list[str]) -> None:
    assert [line for line in lines if match(phrase, line) is not None] == []


# What each kind of slot takes as a whole, and what it does not.
TAKES: dict[str, list[str]] = {
    "int": ["0", "8", "1,234,567", "1’234", "123456789012"],
    "year": ["1500", "1999", "2099"],
    "date": [
        "March 3, 2024", "3 March 2024", "Tue 5 Mar 2024", "Mar. 3", "2024-03-03", "03/03/2024", "Tuesday, March 3rd, 2024",
        "3rd of March 2024", "MARCH 3, 2024", "Sept. 12", "September 12 2021", "5-Mar-2024", "Mon, 03 Jan 2022", "31.12.2023",
        "Thurs. 4 June", "Wed. 5 July", "2024/03/03", "1/2/21",
        "3. Mai 2021", "13. März", "Montag, 3. März 2024", "Mo., 03.05.2021", "Sonnabend, den 1. Jänner 2022", "1. Dez. 2020", "3.5. 2021",
        "Fr 7. Mrz 2025", "DO, 4. JUNI 1998",
    ],
    "time": ["4:15 p.m. ET", "16:15", "10.02 GMT", "5 a.m.", "5am", "9:00 AM EDT", "16:15:30", "11.30am", "16:15 UTC+2", "00:00", "14.32 Uhr", "14:32 Uhr", "9 Uhr", "6.05UHR"],
    "name": [
        "Ada Quill", "A. Person", "J.R.R. Tarn", "Ludwig van der Berg", "al-Noor", "Bashir al-Noor", "O'Dea", "Sinéad O’Dea",
        "Jean-Luc Roux", "JANE DOE", "Åsa Öberg", "Łukasz Šarūnas", "Maria de la Cruz", "Kim Jong-a", "Omar bin Said",
        "Lee Marsh Jr.", "Sam Marsh, Sr.", "Dr. Ada Quill", "王明", "ジョン・タナカ", "d'Angelo Russo", "Xi", "Élodie d’Arc",
        "محمد علي", "José Rey y Gasset", "McDell", "Prof. Dr. Ida von der Aue", "Karl zu Lehnin",
    ],
    "hex": ["abc123", "0F3A9C11D2E4B5A6978801FF22C3D4E5"],
    "email": ["a@b.co", "first.last+x@mail.gazette.example"],
    "url": ["http://a.co:80/", "HTTPS://GAZETTE.EXAMPLE", "a.example/x?y=1"],
    "words": ["a", "a, b (c) — d!"],
}  # fmt: skip
LEAVES: dict[str, list[str]] = {
    "int": ["", "1,23", "1.5", "1 234", "-3", "1234567890123", "1,2345"],
    "year": ["1499", "999", "20241"],
    "date": [
        "March 45",
        "2024-03-033",
        "0 March",
        "Sunday",
        "3 Mai",
        "Mai 2021",
        "So 3 March",
        "3. Maier",
        "3. Mai 20211",
    ],
    "time": ["16:75", "24.5", "p.m.", "14.32", "14.32 Uhren", "Uhr"],
    "name": [
        "the council",
        "Ada quill",
        "ada Quill",
        "de la",
        "Quill's",
        "A B C D E F",
        "Ada 4",
        "Ada, Quill",
        "A.",
        "Ada van",
    ],
    "hex": ["defaced", "12345", "xyz123"],
    "email": ["a@b", "@b.co", "a b@c.de"],
    "url": ["https://", "hello", "a b.example", "3.5"],
    "words": [" ", "x" * 61],
}


@pytest.mark.parametrize("kind", KINDS)
def test_what_a_slot_takes(kind: str) -> None:
    pattern = regex.compile(KINDS[kind].pattern)
    assert [text for text in (*TAKES[kind], *KINDS[kind].examples) if not pattern.fullmatch(text)] == []
    assert [text for text in LEAVES[kind] if pattern.fullmatch(text)] == []


@pytest.mark.parametrize("kind", KINDS)
def test_what_is_promised_of_a_slot_holds_for_what_it_takes(kind: str) -> None:
    for text in (*TAKES[kind], *KINDS[kind].examples):
        folded = fold(text)
        assert len(folded) <= KINDS[kind].longest
        assert not KINDS[kind].needs or any(need in folded for need in KINDS[kind].needs)


def test_blanks_are_what_the_document_says() -> None:
    pattern = regex.compile(f"[{BLANK_CLASS}]")
    assert {chr(point) for point in range(0x110000) if pattern.match(chr(point))} == set(BLANKS)


def test_slots_have_offsets_in_the_line_as_it_stands() -> None:
    line = "  Photo\u00a0 1 of 1,204 : "
    found = match("[photo|image] {a:int} of {b:int}", line)
    assert found == PhraseMatch(0, {"a": Slot("1", 9, 10, 1), "b": Slot("1,204", 14, 19, 1204)})
    assert all(line[slot.start : slot.end] == slot.text for slot in found.slots.values())


def test_only_numbers_have_a_value() -> None:
    found = match("{int} {year} {hex}", "1’204 1998 1998ab")
    assert found is not None
    assert [slot.value for slot in found.slots.values()] == [1204, 1998, None]


@pytest.mark.parametrize(
    ("phrase", "named"),
    [
        ("{a:int} of {b:int}", [("a", "int"), ("b", "int")]),
        ("{name} / {agency}", [("name", "name"), ("agency", "agency")]),
        ("{int} of {int}", []),
        ("{int} of {n:int}", [("int", "int"), ("n", "int")]),
        ("[{n:int} comments|comments: {n:int}]", [("n", "int")]),
        ("{ who : name }", [("who", "name")]),
        ("[by {name}] on {date}", [("name", "name"), ("date", "date")]),
    ],
)
def test_a_phrase_knows_its_slots(phrase: str, named: list[tuple[str, str]]) -> None:
    assert list(read(phrase).slots) == named


def test_one_name_in_two_alternatives_is_whichever_stands_there() -> None:
    phrase = "[{n:int} comments|comments - {n:int}]"
    assert slots(phrase, "4 comments") == slots(phrase, "Comments - 4") == {"n": "4"}


def test_a_slot_left_out_is_missing() -> None:
    assert slots("Posted [by {name}] on {date}", "Posted on 3 May 2024") == {"date": "3 May 2024"}


def test_words_leave_the_final_colon_and_what_follows() -> None:
    assert slots("More on {words}", "More on the harbour:") == {"words": "the harbour"}
    assert slots("{a:words} | {b:words}".replace("|", r"\|"), "one | two | three") == {
        "a": "one",
        "b": "two | three",
    }


def test_a_literal_phrase_is_told_folded() -> None:
    assert read("Read  MORE’s:").literal == "read more's" == fold("Read  MORE’s:")
    assert read("Read [more]").literal is None
    assert read("Read {words}").literal is None


def test_the_first_phrase_wins_however_it_is_found() -> None:
    assert match(["{words}", "Read more"], "Read more") == PhraseMatch(0, {"words": Slot("Read more", 0, 9)})
    assert match(["Read more", "{words}"], "Read more") == PhraseMatch(0, {})
    found = match(["Read {year}", "See {int}", "See more", "See {words}"], "See more")
    assert found == PhraseMatch(2, {})


def test_a_long_list_is_matched_as_a_short_one_is() -> None:
    assert slots("{words} in {town}", "Fire in New Leyburn") == {"words": "Fire", "town": "New Leyburn"}
    assert slots("{words} {town} {words_2:words}", "in old new leyburn today")["town"] == "new leyburn"
    assert match(["{town} fair", "{words} fair"], "Nowhere fair") == PhraseMatch(
        1, {"words": Slot("Nowhere", 0, 7)}
    )


def test_a_line_over_a_thousand_characters_never_matches() -> None:
    assert match("{words}", f"word{' ' * 993}end") is not None
    assert match("{words}", f"word{' ' * 994}end") is None


WRONG = [
    ("", 0, ["an empty phrase"]),
    ("  ", 0, ["an empty phrase"]),
    (" : ", 0, ["besides a final colon"]),
    ("[a]", 0, ["nothing but optional parts"]),
    ("[a] [[b|c]]:", 0, ["nothing but optional parts"]),
    ("By {nmae}", 4, ["unknown slot or list `nmae`", "did you mean `name`?"]),
    ("By {who:agncy}", 8, ["unknown slot or list `agncy`", "did you mean `agency`?"]),
    ("By {none}", 4, ["the list `none`, which is empty"]),
    ("By {1st:name}", 4, ["`1st` as a slot's name"]),
    ("By {a-b:name}", 4, ["`a-b` as a slot's name"]),
    ("By {name", 3, ["a `{` that begins no slot", "`\\{`"]),
    ("By {}", 4, ["unknown slot or list ``"]),
    ("By name}", 7, ["a `}` that closes nothing", "`\\}`"]),
    ("a [b", 2, ["a `[` that nothing closes"]),
    ("a [b|c", 2, ["a `[` that nothing closes"]),
    ("a ]b", 2, ["a `]` outside brackets"]),
    ("in|of", 2, ["a `|` outside brackets", "`[a|b]`"]),
    ("a []", 3, ["nothing between"]),
    ("a [b|]", 5, ["nothing between", "`[[a|b]]`"]),
    ("a [|b]", 3, ["nothing between"]),
    ("a [ ]", 3, ["nothing between"]),
    ("\\", 0, ["a `\\` at the end"]),
    ("Read more\\", 9, ["a `\\` at the end"]),
    ("Page \\d", 5, ["`\\d`, which escapes nothing", "not a regex"]),
    ("\\n", 0, ["`\\n`, which escapes nothing"]),
    ("[[[[[[[[[a]]]]]]]]] b", 8, ["nested more than 8 deep"]),
    ("{n:int} of {n:int}", 11, ["the slot name `n` a second time"]),
    ("{n:int} [of {n:int}]", 12, ["the slot name `n` a second time"]),
    ("[{n:int} in|by {n:name}]", 15, ["the slot name `n` a second time"]),
    ("{name} {name:int}", 7, ["the slot name `name` a second time"]),
    ("{words} {a:words}", 8, ["two `{words}`"]),
    ("{words} [by] {a:words}", 13, ["two `{words}`"]),
    ("[{words}|by] {a:words}", 13, ["two `{words}`"]),
    ("[a|b]" * 13, 0, ["8,192 alternatives", "4,096"]),
    ("a" * 1_001, 0, ["1,001 characters"]),
]


@pytest.mark.parametrize(("phrase", "at", "says"), WRONG, ids=[phrase[:24] for phrase, _, _ in WRONG])
def test_mistakes_are_told_at_their_column(phrase: str, at: int, says: list[str]) -> None:
    with pytest.raises(RuleError) as caught:
        read(phrase)
    (problem,) = caught.value.problems
    assert problem.location == Location(Path("rules.yaml"), LINE, COLUMN + at), str(problem)
    for words in says:
        assert words in str(problem)


def test_a_list_may_not_have_a_slot_s_name() -> None:
    with pytest.raises(RuleError, match="both a slot and a list"):
        parse_phrase(Text("By {name}", Location(Path("rules.yaml"))), {"name": ["Ada"]})


def test_samples_show_each_alternative_and_each_example() -> None:
    assert samples(read("[image|slide] {year} [by {agency}]")) == (
        "image 2024 by Gull Press",
        "slide 2024 by Gull Press",
        "image 1998 by Gull Press",
        "image 2024 by GP",
        "image 2024 by Reader’s Wire",
        "image 2024",
    )
    assert len(samples(read("{date} {time} {name} x" + " [{date} {time} {name} {agency}]" * 8))) == 64


WORDS = st.text(st.sampled_from("abIßéʼ'\"”.,:()-/*?+\\[]{}|$^#&~ \u00a0字"), min_size=1, max_size=6).map(
    lambda text: regex.sub(r"([\[\]{}|\\])", r"\\\1", text)
)
KIND_NAMES = st.sampled_from([*KINDS, "agency", "town"])
PARTS = st.recursive(
    st.one_of(WORDS, WORDS, KIND_NAMES.map(lambda kind: f" {{{kind}}} "), st.just(" ")),
    lambda inner: st.one_of(
        st.lists(inner, min_size=1, max_size=3).map("".join),
        st.lists(inner, min_size=1, max_size=3).map(lambda branches: f"[{'|'.join(branches)}]"),
        st.lists(inner, min_size=1, max_size=3).map(lambda branches: f" [[{'|'.join(branches)}]] "),
    ),
    max_leaves=10,
)


@settings(max_examples=200, deadline=None)
@given(PARTS)
def test_every_phrase_is_its_own_positive_example(value: str) -> None:
    try:
        phrase = read(value)
    except RuleError as error:
        (problem,) = error.problems
        assert problem.location is not None
        assert COLUMN <= problem.location.column <= COLUMN + len(value)
        return
    matcher = compile_phrases([phrase], LISTS)
    lines = samples(phrase)
    assert lines
    for line in lines:
        found = matcher.match(line)
        assert found is not None, (value, line)
        assert set(found.slots) <= {name for name, _ in phrase.slots}
        assert all(line[slot.start : slot.end] == slot.text for slot in found.slots.values())
        spaced = f"\u00a0{line.upper() if line.isascii() and not phrase.slots else line}\u200b:"
        assert matcher.match(spaced) is not None or is_blank(line.rstrip(":：")), (value, spaced)


def as_phrase(value: str) -> Phrase | None:
    try:
        return read(value)
    except RuleError:
        return None


CHANGES = st.sampled_from(
    [str, str.swapcase, str.upper, lambda line: line.replace(" ", "\u00a0"), lambda line: line + ":"]
)
SHORT = {name: entries for name, entries in LISTS.items() if len(entries) <= 40}


@settings(max_examples=150, deadline=None)
@given(st.lists(PARTS, min_size=1, max_size=4), CHANGES)
def test_what_a_line_must_hold_rules_out_nothing_that_matches(
    values: list[str], change: Callable[[str], str]
) -> None:
    """The quick looks at a line agree with each phrase's regex, and the first phrase wins."""
    read_values = [as_phrase(value.replace("{town}", "{agency}")) for value in values]
    phrases = [phrase for phrase in read_values if phrase]
    matcher = compile_phrases(phrases, LISTS)
    patterns = [phrase_pattern(phrase.parts, SHORT, {}) for phrase in phrases]
    for line in {change(line) for phrase in phrases for line in samples(phrase)[:12]}:
        matching = [number for number, pattern in enumerate(patterns) if pattern.fullmatch(line)]
        found = matcher.match(line)
        assert (found.index if found else None) == next(iter(matching), None), line


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=30) | st.text(st.sampled_from("ab[]{}|\\: int"), max_size=30))
def test_anything_is_a_phrase_or_a_mistake_in_its_place(value: str) -> None:
    try:
        phrase = read(value)
    except RuleError as error:
        (problem,) = error.problems
        assert problem.location is not None
        assert COLUMN <= problem.location.column <= COLUMN + len(value)
    else:
        assert samples(phrase)


def test_every_character_that_folds_to_several_is_known() -> None:
    wide = [chr(point) for point in range(0x110000) if len(chr(point).casefold()) > 1]
    assert len(wide) > 50
    assert [
        character for character in wide if match(f"{character} {{int}}", f"{character.casefold()} 1") is None
    ] == []
    assert [
        character for character in wide if match(f"{character.casefold()} {{int}}", f"{character} 1") is None
    ] == []


@given(st.text(max_size=40))
def test_folding_is_settled_after_one_time(line: str) -> None:
    once = fold(line)
    assert fold(once) in {once, once[:-1].rstrip()}
    assert once == once.strip(BLANKS)
