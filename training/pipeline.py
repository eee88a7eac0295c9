"""Everything in one command: corpus, tokenizer, training, export, evaluation.

    python training/pipeline.py --config training/configs/small.json --minutes 90 --out models/remask-small

Steps whose output is there already are not run again, and training goes on from its last checkpoint: after an
interruption, give the same command with the minutes of the whole budget.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent


def steps(a: argparse.Namespace) -> list[tuple[Path | None, list[str]]]:
    """(what a step leaves if it need not run again, its command)."""
    run, vocab = a.config.stem, json.loads(a.config.read_text())["model"]["vocab_size"]
    problems = ["--human-eval", str(a.human_eval)] if a.human_eval else []
    grow = ["--from", str(a.start_from)] if a.start_from else []
    work = ["--work", str(a.work)]
    train = ["train.py", "--config", str(a.config), "--run", run, "--minutes", str(a.minutes), "--processes", str(a.processes)]
    evaluate = ["evaluate.py", "--model", str(a.out), "--out", str(a.out / "evaluation.json"), *problems]
    return [
        (a.work / "corpus" / "report.json", ["corpus.py", *work, *problems]),
        (a.work / "tokens" / "report.json", ["tokenizer.py", *work, "--vocab", str(vocab)]),
        (None, [*train, *work, *grow]),
        (None, ["export.py", "--run", run, "--out", str(a.out), *work, *grow]),
        (None, ["calibrate.py", "--model", str(a.out), *work]),
        (None, [*evaluate, *work]),
    ]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--config", type=Path, required=True)
    parser.add_argument("--minutes", type=float, required=True, help="of training")
    parser.add_argument("--out", type=Path, required=True, help="the model folder to write")
    parser.add_argument("--work", type=Path, default=HERE / "build")
    parser.add_argument("--from", dest="start_from", type=Path, metavar="FOLDER", help="a model folder to grow from")
    parser.add_argument("--processes", type=int, default=1)
    parser.add_argument("--human-eval", type=Path, metavar="DIR", help="kept out of the corpus, then evaluated on")
    arguments = parser.parse_args()
    for done, command in steps(arguments):
        if done and done.exists():
            continue
        print("$", *command, flush=True)
        subprocess.run([sys.executable, str(HERE / command[0]), *command[1:]], check=True)


if __name__ == "__main__":
    main()
