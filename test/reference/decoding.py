"""Published decoding loops, written down again in PyTorch, as a reference for engine/decode/policies.

    python test/reference/decoding.py        writes test/fixtures/traces/policies.json

Each loop follows its source (named above it) and knows nothing of the engine: it sees a body that turns the cells of one
canvas into logits, and a stream of uniform numbers. The body is the random one of test/fixtures/reference with its last
norm enlarged, so that some cells are sure and others are not. What is recorded is the canvas before each forward pass and
at the end; the engine must show its model the same canvases. A categorical draw is an inverse CDF in order of ids; a draw
over "some token or the mask" is split into the choice of the token and the choice whether to move.

Where a published loop has a slip, it is mended here and said so.
"""

from __future__ import annotations

import json
import math
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import Callable

import torch

ROOT = Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(ROOT / "training"))

from remask_training.folder import read_folder  # noqa: E402
from remask_training.model import STREAM_B, STREAM_CANVAS, STREAM_F, StreamsModel, stream_mask  # noqa: E402

FIXTURES = ROOT / "test" / "fixtures"
SHARPNESS = 4.0
MASK, BOS, EOS = 3, 1, 2
FIRST_TEXT_ID = 16


class Body:
    """Logits of every cell of a canvas between fixed texts, by one plain pass over everything."""

    def __init__(self, model: StreamsModel, before: list[int], after: list[int], allowed: list[int]):
        self.model, self.allowed = model, allowed
        self.ids = [BOS, *before, *after, EOS]
        self.at = 1 + len(before)

    @torch.no_grad()
    def __call__(self, cells: list[int]) -> torch.Tensor:
        length, n = len(self.ids), len(cells)
        positions = [*range(length), *(i + n for i in range(length)), *(self.at + k for k in range(n))]
        streams = [STREAM_F] * length + [STREAM_B] * length + [STREAM_CANVAS] * n
        hidden = self.model.hidden(
            torch.tensor([self.ids + self.ids + cells]),
            torch.tensor([streams]),
            torch.tensor(positions),
            stream_mask(length, self.model.config.window, [(self.at, self.at, n)]),
        )
        logits = self.model.logits(hidden)[0, 2 * length :].double()
        suppressed = torch.full_like(logits, -torch.inf)
        suppressed[:, self.allowed] = 0
        return logits + suppressed

    def probabilities(self, cells: list[int]) -> torch.Tensor:
        return self(cells).softmax(-1)


class Uniforms:
    """mulberry32, and what was drawn from it."""

    def __init__(self, seed: int):
        self.state = seed & 0xFFFFFFFF

    def __call__(self) -> float:
        word = 0xFFFFFFFF
        self.state = (self.state + 0x6D2B79F5) & word
        t = ((self.state ^ (self.state >> 15)) * (1 | self.state)) & word
        t = ((t + (((t ^ (t >> 7)) * (61 | t)) & word)) & word) ^ t
        return ((t ^ (t >> 14)) & word) / 4294967296

    def categorical(self, weights: torch.Tensor) -> int:
        total = weights.double().cumsum(-1)
        return int(torch.searchsorted(total, self() * total[-1].item(), right=True))


@dataclass
class Run:
    body: Body
    cells: list[int]
    passes: int
    temperature: float
    choice_temperature: float
    uniform: Uniforms
    seen: list[list[int]] = field(default_factory=list)

    def forward(self) -> torch.Tensor:
        """Probabilities of every cell; the canvas goes on record."""
        self.seen.append(list(self.cells))
        return self.body.probabilities(self.cells)

    def open(self) -> list[int]:
        return [i for i, cell in enumerate(self.cells) if cell == MASK]

    def proposals(self, p: torch.Tensor, rows: list[int]) -> dict[int, int]:
        """Greedy, or a draw from the tempered distribution, in cell order."""
        if self.temperature == 0:
            return {i: int(p[i].argmax()) for i in rows}
        return {i: self.uniform.categorical(p[i] ** (1 / self.temperature)) for i in rows}


def best(scores: dict[int, float], k: int) -> list[int]:
    return sorted(scores, key=lambda i: (-scores[i], i))[:k]


