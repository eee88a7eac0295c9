"""Muon for the matrices inside the blocks, AdamW for embeddings and norms, as one object."""

from __future__ import annotations

import torch

from .model import StreamsModel


class Optimizer:
    """`rate` scales both peak learning rates."""

    def __init__(self, model: StreamsModel, settings: dict):
        matrices = [p for name, p in model.named_parameters() if name.startswith("layers.") and p.dim() == 2]
        others = [p for name, p in model.named_parameters() if not (name.startswith("layers.") and p.dim() == 2)]
        self.peaks = [settings["matrix_rate"], settings["other_rate"]]
        self.parts: list[torch.optim.Optimizer] = [
            torch.optim.Muon(
                matrices, lr=self.peaks[0], weight_decay=settings["weight_decay"], adjust_lr_fn="match_rms_adamw"
            ),
            torch.optim.AdamW(others, lr=self.peaks[1], betas=(0.9, 0.95), weight_decay=0.0, fused=True),
        ]

    def step(self, rate: float) -> None:
        for part, peak in zip(self.parts, self.peaks, strict=True):
            for group in part.param_groups:
                group["lr"] = peak * rate
            part.step()
            part.zero_grad(set_to_none=True)

    def state_dict(self) -> list[dict]:
        return [part.state_dict() for part in self.parts]

    def load_state_dict(self, states: list[dict]) -> None:
        for part, state in zip(self.parts, states, strict=True):
            part.load_state_dict(state)
