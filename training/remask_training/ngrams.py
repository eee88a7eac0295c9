"""Count baselines for a masked cell: most frequent token, best after its left neighbour, best between both."""

from __future__ import annotations

import numpy as np

from .tokens import TokenStore

SMOOTHING = 0.1


class Ngrams:
    """Counted over the training tokens of one language."""

    def __init__(self, store: TokenStore, language: str, vocab_size: int):
        tokens = np.asarray(store.languages[language], dtype=np.int64)
        counts = np.bincount(tokens[:-1] * vocab_size + tokens[1:], minlength=vocab_size**2)
        self.pairs = counts.reshape(vocab_size, vocab_size).astype(np.float32)
        frequency = np.bincount(tokens, minlength=vocab_size).astype(np.float32)
        self.most_frequent = int(frequency.argmax())
        self.log_frequency = np.log(frequency + SMOOTHING)

    def after(self, left: int | None) -> int:
        if left is None or not self.pairs[left].any():
            return self.most_frequent
        return int(self.pairs[left].argmax())

    def between(self, left: int | None, right: int | None) -> int:
        """argmax of p(x | left) p(right | x), each side only where it is visible."""
        if left is None and right is None:
            return self.most_frequent
        score = self.log_frequency.copy()
        if left is not None:
            score = np.log(self.pairs[left] + SMOOTHING * np.exp(self.log_frequency) / len(score))
        if right is not None:
            score += np.log(self.pairs[:, right] + SMOOTHING / len(score)) - self.log_frequency
        return int(score.argmax())
