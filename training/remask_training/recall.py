"""How much a file's own repetitions count beside the model, fitted on held-out files: `recallGate` of remask.json.

The engine's side is engine/decode/recall/; both must compute `recall` and `features` alike.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

import numpy as np
import torch
from tokenizers import Tokenizer

from .accuracy import BATCH, masked_window
from .batch import Canvas, build_window, collate
from .examples import Examples
from .model import StreamsModel
from .streams import StreamsPass
from .tokenizer import DELETE, EXPAND, MASK, encode

NAMES = ("bias", "order", "isBetween", "share", "places", "distance", "top")
MOST = 4  # neighbours on either side
FAR = 32  # how far away the nearest of them may be, with open cells between
REACH = 4096  # tokens on either side
RATES = (0.15, 0.5, 0.85, 1.0)
WINDOW = 512
MOST_CHARACTERS = 60_000
UNKNOWN = -1
RIDGE = 1e-4


@dataclass(frozen=True)
class Seen:
    """A masked cell whose neighbours stand elsewhere in its file, too."""

    features: tuple[float, ...]
    model: float  # what the model gives the right token
    file: float  # what the file gives it, of what the model leaves to text


@dataclass(frozen=True)
class Recall:
    shares: dict[int, float]
    order: int
    between: bool
    places: int
    distance: int


def recall(tokens: np.ndarray, at: int, a: int, b: int) -> Recall | None:
    """For the cell at `at` in the canvas [a, b); what is not decided is UNKNOWN. Places are sought outside the canvas."""
    (left, from_left), (right, from_right) = neighbours(tokens, at, -1), neighbours(tokens, at, 1)
    sides = []
    for start, end in ((max(0, a - REACH), a), (b, min(len(tokens), b + REACH))):
        side = tokens[start:end]
        before, after = agreeing(side, left, 1, from_left), agreeing(side, right, -1, from_right)
        score = before / np.sqrt(from_left) + after / np.sqrt(from_right)
        sides.append((side, before, after, score))
    best = max(float(score.max(initial=0)) for *_, score in sides)
    if best == 0:
        return None
    chosen = [(side[score == best], x[score == best], y[score == best]) for side, x, y, score in sides]
    tokens_there, before, after = (np.concatenate(parts) for parts in zip(*chosen, strict=True))
    places = len(tokens_there)
    nearest = min([from_left] * bool((before > 0).any()) + [from_right] * bool((after > 0).any()))
    shares = {token: count / places for token, count in Counter(tokens_there.tolist()).items()}
    return Recall(shares, int((before + after).max()), bool(((before > 0) & (after > 0)).any()), places, nearest)


def neighbours(tokens: np.ndarray, at: int, step: int) -> tuple[list[int], int]:
    """Decided neighbours, nearest first, and how far the nearest is."""
    found: list[int] = []
    place, distance = at + step, 1
    while len(found) < MOST and 0 <= place < len(tokens):
        if tokens[place] != UNKNOWN:
            found.append(int(tokens[place]))
        elif not found and distance < FAR:
            distance += 1
        else:
            break
        place += step
    return found, distance


def agreeing(side: np.ndarray, wanted: list[int], step: int, distance: int) -> np.ndarray:
    """For each place, how many of `wanted` stand in a row, the first of them so far away."""
    total, alive = np.zeros(len(side), int), np.ones(len(side), bool)
    for away, token in enumerate(wanted, distance):
        shifted = np.full(len(side), UNKNOWN)
        if away < len(side):
            if step > 0:
                shifted[away:] = side[:-away]
            else:
                shifted[:-away] = side[away:]
        alive = alive & (shifted == token)
        total += alive
    return total


def features(found: Recall, top: float) -> tuple[float, ...]:
    agreed = (1.0, found.order, float(found.between), max(found.shares.values()))
    return (*agreed, float(np.log(found.places)), float(np.log(found.distance)), top)


@torch.inference_mode()
def gather(
    model: StreamsModel, tokenizer: Tokenizer, examples: Examples, texts: list[str], count: int
) -> list[list[Seen]]:
    """For the first `count` texts that are long enough, a window of each under one masking."""
    draw = np.random.default_rng(31)
    chosen: list[tuple[np.ndarray, int, list[Canvas]]] = []
    for text in texts:
        if len(chosen) == count:
            break
        tokens = np.array(encode(tokenizer, text[:MOST_CHARACTERS]), dtype=np.int64)
        if len(tokens) < WINDOW:
            continue
        start = int(draw.integers(0, len(tokens) - WINDOW + 1))
        canvases = masked_window(examples, tokens[start : start + WINDOW], RATES[len(chosen) % len(RATES)], draw)
        chosen.append((tokens, start, canvases))
    groups = []
    for at in range(0, len(chosen), BATCH):
        groups += seen_in(model, chosen[at : at + BATCH])
    return groups


def seen_in(model: StreamsModel, some: list[tuple[np.ndarray, int, list[Canvas]]]) -> list[list[Seen]]:
    room = max(sum(len(c.shown) for c in canvases) for _, _, canvases in some)
    windows = [build_window(tokens[s : s + WINDOW], canvases, 0, room) for tokens, s, canvases in some]
    batch = collate(windows, WINDOW, model.config.window)
    hidden = StreamsPass(model)(batch.ids, batch.positions, batch.mask, WINDOW)[:, 2 * WINDOW :]
    groups = []
    for i, (tokens, start, canvases) in enumerate(some):
        asked = (batch.weights[i, 2 * WINDOW :] > 0).nonzero().squeeze(1)
        rows = iter(model.logits(hidden[i, asked]).softmax(-1).numpy())
        found: list[Seen] = []
        for canvas in canvases:
            a, b = start + canvas.a, start + canvas.b
            shown = tokens.copy()
            shown[a:b] = np.where(np.array(canvas.shown) == MASK, UNKNOWN, tokens[a:b])
            for offset, cell in enumerate(canvas.shown):
                if cell != MASK:
                    continue
                row, target = next(rows), int(tokens[a + offset])
                seen = recall(shown, a + offset, a, b)
                if seen is not None:
                    text = 1 - float(row[DELETE]) - float(row[EXPAND])
                    share = text * seen.shares.get(target, 0.0)
                    found.append(Seen(features(seen, float(row.max())), float(row[target]), share))
        groups.append(found)
    return groups


def columns(seen: list[Seen]) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
    x = torch.tensor([s.features for s in seen], dtype=torch.float64)
    model = torch.tensor([s.model for s in seen], dtype=torch.float64)
    return x, model, torch.tensor([s.file for s in seen], dtype=torch.float64)


def nats(weights: torch.Tensor, seen: list[Seen]) -> torch.Tensor:
    """Mean surprise of the mixture."""
    x, model, file = columns(seen)
    gate = torch.sigmoid(x @ weights)
    return -((1 - gate) * model + gate * file + 1e-9).log().mean()


def fit(seen: list[Seen]) -> dict[str, float]:
    """The weights under which the mixture is least surprised."""
    weights = torch.zeros(len(NAMES), dtype=torch.float64)
    weights[0] = -1.0
    weights.requires_grad_()
    search = torch.optim.LBFGS([weights], max_iter=200, line_search_fn="strong_wolfe")

    def closure() -> torch.Tensor:
        search.zero_grad()
        loss = nats(weights, seen) + RIDGE * (weights**2).sum()
        loss.backward()
        return loss

    search.step(closure)
    return {name: round(float(value), 4) for name, value in zip(NAMES, weights.detach(), strict=True)}


def gain(gate: dict[str, float], seen: list[Seen]) -> dict[str, float | int]:
    """Nats of the model alone and of the mixture, over cells of which the file says anything."""
    weights = torch.tensor([gate[name] for name in NAMES], dtype=torch.float64)
    alone = torch.tensor([s.model for s in seen], dtype=torch.float64)
    before, after = float(-(alone + 1e-9).log().mean()), float(nats(weights, seen))
    return {"cells": len(seen), "before": round(before, 4), "after": round(after, 4)}
