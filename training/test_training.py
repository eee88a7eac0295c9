"""Runs the training side end to end at toy size: python -m pytest training/test_training.py (under a minute on a CPU)."""

from __future__ import annotations

import ast
import copy
import dataclasses
import io
import json
import random
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

import numpy as np
import pack
import pytest
import torch
from evaluate import evaluate
from export import export
from remask_training import calibration, gates, human_eval, recall, seen
from remask_training.batch import Canvas, build_window, collate
from remask_training.dedup import unique
from remask_training.draws import DrawsAhead
from remask_training.examples import Corruption, Examples
from remask_training.fills import calibration_error
from remask_training.filters import rules
from remask_training.flex import flex_attend, flex_masks
from remask_training.folder import read_folder, weight_files, write_folder
from remask_training.holes import KINDS, draw_holes
from remask_training.loss import weighted_loss
from remask_training.model import Config, StreamsModel, stream_mask
from remask_training.project import Projects
from remask_training.repair import plant
from remask_training.report import table
from remask_training.schedule import Budget, Phase, learning_rate, phase_at
from remask_training.shapes import Shapes
from remask_training.sources import SourceFile, without_twins
from remask_training.streams import StreamsPass, dense_attend, dense_masks
from remask_training.tokenizer import BOS, DELETE, EOS, EXPAND, MASK, SPECIALS, encode, save_tokenizer, train_tokenizer
from remask_training.tokens import TokenStore
from remask_training.trainer import Trainer
from remask_training.warmstart import spread, warm_start
from tokenizer import write_tokens
from tokenizers import Tokenizer

HERE = Path(__file__).resolve().parent
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
    batch = collate([window], length, groups=2)
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
        actual = StreamsPass(model)(batch.ids, batch.positions, batch.places, length, batch.groups)[:, order]
    assert torch.allclose(actual, expected, atol=2e-5)


@torch.no_grad()
def test_a_canvas_never_sees_what_its_hole_held() -> None:
    model, draw = loud_model(), np.random.default_rng(3)
    tokens = tokens_of(40, draw)
    shown = [MASK] * 9

    def logits(changed: np.ndarray, shown: list[int]) -> torch.Tensor:
        canvas = Canvas(6, 14, shown, shown, [1.0] * 9)
        batch = collate([build_window(changed, [canvas], delta=1, room=9)], 40)
        return model.logits(StreamsPass(model)(batch.ids, batch.positions, batch.places, 40))[0]

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


@pytest.mark.parametrize("has", [True, False])
def test_low_precision_is_for_machines_that_have_it(work: Path, monkeypatch, has: bool) -> None:
    monkeypatch.setattr("remask_training.trainer.multiplies_bf16", lambda device: has)
    tokenizer = Tokenizer.from_file(str(work / "tokenizer" / "tokenizer.json"))
    trainer = Trainer({**copy.deepcopy(CONFIG), "bf16": True}, TokenStore(work / "tokens", "train"), tokenizer)
    assert (trainer.working is trainer.model) is not has
    assert {value.dtype for value in trainer.working.parameters()} == {torch.bfloat16 if has else torch.float32}
    assert {value.dtype for value in trainer.model.parameters()} == {torch.float32}


def test_what_other_processes_draw_ahead_is_what_would_have_been_drawn(make_trainer) -> None:
    draws, phases = make_trainer().draws, [Phase(0.0, 32, 4, False, 2), Phase(0.5, 32, 4, True, 2)]
    ahead = DrawsAhead(draws, processes=2, ahead=3)
    asked = [(step, micro, phases[step > 1]) for step in range(4) for micro in range(2)]
    try:
        for key in asked:
            found, expected = ahead.batch(*key), draws.batch(*key)
            parts = lambda batch: [batch.ids, batch.positions, batch.targets, batch.weights, *(batch.places or ())]
            assert all(torch.equal(a, b) for a, b in zip(parts(found), parts(expected), strict=True))
        assert set(ahead.drawn) == {(4, 0, phases[1]), (4, 1, phases[1]), (5, 0, phases[1])}, "nothing else is kept"
    finally:
        ahead.close()


