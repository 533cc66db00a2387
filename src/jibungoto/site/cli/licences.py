"""Under which licences the packages come that the house hands on, and whether it may.

Read from what is installed and from the lock of npm, never from the network. docs/dependencies.md
names the licence of each package we ask for ourselves; it is held to what is found here.
"""

import importlib.metadata
import json
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

# What a city may run and hand on as it comes. Anything else is a decision, to be taken here.
ALLOWED = {
    "0BSD": "条件なし",
    "Apache-2.0": "表示を残せば自由。特許も許される",
    "BSD-2-Clause": "表示を残せば自由",
    "BSD-3-Clause": "表示を残せば自由",
    "CC0-1.0": "条件なし",
    "LGPL-3.0-only": "変えずに、取りかえられる別の部品として呼ぶので、ほかに及ばない",
    "MIT": "表示を残せば自由",
    "MIT-0": "条件なし",
    "MIT-CMU": "表示を残せば自由（Pillow）",
    "MPL-2.0": "そのファイルを変えて配るときだけ、変えたファイルを公開する。変えていない",
    "OFL-1.1": "書体。書体だけを売らなければ自由",
    "PSF-2.0": "表示を残せば自由（Python）",
    "Zlib": "変えたことを書けば自由",
}
# The names older packages write, and those whose metadata says too little or too much: read there.
_CALLED = {
    "Apache 2.0": "Apache-2.0",
    "BSD-0-Clause": "0BSD",
    "BSD 2-Clause License": "BSD-2-Clause",
    "MIT License": "MIT",
}
_READ_THERE = {
    "colorama": "BSD-3-Clause",  # on Windows only
    "fido2": "BSD-2-Clause AND Apache-2.0 AND MPL-2.0",  # with pyu2f and the list of domains
    "pytest-django": "BSD-3-Clause",
    "qrcode": "BSD-3-Clause",
    "scipy": "BSD-3-Clause",
    "segno": "BSD-3-Clause",
    "sqlparse": "BSD-3-Clause",
    "tzdata": "Apache-2.0",  # on Windows only
}
_LOCKED = re.compile(r"^([A-Za-z0-9._-]+)==", re.MULTILINE)
_DOCUMENTED = re.compile(r"^\| `([^`]+)` \|[^|]*\| ([^|]+) \|$", re.MULTILINE)
_COPYLEFT = re.compile(r"\bA?GPL|General Public", re.IGNORECASE)


def licences(root: Path) -> str:
    """Packages of unknown or unwanted licences, and rows of the docs that say another one."""
    handed_on = dict(_of_python(root / "requirements.lock")) | dict(_of_npm(root, handed_on=True))
    found = [fault for name, said in handed_on.items() if (fault := _fault(name, said))]
    asked = {name: licence_of(name) for name in _asked(root)} | dict(_of_npm(root))
    told = dict(_DOCUMENTED.findall((root / "docs/dependencies.md").read_text("utf-8")))
    found += [
        f"docs/dependencies.md: {name} は {said} です（{told.get(name, 'なし')} とあります）"
        for name, said in asked.items()
        if told.get(name) != said
    ]
    return "\n".join(found)


def licence_of(name: str) -> str:
    """The licence of an installed Python package, as SPDX writes it; "" where nothing is said."""
    if name in _READ_THERE:
        return _READ_THERE[name]
    try:
        said = importlib.metadata.metadata(name)
    except importlib.metadata.PackageNotFoundError:
        return ""
    written = said.get("License-Expression") or said.get("License") or ""
    if not written:
        classed = [c.rpartition("::")[2].strip() for c in said.get_all("Classifier") or []
                   if c.startswith("License")]  # fmt: skip
        written = " AND ".join(classed)
    return _CALLED.get(written, written)


def _of_python(lock: Path) -> Iterator[tuple[str, str]]:
    for name in _LOCKED.findall(lock.read_text("utf-8")):
        yield name, licence_of(name)


def _of_npm(root: Path, *, handed_on: bool = False) -> Iterator[tuple[str, str]]:
    """What npm's lock says of the packages asked for, or of all that end in what we hand on."""
    packages = json.loads((root / "frontend/package-lock.json").read_text("utf-8"))["packages"]
    asked = packages[""]["dependencies"] | packages[""]["devDependencies"]
    for path, one in packages.items():
        name = path.removeprefix("node_modules/")
        if path and (not one.get("dev") if handed_on else name in asked):
            yield name, _CALLED.get(one.get("license", ""), one.get("license", ""))


def _asked(root: Path) -> Iterator[str]:
    project = tomllib.loads((root / "pyproject.toml").read_text("utf-8"))
    for one in project["project"]["dependencies"] + project["dependency-groups"]["dev"]:
        yield re.split(r"[\[~=<>!; ]", one)[0]


def _fault(name: str, said: str) -> str:
    """Why a package may not be handed on under what it says; "" where it may."""
    if not said:
        return f"{name}: ライセンスがわかりません。確かめて licences.py に書いてください"
    ways = [way.strip("() ").split(" AND ") for way in said.split(" OR ")]
    if any(all(part.strip("() ") in ALLOWED for part in way) for way in ways):
        return ""
    if _COPYLEFT.search(said) and "LGPL" not in said:
        return f"{name}: {said[:60]} は、この家の全体に同じ条件を求めます。使えません"
    return f"{name}: {said[:60]} は、使ってよいものの表（licences.py）にありません"
