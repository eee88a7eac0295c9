"""The other files of a document's project, as far as they are looked through: nearest first, as many as there is room for.

The engine's side is engine/project/; both must choose and cut alike.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from functools import cache

import numpy as np
from tokenizers import Tokenizer

from .tokenizer import encode

MOST_FILES = 400
MOST_CHARACTERS = 60_000  # of a file
MOST_TOKENS = 1 << 18
SEPARATOR = -2  # between files: no neighbour is ever this
TWIN = 0.5  # share of the shorter one's lines that makes two files twins


class Projects:
    """The files of a split by package and family, each encoded once."""

    def __init__(self, files: Iterable[dict], tokenizer: Tokenizer):
        self.groups: dict[tuple[str, str], list[dict]] = defaultdict(list)
        for file in files:
            self.groups[file["package"], family(file["language"])].append(file)
        self.encoded = cache(lambda text: np.array(encode(tokenizer, text[:MOST_CHARACTERS]), dtype=np.int32))
        self.lines = cache(lambda text: frozenset(line for line in map(str.strip, text.splitlines()) if len(line) > 8))

    def beside(self, package: str, path: str, language: str, text: str) -> list[dict]:
        """The files beside a document, nearest first; neither the document nor a twin of it.

        Packages ship one source in several forms, and a twin would give away what is masked. In a workspace they lie in
        folders of build output, which are left out.
        """
        group = self.groups.get((package, family(language)), [])
        own, name = self.lines(text), stem(path)
        is_twin = lambda file: stem(file["path"]) == name or file["text"] == text or alike(own, self.lines(file["text"]))
        others = [file for file in group if not is_twin(file)]
        return sorted(others, key=lambda file: (-shared(path, file["path"]), file["path"]))[:MOST_FILES]

    def tokens(self, files: Iterable[dict]) -> np.ndarray:
        """int32 [tokens and separators]: the files' tokens in a row, MOST_TOKENS of them at most."""
        parts, room = [], MOST_TOKENS
        for file in files:
            part = self.encoded(file["text"])[:room]
            parts += [part, [SEPARATOR]]
            room -= len(part)
            if room == 0:
                break
        return np.concatenate(parts).astype(np.int32) if parts else np.zeros(0, np.int32)


def alike(lines: frozenset[str], others: frozenset[str]) -> bool:
    """Whether one of two files is made of the other, or both of a third."""
    return len(lines & others) > TWIN * min(len(lines), len(others))


def stem(path: str) -> str:
    """The path up to its name's first dot: `a.js`, `a.cjs` and `a.d.ts` have one source."""
    folder, _, name = path.rpartition("/")
    return f"{folder}/{name.partition('.')[0]}"


def family(language: str) -> str:
    """JavaScript is written among TypeScript, and much like it."""
    return "typescript" if language == "javascript" else language


def shared(path: str, other: str) -> int:
    """How many leading folders two paths have in common."""
    count = 0
    for mine, theirs in zip(path.split("/")[:-1], other.split("/")[:-1], strict=False):
        if mine != theirs:
            break
        count += 1
    return count
