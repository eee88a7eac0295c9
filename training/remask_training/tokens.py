"""The token files of a split, and windows drawn from them by language shares."""

from __future__ import annotations

from pathlib import Path

import numpy as np


class TokenStore:
    """Memory-mapped {split}.{language}.bin files."""

    def __init__(self, folder: Path, split: str):
        self.place = folder, split
        paths = sorted(folder.glob(f"{split}.*.bin"))
        if not paths:
            raise FileNotFoundError(f"no {split} tokens in {folder}: run training/tokenizer.py first")
        self.languages = {path.name.split(".")[1]: np.memmap(path, dtype=np.uint16, mode="r") for path in paths}

    def __reduce__(self) -> tuple:
        """Another process maps the files itself: pickled, they would be copied."""
        return TokenStore, self.place

    def draw(self, shares: dict[str, float], length: int, draw: np.random.Generator) -> np.ndarray:
        """`length` tokens from a random place of a language chosen by its share (among the languages long enough)."""
        names = [name for name in shares if len(self.languages.get(name, ())) > length]
        odds = np.array([shares[name] for name in names])
        tokens = self.languages[names[draw.choice(len(names), p=odds / odds.sum())]]
        start = int(draw.integers(0, len(tokens) - length))
        return tokens[start : start + length].astype(np.int64)
