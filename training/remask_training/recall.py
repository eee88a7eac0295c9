"""What stands elsewhere in a file between the same neighbours as a masked cell, and the features its weight goes by.

The engine's side is engine/decode/recall/; both must compute `recall` and `features` alike.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

import numpy as np

NAMES = ("bias", "order", "isBetween", "share", "places", "distance", "top")  # of the features
MOST = 4  # neighbours on either side
FAR = 32  # how far away the nearest of them may be, with open cells between
REACH = 4096  # tokens on either side
UNKNOWN = -1


@dataclass(frozen=True)
class Recall:
    """Of the places that agree best: how often each token stands there, and how well they agree.

    order: how many neighbours agree, of both sides together; between: whether some on either side do; distance: from the
    cell to the nearest neighbour that agrees.
    """

    shares: dict[int, float]
    order: int
    between: bool
    places: int
    distance: int


@dataclass(frozen=True)
class Places:
    """Where neighbours of a cell agree, place by place: int64 [places].

    tokens: what stands there; before, after: how many neighbours agree in a row on either side.
    """

    tokens: np.ndarray
    before: np.ndarray
    after: np.ndarray

    def where(self, which: np.ndarray) -> Places:
        return Places(self.tokens[which], self.before[which], self.after[which])


def recall(tokens: np.ndarray, at: int, a: int, b: int) -> Recall | None:
    """For the cell at `at` in the canvas [a, b); what is not decided is UNKNOWN. Places are sought outside the canvas."""
    (left, from_left), (right, from_right) = neighbours(tokens, at, -1), neighbours(tokens, at, 1)
    sides = [tokens[max(0, a - REACH) : a], tokens[b : b + REACH]]
    before = np.concatenate([agreeing(side, left, 1, from_left) for side in sides])
    after = np.concatenate([agreeing(side, right, -1, from_right) for side in sides])
    return best(Places(np.concatenate(sides), before, after), from_left, from_right)


def best(places: Places, from_left: int, from_right: int) -> Recall | None:
    """What the places say that agree best. A neighbour counts the less, the farther the nearest on its side is."""
    score = places.before / np.sqrt(from_left) + places.after / np.sqrt(from_right)
    highest = score.max(initial=0)
    if highest == 0:
        return None
    chosen = places.where(score == highest)
    count = len(chosen.tokens)
    left, right = chosen.before > 0, chosen.after > 0
    nearest = min([from_left] * bool(left.any()) + [from_right] * bool(right.any()))
    shares = {token: times / count for token, times in Counter(chosen.tokens.tolist()).items()}
    return Recall(shares, int((chosen.before + chosen.after).max()), bool((left & right).any()), count, nearest)


def neighbours(tokens: np.ndarray, at: int, step: int) -> tuple[list[int], int]:
    """Decided neighbours, nearest first, and how far the nearest is."""
    found: list[int] = []
    place, distance = at + step, 1
    while len(found) < MOST and 0 <= place < len(tokens):
        if tokens[place] != UNKNOWN:
            found.append(int(tokens[place]))
        elif not found and distance < FAR:
            distance += 1
        else:
            break
        place += step
    return found, distance


def agreeing(side: np.ndarray, wanted: list[int], step: int, distance: int) -> np.ndarray:
    """For each place, how many of `wanted` stand in a row, the first of them so far away."""
    total, alive = np.zeros(len(side), int), np.ones(len(side), bool)
    for away, token in enumerate(wanted, distance):
        shifted = np.full(len(side), UNKNOWN)
        if away < len(side):
            if step > 0:
                shifted[away:] = side[:-away]
            else:
                shifted[:-away] = side[away:]
        alive = alive & (shifted == token)
        total += alive
    return total


def features(found: Recall, top: float) -> tuple[float, ...]:
    """top: the model's own largest probability."""
    agreed = (1.0, found.order, float(found.between), max(found.shares.values()))
    return (*agreed, float(np.log(found.places)), float(np.log(found.distance)), top)
