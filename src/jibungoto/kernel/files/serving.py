"""Handing a file out over HTTP: as what it is, never as something that could act."""

import re
from collections.abc import Iterator
from typing import IO

from django.core.files.storage import default_storage
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.utils.http import content_disposition_header

from jibungoto.kernel.models import Attachment

from .kinds import BY_TYPE, PDF, decoded

_PIECE = 64 * 1024
_CLOSED = "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'"
_SANDBOX = f"sandbox; {_CLOSED}"
# Browsers refuse to show a PDF inside a sandbox; their viewer is one by itself.
_VIEWER = f"{_CLOSED}; object-src 'self'; style-src 'unsafe-inline'"


def respond(request: HttpRequest, found: Attachment, *, thumb: bool = False) -> HttpResponseBase:
    """The bytes of a file, whole or the range asked for. A file that is not there is a 404."""
    path = found.thumb_path if thumb else found.path
    etag = f'"{found.sha256[:32]}{"-t" if thumb else ""}"'
    if request.headers.get("If-None-Match") == etag:
        return _dressed(HttpResponse(status=304), found, etag)
    try:
        size = default_storage.size(path)
        file = default_storage.open(path, "rb")
    except (OSError, ValueError) as fault:
        raise Http404 from fault
    wanted = _range(request.headers.get("Range", ""), size)
    if wanted is None:
        file.close()
        refused = HttpResponse(status=416)
        refused["Content-Range"] = f"bytes */{size}"
        return _dressed(refused, found, etag)
    first, last = wanted
    part = (first, last) != (0, size - 1)
    content_type = _content_type(file, found)
    response = StreamingHttpResponse(
        _Pieces(file, first, last - first + 1),
        status=206 if part else 200,
        content_type=content_type,
    )
    response["Content-Length"] = str(last - first + 1)
    if part:
        response["Content-Range"] = f"bytes {first}-{last}/{size}"
    return _dressed(response, found, etag)


def _dressed(response: HttpResponseBase, found: Attachment, etag: str) -> HttpResponseBase:
    kind = BY_TYPE[found.content_type]
    response["ETag"] = etag
    response["Accept-Ranges"] = "bytes"
    response["Cache-Control"] = "private, no-cache"
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = _VIEWER if kind is PDF else _SANDBOX
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    disposition = content_disposition_header(not kind.inline, found.name)
    response["Content-Disposition"] = disposition or "attachment"
    return response


def _content_type(file: IO[bytes], found: Attachment) -> str:
    if not found.content_type.startswith("text/"):
        return found.content_type
    read = decoded(file.read(_PIECE))
    charset = {"cp932": "windows-31j", "utf-16": "utf-16"}.get(read[1] if read else "", "utf-8")
    return f"{found.content_type}; charset={charset}"


def _range(header: str, size: int) -> tuple[int, int] | None:
    """First and last byte asked for, the whole for what we don't read; None: beyond the end."""
    match = re.fullmatch(r"bytes=(\d{0,18})-(\d{0,18})", header.strip())
    if not match or match.groups() == ("", ""):
        return 0, size - 1
    first, last = match.groups()
    if not first:
        return (max(size - int(last), 0), size - 1) if int(last) else None
    if int(first) >= size or (last and int(last) < int(first)):
        return None
    return int(first), min(int(last), size - 1) if last else size - 1


class _Pieces:
    """A part of a file, piece by piece; closed with the response, also when nobody read it."""

    def __init__(self, file: IO[bytes], first: int, length: int) -> None:
        self.file, self.first, self.left = file, first, length

    def __iter__(self) -> Iterator[bytes]:
        self.file.seek(self.first)
        while self.left > 0 and (piece := self.file.read(min(_PIECE, self.left))):
            self.left -= len(piece)
            yield piece

    def close(self) -> None:
        self.file.close()
