"""A model folder: config, weights, tokenizer and remask.json with the size and hash of each.

Weights are one safetensors file, or shards with an index where that would be too large to commit, named as the Hugging Face
hub has them.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import fields
from pathlib import Path

import torch
from safetensors.torch import load_file, save_file
from tokenizers import Tokenizer

from .model import Config, StreamsModel
from .tokenizer import save_tokenizer

WEIGHTS, INDEX = "model.safetensors", "model.safetensors.index.json"
BESIDE = ("config.json", "tokenizer.json", "tokenizer_config.json")
# A repository's file may have 50 MB.
MOST_BYTES = 48_000_000


def write_folder(
    folder: Path, model: StreamsModel, tokenizer: Tokenizer, about: dict, dtype: torch.dtype = torch.float16
) -> None:
    """`about`: id, description, licence and languages of remask.json. Matrices are stored as `dtype`."""
    folder.mkdir(parents=True, exist_ok=True)
    weights = {name: value.detach().to(dtype).contiguous() for name, value in model.state_dict().items()}
    written = write_weights(folder, weights, MOST_BYTES)
    (folder / "config.json").write_text(json.dumps(model.config.to_json(), indent=2) + "\n")
    save_tokenizer(tokenizer, folder)
    files = {name: describe(folder / name) for name in (*BESIDE, *written)}
    manifest = {"schema": 1, **about, "family": "remask_streams", "files": files}
    (folder / "remask.json").write_text(json.dumps(manifest, indent=2) + "\n")


def write_weights(folder: Path, weights: dict[str, torch.Tensor], most: int) -> list[str]:
    """In place of what is there. Names of the files: one, or shards of `most` bytes of weights and their index."""
    for old in weight_files(folder):
        old.unlink()
    (folder / INDEX).unlink(missing_ok=True)
    shards = shards_of(weights, most)
    if len(shards) == 1:
        save(weights, folder / WEIGHTS)
        return [WEIGHTS]
    named = {f"model-{i + 1:05}-of-{len(shards):05}.safetensors": shard for i, shard in enumerate(shards)}
    for name, shard in named.items():
        save(shard, folder / name)
    places = {tensor: name for name, shard in named.items() for tensor in shard}
    total = sum(value.nbytes for value in weights.values())
    (folder / INDEX).write_text(json.dumps({"metadata": {"total_size": total}, "weight_map": places}, indent=2) + "\n")
    return [*named, INDEX]


def save(weights: dict[str, torch.Tensor], path: Path) -> None:
    save_file(weights, str(path), metadata={"format": "pt"})
    path.chmod(0o644)  # safetensors writes through a private temporary file


def shards_of(weights: dict[str, torch.Tensor], most: int) -> list[dict[str, torch.Tensor]]:
    """In order, each as large as may be; a tensor is never cut."""
    shards: list[dict[str, torch.Tensor]] = [{}]
    size = 0
    for name, value in weights.items():
        if shards[-1] and size + value.nbytes > most:
            shards.append({})
            size = 0
        shards[-1][name] = value
        size += value.nbytes
    return shards


def weight_files(folder: Path) -> list[Path]:
    return sorted(folder.glob("model*.safetensors"))


def describe(path: Path) -> dict:
    data = path.read_bytes()
    return {"sha256": hashlib.sha256(data).hexdigest(), "bytes": len(data)}


def read_config(folder: Path) -> Config:
    values = json.loads((folder / "config.json").read_text())
    return Config(**{field.name: values[field.name] for field in fields(Config)})


def read_folder(folder: Path) -> tuple[StreamsModel, Tokenizer]:
    """The model in fp32, ready to evaluate, and its tokenizer."""
    model = StreamsModel(read_config(folder))
    weights = {name: value for path in weight_files(folder) for name, value in load_file(str(path)).items()}
    model.load_state_dict({name: value.float() for name, value in weights.items()})
    return model.eval(), Tokenizer.from_file(str(folder / "tokenizer.json"))
