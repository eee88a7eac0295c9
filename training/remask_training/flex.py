"""The training pass's attention on a GPU: FlexAttention over blocks of the mask that hold something (PyTorch 2.5+)."""

from __future__ import annotations

from functools import cache

import torch
from torch import Tensor
from torch.nn.attention.flex_attention import BlockMask, create_block_mask, flex_attention

from .batch import Places


@cache
def masker(compiled: bool):
    return torch.compile(create_block_mask, dynamic=False) if compiled else create_block_mask


def flex_masks(length: int, window: int, places: Places | None, _groups: int, like: Tensor) -> BlockMask:
    """One block mask of all rows: causal bands of F and of B (reversed), and what each canvas cell sees.

    A function of row and key, never written out: it would be 70 MB for a batch of 64 windows of 512.
    """
    batch = like.shape[0]
    rows = 2 * length + (0 if places is None else places.a.shape[1])

    def allowed(b: Tensor, _head: Tensor, row: Tensor, key: Tensor) -> Tensor:
        distance = row - key
        same = ((row < length) & (key < length)) | ((row >= length) & (key >= length) & (row < 2 * length))
        stream = same & (distance >= 0) & (distance < window)
        if places is None:
            return stream
        cell, other = (row - 2 * length).clamp(min=0), (key - 2 * length).clamp(min=0)
        start, end, token = places.a[b, cell], places.b[b, cell], 2 * length - 1 - key
        sees_f = (key < length) & (key < start) & (key >= start - window)
        sees_b = (key >= length) & (key < 2 * length) & (token >= end) & (token < end + window)
        sees_canvas = (key >= 2 * length) & (places.canvas[b, cell] == places.canvas[b, other])
        return stream | ((row >= 2 * length) & (sees_f | sees_b | sees_canvas))

    return masker(like.is_cuda)(allowed, batch, None, rows, rows, device=like.device)


def flex_attend(q: Tensor, k: Tensor, v: Tensor, _length: int, mask: BlockMask) -> Tensor:
    """Fast only inside a compiled pass; written out it holds all scores."""
    q, k = q.to(v.dtype), k.to(v.dtype)
    return flex_attention(q, k, v, block_mask=mask, enable_gqa=True)
