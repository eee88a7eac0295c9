"""How often a decided cell is right, as a function of what the model said when it decided (after Platt 1999).

A pass is asked given what earlier passes decided, and these may be wrong: the later a cell is decided, the less its own
probability says about the truth. Hence the share of cells decided before is a feature, beside the log-odds. Whether a
parallel place proposes the token is another: evidence of another kind.
The engine's side is engine/decode/calibration.ts; both must compute `features` alike.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from tokenizers import Tokenizer

from .engine import Engine
from .fills import calibration_error
from .holes import TextHole
from .project_folders import ProjectFolders
from .tokenizer import encode

NAMES = ("bias", "logit", "decided", "decidedLogit", "proposed", "proposedLogit")
MOST = 0.9999  # probabilities beyond are all the same
RIDGE = 1e-2


@dataclass(frozen=True)
class Decided:
    """A cell's probability when it was decided, the share of the hole's cells decided in earlier passes, the outcome, and
    whether a parallel place proposed its token."""

    confidence: float
    before: float
    right: bool
    proposed: bool


def gather(
    engine: Engine, tokenizer: Tokenizer, holes: list[TextHole], folders: ProjectFolders | None = None
) -> list[Decided]:
    """Fills holes at the true number of cells, so that each decided cell can be compared with the token it replaced."""
    found: list[Decided] = []
    for hole in holes:
        above = hole.text[: hole.start]
        before = len(encode(tokenizer, above))
        truth = encode(tokenizer, above + hole.truth)
        cells = max(1, len(truth) - before)
        with engine.opened(hole.filled(""), folders and folders.place(**hole.file), hole.language) as document:
            result = engine.infill(document, hole.start, hole.start, length=cells, keepsLength=True)
        proposed = ["parallel" in cell for cell in result["holes"][0]["cells"]]
        shown = [run["holes"][0]["cells"] for run in engine.passes]
        if shown and len(shown[-1]) == cells:
            texts = [tokenizer.decode([token], skip_special_tokens=False).strip() for token in truth[-cells:]]
            found += judged(shown, texts, proposed)
    return found


def judged(shown: list[list[dict]], truth: list[str], proposed: list[bool]) -> list[Decided]:
    """shown: the cells after each pass; truth, proposed: by cell."""
    found, decided = [], set()
    for cells in shown:
        new = [i for i, cell in enumerate(cells) if cell["state"] == "committed" and i not in decided]
        share = len(decided) / len(cells)
        found += [Decided(cells[i]["confidence"], share, cells[i]["text"].strip() == truth[i], proposed[i]) for i in new]
        decided |= set(new)
    return found


def features(confidence: np.ndarray, before: np.ndarray, proposed: np.ndarray) -> np.ndarray:
    p = np.clip(confidence, 1 - MOST, MOST)
    logit = np.log(p / (1 - p))
    return np.stack([np.ones_like(p), logit, before, before * logit, proposed, proposed * logit], axis=-1)


def fit(decided: list[Decided]) -> dict[str, float]:
    """Logistic regression by Newton's method."""
    x, y = features(*columns(decided)), np.array([d.right for d in decided], float)
    weights = np.zeros(x.shape[1])
    for _ in range(25):
        p = 1 / (1 + np.exp(-x @ weights))
        slope = x.T @ (p - y) + RIDGE * weights
        curve = (x * (p * (1 - p))[:, None]).T @ x + RIDGE * np.eye(len(weights))
        weights -= np.linalg.solve(curve, slope)
    return {name: round(float(value), 4) for name, value in zip(NAMES, weights, strict=True)}


def columns(decided: list[Decided]) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    column = lambda name: np.array([getattr(d, name) for d in decided], float)
    return column("confidence"), column("before"), column("proposed")


def calibrated(calibration: dict[str, float], decided: list[Decided]) -> list[tuple[float, bool]]:
    scores = features(*columns(decided)) @ np.array([calibration[name] for name in NAMES])
    return [(float(p), d.right) for p, d in zip(1 / (1 + np.exp(-scores)), decided, strict=True)]


def errors(calibration: dict[str, float], decided: list[Decided]) -> dict[str, float | int | None]:
    raw = [(d.confidence, d.right) for d in decided]
    return {"cells": len(decided), "before": calibration_error(raw), "after": calibration_error(calibrated(calibration, decided))}
