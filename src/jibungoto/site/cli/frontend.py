"""Builds style, script and map with Node when their sources changed. Runs without Django:
the build hook of the wheel uses it too.
"""

import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from jibungoto.site.cli.turns import turn
from jibungoto.site.cli.words import Stop

OLDEST_NODE = 20


def built(package: Path) -> bool:
    """Whether results are there at all, as in a wheel."""
    return (package / "ui/static/dist/manifest.json").exists()


def stale(root: Path) -> bool:
    """Whether the sources differ from what was built last."""
    stamp = _results(root) / ".stamp"
    return not stamp.exists() or stamp.read_text() != digest(root) or not _fonts(root).exists()


def digest(root: Path) -> str:
    """A hash over everything the build reads."""
    seen = hashlib.sha256()
    for path in _sources(root):
        seen.update(f"{path.relative_to(root).as_posix()}\0".encode())
        seen.update(hashlib.sha256(path.read_bytes()).digest())
    return seen.hexdigest()


def build(root: Path, *, work: Path) -> None:
    """Build into src/jibungoto/ui/static/dist and ui/fonts, all at once or not at all.

    `work` is a folder that may be thrown away: locks, and Node where the machine has none.
    Raises Stop with the reason when Node or a package cannot be had.
    """
    with turn(work / "frontend.lock"):
        if not stale(root):
            return
        node, npm = _node(root, work)
        environment = {**os.environ, "PATH": f"{node.parent}{os.pathsep}{os.environ['PATH']}"}
        frontend = root / "frontend"
        if _packages_missing(frontend):
            _run([str(npm), "ci", "--ignore-scripts"], frontend, environment)
        _results(root).parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=_results(root).parent) as scratch:
            fresh = Path(scratch) / "dist"
            fonts = Path(scratch) / "fonts"
            assets = root / "src/jibungoto/ui/assets"
            made = digest(root)
            command = [str(node), "build.mjs", str(assets), str(fresh), str(fonts)]
            _run(command, frontend, environment)
            (fresh / ".stamp").write_text(made)
            _swap(fonts, _fonts(root))
            _swap(fresh, _results(root))


def _results(root: Path) -> Path:
    return root / "src/jibungoto/ui/static/dist"


def _fonts(root: Path) -> Path:
    return root / "src/jibungoto/ui/fonts"


def _sources(root: Path) -> Iterator[Path]:
    frontend = root / "frontend"
    yield from (frontend / name for name in ("build.mjs", "package.json", "package-lock.json"))
    assets = root / "src/jibungoto/ui/assets"
    yield from sorted(path for path in assets.rglob("*") if path.is_file())


def _swap(fresh: Path, place: Path) -> None:
    old = fresh.with_name(fresh.name + ".old")
    if place.exists():
        place.rename(old)
    fresh.rename(place)
    shutil.rmtree(old, ignore_errors=True)


def _packages_missing(frontend: Path) -> bool:
    """Whether node_modules is not the one of the lock; npm leaves its own copy of it inside."""
    kept = frontend / "node_modules/.package-lock.json"
    lock = frontend / "package-lock.json"
    return not kept.exists() or kept.stat().st_mtime < lock.stat().st_mtime


def _node(root: Path, work: Path) -> tuple[Path, Path]:
    """Node and npm of the machine if they are new enough, else from PyPI in a folder of ours."""
    if found := _usable(shutil.which("node"), shutil.which("npm")):
        return found
    place = work / "node"
    inside = str(place / "bin/node"), str(place / "bin/npm")
    if found := _usable(*inside):
        return found
    shutil.rmtree(place, ignore_errors=True)
    _run([sys.executable, "-I", "-m", "venv", str(place)], root, dict(os.environ))
    command = [str(place / "bin/python"), "-I", "-m", "pip", "install", "--no-input", "--quiet"]
    command += ["--disable-pip-version-check", "--require-hashes", "--no-deps"]
    _run([*command, "-r", str(root / "requirements-node.lock")], root, dict(os.environ))
    if found := _usable(*inside):
        return found
    raise Stop(f"Node.js {OLDEST_NODE} 以上が見つかりません。Node.js と npm を入れてください。")


def _usable(node: str | None, npm: str | None) -> tuple[Path, Path] | None:
    if not node or not npm:
        return None
    environment = {**os.environ, "PATH": f"{Path(node).parent}{os.pathsep}{os.environ['PATH']}"}
    try:
        asked = subprocess.run([node, "--version"], capture_output=True, text=True, check=True)
        subprocess.run([npm, "--version"], capture_output=True, check=True, env=environment)
        major = int(asked.stdout.strip().lstrip("v").split(".")[0])
    except (OSError, ValueError, subprocess.CalledProcessError):
        return None
    return (Path(node), Path(npm)) if major >= OLDEST_NODE else None


def _run(command: list[str], folder: Path, environment: dict[str, str]) -> None:
    done = subprocess.run(
        command,
        cwd=folder,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    if done.returncode:
        last = "\n".join(done.stdout.strip().splitlines()[-15:])
        raise Stop(
            "画面の部品を組み立てられませんでした。ネットワークを確かめてやり直してください。"
            f"\n（{Path(command[0]).name} の記録）\n{last}"
        )
