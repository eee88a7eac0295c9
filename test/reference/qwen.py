"""Families with a body of Qwen2 or Qwen3, on transformers' own classes with the mask that each family gives them."""

from pathlib import Path

import torch
from transformers import Qwen2Config, Qwen2ForCausalLM, Qwen3Config, Qwen3ForCausalLM

import own_loops
import tiny
from cases import Facts, Forward, Loop

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


def family(
    folder: Path,
    *,
    name: str,
    architecture: str,
    model_type: str,
    generation: int,
    alignment: str,
    specials: list[str],
    dtype: torch.dtype = torch.bfloat16,
    block: int | None = None,
    shards: int = 1,
    layout: str = "tokenizer.json",
    extra: dict | None = None,
    own_loop: Loop | None = None,
    loud: tuple[int, ...] = (),
    **fields: object,
) -> tuple[Facts, Forward]:
    """One more use of the body. `specials` ends with the mask, or names it `mask`; `loud` ones are predicted often."""
    model = tiny.randomise(build(generation, tied=False, **({"head_dim": 16} if generation == 3 else {})), dtype)
    with torch.no_grad():
        model.lm_head.weight[list(loud)] *= 2
    mask = tiny.FIRST_SPECIAL + next(n for n, token in enumerate(specials) if "mask" in token.lower())
    head = {"head_dim": 16} if generation == 3 else {}
    write_config(folder, architecture, model_type, tied=False, **head, **fields)
    if layout == "tokenizer.json":
        tiny.write_tokenizer(folder, specials, QWEN_PATTERN)
    else:
        tiny.write_parts(folder, specials, "Qwen2Tokenizer")
    tiny.write_weights(folder, model.state_dict(), dtype, shards)
    return Facts(name, alignment, mask, block, extra or {}, own_loop), forward_of(model, block)


EOS = tiny.FIRST_SPECIAL


def dream(folder: Path) -> tuple[Facts, Forward]:
    """Dream-org/Dream-v0-Base-7B, in two shards."""
    return family(
        folder, name="Dream", architecture="DreamModel", model_type="Dream", generation=2, alignment="shifted",
        specials=["<|endoftext|>", "<|beginoftext|>", "<|mask|>"], shards=2, layout="parts",
        mask_token_id=EOS + 2, pad_token_id=EOS, bos_token_id=EOS + 1, eos_token_id=EOS,
    )  # fmt: skip


def dream_on(folder: Path) -> tuple[Facts, Forward]:
    """Dream-org/DreamOn-v0-7B: an expand token, end of text deletes, documents are framed."""
    return family(
        folder, name="Dream", architecture="DreamModel", model_type="Dream", generation=2, alignment="shifted",
        specials=["<|endoftext|>", "<|beginoftext|>", "<|mask|>", "<|expand|>"], layout="parts",
        extra={"expand": EOS + 3, "delete": EOS, "begin": [EOS + 1], "end": [EOS]}, own_loop=own_loops.dream_on, loud=(EOS, EOS + 3),
        mask_token_id=EOS + 2, pad_token_id=EOS, bos_token_id=EOS + 1, eos_token_id=EOS,
    )  # fmt: skip


def a2d_qwen2(folder: Path) -> tuple[Facts, Forward]:
    """dllm-hub/Qwen2.5-Coder-0.5B-Instruct-diffusion-mdlm-v0.1, stored as float16."""
    return family(
        folder, name="a2d-qwen2", architecture="A2DQwen2LMHeadModel", model_type="a2d-qwen2", generation=2,
        alignment="same", specials=["<|endoftext|>", "<|im_start|>", "<|im_end|>", "<|mask|>"], dtype=torch.float16,
        eos_token_id=EOS,
    )  # fmt: skip


def fast_dllm_v2(folder: Path) -> tuple[Facts, Forward]:
    """Efficient-Large-Model/Fast_dLLM_v2_1.5B: blocks (of 8 here), shifted."""
    return family(
        folder, name="fast-dllm-v2", architecture="Fast_dLLM_QwenForCausalLM", model_type="Fast_dLLM_Qwen",
        generation=2, alignment="shifted", specials=["<|endoftext|>", "<|im_start|>", "<|im_end|>", "|<MASK>|"],
        block=8, bd_size=8, eos_token_id=EOS + 2,
    )  # fmt: skip


def a2d_qwen3(folder: Path) -> tuple[Facts, Forward]:
    """dllm-hub/Qwen3-0.6B-diffusion-mdlm-v0.1."""
    return family(
        folder, name="a2d-qwen3", architecture="A2DQwen3LMHeadModel", model_type="a2d-qwen3", generation=3,
        alignment="same", specials=["<|endoftext|>", "<|im_start|>", "<|im_end|>", "<|mask|>"], eos_token_id=EOS,
    )  # fmt: skip


def a2d_qwen3_blocks(folder: Path) -> tuple[Facts, Forward]:
    """dllm-hub/Qwen3-0.6B-diffusion-bd3lm-v0.1; its block only stands in its name."""
    return family(
        folder, name="a2d-qwen3", architecture="A2DQwen3LMHeadModel", model_type="a2d-qwen3", generation=3,
        alignment="same", specials=["<|endoftext|>", "<|im_start|>", "<|im_end|>", "<|mask|>"], block=32,
        _name_or_path="Qwen3-0.6B-diffusion-bd3lm-v0.1", eos_token_id=EOS,
    )  # fmt: skip


def coda(folder: Path) -> tuple[Facts, Forward]:
    """Salesforce/CoDA-v0-Base: float32 in two shards, no tokenizer.json."""
    return family(
        folder, name="CoDA", architecture="CoDALanguageModel", model_type="CoDA", generation=3, alignment="shifted",
        specials=["<|endoftext|>", "<|im_start|>", "<|im_end|>", "<|mask|>"], dtype=torch.float32, shards=2,
        layout="parts", own_loop=own_loops.coda, mask_token_id=EOS + 3, eos_token_id=EOS + 2, pad_token_id=EOS, bos_token_id=EOS,
    )  # fmt: skip


def sdar(folder: Path) -> tuple[Facts, Forward]:
    """JetLM/SDAR-1.7B-Chat: blocks of four, no tokenizer.json."""
    return family(
        folder, name="sdar", architecture="SDARForCausalLM", model_type="sdar", generation=3, alignment="same",
        specials=["<|endoftext|>", "<|im_start|>", "<|im_end|>", "<MASK>"], block=4, block_size=4, layout="parts",
        mask_token_id=EOS + 3, eos_token_id=EOS, bos_token_id=EOS,
    )  # fmt: skip
