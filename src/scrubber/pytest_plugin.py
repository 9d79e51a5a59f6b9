"""The pytest plugin: `pytest --scrubber-packs rules/` runs the examples of packs as tests.

Without that option, or `scrubber_packs` in pytest's settings, it does nothing and loads none of the engine.
"""

from __future__ import annotations

import pytest


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the options and the settings."""
    group = parser.getgroup("scrubber", "rule packs of scrubber")
    group.addoption(
        "--scrubber-packs",
        action="append",
        default=[],
        metavar="PATH",
        help="Run the examples of a pack, of all packs in a folder, or of a rule file; repeatable.",
    )
    group.addoption(
        "--scrubber-strict",
        action="store_true",
        default=False,
        help="Fail rules that never act, and parts of rules that no example needs.",
    )
    parser.addini("scrubber_packs", "Packs, or folders of packs, whose examples are run.", "paths")
    parser.addini("scrubber_strict", "Count scrubber's warnings as failures.", "bool", default=False)


def pytest_configure(config: pytest.Config) -> None:
    """Where packs are named, let their manifests be collected."""
    named: list[str] = config.getoption("scrubber_packs")
    settled = [str(path) for path in config.getini("scrubber_packs")]
    if named or settled:
        from scrubber.pytest_packs import register

        register(config, named, settled)
