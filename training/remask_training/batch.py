"""What one training step feeds the model: rows, where they sit, what they may see, what they should say and how much."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import torch
from torch import Tensor

from .tokenizer import BOS, EOS, MASK


@dataclass(frozen=True)
class Window:
    """One window of `length` tokens. Rows are [F (length); B reversed (length); canvas cells (padded)].

    B is stored from the last token to the first, so that both streams are plainly causal.
    ids, positions, targets: int64 [rows]; weights: float32 [rows], 0 where nothing is asked.
    a, b, canvas: int64 [cells]: each cell's hole [a, b) and the number of its canvas (padding: unlike any other).
    """

    ids: np.ndarray
    positions: np.ndarray
    targets: np.ndarray
    weights: np.ndarray
    a: np.ndarray
    b: np.ndarray
    canvas: np.ndarray


@dataclass
class Canvas:
    """Cells of the hole [a, b): what is shown, what is right, and how much each answer counts."""

    a: int
    b: int
    shown: list[int] = field(default_factory=list)
    target: list[int] = field(default_factory=list)
    weight: list[float] = field(default_factory=list)


@dataclass(frozen=True)
class Batch:
    """Stacked windows. mask: bool [batch, 1, cells, rows], True where a canvas cell may attend; None without canvases."""

    length: int
    ids: Tensor
    positions: Tensor
    targets: Tensor
    weights: Tensor
    mask: Tensor | None


def build_window(
    tokens: np.ndarray, canvases: list[Canvas], delta: int, room: int,
    ask: np.ndarray | None = None, hidden: np.ndarray | None = None,
) -> Window:  # fmt: skip
    """One example with `room` canvas cells, the unused ones padded. Weights are per token of the window.

    ask: [2, length], the weight of each row of F and of B (none by default); hidden: tokens that F and B read as masks
    and are not asked for.
    """
    length = len(tokens)
    place = np.arange(length)
    ask = np.zeros((2, length)) if ask is None else ask
    hidden = np.zeros(length, bool) if hidden is None else hidden
    read = np.where(hidden, MASK, tokens)
    after, before = np.roll(tokens, -1), np.roll(tokens, 1)
    weight_f = np.where(np.roll(hidden, -1) | (after == BOS) | (place == length - 1), 0.0, ask[0])
    weight_b = np.where(np.roll(hidden, 1) | (before == EOS) | (place == 0), 0.0, ask[1])
    sizes = [len(c.shown) for c in canvases]
    padding = room - sum(sizes)
    gather = lambda name, fill: np.array([v for c in canvases for v in getattr(c, name)] + [fill] * padding)
    spread = lambda values, fill: np.concatenate([np.repeat(np.array(values, np.int64), sizes), fill])
    cells = [c.a + k for c in canvases for k in range(len(c.shown))] + [0] * padding
    return Window(
        ids=np.concatenate([read, read[::-1], gather("shown", 0)]).astype(np.int64),
        positions=np.concatenate([place, place[::-1] + delta, np.array(cells, np.int64)]),
        targets=np.concatenate([after, before[::-1], gather("target", 0)]).astype(np.int64),
        weights=np.concatenate([weight_f, weight_b[::-1], gather("weight", 0.0)]).astype(np.float32) / length,
        a=spread([c.a for c in canvases], np.zeros(padding, np.int64)),
        b=spread([c.b for c in canvases], np.full(padding, length)),
        canvas=spread(list(range(len(canvases))), -1 - np.arange(padding)),
    )


def collate(windows: list[Window], length: int, attention_window: int) -> Batch:
    stack = lambda name: torch.from_numpy(np.stack([getattr(w, name) for w in windows]))
    a, b, canvas = stack("a"), stack("b"), stack("canvas")
    mask = canvas_mask(a, b, canvas, length, attention_window) if a.shape[1] else None
    return Batch(length, stack("ids"), stack("positions"), stack("targets"), stack("weights"), mask)


def canvas_mask(a: Tensor, b: Tensor, canvas: Tensor, length: int, attention_window: int) -> Tensor:
    """a, b, canvas: [batch, cells] -> [batch, 1, cells, 2 * length + cells]."""
    place = torch.arange(length)
    a, b = a.unsqueeze(-1), b.unsqueeze(-1)
    sees_f = (place < a) & (place >= a - attention_window)
    from_end = length - 1 - place
    sees_b = (from_end >= b) & (from_end < b + attention_window)
    sees_canvas = canvas.unsqueeze(-1) == canvas.unsqueeze(-2)
    return torch.cat([sees_f, sees_b, sees_canvas], dim=-1).unsqueeze(1)