def test_schedule() -> None:
    phases = [Phase(0.0, 8, 1, False), Phase(0.3, 8, 1, True)]
    assert [phase_at(phases, p).canvases for p in (0.0, 0.29, 0.3, 1.0)] == [False, False, True, True]
    rates = [learning_rate(p, 0.1, 0.2) for p in (0.0, 0.1, 0.5, 0.8, 0.9, 1.0)]
    assert rates == pytest.approx([0.05, 1, 1, 1, 0.5, 0])
    assert Budget(minutes=1, steps=None, spent=30).progress(0) == pytest.approx(0.5, abs=0.01)


def test_train_export_evaluate(work: Path, make_trainer, tmp_path: Path, monkeypatch) -> None:
    """The figures come from the exported folder, through PyTorch and through the engine (npm run build comes first)."""
    monkeypatch.setattr("remask_training.folder.MOST_BYTES", 50_000)
    trainer, budget = make_trainer(), Budget(None, steps=40)
    losses = [trainer.advance(budget) for _ in range(40)]
    assert losses[11]["f"] < 0.9 * losses[0]["f"]
    trainer.save(tmp_path / "checkpoint.pt", budget)
    export(tmp_path / "checkpoint.pt", work / "tokenizer", tmp_path / "model", name="toy")
    model, _ = read_folder(tmp_path / "model")
    for stored, trained in zip(model.parameters(), trainer.average.parameters(), strict=True):
        assert torch.equal(stored, trained.half().float())
    about = json.loads((tmp_path / "model" / "remask.json").read_text())
    shards = [path.name for path in weight_files(tmp_path / "model")]
    assert len(shards) > 1 and about["files"].keys() >= {"model.safetensors.index.json", *shards}
    fresh = make_trainer().model
    write_folder(tmp_path / "fresh", fresh, Tokenizer.from_file(str(work / "tokenizer" / "tokenizer.json")), about)
    export(tmp_path / "checkpoint.pt", work / "tokenizer", tmp_path / "mixed", "mixed", tmp_path / "fresh", share=0.25)
    mixed, _ = read_folder(tmp_path / "mixed")
    for between, a, b in zip(mixed.parameters(), fresh.parameters(), trainer.average.parameters(), strict=True):
        assert torch.allclose(between, 0.75 * a + 0.25 * b, atol=2e-3)
    shallow = StreamsModel(dataclasses.replace(fresh.config, num_hidden_layers=1))
    write_folder(tmp_path / "shallow", shallow, Tokenizer.from_file(str(work / "tokenizer" / "tokenizer.json")), about)
    export(tmp_path / "checkpoint.pt", work / "tokenizer", tmp_path / "grown", "grown", tmp_path / "shallow", share=0.5)
    added, trained = read_folder(tmp_path / "grown")[0].layers[1], trainer.average.layers[1]
    assert torch.allclose(added.o_proj.weight, trained.o_proj.weight / 2, atol=2e-3), "an added layer begins with nothing"
    with pytest.raises(ValueError, match="share"):
        export(tmp_path / "checkpoint.pt", work / "tokenizer", tmp_path / "none", "none", share=0.5)
    figures = evaluate(tmp_path / "model", work, split="test", windows=4, holes=1, human_eval=None, tasks=0)
    again = evaluate(tmp_path / "model", work, "test", windows=4, holes=1, human_eval=None, tasks=0, network=figures)
    assert again["tokens"] is figures["tokens"] and again["fills"]["all"]["holes"] == figures["fills"]["all"]["holes"]
    with pytest.raises(SystemExit, match="test split"):
        evaluate(tmp_path / "model", work, "validation", 4, 1, None, 0, network=figures)
    for language in ("typescript", "python"):
        accuracy = figures["tokens"][language]["accuracy"]["1.0"]
        assert accuracy["cells"] > 0 and all(0 <= accuracy[name] <= 1 for name in ("model", "unigram", "bigram"))
        assert figures["tokens"][language]["nelbo"] > 0
    fills, bugs = figures["fills"], figures["repair"]["all"]
    assert fills["typescript line"]["holes"] == fills["python node"]["holes"] == 1 and fills["all"]["ms_per_pass"] > 0
    assert bugs["bugs"] == 2 and 0 <= bugs["top_1"] <= bugs["top_3"] <= 1
    assert "| python node | 1 |" in table(figures)


