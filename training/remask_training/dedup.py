"""Exact and near duplicates: sha256 of the text without blanks, then MinHash with banding (Broder 1997)."""

from __future__ import annotations

import hashlib
import zlib

import numpy as np

from .filters import words
from .sources import SourceFile

SHINGLE, PERMUTATIONS, ROWS_PER_BAND, SAME = 5, 64, 4, 0.8
PRIME = (1 << 31) - 1


def fingerprint(text: str) -> bytes:
    return hashlib.sha256("".join(text.split()).encode()).digest()


def signature(text: str, factors: np.ndarray, offsets: np.ndarray) -> np.ndarray:
    found = words(text) or [""]
    shingles = {zlib.crc32(" ".join(found[i : i + SHINGLE]).encode()) for i in range(max(1, len(found) - SHINGLE + 1))}
    values = np.fromiter(shingles, dtype=np.uint64, count=len(shingles)) % PRIME
    return ((values[:, None] * factors + offsets) % PRIME).min(axis=0)


def unique(files: list[SourceFile]) -> list[SourceFile]:
    """The first of every group of files whose estimated Jaccard similarity is at least SAME."""
    draw = np.random.default_rng(1)
    factors = draw.integers(1, PRIME, PERMUTATIONS, dtype=np.uint64)
    offsets = draw.integers(0, PRIME, PERMUTATIONS, dtype=np.uint64)
    seen: set[bytes] = set()
    bands: dict[tuple[int, bytes], np.ndarray] = {}
    kept = []
    for file in files:
        exact = fingerprint(file.text)
        if exact in seen:
            continue
        seen.add(exact)
        own = signature(file.text, factors, offsets)
        keys = [(i, own[i : i + ROWS_PER_BAND].tobytes()) for i in range(0, PERMUTATIONS, ROWS_PER_BAND)]
        if any(key in bands and (bands[key] == own).mean() >= SAME for key in keys):
            continue
        for key in keys:
            bands.setdefault(key, own)
        kept.append(file)
    return kept
