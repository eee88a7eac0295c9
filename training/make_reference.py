"""Writes what the engine's logits and token ids are tested against (test/fixtures/reference).

    python training/make_reference.py                 a tiny model with random weights, its cases, tokenizer
                                                  vectors, what sequences say of their own cells
    python training/make_reference.py --bundled DIR   bundled.json: a few rows of a trained model folder
"""

from __future__ import annotations

import argparse
import json
import random
from pathlib import Path

import numpy as np
import torch

from remask_training.folder import read_folder, write_folder
from remask_training.model import STREAM_B, STREAM_CANVAS, STREAM_F, Config, StreamsModel, stream_mask
from remask_training.project import SEPARATOR
from remask_training.project_recall import ProjectIndex
from remask_training.recall import UNKNOWN, Recall, recall
from remask_training.tokenizer import BOS, DELETE, EOS, EXPAND, MASK, encode, train_tokenizer

ROOT = Path(__file__).resolve().parent.parent
OUT = ROOT / "test" / "fixtures" / "reference"
TINY = Config(
    vocab_size=512,
    hidden_size=64,
    intermediate_size=160,
    num_hidden_layers=2,
    num_attention_heads=4,
    num_key_value_heads=2,
    head_dim=16,
    window=16,
)
TRICKY = [
    "",
    " ",
    "\n",
    "\r\n",
    "\r",
    "a\r\n\tb\r\n",
    "if (x) {\n    return  y;\n}\n\n\n",
    "\t\tindent\t with\ttabs  and  spaces   ",
    "x = 1234.5e-6 + 0xFF00",
    "const naïve = 'café'; // cafe\u0301",
    "👩‍👩‍👧 🙂🙃 a🙂b",
    "日本語のコメント // 说明",
    "e\u0301\u0323\u0308 \u0301x",
    "nbsp\u00a0here\u2003em\ufeffbom\u0085nel\u2028ls\x0bvt\x0cff",
    "<|remask:mask|> and <|remask:bos|><|remask:reserved15|>",
    "$scope.__proto__ === this._x$1",
    "٣٤٥ Ⅷ ½ x²",
    "-->===>>>!!??''\"\"``",
    "نص عربي with עברית",
    "𝒳𝓎 = 𝟘\u200d",
]


def case(name: str, ids: list[int], canvases: list[dict], rows: dict) -> dict:
    return {"name": name, "ids": ids, "canvases": canvases, "rows": rows}


@torch.no_grad()
def reference(model: StreamsModel, wanted: dict) -> dict:
    """One full pass under the training mask. Every canvas of a case shares one delta, since B has one place per pass."""
    ids, canvases, length = wanted["ids"], wanted["canvases"], len(wanted["ids"])
    deltas = {len(c["cells"]) - (c["b"] - c["a"]) for c in canvases}
    assert len(deltas) <= 1, "canvases of one case must share their delta"
    delta = deltas.pop() if deltas else 0
    spans = [(c["a"], c["b"], len(c["cells"])) for c in canvases]
    cells = [cell for c in canvases for cell in c["cells"]]
    positions = [*range(length), *(i + delta for i in range(length))]
    positions += [c["a"] + k for c in canvases for k in range(len(c["cells"]))]
    streams = [STREAM_F] * length + [STREAM_B] * length + [STREAM_CANVAS] * len(cells)
    hidden = model.hidden(
        torch.tensor([ids + ids + cells]),
        torch.tensor([streams]),
        torch.tensor(positions),
        stream_mask(length, model.config.window, spans),
    )
    logits = model.logits(hidden)[0]
    starts, start = [], 2 * length
    for _, _, n in spans:
        starts.append(start)
        start += n
    pick = lambda offset, rows: {str(row): [round(v, 4) for v in logits[offset + row].tolist()] for row in rows}
    expected = {"f": pick(0, wanted["rows"]["f"]), "b": pick(length, wanted["rows"]["b"])}
    expected["canvases"] = [pick(at, rows) for at, rows in zip(starts, wanted["rows"]["canvases"], strict=True)]
    return {"name": wanted["name"], "ids": ids, "delta": delta, "canvases": canvases, "expected": expected}


def hole(a: int, b: int, cells: list[int]) -> dict:
    return {"a": a, "b": b, "cells": cells}


def tiny_cases(vocab: int) -> list[dict]:
    draw = random.Random(7)
    words = lambda n: [draw.randrange(16, vocab) for _ in range(n)]
    short, long = [BOS, *words(10), EOS], [BOS, *words(46), EOS]
    return [
        case("no canvas, shorter than the window", short, [], {"f": [0, 5, 11], "b": [0, 5, 11], "canvases": []}),
        case("no canvas, longer than the window", long, [], {"f": [15, 16, 47], "b": [0, 31, 32], "canvases": []}),
        case(
            "hole in the middle, true length, partly visible",
            short,
            [hole(4, 8, [MASK, short[5], MASK, short[7]])],
            {"f": [3], "b": [8], "canvases": [[0, 1, 3]]},
        ),
        case("empty hole", short, [hole(6, 6, [MASK] * 3)], {"f": [], "b": [], "canvases": [[0, 2]]}),
        case("hole at the start", short, [hole(1, 4, [MASK] * 3)], {"f": [], "b": [], "canvases": [[0, 2]]}),
        case("hole at the end", short, [hole(7, 11, [MASK] * 4)], {"f": [], "b": [], "canvases": [[0, 3]]}),
        case("everything between BOS and EOS", short, [hole(1, 11, [MASK] * 10)], {"f": [], "b": [], "canvases": [[4]]}),
        case(
            "more cells than tokens, with delete cells",
            long,
            [hole(20, 25, [MASK, long[21], MASK, MASK, MASK, DELETE, MASK, DELETE])],
            {"f": [19], "b": [25], "canvases": [[0, 1, 5, 7]]},
        ),
        case(
            "fewer cells than tokens, with an expand cell",
            long,
            [hole(20, 28, [MASK, EXPAND, MASK, MASK, long[27]])],
            {"f": [], "b": [], "canvases": [[0, 1, 4]]},
        ),
        case(
            "two holes in one pass, canvas longer than the window",
            long,
            [hole(3, 5, [MASK] * 20), hole(30, 32, [MASK] * 20)],
            {"f": [], "b": [], "canvases": [[0, 19], [0, 19]]},
        ),
    ]


