"""The server is killed while posts are under way; what it had acknowledged is there, every time."""

import http.client
import json
import os
import queue
import random
import signal
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlencode

import pytest

from jibungoto.site.cli.web import Web
from tests import forking, installation
from tests.installation import Installation

KILLS = 20
DEVICES = 4
RECORDS = 500
TOKEN = "a" * 32

PREPARE = """
import json, sys
from jibungoto.kernel import nodes, tenancy
from jibungoto.kernel.models import Municipality
from jibungoto.people import devices, services
city = Municipality.objects.create(slug="test", name="ためし市")
codes, cookies, people = [], [], []
with tenancy.within(city):
    services.create_roles(city)
    for number in range(int(sys.argv[1])):
        made = nodes.register(kind="test", title=f"記録 {number}", path=f"records/{number}/")
        codes.append(made.short_code)
    for _ in range(int(sys.argv[2])):
        secret = devices.new_secret()
        people.append(services.participant_of_device(secret=secret).pk)
        cookies.append(devices.cookie_value(secret))
print(json.dumps([codes, list(zip(people, cookies))]))
"""
KEPT = """
import json
from jibungoto.kernel.models import Follow
print(json.dumps(list(Follow.everywhere.values_list("participant_id", "node__short_code"))))
"""
SOUND = """
from django.db import connection
from jibungoto.kernel import audit
assert audit.verify()
if connection.vendor == "sqlite":
    with connection.cursor() as cursor:
        assert cursor.execute("PRAGMA integrity_check").fetchone() == ("ok",)
"""


# What `serve` runs, loaded but not yet serving; or the names of what it has loaded, once it has
# answered a page.
LOADED = """
import json, sys
from jibungoto.site.cli import child, web
web.load(web.APPLICATION)
def main(words):
    if words[0] != "loaded":
        return child.main(words)
    assert not {"django.test", "unittest"} & {*sys.modules}
    from django.test import Client
    assert Client(headers={"host": "127.0.0.1"}).get("/test/").status_code == 200
    print(json.dumps([*sys.modules]))
"""
# What only some requests need, each with its megabytes.
RARE = {
    "PIL", "cv2", "docx", "fido2", "filetype", "jwt", "numpy.random", "openpyxl", "pypdf",
    "requests", "scipy", "segno", "shapefile", "sudachipy", "typst", "vl_convert",
    "jibungoto.demo.hinata", "jibungoto.engines.opinion", "jibungoto.japan.documents.reading",
}  # fmt: skip


class Server:
    """The web server as `serve` runs it, in one process group that can be killed at a stroke."""

    def __init__(self, loaded: forking.Ready, port: int) -> None:
        web = Web(port=port, workers=2, threads=4)
        self.process = loaded.start("web", *web.words())
        for _ in range(600):
            try:
                status = _ask(port, "GET", "/test/")[0]
            except OSError:
                time.sleep(0.05)
            else:
                if status == 200:
                    return
                break
        self.kill()
        pytest.fail("the server did not answer")

    def kill(self) -> None:
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait(30)


@pytest.fixture
def city(installed: Installation) -> tuple[Installation, list[str], list[tuple[int, str]]]:
    told = installed.python(PREPARE, str(RECORDS), str(DEVICES))
    codes, people = json.loads(told.stdout)
    return installed, codes, [tuple(person) for person in people]


@pytest.fixture
def loaded(city, tmp_path: Path) -> Iterator[forking.Ready]:
    place = city[0]
    settings = {"DJANGO_SETTINGS_MODULE": "jibungoto.site.settings"}
    made = forking.Ready(LOADED, {**place.environment, **settings}, tmp_path / "said")
    yield made
    made.close()


def test_no_acknowledged_write_is_lost_when_the_server_is_killed(city, loaded) -> None:
    place, codes, people = city
    work: queue.SimpleQueue[tuple[int, str, str]] = queue.SimpleQueue()
    for code in codes:
        for person, cookie in people:
            work.put((person, cookie, code))
    port = installation.a_free_port()
    acknowledged: list[tuple[int, str]] = []
    counts = random.Random(20261123)  # noqa: S311  a seed, no secret
    for _ in range(KILLS):
        server = Server(loaded, port)
        enough = len(acknowledged) + counts.randint(1, 60)
        posting = [
            threading.Thread(target=_post_all, args=(port, work, acknowledged)) for _ in range(8)
        ]
        for thread in posting:
            thread.start()
        while len(acknowledged) < enough and any(thread.is_alive() for thread in posting):
            time.sleep(0.001)
        server.kill()
        for thread in posting:
            thread.join()
        assert len(acknowledged) >= enough, "the posts ended before the server did"
    kept = {tuple(row) for row in json.loads(place.python(KEPT).stdout)}
    assert set(acknowledged) - kept == set()
    place.python(SOUND)
    _holds_nothing_rare(loaded)


def _holds_nothing_rare(loaded: forking.Ready) -> None:
    """A worker stays small: asked here, where a process that has loaded the server stands ready."""
    asked = loaded.start("loaded")
    assert asked.wait(60) == 0, asked.said()
    assert RARE & set(json.loads(asked.said())) == set()


def _post_all(port: int, work: "queue.SimpleQueue[tuple[int, str, str]]", done: list) -> None:
    """Post until the server is gone; note what it said yes to."""
    while True:
        try:
            person, cookie, code = work.get_nowait()
            status, place = _ask(port, "POST", f"/test/n/{code}/follow/", cookie)
        except (queue.Empty, OSError, http.client.HTTPException):
            return
        assert (status, place[:14]) == (302, "/test/records/")
        done.append((person, code))


def _ask(port: int, method: str, path: str, cookie: str = "") -> tuple[int, str]:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    headers = {"Content-Type": "application/x-www-form-urlencoded"}
    headers["Cookie"] = f"participant={cookie}; csrftoken={TOKEN}"
    body = urlencode({"csrfmiddlewaretoken": TOKEN})
    try:
        connection.request(method, path, body=body if method == "POST" else None, headers=headers)
        answer = connection.getresponse()
        answer.read()
        return answer.status, answer.headers.get("Location", "")
    finally:
        connection.close()
