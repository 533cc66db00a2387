"""The file of a backup: one zip with the database, the uploaded files and what proves them.

`manifest.json` names every member with its SHA-256, the rows of every table, and the heads of the
audit chains. Nothing here knows Django or a database.
"""

import errno
import hashlib
import json
import os
import shutil
import zipfile
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field, fields
from pathlib import Path, PurePosixPath
from typing import Any, get_args, get_origin

from jibungoto.site.cli.files import checked
from jibungoto.site.cli.words import Stop

FORMAT = 1
DATABASE = "database"
FILES = "files/"
VENDORS = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}
_BLOCK = 1 << 20
_MANIFEST_MOST = 200 << 20  # a name and a sum for each of a million files


@dataclass
class Manifest:
    """What a backup says about itself."""

    format: int
    version: str
    vendor: str
    taken_at: str
    migrations: list[str]
    rows: dict[str, int]
    heads: dict[str, object]
    faults: list[str]
    sums: dict[str, str] = field(default_factory=dict)

    def file_sums(self) -> dict[str, str]:
        """The sums of the uploaded files alone."""
        return {name: one for name, one in self.sums.items() if name.startswith(FILES)}


def write(target: Path, manifest: Manifest, database: Path, files: Path) -> None:
    """Write the whole backup beside `target`, then put it in place at once, readable by us only.

    A file that vanishes while we copy was deleted after the database was read; it is left out.
    """
    fresh = target.with_name(f".{target.name}.{os.getpid()}")
    try:
        handle = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "wb") as raw, zipfile.ZipFile(raw, "w") as packed:
            manifest.sums[DATABASE] = _pack(packed, database, DATABASE, zipfile.ZIP_DEFLATED)
            for path in inside(files):
                name = FILES + path.relative_to(files).as_posix()
                try:
                    manifest.sums[name] = _pack(packed, path, name, zipfile.ZIP_STORED)
                except FileNotFoundError:
                    continue
            said = json.dumps(asdict(manifest), ensure_ascii=False, indent=1)
            packed.writestr("manifest.json", said)
        with fresh.open("rb") as written:
            os.fsync(written.fileno())
        fresh.replace(target)
    finally:
        fresh.unlink(missing_ok=True)


def read(source: Path, folder: Path) -> Manifest:
    """Unpack into `folder` and check every sum. Raises Stop if anything is missing or changed."""
    checked(source, most=1 << 62)
    try:
        with zipfile.ZipFile(source) as packed:
            manifest = _manifest(packed)
            _refuse_swollen(packed, folder)
            names = {name for name in packed.namelist() if name != "manifest.json"}
            if names != set(manifest.sums):
                raise Stop("控えの中身が、目録と合いません。別の控えを使ってください。")
            for name, wanted in manifest.sums.items():
                if _unpack(packed, name, folder) != wanted:
                    raise Stop(f"控えの中の {name} がこわれています。別の控えを使ってください。")
    except Stop:
        raise
    except Exception as fault:  # a broken file fails in as many ways as there are readers
        if isinstance(fault, OSError) and fault.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
            raise  # the disk is at fault, not the backup
        raise Stop(f"{source} は、読める控えではありません（{fault}）。") from fault
    (folder / FILES).mkdir(exist_ok=True)
    return manifest


def sums_of(files: Path) -> dict[str, str]:
    """The files there are now, as a manifest names them."""
    return {FILES + path.relative_to(files).as_posix(): _sum(path) for path in inside(files)}


def _manifest(packed: zipfile.ZipFile) -> Manifest:
    if packed.getinfo("manifest.json").file_size > _MANIFEST_MOST:
        raise Stop("控えの目録が大きすぎます。使わないでください。")
    manifest = Manifest(**json.loads(packed.read("manifest.json")))
    if wrong := [f.name for f in fields(manifest) if not _is(f.type, getattr(manifest, f.name))]:
        raise Stop(f"控えの目録の形がちがいます（{'、'.join(wrong)}）。使わないでください。")
    if manifest.vendor not in VENDORS:
        raise Stop("控えの目録に、知らないデータベースの名前があります。使わないでください。")
    if manifest.format != FORMAT:
        raise Stop("この控えの形は、この版では読めません。新しい版の Jibungoto で戻してください。")
    return manifest


def _is(wanted: Any, found: Any) -> bool:
    """Whether a value of the manifest is of its kind, and what is in it of theirs."""
    kind = get_origin(wanted) or wanted
    if not isinstance(found, kind) or isinstance(found, bool):
        return False
    inner = get_args(wanted)
    if kind is list:
        return all(isinstance(one, inner[0]) for one in found)
    return (
        kind is not dict
        or inner[1] is object
        or all(isinstance(v, inner[1]) for v in found.values())
    )


def _refuse_swollen(packed: zipfile.ZipFile, folder: Path) -> None:
    """Nothing is unpacked that would fill the disk: what a file says it holds is never exceeded."""
    unpacked = sum(member.file_size for member in packed.infolist())
    place = next(one for one in (folder, *folder.absolute().parents) if one.exists())
    if unpacked > shutil.disk_usage(place).free:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def inside(files: Path) -> Iterator[Path]:
    """Every file of the folder, in one order."""
    if files.is_dir():
        yield from sorted(path for path in files.rglob("*") if path.is_file())


def _pack(packed: zipfile.ZipFile, path: Path, name: str, method: int) -> str:
    seen = hashlib.sha256()
    with path.open("rb") as source:
        entry = zipfile.ZipInfo.from_file(path, name)
        entry.compress_type = method
        with packed.open(entry, "w", force_zip64=True) as place:
            while block := source.read(_BLOCK):
                seen.update(block)
                place.write(block)
    return seen.hexdigest()


def _unpack(packed: zipfile.ZipFile, name: str, folder: Path) -> str:
    parts = PurePosixPath(name)
    if parts.is_absolute() or ".." in parts.parts:
        raise Stop("控えの中に、あやしい名前のファイルがあります。使わないでください。")
    if name != DATABASE and not name.startswith(FILES):
        raise Stop(f"控えの中に、知らないファイルがあります（{name}）。使わないでください。")
    place = folder / parts
    place.parent.mkdir(parents=True, exist_ok=True)
    with packed.open(name) as source, place.open("wb") as target:
        shutil.copyfileobj(source, target, _BLOCK)
    return _sum(place)


def _sum(path: Path) -> str:
    with path.open("rb") as written:
        return hashlib.file_digest(written, "sha256").hexdigest()
