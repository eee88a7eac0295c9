"""Fits what stands between a model and the person, on held-out files, and writes it into remask.json: how much a file's
own repetitions count beside the model, then how sure the engine shows itself, to how often it is right.

    python training/calibrate.py --model models/remask-tiny [--split validation]
"""

from __future__ import annotations

import argparse
import json
import random
from pathlib import Path

from evaluate import CODE, HERE, read_files
from remask_training import recall
from remask_training.calibration import Decided, errors, fit, gather
from remask_training.engine import Engine
from remask_training.examples import Corruption, Examples
from remask_training.folder import read_folder
from remask_training.holes import KINDS, draw_holes
from remask_training.shapes import Shapes
from tokenizers import Tokenizer


def fit_recall(folder: Path, files: list[dict], windows: int) -> dict:
    """`recallGate`, fitted on three of four windows of every masking, and what it gains on the others, in nats."""
    model, tokenizer = read_folder(folder)
    examples = Examples(Corruption(), Shapes.of(tokenizer), model.config.vocab_size)
    kept: list[recall.Seen] = []
    aside: list[recall.Seen] = []
    for language in CODE:
        texts = [file["text"] for file in files if file["language"] == language]
        groups = recall.gather(model, tokenizer, examples, random.Random(3).sample(texts, len(texts)), windows)
        for i, group in enumerate(groups):
            # The maskings take turns.
            (kept if i // len(recall.RATES) % 4 else aside).extend(group)
    gate = recall.fit(kept)
    return {"gate": gate, "held_out": recall.gain(gate, aside)}


def write(folder: Path, manifest: dict, changes: dict) -> dict:
    """The manifest with `changes` (`None` takes an entry away), `files` last as everywhere."""
    files = manifest["files"]
    rest = {name: value for name, value in {**manifest, **changes}.items() if name != "files" and value is not None}
    changed = {**rest, "files": files}
    (folder / "remask.json").write_text(json.dumps(changed, indent=2) + "\n")
    return changed


def calibrate(folder: Path, work: Path, split: str, holes: int, windows: int, length_bias: float) -> dict:
    """Fits on every hole but each fourth, says how well that holds on the others, then fits on all."""
    files = read_files(work, split)
    found = fit_recall(folder, files, windows)
    manifest = json.loads((folder / "remask.json").read_text())
    # What the engine shows is to be what the model says, with the file's repetitions.
    manifest = write(folder, manifest, {"calibration": None, "recallGate": found["gate"]})
    tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
    groups: list[list[Decided]] = []
    with Engine(folder) as engine:
        for language in CODE:
            for kind in KINDS:
                groups += [gather(engine, tokenizer, [hole]) for hole in draw_holes(files, language, kind, holes)]
    kept = [d for i, group in enumerate(groups) if i % 4 for d in group]
    aside = [d for i, group in enumerate(groups) if i % 4 == 0 for d in group]
    held_out = errors(fit(kept), aside)
    bias = {"delete": length_bias, "expand": length_bias}
    manifest = write(folder, manifest, {"calibration": fit(kept + aside), "lengthBias": bias})
    return {"recall": found, "holes": len(groups), **manifest["calibration"], "held_out": held_out}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--model", type=Path, required=True)
    parser.add_argument("--work", type=Path, default=HERE / "build")
    parser.add_argument("--split", choices=("validation", "test"), default="validation")
    parser.add_argument("--holes", type=int, default=40, help="per language and kind")
    parser.add_argument("--windows", type=int, default=90, help="of a file each, per language, for the repetitions")
    parser.add_argument("--length-bias", type=float, default=-2.5, help="on the logits of DELETE and EXPAND")
    a = parser.parse_args()
    print(json.dumps(calibrate(a.model, a.work, a.split, a.holes, a.windows, a.length_bias), indent=2))


if __name__ == "__main__":
    main()
