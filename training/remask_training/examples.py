"""Training examples: a window of true tokens tiled with canvases, masked, lengthened or shortened, corrupted.

Every canvas of a window shares one delta (cells minus tokens), because B is rotated once per window. Surplus cells
(DELETE) stand at the end of the part that may change; EXPAND stands for two tokens (DreamOn's two states).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from .batch import Canvas, Window, build_window, group_of
from .shapes import Shapes
from .tokenizer import BOS, DELETE, EOS, EXPAND, MASK

FIRST_TEXT_TOKEN = 16


@dataclass(frozen=True)
class Corruption:
    """How examples are drawn; probabilities unless said otherwise. Read from the config file under the same names."""

    tile: tuple[int, int] = (2, 64)  # tokens of a canvas
    kinds: tuple[float, ...] = (0.4, 0.15, 0.25, 0.2)  # of tiles: to the line's end, some lines, in brackets, random
    skip_break: float = 0.7  # a tile that would start with a line break leaves it out, as editors' holes do
    longer: float = 0.5  # delta > 0
    shorter: float = 0.1  # delta < 0
    most_deletes: int = 20  # cells
    most_expands: int = 3  # cells
    all_masked: float = 0.2  # t is exactly 1
    part: float = 0.3  # only a sub-span of the canvas may change
    corrupt: float = 0.3  # some visible tokens are wrong
    corrupt_rates: tuple[float, ...] = (0.05, 0.1, 0.2)
    hidden_spans: float = 0.15  # F and B read masks at one or two spans
    least_t: float = 0.1  # floor of the 1/t weight
    delete_weight: float = 0.5
    corrupted_weight: float = 0.1
    clean_weight: float = 0.02
    stream_weight: float = 0.2  # of F's and of B's own loss
    stream_rows: float = 0.34  # share of F's and B's rows that are asked beside canvases, with more weight each
    clean_rows: float = 0.25  # likewise of the right visible cells
    extra_cells: int = 96  # room for canvases beyond the window's length
    groups: int = 2  # see Batch


def thinned(shape: int | tuple[int, ...], share: float, draw: np.random.Generator) -> np.ndarray:
    """Weights with mean 1 of which only a random `share` is not 0: most of the head's cost saved, no bias."""
    return (draw.random(shape) < share) / share


