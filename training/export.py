"""Writes a checkpoint's averaged weights as a model folder.

    python training/export.py --run tiny --out models/remask-tiny
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

import torch
from tokenizers import Tokenizer

from remask_training.folder import write_folder
from remask_training.model import Config, StreamsModel

HERE = Path(__file__).resolve().parent
LANGUAGES = ["typescript", "javascript", "python", "json", "markdown", "css", "html"]


def export(checkpoint: Path, tokenizer_folder: Path, out: Path, name: str) -> None:
    """Uses the moving average when there is one yet, else the weights as they stand."""
    state = torch.load(checkpoint, weights_only=True, map_location="cpu")
    config = json.loads(state["config"])
    model = StreamsModel(Config(**config["model"]))
    model.load_state_dict(state["average"] if state["averaging"] else state["model"])
    about = {
        "id": name,
        "description": "Small masked-diffusion code model: two streams and a canvas",
        "licence": "MIT",
        "languages": [language for language in LANGUAGES if language in config["mixture"]],
        "training": {"steps": state["step"], "tokens": state["tokens_seen"], "seconds": round(state["spent"])},
    }
    tokenizer = Tokenizer.from_file(str(tokenizer_folder / "tokenizer.json"))
    write_folder(out, model, tokenizer, about)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--work", type=Path, default=HERE / "build")
    parser.add_argument("--run", default="tiny")
    parser.add_argument("--out", type=Path, required=True, help="the model folder; its name is the model's id")
    arguments = parser.parse_args()
    checkpoint = arguments.work / arguments.run / "checkpoint.pt"
    export(checkpoint, arguments.work / "tokenizer", arguments.out, arguments.out.resolve().name)


if __name__ == "__main__":
    main()
