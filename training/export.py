"""Writes a checkpoint's averaged weights as a model folder.

    python training/export.py --run tiny --out models/remask-tiny [--from FOLDER [--share 0.5]]

With a share below 1 the weights are a mean of the run's and of those it began with (model soups, Wortsman et al. 2022):
two ends of one path lie on different sides of the same valley, and between them it is deeper.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

import torch
from tokenizers import Tokenizer

from remask_training.folder import write_folder
from remask_training.model import Config, StreamsModel
from remask_training.warmstart import warm_start

HERE = Path(__file__).resolve().parent
LANGUAGES = ["typescript", "javascript", "python", "json", "markdown", "css", "html"]


def export(
    checkpoint: Path, tokenizer_folder: Path, out: Path, name: str, start_from: Path | None = None, share: float = 1.0
) -> None:
    """Uses the moving average when there is one yet, else the weights as they stand.

    `start_from`: the folder that the run began with; its training counts, too. `share`: of the run's weights in the mean
    of both. Raises ValueError for a share below 1 where there is nothing to mix with.
    """
    before = json.loads((start_from / "remask.json").read_text())["training"] if start_from else {}
    state = torch.load(checkpoint, weights_only=True, map_location="cpu")
    config = json.loads(state["config"])
    model = StreamsModel(Config(**config["model"]))
    model.load_state_dict(state["average"] if state["averaging"] else state["model"])
    tokenizer = Tokenizer.from_file(str(tokenizer_folder / "tokenizer.json"))
    if share < 1:
        mix(model, tokenizer, start_from, share)
    spent = {"steps": state["step"], "tokens": state["tokens_seen"], "seconds": round(state["spent"])}
    about = {
        "id": name,
        "description": "Small masked-diffusion code model: two streams and a canvas",
        "licence": "MIT",
        "languages": [language for language in LANGUAGES if language in config["mixture"]],
        "training": {name: value + before.get(name, 0) for name, value in spent.items()},
    }
    write_folder(out, model, tokenizer, about)


@torch.no_grad()
def mix(model: StreamsModel, tokenizer: Tokenizer, start_from: Path | None, share: float) -> None:
    """A start with fewer layers or tokens is grown first, which changes nothing of what it says."""
    if start_from is None:
        raise ValueError("a share needs --from, the model that the run began with: leave --share out")
    start = StreamsModel(model.config)
    warm_start(start, tokenizer, start_from)
    for mine, theirs in zip(model.parameters(), start.parameters(), strict=True):
        mine.lerp_(theirs, 1 - share)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--work", type=Path, default=HERE / "build")
    parser.add_argument("--run", default="tiny")
    parser.add_argument("--out", type=Path, required=True, help="the model folder; its name is the model's id")
    parser.add_argument("--from", dest="start_from", type=Path, metavar="FOLDER", help="what the run was grown from")
    parser.add_argument("--share", type=float, default=1.0, help="of the run's weights, the rest being those of --from")
    arguments = parser.parse_args()
    checkpoint = arguments.work / arguments.run / "checkpoint.pt"
    name, tokenizer = arguments.out.resolve().name, arguments.work / "tokenizer"
    export(checkpoint, tokenizer, arguments.out, name, arguments.start_from, arguments.share)


if __name__ == "__main__":
    main()
