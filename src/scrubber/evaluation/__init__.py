"""Measuring what a run removes against what should have gone: precision, recall, and the worst cases."""
