"""Eleven small files, each with a place that is empty or wrong, and what the engine makes of it: the model card's examples.

    python training/snippets.py --model models/remask-tiny

Prints the commands with their output (npm run build comes first). Whatever a snippet says is not in the training data but
by chance; they were written for this.
"""

from __future__ import annotations

import argparse
import subprocess
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from remask_training.engine import ROOT

HOLE = "▯"  # one: an empty place; two: the text between


@dataclass(frozen=True)
class Snippet:
    """commands: of `remask`, each asked at the place that `marked` marks."""

    name: str
    marked: str
    commands: tuple[str, ...] = ("infill",)

    @property
    def text(self) -> str:
        return self.marked.replace(HOLE, "")

    def place(self) -> str:
        """The flag that names the marked place: lines and columns from 1, the end exclusive."""
        before, *rest = self.marked.split(HOLE)
        start = position(before)
        return f"--at {start}" if len(rest) == 1 else f"--range {start}-{position(before + rest[0])}"


def position(before: str) -> str:
    return f"{before.count(chr(10)) + 1}:{len(before) - before.rfind(chr(10))}"


SNIPPETS = [
    Snippet("a.ts", """\
export function isString(value: unknown): boolean {
  return typeof value === ▯;
}

export function isNumber(value: unknown): boolean {
  return typeof value === 'number';
}
"""),
    Snippet("b.ts", """\
export class Counter {
  private count = 0;

  increment(): void {
    ▯
  }

  reset(): void {
    this.count = 0;
  }
}
"""),
    Snippet("c.js", """\
const fs = require('fs');
const path = require(▯);

module.exports = { fs, path };
"""),
    Snippet("d.js", """\
app.get('/users', async (req, res) => {
  const users = await db.users.all();
  res.json(▯);
});

app.get('/posts', async (req, res) => {
  const posts = await db.posts.all();
  res.json(posts);
});
"""),
    Snippet("e.json", """\
{
  "name": "demo",
  "version": "1.0.0",
  "scripts": {
    "build": "tsc",
    "test": ▯
  }
}
"""),
    Snippet("f.py", """\
import os


def read(path):
    if not os.path.exists(path):
        return ▯
    with open(path) as file:
        return file.read()
"""),
    Snippet("g.py", """\
class Point:
    def __init__(self, x, y):
        self.x = x
        ▯

    def length(self):
        return (self.x ** 2 + self.y ** 2) ** 0.5
"""),
    Snippet("h.ts", """\
export function sum(values: number[]): number {
  let total = 0;
  for (const value of values) {
    ▯total -= value;▯
  }
  return total;
}
""", ("remask", "score")),
    Snippet("i.py", """\
def find(items, wanted):
    for item in items:
        if item.name == wanted:
            ▯return items▯
    return None
""", ("remask", "score")),
    Snippet("j.ts", """\
interface User {
  id: number;
  name: string;
}

export const names = (users: User[]): string[] => users.map((user) => user.▯);
"""),
    Snippet("k.json", """\
{
  "name": "demo",
  ▯
    "build": "tsc",
    "test": "node test.js"
  }
}
"""),
]  # fmt: skip


def outputs(model: Path, folder: Path) -> str:
    """Commands and what they print, as in a terminal."""
    shown: list[str] = []
    for snippet in SNIPPETS:
        (folder / snippet.name).write_text(snippet.text)
        for command in snippet.commands:
            asked = f"{command} {snippet.name} {snippet.place()}"
            run = ["node", str(ROOT / "dist" / "cli.js"), *asked.split(), "--model", str(model.resolve())]
            done = subprocess.run(run, cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=True)
            shown += [f"$ remask {asked}", done.stdout.strip()]
    return "\n".join(shown)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--model", type=Path, required=True)
    with TemporaryDirectory() as folder:
        print(outputs(parser.parse_args().model, Path(folder)))


if __name__ == "__main__":
    main()
