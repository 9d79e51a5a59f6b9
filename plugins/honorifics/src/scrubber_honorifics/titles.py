"""The titles that stand before names, by language and kind."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

Kind = Literal["title", "rank", "clergy", "office", "place"]


@dataclass(frozen=True, slots=True)
class Title:
    """One title. ``form`` and ``plural`` are without their full stop; ``plural`` is empty where it has none.

    ``abbreviated``: a full stop after it may be its own. ``doubtful``: it ends a line rightly in ordinary
    text ("12 High St", "Dear Sir", "4 Elm Dr."), so at a line's end it proves nothing by itself.
    """

    form: str
    kind: Kind
    plural: str = ""
    abbreviated: bool = True
    doubtful: bool = False


TITLES: Mapping[str, tuple[Title, ...]] = {
    "en": (
        Title("Mr", "title", "Messrs"),
        Title("Mrs", "title", "Mmes"),
        Title("Ms", "title", "Mses"),
        Title("Mx", "title", "Mxs"),
        Title("Miss", "title", "Misses", abbreviated=False, doubtful=True),
        Title("Sir", "title", abbreviated=False, doubtful=True),
        Title("Dr", "title", "Drs", doubtful=True),
        Title("Prof", "title", "Profs"),
        Title("Gen", "rank", "Gens"),
        Title("Capt", "rank", "Capts"),
        Title("Lt", "rank", "Lts"),
        Title("Col", "rank", "Cols"),
        Title("Sgt", "rank", "Sgts"),
        Title("Maj", "rank", "Majs"),
        Title("Adm", "rank", "Adms"),
        Title("Cmdr", "rank", "Cmdrs"),
        Title("Cpl", "rank", "Cpls"),
        Title("Pvt", "rank", "Pvts"),
        Title("Brig", "rank", "Brigs"),
        Title("Rev", "clergy", "Revs"),
        Title("Fr", "clergy", "Frs"),
        Title("Msgr", "clergy", "Msgrs"),
        Title("Sen", "office", "Sens"),
        Title("Rep", "office", "Reps"),
        Title("Gov", "office", "Govs"),
        Title("Pres", "office"),
        Title("Hon", "office", "Hons"),
        Title("Amb", "office", "Ambs"),
        Title("Atty", "office", "Attys"),
        Title("Cllr", "office", "Cllrs"),
        Title("Supt", "office", "Supts"),
        Title("St", "place", "Sts", doubtful=True),
        Title("Mt", "place", "Mts", doubtful=True),
        Title("Ft", "place", doubtful=True),
    ),
}
"""By language code. Written for this project; a language is added with its words in ``lexicon``."""
