"""Families with a body of Qwen2 or Qwen3, on transformers' own classes with the mask that each family gives them."""

from pathlib import Path

import torch
from transformers import Qwen2Config, Qwen2ForCausalLM, Qwen3Config, Qwen3ForCausalLM

import tiny
from cases import Facts, Forward

SIZES = {
    "vocab_size": tiny.ROWS,
    "hidden_size": 32,
    "intermediate_size": 48,
    "num_hidden_layers": 2,
    "num_attention_heads": 4,
    "num_key_value_heads": 2,
    "max_position_embeddings": 512,
}
#: What the published config.json files hold besides, in the fields of their time.
PUBLISHED = {
    "attention_dropout": 0.0,
    "hidden_act": "silu",
    "initializer_range": 0.02,
    "rms_norm_eps": 1e-06,
    "rope_theta": 1000000.0,
    "sliding_window": None,
    "torch_dtype": "bfloat16",
    "use_cache": True,
    "use_sliding_window": False,
}
QWEN_PATTERN = (
    r"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+"
)


def visible(count: int, block: int | None) -> torch.Tensor:
    """[1, 1, n, n], added to attention scores."""
    index = torch.arange(count)
    sees = torch.ones(count, count, dtype=torch.bool) if block is None else index[None] // block <= index[:, None] // block
    return torch.zeros(count, count).masked_fill(~sees, torch.finfo(torch.float32).min)[None, None]


def build(generation: int, tied: bool, **sizes: object) -> torch.nn.Module:
    config_class, model_class = (Qwen2Config, Qwen2ForCausalLM) if generation == 2 else (Qwen3Config, Qwen3ForCausalLM)
    rope = {"rope_type": "default", "rope_theta": PUBLISHED["rope_theta"]}
    config = config_class(
        **SIZES | sizes, rms_norm_eps=1e-6, rope_parameters=rope, tie_word_embeddings=tied, attn_implementation="eager"
    )
    return model_class(config)


def forward_of(model: torch.nn.Module, block: int | None) -> Forward:
    def forward(ids: list[int]) -> torch.Tensor:
        return model(input_ids=torch.tensor([ids]), attention_mask=visible(len(ids), block)).logits[0]

    return forward


def write_config(folder: Path, architecture: str, model_type: str, tied: bool, **fields: object) -> None:
    head = {"architectures": [architecture], "model_type": model_type, "tie_word_embeddings": tied}
    tiny.write_json(folder / "config.json", head | SIZES | PUBLISHED | fields)


def open_dcoder(folder: Path) -> tuple[Facts, Forward]:
    """fredzzp/open-dcoder-0.5B: Qwen2's own model type, tied, the mask only in added_tokens.json."""
    model = tiny.randomise(build(2, tied=True), torch.bfloat16)
    write_config(folder, "Qwen2ForCausalLM", "qwen2", tied=True, bos_token_id=tiny.FIRST_SPECIAL, eos_token_id=tiny.FIRST_SPECIAL)
    tiny.write_parts(folder, ["<|endoftext|>", "<|im_start|>", "<|im_end|>", "<M>"], "Qwen2Tokenizer")
    tensors = {name: tensor for name, tensor in model.state_dict().items() if name != "lm_head.weight"}
    tiny.write_weights(folder, tensors, torch.bfloat16)
    return Facts("qwen2", "shifted", tiny.FIRST_SPECIAL + 3), forward_of(model, None)