def test_two_processes_take_the_steps_of_one(work: Path, make_trainer, tmp_path: Path) -> None:
    (tmp_path / "config.json").write_text(json.dumps(CONFIG))
    command = [sys.executable, str(HERE / "train.py"), "--config", str(tmp_path / "config.json"), "--work", str(work)]
    subprocess.run([*command, "--run", "pair", "--steps", "4", "--processes", "2"], check=True)
    lines = [json.loads(line) for line in (work / "pair" / "log.jsonl").read_text().splitlines()]
    alone, budget = make_trainer(), Budget(None, steps=4)
    expected = [alone.advance(budget) for _ in range(4)]
    assert [line["loss"] for line in lines] == pytest.approx([line["loss"] for line in expected], abs=2e-3)
    state = torch.load(work / "pair" / "checkpoint.pt", weights_only=True)
    for name, value in alone.model.state_dict().items():
        assert torch.allclose(state["model"][name], value, atol=2e-3)


@torch.no_grad()
def test_growing_keeps_what_a_model_computes(work: Path, tmp_path: Path) -> None:
    old_tokenizer = train_tokenizer(["let mask = 1;\n"], 280)
    old = StreamsModel(Config(**{**BODY, "vocab_size": 280}))
    about = {"id": "old", "description": "", "licence": "MIT", "languages": []}
    write_folder(tmp_path / "old", old, old_tokenizer, about)
    tokenizer = Tokenizer.from_file(str(work / "tokenizer" / "tokenizer.json"))
    grown = StreamsModel(Config(**{**BODY, "num_hidden_layers": 3}))
    warm_start(grown, tokenizer, tmp_path / "old")
    stored, _ = read_folder(tmp_path / "old")
    ids = torch.randint(0, 272, (1, 12))
    mask = stream_mask(12, 32, [])[:12, :12]
    hidden = [m.hidden(ids, torch.zeros_like(ids), torch.arange(12), mask) for m in (stored, grown)]
    assert torch.allclose(hidden[0], hidden[1], atol=1e-5)
    assert spread(2, 5) == [(0, False), (0, True), (0, True), (1, False), (1, True)]


@torch.no_grad()
def test_flex_attention_agrees_with_the_written_out_one() -> None:
    draw = np.random.default_rng(6)
    windows = [examples().with_canvases(tokens_of(32, draw), draw) for _ in range(2)]
    batch = collate(windows, 32, groups=2)
    q, k, v = (torch.randn(2, heads, batch.ids.shape[1], 16) for heads in (4, 2, 2))
    like = torch.zeros(2, 1)
    expected = dense_attend(q, k, v, 32, dense_masks(32, 24, batch.places, 2, like))
    actual = flex_attend(q, k, v, 32, flex_masks(32, 24, batch.places, 2, like))
    assert torch.allclose(actual, expected, atol=1e-4)


