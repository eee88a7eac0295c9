"""Evaluates a model folder on held-out packages beside count baselines; prints a table and writes JSON.

    python training/evaluate.py --model models/remask-tiny [--split test] [--out figures.json]
"""

from __future__ import annotations

import argparse
import json
import time
from dataclasses import replace
from pathlib import Path

import numpy as np
import torch
from tokenizers import Tokenizer

from remask_training.batch import Canvas, build_window, collate
from remask_training.decoding import Canvases, Hole, decode
from remask_training.examples import Corruption, Examples
from remask_training.folder import read_folder
from remask_training.model import StreamsModel
from remask_training.ngrams import Ngrams
from remask_training.streams import StreamsPass
from remask_training.tokenizer import BOS, DELETE, EOS, MASK
from remask_training.tokens import TokenStore
from remask_training.trainer import line_breaks

HERE = Path(__file__).resolve().parent
RATES = (0.15, 0.5, 1.0)
LENGTH, BATCH, PASSES, MOST_SURPLUS = 256, 8, 16, 12
LINE_TOKENS = range(3, 33)
CODE = ("typescript", "javascript", "python")


def held_out(tokens: np.ndarray, count: int, length: int) -> list[np.ndarray]:
    """`count` windows spread evenly over a language's tokens."""
    length = min(length, len(tokens) - 1)
    starts = np.linspace(0, len(tokens) - length - 1, count).astype(int)
    return [tokens[s : s + length].astype(np.int64) for s in starts]


def masked_window(examples: Examples, tokens: np.ndarray, rate: float, draw: np.random.Generator) -> list[Canvas]:
    """Canvases that tile the window, every cell masked with probability `rate`."""
    canvases = []
    for a, b in examples.tiles(tokens, draw):
        masked = draw.random(b - a) < rate
        shown = np.where(masked, MASK, tokens[a:b])
        canvases.append(Canvas(a, b, shown.tolist(), tokens[a:b].tolist(), masked.astype(float).tolist()))
    return canvases


@torch.inference_mode()
def predictions(model: StreamsModel, windows: list[np.ndarray], canvases: list[list[Canvas]]) -> list[dict]:
    """For each window: target, guess, CE (nats) and place of every masked cell."""
    found = []
    for at in range(0, len(windows), BATCH):
        some, shown = windows[at : at + BATCH], canvases[at : at + BATCH]
        length = len(some[0])
        room = max(sum(len(c.shown) for c in group) for group in shown)
        batch = collate(
            [build_window(w, group, 0, room) for w, group in zip(some, shown, strict=True)], length, model.config.window
        )
        hidden = StreamsPass(model)(batch.ids, batch.positions, batch.mask, length)[:, 2 * length :]
        for i in range(len(some)):
            asked = (batch.weights[i, 2 * length :] > 0).nonzero().squeeze(1)
            scores = model.logits(hidden[i, asked]).log_softmax(-1)
            target = batch.targets[i, 2 * length :][asked]
            loss = -scores.gather(1, target[:, None]).squeeze(1)
            found.append({"target": target.numpy(), "guess": scores.argmax(-1).numpy(), "loss": loss.numpy()})
    return found


def neighbours(tokens: np.ndarray, canvas: Canvas) -> list[tuple[int | None, int | None]]:
    """Left and right visible token of every masked cell, None where it is masked or outside the window."""
    row = [*tokens[: canvas.a].tolist(), *canvas.shown, *tokens[canvas.b :].tolist()]
    see = lambda i: row[i] if 0 <= i < len(row) and row[i] != MASK else None
    return [(see(canvas.a + k - 1), see(canvas.a + k + 1)) for k, cell in enumerate(canvas.shown) if cell == MASK]


