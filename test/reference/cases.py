"""The questions that a tiny model is asked, and the reference's answers as the engine's tests read them."""

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import torch

import tiny

#: ids [n] to logits [n, V]: the reference implementation on one sequence.
Forward = Callable[[list[int]], torch.Tensor]


@dataclass
class Facts:
    """How the reference is used; the engine must find the same in the folder."""

    family: str
    alignment: str
    mask: int
    #: Block of a block-causal body; None sees everything.
    block: int | None = None
    extra: dict = field(default_factory=dict)


def aligned(logits: torch.Tensor, alignment: str) -> torch.Tensor:
    """Row i predicts token i. Shifted models: as Dream does it, the first row stands in for itself."""
    return torch.cat([logits[:1], logits[:-1]]) if alignment == "shifted" else logits


def canvas(facts: Facts, before: int, cells: int, after: int, seed: int) -> dict:
    """A hole with every other cell open."""
    ids = tiny.random_ids(before + cells + after, seed)
    hole = [facts.mask if i % 2 == 0 else id for i, id in enumerate(ids[before : before + cells])]
    return {"before": ids[:before], "cells": hole, "after": ids[before + cells :]}


#: Fewer where a model's favourites seldom are whole characters.
CELLS = [6] * 300 + [4] * 300 + [3] * 400


def decode(facts: Facts, forward: Forward) -> dict:
    """One greedy run of the family's own loop. Only whole characters, since the engine opens broken ones again."""
    import loops

    after = 0 if facts.block is not None else 7
    policy = "dream-maskgit" if facts.alignment == "shifted" and facts.block is None else "llada"
    steps = 9 if policy == "dream-maskgit" else 4
    banned = list(range(tiny.FIRST_SPECIAL, len(forward([0])[0])))
    for seed, cells in enumerate(CELLS, start=100):
        ids = tiny.random_ids(16 + cells + after, seed)
        before, behind = ids[:16], ids[16 + cells :]
        start = before + [facts.mask] * cells + behind
        loop = loops.dream if policy == "dream-maskgit" else loops.llada
        result = loop(forward, facts, start, range(16, 16 + cells), steps, banned)[16 : 16 + cells]
        if all(token < 128 or token >= 256 for token in result) and len(set(result)) > 1:
            return {"before": before, "after": behind, "policy": policy, "passes": steps, "result": result}
    raise SystemExit(f"no decodable run for {facts.family}")


@torch.no_grad()
def write_expected(path: Path, facts: Facts, forward: Forward) -> None:
    ids = tiny.random_ids(21, 1)
    ids[7:12] = [facts.mask] * 5
    rows = [0, 8, 20]
    blocked = facts.block is not None
    # A block-causal body sees nothing behind the hole.
    places = [(13, 5, 0), (16, 9, 0)] if blocked else [(13, 5, 9), (0, 4, 6), (11, 6, 0)]
    canvases = []
    for seed, place in enumerate(places):
        case = canvas(facts, *place, seed=2 + seed)
        begin, end = facts.extra.get("begin", []), facts.extra.get("end", [])
        sequence = begin + case["before"] + case["cells"] + case["after"] + end
        logits = aligned(forward(sequence), facts.alignment)[len(begin) :]
        asked = [0, 2, len(case["cells"]) - 1]
        answers = logits[[len(case["before"]) + row for row in asked]]
        canvases.append(case | {"rows": asked, "logits": tiny.rounded(answers)})
    tiny.write_json(
        path,
        {
            "family": facts.family,
            "alignment": facts.alignment,
            "mask": facts.mask,
            "block": facts.block,
            **facts.extra,
            "full": {"ids": ids, "rows": rows, "logits": tiny.rounded(forward(ids)[rows])},
            "canvases": canvases,
            # DreamOn changes its length on the way: that is the engine's own loop.
            "decode": None if "expand" in facts.extra else decode(facts, forward),
        },
    )
