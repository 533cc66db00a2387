"""Files whose record came to nothing: a transaction that was rolled back takes no file along."""

import datetime as dt
from collections.abc import Iterator

from django.apps import apps
from django.core.files.storage import default_storage
from django.db import models

from jibungoto.kernel import clock, tenancy
from jibungoto.kernel.models import Attachment

_AFTER = dt.timedelta(days=1)  # a record may still be under way


def orphans() -> list[str]:
    """The stored files of the municipality at hand that no row names, once they are a day old."""
    here = tenancy.current_id()
    known = {
        path
        for pair in Attachment.objects.values_list("path", "thumb_path").iterator()
        for path in pair
    }
    folders = {str(here)}
    for model, field in _fields():
        known.update(model.objects.values_list(field.name, flat=True).iterator())
        # Every such file lies below what it is and whose it is: sheets/7/…
        folders.add(
            "/".join(field.generate_filename(model(municipality_id=here), "").split("/")[:2])
        )
    old = clock.now() - _AFTER
    return [
        path
        for folder in sorted(folders)
        for path in _stored(folder)
        if path not in known and default_storage.get_modified_time(path) < old
    ]


def _fields() -> Iterator[tuple[type[tenancy.Owned], models.FileField]]:
    for model in apps.get_models():
        if issubclass(model, tenancy.Owned):
            for field in model._meta.get_fields():
                if isinstance(field, models.FileField):
                    yield model, field


def _stored(folder: str) -> Iterator[str]:
    if not default_storage.exists(folder):
        return
    folders, names = default_storage.listdir(folder)
    for name in names:
        yield f"{folder}/{name}"
    for inner in folders:
        yield from _stored(f"{folder}/{inner}")
