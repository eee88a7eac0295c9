"""What one training step feeds the model: rows, where they sit, what they may see, what they should say and how much."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

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


class Places(NamedTuple):
    """Where canvas cells belong, see Window: int64 [batch, cells] each. All that is to know of what they may see."""

    a: Tensor
    b: Tensor
    canvas: Tensor

    def to(self, device: str | torch.device) -> Places:
        return Places(*(part.to(device) for part in self))


@dataclass(frozen=True)
class Batch:
    """Stacked windows. places: None without canvases.

    groups: the cells lie in so many equal parts; a hole that starts in part g of the window has its cells in part g.
    """

    length: int
    ids: Tensor
    positions: Tensor
    targets: Tensor
    weights: Tensor
    places: Places | None
    groups: int = 1


def group_of(start: int, length: int, groups: int) -> int:
    return min(start * groups // length, groups - 1)


def build_window(
    tokens: np.ndarray, canvases: list[Canvas], delta: int, room: int,
    ask: np.ndarray | None = None, hidden: np.ndarray | None = None, groups: int = 1,
) -> Window:  # fmt: skip
    """One example with `room` canvas cells, the unused ones padded. Weights are per token of the window.

    ask: [2, length], the weight of each row of F and of B (none by default); hidden: tokens that F and B read as masks
    and are not asked for. The canvases of each group must fit into room / groups cells.
    """
    length = len(tokens)
    place = np.arange(length)
    ask = np.zeros((2, length)) if ask is None else ask
    hidden = np.zeros(length, bool) if hidden is None else hidden
    read = np.where(hidden, MASK, tokens)
    after, before = np.roll(tokens, -1), np.roll(tokens, 1)
    weight_f = np.where(np.roll(hidden, -1) | (after == BOS) | (place == length - 1), 0.0, ask[0])
    weight_b = np.where(np.roll(hidden, 1) | (before == EOS) | (place == 0), 0.0, ask[1])
    cells = lay_out(canvases, length, room, groups)
    return Window(
        ids=np.concatenate([read, read[::-1], cells["shown"]]).astype(np.int64),
        positions=np.concatenate([place, place[::-1] + delta, cells["place"]]).astype(np.int64),
        targets=np.concatenate([after, before[::-1], cells["target"]]).astype(np.int64),
        weights=np.concatenate([weight_f, weight_b[::-1], cells["weight"]]).astype(np.float32) / length,
        a=cells["a"].astype(np.int64),
        b=cells["b"].astype(np.int64),
        canvas=cells["canvas"].astype(np.int64),
    )


def lay_out(canvases: list[Canvas], length: int, room: int, groups: int) -> dict[str, np.ndarray]:
    """The canvases' cells, group by group. Padding sees nothing but itself."""
    size = room // groups
    cells = {name: np.zeros(room) for name in ("shown", "target", "weight", "place", "a")}
    cells |= {"b": np.full(room, float(length)), "canvas": -1.0 - np.arange(room)}
    ends = [group * size for group in range(groups)]
    for number, canvas in enumerate(canvases):
        group, n = group_of(canvas.a, length, groups), len(canvas.shown)
        at = slice(ends[group], ends[group] + n)
        assert at.stop <= (group + 1) * size, "more cells than there is room for"
        values = canvas.shown, canvas.target, canvas.weight, canvas.a + np.arange(n), canvas.a, canvas.b, number
        for name, value in zip(cells, values, strict=True):
            cells[name][at] = value
        ends[group] = at.stop
    return cells


def collate(windows: list[Window], length: int, groups: int = 1) -> Batch:
    stack = lambda name: torch.from_numpy(np.stack([getattr(w, name) for w in windows]))
    places = Places(stack("a"), stack("b"), stack("canvas")) if len(windows[0].canvas) else None
    return Batch(length, stack("ids"), stack("positions"), stack("targets"), stack("weights"), places, groups)


def canvas_mask(places: Places, length: int, attention_window: int) -> Tensor:
    """bool [batch, 1, cells, 2 * length + cells], True where a canvas cell may attend."""
    place = torch.arange(length, device=places.a.device)
    a, b = places.a.unsqueeze(-1), places.b.unsqueeze(-1)
    sees_f = (place < a) & (place >= a - attention_window)
    from_end = length - 1 - place
    sees_b = (from_end >= b) & (from_end < b + attention_window)
    sees_canvas = places.canvas.unsqueeze(-1) == places.canvas.unsqueeze(-2)
    return torch.cat([sees_f, sees_b, sees_canvas], dim=-1).unsqueeze(1)
