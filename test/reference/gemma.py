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

    forward.model = model
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
        allowed = first.index_fill(1, torch.arange(tiny.FIRST_SPECIAL, tiny.ROWS), -torch.inf)
        second = forward(sequence, context, allowed / 0.5)[context:]
        asked = [0, 2, cells - 1]
        answers = {"logits": tiny.rounded(first[asked]), "conditioned": tiny.rounded(second[asked])}
        canvases.append(case | {"rows": asked, "temperature": 0.5} | answers)
    return {
        "full": {"ids": ids, "rows": rows, "logits": tiny.rounded(forward(ids)[rows])},
        "canvases": canvases,
        "decodes": decodes(forward),
    }


PASSES = 6


def decodes(forward: Forward) -> list[dict]:
    """Runs of its own loop, all randomness drawn as the engine draws it. Only whole characters, as in cases.py."""
    found = []
    for seed in range(100, 1000):
        before = tiny.random_ids(12, seed)
        result = generate(forward.model, [BEGIN] + before)
        if not any(128 <= token < 256 for token in result) and len(set(result)) > 1:
            found.append({"before": before, "after": [], "policy": "gemma", "passes": PASSES, "result": result})
        if len(found) == 2:
            return found
    raise SystemExit("no decodable run")


def generate(model: torch.nn.Module, ids: list[int]) -> list[int]:
    from transformers.models.diffusion_gemma import generation_diffusion_gemma as source

    random = mulberry32(0)
    whole = [token for token in range(tiny.FIRST_SPECIAL) if not 128 <= token < 256]

    def noise(sampler: source.EntropyBoundSampler, batch_size: int, device: torch.device) -> torch.Tensor:
        kept = sampler.accepted_token_mask
        accepted = [False] * CANVAS if kept is None else kept[0].tolist()
        drawn = [0 if keep else whole[int(next(random) * len(whole))] for keep in accepted]
        return torch.tensor([drawn])

    def multinomial(probabilities: torch.Tensor, num_samples: int) -> torch.Tensor:
        sums = probabilities.double().cumsum(-1)
        points = torch.tensor([[next(random)] for _ in probabilities], dtype=torch.float64) * sums[:, -1:]
        return torch.searchsorted(sums, points, right=True)

    def banned(input_ids: torch.Tensor, scores: torch.Tensor) -> torch.Tensor:
        return scores.index_fill(-1, torch.arange(tiny.FIRST_SPECIAL, tiny.ROWS), -torch.inf)

    originals = source.EntropyBoundSampler.initialize_canvas, torch.multinomial
    source.EntropyBoundSampler.initialize_canvas, torch.multinomial = noise, multinomial
    try:
        answer = model.generate(
            input_ids=torch.tensor([ids]),
            max_new_tokens=CANVAS,
            max_denoising_steps=PASSES,
            logits_processor=source.LogitsProcessorList([banned]),
            return_dict_in_generate=False,
        )
    finally:
        source.EntropyBoundSampler.initialize_canvas, torch.multinomial = originals
    return answer[0, len(ids) :].tolist()


def mulberry32(state: int):
    """engine/decode/random.ts"""
    whole = 0xFFFFFFFF
    while True:
        state = (state + 0x6D2B79F5) & whole
        t = (state ^ (state >> 15)) * (1 | state) & whole
        t = ((t + ((t ^ (t >> 7)) * (61 | t) & whole)) & whole) ^ t
        yield (t ^ (t >> 14)) / 4294967296