def accuracy(model: StreamsModel, examples: Examples, counts: Ngrams, windows: list[np.ndarray]) -> dict:
    """Share of masked cells guessed in one pass, for the model and for the baselines on the same cells."""
    figures = {}
    for rate in RATES:
        draw = np.random.default_rng(17)
        canvases = [masked_window(examples, tokens, rate, draw) for tokens in windows]
        found = predictions(model, windows, canvases)
        target = np.concatenate([f["target"] for f in found])
        sides = [s for t, group in zip(windows, canvases, strict=True) for c in group for s in neighbours(t, c)]
        guesses = {
            "model": np.concatenate([f["guess"] for f in found]),
            "unigram": np.full(len(target), counts.most_frequent),
            "bigram": np.array([counts.after(left) for left, _ in sides]),
            "two_sided": np.array([counts.between(left, right) for left, right in sides]),
        }
        figures[str(rate)] = {name: round(float((guess == target).mean()), 4) for name, guess in guesses.items()}
        figures[str(rate)]["cells"] = len(target)
    return figures


def nelbo(model: StreamsModel, examples: Examples, windows: list[np.ndarray]) -> float:
    """Upper bound on nats per token inside canvases: the mean over stratified t of the sum of masked CE / t."""
    draw = np.random.default_rng(23)
    rates = draw.permutation((np.arange(len(windows)) + draw.random(len(windows))) / len(windows))
    canvases = [masked_window(examples, window, rate, draw) for window, rate in zip(windows, rates, strict=True)]
    found = predictions(model, windows, canvases)
    total = sum(float(f["loss"].sum()) / rate for f, rate in zip(found, rates, strict=True))
    return round(total / sum(len(c.shown) for group in canvases for c in group), 4)


