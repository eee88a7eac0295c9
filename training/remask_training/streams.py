"""The training pass: the same function as StreamsModel.hidden under stream_mask, without its mostly empty mask.

F and B (reversed) are one causal attention call; only canvas rows look at [F; B; canvas] under an explicit mask.
"""

from __future__ import annotations

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from .model import STREAM_B, STREAM_CANVAS, STREAM_F, StreamsModel, phases


class StreamsPass(nn.Module):
    def __init__(self, model: StreamsModel):
        super().__init__()
        self.model = model

    def forward(self, ids: Tensor, positions: Tensor, mask: Tensor | None, length: int) -> Tensor:
        """ids, positions: [batch, 2 * length + cells] in Window's order; mask: see Batch. Returns hidden states."""
        model, cells = self.model, ids.shape[1] - 2 * length
        streams = torch.tensor([STREAM_F] * length + [STREAM_B] * length + [STREAM_CANVAS] * cells, device=ids.device)
        x = model.embed(ids, streams)
        phase = phases(positions, model.config.head_dim, model.config.rope_theta)
        band = causal_band(length, model.config.window, ids.device) if length > model.config.window else None
        for layer in model.layers:
            x = layer.finish(x, attend(*layer.qkv(x, phase), length, band, mask))
        return model.norm(x)


def causal_band(length: int, window: int, device: torch.device) -> Tensor:
    place = torch.arange(length, device=device)
    distance = place[:, None] - place[None, :]
    return (distance >= 0) & (distance < window)


def attend(q: Tensor, k: Tensor, v: Tensor, length: int, band: Tensor | None, mask: Tensor | None) -> Tensor:
    """q, k, v of all rows in Window's order -> what each row attended, [batch, heads, rows, dim]."""
    k, v = for_every_head(q, k, v)
    q = q.to(v.dtype)
    fold = lambda y: torch.cat([y[:, :, :length], y[:, :, length : 2 * length]], dim=0)
    streams = F.scaled_dot_product_attention(fold(q), fold(k), fold(v), attn_mask=band, is_causal=band is None)
    parts = list(streams.chunk(2, dim=0))
    if mask is not None:
        parts.append(F.scaled_dot_product_attention(q[:, :, 2 * length :], k, v, attn_mask=mask))
    return torch.cat(parts, dim=2)


def for_every_head(q: Tensor, k: Tensor, v: Tensor) -> tuple[Tensor, Tensor]:
    """Repeats grouped keys and values (the fused CPU kernel knows no groups) in v's type."""
    groups = q.shape[1] // k.shape[1]
    return k.to(v.dtype).repeat_interleave(groups, 1), v.repeat_interleave(groups, 1)
