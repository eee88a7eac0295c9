"""LLaDA, on the published class (ZHZisZZ/dllm keeps a copy of it that runs on present transformers)."""

import importlib.util
import sys
import types
from pathlib import Path

import torch

import tiny
from cases import Facts, Forward

SOURCES: Path | None = None


def load(package: str, folder: str, *modules: str) -> dict[str, types.ModuleType]:
    """Imports modules of a checkout as a package of their own, without running the repository's own start-up code."""
    if SOURCES is None:
        raise SystemExit("--sources is needed for this family")
    root = SOURCES / folder
    holder = types.ModuleType(package)
    holder.__path__ = [str(root)]
    sys.modules[package] = holder
    loaded = {}
    for module in modules:
        spec = importlib.util.spec_from_file_location(f"{package}.{module}", root / f"{module}.py")
        loaded[module] = importlib.util.module_from_spec(spec)
        sys.modules[f"{package}.{module}"] = loaded[module]
        spec.loader.exec_module(loaded[module])
    return loaded


def llada(folder: Path) -> tuple[Facts, Forward]:
    """GSAI-ML/LLaDA-8B-Base: names of OLMo, no biases, a head of its own."""
    modules = load("llada_source", "dllm/dllm/pipelines/llada/models", "configuration_llada", "modeling_llada")
    eos, mask = tiny.FIRST_SPECIAL, tiny.FIRST_SPECIAL + 1
    # The embedding's rows must be a multiple of 128.
    fields = {
        "activation_type": "silu",
        "attention_dropout": 0.0,
        "attention_layer_norm": False,
        "block_type": "llama",
        "d_model": 32,
        "embedding_dropout": 0.0,
        "embedding_size": 384,
        "eos_token_id": eos,
        "include_bias": False,
        "include_qkv_bias": False,
        "init_device": "cpu",
        "input_emb_norm": False,
        "layer_norm_type": "rms",
        "layer_norm_with_affine": True,
        "mask_token_id": mask,
        "max_sequence_length": 256,
        "mlp_hidden_size": 48,
        "mlp_ratio": 4,
        "n_heads": 4,
        "n_kv_heads": 4,
        "n_layers": 2,
        "pad_token_id": eos,
        "residual_dropout": 0.0,
        "rms_norm_eps": 1e-05,
        "rope": True,
        "rope_full_precision": True,
        "rope_theta": 500000.0,
        "scale_logits": False,
        "vocab_size": 384,
        "weight_tying": False,
    }
    config = modules["configuration_llada"].LLaDAConfig(**fields)
    source = modules["modeling_llada"]
    # The body itself: the class around it insists on a GPU.
    inner = source.LLaDAModel(source.create_model_config_from_pretrained_config(config), init_params=True)
    model = tiny.randomise(inner, torch.bfloat16)
    tiny.write_json(folder / "config.json", {"architectures": ["LLaDAModelLM"], "model_type": "llada"} | fields)
    tiny.write_tokenizer(folder, ["<|endoftext|>", "<|mdm_mask|>"])
    tensors = {f"model.{name}": tensor for name, tensor in model.state_dict().items()}
    tiny.write_weights(folder, tensors, torch.bfloat16)

    def forward(ids: list[int]) -> torch.Tensor:
        return model(input_ids=torch.tensor([ids])).logits[0]

    return Facts("llada", "same", mask), forward
