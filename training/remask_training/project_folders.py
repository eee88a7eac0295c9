"""Packages of a split written out as folders, so that the engine can read a document's project as it does an editor's."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from .project import Projects, family


@dataclass(frozen=True)
class Place:
    """Where a document lies (a file URI), and the other files of its project."""

    uri: str
    files: list[Path]


class ProjectFolders:
    """A folder per package and family, under `root`, each written when a document of it is first asked for."""

    def __init__(self, projects: Projects, root: Path):
        self.projects, self.root = projects, root
        self.written: set[Path] = set()

    def place(self, package: str, path: str, language: str, text: str) -> Place:
        folder = self.root / safe(package) / family(language)
        if folder not in self.written:
            self.write(folder, self.projects.groups.get((package, family(language)), []))
            self.written.add(folder)
        others = self.projects.beside(package, path, language, text)
        return Place((folder / safe(path)).as_uri(), [folder / safe(file["path"]) for file in others])

    def write(self, folder: Path, files: list[dict]) -> None:
        for file in files:
            target = folder / safe(file["path"])
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(file["text"].encode())


def safe(path: str) -> str:
    """As many folders as the path has parts, none of them special: source maps have parts like `..`, `webpack:` and ``."""
    return "/".join(safe_part(part) for part in path.split("/"))


def safe_part(part: str) -> str:
    dots_or_nothing = part in ("", ".", "..")
    return "%" + part.replace(".", "2E") if dots_or_nothing else quote(part, safe="@")
