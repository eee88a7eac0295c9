"""Fetches pinned packages through npm and pip and yields the source files inside them.

Nothing is installed and no package code runs: tarballs and wheels are only read. Compiled JavaScript is left out where
a package ships its TypeScript, as files or inside its source maps.
"""

from __future__ import annotations

import json
import posixpath
import re
import subprocess
import sysconfig
import tarfile
import zipfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

LANGUAGES = {
    ".ts": "typescript", ".tsx": "typescript", ".mts": "typescript", ".cts": "typescript",
    ".js": "javascript", ".mjs": "javascript", ".cjs": "javascript", ".jsx": "javascript",
    ".py": "python", ".json": "json", ".md": "markdown", ".css": "css", ".html": "html",
    ".yml": "yaml", ".yaml": "yaml",
}  # fmt: skip
DECLARATIONS = (".d.ts", ".d.mts", ".d.cts")
TYPESCRIPT_FILES_THAT_MAKE_JAVASCRIPT_A_TWIN = 8


@dataclass(frozen=True)
class SourceFile:
    package: str
    path: str
    language: str
    text: str


def fetch(sources: dict, folder: Path) -> None:
    """Downloads what is missing into folder/npm and folder/pypi."""
    for kind in ("npm", "pypi"):
        (folder / kind).mkdir(parents=True, exist_ok=True)
    npm = [pin for pin in sources["npm"] if not archive(folder, "npm", pin)]
    pypi = [pin for pin in sources["pypi"] if not archive(folder, "pypi", pin)]
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda pin: fetch_npm(pin, folder / "npm"), npm))
        list(pool.map(lambda pin: fetch_pypi(pin, folder / "pypi"), pypi))


def fetch_npm(pin: dict, folder: Path) -> None:
    name = f"{pin['name']}@{pin['version']}"
    subprocess.run(["npm", "pack", "--silent", "--pack-destination", str(folder), name], check=True, capture_output=True)


def fetch_pypi(pin: dict, folder: Path) -> None:
    """Wheels rather than source archives: reading a wheel never runs a build script."""
    name = f"{pin['name']}=={pin['version']}"
    command = ["pip", "download", "-q", "--no-deps", "--only-binary", ":all:", "-d", str(folder), name]
    subprocess.run(command, check=True, capture_output=True)


def archive(folder: Path, kind: str, pin: dict) -> Path | None:
    if kind == "npm":
        path = folder / "npm" / f"{pin['name'].removeprefix('@').replace('/', '-')}-{pin['version']}.tgz"
        return path if path.exists() else None
    stem = re.sub(r"[-_.]+", "_", pin["name"]).lower()
    wheels = (folder / "pypi").glob(f"*-{pin['version']}-*.whl")
    return next((w for w in wheels if re.sub(r"[-_.]+", "_", w.name.split("-")[0]).lower() == stem), None)


def read_package(folder: Path, kind: str, pin: dict) -> list[SourceFile]:
    path = archive(folder, kind, pin)
    if path is None:
        raise FileNotFoundError(f"{kind} package {pin['name']} {pin['version']} was not downloaded")
    entries = read_tarball(path) if kind == "npm" else read_wheel(path)
    files = [file for name, data in entries for file in to_files(pin["name"], name, data)]
    return without_twins(files)


def read_standard_library(name: str) -> list[SourceFile]:
    root = Path(sysconfig.get_paths()["stdlib"])
    paths = sorted(p for p in root.rglob("*.py") if "-packages" not in str(p))
    return [file for p in paths for file in to_files(name, p.relative_to(root).as_posix(), p.read_bytes())]


def read_tarball(path: Path) -> Iterator[tuple[str, bytes]]:
    with tarfile.open(path) as tar:
        for member in tar:
            content = tar.extractfile(member) if member.isfile() else None
            if content is not None:
                yield member.name.partition("/")[2], content.read()


def read_wheel(path: Path) -> Iterator[tuple[str, bytes]]:
    with zipfile.ZipFile(path) as wheel:
        for name in wheel.namelist():
            if ".dist-info/" not in name:
                yield name, wheel.read(name)


def to_files(package: str, path: str, data: bytes) -> Iterator[SourceFile]:
    extension = posixpath.splitext(path)[1]
    if extension == ".map":
        yield from mapped_sources(package, path, data)
    elif extension in LANGUAGES:
        try:
            yield SourceFile(package, path, LANGUAGES[extension], data.decode("utf-8"))
        except UnicodeDecodeError:
            return


def mapped_sources(package: str, path: str, data: bytes) -> Iterator[SourceFile]:
    """The original TypeScript that a source map carries in `sourcesContent`."""
    try:
        source_map = json.loads(data)
        pairs = zip(source_map.get("sources") or [], source_map.get("sourcesContent") or [], strict=False)
    except (ValueError, AttributeError):
        return
    for source, text in pairs:
        if isinstance(source, str) and isinstance(text, str) and posixpath.splitext(source)[1] in (".ts", ".tsx", ".mts"):
            yield SourceFile(package, posixpath.join(posixpath.dirname(path), "map", source), "typescript", text)


def without_twins(files: list[SourceFile]) -> list[SourceFile]:
    is_declaration = lambda f: f.path.endswith(DECLARATIONS)
    originals = sum(f.language == "typescript" and not is_declaration(f) for f in files)
    if originals < TYPESCRIPT_FILES_THAT_MAKE_JAVASCRIPT_A_TWIN:
        return files
    return [f for f in files if f.language != "javascript" and not is_declaration(f)]
