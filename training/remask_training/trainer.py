"""One run: the model, its moving average, its optimizer and its place in the data, saved and resumed as one state.

Step n's data depend on the seed and n alone, so a resumed run reads exactly what it would have read.
"""

from __future__ import annotations

import copy
import json
import os
import time
from pathlib import Path

import numpy as np
import torch
from tokenizers import Tokenizer

from .batch import Batch, collate
from .examples import Corruption, Examples
from .loss import weighted_loss
from .model import Config, StreamsModel
from .optimizer import Optimizer
from .schedule import Budget, Phase, learning_rate, phase_at
from .streams import StreamsPass
from .tokens import TokenStore


def line_breaks(tokenizer: Tokenizer) -> np.ndarray:
    """bool [vocab]: which tokens begin with a line break."""
    texts = (tokenizer.decode([i], skip_special_tokens=False) for i in range(tokenizer.get_vocab_size()))
    return np.array([text.startswith(("\n", "\r\n")) for text in texts])


class Trainer:
    def __init__(self, config: dict, store: TokenStore, tokenizer: Tokenizer, device: str = "cpu"):
        self.config, self.store, self.device = config, store, device
        torch.manual_seed(config["seed"])
        body = Config(**config["model"])
        self.model = StreamsModel(body).to(device)
        self.average = copy.deepcopy(self.model).requires_grad_(False)
        self.averaging = False
        self.optimizer = Optimizer(self.model, config["optimizer"])
        corruption = Corruption(**{k: tuple(v) if isinstance(v, list) else v for k, v in config["corruption"].items()})
        self.examples = Examples(corruption, line_breaks(tokenizer), body.vocab_size)
        self.phases = [Phase(**phase) for phase in config["phases"]]
        self.passes = torch.compile(StreamsPass(self.model), dynamic=False) if config["compile"] else StreamsPass(self.model)
        self.step, self.tokens_seen = 0, 0

    def batch(self, step: int, phase: Phase) -> Batch:
        draw = np.random.default_rng([self.config["seed"], step])
        windows = []
        for _ in range(phase.windows):
            tokens = self.store.draw(self.config["mixture"], phase.length, draw)
            windows.append(
                self.examples.with_canvases(tokens, draw) if phase.canvases else self.examples.streams_only(tokens)
            )
        return collate(windows, phase.length, self.model.config.window)

    def losses(self, batch: Batch) -> tuple[torch.Tensor, dict[str, float]]:
        """The loss to descend and what it is made of: mean CE of F, of B and of masked canvas cells (1/t-weighted)."""
        ids, positions, targets, weights = (
            x.to(self.device) for x in (batch.ids, batch.positions, batch.targets, batch.weights / len(batch.ids))
        )
        mask = None if batch.mask is None else batch.mask.to(self.device)
        with torch.autocast(self.device, dtype=torch.bfloat16, enabled=self.config["bf16"]):
            hidden = self.passes(ids, positions, mask, batch.length)
        low = torch.bfloat16 if self.config["bf16"] else torch.float32
        loss, each = weighted_loss(hidden.to(low), self.model.embed_tokens.weight, targets, weights)
        length, asked = batch.length, weights > 0
        parts = {"f": slice(0, length), "b": slice(length, 2 * length), "canvas": slice(2 * length, None)}
        mean = lambda at: float((each * weights)[:, at].sum() / weights[:, at].sum()) if asked[:, at].any() else None
        return loss, {name: mean(at) for name, at in parts.items()}

    def advance(self, budget: Budget) -> dict:
        """One optimizer step. Returns the line for the log."""
        began, progress = time.monotonic(), budget.progress(self.step)
        phase = phase_at(self.phases, progress)
        loss, parts = self.losses(self.batch(self.step, phase))
        loss.backward()
        norm = torch.nn.utils.clip_grad_norm_(self.model.parameters(), self.config["optimizer"]["clip"])
        rate = learning_rate(progress, self.config["schedule"]["warmup"], self.config["schedule"]["decay"])
        self.optimizer.step(rate)
        self._update_average(progress)
        self.step += 1
        self.tokens_seen += phase.windows * phase.length
        seconds = time.monotonic() - began
        return {
            "step": self.step, "progress": round(progress, 4), "loss": round(float(loss.detach()), 4), **rounded(parts),
            "norm": round(float(norm), 3), "rate": round(rate, 4), "tokens": self.tokens_seen,
            "tokens_per_second": round(phase.windows * phase.length / seconds), "length": phase.length,
        }  # fmt: skip

    @torch.no_grad()
    def _update_average(self, progress: float) -> None:
        decay = self.config["average"]["decay"] if self.averaging else 0.0  # the first mean is the weights themselves
        self.averaging = progress >= self.config["average"]["start"]
        if self.averaging:
            for mean, value in zip(self.average.parameters(), self.model.parameters(), strict=True):
                mean.lerp_(value, 1.0 - decay)

    def best(self) -> StreamsModel:
        """The moving average, or the weights themselves before averaging starts."""
        return self.average if self.averaging else self.model

    def save(self, path: Path, budget: Budget) -> None:
        """Replaces the checkpoint in one move, so that a crash leaves the old one."""
        state = {
            "config": json.dumps(self.config), "model": self.model.state_dict(), "average": self.average.state_dict(),
            "averaging": self.averaging, "optimizer": self.optimizer.state_dict(), "step": self.step,
            "tokens_seen": self.tokens_seen, "spent": budget.spent(), "torch_rng": torch.get_rng_state(),
        }  # fmt: skip
        path.parent.mkdir(parents=True, exist_ok=True)
        torch.save(state, path.with_suffix(".part"))
        os.replace(path.with_suffix(".part"), path)

    def load(self, path: Path) -> float:
        """Returns the seconds of the budget already spent."""
        state = torch.load(path, weights_only=True, map_location=self.device)
        self.model.load_state_dict(state["model"])
        self.average.load_state_dict(state["average"])
        self.averaging = state["averaging"]
        self.optimizer.load_state_dict(state["optimizer"])
        self.step, self.tokens_seen = state["step"], state["tokens_seen"]
        torch.set_rng_state(state["torch_rng"].cpu())
        return state["spent"]


def rounded(parts: dict[str, float | None]) -> dict[str, float]:
    return {name: round(value, 4) for name, value in parts.items() if value is not None}
