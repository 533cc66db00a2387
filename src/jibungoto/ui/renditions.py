"""Drawings and sheets that were made once and are kept: they can be made again at any time."""

import logging

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from .troubles import is_full

log = logging.getLogger(__name__)


def keep(path: str, content: bytes) -> bool:
    """Keep a rendition; whether that was new. A full disk only means that it is made again."""
    try:
        if default_storage.exists(path):
            return False
        default_storage.save(path, ContentFile(content))
    except OSError as fault:
        if not is_full(fault):
            raise
        log.warning("%s is not kept: the disk is full", path)
        return False
    return True
