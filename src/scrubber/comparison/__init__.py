"""Comparing two packs, or two states of one: which edits of a corpus are gained, lost and moved."""
