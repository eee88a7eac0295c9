"""Several processes that share one step: each takes the next micro-batch until none is left, then gradients are added up.

On a CPU, two processes of one thread each beat one process of two threads: no barrier after every product, and where
other programs use the cores too, the process that is held up simply takes fewer micro-batches.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from datetime import timedelta

import torch
import torch.distributed as dist
from torch import Tensor

PATIENCE = timedelta(hours=2)  # a run may be paused


class Alone:
    """One process does everything; nothing to agree on."""

    first = True

    def take(self, _step: int, micro_batches: int) -> Iterator[int]:
        yield from range(micro_batches)

    def agree(self, value: float) -> float:
        return value

    def add_up(self, tensors: list[Tensor]) -> None:
        return

    def leave(self) -> None:
        return


class Workers:
    """One of `count` processes. The first decides what all must agree on, keeps the log and saves."""

    def __init__(self, rank: int, count: int, port: int):
        os.environ.setdefault("GLOO_SOCKET_IFNAME", "lo")
        self.first = rank == 0
        self.store = dist.TCPStore("127.0.0.1", port, count, is_master=self.first, timeout=PATIENCE)
        dist.init_process_group("gloo", store=self.store, rank=rank, world_size=count, timeout=PATIENCE)

    def take(self, step: int, micro_batches: int) -> Iterator[int]:
        while (number := self.store.add(f"step {step}", 1) - 1) < micro_batches:
            yield number

    def agree(self, value: float) -> float:
        agreed = torch.tensor([value], dtype=torch.float64)
        dist.broadcast(agreed, src=0)
        return float(agreed)

    def add_up(self, tensors: list[Tensor]) -> None:
        flat = torch.cat([tensor.flatten() for tensor in tensors])
        dist.all_reduce(flat)
        for tensor, total in zip(tensors, flat.split([t.numel() for t in tensors]), strict=True):
            tensor.copy_(total.view_as(tensor))

    def leave(self) -> None:
        """Ends the process, all at about the same time, and leaves out the destructors: all is saved by now, and torch's
        threads now and then abort a process in them whose peer is gone."""
        try:
            dist.barrier()
        finally:
            sys.stdout.flush()
            sys.stderr.flush()
            os._exit(0)
