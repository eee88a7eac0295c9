"""Whether a text parses: Python and JSON here, TypeScript and JavaScript by the compiler of the extension's own build."""

from __future__ import annotations

import ast
import json
import subprocess

from .engine import ROOT

SCRIPT = """
import ts from 'typescript';
const texts = JSON.parse(await new Response(process.stdin).text());
const parses = (text) =>
  ['a.ts', 'a.tsx'].some((fileName) => ts.transpileModule(text, { fileName, reportDiagnostics: true }).diagnostics.length === 0);
console.log(JSON.stringify(texts.map(parses)));
"""


def parses_python(text: str) -> bool:
    try:
        ast.parse(text)
    except (SyntaxError, ValueError):
        return False
    return True


def parses_json(text: str) -> bool:
    try:
        json.loads(text)
    except ValueError:
        return False
    return True


def parse_all(language: str, texts: list[str]) -> list[bool | None]:
    """For each text whether it parses; None for languages without a parser here."""
    if language == "python":
        return [parses_python(text) for text in texts]
    if language == "json":
        return [parses_json(text) for text in texts]
    if language not in ("typescript", "javascript") or not texts:
        return [None] * len(texts)
    command = ["node", "--input-type=module", "--eval", SCRIPT]
    run = subprocess.run(command, input=json.dumps(texts), capture_output=True, text=True, check=True, cwd=ROOT)
    return json.loads(run.stdout)
