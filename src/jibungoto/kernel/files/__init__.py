"""Files that belong to records: taken in by what they are, kept out of every executable path.

The kind is read from the content, never from the name. Images are drawn anew, so that nothing of
the camera, the place or a hidden second file is left. What may see the record may open its files.
"""

from .kinds import FileRefused
from .selectors import attachments, public_images
from .services import attach, remove, restore, sweep

__all__ = [
    "FileRefused",
    "attach",
    "attachments",
    "public_images",
    "remove",
    "restore",
    "sweep",
]
