"""Fits how sure the engine shows itself to how often it is right, on held-out holes, and writes it into remask.json.

    python training/calibrate.py --model models/remask-tiny [--split validation]
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from evaluate import CODE, HERE, read_files
from remask_training.calibration import Decided, errors, fit, gather
from remask_training.engine import Engine
from remask_training.holes import KINDS, draw_holes
from tokenizers import Tokenizer


def calibrate(folder: Path, work: Path, split: str, holes: int, length_bias: float) -> dict:
    """Fits on every hole but each fourth, says how well that holds on the others, then fits on all."""
    manifest = json.loads((folder / "remask.json").read_text())
    manifest.pop("calibration", None)  # what the engine shows is to be what the model says
    (folder / "remask.json").write_text(json.dumps(manifest, indent=2) + "\n")
    tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
    files = read_files(work, split)
    groups: list[list[Decided]] = []
    with Engine(folder) as engine:
        for language in CODE:
            for kind in KINDS:
                groups += [gather(engine, tokenizer, [hole]) for hole in draw_holes(files, language, kind, holes)]
    kept = [d for i, group in enumerate(groups) if i % 4 for d in group]
    aside = [d for i, group in enumerate(groups) if i % 4 == 0 for d in group]
    held_out = errors(fit(kept), aside)
    files_last = manifest.pop("files")
    bias = {"delete": length_bias, "expand": length_bias}
    manifest |= {"calibration": fit(kept + aside), "lengthBias": bias, "files": files_last}
    (folder / "remask.json").write_text(json.dumps(manifest, indent=2) + "\n")
    return {"holes": len(groups), **manifest["calibration"], "held_out": held_out}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--model", type=Path, required=True)
    parser.add_argument("--work", type=Path, default=HERE / "build")
    parser.add_argument("--split", choices=("validation", "test"), default="validation")
    parser.add_argument("--holes", type=int, default=40, help="per language and kind")
    parser.add_argument("--length-bias", type=float, default=-2.5, help="on the logits of DELETE and EXPAND")
    a = parser.parse_args()
    print(json.dumps(calibrate(a.model, a.work, a.split, a.holes, a.length_bias), indent=2))


if __name__ == "__main__":
    main()
