"""The questions that a tiny model is asked, and the reference's answers as the engine's tests read them."""

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import torch

import tiny

#: ids [n] to logits [n, V]: the reference implementation on one sequence.
Forward = Callable[[list[int]], torch.Tensor]
#: forward, facts, ids with a masked hole, the hole, steps, ids that cannot be predicted: to what the hole then holds.
Loop = Callable[[Forward, "Facts", list[int], range, int, list[int]], list[int]]


@dataclass
class Facts:
    """How the reference is used; the engine must find the same in the folder."""

    family: str
    alignment: str
    mask: int
    #: Block of a block-causal body; None sees everything.
    block: int | None = None
    extra: dict = field(default_factory=dict)
    #: The family's own loop, run from a checkout of its repository; else the one in loops.py is taken.
    own_loop: "Loop | None" = None
    #: The cases of a family that has no mask; else those below are asked.
    expected: "Callable[[Facts, Forward], dict] | None" = None


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


def decodes(facts: Facts, forward: Forward) -> list[dict]:
    """Greedy runs of the family's own loop. Only whole characters, since the engine opens broken ones again."""
    import loops

    after = 0 if facts.block is not None else 7
    policy = "dream-maskgit" if facts.alignment == "shifted" and facts.block is None else "llada"
    how = {"policy": policy, "passes": 9 if policy == "dream-maskgit" else 4}
    loop = facts.own_loop or (loops.dream if policy == "dream-maskgit" else loops.llada)
    banned = list(range(tiny.FIRST_SPECIAL, len(forward([0])[0])))
    resizes = "expand" in facts.extra
    # Where a length is learned: one run that ends shorter and one that ends longer.
    wanted = ["delete", "expand"] if resizes else ["any"]
    found = []
    for seed, cells in enumerate(CELLS, start=100):
        ids = tiny.random_ids(16 + cells + after, seed)
        before, behind = ids[:16], ids[16 + cells :]
        start = before + [facts.mask] * cells + behind
        result = loop(forward, facts, start, range(16, 16 + cells), how["passes"], banned)
        if any(128 <= token < 256 for token in result) or len(set(result)) < 2:
            continue
        kind = "any" if not resizes else "delete" if 0 < len(result) < cells else "expand" if len(result) > cells else ""
        if kind in wanted:
            wanted.remove(kind)
            resized = {"policy": "dreamon", "cells": cells} if resizes else how
            found.append({"before": before, "after": behind, **resized, "result": result})
        if not wanted:
            return found
    raise SystemExit(f"no decodable run for {facts.family}")


@torch.no_grad()
def write_expected(path: Path, facts: Facts, forward: Forward) -> None:
    head = {
        "family": facts.family,
        "alignment": facts.alignment,
        "mask": facts.mask,
        "block": facts.block,
        **facts.extra,
    }
    tiny.write_json(path, head | (facts.expected or expected)(facts, forward))


def expected(facts: Facts, forward: Forward) -> dict:
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
    return {
        "full": {"ids": ids, "rows": rows, "logits": tiny.rounded(forward(ids)[rows])},
        "canvases": canvases,
        "decodes": decodes(facts, forward),
    }
