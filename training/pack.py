"""Packs tokens and tokenizer for a machine that has a GPU and no network, and takes little at a time.

    python training/pack.py --out training/build/parts --most 45e6       here: part-1, part-2, …, each below 45 MB
    python training/pack.py --unpack training/build/parts/part-1 …       there: training/build/tokens, …/tokenizer

Each part is an even sample of all languages, so that training may begin with the first. Tokens of code take some 5 bits.
"""

from __future__ import annotations

import argparse
import lzma
import shutil
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from remask_training.tokens import TokenStore

HERE = Path(__file__).resolve().parent
PIECE = 2_000_000  # tokens, about 1.2 MB


def pieces(store: TokenStore, size: int) -> Iterator[tuple[str, bytes]]:
    """Names and compressed tokens, the languages mixed as evenly as they come."""
    cuts = {language: range(0, len(tokens), size) for language, tokens in store.languages.items()}
    order = sorted(((i + 0.5) / len(cut), language, i) for language, cut in cuts.items() for i in range(len(cut)))
    for _, language, i in order:
        tokens = store.languages[language][i * size : (i + 1) * size]
        yield f"{language}.{i:04}.xz", lzma.compress(tokens.astype("<u2").tobytes(), preset=6)


def pack(work: Path, out: Path, most: float, size: int = PIECE) -> list[Path]:
    """Writes as many parts as are needed, none of more than `most` bytes. Raises ValueError if one piece is too large."""
    parts: list[Path] = []
    room = 0.0
    for name, packed in pieces(TokenStore(work / "tokens", "train"), size):
        if len(packed) > room:
            parts.append(begin(out / f"part-{len(parts) + 1}", work / "tokenizer"))
            room = most - sum(path.stat().st_size for path in parts[-1].iterdir())
        if len(packed) > room:
            raise ValueError(f"{name} alone has {len(packed)} bytes: --most must be larger")
        (parts[-1] / name).write_bytes(packed)
        room -= len(packed)
    return parts


def begin(part: Path, tokenizer: Path) -> Path:
    shutil.rmtree(part, ignore_errors=True)
    part.mkdir(parents=True)
    for path in tokenizer.iterdir():
        shutil.copy(path, part)
    return part


def unpack(parts: list[Path], work: Path) -> dict[str, int]:
    """Puts the parts together, in their order; returns tokens by language."""
    found: dict[str, list[Path]] = defaultdict(list)
    for folder in (work / "tokens", work / "tokenizer"):
        folder.mkdir(parents=True, exist_ok=True)
    for part in parts:
        for path in sorted(part.glob("*.xz")):
            found[path.name.split(".")[0]].append(path)
        for path in part.glob("*.json"):
            shutil.copy(path, work / "tokenizer")
    counts = {}
    for language, paths in found.items():
        tokens = np.concatenate([np.frombuffer(lzma.decompress(path.read_bytes()), "<u2") for path in paths])
        tokens.astype(np.uint16).tofile(work / "tokens" / f"train.{language}.bin")
        counts[language] = len(tokens)
    return counts


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--work", type=Path, default=HERE / "build")
    parser.add_argument("--out", type=Path, default=HERE / "build" / "parts")
    parser.add_argument("--most", type=float, default=45e6, metavar="BYTES", help="of a part")
    parser.add_argument("--unpack", type=Path, nargs="+", metavar="PART")
    a = parser.parse_args()
    if a.unpack:
        print(unpack(a.unpack, a.work))
    else:
        print(*pack(a.work, a.out, a.most), sep="\n")


if __name__ == "__main__":
    main()