def quotas(masked: int, steps: int) -> list[int]:
    return [masked // steps + (j < masked % steps) for j in range(steps)]


def blocks(n: int, size: int) -> list[range]:
    return [range(start, min(n, start + size)) for start in range(0, n, size)]


# ML-GSAI/LLaDA generate.py: remasking low_confidence.
def llada(run: Run, block: int) -> None:
    parts = blocks(len(run.cells), block)
    for part in parts:
        for quota in quotas(len(part), run.passes // len(parts)):
            p = run.forward()
            x0 = run.proposals(p, [i for i in run.open()])
            inside = {i: p[i, x0[i]].item() for i in x0 if i in part}
            for i in best(inside, quota):
                run.cells[i] = x0[i]


# DreamLM/Dream generation_utils.py; the Gumbel form of alg_temp is Open-dLLM's.
def dream(run: Run, algorithm: str) -> None:
    time = torch.linspace(1, 1e-3, run.passes + 1, dtype=torch.float64)
    for i in range(run.passes):
        rows = run.open()
        if not rows:
            return
        p = run.forward()
        x0 = run.proposals(p, rows)
        share = 1 - (time[i + 1] / time[i]).item() if i < run.passes - 1 else 1.0
        if algorithm == "origin":
            for row in rows:
                if run.uniform() < share:
                    run.cells[row] = x0[row]
            continue
        top = {row: p[row].topk(2).values for row in rows}
        score = {
            "maskgit": lambda row: p[row, x0[row]].item(),
            "margin": lambda row: (top[row][0] - top[row][1]).item(),
            "entropy": lambda row: torch.xlogy(p[row], p[row]).sum().item(),
        }[algorithm]
        scores = {row: score(row) for row in rows}
        if run.choice_temperature > 0:
            gumbel = lambda: -math.log(-math.log(run.uniform()))
            scores = {row: value / run.choice_temperature + gumbel() for row, value in scores.items()}
        for row in best(scores, int(len(rows) * share)):
            run.cells[row] = x0[row]


# pengzhangzhi/Open-dLLM generation_utils.py, alg p2.
def p2(run: Run) -> None:
    n = len(run.cells)
    for i in range(run.passes):
        masked = set(run.open())
        if not masked:
            return
        p = run.forward()
        confidence, x0 = p.max(-1)
        again = sorted(range(n), key=lambda k: (confidence[k].item(), k))[: n * (run.passes - i - 1) // run.passes]
        for k in range(n):
            if k in again:
                run.cells[k] = MASK
            elif k in masked:
                run.cells[k] = int(x0[k])


# NVlabs/Fast-dLLM llada/generate.py; LLaDA 2.0 and SDAR differ in threshold and block.
def threshold(run: Run, tau: float, block: int) -> None:
    for part in blocks(len(run.cells), block):
        while rows := [i for i in run.open() if i in part]:
            p = run.forward()
            confidence, x0 = p.max(-1)
            scores = {i: confidence[i].item() for i in rows}
            for i in [i for i in rows if scores[i] > tau] or best(scores, 1):
                run.cells[i] = int(x0[i])


# Fast-dLLM's factor rule, without its slip of taking one cell more where only the last falls short.
def factor(run: Run, f: float, block: int) -> None:
    for part in blocks(len(run.cells), block):
        while rows := [i for i in run.open() if i in part]:
            p = run.forward()
            confidence, x0 = p.max(-1)
            scores = {i: confidence[i].item() for i in rows}
            ranked, count = best(scores, len(rows)), 1
            while count < len(ranked) and scores[ranked[count]] >= 1 - f / (count + 2):
                count += 1
            for i in ranked[:count]:
                run.cells[i] = int(x0[i])


# LLaDA 2.1's joint threshold, one block.
def joint(run: Run, decide: float, edit: float, post: int) -> None:
    after = 0
    while True:
        masked = set(run.open())
        if not masked:
            after += 1
            if after > post:
                return
        p = run.forward()
        confidence, x0 = p.max(-1)
        scores = {i: confidence[i].item() for i in masked}
        commit = [i for i in masked if scores[i] > decide] or best(scores, 1)
        change = [
            i
            for i in range(len(run.cells))
            if i not in masked and int(x0[i]) != run.cells[i] and confidence[i] > edit
        ]
        for i in [*commit, *change]:
            run.cells[i] = int(x0[i])
        if not masked and not change:
            return


# The entropy-bounded sampler (Ben-Hamu et al. 2025) with the minimum of an even pace.
def entropy_bounded(run: Run, gamma: float) -> None:
    for left in range(run.passes, 0, -1):
        rows = run.open()
        if not rows:
            return
        p = run.forward()
        entropy = {i: -torch.xlogy(p[i], p[i]).sum().item() for i in rows}
        ranked = sorted(rows, key=lambda i: (entropy[i], i))
        within = sum(sum(entropy[j] for j in ranked[:k]) <= gamma for k in range(len(ranked)))
        for i in ranked[: max(within, math.ceil(len(rows) / left))]:
            run.cells[i] = int(p[i].argmax())


def chosen_apart(scores: dict[int, float], tau: float, need: int) -> list[int]:
    """All from tau on; if they are too few, the best others, neighbours of chosen ones last."""
    ranked = best(scores, len(scores))
    chosen = [i for i in ranked if scores[i] >= tau]
    for neighbours_too in (False, True):
        for i in ranked:
            beside = i - 1 in chosen or i + 1 in chosen
            if len(chosen) < need and i not in chosen and (neighbours_too or not beside):
                chosen.append(i)
    return chosen


# Threshold with a quota, and neighbours apart below the threshold (kucukkanat/lfm-encoders).
def apart(run: Run, tau: float) -> None:
    for left in range(run.passes, 0, -1):
        rows = run.open()
        if not rows:
            return
        p = run.forward()
        confidence, x0 = p.max(-1)
        for i in chosen_apart({i: confidence[i].item() for i in rows}, tau, math.ceil(len(rows) / left)):
            run.cells[i] = int(x0[i])


# The engine's own default: one cell a pass, or what is sure, while the product of all confidences is not negligible; a
# cosine schedule (MaskGIT) of one pass per eight cells from where it is.
def adaptive(run: Run, tau: float, negligible: float, per_pass: int, least: int) -> None:
    committed: dict[int, float] = {}
    plan = [0, 0]
    for left in range(run.passes, 0, -1):
        rows = run.open()
        if not rows:
            return
        p = run.forward()
        confidence, x0 = p.max(-1)
        scores = {i: confidence[i].item() for i in rows}
        need = math.ceil(len(rows) / left)
        if sum(math.log(c) for c in [*scores.values(), *committed.values()]) < negligible:
            total, done = plan if plan[1] < plan[0] else [max(least, math.ceil(len(rows) / per_pass)), 0]
            plan = [total, done + 1]
            masked = lambda k: math.cos(math.pi / 2 * k / total)
            need = max(need, len(rows) if done + 1 == total else math.ceil(len(rows) * (1 - masked(done + 1) / masked(done))))
        for i in chosen_apart(scores, tau, need):
            run.cells[i], committed[i] = int(x0[i]), scores[i]


# shkim0116/KLASS llada_klass.py, one token as the fallback; only masked cells are ever overwritten.
def klass(run: Run, conf: float, kl: float, history: int) -> None:
    n = len(run.cells)
    previous, moved = None, []
    while rows := run.open():
        p = run.forward()
        before = torch.zeros_like(p) if previous is None else previous
        moved.append((p * (torch.log(p + 1e-12) - torch.log(before + 1e-12))).sum(-1))
        previous = p
        confidence, x0 = p.max(-1)
        recent = moved[-history:]
        stable = [len(recent) == history and all(row[i] < kl for row in recent) for i in range(n)]
        ready = [i for i in rows if stable[i] and confidence[i] > conf]
        for i in ready or best({i: confidence[i].item() for i in rows}, 1):
            run.cells[i] = int(x0[i])


# LiangrunFlora/Slow-Fast-Sampling, selection only: no text is dropped behind a stretch, and exploring ends when nothing
# behind the last stretch is open.
def slow_fast(run: Run) -> None:
    n, done = len(run.cells), 0

    def take(p: torch.Tensor, rows: list[int]) -> None:
        confidence, x0 = p.max(-1)
        sure = [i for i in rows if confidence[i] >= 0.9]
        for i in sure if len(sure) > 1 else best({i: confidence[i].item() for i in rows}, 1):
            run.cells[i] = int(x0[i])

    while run.open():
        reaches, end, settled = [], n, False
        for _ in range(6):
            rows = [i for i in run.open() if i >= done]
            if not rows:
                break
            p = run.forward()
            if not settled:
                sure = [i for i in rows if p[i].max() >= 0.3]
                reaches = [*reaches, (max(sure) if sure else done) + 1][-2:]
                if len(reaches) == 2:
                    mean = sum(reaches) / 2
                    settled = math.sqrt(sum((r - mean) ** 2 for r in reaches) / 2) < 1
                    end = reaches[-1] if settled else int(mean)
            take(p, rows)
        while rows := [i for i in run.open() if done <= i < end]:
            take(run.forward(), rows)
        done = end


# zhaoyMa/Saber decoding.py, n = 2; decided cells are never overwritten by the top-k of a nearly empty canvas.
def saber(run: Run, least: int) -> None:
    n = len(run.cells)
    last = torch.zeros(n, dtype=torch.float64)
    committed: dict[int, float] = {}
    while rows := run.open():
        p = run.forward()
        confidence, x0 = p.max(-1)
        bar = sum(committed.values()) / len(committed) if committed else 1.0
        draft = [i for i in rows if confidence[i] > bar]
        if len(draft) < least:
            draft = best({i: confidence[i].item() for i in rows}, least)
        rise, last = confidence - last, confidence
        for i in draft:
            run.cells[i] = int(x0[i])
            committed[i] = confidence[i].item()
        if not run.open():
            return
        fixed = max(least, len(draft))
        back = min(max(least // 2, (fixed + 7) // 8), fixed - 1)
        decided = [i for i in range(n) if run.cells[i] != MASK]
        for i in sorted(decided, key=lambda i: (rise[i].item(), i))[:back]:
            run.cells[i] = MASK


# zhangshuibai/CDLM: fill, then rounds of doubt; the last pass never remasks.
def refine(run: Run, believed: float) -> None:
    left = run.passes
    while left > 0:
        p = run.forward()
        left -= 1
        for i in run.open():
            run.cells[i] = int(p[i].argmax())
        if left < 2:
            return
        p = run.forward()
        left -= 1
        doubted = [i for i, cell in enumerate(run.cells) if p[i, cell] <= believed]
        if not doubted:
            return
        for i in doubted:
            run.cells[i] = MASK


# DreamLM/DreamOn eval/generator.py with alg=entropy, here on a canvas that keeps its length.
def dream_on(run: Run) -> None:
    while rows := run.open():
        p = run.forward()
        x0 = run.proposals(p, rows)
        for row in best({row: torch.xlogy(p[row], p[row]).sum().item() for row in rows}, 1):
            run.cells[row] = x0[row]


# kuleshov-group/mdlm and remdm diffusion.py, loglinear noise, then noise removal. `rates` gives the chance to decide an
# open cell and the chance to open a decided one.
def masked_diffusion(run: Run, rates: Callable[[float, float, dict[int, float]], tuple[float, dict[int, float]]]) -> None:
    steps = run.passes - 1
    time = torch.linspace(1, 1e-5, steps + 1, dtype=torch.float64).tolist()
    committed: dict[int, float] = {}
    for t, s in zip(time, time[1:]):
        rows = run.open()
        # A step in which nothing is masked needs no forward: its categorical is the token that is there, or the mask.
        p = run.forward() if rows else None
        x0 = run.proposals(p, rows) if rows else {}
        decide, reopen = rates(t, s, committed)
        moved = [i for i in rows if run.uniform() < decide]
        masked = [i for i in sorted(reopen) if run.uniform() < reopen[i]]
        for i in moved:
            run.cells[i], committed[i] = x0[i], p[i, x0[i]].item()
        for i in masked:
            run.cells[i] = MASK
            del committed[i]
    if rows := run.open():
        p = run.forward()
        run.proposals(p, rows)
        for i in rows:
            run.cells[i] = int(p[i].argmax())


def decide_chance(at: float, alpha_s: float, sigma: float) -> float:
    return (alpha_s - (1 - sigma) * at) / (1 - at)


def mdlm(t, s, committed):
    return (t - s) / t, {}


def most(t, s):
    return min(1.0, s / (1 - t)) if t < 1 else 1.0


def remdm_cap(t, s, committed, eta=0.02):
    sigma = min(eta, most(t, s))
    return decide_chance(1 - t, 1 - s, sigma), {i: sigma for i in committed}


def remdm_rescale(t, s, committed, eta=0.02):
    sigma = eta * most(t, s)
    return decide_chance(1 - t, 1 - s, sigma), {i: sigma for i in committed}


def remdm_conf(t, s, committed):
    cells = list(committed)
    eta = torch.tensor([-committed[i] for i in cells], dtype=torch.float64).softmax(-1).tolist() if cells else []
    return decide_chance(1 - t, 1 - s, 0.0), {i: e * most(t, s) for i, e in zip(cells, eta)}


def remdm_loop(t, s, committed, on=0.55, off=0.05, alpha=0.9, eta=0.02):
    none = {i: 0.0 for i in committed}
    if t > on:
        mt, ms = (1 - (1 - time) * alpha / (1 - on) for time in (t, s))
        return (mt - ms) / mt, none
    if t <= off:
        mt, ms = (time * (1 - alpha) / off for time in (t, s))
        return (mt - ms) / mt, none
    return decide_chance(alpha, alpha, eta), {i: eta for i in committed}


# dvruette/gidd sampling.py and diffusion_process.py, gamma 1; suppressed tokens get none of the uniform noise. The last,
# idle step of the published loop fills what is still masked.
def gidd(run: Run, uniform: float) -> None:
    b = 2 * uniform / (1 - uniform)
    time = [(1 - 2e-4) * k / run.passes + 1e-4 for k in range(run.passes)]

    def noise(t: float, vocabulary: int) -> tuple[float, torch.Tensor]:
        c = math.sqrt(t * (1 - t)) * b
        beta = torch.full((vocabulary,), c / (vocabulary - 1), dtype=torch.float64)
        beta[MASK] = t
        return (1 - t) / (1 + c), beta / (1 + c)

    for k in range(run.passes - 1, 0, -1):
        p = run.forward()
        vocabulary = p.shape[1]
        (alpha_t, beta_t), (alpha_s, beta_s) = noise(time[k], vocabulary), noise(time[k - 1], vocabulary)
        masked = set(run.open())
        moved = dict[int, int]()
        # Open cells draw first, then decided ones, each in cell order.
        for i in [*sorted(masked), *(i for i in range(len(run.cells)) if i not in masked)]:
            z = run.cells[i]
            q_s = alpha_s * p[i] + beta_s
            q_ts = torch.full_like(q_s, (beta_t[z] - alpha_t / alpha_s * beta_s[z]).item())
            q_ts[z] += alpha_t / alpha_s
            q_st = q_ts * q_s
            allowed = torch.zeros_like(q_st)
            allowed[[MASK, *run.body.allowed]] = 1
            moved[i] = run.uniform.categorical(q_st * allowed)
        for i, token in moved.items():
            run.cells[i] = token
    p = run.forward()
    for i in run.open():
        run.cells[i] = int(p[i].argmax())


# DiffusionGemma generation (transformers): entropy-bounded acceptance, everything else renoised, the argmax is the output.
def gemma(run: Run) -> None:
    noise = lambda: run.body.allowed[int(run.uniform() * len(run.body.allowed))]
    run.cells = [noise() for _ in run.cells]
    draft: list[int] = []
    for step in range(run.passes, 0, -1):
        p = run.forward()
        heat = 0.4 + 0.4 * step / run.passes
        hot = p ** (1 / heat)
        hot = hot / hot.sum(-1, keepdim=True)
        entropy = (-torch.xlogy(hot, hot).sum(-1)).tolist()
        argmax = p.argmax(-1).tolist()
        if (argmax == draft and sum(entropy) / len(entropy) < 0.005) or step == 1:
            run.cells = argmax
            return
        draft = argmax
        drawn = [run.uniform.categorical(hot[i]) for i in range(len(run.cells))]
        spent, accepted = 0.0, set()
        for i in sorted(range(len(run.cells)), key=lambda i: (entropy[i], i)):
            if spent <= 0.1:
                accepted.add(i)
            spent += entropy[i]
        run.cells = [drawn[i] if i in accepted else noise() for i in range(len(drawn))]


@dataclass
class Case:
    policy: str
    loop: Callable[[Run], None]
    cells: int = 12
    passes: int = 12
    temperature: float = 0
    choice_temperature: float = 0


CASES = [
    Case("confidence", lambda run: apart(run, 0.9), 24, 9),
    Case("steps", lambda run: llada(run, 64), 24, 7),
    Case("entropy", lambda run: entropy_bounded(run, 0.35), 24, 14),
    Case("threshold", lambda run: threshold(run, 0.9, 32), 64, 64),
    Case("factor", lambda run: factor(run, 1, 32), 64, 64),
    Case("llada", lambda run: llada(run, 32), 64, 32),
    Case("llada2", lambda run: threshold(run, 0.95, 32), 64, 64),
    Case("joint", lambda run: joint(run, 0.7, 0.5, 16), 16, 32),
    Case("sdar", lambda run: threshold(run, 0.85, 4), 20, 20),
    Case("klass", lambda run: klass(run, 0.9, 0.01, 2), 24, 24),
    Case("slowfast", lambda run: slow_fast(run), 40, 40),
    Case("saber", lambda run: saber(run, 2), 24, 24),
    Case("p2", lambda run: p2(run), 12, 10),
    Case("refine", lambda run: refine(run, 0.9), 12, 9),
    Case("dream-origin", lambda run: dream(run, "origin"), 12, 10, 1),
    Case("dream-maskgit", lambda run: dream(run, "maskgit"), 12, 9),
    Case("dream-margin", lambda run: dream(run, "margin"), 12, 9),
    Case("dream-entropy", lambda run: dream(run, "entropy"), 12, 9),
    Case("dream-entropy", lambda run: dream(run, "entropy"), 12, 9, 0, 0.2),
    Case("dreamon", lambda run: dream_on(run), 10, 26),
    Case("ancestral", lambda run: masked_diffusion(run, mdlm), 12, 10, 1),
    Case("remdm-cap", lambda run: masked_diffusion(run, remdm_cap), 16, 24, 1),
    Case("remdm-rescale", lambda run: masked_diffusion(run, remdm_rescale), 16, 24, 1),
    Case("remdm-conf", lambda run: masked_diffusion(run, remdm_conf), 12, 16, 1),
    Case("remdm-loop", lambda run: masked_diffusion(run, remdm_loop), 16, 40, 1),
    Case("gidd", lambda run: gidd(run, 0.1), 12, 20),
    Case("gemma", lambda run: gemma(run), 12, 16),
    Case("adaptive", lambda run: adaptive(run, 0.9, -7.5, 11, 3), 6, 6),
    Case("adaptive", lambda run: adaptive(run, 0.9, -7.5, 11, 3), 40, 40),
]


def changes(seen: list[list[int]]) -> list[list[list[int]]]:
    """Per canvas the cells that differ from the one before, as [index, id]."""
    before = [MASK] * len(seen[0])
    steps = []
    for canvas in seen:
        steps.append([[i, b] for i, (a, b) in enumerate(zip(before, canvas)) if a != b])
        before = canvas
    return steps


def main() -> None:
    torch.set_num_threads(1)
    model, _ = read_folder(FIXTURES / "reference" / "model")
    with torch.no_grad():
        model.norm.weight *= SHARPNESS
    vocabulary = json.loads((FIXTURES / "reference" / "model" / "tokenizer.json").read_text())["model"]["vocab"]
    allowed = sorted(id for id in vocabulary.values() if id >= FIRST_TEXT_ID)
    context = Uniforms(3)
    words = lambda n: [allowed[int(context() * len(allowed))] for _ in range(n)]
    before, after = words(21), words(18)
    traces = []
    for seed, case in enumerate(CASES, 1):
        body = Body(model, before, after, allowed)
        run = Run(body, [MASK] * case.cells, case.passes, case.temperature, case.choice_temperature, Uniforms(seed))
        case.loop(run)
        assert MASK not in run.cells, case.policy
        settings = {
            "policy": case.policy,
            "seed": seed,
            "passes": case.passes,
            "temperature": case.temperature,
            "choiceTemperature": case.choice_temperature,
            "allowRepeats": True,
        }
        traces.append({"settings": settings, "cells": case.cells, "changes": changes([*run.seen, run.cells])})
        print(f"{case.policy:14} {case.cells} cells, {len(run.seen)} passes")
    out = FIXTURES / "traces" / "policies.json"
    lines = ",\n".join(json.dumps(trace, separators=(",", ":")) for trace in traces)
    head = json.dumps({"sharpness": SHARPNESS, "before": before, "after": after})[:-1]
    out.write_text(f'{head}, "traces": [\n{lines}\n]}}\n')


if __name__ == "__main__":
    main()
