"""A model folder: config, weights, tokenizer and remask.json with the size and hash of each."""

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

HASHED = ("config.json", "model.safetensors", "tokenizer.json", "tokenizer_config.json")


def write_folder(
    folder: Path, model: StreamsModel, tokenizer: Tokenizer, about: dict, dtype: torch.dtype = torch.float16
) -> None:
    """`about`: id, description, licence and languages of remask.json. Matrices are stored as `dtype`."""
    folder.mkdir(parents=True, exist_ok=True)
    weights = {name: value.detach().to(dtype).contiguous() for name, value in model.state_dict().items()}
    save_file(weights, str(folder / "model.safetensors"), metadata={"format": "pt"})
    (folder / "model.safetensors").chmod(0o644)  # safetensors writes through a private temporary file
    (folder / "config.json").write_text(json.dumps(model.config.to_json(), indent=2) + "\n")
    save_tokenizer(tokenizer, folder)
    files = {name: describe(folder / name) for name in HASHED}
    manifest = {"schema": 1, **about, "family": "remask_streams", "files": files}
    (folder / "remask.json").write_text(json.dumps(manifest, indent=2) + "\n")


def describe(path: Path) -> dict:
    data = path.read_bytes()
    return {"sha256": hashlib.sha256(data).hexdigest(), "bytes": len(data)}


def read_config(folder: Path) -> Config:
    values = json.loads((folder / "config.json").read_text())
    return Config(**{field.name: values[field.name] for field in fields(Config)})


def read_folder(folder: Path) -> tuple[StreamsModel, Tokenizer]:
    """The model in fp32, ready to evaluate, and its tokenizer."""
    model = StreamsModel(read_config(folder))
    weights = load_file(str(folder / "model.safetensors"))
    model.load_state_dict({name: value.float() for name, value in weights.items()})
    return model.eval(), Tokenizer.from_file(str(folder / "tokenizer.json"))