class Examples:
    """Draws windows."""

    def __init__(self, corruption: Corruption, shapes: Shapes, vocab_size: int):
        self.how, self.shapes, self.vocab_size = corruption, shapes, vocab_size

    def streams_only(self, tokens: np.ndarray) -> Window:
        """F and B alone, both losses dense."""
        return build_window(tokens, [], delta=0, room=0, ask=np.ones((2, len(tokens))))

    def with_canvases(self, tokens: np.ndarray, draw: np.random.Generator) -> Window:
        delta = self._delta(draw)
        canvases = [c for span in self.tiles(tokens, draw) if (c := self._canvas(tokens, span, delta, draw))]
        hidden = self._hidden(len(tokens), draw)
        room = len(tokens) + self.how.extra_cells
        ask = self.how.stream_weight * thinned((2, len(tokens)), self.how.stream_rows, draw)
        kept = self._fitting(canvases, len(tokens), room, draw)
        return build_window(tokens, kept, delta, room, ask, hidden, self.how.groups)

    def _delta(self, draw: np.random.Generator) -> int:
        kind = draw.random()
        if kind < self.how.longer:
            return int(draw.integers(1, self.how.most_deletes + 1))
        return -int(draw.integers(1, self.how.most_expands + 1)) if kind < self.how.longer + self.how.shorter else 0

    def tiles(self, tokens: np.ndarray, draw: np.random.Generator) -> list[tuple[int, int]]:
        """Spans from left to right that never hold BOS or EOS: ends of lines, lines, what is in brackets, anything."""
        special = np.isin(tokens, (BOS, EOS))
        breaks = self.shapes.breaks[tokens]
        spans, at = [], 0
        while at < len(tokens) - 1:
            if special[at] or (breaks[at] and draw.random() < self.how.skip_break):
                at += 1
                continue
            for start, end in self._tile(tokens, breaks, at, draw):
                stops = np.flatnonzero(special[start:end])
                end = start + int(stops[0]) if len(stops) else end
                if end > start:
                    spans.append((start, end))
                    at = end
        return spans

    def _tile(
        self, tokens: np.ndarray, breaks: np.ndarray, at: int, draw: np.random.Generator
    ) -> list[tuple[int, int]]:
        """One tile from `at` on, or two: what leads to a bracket, and what is in it."""
        least, most = self.how.tile
        kind = draw.choice(len(self.how.kinds), p=self.how.kinds)
        if kind == 2 and (brackets := self._brackets(tokens, at, draw)):
            return brackets
        ends = at + 1 + np.flatnonzero(breaks[at + 1 : at + 1 + most])
        if kind < 2 and len(ends):
            lines = 1 if kind == 0 else int(draw.integers(2, 5))
            return [(at, int(ends[min(lines, len(ends)) - 1]))]
        return [(at, min(len(tokens), at + round(float(np.exp(draw.uniform(np.log(least), np.log(most + 1)))))))]

    def _brackets(self, tokens: np.ndarray, at: int, draw: np.random.Generator) -> list[tuple[int, int]]:
        """[at, bracket] and what the bracket encloses, for one of the brackets soon opened that enclose enough."""
        least, most = self.how.tile
        openings = at + np.flatnonzero(self.shapes.opens[tokens[at : at + most // 4]])
        for opening in draw.permutation(openings).tolist():
            end = self.shapes.closing(tokens, opening, most)
            if end is not None and end - opening > least:
                return [(at, opening + 1), (opening + 1, end)]
        return []

    def _canvas(
        self, tokens: np.ndarray, span: tuple[int, int], delta: int, draw: np.random.Generator
    ) -> Canvas | None:
        """None where the span is too short for the merges that a negative delta asks."""
        a, b = span
        n = b - a
        first, last = self._changing_part(n, draw)
        t = 1.0 if draw.random() < self.how.all_masked else 1.0 - draw.random()
        surplus = np.full(max(delta, 0), DELETE)
        target = np.concatenate([tokens[a : a + last], surplus, tokens[a + last : b]]).astype(np.int64)
        changing = np.zeros(len(target), bool)
        changing[first : last + len(surplus)] = True
        masked = changing & (draw.random(len(target)) < t)
        if not masked.any():
            masked[draw.choice(np.flatnonzero(changing))] = True
        shown = np.where(masked, MASK, target)
        clean = self.how.clean_weight * thinned(len(target), self.how.clean_rows, draw)
        weight = np.where(masked, 1.0 / max(t, self.how.least_t), clean)
        weight[target == DELETE] *= self.how.delete_weight
        self._corrupt(shown, target, weight, masked, tokens, draw)
        canvas = Canvas(a, b, shown.tolist(), target.tolist(), weight.tolist())
        return canvas if delta >= 0 else self._merged(canvas, masked, -delta, draw)

    def _changing_part(self, n: int, draw: np.random.Generator) -> tuple[int, int]:
        if n < 3 or draw.random() >= self.how.part:
            return 0, n
        size = int(draw.integers(1, n))
        first = int(draw.integers(0, n - size + 1))
        return first, first + size

    def _corrupt(
        self, shown: np.ndarray, target: np.ndarray, weight: np.ndarray, masked: np.ndarray,
        tokens: np.ndarray, draw: np.random.Generator,
    ) -> None:  # fmt: skip
        """Wrong visible tokens, half at random and half from elsewhere in the window. Changes `shown` and `weight`."""
        if draw.random() >= self.how.corrupt:
            return
        wrong = ~masked & (target != DELETE) & (draw.random(len(target)) < draw.choice(self.how.corrupt_rates))
        anything = draw.integers(FIRST_TEXT_TOKEN, self.vocab_size, len(target))
        nearby = draw.choice(tokens, len(target))
        fake = np.where((draw.random(len(target)) < 0.5) | (nearby < FIRST_TEXT_TOKEN), anything, nearby)
        wrong &= fake != target
        shown[wrong] = fake[wrong]
        weight[wrong] = self.how.corrupted_weight

    @staticmethod
    def _merged(canvas: Canvas, masked: np.ndarray, merges: int, draw: np.random.Generator) -> Canvas | None:
        """`merges` disjoint pairs of neighbouring masked cells become one masked cell whose answer is EXPAND."""
        pairs = np.flatnonzero(masked[:-1] & masked[1:])
        chosen: set[int] = set()
        for left in draw.permutation(pairs).tolist():
            if len(chosen) < merges and not {left - 1, left, left + 1} & chosen:
                chosen.add(left)
        if len(chosen) < merges:
            return None
        for left in sorted(chosen, reverse=True):
            canvas.target[left : left + 2] = [EXPAND]
            del canvas.shown[left], canvas.weight[left]
        return canvas

    def _hidden(self, length: int, draw: np.random.Generator) -> np.ndarray:
        hidden = np.zeros(length, bool)
        if draw.random() < self.how.hidden_spans:
            for _ in range(int(draw.integers(1, 3))):
                start, size = int(draw.integers(0, length)), int(draw.integers(4, 33))
                hidden[start : start + size] = True
        return hidden

    def _fitting(self, canvases: list[Canvas], length: int, room: int, draw: np.random.Generator) -> list[Canvas]:
        """As many canvases, in random order, as each group has cells for."""
        free = [room // self.how.groups] * self.how.groups
        kept = []
        for i in draw.permutation(len(canvases)).tolist():
            group, n = group_of(canvases[i].a, length, self.how.groups), len(canvases[i].shown)
            if n <= free[group]:
                kept.append(canvases[i])
                free[group] -= n
        return kept
