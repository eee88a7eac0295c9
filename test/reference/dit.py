"""MDLM and BD3-LM, on the class that both are published with (kuleshov-group/bd3lms, models/hf; needs einops)."""

from pathlib import Path

import torch

import tiny
from cases import Facts, Forward
from llada import load

SIZES = {"hidden_dim": 32, "cond_dim": 12, "n_blocks": 2, "n_heads": 4, "dropout": 0.1, "time_conditioning": False}


def build(folder: Path, model_type: str, block: int | None) -> tuple[Facts, Forward]:
    modules = load("bd3lm_source", "bd3lms/models/hf", "configuration_bd3lm", "modeling_bd3lm")
    # GPT-2's vocabulary and one more row for the mask, which no tokenizer file names.
    rows = tiny.FIRST_SPECIAL + 2
    sizes = SIZES | {"vocab_size": rows, "model_length": 64}
    if block is not None:
        sizes |= {"block_size": block, "cross_attn": True, "adaln": True, "var_min": False, "attn_backend": "sdpa"}
    blocks = {"cross_attn": False, "attn_backend": "sdpa", "var_min": False} if block is None else {}
    model = modules["modeling_bd3lm"].BD3LM(modules["configuration_bd3lm"].BD3LMConfig(**sizes, **blocks))
    tiny.randomise(model, torch.float32)
    architecture = "MDLM" if block is None else "BD3LM"
    tiny.write_json(folder / "config.json", {"architectures": [architecture], "model_type": model_type} | sizes)
    tiny.write_parts(folder, ["<|endoftext|>"], "GPT2Tokenizer")
    (folder / "added_tokens.json").unlink()
    tiny.write_json(folder / "vocab.json", tiny.vocabulary() | {"<|endoftext|>": tiny.FIRST_SPECIAL})
    tiny.write_weights(folder, model.state_dict(), torch.float32)

    def forward(ids: list[int]) -> torch.Tensor:
        sampling = {"sample_mode": True} if block is not None else {}
        answer = model(input_ids=torch.tensor([ids]), timesteps=torch.zeros(1), return_dict=True, **sampling)
        return answer.logits[0].float()

    return Facts(model_type, "same", rows - 1, block), forward


def mdlm(folder: Path) -> tuple[Facts, Forward]:
    """kuleshov-group/mdlm-owt."""
    return build(folder, "mdlm", None)


def bd3lm(folder: Path) -> tuple[Facts, Forward]:
    """kuleshov-group/bd3lm-owt-block_size4, asked as its sampler asks: clean blocks before, one block at a time."""
    return build(folder, "bd3lm", 4)
