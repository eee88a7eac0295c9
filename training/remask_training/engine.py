"""The real engine as a child process: JSON-RPC over stdio, so that evaluation measures what an editor gets."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from .project_folders import Place

ROOT = Path(__file__).resolve().parents[2]
COMMAND = ("node", str(ROOT / "dist" / "cli.js"), "serve", "--stdio")


class EngineFailure(Exception):
    """The engine refused a request; the message says why."""


@dataclass(frozen=True)
class Document:
    """Open in the engine. project_tokens: how many of its project were read."""

    uri: str
    project_tokens: int = 0

    @property
    def named(self) -> dict:
        """As requests name it."""
        return {"uri": self.uri, "version": 1}


class Engine:
    """A context manager around one `remask serve`. One request at a time; documents are sent whole."""

    def __init__(self, model: Path, threads: int = 1):
        if not Path(COMMAND[1]).exists():
            raise FileNotFoundError("dist/cli.js is not there: run npm run build first")
        self.process = subprocess.Popen(COMMAND, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        self.number = 0
        self.passes: list[dict] = []  # what the last request's run showed of its result's draft, pass by pass
        self.passes_told = 0  # of all of its drafts
        self.about = self.ask("initialize", {"model": str(model.resolve()), "threads": threads})

    def __enter__(self) -> Engine:
        return self

    def __exit__(self, *_: object) -> None:
        self.process.stdin.close()
        self.process.wait(timeout=20)

    @contextmanager
    def opened(self, text: str, place: Place | None = None, language: str = "") -> Iterator[Document]:
        """A document while it is open; with its project, if it is given a place in one. `language`: as VS Code names it."""
        self.number += 1
        uri = place.uri if place else f"file:///evaluation/{self.number}"
        item = {"uri": uri, "version": 1, "languageId": language, "text": text}
        self._send({"method": "document/opened", "params": item})
        try:
            yield Document(uri, self.project(uri, place.files)["tokens"] if place else 0)
        finally:
            self._send({"method": "document/closed", "params": {"uri": uri}})

    def project(self, uri: str, files: list[Path]) -> dict:
        """Lets a document's runs look through `files`. Returns how many of them were read, and how many tokens."""
        return self.ask("document/project", {"uri": uri, "files": [str(file) for file in files]})

    def infill(self, document: Document, start: int, end: int, options: dict | None = None, **hole: Any) -> dict:
        """Fills [start, end), counted in UTF-16 units. Returns the run's result."""
        params = {"runId": str(self.number), "holes": [{"span": {"start": start, "end": end}, **hole}]}
        return self.ask("infill", {**document.named, **params, "options": options or {}})

    def score(self, document: Document, start: int, end: int) -> list[dict]:
        return self.ask("score", {**document.named, "span": {"start": start, "end": end}})

    def ask(self, method: str, params: dict) -> Any:
        self.number += 1
        self._send({"id": self.number, "method": method, "params": params})
        self.passes, self.passes_told = [], 0
        while True:
            message = self._receive()
            if message.get("method") == "pass":
                self._told(message["params"])
            if message.get("id") == self.number:
                if "error" in message:
                    raise EngineFailure(message["error"]["message"])
                return message["result"]

    def _told(self, event: dict) -> None:
        if event["pass"] == 1:
            self.passes = []  # another draft
        self.passes.append(event)
        self.passes_told += 1

    def _send(self, message: dict) -> None:
        data = json.dumps({"jsonrpc": "2.0", **message}).encode()
        self.process.stdin.write(b"Content-Length: %d\r\n\r\n" % len(data) + data)
        self.process.stdin.flush()

    def _receive(self) -> dict:
        length = 0
        while (line := self.process.stdout.readline()) != b"\r\n":
            if not line:
                raise EngineFailure("the engine ended")
            name, _, value = line.partition(b":")
            if name.lower() == b"content-length":
                length = int(value)
        return json.loads(self.process.stdout.read(length))
