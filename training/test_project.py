"""Which files a document's project has, what they say of a masked cell, and how the engine gets to read them."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from urllib.parse import unquote, urlparse

import numpy as np
import pytest
from calibrate import calibrate
from evaluate import fill_figures
from remask_training import project
from remask_training.engine import Engine
from remask_training.folder import write_folder
from remask_training.model import Config, StreamsModel
from remask_training.project import SEPARATOR, Projects, family, shared
from remask_training.project_folders import ProjectFolders, safe
from remask_training.project_recall import PAIR, ProjectIndex
from remask_training.recall import UNKNOWN, Recall, neighbours
from remask_training.report import project_table
from remask_training.tokenizer import train_tokenizer
from snippets import SNIPPETS, Snippet

TOKENIZER = train_tokenizer(["let one = 1;\n"], 280)
BODY = Config(
    vocab_size=280, hidden_size=32, intermediate_size=64, num_hidden_layers=2, num_attention_heads=4,
    num_key_value_heads=2, head_dim=8, window=32,
)  # fmt: skip


def file(path: str, text: str, package: str = "toy", language: str = "typescript") -> dict:
    return {"package": package, "path": path, "language": language, "text": text}


def run_length(tokens: list[int], at: int, wanted: list[int], step: int) -> int:
    count = 0
    while count < len(wanted) and 0 <= at + step * count < len(tokens) and tokens[at + step * count] == wanted[count]:
        count += 1
    return count


def scan(tokens: list[int], shown: np.ndarray, at: int) -> Recall | None:
    """The definition, place by place."""
    (left, from_left), (right, from_right) = neighbours(shown, at, -1), neighbours(shown, at, 1)
    found = []
    for place, token in enumerate(tokens):
        before, after = run_length(tokens, place - from_left, left, -1), run_length(tokens, place + from_right, right, 1)
        if token != SEPARATOR and max(before, after) >= PAIR:
            found.append((before / np.sqrt(from_left) + after / np.sqrt(from_right), token, before, after))
    best = [one for one in found if one[0] == max(found)[0]]
    if not best:
        return None
    counts = Counter(token for _, token, *_ in best)
    distances = [from_left for *_, before, _ in best if before] + [from_right for *_, after in best if after]
    return Recall(
        shares={token: count / len(best) for token, count in counts.items()},
        order=max(before + after for *_, before, after in best),
        between=any(before and after for *_, before, after in best),
        places=len(best),
        distance=min(distances),
    )


def test_the_index_finds_what_a_scan_finds() -> None:
    draw = np.random.default_rng(4)
    heard = 0
    for _ in range(300):
        tokens = draw.choice([SEPARATOR, 0, 1, 2, 3], draw.integers(0, 60), p=[0.1, 0.3, 0.3, 0.2, 0.1])
        shown = draw.choice([UNKNOWN, 0, 1, 2, 3], 40)
        shown[draw.integers(0, 30) :][:8] = UNKNOWN
        index = ProjectIndex(tokens)
        for at in np.flatnonzero(shown == UNKNOWN).tolist():
            found = index.recall(shown, at)
            assert found == scan(tokens.tolist(), shown, at)
            heard += found is not None
    assert heard > 1000


def test_one_neighbour_alone_says_nothing_in_a_project() -> None:
    shown = np.array([5, UNKNOWN, 6])
    assert ProjectIndex(np.array([5, 7, 6, 5, 7, 6])).recall(shown, 1) is None
    shown = np.array([4, 5, UNKNOWN, 6])
    index = ProjectIndex(np.array([4, 5, 7, 6, SEPARATOR, 4, 5, SEPARATOR, 4, 5, 8, 1]))
    assert index.recall(shown, 2) == Recall({7: 1.0}, 3, True, 1, 1)


def test_the_nearest_files_come_first() -> None:
    paths = ["z.ts", "src/b/deep/y.ts", "src/a/x.ts", "lib/w.ts", "src/a/c/v.ts", "src/u.ts"]
    projects = Projects([file(path, path) for path in paths], TOKENIZER)
    near = projects.beside("toy", "src/a/doc.ts", "typescript", "doc")
    assert [f["path"] for f in near] == ["src/a/c/v.ts", "src/a/x.ts", "src/b/deep/y.ts", "src/u.ts", "lib/w.ts", "z.ts"]
    assert shared("a/b", "a/b") == 1 and shared("a/b", "ab/b") == 0 == shared("a", "a")


def test_a_document_and_its_twins_are_not_in_its_project() -> None:
    document = file("a.ts", "const a = 1;")
    twin, other = file("copy/a.ts", document["text"]), file("b.js", "const b = 1;", language="javascript")
    files = [document, twin, other, file("c.py", "c = 1", language="python"), file("d.ts", "const d = 1;", package="else")]
    projects = Projects(files, TOKENIZER)
    assert projects.beside(**document) == projects.beside(**twin) == [other]
    assert projects.beside(**other) == [document, twin], "JavaScript and TypeScript are one family"
    assert projects.beside(**files[-1]) == [] == projects.beside("nowhere", "a.ts", "typescript", "")
    assert family("python") == "python"


def test_one_source_in_several_forms_is_no_project() -> None:
    lines = [f"const value{i} = read({i});\n" for i in range(10)]
    document = file("esm/a.js", "".join(lines), language="javascript")
    built = file("cjs/b.js", '"use strict";\n' + "".join(lines[:6]) + "exports.a = a;\n" * 9, language="javascript")
    more = [f"const more{i} = write({i});\n" for i in range(10)]
    types, related = file("esm/a.d.ts", "export {};"), file("esm/b.js", "".join(lines[:4] + more))
    assert Projects([document, built, types, related], TOKENIZER).beside(**document) == [related]


def test_a_project_has_bounds(monkeypatch: pytest.MonkeyPatch) -> None:
    texts = ["abcd", "efghij", "klmnop", "qrstuv"]
    files = [file(f"{i}.ts", text) for i, text in enumerate(texts)]
    monkeypatch.setattr(project, "MOST_CHARACTERS", 5)
    monkeypatch.setattr(project, "MOST_TOKENS", 12)
    monkeypatch.setattr(project, "MOST_FILES", 3)
    projects = Projects(files, TOKENIZER)
    tokens = projects.tokens(files).tolist()
    spelled = "".join(" " if token == SEPARATOR else TOKENIZER.decode([token]) for token in tokens)
    assert spelled == "abcd efghi klm " and projects.tokens([]).tolist() == []
    assert len(projects.beside("toy", "doc.ts", "typescript", "")) == 3


def test_the_engine_reads_a_project_from_a_folder(tmp_path: Path) -> None:
    odd = ["dist/map/webpack://antd/./a.ts", "dist/map/../../../b.ts", "dist/ sync ^\\.%2E/c.ts", "dist/d.ts"]
    files = [file(path, f"export const é{i} = 1;\r\n", package="@scope/name") for i, path in enumerate(odd)]
    folders = ProjectFolders(Projects(files, TOKENIZER), tmp_path / "root")
    place = folders.place(**files[0])
    own = Path(unquote(urlparse(place.uri).path))
    read = {f.read_bytes().decode() for f in place.files}
    assert own.read_bytes().decode() == files[0]["text"] and own not in place.files
    assert read == {f["text"] for f in files[1:]}
    assert all((tmp_path / "root").resolve() in f.resolve().parents for f in [own, *place.files])
    place.files[0].unlink()
    assert place.files[0] in folders.place(**files[0]).files and not place.files[0].exists(), "written once"


def test_safe_paths_differ_as_the_paths_do() -> None:
    parts = ["", ".", "..", "...", "%", "%2E", "%2E2E", "a:b", "a b", "@a", "é", "\\"]
    assert len({safe(part) for part in parts}) == len(parts)
    assert not {safe(part) for part in parts} & {"", ".", ".."}


def test_snippets_name_the_place_that_they_mark() -> None:
    assert Snippet("a.ts", "a\n  b(▯);\n").place() == "--at 2:5"
    assert Snippet("a.ts", "▯a\nbc▯").place() == "--range 1:1-2:3"
    for snippet in SNIPPETS:
        assert snippet.marked.count("▯") == (1 if snippet.commands == ("infill",) else 2), snippet.name


def test_a_model_is_calibrated_and_fills_holes_with_the_project(tmp_path: Path) -> None:
    """An untrained one, which everything is better than (npm run build comes first)."""
    text = lambda i: "".join(f"name{j} = first(second[{(j * j + i) % 97}], third({i}))\n" for j in range(30))
    files = [file(f"src/{i % 2}/{i}.py", text(i), language="python") for i in range(8)]
    (tmp_path / "corpus").mkdir()
    (tmp_path / "corpus" / "validation.jsonl").write_text("".join(json.dumps(f) + "\n" for f in files))
    model = tmp_path / "model"
    about = {"id": "toy", "description": "", "licence": "MIT", "languages": []}
    write_folder(model, StreamsModel(BODY), TOKENIZER, about)
    gain = calibrate(model, tmp_path, "validation", holes=1, windows=8, length_bias=-2.5)["recall"]["held_out"]
    assert gain["with_project"] < gain["after"] < gain["before"] and gain["cells"] > 100
    manifest = json.loads((model / "remask.json").read_text())
    assert {"recallGate", "projectGate", "calibration"} < manifest.keys() and list(manifest)[-1] == "files"
    calibrate(model, tmp_path, "validation", holes=1, windows=0, length_bias=-2.5)
    assert json.loads((model / "remask.json").read_text()) == manifest, "the gates stay, and the rest comes out the same"
    with Engine(model) as engine:
        folders = ProjectFolders(Projects(files, TOKENIZER), tmp_path / "root")
        figures = fill_figures(engine, TOKENIZER, files, 1, folders)
    assert figures.keys() == {"all line", "all lines", "all span", "all node", "python all", "all"}
    assert figures["all"]["holes"] == figures["all"]["with_project"] == 4
    tokens = len(Projects(files, TOKENIZER).tokens(files[1:])) - len(files[1:])
    assert figures["all"]["project_tokens"] == pytest.approx(tokens, rel=0.05)
    assert "| python all | 4 | 4 |" in project_table(figures)
