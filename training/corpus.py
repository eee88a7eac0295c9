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
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict, dataclass
from itertools import repeat
from pathlib import Path

from remask_training.dedup import Signed, sign, unique_signed
from remask_training.filters import grams, rules as file_rules
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
    checks = file_rules(reserved)
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


def cap(files: list[Signed], limit: int) -> list[Signed]:
    """A random part of a large package, so that no package rules the mixture."""
    files = sorted(files, key=lambda signed: signed.file.path)
    random.Random(0).shuffle(files)
    kept, total = [], 0
    for signed in files:
        if total + len(signed.file.text) <= limit:
            kept.append(signed)
            total += len(signed.file.text)
    return kept


@dataclass(frozen=True)
class Rules:
    """What every package is read by."""

    downloads: Path
    limits: dict
    reserved: list[str]
    forbidden: set[int]


def read_one(kind: str, pin: dict, rules: Rules) -> tuple[list[Signed], Counter]:
    """One package (or the standard library), filtered, without copies of its own files, capped."""
    dropped: Counter = Counter()
    library = kind == "standard_library"
    files = read_standard_library(pin["name"]) if library else read_package(rules.downloads, kind, pin)
    kept = unique_signed(map(sign, keep(files, rules.reserved, rules.forbidden, dropped)))
    return cap(list(kept), rules.limits["bytes_of_standard_library" if library else "bytes_per_package"]), dropped


def gather(sources: dict, rules: Rules, processes: int, dropped: Counter) -> list[SourceFile]:
    pins = [("standard_library", sources["standard_library"])]
    pins += [(kind, pin) for kind in ("npm", "pypi") for pin in sources[kind]]

    def found() -> Iterator[Signed]:
        with ProcessPoolExecutor(processes) as pool:
            for files, reasons in pool.map(read_one, *zip(*pins, strict=True), repeat(rules), chunksize=4):
                dropped.update(reasons)
                yield from files

    return [signed.file for signed in unique_signed(found())]


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
    parser.add_argument("--processes", type=int, default=2)
    arguments = parser.parse_args()
    sources = json.loads(arguments.sources.read_text())
    fetch(sources, arguments.work / "downloads")
    dropped: Counter = Counter()
    forbidden = evaluation_grams(arguments.human_eval)
    rules = Rules(arguments.work / "downloads", sources["limits"], sources["reserved"], forbidden)
    files = gather(sources, rules, arguments.processes, dropped)
    sizes = write(files, sources["split"], arguments.work / "corpus")
    report = {"files": len(files), "bytes": sizes, "dropped": dropped}
    by_split = {name: {f.package for f in files if split_of(f.package, sources["split"]) == name} for name in SPLITS}
    report["packages"] = {name: sorted(packages) for name, packages in by_split.items()}
    (arguments.work / "corpus" / "report.json").write_text(json.dumps(report, indent=2) + "\n")
    print(json.dumps({**report, "packages": {k: len(v) for k, v in report["packages"].items()}}, indent=2))


if __name__ == "__main__":
    main()
