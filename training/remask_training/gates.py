"""How much what a file and its project repeat counts beside the model, fitted on held-out files: `recallGate` and
`projectGate` of remask.json.

Each source that says anything of a masked cell has a share of the answer, the model the rest: the softmax of 0 for the
model and of a linear function of `recall.features` for a source. With one source that is a logistic function.
"""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import Tensor

from .recall import NAMES
from .seen import Said, Seen

GATES = ("recallGate", "projectGate")  # by source, as in `Seen.said`
RIDGE = 1e-4
LEAST = 1e-9  # of a probability, in a logarithm

Gate = dict[str, float]


@dataclass(frozen=True)
class Source:
    """What one source says of cells. says: bool [cells]; features: float64 [cells, names] and right: float64 [cells], 0
    where it says nothing."""

    says: Tensor
    features: Tensor
    right: Tensor

    @staticmethod
    def of(said: list[Said | None]) -> Source:
        some = [one or Said((0.0,) * len(NAMES), 0.0) for one in said]
        values = lambda column: torch.tensor(column, dtype=torch.float64)
        says = torch.tensor([one is not None for one in said])
        return Source(says, values([one.features for one in some]), values([one.right for one in some]))


@dataclass(frozen=True)
class Cells:
    """Cells as columns. model: float64 [cells], what the model gives the right token."""

    model: Tensor
    sources: list[Source]

    @staticmethod
    def of(seen: list[Seen], sources: int) -> Cells:
        """Those of which one of the first `sources` says anything: no weight changes the others."""
        some = [cell for cell in seen if any(cell.said[:sources])]
        model = torch.tensor([cell.model for cell in some], dtype=torch.float64)
        return Cells(model, [Source.of([cell.said[i] for cell in some]) for i in range(sources)])


def nats(weights: list[Tensor], cells: Cells) -> Tensor:
    """Mean surprise of the model mixed with as many sources as there are weights, float64 [names] each."""
    used = cells.sources[: len(weights)]
    heard = zip(used, weights, strict=True)
    loud = [torch.where(source.says, source.features @ gate, -torch.inf) for source, gate in heard]
    shares = torch.stack([torch.zeros_like(cells.model), *loud]).softmax(0)
    mixture = (shares * torch.stack([cells.model, *(source.right for source in used)])).sum(0)
    return -(mixture + LEAST).log().mean()


def fit(seen: list[Seen]) -> dict[str, Gate]:
    """The file's gate, and the project's if any cell has one. The former is fitted as if there were no projects, and then
    stays: a document may be opened without its project."""
    gates: dict[str, Gate] = {}
    for source, name in enumerate(GATES):
        if not any(cell.said[source] for cell in seen):
            break
        gates[name] = fit_next(tensors(gates), Cells.of(seen, source + 1))
    return gates


def fit_next(fixed: list[Tensor], cells: Cells) -> Gate:
    """The last source's weights, under which its mixture with all before it is least surprised."""
    weights = torch.zeros(len(NAMES), dtype=torch.float64)
    weights[0] = -1.0
    weights.requires_grad_()
    search = torch.optim.LBFGS([weights], max_iter=200, line_search_fn="strong_wolfe")

    def closure() -> Tensor:
        search.zero_grad()
        loss = nats([*fixed, weights], cells) + RIDGE * (weights**2).sum()
        loss.backward()
        return loss

    search.step(closure)
    return {name: round(float(value), 4) for name, value in zip(NAMES, weights.detach(), strict=True)}


def tensors(gates: dict[str, Gate]) -> list[Tensor]:
    return [torch.tensor([gate[name] for name in NAMES], dtype=torch.float64) for gate in gates.values()]


def gain(gates: dict[str, Gate], seen: list[Seen]) -> dict[str, float | int]:
    """Nats of the model alone, with the file, and with the project, too, where there is a gate: all of the same cells."""
    weights, cells = tensors(gates), Cells.of(seen, len(gates))
    steps = ("before", "after", "with_project")[: len(weights) + 1]
    figures = {step: round(float(nats(weights[:used], cells)), 4) for used, step in enumerate(steps)}
    return {"cells": len(cells.model), **figures}
