"""Drafts of rules from a corpus: lines that recur across a site's documents, in the same place.

`sampling` keeps some documents of each site on disk, `recurring` finds the lines and shapes that come again
and again among them, `standing` judges by their place whether they are furniture, `drafting` makes rules of
those that are, `census` counts them in the whole corpus, `writing` spells them and `proving` sees to it that
each passes `scrubber test`.
"""
