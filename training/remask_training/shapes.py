"""What a token looks like to the code that draws holes: line breaks and brackets."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from tokenizers import Tokenizer

OPEN, CLOSE = "([{", ")]}"


@dataclass(frozen=True)
class Shapes:
    """One entry per token id."""

    breaks: np.ndarray  # bool: begins with a line break
    opens: np.ndarray  # bool: ends with an opening bracket
    closes: np.ndarray  # bool: begins with a closing bracket, blanks aside
    depth: np.ndarray  # opening minus closing brackets

    @staticmethod
    def of(tokenizer: Tokenizer) -> Shapes:
        size = tokenizer.get_vocab_size()
        texts = [tokenizer.decode([i], skip_special_tokens=False) for i in range(size)]
        flags = lambda test: np.array([test(text) for text in texts])
        return Shapes(
            breaks=flags(lambda text: text.startswith(("\n", "\r\n"))),
            opens=flags(lambda text: text.endswith(tuple(OPEN))),
            closes=flags(lambda text: text.strip(" \t").startswith(tuple(CLOSE))),
            depth=flags(lambda text: sum(map(text.count, OPEN)) - sum(map(text.count, CLOSE))),
        )

    def closing(self, tokens: np.ndarray, opening: int, most: int) -> int | None:
        """Where the bracket that tokens[opening] ends with is closed: a token that begins with the closing bracket."""
        depth = np.cumsum(self.depth[tokens[opening + 1 : opening + 2 + most]])
        below = np.flatnonzero(depth < 0)
        if not len(below):
            return None
        found = opening + 1 + int(below[0])
        return found if self.closes[tokens[found]] else None
