"""Weighted cross-entropy over a tied head, in chunks: the logits of all rows never exist at once.

The gradient is computed together with the loss (the idea of Liger's fused linear cross-entropy). The softmax is fp32.
"""

from __future__ import annotations

import torch
import torch.nn.functional as F
from torch import Tensor

CHUNK_ROWS = 2048


class LinearCrossEntropy(torch.autograd.Function):
    @staticmethod
    def forward(ctx, hidden: Tensor, head: Tensor, targets: Tensor, weights: Tensor) -> tuple[Tensor, Tensor]:
        """hidden [rows, h], head [vocab, h], targets [rows], weights [rows] -> (sum of weight * CE, CE [rows])."""
        low = hidden.dtype
        grad_hidden, grad_head = torch.empty_like(hidden), torch.zeros_like(head, dtype=torch.float32)
        table, each = head.to(low), torch.empty_like(weights)
        for rows in torch.arange(hidden.shape[0], device=hidden.device).split(CHUNK_ROWS):
            at = slice(int(rows[0]), int(rows[-1]) + 1)
            scores = F.log_softmax((hidden[at] @ table.T).float(), dim=-1)
            each[at] = -scores.gather(1, targets[at, None]).squeeze(1)
            grad = scores.exp_().mul_(weights[at, None])
            grad.scatter_add_(1, targets[at, None], -weights[at, None])
            grad = grad.to(low)
            grad_hidden[at] = grad @ table
            grad_head += (grad.T @ hidden[at]).float()
        ctx.save_for_backward(grad_hidden, grad_head)
        return (each * weights).sum(), each

    @staticmethod
    def backward(ctx, upstream: Tensor, _each: Tensor) -> tuple[Tensor, Tensor, None, None]:
        grad_hidden, grad_head = ctx.saved_tensors
        return grad_hidden * upstream, grad_head * upstream, None, None


def weighted_loss(hidden: Tensor, head: Tensor, targets: Tensor, weights: Tensor) -> tuple[Tensor, Tensor]:
    """Only rows with a weight reach the head. hidden [batch, rows, h] -> (loss, CE [batch, rows], 0 where not asked)."""
    asked = weights.flatten().nonzero().squeeze(1)
    flat = hidden.flatten(0, 1)[asked]
    with torch.autocast(hidden.device.type, enabled=False):
        loss, each = LinearCrossEntropy.apply(flat, head, targets.flatten()[asked], weights.flatten()[asked])
    every = torch.zeros_like(weights).flatten()
    every[asked] = each.detach()
    return loss, every.view_as(weights)
