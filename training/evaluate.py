"""Evaluates a model folder on held-out packages; prints a table and writes JSON.

    python training/evaluate.py --model models/remask-tiny [--human-eval DIR] [--out figures.json]

Two kinds of figures. What the network knows, by PyTorch: masked cells guessed, NELBO, beside count baselines. What an
editor gets, by the engine itself (dist/cli.js): fillings of holes, repair of planted bugs, HumanEval-Infilling.
"""

from __future__ import annotations

import argparse
import json
import math
import random
import time
from collections import defaultdict
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import torch
from remask_training.accuracy import accuracy, held_out, nelbo, stream_nats
from remask_training.autoregressive import exact_left_to_right
from remask_training.engine import Engine
from remask_training.examples import Corruption, Examples
from remask_training.fills import Fills, fill
from remask_training.folder import read_folder
from remask_training.gates import GATES, gain
from remask_training.holes import KINDS, draw_holes
from remask_training.human_eval import SETS, pass_at_1
from remask_training.model import StreamsModel
from remask_training.ngrams import Ngrams
from remask_training.project import Projects
from remask_training.project_folders import ProjectFolders
from remask_training.repair import Repairs, plant, repair
from remask_training.report import table
from remask_training.seen import gather
from remask_training.shapes import Shapes
from remask_training.tokenizer import BOS, EOS, encode
from remask_training.tokens import TokenStore
from tokenizers import Tokenizer

HERE = Path(__file__).resolve().parent
LENGTH = 256
MOST_TEXT = 2_000_000  # characters of a language that windows are drawn from
CODE = ("typescript", "javascript", "python", "json")


def read_files(work: Path, split: str) -> list[dict]:
    with (work / "corpus" / f"{split}.jsonl").open() as lines:
        return [json.loads(line) for line in lines]


