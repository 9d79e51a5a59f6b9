"""What an editor shows of a rule file, asked of the real yaml-language-server.

It comes from npm, so these tests are left out where it is not on the path: `npm install --global
yaml-language-server` brings it there.
"""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from scrubber.cli import main

PROGRAM = shutil.which("yaml-language-server")
pytestmark = pytest.mark.skipif(PROGRAM is None, reason="yaml-language-server is not on the path")

Place = tuple[int, int]
"""A line and a column, both counted from 0."""


class Client:
    """Speaks the Language Server Protocol with a process over its standard streams."""

    def __init__(self, process: subprocess.Popen[bytes], settings: Any = None) -> None:
        assert process.stdin is not None
        assert process.stdout is not None
        self._to, self._from = process.stdin, process.stdout
        self._settings = settings
        self._number = 0
        self._told: dict[str, list[dict[str, Any]]] = {}

    def open(self, path: Path, text: str) -> list[str]:
        """Open a document of this text and return the messages that are shown in it, in order."""
        uri = path.as_uri()
        document = {"uri": uri, "languageId": "yaml", "version": 1, "text": text}
        self._send({"method": "textDocument/didOpen", "params": {"textDocument": document}})
        while uri not in self._told:
            self._receive()
        shown = sorted(self._told.pop(uri), key=lambda told: str(told["range"]["start"]))
        return [f"{told['range']['start']['line'] + 1}: {told['message']}" for told in shown]

    def hover(self, path: Path, place: Place) -> str:
        """Return what is shown above the word at a place."""
        found = self._at("textDocument/hover", path, place)
        return str(found["contents"]["value"]) if found else ""

    def complete(self, path: Path, place: Place) -> dict[str, str]:
        """Return what is offered at a place, each with the text that it inserts."""
        found = self._at("textDocument/completion", path, place)
        items = found["items"] if isinstance(found, dict) else found
        return {item["label"]: item.get("insertText", item["label"]) for item in items}

    def request(self, method: str, params: dict[str, Any]) -> Any:
        """Send a request and return its result; what the server tells or asks meanwhile is dealt with."""
        self._number += 1
        self._send({"id": self._number, "method": method, "params": params})
        while True:
            message = self._receive()
            if message.get("id") == self._number and "method" not in message:
                assert "error" not in message, message["error"]
                return message.get("result")

    def notify(self, method: str, params: dict[str, Any]) -> None:
        """Tell the server something."""
        self._send({"method": method, "params": params})

    def _at(self, method: str, path: Path, place: Place) -> Any:
        position = {"line": place[0], "character": place[1]}
        return self.request(method, {"textDocument": {"uri": path.as_uri()}, "position": position})

    def _send(self, message: dict[str, Any]) -> None:
        body = json.dumps({"jsonrpc": "2.0"} | message).encode()
        self._to.write(b"Content-Length: %d\r\n\r\n%s" % (len(body), body))
        self._to.flush()

    def _receive(self) -> dict[str, Any]:
        length = 0
        while (line := self._from.readline().strip()) or not length:
            name, _, value = line.partition(b":")
            length = int(value) if name.lower() == b"content-length" else length
        message: dict[str, Any] = json.loads(self._from.read(length))
        if message.get("method") == "textDocument/publishDiagnostics":
            self._told[message["params"]["uri"]] = message["params"]["diagnostics"]
        elif "method" in message and "id" in message:
            self._send({"id": message["id"], "result": self._answer(message)})
        return message

    def _answer(self, message: dict[str, Any]) -> Any:
        """What the server wants to know are the settings of some sections; all else needs no answer."""
        if message["method"] != "workspace/configuration":
            return None
        known = {"yaml": self._settings}
        return [known.get(item["section"]) for item in message["params"]["items"]]


@contextmanager
def serving(program: str, folder: Path, settings: Any = None) -> Iterator[Client]:
    """Run the server for the files of a folder."""
    command = [program, "--stdio"]
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=folder)
    try:
        client = Client(process, settings)
        shown = {
            "hover": {"contentFormat": ["markdown"]},
            "completion": {"completionItem": {"snippetSupport": True}},
        }
        capabilities = {"textDocument": shown}
        client.request(
            "initialize", {"processId": None, "rootUri": folder.as_uri(), "capabilities": capabilities}
        )
        client.notify("initialized", {})
        yield client
    finally:
        process.kill()
        process.wait()
        for stream in (process.stdin, process.stdout):
            if stream is not None:
                stream.close()


@dataclass
class Editor:
    """An editor in which one file after another is written; each names its schema in its first line."""

    client: Client
    folder: Path
    files: int = 0

    def write(self, text: str, kind: str = "rules") -> Document:
        """Open a new file with this text; `§` is where the cursor stands."""
        self.files += 1
        path = self.folder / f"{kind}{self.files}.yaml"
        before, _, after = text.partition("§")
        head = f"# yaml-language-server: $schema={kind}.schema.json\n"
        messages = self.client.open(path, head + before + after)
        at = (before.count("\n") + 1, len(before.rpartition("\n")[2]))
        return Document(self.client, path, messages, at)


@dataclass(frozen=True)
class Document:
    """An open file: what is shown in it, and what is shown where the cursor stands."""

    client: Client
    path: Path
    messages: list[str]
    at: Place

    @property
    def offered(self) -> dict[str, str]:
        """What completion offers, each with what it inserts."""
        return self.client.complete(self.path, self.at)

    @property
    def hover(self) -> str:
        """What is explained."""
        return self.client.hover(self.path, self.at)


@pytest.fixture(scope="module")
def editor(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Editor]:
    folder = tmp_path_factory.mktemp("editor")
    assert main(["schema", "--output", f"{folder}/"]) == 0
    assert PROGRAM is not None
    with serving(PROGRAM, folder) as client:
        yield Editor(client, folder)


