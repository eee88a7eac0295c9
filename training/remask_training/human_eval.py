"""HumanEval-Infilling (Fried et al. 2022; data from OpenAI's repository, given by path): pass@1 through the engine.

Programs run in a child process of their own, isolated from the site's packages, without network (a user and network
namespace of their own where the system allows it), with limits on time, memory, files and processes.
"""

from __future__ import annotations

import gzip
import json
import resource
import shutil
import subprocess
import sys
import tempfile
from functools import cache
from pathlib import Path

from tokenizers import Tokenizer

from .engine import Engine, EngineFailure
from .parsing import parses_python
from .tokenizer import encode

SETS = {"single_line": "HumanEval-SingleLineInfilling", "random_span_light": "HumanEval-RandomSpanInfillingLight"}
SECONDS, BYTES = 3, 512 << 20


def tasks(folder: Path, name: str, count: int) -> list[dict]:
    """`count` tasks spread evenly over a set."""
    with gzip.open(folder / f"{SETS[name]}.jsonl.gz", "rt", encoding="utf-8") as lines:
        everything = [json.loads(line) for line in lines]
    count = min(count, len(everything))
    return [everything[i * len(everything) // count] for i in range(count)]


def limits() -> None:
    for kind, most in (
        (resource.RLIMIT_CPU, SECONDS), (resource.RLIMIT_AS, BYTES), (resource.RLIMIT_FSIZE, 1 << 20),
        (resource.RLIMIT_CORE, 0), (resource.RLIMIT_NOFILE, 32),
    ):  # fmt: skip
        resource.setrlimit(kind, (most, most))


@cache
def isolation() -> tuple[str, ...]:
    """A namespace without network, if this system lets us have one."""
    command = ("unshare", "--net", "--map-root-user")
    usable = shutil.which("unshare") and subprocess.run([*command, "true"], capture_output=True).returncode == 0
    return command if usable else ()


def passes(program: str) -> bool:
    """Whether a program ends well within its limits."""
    with tempfile.TemporaryDirectory() as folder:
        command = [*isolation(), sys.executable, "-I", "-c", program]
        try:
            run = subprocess.run(
                command, cwd=folder, env={}, stdin=subprocess.DEVNULL, capture_output=True, timeout=4 * SECONDS, preexec_fn=limits
            )
        except subprocess.TimeoutExpired:
            return False
    return run.returncode == 0


def program(task: dict, middle: str) -> str:
    whole = task["prompt"] + middle + task["suffix"]
    return f"{whole}\n{task['test']}\ncheck({task['entry_point']})\n"


def pass_at_1(engine: Engine, tokenizer: Tokenizer, folder: Path, name: str, count: int) -> dict:
    """Greedy fillings with the engine's own length and with the number of tokens of the canonical solution."""
    own, known, parses = [], [], []
    found = tasks(folder, name, count)
    for task in found:
        start = len(task["prompt"])
        text, answer = task["prompt"] + task["suffix"], task["canonical_solution"]
        cells = max(1, len(encode(tokenizer, task["prompt"] + answer)) - len(encode(tokenizer, task["prompt"])))
        try:
            with engine.opened(text, language="python") as document:
                first = engine.infill(document, start, start)["holes"][0]["text"]
                second = engine.infill(document, start, start, length=cells, keepsLength=True)["holes"][0]["text"]
        except EngineFailure:
            first = second = ""
        own.append(passes(program(task, first)))
        known.append(passes(program(task, second)))
        parses.append(parses_python(task["prompt"] + first + task["suffix"]))
    share = lambda values: round(sum(values) / len(values), 4)
    return {"tasks": len(found), "pass_own_length": share(own), "pass_known_length": share(known), "parses": share(parses)}
