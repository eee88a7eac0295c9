"""Trains the tokenizer on a sample of the corpus and writes the corpus as token files.

    python training/tokenizer.py [--vocab 4096 | --from models/remask-tiny] [--most BYTES]

Writes training/build/tokenizer/ and training/build/tokens/{split}.{language}.bin (uint16: BOS file EOS BOS file EOS ...).
"""

from __future__ import annotations

import argparse
import json
import math
import random
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import numpy as np
from tokenizers import Tokenizer

from remask_training.tokenizer import BOS, EOS, save_tokenizer, train_tokenizer

HERE = Path(__file__).resolve().parent
SAMPLE_BYTES = 24_000_000


def read_split(corpus: Path, split: str) -> Iterator[dict]:
    with (corpus / f"{split}.jsonl").open() as lines:
        yield from map(json.loads, lines)


def sample(corpus: Path, split: str, most: float) -> Iterator[dict]:
    """Files of a split in random order, until their characters are more than `most`."""
    files = list(read_split(corpus, split))
    random.Random(0).shuffle(files)
    total = 0
    for file in files:
        total += len(file["text"])
        if total > most:
            return
        yield file


def write_tokens(tokenizer: Tokenizer, corpus: Path, split: str, out: Path, most: float = math.inf) -> dict[str, int]:
    """Files in random order; returns tokens by language."""
    texts: dict[str, list[str]] = defaultdict(list)
    for file in sample(corpus, split, most):
        texts[file["language"]].append(file["text"])
    counts = {}
    for language, group in texts.items():
        rows = tokenizer.encode_batch(group, add_special_tokens=False)
        tokens = np.concatenate([np.array([BOS, *row.ids, EOS], dtype=np.uint16) for row in rows])
        tokens.tofile(out / f"{split}.{language}.bin")
        counts[language] = len(tokens)
    return counts


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--work", type=Path, default=HERE / "build")
    parser.add_argument("--vocab", type=int, default=4096)
    parser.add_argument("--from", dest="start_from", type=Path, metavar="FOLDER", help="take this model's tokenizer as it is")
    parser.add_argument("--most", type=float, default=math.inf, metavar="BYTES", help="of training text, a random part")
    arguments = parser.parse_args()
    corpus, tokens = arguments.work / "corpus", arguments.work / "tokens"
    folder = arguments.work / "tokenizer"
    for path in (tokens, folder):
        path.mkdir(parents=True, exist_ok=True)
    if arguments.start_from:
        tokenizer = Tokenizer.from_file(str(arguments.start_from / "tokenizer.json"))
    else:
        texts = (file["text"] for file in sample(corpus, "train", SAMPLE_BYTES))
        tokenizer = train_tokenizer(texts, arguments.vocab)
    save_tokenizer(tokenizer, folder)
    most = {"train": arguments.most}
    report = {
        split: write_tokens(tokenizer, corpus, split, tokens, most.get(split, math.inf))
        for split in ("train", "validation", "test")
    }
    (tokens / "report.json").write_text(json.dumps(report, indent=2) + "\n")
    print(json.dumps(report, indent=2))


if __name__ == "__main__":
    main()
