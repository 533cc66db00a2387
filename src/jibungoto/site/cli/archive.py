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
from dataclasses import asdict, dataclass, field
from pathlib import Path, PurePosixPath

from jibungoto.site.cli.words import Stop

FORMAT = 1
DATABASE = "database"
FILES = "files/"
_BLOCK = 1 << 20


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


def write(target: Path, manifest: Manifest, database: Path, files: Path) -> None:
    """Write the whole backup beside `target`, then put it in place at once, readable by us only.

    A file that vanishes while we copy was deleted after the database was read; it is left out.
    """
    fresh = target.with_name(f".{target.name}.{os.getpid()}")
    try:
        handle = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "wb") as raw, zipfile.ZipFile(raw, "w") as packed:
            manifest.sums[DATABASE] = _pack(packed, database, DATABASE, zipfile.ZIP_DEFLATED)
            for path in _inside(files):
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
    try:
        with zipfile.ZipFile(source) as packed:
            manifest = _manifest(packed)
            names = {name for name in packed.namelist() if name != "manifest.json"}
            if names != set(manifest.sums):
                raise Stop("控えの中身が、目録と合いません。別の控えを使ってください。")
            for name, wanted in manifest.sums.items():
                if _unpack(packed, name, folder) != wanted:
                    raise Stop(f"控えの中の {name} が壊れています。別の控えを使ってください。")
    except FileNotFoundError:
        raise Stop(f"控えのファイル {source} が見つかりません。") from None
    except Stop:
        raise
    except Exception as fault:  # a broken file fails in as many ways as there are readers
        if isinstance(fault, OSError) and fault.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
            raise  # the disk is at fault, not the backup
        raise Stop(f"{source} は、読める控えではありません（{fault}）。") from fault
    (folder / FILES).mkdir(exist_ok=True)
    return manifest


def _manifest(packed: zipfile.ZipFile) -> Manifest:
    manifest = Manifest(**json.loads(packed.read("manifest.json")))
    if manifest.format != FORMAT:
        raise Stop("この控えの形は、この版では読めません。新しい版の Jibungoto で戻してください。")
    return manifest


def _inside(files: Path) -> Iterator[Path]:
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
        raise Stop(f"控えの中に、知らないファイルがあります: {name}")
    place = folder / parts
    place.parent.mkdir(parents=True, exist_ok=True)
    with packed.open(name) as source, place.open("wb") as target:
        shutil.copyfileobj(source, target, _BLOCK)
    with place.open("rb") as written:
        return hashlib.file_digest(written, "sha256").hexdigest()
