"""Runs the training side end to end at toy size: python -m pytest training/test_training.py (under a minute on a CPU)."""

from __future__ import annotations

import copy
import dataclasses
import json
import random
from pathlib import Path

import numpy as np
import pytest
import torch
from evaluate import evaluate
from export import export
from remask_training.batch import Canvas, build_window, collate
from remask_training.decoding import Canvases, Hole
from remask_training.dedup import unique
from remask_training.examples import Corruption, Examples
from remask_training.filters import rules
from remask_training.folder import read_folder
from remask_training.loss import weighted_loss
from remask_training.model import Config, StreamsModel, stream_mask
from remask_training.shapes import Shapes
from remask_training.schedule import Budget, Phase, learning_rate, phase_at
from remask_training.sources import SourceFile, without_twins
from remask_training.streams import StreamsPass
from remask_training.tokenizer import BOS, DELETE, EOS, EXPAND, MASK, SPECIALS, encode, save_tokenizer, train_tokenizer
from remask_training.tokens import TokenStore
from remask_training.trainer import Trainer
from tokenizer import write_tokens
from tokenizers import Tokenizer

VOCAB = 320
BODY = {
    "vocab_size": VOCAB, "hidden_size": 32, "intermediate_size": 64, "num_hidden_layers": 2,
    "num_attention_heads": 4, "num_key_value_heads": 2, "head_dim": 8, "window": 32,
}  # fmt: skip
CONFIG = {
    "seed": 1, "bf16": False, "compile": False, "model": BODY, "mixture": {"typescript": 0.7, "python": 0.3},
    "phases": [
        {"start": 0.0, "length": 32, "windows": 4, "canvases": False, "micro": 4},
        {"start": 0.3, "length": 32, "windows": 4, "canvases": True},
        {"start": 0.8, "length": 48, "windows": 2, "canvases": True},
    ],
    "corruption": {"tile": [2, 12], "most_deletes": 4, "extra_cells": 16},
    "optimizer": {"matrix_rate": 0.01, "other_rate": 0.01, "weight_decay": 0.1, "clip": 1.0},
    "schedule": {"warmup": 0.05, "decay": 0.3}, "average": {"start": 0.5, "decay": 0.9},
}  # fmt: skip


def toy_files(draw: random.Random, count: int) -> list[dict]:
    name = lambda: draw.choice(["alpha", "beta", "gamma", "delta"])
    typescript = lambda: "".join(f"export const {name()} = {name()}({draw.randrange(10)});\n" for _ in range(30))
    python = lambda: "".join(f"def {name()}(x):\n    return {name()} + {draw.randrange(10)}\n\n" for _ in range(20))
    return [
        {"package": "toy", "path": str(i), "language": language, "text": make()}
        for i in range(count)
        for language, make in (("typescript", typescript), ("python", python))
    ]


