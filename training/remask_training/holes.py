"""Holes for evaluation, drawn from held-out files as text, so that models with different tokenizers get the same ones.

line: a line without its indentation. lines: two to four lines. span: any stretch of 4 to 60 characters.
node: a syntax node: in Python any expression or statement of `ast`, elsewhere what a pair of brackets encloses.
"""

from __future__ import annotations

import ast
import random
import re
from collections.abc import Callable
from dataclasses import dataclass, replace

CONTEXT = 12000  # characters on either side: more than the model sees
NODE = range(3, 120)  # characters
BRACKETS = re.compile(r"\(([^()\[\]{}]{3,120})\)|\[([^()\[\]{}]{3,120})\]|\{([^()\[\]{}]{3,120})\}")


@dataclass(frozen=True)
class TextHole:
    """The characters [start, end) of the text of a package's file."""

    package: str
    path: str
    language: str
    kind: str
    text: str
    start: int
    end: int

    @property
    def file(self) -> dict:
        return {"package": self.package, "path": self.path, "language": self.language, "text": self.text}

    @property
    def truth(self) -> str:
        return self.text[self.start : self.end]

    def filled(self, middle: str) -> str:
        return self.text[: self.start] + middle + self.text[self.end :]

    def window(self) -> TextHole:
        """The same hole in a part of the text: what fits a model's context, and how planted bugs reach the engine, too."""
        first, last = max(0, self.start - CONTEXT), min(len(self.text), self.end + CONTEXT)
        return replace(self, text=self.text[first:last], start=self.start - first, end=self.end - first)


Draw = Callable[[str, str, random.Random], tuple[int, int] | None]


def line(_language: str, text: str, draw: random.Random) -> tuple[int, int] | None:
    found = [m for m in re.finditer(r"^[ \t]*(\S.{3,})$", text, re.MULTILINE) if len(m[1]) <= 120]
    return draw.choice(found).span(1) if found else None


def lines(_language: str, text: str, draw: random.Random) -> tuple[int, int] | None:
    starts = [m.start(1) for m in re.finditer(r"^[ \t]*(\S.*)$", text, re.MULTILINE)]
    if len(starts) < 8:
        return None
    first = draw.randrange(len(starts) - 4)
    start, last = starts[first], starts[first + draw.randrange(1, 4)]
    end = text.find("\n", last)
    return (start, end) if end - start <= 320 else None


def span(_language: str, text: str, draw: random.Random) -> tuple[int, int] | None:
    size = draw.randrange(4, 61)
    start = draw.randrange(max(1, len(text) - size))
    return (start, start + size) if text[start : start + size].strip() else None


def node(language: str, text: str, draw: random.Random) -> tuple[int, int] | None:
    found = python_nodes(text) if language == "python" else [m.span(m.lastindex) for m in BRACKETS.finditer(text)]
    return draw.choice(found) if found else None


def python_nodes(text: str) -> list[tuple[int, int]]:
    try:
        tree = ast.parse(text)
    except SyntaxError:
        return []
    if not text.isascii():
        return []  # ast counts columns in bytes
    starts = [0, *(m.end() for m in re.finditer(r"\n", text))]
    spans = {
        (starts[n.lineno - 1] + n.col_offset, starts[n.end_lineno - 1] + n.end_col_offset)
        for n in ast.walk(tree)
        if isinstance(n, (ast.expr, ast.stmt))
    }
    return sorted(s for s in spans if s[1] - s[0] in NODE)


KINDS: dict[str, Draw] = {"line": line, "lines": lines, "span": span, "node": node}


def draw_holes(files: list[dict], language: str, kind: str, count: int) -> list[TextHole]:
    """`count` holes, no two in one file before every file has one; characters beyond U+FFFF left out (UTF-16 offsets)."""
    draw = random.Random(f"{language} {kind}")
    usable = [f for f in files if f["language"] == language and f["text"].isascii() and "\r" not in f["text"]]
    holes: list[TextHole] = []
    for turn in range(4 * count):
        if turn % max(1, len(usable)) == 0:
            draw.shuffle(usable)
        if len(holes) == count or not usable:
            break
        file = usable[turn % len(usable)]
        found = KINDS[kind](language, file["text"], draw)
        if found and is_code(language, file["text"], found[0]):
            holes.append(TextHole(**file, kind=kind, start=found[0], end=found[1]))
    return holes


def is_code(language: str, text: str, start: int) -> bool:
    """Whether a place is not in a comment, as far as its line and the last block opened before it tell."""
    if language == "python":
        return "#" not in text[text.rfind("\n", 0, start) + 1 : start] and text[:start].count('"""') % 2 == 0
    in_block = text.rfind("/*", 0, start + 2) > text.rfind("*/", 0, start)
    own = text[text.rfind("\n", 0, start) + 1 :].lstrip()
    return not in_block and "//" not in text[text.rfind("\n", 0, start) + 1 : start] and not own.startswith(("//", "/*", "*"))
