"""Builds the corpus: fetch pinned packages, filter, remove duplicates, split by package.

    python training/corpus.py [--human-eval DIR]

Writes training/build/corpus/{train,validation,test}.jsonl, one file per line: package, path, language, text.
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
import json
import random
from collections import Counter
from dataclasses import asdict
from pathlib import Path

from remask_training.dedup import unique
from remask_training.filters import grams, rules
from remask_training.sources import SourceFile, fetch, read_package, read_standard_library

HERE = Path(__file__).resolve().parent
SPLITS = ("train", "validation", "test")


def split_of(package: str, split: dict) -> str:
    """A package is wholly in one split, by a hash of its name."""
    value = int(hashlib.sha256(f"{split['salt']}:{package}".encode()).hexdigest(), 16) % 100
    if value < split["test_percent"]:
        return "test"
    return "validation" if value < split["test_percent"] + split["validation_percent"] else "train"


def evaluation_grams(folder: Path | None) -> set[int]:
    """13-grams of HumanEval problems (JSON lines, gzipped or not, with prompt, canonical_solution, suffix)."""
    found: set[int] = set()
    for path in sorted(folder.glob("*.jsonl*")) if folder else []:
        lines = (gzip.open if path.suffix == ".gz" else open)(path, "rt", encoding="utf-8")
        for line in lines:
            task = json.loads(line)
            found |= grams(task["prompt"] + task["canonical_solution"] + task.get("suffix", ""))
    return found


def keep(files: list[SourceFile], reserved: list[str], forbidden: set[int], dropped: Counter) -> list[SourceFile]:
    checks = rules(reserved)
    kept = []
    for file in files:
        reason = next((name for name, drops in checks.items() if drops(file)), None)
        if reason is None and forbidden and not forbidden.isdisjoint(grams(file.text)):
            reason = "shares 13 words with the evaluation"
        if reason is None:
            kept.append(file)
        else:
            dropped[reason] += 1
    return kept


def cap(files: list[SourceFile], limit: int) -> list[SourceFile]:
    """A random part of a large package, so that no package rules the mixture."""
    files = sorted(files, key=lambda f: f.path)
    random.Random(0).shuffle(files)
    kept, total = [], 0
    for file in files:
        if total + len(file.text) <= limit:
            kept.append(file)
            total += len(file.text)
    return kept


def gather(sources: dict, downloads: Path, forbidden: set[int], dropped: Counter) -> list[SourceFile]:
    limits, reserved = sources["limits"], sources["reserved"]
    library = sources["standard_library"]["name"]
    files = cap(keep(read_standard_library(library), reserved, forbidden, dropped), limits["bytes_of_standard_library"])
    for kind in ("npm", "pypi"):
        for pin in sources[kind]:
            found = unique(keep(read_package(downloads, kind, pin), reserved, forbidden, dropped))
            files += cap(found, limits["bytes_per_package"])
    return unique(files)


def write(files: list[SourceFile], split: dict, out: Path) -> dict:
    """Returns bytes by split and language."""
    out.mkdir(parents=True, exist_ok=True)
    sizes: dict[str, Counter] = {name: Counter() for name in SPLITS}
    handles = {name: (out / f"{name}.jsonl").open("w") for name in SPLITS}
    for file in files:
        name = split_of(file.package, split)
        sizes[name][file.language] += len(file.text)
        handles[name].write(json.dumps(asdict(file)) + "\n")
    for handle in handles.values():
        handle.close()
    return sizes


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sources", type=Path, default=HERE / "sources.json")
    parser.add_argument("--work", type=Path, default=HERE / "build")
    parser.add_argument("--human-eval", type=Path, help="HumanEval JSON lines; files sharing 13 words are dropped")
    arguments = parser.parse_args()
    sources = json.loads(arguments.sources.read_text())
    fetch(sources, arguments.work / "downloads")
    dropped: Counter = Counter()
    files = gather(sources, arguments.work / "downloads", evaluation_grams(arguments.human_eval), dropped)
    sizes = write(files, sources["split"], arguments.work / "corpus")
    report = {"files": len(files), "bytes": sizes, "dropped": dropped}
    by_split = {name: {f.package for f in files if split_of(f.package, sources["split"]) == name} for name in SPLITS}
    report["packages"] = {name: sorted(packages) for name, packages in by_split.items()}
    (arguments.work / "corpus" / "report.json").write_text(json.dumps(report, indent=2) + "\n")
    print(json.dumps({**report, "packages": {k: len(v) for k, v in report["packages"].items()}}, indent=2))


if __name__ == "__main__":
    main()
