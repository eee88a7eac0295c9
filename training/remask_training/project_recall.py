"""What the other files of a project say of a masked cell, as `recall` asks the file itself.

There is so much of it that one neighbour stands anywhere: two in a row on one side have to agree. So places are found by
their pairs of tokens, which a sorted list makes quick, however many tokens there are.
The engine's side is engine/decode/recall/projectRecall.ts; both must find the same.
"""

from __future__ import annotations

import numpy as np

from .project import SEPARATOR
from .recall import FAR, MOST, Places, Recall, best, neighbours

PAIR = 2  # neighbours in a row that have to agree, on either side
MARGIN = FAR + MOST  # from a place to the farthest neighbour compared
SHIFT = 32  # a key holds the first token of a pair above the second: no vocabulary comes near


class ProjectIndex:
    """A project's tokens, and where each pair of them stands."""

    def __init__(self, tokens: np.ndarray):
        margin = np.full(MARGIN, SEPARATOR, np.int64)
        self.tokens = np.concatenate([margin, tokens, margin])  # so that no place is too near to an end
        keys = (self.tokens[:-1] << SHIFT) + self.tokens[1:]
        whole = np.flatnonzero((self.tokens[:-1] != SEPARATOR) & (self.tokens[1:] != SEPARATOR))
        self.starts = whole[np.argsort(keys[whole], kind="stable")]
        self.keys = keys[self.starts]

    def recall(self, shown: np.ndarray, at: int) -> Recall | None:
        """For the cell at `at` of a document; what is not decided there is UNKNOWN."""
        (left, from_left), (right, from_right) = neighbours(shown, at, -1), neighbours(shown, at, 1)
        after_pair = self.standing(left[:PAIR][::-1]) + PAIR - 1 + from_left
        before_pair = self.standing(right[:PAIR]) - from_right
        places = np.union1d(after_pair, before_pair)
        places = places[self.tokens[places] != SEPARATOR]
        before, after = self.agreeing(places - from_left, left, -1), self.agreeing(places + from_right, right, 1)
        return best(Places(self.tokens[places], before, after), from_left, from_right)

    def standing(self, pair: list[int]) -> np.ndarray:
        """Where the pair starts, in order."""
        if len(pair) < PAIR:
            return self.starts[:0]
        key = (pair[0] << SHIFT) + pair[1]
        first, last = np.searchsorted(self.keys, [key, key + 1])
        return self.starts[first:last]

    def agreeing(self, nearest: np.ndarray, wanted: list[int], step: int) -> np.ndarray:
        """How many of `wanted` stand in a row from each place in `nearest`."""
        total, alive = np.zeros(len(nearest), np.int64), np.ones(len(nearest), bool)
        for away, token in enumerate(wanted):
            alive = alive & (self.tokens[nearest + step * away] == token)
            total += alive
        return total
