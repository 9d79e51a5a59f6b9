"""The checks that packs and plugins are held to, as `scrubber test` runs them.

Authors of packs and plugins may use all that is public here in tests of their own.
"""

from __future__ import annotations

from scrubber.plugin_checks import edited, edits_of, spans_of, view_of
from scrubber.testing.benches import Bench, Target, check_folder, find_targets, open_bench, pack_folder_of
from scrubber.testing.checks import Case, Check, Trial, cases, check_packs, check_rule
from scrubber.testing.decisive import check_decisive
from scrubber.testing.pointing import Places
from scrubber.testing.together import check_together

__all__ = [
    "Bench",
    "Case",
    "Check",
    "Places",
    "Target",
    "Trial",
    "cases",
    "check_decisive",
    "check_folder",
    "check_packs",
    "check_rule",
    "check_together",
    "edited",
    "edits_of",
    "find_targets",
    "open_bench",
    "pack_folder_of",
    "spans_of",
    "view_of",
]