@pytest.fixture(scope="module")
def work(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A work folder as corpus.py and tokenizer.py leave it, from generated files."""
    folder = tmp_path_factory.mktemp("work")
    for name in ("corpus", "tokens", "tokenizer"):
        (folder / name).mkdir()
    draw = random.Random(5)
    for split, count in (("train", 20), ("validation", 3), ("test", 12)):
        lines = [json.dumps(file) for file in toy_files(draw, count)]
        (folder / "corpus" / f"{split}.jsonl").write_text("\n".join(lines) + "\n")
    texts = [json.loads(line)["text"] for line in (folder / "corpus" / "train.jsonl").read_text().splitlines()]
    tokenizer = train_tokenizer(texts, VOCAB)
    save_tokenizer(tokenizer, folder / "tokenizer")
    for split in ("train", "validation", "test"):
        write_tokens(tokenizer, folder / "corpus", split, folder / "tokens")
    return folder


@pytest.fixture()
def make_trainer(work: Path):
    tokenizer = Tokenizer.from_file(str(work / "tokenizer" / "tokenizer.json"))
    return lambda: Trainer(copy.deepcopy(CONFIG), TokenStore(work / "tokens", "train"), tokenizer)


def loud_model(seed: int = 0) -> StreamsModel:
    """Random weights large enough that any leak moves the logits."""
    torch.manual_seed(seed)
    model = StreamsModel(Config(**BODY))
    with torch.no_grad():
        for value in model.parameters():
            value.add_(0.3 * torch.randn_like(value))
    return model.eval()


def examples() -> Examples:
    flags = lambda first: np.isin(np.arange(VOCAB), range(first, first + 24))
    shapes = Shapes(breaks=flags(16), opens=flags(40), closes=flags(64), depth=flags(40).astype(int) - flags(64))
    return Examples(Corruption(tile=(2, 12), most_deletes=4, extra_cells=16), shapes, VOCAB)


def tokens_of(length: int, draw: np.random.Generator) -> np.ndarray:
    tokens = draw.integers(16, VOCAB, length)
    tokens[0], tokens[length // 2], tokens[length // 2 + 1] = BOS, EOS, BOS
    return tokens


@pytest.mark.parametrize("length", [24, 48])
def test_fast_pass_equals_the_definition(length: int) -> None:
    draw, model = np.random.default_rng(length), loud_model()
    tokens = tokens_of(length, draw)
    window = examples().with_canvases(tokens, draw)
    batch = collate([window], length, BODY["window"], groups=2)
    used = window.canvas >= 0
    numbers = sorted(set(window.canvas[used].tolist()))
    spans = [
        (int(window.a[at[0]]), int(window.b[at[0]]), len(at))
        for at in (np.flatnonzero(window.canvas == i) for i in numbers)
    ]
    order = torch.cat([torch.arange(length), torch.arange(2 * length - 1, length - 1, -1)])
    order = torch.cat([order, 2 * length + torch.from_numpy(np.argsort(window.canvas, kind="stable")[(~used).sum() :])])
    streams = torch.tensor([[0] * length + [1] * length + [2] * int(used.sum())])
    with torch.no_grad():
        mask = stream_mask(length, BODY["window"], spans)
        expected = model.hidden(batch.ids[:, order], streams, batch.positions[:, order], mask)
        actual = StreamsPass(model)(batch.ids, batch.positions, batch.mask, length, batch.groups)[:, order]
    assert torch.allclose(actual, expected, atol=2e-5)


@torch.no_grad()
def test_reading_the_context_once_changes_nothing() -> None:
    model, draw = loud_model(), np.random.default_rng(4)
    holes = [Hole(tokens_of(40, draw), 5, 9, 4), Hole(tokens_of(40, draw), 25, 30, 8)]
    shown = [[MASK, 20, MASK, 21], [MASK] * 6 + [DELETE] * 2]
    actual = Canvases(model, holes).logits(shown)
    for i, (hole, cells) in enumerate(zip(holes, shown, strict=True)):
        canvas = Canvas(hole.a, hole.b, cells, cells, [0.0] * len(cells))
        delta = hole.cells - len(hole.truth)
        batch = collate([build_window(hole.tokens, [canvas], delta, hole.cells)], 40, BODY["window"])
        expected = model.logits(StreamsPass(model)(batch.ids, batch.positions, batch.mask, 40))[0, 80:]
        assert torch.allclose(actual[i, : hole.cells], expected, atol=1e-4)


@torch.no_grad()
def test_a_canvas_never_sees_what_its_hole_held() -> None:
    model, draw = loud_model(), np.random.default_rng(3)
    tokens = tokens_of(40, draw)
    shown = [MASK] * 9

    def logits(changed: np.ndarray, shown: list[int]) -> torch.Tensor:
        canvas = Canvas(6, 14, shown, shown, [1.0] * 9)
        batch = collate([build_window(changed, [canvas], delta=1, room=9)], 40, BODY["window"])
        return model.logits(StreamsPass(model)(batch.ids, batch.positions, batch.mask, 40))[0]

    inside, outside = tokens.copy(), tokens.copy()
    inside[6:14] = 17 + np.arange(8)
    outside[14] = 17 if tokens[14] != 17 else 18
    base = logits(tokens, shown)
    assert torch.equal(base[80:], logits(inside, shown)[80:])
    assert not torch.equal(base[80:], logits(outside, shown)[80:])
    assert not torch.equal(base[80:], logits(tokens, [20, *shown[1:]])[80:])
    assert torch.equal(base[:80], logits(tokens, [20, *shown[1:]])[:80]), "F and B do not see canvases"


def test_examples_are_consistent() -> None:
    draw = np.random.default_rng(9)
    deltas = set()
    for _ in range(200):
        tokens = tokens_of(32, draw)
        window = examples().with_canvases(tokens, draw)
        delta = int(window.positions[32] - 31)
        deltas.add(np.sign(delta))
        shown, targets, weights = window.ids[64:], window.targets[64:], window.weights[64:]
        for number in set(window.canvas[window.canvas >= 0].tolist()):
            at = np.flatnonzero(window.canvas == number)
            a, b = int(window.a[at[0]]), int(window.b[at[0]])
            assert len(at) == b - a + delta
            assert (shown[at] == MASK).any()
            assert (targets[at] == DELETE).sum() == max(delta, 0) and (targets[at] == EXPAND).sum() == max(-delta, 0)
            said = [t for t in targets[at] if t not in (DELETE, EXPAND)]
            kept = tokens[a:b].tolist()
            assert said == kept if delta >= 0 else len(said) == len(kept) + 2 * delta
            assert not {BOS, EOS} & set(kept)
        assert (weights[(shown == MASK) & (window.canvas >= 0)] > 0).all()
        assert (weights[window.canvas < 0] == 0).all()
    assert deltas == {-1, 0, 1}


def test_weights_reach_the_gradient() -> None:
    torch.manual_seed(2)
    hidden, head = torch.randn(2, 5, 8), torch.randn(11, 8)
    targets, weights = torch.randint(0, 11, (2, 5)), torch.rand(2, 5)
    weights[0, 1] = 0

    def gradients(weights: torch.Tensor, plain: bool) -> tuple[torch.Tensor, torch.Tensor]:
        h, w = hidden.clone().requires_grad_(), head.clone().requires_grad_()
        if plain:
            each = torch.nn.functional.cross_entropy((h @ w.T).flatten(0, 1), targets.flatten(), reduction="none")
            loss = (each * weights.flatten()).sum()
        else:
            loss = weighted_loss(h, w, targets, weights)[0]
        loss.backward()
        return h.grad, w.grad

    for actual, expected in zip(gradients(weights, False), gradients(weights, True), strict=True):
        assert torch.allclose(actual, expected, atol=1e-5)
    heavier = weights.clone()
    heavier[1, 2] *= 3
    ratio = gradients(heavier, False)[0][1, 2] / gradients(weights, False)[0][1, 2]
    assert torch.allclose(ratio, torch.full_like(ratio, 3.0), atol=1e-3)


def test_resuming_goes_on_as_if_nothing_had_happened(make_trainer, tmp_path: Path) -> None:
    budget = Budget(None, steps=20)
    through = make_trainer()
    lines = [through.advance(budget) for _ in range(16)]
    first = make_trainer()
    for _ in range(9):
        first.advance(budget)
    first.save(tmp_path / "checkpoint.pt", budget)
    second = make_trainer()
    second.load(tmp_path / "checkpoint.pt")
    assert [second.advance(budget)["loss"] for _ in range(7)] == [line["loss"] for line in lines[9:]]
    assert all(torch.equal(a, b) for a, b in zip(second.average.parameters(), through.average.parameters(), strict=True))


def test_schedule() -> None:
    phases = [Phase(0.0, 8, 1, False), Phase(0.3, 8, 1, True)]
    assert [phase_at(phases, p).canvases for p in (0.0, 0.29, 0.3, 1.0)] == [False, False, True, True]
    rates = [learning_rate(p, 0.1, 0.2) for p in (0.0, 0.1, 0.5, 0.8, 0.9, 1.0)]
    assert rates == pytest.approx([0.05, 1, 1, 1, 0.5, 0])
    assert Budget(minutes=1, steps=None, spent=30).progress(0) == pytest.approx(0.5, abs=0.01)


def test_train_export_evaluate(work: Path, make_trainer, tmp_path: Path) -> None:
    trainer, budget = make_trainer(), Budget(None, steps=60)
    losses = [trainer.advance(budget) for _ in range(60)]
    assert losses[15]["f"] < 0.8 * losses[0]["f"]
    trainer.save(tmp_path / "checkpoint.pt", budget)
    export(tmp_path / "checkpoint.pt", work / "tokenizer", tmp_path / "model", name="toy")
    model, tokenizer = read_folder(tmp_path / "model")
    for stored, trained in zip(model.parameters(), trainer.average.parameters(), strict=True):
        assert torch.equal(stored, trained.half().float())
    assert json.loads((tmp_path / "model" / "remask.json").read_text())["files"].keys() >= {"model.safetensors"}
    figures = evaluate(model, tokenizer, work, split="test", windows=4, holes=3)
    for language in ("typescript", "python"):
        accuracy = figures["accuracy"][language]["1.0"]
        assert accuracy["cells"] > 0 and all(0 <= accuracy[name] <= 1 for name in ("model", "unigram", "bigram"))
    assert figures["lines"]["all"]["holes"] == 6


def test_user_text_never_becomes_a_special(work: Path) -> None:
    tokenizer = train_tokenizer(["let mask = 1;\n"], VOCAB)
    text = "".join(SPECIALS) + " \r\n\t\x00 \U0010ffff e\u0301"
    ids = encode(tokenizer, text)
    assert min(ids) >= len(SPECIALS) and tokenizer.decode(ids, skip_special_tokens=False) == text


def test_corpus_rules() -> None:
    code = "".join(f"export function name{i}(value) {{\n  return value.part{i} ?? other{i * i};\n}}\n" for i in range(12))
    file = SourceFile("kind", "src/a.js", "javascript", code)
    changed = lambda **change: dataclasses.replace(file, **change)
    checks = rules(["zod", "@nestjs/core"])
    reasons = lambda f: {name for name, drops in checks.items() if drops(f)}
    assert reasons(file) == set()
    assert reasons(changed(package="zod")) == {"reserved"}
    assert "reserved" in reasons(changed(path="deep/zod/index.js"))
    assert "vendored" in reasons(changed(path="node_modules/x/a.js"))
    assert "minified" in reasons(changed(text=code.replace("\n", " ")))
    assert "generated" in reasons(changed(text="// DO NOT EDIT\n" + code))
    assert "data-like" in reasons(changed(text="0.125, 3.5,\n" * 400))
    near = changed(text=code.replace("name3", "renamed3"), path="src/b.js")
    assert unique([file, changed(path="src/c.js", text=code.replace("  ", "\t")), near]) == [file]
    typescript = [SourceFile("p", f"src/{i}.ts", "typescript", code) for i in range(8)]
    assert without_twins([*typescript, file, changed(path="a.d.ts", language="typescript")]) == typescript
