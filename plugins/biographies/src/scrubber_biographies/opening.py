"""What a note on an author begins with: the first thing that is asked of a text, and most often the last."""

from __future__ import annotations

import re

PARTICLES = "de|del|di|da|van|von|der|den|la|le|al|el|bin|ibn"
DOES = (
    r"(?:is|are|was formerly|has (?:been|written|covered|worked|reported|spent|taught|over|more than|an?)"
    r"|covers|writes|reports|works|teaches|edits|hosts|leads|runs|holds|serves|lives|specializes|specialises"
    r"|focuses|directs|manages|heads|oversees|studies|researches|practices|coaches|blogs|contributes)"
)
HEADING = r"(?:about|meet) (?:the |our |this )?(?:authors?|writers?|contributors?|columnists?|reporters?)"
_CAPITALISED = r"[^\W\d_a-z][\w.’'-]*+"
OPENING = re.compile(
    rf"\n[^\S\n]*(?:[^\w“”\"\n]|_){{0,3}}(?:(?i:{HEADING}):?\s)?"
    rf"(?:{_CAPITALISED}(?:\s(?:(?:{PARTICLES})\s){{0,2}}{_CAPITALISED}){{1,4}}"
    rf"|The (?:author|writer|columnist))"
    rf"(?:,?\s?\([^()]{{1,60}}\),?|,[^.;:!?“”\"]{{1,90}},)?\s{DOES}(?![a-zA-Z])"
)
"""Found wherever a line that is not the first has a note's opening, and elsewhere too; much sooner said."""
