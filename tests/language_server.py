"""A client of yaml-language-server, small: it opens one document and asks for what an editor shows of it."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

Place = tuple[int, int]
"""A line and a column, both counted from 0."""


class Client:
    """Speaks the Language Server Protocol with a process over its standard streams."""

    def __init__(self, process: subprocess.Popen[bytes]) -> None:
        assert process.stdin is not None
        assert process.stdout is not None
        self._to, self._from = process.stdin, process.stdout
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
            wanted = (
                message["params"].get("items", []) if message["method"] == "workspace/configuration" else []
            )
            self._send({"id": message["id"], "result": [None for _ in wanted] or None})
        return message


@contextmanager
def serving(program: str, folder: Path) -> Iterator[Client]:
    """Run the server for the files of a folder."""
    command = [program, "--stdio"]
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=folder)
    try:
        client = Client(process)
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
