"""What each piece of evidence weighs, for the head and for the tail.

A weight is the change in log odds that a unit is furniture outside the article rather than a line of the
article (furniture inside it included), as a logistic regression on labelled pages puts it, rounded. The
two for sums of figures and for references were set by hand: tables and references are body.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

HEAD_BIAS = -2.1
TAIL_BIAS = -0.5

# evidence: (head, tail)
WEIGHTS: Mapping[str, tuple[float, float]] = MappingProxyType(
    {
        "a paragraph": (-0.7, -0.2),
        "advertising, short": (-0.1, 0.4),
        "among figures": (-4.0, -4.0),
        "among references": (-2.5, -2.5),
        "amount": (-0.2, -0.3),
        "author box, long": (0.1, 0.8),
        "author box, short": (1.4, 1.5),
        "between paragraphs: few": (2.5, 0.3),
        "between paragraphs: many": (-2.1, -0.2),
        "between paragraphs: some": (1.8, -0.4),
        "between paragraphs: very many": (-3.6, 0.0),
        "byline, short": (0.7, 0.9),
        "comments, long": (0.0, 0.2),
        "comments, short": (0.6, 1.3),
        "contact": (0.4, 0.2),
        "date": (1.3, 1.0),
        "few words": (0.6, 0.2),
        "headline": (-0.8, 0.0),
        "in advertising": (-0.3, 0.0),
        "in author box": (-0.2, 2.8),
        "in comments": (-0.2, 1.8),
        "in legal footer": (-1.0, 0.7),
        "in login or paywall": (-0.8, 1.9),
        "in newsletter box": (-1.2, 1.3),
        "in page links": (-2.2, 0.4),
        "in related stories": (-0.8, 3.5),
        "in share row": (-0.4, 2.5),
        "item": (-1.7, -0.5),
        "label with colon": (-0.7, -0.8),
        "last paragraph before": (-0.1, 3.0),
        "legal footer, long": (0.6, 0.3),
        "legal footer, short": (0.2, 0.8),
        "login or paywall, long": (0.2, 0.3),
        "login or paywall, short": (1.4, 1.6),
        "long item": (0.2, 0.9),
        "long line": (0.0, -0.1),
        "menu, short": (1.3, 1.4),
        "named before": (0.4, 1.2),
        "networks": (0.8, 1.0),
        "newsletter box, long": (0.9, 0.9),
        "newsletter box, short": (0.9, 0.8),
        "one word": (1.2, 0.0),
        "page links, long": (0.5, -0.4),
        "page links, short": (1.4, 1.6),
        "paragraph": (-1.0, -0.8),
        "prose after 0": (-0.3, 1.2),
        "prose after 1": (-0.5, 0.8),
        "prose after 2": (-0.4, 0.1),
        "prose after 3": (-0.4, -1.0),
        "prose after 4": (-0.6, -1.7),
        "prose before 0": (3.8, -0.3),
        "prose before 1": (0.2, -0.1),
        "prose before 2": (-1.2, 0.1),
        "prose before 3": (-2.4, -0.1),
        "prose before 4": (-2.5, -0.2),
        "reference": (0.1, 0.5),
        "related stories, short": (0.1, 2.4),
        "repeated": (-0.3, -0.4),
        "rights": (0.1, 0.9),
        "sentence": (0.4, 0.2),
        "separators": (1.2, -0.4),
        "share row, long": (0.2, 0.7),
        "share row, short": (1.8, 2.1),
        "short line": (-0.7, -0.2),
        "short sentence": (-1.3, -0.3),
        "sure after 0": (-2.1, -1.9),
        "sure after 1": (-0.2, -0.2),
        "sure after 2": (0.2, 0.5),
        "sure after 3": (0.0, 1.1),
        "sure before 0": (-1.4, -1.2),
        "sure before 1": (-0.4, -0.3),
        "sure before 2": (-0.2, 0.3),
        "sure before 3": (-0.1, 0.7),
        "symbols": (1.6, 0.8),
        "title case": (0.5, 0.7),
    }
)
