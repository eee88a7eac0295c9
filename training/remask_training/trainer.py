"""One run: the model, its moving average, its optimizer and its place in the data, saved and resumed as one state.

The data of step n's micro-batch m depend on the seed, n and m alone, so a resumed run reads exactly what it would have
read, whichever process reads it. With bf16, where the machine has it, a low-precision copy of the weights does the work of
a step; its gradients are added up in fp32 and the optimizer moves the fp32 weights.
"""

from __future__ import annotations

import copy
import json
import os
import time
from pathlib import Path

import torch
from tokenizers import Tokenizer
from torch import Tensor

from .batch import Batch
from .draws import Draws, DrawsAhead
from .examples import Corruption, Examples
from .loss import weighted_loss
from .model import Config, StreamsModel
from .optimizer import Optimizer
from .schedule import Budget, Phase, learning_rate, phase_at
from .shapes import Shapes
from .streams import StreamsPass
from .tokens import TokenStore
from .workers import Alone, Workers


class Trainer:
    draws_of: type[Draws] = Draws

    def __init__(self, config: dict, store: TokenStore, tokenizer: Tokenizer, device: str = "cpu",
                 workers: Alone | Workers | None = None, drawers: int = 0):
        """`drawers`: processes that draw batches ahead; 0 draws each when it is needed."""
        self.config, self.device = config, device
        torch.manual_seed(config["seed"])
        body = Config(**config["model"])
        self.model = StreamsModel(body).to(device)
        self.average = copy.deepcopy(self.model).requires_grad_(False)
        self.averaging = False
        self.optimizer = Optimizer(self.model, config["optimizer"])
        corruption = Corruption(**{k: tuple(v) if isinstance(v, list) else v for k, v in config["corruption"].items()})
        self.examples = Examples(corruption, Shapes.of(tokenizer), body.vocab_size)
        draws = self.draws_of(config["seed"], config["mixture"], self.examples, store)
        self.draws = DrawsAhead(draws, drawers, ahead=4 * drawers) if drawers else draws
        self.phases = [Phase(**phase) for phase in config["phases"]]
        self.workers = workers or Alone()
        low = config["bf16"] and multiplies_bf16(device)
        self.working = copy.deepcopy(self.model).bfloat16() if low else self.model
        self.passes = StreamsPass(self.working, self.model, config["compile"])
        self.step, self.tokens_seen = 0, 0

    def losses(self, batch: Batch, share: float) -> tuple[Tensor, Tensor]:
        """`share` of the loss to descend, and for F, B and canvas cells: sums of weight x CE and of weight."""
        ids, positions, targets, weights = (
            x.to(self.device) for x in (batch.ids, batch.positions, batch.targets, batch.weights * share)
        )
        places = batch.places and batch.places.to(self.device)
        hidden = self.passes(ids, positions, places, batch.length, batch.groups)
        loss, each = weighted_loss(hidden, self.model.embed_tokens.weight, targets, weights)
        parts = [slice(0, batch.length), slice(batch.length, 2 * batch.length), slice(2 * batch.length, None)]
        sums = [[(each * weights)[:, at].sum(), weights[:, at].sum()] for at in parts]
        return loss, torch.tensor(sums, device=self.device)

    def advance(self, budget: Budget) -> dict:
        """One optimizer step. Returns the line for the log."""
        began, progress = time.monotonic(), self.workers.agree(budget.progress(self.step))
        phase = phase_at(self.phases, progress)
        total, sums = self._gradients(phase)
        norm = torch.nn.utils.clip_grad_norm_(self.model.parameters(), self.config["optimizer"]["clip"])
        rate = learning_rate(progress, self.config["schedule"]["warmup"], self.config["schedule"]["decay"])
        self.optimizer.step(rate)
        self._update_average(progress)
        self.step += 1
        self.tokens_seen += phase.windows * phase.length
        seconds = time.monotonic() - began
        return {
            "step": self.step, "progress": round(progress, 4), "loss": round(total, 4), **means(sums),
            "norm": round(float(norm), 3), "rate": round(rate, 4), "tokens": self.tokens_seen,
            "tokens_per_second": round(phase.windows * phase.length / seconds), "length": phase.length,
        }  # fmt: skip

    def _gradients(self, phase: Phase) -> tuple[float, Tensor]:
        """The whole step's gradients, left in the fp32 weights of every process; its loss and its sums (see losses)."""
        self._copy_weights()
        parameters = list(self.model.parameters())
        for value in parameters:
            value.grad = torch.zeros_like(value)
        total, sums = torch.zeros(1, device=self.device), torch.zeros(3, 2, device=self.device)
        for micro in self.workers.take(self.step, phase.windows // phase.micro):
            loss, found = self.losses(self.draws.batch(self.step, micro, phase), 1 / phase.windows)
            loss.backward()
            self._collect_gradients()
            total += loss.detach()
            sums += found
        self.workers.add_up([*(value.grad for value in parameters), total, sums])
        return float(total), sums

    @torch.no_grad()
    def _copy_weights(self) -> None:
        if self.working is not self.model:
            torch._foreach_copy_(list(self.working.parameters()), list(self.model.parameters()))

    @torch.no_grad()
    def _collect_gradients(self) -> None:
        if self.working is self.model:
            return
        for value, low in zip(self.model.parameters(), self.working.parameters(), strict=True):
            if low.grad is not None:
                value.grad.add_(low.grad)
                low.grad = None

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


def multiplies_bf16(device: str) -> bool:
    """Whether it is made for bf16. A CPU with AVX2 alone takes 90 times as long for a product in bf16 as for one in fp32."""
    return device != "cpu" or torch.ops.mkldnn._is_mkldnn_bf16_supported()


def means(sums: Tensor) -> dict[str, float]:
    """Mean CE of F, of B and of canvas cells, as far as any were asked."""
    named = zip(("f", "b", "canvas"), sums.tolist(), strict=True)
    return {name: round(total / weight, 4) for name, (total, weight) in named if weight > 0}
