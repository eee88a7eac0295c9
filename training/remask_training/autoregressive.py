"""A baseline in the same weights: the F stream alone, left to right, greedily, told the number of tokens.

It sees only what is before a hole. What the canvas adds over it is what the text after the hole and the second look at
every cell are worth.
"""

from __future__ import annotations

import torch
from tokenizers import Tokenizer

from .holes import TextHole
from .model import STREAM_F, StreamsModel, stream_mask
from .tokenizer import BOS, encode

FIRST_TEXT_TOKEN = 16


@torch.inference_mode()
def continue_tokens(model: StreamsModel, before: list[int], count: int) -> list[int]:
    """The `count` likeliest tokens after `before`, one at a time."""
    found: list[int] = []
    for _ in range(count):
        ids = torch.tensor([[BOS, *before, *found][-model.config.window :]])
        length = ids.shape[1]
        mask = stream_mask(length, model.config.window, [])[:length, :length]
        hidden = model.hidden(ids, torch.full_like(ids, STREAM_F), torch.arange(length), mask)
        logits = model.logits(hidden[0, -1])
        logits[:FIRST_TEXT_TOKEN] = -torch.inf
        found.append(int(logits.argmax()))
    return found


def exact_left_to_right(model: StreamsModel, tokenizer: Tokenizer, holes: list[TextHole]) -> dict:
    right = []
    for hole in holes:
        before = encode(tokenizer, hole.window().text[: hole.window().start])
        with_truth = encode(tokenizer, hole.window().text[: hole.window().end])
        count = max(1, len(with_truth) - len(before))
        context = with_truth[: len(with_truth) - count]
        right.append(continue_tokens(model, context, count) == with_truth[-count:])
    return {"holes": len(right), "exact_known_length": round(sum(right) / max(1, len(right)), 4)}
