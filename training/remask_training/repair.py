"""Single-token bugs planted into held-out code: does the engine's score find them, and does its best guess mend them?

Operators after research on code repair benchmarks (CRB): another operator of the same kind, another name from the same
file, another number. A bug keeps the number of tokens. Rank 1 is the token with the lowest probability.
"""

from __future__ import annotations

import random
import re
from dataclasses import dataclass, field

import numpy as np
from tokenizers import Tokenizer

from .engine import Engine
from .holes import is_code
from .project_folders import Place
from .tokenizer import encode

LINES_AROUND = 2
GROUPS = (("===", "!=="), ("==", "!="), ("<", ">", "<=", ">="), ("+", "-", "*"), ("&&", "||"), ("and", "or"))
KEYWORDS = set(
    "if else for while return const let var function class new import from export def self this in of not and or is None True"
    " False true false null undefined async await try except catch finally raise throw with as pass break continue type".split()
)


@dataclass(frozen=True)
class Bug:
    """`text` with [start, end) changed from `right`; looked for among the lines [first, last)."""

    text: str
    start: int
    end: int
    right: str
    first: int
    last: int


@dataclass
class Repairs:
    rank: list[int] = field(default_factory=list)
    fixed: list[bool] = field(default_factory=list)
    tokens: list[int] = field(default_factory=list)

    def extend(self, other: Repairs) -> None:
        for name in ("rank", "fixed", "tokens"):
            getattr(self, name).extend(getattr(other, name))

    def figures(self) -> dict:
        mean = lambda values: round(float(np.mean(values)), 4) if len(values) else None
        rank, tokens = np.array(self.rank), np.array(self.tokens)
        return {
            "bugs": len(rank),
            "top_1": mean(rank < 1),
            "top_3": mean(rank < 3),
            "top_1_by_chance": mean(1 / tokens) if len(tokens) else None,
            "fixed_when_told_where": mean(self.fixed),
            "found_and_fixed": mean((rank < 1) & np.array(self.fixed, bool)),
        }


def plant(language: str, text: str, tokenizer: Tokenizer, draw: random.Random) -> Bug | None:
    """One bug in code, not in comments, or None where the draw found none."""
    spots = [m for m in re.finditer(r"[A-Za-z_$][\w$]*|\d+|[=!<>]=+|[-+*<>]|&&|\|\|", text)]
    names = sorted({m[0] for m in spots if m[0][0].isalpha() and m[0] not in KEYWORDS})
    for spot in draw.sample(spots, min(20, len(spots))):
        wrong = other(spot[0], names, draw)
        if wrong is None or not is_code(language, text, spot.start()):
            continue
        changed = text[: spot.start()] + wrong + text[spot.end() :]
        near = slice(max(0, spot.start() - 40), spot.start() + 40)
        if len(encode(tokenizer, changed[near.start : near.stop + len(wrong) - len(spot[0])])) != len(encode(tokenizer, text[near])):
            continue
        if len(encode(tokenizer, " " + wrong)) != 1 or len(encode(tokenizer, " " + spot[0])) != 1:
            continue
        return located(changed, spot.start(), spot.start() + len(wrong), spot[0])
    return None


def located(text: str, start: int, end: int, right: str) -> Bug:
    first, last = start, end
    for _ in range(LINES_AROUND + 1):
        first = max(0, text.rfind("\n", 0, max(0, first)))
        last = (text.find("\n", last + 1) + len(text)) % len(text) or len(text)
    return Bug(text, start, end, right, first, max(last, end))


def other(token: str, names: list[str], draw: random.Random) -> str | None:
    group = next((g for g in GROUPS if token in g), None)
    if group:
        return draw.choice([t for t in group if t != token])
    if token.isdigit() and len(token) == 1:
        return str((int(token) + draw.randrange(1, 9)) % 10)
    if token in names:
        found = [n for n in names if n != token]
        return draw.choice(found) if found else None
    return None


def repair(engine: Engine, bugs: list[Bug], places: list[Place | None]) -> Repairs:
    """places: of each bug's document, if its project is to be looked through."""
    repairs = Repairs()
    for bug, place in zip(bugs, places, strict=True):
        with engine.opened(bug.text, place) as document:
            scores = engine.score(document, bug.first, bug.last)
        scores = [s for s in scores if s["text"].strip()]
        at = [i for i, s in enumerate(scores) if s["span"]["start"] < bug.end and s["span"]["end"] > bug.start]
        if not at:
            continue
        own = min(scores[i]["probability"] for i in at)
        repairs.rank.append(sum(s["probability"] < own for i, s in enumerate(scores) if i not in at))
        best = scores[at[0]]["alternatives"][:1]
        repairs.fixed.append(bool(best) and best[0]["text"].strip() == bug.right)
        repairs.tokens.append(len(scores))
    return repairs
