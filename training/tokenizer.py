"""Trains the tokenizer on a sample of the corpus and writes the corpus as token files.

    python training/tokenizer.py [--vocab 4096 | --from models/remask-tiny]

Writes training/build/tokenizer/ and training/build/tokens/{split}.{language}.bin (uint16: BOS file EOS BOS file EOS ...).
"""

from __future__ import annotations

import argparse
import json
import random
from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path

import numpy as np
from tokenizers import Tokenizer

from remask_training.tokenizer import BOS, EOS, save_tokenizer, train_tokenizer

HERE = Path(__file__).resolve().parent
SAMPLE_BYTES = 24_000_000
PORTION = 1000


def read_split(corpus: Path, split: str) -> Iterator[dict]:
    with (corpus / f"{split}.jsonl").open() as lines:
        yield from map(json.loads, lines)


def shuffled(corpus: Path, split: str) -> list[dict]:
    files = list(read_split(corpus, split))
    random.Random(0).shuffle(files)
    return files


def sample(corpus: Path, split: str, most: int) -> Iterator[str]:
    """Texts of a split in random order, until their characters are more than `most`."""
    total = 0
    for file in shuffled(corpus, split):
        total += len(file["text"])
        if total > most:
            return
        yield file["text"]


def write_tokens(tokenizer: Tokenizer, corpus: Path, split: str, out: Path) -> dict[str, int]:
    """Files in random order; returns tokens by language. Some at a time, for what comes of them takes 50 times their bytes."""
    counts: dict[str, int] = defaultdict(int)
    for old in out.glob(f"{split}.*.bin"):
        old.unlink()
    for files in portions(shuffled(corpus, split), PORTION):
        rows = tokenizer.encode_batch_fast([file["text"] for file in files], add_special_tokens=False)
        for file, row in zip(files, rows, strict=True):
            tokens = np.array([BOS, *row.ids, EOS], dtype=np.uint16)
            with (out / f"{split}.{file['language']}.bin").open("ab") as written:
                tokens.tofile(written)
            counts[file["language"]] += len(tokens)
    return dict(counts)


def portions(files: Iterable[dict], size: int) -> Iterator[list[dict]]:
    files = iter(files)
    while portion := list(islice(files, size)):
        yield portion


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--work", type=Path, default=HERE / "build")
    parser.add_argument("--vocab", type=int, default=4096)
    parser.add_argument("--from", dest="start_from", type=Path, metavar="FOLDER", help="take this model's tokenizer as it is")
    arguments = parser.parse_args()
    corpus, tokens = arguments.work / "corpus", arguments.work / "tokens"
    folder = arguments.work / "tokenizer"
    for path in (tokens, folder):
        path.mkdir(parents=True, exist_ok=True)
    if arguments.start_from:
        tokenizer = Tokenizer.from_file(str(arguments.start_from / "tokenizer.json"))
    else:
        tokenizer = train_tokenizer(sample(corpus, "train", SAMPLE_BYTES), arguments.vocab)
    save_tokenizer(tokenizer, folder)
    report = {split: write_tokens(tokenizer, corpus, split, tokens) for split in ("train", "validation", "test")}
    (tokens / "report.json").write_text(json.dumps(report, indent=2) + "\n")
    print(json.dumps(report, indent=2))


if __name__ == "__main__":
    main()
