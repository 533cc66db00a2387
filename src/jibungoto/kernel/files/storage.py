"""The folder of files: each is there whole, or not at all."""

import contextlib
import os
import secrets
from typing import Any

from django.core.files.storage import FileSystemStorage


class WholeFiles(FileSystemStorage):
    """Writes beside and puts in place at the end: neither a full disk nor a process that is killed
    leaves half a file under a name that somebody opens."""

    def _save(self, name: str, content: Any) -> str:
        beside = f"{name}.{secrets.token_hex(4)}.part"
        try:
            written = super()._save(beside, content)  # type: ignore[misc]
            os.replace(self.path(written), self.path(name))
        except BaseException:
            with contextlib.suppress(OSError):
                os.unlink(self.path(beside))
            raise
        return name