def line_holes(tokens: np.ndarray, breaks: np.ndarray, count: int, draw: np.random.Generator) -> list[Hole]:
    """Whole lines without their indentation, in the middle of a window; the surplus of cells is drawn, not applied."""
    starts = np.flatnonzero(breaks[tokens[:-1]])
    starts = starts[(starts > LENGTH // 2) & (starts < len(tokens) - LENGTH // 2 - LINE_TOKENS.stop)]
    holes: list[Hole] = []
    for start in draw.permutation(starts).tolist():
        ahead = np.flatnonzero(breaks[tokens[start + 1 : start + 1 + LINE_TOKENS.stop]])
        if len(holes) < count and len(ahead) and int(ahead[0]) in LINE_TOKENS:
            first = start + 1 - LENGTH // 2
            window = tokens[first : first + LENGTH].astype(np.int64)
            a, n = LENGTH // 2, int(ahead[0])
            if not np.isin(window[a : a + n], (BOS, EOS)).any():
                holes.append(Hole(window, a, a + n, n))
    return holes


def lines(model: StreamsModel, holes: list[Hole], draw: np.random.Generator) -> dict:
    """Exact match of whole lines with the true length, and with 0 to 12 surplus cells; the length's error in tokens."""
    surplus = draw.integers(0, MOST_SURPLUS + 1, len(holes))
    longer = [replace(hole, cells=hole.cells + int(extra)) for hole, extra in zip(holes, surplus, strict=True)]
    figures = {"holes": len(holes), "exact_true_length": 0, "exact_own_length": 0, "token_accuracy_true_length": 0}
    first_errors, errors = [], []
    for at in range(0, len(holes), BATCH):
        known, unknown = holes[at : at + BATCH], longer[at : at + BATCH]
        free = Canvases(model, unknown)
        logits = free.logits([[MASK] * hole.cells for hole in unknown])
        for i, hole in enumerate(unknown):
            kept = int((logits[i, : hole.cells].argmax(-1) != DELETE).sum())
            first_errors.append(kept - len(hole.truth))
        for hole, cells in zip(known, decode(Canvases(model, known), known, PASSES, deletes=False), strict=True):
            figures["exact_true_length"] += cells == hole.truth
            figures["token_accuracy_true_length"] += float(np.mean(np.array(cells) == np.array(hole.truth)))
        for hole, cells in zip(unknown, decode(free, unknown, PASSES, deletes=True), strict=True):
            text = [cell for cell in cells if cell != DELETE]
            figures["exact_own_length"] += text == hole.truth
            errors.append(len(text) - len(hole.truth))
    for name in ("exact_true_length", "exact_own_length", "token_accuracy_true_length"):
        figures[name] = round(figures[name] / len(holes), 4)
    figures["length_error_first_pass"] = spread(first_errors)
    figures["length_error"] = spread(errors)
    figures["length_error_of_keeping_all_cells"] = spread(surplus.tolist())
    return figures


def spread(errors: list[int]) -> dict:
    return {"mean": round(float(np.mean(errors)), 3), "mean_absolute": round(float(np.mean(np.abs(errors))), 3)}


def together(by_language: dict[str, dict]) -> dict:
    """Means over the holes of all languages."""
    total = sum(f["holes"] for f in by_language.values())
    mean = lambda pick: round(sum(pick(f) * f["holes"] for f in by_language.values()) / total, 4)
    plain = ("exact_true_length", "exact_own_length", "token_accuracy_true_length")
    nested = ("length_error_first_pass", "length_error", "length_error_of_keeping_all_cells")
    figures = {"holes": total, **{name: mean(lambda f, n=name: f[n]) for name in plain}}
    for name in nested:
        figures[name] = {k: mean(lambda f, n=name, k=k: f[n][k]) for k in ("mean", "mean_absolute")}
    return figures


def evaluate(
    model: StreamsModel, tokenizer: Tokenizer, work: Path, split: str = "test", windows: int = 64, holes: int = 70
) -> dict:
    """`windows` per language for accuracy and NELBO, `holes` lines per programming language."""
    held, train = TokenStore(work / "tokens", split), TokenStore(work / "tokens", "train")
    breaks = line_breaks(tokenizer)
    examples = Examples(Corruption(), breaks, model.config.vocab_size)
    figures: dict = {"split": split, "accuracy": {}, "nelbo": {}, "lines": {}}
    for language, tokens in held.languages.items():
        if language not in train.languages or len(tokens) < 4 * LENGTH:
            continue
        some = held_out(tokens, min(windows, len(tokens) // LENGTH), LENGTH)
        counts = Ngrams(train, language, model.config.vocab_size)
        figures["accuracy"][language] = accuracy(model, examples, counts, some)
        figures["nelbo"][language] = nelbo(model, examples, some)
        if language in CODE:
            draw = np.random.default_rng(31)
            found = line_holes(tokens, breaks, holes, draw)
            figures["lines"][language] = lines(model, found, draw)
    figures["lines"]["all"] = together(figures["lines"])
    return figures


def table(figures: dict) -> str:
    """The figures as Markdown."""
    names = ("model", "two_sided", "bigram", "unigram")
    rows = ["| Language | masked | model | two-sided bigram | bigram | unigram | cells |", "|---|---|---|---|---|---|---|"]
    for language, rates in figures["accuracy"].items():
        for rate, f in rates.items():
            shares = " | ".join(f"{100 * f[name]:.1f} %" for name in names)
            rows.append(f"| {language} | {rate} | {shares} | {f['cells']} |")
    rows += ["", "| Language | NELBO, nats per token |", "|---|---|"]
    rows += [f"| {language} | {value:.3f} |" for language, value in figures["nelbo"].items()]
    rows += ["", "| Lines | holes | exact, true length | exact, own length | tokens right, true length | length error, own (if all cells were kept) |"]
    rows.append("|---|---|---|---|---|---|")
    for language, f in figures["lines"].items():
        error, all_kept = (f[name]["mean_absolute"] for name in ("length_error", "length_error_of_keeping_all_cells"))
        shares = [f["exact_true_length"], f["exact_own_length"], f["token_accuracy_true_length"]]
        rows.append(f"| {language} | {f['holes']} | " + " | ".join(f"{100 * s:.1f} %" for s in shares) + f" | {error:.2f} ({all_kept:.2f}) |")
    return "\n".join(rows)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--model", type=Path, required=True)
    parser.add_argument("--work", type=Path, default=HERE / "work")
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
