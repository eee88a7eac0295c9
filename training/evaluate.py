"""Evaluates a model folder on held-out packages beside count baselines; prints a table and writes JSON.

    python training/evaluate.py --model models/remask-tiny [--split test] [--out figures.json]
"""

from __future__ import annotations

import argparse
import json
import time
from pathlib import Path

import numpy as np
import torch
from tokenizers import Tokenizer

from remask_training.accuracy import accuracy, held_out, nelbo
from remask_training.examples import Corruption, Examples
from remask_training.folder import read_folder
from remask_training.lines import Lines, fill_lines, line_holes
from remask_training.model import StreamsModel
from remask_training.ngrams import Ngrams
from remask_training.shapes import Shapes
from remask_training.tokens import TokenStore

HERE = Path(__file__).resolve().parent
LENGTH = 256
CODE = ("typescript", "javascript", "python")


def evaluate(
    model: StreamsModel, tokenizer: Tokenizer, work: Path, split: str = "test", windows: int = 64, holes: int = 70
) -> dict:
    """`windows` per language for accuracy and NELBO, `holes` lines per programming language."""
    held, train = TokenStore(work / "tokens", split), TokenStore(work / "tokens", "train")
    shapes = Shapes.of(tokenizer)
    examples = Examples(Corruption(), shapes, model.config.vocab_size)
    figures: dict = {"split": split, "accuracy": {}, "nelbo": {}, "lines": {}}
    everything = Lines()
    for language, tokens in held.languages.items():
        if language not in train.languages or len(tokens) < 4 * LENGTH:
            continue
        some = held_out(tokens, min(windows, len(tokens) // LENGTH), LENGTH)
        counts = Ngrams(train, language, model.config.vocab_size)
        figures["accuracy"][language] = accuracy(model, examples, counts, some)
        figures["nelbo"][language] = nelbo(model, examples, some)
        if language in CODE:
            draw = np.random.default_rng(31)
            lines = fill_lines(model, line_holes(tokens, shapes.breaks, holes, LENGTH, draw), draw)
            figures["lines"][language] = lines.figures()
            everything.extend(lines)
    figures["lines"]["all"] = everything.figures()
    return figures


def table(figures: dict) -> str:
    """The figures as Markdown."""
    return "\n\n".join([accuracy_table(figures["accuracy"]), nelbo_table(figures["nelbo"]), lines_table(figures["lines"])])


def accuracy_table(figures: dict) -> str:
    rows = ["| Masked cells guessed | masked | model | both neighbours | left neighbour | unigram | cells |"]
    rows.append("| --- | --- | --- | --- | --- | --- | --- |")
    for language, rates in figures.items():
        for rate, f in rates.items():
            shares = " | ".join(percent(f[name]) for name in ("model", "two_sided", "bigram", "unigram"))
            rows.append(f"| {language} | {percent(float(rate))} | {shares} | {f['cells']} |")
    return "\n".join(rows)


def nelbo_table(figures: dict) -> str:
    rows = ["| NELBO | nats per token |", "| --- | --- |"]
    return "\n".join(rows + [f"| {language} | {value:.3f} |" for language, value in figures.items()])


def lines_table(figures: dict) -> str:
    rows = [
        "| Whole lines | holes | tokens right | exact, true length | own length, by DELETE | own length, by expectation "
        "| length error of both (all cells kept) |"
    ]
    rows.append("| --- | --- | --- | --- | --- | --- | --- |")
    for language, f in figures.items():
        ways = [f[name] for name in ("true_length", "own_length_deleting", "own_length_expecting")]
        shares = " | ".join(percent(share) for share in (f["tokens_right_true_length"], *(way["exact"] for way in ways)))
        errors = ", ".join(f"{way['length_error_absolute']:.2f}" for way in ways[1:])
        rows.append(f"| {language} | {f['holes']} | {shares} | {errors} ({f['mean_surplus']:.2f}) |")
    return "\n".join(rows)


def percent(share: float) -> str:
    return f"{100 * share:.1f} %"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--model", type=Path, required=True)
    parser.add_argument("--work", type=Path, default=HERE / "build")
    parser.add_argument("--split", choices=("validation", "test"), default="test")
    parser.add_argument("--windows", type=int, default=64)
    parser.add_argument("--holes", type=int, default=70)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--out", type=Path, help="JSON")
    arguments = parser.parse_args()
    torch.set_num_threads(arguments.threads)
    began = time.monotonic()
    model, tokenizer = read_folder(arguments.model)
    figures = evaluate(model, tokenizer, arguments.work, arguments.split, arguments.windows, arguments.holes)
    figures["seconds"] = round(time.monotonic() - began)
    if arguments.out:
        arguments.out.write_text(json.dumps(figures, indent=2) + "\n")
    print(table(figures))


if __name__ == "__main__":
    main()
