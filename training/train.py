"""Trains a body. Resumes from the checkpoint of the same run if there is one.

    python training/train.py --config training/configs/tiny.json --minutes 75 [--run tiny]

Writes training/build/{run}/checkpoint.pt (every three minutes and at the end) and log.jsonl (a line per step).
"""

from __future__ import annotations

import argparse
import json
import time
from pathlib import Path

import torch
from tokenizers import Tokenizer

from remask_training.schedule import Budget
from remask_training.tokens import TokenStore
from remask_training.trainer import Trainer

HERE = Path(__file__).resolve().parent


def run(trainer: Trainer, budget: Budget, folder: Path, save_every: float) -> None:
    saved = time.monotonic()
    with (folder / "log.jsonl").open("a") as log:
        while budget.progress(trainer.step) < 1.0:
            log.write(json.dumps(trainer.advance(budget)) + "\n")
            log.flush()
            if time.monotonic() - saved > save_every:
                trainer.save(folder / "checkpoint.pt", budget)
                saved = time.monotonic()
    trainer.save(folder / "checkpoint.pt", budget)


def parse() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--config", type=Path, default=HERE / "configs" / "tiny.json")
    parser.add_argument("--work", type=Path, default=HERE / "build", help="holds tokens/ and tokenizer/")
    parser.add_argument("--run", default="tiny", help="name of the folder in the work folder")
    parser.add_argument("--minutes", type=float, help="wall-clock budget; the schedule is laid over it")
    parser.add_argument("--steps", type=int, help="budget in steps instead")
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--save-every", type=float, default=180.0, help="seconds between checkpoints")
    parser.add_argument("--device", default="cuda" if torch.cuda.is_available() else "cpu")
    arguments = parser.parse_args()
    if (arguments.minutes is None) == (arguments.steps is None):
        parser.error("give the budget either as --minutes or as --steps")
    return arguments


def main() -> None:
    arguments = parse()
    torch.set_num_threads(arguments.threads)
    folder = arguments.work / arguments.run
    folder.mkdir(parents=True, exist_ok=True)
    tokenizer = Tokenizer.from_file(str(arguments.work / "tokenizer" / "tokenizer.json"))
    config = json.loads(arguments.config.read_text())
    trainer = Trainer(config, TokenStore(arguments.work / "tokens", "train"), tokenizer, arguments.device)
    checkpoint = folder / "checkpoint.pt"
    spent = trainer.load(checkpoint) if checkpoint.exists() else 0.0
    run(trainer, Budget(arguments.minutes, arguments.steps, spent), folder, arguments.save_every)


if __name__ == "__main__":
    main()
