"""What every test of the plugin needs: the operators run over one text."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import pytest
from scrubber_honorifics import scrubber_operators

from scrubber.api import Context, Edit, Meta, View
from scrubber.document import Revision
from scrubber.layout import Layout


@dataclass(frozen=True)
class Mended:
    """A text with the edits that the operators propose for it."""

    view: View
    edits: tuple[Edit, ...]

    def text(self, *, unsafe: bool = False) -> str:
        edits = (edit for edit in self.edits if unsafe or edit.safety == "safe")
        changes = sorted(self.view.revision.to_raw(change) for edit in edits for change in edit.changes)
        return self.view.revision.apply(changes).raw


Mend = Callable[..., Mended]


def _mend(text: str, *, lang: str = "en", layout: str = "", operators: str = "move join") -> Mended:
    view = View(Revision.first(text), Meta(lang=lang))
    if layout == "wrapped":
        vars(view)["layout"] = Layout("wrapped", "the test says so")
    edits: list[Edit] = []
    for operator in scrubber_operators():
        if operator.name.removeprefix("honorifics.") in operators.split():
            session = operator.open(operator.Options(), Context())
            edits += (edit for found in session.propose([view]) for edit in found)
            session.close()
    return Mended(view, tuple(edits))


@pytest.fixture(scope="session")
def mend() -> Mend:
    return _mend
