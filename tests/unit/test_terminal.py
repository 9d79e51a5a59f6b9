from __future__ import annotations

import io
import unicodedata

import pytest

from scrubber.terminal import GREEN, RESET, ColourMode, escape_controls, styled, wants_colour

ESCAPED = [
    ("plain text, é 漢 😀", "plain text, é 漢 😀"),
    ("a\tb\nc", "a\tb\nc"),
    ("a\r\nb", "a\r\nb"),
    ("a\rb\r", "a\\rb\\r"),
    ("\x1b]0;title\x07", "\\x1b]0;title\\x07"),
    ("\x9b2J\x7f\x00", "\\x9b2J\\x7f\\x00"),
    ("\u202edcba\u2066\u200f\u061c", "\\u202edcba\\u2066\\u200f\\u061c"),
    ("a\u2028b\u0085c\x0bd\x0ce", "a\\u2028b\\x85c\\x0bd\\x0ce"),
    ("zero\u200bwidth\ufeff", "zero\\u200bwidth\\ufeff"),
    ("\ud800\udcff", "\\ud800\\udcff"),
    ("\U000e0041", "\\U000e0041"),
    ("👩\u200d🔬 می\u200cخواهم", "👩\u200d🔬 می\u200cخواهم"),
    ("no\u00a0break and back\\slash", "no\u00a0break and back\\slash"),
]


@pytest.mark.parametrize(("text", "expected"), ESCAPED, ids=ascii)
def test_what_a_terminal_would_obey_or_hide_is_spelt_out(text: str, expected: str) -> None:
    assert escape_controls(text) == expected


def test_a_name_stays_on_one_line() -> None:
    assert escape_controls("a\r\nb\tc", keep="") == "a\\r\\nb\\tc"


def test_no_control_and_no_bidi_mark_gets_through() -> None:
    everything = "".join(map(chr, range(0x110000)))
    shown = escape_controls(everything, keep="")
    controls = {c for c in everything if unicodedata.category(c) in {"Cc", "Cs", "Zl", "Zp"}}
    bidi = {c for c in everything if unicodedata.bidirectional(c) in {"LRE", "RLE", "LRO", "RLO", "PDF"}}
    isolates = {c for c in everything if unicodedata.bidirectional(c) in {"LRI", "RLI", "FSI", "PDI"}}
    assert len(controls) > 2000 and len(bidi) == 5 and len(isolates) == 4
    assert not (controls | bidi | isolates) & set(shown)


def test_a_style_ends_where_its_text_ends() -> None:
    assert styled("a", GREEN) == f"{GREEN}a{RESET}"
    assert styled("", GREEN) == ""


class Screen(io.StringIO):
    def isatty(self) -> bool:
        return True


COLOURS: list[tuple[ColourMode, bool, dict[str, str], bool]] = [
    ("auto", True, {}, True),
    ("auto", False, {}, False),
    ("always", False, {"NO_COLOR": "1", "TERM": "dumb"}, True),
    ("never", True, {"FORCE_COLOR": "1"}, False),
    ("auto", True, {"NO_COLOR": "1"}, False),
    ("auto", True, {"NO_COLOR": ""}, True),
    ("auto", True, {"NO_COLOR": "1", "FORCE_COLOR": "1"}, False),
    ("auto", False, {"FORCE_COLOR": "1"}, True),
    ("auto", False, {"FORCE_COLOR": ""}, False),
    ("auto", True, {"TERM": "dumb"}, False),
    ("auto", True, {"TERM": "dumb", "FORCE_COLOR": "1"}, True),
    ("auto", True, {"TERM": "xterm"}, True),
]


@pytest.mark.parametrize(("mode", "terminal", "environment", "expected"), COLOURS)
def test_colour_is_for_those_who_want_it(
    mode: ColourMode,
    terminal: bool,
    environment: dict[str, str],
    expected: bool,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for name in ("NO_COLOR", "FORCE_COLOR", "TERM"):
        monkeypatch.delenv(name, raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    assert wants_colour(Screen() if terminal else io.StringIO(), mode) is expected
