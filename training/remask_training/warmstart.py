"""Begins a run from a trained model folder: its weights, carried over to a larger vocabulary and more layers.

A new token starts as the mean of the old tokens that spell it. A new layer starts as a copy of the one before it whose
outputs are zero, so that the deeper body computes what the old one did (function-preserving growth: Net2Net, Chen et al.
2016; stacking with zeroed outputs: LLaMA Pro, Wu et al. 2024).
"""

from __future__ import annotations

from pathlib import Path

import torch
from tokenizers import Tokenizer

from .folder import read_folder
from .model import StreamsModel


@torch.no_grad()
def warm_start(model: StreamsModel, tokenizer: Tokenizer, folder: Path) -> None:
    old, old_tokenizer = read_folder(folder)
    if old.config.hidden_size != model.config.hidden_size or len(old.layers) > len(model.layers):
        raise ValueError(f"{folder} has another hidden size or more layers than the config: it cannot be grown into it")
    model.embed_tokens.weight.copy_(carried_embeddings(old, old_tokenizer, tokenizer))
    model.embed_streams.load_state_dict(old.embed_streams.state_dict())
    model.norm.load_state_dict(old.norm.state_dict())
    for layer, (source, new) in zip(model.layers, spread(len(old.layers), len(model.layers)), strict=True):
        layer.load_state_dict(old.layers[source].state_dict())
        if new:
            layer.o_proj.weight.zero_()
            layer.down_proj.weight.zero_()


def carried_embeddings(old: StreamsModel, old_tokenizer: Tokenizer, tokenizer: Tokenizer) -> torch.Tensor:
    known, rows = old_tokenizer.get_vocab(), old.embed_tokens.weight
    found = torch.empty(tokenizer.get_vocab_size(), rows.shape[1])
    for text, number in tokenizer.get_vocab().items():
        pieces = [known[text]] if text in known else [token.id for token in old_tokenizer.model.tokenize(text)]
        found[number] = rows[pieces].mean(0)
    return found


def spread(old: int, new: int) -> list[tuple[int, bool]]:
    """For each of `new` layers: which old layer it copies, and whether it is an added one. Added ones are spread out."""
    sources = [i * old // new for i in range(new)]
    return [(source, i > 0 and sources[i - 1] == source) for i, source in enumerate(sources)]
