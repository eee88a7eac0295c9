"""DiffusionGemma, on transformers' own classes: an encoder over the context, whose keys and values a canvas reads."""

import copy
from pathlib import Path

import torch

import tiny
from cases import Facts, Forward

EOS, BEGIN = tiny.FIRST_SPECIAL, tiny.FIRST_SPECIAL + 1
CANVAS, WINDOW = 8, 6
SPECIALS = ["<eos>", "<bos>"]
TEXT = {
    "bos_token_id": BEGIN,
    "eos_token_id": EOS,
    "global_head_dim": 32,
    "head_dim": 16,
    "hidden_size": 64,
    "intermediate_size": 64,
    "layer_types": ["sliding_attention", "sliding_attention", "full_attention"],
    "max_position_embeddings": 256,
    "moe_intermediate_size": 64,
    "num_attention_heads": 4,
    "num_experts": 8,
    "num_global_key_value_heads": 1,
    "num_hidden_layers": 3,
    "num_key_value_heads": 2,
    "pad_token_id": EOS,
    "sliding_window": WINDOW,
    "top_k_experts": 2,
    "vocab_size": tiny.ROWS,
}
#: Never run here; published folders have it.
VISION = {
    "head_dim": 16,
    "hidden_size": 16,
    "intermediate_size": 16,
    "model_type": "gemma4_vision",
    "num_attention_heads": 1,
    "num_hidden_layers": 1,
    "num_key_value_heads": 1,
    "patch_size": 4,
    "position_embedding_size": 4,
}


def diffusion_gemma(folder: Path) -> tuple[Facts, Forward]:
    """google/diffusiongemma-26B-A4B-it, with a canvas of 8 and a window of 6 here."""
    from transformers import DiffusionGemmaConfig, DiffusionGemmaForBlockDiffusion
    from transformers.utils import logging

    logging.disable_progress_bar()
    images = {"image_token_id": 279, "boi_token_id": 278, "eoi_token_id": 277}
    config = DiffusionGemmaConfig(text_config=TEXT, vision_config=VISION, canvas_length=CANVAS, **images)
    config._attn_implementation = "eager"
    model = tiny.randomise(DiffusionGemmaForBlockDiffusion(config), torch.bfloat16)
    generator = torch.Generator().manual_seed(tiny.SEED + 1)
    for name, buffer in model.named_buffers():
        if name.endswith("layer_scalar"):
            buffer.copy_((0.5 + 0.5 * torch.rand(1, generator=generator)).to(torch.bfloat16).float())
    # A copy: constants that are not saved must not be rounded.
    copy.deepcopy(model).to(torch.bfloat16).save_pretrained(folder)
    tiny.write_tokenizer(folder, SPECIALS)

    def forward(
        ids: list[int], context: int | None = None, conditioning: torch.Tensor | None = None
    ) -> torch.Tensor:
        """Context rows as the encoder predicts with the same head, canvas rows as the decoder does."""
        context = max(0, len(ids) - CANVAS) if context is None else context
        answer = model(
            input_ids=torch.tensor([ids[:context]]),
            decoder_input_ids=torch.tensor([ids[context:]]),
            self_conditioning_logits=None if conditioning is None else conditioning[None],
        )
        cap = model.final_logit_softcapping
        encoded = cap * torch.tanh(model.lm_head(answer.encoder_last_hidden_state[0]) / cap)
        return torch.cat([encoded, answer.logits[0]])

    extra = {"begin": [BEGIN], "canvas": CANVAS, "window": WINDOW}
    return Facts("diffusion_gemma", "same", EOS, extra=extra, expected=expected), forward


def expected(facts: Facts, forward: Forward) -> dict:
    """Its own cases: a canvas of tokens, in which the text behind the hole has its place, too."""
    ids = tiny.random_ids(21, 1)
    rows = [0, 12, 13, 17, 20]
    canvases = []
    for seed, (before, cells, after) in enumerate([(13, 5, 9), (0, 4, 6), (11, 6, 0)]):
        ids_here = tiny.random_ids(before + cells + after, 2 + seed)
        case = {"before": ids_here[:before], "cells": ids_here[before : before + cells], "after": ids_here[before + cells :]}
        behind = case["after"][: CANVAS - cells]
        context = 1 + before
        sequence = [BEGIN] + case["before"] + case["cells"] + behind
        first = forward(sequence, context)[context:]
        second = forward(sequence, context, first / 0.5)[context:]
        asked = [0, 2, cells - 1]
        answers = {"logits": tiny.rounded(first[asked]), "conditioned": tiny.rounded(second[asked])}
        canvases.append(case | {"rows": asked, "temperature": 0.5} | answers)
    return {
        "full": {"ids": ids, "rows": rows, "logits": tiny.rounded(forward(ids)[rows])},
        "canvases": canvases,
        "decodes": [],
    }