def test_corpus_and_tokenizer_commands(tmp_path: Path) -> None:
    """From package archives to token files, as a clean clone does it, but with archives that are here already."""
    word = lambda draw: "".join(draw.choices("abcdefghijklmnopqrst", k=7))
    line = lambda draw: f"export function {word(draw)}({word(draw)}: {word(draw)}) {{\n  return {word(draw)}.{word(draw)};\n}}\n"
    text = lambda i: "".join(line(draw) for draw in [random.Random(i)] for _ in range(20))
    pins = {"npm": [{"name": f"package-{i}", "version": "1.0.0", "licence": "MIT"} for i in range(12)]}
    pins["pypi"] = [{"name": "some.thing", "version": "2", "licence": "MIT"}]
    for kind in pins:
        (tmp_path / "downloads" / kind).mkdir(parents=True)
    for i in range(12):
        with tarfile.open(tmp_path / "downloads" / "npm" / f"package-{i}-1.0.0.tgz", "w:gz") as tar:
            for name, content in ((f"package/src/{i}.ts", text(i)), ("package/src/copy.ts", text(0))):
                entry = tarfile.TarInfo(name)
                entry.size = len(content)
                tar.addfile(entry, io.BytesIO(content.encode()))
    with zipfile.ZipFile(tmp_path / "downloads" / "pypi" / "some_thing-2-py3-none-any.whl", "w") as wheel:
        wheel.writestr("some/thing.py", text(99).replace("export function", "def").replace(" {", ":").replace("}", ""))
    limits = {"bytes_per_package": 100_000, "bytes_of_standard_library": 60_000}
    split = {"salt": "", "validation_percent": 25, "test_percent": 25}
    library = {"name": "python-stdlib", "licence": "PSF-2.0"}
    sources = {"split": split, "limits": limits, "reserved": ["package-3"], "standard_library": library, **pins}
    (tmp_path / "sources.json").write_text(json.dumps(sources))
    run = lambda name, *options: subprocess.run(
        [sys.executable, str(HERE / name), "--work", str(tmp_path), *options], check=True, capture_output=True
    )
    run("corpus.py", "--sources", str(tmp_path / "sources.json"))
    files = [
        json.loads(line)
        for name in ("train", "validation", "test")
        for line in (tmp_path / "corpus" / f"{name}.jsonl").read_text().splitlines()
    ]
    assert sorted(f["path"] for f in files if f["package"].startswith("package")) == sorted(
        f"src/{i}.ts" for i in range(12) if i != 3
    )
    assert {f["language"] for f in files} == {"typescript", "python"}
    run("tokenizer.py", "--vocab", "300")
    assert TokenStore(tmp_path / "tokens", "train").languages.keys() == {"typescript", "python"}


def test_holes_are_what_they_say() -> None:
    python = "import os\n\n\ndef read(path):\n    with open(path) as file:\n        return file.read()  # a note\n\n\nprint(read(os.sep))\n"
    json_text = '{"a": [1, 2, 3], "b": {"c": true}}\n' * 9
    file = lambda language, text: {"package": "toy", "path": f"src/a.{language}", "language": language, "text": text}
    files = [file("python", python * 3), file("json", json_text)]
    for kind in KINDS:
        for hole in draw_holes(files, "python", kind, 6):
            assert hole.window().truth == hole.truth and hole.filled(hole.truth) == hole.text and hole.file == files[0]
            if kind == "node":
                ast.parse(hole.truth.strip())
            if kind == "line":
                assert "\n" not in hole.truth and hole.text[: hole.start].rpartition("\n")[2].strip() == ""
    assert {h.truth for h in draw_holes(files, "json", "node", 9)} == {"1, 2, 3", '"c": true'}
    assert draw_holes(files, "python", "line", 5) == draw_holes(files, "python", "line", 5)


def test_planted_bugs_differ_in_one_token(work: Path) -> None:
    tokenizer = Tokenizer.from_file(str(work / "tokenizer" / "tokenizer.json"))
    text = "def alpha(x):\n    return beta + 4\n\n" * 4
    bugs = [bug for i in range(20) if (bug := plant("python", text, tokenizer, random.Random(i)))]
    assert bugs
    for bug in bugs:
        assert bug.text[bug.start : bug.end] != bug.right
        assert bug.text[: bug.start] + bug.right + bug.text[bug.end :] == text
        assert bug.first <= bug.start < bug.end <= bug.last