GOOD = "- id: a\n  phrases: [A b]\n  drop: line\n  keep: [x]\n"


def test_a_good_file_has_no_messages(editor: Editor) -> None:
    assert editor.write(GOOD).messages == []
    assert editor.write("id: a\nrules: [b.yaml]\nversion: 2031.2\n", "pack").messages == []
    assert editor.write("packs: [news]\nunsafe: false\n", "settings").messages == []


@pytest.mark.parametrize("pack", ["news", "web", "german"])
def test_a_bundled_pack_has_no_messages(editor: Editor, pack: str) -> None:
    for path in sorted((Path(__file__).parents[1] / "rules" / pack).glob("*.yaml")):
        kind = "pack" if path.name == "pack.yaml" else "rules"
        text = path.read_text(encoding="utf-8")
        assert editor.write(text, kind).messages == [], path.name


MISTAKES = [
    (GOOD.replace("phrases:", "phrase:"), "3: Property phrase is not allowed."),
    (GOOD.replace("drop: line", "drop: row"), "4: expected match, line or paragraph"),
    (GOOD.replace("keep:", "line: x\n  keep:"), "5: one matcher a rule: there is phrases already"),
    (GOOD + "  where: {near: {mark: b, within: 99}}\n", "6: Value is above the maximum of 50."),
    (GOOD + "  where: {shape: title}\n", "6: expected prose, heading, label or list-item"),
    (GOOD + "  where: tail\n", "6: expected a mapping of conditions"),
    (
        GOOD.replace("[A b]", "A b"),
        "3: expected a list of phrases, in brackets or a line each after a hyphen",
    ),
    ("- {id: a, operator: typesetting.entities, options: {x: y}, keep: [x]}\n", "2: it takes no options"),
]


@pytest.mark.parametrize(("text", "message"), MISTAKES)
def test_a_mistake_is_shown_in_its_line(editor: Editor, text: str, message: str) -> None:
    assert message in editor.write(text).messages


OFFERS = [
    ("- id: a\n  §\n", {"phrases", "where", "drop", "keep"}),
    ("- id: a\n  drop: §\n", {"match", "line", "paragraph"}),
    ("- id: a\n  stage: §\n", {"characters", "remove", "mend", "tidy"}),
    ("- id: a\n  operator: §\n", {"honorifics.move", "typesetting.entities"}),
    ("- id: a\n  where:\n    §\n", {"region", "near", "shape"}),
    ("- id: a\n  where: {region: §}\n", {"head", "body", "tail"}),
    ("- id: a\n  where:\n    near:\n      §\n", {"mark", "within"}),
    ("- id: a\n  lines:\n    - §\n", {"shape", "optional", "times"}),
    ("§", {"a rule of phrases", "a rule with a pattern", "a rule that mends"}),
]


@pytest.mark.parametrize(("text", "words"), OFFERS)
def test_what_may_stand_there_is_offered(editor: Editor, text: str, words: set[str]) -> None:
    assert words <= set(editor.write(text).offered)


def test_where_text_belongs_nothing_is_offered(editor: Editor) -> None:
    assert editor.write("- id: a\n  description: §\n").offered == {}


def test_known_packs_and_plugins_are_offered(editor: Editor) -> None:
    assert {"news", "web"} <= set(editor.write("id: a\nuses:\n  - §\n", "pack").offered)
    assert "honorifics" in editor.write("id: a\nplugins: [§]\n", "pack").offered
    assert {"packs", "paths"} <= set(editor.write("§\n", "settings").offered)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("- id: a\n  phra§ses: [A b]\n", "Whole lines in the phrase language"),
        ("- id: a\n  where: {reg§ion: tail}\n", "Where all lines of the match have to lie."),
        ("- id: a\n  where: {near: {with§in: 3}}\n", "How many lines away at most"),
        ("- id: a\n  keep: [{a§t: body}]\n", "Sets the text into a stock article"),
    ],
)
def test_a_key_is_explained(editor: Editor, text: str, words: str) -> None:
    shown = editor.write(text).hover
    assert words in shown
    assert not shown.startswith("#")  # no heading that is the same for every key


def test_each_word_that_may_stand_there_is_explained(editor: Editor) -> None:
    shown = editor.write("- id: a\n  where: {region: de§ep-tail}\n").hover
    assert "* `deep-tail`: The part of the tail that is beyond doubt." in shown


def test_the_settings_on_the_page_find_each_file_its_schema(tmp_path: Path) -> None:
    page = (Path(__file__).parents[1] / "docs" / "editors.md").read_text(encoding="utf-8")
    shown = json.loads(page.partition("```json\n")[2].partition("```")[0])
    assert main(["schema", "--output", f"{tmp_path}/schemas/"]) == 0
    assert PROGRAM is not None
    with serving(PROGRAM, tmp_path, {"schemas": shown["yaml.schemas"]}) as client:
        client.notify("workspace/didChangeConfiguration", {"settings": {}})
        pack = client.open(tmp_path / "packs" / "gazette" / "pack.yaml", "id: a\nrules: [x]\nuse: [web]\n")
        rules = client.open(tmp_path / "packs" / "gazette" / "tail.yaml", GOOD.replace("keep", "kepe"))
        settings = client.open(tmp_path / "scrubber.yaml", "pack: [x]\n")
        other = client.open(tmp_path / "compose.yaml", "services: {}\n")
    assert pack == ["3: Property use is not allowed."]
    assert "4: Property kepe is not allowed." in rules
    assert settings == ["1: Property pack is not allowed."]
    assert other == []
