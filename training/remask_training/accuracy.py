"""One-pass figures on held-out windows: share of masked cells guessed, beside count baselines, and the NELBO."""

from __future__ import annotations

import numpy as np
import torch

from .batch import Canvas, build_window, collate
from .examples import Examples
from .model import StreamsModel
from .ngrams import Ngrams
from .streams import StreamsPass
from .tokenizer import MASK

RATES = (0.15, 0.5, 1.0)
BATCH = 8


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
        batch = collate([build_window(w, group, 0, room) for w, group in zip(some, shown, strict=True)], length)
        hidden = StreamsPass(model)(batch.ids, batch.positions, batch.places, length)[:, 2 * length :]
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


def accuracy(model: StreamsModel, examples: Examples, counts: Ngrams | None, windows: list[np.ndarray]) -> dict:
    """Share of masked cells guessed in one pass, for the model and, given counts, for the baselines on the same cells."""
    figures = {}
    for rate in RATES:
        draw = np.random.default_rng(17)
        canvases = [masked_window(examples, tokens, rate, draw) for tokens in windows]
        found = predictions(model, windows, canvases)
        target = np.concatenate([f["target"] for f in found])
        guesses = {"model": np.concatenate([f["guess"] for f in found])}
        if counts is not None:
            sides = [s for t, group in zip(windows, canvases, strict=True) for c in group for s in neighbours(t, c)]
            guesses |= {
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


@torch.inference_mode()
def stream_nats(model: StreamsModel, windows: list[np.ndarray]) -> float:
    """Nats per token of F alone, left to right: a plain autoregressive reading of the same weights."""
    total, count = 0.0, 0
    for tokens in windows:
        length = len(tokens)
        batch = collate([build_window(tokens, [], 0, 0, ask=np.array([[1.0] * length, [0.0] * length]))], length)
        hidden = StreamsPass(model)(batch.ids, batch.positions, None, length)[0, :length]
        asked = batch.weights[0, :length] > 0
        scores = model.logits(hidden[asked]).log_softmax(-1)
        total -= float(scores.gather(1, batch.targets[0, :length][asked][:, None]).sum())
        count += int(asked.sum())
    return round(total / count, 4)
