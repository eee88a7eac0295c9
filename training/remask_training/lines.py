"""Held-out lines filled from nothing: exact match with the true length and with a length the model finds itself.

Own length, two ways: answering DELETE while decoding, and the expected number of cells that are not DELETE in the
first pass, decoded as if it were known. Both start from 0 to 12 cells too many.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace

import numpy as np
import torch

from .decoding import Canvases, Hole, decode
from .model import StreamsModel
from .tokenizer import BOS, DELETE, EOS, MASK

BATCH, PASSES, MOST_SURPLUS = 8, 16, 12
LINE_TOKENS = range(3, 33)


@dataclass
class Outcome:
    """What one way of choosing the length came to, hole by hole."""

    exact: list[bool] = field(default_factory=list)
    error: list[int] = field(default_factory=list)

    def add(self, hole: Hole, text: list[int]) -> None:
        self.exact.append(text == hole.truth)
        self.error.append(len(text) - len(hole.truth))

    def figures(self) -> dict:
        mean = lambda values: round(float(np.mean(values)), 4)
        error, absolute = mean(self.error), mean(np.abs(self.error))
        return {"exact": mean(self.exact), "length_error": error, "length_error_absolute": absolute}


@dataclass
class Lines:
    """Outcomes of some holes; languages are added up by extending one with another."""

    known: Outcome = field(default_factory=Outcome)
    deleting: Outcome = field(default_factory=Outcome)
    expecting: Outcome = field(default_factory=Outcome)
    surplus: list[int] = field(default_factory=list)
    right: list[float] = field(default_factory=list)  # share of a hole's tokens guessed at the true length

    def extend(self, other: Lines) -> None:
        for name in ("known", "deleting", "expecting"):
            getattr(self, name).exact.extend(getattr(other, name).exact)
            getattr(self, name).error.extend(getattr(other, name).error)
        self.surplus.extend(other.surplus)
        self.right.extend(other.right)

    def figures(self) -> dict:
        ways = {"true_length": self.known, "own_length_deleting": self.deleting, "own_length_expecting": self.expecting}
        return {
            "holes": len(self.right),
            "tokens_right_true_length": round(float(np.mean(self.right)), 4),
            "mean_surplus": round(float(np.mean(self.surplus)), 4),
            **{name: outcome.figures() for name, outcome in ways.items()},
        }


def line_holes(tokens: np.ndarray, breaks: np.ndarray, count: int, length: int, draw: np.random.Generator) -> list[Hole]:
    """Whole lines without their indentation, each in the middle of its window of `length` tokens."""
    before, most = length // 2, LINE_TOKENS.stop
    starts = np.flatnonzero(breaks[tokens[:-1]])
    starts = starts[(starts > before) & (starts < len(tokens) - before - most)]
    holes: list[Hole] = []
    for start in draw.permutation(starts).tolist():
        ahead = np.flatnonzero(breaks[tokens[start + 1 : start + 1 + most]])
        if len(holes) == count or not len(ahead) or int(ahead[0]) not in LINE_TOKENS:
            continue
        first, cells = start + 1 - before, int(ahead[0])
        window = tokens[first : first + length].astype(np.int64)
        if not np.isin(window[before : before + cells], (BOS, EOS)).any():
            holes.append(Hole(window, before, before + cells, cells))
    return holes


def fill_lines(model: StreamsModel, holes: list[Hole], draw: np.random.Generator) -> Lines:
    lines = Lines()
    for at in range(0, len(holes), BATCH):
        some = holes[at : at + BATCH]
        surplus = draw.integers(0, MOST_SURPLUS + 1, len(some)).tolist()
        lines.surplus += surplus
        for hole, text in zip(some, decode(Canvases(model, some), some, PASSES, deletes=False), strict=True):
            lines.known.add(hole, text)
            lines.right.append(float(np.mean(np.array(text) == np.array(hole.truth))))
        longer = [replace(hole, cells=hole.cells + extra) for hole, extra in zip(some, surplus, strict=True)]
        canvases = Canvases(model, longer)
        for hole, cells in zip(some, decode(canvases, longer, PASSES, deletes=True), strict=True):
            lines.deleting.add(hole, [cell for cell in cells if cell != DELETE])
        guessed = [replace(hole, cells=n) for hole, n in zip(some, expected_cells(canvases, longer), strict=True)]
        for hole, text in zip(some, decode(Canvases(model, guessed), guessed, PASSES, deletes=False), strict=True):
            lines.expecting.add(hole, text)
    return lines


def expected_cells(canvases: Canvases, holes: list[Hole]) -> list[int]:
    """The sum over a hole's cells of P(not DELETE) when all are masked, at least 1."""
    deleted: torch.Tensor = canvases.logits([[MASK] * hole.cells for hole in holes]).softmax(-1)[..., DELETE]
    return [max(1, round(hole.cells - float(deleted[i, : hole.cells].sum()))) for i, hole in enumerate(holes)]
