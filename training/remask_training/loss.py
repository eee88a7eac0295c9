"""Weighted cross-entropy over a tied head, in chunks: the logits of all rows never exist at once.

The gradient is computed together with the loss (the idea of Liger's fused linear cross-entropy). Row weights are applied
to the hidden states instead of the probabilities, which saves a pass over rows x vocabulary; softmax sums in fp32.
"""

from __future__ import annotations

import torch
from torch import Tensor

CHUNK_ROWS = {"cpu": 512, "cuda": 8192}  # a CPU's fits its cache
STEP_ROWS = 128
LEAST = 1e-30  # a probability that underflowed


class LinearCrossEntropy(torch.autograd.Function):
    @staticmethod
    def forward(ctx, hidden: Tensor, head: Tensor, targets: Tensor, weights: Tensor) -> tuple[Tensor, Tensor]:
        """hidden [rows, h], head [vocab, h], targets [rows], weights [rows] -> (sum of weight * CE, CE [rows])."""
        table = head.to(hidden.dtype)
        weighted = hidden * weights.to(hidden.dtype)[:, None]
        grad_hidden, grad_head = torch.empty_like(hidden), torch.zeros_like(head, dtype=torch.float32)
        each = torch.empty_like(weights)
        chunk = CHUNK_ROWS[hidden.device.type]
        for first in range(0, hidden.shape[0], chunk):
            at = slice(first, first + chunk)
            shares = (hidden[at] @ table.T).softmax(-1)
            each[at] = -shares.gather(1, targets[at, None]).squeeze(1).float().clamp(min=LEAST).log()
            shares.scatter_add_(1, targets[at, None], torch.full_like(targets[at, None], -1, dtype=shares.dtype))
            grad_hidden[at] = shares @ table
            grad_head += shares.T @ weighted[at]
        grad_hidden *= weights.to(hidden.dtype)[:, None]
        ctx.save_for_backward(grad_hidden, grad_head)
        return (each * weights).sum(), each

    @staticmethod
    def backward(ctx, upstream: Tensor, _each: Tensor) -> tuple[Tensor, Tensor, None, None]:
        grad_hidden, grad_head = ctx.saved_tensors
        return grad_hidden * upstream.to(grad_hidden.dtype), grad_head * upstream, None, None


def asked_rows(weights: Tensor) -> Tensor:
    """Indices of the rows with a weight, and of some without until their number is a multiple of STEP_ROWS.

    A CPU's matrix products are compiled and kept per shape: rows by the exact number would be a new shape in every step.
    """
    asked, idle = weights.nonzero().squeeze(1), (weights == 0).nonzero().squeeze(1)
    return torch.cat([asked, idle[: -len(asked) % STEP_ROWS]])


def weighted_loss(hidden: Tensor, head: Tensor, targets: Tensor, weights: Tensor) -> tuple[Tensor, Tensor]:
    """Only rows with a weight (and a few more) reach the head. hidden [batch, rows, h] -> (loss, CE [batch, rows], 0 where not asked)."""
    asked = asked_rows(weights.flatten())
    flat = hidden.flatten(0, 1)[asked]
    loss, each = LinearCrossEntropy.apply(flat, head, targets.flatten()[asked], weights.flatten()[asked])
    every = torch.zeros_like(weights).flatten()
    every[asked] = each.detach()
    return loss, every.view_as(weights)
