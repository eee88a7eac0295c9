"""Trains a body. Resumes from the checkpoint of the same run if there is one.

    python training/train.py --config training/configs/tiny.json --minutes 75 [--run tiny] [--from models/remask-tiny]

Writes training/build/{run}/checkpoint.pt (every three minutes, at the end and on SIGTERM) and log.jsonl (a line per
step). On a CPU, --processes 2 --threads 1 is faster than two threads, the more so where the cores are shared.
"""

from __future__ import annotations

import argparse
import json
import signal
import socket
import time
from datetime import datetime, timedelta
from pathlib import Path

import torch
import torch.multiprocessing as multiprocessing
from remask_training.schedule import Budget
from remask_training.tokens import TokenStore
from remask_training.trainer import Trainer
from remask_training.warmstart import warm_start
from remask_training.workers import Alone, Workers
from tokenizers import Tokenizer

HERE = Path(__file__).resolve().parent


class Stopping:
    """Turns the first SIGTERM or SIGINT into a wish, so that a step is finished and saved."""

    def __init__(self) -> None:
        self.wished = False
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self._wish)

    def _wish(self, *_: object) -> None:
        self.wished = True


def run(trainer: Trainer, budget: Budget, folder: Path, save_every: float) -> None:
    """Steps until the budget is spent or a signal comes; all processes agree on every step to take."""
    saved, stopping, workers = time.monotonic(), Stopping(), trainer.workers
    with (folder / "log.jsonl").open("a") as log:
        while workers.agree(float(budget.progress(trainer.step) < 1.0 and not stopping.wished)):
            line = trainer.advance(budget)
            if workers.first:
                log.write(json.dumps(line) + "\n")
                log.flush()
            if workers.first and time.monotonic() - saved > save_every:
                trainer.save(folder / "checkpoint.pt", budget)
                saved = time.monotonic()
    if workers.first:
        trainer.save(folder / "checkpoint.pt", budget)


def work(rank: int, arguments: argparse.Namespace, port: int) -> None:
    """One process of a run."""
    torch.set_num_threads(arguments.threads)
    folder = arguments.work / arguments.run
    folder.mkdir(parents=True, exist_ok=True)
    tokenizer = Tokenizer.from_file(str(arguments.work / "tokenizer" / "tokenizer.json"))
    config = json.loads(arguments.config.read_text())
    for name in ("matrix_rate", "other_rate"):
        config["optimizer"][name] *= arguments.rate
    workers = Workers(rank, arguments.processes, port) if arguments.processes > 1 else Alone()
    trainer = Trainer(config, TokenStore(arguments.work / "tokens", "train"), tokenizer, arguments.device, workers,
                      arguments.drawers)
    checkpoint, spent = folder / "checkpoint.pt", 0.0
    if checkpoint.exists():
        spent = trainer.load(checkpoint)
    elif arguments.start_from:
        warm_start(trainer.model, tokenizer, arguments.start_from)
    minutes = arguments.minutes if arguments.until is None else (spent + seconds_until(arguments.until)) / 60
    run(trainer, Budget(minutes, arguments.steps, spent), folder, arguments.save_every)
    trainer.draws.close()
    workers.leave()


def seconds_until(clock: str) -> float:
    now = datetime.now()
    hour, minute = map(int, clock.split(":"))
    end = now.replace(hour=hour, minute=minute, second=0, microsecond=0)
    return ((end if end > now else end + timedelta(days=1)) - now).total_seconds()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def parse() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--config", type=Path, default=HERE / "configs" / "tiny.json")
    parser.add_argument("--work", type=Path, default=HERE / "build", help="holds tokens/ and tokenizer/")
    parser.add_argument("--run", default="tiny", help="name of the folder in the work folder")
    parser.add_argument("--from", dest="start_from", type=Path, metavar="FOLDER", help="a model folder to grow from")
    parser.add_argument("--minutes", type=float, help="wall-clock budget; the schedule is laid over it")
    parser.add_argument("--until", metavar="HH:MM", help="the same budget, given as the time of day when it ends")
    parser.add_argument("--steps", type=int, help="budget in steps instead")
    parser.add_argument("--rate", type=float, default=1.0, help="multiplies both learning rates, to compare some briefly")
    parser.add_argument("--processes", type=int, default=1, help="on a CPU: one per core, with --threads 1")
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--drawers", type=int, default=0, help="on a GPU: processes that draw batches ahead, one per core")
    parser.add_argument("--save-every", type=float, default=180.0, help="seconds between checkpoints")
    parser.add_argument("--device", default="cuda" if torch.cuda.is_available() else "cpu")
    arguments = parser.parse_args()
    if sum(budget is not None for budget in (arguments.minutes, arguments.until, arguments.steps)) != 1:
        parser.error("give the budget as --minutes, as --until or as --steps")
    return arguments


def main() -> None:
    arguments = parse()
    if arguments.processes > 1:
        multiprocessing.spawn(work, (arguments, free_port()), nprocs=arguments.processes)
    else:
        work(0, arguments, 0)


if __name__ == "__main__":
    main()
