"""What an editor offers to begin a rule with: whole rules with places to fill in."""

from __future__ import annotations

from collections.abc import Sequence

from scrubber.json_schema.values import Schema

_ID = "${1:rule-id}"
_WHY = "${2:Drop what, and why.}"

RULE_SNIPPETS: Sequence[Schema] = (
    {
        "label": "a rule of phrases",
        "description": "Drops whole lines that are one of some phrases.",
        "body": {
            "id": _ID,
            "description": _WHY,
            "phrases": ["${3:Read more}"],
            "drop": "line",
            "keep": ["${4:A sentence that looks alike and stays.}"],
        },
    },
    {
        "label": "a rule with a pattern",
        "description": "Drops lines that match a regular expression as a whole.",
        "body": {
            "id": _ID,
            "description": _WHY,
            "line": "${3:Photo: .*}",
            "drop": "line",
            "examples": [{"before": "${4:Before.}", "after": "${5:After.}"}],
            "keep": ["${6:A sentence that looks alike and stays.}"],
        },
    },
    {
        "label": "a rule that mends",
        "description": "Replaces a part of a line.",
        "body": {
            "id": _ID,
            "description": _WHY,
            "text": "${3:(?P<amount>[0-9]+) %}",
            "replace": "${4:{amount\\}%}",
            "stage": "mend",
            "examples": [{"before": "${5:It rose by 4 %.}", "after": "${6:It rose by 4%.}"}],
            "keep": ["${7:A sentence that looks alike and stays.}"],
        },
    },
)
