"""What the engine makes of held-out holes: exact match, edit similarity, parses, length, calibration, times."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from itertools import compress

import numpy as np
from tokenizers import Tokenizer

from .engine import Engine
from .holes import TextHole
from .parsing import parse_all
from .project_folders import ProjectFolders
from .tokenizer import encode

BINS = 10
LISTS = (
    "parses", "length_error", "truth_cells", "sure", "pass_ms", "passes", "drafts", "total_ms", "project_tokens", "packages",
)  # fmt: skip


@dataclass
class Fills:
    """One group of holes. `own`: the engine finds the length; `known`: it is told the number of tokens."""

    exact: dict[str, list[bool]] = field(default_factory=lambda: {"own": [], "known": []})
    similarity: dict[str, list[float]] = field(default_factory=lambda: {"own": [], "known": []})
    parses: list[bool] = field(default_factory=list)
    length_error: list[int] = field(default_factory=list)
    truth_cells: list[int] = field(default_factory=list)
    sure: list[tuple[float, bool]] = field(default_factory=list)  # confidence of a committed cell, whether it is right
    pass_ms: list[float] = field(default_factory=list)
    passes: list[int] = field(default_factory=list)  # of all drafts
    drafts: list[int] = field(default_factory=list)
    total_ms: list[float] = field(default_factory=list)
    project_tokens: list[int] = field(default_factory=list)  # of each hole's project
    packages: list[str] = field(default_factory=list)

    def extend(self, other: Fills) -> None:
        for way in ("own", "known"):
            self.exact[way] += other.exact[way]
            self.similarity[way] += other.similarity[way]
        for name in LISTS:
            getattr(self, name).extend(getattr(other, name))

    def figures(self) -> dict:
        cells = np.array(self.truth_cells)
        return {
            "holes": len(self.truth_cells),
            **{f"exact_{way}_length": mean(self.exact[way]) for way in self.exact},
            **{f"similarity_{way}_length": mean(self.similarity[way]) for way in self.similarity},
            "parses": mean(self.parses),
            "parsed": len(self.parses),
            "length_error": mean(np.abs(self.length_error)),
            "length_error_of_the_median": mean(np.abs(cells - np.median(cells))) if len(cells) else None,
            "tokens": mean(self.truth_cells),
            "tokens_right_known_length": mean([right for _, right in self.sure]),
            "calibration_error": calibration_error(self.sure),
            "ms_per_pass": mean(self.pass_ms),
            "passes": mean(self.passes),
            "drafts": mean(self.drafts),
            "ms_per_hole": mean(self.total_ms),
        }

    def figures_with_project(self) -> dict:
        """Also how many holes had a project at all, the median of its tokens, and what one large package has to do with it."""
        tokens = [count for count in self.project_tokens if count]
        largest, holes = Counter(self.packages).most_common(1)[0] if self.packages else ("", 0)
        others = [package != largest for package in self.packages]
        rest = {f"exact_{way}_without": mean(list(compress(self.exact[way], others))) for way in self.exact}
        return {
            **self.figures(),
            "with_project": len(tokens),
            "project_tokens": int(np.median(tokens)) if tokens else None,
            "largest_package": largest,
            "holes_of_largest": holes,
            **rest,
        }


def mean(values: Sequence[float]) -> float | None:
    return round(float(np.mean(values)), 4) if len(values) else None


def calibration_error(sure: list[tuple[float, bool]]) -> float | None:
    """Expected calibration error over ten equal bins of confidence (Guo et al. 2017)."""
    if not sure:
        return None
    confidence, right = (np.array(values, float) for values in zip(*sure, strict=True))
    bins = np.minimum((confidence * BINS).astype(int), BINS - 1)
    gaps = [abs(confidence[bins == b].mean() - right[bins == b].mean()) * (bins == b).mean() for b in set(bins.tolist())]
    return round(float(sum(gaps)), 4)


def similarity(a: str, b: str) -> float:
    return SequenceMatcher(None, a, b, autojunk=False).ratio()


def fill(engine: Engine, tokenizer: Tokenizer, holes: list[TextHole], folders: ProjectFolders | None = None) -> Fills:
    """All holes of one language and kind, with their projects if given. Blanks at the end of a filling do not count."""
    fills, texts = Fills(), []
    for hole in holes:
        truth, above = hole.truth.rstrip(), hole.text[: hole.start]
        before = len(encode(tokenizer, above))
        with_truth = encode(tokenizer, above + hole.truth)
        cells = max(1, len(with_truth) - before)
        blank = hole.filled("")  # so that the engine cannot know the old text's length
        with engine.opened(blank, folders and folders.place(**hole.file), hole.language) as document:
            own = engine.infill(document, hole.start, hole.start)
            told = max(1, engine.passes_told)
            known = engine.infill(document, hole.start, hole.start, length=cells, keepsLength=True)
        fills.project_tokens.append(document.project_tokens)
        fills.packages.append(hole.package)
        for way, result in (("own", own), ("known", known)):
            text = result["holes"][0]["text"].rstrip()
            fills.exact[way].append(text == truth)
            fills.similarity[way].append(similarity(text, truth))
        fills.length_error.append(len(own["holes"][0]["cells"]) - cells)
        fills.truth_cells.append(cells)
        fills.sure += judged(tokenizer, known["holes"][0]["cells"], with_truth[-cells:])
        fills.pass_ms.append((own["ms"]["total"] - own["ms"]["context"]) / told)
        fills.passes.append(told)
        fills.drafts.append(own.get("syntax", {"drafts": 1})["drafts"])
        fills.total_ms.append(own["ms"]["total"])
        texts.append((hole.text, hole.filled(own["holes"][0]["text"])))
    if holes:
        before, after = (parse_all(holes[0].language, list(side)) for side in zip(*texts, strict=True))
        fills.parses = [now for was, now in zip(before, after, strict=True) if was]
    return fills


def judged(tokenizer: Tokenizer, cells: list[dict], truth: list[int]) -> list[tuple[float, bool]]:
    """Confidence and rightness of each decided cell, where the filling has as many cells as the truth."""
    if len(cells) != len(truth):
        return []
    texts = [tokenizer.decode([token], skip_special_tokens=False) for token in truth]
    pairs = zip(cells, texts, strict=True)
    return [(cell["confidence"], cell["text"].strip() == text.strip()) for cell, text in pairs if cell["state"] == "committed"]