def randomise(model: StreamsModel) -> None:
    """Large weights, so that logits are far from uniform and a wrong mask or position shows at once."""
    generator = torch.Generator().manual_seed(11)
    with torch.no_grad():
        for name, value in model.named_parameters():
            noise = torch.randn(value.shape, generator=generator)
            value.copy_(1 + 0.3 * noise if "norm" in name else 0.2 * noise)
            value.copy_(value.half().float())


def own_text() -> list[str]:
    """A text that hardly ever changes, so that the fixture does not either."""
    return [(ROOT / "training" / "remask_training" / "model.py").read_text(), (ROOT / "LICENSE").read_text()]


def write_json(path: Path, value: object) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(value, separators=(",", ":"), ensure_ascii=True) + "\n")


def write_tiny() -> None:
    folder = OUT / "model"
    tokenizer = train_tokenizer(own_text(), TINY.vocab_size)
    model = StreamsModel(TINY)
    randomise(model)
    about = {"id": "reference-tiny", "description": "Random weights for tests", "licence": "MIT", "languages": []}
    write_folder(folder, model, tokenizer, about)
    write_json(OUT / "cases.json", {"cases": [reference(model.eval(), c) for c in tiny_cases(TINY.vocab_size)]})
    write_json(OUT / "tokenizer.json", {"vectors": [{"text": t, "ids": encode(tokenizer, t)} for t in TRICKY]})
    write_recall()
    write_project_recall()


def write_recall() -> None:
    """What stands where the same neighbours stand, in sequences over few ids, some of whose canvas is undecided."""
    draw = random.Random(11)
    cases = []
    while len(cases) < 40:
        tokens = np.array([draw.randrange(6) for _ in range(60)])
        a = draw.randrange(5, 40)
        b = a + draw.randrange(1, 9)
        for i in range(a, b):
            tokens[i] = UNKNOWN if draw.random() < 0.6 else tokens[i]
        open_cells = [i for i in range(a, b) if tokens[i] == UNKNOWN]
        found = recall(tokens, open_cells[0], a, b) if open_cells else None
        if found:
            cases.append({"tokens": tokens.tolist(), "a": a, "b": b, "at": open_cells[0], "recall": wanted_of(found)})
    write_json(OUT / "recall.json", {"cases": cases})


def write_project_recall() -> None:
    """The same of a project's files: `shown` is a document, `at` its open cell that is asked for."""
    draw = random.Random(12)
    cases = []
    while len(cases) < 40:
        files = [[draw.randrange(5) for _ in range(draw.randrange(40))] for _ in range(4)]
        shown = np.array([UNKNOWN if draw.random() < 0.4 else draw.randrange(5) for _ in range(30)])
        open_cells = np.flatnonzero(shown == UNKNOWN).tolist()
        found = ProjectIndex(np.array([t for file in files for t in (*file, SEPARATOR)])).recall(shown, open_cells[0])
        if found:
            cases.append({"files": files, "shown": shown.tolist(), "at": open_cells[0], "recall": wanted_of(found)})
    write_json(OUT / "projectRecall.json", {"cases": cases})


def wanted_of(found: Recall) -> dict:
    wanted = {"order": found.order, "isBetween": found.between, "places": found.places, "distance": found.distance}
    return {**wanted, "shares": sorted(found.shares.items())}


def write_bundled(folder: Path) -> None:
    """A small function with its return expression masked: a few rows in full, for the model people really run."""
    model, tokenizer = read_folder(folder)
    prefix = encode(tokenizer, "export function add(a: number, b: number): number {\n  return ")
    middle, suffix = encode(tokenizer, "a + b"), encode(tokenizer, ";\n}\n")
    ids, a = [BOS, *prefix, *middle, *suffix, EOS], 1 + len(prefix)
    b = a + len(middle)
    cells = [MASK] * (len(middle) + 1)
    wanted = case("return expression", ids, [hole(a, b, cells)], {"f": [a - 1], "b": [b], "canvases": [[len(cells) - 1]]})
    vectors = [{"text": t, "ids": encode(tokenizer, t)} for t in TRICKY]
    write_json(OUT / "bundled.json", {"model": folder.name, "cases": [reference(model, wanted)], "vectors": vectors})


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--bundled", type=Path, metavar="DIR", help="a trained model folder")
    arguments = parser.parse_args()
    if arguments.bundled:
        write_bundled(arguments.bundled)
    else:
        write_tiny()


if __name__ == "__main__":
    main()
