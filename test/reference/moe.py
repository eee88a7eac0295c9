"""LLaDA-MoE and LLaDA2, on the published classes (ZHZisZZ/dllm keeps copies that run on present transformers)."""

from pathlib import Path

import torch

import tiny
from cases import Facts, Forward
from llada import load
from qwen import visible

EOS, MASK = tiny.FIRST_SPECIAL, tiny.FIRST_SPECIAL + 1
SHARED = {
    "attention_dropout": 0.0,
    "hidden_act": "silu",
    "hidden_size": 32,
    "max_position_embeddings": 256,
    "num_attention_heads": 4,
    "num_experts_per_tok": 2,
    "pad_token_id": EOS,
    "rms_norm_eps": 1e-05,
    "rope_scaling": None,
    "tie_word_embeddings": False,
    "use_cache": False,
    "vocab_size": tiny.ROWS,
}


def bias_experts(model: torch.nn.Module) -> None:
    """The biases are buffers, zero until trained."""
    generator = torch.Generator().manual_seed(tiny.SEED + 1)
    for name, buffer in model.named_buffers():
        if name.endswith("expert_bias"):
            buffer.copy_(0.05 * torch.rand(buffer.shape, generator=generator).to(torch.bfloat16).float())


def llada_moe(folder: Path) -> tuple[Facts, Forward]:
    """inclusionAI/LLaDA-MoE-7B-A1B-Base, whose config calls itself `llada`."""
    modules = load(
        "llada_source", "dllm/dllm/pipelines/llada/models", "configuration_lladamoe", "modeling_lladamoe"
    )
    fields = SHARED | {
        "attention_bias": False,
        "clip_qkv": None,
        "dense_intermediate_size": 48,
        "expert_intermediate_size": 32,
        "moe_layer_freq": [1, 1],
        "moe_router_enable_expert_bias": False,
        "moe_router_score_function": "softmax",
        "norm_topk_prob": None,
        "num_experts": 8,
        "num_hidden_layers": 2,
        "num_key_value_heads": 4,
        "partial_rotary_factor": 1,
        "qk_layernorm": True,
        "rope_theta": 50000.0,
        "shared_expert_intermediate_size": None,
    }
    config = modules["configuration_lladamoe"].LLaDAMoEConfig(**fields)
    config._attn_implementation = "eager"
    model = tiny.randomise(modules["modeling_lladamoe"].LLaDAMoEModelLM(config), torch.bfloat16)
    tiny.write_json(folder / "config.json", {"architectures": ["LLaDAMoEModelLM"], "model_type": "llada"} | fields)
    tiny.write_tokenizer(folder, ["<|endoftext|>", "<|mask|>"])
    tiny.write_weights(folder, model.state_dict(), torch.bfloat16)

    def forward(ids: list[int]) -> torch.Tensor:
        return model(input_ids=torch.tensor([ids])).logits[0]

    return Facts("lladamoe", "same", MASK), forward


def llada2(folder: Path) -> tuple[Facts, Forward]:
    """inclusionAI/LLaDA2.0-mini, in blocks of 8 here."""
    modules = load("llada2_source", "dllm/dllm/pipelines/llada2/models", "configuration_llada2_moe", "modeling_llada2_moe")
    fields = SHARED | {
        "first_k_dense_replace": 1,
        "head_dim": 16,
        "intermediate_size": 48,
        "moe_intermediate_size": 32,
        "n_group": 4,
        "num_experts": 16,
        "num_hidden_layers": 3,
        "num_key_value_heads": 2,
        "num_shared_experts": 1,
        "partial_rotary_factor": 0.5,
        "rope_theta": 600000.0,
        "routed_scaling_factor": 2.5,
        "topk_group": 2,
        "use_bias": False,
        "use_qk_norm": True,
        "use_qkv_bias": False,
    }
    block = 8
    config = modules["configuration_llada2_moe"].LLaDA2MoeConfig(**fields)
    # Only this path takes a mask as it is.
    config._attn_implementation = "sdpa"
    model = tiny.randomise(modules["modeling_llada2_moe"].LLaDA2MoeModelLM(config), torch.bfloat16)
    bias_experts(model)
    head = {"architectures": ["LLaDA2MoeModelLM"], "model_type": "llada2_moe"}
    tiny.write_json(folder / "config.json", head | fields)
    tiny.write_json(folder / "generation_config.json", {"block_length": block, "mask_token_id": MASK, "eos_token_id": EOS})
    tiny.write_tokenizer(folder, ["<|endoftext|>", "<|mask|>"])
    tiny.write_weights(folder, model.state_dict(), torch.bfloat16)

    def forward(ids: list[int]) -> torch.Tensor:
        return model(input_ids=torch.tensor([ids]), attention_mask=visible(len(ids), block)).logits[0]

    return Facts("llada2_moe", "same", MASK, block), forward