def token_figures(model: StreamsModel, tokenizer: Tokenizer, work: Path, files: list[dict], windows: int) -> dict:
    """What the network knows of each language, in windows spread over the split."""
    examples = Examples(Corruption(), Shapes.of(tokenizer), model.config.vocab_size)
    texts: dict[str, list[str]] = defaultdict(list)
    for file in random.Random(0).sample(files, len(files)):
        if sum(map(len, texts[file["language"]])) < MOST_TEXT:
            texts[file["language"]].append(file["text"])
    same = (work / "tokenizer" / "tokenizer.json").exists() and tokenizer.to_str() == Tokenizer.from_file(
        str(work / "tokenizer" / "tokenizer.json")
    ).to_str()
    counted = TokenStore(work / "tokens", "train") if same else None  # counts of another vocabulary would say nothing
    figures = {}
    for language, group in sorted(texts.items()):
        tokens = np.array([t for text in group for t in (BOS, *encode(tokenizer, text), EOS)])
        if len(tokens) < 4 * LENGTH:
            continue
        some = held_out(tokens, min(windows, len(tokens) // LENGTH), LENGTH)
        counts = Ngrams(counted, language, model.config.vocab_size) if counted and language in counted.languages else None
        bytes_per_token = sum(len(text.encode()) for text in group) / len(tokens)
        bound, left_to_right = nelbo(model, examples, some), stream_nats(model, some)
        figures[language] = {
            "accuracy": accuracy(model, examples, counts, some),
            "nelbo": bound,
            "nelbo_bits_per_byte": round(bound / math.log(2) / bytes_per_token, 4),
            "f_stream_nats": left_to_right,
            "f_stream_bits_per_byte": round(left_to_right / math.log(2) / bytes_per_token, 4),
        }
    return figures


def recall_figures(
    gates: dict, model: StreamsModel, tokenizer: Tokenizer, files: list[dict], windows: int, projects: Projects | None
) -> dict:
    """What a file's repetitions and its project's add to the model, where they say anything; nothing without gates."""
    examples = Examples(Corruption(), Shapes.of(tokenizer), model.config.vocab_size)
    figures = {}
    for language in CODE if gates else ():
        some = [file for file in files if file["language"] == language]
        groups = gather(model, tokenizer, examples, random.Random(0).sample(some, len(some)), windows, projects)
        seen = [cell for group in groups for cell in group]
        if seen:
            figures[language] = gain(gates, seen)
    return figures


def fill_figures(
    engine: Engine, tokenizer: Tokenizer, files: list[dict], count: int, folders: ProjectFolders | None = None
) -> dict:
    """By language and kind, then summed up; with the holes' projects, if given, only summed up."""
    each: dict[str, Fills] = {}
    by_kind = {kind: Fills() for kind in KINDS}
    by_language = {language: Fills() for language in CODE}
    everything = Fills()
    for language in CODE:
        for kind in KINDS:
            found = fill(engine, tokenizer, draw_holes(files, language, kind, count), folders)
            each[f"{language} {kind}"] = found
            for sum_of in (by_kind[kind], by_language[language], everything):
                sum_of.extend(found)
    sums = {f"all {kind}": fills for kind, fills in by_kind.items()}
    sums |= {f"{language} all": fills for language, fills in by_language.items()} | {"all": everything}
    if folders:
        return {name: fills.figures_with_project() for name, fills in sums.items() if fills.truth_cells}
    return {name: fills.figures() for name, fills in {**each, **sums}.items() if fills.truth_cells}


def repair_figures(
    engine: Engine, tokenizer: Tokenizer, files: list[dict], count: int, folders: ProjectFolders | None = None
) -> dict:
    """By language, by the file alone; and all with their projects, if given."""
    figures, everything, with_project = {}, Repairs(), Repairs()
    for language in CODE[:3]:
        draw = random.Random(language)
        holes = draw_holes(files, language, "line", 3 * count)
        planted = [(hole, bug) for hole in holes if (bug := plant(language, hole.window().text, tokenizer, draw))][:count]
        bugs = [bug for _, bug in planted]
        found = repair(engine, bugs, [None] * len(bugs))
        figures[language] = found.figures()
        everything.extend(found)
        if folders:
            with_project.extend(repair(engine, bugs, [folders.place(**hole.file) for hole, _ in planted]))
    figures["all"] = everything.figures()
    return {**figures, "all, with the project": with_project.figures()} if folders else figures


def network_figures(
    folder: Path, work: Path, files: list[dict], windows: int, holes: int, projects: Projects | None, gates: dict
) -> dict:
    """What the network says by itself, and with what documents repeat, without the engine."""
    model, tokenizer = read_folder(folder)
    return {
        "tokens": token_figures(model, tokenizer, work, files, windows),
        "recall": recall_figures(gates, model, tokenizer, files, windows, projects),
        "left_to_right": {
            language: exact_left_to_right(model, tokenizer, draw_holes(files, language, "line", holes)) for language in CODE
        },
    }


def evaluate(
    folder: Path,
    work: Path,
    split: str,
    windows: int,
    holes: int,
    human_eval: Path | None,
    tasks: int,
    network: dict | None = None,
) -> dict:
    """`network`: figures of an earlier evaluation of the same weights, gates and split, for where only the engine has changed."""
    began = time.monotonic()
    if network and network["split"] != split:
        raise SystemExit(f"those figures are of the {network['split']} split: give another --network-from, or none")
    _, tokenizer = read_folder(folder)
    files = read_files(work, split)
    manifest = json.loads((folder / "remask.json").read_text())
    gates = {name: manifest[name] for name in GATES if name in manifest}
    projects = Projects(files, tokenizer) if "projectGate" in gates else None
    figures: dict = {"split": split}
    if network:
        figures |= {name: network[name] for name in ("tokens", "recall", "left_to_right")}
    else:
        figures |= network_figures(folder, work, files, windows, holes, projects, gates)
    with Engine(folder) as engine, TemporaryDirectory() as root:
        figures["fills"] = fill_figures(engine, tokenizer, files, holes)
        folders = ProjectFolders(projects, Path(root)) if projects else None
        if folders:
            figures["fills_with_project"] = fill_figures(engine, tokenizer, files, holes, folders)
        figures["repair"] = repair_figures(engine, tokenizer, files, holes, folders)
        if human_eval:
            figures["human_eval"] = {name: pass_at_1(engine, tokenizer, human_eval, name, tasks) for name in SETS}
    figures["seconds"] = round(time.monotonic() - began)
    return figures


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--model", type=Path, required=True)
    parser.add_argument("--work", type=Path, default=HERE / "build")
    parser.add_argument("--split", choices=("validation", "test"), default="test")
    parser.add_argument("--windows", type=int, default=48, help="per language")
    parser.add_argument("--holes", type=int, default=24, help="per language and kind")
    parser.add_argument("--human-eval", type=Path, metavar="DIR", help="the data of HumanEval-Infilling")
    parser.add_argument("--tasks", type=int, default=100, help="of each HumanEval set")
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--network-from", type=Path, metavar="FILE", help="take what is of the network alone from there")
    parser.add_argument("--out", type=Path, help="JSON")
    a = parser.parse_args()
    torch.set_num_threads(a.threads)
    network = json.loads(a.network_from.read_text()) if a.network_from else None
    figures = evaluate(a.model, a.work, a.split, a.windows, a.holes, a.human_eval, a.tasks, network)
    if a.out:
        a.out.write_text(json.dumps(figures, indent=2) + "\n")
    print(table(figures))


if __name__ == "__main__":
    main()
