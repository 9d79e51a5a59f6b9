"""Sentences in which nothing is torn: nothing may be proposed, whatever the names are."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from typing import Any


def _words(text: str) -> list[str]:
    return text.split()


SINGULARS = _words("""
    Mr. Mrs. Ms. Mx. Dr. Prof. Rev. Gen. Sen. Rep. Gov. Capt. Lt. Col. Sgt. Sir Miss Mr Mrs Ms Dr Prof Maj.
    Adm. Cmdr. Fr.
""")
PLURALS = _words("Messrs. Drs. Profs. Revs. Gens. Sens. Reps. Govs. Capts. Cols.")
PLAIN = _words("""
    Okafor Larsen Brandt Varga Dunmore Lindqvist O’Brien Núñez D'Souza McAllister Kowalska Weiß Ångström Şahin
    Abara-Finch Zhang Nguyễn Müller
""")
WORDS = _words("""
    Will May An So On Do No The He She You We In At To By But Or From With Under Over Like Near His Her My Our
    All Some Many More Most Few Both Each One Who How Now Then Even Just Still Here Day Young Price Case Law
    Rose Said Waits March August Monday Friday English French Ireland Washington Paris London Best Long Less
    Back Down Early First Last Only Can Has Be Did Is Or As A
    This-Smith While-Jones An-Larsen Mark Grant Hope See Need
    King Pope Bishop Judge Brown Black White Banks Notes States
""")
NOBODYS = _words("""
    This That These Those There They It While During After Since When If Though Although Because Despite
    However Meanwhile Once Later Yesterday Thinks Denies Adds Becomes Was
""")
"""Words that nobody is called: told from the beginning of a sentence where what follows is telling."""
TELLING = """
    {t} {n} said the plan was late, and Okafor is angry.
    In the evening, {t} {n} told reporters that Okafor was ill.
    Later, {t} {n}, who runs the mill, wrote to Okafor.
    The letter that Okafor wrote is in {t} {n}’s drawer.
    The prize went to {t} {n}. Okafor is content.
    The prize went to {t} {n}; Okafor is content.
    “We are late,” said {t} {n}. “So is Okafor,” Larsen said.
    {t} {n} and {t} Brandt met Okafor at the harbour.
    Was it {t} {n}? Okafor is not sure.
    “{t} {n} is not at home,” Okafor said.
    {t} {n}: Okafor is ill.
""".strip().splitlines()
TEMPLATES = """
    Later, {t} {n}, 52, wrote to Okafor.
    The jury gave {t} {n} the prize that Okafor is after.
    The jury told {t} {n} that Okafor had won.
    “We are late,” {t} {n} said.
    “We are late,” said {t} {n}.
    “We are late,” {t} {n} said. “So is Okafor,” Larsen said.
    "We are late," {t} {n} said, and Okafor is late too.
    ‘We are late,’ said {t} {n}, as Okafor is.
    {t} {n} and Ms. Brandt met Okafor at the harbour.
    On Tuesday, {t} {n} denied that Okafor is ill.
    On Tuesday {t} {n} flew to Velden, where Okafor is ill.
    When asked, {t} {n} only smiled, and Okafor said nothing.
    Speaking for the union, {t} {n} on Thursday urged Okafor to act.
    As expected, {t} {n} Thursday told reporters that Okafor is ill.
    Yesterday, {t} {n} (in the picture) met Okafor.
    After the vote, {t} {n} at first refused to see Okafor.
    After the vote, {t} {n} once again thanked Okafor.
    After the vote, {t} {n} also thanked Okafor.
    After the vote, {t} {n} intends to thank Okafor.
    After the vote, {t} {n} is a friend of Okafor.
    After the vote, {t} {n} has no time for Okafor.
    After the vote, {t} {n} overcame his doubts about Okafor.
    After the vote, {t} {n} quietly left, as Okafor had.
    After the vote, {t} {n} was in tears, and Okafor is sorry.
    According to {t} {n} the plan is late, which Okafor denies.
    We asked {t} {n} why Okafor is late.
    They paid {t} {n} three hundred crowns, and Okafor is glad of it.
    The house of {t} {n} in Velden belongs to Okafor.
    The late {t} {n} never met Okafor.
    Meet {t} {n}!
    The guests were {t} {n}, {t} Larsen and Ms. Brandt, and Okafor is hurt.
    Mr. and Mrs. {n} said that Okafor is a friend.
    {t} Peter {n} said that Okafor is a friend.
    {t} P. J. {n} said that Okafor is a friend.
    {t} {n} wrote: “We are late. Okafor is not.”
    However, {t} {n} would not say whether Okafor had called.
    “I asked {t} {n} for help,” Okafor said.
    {t} {n} “never saw a penny,” Okafor said.
    Mr. President, {t} {n} and Okafor are here.
    The {p} {n} and Larsen told Okafor that they were late.
    A letter from {p} {n}, Brandt and Larsen reached Okafor.
""".strip().splitlines()
ALL = [*TELLING, *TEMPLATES]
PROOF = "Mr. Okafor, Ms. Okafor, Mrs. Okafor, Dr. Okafor and Gen. Okafor are related; Mr. Larsen is not."


def _sentences(count: int) -> list[str]:
    """``count`` sentences, no two of them the same."""
    dice = random.Random(20310)
    found: dict[str, None] = {}
    while len(found) < count:
        names, templates = dice.choice(((PLAIN, ALL), (WORDS, ALL), (WORDS, ALL), (NOBODYS, TELLING)))
        template, name = dice.choice(templates).strip(), dice.choice(names)
        found[template.format(t=dice.choice(SINGULARS), p=dice.choice(PLURALS), n=name)] = None
    return list(found)


def _documents(sentences: list[str], layout: str) -> Iterator[str]:
    between = {"paragraph": " ", "lines": "\n", "blocks": "\n\n"}[layout]
    for start in range(0, len(sentences), 10):
        yield between.join([*sentences[start : start + 10], PROOF]) + "\n"


def test_nothing_changes_in_ten_thousand_clean_sentences(mend: Callable[..., Any]) -> None:
    sentences = _sentences(10_000)
    assert len(set(sentences)) == 10_000
    touched = []
    for sentence in sentences:
        edits = mend(f"{sentence}\n\n{PROOF}").edits
        touched += [(sentence, edit.reason) for edit in edits]
    assert touched == []


def test_nor_where_they_stand_together(mend: Callable[..., Any]) -> None:
    sentences = _sentences(3_000)
    for number, layout in enumerate(("paragraph", "lines", "blocks")):
        for document in _documents(sentences[number::3], layout):
            edits = mend(document).edits
            assert [(edit.reason, document) for edit in edits] == []
