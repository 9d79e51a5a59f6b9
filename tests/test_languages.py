"""German from the command line, which packs a document in which language gets, and the page that tells of it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from scrubber.library import Scrubber as Library
from scrubber.packs import load_packs
from scrubber.plugins import load
from scrubber.testing import check_packs

if TYPE_CHECKING:
    from tests.conftest import Scrubber

ROOT = Path(__file__).resolve().parents[1]
PAGE = (ROOT / "docs" / "languages.md").read_text(encoding="utf-8")
GERMAN = (ROOT / "seeds" / "german-local-paper" / "input.txt").read_bytes()
CLEAN = (ROOT / "seeds" / "german-local-paper" / "expected.txt").read_bytes()
ENGLISH = (ROOT / "seeds" / "blog-post" / "input.txt").read_bytes()


def packs_at_work(scrubber: Library, text: bytes, lang: str) -> set[str]:
    result = scrubber.clean(text.decode(), lang=lang)
    return {edit.rule.partition(".")[0] for edit in result.edits}


@pytest.fixture(scope="module")
def default() -> Iterator[Library]:
    with Library.from_packs("news") as opened:
        yield opened


@pytest.fixture(scope="module")
def both() -> Iterator[Library]:
    with Library.from_packs("news", "german") as opened:
        yield opened


def test_a_german_page_is_cleaned_from_the_command_line(folder: Path, scrubber: Scrubber) -> None:
    (folder / "seite.txt").write_bytes(GERMAN)
    ran = scrubber("apply", "--pack", "german", "seite.txt")
    assert (ran.code, ran.out) == (0, CLEAN)
    assert (folder / "seite.txt").read_bytes() == GERMAN


def test_a_german_page_in_another_encoding_keeps_it(folder: Path, scrubber: Scrubber) -> None:
    text = "Die Fähre fährt wieder.\r\nFoto: Ida Krol/dpa\r\nNiemand läuft mehr über die Brücke.\r\n"
    (folder / "seite.txt").write_bytes(text.encode("cp1252"))
    ran = scrubber("apply", "--pack", "german", "--encoding", "cp1252", "seite.txt")
    assert (ran.code, ran.out) == (0, text.replace("Foto: Ida Krol/dpa\r\n", "").encode("cp1252"))


def test_the_diff_names_the_german_rules(folder: Path, scrubber: Scrubber) -> None:
    (folder / "seite.txt").write_bytes(GERMAN)
    ran = scrubber("apply", "--pack", "german", "--diff", "seite.txt")
    assert ran.code == 0
    assert "german.timestamp" in ran.text
    assert "\n-Stand: 13.05.2021, 14:32 Uhr\n" in ran.text


def test_records_say_their_language(folder: Path, scrubber: Scrubber) -> None:
    records = [{"lang": "de", "text": GERMAN.decode()}, {"lang": "fr", "text": GERMAN.decode()}]
    (folder / "r.jsonl").write_text("".join(json.dumps(record) + "\n" for record in records))
    ran = scrubber("apply", "--pack", "news", "--pack", "german", "r.jsonl")
    assert [json.loads(line)["text"] for line in ran.out.splitlines()] == [CLEAN.decode(), GERMAN.decode()]


@pytest.mark.parametrize(
    ("lang", "packs"), [("de", {"places", "german"}), ("de-AT", {"places", "german"}), ("fr", set())]
)
def test_the_packs_of_a_german_page(both: Library, lang: str, packs: set[str]) -> None:
    assert packs_at_work(both, GERMAN, lang) == packs


def test_the_default_run_has_only_places_for_what_is_known_to_be_german(default: Library) -> None:
    assert packs_at_work(default, GERMAN, "de") == {"places"}
    assert packs_at_work(default, GERMAN, "fr") == set()


def test_german_rules_add_nothing_to_an_english_page(default: Library, both: Library) -> None:
    assert both.clean(ENGLISH.decode()).text == default.clean(ENGLISH.decode()).text
    assert "german" not in packs_at_work(both, ENGLISH, "en")


def test_the_rules_by_place_still_answer_to_their_old_names(scrubber: Scrubber) -> None:
    assert scrubber("rules", "web.tail-lines").text == scrubber("rules", "places.tail-lines").text


def test_the_pack_that_the_page_shows_loads_and_holds(tmp_path: Path) -> None:
    manifest, rules = re.findall(r"```yaml\n# (?:pack|ads)\.yaml\n(.*?)```", PAGE, re.DOTALL)
    folder = tmp_path / "dutch"
    folder.mkdir()
    (folder / "pack.yaml").write_text(manifest, encoding="utf-8")
    (folder / "ads.yaml").write_text(rules, encoding="utf-8")
    packs = load_packs((str(folder),), tmp_path)
    assert [pack.id for pack in packs] == ["places", "dutch"]
    checks = list(check_packs(packs, load(), {"dutch"}))
    assert checks
    assert [str(check.location) for check in checks if not check.ok] == []