def test_programs_run_apart_and_within_limits() -> None:
    assert human_eval.passes("assert 1 + 1 == 2")
    assert not human_eval.passes("assert 1 + 1 == 3")
    assert not human_eval.passes("while True: pass")
    assert not human_eval.passes("x = bytearray(2 << 30)")
    assert human_eval.passes("import os\nassert 'PATH' not in os.environ and os.listdir('.') == []")


def test_calibration_error() -> None:
    assert calibration_error([(0.75, True)] * 3 + [(0.75, False)]) == pytest.approx(0)
    assert calibration_error([(0.95, False)] * 2) == pytest.approx(0.95)


def test_calibration_is_fitted_and_judged_pass_by_pass() -> None:
    shown = lambda *states: [{"state": state, "confidence": sure, "text": text} for state, sure, text in states]
    first = shown(("committed", 0.9, "a"), ("masked", 0.0, ""), ("tentative", 0.6, "b"))
    second = shown(("committed", 0.9, "a"), ("committed", 0.8, "x"), ("committed", 0.7, " b"))
    decided = calibration.Decided
    assert calibration.judged([first, second], ["a", "c", "b"], [False, True, False]) == [
        decided(0.9, 0.0, True, False), decided(0.8, 1 / 3, False, True), decided(0.7, 1 / 3, True, False)
    ]  # fmt: skip
    draw = random.Random(0)
    drawn = [(draw.random(), draw.random()) for _ in range(4000)]
    overdone = [decided(p, before, draw.random() < p * (1 - before), False) for p, before in drawn]
    errors = calibration.errors(calibration.fit(overdone[1::2]), overdone[::2])
    assert errors["before"] > 0.2 and errors["after"] < 0.05
    # As likely by the model, and right more often.
    proposed = [decided(p, before, draw.random() < 0.9, True) for p, before in drawn]
    fitted = calibration.fit(overdone[1::2] + proposed[1::2])
    for some in (overdone[::2], proposed[::2]):
        assert calibration.errors(fitted, some)["after"] < 0.06


def test_recall_counts_where_the_same_neighbours_stand() -> None:
    tokens = np.array([1, 2, 3, 9, 1, 2, 4, 8, 1, 2, recall.UNKNOWN, 9, 7])
    found = recall.recall(tokens, 10, 10, 11)
    assert found == recall.Recall({3: 1.0}, 3, True, 1, 1)  # `1 2 . 9`, before `1 2 .`
    assert recall.recall(np.array([5, recall.UNKNOWN, 6]), 1, 1, 2) is None
    far = np.array([1, 2, 3, 4, 0, 1, 2, recall.UNKNOWN, recall.UNKNOWN])
    assert recall.recall(far, 8, 7, 9) == recall.Recall({4: 1.0}, 2, False, 1, 2)


def said(order: int, right: float) -> seen.Said:
    return seen.Said((1.0, order, 0.0, 1.0, 0.0, 0.0, 0.3), right)


def test_the_gate_learns_when_a_file_is_right() -> None:
    draw = random.Random(0)
    cells = []
    for _ in range(3000):
        order = draw.randrange(1, 5)
        right = draw.random() < order / 5
        cells.append(seen.Seen(0.3, (said(order, 0.9 if right else 0.0), None)))
    fitted = gates.fit(cells[1::2])
    gain = gates.gain(fitted, cells[::2])
    assert fitted.keys() == {"recallGate"} and gain["after"] < gain["before"] - 0.1
    useless = [seen.Seen(0.3, (said(1, 0.0), None)) for _ in range(100)]
    gain = gates.gain(gates.fit(useless), useless)
    assert gain["after"] < 1.05 * gain["before"]


