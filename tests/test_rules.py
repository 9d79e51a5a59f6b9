"""The bundled packs: every rule does what its examples say, and spares what it says it keeps."""

from __future__ import annotations

from pathlib import Path

import pytest

from scrubber.compile import CompiledRule, compile_plan
from scrubber.document import Document, Meta
from scrubber.packs import load_packs
from scrubber.pipeline import Cleaner
from scrubber.plugins import load
from scrubber.specs import Example
from scrubber.testing import check_rule

PACKS = load_packs(("news", "german"), Path(__file__).parent)
PLAN = compile_plan(PACKS, load())
BY_ID = {pack.id: pack for pack in PACKS}
RULES = PLAN.rules
KEPT = [(rule, example) for rule in RULES for example in rule.spec.keep]

ARTICLE = (
    "The lamps on the sea wall were lit again on Saturday, for the first time since the storm took the cable.",
    "They are oil lamps, lent by a museum, and a man goes round at dusk with a ladder to light them.",
    "The cable will be laid again in May. Until then the wall is yellow, and the gulls stay up late.",
    "Several people have asked whether the lamps could stay. The museum would like them back by June.",
)


def test_every_pack_stands_on_places_and_the_default_one_on_web_too() -> None:
    assert [pack.id for pack in PACKS] == ["places", "web", "news", "german"]
    assert all(
        len([rule for rule in RULES if rule.spec.pack == name]) >= 25 for name in BY_ID if name != "places"
    )


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_a_rule_holds(rule: CompiledRule) -> None:
    checks = list(check_rule(PLAN, rule, BY_ID[rule.spec.pack]))
    assert checks
    assert [(str(check.location), check.what, check.diff) for check in checks if not check.ok] == []


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_a_rule_says_what_it_is_for(rule: CompiledRule) -> None:
    assert len(rule.spec.description.split()) >= 4
    assert rule.spec.keep
    assert rule.spec.examples or rule.mark


def test_what_one_rule_keeps_all_rules_keep() -> None:
    """A look-alike of one rule must be safe from the others too, those of other languages among them.

    It stands alone and between paragraphs. Some are shown beside a credit or a video's source, which go.
    """
    assert len(KEPT) >= len(RULES)
    with Cleaner(PLAN) as cleaner:
        edited = {
            (rule.id, example.before): {edit.rule for edit in cleaner.clean(document(example)).edits}
            for rule, example in KEPT
        }
    beside = {"news.credit", "news.counter", "german.credit", "german.counter", "news.video-source"}
    assert {kept: rules for kept, rules in edited.items() if rules - beside} == {}
    assert sum(map(bool, edited.values())) < len(edited) / 10


def document(example: Example) -> Document:
    """Return the text of a `keep:` entry between paragraphs where it says so, or else by itself."""
    parts = (*ARTICLE[:2], example.before.strip("\n"), *ARTICLE[2:]) if example.at else (example.before,)
    return Document("\n\n".join(parts), Meta())
