"""Masked cells of held-out files, and what the model, the file and its project say of each."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import torch
from tokenizers import Tokenizer

from .accuracy import BATCH, masked_window
from .batch import Canvas, build_window, collate
from .examples import Examples
from .model import StreamsModel
from .project import MOST_CHARACTERS, Projects
from .project_recall import ProjectIndex
from .recall import UNKNOWN, Recall, features, recall
from .streams import StreamsPass
from .tokenizer import DELETE, EXPAND, MASK, encode

RATES = (0.15, 0.5, 0.85, 1.0)
WINDOW = 512


@dataclass(frozen=True)
class Said:
    """What one source says of a cell. right: what it gives the right token, of what the model leaves to text."""

    features: tuple[float, ...]
    right: float


@dataclass(frozen=True)
class Seen:
    """A cell. model: what the model gives the right token; said: by its file and by its project, where they say anything."""

    model: float
    said: tuple[Said | None, Said | None]


@dataclass(frozen=True)
class Drawn:
    """A masked window of a file. tokens: int64, of the whole file."""

    file: dict
    tokens: np.ndarray
    start: int
    canvases: list[Canvas]


def gather(
    model: StreamsModel, tokenizer: Tokenizer, examples: Examples, files: list[dict], count: int, projects: Projects | None
) -> list[list[Seen]]:
    """The cells of which a source says anything, in one window each of the first `count` files that are long enough."""
    draw = np.random.default_rng(31)
    chosen: list[Drawn] = []
    for file in files:
        if len(chosen) == count:
            break
        tokens = np.array(encode(tokenizer, file["text"][:MOST_CHARACTERS]), dtype=np.int64)
        if len(tokens) < WINDOW:
            continue
        start = int(draw.integers(0, len(tokens) - WINDOW + 1))
        canvases = masked_window(examples, tokens[start : start + WINDOW], RATES[len(chosen) % len(RATES)], draw)
        chosen.append(Drawn(file, tokens, start, canvases))
    groups = []
    for at in range(0, len(chosen), BATCH):
        groups += seen_in(model, chosen[at : at + BATCH], projects)
    return groups


@torch.inference_mode()
def seen_in(model: StreamsModel, some: list[Drawn], projects: Projects | None) -> list[list[Seen]]:
    """By window. Without `projects` only the file is asked."""
    room = max(sum(len(c.shown) for c in drawn.canvases) for drawn in some)
    windows = [build_window(d.tokens[d.start : d.start + WINDOW], d.canvases, 0, room) for d in some]
    batch = collate(windows, WINDOW)
    hidden = StreamsPass(model)(batch.ids, batch.positions, batch.places, WINDOW)[:, 2 * WINDOW :]
    groups = []
    for i, drawn in enumerate(some):
        asked = (batch.weights[i, 2 * WINDOW :] > 0).nonzero().squeeze(1)
        rows = model.logits(hidden[i, asked]).softmax(-1).numpy()
        project = ProjectIndex(projects.tokens(projects.beside(**drawn.file))) if projects else None
        cells = zip(rows, recalls(drawn, project), strict=True)
        groups.append([seen(row, target, *found) for row, (target, *found) in cells if any(found)])
    return groups


def recalls(drawn: Drawn, project: ProjectIndex | None) -> Iterator[tuple[int, Recall | None, Recall | None]]:
    """For every masked cell the right token, and what its file and its project say."""
    for canvas in drawn.canvases:
        a, b = drawn.start + canvas.a, drawn.start + canvas.b
        shown = drawn.tokens.copy()
        shown[a:b] = np.where(np.array(canvas.shown) == MASK, UNKNOWN, shown[a:b])
        for at in np.flatnonzero(shown == UNKNOWN).tolist():
            yield int(drawn.tokens[at]), recall(shown, at, a, b), project.recall(shown, at) if project else None


def seen(row: np.ndarray, target: int, file: Recall | None, project: Recall | None) -> Seen:
    """row: float [vocabulary], the model's probabilities."""
    text, top = 1 - float(row[DELETE]) - float(row[EXPAND]), float(row.max())
    said = lambda found: found and Said(features(found, top), text * found.shares.get(target, 0.0))
    return Seen(float(row[target]), (said(file), said(project)))
