"""The training pass's attention on a GPU: FlexAttention over blocks of the mask that hold something (PyTorch 2.5+)."""

from __future__ import annotations

from functools import cache

import torch
from torch import Tensor
from torch.nn.attention.flex_attention import BlockMask, create_block_mask, flex_attention


@cache
def kernel(compiled: bool):
    return torch.compile(flex_attention, dynamic=False) if compiled else flex_attention


def flex_masks(length: int, window: int, mask: Tensor | None, _groups: int, like: Tensor) -> BlockMask:
    """One block mask of all rows: causal bands of F and of B (reversed), and the canvases' explicit part."""
    batch = like.shape[0]
    rows = 2 * length + (0 if mask is None else mask.shape[2])

    def allowed(b: Tensor, _head: Tensor, row: Tensor, key: Tensor) -> Tensor:
        distance = row - key
        stream = (row < 2 * length) & ((row < length) == (key < length)) & (distance >= 0) & (distance < window)
        if mask is None:
            return stream
        cell = (row - 2 * length).clamp(min=0)
        return stream | ((row >= 2 * length) & mask[b, 0, cell, key])

    return create_block_mask(allowed, batch, None, rows, rows, device=like.device)


def flex_attend(q: Tensor, k: Tensor, v: Tensor, _length: int, mask: BlockMask) -> Tensor:
    q, k = q.to(v.dtype), k.to(v.dtype)
    return kernel(q.is_cuda)(q, k, v, block_mask=mask, enable_gqa=True)
