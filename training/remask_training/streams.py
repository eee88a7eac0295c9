"""The training pass: the same function as StreamsModel.hidden under stream_mask, without its mostly empty mask.

F and B (reversed) are one causal attention call. Canvas rows lie in groups by where their hole starts, so that a group
looks only at the part of F before its last start, the part of B behind its first, and its own cells: with g groups a
cell meets length * (1 + 1/g) context keys instead of 2 * length. Attention is written out: at these sizes a CPU does
plain matrix products faster than a fused kernel. On a GPU, FlexAttention skips the empty blocks instead (flex.py).
"""

from __future__ import annotations

import torch
import torch.nn.functional as F
from torch import Tensor, nn
from torch.nn.attention.flex_attention import BlockMask

from .batch import Places, canvas_mask
from .flex import flex_attend, flex_masks
from .model import STREAM_B, STREAM_CANVAS, STREAM_F, Block, Phases, StreamsModel, phases, rotate

CLOSED = -30000.0  # a bias that no score outweighs, and that bf16 and fp16 can hold


class StreamsPass(nn.Module):
    """`tables` looks up the embeddings: the fp32 master where `model` is its low-precision copy.

    `compiled`: the layers are compiled on first use, once per shape; masks are made outside of that.
    """

    def __init__(self, model: StreamsModel, tables: StreamsModel | None = None, compiled: bool = False):
        super().__init__()
        self.model = model
        self.tables = (tables or model,)  # in a tuple, so that its parameters do not count as this module's
        self.through = torch.compile(self._through, dynamic=False) if compiled else self._through

    def forward(self, ids: Tensor, positions: Tensor, places: Places | None, length: int, groups: int = 1) -> Tensor:
        """ids, positions: [batch, 2 * length + cells] in Window's order; places: see Batch. Returns hidden states."""
        model, cells = self.model, ids.shape[1] - 2 * length
        streams = torch.tensor([STREAM_F] * length + [STREAM_B] * length + [STREAM_CANVAS] * cells, device=ids.device)
        x = self.tables[0].embed(ids, streams).to(model.norm.weight.dtype)
        cos, sin = phases(positions, model.config.head_dim, model.config.rope_theta)
        masks = (flex_masks if ids.is_cuda else dense_masks)(length, model.config.window, places, groups, x)
        return self.through(x, (cos.to(x.dtype), sin.to(x.dtype)), length, masks)

    def _through(self, x: Tensor, phase: Phases, length: int, masks: BlockMask | list[Tensor]) -> Tensor:
        attend = flex_attend if x.is_cuda else dense_attend
        for layer in self.model.layers:
            x = finish(layer, x, attend(*qkv(layer, x, phase), length, masks))
        return self.model.norm(x)


def qkv(layer: Block, x: Tensor, phase: Phases) -> tuple[Tensor, Tensor, Tensor]:
    """Block.qkv with one matrix product instead of three."""
    dim, heads, groups = layer.c.head_dim, layer.c.num_attention_heads, layer.c.num_key_value_heads
    weight = torch.cat([layer.q_proj.weight, layer.k_proj.weight, layer.v_proj.weight])
    every = F.linear(layer.input_layernorm(x), weight).unflatten(-1, (-1, dim)).transpose(1, 2)
    q, k, v = every.split([heads, groups, groups], dim=1)
    return rotate(layer.q_norm(q), phase), rotate(layer.k_norm(k), phase), v


def finish(layer: Block, x: Tensor, attended: Tensor) -> Tensor:
    """Block.finish with gate and up in one product."""
    x = x + layer.o_proj(attended.transpose(1, 2).flatten(2))
    weight = torch.cat([layer.gate_proj.weight, layer.up_proj.weight])
    gate, up = F.linear(layer.post_attention_layernorm(x), weight).chunk(2, dim=-1)
    return x + layer.down_proj(F.silu(gate) * up)


def causal_band(length: int, window: int, device: torch.device) -> Tensor:
    place = torch.arange(length, device=device)
    distance = place[:, None] - place[None, :]
    return (distance >= 0) & (distance < window)


def bias(allowed: Tensor, dtype: torch.dtype) -> Tensor:
    return torch.zeros(allowed.shape, dtype=dtype, device=allowed.device).masked_fill_(~allowed, CLOSED)


def key_parts(group: int, groups: int, length: int, cells: int) -> list[slice]:
    """Rows that the canvases of a group can see: F up to the last start, B from the last token to the first, cells."""
    size, step, start = cells // groups, length // groups, 2 * length
    own = slice(start + group * size, start + (group + 1) * size)
    return [slice(0, (group + 1) * step if group + 1 < groups else length), slice(length, 2 * length - group * step), own]


def dense_masks(length: int, window: int, places: Places | None, groups: int, like: Tensor) -> list[Tensor]:
    """Biases of the streams and of every group of canvases."""
    found = [bias(causal_band(length, window, like.device), like.dtype)]
    if places is None:
        return found
    mask = canvas_mask(places, length, window)
    cells = mask.shape[2]
    for group in range(groups):
        rows = slice(group * cells // groups, (group + 1) * cells // groups)
        parts = [mask[:, :, rows, keys] for keys in key_parts(group, groups, length, cells)]
        found.append(bias(torch.cat(parts, dim=-1), like.dtype))
    return found


def dense_attend(q: Tensor, k: Tensor, v: Tensor, length: int, masks: list[Tensor]) -> Tensor:
    """q, k, v of all rows in Window's order -> what each row attended, [batch, heads, rows, dim]."""
    fold = lambda y: torch.cat([y[:, :, :length], y[:, :, length : 2 * length]], dim=0)
    parts = list(attend(fold(q), fold(k), fold(v), masks[0]).chunk(2, dim=0))
    groups, cells = len(masks) - 1, q.shape[2] - 2 * length
    for group, allowed in enumerate(masks[1:]):
        keys = key_parts(group, groups, length, cells)
        pick = lambda y, keys=keys: torch.cat([y[:, :, part] for part in keys], dim=2)
        parts.append(attend(q[:, :, keys[-1]], pick(k), pick(v), allowed))
    return torch.cat(parts, dim=2)


def attend(q: Tensor, k: Tensor, v: Tensor, bias: Tensor) -> Tensor:
    """Softmax attention with grouped keys and values: the query heads of a group are stacked as rows.

    q: [batch, heads, rows, dim]; k, v: [batch, kv heads, keys, dim]; bias: [rows, keys] or [batch, 1, rows, keys].
    """
    batch, heads, rows, dim = q.shape
    groups = heads // k.shape[1]
    stacked = (q.to(v.dtype) * dim**-0.5).reshape(batch, k.shape[1], groups * rows, dim)
    scores = torch.matmul(stacked, k.to(v.dtype).transpose(-1, -2)).unflatten(2, (groups, rows))
    scores = scores + bias.unsqueeze(-3) if bias.dim() == 4 else scores + bias
    attended = torch.matmul(scores.softmax(-1).flatten(2, 3), v)
    return attended.reshape(batch, heads, rows, dim)
