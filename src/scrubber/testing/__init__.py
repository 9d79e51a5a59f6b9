"""The checks that packs and plugins are held to, as `scrubber test` runs them.

Authors of packs and plugins may use all that is public here in tests of their own.
"""

from __future__ import annotations

from scrubber.plugin_checks import edited, edits_of, spans_of, view_of
from scrubber.testing.asserting import assert_edits, assert_pack, told
from scrubber.testing.benches import Bench, Target, find_targets, open_bench, pack_folder_of
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
    "assert_edits",
    "assert_pack",
    "cases",
    "check_decisive",
    "check_packs",
    "check_rule",
    "check_together",
    "edited",
    "edits_of",
    "find_targets",
    "open_bench",
    "pack_folder_of",
    "spans_of",
    "told",
    "view_of",
]
