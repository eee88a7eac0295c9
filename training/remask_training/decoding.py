"""Runs canvases of a model folder: logits of a batch of holes, and greedy decoding by confidence. For evaluation only."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor

from .batch import Canvas, build_window, collate
from .model import StreamsModel
from .streams import StreamsPass
from .tokenizer import DELETE, MASK

SPECIAL_COUNT = 16


@dataclass(frozen=True)
class Hole:
    """The hole [a, b) in `tokens` (a window of the document), to be filled by `cells` cells."""

    tokens: np.ndarray
    a: int
    b: int
    cells: int

    @property
    def truth(self) -> list[int]:
        return self.tokens[self.a : self.b].tolist()


@torch.inference_mode()
def canvas_logits(model: StreamsModel, holes: list[Hole], shown: list[list[int]]) -> Tensor:
    """All holes lie in windows of one length. Returns [holes, most cells, vocab]; rows beyond a hole's cells mean nothing."""
    room, length = max(map(len, shown)), len(holes[0].tokens)
    windows = [
        build_window(hole.tokens, [Canvas(hole.a, hole.b, cells, cells, [0.0] * len(cells))], len(cells) - (hole.b - hole.a), room)
        for hole, cells in zip(holes, shown, strict=True)
    ]
    batch = collate(windows, length, model.config.window)
    hidden = StreamsPass(model)(batch.ids, batch.positions, batch.mask, length)
    return model.logits(hidden[:, 2 * length :])


@torch.inference_mode()
def decode(model: StreamsModel, holes: list[Hole], passes: int, deletes: bool) -> list[list[int]]:
    """Commits the surest cells pass by pass. Returns each hole's cells; DELETE among them only if `deletes`."""
    shown = [[MASK] * hole.cells for hole in holes]
    for turn in range(passes):
        logits = canvas_logits(model, holes, shown)
        kept = logits[..., DELETE].clone()
        logits[..., :SPECIAL_COUNT] = -torch.inf
        if deletes:
            logits[..., DELETE] = kept
        sure, best = logits.softmax(-1).max(-1)
        for i, cells in enumerate(shown):
            masked = [k for k, cell in enumerate(cells) if cell == MASK]
            quota = -(-len(masked) // (passes - turn))
            for k in sorted(masked, key=lambda k: -float(sure[i, k]))[:quota]:
                cells[k] = int(best[i, k])
    return shown
