"""Exact and near duplicates: sha256 of the text without blanks, then MinHash with banding (Broder 1997)."""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np

from .filters import words
from .sources import SourceFile

SHINGLE, PERMUTATIONS, ROWS_PER_BAND, SAME = 5, 64, 4, 0.8
MOST_SHINGLES = 4096
PRIME = (1 << 31) - 1
DRAW = np.random.default_rng(1)
FACTORS = DRAW.integers(1, PRIME, PERMUTATIONS, dtype=np.uint64)
OFFSETS = DRAW.integers(0, PRIME, PERMUTATIONS, dtype=np.uint64)


@dataclass(frozen=True)
class Signed:
    """A file with what tells whether another is the same or nearly so. Made in any process, compared in one."""

    file: SourceFile
    exact: bytes
    signature: np.ndarray


def sign(file: SourceFile) -> Signed:
    return Signed(file, hashlib.sha256("".join(file.text.split()).encode()).digest(), signature(file.text))


def signature(text: str) -> np.ndarray:
    found = words(text) or [""]
    shingles = {zlib.crc32(" ".join(found[i : i + SHINGLE]).encode()) for i in range(max(1, len(found) - SHINGLE + 1))}
    values = np.fromiter(shingles, dtype=np.uint64, count=len(shingles)) % PRIME
    if len(values) > MOST_SHINGLES:  # the smallest hashes are a fair sample of the set, and the same one in a near copy
        values = np.partition(values, MOST_SHINGLES)[:MOST_SHINGLES]
    return ((values[:, None] * FACTORS + OFFSETS) % PRIME).min(axis=0).astype(np.uint32)


def unique_signed(files: Iterable[Signed]) -> Iterator[Signed]:
    """The first of every group of files whose estimated Jaccard similarity is at least SAME."""
    seen: set[bytes] = set()
    bands: dict[tuple[int, bytes], np.ndarray] = {}
    for signed in files:
        if signed.exact in seen:
            continue
        seen.add(signed.exact)
        own = signed.signature
        keys = [(i, own[i : i + ROWS_PER_BAND].tobytes()) for i in range(0, PERMUTATIONS, ROWS_PER_BAND)]
        if any(key in bands and (bands[key] == own).mean() >= SAME for key in keys):
            continue
        for key in keys:
            bands.setdefault(key, own)
        yield signed


def unique(files: Iterable[SourceFile]) -> list[SourceFile]:
    return [signed.file for signed in unique_signed(map(sign, files))]
