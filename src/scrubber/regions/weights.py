"""What each piece of evidence weighs, for the head and for the tail.

A weight is the change in log odds that a unit is furniture outside the article rather than a line of the
article (furniture inside it included), as a logistic regression on labelled pages puts it, rounded. The
two for sums of figures and for references were set by hand: tables and references are body.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

HEAD_BIAS = -1.5
TAIL_BIAS = -0.8

# evidence: (head, tail)
WEIGHTS: Mapping[str, tuple[float, float]] = MappingProxyType(
    {
        "among figures": (-2.5, -2.5),
        "among references": (-2.5, -2.5),
        "author box, long": (0.2, 0.1),
        "author box, short": (1.0, 0.7),
        "comments, long": (0.0, 0.3),
        "comments, short": (0.5, 0.8),
        "contact": (0.7, 1.0),
        "date": (1.7, 0.9),
        "few words": (1.2, 0.8),
        "headline": (-0.6, -0.2),
        "in author box": (-0.1, 2.2),
        "in comments": (0.0, 3.6),
        "in legal footer": (-1.0, 0.4),
        "in login or paywall": (-0.7, 2.6),
        "in newsletter box": (-1.3, 0.6),
        "in page links": (-2.1, 1.3),
        "in related stories": (-0.4, 3.2),
        "in share row": (-0.1, 3.4),
        "item": (-1.5, -0.7),
        "label with colon": (-0.4, -0.8),
        "legal footer, long": (0.3, 0.3),
        "legal footer, short": (0.2, 0.6),
        "login or paywall, long": (0.3, 0.0),
        "login or paywall, short": (1.3, 1.8),
        "long line": (0.2, -0.6),
        "menu, long": (0.4, 0.5),
        "menu, short": (1.8, 1.5),
        "named before": (0.5, 0.7),
        "networks": (0.7, 0.9),
        "newsletter box, long": (1.2, 0.7),
        "newsletter box, short": (1.0, 0.6),
        "one word": (1.5, 1.2),
        "page links, long": (0.5, 0.2),
        "page links, short": (1.6, 1.6),
        "paragraph": (-1.6, -1.0),
        "prose after 0": (-2.0, 1.9),
        "prose after 1": (-0.1, 0.6),
        "prose after 2": (0.3, 0.0),
        "prose after 3": (0.3, -1.2),
        "prose after 4": (0.0, -2.1),
        "prose before 0": (2.7, 0.1),
        "prose before 1": (0.5, -0.3),
        "prose before 2": (-1.0, -0.2),
        "prose before 3": (-1.9, -0.2),
        "prose before 4": (-1.8, -0.2),
        "reference": (0.1, -0.1),
        "related stories, short": (0.0, 1.8),
        "repeated": (-0.6, -1.4),
        "rights": (0.0, 1.1),
        "sentence": (-0.5, 0.1),
        "separators": (0.6, 0.3),
        "share row, long": (0.3, 0.6),
        "share row, short": (1.4, 1.4),
        "short line": (-0.1, 0.2),
        "short sentence": (-0.4, -0.1),
        "sure after 0": (-1.8, -1.8),
        "sure after 1": (-0.2, -0.3),
        "sure after 2": (0.3, 0.3),
        "sure after 3": (0.2, 1.0),
        "sure before 0": (-1.6, -1.0),
        "sure before 1": (-0.5, -0.2),
        "sure before 2": (0.3, 0.1),
        "sure before 3": (0.3, 0.3),
        "symbols": (0.7, 0.4),
        "title case": (0.8, 1.0),
    }
)
