"""Spoilt files where no intake reads them: photos, scans, plans, ballots, backups.

Whatever stands in a file, its reader answers or says in words what is wrong with it.
"""

import contextlib
import io
import json
import os
import random
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from PIL import Image

from jibungoto.decide.plans import extracting
from jibungoto.hear.sheets import pictures
from jibungoto.kernel.files import FileRefused
from jibungoto.kernel.files.images import redraw
from jibungoto.kernel.files.kinds import IMAGES, read_kind
from jibungoto.site.cli import archive, opinion_files
from jibungoto.site.cli.words import Stop

from .mutating import spoilt_bytes, spoilt_table, spoilt_zip

MUTANTS = int(os.environ.get("JIBUNGOTO_MUTANTS", "6"))
_VOTES = "person,statement,vote,timestamp\n1,1,1,5\n1,2,-1,6\n2,1,0,7\n2,2,1,8\n"


def _image(form: str) -> bytes:
    made = io.BytesIO()
    Image.linear_gradient("L").resize((90, 60)).convert("RGB").save(made, form)
    return made.getvalue()


def _pdf() -> bytes:
    made = io.BytesIO()
    Image.linear_gradient("L").resize((90, 120)).save(made, "PDF")
    return made.getvalue()


def _word() -> bytes:
    made, whole = io.BytesIO(), Document()
    whole.add_heading("第1章 みどり", 1)
    whole.add_paragraph("１－１ 公園をひらく")
    whole.save(made)
    return made.getvalue()


def _json() -> bytes:
    votes = [{"person": n, "statement": 1, "vote": 1} for n in range(3)]
    told = {"votes": votes, "statements": [{"id": 1, "text": "公園"}]}
    return json.dumps(told, ensure_ascii=False).encode()


def _zip(**files: str) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, text in files.items():
            packed.writestr(name.replace("_", "."), text)
    return made.getvalue()


def _photo(name: str, content: bytes, _folder: Path) -> None:
    kind = read_kind(io.BytesIO(content), name)
    if kind in IMAGES:
        redraw(io.BytesIO(content), kind)


def _scan(name: str, content: bytes, _folder: Path) -> None:
    kind = pictures.kind_of(io.BytesIO(content), name)
    pictures.count(io.BytesIO(content), kind.content_type)
    list(pictures.pictures(io.BytesIO(content), kind.content_type))


def _plan(name: str, content: bytes, _folder: Path) -> None:
    extracting.text_of(name, content)


def _ballots(name: str, content: bytes, folder: Path) -> None:
    (folder / name).write_bytes(content)
    opinion_files.read(folder / name).votes()


def _backup(name: str, content: bytes, folder: Path) -> None:
    (folder / name).write_bytes(content)
    archive.read(folder / name, folder / "out")


def _archive(folder: Path) -> bytes:
    (folder / "db").write_bytes(b"rows" * 400)
    manifest = archive.Manifest(archive.FORMAT, "1", "sqlite", "now", [], {}, {}, [])
    archive.write(folder / "whole.zip", manifest, folder / "db", folder / "none")
    return (folder / "whole.zip").read_bytes()


type Case = tuple[str, Callable[[Path], bytes], Callable[..., bytes], Callable[..., None], Any]

CASES: list[Case] = [
    ("a.jpg", lambda _: _image("JPEG"), spoilt_bytes, _photo, FileRefused),
    ("a.png", lambda _: _image("PNG"), spoilt_bytes, _photo, FileRefused),
    ("a.gif", lambda _: _image("GIF"), spoilt_bytes, _photo, FileRefused),
    ("a.webp", lambda _: _image("WEBP"), spoilt_bytes, _photo, FileRefused),
    ("scan.pdf", lambda _: _pdf(), spoilt_bytes, _scan, FileRefused),
    ("scan.jpg", lambda _: _image("JPEG"), spoilt_bytes, _scan, FileRefused),
    ("plan.pdf", lambda _: _pdf(), spoilt_bytes, _plan, extracting.NoText),
    ("plan.docx", lambda _: _word(), spoilt_zip, _plan, extracting.NoText),
    ("plan.txt", lambda _: "１－１ 公園\n".encode(), spoilt_bytes, _plan, extracting.NoText),
    ("votes.csv", lambda _: _VOTES.encode(), spoilt_table, _ballots, Stop),
    ("votes.json", lambda _: _json(), spoilt_bytes, _ballots, Stop),
    ("votes.zip", lambda _: _zip(votes_csv=_VOTES), spoilt_zip, _ballots, Stop),
    ("whole.zip", _archive, spoilt_zip, _backup, Stop),
]  # fmt: skip


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
@pytest.mark.parametrize("case", CASES, ids=lambda case: case[0])
def test_no_file_breaks_its_reader(case: Case, tmp_path: Path) -> None:
    name, seed, spoil, read, refusal = case
    whole = seed(tmp_path)
    for number in range(MUTANTS):
        chance = random.Random(zlib.crc32(f"{name} {number}".encode()))  # noqa: S311
        with contextlib.suppress(refusal):
            read(name, spoil(whole, chance) if number else whole, tmp_path)
