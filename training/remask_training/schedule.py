"""When training is where: a budget of minutes or steps, the phases it is cut into, and the learning rate (WSD)."""

from __future__ import annotations

import time
from dataclasses import dataclass


@dataclass(frozen=True)
class Phase:
    """From share `start` of the budget on: windows of `length` tokens, with canvases or without.

    windows: of one step; micro: of them, how many go through the model at once (a divisor of windows).
    """

    start: float
    length: int
    windows: int
    canvases: bool
    micro: int = 2


class Budget:
    """Progress in [0, 1]. By minutes, the seconds spent before a resume count; by steps, it is exactly repeatable."""

    def __init__(self, minutes: float | None, steps: int | None, spent: float = 0.0):
        self.minutes, self.steps = minutes, steps
        self.started = time.monotonic() - spent

    def spent(self) -> float:
        return time.monotonic() - self.started

    def progress(self, step: int) -> float:
        if self.steps is not None:
            return min(1.0, step / self.steps)
        return min(1.0, self.spent() / (60 * self.minutes)) if self.minutes else 1.0


def phase_at(phases: list[Phase], progress: float) -> Phase:
    return next(phase for phase in reversed(phases) if progress >= phase.start)


def learning_rate(progress: float, warmup: float, decay: float) -> float:
    """Share of the peak: linear up over `warmup`, flat, linear down to 0 over the last `decay` of the budget."""
    if progress < warmup:
        return 0.05 + 0.95 * progress / warmup
    return max(0.0, min(1.0, (1.0 - progress) / decay))
