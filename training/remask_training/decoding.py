"""Canvases of a trained model: logits of a batch of holes, and greedy decoding by confidence. For evaluation only."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor

from .batch import Canvas, build_window, collate
from .model import STREAM_B, STREAM_CANVAS, STREAM_F, Phases, StreamsModel, phases
from .streams import attend, bias, dense_attend, dense_masks
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


class Canvases:
    """A batch of holes whose F and B are read once; every pass runs the canvas rows alone, as the engine does."""

    @torch.inference_mode()
    def __init__(self, model: StreamsModel, holes: list[Hole]):
        """All holes lie in windows of one length."""
        self.model, self.length = model, len(holes[0].tokens)
        room = max(hole.cells for hole in holes)
        windows = [build_window(h.tokens, [blank(h)], h.cells - (h.b - h.a), room) for h in holes]
        self.batch = collate(windows, self.length, model.config.window)
        self.phase = phases(self.batch.positions, model.config.head_dim, model.config.rope_theta)
        self.context: list[tuple[Tensor, Tensor]] = []
        rows = 2 * self.length
        streams = torch.tensor([STREAM_F] * self.length + [STREAM_B] * self.length)
        x = model.embed(self.batch.ids[:, :rows], streams)
        masks = dense_masks(self.length, model.config.window, None, 1, x)
        self.bias = bias(self.batch.mask, x.dtype)
        for layer in model.layers:
            q, k, v = layer.qkv(x, self._phase(slice(0, rows)))
            self.context.append((k, v))
            x = layer.finish(x, dense_attend(q, k, v, self.length, masks))

    def _phase(self, rows: slice) -> Phases:
        cos, sin = self.phase
        return cos[:, :, rows], sin[:, :, rows]

    @torch.inference_mode()
    def logits(self, shown: list[list[int]]) -> Tensor:
        """[holes, most cells, vocab]; rows beyond a hole's cells mean nothing."""
        rows = slice(2 * self.length, None)
        ids = self.batch.ids[:, rows].clone()
        for i, cells in enumerate(shown):
            ids[i, : len(cells)] = torch.tensor(cells)
        x = self.model.embed(ids, torch.tensor(STREAM_CANVAS))
        for layer, (past_k, past_v) in zip(self.model.layers, self.context, strict=True):
            q, k, v = layer.qkv(x, self._phase(rows))
            x = layer.finish(x, attend(q, torch.cat([past_k, k], dim=2), torch.cat([past_v, v], dim=2), self.bias))
        return self.model.logits(self.model.norm(x))


def blank(hole: Hole) -> Canvas:
    return Canvas(hole.a, hole.b, [MASK] * hole.cells, [MASK] * hole.cells, [0.0] * hole.cells)


def decode(canvases: Canvases, holes: list[Hole], passes: int, deletes: bool) -> list[list[int]]:
    """Commits the surest cells pass by pass. Returns each hole's cells; DELETE among them only if `deletes`."""
    shown = [[MASK] * hole.cells for hole in holes]
    allowed = torch.arange(canvases.model.config.vocab_size) >= SPECIAL_COUNT
    allowed[DELETE] = deletes
    for turn in range(passes):
        logits = canvases.logits(shown).masked_fill(~allowed, -torch.inf)
        sure, best = logits.softmax(-1).max(-1)
        for i, cells in enumerate(shown):
            masked = [k for k, cell in enumerate(cells) if cell == MASK]
            quota = -(-len(masked) // (passes - turn))
            for k in sorted(masked, key=lambda k: -float(sure[i, k]))[:quota]:
                cells[k] = int(best[i, k])
    return shown
