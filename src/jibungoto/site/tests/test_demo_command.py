"""`jibungoto demo` says its own address wherever it is written down."""

import argparse
import os

from jibungoto.site.cli import demo, running
from tests.installation import a_free_port


def test_the_address_is_known_before_anything_that_carries_it_is_made(monkeypatch) -> None:
    for name in ("JIBUNGOTO_BASE_URL", "JIBUNGOTO_DEMO"):
        monkeypatch.setenv(name, "")  # taken back at the end
    monkeypatch.delenv("JIBUNGOTO_BASE_URL")
    port, known = a_free_port(), []
    monkeypatch.setattr(demo, "prepare", lambda: known.append(os.environ["JIBUNGOTO_BASE_URL"]))
    monkeypatch.setattr(running, "run", lambda *given, **named: 0)
    assert demo.run(argparse.Namespace(port=port, once=True)) == 0
    assert known == [f"http://localhost:{port}"]
