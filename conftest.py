"""Tests keep packs between runs in a folder of their own, not in that of whoever runs them."""

from __future__ import annotations

import os
import shutil
import tempfile

import pytest

_IS_WORKER = "PYTEST_XDIST_WORKER" in os.environ


def pytest_configure(config: pytest.Config) -> None:
    """Name the folder before any test module is imported: some load packs at once."""
    if not _IS_WORKER:
        os.environ["SCRUBBER_CACHE"] = tempfile.mkdtemp(prefix="scrubber-tests-")


def pytest_unconfigure(config: pytest.Config) -> None:
    """Take the folder away, once the workers are done."""
    if not _IS_WORKER:
        shutil.rmtree(os.environ["SCRUBBER_CACHE"], ignore_errors=True)
