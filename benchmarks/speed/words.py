"""Words for made-up news: the little words of English, and a vocabulary without an end, coined from syllables.

Word `rank` is always the same word, and low ranks are drawn far more often than high ones, as in real text:
a million words hold tens of thousands of different ones, so that keeping what was found for a word helps a
cleaner here no more than it would on a newspaper.
"""

from __future__ import annotations

import random
from functools import lru_cache

_STARTS = "b br c ch d dr f fl g gr h k l m n p pr qu r s sh sl st t tr v w y".split()
_MIDDLES = "a e i o u ai ea ie oo ou".split()
_ENDS = [
    "",
    "b",
    "ck",
    "d",
    "l",
    "ll",
    "m",
    "n",
    "nd",
    "nt",
    "r",
    "rd",
    "rk",
    "s",
    "sh",
    "st",
    "t",
    "th",
    "x",
]
_RANKS = 400_000
_EQUALS = 20
_ENGLISH_SHARE = 0.45

NOUNS = """
account accident agreement airport appeal area argument bank barrier bill bridge budget building business
campaign capital case centre chapel charge city claim coast college committee company concern contract council
country court crew crowd cut damage day deal death debate decision demand department detail district doctor
driver election emergency employer engine evening event family farm fence ferry field figure film fire flood
forest fund future game garden gate government group harbour health hearing hill history home hospital hotel
hour house increase industry inquiry island issue job journey judge kitchen lake law lawyer leader league letter
library licence lighthouse line loss machine majority market mayor measure meeting member message mill minister
month morning motion museum neighbour network night number office officer opinion orchard owner park parent
party path patient payment people pilot plan player police policy pool port price prize problem project
proposal protest quarter question railway rain record region report resident result review river road roof room
rule sailor sale school season secretary security service session ship shop signal site society soldier
spokesman square staff station statement storm strike street student study summer supply support survey tax
teacher team term theatre threat ticket timber time tower town trade traffic train trial union valley
vessel victim village visitor vote wage wall warning water weather week well wind winter witness woman work year
""".split()

VERBS = """
accept add agree allow announce answer appear arrest ask attack attend avoid ban begin blame block borrow bring
build buy call cancel carry cause challenge change charge check choose claim clear close collect complete
confirm consider continue count cover cross cut damage decide defend delay demand deny describe destroy develop
discover discuss double draw drop earn end escape examine expect explain face fail fall fear fill find finish
follow force gather give grow guard handle hear help hold hope hurt improve include inspect join keep launch
lead learn leave lose mark measure meet mend miss move need offer open order pass pay plan play pledge point
praise prepare present prevent promise propose protect prove pull push question raise reach receive recover
reduce refuse regret reject release remember repair replace report request rescue resign return reveal
run save search seek sell send settle show sign spend stand start stop store strike suffer suggest support
suspect take teach tell test thank threaten travel treat try turn urge use visit wait walk warn wash watch win
""".split()

ADJECTIVES = """
angry annual bitter bright broad calm careful cheap clear clever close cold common costly damp dark dear deep
different difficult dry early eastern empty expensive fair famous fast final fine firm foreign former free fresh
full general gentle good grand grave great green growing happy heavy high hot huge independent joint large late
legal light likely local long loud low main major minor modern narrow national new northern old open ordinary
outer patient plain poor popular possible private proud public quick quiet rare recent rich rough rural safe
second senior serious severe sharp short similar simple single slow small social soft southern special steep
strong sudden sure tall temporary thick thin tired total upper urban usual vast warm weak western wet wide wild
""".split()

LITTLE = (
    "the a of in and to was is for on with by at from that its their after before into under over as".split()
)

AGENCIES = ["AP", "Reuters", "AFP", "Getty Images"]
MONTHS = "January February March April May June July August September October November December".split()
DAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()
FIRST_NAMES = """
Ada Anton Bea Bruno Carla Conrad Dora Edwin Elsa Emil Fay Felix Greta Gustav Hanna Hugo Ida Ivan Jana Jonas
Karel Klara Lena Linus Mara Milo Nadia Nils Olga Otto Petra Paul Rosa Rolf Sara Simon Tilda Theo Ursula Viktor
""".split()


@lru_cache(maxsize=100_000)
def coined(rank: int) -> str:
    """Return the coined word of this rank: two syllables for the first 100,000 or so, then three."""
    number = (rank * 2_654_435_761) % (2**32)  # neighbours in rank look nothing alike
    syllables = []
    for _ in range(2 if rank < 100_000 else 3):
        number, start = divmod(number, len(_STARTS))
        number, middle = divmod(number, len(_MIDDLES))
        number, end = divmod(number, len(_ENDS))
        syllables.append(_STARTS[start] + _MIDDLES[middle] + _ENDS[end])
    return "".join(syllables)


def rank(rng: random.Random, most: int = _RANKS) -> int:
    """Draw a rank: the higher up the oftener, none of the first few much oftener than the others."""
    return int(_EQUALS * ((most / _EQUALS + 1) ** rng.random() - 1)) + 1


def word(rng: random.Random, english: list[str]) -> str:
    """Draw a word: one of the given English words, or a coined one."""
    if rng.random() < _ENGLISH_SHARE:
        return english[rank(rng, len(english)) - 1]
    return coined(rank(rng))


def place(rng: random.Random) -> str:
    return coined(rank(rng)).capitalize()


def person(rng: random.Random) -> str:
    return f"{rng.choice(FIRST_NAMES)} {coined(rank(rng)).capitalize()}"


def date(rng: random.Random) -> str:
    return f"{rng.choice(MONTHS)} {rng.randint(1, 28)}, {rng.randint(1996, 2026)}"
