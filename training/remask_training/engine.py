"""The real engine as a child process: JSON-RPC over stdio, so that evaluation measures what an editor gets."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
COMMAND = ("node", str(ROOT / "dist" / "cli.js"), "serve", "--stdio")


class EngineFailure(Exception):
    """The engine refused a request; the message says why."""


class Engine:
    """A context manager around one `remask serve`. One request at a time; documents are sent whole."""

    def __init__(self, model: Path, threads: int = 1):
        if not Path(COMMAND[1]).exists():
            raise FileNotFoundError("dist/cli.js is not there: run npm run build first")
        self.process = subprocess.Popen(COMMAND, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        self.number = 0
        self.passes: list[dict] = []  # what the last request's run showed, pass by pass
        self.about = self.ask("initialize", {"model": str(model.resolve()), "threads": threads})

    def __enter__(self) -> Engine:
        return self

    def __exit__(self, *_: object) -> None:
        self.process.stdin.close()
        self.process.wait(timeout=20)

    def open(self, text: str) -> dict:
        """Opens a document; returns what names it in a request."""
        self.number += 1
        uri = f"file:///evaluation/{self.number}"
        self._send({"method": "document/opened", "params": {"uri": uri, "version": 1, "languageId": "", "text": text}})
        return {"uri": uri, "version": 1}

    def close(self, document: dict) -> None:
        self._send({"method": "document/closed", "params": {"uri": document["uri"]}})

    def infill(self, text: str, start: int, end: int, options: dict | None = None, **hole: Any) -> dict:
        """Fills [start, end), counted in UTF-16 units. Returns the run's result."""
        document = self.open(text)
        params = {"runId": str(self.number), "holes": [{"span": {"start": start, "end": end}, **hole}]}
        try:
            return self.ask("infill", {**document, **params, "options": options or {}})
        finally:
            self.close(document)

    def score(self, text: str, start: int, end: int) -> list[dict]:
        document = self.open(text)
        try:
            return self.ask("score", {**document, "span": {"start": start, "end": end}})
        finally:
            self.close(document)

    def ask(self, method: str, params: dict) -> Any:
        self.number += 1
        self._send({"id": self.number, "method": method, "params": params})
        self.passes = []
        while True:
            message = self._receive()
            if message.get("method") == "pass":
                self.passes.append(message["params"])
            if message.get("id") == self.number:
                if "error" in message:
                    raise EngineFailure(message["error"]["message"])
                return message["result"]

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
