"""What people are, in the words of the notes on them."""

from __future__ import annotations

__all__ = ["OTHER", "WRITING"]


def _listed(words: str) -> frozenset[str]:
    return frozenset(words.split())


WRITING = _listed(
    """
    anchor author biographer blogger broadcaster columnist commentator contributor copywriter
    correspondent critic editor essayist freelancer ghostwriter host intern journalist meteorologist
    newsman newswoman novelist photographer photojournalist playwright podcaster poet producer
    publisher reporter reviewer screenwriter storyteller videographer videojournalist writer
    """
)
"""Those who write or edit: whoever is said to be one at a text's end wrote it."""

OTHER = _listed(
    """
    academic accountant activist actor adviser advisor advocate analyst anthropologist archaeologist
    architect artist assistant associate astronomer attorney biologist ceo chair chairman chairwoman
    chef chemist clinician co-founder coach cofounder comedian consultant coordinator cpa creator
    cto curator dean dermatologist designer developer dietitian director doctor economist educator
    engineer enthusiast entrepreneur executive expert farmer fellow filmmaker founder gardener
    geologist head historian horticulturist illustrator instructor investor lawyer leader lecturer
    librarian linguist manager marketer mathematician musician naturalist neuroscientist nurse
    nutritionist officer owner partner pastor pediatrician pharmacist philosopher physician
    physicist pilot planner practitioner president principal professor programmer psychiatrist
    psychologist rabbi researcher scholar scientist sociologist sommelier specialist statistician
    strategist student surgeon teacher technologist therapist trainer translator traveler veteran
    veterinarian
    """
)
"""Others who write at times, and of whom articles tell as well."""