def test_the_gate_learns_that_a_project_is_copied_from() -> None:
    """Beside a file that is right half of the time, and without one."""
    draw = random.Random(0)
    right = lambda share: 0.9 if draw.random() < share else 0.0
    cells = [seen.Seen(0.1, (said(2, right(0.5)), said(4, right(0.9)))) for _ in range(1000)]
    cells += [seen.Seen(0.1, (None, said(4, right(0.9)))) for _ in range(1000)]
    cells += [seen.Seen(0.1, (said(2, right(0.5)), None)) for _ in range(1000)]
    fitted, alone = gates.fit(cells[1::2]), gates.fit([cell for cell in cells[1::2] if cell.said[0]])
    gain = gates.gain(fitted, cells[::2])
    assert gain["cells"] == 1500 and gain["with_project"] < gain["after"] - 0.5 < gain["before"] - 0.6
    assert fitted["recallGate"] == alone["recallGate"], "the file's gate knows nothing of projects"


def test_with_one_source_the_mixture_is_logistic() -> None:
    draw, weights = np.random.default_rng(1), torch.randn(2, len(recall.NAMES), dtype=torch.float64)
    model, file, project = draw.random((3, 20))
    features = [tuple(values) for values in draw.normal(size=(20, len(recall.NAMES)))]
    for silent, right, gate in ((1, file, weights[0]), (0, project, weights[1])):
        cells = []
        for values, p, q in zip(features, model, right, strict=True):
            both = [seen.Said(values, q)] * 2
            both[silent] = None
            cells.append(seen.Seen(p, tuple(both)))
        share = 1 / (1 + np.exp(-np.array(features) @ gate.numpy()))
        expected = -np.log((1 - share) * model + share * right).mean()
        assert float(gates.nats(list(weights), gates.Cells.of(cells, 2))) == pytest.approx(expected, abs=1e-6)


def test_recall_is_gathered_from_whole_files_and_their_projects(work: Path, make_trainer) -> None:
    tokenizer = Tokenizer.from_file(str(work / "tokenizer" / "tokenizer.json"))
    trainer = make_trainer()
    text = lambda name: "".join(f"export const {name}{i % 7} = first({i % 7}) + 1;\n" for i in range(400))
    file = lambda path, text: {"package": "toy", "path": path, "language": "typescript", "text": text}
    files = [file("a.ts", text("value")), file("b.ts", text("other")), file("c.ts", "too short")]
    projects = Projects(files, tokenizer)
    groups = seen.gather(trainer.model, tokenizer, trainer.examples, files[::2], 2, projects)
    assert len(groups) == 1 and len(groups[0]) > 20
    for source in range(2):
        heard = [cell.said[source] for cell in groups[0] if cell.said[source]]
        assert np.mean([one.right for one in heard]) > 0.5
        assert all(1 <= one.features[1] <= 2 * recall.MOST for one in heard)
    assert all(0 <= cell.model <= 1 for cell in groups[0])
    without = seen.gather(trainer.model, tokenizer, trainer.examples, files[::2], 2, None)
    assert [cell.said[0] for cell in without[0]] == [cell.said[0] for cell in groups[0] if cell.said[0]]


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


def test_a_packed_corpus_is_the_same_elsewhere(work: Path, tmp_path: Path) -> None:
    store = TokenStore(work / "tokens", "train")
    tokenizer_bytes = sum(path.stat().st_size for path in (work / "tokenizer").iterdir())
    parts = pack.pack(work, tmp_path / "parts", most=tokenizer_bytes + 3000, size=1000)
    assert len(parts) > 1
    assert all(sum(path.stat().st_size for path in part.iterdir()) <= tokenizer_bytes + 3000 for part in parts)
    counts = pack.unpack(parts, tmp_path / "there")
    there = TokenStore(tmp_path / "there" / "tokens", "train")
    assert set(counts) == set(store.languages)
    assert all(np.array_equal(store.languages[language], there.languages[language]) for language in counts)
    assert (tmp_path / "there" / "tokenizer" / "tokenizer.json").read_bytes() == (
        work / "tokenizer" / "tokenizer.json"
    ).read_bytes()
    one = pack.unpack(parts[:1], tmp_path / "begun")
    assert all(0 < one[language] <= counts[language] for language in one)
    with pytest.raises(ValueError, match="most must be larger"):
        pack.pack(work, tmp_path / "tight", most=tokenizer_bytes + 10, size=1000)
