"""Small runs of equal processor time that differ in one thing; prints a table of what they know of the same holes.

    python training/ablate.py [--seconds 120]

How much of the time F and B learn alone before canvases come; and streams against a plainly bidirectional context, where
holes are masked in place in one row per token and everything sees everything (what most masked diffusion models do, and
what cannot be kept while a person types). Bodies are fresh and small: differences, not levels, are what this shows.
"""

from __future__ import annotations

import argparse
import copy
import json
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import torch
from remask_training.accuracy import held_out, predictions
from remask_training.batch import Batch, Canvas
from remask_training.draws import Draws
from remask_training.loss import weighted_loss
from remask_training.model import STREAM_CANVAS, StreamsModel
from remask_training.report import number, percent, rows
from remask_training.schedule import Budget, Phase
from remask_training.tokenizer import MASK
from remask_training.tokens import TokenStore
from remask_training.trainer import Trainer
from tokenizers import Tokenizer
from torch import Tensor

HERE = Path(__file__).resolve().parent
SIZES = {
    "hidden_size": 128, "intermediate_size": 320, "num_hidden_layers": 3, "num_attention_heads": 2,
    "num_key_value_heads": 1, "head_dim": 64, "window": 256,
}  # fmt: skip
ALONE = {"canvases at once": 0.0, "F and B alone for 30 %": 0.3, "F and B alone for 60 %": 0.6}
BIDIRECTIONAL = "bidirectional context"
CODE = ("typescript", "javascript", "python")
LENGTH, WINDOWS = 256, 24
Hole = tuple[np.ndarray, Canvas]


class ProcessorTime(Budget):
    """Progress by this process's own seconds, so that runs compare on a busy machine."""

    def __init__(self, seconds: float):
        super().__init__(None, None)
        self.seconds, self.began = seconds, time.process_time()

    def progress(self, _step: int) -> float:
        return min(1.0, (time.process_time() - self.began) / self.seconds)


class MaskedInPlace(Draws):
    """Half of the tiles are holes, masked in place."""

    def batch(self, step: int, micro: int, phase: Phase) -> Batch:
        draw = np.random.default_rng([self.seed, step, micro])
        tokens = np.stack([self.store.draw(self.mixture, phase.length, draw) for _ in range(phase.micro)])
        shown, weights = tokens.copy(), np.zeros(tokens.shape, np.float32)
        for i, window in enumerate(tokens):
            for a, b in self.examples.tiles(window, draw):
                t = 1.0 if draw.random() < self.examples.how.all_masked else 1.0 - draw.random()
                masked = draw.random(b - a) < (t if draw.random() < 0.5 else 0.0)
                shown[i, a:b][masked] = MASK
                weights[i, a:b][masked] = 1 / max(t, self.examples.how.least_t) / phase.length
        place = np.broadcast_to(np.arange(phase.length), tokens.shape).copy()
        return Batch(phase.length, *map(torch.from_numpy, (shown, place, tokens, weights)), None)


class Bidirectional(Trainer):
    """All rows are canvas rows that see the whole window."""

    draws_of = MaskedInPlace

    def losses(self, batch: Batch, share: float) -> tuple[Tensor, Tensor]:
        hidden = bidirectional(self.working, batch.ids)
        loss, each = weighted_loss(hidden, self.model.embed_tokens.weight, batch.targets, batch.weights * share)
        return loss, torch.tensor([[0, 0], [0, 0], [float((each * batch.weights).sum()), float(batch.weights.sum())]])


def bidirectional(model: StreamsModel, ids: Tensor) -> Tensor:
    everything = torch.ones(ids.shape[1], ids.shape[1], dtype=torch.bool)
    return model.hidden(ids, torch.full_like(ids, STREAM_CANVAS), torch.arange(ids.shape[1]), everything)


def config(alone: float) -> dict:
    base = json.loads((HERE / "configs" / "tiny.json").read_text())
    phases = [
        {"start": start, "length": LENGTH, "windows": 8, "micro": 4, "canvases": canvases}
        for start, canvases in ((0.0, False), (alone, True))
        if start < alone or canvases
    ]
    body = base["model"] | SIZES
    return copy.deepcopy(base) | {"model": body, "phases": phases, "mixture": dict.fromkeys(CODE, 1 / len(CODE))}


def holes(trainer: Trainer, store: TokenStore, rate: float) -> list[Hole]:
    """One hole near the middle of each held-out window."""
    draw, found = np.random.default_rng(5), []
    for language in CODE:
        for window in held_out(np.asarray(store.languages[language]), WINDOWS, LENGTH):
            spans = [s for s in trainer.examples.tiles(window, draw) if s[1] > LENGTH // 2]
            a, b = spans[0]
            masked = draw.random(b - a) < rate
            masked[draw.integers(b - a)] = True
            shown = np.where(masked, MASK, window[a:b])
            found.append((window, Canvas(a, b, shown.tolist(), window[a:b].tolist(), masked.astype(float).tolist())))
    return found


@torch.inference_mode()
def judge(trainer: Trainer, some: list[Hole]) -> tuple[float, float]:
    """Nats and share of right guesses per masked cell."""
    model = trainer.best()
    if not isinstance(trainer, Bidirectional):
        found = predictions(model, [w for w, _ in some], [[c] for _, c in some])
        loss = np.concatenate([f["loss"] for f in found])
        return float(loss.mean()), float(np.concatenate([f["target"] == f["guess"] for f in found]).mean())
    loss, right = [], []
    for window, canvas in some:
        ids, asked = window.copy(), canvas.a + np.flatnonzero(canvas.weight)
        ids[canvas.a : canvas.b] = canvas.shown
        scores = model.logits(bidirectional(model, torch.from_numpy(ids)[None])[0, asked]).log_softmax(-1)
        target = torch.from_numpy(window[asked])
        loss += (-scores.gather(1, target[:, None])).flatten().tolist()
        right += (scores.argmax(-1) == target).tolist()
    return float(np.mean(loss)), float(np.mean(right))


def ablate(work: Path, seconds: float) -> Iterator[str]:
    """The table's lines, each as soon as its run is done."""
    tokenizer = Tokenizer.from_file(str(work / "tokenizer" / "tokenizer.json"))
    train, validation = (TokenStore(work / "tokens", split) for split in ("train", "validation"))
    masked = [text for rate in (100, 50, 15) for text in (f"{rate} % masked: nats", "right")]
    yield rows([f"{seconds:.0f} s each", "steps", "tokens", *masked], [])
    for name in (*ALONE, BIDIRECTIONAL):
        settings = config(ALONE.get(name, 0.0))
        settings["model"]["vocab_size"] = tokenizer.get_vocab_size()
        trainer = (Bidirectional if name == BIDIRECTIONAL else Trainer)(settings, train, tokenizer)
        budget = ProcessorTime(seconds)
        while budget.progress(trainer.step) < 1:
            trainer.advance(budget)
        judged = [judge(trainer, holes(trainer, validation, rate)) for rate in (1.0, 0.5, 0.15)]
        figures = [text for nats, right in judged for text in (number(nats), percent(right))]
        yield "| " + " | ".join([name, str(trainer.step), f"{trainer.tokens_seen / 1000:.0f} k", *figures]) + " |"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--work", type=Path, default=HERE / "build")
    parser.add_argument("--seconds", type=float, default=120.0, help="of processor time, each run")
    parser.add_argument("--threads", type=int, default=1)
    arguments = parser.parse_args()
    torch.set_num_threads(arguments.threads)
    for line in ablate(arguments.work, arguments.seconds):
        print(line, flush=True)


if __name__ == "__main__":
    main()
