"""The greedy loops that the reference implementations decode with, on any body; written after their sources."""

import torch

from cases import Facts, Forward, aligned


def suppressed(logits: torch.Tensor, banned: list[int]) -> torch.Tensor:
    """As the engine does before softmax: the mask, specials and rows without a token cannot be predicted."""
    logits = logits.clone()
    logits[:, banned] = -torch.inf
    return logits


def llada(forward: Forward, facts: Facts, ids: list[int], hole: range, steps: int, banned: list[int]) -> list[int]:
    """ML-GSAI/LLaDA generate.py: temperature 0, low confidence, one block; SDAR's static rule inside a block is the same."""
    ids = list(ids)
    left = len(hole)
    for step in range(steps):
        quota = len(hole) // steps + (step < len(hole) % steps)
        best = candidates(forward, facts, ids, hole, banned)
        for _, position, token in best[: min(quota, left)]:
            ids[position] = token
        left -= quota
    return [ids[position] for position in hole]


def dream(forward: Forward, facts: Facts, ids: list[int], hole: range, steps: int, banned: list[int]) -> list[int]:
    """DreamLM/Dream generation_utils.py: `maskgit_plus` at temperature 0, eps 1e-3."""
    ids = list(ids)
    times = torch.linspace(1, 1e-3, steps + 1)
    for step in range(steps):
        best = candidates(forward, facts, ids, hole, banned)
        share = 1 - times[step + 1] / times[step]
        count = int(len(best) * share) if step < steps - 1 else len(best)
        for _, position, token in best[:count]:
            ids[position] = token
    return [ids[position] for position in hole]


def candidates(forward: Forward, facts: Facts, ids: list[int], hole: range, banned: list[int]) -> list[tuple]:
    """(confidence, position, token) of every masked position, surest first."""
    logits = suppressed(aligned(forward(ids), facts.alignment), banned)
    confidence, tokens = torch.softmax(logits.double(), -1).max(-1)
    open_cells = [position for position in hole if ids[position] == facts.mask]
    return sorted(((confidence[p].item(), p, tokens[p].item()) for p in open_cells), key=lambda c: (-c[0], c[1]))
