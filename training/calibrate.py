"""Fits what stands between a model and the person, on held-out files, and writes it into remask.json: how much a file's
own repetitions and its project's count beside the model, then how sure the engine shows itself, to how often it is right.

    python training/calibrate.py --model models/remask-tiny [--split validation] [--keep-gates]
"""

from __future__ import annotations

import argparse
import json
import random
from collections import defaultdict
from pathlib import Path
from tempfile import TemporaryDirectory

from evaluate import CODE, HERE, read_files
from remask_training import gates
from remask_training.calibration import Decided, errors, fit, gather
from remask_training.engine import Engine
from remask_training.examples import Corruption, Examples
from remask_training.folder import read_folder
from remask_training.holes import KINDS, draw_holes
from remask_training.project import Projects
from remask_training.project_folders import ProjectFolders
from remask_training.seen import RATES, Seen, gather as gather_seen
from remask_training.shapes import Shapes
from tokenizers import Tokenizer


MOST_OF_A_PACKAGE = 30  # files


def fit_gates(folder: Path, files: list[dict], windows: int) -> dict:
    """The gates, fitted on three of four windows of every masking, and what they gain on the others, in nats."""
    model, tokenizer = read_folder(folder)
    examples, projects = Examples(Corruption(), Shapes.of(tokenizer), model.config.vocab_size), Projects(files, tokenizer)
    kept: list[Seen] = []
    aside: list[Seen] = []
    for language in CODE:
        some = [file for file in spread(files) if file["language"] == language]
        groups = gather_seen(model, tokenizer, examples, random.Random(3).sample(some, len(some)), windows, projects)
        for i, group in enumerate(groups):
            # The maskings take turns.
            (kept if i // len(RATES) % 4 else aside).extend(group)
    fitted = gates.fit(kept)
    return {"gates": fitted, "held_out": gates.gain(fitted, aside)}


def spread(files: list[dict]) -> list[dict]:
    """At most MOST_OF_A_PACKAGE files of each package and language: one large package would else decide alone."""
    groups: dict[tuple[str, str], list[dict]] = defaultdict(list)
    for file in files:
        groups[file["package"], file["language"]].append(file)
    draw = random.Random(3)
    return [file for group in groups.values() for file in draw.sample(group, min(len(group), MOST_OF_A_PACKAGE))]


def write(folder: Path, manifest: dict, changes: dict) -> dict:
    """The manifest with `changes` (`None` takes an entry away), `files` last as everywhere."""
    files = manifest["files"]
    rest = {name: value for name, value in {**manifest, **changes}.items() if name != "files" and value is not None}
    changed = {**rest, "files": files}
    (folder / "remask.json").write_text(json.dumps(changed, indent=2) + "\n")
    return changed


def calibrate(folder: Path, work: Path, split: str, holes: int, windows: int, length_bias: float) -> dict:
    """Fits on every hole but each fourth, says how well that holds on the others, then fits on all. Without `windows`, the
    gates stay as they are."""
    files = read_files(work, split)
    found = fit_gates(folder, files, windows) if windows else {"gates": {}}
    manifest = json.loads((folder / "remask.json").read_text())
    # What the engine shows is to be what the model says, with the repetitions of file and project.
    manifest = write(folder, manifest, {"calibration": None, **(dict.fromkeys(gates.GATES) if windows else {}), **found["gates"]})
    tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
    groups: list[list[Decided]] = []
    with Engine(folder) as engine, TemporaryDirectory() as root:
        folders = ProjectFolders(Projects(files, tokenizer), Path(root)) if "projectGate" in manifest else None
        for language in CODE:
            for kind in KINDS:
                drawn = draw_holes(spread(files), language, kind, holes)
                groups += [gather(engine, tokenizer, [hole], folders) for hole in drawn]
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
    parser.add_argument("--keep-gates", action="store_true", help="where the model is the same and the engine is not")
    parser.add_argument("--length-bias", type=float, default=-2.5, help="on the logits of DELETE and EXPAND")
    a = parser.parse_args()
    windows = 0 if a.keep_gates else a.windows
    print(json.dumps(calibrate(a.model, a.work, a.split, a.holes, windows, a.length_bias), indent=2))


if __name__ == "__main__":
    main()
