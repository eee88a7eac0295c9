"""Where a run's batches come from: drawn when asked for, or some steps ahead by processes of their own.

A batch depends on the seed, the step, its number in the step and the phase alone, so it is the same whoever draws it.
"""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from dataclasses import dataclass
from itertools import islice
from multiprocessing import get_context

import numpy as np

from .batch import Batch, collate
from .examples import Examples
from .schedule import Phase
from .tokens import TokenStore

Key = tuple[int, int, Phase]


@dataclass(frozen=True)
class Draws:
    seed: int
    mixture: dict[str, float]
    examples: Examples
    store: TokenStore

    def batch(self, step: int, micro: int, phase: Phase) -> Batch:
        draw = np.random.default_rng([self.seed, step, micro])
        windows = []
        for _ in range(phase.micro):
            tokens = self.store.draw(self.mixture, phase.length, draw)
            windows.append(
                self.examples.with_canvases(tokens, draw) if phase.canvases else self.examples.streams_only(tokens)
            )
        return collate(windows, phase.length, self.examples.how.groups if phase.canvases else 1)

    def close(self) -> None:
        return


class DrawsAhead:
    """The same, by `processes`, `ahead` micro-batches before they are asked for.

    One process draws some 200 windows of 512 a second; a GPU wants ten times that. What was drawn for a phase that is
    over by then is thrown away.
    """

    def __init__(self, draws: Draws, processes: int, ahead: int):
        self.ahead, self.drawn = ahead, dict[Key, Future]()
        # Not forked: the parent has threads, and a GPU's memory, that a copy could not use.
        self.pool = ProcessPoolExecutor(processes, get_context("spawn"), _begin, (draws,))

    def batch(self, step: int, micro: int, phase: Phase) -> Batch:
        wanted = list(islice(keys_from(step, micro, phase), self.ahead + 1))
        for key in set(self.drawn).difference(wanted):
            self.drawn.pop(key).cancel()
        for key in wanted:
            if key not in self.drawn:
                self.drawn[key] = self.pool.submit(_batch, *key)
        return self.drawn.pop(wanted[0]).result()

    def close(self) -> None:
        self.pool.shutdown(cancel_futures=True)


def keys_from(step: int, micro: int, phase: Phase) -> Iterator[Key]:
    """What is asked for from here on, as long as the phase lasts."""
    while True:
        yield step, micro, phase
        step, micro = (step, micro + 1) if micro + 1 < phase.windows // phase.micro else (step + 1, 0)


_draws: Draws


def _begin(draws: Draws) -> None:
    global _draws
    _draws = draws


def _batch(step: int, micro: int, phase: Phase) -> Batch:
    return _draws.batch(step, micro, phase)
