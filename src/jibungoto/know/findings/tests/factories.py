"""Small invented findings for tests."""

import io
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from jibungoto.know.findings import services
from jibungoto.know.findings.models import Finding
from jibungoto.people import devices
from jibungoto.people.models import Participant
from jibungoto.people.services import participant_of_device


def a_finding(title: str = "坂の上から海が見えます", **told: Any) -> Finding:
    return services.create_finding(**{"sort": "charm", "title": title, **told})


def an_issue(title: str = "通学路の街灯が切れています", **told: Any) -> Finding:
    return services.create_finding(**{"sort": "issue", "title": title, **told})


def a_resource(title: str = "使われていない集会所の庭", **told: Any) -> Finding:
    kept = {"sort": "resource", "asset": "place", "presence": "latent"}
    return services.create_finding(**{**kept, "title": title, **told})


def somebody() -> Participant:
    return participant_of_device(secret=devices.new_secret())


def a_photo(name: str = "photo.jpg", size: tuple[int, int] = (64, 48)) -> SimpleUploadedFile:
    out = io.BytesIO()
    Image.new("RGB", size, (90, 140, 90)).save(out, "JPEG")
    return SimpleUploadedFile(name, out.getvalue(), "image/jpeg")
